//! The figures that this project aims at, measured on the real server: `cargo bench`.
//!
//! The server has one core, its clients another. What is compared runs by turns, several rounds, and medians are told: the
//! ratios are worth something elsewhere, the absolute figures are not.

#[path = "../../tests/support/attendant.rs"]
#[expect(clippy::unwrap_used, reason = "the suite's own")]
mod attendant;
#[path = "../../tests/support/cluster.rs"]
#[expect(dead_code, clippy::unwrap_used, clippy::panic, reason = "the suite's own; not all of it is needed here")]
mod cluster;
mod companies;
mod cores;
mod credentials;
#[path = "../../tests/support/database.rs"]
#[expect(dead_code, clippy::unwrap_used, reason = "the suite's own; not all of it is needed here")]
mod database;
#[path = "../../tests/support/http.rs"]
#[expect(dead_code, clippy::unwrap_used, reason = "the suite's own client; not all of it is needed here")]
mod http;
#[path = "../../tests/support/http_browser.rs"]
#[expect(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "the suite's own browser; not all of it is needed here"
)]
mod http_browser;
mod load;
mod ofx;
mod pages;
mod push;
mod quickbooks;
mod rest;
mod server;
mod storm;
mod table;
#[path = "../../tests/support/tools.rs"]
#[expect(dead_code, clippy::panic, reason = "the suite's own; not all of it is needed here")]
mod tools;

use anyhow::Result;

/// How long and how often.
pub struct Plan {
    pub rounds: usize,
    pub seconds: f64,
}

/// One group of figures, by the name that asks for it alone.
type Figures = (&'static str, fn(&Plan, &mut table::Table) -> Result<()>);

const ALL: [Figures; 8] = [
    ("storm", storm::measure),
    ("pages", pages::measure),
    ("large", push::measure_large),
    ("credentials", credentials::measure),
    ("push", push::measure),
    ("companies", companies::measure),
    ("ofx", ofx::measure),
    ("rest", rest::measure),
];

/// Runs something of the suite's on a runtime of its own.
fn tell(story: impl Future<Output = ()>) {
    if let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() {
        runtime.block_on(story);
    }
}

fn main() -> Result<()> {
    if std::env::args().any(|argument| argument == pages::PEER) {
        return pages::serve_peer();
    }
    let asked: Vec<String> = std::env::args().skip(1).filter(|it| !it.starts_with("--")).collect();
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let plan = Plan { rounds: number("ROUNDS").unwrap_or(5.0) as usize, seconds: number("SECONDS").unwrap_or(4.0) };
    let mut out = std::io::stdout();
    let mut table = table::Table::default();
    for (name, measure) in ALL {
        if asked.is_empty() || asked.iter().any(|it| it == name) {
            measure(&plan, &mut table)?;
            table.print(&mut out)?;
        }
    }
    anyhow::ensure!(table.failed() == 0, "{} figures miss what we aim at", table.failed());
    Ok(())
}
