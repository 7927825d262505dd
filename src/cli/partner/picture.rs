//! A picture from a file on disk, drawn for its purpose.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use anyhow::{Context as _, bail};

use crate::domain::image::{self, Drawn, ImageProblem};
use crate::domain::partner::ImageKind;

/// Checks and draws the file. One over the limit is refused by its size, before it is read.
pub fn draw(file: &Path, kind: ImageKind) -> anyhow::Result<Drawn> {
    let purpose = kind.purpose();
    let describe = || format!("--{} {}", kind.word(), file.display());
    let opened = File::open(file).with_context(describe)?;
    let facts = opened.metadata().with_context(describe)?;
    if !facts.is_file() {
        bail!("{}: is not a file", describe());
    }
    let limit = u64::try_from(purpose.byte_limit())?;
    if facts.len() > limit {
        let bytes = usize::try_from(facts.len()).unwrap_or(usize::MAX);
        return Err(ImageProblem::TooManyBytes { purpose, bytes }).with_context(describe);
    }
    let mut bytes = Vec::new();
    // Should it grow meanwhile, the drawing refuses the one byte more.
    opened.take(limit + 1).read_to_end(&mut bytes).with_context(describe)?;
    image::draw(&bytes, purpose).with_context(describe)
}
