//! A source account: a bank account in the partner's books, and what QuickBooks will know it by.

mod change;

use iso_currency::Currency;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use time::Date;

use crate::chance::Chance;
use crate::clock::Timestamp;
use crate::domain::amount::Amount;
use crate::domain::app::App;
use crate::domain::connection::{self, ConnectionId};
use crate::domain::feed::{AccountStatus, Cause, Standing};
use crate::domain::plain_text;
use crate::domain::refusal::Refusal;
use crate::domain::timeline::{self, Event, What, Who};
use crate::store::{self, Db};

pub use change::{Changes, change, delete};

id!(SourceAccountId);

/// Longest id that a partner may give an account.
pub const ID_LIMIT: usize = 64;
pub const NAME_LIMIT: usize = 100;
pub const NUMBER_LIMIT: usize = 64;
pub const SORT_CODE_LIMIT: usize = 20;
pub const ROUTING_CODE_LIMIT: usize = 40;
pub const INFO_LIMIT: usize = 200;
/// OFX: BANKID holds 9 characters, ACCTID 22.
const BANK_ID_DIGITS: usize = 9;
const OFX_ACCOUNT_ID_LIMIT: usize = 22;
/// What a made ACCTID begins with: letters, so that it can never pass for a card number.
const MADE_LETTERS: usize = 10;
const MADE_ALPHABET: &[u8] = b"BCDFGHJKLMNPQRSTVWXZ";

words! {
    /// The word decides the version of the wire shape: the first five are v2, the last two v1.
    AccountType {
        Checking = "checking",
        Savings = "savings",
        Loan = "loan",
        CreditCard = "creditCard",
        PrepaidCard = "prepaidCard",
        Debit = "Debit",
        Credit = "Credit",
    }
}

/// What OFX calls an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfxKind {
    Checking,
    Savings,
    CreditLine,
    Card,
}

impl AccountType {
    /// v2 words as they are, v1 words in any letter case.
    pub fn parse(text: &str) -> Option<Self> {
        let v1 = [Self::Debit, Self::Credit].into_iter().find(|it| it.word().eq_ignore_ascii_case(text));
        v1.or_else(|| text.parse().ok())
    }

    pub fn is_v2(self) -> bool {
        !matches!(self, Self::Debit | Self::Credit)
    }

    pub fn ofx_kind(self) -> OfxKind {
        match self {
            Self::Checking | Self::PrepaidCard | Self::Debit => OfxKind::Checking,
            Self::Savings => OfxKind::Savings,
            Self::Loan => OfxKind::CreditLine,
            Self::CreditCard | Self::Credit => OfxKind::Card,
        }
    }

    /// Whether its number may be one that is printed on a card.
    fn has_card(self) -> bool {
        matches!(self, Self::CreditCard | Self::PrepaidCard | Self::Credit)
    }
}

/// Routing information, as the partner gave it (public API, v2).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(inline)]
pub struct RoutingInfo {
    /// The bank's code; QuickBooks gets it if it has at most nine digits.
    #[schemars(length(max = ROUTING_CODE_LIMIT))]
    pub bank_code: Option<String>,
    /// What kind of code it is.
    #[serde(rename = "type")]
    pub kind: Option<String>,
}

/// Further information, as the partner gave it (public API, v2).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountInfo {
    pub description: Option<String>,
    pub nickname: Option<String>,
    pub account_open_date: Option<String>,
    pub available_balance: Option<String>,
}

/// What a partner says of a new account.
#[derive(Clone, Debug)]
pub struct Draft {
    pub account_id: String,
    pub account_name: String,
    pub account_type: AccountType,
    pub account_number: String,
    pub sort_code: Option<String>,
    pub routing_info: Option<RoutingInfo>,
    pub account_info: Option<AccountInfo>,
    pub currency: String,
    pub balance: Amount,
}

