//! What every page must be, whichever it is: each state in each language is met once by a real browser, and looked at in
//! every way in which a reader may look at it.

mod complete;
mod conditions;
mod dress;
mod gallery;
mod html;
pub mod inspection;
mod lighthouse;
mod marie;
mod presses;
mod states;
mod tour;
mod transcript;

use dress::UGLY;
use inspection::Check;
use states::State;
use tour::Tour;

use crate::support::{Browser, Reader, project, tell};

/// A sentence about every page: one test a language.
macro_rules! in_both_languages {
    ($(fn $name:ident($tour:ident: &Tour) $sentence:block)+) => {$(
        mod $name {
            use super::*;

            fn sentence($tour: &Tour) $sentence

            #[test]
            fn english() {
                sentence(Tour::english());
            }

            #[test]
            fn french() {
                sentence(Tour::french());
            }
        }
    )+};
}

in_both_languages! {
    fn axe_finds_nothing_in_light_or_dark(tour: &Tour) {
        tour.is_without(Check::Axe);
    }

    fn the_console_stays_empty(tour: &Tour) {
        tour.is_without(Check::Console);
    }

    fn the_keyboard_reaches_every_control_in_order_and_shows_where_it_is(tour: &Tour) {
        tour.is_without(Check::Keyboard);
    }

    fn nothing_scrolls_sideways_is_cut_or_overlaps_however_it_is_looked_at(tour: &Tour) {
        tour.is_without(Check::Layout);
    }

    fn a_first_visit_costs_six_requests_and_25_kb_at_most(tour: &Tour) {
        tour.is_without(Check::Weight);
    }

    fn every_control_works_without_a_script(tour: &Tour) {
        tour.is_without(Check::WithoutScript);
    }
}

#[test]
fn the_html_of_every_page_is_valid() {
    let broken = ("broken", BROKEN);
    let pages: Vec<(&str, &str)> = Tour::english().html().chain(Tour::french().html()).chain([broken]).collect();
    let (known, faults): (Vec<_>, Vec<_>) =
        html::faults(&pages).into_iter().partition(|fault| fault.starts_with("broken.html"));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(!known.is_empty(), "the checker finds nothing anywhere");
}

#[test]
fn ugly_brands_are_readable_in_light_and_dark() {
    tell(async {
        let browser = Browser::of(Reader::english().on_a_phone()).await;
        let mut faults = Vec::new();
        for dress in &UGLY {
            for state in ["select-software", "credentials", "revoke"] {
                faults.extend(inspection::of_colours(&browser, State::named(state), "en-CA", dress).await);
            }
        }
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    });
}

/// A page with one of every fault: a check that has stopped to look is found here.
const BROKEN: &str = include_str!("broken.html");

#[test]
fn each_fault_of_a_page_that_is_full_of_them_is_found() {
    let expected = [
        (Check::Axe, "image-alt"),
        (Check::Axe, "html-has-lang"),
        (Check::Axe, "label"),
        (Check::Axe, "color-contrast"),
        (Check::Axe, "tabindex"),
        (Check::Axe, "target-size"),
        (Check::Console, "a script that fails"),
        (Check::WithoutScript, "“Dead without a script” does nothing"),
        (Check::WithoutScript, "“Nowhere” leads nowhere"),
        (Check::WithoutScript, "leads to #nowhere"),
        (Check::WithoutScript, "has no label"),
        (Check::WithoutScript, "“Hidden from nobody” is hidden and can be seen"),
        (Check::Keyboard, "Tab goes"),
        (Check::Keyboard, "the walk stops at <textarea"),
        (Check::Keyboard, "the focus cannot be seen on"),
        (Check::Keyboard, "is seen before what Tab reaches before it"),
        (Check::Keyboard, "px to press"),
        (Check::Keyboard, "p.stuck restless may cover the focus"),
        (Check::Keyboard, "the skip link does not lead past the header"),
        (Check::Layout, "scrolls sideways"),
        (Check::Layout, "“Words that are out of sight” leaves the page"),
        (Check::Layout, "“Extraordinarily” is broken"),
        (Check::Layout, "“One sentence” lies on “Another sentence”"),
        (Check::Layout, "p.cut cuts what it holds"),
        (Check::Layout, "p.stuck restless moves"),
        (Check::Layout, "“Before its turn” has no edge in forced colours"),
    ];
    tell(async {
        let browser = Browser::of(Reader::english().on_a_phone()).await;
        let address = format!("file://{}", project().join("tests/pages/broken.html").display());
        let found = inspection::of_any(&browser, &address).await;
        for (check, words) in expected {
            let is_found = found.iter().any(|(of, fault)| *of == check && fault.contains(words));
            assert!(is_found, "{check:?} does not find {words:?} in {found:#?}");
        }
    });
}
