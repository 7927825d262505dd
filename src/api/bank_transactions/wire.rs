//! A batch of bank transactions on the wire.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::api::json::{Body, Items, Object};
use crate::domain::amount::{Amount, NoAmount};
use crate::domain::push::{Batch, ID_LIMIT, MOST_ITEMS, TEXT_LIMIT, quoted};
use crate::domain::refusal::{Validation, Violation};
use crate::domain::transaction::{Item, TransactionType, written_date};

const LIMIT_BYTES: usize = 5 * 1024 * 1024;
/// A calendar date at the start.
const DATE_PATTERN: &str = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";

/// What a partner pushes.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "BankTransactionsRequest")]
pub struct Asked {
    /// The account that the address names.
    pub account_id: String,
    /// In date order.
    #[schemars(with = "Vec<Written<'static>>", length(min = 1, max = MOST_ITEMS))]
    transactions: Items<MOST_ITEMS>,
}

impl Body for Asked {
    const LIMIT_BYTES: usize = LIMIT_BYTES;
}

impl Asked {
    /// Reads every item. A batch of the wrong size is refused like any other, and its items are not looked at.
    pub fn read(self) -> Batch {
        let mut batch = Batch::default();
        let Items { kept, count } = self.transactions;
        if count == 0 || count > MOST_ITEMS {
            let message = format!("transactions: must be 1 to {MOST_ITEMS}, not {count}");
            batch.found.errors.push(Violation { item_id: None, message, validator_name: "BatchSize".into() });
            return batch;
        }
        for (place, raw) in kept.iter().enumerate() {
            batch.items.extend(read(place, raw, &mut batch.found));
        }
        batch
    }
}

/// The fields of one item, each still as it was written: one that cannot be read does not hide the others.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "BankTransactionRequest")]
struct Written<'a> {
    /// Your own id of the transaction, for ever the same.
    #[serde(borrow)]
    #[schemars(with = "String", length(min = 1, max = ID_LIMIT))]
    id: Option<&'a RawValue>,
    /// Such as 2026-11-21, or with a time and an offset, which are ignored: the written date counts.
    #[serde(borrow)]
    #[schemars(with = "String", regex(pattern = DATE_PATTERN))]
    date: Option<&'a RawValue>,
    /// Negative for money out.
    #[serde(borrow)]
    #[schemars(with = "Amount")]
    amount: Option<&'a RawValue>,
    /// Any other word is accepted with a warning.
    #[serde(borrow)]
    #[schemars(with = "Option<String>", extend("examples" = TransactionType::ALL))]
    transaction_type: Option<&'a RawValue>,
    #[serde(borrow)]
    #[schemars(with = "Option<String>", length(max = TEXT_LIMIT))]
    description: Option<&'a RawValue>,
    #[serde(borrow)]
    #[schemars(with = "Option<String>", length(max = TEXT_LIMIT))]
    counterparty: Option<&'a RawValue>,
    #[serde(borrow)]
    #[schemars(with = "Option<String>", length(max = TEXT_LIMIT))]
    reference: Option<&'a RawValue>,
    /// Of the account after this transaction; the last one becomes the account's.
    #[serde(borrow)]
    #[schemars(with = "Option<Amount>")]
    balance: Option<&'a RawValue>,
    /// Read and not kept.
    #[serde(borrow)]
    #[schemars(with = "Option<bool>")]
    reconciled: Option<&'a RawValue>,
}

/// Reads the item at `place`, counted from 0. Nothing when a field is wrong; what is wrong goes to `found`, as one
/// entry an item.
fn read(place: usize, raw: &RawValue, found: &mut Validation) -> Option<Item> {
    let mut faults = Faults { place, item_id: None, messages: Vec::new() };
    let item = match serde_json::from_str::<Object<Written<'_>>>(raw.get()) {
        Ok(Object(written)) => fields(written, &mut faults, &mut found.warnings),
        Err(_) => {
            faults.add("", "must be an object that gives each field once");
            None
        }
    };
    found.errors.extend(faults.violation());
    item
}

fn fields(written: Written<'_>, faults: &mut Faults, warnings: &mut Vec<Violation>) -> Option<Item> {
    let id = faults.required("id", text(written.id));
    faults.item_id = id.as_deref().map(quoted);
    let date = faults.required("date", date(written.date));
    let amount = faults.required("amount", amount(written.amount));
    let word = faults.optional("transactionType", text(written.transaction_type));
    let description = faults.optional("description", text(written.description));
    let counterparty = faults.optional("counterparty", text(written.counterparty));
    let reference = faults.optional("reference", text(written.reference));
    let balance = faults.optional("balance", self::amount(written.balance));
    faults.optional("reconciled", flag(written.reconciled));
    let kind = word.flatten().map(|word| word.parse::<TransactionType>());
    if kind.is_some_and(|kind| kind.is_err()) {
        warnings.push(unknown_type(faults.place, id.as_deref()));
    }
    Some(Item {
        id: id?,
        date: date?,
        amount: amount?,
        kind: kind.and_then(Result::ok),
        description: description?,
        counterparty: counterparty?,
        reference: reference?,
        balance: balance?,
    })
}

