//! Forms from elsewhere: every combination of what a browser may say of where a request comes from.
