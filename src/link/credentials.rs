//! The pair, shown once. It goes straight into the template: Fluent is for words, and anything invisible it might add would
//! be copied into QuickBooks. Both elements' text has no gaps; what separates the groups of the password is drawn.
//!
//! Below it stands how far QuickBooks has got, which `live.rs` keeps up to date where there is JavaScript.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Deserialize;

use super::live::Line;
use super::set_up::nonce;
use super::spelling::{self, Group};
use super::visit::Guest;
use crate::domain::credentials::{self, Asked};
use crate::domain::progress::{self, Reached};
use crate::domain::refusal::Refusal;
use crate::secret::Fingerprint;
use crate::web::answer::see_other;
use crate::web::form::{self, Form};
use crate::web::page::{Page, Shell};
use crate::web::quickbooks_steps::{self, Piece, QUICKBOOKS_ONLINE, Steps};
use crate::web::urls;

#[derive(Template)]
#[template(path = "link/credentials.html")]
pub struct Credentials {
    pub shell: Shell,
    pub connection: String,
    pub csrf: String,
    /// Of the form that says that they have been entered.
    pub entered_csrf: String,
    pub nonce: String,
    /// The partner as QuickBooks lists it.
    pub institution: String,
    pub shown: Shown,
    pub reached: Reached,
    /// How far QuickBooks has got, in words.
    pub line: Line,
    pub steps: Steps,
}

pub enum Shown {
    /// `until`: in words, how long a reload in this browser may show them again.
    Now { username: String, password: String, until: String },
    /// They were, and cannot be again. `made`: when they were made, in words.
    Before { made: String },
}

impl Credentials {
    pub fn steps(shell: &Shell) -> Steps {
        quickbooks_steps::after_credentials(shell.tongue.language(), &shell.menus())
    }

    fn is_waiting(&self) -> bool {
        self.reached == Reached::Waiting
    }

    fn is_connected(&self) -> bool {
        matches!(self.reached, Reached::Connected { .. })
    }

    fn spelled(&self, text: &str) -> Vec<Group> {
        spelling::spelled(self.shell.tongue, text)
    }
}

impl Page for Credentials {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        let tongue = self.shell.tongue;
        match (&self.line.turn, &self.shown) {
            (Some(turn), _) => turn.heading.clone(),
            (None, Shown::Now { .. }) => tongue.t("credentials").to_owned(),
            (None, Shown::Before { .. }) => tongue.t("credentials-shown").to_owned(),
        }
    }

    fn step(&self) -> Option<usize> {
        Some(3)
    }

    fn listens(&self) -> bool {
        true
    }
}

/// In groups of four, as people read such things out.
fn groups(password: &str) -> impl Iterator<Item = &str> {
    let ends = (0..password.len()).step_by(4);
    ends.map(|start| password.get(start..(start + 4).min(password.len())).unwrap_or_default())
}

/// Longer than any nonce of ours.
const NONCE_LIMIT: usize = 64;
/// The form that says that they have been entered.
const ENTERED_FORM: &str = "entered";

#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    nonce: String,
}

#[derive(Deserialize)]
pub struct Entered {}

/// The pair, for at most ten minutes and in this browser; afterwards, that it was shown. And how far QuickBooks has got.
pub async fn get(guest: Guest) -> Result<HttpResponse, Refusal> {
    let visit = &guest.visit;
    if let Some(first) = guest.must_first_see() {
        return Ok(see_other(&first).finish());
    }
    let Some(found) = Found::by(&guest).await? else {
        return Ok(see_other(&urls::set_up(visit.connection)).finish());
    };
    visit.answers(StatusCode::OK, &found.page(&guest))
}

/// What there is to show.
struct Found {
    shown: Shown,
    reached: Reached,
    line: Line,
}

impl Found {
    /// `None`: there is no set to speak of.
    async fn by(guest: &Guest) -> Result<Option<Found>, Refusal> {
        let (visit, session, now) = (&guest.visit, guest.fingerprint(), guest.visit.app.clock.now());
        let mut db = visit.app.store.read().await?;
        let Some(progress) = progress::of(&mut db, &session, visit.connection, now).await? else { return Ok(None) };
        let again = credentials::show_again(&mut db, &session, &guest.value.seal(&visit.app), now).await?;
        let shown = match again {
            Some(again) => Shown::Now {
                username: again.pair.username.clone(),
                password: again.pair.password.reveal().to_owned(),
                until: visit.time(again.until),
            },
            None => Shown::Before { made: visit.moment(progress.made_at) },
        };
        Ok(Some(Found { shown, reached: progress.reached, line: Line::of(visit, &progress) }))
    }

