//! What the browser doors share: the page's shell, language, words, times, assets, addresses.

pub mod assets;
#[cfg(test)]
mod language_files;
pub mod page;
pub mod problem;
pub mod quickbooks_steps;
pub mod texts;
pub mod theme;
pub mod urls;
pub mod when;
