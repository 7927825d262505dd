//! What the public API has for other integrations, as the document tells it: each is refused, with the reason.

use super::operation::Operation;
use super::refused::Refused;
use crate::api::other_integrations::{self as other, not_for_us};

pub fn get_mapping() -> Operation {
    refused(Operation::get("get-bank-account-mapping", "List bank feed accounts"), other::MAPPING)
}

pub fn create_mapping() -> Operation {
    refused(Operation::post("create-bank-account-mapping", "Create bank feed account mapping"), other::MAPPING)
}

pub fn information() -> Operation {
    refused(Operation::get("get-company-information", "Get company information"), other::INFORMATION)
}

pub fn otp() -> Operation {
    refused(Operation::post("generate-otp", "Generate one-time password"), other::OTP)
}

pub fn list_target_accounts() -> Operation {
    refused(Operation::get("list-bank-accounts", "List accounts in QuickBooks"), other::TARGET_ACCOUNTS)
}

pub fn target_account_model() -> Operation {
    refused(Operation::get("get-create-bank-account-model", "Get create bank account model"), other::TARGET_ACCOUNTS)
}

pub fn create_target_account() -> Operation {
    refused(Operation::post("create-bank-account", "Create an account in QuickBooks"), other::TARGET_ACCOUNTS)
}

pub fn start_sync() -> Operation {
    refused(Operation::post("sync-managed-bank-feed", "Start a sync"), other::MANAGED_FEEDS)
}

pub fn get_sync() -> Operation {
    refused(Operation::get("get-managed-bank-feed-sync", "Get a sync"), other::MANAGED_FEEDS)
}

fn refused(operation: Operation, why: &'static str) -> Operation {
    let (when, refusal) = (format!("Always: {why}."), not_for_us(why));
    operation.refuses([Refused::new(400, when, refusal)])
}
