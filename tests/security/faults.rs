//! What happens to the machine: crashes, full disks, clocks, a database that is away (F-01 to F-25 of docs/security/checks.md).
