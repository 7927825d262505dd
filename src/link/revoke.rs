//! Revoking ends all credentials of the connection at once; so it is asked first, with what it does and what it leaves.

use askama::Template;

use crate::web::page::{Page, Shell};
use crate::web::urls;

#[derive(Template)]
#[template(path = "link/revoke.html")]
pub struct Revoke {
    pub shell: Shell,
    pub connection: String,
    pub csrf: String,
    /// How many accounts will get no further transactions.
    pub accounts: usize,
}

impl Page for Revoke {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("revoke").to_owned()
    }
}

#[derive(Template)]
#[template(path = "link/revoked.html")]
pub struct Revoked {
    pub shell: Shell,
    pub connection: String,
    /// When, in words.
    pub at: String,
}

impl Page for Revoked {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("revoked").to_owned()
    }
}

#[cfg(test)]
impl Revoke {
    pub fn samples(shell: &Shell) -> Vec<(&'static str, Revoke)> {
        let page =
            |accounts| Revoke { shell: shell.clone(), connection: "9f3c".into(), csrf: "t0ken".into(), accounts };
        vec![("revoke", page(3)), ("revoke_one", page(1)), ("revoke_none", page(0))]
    }
}

#[cfg(test)]
impl Revoked {
    pub fn samples(shell: &Shell) -> Vec<(&'static str, Revoked)> {
        let at = "July 4, 2026 at 2:05 p.m. Eastern Daylight Time".into();
        vec![("revoked", Revoked { shell: shell.clone(), connection: "9f3c".into(), at })]
    }
}
