//! A request file as a client writes it: who signs on, and what it wants to know. The counterpart of [`read`](super::read()).

use time::OffsetDateTime;
use zeroize::Zeroizing;

use super::account::Account;
use super::request::Fi;
use super::writer::Writer;
use super::{Header, Syntax};

/// One request file.
pub struct Question<'a> {
    /// 102 and 103 are SGML, from 200 on XML.
    pub version: u16,
    /// `NEWFILEUID`
    pub file_uid: &'a str,
    /// `DTCLIENT`
    pub now: OffsetDateTime,
    /// Who signs on.
    pub user: User<'a>,
    /// Which institution the client believes to speak to.
    pub fi: Option<Fi>,
    /// `APPID` and `APPVER`
    pub app: (&'a str, &'a str),
    /// `CLIENTUID`; a file of a version before 103 leaves it out.
    pub client_uid: Option<&'a str>,
    /// What is wanted, each with its `TRNUID`.
    pub wanted: Vec<(String, Wanted)>,
}

/// Who signs on.
#[derive(Clone, Copy)]
pub enum User<'a> {
    /// May ask for the profile only (OFX 7.1.1).
    Anonymous,
    /// With a username and a password.
    Named(&'a str, &'a str),
}

/// What is wanted.
pub enum Wanted {
    /// `PROFRQ`, newer than the copy of this date if there is one.
    Profile(Option<OffsetDateTime>),
    /// `ACCTINFORQ`
    Accounts,
    /// `STMTRQ` or `CCSTMTRQ`, from this instant.
    Statement(Account, OffsetDateTime),
}

/// The anonymous user's name and password: 32 characters.
const ANONYMOUS: &str = "anonymous00000000000000000000000";
/// A client that holds no profile or list of accounts.
const NEVER: OffsetDateTime = time::macros::datetime!(1990-01-01 00:00 UTC);

impl Question<'_> {
    /// The file's bytes, wiped after use: a password is among them.
    pub fn write(&self) -> Zeroizing<Vec<u8>> {
        let syntax = if self.version < 200 { Syntax::Sgml } else { Syntax::Xml };
        let mut out = Writer::new(&Header { syntax, version: self.version, new_file_uid: self.file_uid.to_owned() });
        out.within("OFX", |out| {
            out.within("SIGNONMSGSRQV1", |out| out.within("SONRQ", |out| self.write_sign_on(out)));
            self.write_set("SIGNUPMSGSRQV1", out, |wanted| matches!(wanted, Wanted::Accounts));
            self.write_set("BANKMSGSRQV1", out, |wanted| matches!(wanted, Wanted::Statement(Account::Bank(_), _)));
            self.write_set("CREDITCARDMSGSRQV1", out, |wanted| {
                matches!(wanted, Wanted::Statement(Account::Card { .. }, _))
            });
            self.write_set("PROFMSGSRQV1", out, |wanted| matches!(wanted, Wanted::Profile(_)));
        });
        Zeroizing::new(out.finish())
    }

    fn write_sign_on(&self, out: &mut Writer) {
        let (id, password) = match self.user {
            User::Anonymous => (ANONYMOUS, ANONYMOUS),
            User::Named(id, password) => (id, password),
        };
        out.instant("DTCLIENT", self.now);
        out.id("USERID", id);
        out.id("USERPASS", password);
        out.word("LANGUAGE", "ENG");
        if let Some(fi) = &self.fi {
            out.within("FI", |out| {
                out.required("ORG", &fi.org, 32);
                out.optional("FID", fi.fid.as_deref(), 32);
            });
        }
        out.word("APPID", self.app.0);
        out.word("APPVER", self.app.1);
        out.optional("CLIENTUID", self.client_uid.filter(|_| self.version >= 103), 36);
    }

    fn write_set(&self, set: &str, out: &mut Writer, is_in_it: impl Fn(&Wanted) -> bool) {
        let mut here = self.wanted.iter().filter(|(_, wanted)| is_in_it(wanted)).peekable();
        if here.peek().is_some() {
            out.within(set, |out| here.for_each(|(trnuid, wanted)| wanted.write(trnuid, out)));
        }
    }
}

impl Wanted {
    fn write(&self, trnuid: &str, out: &mut Writer) {
        let (wrapper, request) = match self {
            Self::Profile(_) => ("PROFTRNRQ", "PROFRQ"),
            Self::Accounts => ("ACCTINFOTRNRQ", "ACCTINFORQ"),
            Self::Statement(Account::Bank(_), _) => ("STMTTRNRQ", "STMTRQ"),
            Self::Statement(Account::Card { .. }, _) => ("CCSTMTTRNRQ", "CCSTMTRQ"),
        };
        out.within(wrapper, |out| {
            out.id("TRNUID", trnuid);
            out.within(request, |out| match self {
                Self::Profile(held) => {
                    out.word("CLIENTROUTING", "NONE");
                    out.instant("DTPROFUP", held.unwrap_or(NEVER));
                }
                Self::Accounts => out.instant("DTACCTUP", NEVER),
                Self::Statement(account, start) => {
                    account.write(out);
                    out.within("INCTRAN", |out| {
                        out.instant("DTSTART", *start);
                        out.word("INCLUDE", "Y");
                    });
                }
            });
        });
    }
}
