//! *Verify now*: the log is followed from its first entry, as far as a page may take its time.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Deserialize;

use crate::domain::audit::verify::{Verified, verify};
use crate::domain::refusal::Refusal;
use crate::portal::member::Member;
use crate::portal::page::{Page, Shell};
use crate::web::form::Form;
use crate::web::texts::Tongue;
use crate::web::urls::portal as urls;

pub const FORM: &str = "audit-verify";
/// Entries that are followed on a page: a second or two. The command has no such end.
const MOST: i64 = 50_000;

#[derive(Template)]
#[template(path = "portal/audit/verified.html")]
struct Outcome {
    shell: Shell,
    is_whole: bool,
    words: String,
    removed: String,
}

impl Page for Outcome {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t(if self.is_whole { "audit-whole" } else { "audit-broken" }).to_owned()
    }
}

#[derive(Deserialize)]
pub struct Pressed {}

pub async fn post(member: Member, form: Form<Pressed>) -> Result<HttpResponse, Refusal> {
    let Pressed {} = form.from_visitor(&member.app, &member.fingerprint(), FORM)?;
    let (app, partner) = (&member.app, member.partner.id);
    let verified = verify(&app.store, partner, Some(&app.keys.audit), |entries| entries < MOST).await?;
    if let Some(broken) = verified.broken {
        tracing::error!(%partner, %broken, "the audit log is not whole");
    }
    let page = Outcome {
        is_whole: verified.broken.is_none(),
        words: words(member.tongue, &verified),
        removed: member.tongue.t1("audit-removed-count", "count", verified.removed),
        shell: member.shell().at(urls::audit()),
    };
    member.answers(StatusCode::OK, &page)
}

fn words(tongue: Tongue, verified: &Verified) -> String {
    match verified.broken {
        Some(broken) => tongue.t1("audit-broken-at", "number", broken.number.to_string()),
        None if !verified.is_complete => tongue.t1("audit-whole-so-far", "count", verified.entries),
        None => tongue.t1("audit-whole-all", "count", verified.entries),
    }
}
