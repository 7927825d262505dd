//! The form of *Branding* as it was sent, and what it comes to: a draft, or what is wrong with it.

use std::collections::HashMap;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use super::slot::Received;
use super::state::State;
use crate::domain::branding::{Colour, Corners};
use crate::domain::branding_draft::BrandingDraft;
use crate::domain::draft::NO_DRAFT;
use crate::domain::language::Language;
use crate::domain::partner::ImageKind;
use crate::domain::plain_text;
use crate::domain::refusal::Refusal;
use crate::domain::settings::{self, Bilingual, Why};
use crate::portal::field::Field;
use crate::portal::sections::why;
use crate::web::form::upload::Files;
use crate::web::texts::Tongue;

const ENGLISH: &str = "name-en";
const FRENCH: &str = "name-fr";

/// Every field but the files.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    seen: String,
    /// What customers saw when the form was made.
    #[serde(default)]
    pub live: String,
    corners: String,
    #[serde(flatten)]
    rest: HashMap<String, String>,
}

impl Files for Typed {
    fn byte_limit(field: &str) -> Option<usize> {
        field.parse::<ImageKind>().ok().map(|kind| kind.purpose().byte_limit())
    }
}

/// What was typed, with what is wrong beside it.
pub struct Read {
    pub names: [Field; 2],
    pub primary: ReadColour,
    pub secondary: ReadColour,
    pub corners: Corners,
    /// Of each kind that has a picture, its hash.
    pub pictures: Vec<(ImageKind, String)>,
    pub picture_problems: Vec<(ImageKind, String)>,
}

pub struct ReadColour {
    pub typed: String,
    /// The one before where what was typed is none.
    pub colour: Colour,
    pub problem: Option<String>,
}

impl Typed {
    pub fn seen(&self) -> i64 {
        self.seen.parse().unwrap_or(NO_DRAFT)
    }

    fn text(&self, field: &str) -> &str {
        self.rest.get(field).map_or("", String::as_str)
    }

    pub fn read(self, tongue: Tongue, state: &State, received: Vec<Received>) -> Result<Read, Refusal> {
        let before = state.draft_or_published();
        let corners = self.corners.parse().map_err(|_| Refusal::FormRefused)?;
        let mut read = Read {
            names: [named(tongue, ENGLISH, self.text(ENGLISH)), named(tongue, FRENCH, self.text(FRENCH))],
            primary: self.colour(tongue, "primary", before.primary),
            secondary: self.colour(tongue, "secondary", before.secondary),
            corners,
            pictures: Vec::new(),
            picture_problems: Vec::new(),
        };
        for kind in ImageKind::ALL {
            self.read_picture(tongue, state, *kind, &received, &mut read);
        }
        Ok(read)
    }

    /// The picker is comfort: it counts where it was moved and the text was not.
    fn colour(&self, tongue: Tongue, name: &str, before: Colour) -> ReadColour {
        let shown = self.text(&format!("{name}-shown"));
        let picked = self.text(&format!("{name}-picked"));
        let typed = self.text(name).trim();
        let typed = if typed == shown && !picked.is_empty() && picked != shown { picked } else { typed };
        // A hash is easily left out.
        let whole = if typed.starts_with('#') { typed.to_owned() } else { format!("#{typed}") };
        let colour = Colour::parse(&whole);
        ReadColour {
            typed: colour.map_or_else(|| typed.to_owned(), |colour| colour.to_string()),
            colour: colour.unwrap_or(before),
            problem: colour.is_none().then(|| why::told(tongue, &Why::NotColour)),
        }
    }

    fn read_picture(&self, tongue: Tongue, state: &State, kind: ImageKind, received: &[Received], read: &mut Read) {
        let new = received.iter().find(|it| it.kind == kind);
        let problem = new.and_then(|it| it.outcome.as_ref().err());
        read.picture_problems.extend(problem.map(|words| (kind, words.clone())));
        if let Some(Ok(hash)) = new.map(|it| &it.outcome) {
            read.pictures.push((kind, hash.clone()));
            return;
        }
        let kept = self.text(&format!("{kind}-kept"));
        if kept.is_empty() || !self.text(&format!("{kind}-remove")).is_empty() {
            return;
        }
        // Another partner's picture is as little known here as one that is gone.
        match state.facts(kind, kept) {
            Some(_) => read.pictures.push((kind, kept.to_owned())),
            None => read.picture_problems.push((kind, tongue.t("branding-picture-gone").to_owned())),
        }
    }
}

fn named(tongue: Tongue, field: &'static str, typed: &str) -> Field {
    let may_be_empty = field == FRENCH && plain_text::is_blank(typed);
    let problem = settings::name(field, typed).err().filter(|_| !may_be_empty);
    name_field(tongue, field, typed).problem(problem.map(|problem| why::told(tongue, &problem.why)))
}

fn name_field(tongue: Tongue, field: &'static str, value: &str) -> Field {
    let (label, language) = match field {
        ENGLISH => ("branding-name-en", Language::En),
        _ => ("branding-name-fr", Language::FrCa),
    };
    let field = Field::new(field, tongue.t(label), value).lang(language.tag());
    if language == Language::FrCa { field.hint(tongue.t("branding-name-fr-hint")) } else { field.required() }
}

impl Read {
    /// What is saved, as it was typed.
    pub fn of(tongue: Tongue, draft: &BrandingDraft) -> Self {
        let colour = |colour: Colour| ReadColour { typed: colour.to_string(), colour, problem: None };
        let picture = |kind: &ImageKind| draft.picture(*kind).map(|hash| (*kind, hash.to_owned()));
        Self {
            names: [
                name_field(tongue, ENGLISH, &draft.name.en),
                name_field(tongue, FRENCH, draft.name.fr.as_deref().unwrap_or_default()),
            ],
            primary: colour(draft.primary),
            secondary: colour(draft.secondary),
            corners: draft.corners,
            pictures: ImageKind::ALL.iter().filter_map(picture).collect(),
            picture_problems: Vec::new(),
        }
    }

    pub fn picture(&self, kind: ImageKind) -> Option<&str> {
        self.pictures.iter().find(|(it, _)| *it == kind).map(|(_, hash)| hash.as_str())
    }

    /// `None`: something is wrong with it.
    pub fn draft(&self) -> Option<BrandingDraft> {
        let is_fine = self.names.iter().all(|field| field.problem.is_none())
            && self.primary.problem.is_none()
            && self.secondary.problem.is_none()
            && self.picture_problems.is_empty();
        let name = |field: &Field| field.value.trim().nfc().collect::<String>();
        let [english, french] = &self.names;
        let owned = |kind| self.picture(kind).map(str::to_owned);
        is_fine.then(|| BrandingDraft {
            name: Bilingual { en: name(english), fr: Some(name(french)).filter(|name| !name.is_empty()) },
            primary: self.primary.colour,
            secondary: self.secondary.colour,
            corners: self.corners,
            logo: owned(ImageKind::Logo),
            logo_dark: owned(ImageKind::LogoDark),
            icon: owned(ImageKind::Icon),
            hero: owned(ImageKind::Hero),
        })
    }
}
