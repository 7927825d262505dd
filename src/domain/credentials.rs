//! One-time credentials: made, shown once, revoked all together. `sign_on.rs` checks them.
//!
//! "One-time" means *shown* once: QuickBooks keeps using them. Both halves are drawn from an alphabet without vowels
//! and look-alikes, and matched without regard to case, spaces and hyphens.

use anyhow::Context;

use crate::chance::Chance;
use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::domain::audit::{self, Author, Note, Thing};
use crate::domain::connection::{self, ConnectionId};
use crate::domain::feed::Cause;
use crate::domain::link;
use crate::domain::link_session;
use crate::domain::refusal::Refusal;
use crate::domain::source_account;
use crate::domain::timeline::{self, Event, What, Who};
use crate::secret::{Fingerprint, PurposeKey, SecretText};
use crate::store::{self, Db};

id!(CredentialId);

/// Neither vowels nor characters that look alike.
pub const ALPHABET: &[u8] = b"23456789BCDFGHJKLMNPQRSTVWXZ";
const USERNAME_LENGTH: usize = 12;
const PASSWORD_LENGTH: usize = 16;
/// Nothing longer is folded, let alone hashed (OFX: a password has at most 171 characters on the wire).
const INPUT_LIMIT: usize = 200;

/// A username and a password in the form a person reads and types.
#[derive(Clone)]
pub struct Pair {
    /// `XXXX-XXXX-XXXX`; the hyphens are real.
    pub username: String,
    pub password: SecretText,
}

impl Pair {
    fn draw(chance: &Chance) -> Self {
        let letters = |count: usize| (0..count).map(|_| char::from(chance.pick(ALPHABET))).collect::<String>();
        Self { username: hyphenated(&letters(USERNAME_LENGTH)), password: SecretText::new(letters(PASSWORD_LENGTH)) }
    }

    /// What tells a set from others, and is no use to anybody.
    fn beginning(&self) -> String {
        format!("{}-…", self.username.split('-').next().unwrap_or_default())
    }

    fn sealed(&self, key: &PurposeKey, chance: &Chance, credential: CredentialId) -> anyhow::Result<Vec<u8>> {
        let plain = zeroize::Zeroizing::new(format!("{}\n{}", self.username, self.password.reveal()));
        key.seal(chance, plain.as_bytes(), credential.bytes())
    }

    fn opened(key: &PurposeKey, sealed: &[u8], credential: CredentialId) -> Option<Self> {
        let plain = key.open(sealed, credential.bytes())?;
        let (username, password) = std::str::from_utf8(&plain).ok()?.split_once('\n')?;
        Some(Self { username: username.to_owned(), password: SecretText::new(password.to_owned()) })
    }
}

/// A folded username in the form that a person is shown.
pub fn hyphenated(folded: &str) -> String {
    let groups: Vec<&str> =
        (0..folded.len()).step_by(4).filter_map(|from| folded.get(from..(from + 4).min(folded.len()))).collect();
    groups.join("-")
}

/// The username in the one spelling that is stored, counted and compared. `None`: nothing we ever made.
pub fn folded_username(text: &str) -> Option<String> {
    folded(text, USERNAME_LENGTH)
}

/// The password in the one spelling that is hashed. `None`: nothing we ever made.
pub fn folded_password(text: &SecretText) -> Option<SecretText> {
    folded(text.reveal(), PASSWORD_LENGTH).map(SecretText::new)
}

/// Upper case without spaces, hyphens and the invisible marks that come along with copied text.
/// `None` when what is left is not `length` letters of the alphabet: nothing we ever made.
pub fn folded(text: &str, length: usize) -> Option<String> {
    if text.len() > INPUT_LIMIT {
        return None;
    }
    let kept = text.chars().filter(|letter| !letter.is_whitespace() && !is_hyphen(*letter) && !is_invisible(*letter));
    let folded: String = kept.map(|letter| letter.to_ascii_uppercase()).collect();
    let is_ours = folded.len() == length && folded.bytes().all(|byte| ALPHABET.contains(&byte));
    is_ours.then_some(folded)
}

/// What phones and word processors write for a hyphen: soft, typographic, a bullet, a minus, small and full width.
fn is_hyphen(letter: char) -> bool {
    matches!(
        letter,
        '-' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}'
    )
}

/// Marks without width: joiners, directions of writing, byte order, variants of a sign.
fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
    )
}

