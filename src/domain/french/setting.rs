//! Where a blank may not break.

use super::text::{Edit, Text, is_blank};
use super::{BOUND, Kind};

const SIGNS_OF_AMOUNTS: [char; 6] = ['%', '$', '€', '£', '¢', '°'];
/// What stands behind the sign of a dollar.
const CURRENCIES: [&str; 4] = ["US", "CA", "USD", "CAD"];
const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
/// What is counted; the plural's s or x is left out.
const UNITS: [&str; 40] = [
    "seconde",
    "minute",
    "min",
    "heure",
    "h",
    "jour",
    "semaine",
    "mois",
    "an",
    "année",
    "fois",
    "s",
    "ms",
    "mm",
    "cm",
    "m",
    "km",
    "g",
    "kg",
    "ml",
    "cl",
    "l",
    "ko",
    "mo",
    "go",
    "to",
    "dollar",
    "cent",
    "million",
    "milliard",
    "compte",
    "opération",
    "caractère",
    "étape",
    "personne",
    "client",
    "succursale",
    "chiffre",
    "page",
    "question",
];

pub fn edits(text: &Text) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (place, letter) in text.places() {
        match letter {
            ':' => edits.extend(before_colon(text, place)),
            '«' => edits.extend(after_opening(text, place)),
            '»' => edits.extend(before_closing(text, place)),
            'h' => edits.extend(hour(text, place)),
            sign if SIGNS_OF_AMOUNTS.contains(&sign) => edits.extend(amount(text, place)),
            digit if digit.is_ascii_digit() => edits.extend(after_digit(text, place)),
            _ => {}
        }
    }
    edits
}

fn bind(text: &Text, blanks: std::ops::Range<usize>) -> Option<Edit> {
    text.edit(Kind::Bound, blanks, &BOUND.to_string())
}

/// Where there is no blank there will be one, unless something follows at once, as in 14:05.
fn before_colon(text: &Text, place: usize) -> Option<Edit> {
    let blanks = text.blanks_before(place);
    let before = text.before(blanks.start)?;
    let ends = text.at(place + 1).is_none_or(is_blank);
    let is_bound = !blanks.is_empty() || (ends && (before.is_alphanumeric() || ")»”’%$".contains(before)));
    is_bound.then(|| bind(text, blanks)).flatten()
}

fn after_opening(text: &Text, place: usize) -> Option<Edit> {
    let blanks = text.blanks_from(place + 1);
    text.at(blanks.end)?;
    bind(text, blanks)
}

fn before_closing(text: &Text, place: usize) -> Option<Edit> {
    let blanks = text.blanks_before(place);
    // What « has bound already is bound.
    text.before(blanks.start).filter(|before| *before != '«')?;
    bind(text, blanks)
}

/// `12 %`, `4 $ US`.
fn amount(text: &Text, place: usize) -> Vec<Edit> {
    let blanks = text.blanks_before(place);
    if !text.before(blanks.start).is_some_and(|it| it.is_ascii_digit()) || is_angle(text, place) {
        return Vec::new();
    }
    let after = text.blanks_from(place + 1);
    let currency: String = text.run(after.end, char::is_alphabetic).iter().collect();
    let is_currency = !after.is_empty() && CURRENCIES.contains(&currency.as_str());
    [bind(text, blanks), is_currency.then(|| bind(text, after)).flatten()].into_iter().flatten().collect()
}

/// 45° has no blank, 20 °C has.
fn is_angle(text: &Text, place: usize) -> bool {
    text.at(place) == Some('°') && !matches!(text.at(place + 1), Some('C' | 'F'))
}

/// `14 h`, `14 h 05`, also of 14h and 14h05.
fn hour(text: &Text, place: usize) -> Vec<Edit> {
    let (before, after) = (text.blanks_before(place), text.blanks_from(place + 1));
    let hours = text.letters[..before.start].iter().rev().take_while(|it| it.is_ascii_digit()).count();
    let begins = before.start - hours;
    let minutes = text.run(after.end, |it| it.is_alphanumeric());
    let is_time = minutes.len() == 2 && minutes.iter().all(char::is_ascii_digit);
    let stands_alone = after.is_empty() && minutes.is_empty() || !after.is_empty();
    if !(1..=2).contains(&hours) || text.before(begins).is_some_and(char::is_alphanumeric) || text.is_kept(begins) {
        return Vec::new();
    }
    match (is_time, stands_alone) {
        (true, _) => [bind(text, before), bind(text, after)].into_iter().flatten().collect(),
        (false, true) => bind(text, before).into_iter().collect(),
        (false, false) => Vec::new(),
    }
}

/// `7 jours`, `1er mai`, `4 002`, `étape 3 de 3`.
fn after_digit(text: &Text, place: usize) -> Vec<Edit> {
    let begins = text.letters[..=place].iter().rev().take_while(|it| it.is_ascii_digit()).count();
    let mut edits = Vec::new();
    if begins == 1 {
        edits.extend(step(text, place));
    }
    let ordinal = if text.run(place + 1, char::is_alphabetic) == ['e', 'r'] { 2 } else { 0 };
    let blanks = text.blanks_from(place + 1 + ordinal);
    if blanks.is_empty() {
        return edits;
    }
    let word: String = text.run(blanks.end, |it| it.is_alphanumeric()).iter().collect();
    let is_counted = match ordinal {
        0 => is_unit(&word) || (word.bytes().all(|it| it.is_ascii_digit()) && is_grouped(text, place)),
        _ => MONTHS.contains(&word.to_lowercase().as_str()),
    };
    if is_counted && !text.is_kept(blanks.end) {
        edits.extend(bind(text, blanks.clone()));
    }
    // « 3 de 3 »
    let next = text.blanks_from(blanks.end + word.chars().count());
    if word == "de" && !next.is_empty() && text.at(next.end).is_some_and(|it| it.is_ascii_digit()) {
        edits.extend([bind(text, blanks), bind(text, next)].into_iter().flatten());
    }
    edits
}

/// A number keeps to the word « étape » before it.
fn step(text: &Text, place: usize) -> Option<Edit> {
    let blanks = text.blanks_before(place);
    let begins = text.letters[..blanks.start].iter().rev().take_while(|it| it.is_alphabetic()).count();
    let word: String = text.letters[blanks.start - begins..blanks.start].iter().collect();
    (!blanks.is_empty() && word.to_lowercase() == "étape").then(|| bind(text, blanks)).flatten()
}

fn is_unit(word: &str) -> bool {
    let word = word.to_lowercase();
    let one = word.strip_suffix(['s', 'x']).unwrap_or(&word);
    MONTHS.contains(&word.as_str()) || UNITS.contains(&word.as_str()) || UNITS.contains(&one)
}

/// Whether the number at `place` is written in groups of thousands, and is no telephone number.
fn is_grouped(text: &Text, place: usize) -> bool {
    let is_like = |letter: char| letter.is_ascii_digit() || is_blank(letter);
    let before = text.letters[..=place].iter().rev().take_while(|it| is_like(**it)).count();
    let (begin, end) = (place + 1 - before, place + 1 + text.run(place + 1, is_like).len());
    let groups = text.letters[begin..end].split(|it| is_blank(*it)).filter(|group| !group.is_empty());
    let lengths: Vec<usize> = groups.map(<[char]>::len).collect();
    let is_amount = matches!(lengths.as_slice(), [1..=3, rest @ ..] if rest.iter().all(|it| *it == 3));
    let is_open = |it: Option<char>| !it.is_some_and(|it| it.is_alphanumeric() || "+-‑–()".contains(it));
    is_amount && is_open(text.before(begin)) && is_open(text.at(end))
}
