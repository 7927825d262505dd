//! Connections: a company's way to QuickBooks, with the linkUrl that a partner gives to its customer.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::web::Data;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::caller::{Caller, Codes};
use super::json::{Body, Json};
use super::own::{OwnCompany, OwnConnection};
use super::paging::{Listing, Page};
use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::domain::company::CompanyId;
use crate::domain::connection::{
    self, Connection, ConnectionId, INTEGRATION_ID, PLATFORM_KEY, PLATFORM_NAME, SOURCE_ID, SOURCE_TYPE,
};
use crate::domain::credentials;
use crate::domain::feed::ConnectionStatus;
use crate::domain::filter::{Facts, Field, Fields, Kind, Value};
use crate::domain::link;
use crate::domain::listing::{Picker, Wanted};
use crate::domain::refusal::Refusal;
use crate::domain::timeline::Who;
use crate::store;

/// More than any company has: all of them belong to the company's own answer.
const ALL: i64 = 5_000;

/// Which platform a new connection leads to.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ConnectionRequest")]
pub struct Asked {
    /// QuickBooks Online Bank Feeds, the one platform there is.
    #[schemars(extend("const" = PLATFORM_KEY))]
    platform_key: String,
}

impl Body for Asked {}

pub async fn create(
    caller: Caller,
    own: OwnCompany,
    Json(asked): Json<Asked>,
    app: Data<App>,
) -> Result<HttpResponse, Refusal> {
    if asked.platform_key != PLATFORM_KEY {
        let error = format!("platformKey: must be {PLATFORM_KEY}, which is {PLATFORM_NAME}");
        return Err(Refusal::invalid(error));
    }
    if !caller.partner.settings.links_are_on() {
        let why = "the integration or the data type \"bank accounts\" is switched off in the partner's settings";
        return Err(Refusal::Forbidden(why.into()));
    }
    let mut db = caller.writes(&app).await?;
    let connection =
        connection::create(&mut db, &app.chance, caller.partner.id, own.company.id, app.clock.now()).await?;
    let link_url = link::live_url(&app, &mut db, own.company.id, connection.id).await?;
    db.commit().await?;
    Ok(HttpResponse::Ok().json(Shown::of(&connection, link_url)))
}

pub async fn get(own: OwnConnection, caller: Caller, app: Data<App>) -> Result<HttpResponse, Refusal> {
    let shown = with_urls(&app, vec![own.connection], caller.codes()).await?;
    Ok(HttpResponse::Ok().json(shown.first()))
}

/// The state that a partner wants; only one can be asked for.
#[derive(Deserialize, JsonSchema)]
#[schemars(rename = "ConnectionChange")]
pub struct NewState {
    /// Every other state follows from what happens.
    #[schemars(extend("const" = ConnectionStatus::Unlinked.word()))]
    status: String,
}

impl Body for NewState {}

pub async fn unlink(
    own: OwnConnection,
    caller: Caller,
    Json(wanted): Json<NewState>,
    app: Data<App>,
) -> Result<HttpResponse, Refusal> {
    let unlinked = ConnectionStatus::Unlinked.word();
    if wanted.status != unlinked {
        return Err(Refusal::invalid(format!("status: must be {unlinked}; every other follows from what happens")));
    }
    let mut db = caller.writes(&app).await?;
    credentials::unlink(&app, &mut db, own.connection.id, Who::Partner).await?;
    let OwnConnection { connection: Connection { id, company_id, partner_id, .. }, .. } = own;
    let connection = store::connections::find(&mut db, partner_id, company_id, id).await?;
    db.commit().await?;
    let connection = connection.ok_or_else(|| Refusal::NotFound("connection".into()))?;
    let shown = with_urls(&app, vec![connection], Codes::Live).await?;
    Ok(HttpResponse::Ok().json(shown.first()))
}

/// For good, with accounts, transactions, credentials and history. 200, where a company's deletion is 204 (public API).
pub async fn delete(own: OwnConnection, caller: Caller, app: Data<App>) -> Result<HttpResponse, Refusal> {
    let mut db = caller.writes(&app).await?;
    if !connection::delete(&mut db, own.connection.id).await? {
        return Err(Refusal::NotFound("connection".into()));
    }
    db.commit().await?;
    Ok(HttpResponse::Ok().finish())
}

pub async fn list(own: OwnCompany, page: Page, caller: Caller, app: Data<App>) -> Result<HttpResponse, Refusal> {
    let mut db = app.store.read().await?;
    let company = own.company.id;
    let (connections, total) = match page.wanted(&LISTING)? {
        Some(wanted) => {
            let (all, _) = store::connections::page(&mut db, company, ALL, 0).await?;
            picked(all, &wanted, &page)
        }
        None => store::connections::page(&mut db, company, page.limit(), page.offset()).await?,
    };
    drop(db);
    Ok(HttpResponse::Ok().json(page.of(with_urls(&app, connections, caller.codes()).await?, total)))
}

