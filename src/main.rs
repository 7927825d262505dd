//! Arguments → settings → store → serve.

use std::process::ExitCode;

fn main() -> ExitCode {
    bankfeeds_link::cli::main()
}