/// What is wrong with one item.
struct Faults {
    place: usize,
    item_id: Option<String>,
    messages: Vec<String>,
}

/// A field's value if it was given, or what it must be.
type Field<T> = Result<Option<T>, String>;

impl Faults {
    fn required<T>(&mut self, field: &str, value: Field<T>) -> Option<T> {
        let value = value.and_then(|value| value.ok_or_else(|| "is required".to_owned()));
        value.map_err(|why| self.add(field, &why)).ok()
    }

    fn optional<T>(&mut self, field: &str, value: Field<T>) -> Option<Option<T>> {
        value.map_err(|why| self.add(field, &why)).ok()
    }

    fn add(&mut self, field: &str, why: &str) {
        self.messages.push(format!("{}: {why}", path(self.place, field)));
    }

    fn violation(self) -> Option<Violation> {
        let message = self.messages.join("; ");
        let violation = Violation { item_id: self.item_id, message, validator_name: "Format".into() };
        Some(violation).filter(|violation| !violation.message.is_empty())
    }
}

fn path(place: usize, field: &str) -> String {
    if field.is_empty() { format!("transactions[{place}]") } else { format!("transactions[{place}].{field}") }
}

fn unknown_type(place: usize, id: Option<&str>) -> Violation {
    let path = path(place, "transactionType");
    let message = format!("{path}: is none of the known words; accepted as if there were none");
    Violation { item_id: id.map(quoted), message, validator_name: "TransactionType".into() }
}

fn text(raw: Option<&RawValue>) -> Field<String> {
    let read = |raw: &RawValue| serde_json::from_str(raw.get()).map_err(|_| "must be a string".to_owned());
    raw.map(read).transpose()
}

fn flag(raw: Option<&RawValue>) -> Field<bool> {
    let read = |raw: &RawValue| serde_json::from_str(raw.get()).map_err(|_| "must be true or false".to_owned());
    raw.map(read).transpose()
}

fn amount(raw: Option<&RawValue>) -> Field<Amount> {
    raw.map(|raw| raw.get().parse().map_err(|why: NoAmount| why.to_string())).transpose()
}

fn date(raw: Option<&RawValue>) -> Field<time::Date> {
    let read = |text: String| {
        let wrong = || "must be a date such as 2026-11-21 or 2026-11-21T10:21:00".to_owned();
        written_date(&text).ok_or_else(wrong)
    };
    text(raw)?.map(read).transpose()
}

/// A batch as it was understood: the written date alone, cleaned texts, known words.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "BankTransactions")]
pub struct ShownBatch<'a> {
    account_id: &'a str,
    transactions: Vec<Shown<'a>>,
}

#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "BankTransaction")]
struct Shown<'a> {
    id: &'a str,
    #[schemars(extend("format" = "date"))]
    date: String,
    description: Option<&'a str>,
    counterparty: Option<&'a str>,
    reference: Option<&'a str>,
    amount: Amount,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Amount")]
    balance: Option<Amount>,
    transaction_type: Option<TransactionType>,
}

impl<'a> ShownBatch<'a> {
    pub fn of(account_id: &'a str, items: impl Iterator<Item = &'a Item>) -> Self {
        let shown = |item: &'a Item| Shown {
            id: &item.id,
            date: item.date.to_string(),
            description: item.description.as_deref(),
            counterparty: item.counterparty.as_deref(),
            reference: item.reference.as_deref(),
            amount: item.amount,
            balance: item.balance,
            transaction_type: item.kind,
        };
        Self { account_id, transactions: items.map(shown).collect() }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::date;

    use super::*;
    use crate::api::json::parse;

