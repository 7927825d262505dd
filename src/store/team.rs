//! Table `members`, as a team changes: who is found by an address, who gets another role, and who goes.

use super::{Db, change, maybe, one};
use crate::domain::member::{Member, MemberId};
use crate::domain::partner::PartnerId;
use crate::domain::role::Role;

/// The member with this address in its one spelling, of whatever partner.
pub async fn by_address(db: &mut Db, folded: &str) -> sqlx::Result<Option<Member>> {
    maybe!(
        db,
        "SELECT id, partner_id, email, name, role, has_second_factor, password_stands_alone, created_at, last_seen_at
         FROM members WHERE email_folded = $1",
        folded,
    )
}

/// Whether the partner has somebody in this role.
pub async fn has_one(db: &mut Db, partner: PartnerId, role: Role) -> sqlx::Result<bool> {
    let (count,): (i64,) =
        one!(db, "SELECT count(*) FROM members WHERE partner_id = $1 AND role = $2", partner, role.word())?;
    Ok(count > 0)
}

/// Gives a member another role, if theirs is still `from` and an administrator is left. The caller holds the partner's row.
pub async fn change_role(
    db: &mut Db,
    (partner, id): (PartnerId, MemberId),
    (from, to): (Role, Role),
) -> sqlx::Result<bool> {
    let changed = change!(
        db,
        "UPDATE members SET role = $4 WHERE id = $1 AND partner_id = $2 AND role = $3
             AND ($3 <> $5 OR $4 = $5 OR EXISTS (
                 SELECT 1 FROM members others WHERE others.partner_id = $2 AND others.role = $5 AND others.id <> $1))",
        id,
        partner,
        from.word(),
        to.word(),
        Role::Administrator.word(),
    )?;
    Ok(changed == 1)
}

/// Removes a member with their sessions, if an administrator is left. The caller holds the partner's row.
pub async fn remove(db: &mut Db, partner: PartnerId, id: MemberId) -> sqlx::Result<bool> {
    let removed = change!(
        db,
        "DELETE FROM members WHERE id = $1 AND partner_id = $2
             AND (role <> $3 OR EXISTS (
                 SELECT 1 FROM members others WHERE others.partner_id = $2 AND others.role = $3 AND others.id <> $1))",
        id,
        partner,
        Role::Administrator.word(),
    )?;
    Ok(removed == 1)
}

/// Ends every session of a member.
pub async fn end_sessions(db: &mut Db, id: MemberId) -> sqlx::Result<u64> {
    change!(db, "DELETE FROM member_sessions WHERE member_id = $1", id)
}
