//! OFX that means harm, at the institution's address. What is no request is refused in a line of text; what is one is
//! answered in OFX, and nothing of it comes back but the ids that the protocol wants repeated.

use std::time::{Duration, Instant};

use crate::link::Invitation;
use crate::support::Database;

use super::{CANARY, Door, Raw, contents, is_refused, sends, tells_nothing};

const SGML: &str = "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:103\r\nSECURITY:NONE\r\nENCODING:USASCII\r\nCHARSET:1252\r\nCOMPRESSION:NONE\r\nOLDFILEUID:NONE\r\nNEWFILEUID:NONE\r\n\r\n";
const XML: &str = "<?xml version=\"1.0\"?>\r\n<?OFX OFXHEADER=\"200\" VERSION=\"203\" SECURITY=\"NONE\" OLDFILEUID=\"NONE\" NEWFILEUID=\"NONE\"?>\r\n";

fn posts(invitation: &Invitation, body: &[u8]) -> Raw {
    sends(&invitation.server, "POST /ofx HTTP/1.1\r\nContent-Type: application/x-ofx\r\n", body)
}

/// A file that signs on as this user and asks for this.
fn file(user: &str, sets: &str) -> String {
    format!(
        "<OFX><SIGNONMSGSRQV1><SONRQ><DTCLIENT>20261121</DTCLIENT><USERID>{user}</USERID><USERPASS>{user}</USERPASS>\
         <LANGUAGE>ENG</LANGUAGE><APPID>QWIN</APPID><APPVER>2700</APPVER></SONRQ></SIGNONMSGSRQV1>{sets}</OFX>"
    )
}

fn statement(inside: &str) -> String {
    format!("<BANKMSGSRQV1><STMTTRNRQ><TRNUID>1</TRNUID><STMTRQ>{inside}</STMTRQ></STMTTRNRQ></BANKMSGSRQV1>")
}

