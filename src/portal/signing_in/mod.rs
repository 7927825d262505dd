//! Who comes in, by what, and who is asked once more.

pub mod arriving;
mod ask_passkey;
pub mod confirm;
pub mod forgotten;
pub mod second_factor;
pub mod set_up;
pub mod sign_in;
pub mod sign_out;
