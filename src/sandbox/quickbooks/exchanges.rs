//! What was said over OFX, one line an exchange.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::words::{self, Told};
use crate::domain::pretend::MOST_EXCHANGES;
use crate::domain::refusal::Refusal;
use crate::sandbox::page::Guest;
use crate::store;
use crate::store::pretend_exchanges::{Entry, came_to};
use crate::web::neutral::{Page, Shell};

#[derive(Template)]
#[template(path = "sandbox/quickbooks/exchanges.html")]
struct Exchanges {
    shell: Shell,
    most: i64,
    exchanges: Vec<Line>,
}

/// An exchange on the page.
struct Line {
    asked: &'static str,
    moment: String,
    told: Told,
}

impl Page for Exchanges {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("qb-exchanges").to_owned()
    }
}

pub async fn get(guest: Guest) -> Result<HttpResponse, Refusal> {
    let mut db = guest.app.store.read().await?;
    let kept = store::pretend_exchanges::of_visitor(&mut db, &guest.fingerprint()).await?;
    drop(db);
    let line = |entry: Entry| Line {
        asked: words::asked(guest.tongue, entry.asked),
        moment: guest.moment(entry.made_at),
        told: words::told(guest.tongue, entry.asked, &came_to(&entry.came_to), entry.id),
    };
    let exchanges = kept.into_iter().map(line).collect();
    guest.answers(StatusCode::OK, &Exchanges { shell: guest.quickbooks(), most: MOST_EXCHANGES, exchanges })
}
