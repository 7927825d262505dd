//! Step 3: what to do in QuickBooks, the partner's callout, and the button that makes the credentials. Whoever comes back
//! sees first what is connected, and which sets exist; a password never again.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::visit::{Guest, Visit};
use crate::domain::callout::Callout;
use crate::domain::credentials;
use crate::domain::feed::AccountStatus;
use crate::domain::masking;
use crate::domain::refusal::Refusal;
use crate::domain::source_account::SourceAccount;
use crate::secret::to_base64url;
use crate::store;
use crate::store::credentials::Listed;
use crate::web::answer::see_other;
use crate::web::page::{Page, Shell};
use crate::web::quickbooks_steps::{self, Piece, QUICKBOOKS_ONLINE, Steps};
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
    /// The accounts that are connected. With any, the page opens on them.
    pub accounts: Vec<ConnectedAccount>,
    pub sets: Vec<CredentialSet>,
    /// There are as many sets as there may be: in place of the button stands what to do.
    pub is_full: bool,
    pub steps: Steps,
}

/// A set of one-time credentials that still works; its times in words.
pub struct CredentialSet {
    pub username: String,
    pub created: String,
    pub last_used: Option<String>,
}

/// An account that QuickBooks collects from; its times in words.
pub struct ConnectedAccount {
    pub name: String,
    pub last_four: Option<String>,
    pub since: Option<String>,
    pub collected: Option<String>,
}

impl SetUp {
    pub fn steps(shell: &Shell) -> Steps {
        quickbooks_steps::all(shell.tongue.language(), &shell.menus())
    }
}

impl Page for SetUp {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        match self.accounts.len() {
            0 => self.shell.tongue.t("set-up").to_owned(),
            count => self.shell.tongue.t1("credentials-connected", "count", count),
        }
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
    let (accounts, sets) = so_far(&guest).await?;
    let shell = visit.shell(urls::Page::SetUp);
    let page = SetUp {
        steps: SetUp::steps(&shell),
        shell,
        connection: visit.connection.to_string(),
        csrf: visit.csrf(urls::Page::Credentials),
        nonce: nonce(&guest),
        institution: visit.institution(),
        is_full: guest.session.live_sets >= visit.app.limits.live_sets,
        callout: visit.partner.settings.callout(visit.language(), visit.app.clock.now()).cloned(),
        accounts,
        sets,
    };
    visit.answers(StatusCode::OK, &page)
}

/// What there is to come back to. Whoever comes for the first time costs no read.
async fn so_far(guest: &Guest) -> Result<(Vec<ConnectedAccount>, Vec<CredentialSet>), Refusal> {
    let (visit, session) = (&guest.visit, &guest.session);
    if session.live_sets == 0 && session.connected_accounts == 0 {
        return Ok((Vec::new(), Vec::new()));
    }
    let mut db = visit.app.store.read().await?;
    let sets = store::credentials::live(&mut db, visit.connection).await?;
    let accounts = store::source_accounts::of_connection(&mut db, visit.connection).await?;
    let connected = accounts.iter().filter(|account| account.status == AccountStatus::Connected);
    Ok((
        connected.map(|account| ConnectedAccount::of(visit, account)).collect(),
        sets.into_iter().map(|set| CredentialSet::of(visit, set)).collect(),
    ))
}

/// A value for one showing of a form that makes credentials.
pub fn nonce(guest: &Guest) -> String {
    to_base64url(&guest.visit.app.chance.bytes::<16>())
}

impl CredentialSet {
    fn of(visit: &Visit, set: Listed) -> CredentialSet {
        CredentialSet {
            username: credentials::hyphenated(&set.username),
            created: visit.moment(set.created_at),
            last_used: set.last_used_at.map(|at| visit.moment(at)),
        }
    }
}

impl ConnectedAccount {
    fn of(visit: &Visit, account: &SourceAccount) -> ConnectedAccount {
        ConnectedAccount {
            name: masking::account_name(account),
            last_four: Some(account.last_four().to_owned()).filter(|digits| !digits.is_empty()),
            since: account.connected_at.map(|at| visit.moment(at)),
            collected: account.last_polled_at.map(|at| visit.moment(at)),
        }
    }
}

#[cfg(test)]
impl SetUp {
    pub fn samples(shell: &Shell) -> Vec<(&'static str, SetUp)> {
        let page = |callout: Option<(&str, &str)>, accounts, sets, is_full| SetUp {
            shell: shell.clone(),
            connection: "9f3c".into(),
            csrf: "t0ken".into(),
            nonce: "n0nce".into(),
            institution: "Banque Érable (Business)".into(),
            callout: callout.map(|(title, body)| Callout::new(title, body).unwrap()),
            accounts,
            sets,
            is_full,
            steps: SetUp::steps(shell),
        };
        let account = |name: &str, last_four: Option<&str>| ConnectedAccount {
            name: name.into(),
            last_four: last_four.map(str::to_owned),
            since: Some("July 4, 2026 at 2:05 p.m. Eastern Daylight Time".into()),
            collected: Some("July 5, 2026 at 6:30 a.m. Eastern Daylight Time".into()),
        };
        let accounts = || vec![account("Compte d’entreprise", Some("4821")), account("Visa <Gold> & Co", None)];
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
            ("set_up", page(Some(reminder), Vec::new(), Vec::new(), false)),
            ("set_up_no_callout", page(None, Vec::new(), Vec::new(), false)),
            ("set_up_again", page(Some((&longest.0[..50], longest.1[..150].trim())), Vec::new(), sets(), false)),
            ("set_up_connected", page(None, accounts(), sets(), false)),
            ("set_up_full", page(Some(reminder), accounts(), sets(), true)),
        ]
    }
}
