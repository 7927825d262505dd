//! Marie, who is brought to every page: by plain HTTP, which takes milliseconds. A real browser goes on from there.

use std::time::Duration;

use bankfeeds_link::domain::partner::ImageKind;
use bankfeeds_link::domain::role::Role;
use bankfeeds_link::domain::sandbox::Sandbox;
use bankfeeds_link::domain::settings::Settings;
use serde_json::json;
use sqlx::{Connection, SqliteConnection};
use tokio::sync::OnceCell;

use super::dress::Dress;
use crate::link::another_device::code_form;
use crate::link::brand::{drawing, shows};
use crate::link::live::Software;
use crate::link::{Invitation, Walk};
use crate::portal::forms::filled;
use crate::sandbox::Customer;
use crate::support::{
    Browser, Database, HttpBrowser, Manner, Member, Page, PostOffice, Server, checking, credit_card, transaction,
};

const HOUR: Duration = Duration::from_secs(3_600);

pub struct Marie {
    pub here: Invitation,
    pub browser: HttpBrowser,
    /// The same house with a sandbox and with e-mail, once she has been there.
    other: OnceCell<(Server, PostOffice)>,
}

/// Where she stands now.
pub struct Arrival {
    pub page: Page,
    /// How she came there, where its address alone would not show it again.
    pub posted: Option<Posted>,
}

/// A form that was sent.
pub struct Posted {
    /// The page that it stood on.
    from: String,
    action: String,
    fields: Vec<(String, String)>,
    /// What the form hides is read anew each time: it makes something that is shown once.
    is_once: bool,
    /// It carries files.
    is_multipart: bool,
}

impl Posted {
    fn new(from: &Page, action: &str, fields: Vec<(String, String)>) -> Self {
        Self { from: from.url.clone(), action: action.to_owned(), fields, is_once: false, is_multipart: false }
    }
}

impl From<Page> for Arrival {
    fn from(page: Page) -> Self {
        Self { page, posted: None }
    }
}

impl Marie {
    /// With a link of her own from a bank of her own; `language` as `Accept-Language` has it.
    pub async fn of(language: &str, dress: &Dress) -> Self {
        // What is seen does not depend on the database.
        let here = Invitation::with(Database::sqlite(), |settings| dress.settings(settings)).await;
        if let Some(logo) = dress.logo() {
            shows(&here, ImageKind::Logo, &drawing(&logo)).await;
        }
        Self { here, browser: HttpBrowser::new(language), other: OnceCell::new() }
    }

    pub fn opens(&self, page: &str) -> Page {
        self.browser.opens(&self.here.page_address(page))
    }

    pub fn opens_the_link(&self) -> Page {
        self.browser.opens(self.here.link())
    }

    pub fn comes_to_permission(&self) -> Page {
        self.browser.presses_next(&self.opens_the_link())
    }

    pub fn comes_to_set_up(&self) -> Page {
        self.browser.agrees(&self.comes_to_permission())
    }

    pub fn comes_to_credentials(&self) -> Page {
        self.browser.gets_credentials(&self.comes_to_set_up())
    }

    /// QuickBooks has signed in with her credentials and asked for no account.
    pub fn has_signed_on(&self) {
        Software::reading(&self.comes_to_credentials()).signs_on(&self.here.server);
    }

    /// QuickBooks has connected both her accounts.
    pub fn has_connected(&self) {
        Software::reading(&self.comes_to_credentials()).connects_both(&self.here.server);
    }

    /// Sends a form of a page, which shows something at its own address.
    pub fn sends(&self, from: &Page, form: &str, fields: &[(&str, &str)]) -> Arrival {
        let form = from.form(form);
        let more = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        self.posts(from, &form.action, form.hidden.iter().cloned().chain(more).collect())
    }

    /// Sends a form with all that stands in it, but for these fields.
    pub fn fills(&self, from: &Page, form: &str, changes: &[(&str, &str)]) -> Arrival {
        let mut fields = filled(from, form);
        for (name, value) in changes {
            fields.retain(|(it, _)| it != name);
            fields.push(((*name).to_owned(), (*value).to_owned()));
        }
        self.posts(from, &from.form(form).action, fields)
    }

