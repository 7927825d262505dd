//! What differs between two states of the looks, in words and pictures: what it was, what it becomes.

use super::picture_words::label;
use super::state::State;
use crate::domain::branding::{Colour, Corners};
use crate::domain::branding_draft::Change;
use crate::domain::colour_words::Swatch;
use crate::domain::partner::ImageKind;
use crate::web::texts::Tongue;
use crate::web::{swatch, urls};

pub struct ChangeLine {
    pub what: &'static str,
    pub before: Side,
    pub after: Side,
}

pub struct Side {
    pub words: String,
    /// Something to look at: address, width and height. What it is stands beside it.
    pub picture: Option<(String, u32, u32)>,
}

pub fn change_lines(tongue: Tongue, changes: &[Change], state: &State) -> Vec<ChangeLine> {
    changes.iter().map(|change| line(tongue, change, state)).collect()
}

fn line(tongue: Tongue, change: &Change, state: &State) -> ChangeLine {
    let colour = |colour: &Colour| Side::of_colour(*colour);
    let picture = |kind: ImageKind, hash: &Option<String>| Side::of_picture(tongue, kind, hash.as_deref(), state);
    let (what, before, after) = match change {
        Change::NameEnglish { before, after } => {
            (tongue.t("branding-name-en"), Side::of_text(before), Side::of_text(after))
        }
        Change::NameFrench { before, after } => {
            let side = |name: &Option<String>| {
                name.as_deref().map_or_else(|| Side::of_text(tongue.t("branding-as-english")), Side::of_text)
            };
            (tongue.t("branding-name-fr"), side(before), side(after))
        }
        Change::Primary { before, after } => (tongue.t("branding-primary"), colour(before), colour(after)),
        Change::Secondary { before, after } => (tongue.t("branding-secondary"), colour(before), colour(after)),
        Change::Corners { before, after } => {
            let side = |corners: &Corners| Side::of_text(corner_words(tongue, *corners));
            (tongue.t("branding-corners"), side(before), side(after))
        }
        Change::Picture { kind, before, after } => {
            (label(tongue, *kind), picture(*kind, before), picture(*kind, after))
        }
    };
    ChangeLine { what, before, after }
}

pub fn corner_words(tongue: Tongue, corners: Corners) -> &'static str {
    match corners {
        Corners::Rounded => tongue.t("branding-corners-rounded"),
        Corners::Square => tongue.t("branding-corners-square"),
        Corners::Pill => tongue.t("branding-corners-pill"),
    }
}

impl Side {
    fn of_text(text: &str) -> Self {
        Self { words: text.to_owned(), picture: None }
    }

    fn of_colour(colour: Colour) -> Self {
        let address = swatch::address(Swatch::filled(colour));
        Self { words: colour.to_string(), picture: Some((address, swatch::WIDTH, swatch::HEIGHT)) }
    }

    fn of_picture(tongue: Tongue, kind: ImageKind, hash: Option<&str>, state: &State) -> Self {
        let Some(hash) = hash else { return Self::of_text(tongue.t("branding-none")) };
        match state.facts(kind, hash) {
            Some(facts) => {
                let words = tongue.t2("branding-pixels", ("width", facts.width * 2), ("height", facts.height * 2));
                let address = urls::brand_image(hash, facts.extension());
                Self { words, picture: Some((address, facts.width, facts.height)) }
            }
            None => Self::of_text(tongue.t("branding-no-longer-kept")),
        }
    }
}
