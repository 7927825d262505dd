//! The pair, shown once. It goes straight into the template: Fluent is for words, and anything invisible it might add would
//! be copied into QuickBooks. Both elements' text has no gaps; what separates the groups of the password is drawn.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Deserialize;

use super::set_up::nonce;
use super::visit::Guest;
use crate::domain::credentials::{self, Asked};
use crate::domain::refusal::Refusal;
use crate::secret::Fingerprint;
use crate::web::answer::see_other;
use crate::web::form::Form;
use crate::web::page::{Page, Shell};
use crate::web::quickbooks_steps::{self, Piece, QUICKBOOKS_ONLINE, Step};
use crate::web::urls;

#[derive(Template)]
#[template(path = "link/credentials.html")]
pub struct Credentials {
    pub shell: Shell,
    pub connection: String,
    pub csrf: String,
    pub nonce: String,
    /// The partner as QuickBooks lists it.
    pub institution: String,
    pub shown: Shown,
    pub steps: &'static [Step],
}

pub enum Shown {
    /// `until`: in words, how long a reload in this browser may show them again.
    Now { username: String, password: String, until: String },
    /// They were, and cannot be again.
    Before,
}

impl Credentials {
    pub fn steps(shell: &Shell) -> &'static [Step] {
        quickbooks_steps::after_credentials(shell.tongue.language())
    }
}

impl Page for Credentials {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        let key = match self.shown {
            Shown::Now { .. } => "credentials",
            Shown::Before => "credentials-shown",
        };
        self.shell.tongue.t(key).to_owned()
    }

    fn step(&self) -> Option<usize> {
        Some(3)
    }
}

/// In groups of four, as people read such things out.
fn groups(password: &str) -> impl Iterator<Item = &str> {
    let ends = (0..password.len()).step_by(4);
    ends.map(|start| password.get(start..(start + 4).min(password.len())).unwrap_or_default())
}

/// Longer than any nonce of ours.
const NONCE_LIMIT: usize = 64;

#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    nonce: String,
}

/// The pair, for at most ten minutes and in this browser; afterwards, that it was shown.
pub async fn get(guest: Guest) -> Result<HttpResponse, Refusal> {
    let visit = &guest.visit;
    if let Some(first) = guest.must_first_see() {
        return Ok(see_other(&first).finish());
    }
    let Some(shown) = Shown::to(&guest).await? else {
        return Ok(see_other(&urls::set_up(visit.connection)).finish());
    };
    let shell = visit.shell(urls::Page::Credentials);
    let page = Credentials {
        steps: Credentials::steps(&shell),
        shell,
        connection: visit.connection.to_string(),
        csrf: visit.csrf(urls::Page::Credentials),
        nonce: nonce(&guest),
        institution: visit.institution(),
        shown,
    };
    visit.answers(StatusCode::OK, &page)
}

impl Shown {
    /// `None`: there is no set to speak of.
    async fn to(guest: &Guest) -> Result<Option<Shown>, Refusal> {
        let visit = &guest.visit;
        let seal = guest.value.seal(&visit.app);
        let mut db = visit.app.store.read().await?;
        let again = credentials::show_again(&mut db, &guest.fingerprint(), &seal, visit.app.clock.now()).await?;
        let now = again.map(|again| Shown::Now {
            username: again.pair.username.clone(),
            password: again.pair.password.reveal().to_owned(),
            until: visit.time(again.until),
        });
        Ok(now.or((guest.session.live_sets > 0).then_some(Shown::Before)))
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
    match credentials::generate(&visit.app, visit.connection, &asked).await {
        Ok(_) => Ok(see_other(&urls::credentials(visit.connection)).finish()),
        // The page before says what to do about it, in place of the button.
        Err(Refusal::TooManySets { .. }) => Ok(see_other(&urls::set_up(visit.connection)).finish()),
        Err(refusal) => Err(refusal),
    }
}

#[cfg(test)]
impl Credentials {
    pub fn samples(shell: &Shell) -> Vec<(&'static str, Credentials)> {
        let page = |shown| Credentials {
            shell: shell.clone(),
            connection: "9f3c".into(),
            csrf: "t0ken".into(),
            nonce: "n0nce".into(),
            institution: "Banque Érable (Business)".into(),
            shown,
            steps: Credentials::steps(shell),
        };
        let now = Shown::Now {
            username: "S3MW-TR4P-7DS8".into(),
            password: "H7KQ2WMDX4ZRB9TN".into(),
            until: "2:15 p.m. Eastern Daylight Time".into(),
        };
        vec![("credentials", page(now)), ("credentials_shown", page(Shown::Before))]
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
