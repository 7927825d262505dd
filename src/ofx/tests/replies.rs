//! What a client asks is what the institution reads; what the institution answers is what the client reads.

use time::macros::datetime;

use super::samples::*;
use crate::ofx::*;

fn question(version: u16, user: User<'_>, wanted: Vec<Wanted>) -> Request {
    let question = Question {
        version,
        file_uid: "F1",
        now: datetime!(2026-11-21 15:00 UTC),
        user,
        fi: Some(Fi { org: "Café & Co".into(), fid: None }),
        app: ("QBKS", "3300"),
        client_uid: Some("0123456789abcdef0123456789abcdef"),
        wanted: wanted.into_iter().enumerate().map(|(number, wanted)| (format!("T{number}"), wanted)).collect(),
    };
    read(&question.write()).unwrap()
}

#[test]
fn a_question_is_read_as_it_was_meant() {
    let start = datetime!(2026-11-14 00:00 UTC);
    for version in [103, 203] {
        let wanted = vec![Wanted::Accounts, Wanted::Statement(card(), start), Wanted::Statement(checking(), start)];
        let request = question(version, User::Named("S3MW", "a&b<c>d"), wanted);
        assert_eq!(password(&request), Some("a&b<c>d"));
        let sign_on = request.sign_on.as_ref().unwrap();
        assert_eq!((sign_on.user_id.as_str(), sign_on.app_id.as_deref()), ("S3MW", Some("QBKS")));
        assert_eq!(sign_on.fi.as_ref().unwrap().org, "Café & Co");
        assert!(sign_on.client_uid.is_some());
        let asks: Vec<&Wrapper> = request.sets.iter().flat_map(|set| &set.wrappers).collect();
        assert!(matches!(asks[0].ask, Ask::Accounts { .. }));
        let Ask::Statement { account, window: Some(window) } = &asks[1].ask else { panic!("no statement") };
        assert_eq!((account.acct_id.as_str(), window.include), ("1000200030", true));
        assert!(matches!(window.start, Bound::At(moment) if moment.instant == start && moment.names_a_day));
        assert!(matches!(&asks[2].ask, Ask::CardStatement { acct_id, .. } if acct_id == "CARD-0001"));
        assert_eq!(asks[1].trnuid, "T2");
    }
}

#[test]
fn the_anonymous_user_asks_for_the_profile() {
    let request = question(102, User::Anonymous, vec![Wanted::Profile(None)]);
    let sign_on = request.sign_on.as_ref().unwrap();
    assert!(sign_on.is_anonymous() && sign_on.user_id.len() == 32);
    assert_eq!(sign_on.client_uid, None);
    assert!(matches!(only_wrapper(&request).ask, Ask::Profile { dt_prof_up: Some(_) }));
}

#[test]
fn every_part_of_an_answer_is_read_again_in_both_syntaxes() {
    let start = datetime!(2026-11-14 00:00 UTC);
    let wanted = vec![
        Wanted::Accounts,
        Wanted::Statement(checking(), start),
        Wanted::Statement(card(), start),
        Wanted::Profile(None),
    ];
    let request = question(103, User::Named("u", "p"), wanted);
    let statements = [statement(checking(), vec![coffee()]), statement(card(), Vec::new())];
    let [bank, of_card] = statements.clone();
    let bodies = vec![
        Body::Accounts(accounts()),
        Body::Statement(bank),
        Body::Statement(of_card),
        Body::Profile(Box::new(profile())),
    ];
    for syntax in [Syntax::Sgml, Syntax::Xml] {
        let reply = read_reply(&write(&answer(&request, bodies.clone()), &header(syntax, 103))).unwrap();
        assert_eq!(reply.sign_on, Status::OK);
        assert_eq!(reply.profile.unwrap().body.unwrap().name, "Acme Bank");
        let listed = reply.accounts.unwrap().body.unwrap();
        assert_eq!(listed.iter().map(|info| &info.account).collect::<Vec<_>>(), [&checking(), &card()]);
        assert_eq!(listed[0].description, "Operating account");
        let read: Vec<Statement> = reply.statements.into_iter().map(|part| part.body.unwrap()).collect();
        let expected = statements.clone().map(|one| Statement { currency: "USD".into(), ..one });
        assert_eq!(read, expected);
    }
}

#[test]
fn a_refusal_is_read_with_its_message_and_without_a_body() {
    let request = question(103, User::Named("u", "p"), vec![Wanted::Accounts]);
    let refused = request.refuse(Status::sign_on_invalid(), datetime!(2026-11-21 15:00 UTC));
    let reply = read_reply(&write(&refused, &header(Syntax::Sgml, 103))).unwrap();
    assert_eq!(reply.sign_on.code, 15500);
    assert!(reply.sign_on.message.unwrap().contains("not right"));
    assert_eq!(reply.accounts.map(|part| (part.status.code, part.body)), Some((15500, None)));
}

#[test]
fn what_is_no_answer_is_told_apart() {
    assert_eq!(read_reply(b"<html>503</html>"), Err(Unreadable::NoHeader));
    assert_eq!(read_reply(&vec![b' '; MAX_REPLY + 1]), Err(Unreadable::TooLarge));
    let without_sign_on = format!("{SGML}<OFX><BANKMSGSRSV1></BANKMSGSRSV1></OFX>");
    assert_eq!(read_reply(without_sign_on.as_bytes()), Err(Unreadable::NoRoot));
}

#[test]
fn a_thousand_transactions_and_more_are_read() {
    let request =
        question(103, User::Named("u", "p"), vec![Wanted::Statement(checking(), datetime!(2026-11-14 0:00 UTC))]);
    let many = Body::Statement(statement(checking(), vec![coffee(); 3_000]));
    let reply = read_reply(&write(&answer(&request, vec![many]), &header(Syntax::Sgml, 103))).unwrap();
    assert_eq!(reply.statements[0].body.as_ref().unwrap().list.as_ref().unwrap().transactions.len(), 3_000);
}
