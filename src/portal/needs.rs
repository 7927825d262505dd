//! What the portal asks of a member before a page is theirs to see or to change.

use crate::domain::role::Action;

/// What a page asks of a member. The extractor [`super::member::Member`] looks it up, and lets nobody in to a page that has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needs {
    /// To look at it.
    pub see: Action,
    /// To send its form.
    pub change: Action,
    /// Who they are must have been proved within the last ten minutes.
    pub fresh: bool,
    /// May be used by a member whose role asks for a second factor and who has none yet.
    pub before_second_factor: bool,
}

impl Needs {
    /// A page that changes nothing.
    pub const fn to_see(see: Action) -> Self {
        Self { see, change: see, fresh: false, before_second_factor: false }
    }

    pub const fn to_change(self, change: Action) -> Self {
        Self { change, ..self }
    }

    pub const fn fresh(self) -> Self {
        Self { fresh: true, ..self }
    }

    pub const fn before_second_factor(self) -> Self {
        Self { before_second_factor: true, ..self }
    }
}
