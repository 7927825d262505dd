//! A push: up to a thousand transactions for one connected account, all or none.
//!
//! [`judge`] is the rule, as one pure function. Everything it needs to know is read in the unit of work that holds the
//! account, so two pushes at once are judged one after the other.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use time::{Date, Duration, UtcOffset};

use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::domain::company::CompanyId;
use crate::domain::connection::ConnectionId;
use crate::domain::feed::AccountStatus;
use crate::domain::partner::Partner;
use crate::domain::plain_text;
use crate::domain::refusal::{Refusal, Validation, Violation};
use crate::domain::source_account::SourceAccount;
use crate::domain::transaction::{self, Item};
use crate::store::source_accounts::Pushed;
use crate::store::transactions::New;
use crate::store::{self, Db};

id!(PushKey);

pub const MOST_ITEMS: usize = 1_000;
const ID_LIMIT: usize = 255;
const TEXT_LIMIT: usize = 2_000;
const BROKEN_RULES: &str = "The batch breaks the rules for bank transactions; nothing was stored.";

words! {
    /// State of a push operation that is ever set.
    PushStatus {
        Success = "Success",
        Failed = "Failed",
    }
}

/// What a push left behind, kept as the public API's write operation.
#[derive(Clone, Debug)]
pub struct PushOperation {
    pub key: PushKey,
    pub company: CompanyId,
    pub connection: ConnectionId,
    pub account_id: String,
    pub requested_at: Timestamp,
    pub completed_at: Timestamp,
    pub status: PushStatus,
    pub status_code: u16,
    pub error: Option<String>,
    pub timeout_minutes: Option<i64>,
    pub outcome: Outcome,
}

/// The part of it that varies with the batch.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Outcome {
    pub validation: Validation,
    /// How many transactions were new.
    pub created: usize,
}

/// For which account, as the address names it.
#[derive(Clone, Debug)]
pub struct Target {
    pub company: CompanyId,
    pub connection: ConnectionId,
    pub account_id: String,
    pub timeout_minutes: Option<i64>,
}

/// What the account and the calendar say about a batch.
#[derive(Clone, Debug)]
pub struct Circumstances<'a> {
    /// Content hash of each id of the batch that is there already.
    pub known: &'a HashMap<String, String>,
    /// The newest stored date; `None`: this is a first push.
    pub newest: Option<Date>,
    pub feed_start: Option<Date>,
    pub now: Timestamp,
    pub history_days: i64,
}

/// A batch that may be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// Those that are not there yet, in their order.
    pub new: Vec<Item>,
    pub warnings: Vec<Violation>,
}

/// The rules of the contract for a push. Pure.
pub fn judge(batch: &[Item], given: &Circumstances<'_>) -> Result<Accepted, Vec<Violation>> {
    let calendar = Calendar::of(given);
    let mut seen: HashMap<&str, String> = HashMap::new();
    let mut accepted = Accepted { new: Vec::new(), warnings: Vec::new() };
    let mut errors = Vec::new();
    let mut latest = given.newest;
    for item in batch {
        let hash = item.content_hash();
        let known = given.known.get(&item.id).or_else(|| seen.get(item.id.as_str()));
        match known {
            Some(there) if *there == hash => continue,
            Some(_) => errors.push(violation(item, "UniqueId", "this id was pushed before with other content")),
            None => {
                match calendar.objection(item, latest) {
                    // One wrong date is no reproach to the items that follow it.
                    Some(objection) => errors.push(objection),
                    None => latest = Some(item.date),
                }
                accepted.warnings.extend(calendar.remarks(item));
                accepted.new.push(item.clone());
            }
        }
        seen.insert(&item.id, hash);
    }
    if errors.is_empty() { Ok(accepted) } else { Err(errors) }
}

/// The days that matter, all around the earth.
struct Calendar {
    /// The latest calendar day anywhere on earth: UTC+14.
    latest: Date,
    /// The oldest day of a first push: the history before the earliest calendar day, UTC−12.
    oldest_first: Option<Date>,
    feed_start: Option<Date>,
    newest: Option<Date>,
    history_days: i64,
}

impl Calendar {
    fn of(given: &Circumstances<'_>) -> Self {
        let day = |hours: i8| {
            let offset = UtcOffset::from_hms(hours, 0, 0).unwrap_or(UtcOffset::UTC);
            given.now.datetime().to_offset(offset).date()
        };
        let oldest = day(-12).checked_sub(Duration::days(given.history_days));
        Self {
            latest: day(14),
            oldest_first: oldest.filter(|_| given.newest.is_none()),
            feed_start: given.feed_start,
            newest: given.newest,
            history_days: given.history_days,
        }
    }

