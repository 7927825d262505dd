//! An address as a picture that a phone's camera reads (QR code), drawn as one path: black on white in every theme, since
//! many cameras read no other.

use qrcode::{Color, EcLevel, QrCode};

/// White around it, in modules, by which it is found (ISO/IEC 18004).
const MARGIN: usize = 4;

/// Modules are one unit wide.
#[derive(Clone)]
pub struct Qr {
    /// Of each side, with the margin.
    pub size: usize,
    /// What is black, as an SVG path.
    pub path: String,
}

impl Qr {
    /// `None`: the text is longer than such a picture holds, some two thousand characters.
    pub fn of(text: &str) -> Option<Qr> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let rows = code.to_colors();
        let rows = rows.chunks(code.width()).enumerate();
        let path = rows.map(|(row, modules)| dark_runs(row + MARGIN, modules)).collect();
        Some(Qr { size: code.width() + 2 * MARGIN, path })
    }
}

/// A row's black modules, each run of them as one bar.
fn dark_runs(row: usize, modules: &[Color]) -> String {
    let mut column = MARGIN;
    let mut bars = String::new();
    for run in modules.chunk_by(|one, next| one == next) {
        let width = run.len();
        if run.first() == Some(&Color::Dark) {
            bars.push_str(&format!("M{column} {row}h{width}v1h-{width}z"));
        }
        column += width;
    }
    bars
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws the path again, as a browser would.
    fn drawn(qr: &Qr) -> Vec<Vec<bool>> {
        let mut rows = vec![vec![false; qr.size]; qr.size];
        for bar in qr.path.split('z').filter(|bar| !bar.is_empty()) {
            let (at, rest) = bar[1..].split_once('h').unwrap();
            let (column, row) = at.split_once(' ').unwrap();
            let width: usize = rest.split('v').next().unwrap().parse().unwrap();
            let (column, row): (usize, usize) = (column.parse().unwrap(), row.parse().unwrap());
            rows[row][column..column + width].fill(true);
        }
        rows
    }

    #[test]
    fn the_path_draws_the_code_with_white_around_it() {
        let text = "https://link.bank.example/continue/K7QX4Z";
        let (qr, code) = (Qr::of(text).unwrap(), QrCode::with_error_correction_level(text, EcLevel::M).unwrap());
        let rows = drawn(&qr);
        for (y, row) in rows.iter().enumerate() {
            for (x, is_dark) in row.iter().enumerate() {
                let inside = |at: usize| at.checked_sub(MARGIN).filter(|at| *at < code.width());
                let expected = inside(x).zip(inside(y)).is_some_and(|at| code[at] == Color::Dark);
                assert_eq!(*is_dark, expected, "{x} {y}");
            }
        }
        assert!(qr.path.len() < 6_000, "{}", qr.path.len());
    }
}
