//! What the stories need: a database each, the real server, and the visitors that come to its doors.

use std::time::Duration;

mod attendant;
mod browser;
mod cluster;
mod database;
mod fault_proxy;
mod http;
mod http_browser;
mod member;
mod node;
mod official_client;
mod outside;
mod partner;
mod post_office;
mod quickbooks;
mod readers;
mod server;
mod tables;
pub mod terminal;
mod tools;
mod wire;

pub use browser::{Browser, Reader};
pub use cluster::Cluster;
pub use database::Database;
pub use fault_proxy::FaultProxy;
pub use http::{Answer, agent, send, try_send};
pub use http_browser::{BOUNDARY, Form, HttpBrowser, Page, multipart};
pub use member::Member;
pub use node::Node;
pub use official_client::OfficialClient;
pub use outside::{Fate, Outside};
pub use partner::{Company, Connection, PartnerClient, checking, credit_card, savings, transaction};
pub use post_office::{Manner, PostOffice};
pub use quickbooks::{Download, QuickBooks};
pub use server::Server;
pub use tables::Tables;
pub use tools::{npm_file, program, project, tool};
pub use wire::{Wire, status};

/// One story, two tests: `a_name::sqlite` and `a_name::postgres`.
///
/// ```ignore
/// on_both_databases! {
///     async fn a_name_that_is_a_sentence(database: Database) {
///         let server = Server::start(database).await;
///     }
/// }
/// ```
macro_rules! on_both_databases {
    ($($(#[$about:meta])* async fn $name:ident($database:ident: $kind:ty) $story:block)+) => {$(
        mod $name {
            use super::*;

            $(#[$about])*
            async fn story($database: $kind) $story

            #[test]
            fn sqlite() {
                $crate::support::tell(async { story($crate::support::Database::sqlite()).await });
            }

            #[test]
            fn postgres() {
                $crate::support::tell(async { story($crate::support::Database::postgres().await).await });
            }
        }
    )+};
}

/// Beyond this a story hangs: the longest takes a quarter of it.
const PATIENCE: Duration = Duration::from_secs(120);

/// Runs a story to its end on a runtime of its own.
pub fn tell(story: impl Future<Output = ()>) {
    tell_within(PATIENCE, story);
}

/// The same for a story that takes its time.
pub fn tell_within(patience: Duration, story: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let told = runtime.block_on(async { tokio::time::timeout(patience, story).await });
    assert!(told.is_ok(), "the story does not end");
}
