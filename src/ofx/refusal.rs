//! A whole file refused: the sign-on answer carries the reason, and so does every request in it (OFX 2.5.1.2).

use time::OffsetDateTime;

use super::answer::{Answer, SetAnswer, SignOnAnswer};
use super::request::Request;
use super::status::Status;

impl Request {
    /// The sign-on answer to this request, `FI` echoed.
    pub fn sign_on_answer(&self, status: Status, dt_server: OffsetDateTime) -> SignOnAnswer {
        let fi = self.sign_on.as_ref().and_then(|sign_on| sign_on.fi.clone());
        SignOnAnswer { status, dt_server, dt_prof_up: None, dt_acct_up: None, fi }
    }

    /// `status` for the sign-on, and every request in the file refused, `TRNUID` and `CLTCOOKIE` echoed.
    ///
    /// Where the user or password is at fault the requests say 15500, else (the server is at fault) what the
    /// sign-on says, so that nobody comes to doubt a good password.
    pub fn refuse(&self, status: Status, dt_server: OffsetDateTime) -> Answer {
        let each = for_each_request(&status);
        let sets = self.sets.iter().map(|asked| SetAnswer {
            set: asked.set,
            wrappers: asked.wrappers.iter().map(|wrapper| wrapper.refuse(each.clone())).collect(),
        });
        Answer { sets: sets.collect(), sign_on: self.sign_on_answer(status, dt_server) }
    }
}

fn for_each_request(sign_on: &Status) -> Status {
    let is_theirs = (15000..16000).contains(&sign_on.code);
    let code = if is_theirs { 15500 } else { sign_on.code };
    Status { code, ..sign_on.clone() }
}
