//! Answers, byte for byte where the order matters.

use super::samples::*;
use crate::ofx::*;

fn statement_answer(header: &Header) -> Vec<u8> {
    let body = "<OFX><SIGNONMSGSRQV1><SONRQ><USERID>U<FI><ORG>X<FID>1</FI></SONRQ></SIGNONMSGSRQV1><BANKMSGSRQV1><STMTTRNRQ><TRNUID>T1<CLTCOOKIE>4</STMTTRNRQ></BANKMSGSRQV1></OFX>";
    let request = request(SGML, body);
    let statement = statement(checking(), vec![coffee()]);
    write(&answer(&request, vec![Body::Statement(statement)]), header)
}

const SMALLEST: &str = "<OFX>
<SIGNONMSGSRSV1>
<SONRS>
<STATUS>
<CODE>0
<SEVERITY>INFO
</STATUS>
<DTSERVER>20250201120001.000[0:GMT]
<LANGUAGE>ENG
<FI>
<ORG>X
<FID>1
</FI>
</SONRS>
</SIGNONMSGSRSV1>
<BANKMSGSRSV1>
<STMTTRNRS>
<TRNUID>T1
<STATUS>
<CODE>0
<SEVERITY>INFO
</STATUS>
<CLTCOOKIE>4
<STMTRS>
<CURDEF>USD
<BANKACCTFROM>
<BANKID>111000025
<ACCTID>1000200030
<ACCTTYPE>CHECKING
</BANKACCTFROM>
<BANKTRANLIST>
<DTSTART>20250101000000.000[0:GMT]
<DTEND>20250201120001.000[0:GMT]
<STMTTRN>
<TRNTYPE>POS
<DTPOSTED>20250105120000.000[0:GMT]
<TRNAMT>-12.30
<FITID>p-1001
<NAME>Café &lt;Zoë&gt; &amp; Co
</STMTTRN>
</BANKTRANLIST>
<LEDGERBAL>
<BALAMT>1232.66
<DTASOF>20250201120001.000[0:GMT]
</LEDGERBAL>
<AVAILBAL>
<BALAMT>1232.66
<DTASOF>20250201120001.000[0:GMT]
</AVAILBAL>
</STMTRS>
</STMTTRNRS>
</BANKMSGSRSV1>
</OFX>
";

#[test]
fn a_statement_in_sgml_is_unclosed_with_one_tag_a_line_in_windows_1252() {
    let expected = format!("{SGML}{}", SMALLEST.replace('\n', "\r\n"));
    assert_eq!(text(&statement_answer(&header(Syntax::Sgml, 102))), expected);
}

#[test]
fn the_same_statement_in_xml_is_closed_in_utf8() {
    let closed = SMALLEST.lines().map(|line| match line.strip_prefix('<').and_then(|tag| tag.split_once('>')) {
        Some((tag, value)) if !value.is_empty() => format!("{line}</{tag}>\r\n"),
        _ => format!("{line}\r\n"),
    });
    let expected = format!("{XML}{}", closed.collect::<String>());
    assert_eq!(String::from_utf8(statement_answer(&header(Syntax::Xml, 203))), Ok(expected));
}

#[test]
fn a_name_of_33_characters_is_cut_and_stands_whole_in_the_memo() {
    let long = "Société générale d'assurance & C°";
    assert_eq!(long.chars().count(), 33);
    let cases = [
        (None, format!("<MEMO>{}", long.replace('&', "&amp;"))),
        (Some("Invoice 7"), format!("<MEMO>{} / Invoice 7", long.replace('&', "&amp;"))),
        (Some("Société générale d'assurance & C° 7"), "<MEMO>Société générale d'assurance &amp; C° 7".into()),
    ];
    for (memo, expected) in cases {
        let transaction = Transaction { name: long.into(), memo: memo.map(str::to_owned), ..coffee() };
        let file = one_transaction(transaction);
        assert!(file.contains("<NAME>Société générale d'assurance &amp; C\r\n"), "{file}");
        assert!(file.contains(&format!("{expected}\r\n")), "{file}");
    }
}

fn one_transaction(transaction: Transaction) -> String {
    let request = request(SGML, "<OFX><BANKMSGSRQV1><STMTTRNRQ><TRNUID>1</STMTTRNRQ></BANKMSGSRQV1></OFX>");
    let statement = statement(checking(), vec![transaction]);
    text(&write(&answer(&request, vec![Body::Statement(statement)]), &request.header))
}

#[test]
fn a_blank_name_is_filled_from_the_memo_or_by_a_word() {
    let blank = |memo: Option<&str>| Transaction { name: " \r\n".into(), memo: memo.map(str::to_owned), ..coffee() };
    assert!(one_transaction(blank(Some("Wire"))).contains("<NAME>Wire\r\n<MEMO>Wire\r\n"));
    assert!(one_transaction(blank(None)).contains("<NAME>Transaction\r\n</STMTTRN>"));
}

