//! Settings under change: what each flag does to them, and which flags were given.

use crate::domain::settings::{SettingProblem, Settings};

/// The new settings, and the flags that made them.
pub struct Changes {
    pub settings: Settings,
    /// Without the dashes, in the order of the manual.
    pub saved: Vec<&'static str>,
}

type Checked<T> = Result<T, SettingProblem>;

impl Changes {
    pub fn of(settings: Settings) -> Self {
        Self { settings, saved: Vec::new() }
    }

    /// Applies a flag that was given; `change` is told the flag's name for its error.
    pub fn set<T>(
        &mut self,
        flag: &'static str,
        given: Option<T>,
        change: impl FnOnce(&mut Settings, T, &str) -> Checked<()>,
    ) -> Checked<()> {
        let Some(value) = given else { return Ok(()) };
        change(&mut self.settings, value, &format!("--{flag}"))?;
        self.saved.push(flag);
        Ok(())
    }

    /// A text that may be taken away again: given empty, it is gone.
    pub fn set_optional(
        &mut self,
        flag: &'static str,
        given: Option<String>,
        place: impl FnOnce(&mut Settings) -> &mut Option<String>,
        check: impl FnOnce(&str, &str) -> Checked<String>,
    ) -> Checked<()> {
        self.set(flag, given, |settings, text, flag| {
            *place(settings) = optional(&text).map(|text| check(flag, text)).transpose()?;
            Ok(())
        })
    }
}

/// `None` for a text of blanks.
pub fn optional(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}
