//! Whether a log is as it was written: followed in portions, however long it is, while others go on writing.

use super::chain::{Broken, Followed, How};
use crate::domain::partner::PartnerId;
use crate::secret::PurposeKey;
use crate::store::{self, Store};

/// Entries that are read at once.
pub const PORTION: i64 = 500;
/// How often the end may have moved before it is enough.
const ROUNDS: usize = 20;

/// What became of a verification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    pub partner: PartnerId,
    /// Those that are as they were written, from the first on.
    pub entries: i64,
    /// Personal values that were removed.
    pub removed: i64,
    pub broken: Option<Broken>,
    /// Whether it came to the end before it was told to stop.
    pub is_complete: bool,
}

/// Follows the log from its first entry to its end. `seal`: the key of the end's seal; none: the seal is not looked at. `goes_on` is asked
/// after each portion, told how many entries there were.
pub async fn verify(
    store: &Store,
    partner: PartnerId,
    seal: Option<&PurposeKey>,
    mut goes_on: impl FnMut(i64) -> bool,
) -> sqlx::Result<Verified> {
    let mut followed = Followed::from_the_beginning(partner);
    let mut following = Following { store, partner, seal, followed: &mut followed, goes_on: &mut goes_on };
    let end = following.reach_the_end().await?;
    let (broken, is_complete) = match end {
        End::Reached => (followed.has_lost_nothing().err(), true),
        End::Moving => (None, true),
        End::Broken(broken) => (Some(broken), true),
        End::Stopped => (None, false),
    };
    Ok(Verified { partner, entries: followed.number, removed: followed.removed, broken, is_complete })
}

enum End {
    Reached,
    /// All that was there at the beginning is well; others are writing faster than this reads.
    Moving,
    Broken(Broken),
    Stopped,
}

struct Following<'a, G> {
    store: &'a Store,
    partner: PartnerId,
    seal: Option<&'a PurposeKey>,
    followed: &'a mut Followed,
    goes_on: &'a mut G,
}

impl<G: FnMut(i64) -> bool> Following<'_, G> {
    async fn reach_the_end(&mut self) -> sqlx::Result<End> {
        for _ in 0..ROUNDS {
            // The end is read before the entries: those that are written meanwhile are behind it.
            let head = store::audit::head(&mut self.store.read().await?, self.partner).await?;
            let Some(head) = head else {
                let number = self.followed.number + 1;
                return Ok(End::Broken(Broken { number, how: How::NoLog }));
            };
            if let Some(end) = self.up_to(head.number).await? {
                return Ok(end);
            }
            if let Err(broken) = self.followed.ends_at(&head) {
                return Ok(End::Broken(broken));
            }
            if self.seal.is_some_and(|key| !head.is_sealed(key, self.partner)) {
                return Ok(End::Broken(Broken { number: head.number, how: How::Unsealed }));
            }
            let mut db = self.store.read().await?;
            if !store::audit::has_after(&mut db, self.partner, head.number).await? {
                return Ok(End::Reached);
            }
            let now = store::audit::head(&mut db, self.partner).await?;
            if now.is_none_or(|now| now.number == head.number) {
                let number = head.number + 1;
                return Ok(End::Broken(Broken { number, how: How::BeyondTheEnd }));
            }
        }
        Ok(End::Moving)
    }

    /// `None`: it goes on behind this entry.
    async fn up_to(&mut self, last: i64) -> sqlx::Result<Option<End>> {
        while self.followed.number < last {
            let mut db = self.store.read().await?;
            let (after, until) = (self.followed.number, last.min(self.followed.number + PORTION));
            let entries = store::audit::portion(&mut db, self.partner, after, until).await?;
            let kept = store::audit::personal(&mut db, self.partner, after, until).await?;
            drop(db);
            if entries.is_empty() {
                return Ok(Some(End::Broken(Broken { number: after + 1, how: How::Missing })));
            }
            let mut rest = kept.as_slice();
            for entry in &entries {
                let start = rest.partition_point(|kept| kept.number < entry.number);
                let end = rest.partition_point(|kept| kept.number <= entry.number);
                let own = rest.get(start..end).unwrap_or_default();
                if let Err(broken) = self.followed.next(entry, own) {
                    return Ok(Some(End::Broken(broken)));
                }
                rest = rest.get(end..).unwrap_or_default();
            }
            if !(self.goes_on)(self.followed.number) {
                return Ok(Some(End::Stopped));
            }
        }
        Ok(None)
    }
}
