//! The portal: its pages one by one, and what holds for all of them.

mod sign_in;
