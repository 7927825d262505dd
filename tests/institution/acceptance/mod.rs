//! The acceptance checklist for an institution of OFX Direct Connect (docs/ofx-acceptance.md): the numbers in a test's
//! name are the points that it proves.

mod accounts;
mod concurrency;
mod operation;
mod profile;
mod sign_on;
mod statements;
mod volume;
mod windows;
