//! Door 2: a partner's program, one file per resource.
