//! A sandbox and a live deployment never share a database; and links by a company's name.

use std::os::unix::fs::PermissionsExt as _;
use std::time::{Duration, Instant};

use bankfeeds_link::store;
use sqlx::{Connection as _, PgConnection, SqliteConnection};

use super::terminal::{Terminal, scribe};
use crate::support::Database;

fn creates(terminal: &Terminal) -> String {
    terminal.runs(&["partner", "create", "--name", "Acme Bank", "--json"]).json()["partnerId"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// As it was before there were sandboxes.
async fn forget_the_kind(database: &Database) {
    let forget = "DELETE FROM deployment_facts WHERE fact = 'kind'";
    if database.is_postgres() {
        let mut connection = PgConnection::connect(database.url()).await.unwrap();
        sqlx::raw_sql(forget).execute(&mut connection).await.unwrap();
    } else {
        let mut connection = SqliteConnection::connect(database.url()).await.unwrap();
        sqlx::raw_sql(forget).execute(&mut connection).await.unwrap();
    }
}

on_both_databases! {
    async fn a_database_is_a_sandboxs_or_a_live_one_from_its_first_use_on(database: Database) {
        let live = Terminal::of_server(database.url());
        let sandbox = Terminal::of_server(database.url()).and("SANDBOX", "1");
        creates(&sandbox);
        let commands: [&[&str]; 5] = [
            &["serve"],
            &["partner", "create", "--name", "Other Bank"],
            &["partner", "set", "--name-fr", "Banque"],
            &["partner", "key", "list"],
            &["secret", "replace"],
        ];
        for command in commands {
            let refused = live.runs(command);
            assert!(refused.refused().starts_with("this database belongs to a sandbox: set SANDBOX=1"), "{command:?}");
        }
        assert!(sandbox.runs(&["partner", "key", "list"]).succeeded().contains("first key"));
        assert!(sandbox.serves().out.contains("listens on"));
    }

    async fn a_live_database_takes_no_sandbox(database: Database) {
        let live = Terminal::of_server(database.url());
        let sandbox = Terminal::of_server(database.url()).and("SANDBOX", "1");
        drop(live.serves());
        for command in [&["serve"][..], &["partner", "create", "--name", "Acme Bank"]] {
            let refused = sandbox.runs(command);
            assert!(refused.refused().starts_with("this database is live, and a sandbox needs one of its own"), "{command:?}");
        }
        creates(&live);
    }

    /// From before there were sandboxes: with a partner in it, it is live.
    async fn an_older_database_with_a_partner_is_live(database: Database) {
        let live = Terminal::of_server(database.url());
        let sandbox = Terminal::of_server(database.url()).and("SANDBOX", "1");
        creates(&live);
        forget_the_kind(&database).await;
        assert!(sandbox.runs(&["serve"]).refused().starts_with("this database is live"));
        live.runs(&["partner", "show"]).succeeded();
    }

    async fn a_link_is_made_for_a_company_by_its_name(database: Database) {
        let terminal = Terminal::of_server(database.url()).and("PUBLIC_URL", "https://link.bank.example");
        let partner = creates(&terminal);
        let link = |name: &str| terminal.runs(&["link", "create", "--company", name]);
        let store = database.store().await.with_scribe(scribe());
        let company = async |name: &str| {
            use bankfeeds_link::domain::company::{self, Draft, Tags};
            let draft = Draft { name: name.to_owned(), description: None, tags: Tags::new() };
            let mut db = store.write().await.unwrap();
            let now = bankfeeds_link::clock::Clock::System.now();
            let chance = bankfeeds_link::chance::Chance::System;
            let made = company::create(&mut db, &chance, partner.parse().unwrap(), draft, now).await.unwrap();
            db.commit().await.unwrap();
            made.id.to_string()
        };
        assert_eq!(link("Sunrise Bakery").refused(), "no company in this database is called Sunrise Bakery");
        let first = company("Sunrise Bakery").await;
        company("Sunrise Bakery & Co").await;
        let made = link("sunrise  BAKERY");
        let words = made.succeeded();
        assert!(words.contains(&format!("/companies/{first}/connections/")) && words.contains("this one was made"), "{words}");
        // It has a connection now, and every link is a fresh one of it.
        let again = terminal.runs(&["link", "create", "--company", "Sunrise Bakery", "--json"]).json();
        let connection = again["connectionId"].as_str().unwrap();
        assert!(words.contains(&format!("/connections/{connection}/start?otp=")), "{words}");
        assert!(!link("Sunrise Bakery").succeeded().contains("was made:"));
        let second = company("SUNRISE BAKERY").await;
        let several = link("Sunrise Bakery");
        let told = several.refused();
        assert!(told.starts_with("2 companies are called Sunrise Bakery") && told.contains(&first) && told.contains(&second));
        for wrong in [&["link", "create"][..], &["link", "create", "--company", "A", "--connection", connection]] {
            assert_eq!(terminal.runs(wrong).status, 2, "exactly one of both: {wrong:?}");
        }
    }
}

#[test]
fn a_link_opens_in_the_browser_of_this_machine_and_is_printed_all_the_same() {
    let terminal = Terminal::new(&[("SECRET_KEY", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")]);
    let partner = creates(&terminal);
    // What a desktop has for opening addresses: it writes down what it was given.
    let opener = terminal.path("xdg-open");
    let opened = terminal.path("opened");
    std::fs::write(&opener, format!("#!/bin/sh\nprintf '%s|%s' \"$#\" \"$1\" > '{}'\n", opened.display())).unwrap();
    std::fs::set_permissions(&opener, std::fs::Permissions::from_mode(0o700)).unwrap();
    let path = format!("{}:/usr/bin:/bin", terminal.path("").display());
    let database = format!("sqlite:{}", terminal.path("bankfeeds-link.db").display());
    let terminal = terminal.and("PATH", &path);
    crate::support::tell(async {
        use bankfeeds_link::domain::company::{self, Draft, Tags};
        let store = store::Store::open(&database).await.unwrap().with_scribe(scribe());
        let mut db = store.write().await.unwrap();
        let draft = Draft { name: "Bakery".to_owned(), description: None, tags: Tags::new() };
        let (chance, now) = (bankfeeds_link::chance::Chance::System, bankfeeds_link::clock::Clock::System.now());
        company::create(&mut db, &chance, partner.parse().unwrap(), draft, now).await.unwrap();
        db.commit().await.unwrap();
        store.close().await;
    });
    let made = terminal.runs(&["link", "create", "--company", "Bakery", "--open", "--json"]).json();
    let patience = Instant::now() + Duration::from_secs(20);
    let expected = format!("1|{}", made["linkUrl"].as_str().unwrap());
    while std::fs::read_to_string(&opened).unwrap_or_default() != expected {
        assert!(Instant::now() < patience, "{expected} was not opened: {:?}", std::fs::read_to_string(&opened));
        std::thread::sleep(Duration::from_millis(20));
    }
    // Without anything that opens addresses the link is there, and the operator knows.
    let terminal = terminal.and("PATH", "/nonexistent");
    let made = terminal.runs(&["link", "create", "--company", "Bakery", "--open"]);
    assert!(
        made.out.contains("/start?otp=") && made.err.contains("no browser could be opened"),
        "{}{}",
        made.out,
        made.err
    );
    // The link is not lost, and its one-time password stands in no log of errors.
    assert!(made.status == 0 && !made.err.contains("otp="), "{} {}", made.status, made.err);
}
