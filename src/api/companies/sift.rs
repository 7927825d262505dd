//! Companies filtered and ordered (docs/decisions/0010-filters-run-here.md).

use crate::api::paging::{Listing, Page};
use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::domain::company::{Company, CompanyId};
use crate::domain::connection::Connection;
use crate::domain::filter::{Comparator, Comparison, Condition, Facts, Field, Fields, Kind, Value};
use crate::domain::listing::{Picker, Wanted};
use crate::domain::partner::PartnerId;
use crate::domain::refusal::Refusal;
use crate::store::companies::{Part, Sieve, Sifted};
use crate::store::{self, Db};

/// How many rows are read and looked through at a time.
const AT_ONCE: i64 = 5_000;
/// More connections than any company has.
const ALL: i64 = 5_000;

pub const LISTING: Listing = Listing {
    fields: Fields::Of(&[
        Field::of("id", Kind::Text),
        Field::of("name", Kind::Text),
        Field::of("description", Kind::Text),
        Field::of("created", Kind::Time),
        Field::of("createdByUserName", Kind::Text),
        Field::of("lastSync", Kind::Time),
    ]),
    newest: "created",
    has_tags: true,
};

/// The companies of the page with their connections, and how many there are on all pages.
pub async fn page(
    app: &App,
    partner: PartnerId,
    wanted: &Wanted,
    page: &Page,
) -> Result<(Vec<(Company, Vec<Connection>)>, i64), Refusal> {
    let mut db = app.store.read().await?;
    let (ids, total) = pick(&mut db, partner, wanted, page).await?;
    let mut found = Vec::new();
    for id in ids {
        // One that was deleted since is left out.
        if let Some(company) = store::companies::find(&mut db, partner, id).await? {
            let (connections, _) = store::connections::page(&mut db, id, ALL, 0).await?;
            found.push((company, connections));
        }
    }
    Ok((found, total))
}

async fn pick(db: &mut Db, partner: PartnerId, wanted: &Wanted, page: &Page) -> Result<(Vec<CompanyId>, i64), Refusal> {
    let Sifting { sieve, says_all } = sifting(wanted);
    if says_all && wanted.order.field == "created" {
        return let_through(db, partner, &sieve, wanted.order.descending, page).await;
    }
    let mut picker = Picker::new(wanted, page.limit(), page.offset());
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
    page: &Page,
) -> Result<(Vec<CompanyId>, i64), Refusal> {
    let total = store::companies::count_sifted(db, partner, sieve).await?;
    let limit = page.limit().min(total.saturating_sub(page.offset())).max(0);
    if is_newest_first {
        return Ok((store::companies::newest_sifted(db, partner, sieve, limit, page.offset()).await?, total));
    }
    // The oldest are the newest from the other end.
    let offset = total.saturating_sub(page.offset()).saturating_sub(limit).max(0);
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
