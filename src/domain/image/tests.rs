use std::io::Cursor;

use image::{Frame, Rgba};
use proptest::prelude::*;

use super::*;

fn picture(width: u32, height: u32, colour: [u8; 4], format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let bitmap = DynamicImage::ImageRgba8(RgbaImage::from_pixel(width, height, Rgba(colour)));
    let bitmap = if format == ImageFormat::Jpeg { DynamicImage::ImageRgb8(bitmap.into_rgb8()) } else { bitmap };
    bitmap.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn svg(inside: &str) -> Vec<u8> {
    let head =
        r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 600 100">"#;
    format!("{head}{inside}</svg>").into_bytes()
}

fn refused(file: &[u8]) -> SvgProblem {
    match draw(file, Purpose::Logo) {
        Err(ImageProblem::Svg(problem)) => problem,
        other => panic!("{other:?}"),
    }
}

/// A PNG whose header promises more than any memory holds.
fn pixel_bomb(width: u32, height: u32) -> Vec<u8> {
    let mut header = b"IHDR".to_vec();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 6, 0, 0, 0]);
    let mut crc = flate2::Crc::new();
    crc.update(&header);
    let mut file = b"\x89PNG\r\n\x1a\n\0\0\0\x0d".to_vec();
    file.extend(&header);
    file.extend(crc.sum().to_be_bytes());
    // The reader looks for the first data chunk before it speaks of dimensions.
    file.extend(b"\0\0\0\x08IDAT\x78\x9c\x63\0\0\0\x01\0\x01");
    file.extend([0; 8]);
    file
}

#[test]
fn a_logo_is_made_as_large_as_it_is_shown_twice_over() {
    let logo = draw(&picture(1200, 200, [0, 80, 160, 255], ImageFormat::Png), Purpose::Logo).unwrap();
    assert_eq!((logo.shown_width, logo.shown_height), (200, 34));
    assert_eq!(logo.tones, None);
    let small = draw(&picture(60, 20, [0, 80, 160, 255], ImageFormat::Png), Purpose::Logo).unwrap();
    assert_eq!((small.shown_width, small.shown_height), (30, 10));
}

