//! Companies: the partner's small-business customers.

mod sift;

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::web::Data;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use super::caller::{Caller, Codes};
use super::connections::{self, Shown as ShownConnection};
use super::json::{self, Body, Json};
use super::own::OwnCompany;
use super::paging::Page;
use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::domain::company::{
    self, Changes, Company, CompanyId, DESCRIPTION_LIMIT, Draft, TAG_NAME_LIMIT, TAG_VALUE_LIMIT, TAGS, Tags,
};
use crate::domain::connection::Connection;
use crate::domain::partner::PartnerId;
use crate::domain::refusal::Refusal;
use crate::store;
pub use sift::LISTING;

/// What a partner says of a company, the whole of it.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "CompanyRequest")]
pub struct Asked {
    /// 200 characters once those that are not allowed are removed, a letter or digit among them.
    #[schemars(length(min = 1))]
    name: String,
    #[schemars(length(max = DESCRIPTION_LIMIT))]
    description: Option<String>,
    /// Names and values of your own, to find companies by.
    #[serde(default, deserialize_with = "json::each_name_once")]
    #[schemars(schema_with = "tags")]
    tags: Option<Tags>,
}

impl Body for Asked {}

impl Asked {
    fn checked(self) -> Result<Draft, Refusal> {
        let Self { name, description, tags } = self;
        Draft { name, description, tags: tags.unwrap_or_default() }.checked()
    }
}

/// What a partner wants changed; nothing need be given, and `null` is nothing.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "CompanyChanges")]
pub struct Changed {
    /// 200 characters once those that are not allowed are removed, a letter or digit among them.
    #[schemars(length(min = 1))]
    name: Option<String>,
    #[schemars(length(max = DESCRIPTION_LIMIT))]
    description: Option<String>,
    /// In place of all tags that there are.
    #[serde(default, deserialize_with = "json::each_name_once")]
    #[schemars(schema_with = "tags")]
    tags: Option<Tags>,
}

impl Body for Changed {}

pub async fn create(caller: Caller, Json(asked): Json<Asked>, app: Data<App>) -> Result<HttpResponse, Refusal> {
    let draft = asked.checked()?;
    let mut db = caller.writes(&app).await?;
    let company = company::create(&mut db, &app.chance, caller.partner.id, draft, app.clock.now()).await?;
    db.commit().await?;
    Ok(HttpResponse::Ok().json(Shown::of(&app, &company, Vec::new())))
}

pub async fn get(own: OwnCompany, caller: Caller, app: Data<App>) -> Result<HttpResponse, Refusal> {
    answer(&app, Some(own.company), caller.codes()).await
}

/// In the list a linkUrl has no code: a page of companies would else make as many codes as there are connections.
pub async fn list(caller: Caller, page: Page, app: Data<App>) -> Result<HttpResponse, Refusal> {
    let (companies, total) = match page.wanted(&sift::LISTING)? {
        Some(wanted) => sift::page(&app, caller.partner.id, &wanted, &page).await?,
        None => newest(&app, caller.partner.id, &page).await?,
    };
    let shown = companies.iter().map(|(company, connections)| {
        let shown = |it: &Connection| ShownConnection::of(it, app.start_url(it.company_id, it.id));
        Shown::of(&app, company, connections.iter().map(shown).collect())
    });
    Ok(HttpResponse::Ok().json(page.of(shown.collect(), total)))
}

/// The companies of the page with their connections, and how many there are on all pages.
async fn newest(app: &App, partner: PartnerId, page: &Page) -> Result<(Vec<(Company, Vec<Connection>)>, i64), Refusal> {
    let mut db = app.store.read().await?;
    let (companies, total) = store::companies::page(&mut db, partner, page.limit(), page.offset()).await?;
    let mut connections = match (companies.last(), companies.first()) {
        (Some(oldest), Some(newest)) => {
            let (oldest, newest) = (oldest.created_at, newest.created_at);
            by_company(store::connections::of_companies(&mut db, partner, oldest, newest).await?)
        }
        _ => BTreeMap::new(),
    };
    let with_connections = |company: Company| {
        let of_company = connections.remove(&company.id).unwrap_or_default();
        (company, of_company)
    };
    Ok((companies.into_iter().map(with_connections).collect(), total))
}