#[derive(Clone, Debug)]
pub struct SourceAccount {
    pub id: SourceAccountId,
    pub connection: ConnectionId,
    pub draft: Draft,
    pub balance_on: Date,
    pub status: AccountStatus,
    pub cause: Option<Cause>,
    pub feed_start: Option<Date>,
    pub ofx_account_id: String,
    pub connected_at: Option<Timestamp>,
    pub disconnected_at: Option<Timestamp>,
    pub last_polled_at: Option<Timestamp>,
    /// Up to here a statement has been given.
    pub snapshot_at: Option<Timestamp>,
    /// The latest push.
    pub pushed_at: Option<Timestamp>,
    pub newest_date: Option<Date>,
    pub next_place: i64,
    pub modified_at: Timestamp,
}

impl SourceAccount {
    /// Where it stands for credentials made at `made_at`.
    pub fn standing(&self, made_at: Timestamp) -> Standing {
        match (self.status, self.cause) {
            (AccountStatus::Pending, _) => Standing::Pending,
            (AccountStatus::Connected, _) => Standing::Connected,
            (AccountStatus::Disconnected, Some(Cause::Silence)) => Standing::Silent,
            // These end every set there is, so one that still signs on is newer, whatever two clocks say.
            (AccountStatus::Disconnected, Some(Cause::Revoked | Cause::Unlinked)) => {
                Standing::TakenAway { set_is_newer: true }
            }
            (AccountStatus::Disconnected, _) => {
                Standing::TakenAway { set_is_newer: self.disconnected_at.is_none_or(|at| made_at > at) }
            }
        }
    }

    /// The last four characters of its number, for a person to tell it by.
    pub fn last_four(&self) -> &str {
        last_four(&self.draft.account_number)
    }
}

/// The last four characters of a number, or all of a shorter one.
pub fn last_four(number: &str) -> &str {
    number.char_indices().rev().nth(3).and_then(|(at, _)| number.get(at..)).unwrap_or(number)
}

impl Draft {
    /// Checks the contract's limits. A number that is printed on a card is cut to its last four at once.
    pub fn checked(mut self) -> Result<Self, Refusal> {
        text("id", &self.account_id, ID_LIMIT)?;
        text("accountName", &self.account_name, NAME_LIMIT)?;
        text("accountNumber", &self.account_number, NUMBER_LIMIT)?;
        for (field, value, limit) in self.optional_texts() {
            if let Some(value) = value {
                text(field, value, limit)?;
            }
        }
        if Currency::from_code(&self.currency).is_none() {
            return Err(Refusal::invalid(
                "currency: must be a code of ISO 4217 in capital letters, such as CAD or USD",
            ));
        }
        if self.account_type.has_card() && is_card_number(&self.account_number) {
            self.account_number = last_four(&digits(&self.account_number)).to_owned();
        }
        Ok(self)
    }

    fn optional_texts(&self) -> [(&'static str, Option<&str>, usize); 6] {
        let routing = self.routing_info.as_ref();
        let info = self.account_info.as_ref();
        [
            ("sortCode", self.sort_code.as_deref(), SORT_CODE_LIMIT),
            ("routingInfo.bankCode", routing.and_then(|it| it.bank_code.as_deref()), ROUTING_CODE_LIMIT),
            ("routingInfo.type", routing.and_then(|it| it.kind.as_deref()), SORT_CODE_LIMIT),
            ("accountInfo.description", info.and_then(|it| it.description.as_deref()), INFO_LIMIT),
            ("accountInfo.nickname", info.and_then(|it| it.nickname.as_deref()), INFO_LIMIT),
            ("accountInfo.accountOpenDate", info.and_then(|it| it.account_open_date.as_deref()), SORT_CODE_LIMIT * 2),
        ]
    }

    /// The routing code if QuickBooks can hold it: at most nine digits.
    fn routing_code(&self) -> Option<String> {
        let code = self.routing_info.as_ref().and_then(|it| it.bank_code.as_deref()).or(self.sort_code.as_deref())?;
        let code: String = code.chars().filter(|letter| !matches!(letter, '-' | ' ')).collect();
        let fits = (1..=BANK_ID_DIGITS).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit());
        fits.then_some(code)
    }

