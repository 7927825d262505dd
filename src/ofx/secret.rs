//! What a client signs on with. It cannot be printed, and is wiped when dropped.

use zeroize::Zeroizing;

/// The text of `USERPASS`. Has neither `Debug` nor `Display`.
pub struct Password(Zeroizing<String>);

impl Password {
    pub(super) fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The password as sent, for comparing and nothing else.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// How a client proves who it is.
pub enum Secret {
    /// `USERPASS`.
    Password(Password),
    /// `USERKEY`: we issue none, so it is always refused (15500).
    UserKey,
    /// Neither, or an empty one.
    Absent,
}
