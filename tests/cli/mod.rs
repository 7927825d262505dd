//! The command line: what the binary prints, refuses and leaves behind.

mod audit;
pub mod commands;
mod demo;
mod forget;
mod members;
mod sandbox;
mod serve;
use crate::support::terminal;
