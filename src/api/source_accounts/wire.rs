//! A source account on the wire, in two versions. One body is read for both; the word in `accountType` decides which
//! it is, and in which shape it is answered.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::api::json::{Body, Object};
use crate::domain::amount::Amount;
use crate::domain::feed::AccountStatus;
use crate::domain::refusal::Refusal;
use crate::domain::source_account::{
    AccountInfo, AccountType, Changes, Draft, ID_LIMIT, INFO_LIMIT, NAME_LIMIT, NUMBER_LIMIT, RoutingInfo,
    SORT_CODE_LIMIT, SourceAccount,
};
use crate::domain::transaction::written_date;

/// The public API's types of routing number, and the one that none given means.
const ROUTING_TYPES: [&str; 13] =
    ["rtn", "aba", "swift", "bsb", "iban", "nz2", "trno", "sortcode", "blz", "ifsc", "bankcode", "apca", "clabe"];
const USUAL_ROUTING_TYPE: &str = "bankcode";

/// What lies beside the accounts in the address: deleting an account of this name would do something else.
const NAMES_OF_ADDRESSES: [&str; 2] = ["batch", "credentials"];

/// What a partner says of a new account, in either version.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "SourceAccountRequest")]
pub struct Asked {
    /// Your own id of the account, unique in its connection.
    #[schemars(length(min = 1, max = ID_LIMIT))]
    id: String,
    /// As the customer sees it in QuickBooks.
    #[schemars(length(min = 1, max = NAME_LIMIT))]
    account_name: String,
    /// The word decides the version of the shape: the first five are v2; `Debit` and `Credit`, in any letter case, are v1.
    #[schemars(with = "AccountType")]
    account_type: String,
    /// On a card account a card's number is kept as its last four digits only.
    #[schemars(length(min = 1, max = NUMBER_LIMIT))]
    account_number: String,
    /// ISO 4217.
    #[schemars(regex(pattern = "^[A-Z]{3}$"))]
    currency: String,
    balance: Amount,
    #[schemars(length(max = SORT_CODE_LIMIT))]
    sort_code: Option<String>,
    #[schemars(with = "Option<RoutingInfo>")]
    routing_info: Option<Object<RoutingInfo>>,
    #[schemars(with = "Option<AskedInfo>")]
    account_info: Option<Object<AskedInfo>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(inline)]
struct AskedInfo {
    #[schemars(length(max = INFO_LIMIT))]
    description: Option<String>,
    #[schemars(length(max = INFO_LIMIT))]
    nickname: Option<String>,
    /// Such as 2026-05-06.
    #[schemars(extend("format" = "date"))]
    account_open_date: Option<String>,
    available_balance: Option<Amount>,
}

impl Body for Asked {}

impl Asked {
    /// Turns its words into the domain's; lengths and characters are the domain's to check.
    pub fn into_draft(self) -> Result<Draft, Refusal> {
        if NAMES_OF_ADDRESSES.contains(&self.id.as_str()) {
            return Err(Refusal::invalid(format!("id: may not be {}", NAMES_OF_ADDRESSES.join(" or "))));
        }
        Ok(Draft {
            account_type: account_type(&self.account_type)?,
            account_id: self.id,
            account_name: self.account_name,
            account_number: self.account_number,
            sort_code: given(self.sort_code),
            routing_info: self.routing_info.map(|Object(info)| routing(info)).transpose()?,
            account_info: self.account_info.map(|Object(info)| info.checked()).transpose()?,
            currency: self.currency,
            balance: self.balance,
        })
    }
}

/// What a partner wants changed of an account. Every field of an account may be there: those that cannot change are read for
/// their form alone.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "SourceAccountChanges")]
pub struct Changed {
    /// The account that the address names.
    id: Option<String>,
    #[schemars(length(min = 1, max = NAME_LIMIT))]
    account_name: Option<String>,
    /// To `disconnected`, and to nothing else.
    status: Option<String>,
    /// Until QuickBooks has connected the account.
    balance: Option<Amount>,
    /// This field and those below are read for their form alone.
    #[serde(rename = "accountType")]
    _account_type: Option<String>,
    #[serde(rename = "accountNumber")]
    _account_number: Option<String>,
    #[serde(rename = "sortCode")]
    _sort_code: Option<String>,
    #[serde(rename = "routingInfo")]
    #[schemars(with = "Option<RoutingInfo>")]
    _routing_info: Option<Object<RoutingInfo>>,
    #[serde(rename = "accountInfo")]
    #[schemars(with = "Option<AskedInfo>")]
    _account_info: Option<Object<AskedInfo>>,
    #[serde(rename = "currency")]
    _currency: Option<String>,
    #[serde(rename = "modifiedDate")]
    _modified_date: Option<String>,
    #[serde(rename = "feedStartDate")]
    _feed_start_date: Option<String>,
}

