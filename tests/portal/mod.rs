//! The portal: its pages one by one, and what holds for all of them.

mod forgotten;
mod forms;
mod integrations;
mod link_settings;
mod quickbooks;
mod set_up;
mod sign_in;
mod team;
