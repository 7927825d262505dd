//! The promises that can be read off the repository.