/// Where a set was asked for.
#[derive(Clone)]
pub enum Asked {
    /// On the link pages: one set a form, with a sealed copy for this session.
    OnPage { session: Fingerprint, seal: PurposeKey, form: Fingerprint },
    /// By the partner's program: each call a new set.
    ByApi,
}

impl Asked {
    fn who(&self) -> Who {
        match self {
            Self::OnPage { .. } => Who::Customer,
            Self::ByApi => Who::Partner,
        }
    }

    fn form(&self) -> Option<&Fingerprint> {
        match self {
            Self::OnPage { form, .. } => Some(form),
            Self::ByApi => None,
        }
    }
}

/// Makes a set. Older ones stay valid. Hashing is done before the database is asked for anything.
/// For a form that has made its set already, nothing is made, and the answer is `None`. A page's session is extended
/// in the same unit of work; one that has ended while the hash was computed gets no set. Nor does a connection that has
/// as many live sets as there may be ([`Refusal::TooManySets`]).
pub async fn generate(
    app: &App,
    connection: ConnectionId,
    asked: &Asked,
    author: Author,
) -> Result<Option<Pair>, Refusal> {
    let pair = Pair::draw(&app.chance);
    let hash = app.hasher.hash(pair.password.clone()).await?;
    let id = CredentialId::new(&app.chance);
    let folded = folded(&pair.username, USERNAME_LENGTH).context("a drawn username does not fold")?;
    let mut db = app.store.write().await?.in_name_of(author);
    // Held first: a set that is not committed yet would be overlooked by a revocation, and live on.
    store::credentials::hold_sets(&mut db, connection).await?;
    // Asked for the time only now: a revocation may have been ahead of us.
    let now = app.clock.now();
    if let Asked::OnPage { session, .. } = asked
        && !link_session::extend(app, &mut db, session).await?
    {
        // Ended while the password was hashed, by a revocation perhaps: what was asked for in it is not made.
        return Err(Refusal::LostPlace);
    }
    let set = store::credentials::NewSet { id, connection, username: &folded, hash: &hash, who: asked.who() };
    if !store::credentials::insert(&mut db, &set, asked.form(), now).await? {
        db.commit().await?;
        return Ok(None);
    }
    // Counted with the new one in it, so that a form that has made its set is never told of this limit.
    if store::credentials::count_live(&mut db, connection).await? > app.limits.live_sets {
        return Err(Refusal::TooManySets { most: app.limits.live_sets });
    }
    if let Asked::OnPage { session, seal, .. } = asked {
        let sealed = pair.sealed(seal, &app.chance, id)?;
        let until = now + app.limits.reshow;
        store::credentials::keep_sealed_copy(&mut db, (id, connection), session, &sealed, until).await?;
    }
    let why = "a set was asked for";
    let event = Event { connection, who: asked.who(), what: What::CredentialsMade, why, account: None };
    timeline::record(&mut db, &app.chance, &event, now).await?;
    let (partner, company) = store::connections::whose(&mut db, connection).await?;
    let note = Note::of(partner, audit::What::CredentialsMade, Thing::credentials(connection, company));
    audit::note(&mut db, note.changed("username", None::<String>, pair.beginning()));
    db.commit().await?;
    Ok(Some(pair))
}

/// A pair that may still be shown, and until when.
pub struct Again {
    pub pair: Pair,
    pub until: Timestamp,
}

/// The pair made last in this session, for a reload within ten minutes. `seal` comes from the browser's cookie.
pub async fn show_again(
    db: &mut Db,
    session: &Fingerprint,
    seal: &PurposeKey,
    now: Timestamp,
) -> sqlx::Result<Option<Again>> {
    let copy = store::credentials::sealed_copy(db, session, now).await?;
    Ok(copy.and_then(|copy| {
        let pair = Pair::opened(seal, &copy.sealed, copy.credential_id)?;
        Some(Again { pair, until: copy.expires_at })
    }))
}

/// The customer has entered the pair of this session: it is not shown again. Extends the session; `false`: it has ended.
pub async fn entered(app: &App, db: &mut Db, connection: ConnectionId, session: &Fingerprint) -> sqlx::Result<bool> {
    // In the order in which a set is made or revoked, or the two could wait for one another.
    store::credentials::hold_sets(db, connection).await?;
    let is_live = link_session::extend(app, db, session).await?;
    store::credentials::drop_sealed_copy_of(db, session).await?;
    Ok(is_live)
}

