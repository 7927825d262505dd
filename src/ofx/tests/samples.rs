//! Requests as clients send them, and one answer with everything in it.

use time::macros::{date, datetime};

use crate::ofx::*;

pub const SGML: &str = "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nSECURITY:NONE\r\nENCODING:USASCII\r\nCHARSET:1252\r\nCOMPRESSION:NONE\r\nOLDFILEUID:NONE\r\nNEWFILEUID:F1\r\n\r\n";
pub const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\r\n<?OFX OFXHEADER=\"200\" VERSION=\"203\" SECURITY=\"NONE\" OLDFILEUID=\"NONE\" NEWFILEUID=\"F1\"?>\r\n";

/// ofxget: the body on one line, every element closed, bank and card in one file.
pub const OFXGET: &str = "<OFX><SIGNONMSGSRQV1><SONRQ><DTCLIENT>20261121121751.204[+0:UTC]</DTCLIENT><USERID>USER</USERID><USERPASS>a&amp;b&lt;c&gt;d</USERPASS><LANGUAGE>ENG</LANGUAGE><FI><ORG>T1</ORG><FID>1</FID></FI><APPID>QWIN</APPID><APPVER>2700</APPVER><CLIENTUID>1b5fe0e6-3c8b-4b5e-9c0e-0123456789ab</CLIENTUID></SONRQ></SIGNONMSGSRQV1><BANKMSGSRQV1><STMTTRNRQ><TRNUID>975DCD52</TRNUID><CLTCOOKIE>4</CLTCOOKIE><STMTRQ><BANKACCTFROM><BANKID>111</BANKID><ACCTID>1</ACCTID><ACCTTYPE>CHECKING</ACCTTYPE></BANKACCTFROM><INCTRAN><DTSTART>20250101000000.000[+0:UTC]</DTSTART><DTEND>20250131000000.000[+0:UTC]</DTEND><INCLUDE>Y</INCLUDE></INCTRAN></STMTRQ></STMTTRNRQ></BANKMSGSRQV1><CREDITCARDMSGSRQV1><CCSTMTTRNRQ><TRNUID>84FC1498</TRNUID><CCSTMTRQ><CCACCTFROM><ACCTID>3</ACCTID></CCACCTFROM><INCTRAN><DTSTART>20250101</DTSTART><INCLUDE>Y</INCLUDE></INCTRAN></CCSTMTRQ></CCSTMTTRNRQ></CREDITCARDMSGSRQV1></OFX>";

/// The same as old SGML clients write it: elements unclosed, nothing escaped.
pub fn unclosed() -> String {
    let mut body = OFXGET.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", "");
    for element in [
        "DTCLIENT",
        "USERID",
        "USERPASS",
        "LANGUAGE",
        "ORG",
        "FID",
        "APPID",
        "APPVER",
        "CLIENTUID",
        "TRNUID",
        "CLTCOOKIE",
        "BANKID",
        "ACCTID",
        "ACCTTYPE",
        "DTSTART",
        "DTEND",
        "INCLUDE",
    ] {
        body = body.replace(&format!("</{element}>"), "\r\n");
    }
    body
}

pub fn request(header: &str, body: &str) -> Request {
    read(format!("{header}{body}").as_bytes()).unwrap_or_else(|why| panic!("{why}: {body}"))
}

pub fn header(syntax: Syntax, version: u16) -> Header {
    Header { syntax, version, new_file_uid: "F1".into() }
}

pub fn password(request: &Request) -> Option<&str> {
    match &request.sign_on.as_ref()?.secret {
        Secret::Password(password) => Some(password.expose()),
        _ => None,
    }
}

pub fn checking() -> Account {
    Account::Bank(BankAccount {
        bank_id: "111000025".into(),
        branch_id: None,
        acct_id: "1000200030".into(),
        acct_type: AccountType::Checking,
    })
}

pub fn card() -> Account {
    Account::Card { acct_id: "CARD-0001".into() }
}

pub fn coffee() -> Transaction {
    Transaction {
        kind: TrnType::PointOfSale,
        date: date!(2025 - 01 - 05),
        amount: "-12.3".parse().unwrap(),
        fitid: "p-1001".into(),
        check_number: None,
        name: "Café <Zoë> & Co".into(),
        memo: None,
    }
}

pub fn statement(account: Account, transactions: Vec<Transaction>) -> Statement {
    let end = datetime!(2025-02-01 12:00:01 UTC);
    let balance = Balance { amount: "1232.66".parse().unwrap(), as_of: end };
    let list = TransactionList { start: datetime!(2025-01-01 00:00 UTC), end, transactions };
    Statement { account, currency: "usd".into(), list: Some(list), ledger: balance, available: Some(balance) }
}

pub fn profile() -> Profile {
    Profile {
        url: "https://feeds.example.com/ofx".into(),
        dt_prof_up: datetime!(2025-01-01 00:00 UTC),
        provider: None,
        sign_on: SignOnRules {
            realm: "Acme".into(),
            min: 16,
            max: 32,
            chars: CharType::AlphaOrNumeric,
            case_sensitive: false,
        },
        enrolment: Enrolment::Other("Ask your bank for a link.".into()),
        name: "Acme Bank".into(),
        address: vec!["1 Main Street".into(), "  ".into(), "Floor 3".into()],
        city: "Montréal".into(),
        state: "QC".into(),
        postal_code: "H2X 1Y4".into(),
        country: "CAN".into(),
        phone: Some("1-800-555-0100".into()),
        technical_phone: None,
        fax: None,
        web_site: Some("https://www.example.com".into()),
        email: None,
    }
}

pub fn accounts() -> Accounts {
    let info = |description: &str, account| AccountInfo { description: description.into(), phone: None, account };
    let accounts = vec![info("Operating account", checking()), info("", card())];
    Accounts { dt_acct_up: datetime!(2025-01-02 03:04:05 UTC), accounts }
}

/// The answer to `request` with these bodies, in the order of its wrappers.
pub fn answer(request: &Request, bodies: Vec<Body>) -> Answer {
    let mut bodies = bodies.into_iter();
    let sets = request.sets.iter().map(|asked| SetAnswer {
        set: asked.set,
        wrappers: asked.wrappers.iter().map(|wrapper| wrapper.answer(bodies.next().unwrap())).collect(),
    });
    let sets = sets.collect();
    Answer { sets, sign_on: request.sign_on_answer(Status::OK, datetime!(2025-02-01 12:00:01 UTC)) }
}

pub fn text(bytes: &[u8]) -> String {
    encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()
}

/// Where each of these first stands in `file`.
pub fn places(file: &str, tags: &[&str]) -> Vec<usize> {
    tags.iter().map(|tag| file.find(tag).unwrap_or_else(|| panic!("{tag} in {file}"))).collect()
}

/// The one transaction request of the file.
pub fn only_wrapper(request: &Request) -> &Wrapper {
    assert_eq!(request.sets.iter().map(|set| set.wrappers.len()).sum::<usize>(), 1);
    &request.sets.iter().find(|set| !set.wrappers.is_empty()).unwrap().wrappers[0]
}
