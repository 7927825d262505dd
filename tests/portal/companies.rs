//! Companies, in brief, and *Copy new link*.

use std::time::Duration;

use bankfeeds_link::domain::role::Role;

use crate::link::{Invitation, Walk};
use crate::support::{Database, Form, HttpBrowser, Member, Page, PartnerClient, Server};

const COMPANIES: &str = "/companies";

async fn guide(invitation: &Invitation) -> Member {
    Member::of(&invitation.server, invitation.bank.id, Role::Onboarding).await
}

/// The form behind a company's button.
fn button(page: &Page, end: &str) -> Form {
    page.form(end)
}

fn searches(member: &Member, typed: &str) -> Page {
    member.opens(&format!("{COMPANIES}?{}", serde_urlencoded::to_string([("q", typed)]).unwrap()))
}

on_both_databases! {
    async fn a_company_is_found_by_name_by_id_and_by_its_connection(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (bank, rose) = (&invitation.bank, guide(&invitation).await);
        for name in ["Boulangerie Émile", "Garage 3000", "Café Noir 100"] {
            bank.creates_company(name);
        }
        let other = PartnerClient::new(&invitation.server, "Other Bank").await;
        let theirs = other.connects(&other.creates_company("Bistro Nobody"));
        let names = |page: &Page| -> Vec<String> {
            let all = ["Bistro 12", "Boulangerie Émile", "Garage 3000", "Café Noir 100", "Bistro Nobody"];
            all.into_iter().filter(|name| page.says(name)).map(str::to_owned).collect()
        };
        assert_eq!(names(&rose.opens(COMPANIES)).len(), 4);
        assert!(rose.opens(COMPANIES).says("4 companies"));
        let (company, connection) = (invitation.connection.company.clone(), invitation.connection.id.clone());
        for (typed, found) in [
            ("bistro", "Bistro 12"),
            ("  ÉMILE ", "Boulangerie Émile"),
            ("café noir", "Café Noir 100"),
            ("100%", "Café Noir 100"),
            ("Garage<3000>", ""),
            ("garage 3", "Garage 3000"),
            (&company, "Bistro 12"),
            (&company.to_uppercase(), "Bistro 12"),
            (&connection, "Bistro 12"),
        ] {
            let page = searches(&rose, typed);
            let expected: Vec<&str> = if found.is_empty() { Vec::new() } else { vec![found] };
            assert_eq!(names(&page), expected, "{typed}");
            assert_eq!(page.status(), 200);
        }
        for typed in [theirs.id.as_str(), &theirs.company, "nobody", "%", "_x", "\u{0}", "<>", "'; --"] {
            let page = searches(&rose, typed);
            assert!(page.says("Nothing was found") && names(&page).is_empty(), "{typed}: {}", page.html());
            assert!(!page.says("There are no companies yet"), "other words than for a partner without any");
        }
        let long = searches(&rose, &"x".repeat(201));
        assert!(long.status() == 422 && long.says("200 characters or less"));
        let kept = searches(&rose, "a\"><script>");
        assert!(kept.html().contains("value=\"a&#34;&#62;&#60;script&#62;\""), "what was typed stays: {}", kept.html());
    }

    async fn a_partner_without_companies_reads_what_they_are_and_how_to_make_one(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let rose = Member::of(&server, acme.id, Role::Onboarding).await;
        let page = rose.opens(COMPANIES);
        let line = format!("-d '{{\"name\":\"Bistro Quai 7\"}}' {}/companies", server.url());
        assert!(page.says("There are no companies yet") && page.says("curl -H 'Authorization: Basic …'") && page.says(&line));
        assert!(!page.says("Nothing was found") && page.html().contains("type=\"search\""));
        assert!(searches(&rose, "x").says("Nothing was found"));
    }

    async fn pages_lead_on_and_back_and_keep_what_is_looked_for(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        for number in 0..55 {
            acme.creates_company(&format!("Bistro {number:02}"));
            server.app.clock.advance(Duration::from_secs(1));
        }
        acme.creates_company("Garage");
        let rose = Member::of(&server, acme.id, Role::Analyst).await;
        let next = |page: &Page, rel: &str| {
            let html = page.html();
            let before = html.split(&format!("\" rel=\"{rel}\"")).next().unwrap().to_owned();
            (before.len() < html.len()).then(|| before.rsplit("href=\"").next().unwrap().replace("/portal", "").replace("&#38;", "&"))
        };
        let first = searches(&rose, "bistro");
        assert!(first.says("1–25 of 55 companies") && first.says("Bistro 54") && !first.says("Bistro 29"));
        assert_eq!(next(&first, "prev"), None);
        let second = rose.opens(&next(&first, "next").unwrap());
        assert!(second.says("26–50 of 55 companies") && second.says("Bistro 29") && !second.says("Garage"));
        let third = rose.opens(&next(&second, "next").unwrap());
        assert!(third.says("51–55 of 55 companies") && third.says("Bistro 00") && next(&third, "next").is_none());
        assert!(rose.opens(&next(&third, "prev").unwrap()).says("26–50 of 55 companies"));
        for (page, span) in [("0", "1–25"), ("-1", "1–25"), ("x", "1–25"), ("99999999999999999999", "1–25"), ("9000", "51–56"), ("3", "51–56")] {
            let shown = rose.opens(&format!("{COMPANIES}?page={page}"));
            assert!(shown.status() == 200 && shown.says(&format!("{span} of 56 companies")), "{page}: {}", shown.html());
        }
    }

    async fn the_list_says_how_far_each_company_has_come(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (server, rose) = (&invitation.server, guide(&invitation).await);
        invitation.bank.creates_company("Garage 3000");
        let page = rose.opens(COMPANIES);
        assert!(page.says("Not connected yet") && page.says("Never opened, expires at 11:00 a.m. Eastern Standard Time"), "{}", page.html());
        assert!(page.says("No connection") && page.says("Create connection and link"));
        let marie = HttpBrowser::new("en-CA");
        marie.presses_next(&marie.opens(invitation.link()));
        assert!(rose.opens(COMPANIES).says("Opened just now"));
        assert!(Member::reading("fr-CA", server, invitation.bank.id, Role::Onboarding).await.opens(COMPANIES).says("Ouvert à l’instant"));
        invitation.rotated().await;
        server.app.clock.advance(Duration::from_secs(2 * 3_600));
        let rose = guide(&invitation).await;
        assert!(rose.opens(COMPANIES).says("Never opened, expired 1 hour ago"), "{}", rose.opens(COMPANIES).html());
    }

    async fn a_new_link_voids_the_others_and_is_shown_once(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let rose = guide(&invitation).await;
        let list = rose.opens(COMPANIES);
        assert!(list.says("makes every earlier link of the same connection void"), "before it is pressed");
        let form = button(&list, "/link");
        let page = rose.browser.submits(&form, &[]);
        assert!(page.says("New link for Bistro 12") && page.says("It expires at 11:00 a.m. Eastern Standard Time."), "{}", page.html());
        let link = page.text_of("link").unwrap();
        assert_eq!(HttpBrowser::new("en-CA").opens(invitation.link()).status(), 410, "the first is void");
        assert_eq!(HttpBrowser::new("en-CA").opens(&link).status(), 200);
        let again = rose.browser.submits(&form, &[]);
        assert!(again.status() == 409 && again.says("shown already"), "{}", again.html());
        assert_eq!(HttpBrowser::new("en-CA").opens(&link).status(), 200, "a reload ends nothing");
        let otp = link.split_once("otp=").unwrap().1;
        assert!(!rose.opens(COMPANIES).html().contains(otp), "never again");
        let yves = Member::reading("fr-CA", &invitation.server, invitation.bank.id, Role::Administrator).await;
        let page = yves.browser.submits(&button(&yves.opens(COMPANIES), "/link"), &[]);
        assert!(page.says("Nouveau lien\u{a0}: Bistro 12") && page.says("Il expire à 11\u{a0}h\u{a0}00, heure normale de l’Est."), "{}", page.html());
        assert_eq!(HttpBrowser::new("en-CA").opens(&link).status(), 410);
        let lines = invitation.server.database.tables().await["timeline"].clone();
        let ended: Vec<_> = lines.iter().filter(|line| format!("{line:?}").contains("links ended")).collect();
        assert_eq!(ended.len(), 2);
        assert!(ended.iter().all(|line| format!("{line:?}").contains("partner")), "{ended:?}");
    }

    async fn somebody_on_the_pages_loses_them_only_after_a_question(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (rose, marie) = (guide(&invitation).await, HttpBrowser::new("en-CA"));
        marie.presses_next(&marie.opens(invitation.link()));
        let question = rose.browser.submits(&button(&rose.opens(COMPANIES), "/link"), &[]);
        assert!(question.says("Bistro 12 is using a link right now") && question.says("open in 1 browser"), "{}", question.html());
        assert_eq!(marie.opens(&invitation.page_address("consent")).status(), 200, "asking ends nothing");
        let page = rose.browser.submits(&button(&question, "/link"), &[]);
        assert_eq!(HttpBrowser::new("en-CA").opens(&page.text_of("link").unwrap()).status(), 200);
        assert_eq!(marie.opens(&invitation.page_address("consent")).status(), 410);
    }

    async fn a_company_without_a_connection_gets_one_with_its_link(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let company = acme.creates_company("Garage 3000");
        let rose = Member::of(&server, acme.id, Role::Onboarding).await;
        let form = button(&rose.opens(COMPANIES), "/connection");
        let page = rose.browser.submits(&form, &[]);
        assert!(page.says("New link for Garage 3000"), "{}", page.html());
        assert_eq!(HttpBrowser::new("en-CA").opens(&page.text_of("link").unwrap()).status(), 200);
        assert_eq!(rose.browser.submits(&form, &[]).status(), 409);
        let made = acme.gets(&format!("/companies/{}/connections", company.id)).succeeded();
        assert_eq!(made["totalResults"], 1);
        assert!(rose.opens(COMPANIES).says("Not connected yet"));
    }

    async fn while_links_are_off_none_is_made_and_the_page_says_why(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let rose = guide(&invitation).await;
        invitation.bank.creates_company("Garage 3000");
        let list = rose.opens(COMPANIES);
        let forms = [button(&list, "/link"), button(&list, "/connection")];
        invitation.bank.changes_settings(&invitation.server, |settings| settings.integration_enabled = false).await;
        let list = rose.opens(COMPANIES);
        assert!(list.says("Links cannot be opened") && !list.says("Copy new link"), "{}", list.html());
        let before = invitation.server.database.tables().await;
        for form in &forms {
            let page = rose.browser.submits(form, &[]);
            assert!(page.status() == 409 && page.says("Links are off"), "{}", page.html());
        }
        assert_eq!(invitation.server.database.tables().await, before);
    }

    async fn whoever_only_reads_sees_the_companies_and_no_button(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (server, bank) = (&invitation.server, &invitation.bank);
        let form = button(&guide(&invitation).await.opens(COMPANIES), "/link");
        let analyst = Member::of(server, bank.id, Role::Analyst).await;
        let list = analyst.opens(COMPANIES);
        assert!(list.says("Bistro 12") && !list.says("Copy new link"));
        let before = server.database.tables().await["links"].clone();
        let refused = analyst.browser.submits(&form, &[]);
        assert!(refused.status() == 403 && refused.says("Your role does not allow this"), "{}", refused.html());
        assert_eq!(server.database.tables().await["links"], before);
    }

    async fn a_company_with_many_connections_shows_the_newest_and_counts_the_rest(database: Database) {
        let server = Server::start(database).await;
        let acme = PartnerClient::new(&server, "Acme Bank").await;
        let company = acme.creates_company("Garage 3000");
        for _ in 0..7 {
            acme.connects(&company);
        }
        let page = Member::of(&server, acme.id, Role::Onboarding).await.opens(COMPANIES);
        assert_eq!(page.forms().iter().filter(|form| form.action.ends_with("/link")).count(), 5);
        assert!(page.says("and 2 older connections") && page.says("1 company"), "{}", page.html());
    }
}
