//! Door 1: a person with a linkUrl.

pub mod consent;
pub mod credentials;
#[cfg(test)]
mod every_page;
pub mod finish;
pub mod revoke;
pub mod select_software;
pub mod set_up;

use actix_web::web::ServiceConfig;

/// Mounts this door's addresses.
pub fn mount(_config: &mut ServiceConfig) {}
