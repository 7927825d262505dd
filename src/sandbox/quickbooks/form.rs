//! What was typed wrongly, said twice: in a summary above, and beside its field.

/// One thing to mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The id of the field.
    pub field: String,
    pub words: String,
}

/// All of them, in the order of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wrongs(pub Vec<Wrong>);

impl Wrongs {
    pub fn add(&mut self, field: impl Into<String>, words: impl Into<String>) {
        self.0.push(Wrong { field: field.into(), words: words.into() });
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong with this field.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|wrong| wrong.field == field).map(|wrong| wrong.words.as_str())
    }
}
