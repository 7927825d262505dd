//! The walk: one page on which a partner's developer takes the whole story, step by step, and sees for each the call that their
//! own program would make, and what was answered.

mod ask;
mod calls;
mod standing;
mod steps;
mod transactions;

use actix_web::http::StatusCode;
use actix_web::web::Query;
use actix_web::{HttpResponse, Responder};
use askama::Template;
use serde::Deserialize;

use super::clock;
use super::developer::Developer;
use super::key::{self, KeyPage};
use super::page::Guest;
use crate::domain::company::CompanyId;
use crate::domain::language::Language;
use crate::domain::refusal::Refusal;
use crate::domain::source_account::SourceAccount;
use crate::store;
use crate::store::sandbox_calls::Called;
use crate::web::answer::see_other;
use crate::web::neutral::{Page, Shell};
use crate::web::urls::sandbox as urls;
use calls::Call;
use standing::Standing;
use steps::Step;
pub use steps::post;

/// What the form proposes.
const NAME: &str = "Sunrise Bakery";
const TRANSACTIONS: usize = 3;

#[derive(Deserialize)]
pub struct Asked {
    company: Option<CompanyId>,
    /// Whether the page comes after a wipe.
    wiped: Option<String>,
}

#[derive(Template)]
#[template(path = "sandbox/walk.html")]
struct Walk {
    shell: Shell,
    is_demo: bool,
    keys_file: Option<String>,
    partner: String,
    institution: String,
    was_wiped: bool,
    standing: Standing,
    /// Its instants, in words.
    last_push: Option<String>,
    last_collection: Option<String>,
    /// For calls in which no id stands yet.
    creating: Vec<Snippet>,
    python_beginning: String,
    steps: Vec<Shown>,
    csrf: String,
    clock_csrf: String,
    forget_csrf: String,
}

/// A step, its calls and what came of them when it was last taken.
struct Shown {
    step: Step,
    calls: Vec<Snippet>,
    made: Vec<Made>,
}

/// A call, ready to copy.
struct Snippet {
    id: String,
    curl: String,
    python: String,
}

/// A call that was made.
struct Made {
    /// In pieces, between which a narrow screen may break it.
    line: Vec<String>,
    status: String,
    time: String,
    answer: String,
    is_good: bool,
}

impl Page for Walk {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("walk-heading").to_owned()
    }
}

impl Walk {
    fn company(&self) -> Option<CompanyId> {
        self.standing.company.as_ref().map(|company| company.id)
    }

    fn has_connection(&self) -> bool {
        self.standing.connection.is_some()
    }

    fn is_first(&self, account: &SourceAccount) -> bool {
        self.standing.first_account().is_some_and(|first| first.id == account.id)
    }

    /// Puts the key into the terminal's `API_KEY`, and never into a page.
    fn export(&self) -> String {
        match &self.keys_file {
            Some(file) => {
                let file = file.replace('\'', "'\\''");
                format!("export API_KEY=\"$(sed -n 's/^API_KEY=//p' '{file}')\"")
            }
            None => "export API_KEY='bfl_…'".to_owned(),
        }
    }

    fn colon(&self) -> &'static str {
        match self.shell.tongue.language() {
            Language::En => ":",
            Language::FrCa => "\u{a0}:",
        }
    }

    fn name(&self) -> &'static str {
        NAME
    }

    fn transactions(&self) -> usize {
        TRANSACTIONS
    }

    fn most_transactions(&self) -> usize {
        transactions::MOST
    }
}

/// The key first, from whom has not given one.
pub async fn get(guest: Guest, developer: Result<Developer, Refusal>, asked: Query<Asked>) -> impl Responder {
    match developer {
        Ok(developer) => shown(&developer, &asked).await,
        Err(Refusal::NotSignedOn) => guest.answers(StatusCode::OK, &KeyPage::asked(&guest, None)),
        // Under another name than its own a demo shows nothing, and leads to its own.
        Err(Refusal::Forbidden(_)) => Ok(see_other(&guest.app.public_url.join(&urls::walk(None::<&str>))).finish()),
        Err(other) => Err(other),
    }
}

async fn shown(developer: &Developer, asked: &Asked) -> Result<HttpResponse, Refusal> {
    let Developer { guest, partner, .. } = developer;
    let standing = Standing::of(&guest.app, partner.id, asked.company).await?;
    let steps = steps_of(developer, &standing).await?;
    let origin = guest.app.public_url.origin();
    let demo = guest.sandbox()?.demo.as_ref();
    let polled = standing.connection.as_ref().and_then(|connection| connection.last_polled_at);
    let page = Walk {
        shell: guest.walk(),
        is_demo: demo.is_some(),
        keys_file: demo.map(|demo| demo.keys_file.clone()),
        partner: partner.settings.name.in_language(guest.language()).to_owned(),
        institution: partner.settings.institution.in_language(guest.language()).to_owned(),
        was_wiped: asked.wiped.is_some(),
        last_push: standing.last_push.as_ref().map(|push| guest.moment(push.requested_at)),
        last_collection: polled.map(|at| guest.moment(at)),
        standing,
        creating: snippets(Step::Create, &calls::creating(NAME), origin),
        python_beginning: calls::python_beginning(origin),
        steps,
        csrf: guest.csrf(steps::FORM),
        clock_csrf: guest.csrf(clock::FORM),
        forget_csrf: guest.csrf(key::FORGET),
    };
    guest.answers(StatusCode::OK, &page)
}

async fn steps_of(developer: &Developer, standing: &Standing) -> Result<Vec<Shown>, Refusal> {
    let guest = &developer.guest;
    let origin = guest.app.public_url.origin();
    let mut db = guest.app.store.read().await?;
    let mut shown = Vec::new();
    for step in Step::ALL {
        let calls = standing.ids().map(|ids| steps::calls(step, ids, standing, developer)).unwrap_or_default();
        let made = match &standing.company {
            Some(company) => store::sandbox_calls::of_step(&mut db, company.id, step.word()).await?,
            None => Vec::new(),
        };
        let made = made.into_iter().map(|call| told(guest, call)).collect();
        shown.push(Shown { step, calls: snippets(step, &calls, origin), made });
    }
    Ok(shown)
}

fn told(guest: &Guest, call: Called) -> Made {
    let status = match call.status {
        0 => guest.tongue.t("walk-no-answer").to_owned(),
        status => guest.tongue.t1("walk-status", "status", status.to_string()),
    };
    Made {
        line: format!("{} {}", call.method, call.path).split_inclusive(['/', '-']).map(str::to_owned).collect(),
        status,
        time: guest.tongue.t1("walk-at", "time", guest.moment(call.called_at)),
        is_good: (200..300).contains(&call.status),
        answer: call.answer,
    }
}

fn snippets(step: Step, calls: &[Call], origin: &str) -> Vec<Snippet> {
    let snippet = |(place, call): (usize, &Call)| {
        let id = format!("{}-{}", step.word(), place + 1);
        Snippet { id, curl: call.curl(origin), python: call.python() }
    };
    calls.iter().enumerate().map(snippet).collect()
}
