//! Where settings come from: the environment, then a `.env` file in the working directory for what is not set there.

use std::collections::HashMap;
use std::ffi::OsString;
use std::io::ErrorKind;

use super::{ConfigProblem, Variable, names};

const FILE: &str = ".env";

/// The variables as they were found, not yet understood.
pub struct Variables(HashMap<String, String>);

impl Variables {
    pub fn of<N: Into<String>, V: Into<String>>(pairs: impl IntoIterator<Item = (N, V)>) -> Self {
        Self(pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }

    /// This process's environment, and `.env` in the working directory and nowhere above it.
    pub fn of_process() -> Result<Self, ConfigProblem> {
        let file = match std::fs::read_to_string(FILE) {
            Ok(text) => from_file(&text)?,
            Err(error) if error.kind() == ErrorKind::NotFound => HashMap::new(),
            Err(error) => return Err(ConfigProblem::new(format!("cannot read {FILE}: {error}"))),
        };
        let mut variables = Self(file);
        variables.0.extend(from_environment(std::env::vars_os())?);
        Ok(variables)
    }

    /// The value without blanks around it. One that was set to nothing is a mistake, not a default.
    pub(super) fn text(&self, variable: Variable) -> Result<Option<&str>, ConfigProblem> {
        match self.0.get(variable.name).map(|text| text.trim()) {
            Some("") => Err(variable.problem("is set but empty: remove it or give it a value")),
            text => Ok(text),
        }
    }
}

fn from_environment(
    variables: impl Iterator<Item = (OsString, OsString)>,
) -> Result<HashMap<String, String>, ConfigProblem> {
    let ours = variables.filter_map(|(name, value)| Some((names().find(|ours| name == *ours)?, value)));
    ours.map(|(name, value)| match value.into_string() {
        Ok(value) => Ok((name.to_owned(), value)),
        Err(_) => Err(ConfigProblem::new(format!("{name} is not readable text (UTF-8)"))),
    })
    .collect()
}

fn from_file(text: &str) -> Result<HashMap<String, String>, ConfigProblem> {
    let mut found = HashMap::new();
    let mut after = "at its beginning".to_owned();
    for line in dotenvy::from_read_iter(text.trim_start_matches('\u{feff}').as_bytes()) {
        // The parser's own error repeats the line, and the line may be the key.
        let (name, value) = line
            .map_err(|_| ConfigProblem::new(format!("{FILE} cannot be read {after}: write NAME=value, a line each")))?;
        after = format!("after {name}");
        if found.insert(name.clone(), value).is_some() && names().any(|ours| ours == name) {
            return Err(ConfigProblem::new(format!("{name} is in {FILE} twice: remove one of the two lines")));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_may_have_comments_quotes_and_a_byte_order_mark() {
        let found = from_file("\u{feff}LOG=debug\n# a comment\nPUBLIC_URL='https://a.example' # why\n").unwrap();
        assert_eq!(found["LOG"], "debug");
        assert_eq!(found["PUBLIC_URL"], "https://a.example");
    }

    #[test]
    fn a_line_that_cannot_be_read_is_told_by_its_place_and_not_repeated() {
        let problem = from_file("LOG=debug\nSECRET_KEY=hush hush\n").unwrap_err().to_string();
        assert_eq!(problem, ".env cannot be read after LOG: write NAME=value, a line each");
        let problem = from_file("this is no line").unwrap_err().to_string();
        assert!(problem.starts_with(".env cannot be read at its beginning"), "{problem}");
    }

    #[test]
    fn a_variable_that_is_there_twice_is_refused() {
        let problem = from_file("LOG=debug\nLOG=info\n").unwrap_err().to_string();
        assert_eq!(problem, "LOG is in .env twice: remove one of the two lines");
        assert!(from_file("OTHER=1\nOTHER=2\n").is_ok());
    }
}
