//! Bodies that are too large, too slow or never whole, at every door.