fn picked(all: Vec<Connection>, wanted: &Wanted, page: &Page) -> (Vec<Connection>, i64) {
    let mut picker = Picker::new(wanted, page.limit(), page.offset());
    for connection in &all {
        picker.offer(connection, connection, connection.id);
    }
    let mut by_id: BTreeMap<_, _> = all.into_iter().map(|connection| (connection.id, connection)).collect();
    let (ids, total) = picker.page();
    (ids.iter().filter_map(|id| by_id.remove(id)).collect(), total)
}

pub const LISTING: Listing = Listing {
    fields: Fields::Of(&[
        Field::of("id", Kind::Text),
        Field::of("integrationId", Kind::Text),
        Field::of("integrationKey", Kind::Text),
        Field::of("sourceId", Kind::Text),
        Field::of("sourceType", Kind::Text),
        Field::of("platformName", Kind::Text),
        Field::of("status", Kind::Text),
        Field::of("lastSync", Kind::Time),
        Field::of("created", Kind::Time),
    ]),
    newest: "created",
    has_tags: false,
};

impl Facts for Connection {
    fn value(&self, field: &str) -> Option<Value> {
        let text = |text: &str| Some(Value::Text(text.to_owned()));
        match field {
            "id" => text(&self.id.to_string()),
            "integrationId" => text(&INTEGRATION_ID.to_string()),
            "integrationKey" => text(PLATFORM_KEY),
            "sourceId" => text(&SOURCE_ID.to_string()),
            "sourceType" => text(SOURCE_TYPE),
            "platformName" => text(PLATFORM_NAME),
            "status" => text(self.status.word()),
            "lastSync" => self.last_polled_at.map(Value::Time),
            "created" => Some(Value::Time(self.created_at)),
            _ => None,
        }
    }
}

/// All connections of a company.
pub async fn all_of(app: &App, company: CompanyId, codes: Codes) -> Result<Vec<Shown>, Refusal> {
    let mut db = app.store.read().await?;
    let (connections, _) = store::connections::page(&mut db, company, ALL, 0).await?;
    drop(db);
    with_urls(app, connections, codes).await
}

async fn with_urls(app: &App, connections: Vec<Connection>, codes: Codes) -> Result<Vec<Shown>, Refusal> {
    let ids: Vec<_> = connections.iter().map(|it| (it.company_id, it.id)).collect();
    let urls = match codes {
        Codes::Live => link::live_urls(app, &ids).await?,
        Codes::Left => ids.iter().map(|(company, connection)| app.start_url(*company, *connection)).collect(),
    };
    Ok(connections.iter().zip(urls).map(|(it, url)| Shown::of(it, url)).collect())
}

/// A connection as the public API shows it.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Connection")]
pub struct Shown {
    id: ConnectionId,
    integration_id: Uuid,
    #[schemars(extend("const" = PLATFORM_KEY))]
    integration_key: &'static str,
    source_id: Uuid,
    #[schemars(extend("const" = SOURCE_TYPE))]
    source_type: &'static str,
    #[schemars(extend("const" = PLATFORM_NAME))]
    platform_name: &'static str,
    /// Where to send the customer at once. It holds a one-time password and is valid for an hour: never store it, never
    /// mail it; ask again. In the list of companies it has no password and opens nothing.
    #[schemars(extend("format" = "uri"))]
    link_url: String,
    /// `PendingAuth` until an account has ever been connected, `Linked` while one is, `Unlinked` when the last one fell silent
    /// or was taken away, `Deauthorized` when the credentials were revoked.
    status: ConnectionStatus,
    /// When QuickBooks last asked for anything; absent if it never has.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String", extend("format" = "date-time"))]
    last_sync: Option<String>,
    #[schemars(extend("format" = "date-time"))]
    created: String,
    /// Always empty.
    data_connection_errors: [&'static str; 0],
    connection_info: Accounts,
    #[serde(skip)]
    pub last_polled_at: Option<Timestamp>,
}

/// How many source accounts there are, and how many of them are connected.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ConnectionInfo")]
struct Accounts {
    /// All that you added.
    source_accounts: i64,
    /// Those that QuickBooks has connected.
    connected_accounts: i64,
}

impl Shown {
    pub fn of(connection: &Connection, link_url: String) -> Self {
        let Connection { source_accounts, connected_accounts, .. } = *connection;
        Self {
            id: connection.id,
            integration_id: INTEGRATION_ID,
            integration_key: PLATFORM_KEY,
            source_id: SOURCE_ID,
            source_type: SOURCE_TYPE,
            platform_name: PLATFORM_NAME,
            link_url,
            status: connection.status,
            last_sync: connection.last_polled_at.map(Timestamp::text),
            created: connection.created_at.text(),
            data_connection_errors: [],
            connection_info: Accounts { source_accounts, connected_accounts },
            last_polled_at: connection.last_polled_at,
        }
    }
}