/// Revokes all of the connection's credentials at once: nobody signs on any more, the accounts that used them take
/// no further transactions, every link, sealed copy and session ends. `keep`: the session of the customer who asked.
pub async fn revoke_all(
    app: &App,
    db: &mut Db,
    connection: ConnectionId,
    who: Who,
    keep: Option<&Fingerprint>,
) -> Result<u64, Refusal> {
    end_all(app, db, (connection, Cause::Revoked), who, keep).await
}

/// Unlinks the connection, at the partner's wish: as a revocation, but for what it is called. A new link and a new set
/// lead back.
pub async fn unlink(app: &App, db: &mut Db, connection: ConnectionId, who: Who) -> Result<u64, Refusal> {
    end_all(app, db, (connection, Cause::Unlinked), who, None).await
}

async fn end_all(
    app: &App,
    db: &mut Db,
    (connection, cause): (ConnectionId, Cause),
    who: Who,
    keep: Option<&Fingerprint>,
) -> Result<u64, Refusal> {
    store::credentials::hold_sets(db, connection).await?;
    let now = app.clock.now();
    let revoked = store::credentials::revoke_all(db, connection, now).await?;
    source_account::disconnect_all(db, &app.chance, connection, who, cause, now).await?;
    let (links_why, why) = match cause {
        Cause::Unlinked => ("the connection was unlinked", "the connection was unlinked"),
        _ => ("credentials were revoked", "all credentials of the connection were revoked"),
    };
    link::end_all(app, db, connection, who, links_why, keep).await?;
    let event = Event { connection, who, what: What::CredentialsRevoked, why, account: None };
    timeline::record(db, &app.chance, &event, now).await?;
    connection::settle(db, &app.chance, connection, who, Some(cause), now).await?;
    let (partner, company) = store::connections::whose(db, connection).await?;
    let (what, thing) = match cause {
        Cause::Unlinked => (audit::What::ConnectionUnlinked, Thing::connection(connection, company)),
        _ => (audit::What::CredentialsRevoked, Thing::credentials(connection, company)),
    };
    audit::note(db, Note::of(partner, what, thing).changed("valid sets", revoked.to_string(), "0"));
    Ok(revoked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_has_the_contracts_form() {
        let pair = Pair::draw(&Chance::seeded(5));
        assert_eq!(pair.username.len(), 14);
        assert!(pair.username.split('-').all(|group| group.len() == 4));
        assert_eq!(pair.password.reveal().len(), 16);
        assert!(folded(&pair.username, 12).is_some() && folded(pair.password.reveal(), 16).is_some());
    }

    #[test]
    fn case_spaces_and_hyphens_do_not_matter() {
        for text in ["K7QX-4ZRT-9BCD", "k7qx4zrt9bcd", " K7QX 4ZRT 9BCD ", "\u{2068}K7QX\u{2013}4ZRT-9BCD\u{2069}"] {
            assert_eq!(folded(text, 12).as_deref(), Some("K7QX4ZRT9BCD"), "{text}");
        }
        // A soft hyphen, a minus, blanks that do not break, a byte order mark, a word joiner, a bullet, full width.
        for mark in "\u{ad}\u{2212}\u{a0}\u{202f}\u{2009}\u{2007}\u{feff}\u{2060}\u{2011}\u{2043}\u{ff0d}\u{200b}\u{200e}\u{fe0f}\t".chars() {
            let text = format!("{mark}k7qx{mark}4zrt{mark}{mark}9bcd{mark}");
            assert_eq!(folded(&text, 12).as_deref(), Some("K7QX4ZRT9BCD"), "U+{:04X}", u32::from(mark));
        }
        for text in ["", "K7QX-4ZRT-9BC", "K7QX-4ZRT-9BCDX", "K7QX-4ZRT-9BCA", "ÉÉÉÉ-ÉÉÉÉ-ÉÉÉÉ", "K7QX_4ZRT_9BCD"]
        {
            assert_eq!(folded(text, 12), None, "{text}");
        }
    }

    #[test]
    fn a_sealed_pair_opens_only_with_its_key_and_for_its_set() {
        let chance = Chance::seeded(6);
        let key = crate::secret::SecretKey::random(&chance).purpose("sealed-copy/1");
        let (mine, other) = (CredentialId::new(&chance), CredentialId::new(&chance));
        let pair = Pair::draw(&chance);
        let sealed = pair.sealed(&key, &chance, mine).unwrap();
        assert_eq!(Pair::opened(&key, &sealed, mine).unwrap().username, pair.username);
        assert!(Pair::opened(&key, &sealed, other).is_none());
        assert!(Pair::opened(&key.bound_to(b"another browser"), &sealed, mine).is_none());
    }
}
