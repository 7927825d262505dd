//! The portal: its pages one by one, and what holds for all of them.

mod branding;
mod preview;
mod sign_in;
