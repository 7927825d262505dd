//! Refusals, of one request or of a whole file.

use time::macros::datetime;

use super::samples::*;
use crate::ofx::*;

const NOW: time::OffsetDateTime = datetime!(2025-02-01 12:00:01 UTC);

fn everything() -> String {
    "<OFX><PROFMSGSRQV1><PROFTRNRQ><TRNUID>p</PROFTRNRQ></PROFMSGSRQV1><CREDITCARDMSGSRQV1><CCSTMTTRNRQ><TRNUID>c<CLTCOOKIE>k</CCSTMTTRNRQ></CREDITCARDMSGSRQV1><SIGNUPMSGSRQV1><ACCTINFOTRNRQ><TRNUID>a</ACCTINFOTRNRQ></SIGNUPMSGSRQV1><BANKMSGSRQV1><STMTTRNRQ><TRNUID>b1</STMTTRNRQ></BANKMSGSRQV1><BANKMSGSRQV1><STMTENDTRNRQ><TRNUID>b2</STMTENDTRNRQ></BANKMSGSRQV1></OFX>".to_owned()
}

#[test]
fn sets_go_out_once_each_in_the_order_of_the_specification() {
    let request = request(SGML, &everything());
    let file = text(&write(&request.refuse(Status::sign_on_invalid(), NOW), &request.header));
    let order = [
        "<SIGNONMSGSRSV1>",
        "<SONRS>",
        "<SIGNUPMSGSRSV1>",
        "<BANKMSGSRSV1>",
        "<TRNUID>b1",
        "<TRNUID>b2",
        "<CREDITCARDMSGSRSV1>",
        "<PROFMSGSRSV1>",
    ];
    assert!(places(&file, &order).is_sorted(), "{file}");
    assert_eq!(file.matches("<BANKMSGSRSV1>").count(), 1);
}

#[test]
fn a_refused_sign_on_is_told_in_every_wrapper_with_its_ids_and_a_message() {
    let request = request(SGML, &everything());
    for status in [Status::sign_on_invalid(), Status::paused(std::time::Duration::from_secs(900))] {
        let answer = request.refuse(status.clone(), NOW);
        assert_eq!(answer.sign_on.status, status);
        let wrappers: Vec<_> = answer.sets.iter().flat_map(|set| &set.wrappers).collect();
        assert_eq!(wrappers.len(), 5);
        assert!(
            wrappers.iter().all(|w| w.status.code == 15500
                && w.status.is_error()
                && w.status.message.is_some()
                && w.body.is_none())
        );
        assert_eq!(wrappers.iter().map(|w| w.trnuid.as_str()).collect::<Vec<_>>(), ["p", "c", "a", "b1", "b2"]);
        assert_eq!(wrappers[1].clt_cookie.as_deref(), Some("k"));
    }
}

#[test]
fn our_own_trouble_does_not_blame_the_password() {
    let request = request(SGML, &everything());
    let status = Status::general_error("Try again in a minute.");
    let answer = request.refuse(status.clone(), NOW);
    assert!(answer.sets.iter().flat_map(|set| &set.wrappers).all(|wrapper| wrapper.status == status));
}

#[test]
fn an_error_goes_out_without_a_response_aggregate() {
    let request = request(SGML, "<OFX><BANKMSGSRQV1><STMTTRNRQ><TRNUID>1</STMTTRNRQ></BANKMSGSRQV1></OFX>");
    let mut answer = answer(&request, vec![Body::Statement(statement(checking(), vec![]))]);
    answer.sets[0].wrappers[0].status = Status::account_not_found();
    let file = text(&write(&answer, &request.header));
    assert!(file.contains("<CODE>2003") && !file.contains("<STMTRS>"), "{file}");
}

