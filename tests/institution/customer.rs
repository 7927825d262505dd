//! A small business with its accounts and a set of credentials, as the partner and the link pages would make them.

use bankfeeds_link::domain::audit::Author;
use bankfeeds_link::domain::connection::{self, ConnectionId};
use bankfeeds_link::domain::credentials;
use bankfeeds_link::domain::feed::{AccountStatus, Cause, ConnectionStatus};
use bankfeeds_link::domain::partner::{self, PartnerId};
use bankfeeds_link::domain::push::{self, Batch, Pushing, Target};
use bankfeeds_link::domain::refusal::Refusal;
use bankfeeds_link::domain::settings::Settings;
use bankfeeds_link::domain::source_account::{self, AccountInfo, AccountType, Draft, SourceAccount};
use bankfeeds_link::domain::timeline::Who;
use bankfeeds_link::domain::transaction::Item;
use bankfeeds_link::domain::{company, company::CompanyId};
use bankfeeds_link::store;

use crate::support::{QuickBooks, Server};

/// With a checking account `everyday`, a savings account `reserve` and a card `visa` with a credit of 4,000 left.
pub struct Customer {
    pub partner: PartnerId,
    pub connection: ConnectionId,
    pub username: String,
    pub password: String,
    pub company: CompanyId,
}

pub const EVERYDAY: &str = "0001112223";
pub const RESERVE: &str = "0001112224";

impl Customer {
    pub async fn of(server: &Server, partner: &str) -> Self {
        let customer = Self::without_accounts(server, partner).await;
        customer.adds(server, "everyday", AccountType::Checking, EVERYDAY).await;
        customer.adds(server, "reserve", AccountType::Savings, RESERVE).await;
        customer.adds(server, "visa", AccountType::CreditCard, "4111 1111 1111 1111").await;
        customer
    }

    pub async fn without_accounts(server: &Server, name: &str) -> Self {
        let (app, now) = (&server.app, server.now());
        let mut db = app.store.write().await.unwrap();
        let partner = partner::create(&mut db, &app.chance, &Settings::new(name).unwrap(), now).await.unwrap();
        let draft = company::Draft { name: "Bistro".into(), description: None, tags: company::Tags::default() };
        let company = company::create(&mut db, &app.chance, partner, draft, now).await.unwrap().id;
        let connection = connection::create(&mut db, &app.chance, partner, company, now).await.unwrap().id;
        db.commit().await.unwrap();
        let (username, password) = (String::new(), String::new());
        let mut customer = Self { partner, connection, username, password, company };
        customer.gets_credentials(server).await;
        customer
    }

    /// A new set; the older ones stay.
    pub async fn gets_credentials(&mut self, server: &Server) {
        let mut made =
            credentials::generate(&server.app, self.connection, &credentials::Asked::ByApi, Author::operator()).await;
        // A machine that runs many tests at once may be too slow for the patience of those who wait for a hash.
        while matches!(made, Err(Refusal::Busy { .. })) {
            made = credentials::generate(&server.app, self.connection, &credentials::Asked::ByApi, Author::operator())
                .await;
        }
        let pair = made.unwrap().unwrap();
        self.username = pair.username;
        self.password = pair.password.reveal().to_owned();
    }

    pub async fn adds(&self, server: &Server, id: &str, account_type: AccountType, number: &str) {
        self.adds_draft(server, draft(id, account_type, number)).await;
    }

    pub async fn adds_draft(&self, server: &Server, draft: Draft) {
        let mut db = server.app.store.write().await.unwrap();
        source_account::add(&server.app, &mut db, self.connection, draft, server.now()).await.unwrap();
        db.commit().await.unwrap();
    }

    pub fn quickbooks(&self, server: &Server) -> QuickBooks {
        QuickBooks::signing_on(server, &self.username, &self.password)
    }

    /// A transaction of −12.50 a pair of id and day; day 0 is today. The balance after it is 88.00.
    pub async fn pushes(&self, server: &Server, account: &str, transactions: &[(&str, i64)]) {
        let today = server.now().date();
        let items = transactions.iter().map(|(id, day)| item(id, today + time::Duration::days(*day))).collect();
        self.pushes_items(server, account, items).await;
    }

