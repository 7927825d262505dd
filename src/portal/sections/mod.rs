//! Settings in sections: a table says what each holds; how they are shown, read, kept and told is the same for all.

pub mod keep;
pub mod said;
pub mod section;
pub mod seen;
pub mod shown;
pub mod why;
