//! Addresses and methods nobody declared.
