//! The contract's "numbers that are settings", with its defaults.

use std::time::Duration;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// Limits of links, sessions and feeds. One set a deployment.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Digits of an otp, 6 to 12.
    pub otp_digits: u32,
    /// How long an otp is valid, to the second.
    pub otp_valid_for: Duration,
    /// Asking for the linkUrl again within this time may answer the same.
    pub link_reuse_for: Duration,
    /// Holders of a code that was right within this time, and among the newest links, see branded dead ends.
    pub link_memory: Duration,
    pub links_remembered: usize,
    /// Wrong codes for one connection since the last claim or rotate.
    pub wrong_codes_since_claim: i64,
    pub wrong_codes_a_day: i64,
    /// Wrong codes from one network within [`Limits::network_window`].
    pub wrong_codes_a_network: i64,
    pub network_window: Duration,
    /// Failures in a row under one username before it has to pause, longer and longer.
    pub failed_sign_ons: i64,
    /// So many within a day, and it pauses for a day.
    pub failed_sign_ons_a_day: i64,
    /// Sign-ons from one network within [`Limits::network_window`] under usernames that do not exist.
    pub unknown_usernames_a_network: i64,
    /// Sets of credentials of one connection that are not revoked.
    pub live_sets: i64,
    /// Sessions that one browser may have by pressing Next again; the newest live.
    pub sessions_a_link: i64,
    /// A session on the link pages; each step extends it.
    pub session: Duration,
    /// A reload in the same browser may show the pair again for so long.
    pub reshow: Duration,
    /// Continuing on another device: how long its address and code work, and then how long its question stands.
    pub hand_over: Duration,
    /// Wrong codes for one of them.
    pub hand_over_codes: i64,
    /// How far back a feed may start, and how old a first push may be.
    pub history_days: i64,
    /// A password that was right is not hashed again for so long.
    pub sign_on_memory: Duration,
    /// An account that has not been polled for so long is disconnected.
    pub disconnect_after: Duration,
    pub api_keys: i64,
    /// Requests of the JSON API from one address.
    pub requests_a_minute: i64,
    /// Requests of one partner: so many, and as many again for each company that is connected.
    pub requests_a_day: i64,
    /// What was answered under an `Idempotency-Key` is answered again for so long.
    pub repeatable_for: Duration,
    /// From the moment a server is told to stop to the moment it takes no further connection.
    pub stop_notice: Duration,
}

impl Limits {
    pub const DAY: Duration = Duration::from_secs(DAY);
    /// How far apart the clocks of two nodes may be.
    pub const SKEW: Duration = Duration::from_secs(MINUTE);
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            otp_digits: 6,
            otp_valid_for: Duration::from_secs(HOUR),
            link_reuse_for: Duration::from_secs(5 * MINUTE),
            link_memory: Duration::from_secs(7 * DAY),
            links_remembered: 20,
            wrong_codes_since_claim: 10,
            wrong_codes_a_day: 100,
            wrong_codes_a_network: 30,
            network_window: Duration::from_secs(10 * MINUTE),
            failed_sign_ons: 10,
            failed_sign_ons_a_day: 100,
            unknown_usernames_a_network: 30,
            live_sets: 50,
            sessions_a_link: 5,
            session: Duration::from_secs(HOUR),
            reshow: Duration::from_secs(10 * MINUTE),
            hand_over: Duration::from_secs(10 * MINUTE),
            hand_over_codes: 5,
            history_days: 7,
            sign_on_memory: Duration::from_secs(10 * MINUTE),
            disconnect_after: Duration::from_secs(10 * DAY),
            api_keys: 10,
            requests_a_minute: 1_000,
            requests_a_day: 1_000,
            repeatable_for: Duration::from_secs(90 * MINUTE),
            stop_notice: Duration::from_secs(5),
        }
    }
}
