//! Light or dark, decided by us instead of by the reader's browser: for a preview, which has to show both to somebody whose
//! own browser can only be set to one.

/// What a browser is set to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Light,
    Dark,
}

const ASKED: &str = "(prefers-color-scheme: dark)";
const ASKED_SHORT: &str = "(prefers-color-scheme:dark)";
/// Of a stylesheet: both are fine, so that controls and scroll bars follow.
const BOTH: &str = "color-scheme: light dark;";

impl Scheme {
    pub const ALL: [Scheme; 2] = [Scheme::Light, Scheme::Dark];

    pub fn word(self) -> &'static str {
        match self {
            Scheme::Light => "light",
            Scheme::Dark => "dark",
        }
    }

    pub fn parse(word: &str) -> Option<Scheme> {
        Scheme::ALL.into_iter().find(|scheme| scheme.word() == word)
    }

    /// A stylesheet of ours as a browser takes it that is set to this one, whatever the reader's is.
    pub fn decided(self, css: &str) -> String {
        let answer = match self {
            Scheme::Light => "(max-width: 0)",
            Scheme::Dark => "(min-width: 0)",
        };
        let both = format!("color-scheme: {};", self.word());
        css.replace(ASKED, answer).replace(ASKED_SHORT, answer).replace(BOTH, &both)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_stylesheet_of_a_page_asks_the_browser_once_it_is_decided() {
        for css in [include_str!("../../static/pages.css"), include_str!("../../static/neutral.css")] {
            assert!(css.contains(ASKED));
            for scheme in Scheme::ALL {
                let decided = scheme.decided(css);
                assert!(!decided.contains("prefers-color-scheme") && !decided.contains("light dark"), "{scheme:?}");
                assert_eq!(Scheme::parse(scheme.word()), Some(scheme));
            }
        }
        assert_eq!(Scheme::parse("black"), None);
    }
}