    /// The same without what the form hides.
    pub fn forges(&self, from: &Page, form: &str, fields: &[(&str, &str)]) -> Arrival {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        self.posts(from, &from.form(form).action, fields.collect())
    }

    fn posts(&self, from: &Page, action: &str, fields: Vec<(String, String)>) -> Arrival {
        let sent: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let page = self.browser.posts(action, &sent);
        Arrival { page, posted: Some(Posted::new(from, action, fields)) }
    }

    /// Sends a form that could carry files, without any.
    pub fn uploads(&self, from: &Page, form: &str, fields: &[(&str, &str)]) -> Arrival {
        let form = from.form(form);
        let page = self.browser.uploads(&form, fields, &[]);
        let more = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let posted = Posted::new(from, &form.action, form.hidden.iter().cloned().chain(more).collect());
        Arrival { page, posted: Some(Posted { is_multipart: true, ..posted }) }
    }

    /// Sends a form that makes something which is shown once; whoever looks again sends one of their own.
    pub fn sends_once(&self, from: &Page, form: &str, fields: &[(&str, &str)]) -> Arrival {
        let form = from.form(form);
        let page = self.browser.submits(&form, fields);
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let posted = Posted::new(from, &form.action, fields);
        Arrival { page, posted: Some(Posted { is_once: true, ..posted }) }
    }

    /// The page that a link of this one leads to: the last whose address has this part.
    pub fn follows(&self, page: &Page, part: &str) -> Page {
        let html = page.html();
        let links = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let link =
            links.filter(|link| link.contains(part)).last().unwrap_or_else(|| panic!("no link to {part}: {html}"));
        self.browser.opens(&format!("{}{link}", self.here.server.url()))
    }

    /// At a place below `/portal`, as one of the bank's people.
    pub async fn works_as(&self, role: Role, below: &str) -> Page {
        let member = Member::of(&self.here.server, self.here.bank.id, role).await;
        self.goes_on_as(&member.browser);
        self.browser.opens(&member.address(below))
    }

    /// As whoever is signed in to the portal in this browser.
    pub fn goes_on_as(&self, other: &HttpBrowser) {
        self.browser.takes_cookie(self.here.server.url(), "p", &other.cookie("p").unwrap());
    }

    /// The same house as it may be, too: with a sandbox, and with a mail server.
    pub async fn other_house(&self) -> &Server {
        let first = &self.here.server.app;
        let (keys, clock, database) = (first.keys.clone(), first.clock.clone(), self.here.server.database.clone());
        let start = async || {
            let office = PostOffice::opens(Manner::Takes);
            let mailer = office.mailer();
            let server = Server::with(database, clock, |app| {
                app.keys = keys;
                app.sandbox = Some(Sandbox::calling(app.public_url.origin()));
                app.mail = Some(mailer);
            });
            (server.await, office)
        };
        &self.other.get_or_init(start).await.0
    }

