//! The portal: its pages one by one, and what holds for all of them.

mod callout;
mod callout_times;
mod forms;
mod integrations;
mod link_settings;
mod quickbooks;
mod sign_in;
