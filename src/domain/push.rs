//! A push: up to a thousand transactions for one connected account, all or none.
//!
//! What takes time and needs no database is done first and aside: a batch of 5 MB is read, cleaned and hashed before anybody
//! is asked to wait for it. [`judge`] is the rule; everything it needs to know is read in the unit of work that holds the
//! account, so two pushes at once are judged one after the other.

mod judge;
mod turns;

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::domain::company::CompanyId;
use crate::domain::connection::ConnectionId;
use crate::domain::feed::AccountStatus;
use crate::domain::partner::Partner;
use crate::domain::refusal::{Refusal, Validation, Violation};
use crate::domain::source_account::SourceAccount;
use crate::domain::transaction::{self, Item};
use crate::store::source_accounts::Pushed;
use crate::store::transactions::New;
use crate::store::{self, Db};

pub use judge::{Accepted, Circumstances, Hashed, ID_LIMIT, TEXT_LIMIT, clean, judge, quoted};
pub use turns::{Place, Turns};

id!(PushKey);

pub const MOST_ITEMS: usize = 1_000;
const BROKEN_RULES: &str = "The batch breaks the rules for bank transactions; nothing was stored.";

words! {
    /// State of a push operation that is ever set.
    PushStatus {
        Success = "Success",
        Failed = "Failed",
    }
}

/// What a push left behind, kept as the public API's write operation.
#[derive(Clone, Debug)]
pub struct PushOperation {
    pub key: PushKey,
    pub company: CompanyId,
    pub connection: ConnectionId,
    pub account_id: String,
    pub requested_at: Timestamp,
    pub completed_at: Timestamp,
    pub status: PushStatus,
    pub status_code: u16,
    pub error: Option<String>,
    pub timeout_minutes: Option<i64>,
    pub outcome: Outcome,
}

/// The part of it that varies with the batch.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Outcome {
    pub validation: Validation,
    /// How many transactions were new.
    pub created: usize,
}

/// For which account, as the address names it.
#[derive(Clone, Debug)]
pub struct Target {
    pub company: CompanyId,
    pub connection: ConnectionId,
    pub account_id: String,
    pub timeout_minutes: Option<i64>,
}

/// What a door has read, and what it found while reading: errors of items that could not be read, and remarks.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    pub items: Vec<Item>,
    pub found: Validation,
}

/// A batch on which everything has been done that needs no database.
#[derive(Clone, Debug)]
pub struct Ready {
    items: Vec<Hashed>,
    /// Remarks on the batch, or what is wrong with it whatever the account says.
    checked: Result<Vec<Violation>, Vec<Violation>>,
}

impl Batch {
    /// Cleans and hashes. Takes a tenth of a second for the largest batch.
    pub fn ready(mut self) -> Ready {
        let checked = match (self.found.errors.is_empty(), clean(&mut self.items)) {
            (true, Ok(remarks)) => Ok([self.found.warnings, remarks].concat()),
            (_, cleaned) => Err([self.found.errors, cleaned.err().unwrap_or_default()].concat()),
        };
        Ready { items: self.items.into_iter().map(Hashed::from).collect(), checked }
    }
}

impl Ready {
    /// The batch as it was understood: its texts are fit to be stored.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().map(|hashed| &hashed.item)
    }
}

/// What came of a push: an operation either way.
pub enum Pushing {
    Done(PushOperation),
    /// Nothing stored; the operation is kept as `Failed`.
    Refused(PushOperation),
}

/// Pushes a batch, all or none.
pub async fn push(app: &App, partner: &Partner, target: Target, batch: &Ready) -> Result<Pushing, Refusal> {
    if !partner.settings.bank_transactions {
        return Err(Refusal::Forbidden("the setting \"bank transactions\" is switched off for this partner".into()));
    }
    let requested_at = app.clock.now();
    let _turn = app.pushes.take(&target).await?;
    let mut db = app.store.write().await?;
    let account = store::source_accounts::hold(&mut db, target.connection, &target.account_id).await?;
    let account = account.ok_or_else(|| Refusal::NotFound("bank account".into()))?;
    let verdict = match batch.checked.clone() {
        Ok(remarks) => weigh(app, &mut db, (partner, &account), &batch.items, remarks).await?,
        Err(errors) => Err((BROKEN_RULES.to_owned(), errors)),
    };
    let operation = conclude(app, &mut db, target, requested_at, verdict).await?;
    db.commit().await?;
    Ok(match operation.status {
        PushStatus::Success => Pushing::Done(operation),
        PushStatus::Failed => Pushing::Refused(operation),
    })
}

