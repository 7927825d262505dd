//! What a download puts into the books: for each account all of it or nothing, and what has been there stays what it was.

use time::{Date, OffsetDateTime, Time};

use super::at;
use super::talk::{Caller, Pair, said};
use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::domain::pretend::account::{ChartType, Kind, Listed};
use crate::domain::pretend::came_to::{Answered, CameTo, Said, Statement};
use crate::domain::pretend::{self, ExchangeId, RegisterId, start_date};
use crate::domain::refusal::Refusal;
use crate::ofx::{self, AccountType, BankAccount, Part};
use crate::secret::Fingerprint;
use crate::store::Db;
use crate::store::pretend_registers::{self, Downloaded, Register, Wanted};
use crate::store::pretend_sign_ons::{self, SignOn};
use crate::store::pretend_transactions::{self, Line};
use crate::store::pretend_visitors;

/// What an answer is that says nothing of an account that was asked for.
const UNANSWERED: u32 = 2000;

/// An account whose statement is wanted.
pub enum Account {
    /// To be connected, for the first time or again.
    New { listed: Listed, chart_type: ChartType, start: Date, before: Option<Timestamp> },
    /// In the books.
    Known(Register),
}

/// Downloads what is new into all connected accounts of a bank. A bank that is disconnected is not asked.
pub async fn update(app: &App, visitor: Fingerprint, bank: &SignOn) -> Result<Option<CameTo>, Refusal> {
    let Some(pair) = at::pair(app, bank) else { return Ok(None) };
    let mut db = app.store.read().await?;
    let registers = pretend_registers::of_sign_on(&mut db, bank.id).await?;
    drop(db);
    let accounts: Vec<Account> = registers.into_iter().filter(|it| it.is_connected).map(Account::Known).collect();
    let caller = Caller { app, visitor, bank };
    download(&caller, &pair, &accounts).await.map(Some)
}

/// Asks for all statements in one file, and keeps what came in one unit of work.
pub async fn download(caller: &Caller<'_>, pair: &Pair, accounts: &[Account]) -> Result<CameTo, Refusal> {
    let Caller { app, visitor, bank } = caller;
    let wanted = accounts.iter().map(|account| (account.named(), account.start())).collect();
    let heard = caller.statements(pair, wanted).await?;
    let mut db = app.store.write().await?;
    pretend_visitors::hold(&mut db, visitor).await?;
    // Somebody may have pressed Disconnect meanwhile: then nothing is connected again.
    let still = pretend_sign_ons::find(&mut db, visitor, bank.id).await?;
    let still = still.is_some_and(|bank| bank.password.is_some());
    let came_to = match &heard.came_to {
        Err(came_to) => came_to.clone(),
        Ok(reply) => {
            let mut answered = Answered { sign_on: said(&reply.sign_on), ..Answered::default() };
            let mut settling = Settling { app, db: &mut db, bank, exchange: heard.id, now: heard.at };
            for (account, trnuid) in accounts.iter().zip(&heard.trnuids) {
                let part = reply.statements.iter().find(|part| part.trnuid == *trnuid);
                let is_theirs = still && answered.sign_on.is_good();
                answered.statements.push(settling.settle(account, part.filter(|_| is_theirs), is_theirs).await?);
            }
            answered.connected = connected(accounts, &answered.statements);
            CameTo::Answered(answered)
        }
    };
    let has_come = came_to.is_good() && came_to.failed().count() < accounts.len();
    let (id, at) = (heard.id, heard.at);
    heard.keep(&mut db, visitor, &came_to).await?;
    pretend_sign_ons::asked(&mut db, bank.id, (id, at), has_come).await?;
    db.commit().await?;
    Ok(came_to)
}

/// How many accounts a Connect connected. An update connects none.
fn connected(accounts: &[Account], statements: &[Statement]) -> Option<usize> {
    let is_connected = |(account, statement): &(&Account, &Statement)| {
        matches!(account, Account::New { .. }) && statement.said.is_good()
    };
    Some(accounts.iter().zip(statements).filter(is_connected).count()).filter(|count| *count > 0)
}

/// One download on its way into the books.
struct Settling<'a> {
    app: &'a App,
    db: &'a mut Db,
    bank: &'a SignOn,
    exchange: ExchangeId,
    now: Timestamp,
}

