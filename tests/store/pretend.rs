//! The pretend QuickBooks' tables.

use bankfeeds_link::clock::Timestamp;
use bankfeeds_link::domain::pretend::account::{ChartType, Kind, Listed};
use bankfeeds_link::domain::pretend::came_to::CameTo;
use bankfeeds_link::domain::pretend::{Asked, EVERY, ExchangeId, RegisterId, SignOnId, Stage};
use bankfeeds_link::secret::Fingerprint;
use bankfeeds_link::store::pretend_exchanges::{self, Exchange};
use bankfeeds_link::store::pretend_registers::{self, Downloaded, Wanted};
use bankfeeds_link::store::pretend_sign_ons::{self, Taken};
use bankfeeds_link::store::pretend_transactions::{self, Line};
use bankfeeds_link::store::{Db, pretend_directory, pretend_visitors};

use super::books::{Books, minutes, noon};
use crate::support::Database;

fn me() -> Fingerprint {
    Fingerprint::of(b"me")
}

fn listed(acct_id: &str) -> Listed {
    Listed { kind: Kind::Checking, bank_id: "1".into(), acct_id: acct_id.into(), name: "Chequing".into() }
}

/// A bank of mine, signed on and asked at noon.
async fn linked(books: &Books, db: &mut Db) -> SignOnId {
    pretend_visitors::seen(db, &me(), noon()).await.unwrap();
    let id = SignOnId::new(&books.chance);
    let names = ("Bank", "Banque");
    assert!(pretend_sign_ons::choose(db, &me(), (id, books.partner.0), names, noon(), 20).await.unwrap());
    pretend_sign_ons::agree(db, id).await.unwrap();
    let taken = Taken { username: "U", password: b"sealed", listed: &[listed("a")] };
    pretend_sign_ons::sign_on(db, id, &taken).await.unwrap();
    pretend_sign_ons::asked(db, id, (ExchangeId::new(&books.chance), noon()), true).await.unwrap();
    id
}

fn downloaded(exchange: ExchangeId, next_start: Timestamp) -> Downloaded {
    let (currency, balance) = ("CAD".to_owned(), "10.50".parse().unwrap());
    Downloaded { currency, balance, balance_at: noon(), next_start, exchange }
}

fn line(fitid: &str, exchange_id: ExchangeId) -> Line {
    Line {
        fitid: fitid.into(),
        posted_on: "2026-11-20".into(),
        amount: "-12.50".into(),
        name: "Coffee".into(),
        memo: None,
        check_number: None,
        exchange_id,
    }
}

fn exchange(books: &Books, sign_on_id: SignOnId) -> Exchange {
    Exchange {
        id: ExchangeId::new(&books.chance),
        sign_on_id,
        asked: Asked::Profile,
        made_at: noon(),
        address: "http://127.0.0.1/ofx".into(),
        request: b"\xe9".to_vec(),
        http_status: None,
        answer: None,
        is_cut: false,
        came_to: serde_json::to_string(&CameTo::NotReached).unwrap(),
    }
}

