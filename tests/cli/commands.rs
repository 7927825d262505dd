use std::fs::File;

use bankfeeds_link::chance::Chance;
use bankfeeds_link::clock::Clock;
use bankfeeds_link::domain::api_key;
use bankfeeds_link::domain::company::{self, Draft, Tags};
use bankfeeds_link::domain::connection::{self, ConnectionId};
use bankfeeds_link::domain::partner::PartnerId;
use bankfeeds_link::secret::{SecretKey, SecretText};
use bankfeeds_link::store;
use serde_json::{Value, json};

use super::terminal::{KEY, Terminal, names, scribe};
use crate::support::Database;

/// A partner, by name, and its key.
pub fn creates(terminal: &Terminal, name: &str) -> (String, String) {
    let made = terminal.runs(&["partner", "create", "--name", name, "--json"]).json();
    (made["partnerId"].as_str().unwrap().to_owned(), made["apiKey"].as_str().unwrap().to_owned())
}

fn settings(terminal: &Terminal) -> Value {
    terminal.runs(&["partner", "show", "--json"]).json()["settings"].clone()
}

pub async fn connects(database: &Database, partner: &str) -> ConnectionId {
    let (chance, now) = (Chance::System, Clock::System.now());
    let partner: PartnerId = partner.parse().unwrap();
    let mut db = database.store().await.with_scribe(scribe()).write().await.unwrap();
    let draft = Draft { name: "Bistro".into(), description: None, tags: Tags::new() };
    let company = company::create(&mut db, &chance, partner, draft, now).await.unwrap();
    let connection = connection::create(&mut db, &chance, partner, company.id, now).await.unwrap();
    db.commit().await.unwrap();
    connection.id
}

#[test]
fn a_new_secret_key_is_thirty_two_random_bytes_alone_on_a_line() {
    let terminal = Terminal::new(&[]);
    let (one, other) = (terminal.runs(&["secret"]), terminal.runs(&["secret"]));
    assert!(SecretKey::from_base64(one.succeeded()).is_some());
    assert_eq!(one.out.lines().count(), 1);
    assert_ne!(one.out, other.out);
    assert!(names(terminal.path("").as_path()).is_empty());
}

