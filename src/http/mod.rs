//! What every door needs of HTTP, whoever comes: connections that do not wait for ever, bodies within limits, an id for each
//! request, one log line, headers that are never missing, where a visitor comes from, the way a refusal travels to the
//! door that tells it, and an answer even after a panic.

pub mod body;
pub mod connection;
pub mod headers;
pub mod panics;
pub mod parting;
pub mod refusal;
pub mod request_id;
pub mod serving;
pub mod stopping;
pub mod visitor;
