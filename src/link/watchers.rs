//! Who watches: the open streams of this node, each with a seat. There are so many and no more, for all and for one
//! session, so that nobody holds the node's connections by opening pages.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::secret::Fingerprint;

/// Of one node. Each looks two and a half times a second.
pub const SEATS: usize = 256;
/// A browser without HTTP/2 opens six connections to a host, and needs some for the pages themselves.
pub const SEATS_A_SESSION: usize = 3;
/// How many look into the database at once: however slow it is, it has connections left for everybody else.
const LOOKS_AT_ONCE: usize = 2;

#[derive(Clone)]
pub struct Watchers {
    seats: Arc<Mutex<Vec<Taken>>>,
    pub looks: Arc<Semaphore>,
}

struct Taken {
    session: Fingerprint,
    given_up: CancellationToken,
}

impl Default for Watchers {
    fn default() -> Self {
        Self { seats: Arc::default(), looks: Arc::new(Semaphore::new(LOOKS_AT_ONCE)) }
    }
}

impl Watchers {
    /// A seat, if there is one. In a session that has all of its seats the one taken first is given up: its page may
    /// have been left without a word.
    pub fn seat(&self, session: Fingerprint) -> Option<Seat> {
        let mut seats = self.lock();
        if seats.iter().filter(|taken| taken.session == session).count() >= SEATS_A_SESSION
            && let Some(first) = seats.iter().position(|taken| taken.session == session)
        {
            seats.remove(first).given_up.cancel();
        }
        if seats.len() >= SEATS {
            return None;
        }
        let given_up = CancellationToken::new();
        seats.push(Taken { session, given_up: given_up.clone() });
        Some(Seat { given_up, watchers: self.clone() })
    }

    /// The list is whole after every step, so a panic elsewhere does not spoil it.
    fn lock(&self) -> MutexGuard<'_, Vec<Taken>> {
        self.seats.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A stream's seat, free again when this is dropped.
pub struct Seat {
    given_up: CancellationToken,
    watchers: Watchers,
}

impl Seat {
    /// Answers when a newer stream of the same session has taken its place.
    pub async fn is_given_up(&self) {
        self.given_up.cancelled().await;
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.given_up.cancel();
        self.watchers.lock().retain(|taken| !taken.given_up.is_cancelled());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_streams_of_a_session_have_its_seats() {
        let (watchers, marie) = (Watchers::default(), Fingerprint::of(b"marie"));
        let seats: Vec<Seat> = (0..SEATS_A_SESSION + 1).filter_map(|_| watchers.seat(marie)).collect();
        let given_up: Vec<bool> = seats.iter().map(|seat| seat.given_up.is_cancelled()).collect();
        assert_eq!(given_up, [true, false, false, false]);
        assert_eq!(watchers.lock().len(), SEATS_A_SESSION);
        drop(seats);
        assert!(watchers.lock().is_empty());
    }

    #[test]
    fn a_node_has_so_many_seats_and_a_seat_that_was_left_is_free() {
        let watchers = Watchers::default();
        let session = |number: usize| Fingerprint::of(&number.to_le_bytes());
        let mut seats: Vec<Seat> = (0..SEATS).filter_map(|number| watchers.seat(session(number))).collect();
        assert_eq!(seats.len(), SEATS);
        assert!(watchers.seat(session(SEATS)).is_none());
        seats.pop();
        assert!(watchers.seat(session(SEATS)).is_some());
    }
}
