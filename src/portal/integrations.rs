//! The integrations of a partner: one, with its state in words and what is still missing.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::member::Member;
use super::page::{Page, Shell};
use crate::domain::integration::{Check, Off, State};
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::web::texts::Tongue;
use crate::web::urls::portal as urls;

#[derive(Template)]
#[template(path = "portal/integrations.html")]
struct Integrations {
    shell: Shell,
    state: &'static str,
    is_on: bool,
    /// What the state means to customers.
    means: &'static str,
    /// How many of the checks are done, in words.
    checks: String,
    missing: Vec<Missing>,
    /// *Set up* or *Manage*.
    button: &'static str,
}

/// Something that is missing, and the page where it is put right, if this member may see that.
struct Missing {
    words: &'static str,
    address: Option<String>,
}

impl Page for Integrations {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("integrations-heading").to_owned()
    }
}

pub async fn get(member: Member) -> Result<HttpResponse, Refusal> {
    let (tongue, state) = (member.tongue, State::of(&member.partner));
    let (words, means) = words(&state);
    let missing: Vec<Check> = Check::ALL.into_iter().filter(|check| !check.is_done(&member.partner)).collect();
    let done = Check::ALL.len() - missing.len();
    let page = Integrations {
        shell: member.shell(),
        state: tongue.t(words),
        is_on: !matches!(state, State::Off(_)),
        means: tongue.t(means),
        checks: tongue.t2("integrations-checks", ("done", done), ("total", Check::ALL.len())),
        missing: missing.into_iter().map(|check| Missing::of(&member, tongue, check)).collect(),
        button: match state {
            State::NeedsSetup(_) => tongue.t("integrations-set-up"),
            State::Enabled | State::Off(_) => tongue.t("integrations-manage"),
        },
    };
    member.answers(StatusCode::OK, &page)
}

/// Keys of the state and of what it means.
fn words(state: &State) -> (&'static str, &'static str) {
    match state {
        State::Enabled => ("integrations-enabled", "integrations-enabled-means"),
        State::NeedsSetup(_) => ("integrations-needs-setup", "integrations-needs-setup-means"),
        State::Off(Off::Integration) => ("integrations-off", "integrations-off-means"),
        State::Off(Off::BankAccounts) => ("integrations-off", "integrations-no-accounts-means"),
    }
}

impl Missing {
    fn of(member: &Member, tongue: Tongue, check: Check) -> Self {
        let (words, address, action) = match check {
            Check::Logo => ("integrations-logo", urls::branding(), Action::SeeLooks),
            Check::FrenchName => ("integrations-french-name", urls::branding(), Action::SeeLooks),
            Check::SupportContact => ("integrations-support", urls::link_settings(), Action::SeeLinkSettings),
            Check::Callout => ("integrations-callout", urls::callout(), Action::SeeLooks),
        };
        Self { words: tongue.t(words), address: member.may(action).then_some(address) }
    }
}