impl Body for Changed {}

impl Changed {
    /// `account_id`: the one that the address names.
    pub fn of_account(self, account_id: &str) -> Result<Changes, Refusal> {
        let Self { id, account_name, status, balance, .. } = self;
        if id.is_some_and(|id| id != account_id) {
            return Err(Refusal::invalid("id: must be the account that the address names"));
        }
        Ok(Changes { account_name, status, balance })
    }
}

impl AskedInfo {
    fn checked(self) -> Result<AccountInfo, Refusal> {
        let account_open_date = given(self.account_open_date);
        if account_open_date.as_deref().is_some_and(|text| written_date(text).is_none()) {
            return Err(Refusal::invalid("accountInfo.accountOpenDate: must be a date such as 2026-05-06"));
        }
        Ok(AccountInfo {
            description: given(self.description),
            nickname: given(self.nickname),
            account_open_date,
            available_balance: self.available_balance.map(|amount| amount.to_string()),
        })
    }
}

fn account_type(word: &str) -> Result<AccountType, Refusal> {
    AccountType::parse(word).ok_or_else(|| {
        let words: Vec<&str> = AccountType::ALL.iter().map(|it| it.word()).collect();
        Refusal::invalid(format!("accountType: must be one of {}", words.join(", ")))
    })
}

fn routing(info: RoutingInfo) -> Result<RoutingInfo, Refusal> {
    let kind = given(info.kind).unwrap_or_else(|| USUAL_ROUTING_TYPE.to_owned());
    if !ROUTING_TYPES.contains(&kind.as_str()) {
        return Err(Refusal::invalid(format!("routingInfo.type: must be one of {}", ROUTING_TYPES.join(", "))));
    }
    Ok(RoutingInfo { bank_code: given(info.bank_code), kind: Some(kind) })
}

/// An optional field that is empty was not given.
fn given(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

/// In which shape accounts are answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    One,
    Two,
}

impl Version {
    pub fn of_all<'a>(accounts: impl IntoIterator<Item = &'a SourceAccount>) -> Self {
        let all_are_v2 = accounts.into_iter().all(|account| account.draft.account_type.is_v2());
        if all_are_v2 { Self::Two } else { Self::One }
    }
}

/// An account as the public API shows it. Version 1 has no routing and account information, and an instant where
/// version 2 has a date.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "SourceAccount")]
pub struct Shown<'a> {
    id: &'a str,
    account_name: &'a str,
    account_type: AccountType,
    account_number: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    sort_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "RoutingInfo")]
    routing_info: Option<&'a RoutingInfo>,
    currency: &'a str,
    balance: Amount,
    /// In version 2 always there, or an account without would be one of either version.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<ShownInfo<'a>>")]
    account_info: Option<Option<ShownInfo<'a>>>,
    #[schemars(extend("format" = "date-time"))]
    modified_date: String,
    /// `pending` until QuickBooks first asks for a statement, then `connected`; `disconnected` after ten silent days, by PATCH or
    /// when the credentials end.
    status: AccountStatus,
    /// From which day on QuickBooks gets transactions: a date in v2, an instant in v1; absent before the account is connected.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    feed_start_date: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(inline)]
struct ShownInfo<'a> {
    description: Option<&'a str>,
    nickname: Option<&'a str>,
    account_open_date: Option<&'a str>,
    available_balance: Option<Amount>,
}

impl<'a> Shown<'a> {
    /// All in one version: v2 only if every account is.
    pub fn list(accounts: &'a [SourceAccount]) -> Vec<Self> {
        let version = Version::of_all(accounts);
        accounts.iter().map(|account| Self::of(account, version)).collect()
    }

    pub fn of(account: &'a SourceAccount, version: Version) -> Self {
        let draft = &account.draft;
        let is_v2 = version == Version::Two;
        Self {
            id: &draft.account_id,
            account_name: &draft.account_name,
            account_type: draft.account_type,
            account_number: &draft.account_number,
            sort_code: draft.sort_code.as_deref(),
            routing_info: draft.routing_info.as_ref().filter(|_| is_v2),
            currency: &draft.currency,
            balance: draft.balance,
            account_info: is_v2.then(|| draft.account_info.as_ref().map(ShownInfo::of)),
            modified_date: account.modified_at.text(),
            status: account.status,
            feed_start_date: account.feed_start.map(|date| match version {
                Version::One => format!("{date}T00:00:00Z"),
                Version::Two => date.to_string(),
            }),
        }
    }
}

