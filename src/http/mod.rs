//! What every door needs of HTTP, whoever comes: an id for each request, one log line, headers that are never
//! missing, where a visitor comes from, and the way a refusal travels to the door that tells it.

pub mod headers;
pub mod refusal;
pub mod request_id;
pub mod visitor;