    /// `latest`: the newest date so far, stored or earlier in this batch.
    fn objection(&self, item: &Item, latest: Option<Date>) -> Option<Violation> {
        let (rule, message) = if item.date > self.latest {
            ("DateNotInFuture", format!("the date {} is in the future everywhere on earth", item.date))
        } else if self.newest.is_some_and(|newest| item.date < newest) {
            let newest = self.newest.map(|date| date.to_string()).unwrap_or_default();
            ("DateOrder", format!("the date {} is before the newest transaction already pushed, {newest}", item.date))
        } else if latest.is_some_and(|latest| item.date < latest) {
            ("DateOrder", format!("the date {} is before that of an earlier item: send them in date order", item.date))
        } else if self.oldest_first.is_some_and(|oldest| item.date < oldest) {
            let days = self.history_days;
            ("DateHistory", format!("the date {} is too old: a first push goes back {days} days at most", item.date))
        } else {
            return None;
        };
        Some(violation(item, rule, &message))
    }

    fn remarks(&self, item: &Item) -> Vec<Violation> {
        let mut remarks = Vec::new();
        if let Some(start) = self.feed_start.filter(|start| item.date < *start) {
            let message = format!("dated before the feed start date {start}: stored, but QuickBooks will not get it");
            remarks.push(violation(item, "FeedStartDate", &message));
        }
        let is_in = item.kind.and_then(|kind| kind.is_money_in());
        if is_in.is_some_and(|is_in| !item.amount.is_zero() && is_in == item.amount.is_negative()) {
            remarks.push(violation(
                item,
                "TransactionTypeSign",
                "the sign of the amount disagrees with transactionType",
            ));
        }
        remarks
    }
}

fn violation(item: &Item, rule: &str, message: &str) -> Violation {
    let item_id = Some(quoted(&item.id));
    Violation { item_id, message: message.to_owned(), validator_name: rule.to_owned() }
}

/// An id as a violation names it: whatever a partner sent, it is short, and PostgreSQL can hold it.
pub fn quoted(id: &str) -> String {
    let start: String = id.chars().take(ID_LIMIT).collect();
    plain_text::blanked(&start).text
}

/// Makes the texts of a batch fit to be stored: control and bidi characters become blanks, with a warning each.
/// Too long or empty ids and over-long texts are violations.
pub fn clean(batch: &mut [Item]) -> Result<Vec<Violation>, Vec<Violation>> {
    let (mut warnings, mut errors) = (Vec::new(), Vec::new());
    for item in batch {
        let mut changed = false;
        for text in [&mut item.description, &mut item.counterparty, &mut item.reference].into_iter().flatten() {
            let cleaned = plain_text::blanked(text);
            changed |= cleaned.changed;
            *text = cleaned.text;
        }
        let is_long = |text: &String| text.len() > TEXT_LIMIT * 4 || plain_text::length(text) > TEXT_LIMIT;
        let mut texts = [&item.description, &item.counterparty, &item.reference].into_iter().flatten();
        if item.id.trim().is_empty() || !plain_text::fits(&item.id, ID_LIMIT) {
            errors.push(violation(item, "Id", "id must be 1 to 255 characters"));
        } else if plain_text::check(&item.id).is_err() {
            errors.push(violation(item, "Id", "id may not hold control characters"));
        } else if texts.any(is_long) {
            let message = "description, counterparty and reference: 2000 characters at most";
            errors.push(violation(item, "TextLength", message));
        }
        if changed {
            warnings.push(violation(item, "PlainText", "control characters in a text were replaced by blanks"));
        }
    }
    if errors.is_empty() { Ok(warnings) } else { Err(errors) }
}

/// What a door has read, and what it found while reading: errors of items that could not be read, and remarks.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    pub items: Vec<Item>,
    pub found: Validation,
}

/// What came of a push: an operation either way.
pub enum Pushing {
    /// With the batch as it was understood: its texts are fit to be stored.
    Done(PushOperation, Vec<Item>),
    /// Nothing stored; the operation is kept as `Failed`.
    Refused(PushOperation),
}

/// Pushes a batch, all or none.
pub async fn push(app: &App, partner: &Partner, target: Target, batch: Batch) -> Result<Pushing, Refusal> {
    let Batch { mut items, found } = batch;
    if !partner.settings.bank_transactions {
        return Err(Refusal::Forbidden("the setting \"bank transactions\" is switched off for this partner".into()));
    }
    let requested_at = app.clock.now();
    let cleaned = clean(&mut items);
    let mut db = app.store.write().await?;
    let account = store::source_accounts::hold(&mut db, target.connection, &target.account_id).await?;
    let account = account.ok_or_else(|| Refusal::NotFound("bank account".into()))?;
    let verdict = match (found.errors.is_empty(), cleaned) {
        (true, Ok(remarks)) => weigh(app, &mut db, &account, &items, [found.warnings, remarks].concat()).await?,
        (_, cleaned) => Err((BROKEN_RULES.to_owned(), [found.errors, cleaned.err().unwrap_or_default()].concat())),
    };
    let operation = conclude(app, &mut db, target, requested_at, verdict).await?;
    db.commit().await?;
    Ok(match operation.status {
        PushStatus::Success => Pushing::Done(operation, items),
        PushStatus::Failed => Pushing::Refused(operation),
    })
}

