//! Set-up links: 256 random bits with which somebody joins a partner's portal, or chooses a new password, once and within 72
//! hours. Kept as a hash.
//!
//! Opening one uses nothing up (mail scanners open them first); choosing the password does, in the unit of work that makes the
//! member or sets the password. Whoever holds one that is over is told so; of one that never was nothing can be told.

use std::time::Duration;

use crate::chance::Chance;
use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::domain::audit::{self, Note, Thing, Value, What};
use crate::domain::language::Language;
use crate::domain::member::{self, Email, Member, MemberId, New};
use crate::domain::partner::PartnerId;
use crate::domain::password::Hashed;
use crate::domain::role::Role;
use crate::secret::{Fingerprint, SecretText, from_base64url, to_base64url};
use crate::store::{self, Db};

id!(SetUpLinkId);

words! {
    /// What a link is for.
    Kind {
        Invitation = "invitation",
        /// The partner's first administrator, invited by the operator.
        First = "first",
        /// A new password, started by an administrator or the operator.
        Reset = "reset",
        /// The same, asked for by e-mail by whoever knows the address.
        Forgotten = "forgotten",
    }
}

pub const VALID_FOR: Duration = Duration::from_secs(72 * 60 * 60);
/// Of one partner, of all kinds.
pub const MOST_OPEN: i64 = 50;
/// Whoever comes with one that was over is told so for so long.
const REMEMBERED_FOR: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// So many times within an hour a member gets a link by e-mail.
const MOST_ASKED_FOR: i64 = 3;
const AN_HOUR: Duration = Duration::from_secs(60 * 60);
/// Invitations that a page lists. Those that can be used are fewer.
const MOST_LISTED: i64 = 200;
const BYTES: usize = 32;

/// What stands in the link, and nowhere else.
#[derive(Clone, Debug)]
pub struct Code(SecretText);

impl Code {
    fn random(chance: &Chance) -> Self {
        Self(SecretText::new(to_base64url(&chance.bytes::<BYTES>())))
    }

    /// `None` for what cannot be one of ours.
    pub fn parse(text: &str) -> Option<Self> {
        let is_ours = from_base64url(text).is_some_and(|bytes| bytes.len() == BYTES);
        is_ours.then(|| Self(SecretText::new(text.to_owned())))
    }

    /// For the link, and for the browser that has opened it.
    pub fn reveal(&self) -> &str {
        self.0.reveal()
    }

    fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(self.reveal().as_bytes())
    }
}

#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SetUpLink {
    pub id: SetUpLinkId,
    #[sqlx(try_from = "String")]
    pub kind: Kind,
    pub partner_id: PartnerId,
    /// Whose password it sets. `None`: it makes a member.
    pub member_id: Option<MemberId>,
    /// The member, or who whoever uses it becomes. The password is hashed for them.
    pub person: MemberId,
    pub email: String,
    pub name: Option<String>,
    #[sqlx(try_from = "String")]
    pub role: Role,
    #[sqlx(try_from = "String")]
    pub language: Language,
    pub forgets_second_factor: bool,
    pub made_by: Option<MemberId>,
    /// As long as they are a member.
    pub made_by_name: Option<String>,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub used_at: Option<Timestamp>,
    pub withdrawn_at: Option<Timestamp>,
}

/// What has become of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Open,
    Used,
    Withdrawn,
    Expired,
}

impl SetUpLink {
    pub fn state(&self, now: Timestamp) -> State {
        match self {
            Self { used_at: Some(_), .. } => State::Used,
            Self { withdrawn_at: Some(_), .. } => State::Withdrawn,
            link if link.expires_at <= now => State::Expired,
            _ => State::Open,
        }
    }
}

/// A new link, and its code, which cannot be had again.
pub struct Made {
    pub link: SetUpLink,
    pub code: Code,
}

/// Who is to become a member.
pub struct Draft<'a> {
    pub kind: Kind,
    pub email: &'a Email,
    pub name: Option<&'a str>,
    pub role: Role,
    pub language: Language,
}

/// What came of asking for a link.
pub enum Asked {
    Made(Box<Made>),
    /// The address is one of the partner's own members'. Of other partners' nothing is told.
    IsMember,
    TooMany,
}

