//! One process of the server: put together from its settings, and run until it is told to stop. What `serve` and `demo`
//! have in common.

pub(crate) mod application;
pub(crate) mod running;
