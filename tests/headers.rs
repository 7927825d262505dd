//! The headers that go with every kind of answer (security reference 4.3).

use crate::link::{Invitation, Walk};
use crate::support::{Answer, Database, HttpBrowser, agent, send};

const NOTHING_RUNS: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

/// What no answer lacks.
fn is_guarded(answer: &Answer, what: &str) {
    let expected = [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("cross-origin-resource-policy", "same-origin"),
        // The tests are reached without TLS.
        ("strict-transport-security", ""),
    ];
    for (name, value) in expected {
        assert_eq!(answer.header(name), value, "{what}: {name}");
    }
    assert!(!answer.header("x-request-id").is_empty(), "{what}");
}

fn has(answer: &Answer, what: &str, expected: &[(&str, &str)]) {
    is_guarded(answer, what);
    for (name, value) in expected {
        assert_eq!(answer.header(name), *value, "{what}: {name}");
    }
}

on_both_databases! {
    async fn a_page_lets_only_our_own_files_run_and_is_kept_by_nobody(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        marie.walks_to_credentials(invitation.link());
        let unknown = format!("{}/nowhere", invitation.server.url());
        // A dead end may stand at a linkUrl: what it sends along names no path.
        let pages =
            [(invitation.page_address("credentials"), 200, "same-origin"), (unknown, 404, "strict-origin")];
        for (address, status, referrer) in pages {
            let page = marie.asks("GET", &address);
            assert_eq!(page.status, status, "{address}");
            has(&page, &address, &[
                ("cache-control", "no-store"),
                ("referrer-policy", referrer),
                ("cross-origin-opener-policy", "same-origin"),
                ("x-robots-tag", "noindex, nofollow"),
                ("content-language", "en-CA"),
            ]);
            let policy = page.header("content-security-policy");
            for part in ["default-src 'none'", "script-src 'self'", "form-action 'self'", "frame-ancestors 'none'"] {
                assert!(policy.contains(part), "{address}: {policy}");
            }
            assert!(!policy.contains("unsafe"), "{policy}");
            assert!(page.header("permissions-policy").contains("camera=()"), "{address}");
        }
    }

    async fn a_redirect_gives_no_referrer_and_is_kept_by_nobody(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let redirect = send(&agent(), "GET", invitation.link(), &[], ());
        assert_eq!(redirect.status, 303);
        has(&redirect, "the link", &[
            ("cache-control", "no-store"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("x-robots-tag", "noindex, nofollow"),
            ("content-security-policy", NOTHING_RUNS),
        ]);
    }

    async fn programs_get_answers_that_no_browser_shows_as_a_page(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let url = invitation.server.url();
        let mine = invitation.bank.gets(&invitation.connection.path(""));
        let stranger = send(&agent(), "GET", &format!("{url}/companies"), &[], ());
        let ofx = send(&agent(), "GET", &invitation.server.ofx_url(), &[], ());
        for (answer, status) in [(mine, 200), (stranger, 401), (ofx, 405)] {
            assert_eq!(answer.status, status, "{}", answer.text());
            has(&answer, "a program's", &[
                ("cache-control", "no-store"),
                ("referrer-policy", "no-referrer"),
                ("content-security-policy", NOTHING_RUNS),
            ]);
        }
    }

    async fn the_files_of_a_page_are_kept_for_ever_and_run_nothing_by_themselves(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let html = HttpBrowser::new("en-CA").opens(invitation.link()).html();
        let addresses = html.split('"').filter(|text| text.starts_with("/static/") || text.starts_with("/theme/"));
        let addresses: Vec<&str> = addresses.collect();
        assert!(addresses.len() >= 3, "{addresses:?}");
        for address in addresses {
            let file = send(&agent(), "GET", &format!("{}{address}", invitation.server.url()), &[], ());
            assert_eq!(file.status, 200, "{address}");
            has(&file, address, &[
                ("cache-control", "public, max-age=31536000, immutable"),
                ("content-security-policy", NOTHING_RUNS),
            ]);
        }
    }
}