on_both_databases! {
    async fn a_new_partner_has_a_key_that_works(database: Database) {
        let terminal = Terminal::of_server(database.url());
        let (id, key) = creates(&terminal, "Acme Bank");
        let mut db = database.store().await.read().await.unwrap();
        let holder = api_key::holder(&mut db, &SecretText::new(key)).await.unwrap().unwrap();
        assert_eq!(holder.partner_id.to_string(), id);
        let more = terminal.runs(&["partner", "key", "add", "--name", "night batch", "--json"]).json();
        let holder = api_key::holder(&mut db, &SecretText::new(more["apiKey"].as_str().unwrap().into())).await.unwrap();
        assert_eq!(holder.unwrap().partner_id.to_string(), id);
    }

    async fn a_changed_setting_is_seen_and_a_changed_picture_too(database: Database) {
        let terminal = Terminal::of_server(database.url());
        let (id, _) = creates(&terminal, "Acme Bank");
        let logo = terminal.path("logo.svg");
        let drawing = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 10"><path d="M0 0h60v10H0z"/></svg>"#;
        std::fs::write(&logo, drawing).unwrap();
        let saved = terminal.runs(&[
            "partner", "set", "--name-fr", "Banque Acmé", "--logo", logo.to_str().unwrap(), "--time-zone",
            "America/Vancouver", "--bank-transactions", "off", "--corners", "pill", "--logo-dark", logo.to_str().unwrap(),
            "--json",
        ]);
        let told = ["name-fr", "corners", "time-zone", "bank-transactions", "logo", "logo-dark"];
        let told = json!({ "partnerId": id, "saved": told });
        assert_eq!(saved.json(), told);
        let settings = settings(&terminal);
        assert_eq!(settings["name-fr"], "Banque Acmé");
        assert_eq!(settings["time-zone"], "America/Vancouver");
        assert_eq!(settings["bank-transactions"], "off");
        assert!(settings["logo"].as_str().unwrap().contains('×'), "{settings}");
        assert_eq!((&settings["corners"], &settings["logo-dark"]), (&json!("pill"), &settings["logo"]));
        // A choice among words is the argument parser's to refuse.
        let mistyped = terminal.runs(&["partner", "set", "--corners", "round"]);
        assert!(mistyped.status == 2 && mistyped.err.contains("rounded, square or pill"), "{}", mistyped.err);
    }

    async fn a_link_made_by_hand_voids_the_one_before(database: Database) {
        let terminal = Terminal::of_server(database.url()).and("PUBLIC_URL", "https://link.bank.example");
        let (id, _) = creates(&terminal, "Acme Bank");
        let connection = connects(&database, &id).await.to_string();
        let make = || terminal.runs(&["link", "create", "--connection", &connection, "--json"]).json();
        let (one, other) = (make(), make());
        let url = other["linkUrl"].as_str().unwrap();
        assert!(url.starts_with("https://link.bank.example/companies/"), "{url}");
        assert!(url.contains(&format!("/connections/{connection}/start?otp=")), "{url}");
        assert_ne!(one["linkUrl"], other["linkUrl"]);
        let mut db = database.store().await.read().await.unwrap();
        let now = Clock::System.now();
        let week = std::time::Duration::from_secs(7 * 86_400);
        let live = store::links::newest_unclaimed(&mut db, connection.parse().unwrap(), now - week, now).await.unwrap();
        assert_eq!(live.unwrap().connection_id.to_string(), connection);
        let words = terminal.runs(&["link", "create", "--connection", &connection]);
        assert!(words.succeeded().contains("Expires on "), "{}", words.out);
    }
}

#[test]
fn the_weight_of_a_heavy_logo_is_told_and_of_a_light_one_not() {
    let terminal = Terminal::new(&[("SECRET_KEY", KEY)]);
    creates(&terminal, "Acme Bank");
    // Noise that no format makes small, on a ground that is not there.
    let noise = |x: u32, y: u32| {
        let part = |by: u32| (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(by)).wrapping_mul(40_503).to_be_bytes()[1];
        image::Rgba([part(7), part(1_013), part(99_991), if x < 8 { 0 } else { 255 }])
    };
    let (heavy, light) = (terminal.path("heavy.png"), terminal.path("light.png"));
    image::RgbaImage::from_fn(400, 96, noise).save(&heavy).unwrap();
    image::RgbaImage::from_pixel(400, 96, image::Rgba([18, 53, 91, 255])).save(&light).unwrap();
    let set = |file: &std::path::Path, more: &[&str]| {
        terminal.runs(&[&["partner", "set", "--logo", file.to_str().unwrap()], more].concat())
    };
    let told = set(&heavy, &["--json"]).json();
    assert_eq!(told["saved"], json!(["logo"]), "it is kept all the same");
    let warning = told["warnings"][0].as_str().unwrap();
    assert!(
        warning.starts_with("the logo has ") && warning.contains(" kB") && warning.contains("12 kB or less"),
        "{warning}"
    );
    assert!(set(&heavy, &[]).succeeded().contains("Warning: the logo has "));
    assert!(set(&light, &["--json"]).json()["warnings"].is_null());
    assert!(!set(&light, &[]).succeeded().contains("Warning"));
}

