//! An idempotency key: who asks again with it hears the same answer, and nothing is done twice.
//!
//! An answer is kept in the unit of work that does what it answers, so there is never one without the other. It rests sealed
//! under a key made of `SECRET_KEY` and the client's own, which rests nowhere: neither the database nor whoever has `SECRET_KEY`
//! as well can open it.

use std::collections::HashSet;
use std::io::{Read, Write};
use std::sync::{Arc, Mutex, PoisonError};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::chance::Chance;
use crate::domain::app::App;
use crate::domain::limits::Limits;
use crate::domain::partner::PartnerId;
use crate::domain::refusal::Refusal;
use crate::secret::{Fingerprint, PurposeKey};
use crate::store::kept_answers::Resting;
use crate::store::{self, Db};

/// A client's key, as it is known here: what it is found by, and what opens.
#[derive(Clone)]
pub struct IdempotencyKey {
    partner: PartnerId,
    mark: Fingerprint,
    seal: PurposeKey,
}

/// An answer that is given again byte for byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub head: Head,
    pub body: Vec<u8>,
}

/// Of a kept answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub status: u16,
    pub headers: Vec<(String, String)>,
}

/// What the database has of a request that came before.
pub struct Kept {
    request: Vec<u8>,
    sealed: Vec<u8>,
}

/// What is recognised of a request: another one under the same key is refused.
pub struct Request<'a> {
    pub method: &'a str,
    /// With the query.
    pub address: &'a str,
    /// SHA-256.
    pub body: [u8; 32],
}

impl IdempotencyKey {
    /// The key that a client has sent: a GUID, in any of its usual spellings.
    pub fn read(key: &PurposeKey, partner: PartnerId, text: &str) -> Result<Self, Refusal> {
        let guid = Uuid::try_parse(text.trim()).ok().filter(|guid| !guid.is_nil()).ok_or_else(|| {
            let error = "Idempotency-Key: must be one random GUID, such as 3f2b8c1e-6a4d-4e9b-9c57-0d1e2f3a4b5c, made \
                         anew for each thing to be done and sent again with each repetition.";
            Refusal::invalid(error)
        })?;
        let parts = [partner.bytes(), guid.as_bytes().as_slice()].concat();
        let mark = Fingerprint::of(&key.mac(&[b"mark", &parts]));
        Ok(Self { partner, mark, seal: key.bound_to(&[b"seal".as_slice(), &parts].concat()) })
    }

    /// What was answered under this key within the last [`Limits::repeatable_for`].
    pub async fn find(&self, app: &App) -> sqlx::Result<Option<Kept>> {
        let mut db = app.store.read().await?;
        let found = store::kept_answers::find(&mut db, &self.mark, app.clock.now()).await?;
        Ok(found.map(|Resting { request, sealed }| Kept { request, sealed }))
    }

    /// The answer that was kept, if this is the request that it answers.
    pub fn answer(&self, kept: &Kept, request: &Request<'_>) -> Result<Answer, Refusal> {
        if kept.request != self.print(request) {
            return Err(Refusal::AnotherRequest);
        }
        let plain = self.seal.open(&kept.sealed, self.mark.bytes());
        plain.and_then(|plain| Answer::unpacked(&plain)).ok_or_else(|| {
            let error = "What was answered under this Idempotency-Key cannot be read any more. Look whether it was \
                         done, and use a new key.";
            Refusal::Conflict(error.into())
        })
    }

    /// As the database will have it. Takes some milliseconds for an answer of a megabyte.
    pub fn sealed(&self, chance: &Chance, request: &Request<'_>, answer: &Answer) -> anyhow::Result<Kept> {
        let sealed = self.seal.seal(chance, &answer.packed()?, self.mark.bytes())?;
        Ok(Kept { request: self.print(request).to_vec(), sealed })
    }

    /// Keeps the answer with what it answers. `false`: somebody else has answered meanwhile; what is in this unit must not
    /// be committed.
    pub async fn keep(&self, app: &App, db: &mut Db, kept: Kept) -> sqlx::Result<bool> {
        let (now, Kept { request, sealed }) = (app.clock.now(), kept);
        let resting = Resting { request, sealed };
        let until = now + app.limits.repeatable_for;
        store::kept_answers::keep(db, &self.mark, self.partner, &resting, (now, until)).await
    }

    fn print(&self, request: &Request<'_>) -> [u8; 32] {
        self.seal.mac(&[b"request", request.method.as_bytes(), request.address.as_bytes(), &request.body])
    }
}

/// Forgets answers that have been kept long enough; how many.
pub async fn forget(app: &App, db: &mut Db, most: i64) -> sqlx::Result<u64> {
    let now = app.clock.now();
    store::kept_answers::forget(db, now, now + app.limits.repeatable_for + Limits::SKEW, most).await
}

