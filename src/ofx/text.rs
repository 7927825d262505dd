//! Characters, in and out: escaping, control characters, Windows-1252, lengths.
//!
//! On input all entities a client might send are understood and a bare `&` is itself, because several clients do
//! not escape passwords. On output exactly `&`, `<` and `>` are escaped: numeric references and `&apos;` are shown
//! raw or refused by common readers.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;
use zeroize::Zeroizing;

/// The bytes as text: UTF-8 if they are, else Windows-1252, whatever the header claims. Wiped after use, since a
/// password is among them.
pub(super) fn decode(bytes: &[u8]) -> Zeroizing<String> {
    Zeroizing::new(match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    })
}

/// What `raw` says, without entities, control characters and outer blanks. Never longer than `raw`, so the one
/// allocation it makes is never left behind by growing.
pub(super) fn unescaped(raw: &str) -> String {
    let mut value = String::with_capacity(raw.len());
    let mut rest = raw.trim();
    while let Some((before, after)) = rest.split_once('&') {
        push_clean(&mut value, before);
        rest = match entity(after) {
            Some((c, after)) => {
                push_clean(&mut value, c.encode_utf8(&mut [0; 4]));
                after
            }
            None => {
                value.push('&');
                after
            }
        };
    }
    push_clean(&mut value, rest);
    value.truncate(value.trim_end_matches(' ').len());
    value
}

/// The character that `after` (what follows an `&`) names, and the rest behind its semicolon.
fn entity(after: &str) -> Option<(char, &str)> {
    const LONGEST: usize = 9;
    let end = after.bytes().take(LONGEST).position(|b| b == b';')?;
    let (name, rest) = after.split_at_checked(end)?;
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => numbered(name.strip_prefix('#')?)?,
    };
    Some((c, rest.strip_prefix(';')?))
}

fn numbered(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    char::from_u32(code.ok()?)
}

/// `text` on one line, without characters that have no place in a value. Outer blanks go too.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if text.bytes().all(|b| (b' '..=b'~').contains(&b)) {
        return Cow::Borrowed(text);
    }
    let mut value = String::with_capacity(text.len());
    push_clean(&mut value, text);
    Cow::Owned(value.trim().to_owned())
}

fn push_clean(value: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' if !value.ends_with(' ') => value.push(' '),
            c if is_unfit(c) => {}
            c => value.push(c),
        }
    }
}

/// Controls, marks that turn the direction of writing, and code points that are no characters.
fn is_unfit(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
        || matches!(c, '\u{feff}' | '\u{fff9}'..='\u{fffb}')
        || u32::from(c) & 0xfffe == 0xfffe
}

/// `text` in characters that Windows-1252 has: the nearest ones, else `?`.
pub(super) fn in_windows_1252(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut fitted = String::with_capacity(text.len());
    for c in text.chars() {
        if is_windows_1252(c) { fitted.push(c) } else { push_nearest(&mut fitted, c) }
    }
    Cow::Owned(fitted)
}

fn is_windows_1252(c: char) -> bool {
    c.is_ascii() || matches!(c, '\u{a0}'..='\u{ff}') || "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ".contains(c)
}

fn push_nearest(fitted: &mut String, c: char) {
    /// U+0100 to U+017F, one letter each.
    const LATIN_EXTENDED_A: &[u8; 128] = b"AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";
    match c {
        '\u{100}'..='\u{17f}' => {
            let letter = LATIN_EXTENDED_A.get(u32::from(c) as usize - 0x100).copied().unwrap_or(b'?');
            fitted.push(char::from(letter));
        }
        // A mark on the letter before it: the letter alone is nearer than a question mark.
        '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}' | '\u{200c}' | '\u{200d}' => {}
        'Ș' => fitted.push('S'),
        'ș' => fitted.push('s'),
        'Ț' => fitted.push('T'),
        'ț' => fitted.push('t'),
        'ẞ' => fitted.push_str("SS"),
        '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => fitted.push(' '),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => fitted.push('-'),
        '\u{2032}' | '\u{2bc}' => fitted.push('\''),
        '\u{2033}' => fitted.push('"'),
        '→' => fitted.push_str("->"),
        '←' => fitted.push_str("<-"),
        '№' => fitted.push_str("No"),
        'ﬁ' => fitted.push_str("fi"),
        'ﬂ' => fitted.push_str("fl"),
        _ => fitted.push('?'),
    }
}

/// The bytes of a text that [`in_windows_1252`] has fitted.
pub(super) fn windows_1252(text: &str) -> Vec<u8> {
    WINDOWS_1252.encode(text).0.into_owned()
}

