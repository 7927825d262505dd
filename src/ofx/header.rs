//! The file header, in and out: nine `KEY:VALUE` lines (SGML, 1.x) or two processing instructions (XML, 2.x).
//!
//! Its shape decides the syntax of the answer, never its version number: some clients put `VERSION:203` into an
//! SGML header. The version and a cleaned `NEWFILEUID` are repeated (OFX 2.2).

use super::Unreadable;

/// The two ways to write OFX.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// 1.x: end tags of elements may be missing; Windows-1252 in answers.
    Sgml,
    /// 2.x: well-formed XML; UTF-8 in answers.
    Xml,
}

/// What of a request's header the answer repeats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// From the shape of the header.
    pub syntax: Syntax,
    /// As the client wrote it, three digits: 102, 103, 151, 160, 203, 220 …
    pub version: u16,
    /// Letters, digits, dots, hyphens, underscores; at most 36; `NONE` if the client sent nothing usable.
    pub new_file_uid: String,
}

const LONGEST_FILE_UID: usize = 36;

/// Takes the header off `file` and gives it with the rest.
pub(super) fn read(file: &str) -> Result<(Header, &str), Unreadable> {
    let file = file.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace());
    if file.starts_with("<?") { xml(file) } else { sgml(file) }
}

fn sgml(file: &str) -> Result<(Header, &str), Unreadable> {
    let end = file.find('<').unwrap_or(file.len());
    let (lines, body) = file.split_at_checked(end).ok_or(Unreadable::NoHeader)?;
    let keys = keys(lines);
    let find = |key: &str| keys.iter().find(|(k, _)| k.eq_ignore_ascii_case(key)).map(|(_, value)| *value);
    Ok((checked(Syntax::Sgml, "100", find)?, body))
}

/// `KEY:VALUE` pairs, whether on lines of their own or on one line, with or without a blank after the colon.
fn keys(lines: &str) -> Vec<(&str, &str)> {
    let mut words = lines.split_whitespace().peekable();
    let mut keys = Vec::new();
    while let Some(word) = words.next() {
        match word.split_once(':') {
            Some((key, "")) => keys.push((key, words.next_if(|next| !next.contains(':')).unwrap_or_default())),
            Some(pair) => keys.push(pair),
            None => {}
        }
    }
    keys
}

fn xml(file: &str) -> Result<(Header, &str), Unreadable> {
    let mut rest = file;
    while let Some(instruction) = rest.trim_start().strip_prefix("<?") {
        let (inside, after) = instruction.split_once("?>").ok_or(Unreadable::NotWellFormed)?;
        if let Some(attributes) = ofx_instruction(inside) {
            return Ok((checked(Syntax::Xml, "200", |key| attribute(attributes, key))?, after));
        }
        rest = after;
    }
    Err(Unreadable::NoHeader)
}

fn ofx_instruction(inside: &str) -> Option<&str> {
    let (target, attributes) = inside.split_once(|c: char| c.is_ascii_whitespace())?;
    target.eq_ignore_ascii_case("OFX").then_some(attributes)
}

fn attribute<'a>(attributes: &'a str, wanted: &str) -> Option<&'a str> {
    let mut rest = attributes;
    loop {
        let (key, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, next) = after.strip_prefix(quote)?.split_once(quote)?;
        if key.trim().eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        rest = next;
    }
}

fn checked<'a>(syntax: Syntax, known: &str, find: impl Fn(&str) -> Option<&'a str>) -> Result<Header, Unreadable> {
    match find("OFXHEADER").map(str::trim) {
        None => return Err(Unreadable::NoHeader),
        Some(number) if number != known => return Err(Unreadable::UnknownHeader),
        Some(_) => {}
    }
    if find("SECURITY").is_some_and(|s| !matches!(s.trim().to_ascii_uppercase().as_str(), "NONE" | "")) {
        return Err(Unreadable::Secured);
    }
    Ok(Header {
        syntax,
        version: version(syntax, find("VERSION")),
        new_file_uid: file_uid(find("NEWFILEUID").unwrap_or_default()),
    })
}

fn version(syntax: Syntax, written: Option<&str>) -> u16 {
    let usual = if syntax == Syntax::Sgml { 102 } else { 203 };
    written.and_then(|v| v.trim().parse().ok()).filter(|v| (100..=999).contains(v)).unwrap_or(usual)
}

fn file_uid(written: &str) -> String {
    let harmless = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let uid: String = written.chars().filter(harmless).take(LONGEST_FILE_UID).collect();
    if uid.is_empty() { "NONE".to_owned() } else { uid }
}

