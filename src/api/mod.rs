//! Door 2: a partner's program, with an API key.

use actix_web::web::ServiceConfig;

/// Mounts this door's addresses.
pub fn mount(_config: &mut ServiceConfig) {}
