//! How a page may be looked at: screens, systems and readers' own styles.

use serde_json::{Value, json};

use crate::support::Browser;

#[derive(Clone, Copy)]
pub struct Condition {
    pub name: &'static str,
    width: u32,
    height: u32,
    media: &'static [(&'static str, &'static str)],
    /// A style of the reader's own.
    style: &'static str,
    /// Whether long words may find their line too short.
    breaks_words: bool,
}

pub const PHONE: Condition =
    Condition { name: "phone", width: 390, height: 844, media: &[], style: "", breaks_words: false };
pub const DESKTOP: Condition = Condition { name: "desktop", width: 1280, height: 900, ..PHONE };
pub const DARK: &[(&str, &str)] = &[("prefers-color-scheme", "dark")];
pub const FORCED: &[(&str, &str)] = &[("forced-colors", "active"), ("prefers-reduced-motion", "reduce")];
const NARROWEST: Condition = Condition { name: "the narrowest phone", width: 320, height: 640, ..PHONE };

const TWICE_AS_LARGE: &str = "html { font-size: 200% }";
/// The least that a reader may ask for, by WCAG 1.4.12.
const WIDE_SPACING: &str =
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }";

/// WCAG 1.4.10 Reflow (320 pixels are also 400 % of 1280), 1.4.4 Resize Text, 1.4.12 Text Spacing, and what readers set in
/// their systems.
pub const CONDITIONS: [Condition; 8] = [
    PHONE,
    PHONE.under("a dark phone", DARK),
    PHONE.under("forced colours and no motion", FORCED),
    Condition { name: "letters twice as large on a phone", style: TWICE_AS_LARGE, breaks_words: true, ..PHONE },
    NARROWEST,
    Condition { name: "wide spacing on the narrowest phone", style: WIDE_SPACING, ..NARROWEST },
    DESKTOP,
    Condition { name: "letters twice as large", style: TWICE_AS_LARGE, ..DESKTOP },
];

impl Condition {
    pub const fn under(self, name: &'static str, media: &'static [(&'static str, &'static str)]) -> Self {
        Self { name, media, ..self }
    }

    pub fn is_dark(&self) -> bool {
        self.media == DARK
    }

    /// Sets the screen and the system; the style is a page's, and comes with [`Condition::for_layout`].
    pub fn holds(&self, browser: &Browser) {
        let screen =
            json!({ "width": self.width, "height": self.height, "deviceScaleFactor": 1, "mobile": self.width < 500 });
        browser.asks_chromium("Emulation.setDeviceMetricsOverride", &screen);
        let media: Vec<Value> =
            self.media.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        browser.asks_chromium("Emulation.setEmulatedMedia", &json!({ "features": media }));
    }

    /// What `layout.js` is told.
    pub fn for_layout(&self) -> Value {
        let has = |feature| self.media.iter().any(|(name, _)| *name == feature);
        json!({ "style": self.style, "breaksWords": self.breaks_words, "forced": has("forced-colors"), "still": has("prefers-reduced-motion") })
    }
}
