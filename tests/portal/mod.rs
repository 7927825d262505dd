//! The portal: its pages one by one, and what holds for all of them.

mod companies;
pub mod crawl;
mod every_page;
mod home;
mod keys;
mod sign_in;
