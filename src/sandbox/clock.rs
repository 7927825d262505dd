//! The clock of the sandbox: what time it pretends, on every page; and its hand.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use super::developer::Developer;
use super::quickbooks::daily;
use super::ribbon::ahead;
use crate::domain::app::App;
use crate::domain::company::CompanyId;
use crate::domain::partner::PartnerId;
use crate::domain::refusal::Refusal;
use crate::domain::sandbox_clock::{self, Turn};
use crate::jobs::{forget, silence};
use crate::web::answer::see_other;
use crate::web::form::Form;
use crate::web::neutral::{Page, Shell};
use crate::web::urls::sandbox as urls;

pub const FORM: &str = "clock";
/// Of daily updates at once; whoever has more banks than fit gets theirs from the job, a minute later.
const MOST_ROUNDS: usize = 10;

/// What came of the last turn, for the page that comes after it.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    said: String,
}

#[derive(Template)]
#[template(path = "sandbox/clock.html")]
struct ClockPage {
    shell: Shell,
    csrf: String,
    now: String,
    /// In words; none: it is the true time.
    ahead: Option<String>,
    otp_ends: Option<String>,
    /// Heading and reason of what came of a turn.
    said: Option<(&'static str, String)>,
}

impl Page for ClockPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("clock-heading").to_owned()
    }
}

impl ClockPage {
    /// The turns that can be made, each with its words.
    fn turns(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let (tongue, has_otp) = (self.shell.tongue, self.otp_ends.is_some());
        let is_possible = move |turn: &Turn| has_otp || !matches!(turn, Turn::BeforeOtpEnds | Turn::AfterOtpEnds);
        Turn::ALL.iter().copied().filter(is_possible).map(move |turn| (turn.word(), tongue.t(words(turn))))
    }
}

fn words(turn: Turn) -> &'static str {
    match turn {
        Turn::Hour => "clock-hour",
        Turn::Day => "clock-day",
        Turn::TenDays => "clock-ten-days",
        Turn::TenSilentDays => "clock-ten-silent-days",
        Turn::BeforeOtpEnds => "clock-before-otp-ends",
        Turn::AfterOtpEnds => "clock-after-otp-ends",
    }
}

pub async fn get(developer: Developer, asked: Query<Asked>) -> Result<HttpResponse, Refusal> {
    let guest = &developer.guest;
    let otp_ends = sandbox_clock::otp_ends(&guest.app, developer.partner.id).await?;
    let (tongue, now) = (guest.tongue, guest.moment(guest.app.clock.now()));
    let said = match asked.said.as_str() {
        TURNED => Some(("clock-turned", tongue.t1("clock-now", "time", now.as_str()))),
        TOO_FAR => Some(("clock-too-far", tongue.t("clock-too-far-why").to_owned())),
        NOWHERE => Some(("clock-nowhere", tongue.t("clock-nowhere-why").to_owned())),
        _ => None,
    };
    let page = ClockPage {
        shell: guest.walk(),
        csrf: guest.csrf(FORM),
        now,
        ahead: ahead(&guest.app, tongue),
        otp_ends: otp_ends.map(|at| guest.moment(at)),
        said,
    };
    guest.answers(StatusCode::OK, &page)
}

const TURNED: &str = "turned";
const TOO_FAR: &str = "too-far";
const NOWHERE: &str = "nowhere";

#[derive(Deserialize)]
pub struct Turned {
    turn: String,
    /// Of the walk, when the button stands there.
    company: Option<CompanyId>,
}

pub async fn post(developer: Developer, form: Form<Turned>) -> Result<HttpResponse, Refusal> {
    let guest = &developer.guest;
    let turned = form.from_visitor(&guest.app, &guest.fingerprint(), FORM)?;
    let turn = turned.turn.parse::<Turn>().map_err(|_| Refusal::FormRefused)?;
    let otp_ends = sandbox_clock::otp_ends(&guest.app, developer.partner.id).await?;
    let spans = turn.spans(guest.app.clock.now(), otp_ends);
    let silent = (turn == Turn::TenSilentDays).then_some(developer.partner.id);
    let mut said = if spans.is_empty() { NOWHERE } else { TURNED };
    for span in spans {
        if !sandbox_clock::turn(&guest.app, span).await? {
            said = TOO_FAR;
            break;
        }
        let_happen(&guest.app, silent).await;
    }
    let back = match turned.company.filter(|_| said == TURNED) {
        Some(company) => format!("{}#silence", urls::walk(Some(company))),
        None => urls::clock_said(said),
    };
    Ok(see_other(&back).finish())
}

/// What the jobs would find out by themselves within minutes happens now. The hand has been turned whatever comes of it: what fails
/// is tried again by the job. `silent`: the bank that nobody asks.
async fn let_happen(app: &App, silent: Option<PartnerId>) {
    // First, for a bank that was asked has not been silent.
    if let Err(error) = update(app, silent).await {
        tracing::warn!(error = %error, "the pretend QuickBooks cannot look which banks are due");
    }
    if let Err(error) = silence::at_once(app).await {
        tracing::warn!(error = %error, "cannot look for accounts that fell silent");
    }
    if let Err(error) = forget::once(app).await {
        tracing::warn!(error = %error, "cannot forget what has run out");
    }
}

async fn update(app: &App, silent: Option<PartnerId>) -> sqlx::Result<()> {
    if let Some(bank) = silent {
        daily::let_pass(app, bank).await?;
    }
    for _ in 0..MOST_ROUNDS {
        if daily::update_due(app).await? == 0 {
            break;
        }
    }
    Ok(())
}
