//! A partner's team: who is in which role, and who goes. A team always has an administrator, whoever acts at once: whoever changes
//! it holds the partner's row, and one conditional statement decides.

use crate::clock::Timestamp;
use crate::domain::audit::{self, Note, Thing, Value, What};
use crate::domain::member::{Member, MemberId};
use crate::domain::partner::PartnerId;
use crate::domain::role::Role;
use crate::domain::set_up;
use crate::store::{self, Db};

/// What came of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Done,
    /// Nobody changes their own role.
    Own,
    /// There would be no administrator.
    LastAdministrator,
    /// Somebody else has changed the member's role meanwhile.
    Overtaken,
    /// There is no such member of this partner.
    Nobody,
}

/// Gives a member another role, which counts from their next request on. `seen`: the role that whoever changes it has seen.
/// Who is no administrator any more has invited nobody: their invitations that nobody has accepted are void.
pub async fn change_role(
    db: &mut Db,
    by: &Member,
    id: MemberId,
    (seen, to): (Role, Role),
    now: Timestamp,
) -> sqlx::Result<Change> {
    if by.id == id {
        return Ok(Change::Own);
    }
    store::partners::hold(db, by.partner_id).await?;
    if !store::team::change_role(db, (by.partner_id, id), (seen, to)).await? {
        let is_so_already = store::members::get(db, by.partner_id, id).await?.is_some_and(|member| member.role == to);
        return if is_so_already { Ok(Change::Done) } else { why_not(db, by.partner_id, id, seen).await };
    }
    let note = Note::of(by.partner_id, What::MemberRoleChanged, Thing::member(id.0));
    audit::note(db, note.changed("role", seen.word(), to.word()));
    if to != Role::Administrator {
        withdraw_made_by(db, by.partner_id, id, now).await?;
    }
    Ok(Change::Done)
}

/// Removes a member, whose sessions end at once, and whose invitations that nobody has accepted are void.
pub async fn remove(db: &mut Db, partner: PartnerId, id: MemberId, now: Timestamp) -> sqlx::Result<Change> {
    store::partners::hold(db, partner).await?;
    withdraw_made_by(db, partner, id, now).await?;
    let Some(member) = store::members::get(db, partner, id).await? else { return Ok(Change::Nobody) };
    if !store::team::remove(db, partner, id).await? {
        return why_not(db, partner, id, member.role).await;
    }
    let note =
        Note::of(partner, What::MemberRemoved, Thing::member(id.0)).changed("role", member.role.word(), None::<String>);
    audit::note(db, note.changed("email", Value::personal(member.email), Value::Nothing));
    // Who they were goes from the log, as it went from the team (docs/audit.md); what they did stays.
    audit::forget_subject(db, partner, id.0);
    Ok(Change::Done)
}

/// What a member has made for others, and nobody has used, is void; of each invitation the log says so.
async fn withdraw_made_by(db: &mut Db, partner: PartnerId, maker: MemberId, now: Timestamp) -> sqlx::Result<()> {
    let open = set_up::invitations(db, partner).await?;
    for link in open.iter().filter(|link| link.made_by == Some(maker)) {
        set_up::withdraw(db, partner, link.id, now).await?;
    }
    store::set_up_links::withdraw_made_by(db, maker, now).await?;
    Ok(())
}

async fn why_not(db: &mut Db, partner: PartnerId, id: MemberId, seen: Role) -> sqlx::Result<Change> {
    Ok(match store::members::get(db, partner, id).await? {
        None => Change::Nobody,
        Some(member) if member.role != seen => Change::Overtaken,
        Some(_) => Change::LastAdministrator,
    })
}
