//! The pair, shown once. It goes straight into the template: Fluent is for words, and anything invisible it might add would
//! be copied into QuickBooks. Both elements' text has no gaps; what separates the groups of the password is drawn.

use askama::Template;

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
