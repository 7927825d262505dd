//! The partner's own API keys. A key's text is in the one answer that makes it.

use std::collections::BTreeMap;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::caller::Caller;
use super::json::{Body, Json};
use super::own;
use super::paging::{Listing, Page};
use crate::clock::Timestamp;
use crate::domain::api_key::{self, ApiKey, ApiKeyId, MOST_OVERLAP_HOURS, Maker, New};
use crate::domain::app::App;
use crate::domain::filter::{Facts, Field, Fields, Kind, Value};
use crate::domain::listing::{Order, Picker, Wanted};
use crate::domain::refusal::Refusal;
use crate::domain::settings;

/// What the key is for, to tell it from others.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "ApiKeyRequest")]
pub struct Asked {
    #[schemars(length(min = 1, max = settings::NAME_LIMIT))]
    name: String,
}

impl Body for Asked {}

/// How long the old key works on.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ApiKeyRoll")]
pub struct Rolled {
    /// A day if it is not given.
    #[schemars(range(max = MOST_OVERLAP_HOURS))]
    overlap_hours: Option<u64>,
}

impl Body for Rolled {}

pub async fn create(caller: Caller, Json(asked): Json<Asked>, app: Data<App>) -> Result<HttpResponse, Refusal> {
    let name = settings::name("name", &asked.name).map_err(|problem| Refusal::invalid(problem.to_string()))?;
    let mut db = caller.writes(&app).await?;
    let (most, now) = (app.limits.api_keys, app.clock.now());
    let by = (caller.partner.id, Maker::Key(caller.key()?));
    let New { key, text } = api_key::create(&mut db, &app.chance, by, &name, most, now).await?;
    db.commit().await?;
    Ok(HttpResponse::Ok().json(ShownOnce { api_key: text.reveal(), previous: None, key: Shown::of(&key) }))
}

/// Newest first, like every list. Those that have ended are no keys any more.
pub async fn list(caller: Caller, page: Page, app: Data<App>) -> Result<HttpResponse, Refusal> {
    let newest = || Wanted { query: None, tags: None, order: Order { field: LISTING.newest.into(), descending: true } };
    let wanted = page.wanted(&LISTING)?.unwrap_or_else(newest);
    let mut db = app.store.read().await?;
    let keys = api_key::of_partner(&mut db, caller.partner.id, app.clock.now()).await?;
    drop(db);
    let mut picker = Picker::new(&wanted, page.limit(), page.offset());
    for key in &keys {
        picker.offer(key, key, key.id);
    }
    let by_id: BTreeMap<_, _> = keys.iter().map(|key| (key.id, key)).collect();
    let (ids, total) = picker.page();
    let shown = ids.iter().filter_map(|id| by_id.get(id).copied().map(Shown::of)).collect();
    Ok(HttpResponse::Ok().json(page.of(shown, total)))
}

/// At once, also the one that this request came with.
pub async fn delete(caller: Caller, request: HttpRequest, app: Data<App>) -> Result<HttpResponse, Refusal> {
    let id = key_id(&request)?;
    let mut db = caller.writes(&app).await?;
    api_key::delete(&mut db, caller.partner.id, id, app.clock.now()).await?;
    db.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}

pub async fn roll(
    caller: Caller,
    request: HttpRequest,
    Json(asked): Json<Rolled>,
    app: Data<App>,
) -> Result<HttpResponse, Refusal> {
    let id = key_id(&request)?;
    let overlap = api_key::overlap(asked.overlap_hours);
    let overlap = overlap.map_err(|why| Refusal::invalid(format!("overlapHours: {why}")))?;
    let mut db = caller.writes(&app).await?;
    let whose = (caller.partner.id, id, Maker::Key(caller.key()?));
    let (most, now) = (app.limits.api_keys, app.clock.now());
    let (old, New { key, text }) = api_key::roll(&mut db, &app.chance, whose, overlap, most, now).await?;
    db.commit().await?;
    let previous = Some(Shown::of(&old));
    Ok(HttpResponse::Ok().json(ShownOnce { api_key: text.reveal(), previous, key: Shown::of(&key) }))
}

fn key_id(request: &HttpRequest) -> Result<ApiKeyId, Refusal> {
    own::id(request, "apiKeyId").ok_or_else(|| Refusal::NotFound("API key".into()))
}

pub const LISTING: Listing = Listing {
    fields: Fields::Of(&[
        Field::of("id", Kind::Text),
        Field::of("name", Kind::Text),
        Field::of("prefix", Kind::Text),
        Field::of("createdDate", Kind::Time),
        Field::of("lastUsedDate", Kind::Time),
        Field::of("endsDate", Kind::Time),
    ]),
    newest: "createdDate",
    has_tags: false,
};

impl Facts for ApiKey {
    fn value(&self, field: &str) -> Option<Value> {
        let text = |text: &str| Some(Value::Text(text.to_owned()));
        match field {
            "id" => text(&self.id.to_string()),
            "name" => text(&self.name),
            "prefix" => text(&self.prefix),
            "createdDate" => Some(Value::Time(self.created_at)),
            "lastUsedDate" => self.last_used_at.map(Value::Time),
            "endsDate" => self.ends_at.map(Value::Time),
            _ => None,
        }
    }
}

/// A key as it is shown ever after.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ApiKey")]
pub struct Shown<'a> {
    id: ApiKeyId,
    name: &'a str,
    /// How the key begins.
    prefix: &'a str,
    #[schemars(extend("format" = "date-time"))]
    created_date: String,
    /// To the minute; absent if it never was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", extend("format" = "date-time"))]
    last_used_date: Option<String>,
    /// It was rolled, and works until then.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", extend("format" = "date-time"))]
    ends_date: Option<String>,
}

/// A key that was just made; when it was rolled, with the one that ends.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "NewApiKey")]
pub struct ShownOnce<'a> {
    #[serde(flatten)]
    key: Shown<'a>,
    /// The key itself, which is never shown again.
    api_key: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Shown<'a>")]
    previous: Option<Shown<'a>>,
}

impl<'a> Shown<'a> {
    fn of(key: &'a ApiKey) -> Self {
        Self {
            id: key.id,
            name: &key.name,
            prefix: &key.prefix,
            created_date: key.created_at.text(),
            last_used_date: key.last_used_at.map(Timestamp::text),
            ends_date: key.ends_at.map(Timestamp::text),
        }
    }
}
