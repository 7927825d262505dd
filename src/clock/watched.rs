//! A clock that never runs back by itself. When somebody sets the system's clock back, this one counts on from where it
//! was, so that nothing lives longer for it, until what the step would have revived has been ended and
//! [`Watched::follow`] is called (docs/security/checks.md, F-12).

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::{Clock, Timestamp};

/// After a smaller step back, such as a time daemon makes, nothing is ended: the time counts on from where it was, and the
/// system's is taken again when it has come so far.
const SMALL: Duration = Duration::from_secs(60);

pub struct Watched {
    pub(super) wall: Clock,
    latest: Mutex<Latest>,
}

/// The latest time that was told, and when that was by a clock that nobody sets.
struct Latest {
    told: Timestamp,
    at: Instant,
}

impl Latest {
    /// What the time must be by now at least.
    fn counted_on(&self, wall: &Clock) -> Timestamp {
        // A clock that a test turns stands still between two turns.
        if wall.stands() { self.told } else { self.told + self.at.elapsed() }
    }
}

impl Watched {
    pub(super) fn new(wall: Clock) -> Self {
        let latest = Latest { told: wall.now(), at: Instant::now() };
        Self { wall, latest: Mutex::new(latest) }
    }

    pub(super) fn now(&self) -> Timestamp {
        let mut latest = self.latest();
        let (wall, counted) = (self.wall.now(), latest.counted_on(&self.wall));
        if wall < counted {
            return counted;
        }
        *latest = Latest { told: wall, at: Instant::now() };
        wall
    }

    /// The time that the system says, when its clock has been set back and this one counts on.
    pub fn set_back_to(&self) -> Option<Timestamp> {
        let wall = self.wall.now();
        (wall + SMALL < self.latest().counted_on(&self.wall)).then_some(wall)
    }

    /// Takes the system's time again, earlier though it is.
    pub fn follow(&self) {
        *self.latest() = Latest { told: self.wall.now(), at: Instant::now() };
    }

    fn latest(&self) -> MutexGuard<'_, Latest> {
        // Nothing panics while it is held; if it did, the value would be whole.
        self.latest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    fn watched() -> (Clock, std::sync::Arc<Watched>) {
        let clock = Clock::standing_at(Timestamp::from_micros(0)).watched();
        let Clock::Watched(watched) = clock.clone() else { panic!("not watched") };
        (clock, watched)
    }

    #[test]
    fn a_clock_that_is_set_forward_is_followed_at_once() {
        let (clock, watched) = watched();
        clock.advance(400 * 24 * HOUR);
        assert_eq!(clock.now(), Timestamp::from_micros(0) + 400 * 24 * HOUR);
        assert_eq!(watched.set_back_to(), None);
    }

    #[test]
    fn a_clock_that_is_set_back_is_not_followed_before_it_is_allowed() {
        let (clock, watched) = watched();
        clock.advance(3 * HOUR);
        let late = clock.now();
        clock.set_back(2 * HOUR);
        assert_eq!(clock.now(), late);
        assert_eq!(watched.set_back_to(), Some(Timestamp::from_micros(0) + HOUR));
        watched.follow();
        assert_eq!(clock.now(), Timestamp::from_micros(0) + HOUR);
        assert_eq!(watched.set_back_to(), None);
    }

    #[test]
    fn a_small_step_back_is_waited_out() {
        let (clock, watched) = watched();
        clock.advance(HOUR);
        let late = clock.now();
        clock.set_back(Duration::from_secs(50));
        assert_eq!((clock.now(), watched.set_back_to()), (late, None));
        clock.advance(Duration::from_secs(60));
        assert_eq!(clock.now(), late + Duration::from_secs(10));
    }

    #[test]
    fn the_systems_clock_goes_on_by_itself() {
        let clock = Clock::System.watched();
        let first = clock.now();
        std::thread::sleep(Duration::from_millis(5));
        assert!(clock.now() > first);
    }
}
