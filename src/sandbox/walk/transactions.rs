//! Invented transactions, as a partner's program would push them: each with an id of its own, dated by the rules of a push.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde_json::{Value, json};
use time::Date;

use crate::domain::source_account::{OfxKind, SourceAccount};

/// What one form makes at most.
pub const MOST: usize = 20;
/// A first push goes back so many days; today is one of them.
const FIRST_DAYS: i64 = 5;

/// Description, and cents.
const BUSINESS: [(&str, i64); 6] = [
    ("Card terminal settlement", 84_215),
    ("Flour and butter", -23_140),
    ("Catering invoice paid", 61_000),
    ("Electricity", -11_875),
    ("Market stall, cash deposit", 32_560),
    ("Packaging", -6_480),
];
const CARD: [(&str, i64); 4] =
    [("Fuel", -7_215), ("Payment, thank you", 20_000), ("Office supplies", -3_899), ("Parking", -1_450)];

/// `count` transactions after those that the account has, up to `today` on the partner's calendar; the newest date is today, or
/// the newest that there is, if that is later.
pub fn made(account: &SourceAccount, count: usize, today: Date) -> Vec<Value> {
    let habits: &[(&str, i64)] = if account.draft.account_type.ofx_kind() == OfxKind::Card { &CARD } else { &BUSINESS };
    let (first, count) = (usize::try_from(account.next_place).unwrap_or_default(), count.clamp(1, MOST));
    let earliest = account.newest_date.unwrap_or_else(|| today - time::Duration::days(FIRST_DAYS - 1));
    let mut balance = account.draft.balance.decimal();
    let one = |place: usize| {
        let number = first + place;
        let (description, cents) = habits[number % habits.len()];
        let amount = Decimal::new(cents, 2);
        balance += amount;
        let days_ago = i64::try_from(count - 1 - place).unwrap_or_default();
        let date = (today - time::Duration::days(days_ago)).max(earliest);
        json!({
            "id": format!("walk-{}", number + 1),
            "date": date.to_string(),
            "description": description,
            "amount": amount.to_f64(),
            "balance": balance.to_f64(),
            "transactionType": if cents < 0 { "Debit" } else { "Credit" },
        })
    };
    (0..count).map(one).collect()
}
