//! Two screens: the link is open on the phone, and QuickBooks on the desktop. The first browser is given a short address
//! and a code; a second one brings both; the first says yes to what it sees; then both share one place.
//!
//! The tag in the address is no secret, and says nothing about the session, the connection or the link. The code rests
//! nowhere: it is derived, like a link's. Neither is of any use without the yes.

use std::sync::Arc;

use subtle::ConstantTimeEq;

use crate::chance::Chance;
use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::domain::connection::ConnectionId;
use crate::domain::credentials::{ALPHABET, folded};
use crate::domain::device::Device;
use crate::domain::link;
use crate::domain::link_session;
use crate::domain::network::Network;
use crate::domain::partner::Partner;
use crate::domain::refusal::Refusal;
use crate::domain::timeline::{self, Event, What, Who};
use crate::secret::{Fingerprint, PurposeKey, SecretText};
use crate::store::hand_overs::{Kept, New};
use crate::store::{self, Db};

id!(HandOverId);

/// Of the alphabet of the credentials: nothing in it looks like something else.
const TAG_LENGTH: usize = 6;
const CODE_LENGTH: usize = 6;
/// How often a tag is drawn until it is nobody's.
const DRAWS: usize = 5;

/// The last part of the short address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag(String);

impl Tag {
    fn draw(chance: &Chance) -> Self {
        Self((0..TAG_LENGTH).map(|_| char::from(chance.pick(ALPHABET))).collect())
    }

    /// As somebody typed it. `None`: nothing we ever made.
    pub fn parse(text: &str) -> Option<Self> {
        folded(text, TAG_LENGTH).map(Self)
    }

    pub fn text(&self) -> &str {
        &self.0
    }
}

/// The six characters that the first browser shows and the second brings.
#[derive(Clone, Debug)]
pub struct Code(SecretText);

impl Code {
    /// The code of one hand-over: HMAC over its id, without favouring any letter.
    pub fn derive(key: &PurposeKey, id: HandOverId) -> Self {
        let letters = ALPHABET.len();
        let whole = 256 - 256 % letters;
        let (mut code, mut round) = (String::new(), 0_u32);
        while code.len() < CODE_LENGTH {
            let drawn = key.mac(&[b"code", id.bytes(), &round.to_be_bytes()]);
            // Past the last whole multiple the first letters would come more often.
            let fair = drawn.iter().map(|byte| usize::from(*byte)).filter(|byte| *byte < whole);
            code.extend(fair.filter_map(|byte| ALPHABET.get(byte % letters)).map(|letter| char::from(*letter)));
            round += 1;
        }
        code.truncate(CODE_LENGTH);
        Self(SecretText::new(code))
    }

    /// As somebody typed it. `None`: nothing we ever made.
    pub fn parse(text: &str) -> Option<Self> {
        folded(text, CODE_LENGTH).map(|folded| Self(SecretText::new(folded)))
    }

    /// Compares in constant time.
    fn is(&self, other: &Self) -> bool {
        self.0.reveal().as_bytes().ct_eq(other.0.reveal().as_bytes()).into()
    }

    /// For the page of the first browser, the one place where it belongs.
    pub fn reveal(&self) -> &str {
        self.0.reveal()
    }
}

/// What the first browser answers to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Yes,
    No,
}

impl Answer {
    pub fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        [Self::Yes, Self::No].into_iter().find(|answer| answer.word() == word)
    }
}

/// How far a hand-over has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The code can be brought.
    Open,
    /// It was, and the second browser waits for the answer.
    Asked {
        device: Device,
        at: Timestamp,
    },
    Answered(Answer),
    /// As often as it may be, the code was wrong.
    WrongCodes,
    Expired,
}

/// Tells the stage of what is kept. A yes stays a yes when the ten minutes are over, and so does a no.
pub fn stage(app: &App, kept: &Kept, now: Timestamp) -> Stage {
    let device = Device::kept(kept.browser.as_deref(), kept.system.as_deref());
    match (kept.answer.as_deref().and_then(Answer::parse), kept.asked_at) {
        (Some(answer), _) => Stage::Answered(answer),
        (None, _) if kept.expires_at <= now => Stage::Expired,
        (None, Some(at)) => Stage::Asked { device, at },
        (None, None) if kept.wrong_codes >= app.limits.hand_over_codes => Stage::WrongCodes,
        (None, None) => Stage::Open,
    }
}

/// Makes a hand-over for a session, in the place of an earlier one, and extends the session. `false`: that has ended.
pub async fn make(app: &App, db: &mut Db, connection: ConnectionId, session: &Fingerprint) -> Result<bool, Refusal> {
    let now = app.clock.now();
    let expires_at = now + app.limits.hand_over;
    for _ in 0..DRAWS {
        let (id, tag) = (HandOverId::new(&app.chance), Tag::draw(&app.chance));
        let new = New { session, id, tag: tag.text(), connection, expires_at };
        if store::hand_overs::make(db, &new, now).await? {
            // In the order in which they are ended, or the two could wait for one another.
            return Ok(link_session::extend(app, db, session).await?);
        }
    }
    Err(Refusal::busy())
}

/// Somebody at the short address, with a code.
pub struct Knock<'a> {
    pub tag: &'a Tag,
    pub code: &'a Code,
    pub networks: &'a [Network],
    /// The session that this browser will have after a yes.
    pub second: &'a Fingerprint,
    pub device: Device,
}

