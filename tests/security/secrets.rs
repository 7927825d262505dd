//! Secrets that must be nowhere but in the hands of whom they are for.
