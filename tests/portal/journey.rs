//! The whole story of a bank's people, in real Chromium: from the set-up link of the first administrator to what a customer reads,
//! and back.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use bankfeeds_link::domain::role::Role;
use fantoccini::Locator;
use serde_json::json;
use totp_rs::{Builder, Secret, Totp};

use super::passkeys::has_an_authenticator;
use super::person::server_with_a_name;
use super::set_up::{PASSWORD, is_invited};
use crate::link::Walk;
use crate::support::{
    Browser, Connection, Database, HttpBrowser, OfficialClient, PartnerClient, Reader, Server, checking, project, tell,
};

#[test]
fn a_banks_people_set_up_invite_brand_and_put_back() {
    tell(story(Reader::english()));
}

#[test]
fn les_gens_de_l_institution_preparent_invitent_publient_et_remettent() {
    tell(story(Reader::french().on_a_phone()));
}

/// How long a page may take to come.
const PATIENCE: Duration = Duration::from_secs(30);
/// What the link pages show before anybody changes it.
const USUAL: &str = "#1d4e89";
/// As ugly as a brand gets.
const YELLOW: &str = "#ffd100";

async fn story(reader: Reader) {
    let server = server_with_a_name(Database::sqlite()).await;
    let bank = PartnerClient::new(&server, "Acme Bank").await;
    let ada = Desk::at(&server, reader).await;
    has_an_authenticator(&ada.browser);

    // The first administrator: set-up link, password, authenticator, recovery codes, passkey.
    let made = is_invited(&server, &bank, "ada@acme.example", Role::Administrator).await;
    ada.opens(&format!("/set-up?code={}", made.code.reveal())).await;
    ada.types("#name", "Ada Tremblay").await;
    ada.types("#password", PASSWORD).await;
    ada.presses("main form .button:not([type=button])").await;
    ada.waits_for("#secret").await;
    let secret = ada.browser.text_of("secret").await.replace(' ', "");
    let phone: Totp = Builder::new().with_secret(Secret::try_from_base32(secret).unwrap()).build().unwrap();
    let shows = || phone.generate(u64::try_from(server.now().unix_seconds()).unwrap()).to_string();
    ada.types("#code", &shows()).await;
    ada.presses("main form .button").await;
    ada.waits_for("#codes").await;
    ada.opens("/account/passkeys").await;
    ada.types("#name", "MacBook").await;
    ada.presses("button[data-passkey=new]").await;
    ada.waits_for("table.table").await;

    // Out, and in again: by the passkey alone.
    ada.presses(".out button").await;
    ada.presses("button[data-passkey=known]").await;
    ada.waits_for("nav [aria-current]").await;

    // Invites a colleague for the brand, who joins by the link.
    ada.opens("/team/invite").await;
    ada.types("#email", "grace@acme.example").await;
    ada.chooses("input[name=role][value=brand]").await;
    ada.presses("main form .button").await;
    let link = ada.text_of("#link").await;
    let grace = Desk::at(&server, reader).await;
    grace.browser.opens(&link).await;
    grace.types("#name", "Grace Hopper").await;
    grace.types("#password", PASSWORD).await;
    grace.presses("main form .button:not([type=button])").await;
    grace.waits_for("nav [aria-current]").await;

    // A logo and an ugly yellow: seen in the preview before any customer sees it.
    let customer = Customer::of(&server, &bank);
    assert!(customer.sees("en-CA", USUAL) && !customer.sees("en-CA", YELLOW));
    grace.opens("/settings/branding").await;
    grace.types("#primary", YELLOW).await;
    grace.gives_file("#logo", &project().join("src/demo/logo.svg")).await;
    grace.presses("main form[enctype] > fieldset > .button").await;
    grace.waits_for("#draft").await;
    let preview = grace.attribute(".preview iframe", "src").await;
    let seen = HttpBrowser::new("en-CA");
    for cookie in grace.browser.client.get_all_cookies().await.unwrap() {
        seen.takes_cookie(server.app.public_url.origin(), cookie.name(), cookie.value());
    }
    let drawn = seen.opens(&format!("{}{preview}", server.app.public_url.origin()));
    assert!(drawn.status() == 200 && drawn.html().contains("ffd100"), "{}", drawn.html());
    assert!(!customer.sees("en-CA", YELLOW), "live before it was published");
    grace.presses("#draft ~ .actions .button, section .actions .button").await;
    grace.presses("main form .button").await;
    grace.waits_for(".notice[role=status]").await;
    assert!(customer.sees("en-CA", YELLOW) && customer.sees("fr-CA", YELLOW));
    assert!(customer.page("en-CA").contains("<img class=\"logo"), "no logo");

    // A callout in both languages.
    grace.opens("/settings/callout").await;
    grace.types("#title_en", "Before you begin").await;
    grace.types("#body_en", "Have your QuickBooks password at hand.").await;
    grace.types("#title_fr", "Avant de commencer").await;
    grace.types("#body_fr", "Ayez votre mot de passe QuickBooks sous la main.").await;
    grace.presses("main button[name=action][value=publish]").await;
    grace.presses("main form .actions .button").await;
    grace.waits_for(".notice[role=status]").await;
    assert!(customer.sees("en-CA", "Before you begin") && customer.sees("fr-CA", "Avant de commencer"));
    assert!(!customer.sees("fr-CA", "Before you begin"));

    // The former branding comes back; the callout stays.
    grace.opens("/settings/branding/history").await;
    grace.presses(".publication a[href*=restore]").await;
    grace.presses("main form .button").await;
    grace.waits_for(".notice[role=status]").await;
    assert!(customer.sees("en-CA", USUAL) && !customer.sees("en-CA", YELLOW));
    assert!(customer.sees("fr-CA", "Avant de commencer"));

    // Off: the customer's page says so. On: it goes on.
    ada.opens("/settings/integrations/quickbooks").await;
    ada.chooses("input[name=integration][value=off]").await;
    ada.presses("form[action$='/enabled'] .button").await;
    ada.presses("main form .button").await;
    ada.waits_for(".notice[role=status]").await;
    assert_eq!(customer.status(), 503);
    ada.chooses("input[name=integration][value=on]").await;
    ada.presses("form[action$='/enabled'] .button").await;
    ada.waits_for(".notice[role=status]").await;
    assert_eq!(customer.status(), 200);

    // A key for the official client; deleted, it opens nothing.
    // Keys of one instant stand in no order.
    server.app.clock.advance(std::time::Duration::from_secs(1));
    ada.opens("/developers/keys/new").await;
    ada.types("#name", "Night batch").await;
    ada.presses("main form .button").await;
    let key = ada.text_of("#key").await;
    let mut client = OfficialClient::of(&bank.with_key(&key), &server);
    assert!(client.calls("companies.list", json!({}))["results"].is_array());
    ada.opens("/developers/keys").await;
    ada.presses("tbody tr:first-child a[href$='/delete']").await;
    ada.presses("main form .button").await;
    ada.waits_for("table.table").await;
    assert_eq!(bank.with_key(&key).gets("/companies").status, 401);
}

