//! A text as the rules look at it: letter by letter, and which of them belong to an address.

use std::ops::Range;

use super::{Change, Kind};

pub struct Text {
    pub letters: Vec<char>,
    /// Of an address or a file name, which has its own spelling.
    is_kept: Vec<bool>,
}

/// What to put in place of some letters.
pub struct Edit {
    pub kind: Kind,
    pub place: Range<usize>,
    pub better: String,
}

pub fn is_blank(letter: char) -> bool {
    letter.is_whitespace()
}

impl Text {
    pub fn new(text: &str) -> Self {
        let letters: Vec<char> = text.chars().collect();
        let mut is_kept = Vec::with_capacity(letters.len());
        for piece in letters.split_inclusive(|letter| is_blank(*letter)) {
            let is_whole = is_address(piece);
            is_kept.extend(piece.iter().map(|letter| is_whole && !is_blank(*letter)));
        }
        Self { letters, is_kept }
    }

    pub fn string(&self) -> String {
        self.letters.iter().collect()
    }

    pub fn at(&self, place: usize) -> Option<char> {
        self.letters.get(place).copied()
    }

    /// The letter before `place`.
    pub fn before(&self, place: usize) -> Option<char> {
        place.checked_sub(1).and_then(|place| self.at(place))
    }

    /// The places of the letters that are not an address's.
    pub fn places(&self) -> impl Iterator<Item = (usize, char)> {
        self.letters.iter().copied().enumerate().filter(|(place, _)| !self.is_kept[*place])
    }

    pub fn is_kept(&self, place: usize) -> bool {
        self.is_kept.get(place).copied().unwrap_or_default()
    }

    /// The blanks that end before `place`.
    pub fn blanks_before(&self, place: usize) -> Range<usize> {
        let blanks = self.letters[..place].iter().rev().take_while(|letter| is_blank(**letter)).count();
        place - blanks..place
    }

    /// The blanks that begin at `place`.
    pub fn blanks_from(&self, place: usize) -> Range<usize> {
        let rest = self.letters.get(place..).unwrap_or_default();
        place..place + rest.iter().take_while(|letter| is_blank(**letter)).count()
    }

    /// What stands at `place` and is like this.
    pub fn run(&self, place: usize, is_like: impl Fn(char) -> bool) -> &[char] {
        let rest = self.letters.get(place..).unwrap_or_default();
        &rest[..rest.iter().take_while(|letter| is_like(**letter)).count()]
    }

    /// Whether these letters are anything but `better` already.
    pub fn edit(&self, kind: Kind, place: Range<usize>, better: &str) -> Option<Edit> {
        let is_better = self.letters[place.clone()].iter().copied().eq(better.chars());
        (!is_better).then(|| Edit { kind, place, better: better.to_owned() })
    }

    /// What an edit does, told with the words around it.
    pub fn change(&self, edit: &Edit) -> Change {
        let begins = self.letters[..edit.place.start].iter().rev().take_while(|letter| !is_blank(**letter)).count();
        let (before, after) =
            (&self.letters[edit.place.start - begins..edit.place.start], &self.letters[edit.place.end..]);
        let after: Vec<char> = after.iter().copied().take_while(|letter| !is_blank(*letter)).collect();
        let around = |middle: &[char]| [before, middle, &after].concat().into_iter().collect::<String>();
        let better: Vec<char> = edit.better.chars().collect();
        Change { kind: edit.kind, found: around(&self.letters[edit.place.clone()]), better: around(&better) }
    }
}

/// `https://…`, `www.…`, `name@bank.example`, `bank.example/help`: a dot or an at sign between letters, or a scheme.
fn is_address(piece: &[char]) -> bool {
    let text: String = piece.iter().collect();
    let joins = |around: &[char]| matches!(around, [a, '.' | '@', b] if a.is_alphanumeric() && b.is_alphanumeric());
    text.contains("://") || piece.windows(3).any(|around| joins(around) && !is_decimal(around))
}

/// 1.5 is a number, whatever its point.
fn is_decimal(around: &[char]) -> bool {
    matches!(around, [a, '.', b] if a.is_ascii_digit() && b.is_ascii_digit())
}