    /// The account number if QuickBooks can hold it and no harm comes of it: OFX trims blanks around a value and reads
    /// three characters as its own.
    fn presentable_number(&self, given: &str) -> Option<String> {
        let fits = (1..=OFX_ACCOUNT_ID_LIMIT).contains(&given.len())
            && given.bytes().all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'<' | b'>' | b'&'))
            && given.trim() == given;
        (fits && !is_card_number(given)).then(|| given.to_owned())
    }
}

/// Adds an account, `pending`. Its ACCTID, and with the first account the connection's BANKID, are fixed for ever.
pub async fn add(
    app: &App,
    db: &mut Db,
    connection: ConnectionId,
    draft: Draft,
    now: Timestamp,
) -> Result<SourceAccount, Refusal> {
    let given = draft.account_number.clone();
    let draft = draft.checked()?;
    // Held, so that two first accounts added at once agree on the BANKID and see one another's numbers.
    store::connections::hold(db, connection).await?;
    let made = made_bank_id(connection);
    store::connections::fix_bank_id(db, connection, &draft.routing_code().unwrap_or(made)).await?;
    let presentable = draft.presentable_number(&given);
    let taken = match &presentable {
        Some(number) => store::source_accounts::has_ofx_account_id(db, connection, number).await?,
        None => true,
    };
    let ofx_account_id = presentable.filter(|_| !taken).unwrap_or_else(|| made_ofx_account_id(&app.chance, &draft));
    let account = SourceAccount::pending(SourceAccountId::new(&app.chance), connection, draft, ofx_account_id, now);
    if !store::source_accounts::insert(db, &account, now).await? {
        return Err(Refusal::Conflict("A bank account already exists with the same id".into()));
    }
    let why = "the partner added it";
    let id = Some(account.draft.account_id.as_str());
    let event = Event { connection, who: Who::Partner, what: What::AccountAdded, why, account: id };
    timeline::record(db, &app.chance, &event, now).await?;
    Ok(account)
}

impl SourceAccount {
    fn pending(
        id: SourceAccountId,
        connection: ConnectionId,
        draft: Draft,
        ofx_account_id: String,
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            connection,
            draft,
            balance_on: now.date(),
            status: AccountStatus::Pending,
            cause: None,
            feed_start: None,
            ofx_account_id,
            connected_at: None,
            disconnected_at: None,
            last_polled_at: None,
            snapshot_at: None,
            pushed_at: None,
            newest_date: None,
            next_place: 0,
            modified_at: now,
        }
    }
}

/// Disconnects every connected account of the connection, in the caller's unit of work.
pub async fn disconnect_all(
    db: &mut Db,
    chance: &Chance,
    connection: ConnectionId,
    who: Who,
    cause: Cause,
    now: Timestamp,
) -> sqlx::Result<()> {
    for account in store::source_accounts::disconnect_all(db, connection, cause, now).await? {
        let why = connection::reason(cause);
        let event = Event { connection, who, what: What::AccountDisconnected, why, account: Some(&account) };
        timeline::record(db, chance, &event, now).await?;
    }
    Ok(())
}

/// A BANKID of nine digits that looks like no routing number (none begins with 9).
fn made_bank_id(connection: ConnectionId) -> String {
    format!("9{:08}", connection.0.as_u128() % 100_000_000)
}

fn made_ofx_account_id(chance: &Chance, draft: &Draft) -> String {
    let letters: String = (0..MADE_LETTERS).map(|_| char::from(chance.pick(MADE_ALPHABET))).collect();
    let tail: String = last_four(&draft.account_number).chars().filter(char::is_ascii_alphanumeric).collect();
    format!("{letters}{tail}")
}

fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}