/// One of the bank's people before a browser.
struct Desk {
    browser: Browser,
    portal: String,
}

impl Desk {
    async fn at(server: &Server, reader: Reader) -> Self {
        Self { browser: Browser::of(reader).await, portal: format!("{}/portal", server.app.public_url.origin()) }
    }

    async fn opens(&self, below: &str) {
        self.browser.opens(&format!("{}{below}", self.portal)).await;
    }

    async fn waits_for(&self, selector: &str) {
        let found = self.browser.client.wait().for_element(Locator::Css(selector)).await;
        if let Err(error) = found {
            let address = self.browser.address().await;
            panic!("nothing is {selector} ({error}) at {address}:\n{}", self.browser.page().await);
        }
    }

    /// Chooses a radio button: the page stays.
    async fn chooses(&self, selector: &str) {
        self.waits_for(selector).await;
        self.browser.client.find(Locator::Css(selector)).await.unwrap().click().await.unwrap();
    }

    /// Presses what leads to another page, and waits until that page is there: what comes next may look like what it leaves.
    async fn presses(&self, selector: &str) {
        self.waits_for(selector).await;
        self.browser.evaluates("document.isLeft = true").await;
        self.browser.client.find(Locator::Css(selector)).await.unwrap().click().await.unwrap();
        let (patience, is_there) =
            (Instant::now() + PATIENCE, "document.isLeft !== true && document.readyState === 'complete'");
        // While pages change there is none to ask.
        while self.browser.client.execute(&format!("return {is_there};"), Vec::new()).await.ok() != Some(json!(true)) {
            if Instant::now() > patience {
                panic!(
                    "{selector} leads nowhere from {}:\n{}",
                    self.browser.address().await,
                    self.browser.page().await
                );
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    async fn types(&self, selector: &str, text: &str) {
        self.waits_for(selector).await;
        let field = self.browser.client.find(Locator::Css(selector)).await.unwrap();
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    async fn gives_file(&self, selector: &str, file: &Path) {
        let file: PathBuf = std::fs::canonicalize(file).unwrap();
        let field = self.browser.client.find(Locator::Css(selector)).await.unwrap();
        field.send_keys(&file.display().to_string()).await.unwrap();
    }

    async fn text_of(&self, selector: &str) -> String {
        self.waits_for(selector).await;
        self.browser.client.find(Locator::Css(selector)).await.unwrap().text().await.unwrap()
    }

    async fn attribute(&self, selector: &str, name: &str) -> String {
        self.waits_for(selector).await;
        let element = self.browser.client.find(Locator::Css(selector)).await.unwrap();
        element.attr(name).await.unwrap().unwrap()
    }
}

/// A shop owner, and what she reads at the step with the callout.
struct Customer<'a> {
    bank: &'a PartnerClient,
    connection: Connection,
}

impl<'a> Customer<'a> {
    fn of(_: &Server, bank: &'a PartnerClient) -> Self {
        let connection = bank.connects(&bank.creates_company("Bistro 12"));
        bank.adds_account(&connection, &checking("4821"));
        Self { bank, connection }
    }

    fn link(&self) -> String {
        let connection = self.bank.gets(&self.connection.path("")).succeeded();
        connection["linkUrl"].as_str().unwrap().to_owned()
    }

    fn status(&self) -> u16 {
        HttpBrowser::new("en-CA").opens(&self.link()).status()
    }

    /// The third step's page, with the address of its theme.
    fn page(&self, language: &str) -> String {
        let browser = HttpBrowser::new(language);
        browser.agrees(&browser.presses_next(&browser.opens(&self.link()))).html()
    }

    fn sees(&self, language: &str, words: &str) -> bool {
        let html = self.page(language);
        html.contains(words) || html.contains(words.trim_start_matches('#'))
    }
}
