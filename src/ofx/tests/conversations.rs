//! What each client sends is understood: the bodies are the clients' own, shortened.

use time::macros::datetime;

use super::samples::*;
use crate::ofx::*;

fn is_the_ofxget_request(request: &Request, expected_password: &str) {
    let sign_on = request.sign_on.as_ref().unwrap();
    assert_eq!((sign_on.user_id.as_str(), password(request)), ("USER", Some(expected_password)));
    assert_eq!(sign_on.fi, Some(Fi { org: "T1".into(), fid: Some("1".into()) }));
    assert_eq!((sign_on.app_id.as_deref(), sign_on.app_ver.as_deref()), (Some("QWIN"), Some("2700")));
    assert_eq!(sign_on.client_uid.as_deref(), Some("1b5fe0e6-3c8b-4b5e-9c0e-0123456789ab"));
    assert_eq!(sign_on.dt_client.as_deref(), Some("20261121121751.204[+0:UTC]"));
    let [bank, card] = &request.sets[1..] else { panic!("two sets after the sign-on") };
    assert_eq!((bank.set, card.set), (MessageSet::Bank, MessageSet::CreditCard));
    assert_eq!((bank.wrappers[0].trnuid.as_str(), bank.wrappers[0].clt_cookie.as_deref()), ("975DCD52", Some("4")));
    is_the_bank_statement(&bank.wrappers[0].ask);
    is_the_card_statement(&card.wrappers[0].ask);
}

fn is_the_bank_statement(ask: &Ask) {
    let Ask::Statement { account, window: Some(window) } = ask else { panic!("a statement with a window") };
    let acct_type = Some(AccountType::Checking);
    assert_eq!(
        *account,
        AskedBankAccount { bank_id: Some("111".into()), branch_id: None, acct_id: "1".into(), acct_type }
    );
    let at = |instant| Bound::At(Moment { instant, names_a_day: true });
    let (start, end) = (at(datetime!(2025-01-01 00:00 UTC)), at(datetime!(2025-01-31 00:00 UTC)));
    assert_eq!(*window, Window { start, end, include: true });
}

fn is_the_card_statement(ask: &Ask) {
    let Ask::CardStatement { acct_id, window: Some(window) } = ask else { panic!("a card statement") };
    assert_eq!((acct_id.as_str(), window.end, window.include), ("3", Bound::Open, true));
}

#[test]
fn ofxget_in_one_closed_line_is_understood() {
    is_the_ofxget_request(&request(SGML, OFXGET), "a&b<c>d");
}

#[test]
fn ofxget_in_xml_with_either_quote_is_understood() {
    is_the_ofxget_request(&request(XML, OFXGET), "a&b<c>d");
    is_the_ofxget_request(&request(&XML.replace('"', "'"), OFXGET), "a&b<c>d");
}

#[test]
fn unclosed_elements_with_nothing_escaped_are_understood() {
    is_the_ofxget_request(&request(SGML, &unclosed()), "a&b<cd");
    is_the_ofxget_request(&request(&SGML.replace("\r\n", "\n"), &unclosed().replace("\r\n", "\n")), "a&b<cd");
}

#[test]
fn a_header_without_a_blank_line_or_on_one_line_is_understood() {
    is_the_ofxget_request(&request(SGML.trim_end(), OFXGET), "a&b<c>d");
    is_the_ofxget_request(&request(&SGML.replace("\r\n", " "), OFXGET), "a&b<c>d");
}

#[test]
fn small_letters_and_white_space_round_values_do_not_matter() {
    let body = OFXGET.replace("<TRNUID>", "<trnuid> \t").replace("</STMTRQ>", "</StmtRq>").replace("><", ">\r\n  <");
    is_the_ofxget_request(&request(SGML, &body), "a&b<c>d");
}

#[test]
fn an_indented_xml_body_with_attributes_and_instructions_is_understood() {
    let body = OFXGET.replace("><", ">\n\t<").replace("<OFX>", "<OFX xmlns='x'><?note?>");
    is_the_ofxget_request(&request(XML, &body), "a&b<c>d");
}

