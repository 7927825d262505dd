//! [`Answer`] in, bytes out, in the one order that strict readers accept.

use super::answer::{Answer, Body, SignOnAnswer, SyncAnswer, WrapperAnswer};
use super::request::Fi;
use super::writer::Writer;
use super::{Header, MessageSet, Transaction};

/// Identifiers that are only echoed go back whole up to here.
const LONGEST_ECHO: usize = 255;

/// The answer as a file, in the syntax and version of the request's header.
pub fn write(answer: &Answer, header: &Header) -> Vec<u8> {
    written(answer, header).finish()
}

/// The same file for transactions that are too many to be at hand at once: parted where each list of them ends. What
/// [`write_transactions`] gives belongs between two parts. (The sets stand in the order of the specification, whatever
/// theirs is in the answer.)
pub fn write_parts(answer: &Answer, header: &Header) -> Vec<Vec<u8>> {
    written(answer, header).parts()
}

/// Some of the transactions of a list, as they stand in a file.
pub fn write_transactions(transactions: &[Transaction], header: &Header) -> Vec<u8> {
    let mut out = Writer::within_a_file(header.syntax);
    transactions.iter().for_each(|transaction| transaction.write(&mut out));
    out.finish()
}

fn written(answer: &Answer, header: &Header) -> Writer {
    let mut out = Writer::new(header);
    out.within("OFX", |out| MessageSet::ALL.into_iter().for_each(|set| answer.write_set(set, out)));
    out
}

impl Answer {
    /// A set once, though the request may have had it twice.
    fn write_set(&self, set: MessageSet, out: &mut Writer) {
        let is_sign_on = set == MessageSet::SignOn;
        let mut wrappers = self.sets.iter().filter(|s| s.set == set).flat_map(|s| &s.wrappers).peekable();
        if !is_sign_on && wrappers.peek().is_none() {
            return;
        }
        out.within(&set.answer_tag(), |out| {
            if is_sign_on {
                self.sign_on.write(out);
            }
            wrappers.for_each(|wrapper| wrapper.write(out));
        });
    }
}

impl SignOnAnswer {
    fn write(&self, out: &mut Writer) {
        out.within("SONRS", |out| {
            self.status.write(out);
            out.instant("DTSERVER", self.dt_server);
            out.word("LANGUAGE", "ENG");
            self.dt_prof_up.iter().for_each(|instant| out.instant("DTPROFUP", *instant));
            self.dt_acct_up.iter().for_each(|instant| out.instant("DTACCTUP", *instant));
            self.fi.iter().for_each(|fi| fi.write(out));
        });
    }
}

impl Fi {
    fn write(&self, out: &mut Writer) {
        out.within("FI", |out| {
            out.required("ORG", &self.org, 32);
            out.optional("FID", self.fid.as_deref(), 32);
        });
    }
}

impl WrapperAnswer {
    fn write(&self, out: &mut Writer) {
        out.within(&self.name.answer_tag(), |out| match &self.body {
            Some(Body::Sync(sync)) => sync.write(out),
            body => self.write_transaction(body.as_ref(), out),
        });
    }

    fn write_transaction(&self, body: Option<&Body>, out: &mut Writer) {
        out.required("TRNUID", &self.trnuid, LONGEST_ECHO);
        self.status.write(out);
        out.optional("CLTCOOKIE", self.clt_cookie.as_deref(), LONGEST_ECHO);
        body.filter(|_| !self.status.is_error()).into_iter().for_each(|body| body.write(out));
    }
}

impl Body {
    fn write(&self, out: &mut Writer) {
        match self {
            Self::Profile(profile) => profile.write(out),
            Self::Accounts(accounts) => accounts.write(out),
            Self::Statement(statement) => statement.write(out),
            Self::Sync(sync) => sync.write(out),
        }
    }
}

impl SyncAnswer {
    /// Token 0 makes the client begin anew next time, which costs nothing: there is never anything to synchronise.
    fn write(&self, out: &mut Writer) {
        out.number("TOKEN", 0);
        self.account.iter().for_each(|account| account.write(out));
        self.inside.iter().for_each(|wrapper| wrapper.write(out));
    }
}
