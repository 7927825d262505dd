//! The command line: what the binary prints, refuses and leaves behind.

pub mod commands;
mod demo;
mod forget;
mod members;
mod sandbox;
mod serve;
use crate::support::terminal;
