//! What happens on an account on a day. The same day always tells the same story, so a day that is pushed again changes
//! nothing.

use rust_decimal::Decimal;
use sha2::{Digest, Sha256};
use time::Date;

use crate::domain::amount::Amount;
use crate::domain::source_account::OfxKind;
use crate::domain::transaction::{Item, TransactionType};

/// A kind of transaction: what it is called, with whom, and between which amounts in cents.
struct Habit {
    kind: TransactionType,
    description: &'static str,
    counterparty: &'static str,
    cents: (i64, i64),
}

const fn habit(
    kind: TransactionType,
    description: &'static str,
    counterparty: &'static str,
    cents: (i64, i64),
) -> Habit {
    Habit { kind, description, counterparty, cents }
}

static CHECKING: [Habit; 8] = [
    habit(TransactionType::Dep, "Card terminal settlement", "Tidal Payments", (68_000, 214_000)),
    habit(TransactionType::Dep, "Cash deposit, branch 042", "Harbour Light Bank", (12_000, 48_000)),
    habit(TransactionType::DirectDep, "Catering invoice paid", "Lakeshore Conference Centre", (35_000, 120_000)),
    habit(TransactionType::DirectDebit, "Produce order", "Green Acre Produce", (-62_000, -14_000)),
    habit(TransactionType::DirectDebit, "Fish and seafood", "North Quay Fisheries", (-58_000, -18_000)),
    habit(TransactionType::Pos, "Kitchen supplies", "Copper Pan Supply", (-21_000, -2_500)),
    habit(TransactionType::Fee, "Card terminal fee", "Tidal Payments", (-1_250, -450)),
    habit(TransactionType::Check, "Cheque", "Bright Window Cleaning", (-16_000, -9_000)),
];

static SAVINGS: [Habit; 4] = [
    habit(TransactionType::Xfer, "Transfer from chequing", "Bistro Quai 7", (10_000, 40_000)),
    habit(TransactionType::Int, "Interest", "Harbour Light Bank", (110, 420)),
    habit(TransactionType::Xfer, "Sales tax set aside", "Bistro Quai 7", (8_000, 26_000)),
    habit(TransactionType::Xfer, "Transfer to chequing", "Bistro Quai 7", (-12_000, -3_000)),
];

static CARD: [Habit; 6] = [
    habit(TransactionType::Pos, "Fuel", "Ferry Road Fuels", (-9_800, -4_200)),
    habit(TransactionType::Pos, "Flowers for the tables", "Corner Bloom", (-6_400, -2_100)),
    habit(TransactionType::Pos, "Printing of menus", "Dockside Print", (-12_500, -3_800)),
    habit(TransactionType::RepeatPmt, "Reservations software", "Tablewise", (-8_900, -8_900)),
    habit(TransactionType::Pos, "Coffee beans", "Slow Roast Coffee", (-24_000, -8_500)),
    habit(TransactionType::Payment, "Payment, thank you", "Bistro Quai 7", (15_000, 45_000)),
];

/// Two to four transactions, in order, each with the balance after it.
pub fn transactions(account_id: &str, kind: OfxKind, date: Date, balance: Decimal) -> Vec<Item> {
    let habits: &[Habit] = match kind {
        OfxKind::Checking | OfxKind::CreditLine => &CHECKING,
        OfxKind::Savings => &SAVINGS,
        OfxKind::Card => &CARD,
    };
    let mut chance = Dice::of(account_id, date);
    let mut balance = balance;
    let count = 2 + chance.below(3);
    // Steps of one through the habits, from a place that the day decides: no habit comes twice a day.
    let first = chance.below(habits.len());
    let today = habits.iter().cycle().skip(first).take(count.min(habits.len()));
    let items = today.zip(1..).map(|(habit, number)| {
        let cents = chance.between(habit.cents);
        balance += Decimal::new(cents, 2);
        item(habit, format!("{account_id}-{date}-{number}"), date, cents, balance)
    });
    items.collect()
}

fn item(habit: &Habit, id: String, date: Date, cents: i64, balance: Decimal) -> Item {
    Item {
        id,
        date,
        amount: Amount::from(Decimal::new(cents, 2)),
        kind: Some(habit.kind),
        description: Some(habit.description.to_owned()),
        counterparty: Some(habit.counterparty.to_owned()),
        reference: None,
        balance: Some(Amount::from(balance)),
    }
}

/// Numbers that look thrown and are the same for the same account and day.
struct Dice(Vec<u8>);

impl Dice {
    fn of(account_id: &str, date: Date) -> Self {
        Self(Sha256::digest(format!("{account_id} {date}")).to_vec())
    }

    /// 0 to `count - 1`.
    fn below(&mut self, count: usize) -> usize {
        self.0.rotate_left(2);
        let thrown = self.0.first_chunk::<2>().map_or(0, |pair| u16::from_be_bytes(*pair));
        usize::from(thrown) % count.max(1)
    }

    /// Both ends included.
    fn between(&mut self, (least, most): (i64, i64)) -> i64 {
        let width = usize::try_from(most - least + 1).unwrap_or(1);
        least + i64::try_from(self.below(width)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use time::macros::date;

    use super::*;

    const DAY: Date = date!(2026 - 11 - 20);
    const KINDS: [(&str, OfxKind); 3] =
        [("checking", OfxKind::Checking), ("savings", OfxKind::Savings), ("card", OfxKind::Card)];

    #[test]
    fn a_day_tells_the_same_story_every_time() {
        for (account, kind) in KINDS {
            let balance = Decimal::new(100_000, 2);
            assert_eq!(transactions(account, kind, DAY, balance), transactions(account, kind, DAY, balance));
        }
    }

    #[test]
    fn balances_follow_from_the_amounts_and_signs_from_the_kinds() {
        let mut ids = HashSet::new();
        for (account, kind) in KINDS {
            let mut balance = Decimal::new(123_456, 2);
            for day in 0..60 {
                let items = transactions(account, kind, DAY + time::Duration::days(day), balance);
                assert!((2..=4).contains(&items.len()));
                for item in items {
                    balance += item.amount.decimal();
                    assert_eq!(item.balance.map(Amount::decimal), Some(balance));
                    let goes_in = item.kind.and_then(TransactionType::is_money_in);
                    assert!(goes_in.is_none_or(|goes_in| goes_in != item.amount.is_negative()), "{item:?}");
                    assert!(ids.insert(item.id.clone()), "{} comes twice", item.id);
                }
            }
        }
    }
}
