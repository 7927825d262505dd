//! What an operator types into a partner's settings, and what a link's own parameters may be.

use serde_json::Value;

use crate::cli::commands::creates;
use crate::link::{Invitation, Walk};
use crate::support::terminal::{KEY, Terminal, names};
use crate::support::{Database, HttpBrowser};

fn settings(terminal: &Terminal) -> Value {
    terminal.runs(&["partner", "show", "--json"]).json()["settings"].clone()
}

#[test]
fn v1_3_5_a_setting_that_could_run_or_mislead_is_refused_by_its_flag() {
    let terminal = Terminal::new(&[("SECRET_KEY", KEY)]);
    creates(&terminal, "Acme Bank");
    let before = settings(&terminal);
    let fifty_one = "👩‍🍳".repeat(51);
    let tower = format!("Z{}oe", "\u{301}".repeat(60));
    for (flag, value) in [
        ("--primary-colour", "red;background:url(//x)"),
        ("--primary-colour", "#fff"),
        ("--secondary-colour", "#GGGGGG"),
        ("--secondary-colour", "#12345\u{661}"),
        ("--primary-colour", "#1234567"),
        ("--primary-colour", "expression(alert(1))"),
        ("--help-url", "javascript:alert(1)"),
        ("--help-url", "JaVaScRiPt:alert(1)"),
        ("--help-url", "data:text/html,x"),
        ("--help-url", "//evil.example"),
        ("--help-url", "\\\\evil.example"),
        ("--help-url", "https:\\\\evil.example"),
        ("--help-url", "https://bank.example\\@evil.example"),
        ("--help-url", "https://bank@evil.example/"),
        ("--help-url", "https://bank:x@evil.example/"),
        ("--help-url", "https://bank.example/\r\nX: y"),
        ("--help-url", "https://bank.example/\u{202e}"),
        ("--help-url", "http://bank.example/"),
        ("--help-url", "ftp://bank.example/"),
        ("--help-url", "https://"),
        ("--refresh-url", "https:bank.example"),
        ("--return-host", "bank.example:99999"),
        ("--return-host", "bank.example/"),
        ("--return-host", "*.bank.example"),
        ("--return-host", "bank.example@evil.example"),
        ("--name-en", "\u{200b}"),
        ("--name-en", &tower),
        ("--name-fr", "a\u{202e}b"),
        ("--support-phone", "javascript:alert(1)"),
        ("--support-phone", "ask us"),
        ("--support-phone", "1"),
        ("--support-email", "a@b.c?subject=x"),
        ("--support-email", "a@b.c\r\nBcc: d"),
        ("--country", "C1N"),
        ("--country", "C"),
        ("--time-zone", "America/Nowhere"),
        ("--time-zone", "../../etc/localtime"),
        ("--time-zone", "EST5EDT4,M3"),
        ("--default-language", "<b>"),
    ] {
        let answer = terminal.runs(&["partner", "set", flag, value]);
        assert!(answer.refused().starts_with(flag), "{flag} {value:?}: {}", answer.err);
    }
    for (flag, value) in [
        ("--callout-title-en", fifty_one.as_str()),
        ("--callout-title-en", "a\u{0}b"),
        ("--callout-title-en", "\u{2060}"),
    ] {
        // A NUL cannot even be typed.
        let value = value.replace('\u{0}', "\u{7}");
        let answer = terminal.runs(&["partner", "set", flag, &value, "--callout-body-en", "Body"]);
        assert!(answer.refused().contains("callout title"), "{value:?}: {}", answer.err);
    }
    assert_eq!(settings(&terminal), before);
    let (fifty, body) = ("👩‍🍳".repeat(50), "e\u{301}".repeat(150));
    terminal.runs(&["partner", "set", "--callout-title-en", &fifty, "--callout-body-en", &body]).succeeded();
    assert_eq!(settings(&terminal)["callout-body-en"], "é".repeat(150));
    let long = terminal.runs(&["partner", "set", "--callout-body-en", &"x".repeat(151)]);
    assert!(long.refused().contains("it has 151, 1 too many"), "{}", long.err);
}

