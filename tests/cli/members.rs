//! `member …`, and the links that `partner create` and `demo` print for the portal.

use serde_json::Value;

use crate::support::{Database, HttpBrowser, Manner, Node, Page, PostOffice};

const PASSWORD: &str = "vq3-kzut-9mt-pw";

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}

fn joins(link: &str) -> Page {
    let browser = HttpBrowser::new("en-CA");
    let page = browser.opens(link);
    browser.submits(&page.form("/set-up"), &[("name", "Grace Hopper"), ("password", PASSWORD)])
}

on_both_databases! {
    async fn a_new_partner_has_a_link_for_its_first_administrator(database: Database) {
        let node = Node::on(database.url()).started();
        let create = ["partner", "create", "--name", "Acme Bank", "--email", "ada@bank.example"];
        let made = node.terminal.runs(&[&create[..], &["--json"]].concat()).json();
        let link = text(&made["setUpUrl"]);
        assert!(link.starts_with(&format!("{}/portal/set-up?code=", node.url())), "{link}");
        let page = HttpBrowser::new("en-CA").opens(link);
        assert!(page.says("You are invited to the team. Your role: Administrator."), "{}", page.html());
        assert!(joins(link).url.ends_with("/portal/account/authenticator"));
        let listed = node.terminal.runs(&["member", "list", "--json"]).json();
        assert_eq!((text(&listed["members"][0]["email"]), text(&listed["members"][0]["role"])), ("ada@bank.example", "administrator"));
        let words = node.terminal.runs(&create);
        let words = words.succeeded();
        assert!(words.contains("Portal, for ada@bank.example: http") && words.contains("works once, until"), "{words}");
    }

    async fn a_member_is_invited_and_gets_a_new_password_by_hand(database: Database) {
        let mut node = Node::on(database.url()).started();
        node.makes_a_partner("Acme Bank");
        let invite = ["member", "invite", "--email", "grace@bank.example", "--role", "brand", "--json"];
        let older = node.terminal.runs(&invite).json();
        let made = node.terminal.runs(&invite).json();
        assert_eq!(HttpBrowser::new("en-CA").opens(text(&older["setUpUrl"])).status(), 410, "void");
        let listed = node.terminal.runs(&["member", "list"]);
        assert!(listed.succeeded().contains("grace@bank.example  brand, invited until "), "{}", listed.out);
        assert!(joins(text(&made["setUpUrl"])).says("Welcome, Grace Hopper."));
        assert!(node.terminal.runs(&invite).refused().contains("is a member's already"));
        let listed = node.terminal.runs(&["member", "list"]);
        assert!(listed.succeeded().contains("\"Grace Hopper\", brand, without a second factor, never seen"), "{}", listed.out);

        let reset = node.terminal.runs(&["member", "reset", "--email", "GRACE@bank.example", "--second-factor"]);
        let link = reset.succeeded().lines().next().unwrap();
        let browser = HttpBrowser::new("en-CA");
        let page = browser.opens(link);
        let home = browser.submits(&page.form("/set-up"), &[("password", "another-vq3-kzut")]);
        assert!(home.says("Welcome, Grace Hopper."), "{}", home.html());
        let nobody = node.terminal.runs(&["member", "reset", "--email", "nobody@bank.example"]);
        assert!(nobody.refused().contains("member list shows them"), "{}", nobody.err);
        let code = link.rsplit('=').next().unwrap();
        assert!(!node.log().contains(code), "a code is in the log");
    }

    async fn what_a_letter_fails_by_is_logged_without_address_or_link(database: Database) {
        let office = PostOffice::opens(Manner::RefusesRecipients);
        let mut node = Node::on(database.url()).and("SMTP_URL", &office.url());
        node = node.and("MAIL_FROM", "Acme Bank <no-reply@bank.example>").started();
        node.makes_a_partner("Acme Bank");
        let invite = ["member", "invite", "--email", "grace@bank.example", "--role", "brand", "--json"];
        joins(text(&node.terminal.runs(&invite).json()["setUpUrl"]));
        let browser = HttpBrowser::new("en-CA");
        let page = browser.opens(&format!("{}/portal/forgotten", node.url()));
        browser.submits(&page.form("/forgotten"), &[("email", "grace@bank.example")]);
        node.process().log_says("a letter was not sent: the mail server answered 550");
        let log = node.log();
        for word in ["grace@", "marie@", "code=", "password"] {
            assert!(!log.contains(word), "{word} is in {log}");
        }
    }
}

#[test]
fn what_is_wrong_with_an_address_or_a_role_is_told_before_anything_is_made() {
    let database = Database::sqlite();
    let terminal = crate::support::terminal::Terminal::of_server(database.url());
    for (arguments, why) in [
        (["partner", "create", "--name", "Acme Bank", "--email", "ada"], "it must be an e-mail address"),
        (["member", "invite", "--role", "emperor", "--email", "ada@bank.example"], "it must be one of administrator, "),
    ] {
        let answer = terminal.runs(&arguments);
        assert!(answer.status == 2 && answer.err.contains(why), "{}", answer.err);
    }
    // Any free port is no address for a link.
    let nowhere = terminal.runs(&["partner", "create", "--name", "Acme Bank", "--email", "ada@bank.example"]);
    assert!(nowhere.refused().starts_with("PUBLIC_URL is missing"), "{}", nowhere.err);
    assert!(!std::path::Path::new(database.url().trim_start_matches("sqlite:")).exists(), "a database was made");
}