/// 13 to 19 digits that pass the Luhn check, whatever stands between them.
fn is_card_number(number: &str) -> bool {
    let digits = digits(number);
    if !(13..=19).contains(&digits.len()) {
        return false;
    }
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, byte)| {
            let digit = u32::from(byte - b'0') * if place % 2 == 1 { 2 } else { 1 };
            digit / 10 + digit % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

fn text(field: &str, value: &str, limit: usize) -> Result<(), Refusal> {
    plain_text::check(value).map_err(|unwelcome| Refusal::invalid(format!("{field}: {unwelcome}")))?;
    match value.trim() {
        text if plain_text::is_blank(text) => {
            Err(Refusal::invalid(format!("{field}: is required and may not be empty")))
        }
        text if !plain_text::fits(text, limit) => {
            Err(Refusal::invalid(format!("{field}: must be {limit} characters or less")))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(account_type: AccountType, number: &str) -> Draft {
        Draft {
            account_id: "acc-1".into(),
            account_name: "Everyday".into(),
            account_type,
            account_number: number.into(),
            sort_code: None,
            routing_info: None,
            account_info: None,
            currency: "CAD".into(),
            balance: Amount::ZERO,
        }
    }

    #[test]
    fn a_card_number_is_cut_to_its_last_four_on_a_card_account_only() {
        let card = draft(AccountType::CreditCard, "4242 4242 4242 4242").checked().unwrap();
        assert_eq!(card.account_number, "4242");
        for number in ["4242.4242.4242.4242", "Visa 4242424242424242", "4242/4242/4242/4242"] {
            assert_eq!(draft(AccountType::Credit, number).checked().unwrap().account_number, "4242", "{number}");
        }
        let no_card = draft(AccountType::CreditCard, "4242 4242 4242 4241").checked().unwrap();
        assert_eq!(no_card.account_number, "4242 4242 4242 4241");
        let checking = draft(AccountType::Checking, "4242424242424242").checked().unwrap();
        assert_eq!(checking.account_number, "4242424242424242");
        assert_eq!(checking.presentable_number("4242424242424242"), None);
    }

    #[test]
    fn a_made_account_id_ends_in_the_last_four_and_fits() {
        let made =
            made_ofx_account_id(&Chance::seeded(1), &draft(AccountType::Checking, "CA-99-0001-0002-0003-0004-7788"));
        assert!(made.ends_with("7788") && made.len() <= 22 && !is_card_number(&made), "{made}");
    }

    #[test]
    fn the_word_decides_the_version_and_the_ofx_kind() {
        assert_eq!(AccountType::parse("credit"), Some(AccountType::Credit));
        assert_eq!(AccountType::parse("DEBIT"), Some(AccountType::Debit));
        assert_eq!(AccountType::parse("checking"), Some(AccountType::Checking));
        assert_eq!(AccountType::parse("Checking"), None);
        assert_eq!(AccountType::parse("mortgage"), None);
        assert_eq!(AccountType::Loan.ofx_kind(), OfxKind::CreditLine);
        assert_eq!(AccountType::PrepaidCard.ofx_kind(), OfxKind::Checking);
    }

    #[test]
    fn a_routing_code_of_more_than_nine_digits_is_not_used() {
        let mut account = draft(AccountType::Checking, "1234");
        account.sort_code = Some("12-34-56".into());
        assert_eq!(account.routing_code().as_deref(), Some("123456"));
        account.routing_info = Some(RoutingInfo { bank_code: Some("0210010881".into()), kind: None });
        assert_eq!(account.routing_code(), None);
    }

    #[test]
    fn what_breaks_a_limit_names_its_field() {
        let mut account = draft(AccountType::Checking, "1234");
        account.account_name = "Every\u{202e}day".into();
        let Err(Refusal::Invalid { error, .. }) = account.checked() else { panic!("accepted") };
        assert!(error.starts_with("accountName: character 6"), "{error}");
    }
}
