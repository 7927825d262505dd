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
use crate::store::companies::{Sieve, Sifted};
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
    let (sieve, mut picker) = (sieve(wanted), Picker::new(wanted, page.limit(), page.offset()));
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

/// What the database can be asked for: times, one name and one tag that must be so in any case.
fn sieve(wanted: &Wanted) -> Sieve {
    let (earliest, latest) = (Timestamp::from_micros(i64::MIN), Timestamp::from_micros(i64::MAX));
    let words = ["description", "createdByUserName"].iter().any(|field| wanted.names(field));
    let mut sieve = Sieve {
        from: earliest,
        until: latest,
        name: None,
        tag: None,
        with_words: words || wanted.tags.is_some(),
        with_last_sync: wanted.names("lastSync"),
    };
    for Comparison { field, comparator, with } in wanted.query.iter().flat_map(Condition::required) {
        match (field.as_str(), comparator, with) {
            ("name", Comparator::Equal, Value::Text(name)) => sieve.name = Some(name.clone()),
            ("created", Comparator::Greater | Comparator::GreaterOrEqual, Value::Time(at)) => {
                sieve.from = sieve.from.max(*at);
            }
            ("created", Comparator::Less | Comparator::LessOrEqual, Value::Time(at)) => {
                sieve.until = sieve.until.min(*at);
            }
            _ => {}
        }
    }
    for Comparison { field, comparator, with } in wanted.tags.iter().flat_map(Condition::required) {
        if let (Comparator::Equal, Value::Text(value)) = (comparator, with)
            && is_plain(field)
        {
            sieve.tag = Some((field.clone(), value.clone()));
        }
    }
    sieve
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
