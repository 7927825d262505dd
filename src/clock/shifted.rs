//! The clock of a sandbox: another clock's time, and how far ahead of it somebody has turned it. The database keeps how far
//! that is; every process of the deployment follows it.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::{Clock, Timestamp};

/// How far ahead a sandbox is, and after how many turns: of two that are told, that with more turns is the newer one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ahead {
    pub by: Duration,
    pub turns: i64,
}

pub struct Shifted {
    pub(super) wall: Clock,
    ahead: Mutex<Ahead>,
}

impl Shifted {
    pub(super) fn new(wall: Clock, ahead: Ahead) -> Self {
        Self { wall, ahead: Mutex::new(ahead) }
    }

    pub(super) fn now(&self) -> Timestamp {
        self.wall.now() + self.ahead()
    }

    pub(super) fn ahead(&self) -> Duration {
        self.kept().by
    }

    /// What was read before another turn and comes after it is old: it would set the clock back.
    pub(super) fn go_ahead(&self, ahead: Ahead) {
        let mut kept = self.kept();
        if ahead.turns > kept.turns {
            *kept = ahead;
        }
    }

    fn kept(&self) -> MutexGuard<'_, Ahead> {
        // Nothing panics while it is held; if it did, the value would be whole.
        self.ahead.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    fn start() -> Timestamp {
        Timestamp::from_micros(0)
    }

    #[test]
    fn a_sandboxs_clock_is_ahead_by_what_it_was_told_last() {
        let clock = Clock::standing_at(start()).shifted(Ahead { by: HOUR, turns: 1 });
        assert_eq!((clock.now(), clock.ahead()), (start() + HOUR, Some(HOUR)));
        clock.go_ahead(Ahead { by: 3 * HOUR, turns: 3 });
        clock.go_ahead(Ahead { by: 2 * HOUR, turns: 2 });
        assert_eq!(clock.now(), start() + 3 * HOUR, "an old word comes too late");
        clock.advance(HOUR);
        assert_eq!(clock.now(), start() + 4 * HOUR, "it runs like the clock it goes by");
    }

    #[test]
    fn a_watched_sandbox_is_followed_forwards_at_once_and_backwards_only_when_it_is_allowed() {
        let clock = Clock::standing_at(start()).shifted(Ahead::default()).watched();
        clock.go_ahead(Ahead { by: 240 * HOUR, turns: 1 });
        assert_eq!(clock.now(), start() + 240 * HOUR);
        clock.go_ahead(Ahead { by: Duration::ZERO, turns: 2 });
        assert_eq!(clock.now(), start() + 240 * HOUR);
        let Clock::Watched(watched) = &clock else { panic!("not watched") };
        assert_eq!(watched.set_back_to(), Some(start()));
        watched.follow();
        assert_eq!((clock.now(), clock.ahead()), (start(), Some(Duration::ZERO)));
    }

    #[test]
    fn no_other_clock_can_be_told_to_go_ahead() {
        for clock in [Clock::standing_at(start()), Clock::standing_at(start()).watched()] {
            clock.go_ahead(Ahead { by: HOUR, turns: 1 });
            assert_eq!((clock.now(), clock.ahead()), (start(), None));
        }
    }
}
