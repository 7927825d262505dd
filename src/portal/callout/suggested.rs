//! What would be better in the French text, in words.

use crate::domain::callout_draft::Texts;
use crate::domain::french::Kind;
use crate::web::texts::Tongue;

pub struct Suggested {
    pub found: String,
    pub better: String,
    pub why: &'static str,
}

/// Nothing twice, however often it stands there.
pub fn suggested(tongue: Tongue, french: &Texts) -> Vec<Suggested> {
    let mut all = french.suggestions();
    let mut seen = Vec::new();
    all.retain(|one| {
        !seen.contains(one) && {
            seen.push(one.clone());
            true
        }
    });
    all.into_iter()
        .map(|one| Suggested { found: one.found, better: one.better, why: tongue.t(why(one.kind)) })
        .collect()
}

fn why(kind: Kind) -> &'static str {
    match kind {
        Kind::Bound => "callout-why-bound",
        Kind::Apostrophe => "callout-why-apostrophe",
        Kind::Quotes => "callout-why-quotes",
        Kind::Ellipsis => "callout-why-ellipsis",
        Kind::NothingBefore => "callout-why-nothing-before",
        Kind::Space => "callout-why-space",
        Kind::Capital => "callout-why-capital",
        Kind::Word => "callout-why-word",
    }
}