/// Why a batch is refused: a sentence, and an entry an item.
type Reasons = (String, Vec<Violation>);

/// Judges the batch and, if it may be stored, stores it.
async fn weigh(
    app: &App,
    db: &mut Db,
    account: &SourceAccount,
    batch: &[Item],
    mut warnings: Vec<Violation>,
) -> Result<Result<Outcome, Reasons>, Refusal> {
    if let Some(reasons) = not_connected(account) {
        return Ok(Err(reasons));
    }
    let known = store::transactions::known(db, account.id, batch).await?;
    // Never before a statement that was given already, whatever this node's clock says: it would miss the batch.
    let pushed_at = account.snapshot_at.map_or(app.clock.now(), |snapshot| snapshot.max(app.clock.now()));
    let given = Circumstances {
        known: &known,
        newest: account.newest_date,
        feed_start: account.feed_start,
        now: app.clock.now(),
        history_days: app.limits.history_days,
    };
    let accepted = match judge(batch, &given) {
        Ok(accepted) => accepted,
        Err(errors) => return Ok(Err((BROKEN_RULES.to_owned(), errors))),
    };
    keep(app, db, account, &accepted.new, pushed_at).await?;
    warnings.extend(accepted.warnings);
    let validation = Validation { errors: Vec::new(), warnings };
    Ok(Ok(Outcome { validation, created: accepted.new.len() }))
}

fn not_connected(account: &SourceAccount) -> Option<Reasons> {
    if account.status == AccountStatus::Connected {
        return None;
    }
    let sentence = format!(
        "The bank account is {}: transactions are pushed only to an account that is connected in QuickBooks.",
        account.status
    );
    let item_id = Some(account.draft.account_id.clone());
    let entry = Violation { item_id, message: sentence.clone(), validator_name: "AccountConnected".into() };
    Some((sentence, vec![entry]))
}

async fn keep(
    app: &App,
    db: &mut Db,
    account: &SourceAccount,
    items: &[Item],
    pushed_at: Timestamp,
) -> Result<(), Refusal> {
    let Some(newest) = items.iter().map(|item| item.date).max() else { return Ok(()) };
    let new: Vec<New<'_>> = (account.next_place..)
        .zip(items)
        .map(|(place, item)| New {
            item,
            place,
            fitid: transaction::fitid(&item.id, app.chance.uuid()),
            content_hash: item.content_hash(),
            earliest_at: transaction::earliest(item.date, pushed_at),
        })
        .collect();
    store::insert_transactions(db, account.id, &new, pushed_at).await?;
    let balance = items.iter().rev().find_map(|item| item.balance.as_ref().map(|balance| (balance, item.date)));
    let next_place = account.next_place + i64::try_from(items.len()).unwrap_or_default();
    let pushed = Pushed { newest_date: newest, next_place, balance, at: pushed_at };
    store::source_accounts::mark_pushed(db, account.id, &pushed).await?;
    Ok(())
}