    fn page(self, guest: &Guest) -> Credentials {
        let visit = &guest.visit;
        let shell = visit.shell(urls::Page::Credentials);
        Credentials {
            steps: Credentials::steps(&shell),
            shell,
            connection: visit.connection.to_string(),
            csrf: visit.csrf(urls::Page::Credentials),
            entered_csrf: form::token(&visit.app, &guest.fingerprint(), ENTERED_FORM),
            nonce: nonce(guest),
            institution: visit.institution(),
            shown: self.shown,
            reached: self.reached,
            line: self.line,
        }
    }
}

/// Get credentials: one form makes one set, however often it is sent.
pub async fn post(guest: Guest, form: Form<Wanted>) -> Result<HttpResponse, Refusal> {
    let (visit, session) = (&guest.visit, guest.fingerprint());
    let wanted = form.from_visitor(&visit.app, &session, urls::Page::Credentials.name())?;
    if let Some(first) = guest.must_first_see() {
        return Ok(see_other(&first).finish());
    }
    if wanted.nonce.is_empty() || wanted.nonce.len() > NONCE_LIMIT {
        return Err(Refusal::FormRefused);
    }
    let form = Fingerprint::of(&[session.bytes(), wanted.nonce.as_bytes()].concat());
    let asked = Asked::OnPage { session, seal: guest.value.seal(&visit.app), form };
    match credentials::generate(&visit.app, visit.connection, &asked, guest.author()).await {
        Ok(_) => Ok(see_other(&urls::credentials(visit.connection)).finish()),
        // The page before says what to do about it, in place of the button.
        Err(Refusal::TooManySets { .. }) => Ok(see_other(&urls::set_up(visit.connection)).finish()),
        Err(refusal) => Err(refusal),
    }
}

/// I have entered them: the pair is not shown again, and the page goes on waiting for QuickBooks.
pub async fn post_entered(guest: Guest, form: Form<Entered>) -> Result<HttpResponse, Refusal> {
    let (visit, session) = (&guest.visit, guest.fingerprint());
    let Entered {} = form.from_visitor(&visit.app, &session, ENTERED_FORM)?;
    let mut db = visit.app.store.write().await?;
    if !credentials::entered(&visit.app, &mut db, visit.connection, &session).await? {
        return Err(Refusal::LostPlace);
    }
    db.commit().await?;
    Ok(see_other(&urls::credentials(visit.connection)).finish())
}

#[cfg(test)]
impl Credentials {
    pub fn samples(shell: &Shell) -> Vec<(&'static str, Credentials)> {
        use crate::clock::Timestamp;
        let signed_on_at = |_| shell.tongue.t1("live-signed-on", "time", "2:05 p.m.");
        let line = |reached| Line::said(shell.tongue, reached, signed_on_at);
        let page = |shown, reached| Credentials {
            shell: shell.clone(),
            connection: "9f3c".into(),
            csrf: "t0ken".into(),
            entered_csrf: "t0ken".into(),
            nonce: "n0nce".into(),
            institution: "Banque Érable (Business)".into(),
            shown,
            reached,
            line: line(reached),
            steps: Credentials::steps(shell),
        };
        let now = Shown::Now {
            username: "S3MW-TR4P-7DS8".into(),
            password: "H7KQ2WMDX4ZRB9TN".into(),
            until: "2:15 p.m. Eastern Daylight Time".into(),
        };
        let before = || Shown::Before { made: "July 4, 2026 at 2:05 p.m. Eastern Daylight Time".into() };
        let signed_on = Reached::SignedOn { at: Timestamp::from_micros(0) };
        vec![
            ("credentials", page(now, Reached::Waiting)),
            ("credentials_shown", page(before(), Reached::Waiting)),
            ("credentials_signed_on", page(before(), signed_on)),
            ("credentials_connected", page(before(), Reached::Connected { accounts: 2 })),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_four_make_the_whole_password() {
        assert_eq!(groups("H7KQ2WMDX4ZRB9TN").collect::<Vec<_>>(), ["H7KQ", "2WMD", "X4ZR", "B9TN"]);
        assert_eq!(groups("H7KQ2").collect::<String>(), "H7KQ2");
    }
}
