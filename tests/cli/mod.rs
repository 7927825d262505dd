//! The command line: what the binary prints, refuses and leaves behind.

mod commands;
mod demo;
mod forget;
mod serve;
use crate::support::terminal;
