//! What becomes of a partner's colour on the pages, as facts to be told in words: which ink is put on it and how readable that
//! is, and where it is darkened or lightened. It follows [`Palette`], which no colour can make unreadable.

use std::fmt;

use super::branding::{Colour, Palette, READABLE, VISIBLE};

const WHITE: Colour = Colour(0xff, 0xff, 0xff);
const BLACK: Colour = Colour(0, 0, 0);

/// A contrast ratio to one decimal, in tenths. It is rounded, but never up to a bound that it does not reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ratio(u32);

impl Ratio {
    pub fn between(one: Colour, other: Colour) -> Ratio {
        Ratio::of(one.contrast(other))
    }

    fn of(contrast: f64) -> Ratio {
        let rounded = (contrast * 10.0).round() / 10.0;
        let overstates = [READABLE, VISIBLE].into_iter().any(|bound| contrast < bound && rounded >= bound);
        let told = if overstates { (contrast * 10.0).floor() } else { rounded * 10.0 };
        // 1 to 21 by its making.
        Ratio(told.round() as u32)
    }

    /// Before and behind the decimal sign, which is each language's own.
    pub fn parts(self) -> (u32, u32) {
        (self.0 / 10, self.0 % 10)
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, tenth) = self.parts();
        write!(f, "{whole}.{tenth}")
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    White,
    Black,
}

/// One thing to say of a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// What is written on it, and that it can be read.
    WrittenOn {
        ink: Ink,
        ratio: Ratio,
    },
    /// The other ink could not be read, or less well.
    NotWrittenOn {
        ink: Ink,
        ratio: Ratio,
        is_readable: bool,
    },
    /// Links on light paper: as it is, or darkened.
    LinksInLight {
        darkened: Option<Colour>,
    },
    EdgesInLight {
        darkened: Colour,
    },
    /// Links on dark paper: as it is, or lightened.
    LinksInDark {
        lightened: Option<Colour>,
    },
    EdgesInDark {
        lightened: Colour,
    },
}

/// Of the primary colour: buttons, links, edges.
pub fn of_primary(colour: Colour) -> Vec<Said> {
    let palette = Palette::new(colour, colour);
    let changed = |to: Colour| (to != colour).then_some(to);
    let mut said = written_on(colour);
    said.push(Said::LinksInLight { darkened: changed(palette.text) });
    said.extend(changed(palette.edge).map(|darkened| Said::EdgesInLight { darkened }));
    said.push(Said::LinksInDark { lightened: changed(palette.text_dark) });
    said.extend(changed(palette.edge_dark).map(|lightened| Said::EdgesInDark { lightened }));
    said
}

/// Of the secondary colour: the navigation bar, the same in light and dark.
pub fn of_secondary(colour: Colour) -> Vec<Said> {
    written_on(colour)
}

fn written_on(colour: Colour) -> Vec<Said> {
    let (white, black) = (Ratio::between(colour, WHITE), Ratio::between(colour, BLACK));
    let is_readable = |ink: Colour| colour.contrast(ink) >= READABLE;
    if colour.ink() == WHITE {
        let other = Said::NotWrittenOn { ink: Ink::Black, ratio: black, is_readable: is_readable(BLACK) };
        vec![Said::WrittenOn { ink: Ink::White, ratio: white }, other]
    } else {
        let other = Said::NotWrittenOn { ink: Ink::White, ratio: white, is_readable: is_readable(WHITE) };
        vec![Said::WrittenOn { ink: Ink::Black, ratio: black }, other]
    }
}

/// Two colours side by side, to look at: what lies behind, and what is written on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Swatch {
    pub ground: Colour,
    pub ink: Colour,
}

impl Swatch {
    /// A button or a bar with its words.
    pub fn filled(ground: Colour) -> Swatch {
        Swatch { ground, ink: ground.ink() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::branding::{CALLOUT, DARK_CALLOUT, DARK_PAPER, PAPER};

    fn colour(hex: &str) -> Colour {
        Colour::parse(hex).unwrap()
    }

    #[test]
    fn yellow_has_black_words_and_its_links_are_darkened() {
        let yellow = colour("#ffd100");
        let said = of_primary(yellow);
        assert_eq!(said[0], Said::WrittenOn { ink: Ink::Black, ratio: Ratio(144) });
        assert_eq!(said[1], Said::NotWrittenOn { ink: Ink::White, ratio: Ratio(15), is_readable: false });
        let Said::LinksInLight { darkened: Some(link) } = said[2] else { panic!("{said:?}") };
        assert!([PAPER, CALLOUT].into_iter().all(|paper| link.contrast(paper) >= READABLE));
        let Said::EdgesInLight { darkened: edge } = said[3] else { panic!("{said:?}") };
        assert!([PAPER, CALLOUT].into_iter().all(|paper| edge.contrast(paper) >= VISIBLE));
        assert_eq!(said[4..], [Said::LinksInDark { lightened: None }], "bright enough as it is");
    }

    #[test]
    fn navy_has_white_words_and_is_lightened_in_the_dark() {
        let said = of_primary(colour("#12355b"));
        assert!(matches!(said[0], Said::WrittenOn { ink: Ink::White, .. }), "{said:?}");
        assert_eq!(said[2], Said::LinksInLight { darkened: None });
        let Said::LinksInDark { lightened: Some(link) } = said[3] else { panic!("{said:?}") };
        assert!([DARK_PAPER, DARK_CALLOUT].into_iter().all(|paper| link.contrast(paper) >= READABLE));
        assert!(matches!(said[4], Said::EdgesInDark { .. }));
    }

    #[test]
    fn in_the_middle_both_inks_can_be_read_and_white_is_taken() {
        let said = of_secondary(colour("#00874e"));
        assert_eq!(
            said,
            [
                Said::WrittenOn { ink: Ink::White, ratio: Ratio(46) },
                Said::NotWrittenOn { ink: Ink::Black, ratio: Ratio(46), is_readable: true }
            ]
        );
    }

    #[test]
    fn a_ratio_is_never_rounded_up_to_a_bound_that_it_misses() {
        assert_eq!(Ratio::of(4.4651).to_string(), "4.4");
        assert_eq!(Ratio::of(2.96).to_string(), "2.9");
        assert_eq!(Ratio::of(4.5).to_string(), "4.5");
        assert_eq!(Ratio::of(14.37).to_string(), "14.4");
        assert_eq!(Ratio::of(21.0).to_string(), "21.0");
        assert_eq!(Ratio::of(1.0).parts(), (1, 0));
    }

    #[test]
    fn whatever_the_colour_what_is_written_on_it_can_be_read() {
        for red in (0..=255_u8).step_by(15) {
            for green in (0..=255_u8).step_by(15) {
                for blue in (0..=255_u8).step_by(15) {
                    let colour = Colour(red, green, blue);
                    let Said::WrittenOn { ratio, ink } = of_primary(colour)[0] else { panic!("{colour}") };
                    assert!(ratio >= Ratio(45), "{colour}");
                    assert_eq!(ink == Ink::White, Swatch::filled(colour).ink == WHITE, "{colour}");
                }
            }
        }
    }
}
