//! Companies, in brief: found by name or id, how far each has come, and a new link for its customer.

pub mod connect;
pub mod new_link;
mod own;
mod row;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use super::field::{Field, Kind, Problem, problems};
use super::member::Member;
use super::page::{Page, Shell};
use crate::domain::company::NAME_LIMIT;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::domain::{company_list, plain_text};
use crate::web::urls;
use row::Row;

/// Companies on a page.
const PAGE: i64 = 25;

/// What is looked for, in the address: a page can be bookmarked and sent to somebody.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    page: String,
}

#[derive(Template)]
#[template(path = "portal/companies/list.html")]
struct List {
    shell: Shell,
    search: Field,
    rows: Vec<Row>,
    /// How many there are, and which of them these are.
    span: String,
    before: Option<String>,
    after: Option<String>,
    may_link: bool,
    are_links_on: bool,
    curl: String,
}

impl Page for List {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("companies-heading").to_owned()
    }

    fn problems(&self) -> Vec<Problem> {
        problems([&self.search])
    }
}

impl List {
    fn is_search(&self) -> bool {
        !self.search.value.is_empty()
    }
}

pub async fn get(member: Member, asked: Query<Asked>) -> Result<HttpResponse, Refusal> {
    let tongue = member.tongue;
    let typed = asked.q.trim();
    let search = Field::new("q", tongue.t("companies-search"), typed).hint(tongue.t("companies-search-hint"));
    let search = search.kind(Kind::Search).autocomplete("off");
    if !plain_text::fits(typed, NAME_LIMIT) {
        let why = tongue.t1("companies-search-long", "limit", NAME_LIMIT);
        let page = List::of(&member, search.problem(Some(why)), Found::default());
        return member.answers(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let page = List::of(&member, search, Found::by(&member, &asked).await?);
    member.answers(StatusCode::OK, &page)
}

/// A page of what was looked for.
#[derive(Default)]
struct Found {
    rows: Vec<Row>,
    companies: i64,
    total: i64,
    number: i64,
}

impl Found {
    async fn by(member: &Member, asked: &Asked) -> Result<Self, Refusal> {
        let partner = member.partner.id;
        let wanted = asked.page.parse().unwrap_or(1_i64).clamp(1, i64::from(i32::MAX));
        let mut db = member.app.store.read().await?;
        let at = |number: i64| (PAGE, (number - 1) * PAGE);
        let (mut companies, total) = company_list::search(&mut db, partner, &asked.q, at(wanted)).await?;
        let last = (total + PAGE - 1).max(PAGE) / PAGE;
        let number = wanted.min(last);
        if number < wanted {
            // Behind the end: what stands there now is wanted.
            companies = company_list::search(&mut db, partner, &asked.q, at(number)).await?.0;
        }
        let mut rows = Vec::with_capacity(companies.len());
        let count = i64::try_from(companies.len()).unwrap_or_default();
        for company in companies {
            rows.extend(row::of_company(member, &mut db, company).await?);
        }
        Ok(Self { rows, companies: count, total, number })
    }
}

impl List {
    fn of(member: &Member, search: Field, found: Found) -> Self {
        let Found { rows, companies, total, number } = found;
        let (tongue, app) = (member.tongue, &member.app);
        let first = (number - 1) * PAGE + 1;
        let address = |number: i64| urls::portal::companies_found(&search.value, number);
        let companies_url = app.public_url.join(&urls::api::companies());
        Self {
            shell: member.shell(),
            rows,
            span: match total > companies {
                true => tongue.t2(
                    "companies-span",
                    ("span", format!("{first}–{}", first + companies - 1)),
                    ("total", total),
                ),
                false => tongue.t1("companies-total", "count", total),
            },
            before: (number > 1).then(|| address(number - 1)),
            after: (first + companies <= total).then(|| address(number + 1)),
            may_link: member.may(Action::MakeLinks),
            are_links_on: member.partner.settings.links_are_on(),
            curl: format!(
                "curl -H 'Authorization: Basic …' -H 'Content-Type: application/json' -d '{{\"name\":\"Bistro Quai 7\"}}' {companies_url}"
            ),
            search,
        }
    }
}
