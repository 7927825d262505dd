//! That a company or a connection is the member's own partner's: malformed, unknown and another partner's are one answer.

use crate::domain::company::Company;
use crate::domain::connection::Connection;
use crate::domain::refusal::Refusal;
use crate::portal::member::Member;
use crate::store;

pub async fn company(member: &Member, id: &str) -> Result<Company, Refusal> {
    let no_such = || Refusal::NotFound("company".into());
    let id = id.parse().map_err(|_| no_such())?;
    let mut db = member.app.store.read().await?;
    store::companies::find(&mut db, member.partner.id, id).await?.ok_or_else(no_such)
}

/// The connection with its company.
pub async fn connection(member: &Member, id: &str) -> Result<(Connection, Company), Refusal> {
    let no_such = || Refusal::NotFound("connection".into());
    let id = id.parse().map_err(|_| no_such())?;
    let mut db = member.app.store.read().await?;
    let found = store::connections::find_any(&mut db, id).await?;
    let connection = found.filter(|it| it.partner_id == member.partner.id).ok_or_else(no_such)?;
    let company = store::companies::find(&mut db, member.partner.id, connection.company_id).await?;
    Ok((connection, company.ok_or_else(no_such)?))
}
