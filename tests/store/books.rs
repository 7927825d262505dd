//! What most stories of the store begin with: a partner with a company, a connection and an account.

use std::time::Duration;

use bankfeeds_link::chance::Chance;
use bankfeeds_link::clock::Timestamp;
use bankfeeds_link::domain::company::{Company, CompanyId, Tags};
use bankfeeds_link::domain::connection::{Connection, ConnectionId};
use bankfeeds_link::domain::feed::{AccountStatus, ConnectionStatus};
use bankfeeds_link::domain::link::{Link, LinkId};
use bankfeeds_link::domain::partner::PartnerId;
use bankfeeds_link::domain::settings::Settings;
use bankfeeds_link::domain::source_account::{AccountType, Draft, SourceAccount, SourceAccountId};
use bankfeeds_link::store::{self, Db, Store};

use crate::support::Database;

/// To the microsecond, so that a lost digit shows.
pub const NOON: i64 = 1_795_262_400_123_456;

pub fn noon() -> Timestamp {
    Timestamp::from_micros(NOON)
}

pub fn minutes(count: u64) -> Duration {
    Duration::from_secs(60 * count)
}

pub struct Books {
    pub store: Store,
    pub chance: Chance,
    pub partner: PartnerId,
    pub company: CompanyId,
    pub connection: ConnectionId,
    /// Kept for as long as it is used.
    _database: Database,
}

impl Books {
    pub async fn open(database: Database) -> Self {
        let store = database.store().await;
        let chance = Chance::System;
        let mut db = store.write().await.unwrap();
        let partner = PartnerId::new(&chance);
        store::partners::insert(&mut db, partner, &Settings::new("Acme Bank").unwrap(), noon()).await.unwrap();
        let company = company(&chance, partner);
        store::companies::insert(&mut db, &company).await.unwrap();
        let connection = connection(&chance, &company);
        store::connections::insert(&mut db, &connection).await.unwrap();
        db.commit().await.unwrap();
        Self { store, chance, partner, company: company.id, connection: connection.id, _database: database }
    }

    pub async fn read(&self) -> Db {
        self.store.read().await.unwrap()
    }

    pub async fn write(&self) -> Db {
        self.store.write().await.unwrap()
    }

    /// A link issued at noon, for an hour.
    pub async fn link(&self) -> LinkId {
        let id = LinkId::new(&self.chance);
        let mut db = self.write().await;
        let link = Link { id, connection_id: self.connection, expires_at: noon() + minutes(60) };
        store::links::insert(&mut db, &link, noon()).await.unwrap();
        db.commit().await.unwrap();
        id
    }

    /// A pending account.
    pub async fn account(&self, account_id: &str) -> SourceAccount {
        let account = account(&self.chance, self.connection, account_id);
        let mut db = self.write().await;
        assert!(store::source_accounts::insert(&mut db, &account, noon()).await.unwrap());
        db.commit().await.unwrap();
        account
    }
}

pub fn company(chance: &Chance, partner: PartnerId) -> Company {
    Company {
        id: CompanyId::new(chance),
        partner,
        name: "Café Müller & Fils".to_owned(),
        description: None,
        tags: Tags::new(),
        created_by: None,
        created_at: noon(),
    }
}

pub fn connection(chance: &Chance, company: &Company) -> Connection {
    Connection {
        id: ConnectionId::new(chance),
        company_id: company.id,
        partner_id: company.partner,
        status: ConnectionStatus::PendingAuth,
        linked_at: None,
        last_polled_at: None,
        created_at: company.created_at,
        source_accounts: 0,
        connected_accounts: 0,
    }
}

pub fn account(chance: &Chance, connection: ConnectionId, account_id: &str) -> SourceAccount {
    SourceAccount {
        id: SourceAccountId::new(chance),
        connection,
        draft: Draft {
            account_id: account_id.to_owned(),
            account_name: "Everyday".to_owned(),
            account_type: AccountType::Checking,
            account_number: "0001234".to_owned(),
            sort_code: None,
            routing_info: None,
            account_info: None,
            currency: "CAD".to_owned(),
            balance: "99.90".parse().unwrap(),
        },
        balance_on: noon().date(),
        status: AccountStatus::Pending,
        cause: None,
        feed_start: None,
        ofx_account_id: format!("OFX{account_id}"),
        connected_at: None,
        disconnected_at: None,
        last_polled_at: None,
        snapshot_at: None,
        pushed_at: None,
        newest_date: None,
        next_place: 0,
        modified_at: noon(),
    }
}
