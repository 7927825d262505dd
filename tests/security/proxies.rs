//! Where a visitor comes from: said by trusted proxies alone (security reference 4.1.3).

use crate::link::Invitation;
use crate::support::{Database, HttpBrowser, Server};

/// Another node, behind a proxy on this machine, and a wrong link to it.
async fn proxied(invitation: &Invitation) -> (Server, String) {
    let (database, first) = (invitation.server.database.clone(), &invitation.server.app);
    let keys = first.keys.clone();
    let server = Server::with(database, first.clock.clone(), |app| {
        app.keys = keys;
        app.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
    })
    .await;
    let wrong = invitation.wrong_link().replace(invitation.server.url(), server.url());
    (server, wrong)
}

fn opens(link: &str, headers: &[(&str, &str)]) -> u16 {
    HttpBrowser::new("en-CA").sends("GET", link, headers, "").status
}

on_both_databases! {
    async fn a_forwarded_address_counts_only_behind_a_proxy_that_is_trusted(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let wrong = invitation.wrong_link();
        for number in 0..31 {
            let (one, other) = (format!("203.0.113.{number}"), format!("for=203.0.113.{number}"));
            let spoofed = [
                ("x-forwarded-for", one.as_str()), ("x-real-ip", &one), ("forwarded", &other), ("true-client-ip", &one),
                ("connection", "X-Forwarded-For"), ("x-forwarded-host", "evil.example"), ("x-forwarded-proto", "https"),
            ];
            assert_eq!(opens(&wrong, &spoofed), if number < 30 { 404 } else { 429 }, "{number}");
        }
    }

    async fn behind_a_trusted_proxy_the_hop_it_wrote_counts_and_none_before_it(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (_node, wrong) = proxied(&invitation).await;
        for number in 0..30 {
            let claimed = format!("203.0.113.{number}");
            let one_line = format!("{claimed}, 198.51.100.7");
            let forwarded = match number % 3 {
                0 => vec![("x-forwarded-for", one_line.as_str())],
                1 => vec![("x-forwarded-for", claimed.as_str()), ("x-forwarded-for", "198.51.100.7")],
                // A client's wish that the proxy drop the line does not reach us as one of ours.
                _ => vec![("x-forwarded-for", one_line.as_str()), ("connection", "X-Forwarded-For"), ("forwarded", "for=203.0.113.1")],
            };
            assert_eq!(opens(&wrong, &forwarded), 404, "{number}");
        }
        assert_eq!(opens(&wrong, &[("x-forwarded-for", "203.0.113.77, 198.51.100.7")]), 429);
        assert_eq!(opens(&wrong, &[("x-forwarded-for", "198.51.100.8")]), 404);
    }

    async fn a_hop_with_a_port_is_the_same_network_whatever_the_port(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (_node, wrong) = proxied(&invitation).await;
        for port in 1..=30 {
            assert_eq!(opens(&wrong, &[("x-forwarded-for", &format!("198.51.100.7:{port}"))]), 404);
        }
        assert_eq!(opens(&wrong, &[("x-forwarded-for", "198.51.100.7")]), 429);
        assert_eq!(opens(&wrong, &[("x-forwarded-for", "198.51.100.8:443")]), 404, "the neighbour is another");
        // IPv6 by its /64, in brackets, with a port or bare.
        for host in 1..=10 {
            assert_eq!(opens(&wrong, &[("x-forwarded-for", &format!("[2001:db8::{host}]:443"))]), 404);
            assert_eq!(opens(&wrong, &[("x-forwarded-for", &format!("2001:db8::{host}"))]), 404);
            assert_eq!(opens(&wrong, &[("x-forwarded-for", &format!("[2001:db8::{host}]"))]), 404);
        }
        assert_eq!(opens(&wrong, &[("x-forwarded-for", "[2001:db8::ffff]:1")]), 429);
        assert_eq!(opens(&wrong, &[("x-forwarded-for", "[2001:db8:0:1::1]:1")]), 404);
    }

    async fn a_hop_that_cannot_be_read_counts_as_the_proxy_that_wrote_it(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (_node, wrong) = proxied(&invitation).await;
        let long = "1,".repeat(2_000);
        let unreadable = ["unknown", "", "_hidden", "198.51.100.7:x", "\u{1}", "203.0.113.1, ;drop", "1.2.3.4.5", &long];
        for number in 0..30 {
            let sent = unreadable[number % unreadable.len()];
            if sent.chars().all(|letter| !letter.is_control()) {
                assert_eq!(opens(&wrong, &[("x-forwarded-for", sent)]), 404, "{sent}");
            } else {
                assert_eq!(opens(&wrong, &[]), 404);
            }
        }
        assert_eq!(opens(&wrong, &[]), 429);
    }
}
