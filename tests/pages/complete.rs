//! No page of the portal is left out: each address that can be looked at is one where somebody arrives in some state.

use std::collections::BTreeSet;
use std::time::Duration;

use bankfeeds_link::portal::PAGES;
use url::Url;

use super::dress::USUAL;
use super::marie::Marie;
use super::states::STATES;
use crate::portal::crawl::{is_at, open_to_all};
use crate::support::tell_within;

/// All of them by plain HTTP, on a machine that has other things to do.
const PATIENCE: Duration = Duration::from_secs(300);

/// Where nobody arrives, and why.
const WITHOUT: [(&str, &str); 7] = [
    ("/settings/integrations/quickbooks/enabled", A_FORM),
    ("/settings/integrations/quickbooks/start", A_FORM),
    ("/settings/integrations/quickbooks/address", A_FORM),
    ("/settings/link/contacts", A_FORM),
    ("/settings/link/ways-back", A_FORM),
    ("/audit/csv", A_FILE),
    ("/audit/lines", A_FILE),
];
const A_FORM: &str = "it shows the page that its form stands on";
const A_FILE: &str = "a file";

#[test]
fn every_page_of_the_portal_is_met_in_some_state() {
    tell_within(PATIENCE, async {
        let mut met = BTreeSet::new();
        for state in STATES.iter().filter(|state| state.name.starts_with("portal-") && is_a_page(state.status)) {
            let marie = Marie::of("en-CA", &USUAL).await;
            met.insert(Url::parse(&state.brings(&marie).await.page.url).unwrap().path().to_owned());
        }
        let members = PAGES.iter().filter(|entry| entry.get.is_some()).map(|entry| entry.path.to_owned());
        let strangers = open_to_all().into_iter().filter(|(_, allow)| allow.contains("GET")).map(|(path, _)| path);
        let all: BTreeSet<String> = members.chain(strangers).collect();
        let is_met = |path: &str| met.iter().any(|address| is_at(path, address));
        let is_without = |path: &str| WITHOUT.iter().any(|(it, _)| *it == path);
        let left_out: Vec<&String> = all.iter().filter(|path| is_met(path) == is_without(path)).collect();
        assert!(left_out.is_empty(), "nobody arrives there, nor is it said why, or both: {left_out:?}");
        assert!(WITHOUT.iter().all(|(path, _)| all.contains(*path)));
    });
}

/// What says no more than that there is nothing, or not for this role, is at no page of its own.
fn is_a_page(status: u16) -> bool {
    ![403, 404].contains(&status)
}
