//! A partner's companies in a list: filtered and ordered (docs/decisions/0010-filters-run-here.md), or looked for by what
//! somebody types.

use uuid::Uuid;

use crate::clock::Timestamp;
use crate::domain::company::{Company, CompanyId};
use crate::domain::connection::ConnectionId;
use crate::domain::filter::{Comparator, Comparison, Condition, Facts, Value};
use crate::domain::listing::{Order, Picker, Wanted};
use crate::domain::partner::PartnerId;
use crate::domain::plain_text;
use crate::store::companies::{Part, Sieve, Sifted};
use crate::store::{self, Db};

/// How many rows are read and looked through at a time.
const AT_ONCE: i64 = 5_000;

/// A page: how many at most, and how many stand before it.
pub type Page = (i64, i64);

/// Companies by a part of their name, without regard to case, or the one with this id or with a connection of this id;
/// newest first, with how many there are on all pages. Nothing typed: all of them.
pub async fn search(
    db: &mut Db,
    partner: PartnerId,
    typed: &str,
    (limit, offset): Page,
) -> sqlx::Result<(Vec<Company>, i64)> {
    if typed.trim().is_empty() {
        return store::companies::page(db, partner, limit, offset).await;
    }
    if let Some(company) = by_id(db, partner, typed).await? {
        return Ok((vec![company], 1));
    }
    // As names are kept: what is not allowed in them is not looked for either.
    let part = plain_text::company_name(typed).text;
    if part.is_empty() {
        return Ok((Vec::new(), 0));
    }
    let (ids, total) = pick(db, partner, &with_in_name(part), (limit, offset)).await?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        // One that was deleted since is left out.
        found.extend(store::companies::find(db, partner, id).await?);
    }
    Ok((found, total))
}

/// The company whose id this is, or that of one of its connections. A name may look like an id, too: none is found then.
async fn by_id(db: &mut Db, partner: PartnerId, typed: &str) -> sqlx::Result<Option<Company>> {
    let Ok(id) = Uuid::try_parse(typed.trim()) else { return Ok(None) };
    if let Some(company) = store::companies::find(db, partner, CompanyId(id)).await? {
        return Ok(Some(company));
    }
    match store::connections::find_any(db, ConnectionId(id)).await?.filter(|it| it.partner_id == partner) {
        Some(connection) => store::companies::find(db, partner, connection.company_id).await,
        None => Ok(None),
    }
}

fn with_in_name(part: String) -> Wanted {
    let comparison = Comparison { field: "name".into(), comparator: Comparator::Contains, with: Value::Text(part) };
    let order = Order { field: "created".into(), descending: true };
    Wanted { query: Some(Condition::Is(comparison)), tags: None, order }
}

/// The companies that are wanted on the page, and how many there are on all pages.
pub async fn pick(db: &mut Db, partner: PartnerId, wanted: &Wanted, page: Page) -> sqlx::Result<(Vec<CompanyId>, i64)> {
    let (limit, offset) = page;
    let Sifting { sieve, says_all } = sifting(wanted);
    if says_all && wanted.order.field == "created" {
        return let_through(db, partner, &sieve, wanted.order.descending, page).await;
    }
    let mut picker = Picker::new(wanted, limit, offset);
    let mut last = (Timestamp::from_micros(i64::MIN), CompanyId(uuid::Uuid::nil()));
    loop {
        let rows = store::companies::sift(db, partner, &sieve, last, AT_ONCE).await?;
        let is_end = rows.len() < usize::try_from(AT_ONCE).unwrap_or_default();
        for row in &rows {
            picker.offer(row, &Tagged(row), row.id);
        }
        match rows.last() {
            Some(row) if !is_end => last = (row.created_at, row.id),
            _ => return Ok(picker.page()),
        }
        // A million rows are many turns of this; others on this thread get theirs.
        tokio::task::yield_now().await;
    }
}

