//! Door 4: accounting software that signs on with one-time credentials (OFX Direct Connect).

use actix_web::web::ServiceConfig;

/// Mounts this door's addresses.
pub fn mount(_config: &mut ServiceConfig) {}
