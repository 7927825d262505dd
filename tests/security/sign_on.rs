//! Guessing at sign-on: who is slowed down, who is not, and what nobody can tell apart.
