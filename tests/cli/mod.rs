//! The command line: what the binary prints, refuses and leaves behind.