#[test]
fn a_return_url_names_only_what_a_link_can_carry() {
    let terminal = Terminal::new(&[("SECRET_KEY", KEY)]);
    creates(&terminal, "Acme Bank");
    let set = |url: &str| terminal.runs(&["partner", "set", "--return-host", "bank.example", "--return-url", url]);
    for (url, says) in [
        ("https://bank.example/{companyID}", "it is spelt {companyId}"),
        ("https://bank.example/{otp}", "does not come back"),
        ("https://bank.example/{a b}", "blanks"),
        ("https://bank.example/{a.b}", "letters, digits"),
        ("https://bank.example/{}", "letters, digits"),
        ("https://bank.example/{{x}}", "return URL"),
        ("https://{x}.bank.example/", "return URL"),
        ("https://bank.example/?{a}{b}{c}{d}{e}{f}{g}{h}{i}{j}{k}", "at most 10"),
        ("https://evil.example/", "not among the return hosts"),
        (&format!("https://bank.example/{{{}}}", "x".repeat(41)), "40 at most"),
        (&format!("https://bank.example/{}", "x".repeat(500)), "500 characters"),
    ] {
        assert!(set(url).refused().contains(says), "{url}: {}", set(url).err);
    }
    set("https://bank.example/{companyId}?ref={ref}&s={statusCode}").succeeded();
}

#[test]
fn a_command_in_the_wrong_folder_makes_no_database() {
    let terminal = Terminal::new(&[("SECRET_KEY", KEY)]);
    let nobody = "00000000-0000-4000-8000-000000000000";
    let keyed = Terminal::of_server("sqlite:bankfeeds-link.db").and("PUBLIC_URL", "https://link.bank.example");
    for (at, arguments) in [
        (&terminal, vec!["partner", "show"]),
        (&terminal, vec!["partner", "set", "--city", "Toronto"]),
        (&terminal, vec!["partner", "key", "add", "--name", "x"]),
        (&keyed, vec!["link", "create", "--connection", nobody]),
        (&keyed, vec!["secret", "replace"]),
    ] {
        let answer = at.runs(&arguments);
        let said = answer.refused();
        assert!(said.contains("there is no database at /") && said.contains("DATABASE_URL"), "{arguments:?}: {said}");
        assert!(names(at.path("").as_path()).is_empty(), "{arguments:?}");
    }
    creates(&terminal, "Acme Bank");
    terminal.runs(&["partner", "show"]).succeeded();
}

on_both_databases! {
    async fn ten_parameters_of_a_link_come_back_whole(database: Database) {
        let invitation = Invitation::with(database, |settings| {
            let parameters: String = (0..10).map(|it| format!("{{p{it}}},")).collect();
            settings.return_url = Some(format!("https://bank.example/back?x={parameters}"));
            settings.return_hosts = vec!["bank.example".into()];
        }).await;
        let value = |number: usize| format!("{number}{}", "v".repeat(255));
        let query: String = (0..10).map(|it| format!("&p{it}={}", value(it))).collect();
        let marie = HttpBrowser::new("en-CA");
        let first = marie.opens(&format!("{}{query}&p10=beyond", invitation.link()));
        let tag = invitation.connection.id.replace('-', "")[..8].to_owned();
        let cookie = marie.cookie(&format!("l-{tag}")).unwrap();
        assert!(cookie.len() + "__Host-l-12345678".len() <= 4_096, "no browser keeps {} bytes", cookie.len());
        marie.gets_credentials(&marie.agrees(&marie.presses_next(&first)));
        let last = marie.opens(&invitation.page_address("finish"));
        for number in 0..10 {
            assert!(last.html().contains(&value(number)), "{number}: {} {}", last.url, last.html());
        }
        assert!(!last.html().contains("beyond"));
    }

    async fn what_no_cookie_holds_is_left_out_and_the_link_still_opens(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        let name = "n".repeat(39);
        let query: String = (0..10).map(|it| format!("&{name}{it}={}", "%22%5C%C3%A9".repeat(85))).collect();
        let first = marie.opens(&format!("{}{query}", invitation.link()));
        let tag = invitation.connection.id.replace('-', "")[..8].to_owned();
        assert!(marie.cookie(&format!("l-{tag}")).unwrap().len() <= 4_078);
        assert_eq!(marie.presses_next(&first).status(), 200);
    }
}
