//! Writes elements: one tag per line, unclosed in SGML and closed in XML, never an empty one.

use std::borrow::Cow;

use rust_decimal::Decimal;
use time::OffsetDateTime;

use super::{Header, Syntax, date, text};

pub(super) struct Writer {
    out: String,
    syntax: Syntax,
    cuts: Vec<usize>,
}

impl Writer {
    pub(super) fn new(header: &Header) -> Self {
        Self { out: header.text(), ..Self::within_a_file(header.syntax) }
    }

    /// For what stands in the middle of a file.
    pub(super) fn within_a_file(syntax: Syntax) -> Self {
        Self { out: String::new(), syntax, cuts: Vec::new() }
    }

    /// Here [`Writer::parts`] parts the file.
    pub(super) fn cut(&mut self) {
        self.cuts.push(self.out.len());
    }

    /// An aggregate. Its end tag is required in both syntaxes.
    pub(super) fn within(&mut self, tag: &str, content: impl FnOnce(&mut Self)) {
        self.open(tag);
        self.out.push_str("\r\n");
        content(self);
        self.close(tag);
    }

    /// Text of at most `most` characters; an absent or empty one is left out, since an empty element breaks readers.
    pub(super) fn optional(&mut self, tag: &str, value: Option<&str>, most: usize) {
        let value = self.fitted(value.unwrap_or_default());
        // Cut before escaping, or an entity could be cut in two.
        self.element(tag, text::cut(&value, most));
    }

    /// Text that cannot be left out: a hyphen stands for an empty one.
    pub(super) fn required(&mut self, tag: &str, value: &str, most: usize) {
        let value = self.fitted(value);
        self.element(tag, if value.is_empty() { "-" } else { text::cut(&value, most) });
    }

    /// An identifier: never cut, since half of one would be another.
    pub(super) fn id(&mut self, tag: &str, value: &str) {
        self.required(tag, value, usize::MAX);
    }

    /// A word of the specification.
    pub(super) fn word(&mut self, tag: &str, word: &str) {
        self.element(tag, word);
    }

    pub(super) fn number(&mut self, tag: &str, number: u32) {
        self.element(tag, &number.to_string());
    }

    pub(super) fn instant(&mut self, tag: &str, instant: OffsetDateTime) {
        self.element(tag, &date::written(instant));
    }

    /// At least two decimals, a point, no exponent, no plus.
    pub(super) fn amount(&mut self, tag: &str, amount: Decimal) {
        self.element(tag, &written_amount(amount));
    }

    /// `value` in the characters that this file can hold.
    pub(super) fn fitted<'a>(&self, value: &'a str) -> Cow<'a, str> {
        let value = text::clean(value);
        match (self.syntax, value) {
            (Syntax::Xml, value) => value,
            (Syntax::Sgml, Cow::Borrowed(value)) => text::in_windows_1252(value),
            (Syntax::Sgml, Cow::Owned(value)) => Cow::Owned(text::in_windows_1252(&value).trim().to_owned()),
        }
    }

    /// The file's bytes: Windows-1252 in SGML, UTF-8 in XML.
    pub(super) fn finish(self) -> Vec<u8> {
        bytes(&self.out, self.syntax)
    }

    /// The same, parted at each [`Writer::cut`].
    pub(super) fn parts(self) -> Vec<Vec<u8>> {
        let Self { out, syntax, cuts } = &self;
        let starts = std::iter::once(0).chain(cuts.iter().copied());
        let ends = cuts.iter().copied().chain([out.len()]);
        starts.zip(ends).map(|(start, end)| bytes(out.get(start..end).unwrap_or_default(), *syntax)).collect()
    }

    fn element(&mut self, tag: &str, value: &str) {
        if value.is_empty() {
            return;
        }
        self.open(tag);
        text::push_escaped(&mut self.out, value);
        match self.syntax {
            Syntax::Sgml => self.out.push_str("\r\n"),
            Syntax::Xml => self.close(tag),
        }
    }

    fn open(&mut self, tag: &str) {
        self.out.push('<');
        self.out.push_str(tag);
        self.out.push('>');
    }

    fn close(&mut self, tag: &str) {
        self.out.push_str("</");
        self.out.push_str(tag);
        self.out.push_str(">\r\n");
    }
}

fn bytes(written: &str, syntax: Syntax) -> Vec<u8> {
    match syntax {
        Syntax::Sgml => text::windows_1252(written),
        Syntax::Xml => written.as_bytes().to_vec(),
    }
}

fn written_amount(amount: Decimal) -> String {
    let mut digits = amount.normalize().to_string();
    let decimals = digits.split_once('.').map(|(_, decimals)| decimals.len());
    digits.push_str(match decimals {
        None => ".00",
        Some(1) => "0",
        Some(_) => "",
    });
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(syntax: Syntax, write: impl FnOnce(&mut Writer)) -> String {
        let mut out = Writer::within_a_file(syntax);
        write(&mut out);
        out.out
    }

    #[test]
    fn elements_are_closed_in_xml_only_and_aggregates_in_both() {
        let write = |out: &mut Writer| out.within("FI", |out| out.id("ORG", "A&B"));
        assert_eq!(written(Syntax::Sgml, write), "<FI>\r\n<ORG>A&amp;B\r\n</FI>\r\n");
        assert_eq!(written(Syntax::Xml, write), "<FI>\r\n<ORG>A&amp;B</ORG>\r\n</FI>\r\n");
    }

    #[test]
    fn an_empty_element_is_never_written() {
        let write = |out: &mut Writer| {
            out.optional("MEMO", None, 255);
            out.optional("MEMO", Some(" \r\n\u{1}"), 255);
            out.required("CITY", "\u{301}", 32);
        };
        assert_eq!(written(Syntax::Sgml, write), "<CITY>-\r\n");
    }

    #[test]
    fn text_is_cut_before_it_is_escaped() {
        let write = |out: &mut Writer| out.optional("NAME", Some(&"&".repeat(40)), 32);
        assert_eq!(written(Syntax::Sgml, write), format!("<NAME>{}\r\n", "&amp;".repeat(32)));
    }

    #[test]
    fn amounts_have_two_decimals_or_more_and_nothing_else() {
        let pairs = [
            ("0", "0.00"),
            ("-0.0", "0.00"),
            ("5", "5.00"),
            ("-12.3", "-12.30"),
            ("1.2345", "1.2345"),
            ("1.000", "1.00"),
            ("1234567.89", "1234567.89"),
            ("0.0000000001", "0.0000000001"),
        ];
        for (amount, text) in pairs {
            assert_eq!(written_amount(amount.parse().unwrap()), text);
        }
        assert_eq!(written_amount(Decimal::MIN), "-79228162514264337593543950335.00");
    }
}
