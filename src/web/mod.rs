//! What the browser doors share: the page's shell, language, words, times, assets, addresses.

pub mod amount;
pub mod answer;
pub mod assets;
pub mod brand;
pub mod cookies;
pub mod dead_end;
pub mod device;
pub mod form;
pub mod language_button;
#[cfg(test)]
mod language_files;
pub mod neutral;
pub mod page;
pub mod preview;
pub mod problem;
pub mod qr;
pub mod quickbooks_steps;
pub mod reader;
pub mod scheme;
pub mod swatch;
pub mod texts;
pub mod theme;
pub mod urls;
pub mod when;
pub mod zones;
