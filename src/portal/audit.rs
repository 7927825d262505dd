//! The audit log, for those who did not build it: who did what, when and from where, in sentences; filtered, taken along, verified.

mod asked;
pub mod export;
pub mod verify;
mod words;

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use self::asked::{Asked, PAGE};
use self::words::Teller;
use super::field::{self, Field, Problem};
use super::member::Member;
use super::page::{Page, Shell};
use crate::domain::audit::Area;
use crate::domain::audit::chain::Entry;
use crate::domain::refusal::Refusal;
use crate::store::{self, Db};
use crate::web::urls::portal as urls;

#[derive(Template)]
#[template(path = "portal/audit/log.html")]
struct Log {
    shell: Shell,
    /// Of *Verify now*.
    csrf: String,
    whos: Vec<Choice>,
    areas: Vec<Choice>,
    days: [Field; 2],
    lines: Vec<Line>,
    total: String,
    is_filtered: bool,
    /// Where the next page is, if there is one.
    older: Option<String>,
    /// Back to the first page, from another.
    newest: Option<String>,
    /// The filter, for the exports.
    query: String,
}

/// One of a list to choose from.
struct Choice {
    value: String,
    words: String,
    is_chosen: bool,
}

/// An entry in words.
struct Line {
    number: i64,
    sentence: String,
    /// The company it is about.
    company: Option<String>,
    at: String,
    from: Option<String>,
    changes: Vec<Said>,
}

/// A field, before and after.
struct Said {
    label: String,
    before: String,
    after: String,
}

impl Page for Log {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("audit-heading").to_owned()
    }

    fn problems(&self) -> Vec<Problem> {
        field::named_problems(self.shell.tongue, &self.days)
    }
}

pub async fn get(member: Member, request: HttpRequest) -> Result<HttpResponse, Refusal> {
    let asked = Asked::of(request.query_string());
    let page = log(&member, &asked).await?;
    let status = if page.problems().is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    member.answers(status, &page)
}

async fn log(member: &Member, asked: &Asked) -> Result<Log, Refusal> {
    let (tongue, partner) = (member.tongue, member.partner.id);
    let mut db = member.app.store.read().await?;
    let mut teller = Teller::of(&mut db, &member.partner, tongue).await?;
    let (wanted, days) = asked.wanted(&member.partner, tongue);
    let mut entries = match &wanted {
        Some(wanted) => store::audit::page(&mut db, partner, wanted, asked.before, PAGE + 1).await?,
        None => Vec::new(),
    };
    let has_more = entries.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    entries.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let lines = lines(&mut db, &mut teller, member, &entries).await?;
    let whos = store::audit::actors(&mut db, partner, asked::MOST_WHOS).await?;
    let total = store::audit::count(&mut db, partner).await?;
    let last = entries.last().map(|entry| entry.number).filter(|_| has_more);
    Ok(Log {
        csrf: member.csrf(verify::FORM),
        whos: asked.whos(whos.into_iter().map(|(mark, _)| (teller.mark(&mark), mark)), tongue),
        areas: asked.areas(Area::ALL.iter().map(|area| (words::area(tongue, *area), *area)), tongue),
        days,
        lines,
        total: tongue.t1("audit-total", "count", total),
        is_filtered: asked.is_filtered(),
        older: last.map(|number| urls::audit_filtered(&asked.query(Some(number)))),
        newest: (asked.before < i64::MAX).then(|| urls::audit_filtered(&asked.query(None))),
        query: asked.query(None),
        shell: member.shell(),
    })
}

async fn lines(db: &mut Db, teller: &mut Teller<'_>, member: &Member, entries: &[Entry]) -> Result<Vec<Line>, Refusal> {
    let mut lines = Vec::with_capacity(entries.len());
    for entry in entries {
        let kept = store::audit::personal(db, member.partner.id, entry.number - 1, entry.number).await?;
        let told = teller.tell(db, entry, &kept).await?;
        lines.push(Line {
            number: entry.number,
            sentence: told.sentence,
            company: told.company,
            at: member.moment(entry.at),
            from: told.from,
            changes: told.changes,
        });
    }
    Ok(lines)
}
