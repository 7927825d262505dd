//! The portal: its pages one by one, and what holds for all of them.

mod account;
mod at_once;
mod audit;
mod audited;
pub mod branding;
mod callout;
mod callout_times;
mod changed_letters;
mod companies;
mod confirm;
pub mod crawl;
mod every_page;
mod forgotten;
pub mod forms;
mod home;
mod integrations;
mod journey;
mod keys;
mod link_settings;
mod passkeys;
pub mod person;
mod preview;
mod quickbooks;
mod second_factor;
pub mod set_up;
mod sign_in;
mod team;
