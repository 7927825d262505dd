//! A row of the list: a company with one of its connections, or without any.

use super::{connect, new_link};
use crate::domain::company::{Company, CompanyId};
use crate::domain::connection::ConnectionId;
use crate::domain::feed::ConnectionStatus;
use crate::domain::link_state::{self, LinkState};
use crate::portal::ago::Ago;
use crate::portal::member::Member;
use crate::portal::once::Once;
use crate::store::connections::InBrief;
use crate::store::{self, Db};
use crate::web::texts::Tongue;

/// Of one company; more are counted.
const MOST_CONNECTIONS: i64 = 5;

pub struct Row {
    pub company: CompanyId,
    pub name: String,
    pub created: Ago,
    pub connection: Option<OfConnection>,
    /// Of the form behind *Copy new link*, or of the one that makes the first connection.
    pub once: Once,
    /// Older connections that have no row.
    pub more: Option<String>,
}

pub struct OfConnection {
    pub id: ConnectionId,
    pub status: &'static str,
    pub link: Link,
    pub active: Option<Ago>,
}

/// What became of its link.
pub struct Link {
    pub words: String,
    pub at: Option<Ago>,
}

/// The company's rows, the newest connection first.
pub async fn of_company(member: &Member, db: &mut Db, company: Company) -> sqlx::Result<Vec<Row>> {
    let (connections, total) = store::connections::in_brief(db, company.id, MOST_CONNECTIONS).await?;
    if connections.is_empty() {
        let once = Once::of(member, &connect::form(company.id));
        return Ok(vec![row(member, &company, (None, once))]);
    }
    let mut rows = Vec::with_capacity(connections.len());
    for connection in connections {
        let link = link_state::of(&member.app, db, connection.id).await?;
        let once = Once::of(member, &new_link::form(connection.id));
        let told = OfConnection::of(member, &connection, link);
        rows.push(row(member, &company, (Some(told), once)));
    }
    if let Some(last) = rows.last_mut().filter(|_| total > MOST_CONNECTIONS) {
        last.more = Some(member.tongue.t1("companies-more", "count", total - MOST_CONNECTIONS));
    }
    Ok(rows)
}

fn row(member: &Member, company: &Company, (connection, once): (Option<OfConnection>, Once)) -> Row {
    let created = Ago::of(member, company.created_at);
    Row { company: company.id, name: company.name.clone(), created, connection, once, more: None }
}

impl OfConnection {
    fn of(member: &Member, connection: &InBrief, link: LinkState) -> Self {
        let active = connection.last_event_at.max(connection.last_polled_at);
        Self {
            id: connection.id,
            status: status(member.tongue, connection.status),
            link: Link::of(member, link),
            active: active.map(|at| Ago::of(member, at)),
        }
    }
}

/// The contract's states, in words.
fn status(tongue: Tongue, status: ConnectionStatus) -> &'static str {
    tongue.t(match status {
        ConnectionStatus::PendingAuth => "companies-pending",
        ConnectionStatus::Linked => "companies-linked",
        ConnectionStatus::Unlinked => "companies-unlinked",
        ConnectionStatus::Deauthorized => "companies-deauthorized",
    })
}

impl Link {
    fn of(member: &Member, state: LinkState) -> Self {
        let tongue = member.tongue;
        match state {
            LinkState::None => Self { words: tongue.t("companies-link-none").to_owned(), at: None },
            LinkState::NeverOpened { until } => {
                Self { words: tongue.t1("companies-link-waits", "time", new_link::time(member, until)), at: None }
            }
            LinkState::Opened { at } => {
                Self { words: tongue.t("companies-link-opened").to_owned(), at: Some(Ago::of(member, at)) }
            }
            LinkState::Expired { at } => {
                Self { words: tongue.t("companies-link-expired").to_owned(), at: Some(Ago::of(member, at)) }
            }
        }
    }
}