/// Keeps the operation, whatever came of it.
async fn conclude(
    app: &App,
    db: &mut Db,
    target: Target,
    requested_at: Timestamp,
    verdict: Result<Outcome, Reasons>,
) -> sqlx::Result<PushOperation> {
    let (status, status_code, error, outcome) = match verdict {
        Ok(outcome) => (PushStatus::Success, 200, None, outcome),
        Err((sentence, errors)) => {
            let validation = Validation { errors, warnings: Vec::new() };
            (PushStatus::Failed, 400, Some(sentence), Outcome { validation, created: 0 })
        }
    };
    let operation = PushOperation {
        key: PushKey::new(&app.chance),
        company: target.company,
        connection: target.connection,
        account_id: target.account_id,
        requested_at,
        completed_at: app.clock.now(),
        status,
        status_code,
        error,
        timeout_minutes: target.timeout_minutes,
        outcome,
    };
    store::push_operations::insert(db, &operation).await?;
    Ok(operation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::transaction::TransactionType;
    use time::macros::{date, datetime};

    fn item(id: &str, date: Date) -> Item {
        Item {
            id: id.into(),
            date,
            amount: "-12.34".parse().unwrap(),
            kind: None,
            description: Some("Coffee".into()),
            counterparty: None,
            reference: None,
            balance: None,
        }
    }

    fn given<'a>(known: &'a HashMap<String, String>, newest: Option<Date>) -> Circumstances<'a> {
        let now = datetime!(2026-11-21 12:00 UTC).into();
        Circumstances { known, newest, feed_start: Some(date!(2026 - 11 - 14)), now, history_days: 7 }
    }

    fn rules(outcome: Result<Accepted, Vec<Violation>>) -> Vec<String> {
        outcome.err().unwrap_or_default().into_iter().map(|error| error.validator_name).collect()
    }

    #[test]
    fn what_is_there_already_changes_nothing_and_is_not_judged() {
        let old = item("1", date!(2026 - 11 - 01));
        let known = HashMap::from([("1".to_owned(), old.content_hash())]);
        let new = item("2", date!(2026 - 11 - 20));
        let accepted = judge(&[old, new.clone()], &given(&known, Some(date!(2026 - 11 - 19)))).unwrap();
        assert_eq!(accepted.new, [new]);
    }

    #[test]
    fn the_same_id_with_other_content_refuses_the_batch() {
        let known = HashMap::from([("1".to_owned(), "other".to_owned())]);
        assert_eq!(rules(judge(&[item("1", date!(2026 - 11 - 20))], &given(&known, None))), ["UniqueId"]);
        let mut twin = item("2", date!(2026 - 11 - 20));
        twin.description = Some("Tea".into());
        let batch = [item("2", date!(2026 - 11 - 20)), twin];
        assert_eq!(rules(judge(&batch, &given(&HashMap::new(), None))), ["UniqueId"]);
    }

    #[test]
    fn an_item_named_twice_with_the_same_content_counts_once() {
        let batch = [item("2", date!(2026 - 11 - 20)), item("2", date!(2026 - 11 - 20))];
        assert_eq!(judge(&batch, &given(&HashMap::new(), None)).unwrap().new.len(), 1);
    }

    #[test]
    fn dates_go_forward_and_equal_is_fine() {
        let newest = Some(date!(2026 - 11 - 18));
        let none = HashMap::new();
        assert!(judge(&[item("1", date!(2026 - 11 - 18))], &given(&none, newest)).is_ok());
        assert_eq!(rules(judge(&[item("1", date!(2026 - 11 - 17))], &given(&none, newest))), ["DateOrder"]);
        let batch = [item("1", date!(2026 - 11 - 20)), item("2", date!(2026 - 11 - 19))];
        assert_eq!(rules(judge(&batch, &given(&none, newest))), ["DateOrder"]);
    }

    #[test]
    fn the_calendar_is_that_of_the_whole_earth() {
        // 12:00 UTC: at UTC+14 it is 02:00 of the 22nd; at UTC−12 it is 00:00 of the 21st.
        let none = HashMap::new();
        assert!(judge(&[item("1", date!(2026 - 11 - 22))], &given(&none, None)).is_ok());
        assert_eq!(rules(judge(&[item("1", date!(2026 - 11 - 23))], &given(&none, None))), ["DateNotInFuture"]);
        assert!(judge(&[item("1", date!(2026 - 11 - 14))], &given(&none, None)).is_ok());
        assert_eq!(rules(judge(&[item("1", date!(2026 - 11 - 13))], &given(&none, None))), ["DateHistory"]);
    }

    #[test]
    fn a_date_that_is_wrong_is_no_reproach_to_the_items_after_it() {
        let batch = [item("1", date!(2026 - 12 - 21)), item("2", date!(2026 - 11 - 20))];
        let errors = judge(&batch, &given(&HashMap::new(), None)).unwrap_err();
        assert_eq!(errors.iter().map(|it| it.item_id.as_deref()).collect::<Vec<_>>(), [Some("1")]);
    }

    #[test]
    fn a_later_push_may_be_old_as_long_as_it_goes_forward() {
        let newest = Some(date!(2026 - 09 - 01));
        assert!(judge(&[item("1", date!(2026 - 09 - 02))], &given(&HashMap::new(), newest)).is_ok());
    }

    #[test]
    fn oddities_are_remarked_upon_and_let_through() {
        let mut odd = item("1", date!(2026 - 11 - 13));
        odd.kind = Some(TransactionType::Credit);
        let accepted = judge(&[odd], &given(&HashMap::new(), Some(date!(2026 - 11 - 01)))).unwrap();
        let names: Vec<_> = accepted.warnings.iter().map(|it| it.validator_name.as_str()).collect();
        assert_eq!(names, ["FeedStartDate", "TransactionTypeSign"]);
    }

    #[test]
    fn control_characters_become_blanks_with_a_warning() {
        let mut batch = [item("1", date!(2026 - 11 - 20))];
        batch[0].description = Some("Cof\u{7}fee\u{202e}".into());
        assert_eq!(clean(&mut batch).unwrap().len(), 1);
        assert_eq!(batch[0].description.as_deref(), Some("Cof fee "));
    }
}
