//! The clock of a sandbox: turned forward by hand, never back but for a sandbox that is wiped. The database keeps how far ahead
//! it is, so a restart, every node and every command go by the same.

use std::time::Duration;

use crate::clock::{Ahead, Clock, Timestamp};
use crate::domain::app::App;
use crate::domain::limits::Limits;
use crate::domain::partner::PartnerId;
use crate::domain::set_back;
use crate::store::{self, Db, Store};

/// In all. Beyond this a calendar of today says little about what is pretended.
pub const MOST: Duration = Duration::from_secs(3_652 * 24 * 60 * 60);
/// How long before an otp's end one arrives who wants to see the last of it.
const BEFORE: Duration = Duration::from_secs(60);
const AFTER: Duration = Duration::from_secs(1);

words! {
    /// How far the hand may be turned at once.
    Turn {
        Hour = "hour",
        Day = "day",
        TenDays = "ten-days",
        /// Ten, in which no QuickBooks asks the partner by itself.
        TenSilentDays = "ten-silent-days",
        /// To a minute before the otp of the partner's newest link ends.
        BeforeOtpEnds = "before-otp-ends",
        /// To a second after.
        AfterOtpEnds = "after-otp-ends",
    }
}

impl Turn {
    /// The single turns it is made of, for a partner whose newest otp ends at `otp_ends`. Ten days are ten single ones, so that
    /// what happens daily happens ten times. None: there is no such otp, or that moment is over.
    pub fn spans(self, now: Timestamp, otp_ends: Option<Timestamp>) -> Vec<Duration> {
        match self {
            Self::Hour => vec![Duration::from_secs(60 * 60)],
            Self::Day => vec![Limits::DAY],
            Self::TenDays | Self::TenSilentDays => vec![Limits::DAY; 10],
            Self::BeforeOtpEnds => otp_ends.and_then(|end| until(now, end - BEFORE)).into_iter().collect(),
            Self::AfterOtpEnds => otp_ends.and_then(|end| until(now, end + AFTER)).into_iter().collect(),
        }
    }
}

fn until(now: Timestamp, then: Timestamp) -> Option<Duration> {
    let left = u64::try_from(then.micros() - now.micros()).ok().filter(|left| *left > 0);
    left.map(Duration::from_micros)
}

/// When the otp of the partner's newest link ends, if it has not ended.
pub async fn otp_ends(app: &App, partner: PartnerId) -> sqlx::Result<Option<Timestamp>> {
    let mut db = app.store.read().await?;
    store::links::newest_end(&mut db, partner, app.clock.now()).await
}

/// The system's clock as the sandbox in this database pretends it.
pub async fn of(store: &Store) -> sqlx::Result<Clock> {
    let ahead = store::sandbox_clock::ahead(&mut store.read().await?).await?;
    Ok(Clock::System.shifted(ahead))
}

/// Lets so much time pass, here at once and on other nodes within seconds. `false`: no further, the sandbox would be more than
/// [`MOST`] ahead.
pub async fn turn(app: &App, span: Duration) -> sqlx::Result<bool> {
    let mut db = app.store.write().await?;
    let Some(ahead) = store::sandbox_clock::turn(&mut db, span, MOST).await? else { return Ok(false) };
    db.commit().await?;
    app.clock.go_ahead(ahead);
    Ok(true)
}

/// Goes by what the database says: another node may have turned the hand.
pub async fn follow(app: &App) -> sqlx::Result<()> {
    let ahead = store::sandbox_clock::ahead(&mut app.store.read().await?).await?;
    app.clock.go_ahead(ahead);
    Ok(())
}

/// The true time is the sandbox's again, from the end of this unit of work on: call [`go_right`] then.
pub async fn reset(app: &App, db: &mut Db) -> sqlx::Result<Ahead> {
    store::wrong_codes::forget_after(db, true_time(app)).await?;
    store::sandbox_clock::reset(db).await
}

/// The time that the sandbox's clock is ahead of.
pub fn true_time(app: &App) -> Timestamp {
    app.clock.now() - app.clock.ahead().unwrap_or_default()
}

/// Goes by the true time. What would live longer for it ends, as for any clock that is set back.
pub async fn go_right(app: &App, ahead: Ahead) -> sqlx::Result<()> {
    app.clock.go_ahead(ahead);
    set_back::mind_the_clock(app).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_to_an_otps_end_leads_there_or_nowhere() {
        let noon = Timestamp::from_micros(1_795_262_400_000_000);
        let spans = |turn: Turn, seconds: u64| turn.spans(noon, Some(noon + Duration::from_secs(seconds)));
        assert_eq!(spans(Turn::BeforeOtpEnds, 3_600), [Duration::from_secs(3_540)]);
        assert_eq!(spans(Turn::AfterOtpEnds, 3_600), [Duration::from_secs(3_601)]);
        assert_eq!(spans(Turn::BeforeOtpEnds, 60), [Duration::ZERO; 0]);
        assert_eq!(spans(Turn::AfterOtpEnds, 60), [Duration::from_secs(61)]);
        assert_eq!(Turn::AfterOtpEnds.spans(noon, None), [Duration::ZERO; 0]);
    }

    #[test]
    fn ten_days_are_ten_days_one_after_the_other() {
        assert_eq!(Turn::TenDays.spans(Timestamp::from_micros(0), None), [Limits::DAY; 10]);
    }
}