impl Answer {
    fn packed(&self) -> anyhow::Result<Zeroizing<Vec<u8>>> {
        let mut packer = DeflateEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(&serde_json::to_vec(&self.head)?)?;
        packer.write_all(b"\n")?;
        packer.write_all(&self.body)?;
        Ok(Zeroizing::new(packer.finish()?))
    }

    fn unpacked(plain: &[u8]) -> Option<Self> {
        let mut packed = Vec::new();
        DeflateDecoder::new(plain).read_to_end(&mut packed).ok()?;
        let end = packed.iter().position(|byte| *byte == b'\n')?;
        let (head, body) = packed.split_at(end);
        Some(Self { head: serde_json::from_slice(head).ok()?, body: body.get(1..)?.to_vec() })
    }
}

/// The keys whose requests are being answered by this process. Cheap to clone: all clones are one.
#[derive(Clone, Default)]
pub struct InProgress(Arc<Mutex<HashSet<Fingerprint>>>);

/// A place among them, given back when dropped.
pub struct Answering {
    place: InProgress,
    mark: Fingerprint,
}

impl InProgress {
    /// `None`: a request with this key is being answered.
    pub fn enter(&self, key: &IdempotencyKey) -> Option<Answering> {
        let is_first = self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key.mark);
        is_first.then(|| Answering { place: self.clone(), mark: key.mark })
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        self.place.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.mark);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::SecretKey;

    const GUID: &str = "3f2b8c1e-6a4d-4e9b-9c57-0d1e2f3a4b5c";

    fn request(address: &'static str) -> Request<'static> {
        Request { method: "POST", address, body: [7; 32] }
    }

    fn root() -> PurposeKey {
        SecretKey::random(&Chance::seeded(1)).purpose("idempotency/1")
    }

    #[test]
    fn what_is_kept_opens_for_the_same_partner_key_and_request_alone() {
        let (chance, partner) = (Chance::seeded(2), PartnerId::new(&Chance::seeded(3)));
        let key = IdempotencyKey::read(&root(), partner, GUID).unwrap();
        let head = Head { status: 200, headers: vec![("content-type".into(), "application/json".into())] };
        let answer = Answer { head, body: b"{\"password\":\"K7QX4ZRT9BCD\"}\n".repeat(100) };
        let kept = key.sealed(&chance, &request("/companies"), &answer).unwrap();
        assert!(kept.sealed.len() < 400 && !kept.sealed.windows(8).any(|it| it == b"K7QX4ZRT"));
        assert_eq!(key.answer(&kept, &request("/companies")).unwrap(), answer);
        assert!(matches!(key.answer(&kept, &request("/companies/1")), Err(Refusal::AnotherRequest)));
        // All that the database and `SECRET_KEY` yield: the mark. Neither it nor another key opens.
        assert!(root().open(&kept.sealed, key.mark.bytes()).is_none());
        assert!(root().bound_to(key.mark.bytes()).open(&kept.sealed, key.mark.bytes()).is_none());
        let others = [
            IdempotencyKey::read(&root(), partner, "3f2b8c1e-6a4d-4e9b-9c57-0d1e2f3a4b5d").unwrap(),
            IdempotencyKey::read(&root(), PartnerId::new(&Chance::seeded(4)), GUID).unwrap(),
        ];
        for other in others {
            assert!(other.mark != key.mark && other.seal.open(&kept.sealed, key.mark.bytes()).is_none());
        }
    }

    #[test]
    fn a_key_is_a_guid_in_any_spelling_and_nothing_else() {
        let partner = PartnerId::new(&Chance::seeded(3));
        let read = |text: &str| IdempotencyKey::read(&root(), partner, text);
        let mark = read(GUID).unwrap().mark;
        for spelling in [GUID.to_uppercase(), GUID.replace('-', ""), format!("{{{GUID}}}"), format!(" {GUID} ")] {
            assert!(read(&spelling).is_ok_and(|key| key.mark == mark), "{spelling}");
        }
        for wrong in ["", "order-17", "3f2b8c1e-6a4d-4e9b-9c57", "00000000-0000-0000-0000-000000000000", "é"] {
            assert!(matches!(read(wrong), Err(Refusal::Invalid { .. })), "{wrong}");
        }
    }

    #[test]
    fn a_key_is_answered_by_one_request_at_a_time() {
        let key = IdempotencyKey::read(&root(), PartnerId::new(&Chance::seeded(3)), GUID).unwrap();
        let all = InProgress::default();
        let first = all.enter(&key);
        assert!(first.is_some() && all.enter(&key).is_none());
        drop(first);
        assert!(all.enter(&key).is_some());
    }
}
