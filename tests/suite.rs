//! The suite: one binary, one story a test, each on SQLite and on PostgreSQL. `tests/run` runs it with all it needs.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[macro_use]
mod support;

mod api;
mod cli;
mod institution;
mod journeys;
mod link;
mod mail;
mod migrations;
mod pages;
mod portal;
mod sandbox;
mod security;
mod store;
mod tidy;
mod walk;