/// The page when the database alone can tell it, and how many there are on all pages.
async fn let_through(
    db: &mut Db,
    partner: PartnerId,
    sieve: &Sieve,
    is_newest_first: bool,
    (limit, offset): Page,
) -> sqlx::Result<(Vec<CompanyId>, i64)> {
    let total = store::companies::count_sifted(db, partner, sieve).await?;
    let limit = limit.min(total.saturating_sub(offset)).max(0);
    if is_newest_first {
        return Ok((store::companies::newest_sifted(db, partner, sieve, limit, offset).await?, total));
    }
    // The oldest are the newest from the other end.
    let offset = total.saturating_sub(offset).saturating_sub(limit).max(0);
    let mut ids = store::companies::newest_sifted(db, partner, sieve, limit, offset).await?;
    ids.reverse();
    Ok((ids, total))
}

/// What the database can be asked for.
struct Sifting {
    sieve: Sieve,
    /// Whether a company that is let through is wanted, without a further look.
    says_all: bool,
}

/// Times, one name, one part of a name and one tag that must be so in any case.
fn sifting(wanted: &Wanted) -> Sifting {
    let words = ["description", "createdByUserName"].iter().any(|field| wanted.names(field));
    let mut sieve = Sieve {
        from: Timestamp::from_micros(i64::MIN),
        until: Timestamp::from_micros(i64::MAX),
        name: None,
        in_name: None,
        tag: None,
        with_words: words || wanted.tags.is_some(),
        with_last_sync: wanted.names("lastSync"),
    };
    let mut says_all = wanted.query.iter().chain(&wanted.tags).all(Condition::is_all_required);
    for comparison in wanted.query.iter().flat_map(Condition::required) {
        says_all &= knows(&mut sieve, comparison);
    }
    for comparison in wanted.tags.iter().flat_map(Condition::required) {
        says_all &= knows_tag(&mut sieve, comparison);
    }
    Sifting { sieve, says_all }
}

/// Has the sieve look for it, if it can.
fn knows(sieve: &mut Sieve, Comparison { field, comparator, with }: &Comparison) -> bool {
    let moment = std::time::Duration::from_micros(1);
    match (field.as_str(), comparator, with) {
        ("name", Comparator::Equal, Value::Text(name)) if sieve.name.is_none() => sieve.name = Some(name.clone()),
        ("name", Comparator::Contains, Value::Text(part)) if sieve.in_name.is_none() => {
            let known = part.split(|letter: char| !letter.is_ascii()).max_by_key(|run| run.len());
            sieve.in_name = known.and_then(Part::of);
            return part.is_ascii();
        }
        ("created", Comparator::Greater, Value::Time(at)) => sieve.from = sieve.from.max(*at + moment),
        ("created", Comparator::GreaterOrEqual, Value::Time(at)) => sieve.from = sieve.from.max(*at),
        ("created", Comparator::Less, Value::Time(at)) => sieve.until = sieve.until.min(*at - moment),
        ("created", Comparator::LessOrEqual, Value::Time(at)) => sieve.until = sieve.until.min(*at),
        _ => return false,
    }
    true
}

fn knows_tag(sieve: &mut Sieve, Comparison { field, comparator, with }: &Comparison) -> bool {
    match (comparator, with) {
        (Comparator::Equal, Value::Text(value)) if sieve.tag.is_none() && is_plain(field) => {
            sieve.tag = Some((field.clone(), value.clone()));
            true
        }
        _ => false,
    }
}

/// SQLite takes some names for paths.
fn is_plain(name: &str) -> bool {
    name.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric())
}

impl Facts for Sifted {
    fn value(&self, field: &str) -> Option<Value> {
        match field {
            "id" => Some(Value::Text(self.id.to_string())),
            "name" => Some(Value::Text(self.name.clone())),
            "description" => self.description.clone().map(Value::Text),
            "created" => Some(Value::Time(self.created_at)),
            "createdByUserName" => self.created_by.clone().map(Value::Text),
            "lastSync" => self.last_polled_at.map(Value::Time),
            _ => None,
        }
    }
}

/// A company asked for its tags.
struct Tagged<'a>(&'a Sifted);

impl Facts for Tagged<'_> {
    fn value(&self, tag: &str) -> Option<Value> {
        self.0.tags.as_ref()?.0.get(tag).cloned().map(Value::Text)
    }
}