/// Brings a code. Wrong ones are counted before the comparison, per hand-over and per network, in one unit of work;
/// the right one is not, and makes its browser the one that waits for an answer. `false`: refused, whatever was wrong.
pub async fn knock(app: &App, knock: &Knock<'_>) -> Result<bool, Refusal> {
    let now = app.clock.now();
    let mut db = link::counted(app, knock.networks, now).await?;
    let tried = store::hand_overs::count_code(&mut db, knock.tag.text(), now).await?;
    // For a tag that is nobody's a code is derived all the same.
    let id = tried.as_ref().map_or(HandOverId(uuid::Uuid::nil()), |tried| tried.id);
    let fits = Code::derive(&app.keys.hand_over, id).is(knock.code);
    let is_open = tried.is_some_and(|tried| tried.is_live && tried.wrong_codes <= app.limits.hand_over_codes);
    if !(fits && is_open) {
        // A refusal that must be remembered is an answer: what was counted is kept.
        db.commit().await?;
        return Ok(false);
    }
    // Dropped without commit: a right code counts for nothing.
    drop(db);
    let mut db = app.store.write().await?;
    let until = now + app.limits.hand_over;
    let most = app.limits.hand_over_codes;
    let is_taken = store::hand_overs::take(&mut db, id, knock.second, knock.device, (now, until), most).await?;
    db.commit().await?;
    Ok(is_taken)
}

/// The first browser answers the second. A yes lets it share the session's place; either ends the hand-over for good, and
/// extends the session. `false`: there is nothing to answer any more.
pub async fn answer(
    app: &App,
    db: &mut Db,
    connection: ConnectionId,
    (session, id): (&Fingerprint, HandOverId),
    answer: Answer,
) -> Result<bool, Refusal> {
    let now = app.clock.now();
    // In the order in which they are ended, or the two could wait for one another: the hand-over, then the session.
    let answered = store::hand_overs::answer(db, session, id, answer, now).await?;
    if !link_session::extend(app, db, session).await? {
        return Err(Refusal::LostPlace);
    }
    let Some(answered) = answered else { return Ok(false) };
    let (who, device) = (Who::Customer, answered.device);
    let (what, why) = match answer {
        Answer::Yes => {
            store::links::share_session(db, session, &answered.second, now).await?;
            let others = app.limits.sessions_a_link.saturating_sub(1);
            store::links::end_older_sharers(db, session, others).await?;
            (What::HandedOver, format!("{device} brought the code, and the first browser said yes to it"))
        }
        Answer::No => {
            (What::HandOverRefused, format!("{device} brought the code, and the first browser said no to it"))
        }
    };
    timeline::record(db, &app.chance, &Event { connection, who, what, why: &why, account: None }, now).await?;
    Ok(true)
}

/// What a second browser finds that has brought the right code.
pub enum Waiting {
    /// The first has not answered yet.
    ForAnswer { connection: ConnectionId, partner: Arc<Partner> },
    /// It said yes: there is a session.
    LetIn { connection: ConnectionId },
    /// It said no, or nothing in time, or has ended itself.
    Over { connection: ConnectionId, partner: Arc<Partner> },
}

/// Where a second browser stands. `None`: it has brought no right code, or that is long ago.
pub async fn waiting(app: &App, db: &mut Db, tag: &Tag, second: &Fingerprint) -> sqlx::Result<Option<Waiting>> {
    let now = app.clock.now();
    if let Some(connection) = store::links::connection_of(db, second, now).await? {
        return Ok(Some(Waiting::LetIn { connection }));
    }
    let Some(kept) = store::hand_overs::of_second(db, tag.text(), second, now).await? else { return Ok(None) };
    let partner = app.partners.at_version(db, kept.partner_id, kept.partner_version).await?;
    let connection = kept.connection_id;
    let is_waiting = kept.answer.is_none() && kept.is_live;
    Ok(Some(match is_waiting {
        true => Waiting::ForAnswer { connection, partner },
        false => Waiting::Over { connection, partner },
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::SecretKey;

    #[test]
    fn codes_are_evenly_spread_over_the_alphabet() {
        let chance = Chance::seeded(8);
        let key = SecretKey::random(&chance).purpose("hand-over/1");
        let mut seen = [[0_u32; 256]; CODE_LENGTH];
        for _ in 0..28_000 {
            let code = Code::derive(&key, HandOverId::new(&chance));
            assert_eq!(code.reveal().len(), CODE_LENGTH);
            for (place, letter) in code.reveal().bytes().enumerate() {
                seen[place][usize::from(letter)] += 1;
            }
        }
        for place in seen {
            let counts = ALPHABET.iter().map(|letter| f64::from(place[usize::from(*letter)]));
            let chi_square: f64 = counts.map(|count| (count - 1_000.0).powi(2) / 1_000.0).sum();
            assert!(chi_square < 65.0, "27 degrees of freedom, p < 0.0001: {chi_square}");
        }
    }

    #[test]
    fn a_code_is_that_of_its_hand_over_and_key_alone_however_it_is_typed() {
        let chance = Chance::seeded(9);
        let key = SecretKey::random(&chance).purpose("hand-over/1");
        let (one, other) = (HandOverId::new(&chance), HandOverId::new(&chance));
        let code = Code::derive(&key, one);
        let typed = format!(" {}-{} ", code.reveal()[..3].to_lowercase(), &code.reveal()[3..]);
        assert!(code.is(&Code::parse(&typed).unwrap()));
        assert!(!code.is(&Code::derive(&key, other)));
        assert!(!code.is(&Code::derive(&SecretKey::random(&chance).purpose("hand-over/1"), one)));
        for none in ["", "K7QX4", "K7QX4ZZ", "K7QX4A", "K7QX4_"] {
            assert!(Code::parse(none).is_none() && Tag::parse(none).is_none(), "{none}");
        }
    }
}
