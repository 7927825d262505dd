//! The shell around pages that stand under nobody's brand: those of the sandbox. It shares style sheets and words with the
//! link pages, and has a bar with a name, places to go to, and a ribbon for what must be said on every page.

use std::sync::Arc;

use super::assets::Assets;
use super::texts::Tongue;
use crate::domain::language::Language;

#[derive(Clone)]
pub struct Shell {
    pub tongue: Tongue,
    pub assets: Arc<Assets>,
    /// What the pages belong to, in the bar and at the end of every title.
    pub name: String,
    /// Address behind that name.
    pub home: String,
    /// Said above everything else.
    pub ribbon: Option<String>,
    /// What the list of places is called, for voices.
    pub places_are: String,
    pub places: Vec<Place>,
    /// The fine print below.
    pub footer: Option<String>,
    /// Where the language button posts, and the address it leads back to.
    pub language_action: String,
    pub here: String,
}

/// An entry of the bar.
#[derive(Clone)]
pub struct Place {
    pub words: String,
    pub address: String,
    pub is_here: bool,
}

impl Shell {
    pub fn other_language(&self) -> Language {
        self.tongue.language().other()
    }
}

/// What the layout asks of a page.
pub trait Page {
    fn shell(&self) -> &Shell;

    /// The page's one `h1`.
    fn heading(&self) -> String;

    fn has_error(&self) -> bool {
        false
    }

    /// Heading and name; an error is said before anything else.
    fn title(&self) -> String {
        let Shell { tongue, name, .. } = self.shell();
        let heading = match self.has_error() {
            true => tongue.t1("error-title", "title", self.heading()),
            false => self.heading(),
        };
        if heading == *name { heading } else { format!("{heading} – {name}") }
    }
}
