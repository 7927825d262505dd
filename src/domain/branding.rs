//! A partner's two colours, and every colour that follows from them.
//!
//! No colour is refused: a bank cannot change its yellow. Instead each derived colour is computed until it can be read, so
//! that the primary colour fills buttons, the secondary one fills the navigation bar, and text on or in either is readable.
//! Ink on a brand colour is white or *pure* black, because one of the two always reaches 4.5:1; with a softer black some
//! colours in the middle reach it with neither.

use std::fmt;

use super::oklch::Oklch;

/// What text has to reach against what lies behind it (WCAG 1.4.3).
pub const READABLE: f64 = 4.5;
/// What the edge of a control has to reach against the page (WCAG 1.4.11).
pub const VISIBLE: f64 = 3.0;

/// The surfaces of the stylesheet; a test holds the two together.
pub const PAPER: Colour = Colour(0xff, 0xff, 0xff);
pub const CALLOUT: Colour = Colour(0xf0, 0xf1, 0xf4);
pub const DARK_PAPER: Colour = Colour(0x12, 0x14, 0x18);
pub const DARK_CALLOUT: Colour = Colour(0x22, 0x26, 0x2d);

const WHITE: Colour = Colour(0xff, 0xff, 0xff);
const BLACK: Colour = Colour(0, 0, 0);
/// Black and white both reach 4.5:1 on it.
pub const GRAY_PLATE: Colour = Colour(0x76, 0x76, 0x76);
const STEP: f64 = 0.01;
const HOVER: f64 = 0.08;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    /// `#rrggbb` and nothing else, down to three bytes: what is written into a stylesheet is made from the bytes, never from
    /// what somebody typed.
    pub fn parse(text: &str) -> Option<Colour> {
        let digits = text.strip_prefix('#')?;
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let byte = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
        Some(Colour(byte(0)?, byte(2)?, byte(4)?))
    }

    /// WCAG's contrast ratio, 1 to 21.
    pub fn contrast(self, other: Colour) -> f64 {
        contrast(self.luminance(), other.luminance())
    }

    /// WCAG's relative luminance, 0 to 1.
    pub fn luminance(self) -> f64 {
        let linear = |byte: u8| {
            let part = f64::from(byte) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// White where it can be read, else black, which then can.
    pub fn ink(self) -> Colour {
        if self.contrast(WHITE) >= READABLE { WHITE } else { BLACK }
    }

    /// The same hue, darker or lighter until it stands out from all of `behind`.
    fn shifted(self, by: f64, enough: f64, behind: &[Colour]) -> Colour {
        let stands_out = |colour: Colour| behind.iter().all(|surface| colour.contrast(*surface) >= enough);
        let mut shade = Oklch::from(self);
        let mut colour = self;
        while !stands_out(colour) && (0.0..=1.0).contains(&shade.lightness) {
            shade.lightness += by;
            colour = shade.colour();
        }
        colour
    }
}

fn contrast(a: f64, b: f64) -> f64 {
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// Every colour a branded page uses beside its own greys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// Buttons, and the ink on them.
    pub button: Colour,
    pub button_ink: Colour,
    /// A button under the pointer; the same ink is readable on it.
    pub hover: Colour,
    /// The line around a button and the mark of the current step, visible on the page.
    pub edge: Colour,
    pub edge_dark: Colour,
    /// The primary colour as text: links.
    pub text: Colour,
    pub text_dark: Colour,
    /// The navigation bar, and the ink on it.
    pub bar: Colour,
    pub bar_ink: Colour,
}

impl Palette {
    pub fn new(primary: Colour, secondary: Colour) -> Palette {
        Palette {
            button: primary,
            button_ink: primary.ink(),
            hover: hover(primary),
            edge: primary.shifted(-STEP, VISIBLE, &[PAPER, CALLOUT]),
            edge_dark: primary.shifted(STEP, VISIBLE, &[DARK_PAPER, DARK_CALLOUT]),
            text: primary.shifted(-STEP, READABLE, &[PAPER, CALLOUT]),
            text_dark: primary.shifted(STEP, READABLE, &[DARK_PAPER, DARK_CALLOUT]),
            bar: secondary,
            bar_ink: secondary.ink(),
        }
    }
}

/// Away from the ink, so that the words on the button only gain.
fn hover(button: Colour) -> Colour {
    let mut shade = Oklch::from(button);
    let away = if button.ink() == WHITE { -HOVER } else { HOVER };
    // White cannot get lighter under black ink; there it darkens, and has contrast to spare.
    let way = if shade.lightness + away > 0.98 || shade.lightness + away < 0.02 { -away } else { away };
    shade.lightness += way;
    shade.colour()
}

words! {
    /// How the corners of buttons and boxes are drawn.
    #[derive(Default)]
    Corners {
        #[default]
        Rounded = "rounded",
        Square = "square",
        Pill = "pill",
    }
}

/// How dark and how bright a logo is where it meets what lies behind it: relative luminances, 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tones {
    pub dark: f64,
    pub light: f64,
}

impl Tones {
    /// As it is written: two numbers, or one for both.
    pub fn parse(text: &str) -> Option<Tones> {
        let (dark, light) = text.split_once(' ').unwrap_or((text, text));
        Some(Tones { dark: dark.parse().ok()?, light: light.parse().ok()? })
    }

    /// How well it stands out from a surface where it does so the least.
    fn contrast(self, surface: Colour) -> f64 {
        let surface = surface.luminance();
        contrast(self.dark, surface).min(contrast(self.light, surface))
    }
}

