//! The demo's bookkeeper: as soon as an account is connected it pushes the days since its last push, a week at first, by the
//! rule that every push keeps.

use std::collections::HashMap;
use std::time::Duration;

use time::Date;

use super::bank::Place;
use super::day;
use crate::domain::app::App;
use crate::domain::feed::AccountStatus;
use crate::domain::partner::Partner;
use crate::domain::push::{self, Batch, Pushing, Target};
use crate::domain::source_account::{SourceAccount, SourceAccountId};
use crate::domain::transaction::Item;
use crate::jobs::Pause;
use crate::store;

const EVERY: Duration = Duration::from_secs(1);
const FIRST_DAYS: i64 = 7;
/// What one push holds comfortably; an older gap is closed by the following ones.
const MOST_DAYS: usize = 90;

/// A round a second, until the demo stops.
pub async fn run(app: App, place: Place, mut pause: Pause) {
    // A refused batch would be refused again every second; it waits for another day.
    let mut refused: HashMap<SourceAccountId, Date> = HashMap::new();
    loop {
        if let Err(error) = round(&app, &place, &mut refused).await {
            tracing::warn!(error = %format!("{error:#}"), "the demo cannot push");
        }
        if !pause.wait(EVERY).await {
            return;
        }
    }
}

async fn round(app: &App, place: &Place, refused: &mut HashMap<SourceAccountId, Date>) -> anyhow::Result<()> {
    let mut db = app.store.read().await?;
    let accounts = store::source_accounts::of_connection(&mut db, place.connection).await?;
    let partner = store::partners::get(&mut db, place.partner).await?;
    drop(db);
    let today = partner.today(app.clock.now());
    let connected = accounts.iter().filter(|account| account.status == AccountStatus::Connected);
    for account in connected.filter(|_| partner.settings.bank_transactions) {
        let batch = batch(account, today);
        if batch.is_empty() || refused.get(&account.id) == Some(&today) {
            continue;
        }
        if !push(app, place, &partner, account, batch).await? {
            refused.insert(account.id, today);
        }
    }
    Ok(())
}

/// Whether it was accepted.
async fn push(
    app: &App,
    place: &Place,
    partner: &Partner,
    account: &SourceAccount,
    items: Vec<Item>,
) -> anyhow::Result<bool> {
    let count = items.len();
    let target = Target {
        company: place.company,
        connection: place.connection,
        account_id: account.draft.account_id.clone(),
        timeout_minutes: None,
    };
    let name = &account.draft.account_name;
    match push::push(app, partner, target, &Batch { items, ..Batch::default() }.ready()).await? {
        Pushing::Done(..) => {
            tracing::info!(account = name, count, "the demo pushed transactions");
            Ok(true)
        }
        Pushing::Refused(operation) => {
            tracing::warn!(account = name, error = operation.error, "the demo's push was refused");
            Ok(false)
        }
    }
}

/// The days after the newest transaction up to today, or the last week.
fn batch(account: &SourceAccount, today: Date) -> Vec<Item> {
    let first = match account.newest_date {
        Some(newest) => newest.next_day(),
        None => today.checked_sub(time::Duration::days(FIRST_DAYS - 1)),
    };
    let days = std::iter::successors(first, |day| day.next_day()).take_while(|day| *day <= today).take(MOST_DAYS);
    let kind = account.draft.account_type.ofx_kind();
    let mut balance = account.draft.balance.decimal();
    let mut batch = Vec::new();
    for day in days {
        let items = day::transactions(&account.draft.account_id, kind, day, balance);
        balance = items.iter().map(|item| item.amount.decimal()).sum::<rust_decimal::Decimal>() + balance;
        batch.extend(items);
    }
    batch
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;
    use crate::chance::Chance;
    use crate::clock::Timestamp;
    use crate::domain::connection::ConnectionId;
    use crate::domain::push::{Circumstances, Hashed, judge};
    use crate::domain::source_account::{AccountType, Draft};

    const TODAY: Date = date!(2026 - 11 - 21);

    fn account(newest_date: Option<Date>) -> SourceAccount {
        let noon: Timestamp = datetime!(2026-11-21 12:00 UTC).into();
        SourceAccount {
            id: SourceAccountId::new(&Chance::seeded(1)),
            connection: ConnectionId::new(&Chance::seeded(2)),
            draft: Draft {
                account_id: "checking".into(),
                account_name: "Business chequing".into(),
                account_type: AccountType::Checking,
                account_number: "7731".into(),
                sort_code: None,
                routing_info: None,
                account_info: None,
                currency: "CAD".into(),
                balance: "100.00".parse().unwrap(),
            },
            balance_on: TODAY,
            status: AccountStatus::Connected,
            cause: None,
            feed_start: None,
            ofx_account_id: "7731".into(),
            connected_at: Some(noon),
            disconnected_at: None,
            last_polled_at: Some(noon),
            snapshot_at: Some(noon),
            pushed_at: None,
            newest_date,
            next_place: 0,
            modified_at: noon,
        }
    }

    fn days(batch: &[Item]) -> Vec<Date> {
        let mut days: Vec<Date> = batch.iter().map(|item| item.date).collect();
        days.dedup();
        days
    }

    #[test]
    fn a_first_push_is_the_last_week_and_keeps_every_rule() {
        let batch = batch(&account(None), TODAY);
        let week: Vec<Date> = (15..=21).map(|day| TODAY.replace_day(day).unwrap()).collect();
        assert_eq!(days(&batch), week);
        let now = datetime!(2026-11-21 12:00 UTC).into();
        let known = HashMap::new();
        let given = Circumstances { known: &known, newest: None, feed_start: None, now, history_days: 7 };
        let hashed: Vec<Hashed> = batch.iter().cloned().map(Hashed::from).collect();
        let accepted = judge(&hashed, &given).unwrap();
        assert_eq!((accepted.new.len(), accepted.warnings.len()), (batch.len(), 0));
    }

    #[test]
    fn a_later_push_goes_on_after_the_newest_day() {
        assert_eq!(days(&batch(&account(Some(date!(2026 - 11 - 19))), TODAY)), [date!(2026 - 11 - 20), TODAY]);
        assert!(batch(&account(Some(TODAY)), TODAY).is_empty());
        assert!(batch(&account(TODAY.next_day()), TODAY).is_empty());
    }
}
