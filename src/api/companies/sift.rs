//! Companies filtered and ordered (docs/decisions/0010-filters-run-here.md).

use crate::api::paging::{Listing, Page};
use crate::domain::app::App;
use crate::domain::company::Company;
use crate::domain::company_list;
use crate::domain::connection::Connection;
use crate::domain::filter::{Field, Fields, Kind};
use crate::domain::listing::Wanted;
use crate::domain::partner::PartnerId;
use crate::domain::refusal::Refusal;
use crate::store;

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
    let (ids, total) = company_list::pick(&mut db, partner, wanted, (page.limit(), page.offset())).await?;
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
