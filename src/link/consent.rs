//! Step 2: the permission. Data goes from the bank *to* QuickBooks, and the page says so; what is asked for follows from the
//! data types which the partner switched on.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::visit::Guest;
use crate::domain::connection::ConnectionId;
use crate::domain::consent::{self, ConsentText};
use crate::domain::language::Language;
use crate::domain::link_session;
use crate::domain::masking;
use crate::domain::refusal::Refusal;
use crate::domain::source_account::SourceAccount;
use crate::store;
use crate::web::answer::see_other;
use crate::web::form::{self, Form};
use crate::web::page::{Page, Shell};
use crate::web::urls;

/// Kept with every consent. A test fails when the words change under the same version.
pub const TEXT_VERSION: &str = "2026-11.4";

#[derive(Template)]
#[template(path = "link/consent.html")]
pub struct Consent {
    pub shell: Shell,
    pub connection: String,
    pub csrf: String,
    pub with_transactions: bool,
    /// Without any there is nothing to agree to, and no Next.
    pub accounts: Vec<Account>,
    /// When somebody agreed before, in words.
    pub agreed_on: Option<String>,
    /// What was agreed to is not what would be sent now: read it again.
    pub has_changed: bool,
}

/// A source account as its owner recognises it; never its whole number.
pub struct Account {
    pub name: String,
    pub currency: String,
    pub last_four: Option<String>,
}

/// What the two buttons send, as `answer`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Agree,
    Decline,
}

impl Answer {
    pub fn word(self) -> &'static str {
        match self {
            Answer::Agree => "agree",
            Answer::Decline => "decline",
        }
    }

    /// The page that an answer leads to.
    fn next(self, connection: ConnectionId) -> String {
        match self {
            Answer::Agree => urls::set_up(connection),
            Answer::Decline => urls::declined(connection),
        }
    }

    pub fn parse(word: &str) -> Option<Answer> {
        [Answer::Agree, Answer::Decline].into_iter().find(|answer| answer.word() == word)
    }
}

impl Consent {
    /// What the form brings back: which words, in which language, were on the page that was answered.
    pub fn text(&self) -> String {
        format!("{}.{}", self.shell.tongue.tag(), self.text_hash())
    }

    /// SHA-256 of the words on the page, in hex: what was agreed to, whatever the words become later.
    pub fn text_hash(&self) -> String {
        let digest = Sha256::digest(self.words().join("\n"));
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// In the order in which they stand there. A test finds each of them on the page.
    fn words(&self) -> Vec<String> {
        let tongue = self.shell.tongue;
        let say = |key: &str| tongue.t(key).to_owned();
        let with_partner = |key: &str| tongue.t1(key, "partner", self.shell.partner());
        let mut words = vec![say("consent"), say("consent-lead"), with_partner("consent-what")];
        words.extend([say("consent-accounts"), say("consent-accounts-are")]);
        if self.with_transactions {
            words.extend([say("consent-transactions"), say("consent-transactions-are")]);
        }
        words.push(say("consent-which"));
        for account in &self.accounts {
            words.push(account.name.clone());
            words.extend(account.last_four.as_deref().map(|digits| tongue.t1("consent-account", "digits", digits)));
            words.push(account.currency.clone());
        }
        words.extend([say("consent-why"), with_partner(self.why()), say("consent-how-often"), self.how_often()]);
        words.extend([say("consent-not"), say("consent-not-money"), with_partner("consent-not-books")]);
        words.extend([say("consent-stop"), say("consent-stop-is"), with_partner("consent-agree")]);
        words
    }

    fn why(&self) -> &'static str {
        if self.with_transactions { "consent-why-is" } else { "consent-why-balances" }
    }

    fn how_often(&self) -> String {
        let Shell { tongue, spans, .. } = &self.shell;
        match self.with_transactions {
            true => tongue.t1("consent-how-often-is", "span", tongue.t1("days", "count", spans.history_days)),
            false => tongue.t("consent-how-often-balances").to_owned(),
        }
    }
}

impl Page for Consent {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("consent").to_owned()
    }

    fn step(&self) -> Option<usize> {
        Some(2)
    }
}

#[derive(Deserialize)]
pub struct Given {
    answer: String,
    /// As [`Consent::text`] made it.
    text: String,
}

/// What is asked for, and for which accounts.
pub async fn get(guest: Guest) -> Result<HttpResponse, Refusal> {
    let page = Consent::of(&guest).await?;
    guest.visit.answers(StatusCode::OK, &page)
}

