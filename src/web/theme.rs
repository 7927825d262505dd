//! A partner's colours as a stylesheet from our own origin, so that the content security policy needs no exception for them.
//! Every colour is written from its three bytes; nothing a partner typed gets into the text.

use crate::domain::branding::{Colour, Palette};

use super::assets::fingerprint;
use super::urls;

pub struct Theme {
    pub css: String,
    /// The last part of the address, made from the text.
    pub fingerprint: String,
}

impl Theme {
    pub fn new(palette: &Palette) -> Theme {
        let css = css(palette);
        Theme { fingerprint: fingerprint(css.as_bytes()), css }
    }

    /// The address of the stylesheet for these colours, immutable because it names them and their stylesheet's content.
    pub fn address(primary: Colour, secondary: Colour) -> String {
        let theme = Theme::new(&Palette::new(primary, secondary));
        let colours = format!("{primary}-{secondary}").replace('#', "");
        urls::theme(&colours, &theme.fingerprint)
    }
}

fn css(palette: &Palette) -> String {
    let Palette { button, button_ink, hover, edge, edge_dark, text, text_dark, bar, bar_ink } = palette;
    format!(
        ":root{{--button:{button};--button-ink:{button_ink};--hover:{hover};--edge:{edge};--link:{text};\
         --bar:{bar};--bar-ink:{bar_ink}}}\
         @media (prefers-color-scheme:dark){{:root{{--edge:{edge_dark};--link:{text_dark}}}}}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_colours_make_a_stylesheet_with_an_address_of_its_own() {
        let theme = |hex| Theme::new(&Palette::new(Colour::parse(hex).unwrap(), Colour::parse("#12355b").unwrap()));
        let yellow = theme("#FFD100");
        assert!(yellow.css.starts_with(":root{--button:#ffd100;--button-ink:#000000;--hover:#"));
        assert!(yellow.css.contains("--bar:#12355b;--bar-ink:#ffffff}"));
        let address = Theme::address(Colour(0xff, 0xd1, 0x00), Colour(0x12, 0x35, 0x5b));
        assert_eq!(address, format!("/theme/ffd100-12355b.{}.css", yellow.fingerprint));
        assert_ne!(yellow.fingerprint, theme("#ffd101").fingerprint);
        assert_eq!(yellow.fingerprint, theme("#ffd100").fingerprint);
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
