//! The portal: its pages one by one, and what holds for all of them.

mod forgotten;
mod set_up;
mod sign_in;
mod team;
