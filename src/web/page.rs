//! The shell around every page a browser shows: language, brand, navigation bar, footer.
//!
//! A page without a brand is neutral: it names no partner and holds no address of its own, so that it cannot tell a stranger
//! whether an id exists. Its language button posts to the very address the reader is at.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;
use std::time::Duration;

use crate::domain::app::App;
use crate::domain::branding::Plate;
use crate::domain::language::Language;
use crate::domain::limits::Limits;
use crate::domain::settings::Menus;

use super::assets::Assets;
use super::scheme::Scheme;
use super::texts::Tongue;

#[cfg(test)]
mod samples;

#[derive(Clone)]
pub struct Shell {
    pub tongue: Tongue,
    pub assets: Arc<Assets>,
    pub spans: Spans,
    /// Everything is pretended here, and every page says so, whatever its brand.
    pub is_sandbox: bool,
    pub brand: Option<Arc<Brand>>,
    /// `None`: the form posts to the document's own address, which is then written nowhere.
    pub language_action: Option<String>,
    pub language_csrf: Option<String>,
    /// `None`: the page has no end by the clock.
    pub stay: Option<Stay>,
    /// What a printed page adds. `None`: nothing, as nobody keeps it.
    pub printed: Option<Printed>,
    /// `None`: light or dark as the reader's browser is set.
    pub scheme: Option<Scheme>,
}

impl Shell {
    pub fn of(app: &App, tongue: Tongue, assets: Arc<Assets>) -> Shell {
        Shell {
            tongue,
            assets,
            spans: Spans::of(&app.limits),
            is_sandbox: app.sandbox.is_some(),
            brand: None,
            language_action: None,
            language_csrf: None,
            stay: None,
            printed: None,
            scheme: None,
        }
    }

    /// The partner's, which may have a limit of its own.
    pub fn branded(self, brand: Arc<Brand>) -> Shell {
        let history_days = brand.history_days.unwrap_or(self.spans.history_days);
        Shell { spans: Spans { history_days, ..self.spans }, brand: Some(brand), ..self }
    }

    pub fn switching_language_at(self, action: String, csrf: String) -> Shell {
        Shell { language_action: Some(action), language_csrf: Some(csrf), ..self }
    }

    pub fn staying(self, stay: Stay) -> Shell {
        Shell { stay: Some(stay), ..self }
    }

    pub fn printing(self, printed: Printed) -> Shell {
        Shell { printed: Some(printed), ..self }
    }

    pub fn decided(self, scheme: Scheme) -> Shell {
        Shell { scheme: Some(scheme), ..self }
    }

    pub fn stylesheet(&self) -> &str {
        self.assets.stylesheet_in(self.scheme)
    }

    /// For pages of a sandbox, after the other.
    pub fn neutral_stylesheet(&self) -> &str {
        self.assets.neutral_stylesheet_in(self.scheme)
    }

    /// Whether nothing on the page is anybody's.
    pub fn is_preview(&self) -> bool {
        self.scheme.is_some()
    }

    /// What has to be said before all else, whatever the brand.
    pub fn ribbon(&self) -> Option<&'static str> {
        if self.is_preview() {
            return Some(self.tongue.t("preview-ribbon"));
        }
        self.is_sandbox.then(|| self.tongue.t("test-mode"))
    }

    /// What the page can be shown in.
    pub fn schemes(&self) -> &'static str {
        self.scheme.map_or("light dark", Scheme::word)
    }

    /// Whose page it was, and when.
    pub fn was_shown(&self, printed: &Printed) -> String {
        self.tongue.t2("printed", ("partner", self.partner()), ("time", printed.at.as_str()))
    }

    /// How long before the page's end it is asked whether anybody is there, in words.
    pub fn warns_before(&self) -> String {
        self.stay.as_ref().map_or_else(String::new, |stay| self.tongue.span(stay.warn_before))
    }

    /// How much time a step gives, in words.
    pub fn a_step_gives(&self) -> String {
        self.tongue.span(self.spans.session)
    }

    /// The partner's name; empty on a neutral page, whose texts do not name it.
    pub fn partner(&self) -> &str {
        self.brand.as_ref().map_or("", |brand| &brand.partner)
    }

    /// The partner's own menus of QuickBooks; none on a neutral page.
    pub fn menus(&self) -> Cow<'_, Menus> {
        self.brand.as_ref().map_or_else(Cow::default, |brand| Cow::Borrowed(&brand.menus))
    }

    pub fn support(&self) -> Option<&Support> {
        self.brand.as_ref().map(|brand| &brand.support)
    }

    /// Whose footer it is, where there is anything in it.
    pub fn footer(&self) -> Option<&Support> {
        self.support().filter(|support| support.can_be_reached() || support.has_papers())
    }

    pub fn icon(&self) -> &str {
        self.brand.as_ref().and_then(|brand| brand.icon.as_deref()).unwrap_or(self.assets.icon())
    }

    pub fn other_language(&self) -> Language {
        self.tongue.language().other()
    }
}

/// What makes a sheet of paper one that can be asked about: when it was true, what the log knows it by, where it came from.
#[derive(Clone)]
pub struct Printed {
    /// In words, with the zone.
    pub at: String,
    pub reference: String,
    /// Without a code: nothing that opens it elsewhere.
    pub address: String,
}

