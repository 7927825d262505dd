//! All pages in one language, seen once: the tests of this folder share what came of it.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use serde_json::json;

use super::dress::{Dress, LONGEST, USUAL};
use super::inspection::{self, Check, Seen};
use super::states::{STATES, State};
use crate::support::{Browser, Reader, tell_within};

/// Many pages, each in many conditions.
const PATIENCE: Duration = Duration::from_secs(600);

pub struct Tour {
    pages: Vec<Seen>,
    /// How many there were to see.
    asked: usize,
}

impl Tour {
    /// With the words of a usual bank.
    pub fn english() -> &'static Self {
        static TOUR: OnceLock<Result<Tour, String>> = OnceLock::new();
        Self::made(&TOUR, "en-CA", &USUAL)
    }

    /// With words as long as they may be.
    pub fn french() -> &'static Self {
        static TOUR: OnceLock<Result<Tour, String>> = OnceLock::new();
        Self::made(&TOUR, "fr-CA", &LONGEST)
    }

    /// On a thread of its own: if it cannot go on, every test of the tour says why, and none begins it again.
    fn made(
        tour: &'static OnceLock<Result<Self, String>>,
        language: &'static str,
        dress: &'static Dress,
    ) -> &'static Self {
        let made = tour.get_or_init(|| {
            let made = std::thread::spawn(move || {
                let mut pages = Vec::new();
                tell_within(PATIENCE, async { pages = seen(language, dress).await });
                Self { pages, asked: wanted().count() }
            });
            made.join()
                .map_err(|why| why.downcast_ref::<String>().cloned().unwrap_or_else(|| "the tour broke off".into()))
        });
        made.as_ref().unwrap_or_else(|why| panic!("{why}"))
    }

    /// Each page by its name, and what was sent.
    pub fn html(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pages.iter().map(|page| (page.name.as_str(), page.html.as_str()))
    }

    pub fn is_without(&self, check: Check) {
        assert_eq!(self.pages.len(), self.asked);
        let faults = self.pages.iter().flat_map(|page| &page.faults).filter(|(found, _)| *found == check);
        let faults: Vec<&str> = faults.map(|(_, fault)| fault.as_str()).collect();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}

/// All states, or with `PAGES=portal-` those whose names begin so: for whoever works on a few.
pub fn wanted() -> impl Iterator<Item = &'static State> {
    let begins = std::env::var("PAGES").unwrap_or_default();
    STATES.iter().filter(move |state| state.name.starts_with(&begins))
}

#[expect(clippy::print_stdout, reason = "figures, for whoever asks the suite to show what it prints")]
async fn seen(language: &'static str, dress: &Dress) -> Vec<Seen> {
    let begun = Instant::now();
    let browser = Browser::of(Reader { language, ..Reader::english() }.on_a_phone()).await;
    // Every visit is a first visit.
    browser.asks_chromium("Network.enable", &json!({}));
    browser.asks_chromium("Network.setCacheDisabled", &json!({ "cacheDisabled": true }));
    let mut pages = Vec::new();
    for state in wanted() {
        let page = inspection::of(&browser, state, language, dress).await;
        println!(
            "figures: {}: {} requests, {} bytes, {} rules of axe",
            page.name, page.requests, page.bytes, page.axe_rules
        );
        pages.push(page);
    }
    println!("figures: {} pages in {} s", pages.len(), begun.elapsed().as_secs());
    pages
}
