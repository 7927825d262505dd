//! Whole conversations, hostile bodies, and texts there and back.

mod answers;
mod conversations;
mod hostile;
mod refusals;
mod replies;
mod round_trip;
mod samples;
mod sign_on;
