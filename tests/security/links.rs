//! The linkUrl (O-01 to O-15 of docs/security/checks.md).