    fn batch(transactions: &str) -> Batch {
        let body = format!(r#"{{"accountId":"acc-1","transactions":{transactions}}}"#);
        parse::<Asked>(body.as_bytes()).unwrap().read()
    }

    fn messages(violations: &[Violation]) -> Vec<(Option<&str>, &str)> {
        violations.iter().map(|it| (it.item_id.as_deref(), it.message.as_str())).collect()
    }

    /// JSON that looks like a push, with anything in any place.
    fn any_push() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            Just("null".to_owned()),
            Just("true".to_owned()),
            Just("\"2026-11-21\"".to_owned()),
            Just("\"acc-1\"".to_owned()),
            "-?[0-9]{1,32}([.][0-9]{1,32})?(e[+-]?[0-9]{1,6})?",
            "\"[a-z\u{0}-\u{1f}\u{202e}é]{0,8}\"",
            "\"(\\\\u[0-9a-fD]{4}){0,3}\"",
        ];
        let name = prop_oneof![
            Just("id"),
            Just("date"),
            Just("amount"),
            Just("balance"),
            Just("transactionType"),
            Just("description"),
            Just("accountId"),
            Just("transactions"),
            Just("reconciled"),
            Just("later"),
        ];
        leaf.prop_recursive(6, 64, 8, move |inside| {
            let fields = prop::collection::vec((name.clone(), inside.clone()), 0..8);
            let fields = fields.prop_map(|fields| {
                let fields: Vec<String> = fields.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
                format!("{{{}}}", fields.join(","))
            });
            prop_oneof![fields, prop::collection::vec(inside, 0..8).prop_map(|items| format!("[{}]", items.join(",")))]
        })
    }

    proptest! {
        #[test]
        fn any_push_is_read_or_refused_without_what_was_sent(items in prop::collection::vec(any_push(), 0..4), whole in any_push()) {
            let _ = parse::<Asked>(whole.as_bytes()).map(Asked::read);
            let body = format!(r#"{{"accountId":"acc-1","transactions":[{}]}}"#, items.join(","));
            if let Ok(asked) = parse::<Asked>(body.as_bytes()) {
                let batch = asked.read();
                let counted = batch.items.len() + batch.found.errors.len();
                prop_assert_eq!(counted, items.len().max(1));
                prop_assert!(batch.found.errors.iter().all(|error| error.message.len() < 1_000));
            }
        }
    }

    #[test]
    fn an_item_is_read_to_the_last_digit() {
        let item = r#"[{"id":"716422529","date":"2023-08-22T23:21:00-05:00","amount":-12.340,"balance":1e3,
            "transactionType":"Debit","description":"Café \u00e9","reconciled":true,"later":{}}]"#;
        let Batch { items, found } = batch(item);
        assert_eq!(found, Validation::default());
        assert_eq!((items[0].date, items[0].amount.to_string()), (date!(2023 - 08 - 22), "-12.340".to_owned()));
        let shown = serde_json::to_string(&ShownBatch::of("acc-1", items.iter())).unwrap();
        let expected = concat!(
            r#"{"accountId":"acc-1","transactions":[{"id":"716422529","date":"2023-08-22","description":"Café é","#,
            r#""counterparty":null,"reference":null,"amount":-12.340,"balance":1000,"transactionType":"Debit"}]}"#
        );
        assert_eq!(shown, expected);
    }

    #[test]
    fn everything_that_is_wrong_with_an_item_is_named_with_its_id() {
        let found =
            batch(r#"[{"id":"t-1","date":"22/08/2023","description":7},{"amount":"1"},[],{"id":"a","id":"b"}]"#);
        assert!(found.items.is_empty());
        assert_eq!(
            messages(&found.found.errors),
            [
                (
                    Some("t-1"),
                    concat!(
                        "transactions[0].date: must be a date such as 2026-11-21 or 2026-11-21T10:21:00; ",
                        "transactions[0].amount: is required; transactions[0].description: must be a string"
                    )
                ),
                (
                    None,
                    concat!(
                        "transactions[1].id: is required; transactions[1].date: is required; ",
                        "transactions[1].amount: must be a number"
                    )
                ),
                (None, "transactions[2]: must be an object that gives each field once"),
                (None, "transactions[3]: must be an object that gives each field once"),
            ]
        );
    }

    #[test]
    fn an_unknown_type_is_accepted_with_a_warning() {
        let Batch { items, found } =
            batch(r#"[{"id":"t-1","date":"2026-11-21","amount":1,"transactionType":"Barter"}]"#);
        assert_eq!((items.len(), items[0].kind, found.errors.len()), (1, None, 0));
        assert_eq!(found.warnings[0].item_id.as_deref(), Some("t-1"));
    }

    #[test]
    fn a_batch_has_one_to_a_thousand_items() {
        for count in [0, MOST_ITEMS + 1] {
            let found = batch(&format!("[{}]", vec!["{}"; count].join(",")));
            assert_eq!(found.found.errors.len(), 1, "{count}");
            assert!(found.found.errors[0].message.ends_with(&format!("not {count}")));
        }
    }

    #[test]
    fn an_id_is_named_short_and_without_control_characters() {
        let found = batch(&format!(r#"[{{"id":"a\u0000{}"}}]"#, "x".repeat(5_000)));
        let id = found.found.errors[0].item_id.clone().unwrap();
        assert!(id.starts_with("a x") && id.len() <= 255, "{id}");
    }
}
