//! The whole story by the sandbox alone, in a real browser: a developer with three tabs, and nobody else.

use std::time::{Duration, Instant};

use fantoccini::Locator;
use fantoccini::wd::WindowHandle;

use super::sandbox;
use crate::support::{Browser, Database, PartnerClient, Reader, Server, tell};

/// The contract asks for a second. What else runs on this machine may take more; the figure is printed.
const NOTICED_WITHIN: Duration = Duration::from_secs(5);

#[test]
fn the_whole_story_by_the_sandbox_alone() {
    tell(story(Reader::english(), "en-CA"));
}

#[test]
fn toute_l_histoire_avec_le_seul_bac_a_sable() {
    tell(story(Reader::french().on_a_phone(), "fr-CA"));
}

#[expect(clippy::print_stdout, reason = "a figure, for whoever asks the suite to show what it prints")]
async fn story(reader: Reader, language: &str) {
    let server = sandbox(Database::sqlite()).await;
    let bank = PartnerClient::new(&server, "Banque Phare").await;
    let tabs = Tabs::open(&server, reader, &bank.api_key).await;

    tabs.presses("#create form .button").await;
    tabs.stands("PendingAuth", &["pending", "pending"]).await;
    let link = tabs.presses_into_a_new_tab("#link form .button").await;
    let pair = tabs.gets_credentials().await;
    tabs.goes_to(&tabs.walk).await;
    let quickbooks = tabs.presses_into_a_new_tab("#connect a.button").await;
    tabs.links_the_bank(&pair).await;

    // The tab with the password hears of it without being touched.
    let connecting = Instant::now();
    tabs.presses("main form .button").await;
    tabs.goes_to(&link).await;
    tabs.waits_for("#live[data-state=connected]").await;
    let took = connecting.elapsed();
    println!("figures: the page with the credentials noticed after {} ms ({language})", took.as_millis());
    assert!(took < NOTICED_WITHIN, "{took:?}");

    tabs.goes_to(&tabs.walk).await;
    tabs.reloads().await;
    tabs.stands("Linked", &["connected", "connected"]).await;
    tabs.presses("#push form .button").await;
    tabs.waits_for("#push .made").await;
    assert!(tabs.browser.page().await.contains("Success"));
    tabs.goes_to(&quickbooks).await;
    tabs.presses("form[action$='/update'] .button").await;
    tabs.opens_the_register().await;
    assert_eq!(tabs.counts("table.books tbody tr").await, 3);

    // Revoked: the next update and the next push are refused.
    tabs.goes_to(&tabs.walk).await;
    tabs.presses("#revoke form .button").await;
    tabs.stands("Deauthorized", &["disconnected", "disconnected"]).await;
    tabs.presses("#push form .button").await;
    tabs.waits_for("#push .wrong").await;
    tabs.goes_to(&quickbooks).await;
    tabs.presses("form[action$='/update'] .button").await;
    tabs.waits_for(".notice.bad").await;

    // A new link, a new set, and the bank in QuickBooks goes on with it.
    tabs.goes_to(&tabs.walk).await;
    tabs.presses_into_a_new_tab("#link form .button").await;
    let pair = tabs.gets_credentials().await;
    tabs.goes_to(&quickbooks).await;
    tabs.browser.opens(&tabs.bank_address().await).await;
    tabs.presses("main a[href$='/sign-in']").await;
    tabs.signs_in(&pair).await;
    tabs.goes_to(&tabs.walk).await;
    tabs.reloads().await;
    tabs.stands("Linked", &["connected", "connected"]).await;

    // A QuickBooks that goes on asking stays connected for ten days; one that has stopped does not.
    tabs.presses("#silence button[value=ten-days]").await;
    tabs.stands("Linked", &["connected", "connected"]).await;
    tabs.presses("#silence button[value=ten-silent-days]").await;
    tabs.stands("Unlinked", &["disconnected", "disconnected"]).await;

    // It asks again with what it has, and everything is as before.
    tabs.goes_to(&quickbooks).await;
    tabs.browser.opens(&tabs.bank_address().await).await;
    tabs.presses("form[action$='/update'] .button").await;
    tabs.goes_to(&tabs.walk).await;
    tabs.reloads().await;
    tabs.stands("Linked", &["connected", "connected"]).await;
}

/// A developer's browser and its tabs.
struct Tabs {
    browser: Browser,
    walk: WindowHandle,
}

