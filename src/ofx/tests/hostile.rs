//! Bodies that mean harm, or nothing: each gets a short reason, none a panic, none takes long.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::samples::*;
use crate::ofx::*;

fn refusal(body: &[u8]) -> Option<Unreadable> {
    read(body).err()
}

fn sgml(body: &str) -> Option<Unreadable> {
    refusal(format!("{SGML}{body}").as_bytes())
}

#[test]
fn what_scanners_send_is_refused() {
    for body in ["", "<OFX></OFX>", " ", "GET / HTTP/1.1", "{\"a\":1}", "\0\0\0", "<html></html>", "OFXHEADER"] {
        assert_eq!(refusal(body.as_bytes()), Some(Unreadable::NoHeader), "{body}");
    }
    assert_eq!(refusal(&[0xff; 100]), Some(Unreadable::NoHeader));
}

#[test]
fn a_header_alone_or_another_root_is_refused() {
    for body in ["", "hello", "<HTML></HTML>", "<OFX"] {
        assert_eq!(sgml(body), Some(Unreadable::NoRoot), "{body}");
    }
    assert_eq!(refusal(XML.as_bytes()), Some(Unreadable::NoRoot));
}

#[test]
fn document_types_and_entity_bombs_are_refused_wherever_they_stand() {
    let bomb = "<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;\">]><OFX>&lol2;</OFX>";
    assert_eq!(refusal(format!("{XML}{bomb}").as_bytes()), Some(Unreadable::Declaration));
    assert_eq!(sgml(bomb), Some(Unreadable::Declaration));
    assert_eq!(sgml("<OFX><USERID>a<!--"), Some(Unreadable::Declaration));
}

#[test]
fn broken_xml_is_refused() {
    for body in ["<OFX>", "<OFX><A></OFX>", "<OFX", "<OFX></OFX></OFX>", "<OFX><A>1 < 2</A></OFX>", "<OFX><?a</OFX>"] {
        assert_eq!(refusal(format!("{XML}{body}").as_bytes()), Some(Unreadable::NotWellFormed), "{body}");
    }
}

#[test]
fn ten_thousand_levels_are_too_deep_and_a_hundred_thousand_tags_too_many() {
    assert_eq!(sgml(&"<A>".repeat(10_000)), Some(Unreadable::TooDeep));
    assert_eq!(sgml(&"<A>".repeat(100_000)), Some(Unreadable::TooLarge));
    assert_eq!(sgml(&format!("<OFX>{}", "<A>1".repeat(10_000))), Some(Unreadable::TooMany));
}

#[test]
fn a_value_of_five_thousand_characters_is_too_long() {
    assert_eq!(sgml(&format!("<OFX><A>{}", "x".repeat(5_000))), Some(Unreadable::ValueTooLong));
}

#[test]
fn exactly_64_kib_are_read_and_one_byte_more_is_refused() {
    let mut body = format!("{SGML}<OFX>").into_bytes();
    body.resize(MAX_BODY, b' ');
    assert_eq!(refusal(&body), None);
    body.push(b' ');
    assert_eq!(refusal(&body), Some(Unreadable::TooLarge));
}

#[test]
fn nuls_are_dropped_from_values() {
    let request = request(SGML, "<OFX><SIGNONMSGSRQV1><SONRQ><USERID>a\0b&#0;\x1bc</SONRQ></SIGNONMSGSRQV1></OFX>");
    assert_eq!(request.sign_on.unwrap().user_id, "abc");
}

#[test]
fn bodies_made_to_be_slow_are_not() {
    let fill = |piece: &str| format!("{SGML}<OFX>{}", piece.repeat((MAX_BODY - 200) / piece.len()));
    let began = Instant::now();
    for piece in
        ["<", "<a", "<?", "</", "</A>", "&", "&#", "&amp;", "<A>1", "<A></A>", "<A>1</B>", "<a <", "\u{e9}", "<FI>"]
    {
        let _ = read(fill(piece).as_bytes());
    }
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
}

#[test]
fn no_reason_repeats_what_was_sent() {
    let body = format!("{SGML}<OFX><USERPASS>hunter2<!x>");
    let said = refusal(body.as_bytes()).unwrap().to_string();
    assert!(!said.contains("hunter2") && said.len() < 100);
}

#[test]
fn an_account_that_is_only_echoed_does_not_grow_beyond_what_a_reader_takes() {
    let ampersands = "&".repeat(3_000);
    let account = format!("<BANKID>{ampersands}<BRANCHID>{ampersands}<ACCTID>{ampersands}<ACCTTYPE>SAVINGS");
    for account in [format!("<BANKACCTFROM>{account}</BANKACCTFROM>"), format!("<CCACCTFROM>{account}</CCACCTFROM>")] {
        let body = format!(
            "<OFX><BANKMSGSRQV1><INTRASYNCRQ><TOKEN>0{account}<INTRATRNRQ><TRNUID>3</INTRATRNRQ></INTRASYNCRQ></OFX>"
        );
        let request = request(SGML, &body);
        let answer =
            write(&request.refuse(Status::sign_on_invalid(), time::OffsetDateTime::UNIX_EPOCH), &request.header);
        assert!(read(&answer).is_ok() && text(&answer).contains("<TRNUID>3"), "{} bytes", answer.len());
    }
}

fn valid() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        Just(format!("{SGML}{OFXGET}").into_bytes()),
        Just(format!("{XML}{OFXGET}").into_bytes()),
        Just(format!("{SGML}{}", unclosed()).into_bytes()),
    ]
}

/// Reads, and if that works refuses the whole file and writes it: all that a stranger can reach.
fn survives(body: &[u8]) {
    if let Ok(request) = read(body) {
        let answer = request.refuse(Status::sign_on_invalid(), time::OffsetDateTime::UNIX_EPOCH);
        assert!(!write(&answer, &request.header).is_empty());
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(body in prop::collection::vec(any::<u8>(), 0..2_000)) {
        survives(&body);
    }

    #[test]
    fn arbitrary_text_after_a_header_never_panics(body in "(<[/?!]?[A-Z]{0,3}[ />]?|&[#a-z0-9]{0,4};?|[ -~é€]{0,4}){0,200}") {
        survives(format!("{SGML}<OFX>{body}").as_bytes());
        survives(format!("{XML}<OFX>{body}</OFX>").as_bytes());
    }

    #[test]
    fn mutated_requests_never_panic(
        mut body in valid(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4u8), 1..20),
    ) {
        for (at, byte, edit) in edits {
            body.push(b' ');
            let at = at.index(body.len());
            match edit {
                0 => body[at] = byte,
                1 => body.insert(at, byte),
                2 => { body.remove(at); }
                _ => body.truncate(at.max(1)),
            }
        }
        survives(&body);
    }

    #[test]
    fn dates_never_panic(text in "[0-9]{0,20}[.]?[0-9]{0,4}(\\[[-+0-9.:A-Z]{0,10}\\]?)?") {
        let _ = Moment::parse(&text).map(Moment::end_of_day);
    }
}
