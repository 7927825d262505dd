//! The promises of `docs/security/`: what strangers, storms and power cuts must not do.

mod back;
mod bodies;
mod cookies;
mod csrf;
mod faults;
mod framing;
mod input;
mod links;
mod log;
mod methods;
mod proxies;
mod secrets;
mod sign_on;
mod stopping;
mod tenants;
