//! Pictures that are disguised, damaged, or larger inside than outside. Each is refused by name, soon, and in little memory.

use std::io::Cursor;
use std::time::{Duration, Instant};

use bankfeeds_link::domain::image::{ImageProblem, Purpose, SvgProblem, draw};
use image::codecs::gif::GifEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, Frame, ImageFormat, RgbImage, RgbaImage};

use crate::cli::commands::creates;
use crate::support::terminal::{KEY, Terminal};

use super::CANARY;

/// Far above what any of these takes, and far below the patience with a drawing: they are refused before they are drawn.
const SOON: Duration = Duration::from_secs(5);

fn svg(inside: &str) -> Vec<u8> {
    let head =
        r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 600 100">"#;
    format!("{head}{inside}</svg>").into_bytes()
}

fn encoded(bitmap: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    bitmap.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn photograph() -> DynamicImage {
    DynamicImage::ImageRgb8(RgbImage::from_fn(120, 80, |x, y| image::Rgb([x as u8 * 2, y as u8 * 3, (x * y) as u8])))
}

/// A chunk of a PNG, with its checksum.
fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(kind);
    crc.update(data);
    let length = u32::try_from(data.len()).unwrap();
    [&length.to_be_bytes()[..], kind, data, &crc.sum().to_be_bytes()].concat()
}

/// A PNG of this size with these chunks behind its header.
fn png(width: u32, height: u32, chunks: &[Vec<u8>]) -> Vec<u8> {
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"IHDR", &header), &chunks.concat(), &chunk(b"IEND", b"")].concat()
}

/// A hundred megabytes of nothing in a hundred kilobytes.
fn zipped_zeros() -> Vec<u8> {
    let mut zip = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..100 {
        std::io::Write::write_all(&mut zip, &vec![0; 1_000_000]).unwrap();
    }
    zip.finish().unwrap()
}

/// A progressive JPEG of this size with so many scans that say nothing.
fn scans(width: u16, height: u16, count: usize) -> Vec<u8> {
    let mut file = b"\xff\xd8\xff\xdb\x00\x43\x00".to_vec();
    file.extend([1; 64]);
    file.extend(b"\xff\xc2\x00\x0b\x08");
    file.extend(height.to_be_bytes());
    file.extend(width.to_be_bytes());
    file.extend(b"\x01\x01\x11\x00");
    for class in [0x00, 0x10] {
        file.extend([0xff, 0xc4, 0, 20, class, 1]);
        file.extend([0; 15]);
        file.push(0);
    }
    for _ in 0..count {
        file.extend(b"\xff\xda\x00\x08\x01\x01\x00\x01\x3f\x00\x00");
    }
    file.extend(b"\xff\xd9");
    file
}

/// An icon file with one picture in it.
fn ico(picture: &[u8], edge: u8, bits: u16) -> Vec<u8> {
    let mut file = vec![0, 0, 1, 0, 1, 0, edge, edge, 0, 0, 1, 0];
    file.extend(bits.to_le_bytes());
    file.extend(u32::try_from(picture.len()).unwrap().to_le_bytes());
    file.extend(22_u32.to_le_bytes());
    file.extend(picture);
    file
}

/// Ten of each level in the level above.
fn laughs(levels: usize, first: &str, level: impl Fn(usize) -> String, last: &str) -> String {
    let levels: String = (1..levels).map(level).collect();
    format!("{first}{levels}{last}")
}

