//! How far QuickBooks has got with the credentials that a customer was shown last: what their page says when it is
//! opened, and what it is told while it is open. One question for both, so that they cannot disagree.

use crate::clock::Timestamp;
use crate::domain::connection::ConnectionId;
use crate::secret::Fingerprint;
use crate::store::credentials::Newest;
use crate::store::{self, Db};

/// The set that was shown last, and what has come of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// When the set was made.
    pub made_at: Timestamp,
    pub reached: Reached,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// Nobody has signed on with it yet.
    Waiting,
    SignedOn {
        at: Timestamp,
    },
    /// So many accounts are connected and were polled since the set was made. An older set that goes on polling counts
    /// for nothing while nobody has signed on with the new one.
    Connected {
        accounts: i64,
    },
}

/// `None`: the session has ended, or no set that was made on the pages is live.
pub async fn of(
    db: &mut Db,
    session: &Fingerprint,
    connection: ConnectionId,
    now: Timestamp,
) -> sqlx::Result<Option<Progress>> {
    let newest = store::credentials::newest(db, session, connection, now).await?;
    Ok(newest.map(|set| Progress { made_at: set.created_at, reached: reached(&set) }))
}

fn reached(set: &Newest) -> Reached {
    match (set.last_used_at, set.accounts) {
        (None, _) => Reached::Waiting,
        (Some(at), 0) => Reached::SignedOn { at },
        (Some(_), accounts) => Reached::Connected { accounts },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_set_that_polls_does_not_pass_for_the_new_one() {
        let at = Timestamp::from_micros(7);
        let set = |last_used_at, accounts| Newest { created_at: Timestamp::from_micros(1), last_used_at, accounts };
        assert_eq!(reached(&set(None, 2)), Reached::Waiting);
        assert_eq!(reached(&set(Some(at), 0)), Reached::SignedOn { at });
        assert_eq!(reached(&set(Some(at), 2)), Reached::Connected { accounts: 2 });
    }
}
