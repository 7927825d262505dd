//! Units of work that are one: what each of them commits waits until the last one does, and then all of it is durable or
//! none. So an answer is kept together with what it answers, and whoever did the work need not know that it is kept.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError};

use sqlx::{Database, Transaction};
use tokio::sync::{Mutex, OwnedMappedMutexGuard, OwnedMutexGuard};

use super::unit::Unit;
use super::{Db, Store, change};
use crate::domain::audit::Pending;

/// Where the one transaction waits between two units. Cheap to clone: all clones are one.
pub struct Joint<D: Database> {
    waiting: Arc<Mutex<Option<Transaction<'static, D>>>>,
    /// The unit that had it last was dropped: what that one did goes before anything else is done.
    has_remains: Arc<AtomicBool>,
    /// For the audit log: what units that were committed have noted.
    noted: Arc<std::sync::Mutex<Vec<Pending>>>,
}

/// A unit's turn with it.
pub(super) struct Turn<D: Database> {
    transaction: OwnedMappedMutexGuard<Option<Transaction<'static, D>>, Transaction<'static, D>>,
    has_remains: Arc<AtomicBool>,
    noted: Arc<std::sync::Mutex<Vec<Pending>>>,
    place: Place,
    is_over: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Does something, behind a savepoint: dropped, it takes back what it did and nothing else.
    Worker,
    /// Sees what the others have done, and does nothing.
    Onlooker,
}

impl<D: Database> Joint<D> {
    pub(super) fn begin(&self, transaction: Transaction<'static, D>) -> sqlx::Result<Turn<D>> {
        let mut waiting = self.waiting()?;
        *waiting = Some(transaction);
        self.turn(waiting, Place::Worker).ok_or(sqlx::Error::PoolTimedOut)
    }

    /// `None`: nobody has begun one.
    fn resume(&self, place: Place) -> sqlx::Result<Option<Turn<D>>> {
        match (self.waiting(), place) {
            (Ok(waiting), place) => Ok(self.turn(waiting, place)),
            // A unit that looks while another one works sees what everybody sees.
            (Err(_), Place::Onlooker) => Ok(None),
            (Err(busy), Place::Worker) => Err(busy),
        }
    }

    /// Takes it for good, with what was noted.
    fn take(&self) -> sqlx::Result<Option<(Transaction<'static, D>, Vec<Pending>)>> {
        let taken = self.waiting()?.take();
        let noted = std::mem::take(&mut *self.noted.lock().unwrap_or_else(PoisonError::into_inner));
        Ok(taken.map(|transaction| (transaction, noted)))
    }

    fn turn(&self, waiting: OwnedMutexGuard<Option<Transaction<'static, D>>>, place: Place) -> Option<Turn<D>> {
        let transaction = OwnedMutexGuard::try_map(waiting, Option::as_mut).ok()?;
        let (has_remains, noted) = (Arc::clone(&self.has_remains), Arc::clone(&self.noted));
        Some(Turn { transaction, has_remains, noted, place, is_over: false })
    }

    /// Two units that work at once cannot be one: as if there were no connection left.
    fn waiting(&self) -> sqlx::Result<OwnedMutexGuard<Option<Transaction<'static, D>>>> {
        Arc::clone(&self.waiting).try_lock_owned().map_err(|_| sqlx::Error::PoolTimedOut)
    }
}

impl<D: Database> Turn<D> {
    pub(super) fn transaction(&mut self) -> &mut Transaction<'static, D> {
        &mut self.transaction
    }

    /// Whether there is something to take back if it is dropped.
    pub(super) fn works(&self) -> bool {
        self.place == Place::Worker
    }

    /// Leaves what was done to the last unit.
    pub(super) fn commit(mut self, noted: Vec<Pending>) {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner).extend(noted);
        self.is_over = true;
    }
}

impl<D: Database> Drop for Turn<D> {
    fn drop(&mut self) {
        if self.works() && !self.is_over {
            self.has_remains.store(true, Ordering::SeqCst);
        }
    }
}

