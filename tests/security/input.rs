//! Hostile input at every door: malformed, oversized, forbidden or disguised.
