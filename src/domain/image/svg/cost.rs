//! How much there is to draw, counted before anything is drawn. A part can be used ten times by a part that is used ten times:
//! twelve such lines are a billion shapes, and the renderer knows no bounds for masks, patterns and clip paths.

use std::collections::HashMap;

use resvg::usvg::roxmltree::{Document, Node, NodeId};

use super::SvgProblem;

/// Shapes, each counted as often as it is drawn. A detailed logo has a few thousand.
const MOST_SHAPES: u64 = 100_000;
/// Elements inside elements, and parts that use parts that use parts.
const DEEPEST: usize = 200;
const LONGEST_CHAIN: usize = 8;

/// Refuses a drawing that comes to more than any logo has.
pub fn check(document: &Document<'_>) -> Result<(), SvgProblem> {
    let mut parts = HashMap::new();
    let mut most_points = 1;
    for node in document.descendants() {
        if let Some(id) = node.attribute("id") {
            parts.entry(id).or_insert(node);
        }
        let path = node.attribute("d").or(node.attribute("points"));
        most_points = most_points.max(path.map_or(0, str::len) / 2);
    }
    let mut count = Count { parts, most_points: u64::try_from(most_points).unwrap_or(u64::MAX), known: HashMap::new() };
    let whole = count.drawing(document.root_element(), 0, 0);
    whole.filter(|whole| whole.shapes <= MOST_SHAPES).map(drop).ok_or(SvgProblem::Elaborate)
}

struct Count<'d, 'i> {
    parts: HashMap<&'d str, Node<'d, 'i>>,
    /// A marker is drawn at each point of a path.
    most_points: u64,
    known: HashMap<NodeId, Drawing>,
}

/// What an element comes to.
#[derive(Clone, Copy)]
struct Drawing {
    shapes: u64,
    /// How many parts refer to one another in a row.
    chain: usize,
}

impl<'d> Count<'d, '_> {
    /// An element with all that is in it and all that it refers to. Nothing if that is without end, or deeper than the
    /// renderer's own recursion should go. `above`: the chain that leads here.
    fn drawing(&mut self, node: Node<'d, '_>, depth: usize, above: usize) -> Option<Drawing> {
        if let Some(known) = self.known.get(&node.id()) {
            return Some(*known).filter(|known| above + known.chain <= LONGEST_CHAIN);
        }
        if depth > DEEPEST || above > LONGEST_CHAIN {
            return None;
        }
        let mut drawing = Drawing { shapes: 1, chain: 0 };
        for child in node.children().filter(Node::is_element) {
            let child = self.drawing(child, depth + 1, above)?;
            drawing.shapes = drawing.shapes.saturating_add(child.shapes);
            drawing.chain = drawing.chain.max(child.chain);
        }
        let inside = drawing.shapes;
        for attribute in node.attributes() {
            for name in references(attribute.name(), attribute.value()) {
                let Some(part) = self.parts.get(name).copied() else { continue };
                let part = self.drawing(part, 0, above + 1)?;
                let points = if attribute.name().starts_with("marker") { self.most_points } else { 1 };
                // What fills a group fills everything in it.
                let added = part.shapes.saturating_mul(inside).saturating_mul(points);
                drawing.shapes = drawing.shapes.saturating_add(added);
                drawing.chain = drawing.chain.max(part.chain + 1);
            }
        }
        self.known.insert(node.id(), drawing);
        Some(drawing)
    }
}

/// The ids that an attribute refers to: `#id` of a use or a gradient, `url(#id)` wherever it stands.
fn references<'v>(name: &str, value: &'v str) -> impl Iterator<Item = &'v str> {
    let direct = value.trim().strip_prefix('#').filter(|_| name == "href");
    let urls = value
        .split("url(")
        .skip(1)
        .filter_map(|rest| rest.split(')').next()?.trim_matches([' ', '"', '\'']).strip_prefix('#'));
    direct.into_iter().chain(urls)
}