on_both_databases! {
    async fn an_institution_is_forgotten_with_what_was_said_and_no_other_is(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let id = linked(&books, &mut db).await;
        let other = SignOnId::new(&books.chance);
        let names = ("Other Bank", "Autre banque");
        assert!(pretend_sign_ons::choose(&mut db, &me(), (other, books.chance.uuid()), names, noon(), 20).await.unwrap());
        pretend_sign_ons::forget_institution(&mut db, books.partner.0).await.unwrap();
        assert!(pretend_sign_ons::find(&mut db, &me(), id).await.unwrap().is_none());
        assert!(pretend_sign_ons::find(&mut db, &me(), other).await.unwrap().is_some());
    }

    async fn a_partner_is_listed_by_its_name_in_quickbooks(database: Database) {
        let books = Books::open(database).await;
        let listed = pretend_directory::listed(&mut books.read().await, 10).await.unwrap();
        assert_eq!(listed.iter().map(|it| (it.id, it.name.en.as_str())).collect::<Vec<_>>(), [(books.partner.0, "Acme Bank")]);
    }

    async fn a_bank_goes_from_its_choice_to_its_end(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let id = linked(&books, &mut db).await;
        let bank = pretend_sign_ons::find(&mut db, &me(), id).await.unwrap().unwrap();
        assert_eq!((bank.stage, bank.accounts(), bank.visitor().is_some()), (Stage::Connected, vec![listed("a")], true));
        assert!(pretend_sign_ons::find(&mut db, &Fingerprint::of(b"you"), id).await.unwrap().is_none());
        assert_eq!(pretend_sign_ons::of_visitor(&mut db, &me()).await.unwrap().len(), 1);
        assert!(pretend_sign_ons::due(&mut db, noon() + EVERY - minutes(1), 5).await.unwrap().is_empty());
        pretend_sign_ons::be_silent(&mut db, books.partner.0, noon() + EVERY + minutes(1)).await.unwrap();
        assert!(pretend_sign_ons::due(&mut db, noon() + EVERY, 5).await.unwrap().is_empty());
        pretend_sign_ons::be_silent(&mut db, books.chance.uuid(), noon() + 9 * EVERY).await.unwrap();
        let due = pretend_sign_ons::due(&mut db, noon() + EVERY + minutes(1), 5).await.unwrap();
        let later = noon() + minutes(1);
        assert!(pretend_sign_ons::take(&mut db, &due[0], later).await.unwrap());
        assert!(!pretend_sign_ons::take(&mut db, &due[0], later).await.unwrap());
        pretend_sign_ons::disconnect(&mut db, id).await.unwrap();
        let bank = pretend_sign_ons::find(&mut db, &me(), id).await.unwrap().unwrap();
        assert_eq!((bank.stage, bank.username, bank.password, bank.listed), (Stage::Disconnected, None, None, None));
        // A download that was under way does not bring it back.
        pretend_sign_ons::asked(&mut db, id, (ExchangeId::new(&books.chance), later), true).await.unwrap();
        assert_eq!(pretend_sign_ons::find(&mut db, &me(), id).await.unwrap().unwrap().stage, Stage::Disconnected);
    }

    async fn a_register_is_opened_once_and_a_fitid_stands_in_it_once(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let bank = linked(&books, &mut db).await;
        let (first, second) = (ExchangeId::new(&books.chance), ExchangeId::new(&books.chance));
        let wanted = Wanted { listed: &listed("a"), chart_type: ChartType::Chequing, start_date: "2026-11-14" };
        let mut opened = Vec::new();
        for exchange in [first, second] {
            let ids = (RegisterId::new(&books.chance), bank);
            let now = downloaded(exchange, noon());
            opened.push(pretend_registers::connect(&mut db, ids, &wanted, &now, noon()).await.unwrap());
        }
        assert_eq!(opened[0], opened[1]);
        let id = opened[0];
        assert!(pretend_transactions::insert(&mut db, id, 1, &line("f-1", first)).await.unwrap());
        assert!(!pretend_transactions::insert(&mut db, id, 2, &line("f-1", second)).await.unwrap());
        for number in 2..=4 {
            assert!(pretend_transactions::insert(&mut db, id, number, &line(&format!("f-{number}"), second)).await.unwrap());
        }
        assert_eq!(pretend_transactions::extent(&mut db, id).await.unwrap(), (4, 4));
        assert_eq!(pretend_transactions::brought(&mut db, id, second).await.unwrap(), 3);
        assert_eq!(pretend_transactions::trim(&mut db, id, 3).await.unwrap(), 1);
        let page = pretend_transactions::page(&mut db, id, 2, 1).await.unwrap();
        assert_eq!(page.iter().map(|line| line.fitid.as_str()).collect::<Vec<_>>(), ["f-3", "f-2"]);
        pretend_registers::refused(&mut db, id, 2003).await.unwrap();
        assert_eq!(pretend_registers::find(&mut db, &me(), id).await.unwrap().unwrap().trouble, Some(2003));
        pretend_registers::downloaded(&mut db, id, &downloaded(second, noon() + minutes(5))).await.unwrap();
        pretend_registers::disconnect(&mut db, bank).await.unwrap();
        let registers = pretend_registers::of_sign_on(&mut db, bank).await.unwrap();
        let register = &registers[0];
        assert_eq!((register.is_connected, register.trouble, register.next_start), (false, None, noon() + minutes(5)));
        assert_eq!(register.balance(), "10.50".parse().unwrap());
        assert!(pretend_registers::find(&mut db, &Fingerprint::of(b"you"), id).await.unwrap().is_none());
    }

    async fn six_banks_of_one_visitor_keep_their_exchanges_at_once(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let sign_on = linked(&books, &mut db).await;
        db.commit().await.unwrap();
        let keeps = async || {
            let mut db = books.write().await;
            pretend_visitors::hold(&mut db, &me()).await.unwrap();
            pretend_exchanges::keep(&mut db, &me(), &exchange(&books, sign_on), 9).await.unwrap();
            db.commit().await.unwrap();
        };
        tokio::join!(keeps(), keeps(), keeps(), keeps(), keeps(), keeps());
        assert_eq!(pretend_exchanges::of_visitor(&mut books.read().await, &me()).await.unwrap().len(), 6);
    }

    async fn only_the_newest_exchanges_are_kept_and_all_goes_with_its_visitor(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let sign_on_id = linked(&books, &mut db).await;
        let mut ids = Vec::new();
        for _ in 0..4 {
            let exchange = exchange(&books, sign_on_id);
            pretend_exchanges::keep(&mut db, &me(), &exchange, 3).await.unwrap();
            ids.insert(0, exchange.id);
        }
        let kept = pretend_exchanges::of_visitor(&mut db, &me()).await.unwrap();
        assert_eq!(kept.iter().map(|it| it.id).collect::<Vec<_>>(), ids[..3]);
        let opened = pretend_exchanges::find(&mut db, &me(), ids[0]).await.unwrap().unwrap();
        assert_eq!((opened.request, pretend_exchanges::came_to(&opened.came_to)), (b"\xe9".to_vec(), CameTo::NotReached));
        assert!(pretend_exchanges::find(&mut db, &me(), ids[3]).await.unwrap().is_none());
        assert_eq!(pretend_visitors::forget_before(&mut db, noon(), 5).await.unwrap(), 0);
        assert_eq!(pretend_visitors::forget_before(&mut db, noon() + minutes(1), 5).await.unwrap(), 1);
        assert!(pretend_sign_ons::of_visitor(&mut db, &me()).await.unwrap().is_empty());
        assert!(pretend_exchanges::of_visitor(&mut db, &me()).await.unwrap().is_empty());
    }
}