    pub async fn pushes_items(&self, server: &Server, account: &str, items: Vec<Item>) {
        let mut db = server.app.store.read().await.unwrap();
        let partner = store::partners::get(&mut db, self.partner).await.unwrap();
        drop(db);
        let target = Target {
            company: self.company,
            connection: self.connection,
            account_id: account.into(),
            timeout_minutes: None,
        };
        let batch = Batch { items, ..Batch::default() }.ready();
        match push::push(&server.app, &partner, target, &batch).await.unwrap() {
            Pushing::Done(..) => {}
            Pushing::Refused(operation) => panic!("refused: {:?} {:?}", operation.error, operation.outcome),
        }
    }

    pub async fn revokes(&self, server: &Server) {
        let mut db = server.app.store.write().await.unwrap();
        let revoked = credentials::revoke_all(&server.app, &mut db, self.connection, Who::Customer, None).await;
        assert!(revoked.unwrap() > 0);
        db.commit().await.unwrap();
    }

    /// All accounts that are not pending become disconnected.
    pub async fn is_disconnected(&self, server: &Server, cause: Cause) {
        let (app, now) = (&server.app, server.now());
        let mut db = app.store.write().await.unwrap();
        source_account::disconnect_all(&mut db, &app.chance, self.connection, Who::Clock, cause, now).await.unwrap();
        connection::settle(&mut db, &app.chance, self.connection, Who::Clock, Some(cause), now).await.unwrap();
        db.commit().await.unwrap();
    }

    pub async fn changes_settings(&self, server: &Server, change: impl FnOnce(&mut Settings)) {
        let (app, now) = (&server.app, server.now());
        let mut db = app.store.write().await.unwrap();
        let partner = store::partners::get(&mut db, self.partner).await.unwrap();
        let mut settings = partner.settings;
        change(&mut settings);
        assert!(partner::change_settings(&mut db, self.partner, &settings, partner.version, now).await.unwrap());
        db.commit().await.unwrap();
    }

    pub async fn account(&self, server: &Server, id: &str) -> SourceAccount {
        let mut db = server.app.store.read().await.unwrap();
        store::source_accounts::find(&mut db, self.connection, id).await.unwrap().unwrap()
    }

    /// The one that all its accounts are listed under.
    pub async fn bank_id(&self, server: &Server) -> String {
        let mut db = server.app.store.read().await.unwrap();
        store::connections::bank_id(&mut db, self.connection).await.unwrap().unwrap()
    }

    /// The ACCTID that was made for the card.
    pub async fn visa(&self, server: &Server) -> String {
        self.account(server, "visa").await.ofx_account_id
    }

    pub async fn account_status(&self, server: &Server, id: &str) -> AccountStatus {
        self.account(server, id).await.status
    }

    pub async fn connection_status(&self, server: &Server) -> ConnectionStatus {
        let mut db = server.app.store.read().await.unwrap();
        store::connections::find_any(&mut db, self.connection).await.unwrap().unwrap().status
    }

    /// The timeline in words, oldest first.
    pub async fn timeline(&self, server: &Server) -> Vec<String> {
        let mut db = server.app.store.read().await.unwrap();
        let lines = store::timeline::of_connection(&mut db, self.connection).await.unwrap();
        lines.iter().map(|line| format!("{}: {}: {}", line.who, line.what, line.why)).collect()
    }
}

/// An account with a balance of 100.50; a card has a credit of 4,000 left.
pub fn draft(id: &str, account_type: AccountType, number: &str) -> Draft {
    let is_card = account_type == AccountType::CreditCard;
    let credit_left = AccountInfo { available_balance: Some("4000.00".into()), ..AccountInfo::default() };
    Draft {
        account_id: id.into(),
        account_name: format!("Chequing {number}"),
        account_type,
        account_number: number.into(),
        sort_code: None,
        routing_info: None,
        account_info: is_card.then_some(credit_left),
        currency: "CAD".into(),
        balance: "100.50".parse().unwrap(),
    }
}

pub fn item(id: &str, date: time::Date) -> Item {
    Item {
        id: id.into(),
        date,
        amount: "-12.50".parse().unwrap(),
        kind: None,
        description: Some("Two coffees".into()),
        counterparty: None,
        reference: None,
        balance: Some("88.00".parse().unwrap()),
    }
}
