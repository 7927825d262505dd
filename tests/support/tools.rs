//! Where the programs are that the suite needs beside Rust. A missing one fails its test with one sentence.

use std::path::{Path, PathBuf};

/// The root of the repository.
pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A program of the system, from `PATH` or from where Debian puts it.
pub fn program(name: &str, debian_package: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|directory| directory.join(name)).find(|file| file.is_file());
    found.or_else(|| postgres_program(name)).unwrap_or_else(|| {
        panic!("{name} is not installed: run tests/run, or `apt-get install {debian_package}`");
    })
}

/// Debian keeps the server's programs by version, outside `PATH`; the newest is taken.
fn postgres_program(name: &str) -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut versions: Vec<PathBuf> = versions.filter_map(|entry| Some(entry.ok()?.path())).collect();
    versions.sort_by_key(|version| version.file_name()?.to_str()?.parse::<u32>().ok());
    versions.into_iter().rev().map(|version| version.join("bin").join(name)).find(|file| file.is_file())
}

/// A program of the suite's own Python environment, which `tests/run` makes: `ofxget`, `python`.
pub fn tool(name: &str) -> PathBuf {
    let file = project().join("target/test-tools/venv/bin").join(name);
    assert!(file.is_file(), "{name} is not there yet: run tests/run once, which makes target/test-tools");
    file
}

/// A file of a package from npm, which `tests/run` installs beside it: `axe-core/axe.min.js`.
pub fn npm_file(path: &str) -> PathBuf {
    let file = project().join("target/test-tools/npm/node_modules").join(path);
    assert!(file.is_file(), "{path} is not there yet: run tests/run once, which installs it in target/test-tools/npm");
    file
}
