//! What is wrong with a setting, in one line.

use std::fmt;

use super::Variable;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigProblem(String);

impl ConfigProblem {
    pub(super) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl Variable {
    /// `why` goes on after the variable's name.
    pub(super) fn problem(&self, why: impl fmt::Display) -> ConfigProblem {
        ConfigProblem(format!("{} {why}, for example {}", self.name, self.example))
    }
}

impl fmt::Display for ConfigProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConfigProblem {}