impl Settling<'_> {
    async fn settle(
        &mut self,
        account: &Account,
        part: Option<&Part<ofx::Statement>>,
        is_theirs: bool,
    ) -> Result<Statement, Refusal> {
        let refused = |said| Statement { account: account.name().to_owned(), said, downloaded: 0, new: 0 };
        let body = part.and_then(|part| part.body.as_ref().zip(Some(&part.status)));
        let Some((statement, status)) = body else {
            let unanswered = Said { code: UNANSWERED, message: None };
            let said = part.map_or(unanswered, |part| said(&part.status));
            if let (Account::Known(register), true) = (account, is_theirs) {
                pretend_registers::refused(self.db, register.id, said.code).await?;
            }
            return Ok(refused(said));
        };
        let downloaded = self.downloaded(statement, account);
        let register = self.register(account, &downloaded).await?;
        let (count, new) = self.enter(register, statement).await?;
        Ok(Statement { downloaded: count, new, ..refused(said(status)) })
    }

    fn downloaded(&self, statement: &ofx::Statement, account: &Account) -> Downloaded {
        let end = statement.list.as_ref().map(|list| list.end);
        Downloaded {
            currency: statement.currency.clone(),
            balance: statement.ledger.amount.into(),
            balance_at: statement.ledger.as_of.into(),
            next_start: end.unwrap_or(account.start()).into(),
            exchange: self.exchange,
        }
    }

    async fn register(&mut self, account: &Account, downloaded: &Downloaded) -> Result<RegisterId, Refusal> {
        match account {
            Account::Known(register) => {
                pretend_registers::downloaded(self.db, register.id, downloaded).await?;
                Ok(register.id)
            }
            Account::New { listed, chart_type, start, .. } => {
                let start_date = start_date::written(*start);
                let wanted = Wanted { listed, chart_type: *chart_type, start_date: &start_date };
                let ids = (RegisterId::new(&self.app.chance), self.bank.id);
                Ok(pretend_registers::connect(self.db, ids, &wanted, downloaded, self.now).await?)
            }
        }
    }

    /// How many came, and how many of them were not there.
    async fn enter(&mut self, register: RegisterId, statement: &ofx::Statement) -> Result<(usize, usize), Refusal> {
        let transactions = statement.list.as_ref().map_or(&[][..], |list| &list.transactions);
        let (_, mut number) = pretend_transactions::extent(self.db, register).await?;
        let mut new = 0;
        for transaction in transactions {
            number += 1;
            let line = line(transaction, self.exchange);
            new += usize::from(pretend_transactions::insert(self.db, register, number, &line).await?);
        }
        pretend_transactions::trim(self.db, register, pretend::MOST_TRANSACTIONS).await?;
        Ok((transactions.len(), new))
    }
}

fn line(transaction: &ofx::Transaction, exchange: ExchangeId) -> Line {
    Line {
        fitid: transaction.fitid.clone(),
        posted_on: start_date::written(transaction.date),
        amount: transaction.amount.to_string(),
        name: transaction.name.clone(),
        memo: transaction.memo.clone(),
        check_number: transaction.check_number.clone(),
        exchange_id: exchange,
    }
}

impl Account {
    fn name(&self) -> &str {
        match self {
            Self::New { listed, .. } => &listed.name,
            Self::Known(register) => &register.name,
        }
    }

    /// From where it left off; in a new account from the beginning of its first day. One that is connected again begins where
    /// it stopped, if that is earlier: nothing is missed, and what is there already is not entered twice.
    fn start(&self) -> OffsetDateTime {
        match self {
            Self::Known(register) => register.next_start.datetime(),
            Self::New { start, before, .. } => {
                let first = start.with_time(Time::MIDNIGHT).assume_utc();
                before.map_or(first, |before| before.datetime().min(first))
            }
        }
    }

    fn named(&self) -> ofx::Account {
        let (kind, bank_id, acct_id) = match self {
            Self::New { listed, .. } => (listed.kind, &listed.bank_id, &listed.acct_id),
            Self::Known(register) => (register.kind, &register.bank_id, &register.acct_id),
        };
        let acct_type = match kind {
            Kind::Card => return ofx::Account::Card { acct_id: acct_id.clone() },
            Kind::Checking => AccountType::Checking,
            Kind::Savings => AccountType::Savings,
            Kind::MoneyMarket => AccountType::MoneyMarket,
            Kind::CreditLine => AccountType::CreditLine,
        };
        let (bank_id, acct_id) = (bank_id.clone(), acct_id.clone());
        ofx::Account::Bank(BankAccount { bank_id, branch_id: None, acct_id, acct_type })
    }
}

/// An account of the institution's list.
pub fn listed(info: &ofx::AccountInfo) -> Listed {
    let (kind, bank_id, acct_id) = match &info.account {
        ofx::Account::Card { acct_id } => (Kind::Card, "", acct_id),
        ofx::Account::Bank(bank) => {
            let kind = match bank.acct_type {
                AccountType::Checking => Kind::Checking,
                AccountType::Savings => Kind::Savings,
                AccountType::MoneyMarket => Kind::MoneyMarket,
                AccountType::CreditLine => Kind::CreditLine,
            };
            (kind, bank.bank_id.as_str(), &bank.acct_id)
        }
    };
    let name = if info.description.is_empty() { acct_id.clone() } else { info.description.clone() };
    Listed { kind, bank_id: bank_id.to_owned(), acct_id: acct_id.clone(), name }
}
