//! An SVG is drawn to a bitmap and then forgotten. One that is more than a drawing is refused by the name of what it holds,
//! rather than drawn without it: the partner would see another logo than the one they made.

use image::RgbaImage;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::roxmltree::{Document, Node, ParsingOptions};
use resvg::usvg::{Options, Tree};

use super::{ImageProblem, SvgProblem};

mod cost;

/// A drawing has hundreds of elements. One with more makes drawing slow, on purpose or not.
const ELEMENT_LIMIT: u32 = 50_000;
/// The reader compares each attribute of an element with every other.
const ATTRIBUTE_LIMIT: usize = 200;
/// Their work grows with the numbers in them: a million octaves are seven letters.
const ENDLESS_FILTERS: [&str; 6] = [
    "feturbulence",
    "femorphology",
    "feconvolvematrix",
    "fedisplacementmap",
    "fediffuselighting",
    "fespecularlighting",
];

pub fn is_svg(file: &[u8]) -> bool {
    std::str::from_utf8(file).is_ok_and(|text| text.trim_start().starts_with('<') && text.contains("<svg"))
}

/// As large as fits into `pixels`.
pub fn draw(file: &[u8], pixels: (u32, u32)) -> Result<RgbaImage, ImageProblem> {
    let text = std::str::from_utf8(file).map_err(unreadable)?;
    check(text).map_err(ImageProblem::Svg)?;
    let tree = Tree::from_str(text, &Options::default()).map_err(unreadable)?;
    let size = tree.size();
    let (width, height) = (f64::from(pixels.0), f64::from(pixels.1));
    let scale = (width / f64::from(size.width())).min(height / f64::from(size.height())) as f32;
    let edge = |length: f32, limit: u32| ((length * scale).round() as u32).clamp(1, limit);
    let mut canvas =
        Pixmap::new(edge(size.width(), pixels.0), edge(size.height(), pixels.1)).ok_or(ImageProblem::Damaged)?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut canvas.as_mut());
    let plain = canvas.pixels().iter().flat_map(|pixel| {
        let colour = pixel.demultiply();
        [colour.red(), colour.green(), colour.blue(), colour.alpha()]
    });
    RgbaImage::from_raw(canvas.width(), canvas.height(), plain.collect()).ok_or(ImageProblem::Damaged)
}

fn unreadable(because: impl std::fmt::Display) -> ImageProblem {
    ImageProblem::Svg(SvgProblem::Unreadable { because: because.to_string() })
}

fn check(text: &str) -> Result<(), SvgProblem> {
    if text.contains("<!ENTITY") {
        return Err(SvgProblem::Entities);
    }
    // No `<` stands in an attribute, so between two of them lies one tag at most.
    if text.split('<').any(|tag| attributes(tag) > ATTRIBUTE_LIMIT) {
        return Err(SvgProblem::Elaborate);
    }
    let options = ParsingOptions { allow_dtd: true, nodes_limit: ELEMENT_LIMIT, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options)
        .map_err(|problem| SvgProblem::Unreadable { because: problem.to_string() })?;
    document.descendants().try_for_each(check_node)?;
    cost::check(&document)
}

fn attributes(tag: &str) -> usize {
    tag.split('=').skip(1).filter(|value| value.trim_start().starts_with(['"', '\''])).count()
}

fn check_node(node: Node<'_, '_>) -> Result<(), SvgProblem> {
    if node.pi().is_some_and(|instruction| instruction.target == "xml-stylesheet") {
        return Err(SvgProblem::Style);
    }
    match node.tag_name().name().to_ascii_lowercase().as_str() {
        "script" => Err(SvgProblem::Script),
        "style" => Err(SvgProblem::Style),
        "foreignobject" => Err(SvgProblem::ForeignObject),
        "image" | "feimage" => Err(outside_reference(node).unwrap_or(SvgProblem::EmbeddedPicture)),
        "text" => Err(SvgProblem::Letters),
        name if ENDLESS_FILTERS.contains(&name) => Err(SvgProblem::Filter { name: node.tag_name().name().to_owned() }),
        _ => check_attributes(node),
    }
}

fn check_attributes(node: Node<'_, '_>) -> Result<(), SvgProblem> {
    if let Some(event) = node.attributes().find(|attribute| attribute.name().to_ascii_lowercase().starts_with("on")) {
        return Err(SvgProblem::EventAttribute { name: event.name().to_owned() });
    }
    outside_reference(node).map_or(Ok(()), Err)
}

/// References within the drawing begin with `#`; everything else leads out of it.
fn outside_reference(node: Node<'_, '_>) -> Option<SvgProblem> {
    node.attributes().find_map(|attribute| {
        let value = attribute.value();
        let address = match attribute.name() {
            "href" | "src" => Some(value.trim()),
            _ => outside_url(value),
        };
        let address = address.filter(|address| !address.is_empty() && !address.starts_with('#'))?;
        let is_embedded = address.to_ascii_lowercase().starts_with("data:");
        let outside = || SvgProblem::OutsideReference { address: address.chars().take(100).collect() };
        Some(if is_embedded { SvgProblem::EmbeddedPicture } else { outside() })
    })
}

fn outside_url(value: &str) -> Option<&str> {
    let is_quote = |character: char| matches!(character, ' ' | '"' | '\'');
    let urls = value.match_indices("url(").map(|(at, call)| value[at + call.len()..].trim_start_matches(is_quote));
    urls.filter(|url| !url.starts_with('#')).map(|url| url.split([')', '"', '\'']).next().unwrap_or(url)).next()
}
