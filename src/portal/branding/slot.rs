//! The place of one picture in the form: which is there, what was made of it, another in its stead.

use super::picture_words::{self, problem_words};
use super::state::{State, needed};
use super::typed::Read;
use crate::domain::branding::{self, Colour};
use crate::domain::image::{self, ImageProblem};
use crate::domain::partner::{ImageFacts, ImageKind};
use crate::domain::picture;
use crate::domain::refusal::Refusal;
use crate::portal::field::Problem;
use crate::portal::member::Member;
use crate::web::form::upload::File;
use crate::web::texts::Tongue;
use crate::web::urls;

pub struct Slot {
    /// The name of the field, and the beginning of the names of those beside it.
    pub kind: ImageKind,
    pub label: &'static str,
    pub hint: String,
    /// What a browser offers to choose from.
    pub accept: &'static str,
    pub shown: Option<Shown>,
    /// The words for taking it out.
    pub remove: String,
    pub problem: Option<String>,
}

/// The picture that is there.
pub struct Shown {
    pub hash: String,
    pub address: String,
    pub width: u32,
    pub height: u32,
    /// What it was made from, what is served, what the pages do with it.
    pub facts: Vec<String>,
}

/// A file that came with the form: the hash it is kept under, or what is wrong with it.
pub struct Received {
    pub kind: ImageKind,
    pub outcome: Result<String, String>,
}

/// Draws what was sent and keeps it. A file that is refused takes nothing else with it.
pub async fn receive(member: &Member, files: Vec<(String, File)>) -> Result<Vec<Received>, Refusal> {
    let mut received = Vec::new();
    for (field, file) in files {
        let kind: ImageKind = field.parse().map_err(|_| Refusal::FormRefused)?;
        if received.iter().any(|it: &Received| it.kind == kind) {
            return Err(Refusal::FormRefused);
        }
        received.push(Received { kind, outcome: kept(member, kind, file).await? });
    }
    Ok(received)
}

async fn kept(member: &Member, kind: ImageKind, file: File) -> Result<Result<String, String>, Refusal> {
    let purpose = kind.purpose();
    let drawing = match file {
        File::TooLarge { bytes } => Err(ImageProblem::TooManyBytes { purpose, bytes }),
        // Long work: aside, and before anybody waits for the writer.
        File::Whole(bytes) => match member.app.drawings.run(move || image::drawn_from(&bytes, purpose)).await {
            Ok(drawing) => drawing,
            Err(_) => return Ok(Err(member.tongue.t("branding-picture-busy").to_owned())),
        },
    };
    let (source, drawn) = match drawing {
        Ok(drawing) => drawing,
        Err(problem) => return Ok(Err(problem_words(member.tongue, &problem))),
    };
    let mut db = member.writes().await?;
    let needed = needed(&mut db, &member.partner).await?;
    let place = (member.partner.id, kind);
    let hash = picture::keep(&mut db, place, (&drawn, source), &needed, member.app.clock.now()).await?;
    db.commit().await?;
    Ok(Ok(hash))
}

impl Slot {
    pub fn of(tongue: Tongue, kind: ImageKind, state: &State, read: &Read, bar: Colour) -> Self {
        let hash = read.picture(kind);
        let problem = read.picture_problems.iter().find(|(it, _)| *it == kind).map(|(_, words)| words.clone());
        Self {
            kind,
            label: picture_words::label(tongue, kind),
            hint: picture_words::hint(tongue, kind),
            remove: tongue.t1("branding-remove", "picture", picture_words::label(tongue, kind)),
            accept: picture_words::accept(kind),
            shown: hash.and_then(|hash| Shown::of(tongue, kind, hash, state, bar)),
            problem,
        }
    }

    /// Whether taking a picture out can be offered.
    pub fn is_filled(&self) -> bool {
        self.shown.is_some()
    }

    /// Ids of what describes the field.
    pub fn described_by(&self) -> String {
        let problem = self.problem.as_ref().map(|_| format!(" {}-problem", self.kind)).unwrap_or_default();
        format!("{}-hint{problem}", self.kind)
    }

    pub fn in_summary(&self, tongue: Tongue) -> Option<Problem> {
        self.problem.as_ref().map(|words| Problem::named(tongue, self.kind.word(), self.label, words))
    }
}

impl Shown {
    fn of(tongue: Tongue, kind: ImageKind, hash: &str, state: &State, bar: Colour) -> Option<Self> {
        let facts: &ImageFacts = state.facts(kind, hash)?;
        let mut said = state.picture(kind, hash).map(|it| picture_words::made(tongue, it)).unwrap_or_default();
        let is_logo = matches!(kind, ImageKind::Logo | ImageKind::LogoDark);
        let plate = is_logo.then(|| branding::plate(facts.tones, bar));
        said.extend(plate.and_then(|plate| picture_words::plate(tongue, plate)).map(str::to_owned));
        Some(Self {
            hash: hash.to_owned(),
            address: urls::brand_image(hash, facts.extension()),
            width: facts.width,
            height: facts.height,
            facts: said,
        })
    }
}
