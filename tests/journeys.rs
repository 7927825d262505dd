//! One story through all doors.
