//! What became of the link of a connection, for the people who gave it to a customer.

use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::domain::connection::ConnectionId;
use crate::store::links::Newest;
use crate::store::{self, Db};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkState {
    /// There is none, or all were ended.
    None,
    /// Nobody has pressed Next yet, and it can still be opened.
    NeverOpened { until: Timestamp },
    /// Somebody pressed Next.
    Opened { at: Timestamp },
    /// Nobody ever pressed Next, and it is too late.
    Expired { at: Timestamp },
}

/// By the newest links alone. A dashboard that polls makes a link after the customer's was opened: what somebody did says
/// more than what nobody has done with that one.
pub async fn of(app: &App, db: &mut Db, connection: ConnectionId) -> sqlx::Result<LinkState> {
    let most = i64::try_from(app.limits.links_remembered).unwrap_or(i64::MAX);
    Ok(state(store::links::newest(db, connection, most).await?, app.clock.now()))
}

fn state(Newest { opened_at, expires_at }: Newest, now: Timestamp) -> LinkState {
    match (opened_at, expires_at) {
        (Some(at), _) => LinkState::Opened { at },
        (None, Some(until)) if now < until => LinkState::NeverOpened { until },
        (None, Some(at)) => LinkState::Expired { at },
        (None, None) => LinkState::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_expires_to_the_microsecond_and_stays_opened_whatever_comes() {
        let at = Timestamp::from_micros;
        let told = |opened: Option<i64>, expires: Option<i64>| {
            state(Newest { opened_at: opened.map(at), expires_at: expires.map(at) }, at(10))
        };
        assert_eq!(told(None, None), LinkState::None);
        assert_eq!(told(None, Some(11)), LinkState::NeverOpened { until: at(11) });
        assert_eq!(told(None, Some(10)), LinkState::Expired { at: at(10) });
        for expires in [None, Some(9), Some(11)] {
            assert_eq!(told(Some(7), expires), LinkState::Opened { at: at(7) });
        }
    }
}