#[test]
fn aqbanking_sends_version_203_in_sgml_and_is_answered_in_sgml() {
    let balances = "<OFX>\r\n<SIGNONMSGSRQV1>\r\n<SONRQ>\r\n<DTCLIENT>20261121094237.000\r\n<USERID>U\r\n<USERPASS>p&q\r\n<LANGUAGE>ENG\r\n<FI>\r\n<ORG>X\r\n<FID>\r\n</FI>\r\n<APPID>QWIN\r\n<APPVER>1400\r\n</SONRQ>\r\n</SIGNONMSGSRQV1>\r\n<BANKMSGSRQV1>\r\n<STMTTRNRQ>\r\n<TRNUID>20261121094237.000\r\n<CLTCOOKIE>1\r\n<STMTRQ>\r\n<BANKACCTFROM>\r\n<BANKID>111\r\n<ACCTID>1\r\n<ACCTTYPE>SAVINGS\r\n</BANKACCTFROM>\r\n<INCTRAN>\r\n<INCLUDE>N\r\n</INCTRAN>\r\n</STMTRQ>\r\n</STMTTRNRQ>\r\n</BANKMSGSRQV1>\r\n</OFX>\r\n";
    let request = request(&SGML.replace("102", "203"), balances);
    assert_eq!(request.header, header(Syntax::Sgml, 203));
    assert_eq!((password(&request), request.sign_on.as_ref().unwrap().fi.clone().unwrap().fid), (Some("p&q"), None));
    let Ask::Statement { window: Some(window), .. } = only_wrapper(&request).ask else { panic!("a statement") };
    assert_eq!(window, Window { start: Bound::Open, end: Bound::Open, include: false });
}

#[test]
fn libofx_asks_for_accounts_since_1970() {
    let body = "<OFX>\r\n<SIGNONMSGSRQV1>\r\n<SONRQ>\r\n<DTCLIENT>20261121121809.000\r\n<USERID>U\r\n<USERPASS>P<&\r\n<LANGUAGE>ENG\r\n</SONRQ>\r\n</SIGNONMSGSRQV1>\r\n<SIGNUPMSGSRQV1>\r\n<ACCTINFOTRNRQ>\r\n<TRNUID>20261121121809.000\r\n<CLTCOOKIE>1\r\n<ACCTINFORQ>\r\n<DTACCTUP>19700101\r\n</ACCTINFORQ>\r\n</ACCTINFOTRNRQ>\r\n</SIGNUPMSGSRQV1>\r\n</OFX>";
    let request = request(SGML, body);
    assert_eq!(password(&request), Some("P<&"));
    let Ask::Accounts { dt_acct_up: Some(since) } = only_wrapper(&request).ask else { panic!("accounts") };
    assert_eq!(since.instant, datetime!(1970-01-01 00:00 UTC));
}

#[test]
fn dates_are_told_apart_as_given_open_and_unreadable() {
    let body = OFXGET.replace("<DTEND>20250131000000.000[+0:UTC]</DTEND>", "<DTEND>yesterday</DTEND>");
    let request = request(SGML, &body.replace("<DTSTART>20250101</DTSTART>", "<DTSTART></DTSTART>"));
    let Ask::Statement { window: Some(bank), .. } = request.sets[1].wrappers[0].ask else { panic!("a statement") };
    let Ask::CardStatement { window: Some(card), .. } = request.sets[2].wrappers[0].ask else { panic!("a statement") };
    assert_eq!((bank.end, card.start), (Bound::Unreadable, Bound::Open));
}

#[test]
fn a_request_with_nothing_in_it_asks_for_an_account_that_nobody_has() {
    let request = request(SGML, "<OFX><BANKMSGSRQV1><STMTTRNRQ><TRNUID>1</STMTTRNRQ></BANKMSGSRQV1></OFX>");
    let Ask::Statement { account, window } = &only_wrapper(&request).ask else { panic!("a statement") };
    assert_eq!((account, window), (&AskedBankAccount::default(), &None));
}
