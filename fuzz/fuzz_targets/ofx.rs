//! Any bytes: they are read or refused; and what was read can be refused in an answer of bounded size that is well formed
//! itself.

#![no_main]

use bankfeeds_link::ofx::{Status, Unreadable, read, write};
use libfuzzer_sys::fuzz_target;
use time::macros::datetime;

/// The smallest request has some 20 bytes and is refused in some 300.
const MOST_GROWTH: usize = 32;

fuzz_target!(|body: &[u8]| {
    let Ok(request) = read(body) else { return };
    let answer = request.refuse(Status::sign_on_invalid(), datetime!(2026-11-21 15:00 UTC));
    let file = write(&answer, &request.header);
    assert!(file.len() <= 2_048 + body.len() * MOST_GROWTH, "{} bytes asked, {} answered", body.len(), file.len());
    assert!(!file.contains(&0) && !file.contains(&0x1b), "control characters came back");
    // An answer may be longer than any request that is read.
    assert!(matches!(read(&file), Ok(_) | Err(Unreadable::TooLarge | Unreadable::TooMany)), "not well formed");
});