#[test]
fn a_callout_is_set_in_a_language_changed_in_part_and_taken_away() {
    let terminal = Terminal::new(&[("SECRET_KEY", KEY)]);
    creates(&terminal, "Acme Bank");
    let set = |flags: &[&str]| terminal.runs(&[&["partner", "set"], flags].concat());
    assert!(set(&["--callout-title-fr", "Avis"]).refused().contains("body is missing"));
    set(&["--callout-title-en", "Notice", "--callout-body-en", "Read this."]).succeeded();
    set(&["--callout-body-en", "Read that."]).succeeded();
    let now = settings(&terminal);
    assert_eq!((&now["callout-title-en"], &now["callout-body-en"]), (&json!("Notice"), &json!("Read that.")));
    assert_eq!(now["callout-title-fr"], Value::Null);
    set(&["--callout-title-en", ""]).succeeded();
    assert_eq!(settings(&terminal)["callout-body-en"], Value::Null);
}

#[test]
fn a_setting_beyond_its_limit_is_refused_by_its_flag_and_nothing_is_saved() {
    let terminal = Terminal::new(&[("SECRET_KEY", KEY)]);
    creates(&terminal, "Acme Bank");
    let before = settings(&terminal);
    let long = "x".repeat(61);
    for (flag, value) in [
        ("--name-en", ""),
        ("--name-fr", &long),
        ("--institution-en", "a\nb"),
        ("--primary-colour", "blue"),
        ("--support-email", "nobody"),
        ("--help-url", "javascript:alert(1)"),
        ("--return-host", "https://bank.example"),
        ("--refresh-url", "http://bank.example/"),
        ("--support-hours-fr", "9 h"),
        ("--time-zone", "Toronto"),
        ("--default-language", "de"),
        ("--city", "a city with far more than thirty-two letters"),
        ("--region", "Ontario"),
        ("--country", "Canada"),
        ("--history-days", "91"),
        ("--history-days", "0"),
        ("--menu-path-accounting-en", "a > b > c > d > e > f"),
        ("--menu-path-business-fr", &"x".repeat(41)),
    ] {
        let answer = terminal.runs(&["partner", "set", "--postal-code", "M5J 0A1", flag, value]);
        assert!(answer.refused().starts_with(flag), "{flag}: {}", answer.err);
    }
    assert!(terminal.runs(&["partner", "set"]).refused().contains("nothing to change"));
    assert_eq!(settings(&terminal), before);
}

#[test]
fn a_limit_and_menus_of_the_partners_own_are_set_and_taken_away_again() {
    let terminal = Terminal::new(&[("SECRET_KEY", KEY)]);
    creates(&terminal, "Acme Bank");
    let set = |days: &str, path: &str| {
        let flags = ["partner", "set", "--history-days", days, "--menu-path-business-fr", path, "--json"];
        assert_eq!(terminal.runs(&flags).json()["saved"], json!(["history-days", "menu-path-business-fr"]));
        let now = settings(&terminal);
        (now["history-days"].clone(), now["menu-path-business-fr"].clone())
    };
    assert_eq!(set("90", " Tenue de livres>Banque"), (json!("90"), json!("Tenue de livres > Banque")));
    assert_eq!(set("", ""), (Value::Null, Value::Null));
}

#[test]
fn a_return_address_leads_to_a_host_of_the_list_only() {
    let terminal = Terminal::new(&[("SECRET_KEY", KEY)]);
    creates(&terminal, "Acme Bank");
    let url = ["--return-url", "https://bank.example/back?c={companyId}"];
    let refused = terminal.runs(&[&["partner", "set"], &url[..]].concat());
    assert!(refused.refused().contains("bank.example is not among the return hosts"), "{}", refused.err);
    let hosts = ["--return-host", "Bank.Example", "--return-host", "other.example"];
    terminal.runs(&[&["partner", "set"], &url[..], &hosts].concat()).succeeded();
    assert_eq!(settings(&terminal)["return-host"], "bank.example, other.example");
}

