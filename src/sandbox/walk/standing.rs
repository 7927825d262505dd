//! Where the walk stands: the company that it is about, as the database has it.

use crate::domain::app::App;
use crate::domain::company::{Company, CompanyId};
use crate::domain::connection::Connection;
use crate::domain::feed::AccountStatus;
use crate::domain::partner::PartnerId;
use crate::domain::push::PushOperation;
use crate::domain::source_account::SourceAccount;
use crate::store;

use super::calls::Ids;

/// Of other companies so many are offered, the newest.
const OTHERS: i64 = 5;

pub struct Standing {
    pub company: Option<Company>,
    pub connection: Option<Connection>,
    pub accounts: Vec<SourceAccount>,
    pub last_push: Option<PushOperation>,
    pub others: Vec<Company>,
}

impl Standing {
    /// Of the company that is asked for; else of the partner's newest, but for the one that the demo came with.
    pub async fn of(app: &App, partner: PartnerId, asked: Option<CompanyId>) -> sqlx::Result<Self> {
        let mut db = app.store.read().await?;
        let (mut others, _) = store::companies::page(&mut db, partner, OTHERS + 1, 0).await?;
        let own = app.sandbox.as_ref().and_then(|sandbox| sandbox.demo.as_ref()).map(|demo| demo.company);
        let newest = others.iter().find(|company| Some(company.id) != own).map(|company| company.id);
        let company = match asked.or(newest) {
            Some(id) => store::companies::find(&mut db, partner, id).await?,
            None => None,
        };
        others.retain(|other| company.as_ref().is_none_or(|company| company.id != other.id));
        others.truncate(usize::try_from(OTHERS).unwrap_or_default());
        let mut standing = Self { company, connection: None, accounts: Vec::new(), last_push: None, others };
        if let Some(company) = standing.company.as_ref().map(|company| company.id) {
            let (connections, _) = store::connections::page(&mut db, company, 1, 0).await?;
            standing.connection = connections.into_iter().next();
            let (pushes, _) = store::push_operations::page(&mut db, company, 1, 0).await?;
            standing.last_push = pushes.into_iter().next();
        }
        if let Some(connection) = &standing.connection {
            standing.accounts = store::source_accounts::of_connection(&mut db, connection.id).await?;
        }
        Ok(standing)
    }

    pub fn ids(&self) -> Option<Ids> {
        let connection = self.connection.as_ref()?;
        Some(Ids { company: connection.company_id, connection: connection.id })
    }

    /// The account that is pushed to if nobody says otherwise: a connected one, if there is one.
    pub fn first_account(&self) -> Option<&SourceAccount> {
        self.accounts.iter().find(|account| account.status == AccountStatus::Connected).or(self.accounts.first())
    }

    pub fn has_connected(&self) -> bool {
        self.accounts.iter().any(|account| account.status == AccountStatus::Connected)
    }

    /// The account of this id.
    pub fn account(&self, id: &str) -> Option<&SourceAccount> {
        self.accounts.iter().find(|account| account.draft.account_id == id)
    }
}
