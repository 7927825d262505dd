//! Figures beside what they are measured against.

use std::io::Write;

use anyhow::Result;

/// One figure.
pub struct Row {
    what: String,
    figure: f64,
    limit: f64,
    is_at_least: bool,
}

impl Row {
    pub fn at_least(what: impl Into<String>, figure: f64, limit: f64) -> Self {
        Self { what: what.into(), figure, limit, is_at_least: true }
    }

    pub fn at_most(what: impl Into<String>, figure: f64, limit: f64) -> Self {
        Self { what: what.into(), figure, limit, is_at_least: false }
    }

    fn passes(&self) -> bool {
        if self.is_at_least { self.figure >= self.limit } else { self.figure <= self.limit }
    }
}

/// All figures of a run, with what they were made of.
#[derive(Default)]
pub struct Table {
    rows: Vec<Row>,
    notes: Vec<String>,
    failed: usize,
}

impl Table {
    pub fn add(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// An absolute figure: this machine's, and worth nothing elsewhere.
    pub fn note(&mut self, text: impl Into<String>) {
        self.notes.push(text.into());
    }

    /// How many figures have missed their limit.
    pub fn failed(&self) -> usize {
        self.failed
    }

    /// Prints what has come since the last time.
    pub fn print(&mut self, out: &mut impl Write) -> Result<()> {
        for note in self.notes.drain(..) {
            writeln!(out, "  {note}")?;
        }
        for row in &self.rows {
            let sign = if row.is_at_least { "≥" } else { "≤" };
            self.failed += usize::from(!row.passes());
            let verdict = if row.passes() { "pass" } else { "FAIL" };
            writeln!(out, "{:<64} {:>8.2}  {sign} {:>6.2}  {verdict}", row.what, row.figure, row.limit)?;
        }
        self.rows.clear();
        out.flush()?;
        Ok(())
    }
}

/// The one in the middle; not a number for none.
pub fn median(figures: impl IntoIterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.into_iter().collect();
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}