/// Invites somebody. Earlier invitations of the same address by this partner are void.
pub async fn invite(
    db: &mut Db,
    chance: &Chance,
    (partner, by): (PartnerId, Option<MemberId>),
    draft: &Draft<'_>,
    now: Timestamp,
) -> sqlx::Result<Asked> {
    store::partners::hold(db, partner).await?;
    let folded = draft.email.folded();
    let holder = store::team::by_address(db, &folded).await?;
    if holder.is_some_and(|member| member.partner_id == partner) {
        return Ok(Asked::IsMember);
    }
    let known = store::set_up_links::person(db, partner, &folded).await?;
    store::set_up_links::withdraw_invitations(db, partner, &folded, now).await?;
    if is_full(db, partner, now).await? {
        return Ok(Asked::TooMany);
    }
    let blank = blank(chance, (partner, None), (draft.email.text(), draft.language), now);
    let link = SetUpLink {
        kind: draft.kind,
        person: known.unwrap_or(blank.person),
        name: draft.name.map(str::to_owned),
        role: draft.role,
        made_by: by,
        ..blank
    };
    audit::note(db, noted(What::MemberInvited, &link).changed("role", None::<String>, link.role.word()));
    made(db, chance, link).await.map(|made| Asked::Made(Box::new(made)))
}

/// Lets a member choose a new password. Earlier links of theirs are void; the old password works until this one is used.
pub async fn reset(
    db: &mut Db,
    chance: &Chance,
    member: &Member,
    start: &Start,
    now: Timestamp,
) -> sqlx::Result<Asked> {
    store::partners::hold(db, member.partner_id).await?;
    store::set_up_links::withdraw_resets(db, member.id, now).await?;
    if is_full(db, member.partner_id, now).await? {
        return Ok(Asked::TooMany);
    }
    let link = start.link(chance, member, Kind::Reset, now);
    audit::note(db, started(&link));
    made(db, chance, link).await.map(|made| Asked::Made(Box::new(made)))
}

/// How a reset is started.
pub struct Start {
    /// `None`: the operator, or the member.
    pub by: Option<MemberId>,
    pub language: Language,
    /// Whether the second factor goes with the old password.
    pub forgets_second_factor: bool,
}

impl Start {
    fn link(&self, chance: &Chance, member: &Member, kind: Kind, now: Timestamp) -> SetUpLink {
        SetUpLink {
            kind,
            name: Some(member.name.clone()),
            role: member.role,
            forgets_second_factor: self.forgets_second_factor,
            made_by: self.by,
            ..blank(chance, (member.partner_id, Some(member.id)), (&member.email, self.language), now)
        }
    }
}

/// A link for a member who says by e-mail that the password is forgotten; `None`: the address is nobody's, or it was asked for
/// too often. It voids no link that an administrator has made: anybody may ask.
pub async fn forgotten(app: &App, email: &Email, language: Language) -> sqlx::Result<Option<Made>> {
    let now = app.clock.now();
    let mut db = app.store.write().await?;
    let Some(member) = store::team::by_address(&mut db, &email.folded()).await? else { return Ok(None) };
    store::partners::hold(&mut db, member.partner_id).await?;
    if store::set_up_links::count_asked_for(&mut db, member.id, now - AN_HOUR).await? >= MOST_ASKED_FOR {
        return Ok(None);
    }
    store::set_up_links::withdraw_asked_for(&mut db, member.id, now).await?;
    let start = Start { by: None, language, forgets_second_factor: false };
    let link = start.link(&app.chance, &member, Kind::Forgotten, now);
    audit::note(&mut db, started(&link));
    let made = made(&mut db, &app.chance, link).await?;
    db.commit().await?;
    Ok(Some(made))
}

/// Whether the partner has as many open links as it may. The caller holds the partner.
async fn is_full(db: &mut Db, partner: PartnerId, now: Timestamp) -> sqlx::Result<bool> {
    Ok(store::set_up_links::count_open(db, partner, now).await? >= MOST_OPEN)
}

fn blank(
    chance: &Chance,
    (partner_id, member_id): (PartnerId, Option<MemberId>),
    (email, language): (&str, Language),
    now: Timestamp,
) -> SetUpLink {
    SetUpLink {
        id: SetUpLinkId::new(chance),
        kind: Kind::Invitation,
        partner_id,
        member_id,
        person: member_id.unwrap_or_else(|| MemberId::new(chance)),
        email: email.to_owned(),
        name: None,
        role: Role::Analyst,
        language,
        forgets_second_factor: false,
        made_by: None,
        made_by_name: None,
        created_at: now,
        expires_at: now + VALID_FOR,
        used_at: None,
        withdrawn_at: None,
    }
}

async fn made(db: &mut Db, chance: &Chance, link: SetUpLink) -> sqlx::Result<Made> {
    let code = Code::random(chance);
    store::set_up_links::insert(db, &link, &code.fingerprint()).await?;
    Ok(Made { link, code })
}

/// What is noted of a link for somebody.
fn noted(what: What, link: &SetUpLink) -> Note {
    let note = Note::of(link.partner_id, what, Thing::member(link.person.0));
    note.changed("email", Value::Nothing, Value::personal(&link.email))
}

fn started(link: &SetUpLink) -> Note {
    let how = if link.kind == Kind::Forgotten { "asked for by e-mail" } else { "by hand" };
    let note = noted(What::ResetLinkMade, link).changed("how", None::<String>, how);
    note.changed("second factor", second_factor(false), second_factor(link.forgets_second_factor))
}

