//! A colour in the form: the text, a picker for whoever likes one, and in words what the pages make of it.

use super::picture_words::decimal_sign;
use super::typed::ReadColour;
use crate::domain::branding::{Colour, DARK_PAPER, PAPER, Palette};
use crate::domain::colour_words::{self, Ink, Ratio, Said, Swatch};
use crate::portal::field::Field;
use crate::web::swatch;
use crate::web::texts::Tongue;

pub struct ColourField {
    pub field: Field,
    /// What the picker shows, which only takes whole colours.
    pub picked: String,
    pub said: Vec<String>,
    pub swatches: Vec<Patch>,
}

/// A swatch and what it is of.
pub struct Patch {
    pub address: String,
    pub words: &'static str,
}

impl Patch {
    fn of(swatch: Swatch, words: &'static str) -> Self {
        Self { address: swatch::address(swatch), words }
    }
}

impl ColourField {
    pub fn primary(tongue: Tongue, read: &ReadColour) -> Self {
        let field = Field::new("primary", tongue.t("branding-primary"), read.typed.as_str());
        let palette = Palette::new(read.colour, read.colour);
        let swatches = vec![
            Patch::of(Swatch::filled(read.colour), tongue.t("branding-swatch-button")),
            Patch::of(Swatch { ground: PAPER, ink: palette.text }, tongue.t("branding-swatch-light")),
            Patch::of(Swatch { ground: DARK_PAPER, ink: palette.text_dark }, tongue.t("branding-swatch-dark")),
        ];
        Self::of(tongue, read, field, (colour_words::of_primary(read.colour), swatches))
    }

    pub fn secondary(tongue: Tongue, read: &ReadColour) -> Self {
        let field = Field::new("secondary", tongue.t("branding-secondary"), read.typed.as_str());
        let swatches = vec![Patch::of(Swatch::filled(read.colour), tongue.t("branding-swatch-bar"))];
        Self::of(tongue, read, field, (colour_words::of_secondary(read.colour), swatches))
    }

    fn of(tongue: Tongue, read: &ReadColour, field: Field, (said, swatches): (Vec<Said>, Vec<Patch>)) -> Self {
        Self {
            field: field.hint(tongue.t("branding-colour-hint")).required().problem(read.problem.clone()),
            picked: read.colour.to_string(),
            said: said.into_iter().map(|said| words(tongue, said)).collect(),
            swatches,
        }
    }
}

fn words(tongue: Tongue, said: Said) -> String {
    let to = |key: &str, colour: Colour| tongue.t1(key, "colour", colour.to_string());
    match said {
        Said::WrittenOn { ink: Ink::Black, ratio } => told(tongue, "branding-written-black", ratio),
        Said::WrittenOn { ink: Ink::White, ratio } => told(tongue, "branding-written-white", ratio),
        Said::NotWrittenOn { ink: Ink::White, ratio, is_readable: false } => {
            told(tongue, "branding-unreadable-white", ratio)
        }
        Said::NotWrittenOn { ink: Ink::Black, ratio, is_readable: false } => {
            told(tongue, "branding-unreadable-black", ratio)
        }
        Said::NotWrittenOn { ink: Ink::White, ratio, .. } => told(tongue, "branding-also-white", ratio),
        Said::NotWrittenOn { ink: Ink::Black, ratio, .. } => told(tongue, "branding-also-black", ratio),
        Said::LinksInLight { darkened: None } => tongue.t("branding-links-light").to_owned(),
        Said::LinksInLight { darkened: Some(colour) } => to("branding-links-darkened", colour),
        Said::EdgesInLight { darkened } => to("branding-edges-darkened", darkened),
        Said::LinksInDark { lightened: None } => tongue.t("branding-links-dark").to_owned(),
        Said::LinksInDark { lightened: Some(colour) } => to("branding-links-lightened", colour),
        Said::EdgesInDark { lightened } => to("branding-edges-lightened", lightened),
    }
}

fn told(tongue: Tongue, key: &str, ratio: Ratio) -> String {
    let (whole, tenth) = ratio.parts();
    tongue.t1(key, "ratio", format!("{whole}{}{tenth}\u{a0}:\u{a0}1", decimal_sign(tongue)))
}