impl Tabs {
    async fn open(server: &Server, reader: Reader, key: &str) -> Self {
        let browser = Browser::of(reader).await;
        browser.opens(&format!("{}/sandbox", server.url())).await;
        let walk = browser.client.window().await.unwrap();
        let tabs = Self { browser, walk };
        tabs.types("#key", key).await;
        tabs.presses("main form .button").await;
        tabs.waits_for("ol.walk").await;
        tabs
    }

    async fn goes_to(&self, tab: &WindowHandle) {
        self.browser.client.switch_to_window(tab.clone()).await.unwrap();
    }

    async fn reloads(&self) {
        self.browser.client.refresh().await.unwrap();
    }

    async fn waits_for(&self, selector: &str) {
        let found = self.browser.client.wait().for_element(Locator::Css(selector)).await;
        if let Err(error) = found {
            panic!(
                "nothing is {selector} ({error}) at {}:\n{}",
                self.browser.address().await,
                self.browser.page().await
            );
        }
    }

    async fn presses(&self, selector: &str) {
        self.waits_for(selector).await;
        self.browser.client.find(Locator::Css(selector)).await.unwrap().click().await.unwrap();
    }

    async fn types(&self, selector: &str, text: &str) {
        self.waits_for(selector).await;
        let field = self.browser.client.find(Locator::Css(selector)).await.unwrap();
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    async fn counts(&self, selector: &str) -> usize {
        self.browser.client.find_all(Locator::Css(selector)).await.unwrap().len()
    }

    /// Answers the tab that opened, and is there.
    async fn presses_into_a_new_tab(&self, selector: &str) -> WindowHandle {
        let before = self.browser.client.windows().await.unwrap();
        self.presses(selector).await;
        let patience = Instant::now() + Duration::from_secs(10);
        loop {
            let now = self.browser.client.windows().await.unwrap();
            if let Some(new) = now.into_iter().find(|tab| !before.contains(tab)) {
                self.goes_to(&new).await;
                return new;
            }
            assert!(Instant::now() < patience, "no tab opened");
        }
    }

    /// What the walk says of the connection and of its accounts.
    async fn stands(&self, connection: &str, accounts: &[&str]) {
        let expected: Vec<String> = [connection].iter().chain(accounts).map(|status| (*status).to_owned()).collect();
        let patience = Instant::now() + Duration::from_secs(20);
        loop {
            let told = "[...document.querySelectorAll('.standing b')].map(it => it.textContent).slice(0, 3)";
            let told: Vec<String> = serde_json::from_value(self.browser.evaluates(told).await).unwrap();
            if told == expected {
                return;
            }
            assert!(Instant::now() < patience, "{told:?} and not {expected:?}:\n{}", self.browser.page().await);
            tokio::time::sleep(Duration::from_millis(50)).await;
            // What another tab has begun may not have been done yet when this page was made.
            self.reloads().await;
        }
    }

    /// As the customer, from the first page of the link: username and password.
    async fn gets_credentials(&self) -> (String, String) {
        self.presses("label.tile").await;
        self.presses("main form .button").await;
        self.presses("button[value=agree]").await;
        self.presses("form[action$='/credentials'] .button").await;
        (self.browser.text_of("username").await, self.browser.text_of("password").await)
    }

    /// From the pretend QuickBooks' first page to the choice of accounts.
    async fn links_the_bank(&self, pair: &(String, String)) {
        self.presses("main a[href$='/link-account']").await;
        self.presses("button[name=institution]").await;
        self.presses("label[for=agree]").await;
        self.presses("main form .button").await;
        self.types("#username", &pair.0).await;
        self.types("#password", &pair.1).await;
        self.presses("main form .button").await;
        self.waits_for("#start-date").await;
    }

    /// With a new set, and on to the connected accounts.
    async fn signs_in(&self, pair: &(String, String)) {
        self.types("#username", &pair.0).await;
        self.types("#password", &pair.1).await;
        self.presses("main form .button").await;
        self.waits_for("#start-date").await;
        self.presses("main form .button").await;
        self.waits_for(".actions form[action$='/update']").await;
    }

    async fn opens_the_register(&self) {
        self.browser.opens(&self.bank_address().await).await;
        self.presses("main a[href*='/registers/']").await;
        self.waits_for("table.books").await;
    }

    /// Of the one bank in the pretend QuickBooks.
    async fn bank_address(&self) -> String {
        let home = self.browser.address().await.split_once("/sandbox").unwrap().0.to_owned();
        self.browser.opens(&format!("{home}/sandbox/quickbooks")).await;
        self.waits_for(".bank h2 a").await;
        let address = self.browser.evaluates("document.querySelector('.bank h2 a').href").await;
        address.as_str().unwrap().to_owned()
    }
}
