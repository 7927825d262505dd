//! The promises of `docs/security/`: what strangers, storms and power cuts must not do.

mod addresses;
mod back;
mod bodies;
mod bounds;
mod cookies;
mod csrf;
pub mod faults;
mod framing;
mod headers;
mod input;
mod links;
mod log;
mod methods;
mod overload;
mod panics;
mod proxies;
mod revocation;
mod secrets;
mod sign_on;
mod sign_on_figures;
mod slow;
mod stopping;
mod tenants;