    /// Before a pretend QuickBooks, in which she can link her bank.
    pub async fn before_quickbooks(&self) -> Customer<'_> {
        let origin = self.other_house().await.url().to_owned();
        Customer { browser: &self.browser, origin, institution: self.here.bank.id.to_string() }
    }

    /// In the walk, as the developer of her bank.
    pub async fn comes_to_the_walk(&self) -> Page {
        let asked = self.before_quickbooks().await.browser.opens(&self.in_the_sandbox("").await);
        if !asked.html().contains("name=\"key\"") {
            return asked;
        }
        self.browser.submits(&asked.form("/key"), &[("key", &self.here.bank.api_key)])
    }

    /// The same address of the link pages where everything is pretended.
    pub async fn in_test_mode(&self, address: &str) -> String {
        let origin = self.before_quickbooks().await.origin;
        address.replace(self.here.server.url(), &origin)
    }

    /// An address of the sandbox.
    pub async fn in_the_sandbox(&self, below: &str) -> String {
        format!("{}/sandbox{below}", self.before_quickbooks().await.origin)
    }

    /// Her pretend QuickBooks has a chequing account and a card, and the last download brought two transactions.
    pub async fn has_linked_in_quickbooks(&self) -> (Customer<'_>, Page) {
        let customer = self.before_quickbooks().await;
        let (bank, server) = (&self.here.bank, &self.here.server);
        bank.adds_account(&self.here.connection, &credit_card("5518"));
        let (username, password) = bank.generates_credentials(&self.here.connection);
        let accounts = customer.signs_in(&customer.finds_the_bank(), (&username, &password));
        let fields = [("account", "0"), ("account", "2"), ("type-0", "chequing"), ("type-2", "creditCard")];
        let start = server.day(-30);
        let form = accounts.form("/accounts");
        let page = self.browser.submits(&form, &[fields.as_slice(), &[("start-date", start.as_str())]].concat());
        server.app.clock.advance(Duration::from_secs(1));
        let mut rent =
            transaction("t1", &server.day(0), -1_234.5, "Immeubles de la Côte-des-Neiges inc., loyer du local 12");
        rent["counterparty"] = "Immeubles".into();
        let batch = [rent, transaction("t2", &server.day(0), 812.25, "Ventes")];
        bank.pushes(&self.here.connection, "4821", &batch).succeeded();
        let page = customer.updates(&page);
        (customer, page)
    }

    /// Gets an address and a code for another device.
    pub fn hands_over(&self, first: &HttpBrowser) -> (String, String) {
        let page = first.opens(&self.here.page_address("another-device"));
        let open = first.submits(&page.form("/another-device"), &[]);
        (open.text_of("address").unwrap(), open.text_of("code").unwrap())
    }

    /// Enters a code at the address that goes with it.
    pub fn enters(&self, address: &str, code: &str) -> Arrival {
        let page = self.browser.opens(address);
        let form = code_form(&page);
        let code = ("code".to_owned(), code.to_owned());
        self.posts(&page, &form.action, form.hidden.iter().cloned().chain([code]).collect())
    }

    /// Her other device has the code, and waits for her yes.
    pub fn enters_the_code_elsewhere(&self) {
        self.comes_to_set_up();
        let (address, code) = self.hands_over(&self.browser);
        let there = HttpBrowser::new("en-CA");
        there.submits(&code_form(&there.opens(&address)), &[("code", &code)]);
    }

    pub async fn changes(&self, change: impl FnOnce(&mut Settings)) {
        self.here.bank.changes_settings(&self.here.server, change).await;
    }

    pub fn waits_an_hour(&self) {
        self.here.server.app.clock.advance(HOUR);
    }

    pub fn has_many_accounts(&self) {
        for number in 0..30 {
            let mut account = checking(&format!("9{number:03}"));
            account["accountName"] = format!("Compte d’opérations de l’établissement numéro {number}").into();
            self.here.bank.adds_account(&self.here.connection, &account);
        }
        self.here.bank.adds_account(&self.here.connection, &credit_card("card"));
    }

    /// SQL past the store: what no visitor could bring about, or not within seconds.
    pub async fn finds(&self, statements: &'static str) {
        let mut connection = SqliteConnection::connect(self.here.server.database.url()).await.unwrap();
        sqlx::raw_sql(statements).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }

    /// Has a real browser go on from here, with her cookies and no others.
    pub async fn goes_on(&self, browser: &Browser, arrival: &Arrival) {
        browser.asks_chromium("Network.clearBrowserCookies", &json!({}));
        for (name, value) in self.browser.cookies() {
            let cookie = json!({ "name": name, "value": value, "url": self.here.server.url(), "httpOnly": true });
            assert_eq!(browser.asks_chromium("Network.setCookie", &cookie)["success"], true, "{name}");
        }
        let Some(posted) = &arrival.posted else { return browser.opens(&arrival.page.url).await };
        browser.opens(&posted.from).await;
        let send = "const form = document.createElement('form');
            [form.method, form.action] = ['post', arguments[0]];
            if (arguments[3]) form.enctype = 'multipart/form-data';
            for (const [name, value] of arguments[1]) {
              form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
            }
            const drawn = [...document.forms].find((it) => it.action === form.action);
            for (const { name, value } of arguments[2] ? drawn.querySelectorAll('[type=hidden]') : []) {
              form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
            }
            document.body.append(form);
            form.submit();";
        let arguments =
            vec![json!(posted.action), json!(posted.fields), json!(posted.is_once), json!(posted.is_multipart)];
        browser.client.execute(send, arguments).await.unwrap();
    }
}
