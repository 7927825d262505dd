//! Door 4: accounting software, through the real `ofxget` and by hand.

mod acceptance;
mod accounts;
mod address;
mod breaking_off;
pub mod customer;
pub mod files;
mod golden;
mod large;
mod profile;
mod sign_on;
mod silence;
mod states;
mod windows;

/// Those that clients in the wild speak: SGML up to 160, XML from 200 on.
const VERSIONS: [u32; 7] = [102, 103, 151, 160, 203, 211, 220];