impl<'a> ShownInfo<'a> {
    fn of(info: &'a AccountInfo) -> Self {
        Self {
            description: info.description.as_deref(),
            nickname: info.nickname.as_deref(),
            account_open_date: info.account_open_date.as_deref(),
            available_balance: info.available_balance.as_deref().and_then(|text| text.parse().ok()),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use time::macros::date;

    use super::*;
    use crate::api::json::parse;
    use crate::chance::Chance;
    use crate::clock::Timestamp;
    use crate::domain::connection::ConnectionId;
    use crate::domain::source_account::SourceAccountId;

    fn body(changes: &Value) -> Value {
        let mut body = json!({
            "id": "acc-001",
            "accountName": "Everyday",
            "accountType": "checking",
            "accountNumber": "12345670",
            "routingInfo": {"bankCode": "021001088", "type": "bankcode"},
            "currency": "CAD",
            "balance": 99.90,
            "accountInfo": {"nickname": "Daily", "accountOpenDate": "2023-05-06", "availableBalance": 10.50},
            "modifiedDate": "2024-08-02T00:00:00.000Z",
        });
        for (field, value) in changes.as_object().unwrap() {
            if value.is_null() {
                body.as_object_mut().unwrap().remove(field);
            } else {
                body[field] = value.clone();
            }
        }
        body
    }

    fn draft(changes: &Value) -> Result<Draft, Refusal> {
        parse::<Asked>(body(changes).to_string().as_bytes()).and_then(Asked::into_draft)
    }

    fn account(changes: &Value) -> SourceAccount {
        let chance = Chance::seeded(1);
        SourceAccount {
            id: SourceAccountId::new(&chance),
            connection: ConnectionId::new(&chance),
            draft: draft(changes).unwrap(),
            balance_on: date!(2026 - 11 - 21),
            status: AccountStatus::Connected,
            cause: None,
            feed_start: Some(date!(2026 - 11 - 14)),
            ofx_account_id: "12345670".into(),
            connected_at: None,
            disconnected_at: None,
            last_polled_at: None,
            snapshot_at: None,
            pushed_at: None,
            newest_date: None,
            next_place: 0,
            modified_at: Timestamp::from_micros(1_795_262_400_000_000),
        }
    }

    #[test]
    fn a_v2_account_is_shown_whole() {
        let account = account(&json!({"sortCode": "12-34-56"}));
        let expected = concat!(
            r#"{"id":"acc-001","accountName":"Everyday","accountType":"checking","accountNumber":"12345670","#,
            r#""sortCode":"12-34-56","routingInfo":{"bankCode":"021001088","type":"bankcode"},"currency":"CAD","#,
            r#""balance":99.9,"accountInfo":{"description":null,"nickname":"Daily","accountOpenDate":"2023-05-06","#,
            r#""availableBalance":10.5},"modifiedDate":"2026-11-21T12:00:00.000000Z","status":"connected","#,
            r#""feedStartDate":"2026-11-14"}"#
        );
        assert_eq!(serde_json::to_string(&Shown::of(&account, Version::Two)).unwrap(), expected);
    }

    #[test]
    fn one_v1_account_makes_the_list_v1() {
        let (two, one) = (account(&json!({})), account(&json!({"id": "acc-002", "accountType": "CREDIT"})));
        assert_eq!(Version::of_all([&two]), Version::Two);
        assert_eq!(Version::of_all([&two, &one]), Version::One);
        let shown = serde_json::to_value(Shown::of(&two, Version::One)).unwrap();
        assert!(shown.get("routingInfo").is_none() && shown.get("accountInfo").is_none(), "{shown}");
        assert_eq!(shown["feedStartDate"], "2026-11-14T00:00:00Z");
        assert_eq!(serde_json::to_value(Shown::of(&one, Version::One)).unwrap()["accountType"], "Credit");
    }

    #[test]
    fn what_is_wrong_with_an_account_is_named() {
        for (changes, start) in [
            (json!({"id": null}), "id: is required"),
            (json!({"balance": null}), "balance: is required"),
            (json!({"balance": "10"}), "balance: must be a number"),
            (json!({"accountType": "mortgage"}), "accountType: must be one of checking, savings"),
            (json!({"routingInfo": {"type": "zip"}}), "routingInfo.type: must be one of"),
            (json!({"routingInfo": {"bankCode": 21}}), "routingInfo.bankCode: must be a string"),
            (json!({"accountInfo": {"accountOpenDate": "May"}}), "accountInfo.accountOpenDate: must be a date"),
        ] {
            let Err(Refusal::Invalid { error, .. }) = draft(&changes) else { panic!("accepted {changes}") };
            assert!(error.starts_with(start), "{error}");
        }
    }

    #[test]
    fn a_v1_body_needs_no_more_than_its_own_fields() {
        let v1 = json!({"accountType": "debit", "sortCode": "123456", "routingInfo": null, "accountInfo": null});
        assert_eq!(draft(&v1).unwrap().account_type, AccountType::Debit);
    }
}
