//! Table `members`.

use super::{Db, all, change, maybe};
use crate::clock::Timestamp;
use crate::domain::member::{Member, MemberId, New};
use crate::domain::partner::PartnerId;
use crate::domain::password::Hashed;

/// `false`: the address is somebody's already.
pub async fn insert(
    db: &mut Db,
    (id, partner): (MemberId, PartnerId),
    new: &New<'_>,
    now: Timestamp,
) -> sqlx::Result<bool> {
    let made = change!(
        db,
        "INSERT INTO members (id, partner_id, email, email_folded, name, role, password_hash, password_stands_alone,
                              has_second_factor, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, FALSE, $9) ON CONFLICT (email_folded) DO NOTHING",
        id,
        partner,
        new.email.text(),
        new.email.folded(),
        new.name,
        new.role.word(),
        new.password.map(|password| password.phc.as_str()),
        new.password.is_none_or(|password| password.stands_alone),
        now,
    )?;
    Ok(made == 1)
}

/// The member with this address in its one spelling, and their password's hash.
pub async fn by_email(db: &mut Db, folded: &str) -> sqlx::Result<Option<(MemberId, Option<String>)>> {
    maybe!(db, "SELECT id, password_hash FROM members WHERE email_folded = $1", folded)
}

/// A member of this partner.
pub async fn get(db: &mut Db, partner: PartnerId, id: MemberId) -> sqlx::Result<Option<Member>> {
    maybe!(
        db,
        "SELECT id, partner_id, email, name, role, has_second_factor, password_stands_alone, created_at, last_seen_at
         FROM members WHERE id = $1 AND partner_id = $2",
        id,
        partner,
    )
}

/// The partner's people, in the order in which they came.
pub async fn of_partner(db: &mut Db, partner: PartnerId) -> sqlx::Result<Vec<Member>> {
    all!(
        db,
        "SELECT id, partner_id, email, name, role, has_second_factor, password_stands_alone, created_at, last_seen_at
         FROM members WHERE partner_id = $1 ORDER BY created_at, id",
        partner,
    )
}

/// The member's password from now on.
pub async fn set_password(db: &mut Db, id: MemberId, to: &Hashed) -> sqlx::Result<()> {
    let (phc, stands_alone) = (to.phc.as_str(), to.stands_alone);
    change!(
        db,
        "UPDATE members SET password_hash = $2, password_stands_alone = $3 WHERE id = $1",
        id,
        phc,
        stands_alone
    )?;
    Ok(())
}

/// Whether the member has a second factor from now on.
pub async fn set_second_factor(db: &mut Db, id: MemberId, has_one: bool) -> sqlx::Result<()> {
    change!(db, "UPDATE members SET has_second_factor = $2 WHERE id = $1", id, has_one)?;
    Ok(())
}

/// The member was here.
pub async fn seen(db: &mut Db, id: MemberId, now: Timestamp) -> sqlx::Result<()> {
    change!(
        db,
        "UPDATE members SET last_seen_at = $2 WHERE id = $1 AND (last_seen_at IS NULL OR last_seen_at < $2)",
        id,
        now,
    )?;
    Ok(())
}

/// Keeps the member's row for this unit of work: others who want it wait. `None`: there is no such member any more.
pub async fn hold(db: &mut Db, id: MemberId) -> sqlx::Result<Option<()>> {
    let held = change!(db, "UPDATE members SET has_second_factor = has_second_factor WHERE id = $1", id)?;
    Ok((held == 1).then_some(()))
}

/// Another password instead of the one with this hash. `false`: somebody has changed it meanwhile.
pub async fn change_password(db: &mut Db, id: MemberId, from: &str, to: &Hashed) -> sqlx::Result<bool> {
    let changed = change!(
        db,
        "UPDATE members SET password_hash = $3, password_stands_alone = $4 WHERE id = $1 AND password_hash = $2",
        id,
        from,
        to.phc.as_str(),
        to.stands_alone,
    )?;
    Ok(changed == 1)
}

/// The hash of a member's password, of whoever has one.
pub async fn password_of(db: &mut Db, id: MemberId) -> sqlx::Result<Option<String>> {
    let row: Option<(Option<String>,)> = maybe!(db, "SELECT password_hash FROM members WHERE id = $1", id)?;
    Ok(row.and_then(|(hash,)| hash))
}

/// A member by their id, of whatever partner.
pub async fn by_id(db: &mut Db, id: MemberId) -> sqlx::Result<Option<Member>> {
    maybe!(
        db,
        "SELECT id, partner_id, email, name, role, has_second_factor, password_stands_alone, created_at, last_seen_at FROM members WHERE id = $1",
        id,
    )
}
