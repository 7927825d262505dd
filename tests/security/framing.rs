//! HTTP that is broken on purpose, byte by byte.