/// Until when the page stays open, and the form that keeps it so (WCAG 2.2.1).
#[derive(Clone)]
pub struct Stay {
    /// In words.
    pub until: String,
    /// From now.
    pub seconds: u64,
    /// How long before the end it is asked whether anybody is there.
    pub warn_before: Duration,
    /// Where the form posts.
    pub action: String,
    pub csrf: String,
    /// The partner's refresh URL, for when it is over.
    pub refresh: Option<String>,
}

impl Stay {
    /// Five minutes; of a session that is shorter than ten, half.
    pub fn warn_before(session: Duration) -> Duration {
        (session / 2).min(Duration::from_secs(300))
    }
}

/// How long things last, by this deployment's settings and the partner's: the words on the pages promise nothing else.
#[derive(Clone, Copy, Debug)]
pub struct Spans {
    pub link: Duration,
    pub session: Duration,
    pub history_days: i64,
}

impl Spans {
    pub fn of(limits: &Limits) -> Spans {
        Spans { link: limits.otp_valid_for, session: limits.session, history_days: limits.history_days }
    }
}

/// What a partner's pages look like, in one language. Made once per partner and language, shared by all pages.
#[derive(Clone, Default)]
pub struct Brand {
    pub partner: String,
    /// Address of the stylesheet made from the partner's colours.
    pub theme: String,
    pub logo: Option<Logo>,
    /// Address.
    pub icon: Option<String>,
    pub hero: Option<Picture>,
    pub support: Support,
    /// How far back a feed may start; `None`: as the deployment says.
    pub history_days: Option<i64>,
    /// Where the steps say that QuickBooks has its bank transactions.
    pub menus: Menus,
}

#[derive(Clone)]
pub struct Logo {
    pub picture: Picture,
    pub plate: Plate,
    /// What takes its place where a browser is set to dark.
    pub dark: Option<Box<Logo>>,
}

impl Logo {
    /// The picture may change with the scheme, the element does not: its class names the plates of both.
    pub fn class(&self) -> String {
        let light = match self.plate {
            Plate::None => "logo",
            Plate::Light => "logo plate-light",
            Plate::Dark => "logo plate-dark",
            Plate::Gray => "logo plate-gray",
        };
        let dark = self.dark.as_ref().map_or("", |dark| match dark.plate {
            Plate::None => " night-none",
            Plate::Light => " night-light",
            Plate::Dark => " night-dark",
            Plate::Gray => " night-gray",
        });
        format!("{light}{dark}")
    }
}

/// An image with the size at which it is shown, half its pixels.
#[derive(Clone)]
pub struct Picture {
    pub address: String,
    pub width: u32,
    pub height: u32,
}

/// A text of the partner's. One that there is in the page's other language only names that language, for voices.
#[derive(Clone)]
pub struct Worded {
    pub text: String,
    pub lang: Option<&'static str>,
}

/// How to reach the partner; each only if it was set.
#[derive(Clone, Default)]
pub struct Support {
    pub phone: Option<String>,
    pub hours: Option<Worded>,
    pub email: Option<String>,
    pub help: Option<String>,
    pub privacy: Option<String>,
    pub terms: Option<String>,
    pub accessibility: Option<String>,
}

impl Support {
    pub fn can_be_reached(&self) -> bool {
        self.phone.is_some() || self.email.is_some() || self.help.is_some()
    }

    pub fn has_papers(&self) -> bool {
        self.help.is_some() || self.privacy.is_some() || self.terms.is_some() || self.accessibility.is_some()
    }

    /// The phone number without what people put between its digits, and without an extension.
    pub fn dial(&self) -> String {
        let phone = self.phone.as_deref().unwrap_or_default();
        let is_number = |character: &char| !character.is_alphabetic() && *character != '#';
        phone
            .chars()
            .take_while(is_number)
            .filter(|character| character.is_ascii_digit() || *character == '+')
            .collect()
    }
}

/// "Step 2 of 3", and the three by name.
pub struct Progress {
    pub line: String,
    pub steps: [(&'static str, Reached); 3],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    Done,
    Here,
    Ahead,
}

impl Progress {
    fn at(step: usize, tongue: Tongue) -> Progress {
        let reached = |number: usize| match number.cmp(&step) {
            Ordering::Less => Reached::Done,
            Ordering::Equal => Reached::Here,
            Ordering::Greater => Reached::Ahead,
        };
        let steps = [
            (tongue.t("step-software"), reached(1)),
            (tongue.t("step-permission"), reached(2)),
            (tongue.t("step-set-up"), reached(3)),
        ];
        Progress { line: tongue.t2("step", ("number", step), ("total", steps.len())), steps }
    }
}

/// What the layout asks of a page.
pub trait Page {
    fn shell(&self) -> &Shell;

    /// The page's one `h1`, which is also its title.
    fn heading(&self) -> String;

    /// 1 to 3 while a person is on the way.
    fn step(&self) -> Option<usize> {
        None
    }

    fn progress(&self) -> Option<Progress> {
        Some(Progress::at(self.step()?, self.shell().tongue))
    }

    fn has_error(&self) -> bool {
        false
    }

    /// Whether its script asks the server for what is new; no other page's may ask for anything.
    fn listens(&self) -> bool {
        false
    }

    /// Heading and partner, so that a row of open tabs tells them apart; an error is said before anything else.
    fn title(&self) -> String {
        let Shell { tongue, brand, .. } = self.shell();
        let heading = match self.has_error() {
            true => tongue.t1("error-title", "title", self.heading()),
            false => self.heading(),
        };
        match brand {
            Some(brand) => format!("{heading} – {}", brand.partner),
            None => heading,
        }
    }
}
