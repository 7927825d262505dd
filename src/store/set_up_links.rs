//! Table `set_up_links`.

use super::{Db, all, change, maybe, one};
use crate::clock::Timestamp;
use crate::domain::member::MemberId;
use crate::domain::partner::PartnerId;
use crate::domain::set_up::{SetUpLink, SetUpLinkId};
use crate::secret::Fingerprint;

/// Keeps a link that nobody has used or withdrawn.
pub async fn insert(db: &mut Db, link: &SetUpLink, hash: &Fingerprint) -> sqlx::Result<()> {
    change!(
        db,
        "INSERT INTO set_up_links (id, hash, kind, partner_id, member_id, person, email, email_folded, name, role,
             language, forgets_second_factor, made_by, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
        link.id,
        hash.bytes(),
        link.kind.word(),
        link.partner_id,
        link.member_id,
        link.person,
        &link.email,
        link.email.to_ascii_lowercase(),
        &link.name,
        link.role.word(),
        link.language.tag(),
        link.forgets_second_factor,
        link.made_by,
        link.created_at,
        link.expires_at,
    )?;
    Ok(())
}

/// The link with this value, whatever became of it.
pub async fn find(db: &mut Db, hash: &Fingerprint) -> sqlx::Result<Option<SetUpLink>> {
    maybe!(
        db,
        "SELECT l.id, l.kind, l.partner_id, l.member_id, l.person, l.email, l.name, l.role, l.language, l.forgets_second_factor,
             l.made_by, m.name AS made_by_name, l.created_at, l.expires_at, l.used_at, l.withdrawn_at
         FROM set_up_links l LEFT JOIN members m ON m.id = l.made_by WHERE l.hash = $1",
        hash.bytes(),
    )
}

/// A partner's link by its id.
pub async fn find_by_id(db: &mut Db, partner: PartnerId, id: SetUpLinkId) -> sqlx::Result<Option<SetUpLink>> {
    maybe!(
        db,
        "SELECT l.id, l.kind, l.partner_id, l.member_id, l.person, l.email, l.name, l.role, l.language, l.forgets_second_factor,
             l.made_by, m.name AS made_by_name, l.created_at, l.expires_at, l.used_at, l.withdrawn_at
         FROM set_up_links l LEFT JOIN members m ON m.id = l.made_by WHERE l.id = $1 AND l.partner_id = $2",
        id,
        partner,
    )
}

/// A partner's links that would make a member and that nobody has used or withdrawn, expired ones too, oldest first.
pub async fn invitations(db: &mut Db, partner: PartnerId, most: i64) -> sqlx::Result<Vec<SetUpLink>> {
    all!(
        db,
        "SELECT l.id, l.kind, l.partner_id, l.member_id, l.person, l.email, l.name, l.role, l.language, l.forgets_second_factor,
             l.made_by, m.name AS made_by_name, l.created_at, l.expires_at, l.used_at, l.withdrawn_at
         FROM set_up_links l LEFT JOIN members m ON m.id = l.made_by
         WHERE l.partner_id = $1 AND l.member_id IS NULL AND l.used_at IS NULL AND l.withdrawn_at IS NULL
         ORDER BY l.created_at, l.id LIMIT $2",
        partner,
        most,
    )
}

/// Whom this partner has invited at this address before, as long as they have not joined.
pub async fn person(db: &mut Db, partner: PartnerId, email: &str) -> sqlx::Result<Option<MemberId>> {
    let person: Option<(MemberId,)> = maybe!(
        db,
        "SELECT l.person FROM set_up_links l
         WHERE l.partner_id = $1 AND l.email_folded = $2 AND l.member_id IS NULL AND l.used_at IS NULL
             AND NOT EXISTS (SELECT 1 FROM members m WHERE m.id = l.person)
         ORDER BY l.created_at DESC, l.id LIMIT 1",
        partner,
        email,
    )?;
    Ok(person.map(|(person,)| person))
}

/// How many of a partner's links somebody could still use.
pub async fn count_open(db: &mut Db, partner: PartnerId, now: Timestamp) -> sqlx::Result<i64> {
    let (count,): (i64,) = one!(
        db,
        "SELECT count(*) FROM set_up_links
         WHERE partner_id = $1 AND used_at IS NULL AND withdrawn_at IS NULL AND expires_at > $2",
        partner,
        now,
    )?;
    Ok(count)
}

