//! The states of the contract as one small table: what happens to a source account, and what follows for its connection.

words! {
    /// State of a source account. `connecting` and `unknown` exist in the public schema and are never set.
    AccountStatus {
        Pending = "pending",
        Connected = "connected",
        Disconnected = "disconnected",
    }
}

words! {
    /// Why an account is disconnected.
    Cause {
        /// Not polled for ten days: the next statement request connects it again with its old feed start date.
        Silence = "silence",
        /// By PATCH: only a set made afterwards connects it anew.
        Patched = "patched",
        Revoked = "revoked",
        Unlinked = "unlinked",
    }
}

words! {
    /// State of a connection (the public API's words).
    ConnectionStatus {
        PendingAuth = "PendingAuth",
        Linked = "Linked",
        Unlinked = "Unlinked",
        Deauthorized = "Deauthorized",
    }
}

/// Where an account stands when a statement is asked for under valid credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Pending,
    Connected,
    /// Fell silent.
    Silent,
    /// Taken away; `set_is_newer` when the credentials were made after that.
    TakenAway {
        set_is_newer: bool,
    },
}

/// What a statement request does to the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnStatement {
    /// It is connected already: a poll.
    Poll,
    /// It connects for the first time, or anew: the feed starts where this request asks.
    Connect,
    /// It connects again, with its old feed start date.
    Resume,
    /// OFX 2004: these credentials are older than the disconnection.
    Closed,
    /// The partner has switched the integration off: none connects anew.
    SwitchedOff,
}

/// The table for a statement request that asks for transactions (a balance alone connects nothing).
pub fn on_statement(standing: Standing, integration_on: bool) -> OnStatement {
    match (standing, integration_on) {
        (Standing::Connected, _) => OnStatement::Poll,
        (Standing::Silent, _) => OnStatement::Resume,
        (Standing::TakenAway { set_is_newer: false }, _) => OnStatement::Closed,
        (Standing::Pending | Standing::TakenAway { set_is_newer: true }, true) => OnStatement::Connect,
        (Standing::Pending | Standing::TakenAway { set_is_newer: true }, false) => OnStatement::SwitchedOff,
    }
}

/// What a connection becomes after a change to its accounts or credentials.
///
/// `was_linked`: an account has ever been connected. `connected`: how many are now. `cause`: what has just ended one.
pub fn connection_after(
    now: ConnectionStatus,
    was_linked: bool,
    connected: i64,
    cause: Option<Cause>,
) -> ConnectionStatus {
    match (was_linked, connected > 0, cause) {
        (_, true, _) => ConnectionStatus::Linked,
        // Said by the partner in so many words, of a connection that nobody has used yet.
        (false, false, Some(Cause::Unlinked)) => ConnectionStatus::Unlinked,
        (false, false, _) => now,
        (true, false, Some(Cause::Revoked)) => ConnectionStatus::Deauthorized,
        (true, false, Some(_)) => ConnectionStatus::Unlinked,
        (true, false, None) => now,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_statement_request_connects_a_pending_account() {
        assert_eq!(on_statement(Standing::Pending, true), OnStatement::Connect);
        assert_eq!(on_statement(Standing::Pending, false), OnStatement::SwitchedOff);
    }

    #[test]
    fn an_account_that_fell_silent_resumes_even_while_the_integration_is_off() {
        assert_eq!(on_statement(Standing::Silent, true), OnStatement::Resume);
        assert_eq!(on_statement(Standing::Silent, false), OnStatement::Resume);
    }

    #[test]
    fn an_account_taken_away_needs_a_newer_set() {
        assert_eq!(on_statement(Standing::TakenAway { set_is_newer: false }, true), OnStatement::Closed);
        assert_eq!(on_statement(Standing::TakenAway { set_is_newer: true }, true), OnStatement::Connect);
        assert_eq!(on_statement(Standing::TakenAway { set_is_newer: true }, false), OnStatement::SwitchedOff);
    }

    #[test]
    fn a_connection_follows_its_accounts() {
        use ConnectionStatus::{Deauthorized, Linked, PendingAuth, Unlinked};
        let rows = [
            (PendingAuth, false, 0, None, PendingAuth),
            (PendingAuth, false, 0, Some(Cause::Revoked), PendingAuth),
            (PendingAuth, false, 0, Some(Cause::Unlinked), Unlinked),
            (Unlinked, false, 0, Some(Cause::Revoked), Unlinked),
            (PendingAuth, true, 1, None, Linked),
            (Linked, true, 0, Some(Cause::Silence), Unlinked),
            (Linked, true, 1, Some(Cause::Silence), Linked),
            (Linked, true, 0, Some(Cause::Patched), Unlinked),
            (Linked, true, 0, Some(Cause::Unlinked), Unlinked),
            (Linked, true, 0, Some(Cause::Revoked), Deauthorized),
            (Unlinked, true, 0, Some(Cause::Revoked), Deauthorized),
            (Deauthorized, true, 2, None, Linked),
            (Deauthorized, true, 0, None, Deauthorized),
        ];
        for (now, was_linked, connected, cause, then) in rows {
            assert_eq!(connection_after(now, was_linked, connected, cause), then, "{now:?} {connected} {cause:?}");
        }
    }
}
