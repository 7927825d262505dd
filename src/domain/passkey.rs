//! Passkeys: a key in somebody's phone, computer or stick, unlocked there by finger, face or PIN. One is both factors at once:
//! the device, and whoever can unlock it.
//!
//! They belong to a domain, so a deployment that is reached by an IP address has none. What the browser is asked is sealed
//! (domain/ceremony.rs) and taken once; where an authenticator counts its uses, a count that goes back is refused.

use anyhow::Context as _;
use serde_json::{Value, json};
use url::Url;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential,
    Webauthn, WebauthnBuilder,
};

use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::domain::ceremony::{self, Carried, Step};
use crate::domain::member::MemberId;
use crate::domain::plain_text;
use crate::secret::{Fingerprint, from_base64url, to_base64url};
use crate::store::{self, Db};

id!(PasskeyId);

/// Of one member.
pub const MOST: i64 = 10;
/// Characters of a name, as a reader counts.
pub const NAME_LIMIT: usize = 50;
/// Longer than any answer of a browser to what we ask; nothing longer is read.
const ANSWER_LIMIT: usize = 12 * 1_024;

/// What a member sees of one.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Kept {
    pub id: PasskeyId,
    pub name: String,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
}

/// What the browser is asked.
pub struct Question {
    /// For `navigator.credentials`, as JSON with bytes in base64url.
    pub options: String,
    /// The hidden field.
    pub carried: String,
}

/// Whether this deployment can have passkeys at all: it is reached under a name, not under an IP address.
pub fn are_possible(app: &App) -> bool {
    domain(app).is_some()
}

fn domain(app: &App) -> Option<(Url, String)> {
    let origin = Url::parse(app.public_url.origin()).ok()?;
    let domain = origin.domain()?.to_owned();
    Some((origin, domain))
}

fn relying_party(app: &App) -> anyhow::Result<Webauthn> {
    let (origin, domain) = domain(app).context("PUBLIC_URL has no domain, so there are no passkeys")?;
    Ok(WebauthnBuilder::new(&domain, &origin)?.timeout(Step::Passkey.lasts()).build()?)
}

/// Whose passkey it is to be.
pub struct Owner<'a> {
    pub id: MemberId,
    /// The member's e-mail address, as a browser lists the passkey.
    pub account: &'a str,
    pub name: &'a str,
}

/// Asks for a new passkey, kept where it can be found without typing an address. A device that has one already says so.
pub async fn ask_for_new(app: &App, db: &mut Db, session: &Fingerprint, owner: &Owner<'_>) -> anyhow::Result<Question> {
    let known = store::passkeys::credential_ids(db, owner.id).await?;
    let known = known.iter().filter_map(|id| from_base64url(id)).collect();
    let party = relying_party(app)?;
    let (question, state) = party.start_passkey_registration(owner.id.0, owner.account, owner.name, Some(known))?;
    let mut options = serde_json::to_value(question.public_key)?;
    if let Some(selection) = options.get_mut("authenticatorSelection").and_then(Value::as_object_mut) {
        selection.insert("residentKey".to_owned(), json!("required"));
        selection.insert("requireResidentKey".to_owned(), json!(true));
    }
    let carried = ceremony::carry(app, Step::NewPasskey, session, &(owner.id, state))?;
    Ok(Question { options: options.to_string(), carried })
}

/// What came of a new passkey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    Kept,
    /// It is none, or not the answer to what this session was asked, or that was answered before or too long ago.
    Refused,
    /// The member has as many as may be.
    TooMany,
    /// Somebody has it already.
    Known,
}

/// A new passkey, checked and not kept yet. The check takes a moment: no unit of work waits for it.
pub struct New {
    passkey: Passkey,
    carried: Carried<(MemberId, PasskeyRegistration)>,
}

/// `None`: [`Added::Refused`].
pub fn check_new(app: &App, session: &Fingerprint, member: MemberId, (carried, answer): (&str, &str)) -> Option<New> {
    let carried = ceremony::carried::<(MemberId, PasskeyRegistration)>(app, Step::NewPasskey, session, carried)?;
    let (owner, state) = &carried.value;
    if *owner != member || answer.len() > ANSWER_LIMIT {
        return None;
    }
    let answer: RegisterPublicKeyCredential = serde_json::from_str(answer).ok()?;
    let passkey = relying_party(app).ok()?.finish_passkey_registration(&answer, state);
    let passkey = passkey.inspect_err(|error| tracing::info!(%error, "a new passkey is refused")).ok()?;
    Some(New { passkey, carried })
}

/// Keeps it under a name that was judged by [`name_fits`].
pub async fn keep(app: &App, db: &mut Db, new: &New, name: &str) -> anyhow::Result<Added> {
    let (member, _) = new.carried.value;
    if !new.carried.spend(db).await? {
        return Ok(Added::Refused);
    }
    let row = store::passkeys::New {
        id: PasskeyId::new(&app.chance),
        member,
        credential: &to_base64url(new.passkey.cred_id()),
        passkey: &serde_json::to_string(&new.passkey)?,
        counter: counter(&new.passkey)?,
        name,
    };
    if !store::passkeys::insert(db, &row, app.clock.now()).await? {
        return Ok(Added::Known);
    }
    // Counted with the new one in it, which goes with the unit of work if there are too many.
    let count = store::passkeys::count(db, member).await?;
    Ok(if count > MOST { Added::TooMany } else { Added::Kept })
}