impl Store {
    /// The same database for one request: all units of work of this store and its clones are one. What they commit
    /// becomes durable with [`Store::last_unit`], and is lost with the last clone.
    pub fn joint(&self) -> Self {
        match self.clone() {
            Self::Sqlite { readers, writer, trust, scribe, .. } => {
                Self::Sqlite { readers, writer, trust, joint: Some(Joint::default()), scribe }
            }
            Self::Postgres { pool, home, trust, scribe, .. } => {
                Self::Postgres { pool, home, trust, joint: Some(Joint::default()), scribe }
            }
        }
    }

    /// The unit that ends a joint store's work: committed, it makes durable what all of them did; dropped, nothing.
    pub async fn last_unit(&self) -> sqlx::Result<Db> {
        self.take_back_remains().await?;
        let taken = match self {
            Self::Sqlite { joint: Some(joint), trust, .. } => {
                joint.take()?.map(|(work, noted)| (Db::Sqlite(Unit::changing(work, trust.clone())), noted))
            }
            Self::Postgres { joint: Some(joint), trust, .. } => {
                joint.take()?.map(|(work, noted)| (Db::Postgres(Unit::changing(work, trust.clone())), noted))
            }
            _ => None,
        };
        match taken {
            Some((db, noted)) => Ok(db.with_scribe(self.scribe()).with_pending(noted)),
            None => self.begin().await,
        }
    }

    pub(super) fn is_joint(&self) -> bool {
        matches!(self, Self::Sqlite { joint: Some(_), .. } | Self::Postgres { joint: Some(_), .. })
    }

    /// The next unit of a joint store, if there has been one before that does something.
    pub(super) async fn next_unit(&self, place: Place) -> sqlx::Result<Option<Db>> {
        self.take_back_remains().await?;
        let Some(mut db) = self.resume(place)? else { return Ok(None) };
        if place == Place::Worker {
            change!(&mut db, "SAVEPOINT unit")?;
        }
        Ok(Some(db))
    }

    /// What begins a joint store's work is behind a savepoint like the rest.
    pub(super) async fn first_unit(&self, begun: Db) -> sqlx::Result<Db> {
        let mut db = match (self, begun) {
            (Self::Sqlite { joint: Some(joint), .. }, Db::Sqlite(unit)) => Db::Sqlite(unit.join(joint)?),
            (Self::Postgres { joint: Some(joint), .. }, Db::Postgres(unit)) => Db::Postgres(unit.join(joint)?),
            (_, alone) => return Ok(alone),
        };
        change!(&mut db, "SAVEPOINT unit")?;
        Ok(db)
    }

    fn resume(&self, place: Place) -> sqlx::Result<Option<Db>> {
        Ok(match self {
            Self::Sqlite { joint: Some(joint), trust, .. } => {
                joint.resume(place)?.map(|turn| Db::Sqlite(Unit::joint(turn, trust.clone())))
            }
            Self::Postgres { joint: Some(joint), trust, .. } => {
                joint.resume(place)?.map(|turn| Db::Postgres(Unit::joint(turn, trust.clone())))
            }
            _ => None,
        })
    }

    async fn take_back_remains(&self) -> sqlx::Result<()> {
        let (Self::Sqlite { joint: Some(Joint { has_remains, .. }), .. }
        | Self::Postgres { joint: Some(Joint { has_remains, .. }), .. }) = self
        else {
            return Ok(());
        };
        if has_remains.load(Ordering::SeqCst)
            && let Some(mut db) = self.resume(Place::Onlooker)?
        {
            change!(&mut db, "ROLLBACK TO SAVEPOINT unit")?;
            change!(&mut db, "RELEASE SAVEPOINT unit")?;
            has_remains.store(false, Ordering::SeqCst);
        }
        Ok(())
    }
}

impl<D: Database> Default for Joint<D> {
    fn default() -> Self {
        Self { waiting: Arc::default(), has_remains: Arc::default(), noted: Arc::default() }
    }
}

impl<D: Database> Clone for Joint<D> {
    fn clone(&self) -> Self {
        Self {
            waiting: Arc::clone(&self.waiting),
            has_remains: Arc::clone(&self.has_remains),
            noted: Arc::clone(&self.noted),
        }
    }
}
