use std::time::Duration;

use crate::institution::VERSIONS;
use crate::institution::customer::{Customer, EVERYDAY};
use crate::institution::files::{ANONYMOUS, answered, bank, file, profile, statement};
use crate::support::{Database, QuickBooks, Server, tell};

/// Each in its set: what banks may offer and we do not.
const NOT_OFFERED: [(&str, &str); 8] = [
    ("SIGNUP", "ENROLL"),
    ("BANK", "STMTEND"),
    ("BANK", "INTRA"),
    ("INVSTMT", "INVSTMT"),
    ("INTERXFER", "INTER"),
    ("WIREXFER", "WIRE"),
    ("BILLPAY", "PMT"),
    ("EMAIL", "MAIL"),
];

fn asks_for((set, name): (&str, &str)) -> String {
    format!("<{set}MSGSRQV1><{name}TRNRQ><TRNUID>{name}<{name}RQ></{name}RQ></{name}TRNRQ></{set}MSGSRQV1>")
}

on_both_databases! {
    async fn fiat_08_10_11_every_version_is_shown_the_same_profile_with_one_address(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::without_accounts(&server, "Acme Bank & Trust").await;
        let signed_on = customer.asks(&server, &profile("19900101"));
        let elements = ["FINAME", "ADDR1", "CITY", "STATE", "POSTALCODE", "COUNTRY", "DTPROFUP"];
        for version in VERSIONS {
            let profile = QuickBooks::signing_on(&server, "", "").speaking(version).asks_for_the_profile();
            assert!(profile.is_good(), "{version}: {}", profile.remarks);
            assert_eq!(profile.values("FINAME"), ["Acme Bank &amp; Trust"], "{version}");
            let urls = profile.values("URL");
            assert!(urls.len() == 5 && urls.iter().all(|url| *url == server.ofx_url()), "{version}: {urls:?}");
            for element in elements {
                let told = profile.values(element);
                assert!(!told.concat().is_empty() && told == signed_on.values(element), "{version}: {element}");
            }
            let rules = ["MIN", "MAX", "CHARTYPE", "CASESEN"].map(|element| profile.values(element).concat());
            assert_eq!(rules, ["16", "32", "ALPHAORNUMERIC", "N"], "{version}");
        }
    }

    async fn fiat_11_credentials_are_what_the_profile_says_of_them(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::without_accounts(&server, "Acme Bank").await;
        let told = answered(&server, &file(ANONYMOUS, &profile("19900101")));
        let number = |element| told.values(element).concat().parse::<usize>().unwrap();
        assert!((number("MIN")..=number("MAX")).contains(&customer.password.len()));
        assert!(customer.password.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        let rules = ["CHARTYPE", "CASESEN", "SPECIAL", "SPACES"].map(|element| told.values(element).concat());
        assert_eq!(rules, ["ALPHAORNUMERIC", "N", "N", "N"]);
    }

    async fn fiat_09_a_client_that_holds_the_newest_profile_is_told_so(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::without_accounts(&server, "Acme Bank").await;
        let first = answered(&server, &file(ANONYMOUS, &profile("19700101")));
        let held = first.values("DTPROFUP").pop().unwrap();
        let again = answered(&server, &file(ANONYMOUS, &profile(&held)));
        assert_eq!((again.statuses(), again.values("FINAME")), (vec!["0".into(), "1".into()], vec![]));

        server.app.clock.advance(Duration::from_secs(60));
        customer.changes_settings(&server, |settings| settings.support.phone = Some("+1 800 555 0100".into())).await;
        let changed = answered(&server, &file(ANONYMOUS, &profile(&held)));
        assert_eq!(changed.values("CSPHONE"), ["+1 800 555 0100"]);
    }

    async fn fiat_02_21_what_the_profile_does_not_list_is_refused_by_name_and_the_rest_is_answered(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let told = customer.asks(&server, &profile("19900101")).text;
        let offered = ["SIGNON", "SIGNUP", "BANK", "CREDITCARD", "PROF"];
        assert!(offered.iter().all(|set| told.contains(&format!("<{set}MSGSET>"))), "{told}");
        assert_eq!(told.matches("MSGSET>\r\n").count(), 2 * offered.len(), "{told}");

        for request in NOT_OFFERED {
            let answer = customer.asks(&server, &asks_for(request));
            assert_eq!(answer.statuses(), ["0", "2000"], "{request:?}");
            assert_eq!((answer.values("TRNUID"), answer.values("MESSAGE").len()), (vec![request.1.to_owned()], 1));
        }
        let unknown = "<STMTENDTRNRQ><TRNUID>e-1<STMTENDRQ></STMTENDRQ></STMTENDTRNRQ>".to_owned();
        let answer = customer.asks(&server, &bank(&[unknown, statement((EVERYDAY, "CHECKING"), "")]));
        assert_eq!(answer.statuses(), ["0", "2000", "0"]);
        assert_eq!(answer.values("TRNUID"), ["e-1", "bank-1"]);
    }
}

/// In which versions it is asked for has nothing to do with the database.
#[test]
fn fiat_08_a_scan_finds_every_version_in_every_form() {
    tell(async {
        let server = Server::start(Database::sqlite()).await;
        Customer::without_accounts(&server, "Acme Bank").await;
        let quickbooks = QuickBooks::signing_on(&server, "", "");
        // A machine that runs many tests at once may be slower than the two seconds that ofxget waits.
        let is_whole = |found: &serde_json::Value| {
            let versions = [&found[0]["versions"], &found[1]["versions"]];
            let forms = [0, 1].map(|syntax| found[syntax]["formats"].as_array().map_or(0, Vec::len));
            let all = [serde_json::json!([102, 103, 151, 160]), serde_json::json!([200, 201, 202, 203, 210, 211, 220])];
            versions == [&all[0], &all[1]] && forms == [4, 2]
        };
        let found: Vec<_> = (0..5).map(|_| quickbooks.scans()).take_while(|found| !is_whole(found)).collect();
        assert!(found.len() < 5, "{found:?}");
    });
}
