//! OFX files by hand, for what `ofxget` never sends.

use crate::support::{Answer, Download, Server, agent, send};

use super::customer::{Customer, EVERYDAY};

const HEADER: &str = "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nSECURITY:NONE\r\nENCODING:USASCII\r\n\
    CHARSET:1252\r\nCOMPRESSION:NONE\r\nOLDFILEUID:NONE\r\nNEWFILEUID:NONE\r\n\r\n";

/// Whoever has no credentials.
pub const ANONYMOUS: (&str, &str) = ("anonymous00000000000000000000000", "anonymous00000000000000000000000");

/// A file that signs on and holds these message sets.
pub fn file((username, password): (&str, &str), sets: &str) -> String {
    format!(
        "{HEADER}<OFX><SIGNONMSGSRQV1><SONRQ><DTCLIENT>20261121<USERID>{username}<USERPASS>{password}<LANGUAGE>ENG\
         <FI><ORG>Acme<FID>77</FI><APPID>QBKS<APPVER>1900</SONRQ></SIGNONMSGSRQV1>{sets}</OFX>"
    )
}

/// A file without a sign-on.
pub fn file_without_sign_on(sets: &str) -> String {
    format!("{HEADER}<OFX>{sets}</OFX>")
}

/// One statement request of a bank account; `window` is what stands in `INCTRAN`, or empty for none.
pub fn statement((acct_id, acct_type): (&str, &str), window: &str) -> String {
    let window = if window.is_empty() { String::new() } else { format!("<INCTRAN>{window}</INCTRAN>") };
    format!(
        "<STMTTRNRQ><TRNUID>bank-1<CLTCOOKIE>c-7<STMTRQ><BANKACCTFROM><ACCTID>{acct_id}<ACCTTYPE>{acct_type}\
         </BANKACCTFROM>{window}</STMTRQ></STMTTRNRQ>"
    )
}

pub fn card_statement(acct_id: &str) -> String {
    format!(
        "<CREDITCARDMSGSRQV1><CCSTMTTRNRQ><TRNUID>card-1<CLTCOOKIE>c-8<CCSTMTRQ><CCACCTFROM><ACCTID>{acct_id}\
         </CCACCTFROM><INCTRAN><INCLUDE>Y</INCTRAN></CCSTMTRQ></CCSTMTTRNRQ></CREDITCARDMSGSRQV1>"
    )
}

pub fn bank(requests: &[String]) -> String {
    format!("<BANKMSGSRQV1>{}</BANKMSGSRQV1>", requests.concat())
}

pub fn profile(held: &str) -> String {
    format!(
        "<PROFMSGSRQV1><PROFTRNRQ><TRNUID>p-1<PROFRQ><CLIENTROUTING>NONE<DTPROFUP>{held}</PROFRQ></PROFTRNRQ>\
         </PROFMSGSRQV1>"
    )
}

/// Posts a body to the institution.
pub fn posts(server: &Server, body: impl AsRef<[u8]>) -> Answer {
    let headers = [("content-type", "application/x-ofx")];
    send(&agent(), "POST", &server.ofx_url(), &headers, body.as_ref())
}

/// What the file is answered with, HTTP 200, in a form that every reader accepts.
pub fn answered(server: &Server, file: &str) -> Download {
    let answer = posts(server, file);
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/x-ofx"), "{}", answer.text());
    assert_eq!(answer.header("cache-control"), "no-store");
    Download::read(&answer.bytes)
}

impl Customer {
    /// What the software of this customer is answered.
    pub fn asks(&self, server: &Server, sets: &str) -> Download {
        answered(server, &file((&self.username, &self.password), sets))
    }

    /// The statement of a checking account for a window.
    pub fn asks_for(&self, server: &Server, acct_id: &str, window: &str) -> Download {
        self.asks(server, &bank(&[statement((acct_id, "CHECKING"), window)]))
    }
}

/// A request of every kind, with the card's ACCTID.
pub fn everything(visa: &str) -> String {
    let accounts = "<SIGNUPMSGSRQV1><ACCTINFOTRNRQ><TRNUID>a-1<CLTCOOKIE>c-6<ACCTINFORQ><DTACCTUP>1990</ACCTINFORQ>\
        </ACCTINFOTRNRQ></SIGNUPMSGSRQV1>";
    let bank = bank(&[statement((EVERYDAY, "CHECKING"), "<INCLUDE>Y")]);
    format!("{accounts}{bank}{}{}", card_statement(visa), profile("19900101"))
}
