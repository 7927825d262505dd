//! Banking: the banks that are linked, with their accounts.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::at::AtBank;
use super::bank::{Account, account, last_told};
use super::words::Told;
use crate::domain::pretend::Stage;
use crate::domain::refusal::Refusal;
use crate::sandbox::page::Guest;
use crate::store;
use crate::web::neutral::{Page, Shell};
use crate::web::urls::sandbox as urls;

#[derive(Template)]
#[template(path = "sandbox/quickbooks/banking.html")]
struct Banking {
    shell: Shell,
    banks: Vec<Bank>,
}

/// A bank on the page.
struct Bank {
    name: String,
    address: String,
    is_connected: bool,
    updated: Option<String>,
    told: Option<Told>,
    accounts: Vec<Account>,
}

impl Page for Banking {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("qb-banking").to_owned()
    }
}

pub async fn get(mut guest: Guest) -> Result<HttpResponse, Refusal> {
    let mut db = guest.app.store.read().await?;
    let linked = store::pretend_sign_ons::of_visitor(&mut db, &guest.fingerprint()).await?;
    let mut banks = Vec::new();
    for bank in linked.into_iter().filter(|bank| bank.stage.is_finished()) {
        let at = AtBank { guest, bank };
        let mut accounts = Vec::new();
        for register in store::pretend_registers::of_sign_on(&mut db, at.bank.id).await? {
            accounts.push(account(&mut db, &at, &register).await?);
        }
        banks.push(Bank {
            name: at.name().to_owned(),
            address: urls::bank(at.bank.id),
            is_connected: at.bank.stage == Stage::Connected,
            updated: at.bank.updated_at.map(|moment| at.guest.moment(moment)),
            told: last_told(&mut db, &at).await?.filter(|told| !told.is_good),
            accounts,
        });
        guest = at.guest;
    }
    drop(db);
    guest.answers(StatusCode::OK, &Banking { shell: guest.quickbooks(), banks })
}
