//! The pages of a preview: the real ones, filled with data that is nobody's.

use crate::clock::Timestamp;
use crate::domain::company::CompanyId;
use crate::domain::connection::ConnectionId;
use crate::domain::language::Language;
use crate::domain::partner::Partner;
use crate::domain::progress::Reached;
use crate::domain::return_url::{self, Ending};
use crate::link::consent::{Account, Consent};
use crate::link::credentials::{Credentials, Shown};
use crate::link::finish::{Finish, Outcome};
use crate::link::live::Line;
use crate::link::revoke::{Revoke, Revoked};
use crate::link::select_software::SelectSoftware;
use crate::link::set_up::{ConnectedAccount, CredentialSet, SetUp};
use crate::web::page::Shell;
use crate::web::problem::{Problem, ProblemPage};
use crate::web::when::{self, Zone};

/// In place of a connection's id: what its pages lead to is nowhere.
pub const NOWHERE: &str = "preview";
/// Says what it is, and holds letters that no pair of ours does.
pub const USERNAME: &str = "SAMP-LEPA-IR00";
pub const PASSWORD: &str = "NOTAREALPASSWORD";
const REFERENCE: &str = "00000000";
const NOTHING: String = String::new();

/// Who makes the pages of one preview.
pub struct Samples<'a> {
    pub shell: Shell,
    pub partner: &'a Partner,
    pub now: Timestamp,
}

impl Samples<'_> {
    pub fn select_software(self, selected: bool) -> SelectSoftware {
        SelectSoftware {
            shell: self.shell,
            connection: NOWHERE.into(),
            csrf: NOTHING,
            selected,
            nothing_selected: !selected,
        }
    }

    pub fn consent(self, accounts: usize) -> Consent {
        Consent {
            accounts: self.accounts().into_iter().take(accounts).collect(),
            shell: self.shell,
            connection: NOWHERE.into(),
            csrf: NOTHING,
            with_transactions: self.partner.settings.bank_transactions,
            agreed_on: None,
            has_changed: false,
        }
    }

    fn accounts(&self) -> Vec<Account> {
        let tongue = self.shell.tongue;
        let account = |key: &str, digits: &str| Account {
            name: tongue.t(key).to_owned(),
            currency: "CAD".into(),
            last_four: Some(digits.to_owned()),
        };
        vec![
            account("preview-account-chequing", "0001"),
            account("preview-account-savings", "0002"),
            account("preview-account-card", "0003"),
            account("preview-account-credit-line", "0004"),
        ]
    }

    pub fn set_up(self, with_callout: bool, comes_back: bool) -> SetUp {
        let language = self.language();
        let (accounts, sets) = if comes_back { (self.connected(), self.sets()) } else { (Vec::new(), Vec::new()) };
        SetUp {
            institution: self.institution(),
            callout: self.partner.settings.callout(language, self.now).filter(|_| with_callout).cloned(),
            accounts,
            sets,
            is_full: false,
            steps: SetUp::steps(&self.shell),
            shell: self.shell,
            connection: NOWHERE.into(),
            csrf: NOTHING,
            nonce: NOTHING,
        }
    }

    fn connected(&self) -> Vec<ConnectedAccount> {
        let account = |account: Account| ConnectedAccount {
            name: account.name,
            last_four: account.last_four,
            since: Some(self.moment()),
            collected: Some(self.moment()),
        };
        self.accounts().into_iter().take(2).map(account).collect()
    }

    fn sets(&self) -> Vec<CredentialSet> {
        vec![CredentialSet { username: USERNAME.into(), created: self.moment(), last_used: Some(self.moment()) }]
    }

    pub fn credentials(self, is_shown_now: bool, reached: Reached) -> Credentials {
        let signed_on = |_| self.shell.tongue.t1("live-signed-on", "time", self.time());
        let line = Line::said(self.shell.tongue, reached, signed_on);
        let shown = match is_shown_now {
            true => Shown::Now { username: USERNAME.into(), password: PASSWORD.into(), until: self.time() },
            false => Shown::Before { made: self.moment() },
        };
        Credentials {
            institution: self.institution(),
            shown,
            reached,
            line,
            steps: Credentials::steps(&self.shell),
            shell: self.shell,
            connection: NOWHERE.into(),
            csrf: NOTHING,
            entered_csrf: NOTHING,
            nonce: NOTHING,
        }
    }

    pub fn revoke(self) -> Revoke {
        Revoke { shell: self.shell, connection: NOWHERE.into(), csrf: NOTHING, accounts: 2 }
    }

    pub fn revoked(self) -> Revoked {
        let at = self.moment();
        Revoked { shell: self.shell, connection: NOWHERE.into(), at, reference: REFERENCE.into() }
    }

    pub fn finish(self, ending: Ending) -> Finish {
        let nobody = (CompanyId(uuid::Uuid::nil()), ConnectionId(uuid::Uuid::nil()));
        let return_to = return_url::filled(&self.partner.settings, nobody, &Default::default(), ending);
        let outcome = match ending {
            Ending::Finished => Outcome::Finished { is_connected: true },
            Ending::Declined => Outcome::Declined { can_sign_on: false },
        };
        Finish { shell: self.shell, connection: NOWHERE.into(), outcome, return_to }
    }

    pub fn problem(self, problem: Problem, reason: &str) -> ProblemPage {
        let refresh = return_url::refresh(&self.partner.settings, None, reason);
        ProblemPage { shell: self.shell, problem, refresh, reference: Some(REFERENCE.into()) }
    }

    fn language(&self) -> Language {
        self.shell.tongue.language()
    }

    fn institution(&self) -> String {
        self.partner.settings.institution.in_language(self.language()).to_owned()
    }

    fn moment(&self) -> String {
        self.by_clock(when::moment)
    }

    fn time(&self) -> String {
        self.by_clock(when::time)
    }

    /// The partner's own clock, as the real pages have it.
    fn by_clock(&self, words: fn(Language, &Zone, i64) -> String) -> String {
        let zone = Zone::parse(&self.partner.settings.time_zone).or_else(|| Zone::parse("UTC"));
        zone.map_or_else(String::new, |zone| words(self.language(), &zone, self.now.unix_seconds()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::credentials::{folded_password, folded_username};
    use crate::secret::SecretText;

    #[test]
    fn the_pair_of_a_preview_can_be_nobodys() {
        assert_eq!(folded_username(USERNAME), None);
        assert!(folded_password(&SecretText::new(PASSWORD.to_owned())).is_none());
        assert_eq!(PASSWORD.len(), 16, "as long as a real one, or its page would look otherwise");
    }
}
