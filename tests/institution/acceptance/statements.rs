use bankfeeds_link::domain::feed::{AccountStatus, ConnectionStatus};
use bankfeeds_link::domain::source_account::{AccountType, Draft};
use bankfeeds_link::domain::transaction::TransactionType;
use serde_json::json;
use time::UtcOffset;

use crate::institution::VERSIONS;
use crate::institution::customer::{Customer, EVERYDAY, RESERVE, draft, item};
use crate::institution::files::{bank, card_statement, everything, file, posts, statement};
use crate::support::{Database, Download, Server, tell};

/// The partner's types, and OFX's words for them.
const TYPES: [(TransactionType, &str); 18] = [
    (TransactionType::Unknown, "by its sign"),
    (TransactionType::Credit, "credit"),
    (TransactionType::Debit, "debit"),
    (TransactionType::Int, "int"),
    (TransactionType::Div, "div"),
    (TransactionType::Fee, "fee"),
    (TransactionType::SerChg, "srvchg"),
    (TransactionType::Dep, "dep"),
    (TransactionType::Atm, "atm"),
    (TransactionType::Pos, "pos"),
    (TransactionType::Xfer, "xfer"),
    (TransactionType::Check, "check"),
    (TransactionType::Payment, "payment"),
    (TransactionType::Cash, "cash"),
    (TransactionType::DirectDep, "directdep"),
    (TransactionType::DirectDebit, "directdebit"),
    (TransactionType::RepeatPmt, "repeatpmt"),
    (TransactionType::Other, "other"),
];

/// A body of SGML with the end tags that XML wants.
fn closed(sgml: &str) -> String {
    let elements = sgml.split('<').skip(1).map(|part| match part.split_once('>') {
        Some((name, value)) if !value.trim().is_empty() => format!("<{name}>{}</{name}>", value.trim()),
        _ => format!("<{part}"),
    });
    elements.collect()
}

/// The tags in an answer that hold neither a value nor other elements.
fn blank_elements(answer: &str) -> Vec<&str> {
    let body = &answer[answer.find("<OFX>").unwrap()..];
    let parts: Vec<&str> = body.split('<').collect();
    let is_blank = |pair: &&[&str]| {
        let (name, value) = pair[0].split_once('>').unwrap_or_default();
        let is_start = !name.starts_with('/') && value.trim().is_empty();
        // An aggregate has an end, and something before it.
        let has_end = body.contains(&format!("</{name}>")) && !pair[1].starts_with('/');
        is_start && !has_end
    };
    parts[1..].windows(2).filter(is_blank).map(|pair| pair[0].trim()).collect()
}

