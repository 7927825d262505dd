//! The one-page guide: the text in `docs/`, in our shell.

use std::sync::Arc;

use askama::Template;

use super::Bar;
use super::markdown::{self, Document};
use crate::domain::app::PublicUrl;
use crate::web::assets::Assets;

const TEXT: &str = include_str!("../../../docs/partner-guide.md");

#[derive(Template)]
#[template(path = "api/guide.html")]
struct Guide {
    bar: Bar,
    text: Document,
}

pub fn drawn(public_url: &PublicUrl, assets: Arc<Assets>) -> askama::Result<String> {
    let bar = Bar { assets, is_guide: true };
    Guide { bar, text: markdown::document(TEXT, public_url) }.render()
}