fn svg_bombs() -> Vec<(&'static str, String)> {
    let use_ten = |level: usize| {
        format!(r##"<g id="a{level}">{}</g>"##, format!(r##"<use href="#a{}"/>"##, level - 1).repeat(10))
    };
    let nested = |element: &str, reference: &str| {
        let first = format!(r##"<{element} id="a0" width="1" height="1"><rect width="9" height="9"/></{element}>"##);
        let inside =
            |level: usize| format!(r##"<rect width="9" height="9" {reference}="url(#a{})"/>"##, level - 1).repeat(10);
        let level =
            |level: usize| format!(r##"<{element} id="a{level}" width="9" height="9">{}</{element}>"##, inside(level));
        laughs(12, &first, level, &format!(r##"<rect width="600" height="100" {reference}="url(#a11)"/>"##))
    };
    let filled_groups = |level: usize| {
        let rects = r#"<rect width="9" height="9"/>"#.repeat(10);
        format!(r##"<pattern id="a{level}" width="9" height="9"><g fill="url(#a{})">{rects}</g></pattern>"##, level - 1)
    };
    let chain = |level: usize| {
        format!(r##"<pattern id="a{level}"><rect fill="url(#a{})" width="9" height="9"/></pattern>"##, level - 1)
    };
    let attributes: String = (0..100_000).map(|number| format!(" a{number}=''")).collect();
    let hidden: String = (0..100_000).map(|number| format!(" a{number}='>'")).collect();
    let namespaces: String = (0..100_000).map(|number| format!(" xmlns:a{number}='u{number}'")).collect();
    vec![
        (
            "uses of uses",
            laughs(12, r#"<g id="a0"><rect width="1" height="1"/></g>"#, use_ten, r##"<use href="#a11"/>"##),
        ),
        ("patterns of patterns", nested("pattern", "fill")),
        ("masks of masks", nested("mask", "mask")),
        ("clip paths of clip paths", nested("clipPath", "clip-path")),
        (
            "patterns of filled groups",
            laughs(9, r#"<pattern id="a0"/>"#, filled_groups, r##"<rect fill="url(#a8)"/>"##),
        ),
        (
            "a chain of twenty thousand",
            laughs(20_000, r#"<pattern id="a0"/>"#, chain, r##"<rect fill="url(#a19999)"/>"##),
        ),
        ("a part of itself", r##"<g id="a"><use href="#a"/></g>"##.into()),
        ("a mask of itself", r##"<mask id="a"><rect mask="url(#a)"/></mask><rect mask="url(#a)"/>"##.into()),
        ("twenty thousand levels", format!("{}{}", "<g>".repeat(20_000), "</g>".repeat(20_000))),
        (
            "arrows at twenty thousand points",
            format!(
                r##"<marker id="m">{}</marker><path marker-mid="url(#m)" d="M0 0{}"/>"##,
                "<path d='M0 0L9 9'/>".repeat(9),
                "L9 9".repeat(20_000)
            ),
        ),
        ("a hundred thousand attributes", format!("<rect{attributes}/>")),
        ("attributes behind a bracket", format!("<rect{hidden}/>")),
        ("a hundred thousand namespaces", format!("<rect{namespaces}/>")),
    ]
}

fn refused(name: &str, file: &[u8], purpose: Purpose) -> ImageProblem {
    let begun = Instant::now();
    let problem = draw(file, purpose).expect_err(name);
    assert!(begun.elapsed() < SOON, "{name} took {:?}", begun.elapsed());
    problem
}

#[test]
fn v1_3_4_a_drawing_that_copies_itself_is_refused_before_it_is_drawn() {
    for (name, inside) in svg_bombs() {
        assert_eq!(refused(name, &svg(&inside), Purpose::Logo), ImageProblem::Svg(SvgProblem::Elaborate), "{name}");
    }
}

#[test]
fn v1_3_4_a_filter_whose_work_is_in_its_numbers_is_refused_by_name() {
    for filter in [
        r#"feTurbulence baseFrequency="0.5" numOctaves="1000000000""#,
        r#"feMorphology operator="dilate" radius="1000000""#,
        r#"feConvolveMatrix order="1000" kernelMatrix="1""#,
        r#"feDisplacementMap scale="1e30""#,
        "feDiffuseLighting",
        "feSpecularLighting",
        "FETURBULENCE",
    ] {
        let file =
            svg(&format!(r#"<filter id="f"><{filter}/></filter><rect width="600" height="100" filter="url(#f)"/>"#));
        let name = filter.split(' ').next().unwrap();
        assert_eq!(refused(filter, &file, Purpose::Logo), ImageProblem::Svg(SvgProblem::Filter { name: name.into() }));
    }
    // A shadow is what logos have; how far it reaches costs nothing.
    let blur = svg(
        r#"<filter id="f"><feGaussianBlur stdDeviation="1000000"/><feOffset dx="1e9"/></filter><rect width="600" height="100" filter="url(#f)"/>"#,
    );
    let begun = Instant::now();
    assert!(draw(&blur, Purpose::Logo).is_ok());
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
}

#[test]
fn v1_3_4_a_drawing_that_is_more_than_one_is_refused_by_the_name_of_what_it_holds() {
    let said = |inside: &str| refused(inside, &svg(inside), Purpose::Logo).to_string();
    for (inside, says) in [
        ("<script>x</script>", "a script"),
        ("<SCRIPT href='#a'/>", "a script"),
        ("<s:script xmlns:s='http://www.w3.org/2000/svg'/>", "a script"),
        ("<style>*{fill:url(http://evil.example)}</style>", "a style sheet"),
        ("<foreignObject><body/></foreignObject>", "a foreignObject"),
        ("<rect onload='x()'/>", "event attribute onload"),
        ("<set attributeName='onload' onbegin='x()'/>", "event attribute onbegin"),
        ("<a href='javascript:x()'/>", "something outside"),
        ("<use href='http://evil.example/#a'/>", "something outside"),
        ("<use xlink:href=' //evil.example/a'/>", "something outside"),
        ("<image href='/etc/passwd'/>", "something outside"),
        ("<image href='#a'/>", "holds a picture"),
        ("<feImage href='file:///etc/passwd'/>", "something outside"),
        ("<rect fill='url( \"http://evil.example\")'/>", "something outside"),
        ("<rect style='fill:url(\\2f\\2f evil.example)'/>", "something outside"),
        ("<use href='data:image/svg+xml,x'/>", "holds a picture"),
        ("<text>a</text>", "needs a font"),
        ("<?xml-stylesheet href='a.css'?>", "a style sheet"),
        ("&undefined;", "cannot be read"),
        ("<g>", "cannot be read"),
    ] {
        assert!(said(inside).contains(says), "{inside}: {}", said(inside));
    }
    let outside = |doctype: &str| [doctype.as_bytes(), &svg("&a;")].concat();
    for doctype in [
        "<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE svg [<!ENTITY % a SYSTEM 'http://127.0.0.1:1/'>%a;]>",
        "<!DOCTYPE svg [<!ENTITY a '&b;&b;'><!ENTITY b '&a;'>]>",
    ] {
        assert_eq!(refused(doctype, &outside(doctype), Purpose::Logo), ImageProblem::Svg(SvgProblem::Entities));
    }
    let sizes = [
        "viewBox='0 0 1e30 1e30'",
        "viewBox='0 0 0 0'",
        "viewBox='0 0 -1 9'",
        "width='1e38' height='1e38'",
        "width='1e-38' height='1'",
        "viewBox='NaN 0 1 1'",
        "width='100%' height='1000000%'",
    ];
    for size in sizes {
        let begun = Instant::now();
        let file = format!("<svg xmlns='http://www.w3.org/2000/svg' {size}><rect width='1e30' height='1e30'/></svg>");
        if let Ok(drawn) = draw(file.as_bytes(), Purpose::Logo) {
            assert!(drawn.shown_width <= 200 && drawn.shown_height <= 48, "{size}");
        }
        assert!(begun.elapsed() < SOON, "{size}: {:?}", begun.elapsed());
    }
}

#[test]
fn v5_2_6_what_is_larger_inside_than_outside_is_refused_before_it_is_unpacked() {
    let idat = chunk(b"IDAT", b"\x78\x9c\x63\0\0\0\x01\0\x01");
    let bomb = png(50_000, 50_000, std::slice::from_ref(&idat));
    assert!(bomb.len() < 2_000);
    let too_many = ImageProblem::TooManyPixels { width: 50_000, height: 50_000 };
    assert_eq!(refused("50,000 × 50,000", &bomb, Purpose::Logo), too_many);
    assert_eq!(refused("inside an icon", &ico(&bomb, 0, 32), Purpose::Icon), too_many);
    let pixels =
        |width, height| refused("a little too many", &png(width, height, std::slice::from_ref(&idat)), Purpose::Hero);
    assert_eq!(pixels(41_000, 1_000), ImageProblem::TooManyPixels { width: 41_000, height: 1_000 });
    assert_eq!(pixels(40_000, 1_000), ImageProblem::Damaged, "enough pixels, but none there");
    assert_eq!(pixels(u32::MAX, u32::MAX), ImageProblem::Damaged);
    assert_eq!(pixels(0, 0), ImageProblem::Damaged);
    for kind in [b"zTXt", b"iCCP", b"iTXt"] {
        let head: &[u8] = if kind == b"iTXt" { b"a\0\x01\0\0\0" } else { b"a\0\0" };
        let zipped = [head, &zipped_zeros()].concat();
        let real = encoded(&photograph(), ImageFormat::Png);
        let file = [&real[..33], &chunk(kind, &zipped), &real[33..]].concat();
        let begun = Instant::now();
        // Text beside the picture is not asked for; whether the picture is drawn all the same is the library's choice.
        let drawn = draw(&file, Purpose::Logo);
        assert!(drawn.is_ok() || drawn == Err(ImageProblem::Damaged), "{kind:?}");
        assert!(begun.elapsed() < SOON, "{kind:?}: {:?}", begun.elapsed());
    }
    assert!(matches!(draw(&scans(65_535, 65_535, 10), Purpose::Logo), Err(ImageProblem::TooManyPixels { .. })));
}

#[test]
fn v5_2_2_what_a_file_is_decides_and_not_what_it_claims_to_be() {
    let page = format!("<html><script>{CANARY}</script></html>");
    for (what, file) in [
        ("a page", page.as_bytes()),
        ("nothing", b"".as_slice()),
        ("one byte", b"\x89"),
        ("a signature", b"\x89PNG\r\n\x1a\n"),
        ("GIF89a", b"GIF89a"),
        ("an icon's head", &[0, 0, 1, 0, 255, 255]),
    ] {
        for purpose in [Purpose::Logo, Purpose::Icon, Purpose::Hero] {
            let problem = refused(what, file, purpose);
            assert!(matches!(problem, ImageProblem::WrongFormat { .. } | ImageProblem::Damaged), "{what}: {problem:?}");
        }
    }
    // A picture that is a page too: whatever hangs on it is gone.
    let polyglot = [encoded(&photograph(), ImageFormat::Png), page.into_bytes()].concat();
    let drawn = draw(&polyglot, Purpose::Logo).unwrap();
    assert!(!String::from_utf8_lossy(&drawn.bytes).contains(CANARY));
    let frames = |count: usize| {
        let mut gif = Vec::new();
        let mut encoder = GifEncoder::new_with_speed(&mut gif, 30);
        encoder.encode_frames((0..count).map(|_| Frame::new(RgbaImage::new(16, 16)))).unwrap();
        drop(encoder);
        gif
    };
    let film = frames(10_000);
    let begun = Instant::now();
    assert_eq!(draw(&film, Purpose::Logo), draw(&frames(1), Purpose::Logo), "the first of ten thousand pictures");
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
}

#[test]
fn a_picture_that_is_cut_or_changed_anywhere_never_takes_us_along() {
    let picture = photograph();
    let png = encoded(&picture, ImageFormat::Png);
    let icon = encoded(&picture.thumbnail(32, 32), ImageFormat::Ico);
    for (purpose, whole) in [
        (Purpose::Logo, png.clone()),
        (Purpose::Logo, encoded(&picture, ImageFormat::Jpeg)),
        (Purpose::Logo, encoded(&picture, ImageFormat::Gif)),
        (Purpose::Icon, icon),
        (Purpose::Icon, ico(&png, 120, 24)),
        (Purpose::Logo, svg("<rect width='9' height='9' fill='#123456'/>")),
    ] {
        assert!(draw(&whole, purpose).is_ok());
        let step = (whole.len() / 40).max(1);
        for at in (0..whole.len()).step_by(step) {
            let _ = draw(&whole[..at], purpose);
            for flip in [0xff, 0x01] {
                let mut broken = whole.clone();
                broken[at] ^= flip;
                let _ = draw(&broken, purpose);
            }
        }
    }
}

#[test]
fn v14_2_8_nothing_of_a_photographs_metadata_is_in_what_is_served() {
    let mut jpeg = Vec::new();
    photograph().into_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, 90)).unwrap();
    let exif = [b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0".as_slice(), CANARY.as_bytes()].concat();
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let comment = [b"\xff\xfe\0\x0e".as_slice(), CANARY.as_bytes()].concat();
    let file = [&jpeg[..2], b"\xff\xe1", &length, &exif, &comment, &jpeg[2..]].concat();
    let drawn = draw(&file, Purpose::Logo).unwrap();
    assert!(!String::from_utf8_lossy(&drawn.bytes).contains(CANARY));
    let text = chunk(b"tEXt", &[b"Author\0".as_slice(), CANARY.as_bytes()].concat());
    let real = encoded(&photograph(), ImageFormat::Png);
    let drawn = draw(&[&real[..33], &text, &real[33..]].concat(), Purpose::Hero).unwrap();
    assert!(!String::from_utf8_lossy(&drawn.bytes).contains(CANARY));
}

#[test]
fn an_icon_without_transparency_is_one_too() {
    let rgb = encoded(&photograph().thumbnail_exact(32, 32), ImageFormat::Png);
    let drawn = draw(&ico(&rgb, 32, 24), Purpose::Icon).unwrap();
    assert_eq!((drawn.shown_width, drawn.shown_height), (16, 16));
    let mut lying = ico(&rgb, 32, 24);
    lying[14..22].fill(0xff);
    assert_eq!(refused("a picture beyond the end", &lying, Purpose::Icon), ImageProblem::Damaged);
}

#[test]
fn v5_2_1_a_picture_that_is_refused_changes_nothing_and_is_told_in_one_line() {
    let terminal = Terminal::new(&[("SECRET_KEY", KEY)]);
    creates(&terminal, "Acme Bank");
    let (_, bomb) = svg_bombs().swap_remove(0);
    for (flag, file, says) in [
        ("--logo", svg(&bomb), "repeats, nests or describes its parts too often"),
        ("--logo", vec![b' '; 10_000_001], "10 MB or less"),
        ("--icon", vec![0; 500_001], "500 KB or less: it has 501 KB"),
        ("--hero", encoded(&photograph(), ImageFormat::Gif), "must be PNG or JPEG: this file is GIF"),
        ("--logo", Vec::new(), "none of them"),
    ] {
        std::fs::write(terminal.path("picture"), file).unwrap();
        let answer = terminal.runs(&["partner", "set", "--city", "Toronto", flag, "picture"]);
        assert!(answer.refused().contains(says), "{}", answer.err);
    }
    assert_eq!(terminal.runs(&["partner", "show", "--json"]).json()["settings"]["city"], "-");
}

#[test]
#[ignore = "minutes: tests/ordeals runs it"]
fn work_that_does_not_end_is_refused_after_ten_seconds() {
    let dashes = r##"<path d="M0 0H900" stroke="#000" stroke-dasharray="0.001 0.001"/>"##.repeat(10_000);
    let path = format!(
        r##"<path d="M0 0{}" stroke="#000" stroke-width="50" stroke-linejoin="round"/>"##,
        "L600 100L0 3".repeat(700_000)
    );
    for (what, file) in
        [("dashes", svg(&dashes)), ("one long path", svg(&path)), ("scans", scans(8_000, 5_000, 900_000))]
    {
        let begun = Instant::now();
        let result = draw(&file, Purpose::Logo);
        assert!(begun.elapsed() < Duration::from_secs(12), "{what}: {:?}", begun.elapsed());
        println!("{what}: {:?}, {:?}", begun.elapsed(), result.map(|drawn| drawn.bytes.len()));
    }
}