/// Agreed or declined: kept with the words as they stood there.
pub async fn post(guest: Guest, form: Form<Given>) -> Result<HttpResponse, Refusal> {
    let (visit, session) = (&guest.visit, guest.fingerprint());
    let name = form_of(form.field("text"));
    let given = form.from_visitor(&visit.app, &session, &name)?;
    let answer = Answer::parse(&given.answer).ok_or(Refusal::FormRefused)?;
    let mut page = Consent::of(&guest).await?;
    if answer == Answer::Agree && page.accounts.is_empty() {
        return visit.answers(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    if answer == Answer::Agree && given.text != page.text() {
        page.has_changed = true;
        return visit.answers(StatusCode::CONFLICT, &page);
    }
    keep(&guest, answer, &given.text).await?;
    Ok(see_other(&answer.next(visit.connection)).finish())
}

/// The form's token is made for the words above it: nobody can answer to words that were not shown to them.
fn form_of(text: &str) -> String {
    format!("{}: {text}", urls::Page::Consent.name())
}

/// Keeps the answer with the words it was given to, and gives the session more time.
async fn keep(guest: &Guest, answer: Answer, shown: &str) -> Result<(), Refusal> {
    let (visit, session) = (&guest.visit, guest.fingerprint());
    let (language, hash) = shown.split_once('.').ok_or(Refusal::FormRefused)?;
    let language = Language::parse(language).ok_or(Refusal::FormRefused)?;
    let text = ConsentText { version: TEXT_VERSION, hash: hash.to_owned(), language };
    let mut db = visit.app.store.write().await?;
    if !link_session::extend(&visit.app, &mut db, &session).await? {
        return Err(Refusal::LostPlace);
    }
    match answer {
        Answer::Agree => consent::give(&visit.app, &mut db, visit.connection, &session, &text).await?,
        Answer::Decline => consent::decline(&visit.app, &mut db, visit.connection, &session, &text).await?,
    }
    Ok(db.commit().await?)
}

impl Consent {
    async fn of(guest: &Guest) -> Result<Consent, Refusal> {
        let visit = &guest.visit;
        let mut db = visit.app.store.read().await?;
        let accounts = store::source_accounts::of_connection(&mut db, visit.connection).await?;
        let last = store::connections::consents(&mut db, visit.connection).await?.pop();
        let mut page = Consent {
            shell: visit.shell(urls::Page::Consent),
            connection: visit.connection.to_string(),
            csrf: String::new(),
            with_transactions: visit.partner.settings.bank_transactions,
            accounts: accounts.iter().map(Account::of).collect(),
            agreed_on: last.filter(|last| last.granted).map(|last| visit.date(last.at)),
            has_changed: false,
        };
        page.csrf = form::token(&visit.app, &visit.visitor(), &form_of(&page.text()));
        Ok(page)
    }
}

impl Account {
    fn of(account: &SourceAccount) -> Account {
        let last_four = Some(account.last_four().to_owned()).filter(|digits| !digits.is_empty());
        Account { name: masking::account_name(account), currency: account.draft.currency.clone(), last_four }
    }
}

#[cfg(test)]
impl Consent {
    pub fn samples(shell: &Shell) -> Vec<(&'static str, Consent)> {
        let account = |name: &str, last_four: Option<&str>| Account {
            name: name.into(),
            currency: "CAD".into(),
            last_four: last_four.map(str::to_owned),
        };
        let page = |with_transactions, accounts| Consent {
            shell: shell.clone(),
            connection: "9f3c".into(),
            csrf: "t0ken".into(),
            with_transactions,
            accounts,
            agreed_on: None,
            has_changed: false,
        };
        let three = || {
            vec![
                account("Business Chequing", Some("4821")),
                account("Épargne Entreprise", Some("0077")),
                account("Visa <Gold> & Co", None),
            ]
        };
        let again = Consent { agreed_on: Some("July 4, 2026".into()), ..page(true, three()) };
        let changed = Consent { has_changed: true, ..page(true, three()) };
        vec![
            ("consent", page(true, three())),
            ("consent_accounts_only", page(false, vec![account("Business Chequing", Some("4821"))])),
            ("consent_no_account", page(true, Vec::new())),
            ("consent_again", again),
            ("consent_changed", changed),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_back_from_its_word() {
        assert_eq!(Answer::parse("agree"), Some(Answer::Agree));
        assert_eq!(Answer::parse("decline"), Some(Answer::Decline));
        assert_eq!(Answer::parse("Agree"), None);
    }

    #[test]
    fn the_hash_is_of_the_words_on_the_page() {
        use crate::web::page::Brand;
        use crate::web::texts::Tongue;
        for language in crate::domain::language::Language::ALL {
            let brand = std::sync::Arc::new(Brand::sample("#00874e", "#12355b"));
            let shell = Shell::sample(Tongue::new(language)).branded(brand);
            for (name, page) in Consent::samples(&shell).into_iter().take(2) {
                let html = page.render().unwrap().replace("&#60;", "<").replace("&#62;", ">").replace("&#38;", "&");
                let body = html.split("<h1>").nth(1).unwrap();
                let mut rest = body;
                for words in page.words() {
                    rest = rest.split_once(&words).unwrap_or_else(|| panic!("{name} lacks in its place: {words}")).1;
                }
            }
            let [first, second] = [0, 1].map(|at| Consent::samples(&shell).remove(at).1.text_hash());
            assert_ne!(first, second);
        }
    }

    /// Whoever agreed did so to words. When this fails, give the text a new version, then the new fingerprint.
    #[test]
    fn other_words_need_another_version() {
        let is_consent = |line: &&str| line.starts_with("consent");
        let words: Vec<&str> = crate::domain::language::Language::ALL
            .into_iter()
            .flat_map(crate::web::texts::source)
            .flat_map(|source| source.lines().filter(is_consent))
            .collect();
        let fingerprint = crate::web::assets::fingerprint(words.join("\n").as_bytes());
        assert_eq!((TEXT_VERSION, fingerprint.as_str()), ("2026-11.4", "1dc1eb5e2e44d3eb"));
    }
}