#[test]
fn a_picture_over_its_limit_is_refused_by_its_size() {
    let terminal = Terminal::new(&[("SECRET_KEY", KEY)]);
    creates(&terminal, "Acme Bank");
    let file = terminal.path("huge.png");
    // Nobody could read it: it is larger than the memory of most machines, and empty.
    File::create(&file).unwrap().set_len(1 << 40).unwrap();
    let refused = terminal.runs(&["partner", "set", "--logo", "huge.png"]);
    assert!(refused.refused().contains("the logo must be 10 MB or less"), "{}", refused.err);
    File::create(&file).unwrap().set_len(500_001).unwrap();
    let refused = terminal.runs(&["partner", "set", "--icon", "huge.png"]);
    assert!(refused.refused().contains("the icon must be 500 KB or less: it has 501 KB"), "{}", refused.err);
    std::fs::write(&file, "not a picture").unwrap();
    let refused = terminal.runs(&["partner", "set", "--hero", "huge.png"]);
    assert!(refused.refused().contains("the hero image must be PNG or JPEG"), "{}", refused.err);
    assert!(terminal.runs(&["partner", "set", "--logo", "nowhere.png"]).refused().contains("nowhere.png"));
}

#[test]
fn where_there_are_two_partners_one_must_be_named() {
    let terminal = Terminal::new(&[("SECRET_KEY", KEY)]);
    std::fs::write(terminal.path("bankfeeds-link.db"), "").unwrap();
    assert!(terminal.runs(&["partner", "show"]).refused().contains("no partner yet"));
    let (first, _) = creates(&terminal, "Acme Bank");
    creates(&terminal, "Other Bank");
    assert!(terminal.runs(&["partner", "set", "--city", "Toronto"]).refused().contains("--partner ID"));
    terminal.runs(&["partner", "set", "--partner", &first, "--city", "Toronto"]).succeeded();
    let nobody = "00000000-0000-4000-8000-000000000000";
    assert!(terminal.runs(&["partner", "show", "--partner", nobody]).refused().contains("there is no partner"));
}

on_both_databases! {
    async fn keys_are_listed_without_their_text_and_deleted_but_for_the_last(database: Database) {
        let terminal = Terminal::of_server(database.url());
        let (_, first) = creates(&terminal, "Acme Bank");
        let second = terminal.runs(&["partner", "key", "add", "--name", "night batch", "--json"]).json();
        let listed = terminal.runs(&["partner", "key", "list", "--json"]).json();
        let keys = listed["apiKeys"].as_array().unwrap();
        assert_eq!((keys.len(), &keys[1]["name"], &keys[1]["lastUsed"]), (2, &json!("night batch"), &json!(null)));
        assert!(first.starts_with(keys[0]["prefix"].as_str().unwrap()));
        let shown = terminal.runs(&["partner", "key", "list"]);
        assert!(shown.succeeded().contains("\"night batch\"") && shown.out.contains("never used"), "{}", shown.out);
        assert_eq!(keys[1]["createdBy"], "the operator");
        assert_eq!(shown.out.matches(" by the operator,").count(), 2, "{}", shown.out);
        let second = second["apiKey"].as_str().unwrap();
        assert!(!shown.out.contains(&first) && !shown.out.contains(second) && !listed.to_string().contains(second));
        let delete = |key: &serde_json::Value| terminal.runs(&["partner", "key", "delete", key.as_str().unwrap()]);
        delete(&keys[0]["id"]).succeeded();
        assert!(delete(&keys[0]["id"]).refused().contains("the partner has no such API key"));
        assert!(delete(&keys[1]["id"]).refused().contains("this is the partner's last API key"));
        let mut db = database.store().await.read().await.unwrap();
        assert!(api_key::holder(&mut db, &SecretText::new(first)).await.unwrap().is_none());
        assert!(api_key::holder(&mut db, &SecretText::new(second.into())).await.unwrap().is_some());
    }

    async fn a_key_is_rolled_and_the_old_one_ends_when_it_was_told(database: Database) {
        let terminal = Terminal::of_server(database.url());
        let (_, first) = creates(&terminal, "Acme Bank");
        let old = terminal.runs(&["partner", "key", "list", "--json"]).json()["apiKeys"][0]["id"].clone();
        let old = old.as_str().unwrap();
        let too_long = terminal.runs(&["partner", "key", "roll", old, "--overlap-hours", "169"]);
        assert!(too_long.refused().contains("--overlap-hours must be a whole number from 0 to 168"));
        let rolled = terminal.runs(&["partner", "key", "roll", old, "--json"]).json();
        let ends = rolled["previous"]["ends"].as_str().unwrap();
        let mut db = database.store().await.read().await.unwrap();
        let holder = api_key::holder(&mut db, &SecretText::new(first)).await.unwrap().unwrap();
        assert_eq!(holder.ends_at.unwrap().text(), ends);
        let text = rolled["apiKey"].as_str().unwrap();
        let holder = api_key::holder(&mut db, &SecretText::new(text.into())).await.unwrap().unwrap();
        assert_eq!((holder.key_id.to_string().as_str(), holder.ends_at), (rolled["id"].as_str().unwrap(), None));
        drop(db);
        let shown = terminal.runs(&["partner", "key", "list"]);
        let shown = shown.succeeded();
        assert!(shown.contains(&format!(", ends {ends}")) && !shown.contains(text), "{shown}");
        assert!(terminal.runs(&["partner", "key", "roll", old]).refused().contains("was rolled already"));
    }
}

