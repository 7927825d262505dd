//! Two partners: whatever belongs to one is nothing to the other.
