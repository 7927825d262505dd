//! Where a member is signed in: each browser, and a button that ends its session.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use super::Asked;
use crate::domain::device::Device;
use crate::domain::member_session::{self, Session, SessionId};
use crate::domain::refusal::Refusal;
use crate::portal::member::Member;
use crate::portal::page::{Page, Shell};
use crate::web::device;
use crate::web::form::Form;
use crate::web::urls::portal as urls;

const FORM: &str = "sessions";
const ENDED: &str = "ended";
const OTHERS: &str = "others";
const GONE: &str = "gone";

/// A session as its owner is told of it.
pub struct Row {
    pub id: SessionId,
    pub device: String,
    pub network: String,
    pub since: String,
    pub seen: String,
    pub is_this: bool,
}

impl Row {
    /// What the button that ends it says to whoever does not see the row.
    fn end(&self, page: &Sessions) -> String {
        page.shell.tongue.t2("sessions-end-named", ("device", self.device.as_str()), ("time", self.since.as_str()))
    }
}

/// This one first, then as they were used.
pub fn rows(member: &Member, sessions: Vec<Session>) -> Vec<Row> {
    let row = |session: Session| Row {
        id: session.id,
        device: device::named(member.tongue, Device::named(&session.browser)),
        since: member.moment(session.created_at),
        seen: member.moment(session.last_seen_at),
        is_this: session.id == member.session.id,
        network: session.network,
    };
    let mut rows: Vec<Row> = sessions.into_iter().map(row).collect();
    rows.sort_by_key(|row| !row.is_this);
    rows
}

#[derive(Template)]
#[template(path = "portal/account/sessions.html")]
struct Sessions {
    shell: Shell,
    csrf: String,
    rows: Vec<Row>,
}

impl Page for Sessions {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("sessions-heading").to_owned()
    }
}

pub async fn get(member: Member, asked: Query<Asked>) -> Result<HttpResponse, Refusal> {
    let mut db = member.app.store.read().await?;
    let sessions = member_session::of_member(&mut db, member.who.id, member.app.clock.now()).await?;
    drop(db);
    let key = match asked.done.as_str() {
        ENDED => Some("sessions-ended"),
        OTHERS => Some("sessions-others-ended"),
        GONE => Some("sessions-gone"),
        _ => None,
    };
    let page = Sessions {
        shell: member.shell().at(urls::sessions()).saying(key.map(|key| member.tongue.t(key).to_owned())),
        csrf: member.csrf(FORM),
        rows: rows(&member, sessions),
    };
    member.answers(StatusCode::OK, &page)
}

#[derive(Deserialize)]
pub struct Pressed {
    /// The session to end; none: all but this one.
    session: Option<SessionId>,
}

pub async fn post(member: Member, form: Form<Pressed>) -> Result<HttpResponse, Refusal> {
    let pressed = form.from_visitor(&member.app, &member.fingerprint(), FORM)?;
    let mut db = member.writes().await?;
    let done = match pressed.session {
        Some(id) if member_session::end_one(&mut db, &member.who, id).await? => ENDED,
        Some(_) => GONE,
        None => {
            member_session::end_others(&mut db, &member.who, member.session.id).await?;
            OTHERS
        }
    };
    db.commit().await?;
    member.leads_to(&urls::sessions_after(done))
}