/// At most `most` characters of `text`, a letter never parted from its accents.
pub(super) fn cut(text: &str, most: usize) -> &str {
    let Some((end, next)) = text.char_indices().nth(most) else {
        return text;
    };
    let kept = text.get(..end).unwrap_or_default();
    let whole = match next {
        '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}' | '\u{200d}' => {
            let mark = |c: char| matches!(c, '\u{300}'..='\u{36f}' | '\u{200d}');
            let letters = kept.trim_end_matches(mark);
            letters.char_indices().next_back().and_then(|(last, _)| letters.get(..last)).unwrap_or(kept)
        }
        _ => kept,
    };
    whole.trim_end()
}

/// In runs, since most text has nothing to escape.
pub(super) fn push_escaped(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(['&', '<', '>']) {
        out.push_str(before);
        out.push_str(match rest.as_bytes().get(before.len()) {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            _ => "&gt;",
        });
        rest = after;
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entity_is_read_and_a_bare_ampersand_is_itself() {
        let pairs = [
            ("a&amp;b&lt;c&gt;", "a&b<c>"),
            ("&quot;&apos;&#233;&#xE9;", "\"'éé"),
            ("a&nbsp;b", "a\u{a0}b"),
            ("a&b", "a&b"),
            ("a&&amp;b&", "a&&b&"),
            ("&copy;&#xZZ;&#1114112;&;", "&copy;&#xZZ;&#1114112;&;"),
            ("&amp;amp;", "&amp;"),
            ("&é;", "&é;"),
        ];
        for (raw, value) in pairs {
            assert_eq!(unescaped(raw), value);
        }
    }

    #[test]
    fn control_characters_do_not_get_in_even_as_references() {
        assert_eq!(unescaped(" a\0b\u{1b}c&#0;&#7;\r\n d&#10; "), "abc  d");
    }

    #[test]
    fn an_unescaped_value_is_never_longer_than_what_was_sent() {
        for raw in ["&nbsp;", "&#233;", "&#xE9;", "&#x10FFFD;", "\n\n", "&amp"] {
            assert!(unescaped(raw).len() <= raw.len(), "{raw}");
        }
    }

    #[test]
    fn bytes_are_utf8_or_else_windows_1252() {
        assert_eq!(*decode("é€".as_bytes()), "é€");
        assert_eq!(*decode(b"\xe9\x80"), "é€");
        assert_eq!(*decode(b"\xff\xfeO\0"), "ÿþO\0");
    }

    #[test]
    fn text_goes_out_on_one_line_without_controls_or_direction_marks() {
        assert_eq!(clean(" a\r\n\tb\u{202e}c\u{7f}\u{ffff}\u{85}é "), "a bcé");
        assert_eq!(clean("\u{1}\n"), "");
        assert_eq!(clean("plain  text"), "plain  text");
    }

    #[test]
    fn what_windows_1252_lacks_becomes_its_nearest_or_a_question_mark() {
        assert_eq!(in_windows_1252("Café “œ” – 5 €"), "Café “œ” – 5 €");
        assert_eq!(in_windows_1252("Łódź Șoș e\u{301} a\u{202f}b −1 日"), "Lódz Sos e a b -1 ?");
        assert_eq!(in_windows_1252("ĀāĴĵŁłŐőŔŕŢţŻżſ"), "AaJjLlOoRrTtZzs");
    }

    #[test]
    fn every_character_we_call_windows_1252_has_a_byte() {
        for c in (0..=0xffff).filter_map(char::from_u32).filter(|&c| !c.is_control()) {
            let fitted = in_windows_1252(c.encode_utf8(&mut [0; 4])).into_owned();
            assert_eq!(windows_1252(&fitted).len(), fitted.chars().count(), "{c:?}");
            assert!(!WINDOWS_1252.encode(&fitted).2, "{c:?}");
        }
    }

    #[test]
    fn a_cut_falls_between_characters_and_leaves_no_blank_or_lone_accent() {
        assert_eq!(cut("été", 2), "ét");
        assert_eq!(cut("ab cd", 3), "ab");
        assert_eq!(cut("abe\u{301}\u{323}", 4), "ab");
        assert_eq!(cut("abc", 3), "abc");
    }

    #[test]
    fn exactly_three_characters_are_escaped() {
        let mut out = String::new();
        push_escaped(&mut out, "<a> & \"b\" 'c'");
        assert_eq!(out, "&lt;a&gt; &amp; \"b\" 'c'");
    }
}
