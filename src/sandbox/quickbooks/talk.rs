//! A request file to the institution, and what it came to: sent, read, masked and kept.

use time::OffsetDateTime;
use uuid::Uuid;

use super::wire;
use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::domain::pretend::came_to::{CameTo, Said};
use crate::domain::pretend::{self, Asked, ExchangeId, SignOnId};
use crate::domain::refusal::Refusal;
use crate::ofx::{self, Fi, Question, Reply, Status, User, Wanted};
use crate::secret::{Fingerprint, SecretText};
use crate::store::Db;
use crate::store::pretend_exchanges::{self, Exchange};
use crate::store::pretend_sign_ons::SignOn;
use crate::web::urls::sandbox as urls;

/// What QuickBooks calls itself, and the version of OFX that it writes.
const APP: (&str, &str) = ("QBKS", "3300");
const VERSION: u16 = 103;
/// Stands for the password wherever an exchange is kept.
const MASK: &str = "****************";
/// Fewer letters stand in an answer by chance.
const SHORTEST: usize = 6;

/// The pretend QuickBooks of one visitor, about to ask one bank.
pub struct Caller<'a> {
    pub app: &'a App,
    pub visitor: Fingerprint,
    pub bank: &'a SignOn,
}

/// A username and password, as a customer typed them or as they are kept.
pub struct Pair {
    pub username: String,
    pub password: SecretText,
}

/// What came of a request, still to be kept.
pub struct Heard {
    pub id: ExchangeId,
    pub at: Timestamp,
    /// What can be said of it before anybody has looked for what is new.
    pub came_to: Result<Reply, CameTo>,
    /// Of the requests in the file, in the order in which they were wanted.
    pub trnuids: Vec<String>,
    sign_on: SignOnId,
    asked: Asked,
    address: String,
    request: Vec<u8>,
    http_status: Option<u16>,
    answer: Option<Vec<u8>>,
}

impl Caller<'_> {
    /// The institution's profile, which needs no password.
    pub async fn profile(&self) -> Result<Heard, Refusal> {
        let address = urls::institution_of(self.bank.institution_id);
        self.ask(Asked::Profile, &address, None, vec![Wanted::Profile(None)]).await
    }

    pub async fn accounts(&self, pair: &Pair) -> Result<Heard, Refusal> {
        self.ask(Asked::Accounts, urls::institution(), Some(pair), vec![Wanted::Accounts]).await
    }

    /// Statements of these accounts, each from its instant, in one file.
    pub async fn statements(&self, pair: &Pair, wanted: Vec<(ofx::Account, OffsetDateTime)>) -> Result<Heard, Refusal> {
        let wanted = wanted.into_iter().map(|(account, start)| Wanted::Statement(account, start)).collect();
        self.ask(Asked::Statements, urls::institution(), Some(pair), wanted).await
    }

    async fn ask(&self, asked: Asked, path: &str, pair: Option<&Pair>, wanted: Vec<Wanted>) -> Result<Heard, Refusal> {
        let Self { app, visitor, bank } = self;
        let sandbox = app.sandbox.as_ref().ok_or(Refusal::LostPlace)?;
        let (id, now) = (ExchangeId::new(&app.chance), app.clock.now());
        let address = format!("{}{path}", sandbox.institution);
        let (file_uid, client_uid) = (app.chance.uuid().to_string(), client_uid(visitor));
        let trnuids: Vec<String> = wanted.iter().map(|_| app.chance.uuid().to_string()).collect();
        let question = Question {
            version: VERSION,
            file_uid: &file_uid,
            now: now.datetime(),
            user: pair.map_or(User::Anonymous, |pair| User::Named(&pair.username, pair.password.reveal())),
            fi: Some(Fi { org: bank.name_en.clone(), fid: None }),
            app: APP,
            client_uid: Some(&client_uid),
            wanted: trnuids.iter().cloned().zip(wanted).collect(),
        };
        let sent = wire::post(&address, question.write(), sandbox.patience).await;
        // Written once more for keeping: the password is not taken out, it was never in.
        let masked = pair.map_or(User::Anonymous, |pair| User::Named(&pair.username, MASK));
        let request = Question { user: masked, ..question }.write().to_vec();
        let heard = Heard {
            id,
            at: now,
            came_to: Err(CameTo::BrokenOff),
            trnuids,
            sign_on: bank.id,
            asked,
            address,
            request,
            http_status: None,
            answer: None,
        };
        Ok(heard.with(sent, pair))
    }
}