#[test]
fn the_eleventh_key_is_refused() {
    let terminal = Terminal::new(&[("SECRET_KEY", KEY)]);
    creates(&terminal, "Acme Bank");
    let add = |name: &str| terminal.runs(&["partner", "key", "add", "--name", name]);
    for number in 2..=10 {
        add(&format!("key {number}")).succeeded();
    }
    assert!(add("one more").refused().contains("at most 10 API keys"));
}

#[test]
fn a_file_of_settings_is_read_and_the_environment_wins() {
    let terminal = Terminal::new(&[("SECRET_KEY", KEY), ("DATABASE_URL", "sqlite:from-the-environment.db")]);
    std::fs::write(terminal.path(".env"), "DATABASE_URL=sqlite:from-the-file.db\nAPI_KEYS=1\n").unwrap();
    creates(&terminal, "Acme Bank");
    assert!(terminal.path("from-the-environment.db").exists() && !terminal.path("from-the-file.db").exists());
    let refused = terminal.runs(&["partner", "key", "add", "--name", "second"]);
    assert!(refused.refused().contains("at most 1 API keys"), "{}", refused.err);
}

#[test]
fn what_is_wrong_is_one_line_without_secrets() {
    let missing = Terminal::new(&[]).runs(&["serve"]);
    assert!(missing.refused().contains("bankfeeds-link secret"), "{}", missing.err);
    let wrong_key = Terminal::new(&[("SECRET_KEY", "hush-hush-hush")]).runs(&["serve"]);
    assert!(wrong_key.refused().starts_with("SECRET_KEY must be 32 random bytes"), "{}", wrong_key.err);
    assert!(!wrong_key.err.contains("hush"), "{}", wrong_key.err);
    for (url, why) in [
        ("postgres://bank:hush@127.0.0.1:1/bank", "cannot reach PostgreSQL"),
        ("postgres://bank:hush@[/bank", "DATABASE_URL cannot be read"),
        ("postgres://bank:x@127.0.0.1:1/bank?pasword=hush", "DATABASE_URL has an option that is not known"),
        ("postgres://bank:x@127.0.0.1:1/bank?sslmode=hush", "DATABASE_URL has an sslmode"),
        ("sqlite:nowhere/bank.db", "nowhere/bank.db"),
    ] {
        let answer = Terminal::of_server(url).runs(&["serve"]);
        assert!(answer.refused().contains(why), "{}", answer.err);
        assert!(!answer.err.contains("hush") && !answer.err.contains(KEY), "{}", answer.err);
    }
}
