//! bankfeeds-link: the link, the one-time credentials and the institution behind a bank feed in QuickBooks Online.
//!
//! `ARCHITECTURE.md` is the map.

#![doc(html_no_source)]

/// Door 2: a partner's program.
pub mod api;
/// Long work on threads of its own.
pub mod aside;
/// Randomness, handed in.
pub mod chance;
/// The operator's door: the commands.
pub mod cli;
/// Time, handed in.
pub mod clock;
/// Settings; every error names its variable and an example.
pub mod config;
/// A bank to try everything with.
pub mod demo;
/// What is true whoever asks.
pub mod domain;
/// Argon2id on threads of its own.
pub mod hashing;
/// What every door needs of HTTP.
pub mod http;
/// Door 4: accounting software.
pub mod institution;
/// What happens without a visitor.
pub mod jobs;
/// Door 1: a person with a linkUrl.
pub mod link;
/// Lines on stderr that never block a request.
pub mod log;
/// E-mail, where it is configured.
pub mod mail;
/// The OFX protocol alone.
pub mod ofx;
/// Door 3: a partner's people.
pub mod portal;
/// One process, put together and stopped.
pub mod process;
/// A QuickBooks to try it with.
pub mod sandbox;
/// Values that refuse to be printed, and the keys that seal and derive.
pub mod secret;
/// The doors mounted.
pub mod server;
/// SQL and nothing but.
pub mod store;
/// What the browser doors share.
pub mod web;