#[test]
fn what_is_not_offered_is_answered_by_its_own_name_and_a_made_up_name_is_passed_over() {
    let body = "<OFX><BANKMSGSRQV1><STMTENDTRNRQ><TRNUID>1</STMTENDTRNRQ><EVILTRNRQ><TRNUID>2</EVILTRNRQ></BANKMSGSRQV1><INVSTMTMSGSRQV1><INVSTMTTRNRQ><TRNUID>3</INVSTMTTRNRQ></INVSTMTMSGSRQV1><EVILMSGSRQV1><EVILTRNRQ><TRNUID>4</EVILTRNRQ></EVILMSGSRQV1></OFX>";
    let request = request(SGML, body);
    assert!(request.sets.iter().flat_map(|set| &set.wrappers).all(|wrapper| matches!(wrapper.ask, Ask::NotOffered)));
    let file = text(&write(&request.refuse(Status::not_offered(), NOW), &request.header));
    assert!(places(&file, &["<BANKMSGSRSV1>", "<STMTENDTRNRS>", "<INVSTMTMSGSRSV1>", "<INVSTMTTRNRS>"]).is_sorted());
    assert!(!file.contains("EVIL"));
}

#[test]
fn a_synchronisation_is_answered_with_a_token_its_account_and_what_was_inside_refused() {
    let body = "<OFX><BANKMSGSRQV1><INTRASYNCRQ><TOKEN>0<REJECTIFMISSING>N<BANKACCTFROM><BANKID>1<ACCTID>2<ACCTTYPE>SAVINGS</BANKACCTFROM><INTRATRNRQ><TRNUID>9</INTRATRNRQ></INTRASYNCRQ><INTRASYNCRQ><TOKEN>0</INTRASYNCRQ></BANKMSGSRQV1></OFX>";
    let request = request(SGML, body);
    let file = text(&write(&request.refuse(Status::not_offered(), NOW), &request.header));
    let order = [
        "<INTRASYNCRS>",
        "<TOKEN>0",
        "<BANKACCTFROM>",
        "<INTRATRNRS>\r\n<TRNUID>9\r\n<STATUS>\r\n<CODE>2000",
        "</INTRASYNCRS>",
    ];
    assert!(places(&file, &order).is_sorted(), "{file}");
    assert_eq!(file.matches("<INTRASYNCRS>").count(), 1);
}

#[test]
fn a_client_that_is_up_to_date_is_told_so_without_an_aggregate() {
    let request = request(SGML, "<OFX><PROFMSGSRQV1><PROFTRNRQ><TRNUID>1</PROFTRNRQ></PROFMSGSRQV1></OFX>");
    let wrapper = request.sets[0].wrappers[0].refuse(Status::UP_TO_DATE);
    assert_eq!((wrapper.status.code, wrapper.body, wrapper.status.is_error()), (1, None, false));
}

#[test]
fn what_a_client_sends_comes_back_harmless() {
    let body = "<OFX><SIGNONMSGSRQV1><SONRQ><FI><ORG>&lt;b&gt;&amp;\u{1}</FI></SONRQ></SIGNONMSGSRQV1><BANKMSGSRQV1><STMTTRNRQ><TRNUID>a&lt;/TRNUID&gt;b</STMTTRNRQ></BANKMSGSRQV1></OFX>";
    let request = request(SGML, body);
    let file = text(&write(&request.refuse(Status::sign_on_invalid(), NOW), &request.header));
    assert!(file.contains("<ORG>&lt;b&gt;&amp;\r\n") && file.contains("<TRNUID>a&lt;/TRNUID&gt;b\r\n"), "{file}");
}

#[test]
fn every_error_has_a_message_that_fits() {
    let all = [
        Status::not_offered(),
        Status::account_not_found(),
        Status::account_closed(),
        Status::account_not_authorized(),
        Status::unreadable_date(),
        Status::invalid_date_range(),
        Status::sign_on_invalid(),
        Status::sign_on_needed(),
        Status::paused(std::time::Duration::from_secs(900)),
    ];
    for status in all {
        assert!(
            status.is_error() && status.message.as_ref().is_some_and(|m| (20..=255).contains(&m.len())),
            "{status:?}"
        );
    }
}
