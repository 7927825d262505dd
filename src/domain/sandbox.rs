//! The sandbox: what a partner's developer tries everything with, without a contract with anybody.

use std::time::Duration;

/// What the pages of the sandbox need. A deployment without it answers at none of their addresses.
#[derive(Clone, Debug)]
pub struct Sandbox {
    /// Scheme, host and port of the institution that the pretend QuickBooks calls, without a slash at the end.
    pub institution: String,
    /// How long the pretend QuickBooks waits for an answer.
    pub patience: Duration,
}

impl Sandbox {
    /// As long as software waits that has somebody before it.
    pub const PATIENCE: Duration = Duration::from_secs(20);

    pub fn calling(institution: impl Into<String>) -> Self {
        Self { institution: institution.into(), patience: Self::PATIENCE }
    }
}