/// What is no request at all, and what is refused before anybody signs on.
fn unreadable() -> Vec<(&'static str, Vec<u8>)> {
    let whole = file(CANARY, "");
    let utf_16: Vec<u8> = format!("{SGML}{whole}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    // Code page 037 puts the letters elsewhere.
    let ebcdic: Vec<u8> = whole.bytes().map(|byte| byte.wrapping_add(0x80)).collect();
    let laughs: String =
        (1..10).map(|level| format!("<!ENTITY a{level} \"{}\">", format!("&a{};", level - 1).repeat(10))).collect();
    let bomb = format!("<!DOCTYPE OFX [<!ENTITY a0 \"{CANARY}\">{laughs}]>");
    let outside = format!(
        "<!DOCTYPE OFX [<!ENTITY a SYSTEM \"file:///etc/passwd\"><!ENTITY % b SYSTEM \"http://127.0.0.1:1/{CANARY}\">%b;]>"
    );
    let attributes: String = (0..5_000).map(|number| format!(" a{number}=\"\"")).collect();
    let mut cases: Vec<(&'static str, String)> = vec![
        ("nothing", String::new()),
        ("JSON", format!("{{\"a\":\"{CANARY}\"}}")),
        ("HTML", format!("<html>{CANARY}</html>")),
        ("no header", whole.clone()),
        ("a header alone", SGML.to_owned()),
        ("another root", format!("{SGML}<{CANARY}></{CANARY}>")),
        ("a root that is not closed", format!("{XML}<OFX><A>{CANARY}</A>")),
        ("tags across", format!("{XML}<OFX><A><B>{CANARY}</A></B></OFX>")),
        ("laughs in SGML", format!("{SGML}{bomb}<OFX>&a9;</OFX>")),
        ("laughs in XML", format!("{XML}{bomb}<OFX>&a9;</OFX>")),
        ("an entity from outside", format!("{XML}{outside}<OFX>&a;</OFX>")),
        ("CDATA", format!("{SGML}<OFX><USERID><![CDATA[{CANARY}]]></OFX>")),
        ("a comment", format!("{SGML}<OFX><!-- {CANARY} --></OFX>")),
        ("no sign-on", format!("{SGML}<OFX><BANKMSGSRQV1></BANKMSGSRQV1></OFX>")),
        ("ten thousand levels", format!("{SGML}<OFX>{}", "<A>".repeat(10_000))),
        ("ten thousand closing tags", format!("{XML}<OFX>{}", "</A>".repeat(10_000))),
        ("ten thousand elements", format!("{SGML}<OFX>{}", "<A>1".repeat(10_000))),
        ("a value of ten thousand letters", format!("{SGML}{}", file(&CANARY.repeat(900), ""))),
        ("only less-than signs", format!("{SGML}{}", "<".repeat(65_000))),
        ("an encryption", format!("{}{whole}", SGML.replace("SECURITY:NONE", &format!("SECURITY:{CANARY}")))),
        ("a header of another version", format!("{}{whole}", SGML.replace(":100", &format!(":{CANARY}")))),
        ("an XML header cut short", format!("<?xml version=\"1.0\"?><?OFX OFXHEADER=\"200{CANARY}")),
        ("a thousand instructions", format!("{}<OFX></OFX>", "<?x y?>".repeat(5_000))),
        ("five thousand attributes", format!("{XML}<OFX{attributes}></OFX>")),
    ];
    cases.push(("a tag of sixty thousand letters", format!("{XML}<OFX><{}></OFX>", "A".repeat(60_000))));
    let mut cases: Vec<(&'static str, Vec<u8>)> =
        cases.into_iter().map(|(what, body)| (what, body.into_bytes())).collect();
    cases.extend([
        ("UTF-16", utf_16),
        ("EBCDIC", ebcdic),
        ("NULs", vec![0; 60_000]),
        ("bytes", (0..=255).cycle().take(60_000).collect()),
    ]);
    cases
}

on_both_databases! {
    async fn v1_5_1_what_is_no_request_is_refused_in_a_line_and_soon(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let before = contents(&invitation.server.database).await;
        let begun = Instant::now();
        let cases = unreadable();
        let count = u32::try_from(cases.len()).unwrap();
        for (what, body) in cases {
            assert!(body.len() <= 64 * 1024, "{what} is too long for its own test");
            is_refused(&posts(&invitation, &body), Door::Institution, &[400], what);
        }
        // Generous: 50 ms each are asked for, on a machine that has nothing else to do.
        assert!(begun.elapsed() < Duration::from_millis(500) * count, "{:?}", begun.elapsed());
        let long = [SGML.as_bytes(), &b"<".repeat(64 * 1024)].concat();
        is_refused(&posts(&invitation, &long), Door::Institution, &[413], "64 kB and a header");
        assert_eq!(contents(&invitation.server.database).await, before);
    }

    async fn what_can_be_read_is_answered_in_ofx_without_what_was_sent(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let before = contents(&invitation.server.database).await;
        let long = CANARY.repeat(300);
        let cp_1252 = [SGML.as_bytes(), b"<OFX><SIGNONMSGSRQV1><SONRQ><USERID>\xe9\x80\x81<USERPASS>\x00\xff</SONRQ></SIGNONMSGSRQV1></OFX>"].concat();
        let asked = |account: &str, window: &str| {
            let account = format!("<BANKACCTFROM><BANKID>{account}</BANKID><ACCTID>{account}</ACCTID><ACCTTYPE>{CANARY}</ACCTTYPE></BANKACCTFROM>");
            file(CANARY, &statement(&format!("{account}{window}")))
        };
        let cases: Vec<(&str, Vec<u8>)> = vec![
            ("an unknown user", format!("{SGML}{}", file(CANARY, "")).into()),
            ("sign-on twice", format!("{SGML}{}", file(CANARY, &format!("<SIGNONMSGSRQV1><SONRQ><USERID>{CANARY}</SONRQ></SIGNONMSGSRQV1>"))).into()),
            ("users twice", format!("{SGML}{}", file(&format!("{CANARY}</USERID><USERID>{CANARY}"), "")).into()),
            ("entities", format!("{XML}{}", file("&#0;&#xD800;&#99999999;&nbsp;&quot;&lol;", "")).into()),
            ("bytes of Windows-1252", cp_1252),
            ("a wrong charset", format!("{}{}", SGML.replace("1252", CANARY), file(CANARY, "")).into()),
            ("an account id of thousands", format!("{SGML}{}", asked(&long, "")).into()),
            ("dates at the ends", format!("{SGML}{}", asked(CANARY, "<INCTRAN><DTSTART>00000000<DTEND>99991231235959[-12]<INCLUDE>Y</INCTRAN>")).into()),
            ("an offset of 99", format!("{SGML}{}", asked(CANARY, &format!("<INCTRAN><DTSTART>20261121[99:{CANARY}]<DTEND>20261121[-99.99]<INCLUDE>{CANARY}</INCTRAN>"))).into()),
            ("an unknown set", format!("{SGML}{}", file(CANARY, &format!("<{CANARY}MSGSRQV1><{CANARY}TRNRQ><TRNUID>1</{CANARY}TRNRQ></{CANARY}MSGSRQV1>"))).into()),
            ("a thousand requests", format!("{SGML}{}", file(CANARY, &statement("").repeat(500))).into()),
            ("a version beyond all", format!("{}{}", SGML.replace(":103", ":99999999999"), file(CANARY, "")).into()),
        ];
        for (what, body) in cases {
            let answer = posts(&invitation, &body);
            tells_nothing(&answer, what);
            assert_eq!((answer.status, answer.header("content-type").as_str()), (200, "application/x-ofx"), "{what}: {}", answer.body);
            assert!(answer.body.contains("<CODE>15500"), "{what}: {}", answer.body);
        }
        assert_eq!(contents(&invitation.server.database).await, before);
    }

    async fn what_the_protocol_repeats_is_repeated_as_text(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let evil = "1</TRNUID><STATUS><CODE>0&lt;/TRNUID&gt;&lt;CODE&gt;0&#13;&#10;X-Injected: 1&#0;&#x202e;";
        let sets = format!("<PROFMSGSRQV1><PROFTRNRQ><TRNUID>{evil}<CLTCOOKIE>&lt;OFX&gt;&amp;amp;</CLTCOOKIE></PROFTRNRQ></PROFMSGSRQV1>");
        let fi = "<FI><ORG>&lt;/FI&gt;&lt;STATUS&gt;<FID>\"'&lt;</FI>";
        let body = format!("{}{}", SGML.replace("NEWFILEUID:NONE", "NEWFILEUID:a-1\"?><x>"), file("nobody", &sets).replace("<APPID>", &format!("{fi}<APPID>")));
        let answer = posts(&invitation, body.as_bytes());
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert!(answer.header("x-injected").is_empty() && !answer.body.contains("\nX-Injected"), "{}", answer.body);
        assert!(!answer.body.contains("<CODE>0"), "{}", answer.body);
        assert!(answer.body.contains("&lt;OFX&gt;&amp;amp;") || answer.body.contains("<CODE>15500"), "{}", answer.body);
    }
}
