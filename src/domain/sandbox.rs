//! The sandbox: what a partner's developer tries everything with, without a contract with anybody.

use std::time::Duration;

use crate::domain::company::CompanyId;
use crate::secret::SecretText;

/// What the pages of the sandbox need. A deployment without it answers at none of their addresses.
#[derive(Clone, Debug)]
pub struct Sandbox {
    /// Scheme, host and port of the institution that the pretend QuickBooks calls, without a slash at the end.
    pub institution: String,
    /// How long the pretend QuickBooks waits for an answer.
    pub patience: Duration,
    /// Of a demo: whom it acts for without asking. `None`: everybody brings a key.
    pub demo: Option<DemoPartner>,
}

/// The one partner of a demo, which only this machine can reach.
#[derive(Clone, Debug)]
pub struct DemoPartner {
    pub api_key: SecretText,
    /// The company that the demo came with, and pushes for by itself.
    pub company: CompanyId,
    /// The file in which the key stands, as a shell takes it.
    pub keys_file: String,
}

impl Sandbox {
    /// As long as software waits that has somebody before it.
    pub const PATIENCE: Duration = Duration::from_secs(20);

    pub fn calling(institution: impl Into<String>) -> Self {
        Self { institution: institution.into(), patience: Self::PATIENCE, demo: None }
    }
}
