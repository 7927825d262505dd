//! Step 3: what to do in QuickBooks, the partner's callout, and the button that makes the credentials. Whoever comes back
//! sees which sets exist; a password never again.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::visit::Guest;
use crate::domain::callout::Callout;
use crate::domain::credentials;
use crate::domain::refusal::Refusal;
use crate::secret::to_base64url;
use crate::store;
use crate::store::credentials::Listed;
use crate::web::answer::see_other;
use crate::web::page::{Page, Shell};
use crate::web::quickbooks_steps::{self, Piece, QUICKBOOKS_ONLINE, Step};
use crate::web::urls;

#[derive(Template)]
#[template(path = "link/set_up.html")]
pub struct SetUp {
    pub shell: Shell,
    pub connection: String,
    pub csrf: String,
    /// One per form shown: pressed twice, it makes one set.
    pub nonce: String,
    /// The partner as QuickBooks lists it.
    pub institution: String,
    /// In the reader's language; one without a callout shows none.
    pub callout: Option<Callout>,
    pub sets: Vec<CredentialSet>,
    /// There are as many sets as there may be: in place of the button stands what to do.
    pub is_full: bool,
    pub steps: &'static [Step],
}

/// A set of one-time credentials that still works; its times in words.
pub struct CredentialSet {
    pub username: String,
    pub created: String,
    pub last_used: Option<String>,
}

impl SetUp {
    pub fn steps(shell: &Shell) -> &'static [Step] {
        quickbooks_steps::all(shell.tongue.language())
    }
}

impl Page for SetUp {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("set-up").to_owned()
    }

    fn step(&self) -> Option<usize> {
        Some(3)
    }
}

/// The instructions, and the sets that exist.
pub async fn get(guest: Guest) -> Result<HttpResponse, Refusal> {
    if let Some(first) = guest.must_first_see() {
        return Ok(see_other(&first).finish());
    }
    let visit = &guest.visit;
    let sets = match guest.session.live_sets {
        0 => Vec::new(),
        _ => store::credentials::live(&mut visit.app.store.read().await?, visit.connection).await?,
    };
    let shell = visit.shell(urls::Page::SetUp);
    let page = SetUp {
        steps: SetUp::steps(&shell),
        shell,
        connection: visit.connection.to_string(),
        csrf: visit.csrf(urls::Page::Credentials),
        nonce: nonce(&guest),
        institution: visit.institution(),
        is_full: guest.session.live_sets >= visit.app.limits.live_sets,
        callout: visit.partner.settings.callout(visit.language()).cloned(),
        sets: sets.into_iter().map(|set| CredentialSet::of(&guest, set)).collect(),
    };
    visit.answers(StatusCode::OK, &page)
}

/// A value for one showing of a form that makes credentials.
pub fn nonce(guest: &Guest) -> String {
    to_base64url(&guest.visit.app.chance.bytes::<16>())
}

impl CredentialSet {
    fn of(guest: &Guest, set: Listed) -> CredentialSet {
        CredentialSet {
            username: credentials::hyphenated(&set.username),
            created: guest.visit.moment(set.created_at),
            last_used: set.last_used_at.map(|at| guest.visit.moment(at)),
        }
    }
}

#[cfg(test)]
impl SetUp {
    pub fn samples(shell: &Shell) -> Vec<(&'static str, SetUp)> {
        let page = |callout: Option<(&str, &str)>, sets, is_full| SetUp {
            shell: shell.clone(),
            connection: "9f3c".into(),
            csrf: "t0ken".into(),
            nonce: "n0nce".into(),
            institution: "Banque Érable (Business)".into(),
            callout: callout.map(|(title, body)| Callout::new(title, body).unwrap()),
            sets,
            is_full,
            steps: SetUp::steps(shell),
        };
        let longest = ("Rappel important ".repeat(3), "Un mot assez long, constitutionnellement, ".repeat(4));
        let sets = || {
            vec![
                CredentialSet {
                    username: "S3MW-TR4P-7DS8".into(),
                    created: "July 4, 2026 at 2:05 p.m. Eastern Daylight Time".into(),
                    last_used: Some("July 5, 2026 at 6:30 a.m. Eastern Daylight Time".into()),
                },
                CredentialSet { username: "K7TQ-2BXZ-9FGH".into(), created: "July 6, 2026".into(), last_used: None },
            ]
        };
        let reminder = ("Important Reminder", "Only share these credentials with QuickBooks.");
        vec![
            ("set_up", page(Some(reminder), Vec::new(), false)),
            ("set_up_no_callout", page(None, Vec::new(), false)),
            ("set_up_again", page(Some((&longest.0[..50], longest.1[..150].trim())), sets(), false)),
            ("set_up_full", page(Some(reminder), sets(), true)),
        ]
    }
}
