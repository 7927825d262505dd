//! The portal: its pages one by one, and what holds for all of them.

mod companies;
pub mod crawl;
mod every_page;
mod forms;
mod home;
mod integrations;
mod keys;
mod link_settings;
mod quickbooks;
mod account;
mod confirm;
mod passkeys;
mod person;
mod second_factor;
mod sign_in;
