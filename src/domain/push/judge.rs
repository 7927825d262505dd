//! The rules of the contract for a batch: [`clean`] makes its texts fit to be stored, [`judge`] says what of it is new and what is
//! wrong with it. Both pure.

use std::collections::HashMap;

use time::{Date, Duration, UtcOffset};

use crate::clock::Timestamp;
use crate::domain::plain_text;
use crate::domain::refusal::Violation;
use crate::domain::transaction::Item;

pub const ID_LIMIT: usize = 255;
pub const TEXT_LIMIT: usize = 2_000;

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

/// An item with its content hash, which takes a moment to compute and is asked for twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hashed {
    pub item: Item,
    pub hash: String,
}

impl From<Item> for Hashed {
    fn from(item: Item) -> Self {
        Self { hash: item.content_hash(), item }
    }
}

/// A batch that may be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted<'a> {
    /// Those that are not there yet, in their order.
    pub new: Vec<&'a Hashed>,
    pub warnings: Vec<Violation>,
}

/// The rules of the contract for a push. Pure.
pub fn judge<'a>(batch: &'a [Hashed], given: &Circumstances<'_>) -> Result<Accepted<'a>, Vec<Violation>> {
    let calendar = Calendar::of(given);
    let mut seen: HashMap<&str, &str> = HashMap::new();
    let mut accepted = Accepted { new: Vec::new(), warnings: Vec::new() };
    let mut errors = Vec::new();
    let mut latest = given.newest;
    for hashed in batch {
        let Hashed { item, hash } = hashed;
        let known = given.known.get(&item.id).map(String::as_str).or_else(|| seen.get(item.id.as_str()).copied());
        match known {
            Some(there) if there == hash => continue,
            Some(_) => errors.push(violation(item, "UniqueId", "this id was pushed before with other content")),
            None => {
                match calendar.objection(item, latest) {
                    // One wrong date is no reproach to the items that follow it.
                    Some(objection) => errors.push(objection),
                    None => latest = Some(item.date),
                }
                accepted.warnings.extend(calendar.remarks(item));
                accepted.new.push(hashed);
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
        let mut texts = [&item.description, &item.counterparty, &item.reference].into_iter().flatten();
        if item.id.trim().is_empty() || !plain_text::fits(&item.id, ID_LIMIT) {
            errors.push(violation(item, "Id", "id must be 1 to 255 characters"));
        } else if plain_text::check(&item.id).is_err() {
            errors.push(violation(item, "Id", "id may not hold control characters"));
        } else if texts.any(|text| is_long(text)) {
            let message = "description, counterparty and reference: 2000 characters at most";
            errors.push(violation(item, "TextLength", message));
        }
        if changed {
            warnings.push(violation(item, "PlainText", "control characters in a text were replaced by blanks"));
        }
    }
    if errors.is_empty() { Ok(warnings) } else { Err(errors) }
}

/// Counts characters as a reader does, which is slow, only where fewer bytes do not answer it.
fn is_long(text: &str) -> bool {
    text.len() > TEXT_LIMIT && (text.len() > TEXT_LIMIT * 4 || plain_text::length(text) > TEXT_LIMIT)
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

    fn hashed<const N: usize>(items: [Item; N]) -> [Hashed; N] {
        items.map(Hashed::from)
    }

    /// The names of the rules that the batch breaks.
    fn rules<const N: usize>(batch: [Item; N], given: &Circumstances<'_>) -> Vec<String> {
        let batch = hashed(batch);
        let errors = judge(&batch, given).err().unwrap_or_default();
        errors.into_iter().map(|error| error.validator_name).collect()
    }

    #[test]
    fn what_is_there_already_changes_nothing_and_is_not_judged() {
        let old = item("1", date!(2026 - 11 - 01));
        let known = HashMap::from([("1".to_owned(), old.content_hash())]);
        let new = item("2", date!(2026 - 11 - 20));
        let batch = hashed([old, new]);
        let accepted = judge(&batch, &given(&known, Some(date!(2026 - 11 - 19)))).unwrap();
        assert_eq!(accepted.new, [&batch[1]]);
    }

    #[test]
    fn the_same_id_with_other_content_refuses_the_batch() {
        let known = HashMap::from([("1".to_owned(), "other".to_owned())]);
        assert_eq!(rules([item("1", date!(2026 - 11 - 20))], &given(&known, None)), ["UniqueId"]);
        let mut twin = item("2", date!(2026 - 11 - 20));
        twin.description = Some("Tea".into());
        let batch = [item("2", date!(2026 - 11 - 20)), twin];
        assert_eq!(rules(batch, &given(&HashMap::new(), None)), ["UniqueId"]);
    }

    #[test]
    fn an_item_named_twice_with_the_same_content_counts_once() {
        let batch = [item("2", date!(2026 - 11 - 20)), item("2", date!(2026 - 11 - 20))];
        assert_eq!(judge(&hashed(batch), &given(&HashMap::new(), None)).unwrap().new.len(), 1);
    }

    #[test]
    fn dates_go_forward_and_equal_is_fine() {
        let newest = Some(date!(2026 - 11 - 18));
        let none = HashMap::new();
        assert!(judge(&hashed([item("1", date!(2026 - 11 - 18))]), &given(&none, newest)).is_ok());
        assert_eq!(rules([item("1", date!(2026 - 11 - 17))], &given(&none, newest)), ["DateOrder"]);
        let batch = [item("1", date!(2026 - 11 - 20)), item("2", date!(2026 - 11 - 19))];
        assert_eq!(rules(batch, &given(&none, newest)), ["DateOrder"]);
    }

    #[test]
    fn the_calendar_is_that_of_the_whole_earth() {
        // 12:00 UTC: at UTC+14 it is 02:00 of the 22nd; at UTC−12 it is 00:00 of the 21st.
        let none = HashMap::new();
        assert!(judge(&hashed([item("1", date!(2026 - 11 - 22))]), &given(&none, None)).is_ok());
        assert_eq!(rules([item("1", date!(2026 - 11 - 23))], &given(&none, None)), ["DateNotInFuture"]);
        assert!(judge(&hashed([item("1", date!(2026 - 11 - 14))]), &given(&none, None)).is_ok());
        assert_eq!(rules([item("1", date!(2026 - 11 - 13))], &given(&none, None)), ["DateHistory"]);
    }

    #[test]
    fn a_date_that_is_wrong_is_no_reproach_to_the_items_after_it() {
        let batch = [item("1", date!(2026 - 12 - 21)), item("2", date!(2026 - 11 - 20))];
        let errors = judge(&hashed(batch), &given(&HashMap::new(), None)).unwrap_err();
        assert_eq!(errors.iter().map(|it| it.item_id.as_deref()).collect::<Vec<_>>(), [Some("1")]);
    }

    #[test]
    fn a_later_push_may_be_old_as_long_as_it_goes_forward() {
        let newest = Some(date!(2026 - 09 - 01));
        assert!(judge(&hashed([item("1", date!(2026 - 09 - 02))]), &given(&HashMap::new(), newest)).is_ok());
    }

    #[test]
    fn oddities_are_remarked_upon_and_let_through() {
        let mut odd = item("1", date!(2026 - 11 - 13));
        odd.kind = Some(TransactionType::Credit);
        let batch = hashed([odd]);
        let accepted = judge(&batch, &given(&HashMap::new(), Some(date!(2026 - 11 - 01)))).unwrap();
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
