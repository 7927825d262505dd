//! The promises of `docs/security/`: what strangers, storms and power cuts must not do.

mod bodies;
mod bounds;
mod csrf;
pub mod faults;
mod framing;
mod input;
mod links;
mod methods;
mod overload;
mod revocation;
mod secrets;
mod sign_on;
mod sign_on_figures;
mod stopping;
mod tenants;
