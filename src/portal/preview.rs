//! The real pages in a frame, before customers see them. The form's answer goes into the frame, so nothing that is typed elsewhere
//! on the page is lost; how wide the frame is, the stylesheet decides by itself.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use super::member::Member;
use super::page::{Page, Shell};
use crate::domain::language::Language;
use crate::domain::refusal::Refusal;
use crate::web::answer::Policy;
use crate::web::preview::{Drafts, Sample, View};
use crate::web::scheme::Scheme;
use crate::web::texts::Tongue;
use crate::web::urls;

/// Of a page that shows a preview: `templates/portal/parts/preview.html` draws it. Its page's policy must be [`Policy::Framing`].
pub struct Preview {
    pub tongue: Tongue,
    /// What the frame shows at first.
    pub view: View,
    pub choices: Vec<Choice>,
    /// Where the form sends its choices, with the frame for its answer.
    pub action: String,
    /// What of the page is looked at first: its fragment, or nothing.
    pub place: &'static str,
}

/// A page in one of its states, among which one chooses.
pub struct Choice {
    pub value: String,
    pub words: &'static str,
    pub is_chosen: bool,
}

impl Preview {
    /// Begins with this page, in the reader's language, with all drafts.
    pub fn new(tongue: Tongue, sample: Sample) -> Self {
        let view = View { sample, language: tongue.language(), scheme: Scheme::Light, drafts: Drafts::ALL };
        Self::of(tongue, view)
    }

    fn of(tongue: Tongue, view: View) -> Self {
        let choice = |sample: Sample| Choice {
            value: sample.value(),
            words: tongue.t(sample.key()),
            is_chosen: sample == view.sample,
        };
        let choices = Sample::ALL.into_iter().map(choice).collect();
        Self { tongue, view, choices, action: urls::previews(), place: "" }
    }

    /// Scrolled to the callout, where the page has one.
    pub fn at_the_callout(self) -> Self {
        Self { place: "#callout", ..self }
    }

    pub fn is_in(&self, language: &Language) -> bool {
        self.view.language == *language
    }

    pub fn is_shown_in(&self, scheme: &Scheme) -> bool {
        self.view.scheme == *scheme
    }
}

#[derive(Template)]
#[template(path = "portal/preview.html")]
struct PreviewPage {
    shell: Shell,
    preview: Preview,
}

impl Page for PreviewPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("preview-heading").to_owned()
    }

    fn policy(&self) -> Policy {
        Policy::Framing
    }
}

/// What a link to this page may ask for.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    view: String,
}

pub async fn get(member: Member, asked: Query<Asked>) -> Result<HttpResponse, Refusal> {
    let sample = Sample::of_value(&asked.view).unwrap_or(Sample::SelectSoftware);
    let page = PreviewPage { shell: member.shell(), preview: Preview::new(member.tongue, sample) };
    member.answers(StatusCode::OK, &page)
}