/// How many links a member has asked for by e-mail after `since`.
pub async fn count_asked_for(db: &mut Db, member: MemberId, since: Timestamp) -> sqlx::Result<i64> {
    let (count,): (i64,) = one!(
        db,
        "SELECT count(*) FROM set_up_links WHERE member_id = $1 AND kind = 'forgotten' AND created_at > $2",
        member,
        since,
    )?;
    Ok(count)
}

/// Uses a link up. `false`: somebody was quicker, it was withdrawn, or it is over.
pub async fn use_up(db: &mut Db, hash: &Fingerprint, now: Timestamp) -> sqlx::Result<bool> {
    let used = change!(
        db,
        "UPDATE set_up_links SET used_at = $2
         WHERE hash = $1 AND used_at IS NULL AND withdrawn_at IS NULL AND expires_at > $2",
        hash.bytes(),
        now,
    )?;
    Ok(used == 1)
}

/// Withdraws one that nobody has used. `false`: there is no such link of this partner's.
pub async fn withdraw(db: &mut Db, partner: PartnerId, id: SetUpLinkId, now: Timestamp) -> sqlx::Result<bool> {
    let withdrawn = change!(
        db,
        "UPDATE set_up_links SET withdrawn_at = $3
         WHERE id = $1 AND partner_id = $2 AND used_at IS NULL AND withdrawn_at IS NULL",
        id,
        partner,
        now,
    )?;
    Ok(withdrawn == 1)
}

/// Withdraws what would make a member of this address of this partner's.
pub async fn withdraw_invitations(db: &mut Db, partner: PartnerId, email: &str, now: Timestamp) -> sqlx::Result<u64> {
    change!(
        db,
        "UPDATE set_up_links SET withdrawn_at = $3
         WHERE partner_id = $1 AND email_folded = $2 AND member_id IS NULL AND used_at IS NULL AND withdrawn_at IS NULL",
        partner,
        email,
        now,
    )
}

/// Withdraws what would set a member's password.
pub async fn withdraw_resets(db: &mut Db, member: MemberId, now: Timestamp) -> sqlx::Result<u64> {
    change!(
        db,
        "UPDATE set_up_links SET withdrawn_at = $2 WHERE member_id = $1 AND used_at IS NULL AND withdrawn_at IS NULL",
        member,
        now,
    )
}

/// The same of those alone that somebody has asked for by e-mail.
pub async fn withdraw_asked_for(db: &mut Db, member: MemberId, now: Timestamp) -> sqlx::Result<u64> {
    change!(
        db,
        "UPDATE set_up_links SET withdrawn_at = $2
         WHERE member_id = $1 AND kind = 'forgotten' AND used_at IS NULL AND withdrawn_at IS NULL",
        member,
        now,
    )
}

/// Withdraws what a member has made and nobody has used.
pub async fn withdraw_made_by(db: &mut Db, maker: MemberId, now: Timestamp) -> sqlx::Result<u64> {
    change!(
        db,
        "UPDATE set_up_links SET withdrawn_at = $2 WHERE made_by = $1 AND used_at IS NULL AND withdrawn_at IS NULL",
        maker,
        now,
    )
}

/// Withdraws what could still be used after `at`.
pub async fn end_after(db: &mut Db, at: Timestamp) -> sqlx::Result<u64> {
    change!(
        db,
        "UPDATE set_up_links SET withdrawn_at = created_at
         WHERE expires_at > $1 AND used_at IS NULL AND withdrawn_at IS NULL",
        at,
    )
}

/// Who was invited by those that [`forget_before`] forgets, and by no other, and has not come.
pub async fn strangers_before(db: &mut Db, before: Timestamp, most: i64) -> sqlx::Result<Vec<(PartnerId, MemberId)>> {
    all!(
        db,
        "SELECT DISTINCT partner_id, person FROM set_up_links old
         WHERE id IN (SELECT id FROM set_up_links WHERE expires_at < $1 ORDER BY expires_at, id LIMIT $2)
             AND member_id IS NULL
             AND NOT EXISTS (SELECT 1 FROM members WHERE members.id = old.person)
             AND NOT EXISTS (SELECT 1 FROM set_up_links newer WHERE newer.person = old.person AND newer.expires_at >= $1)",
        before,
        most,
    )
}

/// Forgets those that were over before `before`, at most `most` of them.
pub async fn forget_before(db: &mut Db, before: Timestamp, most: i64) -> sqlx::Result<u64> {
    change!(
        db,
        "DELETE FROM set_up_links WHERE id IN (
             SELECT id FROM set_up_links WHERE expires_at < $1 ORDER BY expires_at, id LIMIT $2)",
        before,
        most,
    )
}
