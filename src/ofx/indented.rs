//! A file as people read it: one tag a line, each aggregate's content moved in.

use std::collections::HashSet;

use super::text;

/// Deeper than any real file; what lies beyond is not moved in further.
const DEEPEST: usize = 16;

/// The bytes as text, whatever their character set.
pub fn as_text(bytes: &[u8]) -> String {
    text::decode(bytes).to_string()
}

/// The text with a tag a line. What is no OFX at all comes back as it is but for its line ends.
pub fn indented(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let Some(body) = text.find("<OFX>") else { return text };
    let (header, body) = text.split_at(body);
    // Only what is closed somewhere can hold something: in SGML an element's end tag is optional.
    let closed: HashSet<&str> = body.split("</").skip(1).filter_map(|rest| rest.split('>').next()).collect();
    let mut written = header.to_owned();
    let mut depth = 0_usize;
    for piece in body.split('<').skip(1).map(str::trim) {
        let (name, value) = piece.split_once('>').unwrap_or((piece, ""));
        if let Some(ended) = name.strip_prefix('/') {
            // An element's own end stands on its line.
            if written.rsplit('\n').nth(1).is_some_and(|line| line.trim_start().starts_with(&format!("<{ended}>")))
                && written.rsplit('\n').nth(1).is_some_and(|line| !line.ends_with('>'))
            {
                written.truncate(written.len() - 1);
                written.push_str(&format!("</{ended}>\n"));
                continue;
            }
            depth = depth.saturating_sub(1);
        }
        written.push_str(&"  ".repeat(depth.min(DEEPEST)));
        written.push_str(&format!("<{name}>{value}\n"));
        if !name.starts_with('/') && value.is_empty() && closed.contains(name) {
            depth += 1;
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_inside_an_aggregate_is_moved_in() {
        let sgml = "OFXHEADER:100\r\n\r\n<OFX>\r\n<FI>\r\n<ORG>A &amp; B\r\n<FID>1\r\n</FI>\r\n</OFX>\r\n";
        let expected = "OFXHEADER:100\n\n<OFX>\n  <FI>\n    <ORG>A &amp; B\n    <FID>1\n  </FI>\n</OFX>\n";
        assert_eq!(indented(sgml), expected);
    }

    #[test]
    fn an_element_that_is_closed_stays_on_its_line() {
        assert_eq!(indented("<OFX><FI><ORG>A</ORG></FI></OFX>"), "<OFX>\n  <FI>\n    <ORG>A</ORG>\n  </FI>\n</OFX>\n");
    }

    #[test]
    fn what_is_no_ofx_is_left_alone() {
        assert_eq!(indented("<html>\r\nno"), "<html>\nno");
        assert_eq!(indented(""), "");
        let deep = format!("<OFX>{}", "</A><A>".repeat(100));
        assert!(indented(&deep).len() < 10_000);
    }
}
