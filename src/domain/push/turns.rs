//! Pushes one after another: those for one account, because each waits for the account's row anyway and should not hold a
//! connection to the database meanwhile; and of all of them only a few at once, so that pages and sign-ons find the
//! database free.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, Mutex as StdMutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Mutex, OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use super::Target;
use crate::aside::Aside;
use crate::aside::Busy;
use crate::domain::partner::PartnerId;
use crate::store::Store;

/// How many pushes may be here at once, working or waiting: each has up to 5 MB in its hands.
const MOST: usize = 32;
/// How many of them one partner may take: some are left for the others, whatever one of them does.
const MOST_OF_ONE: usize = 24;
/// How long a push waits for its turn.
const PATIENCE: Duration = Duration::from_secs(2);
/// Accounts share so many lanes: two that share one merely wait for each other.
const LANES: usize = 64;

/// Who may push now. Cheap to clone.
#[derive(Clone)]
pub struct Turns {
    aside: Aside,
    places: Arc<Semaphore>,
    partners: Arc<StdMutex<HashMap<PartnerId, Arc<Semaphore>>>>,
    lanes: Arc<[Arc<Mutex<()>>]>,
    database: Arc<Semaphore>,
}

/// A place in here, given back when dropped.
pub struct Place {
    _of_all: OwnedSemaphorePermit,
    _of_partner: OwnedSemaphorePermit,
}

/// A push's turn at the database, over when dropped.
pub struct Turn {
    _lane: OwnedMutexGuard<()>,
    _database: OwnedSemaphorePermit,
}

impl Turns {
    /// For this database; what takes a core for a while is done on threads of `aside`.
    pub fn at(store: &Store, aside: Aside) -> Self {
        Self {
            aside,
            places: Arc::new(Semaphore::new(MOST)),
            partners: Arc::default(),
            lanes: (0..LANES).map(|_| Arc::default()).collect(),
            database: Arc::new(Semaphore::new(store.pushes_at_once())),
        }
    }

    /// Lets a push of this partner in, or tells it at once that there are too many.
    pub fn enter(&self, partner: PartnerId) -> Result<Place, Busy> {
        let mut partners = self.partners.lock().unwrap_or_else(PoisonError::into_inner);
        let own = Arc::clone(partners.entry(partner).or_insert_with(|| Arc::new(Semaphore::new(MOST_OF_ONE))));
        drop(partners);
        let _of_partner = own.try_acquire_owned().map_err(|_| Busy)?;
        let _of_all = Arc::clone(&self.places).try_acquire_owned().map_err(|_| Busy)?;
        Ok(Place { _of_all, _of_partner })
    }

    /// Work on a batch that needs no database.
    pub async fn aside<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Busy> {
        self.aside.run(work).await
    }

    /// Waits until it is this account's turn and the database has room for one more push.
    pub async fn take(&self, target: &Target) -> Result<Turn, Busy> {
        let mut hasher = DefaultHasher::new();
        (target.connection.0, &target.account_id).hash(&mut hasher);
        let lane = usize::try_from(hasher.finish() % LANES as u64).unwrap_or_default();
        let lane = self.lanes.get(lane).map(Arc::clone).ok_or(Busy)?;
        let turn = async {
            let _lane = lane.lock_owned().await;
            let _database = Arc::clone(&self.database).acquire_owned().await.map_err(|_| Busy)?;
            Ok(Turn { _lane, _database })
        };
        timeout(PATIENCE, turn).await.unwrap_or(Err(Busy))
    }
}