impl fmt::Display for Tones {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.dark, self.light)
    }
}

/// What lies behind a logo, so that no part of it vanishes in the navigation bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plate {
    None,
    Light,
    Dark,
    /// For logos of black and white.
    Gray,
}

/// `tones` is `None` for a logo that fills its rectangle and brings its own background.
pub fn plate(tones: Option<Tones>, bar: Colour) -> Plate {
    let Some(tones) = tones else { return Plate::None };
    let surfaces = [(Plate::None, bar), (Plate::Light, WHITE), (Plate::Dark, BLACK), (Plate::Gray, GRAY_PLATE)];
    let stands_out = surfaces.into_iter().find(|(_, surface)| tones.contrast(*surface) >= VISIBLE);
    // A logo of three tones stands out nowhere as a whole: there it stays as its bank made it.
    stands_out.map_or(Plate::None, |(plate, _)| plate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_six_hex_digits_after_a_hash_and_nothing_else() {
        assert_eq!(Colour::parse("#FFd100"), Some(Colour(0xff, 0xd1, 0x00)));
        assert_eq!(Colour(0xff, 0xd1, 0x00).to_string(), "#ffd100");
        for wrong in
            ["ffd100", "#fff", "#ffd10", "#ffd1000", "#ffd10g", "#+fd100", "", "#", "#é1234", "red", "#ffd100;}"]
        {
            assert_eq!(Colour::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn contrast_agrees_with_what_was_measured() {
        let ratio = |hex: &str, other: Colour| (Colour::parse(hex).unwrap().contrast(other) * 100.0).round() / 100.0;
        assert_eq!(ratio("#2ca01c", WHITE), 3.41);
        assert_eq!(ratio("#2ca01c", BLACK), 6.15);
        assert_eq!(ratio("#ffd100", BLACK), 14.37);
        assert_eq!(ratio("#00874e", WHITE), 4.59);
    }

    #[test]
    fn no_colour_becomes_unreadable() {
        for primary in cube(15) {
            let palette = Palette::new(primary, primary);
            let readable = |text: Colour, surface: Colour| text.contrast(surface) >= READABLE;
            assert!(readable(palette.button_ink, palette.button), "ink on {primary}");
            assert!(readable(palette.button_ink, palette.hover), "ink on hover of {primary}");
            assert!(readable(palette.bar_ink, palette.bar), "ink on the bar of {primary}");
            for surface in [PAPER, CALLOUT] {
                assert!(readable(palette.text, surface), "{primary} as text on {surface}");
                assert!(palette.edge.contrast(surface) >= VISIBLE, "edge of {primary} on {surface}");
            }
            for surface in [DARK_PAPER, DARK_CALLOUT] {
                assert!(readable(palette.text_dark, surface), "{primary} as text on {surface}");
                assert!(palette.edge_dark.contrast(surface) >= VISIBLE, "edge of {primary} on {surface}");
            }
            assert_ne!(palette.hover, palette.button, "hover of {primary}");
        }
    }

    #[test]
    fn a_readable_colour_is_left_alone() {
        let navy = Colour::parse("#12355b").unwrap();
        let palette = Palette::new(navy, navy);
        assert_eq!((palette.text, palette.edge), (navy, navy));
        assert_eq!(palette.button_ink, WHITE);
    }

    #[test]
    fn a_logo_never_vanishes_in_the_bar() {
        let navy = Colour::parse("#12355b").unwrap();
        let of = |dark, light| Some(Tones { dark, light });
        assert_eq!(plate(of(1.0, 1.0), navy), Plate::None);
        assert_eq!(plate(of(0.03, 0.03), navy), Plate::Light);
        assert_eq!(plate(of(1.0, 1.0), WHITE), Plate::Dark);
        assert_eq!(plate(of(0.0, 1.0), navy), Plate::Gray, "half of it would be gone");
        assert_eq!(plate(of(0.0, 1.0), WHITE), Plate::Gray);
        assert_eq!(plate(of(0.18, 1.0), WHITE), Plate::Dark);
        assert_eq!(plate(None, WHITE), Plate::None);
    }

    /// Whatever two tones a logo has, some plate shows both, unless they are gray and something else.
    #[test]
    fn a_logo_of_one_tone_is_seen_on_every_bar() {
        for bar in cube(51) {
            for tone in (0..=100).map(|percent| f64::from(percent) / 100.0) {
                let tones = Tones { dark: tone, light: tone };
                let surface = match plate(Some(tones), bar) {
                    Plate::None => bar,
                    Plate::Light => WHITE,
                    Plate::Dark => BLACK,
                    Plate::Gray => GRAY_PLATE,
                };
                assert!(tones.contrast(surface) >= VISIBLE, "{tone} on {bar}");
            }
        }
    }

    #[test]
    fn tones_are_read_as_they_were_written() {
        let tones = Tones { dark: 0.25, light: 1.0 };
        assert_eq!(Tones::parse(&tones.to_string()), Some(tones));
        assert_eq!(Tones::parse("0.25"), Some(Tones { dark: 0.25, light: 0.25 }));
        assert_eq!(Tones::parse("bright"), None);
    }

    fn cube(step: u16) -> impl Iterator<Item = Colour> {
        let steps = move || (0..=255u16).step_by(usize::from(step)).map(|part| part as u8);
        steps().flat_map(move |r| steps().flat_map(move |g| steps().map(move |b| Colour(r, g, b))))
    }
}
