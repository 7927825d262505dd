//! A partner's looks as a stylesheet from our own origin, so that the content security policy needs no exception for them.
//! Every colour is written from its three bytes; nothing a partner typed gets into the text.

use crate::domain::branding::{Colour, Corners, Palette};
use crate::domain::settings::Settings;

use super::assets::fingerprint;
use super::scheme::Scheme;
use super::urls;

/// What a theme is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Looks {
    pub primary: Colour,
    pub secondary: Colour,
    pub corners: Corners,
    /// `None`: as the reader's browser is set.
    pub scheme: Option<Scheme>,
}

pub struct Theme {
    pub css: String,
    /// The last part of the address, made from the text.
    pub fingerprint: String,
}

impl Looks {
    pub fn of(settings: &Settings) -> Looks {
        let Settings { primary_colour: primary, secondary_colour: secondary, corners, .. } = *settings;
        Looks { primary, secondary, corners, scheme: None }
    }

    /// Says all there is to know: `rrggbb-rrggbb`, then the corners and the scheme where they are not the usual ones.
    fn name(self) -> String {
        let mut name = format!("{}-{}", self.primary, self.secondary).replace('#', "");
        let corners = (self.corners != Corners::default()).then(|| self.corners.word());
        for part in corners.into_iter().chain(self.scheme.map(Scheme::word)) {
            name.push('-');
            name.push_str(part);
        }
        name
    }

    /// One thing has one spelling.
    pub fn named(name: &str) -> Option<Looks> {
        let colour = |digits: &str| Colour::parse(&format!("#{digits}"));
        let mut parts = name.split('-');
        let (primary, secondary) = (colour(parts.next()?)?, colour(parts.next()?)?);
        let mut looks = Looks { primary, secondary, corners: Corners::default(), scheme: None };
        for part in parts {
            match (part.parse(), Scheme::parse(part)) {
                (Ok(corners), _) => looks.corners = corners,
                (_, Some(scheme)) => looks.scheme = Some(scheme),
                _ => return None,
            }
        }
        (looks.name() == name.to_ascii_lowercase()).then_some(looks)
    }

    /// The address of the stylesheet for these looks, immutable because it names them and their stylesheet's content.
    pub fn address(self) -> String {
        urls::theme(&self.name(), &Theme::new(self).fingerprint)
    }
}

impl Theme {
    pub fn new(looks: Looks) -> Theme {
        let css = css(&Palette::new(looks.primary, looks.secondary), looks.corners);
        let css = looks.scheme.map_or(css.clone(), |scheme| scheme.decided(&css));
        Theme { fingerprint: fingerprint(css.as_bytes()), css }
    }
}

fn css(palette: &Palette, corners: Corners) -> String {
    let Palette { button, button_ink, hover, edge, edge_dark, text, text_dark, bar, bar_ink } = palette;
    let corners = match corners {
        Corners::Rounded => "",
        Corners::Square => ";--corner:0rem;--corner-box:0rem",
        Corners::Pill => ";--corner:3rem;--corner-box:1.25rem",
    };
    format!(
        ":root{{--button:{button};--button-ink:{button_ink};--hover:{hover};--edge:{edge};--link:{text};\
         --bar:{bar};--bar-ink:{bar_ink}{corners}}}\
         @media (prefers-color-scheme:dark){{:root{{--edge:{edge_dark};--link:{text_dark}}}}}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yellow() -> Looks {
        let secondary = Colour(0x12, 0x35, 0x5b);
        Looks { primary: Colour(0xff, 0xd1, 0x00), secondary, corners: Corners::Rounded, scheme: None }
    }

    #[test]
    fn two_colours_make_a_stylesheet_with_an_address_of_its_own() {
        let theme = Theme::new(yellow());
        assert!(theme.css.starts_with(":root{--button:#ffd100;--button-ink:#000000;--hover:#"));
        assert!(theme.css.contains("--bar:#12355b;--bar-ink:#ffffff}"));
        assert_eq!(yellow().address(), format!("/theme/ffd100-12355b.{}.css", theme.fingerprint));
        assert_eq!(theme.fingerprint, Theme::new(yellow()).fingerprint);
        assert_ne!(theme.fingerprint, Theme::new(Looks { primary: Colour(0xff, 0xd1, 0x01), ..yellow() }).fingerprint);
    }

    #[test]
    fn the_address_names_the_corners_and_the_scheme() {
        let square = Looks { corners: Corners::Square, scheme: Some(Scheme::Dark), ..yellow() };
        assert!(square.address().starts_with("/theme/ffd100-12355b-square-dark."));
        let css = Theme::new(square).css;
        assert!(css.contains("--corner:0rem") && css.contains("@media (min-width: 0){"), "{css}");
        for corners in Corners::ALL {
            for scheme in [None, Some(Scheme::Light), Some(Scheme::Dark)] {
                let looks = Looks { corners: *corners, scheme, ..yellow() };
                assert_eq!(Looks::named(&looks.name()), Some(looks));
            }
        }
        assert_eq!(Looks::named("FFD100-12355b"), Some(yellow()));
        for wrong in
            ["ffd100", "ffd100-12355b-round", "ffd100-12355b-rounded", "ffd100-12355b-dark-square", "ffd100-12355b-"]
        {
            assert_eq!(Looks::named(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_surfaces_of_the_stylesheet_are_those_the_palette_was_computed_for() {
        use crate::domain::branding::{CALLOUT, DARK_CALLOUT, DARK_PAPER, PAPER};
        let css = include_str!("../../static/pages.css");
        for (name, light, dark) in [("paper", PAPER, DARK_PAPER), ("gray", CALLOUT, DARK_CALLOUT)] {
            assert!(css.contains(&format!("--{name}: {light};")), "{name}");
            assert!(css.contains(&format!("--{name}: {dark};")), "dark {name}");
        }
    }
}