/// What is not said is emptied.
pub async fn replace(
    own: OwnCompany,
    caller: Caller,
    Json(asked): Json<Asked>,
    app: Data<App>,
) -> Result<HttpResponse, Refusal> {
    let draft = asked.checked()?;
    let mut db = caller.writes(&app).await?;
    let company = company::replace(&mut db, own.company.partner, own.company.id, &draft).await?;
    db.commit().await?;
    answer(&app, company, Codes::Live).await
}

/// What is not said stays.
pub async fn update(
    own: OwnCompany,
    caller: Caller,
    Json(asked): Json<Changed>,
    app: Data<App>,
) -> Result<HttpResponse, Refusal> {
    let Changed { name, description, tags } = asked;
    let changes = Changes { name, description, tags }.checked()?;
    let mut db = caller.writes(&app).await?;
    let company = company::change(&mut db, own.company.partner, own.company.id, &changes).await?;
    db.commit().await?;
    answer(&app, company, Codes::Live).await
}

/// A company that was just changed; none: it was deleted meanwhile.
async fn answer(app: &App, company: Option<Company>, codes: Codes) -> Result<HttpResponse, Refusal> {
    let company = company.ok_or_else(|| Refusal::NotFound("company".into()))?;
    let connections = connections::all_of(app, company.id, codes).await?;
    Ok(HttpResponse::Ok().json(Shown::of(app, &company, connections)))
}

pub async fn delete(own: OwnCompany, caller: Caller, app: Data<App>) -> Result<HttpResponse, Refusal> {
    let mut db = caller.writes(&app).await?;
    if !company::delete(&mut db, own.company.partner, own.company.id).await? {
        return Err(Refusal::NotFound("company".into()));
    }
    db.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}

fn by_company(connections: Vec<Connection>) -> BTreeMap<CompanyId, Vec<Connection>> {
    let mut grouped: BTreeMap<CompanyId, Vec<Connection>> = BTreeMap::new();
    for connection in connections {
        grouped.entry(connection.company_id).or_default().push(connection);
    }
    grouped
}

fn tags(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": ["object", "null"],
        "maxProperties": TAGS,
        "propertyNames": { "minLength": 1, "maxLength": TAG_NAME_LIMIT },
        "additionalProperties": { "type": "string", "maxLength": TAG_VALUE_LIMIT },
    })
}

/// A company as the public API shows it.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Company")]
pub struct Shown<'a> {
    id: CompanyId,
    name: &'a str,
    description: Option<&'a str>,
    /// A page for whoever opens it in a browser, the same for every company: it sends its reader back to the bank.
    #[schemars(extend("format" = "uri"))]
    redirect: String,
    /// When QuickBooks last asked for anything of the company's; absent if it never has.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", extend("format" = "date-time"))]
    last_sync: Option<String>,
    #[schemars(extend("format" = "date-time"))]
    created: String,
    created_by_user_name: Option<&'a str>,
    /// Always empty.
    products: [&'static str; 0],
    tags: &'a Tags,
    data_connections: Vec<ShownConnection>,
    /// Always empty.
    reference_subsidiary_companies: [&'static str; 0],
}

impl<'a> Shown<'a> {
    fn of(app: &App, company: &'a Company, data_connections: Vec<ShownConnection>) -> Self {
        Self {
            id: company.id,
            name: &company.name,
            description: company.description.as_deref(),
            redirect: app.company_url(company.id),
            last_sync: data_connections.iter().filter_map(|it| it.last_polled_at).max().map(Timestamp::text),
            created: company.created_at.text(),
            created_by_user_name: company.created_by.as_deref(),
            products: [],
            tags: &company.tags,
            data_connections,
            reference_subsidiary_companies: [],
        }
    }
}