/// What becomes of it, as the log says it.
fn second_factor(is_forgotten: bool) -> &'static str {
    if is_forgotten { "removed" } else { "kept" }
}

/// The partner's invitations that nobody has accepted or withdrawn; those that have expired can be sent anew.
pub async fn invitations(db: &mut Db, partner: PartnerId) -> sqlx::Result<Vec<SetUpLink>> {
    store::set_up_links::invitations(db, partner, MOST_LISTED).await
}

/// The link that somebody has come with, whatever has become of it.
pub async fn look(db: &mut Db, code: &Code) -> sqlx::Result<Option<SetUpLink>> {
    store::set_up_links::find(db, &code.fingerprint()).await
}

/// Withdraws an invitation. `None`: it is none of the partner's, or it was accepted or withdrawn meanwhile.
pub async fn withdraw(
    db: &mut Db,
    partner: PartnerId,
    id: SetUpLinkId,
    now: Timestamp,
) -> sqlx::Result<Option<SetUpLink>> {
    let link = store::set_up_links::find_by_id(db, partner, id).await?;
    let Some(link) = link.filter(|link| link.member_id.is_none()) else { return Ok(None) };
    if !store::set_up_links::withdraw(db, partner, id, now).await? {
        return Ok(None);
    }
    let note = Note::of(partner, What::InvitationWithdrawn, Thing::member(link.person.0));
    audit::note(db, note.changed("email", Value::personal(&link.email), Value::Nothing));
    Ok(Some(link))
}

/// What somebody has chosen on a link's page.
pub struct Chosen<'a> {
    /// The link's [`person`](SetUpLink::person).
    pub person: MemberId,
    pub name: &'a str,
    pub password: &'a Hashed,
}

/// What came of it. Only [`Outcome::Joined`] and [`Outcome::Renewed`] are to be committed.
pub enum Outcome {
    Joined(MemberId),
    Renewed(MemberId),
    /// The address has an account already, perhaps at another partner.
    AddressTaken,
    /// Somebody was quicker, or it was withdrawn, or its time was up.
    Over,
}

/// Uses a link up: makes its member, or sets its member's password and ends their sessions. Of many at once one wins.
pub async fn complete(db: &mut Db, code: &Code, chosen: &Chosen<'_>, now: Timestamp) -> sqlx::Result<Outcome> {
    if !store::set_up_links::use_up(db, &code.fingerprint(), now).await? {
        return Ok(Outcome::Over);
    }
    let Some(link) = look(db, code).await? else { return Ok(Outcome::Over) };
    match link.member_id {
        Some(member) => renew(db, &link, member, chosen, now).await,
        None => join(db, &link, chosen, now).await,
    }
}

async fn join(db: &mut Db, link: &SetUpLink, chosen: &Chosen<'_>, now: Timestamp) -> sqlx::Result<Outcome> {
    let Some(email) = Email::parse(&link.email) else { return Ok(Outcome::Over) };
    let new = New { email: &email, name: chosen.name, role: link.role, password: Some(chosen.password) };
    let is_made = store::members::insert(db, (chosen.person, link.partner_id), &new, now).await?;
    if !is_made {
        return Ok(Outcome::AddressTaken);
    }
    let note = noted(What::MemberJoined, link).changed("role", None::<String>, link.role.word());
    audit::note(db, note.changed("name", Value::Nothing, Value::personal(chosen.name)));
    Ok(Outcome::Joined(chosen.person))
}

async fn renew(
    db: &mut Db,
    link: &SetUpLink,
    member: MemberId,
    chosen: &Chosen<'_>,
    now: Timestamp,
) -> sqlx::Result<Outcome> {
    if member != chosen.person {
        return Ok(Outcome::Over);
    }
    store::members::set_password(db, member, chosen.password).await?;
    store::team::end_sessions(db, member).await?;
    store::set_up_links::withdraw_resets(db, member, now).await?;
    let note = Note::of(link.partner_id, What::PasswordChanged, Thing::member(member.0));
    if link.forgets_second_factor {
        member::forget_second_factor(db, member).await?;
    }
    audit::note(db, note.changed("second factor", second_factor(false), second_factor(link.forgets_second_factor)));
    Ok(Outcome::Renewed(member))
}

/// Forgets links that were over long ago, at most `most` of them. Who was invited and never came goes from the log with them.
pub async fn forget(db: &mut Db, now: Timestamp, most: i64) -> sqlx::Result<u64> {
    let before = now - REMEMBERED_FOR;
    for (partner, stranger) in store::set_up_links::strangers_before(db, before, most).await? {
        audit::forget_subject(db, partner, stranger.0);
    }
    store::set_up_links::forget_before(db, before, most).await
}
