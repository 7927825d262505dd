//! A request file, typed. Nothing in it has been judged: whether the password is right, the account exists or the
//! window makes sense is for whoever answers.

use super::{Account, AskedBankAccount, Header, MessageSet, Moment, RequestName, Secret};

/// One request file.
pub struct Request {
    /// What the answer's header repeats.
    pub header: Header,
    /// `None` without `SONRQ`: HTTP 400, or refuse the file with 15500.
    pub sign_on: Option<SignOn>,
    /// In document order; only sets and requests with names we know.
    pub sets: Vec<SetRequest>,
}

/// `SONRQ` (OFX 2.5.1.5). All values are unescaped, free of control characters and trimmed.
pub struct SignOn {
    /// `USERID`; empty if missing.
    pub user_id: String,
    /// `USERPASS` or `USERKEY`.
    pub secret: Secret,
    /// `DTCLIENT` as written: clients' clocks are wrong, it is for diagnostics only.
    pub dt_client: Option<String>,
    /// `LANGUAGE`
    pub language: Option<String>,
    /// Echoed in the answer.
    pub fi: Option<Fi>,
    /// `APPID`, for diagnostics; at most 32 characters are kept.
    pub app_id: Option<String>,
    /// `APPVER`, for diagnostics, not always a number; at most 32 characters are kept.
    pub app_ver: Option<String>,
    /// `CLIENTUID`, in whatever shape; at most 64 characters are kept.
    pub client_uid: Option<String>,
}

/// `FI`: which institution the client believes to speak to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fi {
    /// `ORG`; never empty.
    pub org: String,
    /// `FID`
    pub fid: Option<String>,
}

/// One message set of a request.
pub struct SetRequest {
    /// Which.
    pub set: MessageSet,
    /// In document order.
    pub wrappers: Vec<Wrapper>,
}

/// One transaction request (`…TRNRQ`, or a `…SYNCRQ`, which has neither `TRNUID` nor cookie).
pub struct Wrapper {
    /// Its name decides the name of its answer.
    pub name: RequestName,
    /// `TRNUID`, echoed; `0` if the client sent none.
    pub trnuid: String,
    /// `CLTCOOKIE`, echoed.
    pub clt_cookie: Option<String>,
    /// What is asked.
    pub ask: Ask,
}

/// What a transaction request asks for.
pub enum Ask {
    /// `PROFRQ`
    Profile {
        /// The profile the client holds; unreadable counts as none.
        dt_prof_up: Option<Moment>,
    },
    /// `ACCTINFORQ`
    Accounts {
        /// The list the client holds; unreadable counts as none.
        dt_acct_up: Option<Moment>,
    },
    /// `STMTRQ`
    Statement {
        /// Which account.
        account: AskedBankAccount,
        /// `INCTRAN`; without it only balances are asked for.
        window: Option<Window>,
    },
    /// `CCSTMTRQ`
    CardStatement {
        /// Which card; empty if missing, which names none.
        acct_id: String,
        /// `INCTRAN`; without it only balances are asked for.
        window: Option<Window>,
    },
    /// A request of OFX that this server does not offer.
    NotOffered,
    /// A synchronisation, which is not offered either; the requests inside it get answers of their own.
    Synchronise {
        /// Echoed where the answer must name it.
        account: Option<Account>,
        /// The requests that came with it.
        inside: Vec<Wrapper>,
    },
}

/// `INCTRAN`: whether transactions are wanted, and from when to when (start inclusive, end exclusive).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// `DTSTART`
    pub start: Bound,
    /// `DTEND`; see [`Moment::end_of_day`].
    pub end: Bound,
    /// `INCLUDE`: `false` asks for balances only. Missing counts as `true`.
    pub include: bool,
}

/// One end of a [`Window`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// Not given.
    Open,
    /// Given.
    At(Moment),
    /// Given, but no date (status 2020).
    Unreadable,
}

impl SignOn {
    /// Whether this is the anonymous user, who may ask for the profile only (OFX 7.1.1).
    pub fn is_anonymous(&self) -> bool {
        let user = self.user_id.to_ascii_lowercase();
        user.strip_prefix("anonymous").is_some_and(|rest| rest.bytes().all(|b| b == b'0'))
    }
}