/// Why a batch is refused: a sentence, and an entry an item.
type Reasons = (String, Vec<Violation>);

/// Judges the batch and, if it may be stored, stores it.
async fn weigh(
    app: &App,
    db: &mut Db,
    (partner, account): (&Partner, &SourceAccount),
    batch: &[Hashed],
    mut warnings: Vec<Violation>,
) -> Result<Result<Outcome, Reasons>, Refusal> {
    if let Some(reasons) = not_connected(account) {
        return Ok(Err(reasons));
    }
    let ids: Vec<&str> = batch.iter().map(|hashed| hashed.item.id.as_str()).collect();
    let known = store::transactions::known(db, account.id, &ids).await?;
    // Never before a statement that was given already, whatever this node's clock says: it would miss the batch. Nor before
    // an earlier push: the next statement ends after the last one, and would leave what seems to come later for another.
    let pushed_at =
        [account.snapshot_at, account.pushed_at].into_iter().flatten().fold(app.clock.now(), Timestamp::max);
    let given = Circumstances {
        known: &known,
        newest: account.newest_date,
        feed_start: account.feed_start,
        now: app.clock.now(),
        history_days: partner.history_days(&app.limits),
    };
    let accepted = match judge(batch, &given) {
        Ok(accepted) => accepted,
        Err(errors) => return Ok(Err((BROKEN_RULES.to_owned(), errors))),
    };
    keep(app, db, account, &accepted.new, pushed_at).await?;
    warnings.extend(accepted.warnings);
    let validation = Validation { errors: Vec::new(), warnings };
    Ok(Ok(Outcome { validation, created: accepted.new.len() }))
}

fn not_connected(account: &SourceAccount) -> Option<Reasons> {
    if account.status == AccountStatus::Connected {
        return None;
    }
    let sentence = format!(
        "The bank account is {}: transactions are pushed only to an account that is connected in QuickBooks.",
        account.status
    );
    let item_id = Some(account.draft.account_id.clone());
    let entry = Violation { item_id, message: sentence.clone(), validator_name: "AccountConnected".into() };
    Some((sentence, vec![entry]))
}

async fn keep(
    app: &App,
    db: &mut Db,
    account: &SourceAccount,
    items: &[&Hashed],
    pushed_at: Timestamp,
) -> Result<(), Refusal> {
    let Some(newest) = items.iter().map(|hashed| hashed.item.date).max() else { return Ok(()) };
    let new: Vec<New<'_>> = (account.next_place..)
        .zip(items)
        .map(|(place, Hashed { item, hash })| New {
            item,
            place,
            fitid: transaction::fitid(&item.id, app.chance.uuid()),
            content_hash: hash.clone(),
            earliest_at: transaction::earliest(item.date, pushed_at),
        })
        .collect();
    store::insert_transactions(db, account.id, &new, pushed_at).await?;
    let balance =
        items.iter().rev().find_map(|Hashed { item, .. }| item.balance.as_ref().map(|balance| (balance, item.date)));
    let next_place = account.next_place + i64::try_from(items.len()).unwrap_or_default();
    let pushed = Pushed { newest_date: newest, next_place, balance, at: pushed_at };
    store::source_accounts::mark_pushed(db, account.id, &pushed).await?;
    Ok(())
}

/// Keeps the operation, whatever came of it.
async fn conclude(
    app: &App,
    db: &mut Db,
    target: Target,
    requested_at: Timestamp,
    verdict: Result<Outcome, Reasons>,
) -> sqlx::Result<PushOperation> {
    let (status, status_code, error, outcome) = match verdict {
        Ok(outcome) => (PushStatus::Success, 200, None, outcome),
        Err((sentence, errors)) => {
            let validation = Validation { errors, warnings: Vec::new() };
            (PushStatus::Failed, 400, Some(sentence), Outcome { validation, created: 0 })
        }
    };
    let operation = PushOperation {
        key: PushKey::new(&app.chance),
        company: target.company,
        connection: target.connection,
        account_id: target.account_id,
        requested_at,
        completed_at: app.clock.now(),
        status,
        status_code,
        error,
        timeout_minutes: target.timeout_minutes,
        outcome,
    };
    store::push_operations::insert(db, &operation).await?;
    Ok(operation)
}
