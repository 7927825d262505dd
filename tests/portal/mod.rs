//! The portal: its pages one by one, and what holds for all of them.

mod account;
mod confirm;
mod passkeys;
mod person;
mod second_factor;
mod sign_in;