#[test]
fn every_format_of_the_contract_is_taken_for_its_purpose_and_no_other() {
    let file = |format| picture(32, 32, [9, 90, 190, 255], format);
    let mut gif = Vec::new();
    let frame = Frame::new(RgbaImage::from_pixel(32, 32, Rgba([9, 90, 190, 255])));
    image::codecs::gif::GifEncoder::new(&mut gif).encode_frame(frame).unwrap();
    let drawing = svg(r##"<rect width="600" height="100" fill="#12355b"/>"##);
    let (png, jpeg, ico) = (file(ImageFormat::Png), file(ImageFormat::Jpeg), file(ImageFormat::Ico));
    for (name, bytes, [logo, icon, hero]) in [
        ("png", &png, [true, true, true]),
        ("jpeg", &jpeg, [true, false, true]),
        ("gif", &gif, [true, false, false]),
        ("ico", &ico, [false, true, false]),
        ("svg", &drawing, [true, false, false]),
    ] {
        let is_taken = |purpose| draw(bytes, purpose).is_ok();
        assert_eq!(
            [is_taken(Purpose::Logo), is_taken(Purpose::Icon), is_taken(Purpose::Hero)],
            [logo, icon, hero],
            "{name}"
        );
    }
}

#[test]
fn the_content_counts_and_the_refusal_says_what_it_is() {
    let said = |file: &[u8], purpose| draw(file, purpose).unwrap_err().to_string();
    assert_eq!(
        said(&picture(8, 8, [0; 4], ImageFormat::Gif), Purpose::Icon),
        "the icon must be ICO or PNG: this file is GIF"
    );
    assert!(said(b"<html><script>alert(1)</script>", Purpose::Logo).contains("none of them"));
    assert!(said(b"", Purpose::Hero).contains("none of them"));
}

#[test]
fn one_byte_over_the_limit_is_too_many() {
    let limit = Purpose::Icon.byte_limit();
    assert!(!matches!(draw(&vec![0; limit], Purpose::Icon), Err(ImageProblem::TooManyBytes { .. })));
    let problem = draw(&vec![0; limit + 1], Purpose::Icon).unwrap_err();
    assert_eq!(problem.to_string(), "the icon must be 500 KB or less: it has 501 KB");
    let problem = draw(&vec![0; 10_000_001], Purpose::Logo).unwrap_err();
    assert_eq!(problem.to_string(), "the logo must be 10 MB or less: it has 10.01 MB");
}

#[test]
fn a_pixel_bomb_is_refused_before_it_is_unpacked() {
    let problem = draw(&pixel_bomb(50_000, 50_000), Purpose::Logo).unwrap_err();
    assert_eq!(problem, ImageProblem::TooManyPixels { width: 50_000, height: 50_000 });
    assert_eq!(
        problem.to_string(),
        "the picture must have 40 megapixels or less: it has 50000 × 50000, 2500 megapixels"
    );
}

#[test]
fn a_damaged_file_is_refused_and_never_shown_in_part() {
    let whole = picture(300, 50, [0, 80, 160, 255], ImageFormat::Png);
    for length in [20, 60, whole.len() / 2, whole.len() - 20] {
        assert_eq!(draw(&whole[..length], Purpose::Logo), Err(ImageProblem::Damaged), "{length}");
    }
}

#[test]
fn what_comes_out_carries_nothing_of_what_went_in() {
    let mut file = picture(40, 40, [0, 80, 160, 255], ImageFormat::Png);
    file.extend(b"<script>alert(1)</script>");
    let drawn = draw(&file, Purpose::Logo).unwrap();
    assert!(!String::from_utf8_lossy(&drawn.bytes).contains("script"));
}

#[test]
fn an_svg_is_drawn_and_its_brightness_known() {
    let drawn = draw(&svg(r##"<circle cx="50" cy="50" r="40" fill="#ffffff"/>"##), Purpose::Logo).unwrap();
    assert_eq!((drawn.shown_width, drawn.shown_height), (200, 34));
    assert!(drawn.tones.is_some_and(|tones| tones.dark > 0.95));
}

#[test]
fn an_svg_that_is_more_than_a_drawing_is_refused_by_name() {
    assert_eq!(refused(&svg("<script>alert(1)</script>")), SvgProblem::Script);
    assert_eq!(refused(&svg("<style>rect{fill:red}</style>")), SvgProblem::Style);
    assert_eq!(refused(&svg("<foreignObject/>")), SvgProblem::ForeignObject);
    assert_eq!(refused(&svg(r#"<rect onload="x()"/>"#)), SvgProblem::EventAttribute { name: "onload".into() });
    assert_eq!(refused(&svg("<text>Bank</text>")), SvgProblem::Letters);
    assert_eq!(refused(&svg(r#"<image href="data:image/png;base64,AAAA"/>"#)), SvgProblem::EmbeddedPicture);
    let outside = |address: &str| SvgProblem::OutsideReference { address: address.into() };
    for (inside, address) in [
        (r#"<image xlink:href="https://evil.example/a.png"/>"#, "https://evil.example/a.png"),
        (r#"<use href="file:///etc/passwd#a"/>"#, "file:///etc/passwd#a"),
        (r#"<rect fill="url(http://evil.example/#a)"/>"#, "http://evil.example/#a"),
        (r#"<rect style="fill: url('//evil.example')"/>"#, "//evil.example"),
    ] {
        assert_eq!(refused(&svg(inside)), outside(address));
    }
    let entities = br#"<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>"#;
    assert_eq!(refused(entities), SvgProblem::Entities);
    assert!(matches!(refused(b"<svg"), SvgProblem::Unreadable { .. }));
    let many = svg(&"<g/>".repeat(60_000));
    assert!(matches!(refused(&many), SvgProblem::Unreadable { .. }));
}

/// A disc on nothing, in a colour for each place; its edge is soft.
fn disc(colour: impl Fn(u32, u32) -> [u8; 3]) -> RgbaImage {
    RgbaImage::from_fn(400, 96, |x, y| {
        let from_middle = (f64::from(x) - 200.0).hypot(f64::from(y) - 48.0);
        let [r, g, b] = colour(x, y);
        Rgba([r, g, b, ((46.5 - from_middle).clamp(0.0, 1.0) * 255.0) as u8])
    })
}

fn file(bitmap: &RgbaImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    bitmap.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn shown(drawn: &Drawn) -> RgbaImage {
    image::load_from_memory(&drawn.bytes).unwrap().into_rgba8()
}

#[test]
fn a_drawing_of_few_colours_is_shown_exactly_in_a_fraction_of_its_bytes() {
    let logo = disc(|x, _| if x % 80 < 40 { [18, 53, 91] } else { [240, 90, 0] });
    let drawn = draw(&file(&logo), Purpose::Logo).unwrap();
    assert!(drawn.bytes.len() < 1_500, "{} bytes", drawn.bytes.len());
    let visible = |pixel: &Rgba<u8>| if pixel[3] == 0 { Rgba([0; 4]) } else { *pixel };
    assert!(logo.pixels().map(visible).eq(shown(&drawn).pixels().copied()));
}

#[test]
fn a_drawing_of_many_colours_keeps_a_palettes_worth_of_them() {
    let logo = disc(|x, y| [(x / 2) as u8, 90 + y as u8, 160]);
    let drawn = draw(&file(&logo), Purpose::Logo).unwrap();
    let every_colour = file(&logo).len();
    assert!(drawn.bytes.len() * 3 < every_colour * 2, "{} of {every_colour} bytes", drawn.bytes.len());
    for (one, other) in logo.pixels().zip(shown(&drawn).pixels()).filter(|(one, _)| one[3] == 255) {
        let far = (0..4).map(|channel| one[channel].abs_diff(other[channel])).max().unwrap();
        assert!(far <= 16, "{one:?} became {other:?}");
    }
}

#[test]
fn a_photograph_is_a_jpeg_and_an_icon_always_a_png() {
    let grain = |x: u32, y: u32| (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)) as u8;
    let photograph =
        RgbaImage::from_fn(400, 96, |x, y| Rgba([grain(x, y) / 4 + x as u8 / 2, grain(y, x) / 4, 90, 255]));
    assert_eq!(draw(&file(&photograph), Purpose::Logo).unwrap().content_type, "image/jpeg");
    assert_eq!(draw(&file(&photograph), Purpose::Icon).unwrap().content_type, "image/png");
}

#[test]
fn a_palette_of_every_depth_is_read_as_it_was_written() {
    for colours in [1_u32, 2, 3, 4, 5, 16, 17, 256] {
        for width in [1, 7, 64] {
            let bitmap = RgbaImage::from_fn(width, 64, |x, y| {
                let index = ((x + y * width) % colours) as u8;
                Rgba([index, 255 - index, 7, if colours > 2 && index == 1 { 120 } else { 255 }])
            });
            let drawn = draw(&file(&bitmap), Purpose::Icon).unwrap();
            assert!(bitmap.pixels().eq(shown(&drawn).pixels()), "{colours} colours, {width} wide");
        }
    }
}

#[test]
fn of_a_logo_counts_what_meets_the_bar() {
    let badge = disc(|_, y| if (20..70).contains(&y) { [255, 255, 255] } else { [0, 40, 90] });
    let halves = disc(|x, _| if x < 200 { [0, 0, 0] } else { [255, 255, 255] });
    let plain = disc(|x, y| if (180..220).contains(&x) && (30..60).contains(&y) { [255; 3] } else { [0, 40, 90] });
    let tones = |logo: &RgbaImage| draw(&file(logo), Purpose::Logo).unwrap().tones.unwrap();
    assert!(tones(&badge).dark < 0.1 && tones(&badge).light > 0.9);
    assert!(tones(&halves).dark < 0.1 && tones(&halves).light > 0.9);
    assert!(tones(&plain).light < 0.1, "the white inside of it never meets the bar");
}

#[test]
fn references_within_a_drawing_are_fine() {
    let inside = r##"<defs><linearGradient id="g"><stop stop-color="#fff"/></linearGradient></defs>
        <rect width="9" height="9" fill="url(#g)"/><use href="#g"/>"##;
    assert!(draw(&svg(inside), Purpose::Logo).is_ok());
}

#[test]
fn work_that_does_not_end_is_not_waited_for() {
    let (gate, closed) = mpsc::channel::<()>();
    let endless = move || closed.recv().map_err(|_| ImageProblem::Damaged);
    assert_eq!(within(Duration::from_millis(50), endless), Err(ImageProblem::TooSlow));
    drop(gate);
    let panicking = || if PATIENCE.is_zero() { Ok(()) } else { panic!("as decoders do") };
    assert_eq!(within(PATIENCE, panicking), Err(ImageProblem::Damaged));
}

/// A drawing of parts that refer to one another at random, and of numbers of every kind.
fn any_drawing() -> impl Strategy<Value = String> {
    let element = prop_oneof![
        Just("g"),
        Just("use"),
        Just("rect"),
        Just("mask"),
        Just("pattern"),
        Just("clipPath"),
        Just("filter"),
        Just("linearGradient"),
        Just("feGaussianBlur"),
        Just("path"),
        Just("svg"),
        Just("symbol"),
        Just("marker"),
    ];
    let value = prop_oneof![
        (0..6_u8).prop_map(|it| format!("url(#i{it})")),
        (0..6_u8).prop_map(|it| format!("#i{it}")),
        "-?[0-9]{1,3}([.][0-9]{1,3})?(e[+-]?[0-9]{1,2})?(px|%)?",
        "[MLCAZmz0-9 ,.-]{0,30}",
        "[a-z#(); ]{0,12}",
    ];
    let attribute = prop_oneof![
        Just("fill"),
        Just("mask"),
        Just("clip-path"),
        Just("filter"),
        Just("href"),
        Just("width"),
        Just("height"),
        Just("d"),
        Just("transform"),
        Just("viewBox"),
        Just("style"),
        Just("opacity"),
        Just("stdDeviation"),
        Just("marker-mid"),
        Just("stroke"),
    ];
    let attributes = prop::collection::btree_map(attribute, value, 0..5);
    let part = (element, 0..6_u8, attributes, prop::bool::ANY);
    prop::collection::vec(part, 0..12).prop_map(|parts| {
        let mut open = Vec::new();
        let mut drawing = String::new();
        for (element, id, attributes, stays_open) in parts {
            let attributes: String = attributes.iter().map(|(name, value)| format!(" {name}=\"{value}\"")).collect();
            drawing.push_str(&format!("<{element} id=\"i{id}\"{attributes}"));
            drawing.push_str(if stays_open { ">" } else { "/>" });
            open.extend(stays_open.then_some(element));
        }
        drawing.extend(open.iter().rev().map(|element| format!("</{element}>")));
        drawing
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_drawing_is_drawn_or_refused_and_soon(drawing in any_drawing()) {
        let begun = std::time::Instant::now();
        let drawn = draw(&svg(&drawing), Purpose::Logo);
        prop_assert!(begun.elapsed() < PATIENCE / 2, "{:?}", begun.elapsed());
        prop_assert_ne!(drawn, Err(ImageProblem::TooSlow));
    }
}