impl Header {
    /// The header of the answer, up to and with the line before `<OFX>`.
    pub(super) fn text(&self) -> String {
        let Self { version, new_file_uid, .. } = self;
        match self.syntax {
            // USASCII with 1252 is the one pairing that all common readers decode right.
            Syntax::Sgml => format!(
                "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:{version}\r\nSECURITY:NONE\r\nENCODING:USASCII\r\nCHARSET:1252\r\n\
                 COMPRESSION:NONE\r\nOLDFILEUID:NONE\r\nNEWFILEUID:{new_file_uid}\r\n\r\n"
            ),
            Syntax::Xml => format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\r\n<?OFX OFXHEADER=\"200\" VERSION=\"{version}\" \
                 SECURITY=\"NONE\" OLDFILEUID=\"NONE\" NEWFILEUID=\"{new_file_uid}\"?>\r\n"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: &str = "OFXHEADER:100\nDATA:OFXSGML\nVERSION:103\nSECURITY:NONE\nENCODING:USASCII\nCHARSET:1252\nCOMPRESSION:NONE\nOLDFILEUID:NONE\nNEWFILEUID:20261121.000\n\n<OFX>";

    fn sgml(version: u16, uid: &str) -> Header {
        Header { syntax: Syntax::Sgml, version, new_file_uid: uid.into() }
    }

    #[test]
    fn any_line_ending_a_missing_blank_line_or_one_line_is_the_same_header() {
        let expected = sgml(103, "20261121.000");
        for file in
            [LINES.to_owned(), LINES.replace('\n', "\r\n"), LINES.replace("\n\n", "\n"), LINES.replace('\n', " ")]
        {
            assert_eq!(read(&file), Ok((expected.clone(), "<OFX>")));
        }
    }

    #[test]
    fn blanks_after_colons_a_byte_order_mark_and_small_letters_do_not_matter() {
        let file = "\u{feff}\r\nofxheader: 100\r\nVersion: 151\r\nNEWFILEUID: \r\nSECURITY:\r\n<OFX>";
        assert_eq!(read(file), Ok((sgml(151, "NONE"), "<OFX>")));
    }

    #[test]
    fn the_shape_decides_the_syntax_not_the_version() {
        assert_eq!(read(&LINES.replace("103", "203")).unwrap().0, sgml(203, "20261121.000"));
    }

    #[test]
    fn both_quote_styles_are_read_and_the_xml_line_may_be_missing() {
        let expected = Header { syntax: Syntax::Xml, version: 220, new_file_uid: "a-1".into() };
        let double = "<?xml version=\"1.0\"?>\n<?OFX OFXHEADER=\"200\" VERSION=\"220\" SECURITY=\"NONE\" NEWFILEUID=\"a-1\"?><OFX>";
        let single = double.replace('"', "'");
        let alone = double.replace("<?xml version=\"1.0\"?>\n", "");
        for file in [double, &single, &alone] {
            assert_eq!(read(file), Ok((expected.clone(), "<OFX>")));
        }
    }

    #[test]
    fn a_missing_or_odd_version_becomes_the_usual_one() {
        assert_eq!(read("OFXHEADER:100 <OFX>").unwrap().0.version, 102);
        assert_eq!(read("<?OFX OFXHEADER='200' VERSION='x'?>").unwrap().0.version, 203);
    }

    #[test]
    fn what_is_no_header_is_refused() {
        for file in ["", "<OFX></OFX>", "hello", "<?xml version='1.0'?><OFX/>", "VERSION:102\n<OFX>"] {
            assert_eq!(read(file), Err(Unreadable::NoHeader), "{file}");
        }
        assert_eq!(read("<?xml <OFX>"), Err(Unreadable::NotWellFormed));
        assert_eq!(read("OFXHEADER:200\n<OFX>"), Err(Unreadable::UnknownHeader));
        assert_eq!(read("<?OFX OFXHEADER='100'?>"), Err(Unreadable::UnknownHeader));
    }

    #[test]
    fn security_other_than_none_is_refused() {
        assert_eq!(read(&LINES.replace("SECURITY:NONE", "SECURITY:TYPE1")), Err(Unreadable::Secured));
        assert_eq!(read("<?OFX OFXHEADER='200' SECURITY='TYPE1'?>"), Err(Unreadable::Secured));
    }

    #[test]
    fn the_file_uid_keeps_only_harmless_characters_and_36_of_them() {
        assert_eq!(file_uid("a\"b'<c>&\u{7}d"), "abcd");
        assert_eq!(file_uid(&"x".repeat(50)).len(), 36);
        assert_eq!(file_uid("<>&"), "NONE");
    }

    #[test]
    fn what_is_written_is_read_again() {
        for syntax in [Syntax::Sgml, Syntax::Xml] {
            let header = Header { syntax, version: 211, new_file_uid: "A.1".into() };
            assert_eq!(read(&(header.text() + "<OFX>")).unwrap().0, header);
        }
    }
}
