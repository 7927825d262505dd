//! A pretend QuickBooks: what a customer does in the real one, over the real protocol.
//!
//! It knows a bank by what the institution answered over `/ofx`, and by nothing else.

mod banking;

use actix_web::web::ServiceConfig;

use super::{look, shown};

/// Mounts the pages of the pretend QuickBooks, below the sandbox.
pub fn mount(config: &mut ServiceConfig) {
    config.service(shown("/quickbooks", look().to(banking::get)));
}