/// Whether a passkey may be called so: something to see, in one line, of at most [`NAME_LIMIT`] characters.
pub fn name_fits(name: &str) -> bool {
    !plain_text::is_blank(name) && plain_text::fits(name, NAME_LIMIT) && plain_text::check(name).is_ok()
}

/// How often it was used, by its own count; many never count.
fn counter(passkey: &Passkey) -> anyhow::Result<i64> {
    let json = serde_json::to_value(passkey)?;
    json.pointer("/cred/counter").and_then(Value::as_i64).context("a passkey has no counter")
}

/// Asks for a passkey: any, of whoever is at the browser.
pub fn ask(app: &App, whose: &Fingerprint) -> anyhow::Result<Question> {
    ask_for_one_of(app, whose, &[])
}

/// Asks for one of a member's, so that the browser offers nobody else's.
pub async fn ask_member(app: &App, db: &mut Db, whose: &Fingerprint, member: MemberId) -> anyhow::Result<Question> {
    ask_for_one_of(app, whose, &store::passkeys::credential_ids(db, member).await?)
}

fn ask_for_one_of(app: &App, whose: &Fingerprint, ids: &[String]) -> anyhow::Result<Question> {
    let (question, state) = relying_party(app)?.start_discoverable_authentication()?;
    let mut options = serde_json::to_value(question.public_key)?;
    let allowed: Vec<Value> = ids.iter().map(|id| json!({ "type": "public-key", "id": id })).collect();
    if let Some(options) = options.as_object_mut() {
        options.insert("allowCredentials".to_owned(), json!(allowed));
    }
    let carried = ceremony::carry(app, Step::Passkey, whose, &state)?;
    Ok(Question { options: options.to_string(), carried })
}

/// A passkey that was right a moment ago, to be used up in the unit of work that matters.
pub struct Shown {
    pub member: MemberId,
    pub id: PasskeyId,
    passkey: String,
    counter: i64,
    carried: Carried<DiscoverableAuthentication>,
}

/// Whose passkey has answered. `None`: nobody's that we know, a wrong one, one whose count went back, or not an answer to
/// what this browser was asked within the last minutes.
pub async fn check(
    app: &App,
    db: &mut Db,
    whose: &Fingerprint,
    (carried, answer): (&str, &str),
) -> anyhow::Result<Option<Shown>> {
    let carried = ceremony::carried::<DiscoverableAuthentication>(app, Step::Passkey, whose, carried);
    let (Some(carried), true) = (carried, answer.len() <= ANSWER_LIMIT) else { return Ok(None) };
    let Ok(answer) = serde_json::from_str::<PublicKeyCredential>(answer) else { return Ok(None) };
    let id = to_base64url(answer.get_credential_id());
    let Some(found) = store::passkeys::by_credential(db, &id).await? else { return Ok(None) };
    // A device that keeps the member's id beside the key must not say another one.
    if answer.get_user_unique_id().is_some_and(|handle| handle != found.member_id.bytes()) {
        return Ok(None);
    }
    let mut passkey: Passkey = serde_json::from_str(&found.passkey).context("a kept passkey cannot be read")?;
    let state = carried.value.clone();
    let result = match relying_party(app)?.finish_discoverable_authentication_v2(&answer, state, &passkey) {
        Ok(result) if result.user_verified() => result,
        Ok(_) => return Ok(None),
        Err(error) => {
            tracing::info!(%error, "a passkey is refused");
            return Ok(None);
        }
    };
    passkey.update_credential(&result);
    Ok(Some(Shown {
        member: found.member_id,
        id: found.id,
        passkey: serde_json::to_string(&passkey)?,
        counter: i64::from(result.counter()),
        carried,
    }))
}

/// Uses it. `false`: the answer was taken before, the passkey is gone, or its count has gone on meanwhile.
pub async fn use_up(db: &mut Db, shown: &Shown, now: Timestamp) -> sqlx::Result<bool> {
    Ok(shown.carried.spend(db).await?
        && store::passkeys::mark_used(db, shown.id, (&shown.passkey, shown.counter), now).await?)
}

#[cfg(test)]
mod tests {
    use super::name_fits;

    #[test]
    fn a_name_is_one_line_with_something_to_see() {
        for name in ["Marie’s phone", "Clé bleue", "🔑", &"é".repeat(50)] {
            assert!(name_fits(name), "{name}");
        }
        for name in ["", "  ", "\u{200b}", "two\nlines", "\u{202e}eno", &"a".repeat(51)] {
            assert!(!name_fits(name), "{name}");
        }
    }
}
