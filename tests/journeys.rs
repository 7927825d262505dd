//! One story through all doors: the partner's official client, a person in a real browser, and real accounting software.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Browser, Database, OfficialClient, PartnerClient, QuickBooks, Reader, Server};

on_both_databases! {
    async fn a_bistro_links_its_account_unlinks_it_and_links_it_again(database: Database) {
        // Without JavaScript: it only adds comfort.
        link_unlink_and_link_again(database, Reader::english().without_javascript(), &ENGLISH).await;
    }

    async fn un_bistro_relie_son_compte_le_retire_et_le_relie_de_nouveau(database: Database) {
        link_unlink_and_link_again(database, Reader::french().on_a_phone(), &FRENCH).await;
    }
}

async fn link_unlink_and_link_again(database: Database, reader: Reader, words: &Words) {
    let server = Server::start(database).await;
    let mut partner = Partner::new(&server).await;
    partner.prepares_a_bistro();
    assert_eq!((partner.connection_status(), partner.account_status()), ("PendingAuth".into(), "pending".into()));
    let too_early = partner.is_refused_a_push("t-0", &server.day(0));
    assert!(too_early.contains("pending"), "{too_early}");

    // The person opens the link that the partner shows, and gets a pair.
    let browser = Browser::of(reader).await;
    browser.opens(&partner.link_url()).await;
    let (username, password) = words.goes_through_the_pages(&browser).await;
    assert_eq!((username.len(), password.len()), (14, 16));

    // QuickBooks signs on with it. The first statement connects the account; there is nothing to collect yet.
    let quickbooks = QuickBooks::signing_on(&server, &username, &password);
    let first = quickbooks.downloads_everything();
    assert!(first.is_good(), "{first:?}");
    assert_eq!(first.values("ACCTID"), ["12345670"]);
    assert_eq!((first.values("FITID"), first.values("BALAMT")), (vec![], vec!["99.99".to_owned()]));
    assert_eq!((partner.connection_status(), partner.account_status()), ("Linked".into(), "connected".into()));

    // What the partner pushes, QuickBooks collects.
    partner.pushes("t-1", &server.day(-1));
    let second = quickbooks.downloads_everything();
    assert_eq!((second.values("FITID"), second.values("BALAMT")), (vec!["t-1".to_owned()], vec!["87.65".to_owned()]));

    // The person revokes: QuickBooks is turned away, and the partner hears why its push is not taken.
    words.revokes(&browser).await;
    let refused = quickbooks.lists_accounts();
    assert!(refused.is_refused(), "{refused:?}");
    assert!(!quickbooks.downloads_everything().ended_well);
    assert_eq!((partner.connection_status(), partner.account_status()), ("Deauthorized".into(), "disconnected".into()));
    let unwanted = partner.is_refused_a_push("t-2", &server.day(0));
    assert!(unwanted.contains("disconnected"), "{unwanted}");

    // A minute later a new set from the same browser links the account again; the old one stays dead.
    server.app.clock.advance(Duration::from_secs(60));
    let (username, password) = words.gets_a_new_set(&browser).await;
    let again = QuickBooks::signing_on(&server, &username, &password).speaking(203);
    assert!(again.downloads_everything().is_good());
    assert_eq!((partner.connection_status(), partner.account_status()), ("Linked".into(), "connected".into()));
    partner.pushes("t-2", &server.day(0));
    let last = again.downloads_everything();
    assert_eq!(last.values("FITID"), ["t-1", "t-2"], "ids are stable");
    assert!(quickbooks.lists_accounts().is_refused());
}

/// The partner's backend with the official client, and the bistro it looks after.
struct Partner {
    client: OfficialClient,
    /// Company and connection, as the client's requests name them.
    at: Value,
}

impl Partner {
    async fn new(server: &Server) -> Self {
        let acme = PartnerClient::new(server, "Acme Bank").await;
        Self { client: OfficialClient::of(&acme, server), at: Value::Null }
    }