on_both_databases! {
    async fn fiat_36_39_43_every_version_gives_bank_and_card_in_one_file_with_the_same_ids_and_the_balances(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        assert!(customer.quickbooks(&server).downloads_everything().is_good());
        customer.pushes(&server, "everyday", &[("t-1", -2), ("t-2", -1), ("t-3", -1)]).await;
        customer.pushes(&server, "visa", &[("v-1", 0)]).await;
        for version in VERSIONS {
            let statements = customer.quickbooks(&server).speaking(version).downloads_everything();
            assert!(statements.is_good() && statements.statuses().len() == 4, "{version}: {}", statements.remarks);
            assert_eq!(statements.values("FITID"), ["t-1", "t-2", "t-3", "v-1"], "{version}");
            assert_eq!(statements.values("DTPOSTED")[0], "20261119120000.000[0:GMT]", "{version}");
            assert_eq!(statements.values("TRNAMT"), ["-12.50"; 4], "{version}");
            let mut balances = statements.values("BALAMT");
            balances.sort();
            assert_eq!(balances, ["100.50", "88.00", "88.00"], "{version}");
        }
        let (bank_id, visa) = (customer.bank_id(&server).await, customer.visa(&server).await);
        let named = ["--bankid", &bank_id, "-C", EVERYDAY, "-S", RESERVE, "-c", &visa];
        let named = customer.quickbooks(&server).runs("stmt", &named);
        assert_eq!((named.statuses().len(), named.values("FITID")), (4, ["t-1", "t-2", "t-3", "v-1"].map(str::to_owned).into()));
    }

    async fn fiat_29_38_a_statement_says_what_the_partner_said(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        customer.quickbooks(&server).downloads_everything();
        let mut check = item("c 1", server.now().date());
        check.kind = Some(TransactionType::Check);
        check.reference = Some("000123".into());
        check.counterparty = Some("Landlord <& Sons>".into());
        check.description = Some("Rent for the shop, the cellar and the yard behind the house".into());
        customer.pushes_items(&server, "everyday", vec![check]).await;
        for version in [102, 203] {
            let said = customer.quickbooks(&server).speaking(version).downloads_everything();
            let values = ["TRNTYPE", "CHECKNUM", "NAME", "MEMO"].map(|element| said.values(element).concat());
            let memo = "Rent for the shop, the cellar and the yard behind the house";
            assert_eq!(values, ["CHECK", "000123", "Landlord &lt;&amp; Sons&gt;", memo], "{version}");
            assert_eq!(said.values("FITID")[0].len(), 36, "a blank is not for a FITID");
        }
    }

    async fn fiat_39_40_the_available_balance_is_given_as_long_as_it_is_known(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let card = card_statement(&customer.visa(&server).await);
        let first = customer.asks(&server, &card);
        assert_eq!((first.values("AVAILBAL").len(), first.values("BALAMT")), (1, vec!["100.50".into(), "4000.00".into()]));
        assert_eq!(first.values("DTASOF"), ["20261121120000.000[0:GMT]"; 2]);
        customer.pushes(&server, "visa", &[("v-1", -1)]).await;
        let then = customer.asks(&server, &card);
        assert_eq!((then.values("AVAILBAL").len(), then.values("BALAMT")), (0, vec!["88.00".into()]));
        assert_eq!(then.values("DTASOF"), ["20261120120000.000[0:GMT]"]);
    }

    async fn fiat_38_accents_are_windows_1252_in_sgml_and_utf_8_in_xml(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Caisse Érable").await;
        customer.asks_for(&server, EVERYDAY, "<INCLUDE>Y");
        let mut coffee = item("t-1", server.now().date());
        coffee.description = Some("Café – 5 €".into());
        customer.pushes_items(&server, "everyday", vec![coffee]).await;
        let sets = bank(&[statement((EVERYDAY, "CHECKING"), "<INCLUDE>Y")]);
        let sgml = posts(&server, file((&customer.username, &customer.password), &sets));
        let holds = |bytes: &[u8], part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
        assert!(holds(&sgml.bytes, b"<NAME>Caf\xe9 \x96 5 \x80\r\n"), "{}", sgml.text());
        assert_eq!(Download::read(&sgml.bytes).transactions()[0]["name"], "Café – 5 €");
        let xml = customer.quickbooks(&server).speaking(203).downloads_everything();
        assert_eq!(xml.values("NAME"), ["Café – 5 €"]);
    }

    async fn fiat_37_no_field_is_blank_and_no_amount_is_decorated(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let sets = everything(&customer.visa(&server).await);
        customer.asks(&server, &sets);
        let mut bare = item("an id with blanks that is far too long to be anybody's FITID", server.now().date());
        (bare.description, bare.amount) = (None, "-1234567.89".parse().unwrap());
        let mut blank = item("b-1", server.now().date());
        (blank.description, blank.counterparty, blank.reference) = (Some("  ".into()), Some(String::new()), Some("\u{301}".into()));
        customer.pushes_items(&server, "everyday", vec![bare, blank]).await;
        let credentials = (customer.username.as_str(), customer.password.as_str());
        let sgml = file(credentials, &sets);
        let xml = sgml.split_once("\r\n\r\n").unwrap().1;
        for request in [sgml.clone(), format!("<?OFX OFXHEADER=\"200\" VERSION=\"203\"?>{}", closed(xml))] {
            let answer = Download::read(&posts(&server, &request).bytes);
            assert!(answer.is_good() && answer.statements.len() == 2, "{}", answer.text);
            assert_eq!(blank_elements(&answer.text), Vec::<&str>::new(), "{}", answer.text);
            assert!(answer.values("FITID").iter().all(|id| (1..=36).contains(&id.len())), "{}", answer.text);
            let amounts = [answer.values("TRNAMT"), answer.values("BALAMT")].concat();
            assert!(amounts.contains(&"-1234567.89".to_owned()), "{amounts:?}");
            for amount in &amounts {
                let (whole, cents) = amount.trim_start_matches('-').split_once('.').unwrap();
                assert!([whole, cents].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit())), "{amount}");
            }
            assert_eq!(answer.values("DTASOF").len(), answer.values("BALAMT").len());
        }
    }

    async fn fiat_40_41_a_card_owes_in_the_negative_and_in_its_own_currency(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let card = draft("amex", AccountType::CreditCard, "3782 822463 10005");
        let card = Draft { currency: "USD".into(), balance: "-150".parse().unwrap(), ..card };
        customer.adds_draft(&server, card).await;
        let asked = card_statement(&customer.account(&server, "amex").await.ofx_account_id);
        let first = customer.asks(&server, &asked);
        let elements = ["CURDEF", "BALAMT"].map(|element| first.values(element));
        assert_eq!(elements, [vec!["USD".to_owned()], vec!["-150.00".into(), "4000.00".into()]], "{}", first.text);

        let (mut purchase, mut payment) = (item("a-1", server.now().date()), item("a-2", server.now().date()));
        purchase.balance = Some("-162.5".parse().unwrap());
        (payment.amount, payment.balance) = ("100".parse().unwrap(), Some("-62.5".parse().unwrap()));
        customer.pushes_items(&server, "amex", vec![purchase, payment]).await;
        let then = customer.asks(&server, &asked);
        assert_eq!((then.values("TRNAMT"), then.values("TRNTYPE")), (
            vec!["-12.50".to_owned(), "100.00".into()],
            vec!["DEBIT".to_owned(), "CREDIT".into()],
        ));
        assert_eq!((then.statements[0]["currency"].as_str(), then.statements[0]["balance"].as_str()), (Some("USD"), Some("-62.50")));
        let everyday = customer.asks_for(&server, EVERYDAY, "<INCLUDE>Y");
        assert_eq!(everyday.statements[0]["currency"], "CAD");
    }

    async fn fiat_42_a_date_is_the_same_day_in_every_zone_of_the_united_states(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        customer.asks_for(&server, EVERYDAY, "<INCLUDE>Y");
        let days: Vec<i64> = (-6..=0).collect();
        let ids: Vec<(String, i64)> = days.iter().map(|day| (format!("d{day}"), *day)).collect();
        let pushed: Vec<(&str, i64)> = ids.iter().map(|(id, day)| (id.as_str(), *day)).collect();
        customer.pushes(&server, "everyday", &pushed).await;
        let told = customer.asks_for(&server, EVERYDAY, "<INCLUDE>Y").values("DTPOSTED");
        for (day, told) in days.into_iter().zip(told) {
            let date = server.now().date() + time::Duration::days(day);
            let plain = date.to_string().replace('-', "");
            assert_eq!(told, format!("{plain}120000.000[0:GMT]"));
            // From Samoa to Guam.
            for hours in -11..=10 {
                let there = date.with_hms(12, 0, 0).unwrap().assume_utc();
                assert_eq!(there.to_offset(UtcOffset::from_hms(hours, 0, 0).unwrap()).date(), date);
            }
        }
    }

    async fn fiat_04_28_29_30_an_account_with_every_type_shows_what_was_pushed(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        customer.asks_for(&server, EVERYDAY, "<INCLUDE>Y");
        let (mut items, mut expected) = (Vec::new(), Vec::new());
        for (place, (kind, told)) in (0..7).flat_map(|_| TYPES).enumerate() {
            let day = i64::try_from(place / TYPES.len()).unwrap() - 6;
            let mut one = item(&format!("all-{place}"), server.now().date() + time::Duration::days(day));
            let is_in = kind.is_money_in().unwrap_or(place % 2 == 0);
            one.amount = format!("{}{place}.{:02}", if is_in { "" } else { "-" }, place % 90 + 1).parse().unwrap();
            (one.kind, one.counterparty) = (Some(kind), Some(format!("Épicerie <& Fils> {place}")));
            (one.description, one.reference) = (Some(format!("Order {place}")), Some(format!("{place:06}")));
            let is_check = kind == TransactionType::Check;
            let told = match kind {
                TransactionType::Unknown => if is_in { "credit" } else { "debit" },
                _ => told,
            };
            expected.push(json!({
                "id": one.id,
                "date": one.date.to_string(),
                "amount": one.amount.decimal().to_string(),
                "type": told,
                "name": one.counterparty,
                "memo": if is_check { format!("Order {place}") } else { format!("Order {place} / {place:06}") },
                "check": if is_check { format!("{place:06}") } else { String::new() },
            }));
            items.push(one);
        }
        assert!(items.len() >= 100);
        customer.pushes_items(&server, "everyday", items).await;
        let sgml = customer.asks_for(&server, EVERYDAY, "<INCLUDE>Y");
        let xml = customer.quickbooks(&server).speaking(203).runs("stmt", &["--all"]);
        for download in [sgml, xml] {
            assert_eq!(download.transactions(), expected.iter().collect::<Vec<_>>());
        }
    }

    async fn fiat_44_a_request_for_balances_alone_gets_no_list_and_connects_nothing(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let balances = [
            customer.asks_for(&server, EVERYDAY, ""),
            customer.asks_for(&server, EVERYDAY, "<DTSTART>never<INCLUDE>N"),
            customer.quickbooks(&server).runs("stmt", &["--all", "--no-transactions"]),
        ];
        for balances in balances {
            assert!(balances.is_good() && balances.values("BANKTRANLIST").is_empty(), "{}", balances.text);
            assert_eq!(balances.values("BALAMT")[0], "100.50");
        }
        assert_eq!(customer.account_status(&server, "everyday").await, AccountStatus::Pending);
        assert_eq!(customer.connection_status(&server).await, ConnectionStatus::PendingAuth);
        assert_eq!(customer.account(&server, "everyday").await.last_polled_at, Some(server.now()));
    }

    async fn fiat_35_43_an_account_that_is_not_there_leaves_the_others_in_the_file_alone(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let stranger = Customer::without_accounts(&server, "Other Bank").await;
        stranger.adds(&server, "theirs", AccountType::Checking, "555000777").await;
        let visa = customer.visa(&server).await;
        let asked = |acct_id: &str, kind: &str| statement((acct_id, kind), "<INCLUDE>Y");
        let elsewhere = asked(EVERYDAY, "CHECKING").replace("<ACCTID>", "<BANKID>123<ACCTID>");
        let sets = bank(&[
            asked("nothing", "CHECKING"),
            asked("555000777", "CHECKING"),
            asked(EVERYDAY, "SAVINGS"),
            asked(&visa, "CHECKING"),
            elsewhere,
            asked("", "CHECKING"),
            asked(RESERVE, "SAVINGS"),
        ]) + &card_statement(EVERYDAY);
        let answer = customer.asks(&server, &sets);
        assert_eq!(answer.statuses(), ["0", "2003", "2003", "2003", "2003", "2003", "2003", "0", "2003"]);
        assert_eq!(answer.values("BALAMT"), ["100.50"]);
        assert_eq!(customer.account_status(&server, "everyday").await, AccountStatus::Pending);
        assert_eq!(customer.account_status(&server, "visa").await, AccountStatus::Pending);
        assert_eq!(customer.account_status(&server, "reserve").await, AccountStatus::Connected);
    }
}

/// How a request is written has nothing to do with the database.
#[test]
fn fiat_43_sgml_without_end_tags_is_answered_alike() {
    tell(async {
        let server = Server::start(Database::sqlite()).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let closed = customer.quickbooks(&server).downloads_everything();
        for version in VERSIONS.into_iter().filter(|version| *version < 200) {
            let open = customer.quickbooks(&server).leaving_elements_open().speaking(version).downloads_everything();
            assert!(open.is_good(), "{version}: {}", open.remarks);
            assert_eq!(open.statements, closed.statements, "{version}");
        }
    });
}