impl Heard {
    fn with(self, sent: Result<wire::Received, CameTo>, pair: Option<&Pair>) -> Self {
        let received = match sent {
            Ok(received) => received,
            Err(came_to) => return Self { came_to: Err(came_to), ..self },
        };
        let (status, retry_after) = (received.status, received.retry_after);
        let came_to = match status {
            200 => ofx::read_reply(&received.body).map_err(|_| CameTo::Unreadable),
            _ => Err(CameTo::Http { status, retry_after }),
        };
        let answer = pair.map_or(received.body.clone(), |pair| masked(&received.body, pair.password.reveal()));
        Self { came_to, http_status: Some(status), answer: Some(answer), ..self }
    }

    /// Keeps the exchange with what it came to.
    pub async fn keep(self, db: &mut Db, visitor: &Fingerprint, came_to: &CameTo) -> Result<(), Refusal> {
        let is_cut = self.answer.as_ref().is_some_and(|answer| answer.len() > pretend::LONGEST_KEPT);
        let cut = |mut bytes: Vec<u8>| {
            bytes.truncate(pretend::LONGEST_KEPT);
            bytes
        };
        let exchange = Exchange {
            id: self.id,
            sign_on_id: self.sign_on,
            asked: self.asked,
            made_at: self.at,
            address: self.address,
            request: cut(self.request),
            http_status: self.http_status.map(i64::from),
            answer: self.answer.map(cut),
            is_cut,
            came_to: serde_json::to_string(came_to).map_err(anyhow::Error::new)?,
        };
        Ok(pretend_exchanges::keep(db, visitor, &exchange, pretend::MOST_EXCHANGES).await?)
    }
}

/// A status as it is kept.
pub fn said(status: &Status) -> Said {
    Said { code: status.code, message: status.message.as_deref().map(str::to_owned) }
}

/// The same for every request of one QuickBooks, and nobody's who does not know the cookie.
fn client_uid(visitor: &Fingerprint) -> String {
    let bytes = visitor.bytes().first_chunk::<16>().copied().unwrap_or_default();
    Uuid::from_bytes(bytes).to_string()
}

/// No institution has a reason to repeat a password; should one do so, it is not kept.
fn masked(body: &[u8], password: &str) -> Vec<u8> {
    let needle = password.as_bytes();
    if needle.len() < SHORTEST || !body.windows(needle.len()).any(|window| window.eq_ignore_ascii_case(needle)) {
        return body.to_vec();
    }
    let text = ofx::as_text(body);
    let lowered = text.to_ascii_lowercase();
    let (mut clean, mut end) = (String::with_capacity(text.len()), 0);
    for (start, found) in lowered.match_indices(&password.to_ascii_lowercase()) {
        clean.push_str(text.get(end..start).unwrap_or_default());
        clean.push_str(MASK);
        end = start + found.len();
    }
    clean.push_str(text.get(end..).unwrap_or_default());
    clean.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn a_password_that_comes_back_is_masked_in_any_case_of_letters() {
        let answer = masked(b"<MESSAGE>h7kq2wmd is wrong, H7KQ2WMD", "H7KQ2WMD");
        assert_eq!(answer, b"<MESSAGE>**************** is wrong, ****************");
        assert_eq!(masked(b"\xe9t\xe9 OFX", "OFX"), b"\xe9t\xe9 OFX");
        assert_eq!(masked(b"anything", ""), b"anything");
    }
}