    fn prepares_a_bistro(&mut self) {
        let company = self.client.calls("companies.create", json!({ "name": "Bistro" }));
        let request = json!({ "company_id": company["id"], "request_body": { "platform_key": "hcws" } });
        let connection = self.client.calls("connections.create", request);
        self.at = json!({ "company_id": company["id"], "connection_id": connection["id"] });
        let account = json!({
            "id": "acc-1", "account_name": "Everyday", "account_type": "checking", "account_number": "12345670",
            "currency": "CAD", "balance": 99.99,
        });
        self.client.calls("source_accounts.create", self.with("request_body", account));
    }

    fn link_url(&mut self) -> String {
        self.client.calls("connections.get", self.at.clone())["linkUrl"].as_str().unwrap().to_owned()
    }

    fn connection_status(&mut self) -> String {
        self.client.calls("connections.get", self.at.clone())["status"].as_str().unwrap().to_owned()
    }

    fn account_status(&mut self) -> String {
        self.client.calls("source_accounts.list", self.at.clone())[0]["status"].as_str().unwrap().to_owned()
    }

    fn pushes(&mut self, id: &str, date: &str) {
        let operation = self.client.calls("transactions.create", self.push(id, date));
        assert_eq!(operation["status"], "Success", "{operation}");
    }

    /// Answers the sentence with which the push was refused.
    fn is_refused_a_push(&mut self, id: &str, date: &str) -> String {
        let error = self.client.is_refused("transactions.create", self.push(id, date));
        assert_eq!(error["status"], 400, "{error}");
        error["error"].as_str().unwrap().to_owned()
    }

    fn push(&self, id: &str, date: &str) -> Value {
        let item = json!({ "id": id, "date_": date, "amount": -12.34, "balance": 87.65, "description": "Flour" });
        let mut request =
            self.with("create_bank_transactions", json!({ "account_id": "acc-1", "transactions": [item] }));
        request["account_id"] = json!("acc-1");
        request
    }

    fn with(&self, name: &str, value: Value) -> Value {
        let mut request = self.at.clone();
        request[name] = value;
        request
    }
}

/// What the pages say in one language.
struct Words {
    tile: &'static str,
    next: &'static str,
    permission: &'static str,
    instructions: &'static str,
    get_credentials: &'static str,
    ready: &'static str,
    revoke: &'static str,
    really: &'static str,
    revoked: &'static str,
    new_set: &'static str,
}

const ENGLISH: Words = Words {
    tile: "Intuit QuickBooks Bank Feeds",
    next: "Next",
    permission: "Connect to QuickBooks Online Bank Feeds",
    instructions: "Set up QuickBooks",
    get_credentials: "Get credentials",
    ready: "Your credentials are ready",
    revoke: "Revoke credentials",
    really: "Revoke all credentials?",
    revoked: "Your credentials are revoked",
    new_set: "Get a new set",
};

const FRENCH: Words = Words {
    tile: "Intuit QuickBooks – Connexion bancaire",
    next: "Suivant",
    permission: "Connexion bancaire avec QuickBooks en ligne",
    instructions: "Configurez QuickBooks",
    get_credentials: "Obtenir les identifiants",
    ready: "Vos identifiants sont prêts",
    revoke: "Révoquer les identifiants",
    really: "Révoquer tous les identifiants?",
    revoked: "Vos identifiants sont révoqués",
    new_set: "Obtenir de nouveaux identifiants",
};

impl Words {
    /// From the link to the pair.
    async fn goes_through_the_pages(&self, browser: &Browser) -> (String, String) {
        browser.chooses(self.tile).await;
        browser.presses(self.next).await;
        browser.sees(self.permission).await;
        browser.presses(self.next).await;
        browser.sees(self.instructions).await;
        self.gets_credentials(browser).await
    }

    async fn gets_credentials(&self, browser: &Browser) -> (String, String) {
        browser.presses(self.get_credentials).await;
        browser.sees(self.ready).await;
        (browser.text_of("username").await, browser.text_of("password").await)
    }

    async fn revokes(&self, browser: &Browser) {
        browser.presses(self.revoke).await;
        browser.sees(self.really).await;
        browser.presses(self.revoke).await;
        browser.sees(self.revoked).await;
    }

    async fn gets_a_new_set(&self, browser: &Browser) -> (String, String) {
        browser.presses(self.new_set).await;
        browser.sees(self.instructions).await;
        self.gets_credentials(browser).await
    }
}