#[test]
fn a_memo_ends_at_255_characters_and_a_check_number_at_12() {
    let transaction =
        Transaction { memo: Some("é".repeat(300)), check_number: Some("1234567890123".into()), ..coffee() };
    let file = one_transaction(transaction);
    assert!(file.contains(&format!("<MEMO>{}\r\n", "é".repeat(255))) && file.contains("<CHECKNUM>123456789012\r\n"));
}

#[test]
fn a_card_statement_and_a_list_without_transactions_are_whole() {
    let request =
        request(SGML, "<OFX><CREDITCARDMSGSRQV1><CCSTMTTRNRQ><TRNUID>1</CCSTMTTRNRQ></CREDITCARDMSGSRQV1></OFX>");
    let file = text(&write(&answer(&request, vec![Body::Statement(statement(card(), vec![]))]), &request.header));
    let order = [
        "<CCSTMTTRNRS>",
        "<CCSTMTRS>",
        "<CURDEF>USD",
        "<CCACCTFROM>",
        "<ACCTID>CARD-0001",
        "<BANKTRANLIST>",
        "<DTEND>",
        "</BANKTRANLIST>",
        "<LEDGERBAL>",
    ];
    assert!(places(&file, &order).is_sorted() && !file.contains("<STMTTRN>"), "{file}");
}

#[test]
fn a_profile_names_one_address_and_leaves_no_element_empty() {
    let request = request(SGML, "<OFX><PROFMSGSRQV1><PROFTRNRQ><TRNUID>1</PROFTRNRQ></PROFMSGSRQV1></OFX>");
    let profile = Profile { state: String::new(), ..profile() };
    let file = text(&write(&answer(&request, vec![Body::Profile(Box::new(profile))]), &request.header));
    assert_eq!(file.matches("<URL>https://feeds.example.com/ofx\r\n").count(), 5);
    let order = [
        "<DTPROFUP>",
        "<FINAME>",
        "<ADDR1>1 Main Street",
        "<ADDR2>Floor 3",
        "<CITY>Montréal",
        "<STATE>-",
        "<POSTALCODE>",
        "<COUNTRY>CAN",
        "<CSPHONE>",
        "<URL>https://www",
    ];
    assert!(places(&file, &order).is_sorted(), "{file}");
}

#[test]
fn accounts_are_listed_by_kind_and_a_blank_description_is_left_out() {
    let request = request(SGML, "<OFX><SIGNUPMSGSRQV1><ACCTINFOTRNRQ><TRNUID>1</ACCTINFOTRNRQ></SIGNUPMSGSRQV1></OFX>");
    let file = text(&write(&answer(&request, vec![Body::Accounts(accounts())]), &request.header));
    assert!(
        places(&file, &["<DESC>", "<BANKACCTINFO>", "<BANKACCTFROM>", "<SUPTXDL>Y", "<CCACCTINFO>", "<CCACCTFROM>"])
            .is_sorted()
    );
    assert_eq!(file.matches("<DESC>").count(), 1);
}

#[test]
fn a_file_written_in_parts_with_its_transactions_between_them_is_the_whole_file() {
    let body = "<OFX><BANKMSGSRQV1><STMTTRNRQ><TRNUID>2</STMTTRNRQ><STMTTRNRQ><TRNUID>3</STMTTRNRQ></BANKMSGSRQV1>\
        <CREDITCARDMSGSRQV1><CCSTMTTRNRQ><TRNUID>1</CCSTMTTRNRQ></CREDITCARDMSGSRQV1></OFX>";
    let request = request(SGML, body);
    let named = |fitid: &str| Transaction { fitid: fitid.into(), ..coffee() };
    let lists = [vec![named("b-1"), named("b-2")], vec![], vec![named("c-1")]];
    let accounts = [checking(), checking(), card()];
    for header in [header(Syntax::Sgml, 102), header(Syntax::Xml, 203)] {
        let bodies = |lists: &[Vec<Transaction>]| {
            let all = accounts.clone().into_iter().zip(lists.to_vec());
            all.map(|(account, list)| Body::Statement(statement(account, list))).collect()
        };
        let whole = write(&answer(&request, bodies(&lists)), &header);
        let parts = write_parts(&answer(&request, bodies(&[vec![], vec![], vec![]])), &header);
        assert_eq!(parts.len(), 4);
        let between = lists.iter().map(|list| write_transactions(list, &header)).chain([Vec::new()]);
        let joined: Vec<u8> = parts.into_iter().zip(between).flat_map(|(part, list)| [part, list].concat()).collect();
        assert_eq!(text(&joined), text(&whole));
    }
}
