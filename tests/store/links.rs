use std::collections::BTreeMap;

use bankfeeds_link::domain::company::CompanyId;
use bankfeeds_link::domain::connection::ConnectionId;
use bankfeeds_link::domain::link::{Link, LinkId};
use bankfeeds_link::secret::Fingerprint;
use bankfeeds_link::store::{self, Db, links};

use super::books::{Books, minutes, noon};
use crate::support::Database;

on_both_databases! {
    async fn of_fifty_browsers_that_press_next_at_once_exactly_one_has_the_link(database: Database) {
        let books = Books::open(database).await;
        let (link, connection) = (books.link().await, books.connection);
        let browsers = (0..50_u8).map(|number| {
            let store = books.store.clone();
            tokio::spawn(async move {
                let mut db = store.write().await.unwrap();
                let browser = Fingerprint::of(&[number]);
                let claimed = links::claim(&mut db, link, connection, &browser, noon()).await.unwrap();
                db.commit().await.unwrap();
                claimed.map(|is_new| (number, is_new))
            })
        });
        let mut winners = Vec::new();
        for browser in browsers.collect::<Vec<_>>() {
            winners.extend(browser.await.unwrap());
        }
        assert_eq!(winners.len(), 1, "{winners:?}");
        let (winner, is_new) = winners[0];
        assert!(is_new);
        let looked = links::look(&mut books.read().await, link, connection).await.unwrap().unwrap();
        assert_eq!(looked.claimed_by.as_deref(), Some(Fingerprint::of(&[winner]).bytes()));
    }

    async fn a_claimed_link_is_claimed_again_by_the_same_browser_only(database: Database) {
        let books = Books::open(database).await;
        let link = books.link().await;
        let (mine, yours) = (Fingerprint::of(b"mine"), Fingerprint::of(b"yours"));
        let mut db = books.write().await;
        let mut claim = async |connection, browser, minute| {
            links::claim(&mut db, link, connection, browser, noon() + minutes(minute)).await.unwrap()
        };
        assert_eq!(claim(ConnectionId::new(&books.chance), &mine, 1).await, None, "another connection");
        assert_eq!(claim(books.connection, &mine, 1).await, Some(true));
        assert_eq!(claim(books.connection, &mine, 2).await, Some(false));
        assert_eq!(claim(books.connection, &yours, 2).await, None);
        assert_eq!(claim(books.connection, &mine, 60).await, None, "expired to the second");
    }

    async fn the_newest_links_say_when_one_was_opened_and_when_the_last_ends(database: Database) {
        let books = Books::open(database).await;
        let connection = books.connection;
        let mut db = books.write().await;
        assert_eq!(links::newest(&mut db, connection, 9).await.unwrap(), links::Newest::default());
        let mut ids = Vec::new();
        for minute in [0, 5, 10] {
            let issued = noon() + minutes(minute);
            let link = Link { id: LinkId::new(&books.chance), connection_id: connection, expires_at: issued + minutes(60) };
            links::insert(&mut db, &link, issued).await.unwrap();
            ids.push(link.id);
        }
        let ends = |minute: u64| Some(noon() + minutes(60 + minute));
        let newest = links::newest(&mut db, connection, 9).await.unwrap();
        assert_eq!(newest, links::Newest { opened_at: None, expires_at: ends(10) });
        let (browser, opened) = (Fingerprint::of(b"mine"), noon() + minutes(7));
        assert_eq!(links::claim(&mut db, ids[0], connection, &browser, opened).await.unwrap(), Some(true));
        let newest = links::newest(&mut db, connection, 3).await.unwrap();
        assert_eq!(newest, links::Newest { opened_at: Some(opened), expires_at: ends(10) });
        // Beyond those that are looked at.
        assert_eq!(links::newest(&mut db, connection, 2).await.unwrap().opened_at, None);
        let other = links::newest(&mut db, ConnectionId::new(&books.chance), 9).await.unwrap();
        assert_eq!(other, links::Newest::default());
        links::void_all(&mut db, connection, noon() + minutes(11)).await.unwrap();
        assert_eq!(links::newest(&mut db, connection, 9).await.unwrap(), links::Newest::default());
    }

    async fn a_session_is_open_until_it_ends(database: Database) {
        let books = Books::open(database).await;
        let link = books.link().await;
        let mut db = books.write().await;
        for (name, minute) in [(b"a", 30), (b"b", 60)] {
            let (session, of) = (Fingerprint::of(name), (books.connection, link));
            let until = noon() + minutes(minute);
            links::start_session(&mut db, &session, of, &BTreeMap::new(), noon(), until).await.unwrap();
        }
        for (minute, open) in [(0, 2), (29, 2), (30, 1), (60, 0)] {
            let at = noon() + minutes(minute);
            assert_eq!(links::open_sessions(&mut db, books.connection, at).await.unwrap(), open, "minute {minute}");
        }
        let other = ConnectionId::new(&books.chance);
        assert_eq!(links::open_sessions(&mut db, other, noon()).await.unwrap(), 0);
    }

    async fn of_the_sessions_of_a_link_the_newest_are_kept_and_the_one_that_asks(database: Database) {
        let books = Books::open(database).await;
        let (link, other) = (books.link().await, books.link().await);
        let mut db = books.write().await;
        let none = BTreeMap::new();
        for (name, link, minute) in [(b"a", link, 1), (b"b", link, 2), (b"c", link, 3), (b"d", link, 3), (b"e", other, 0)] {
            let (session, of, at) = (Fingerprint::of(name), (books.connection, link), noon() + minutes(minute));
            links::start_session(&mut db, &session, of, &none, at, noon() + minutes(60)).await.unwrap();
        }
        assert_eq!(links::end_older_sessions(&mut db, link, &Fingerprint::of(b"a"), 2).await.unwrap(), 1);
        for (name, is_live) in [(b"a", true), (b"b", false), (b"c", true), (b"d", true), (b"e", true)] {
            let found = links::session(&mut db, &Fingerprint::of(name), books.connection, noon()).await.unwrap();
            assert_eq!(found.is_some(), is_live, "{}", char::from(name[0]));
        }
    }

    async fn the_newest_link_that_nobody_claimed_is_found_while_it_is_fresh(database: Database) {
        let books = Books::open(database).await;
        let link = books.link().await;
        let mut db = books.write().await;
        let connection = books.connection;
        let (before, at) = (noon() - minutes(5), noon() + minutes(1));
        let found = links::newest_unclaimed(&mut db, connection, before, at).await.unwrap().unwrap();
        assert_eq!((found.id, found.connection_id, found.expires_at), (link, connection, noon() + minutes(60)));
        assert!(links::newest_unclaimed(&mut db, connection, noon(), at).await.unwrap().is_none(), "too old");
        let late = noon() + minutes(60);
        assert!(links::newest_unclaimed(&mut db, connection, before, late).await.unwrap().is_none(), "expired");
        links::claim(&mut db, link, connection, &Fingerprint::of(b"mine"), at).await.unwrap();
        assert!(links::newest_unclaimed(&mut db, connection, before, at).await.unwrap().is_none(), "claimed");
    }

    async fn links_of_many_connections_are_stored_and_found_at_once(database: Database) {
        let books = Books::open(database).await;
        let (old, connection) = (books.link().await, books.connection);
        let at = noon() + minutes(1);
        let mut db = books.write().await;
        let link = |id| Link { id, connection_id: connection, expires_at: at + minutes(60) };
        let new = [(); 3].map(|()| link(LinkId::new(&books.chance)));
        store::insert_links(&mut db, &new, at).await.unwrap();
        db.commit().await.unwrap();

        let mut db = books.write().await;
        let asked = [ConnectionId::new(&books.chance), connection];
        let found = store::unclaimed_links(&mut db, &asked, noon() - minutes(5), at).await.unwrap();
        assert_eq!((found.len(), found[0].id), (4, old), "the oldest first");
        assert_eq!((found[3].connection_id, found[3].expires_at), (connection, at + minutes(60)));
        links::claim(&mut db, new[0].id, connection, &Fingerprint::of(b"mine"), at).await.unwrap();
        assert_eq!(store::unclaimed_links(&mut db, &asked, noon(), at).await.unwrap().len(), 2, "too old, or claimed");
        assert!(store::unclaimed_links(&mut db, &asked[..1], noon(), at).await.unwrap().is_empty(), "another's");
        let late = at + minutes(60);
        assert!(store::unclaimed_links(&mut db, &asked, noon(), late).await.unwrap().is_empty(), "expired");
    }

    async fn voided_links_are_remembered_and_open_no_more(database: Database) {
        let books = Books::open(database).await;
        let link = books.link().await;
        let mut db = books.write().await;
        links::void_all(&mut db, books.connection, noon() + minutes(1)).await.unwrap();
        let claimed = links::claim(&mut db, link, books.connection, &Fingerprint::of(b"mine"), noon()).await.unwrap();
        assert_eq!(claimed, None);
        let looked = links::look(&mut db, link, books.connection).await.unwrap().unwrap();
        assert_eq!((looked.company_id, looked.partner_id), (books.company, books.partner));
        assert_eq!((looked.partner_version, looked.expires_at), (1, noon() + minutes(60)));
        assert_eq!((looked.claimed_by, looked.voided_at), (None, Some(noon() + minutes(1))));
        assert!(links::look(&mut db, link, ConnectionId::new(&books.chance)).await.unwrap().is_none());
    }

    async fn the_newest_links_are_remembered_for_a_while(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let mut ids = Vec::new();
        for minute in 0..4 {
            let id = LinkId::new(&books.chance);
            let at = noon() + minutes(minute);
            let link = Link { id, connection_id: books.connection, expires_at: at + minutes(60) };
            links::insert(&mut db, &link, at).await.unwrap();
            ids.insert(0, id);
        }
        let mut remembered = async |company, since, most| -> Vec<LinkId> {
            links::remembered(&mut db, company, books.connection, since, most).await.unwrap()
        };
        assert_eq!(remembered(books.company, noon(), 20).await, ids);
        assert_eq!(remembered(books.company, noon(), 2).await, ids[..2]);
        assert_eq!(remembered(books.company, noon() + minutes(61), 20).await, ids[..2]);
        assert!(remembered(CompanyId::new(&books.chance), noon(), 20).await.is_empty(), "another company");
    }

    async fn a_session_lives_until_it_ends_and_each_step_extends_it(database: Database) {
        let books = Books::open(database).await;
        let link = books.link().await;
        let session = Fingerprint::of(b"session");
        let parameters = BTreeMap::from([("ref".to_owned(), "10.50".to_owned())]);
        let of = (books.connection, link);
        let (later, end) = (noon() + minutes(30), noon() + minutes(60));
        let mut db = books.write().await;
        links::start_session(&mut db, &session, of, &parameters, noon(), end).await.unwrap();
        let found = links::session(&mut db, &session, books.connection, later).await.unwrap().unwrap();
        assert_eq!((found.connection_id, found.company_id, found.link_id), (books.connection, books.company, link));
        assert_eq!((found.partner_id, found.partner_version, found.expires_at), (books.partner, 1, end));
        assert_eq!((found.consented_at, found.parameters.0), (None, parameters));
        assert_eq!((found.source_accounts, found.live_sets), (0, 0));

        links::mark_consented(&mut db, &session, noon()).await.unwrap();
        links::mark_consented(&mut db, &session, later).await.unwrap();
        assert!(links::extend_session(&mut db, &session, later, end + minutes(30)).await.unwrap());
        let found = links::session(&mut db, &session, books.connection, end).await.unwrap().unwrap();
        assert_eq!((found.consented_at, found.expires_at), (Some(noon()), end + minutes(30)));
        links::clear_consent(&mut db, &session).await.unwrap();
        let found = links::session(&mut db, &session, books.connection, end).await.unwrap().unwrap();
        assert_eq!(found.consented_at, None);

        let over = end + minutes(30);
        assert!(links::session(&mut db, &session, books.connection, over).await.unwrap().is_none());
        assert!(!links::extend_session(&mut db, &session, over, over + minutes(60)).await.unwrap());
        assert_eq!(links::forget_sessions(&mut db, noon()).await.unwrap(), 0);
        assert_eq!(links::forget_sessions(&mut db, over).await.unwrap(), 1);
        let stranger = ConnectionId::new(&books.chance);
        assert!(links::session(&mut db, &session, stranger, noon()).await.unwrap().is_none());
    }

    async fn ending_sessions_spares_the_one_to_keep(database: Database) {
        let books = Books::open(database).await;
        let of = (books.connection, books.link().await);
        let sessions = [Fingerprint::of(b"one"), Fingerprint::of(b"two")];
        let mut db = books.write().await;
        for session in &sessions {
            links::start_session(&mut db, session, of, &BTreeMap::new(), noon(), noon() + minutes(60)).await.unwrap();
        }
        links::end_sessions(&mut db, books.connection, Some(&sessions[1])).await.unwrap();
        let lives = async |session: &Fingerprint, db: &mut Db| {
            links::session(db, session, books.connection, noon()).await.unwrap().is_some()
        };
        assert!(!lives(&sessions[0], &mut db).await);
        assert!(lives(&sessions[1], &mut db).await);
        links::end_sessions(&mut db, books.connection, None).await.unwrap();
        assert!(!lives(&sessions[1], &mut db).await);
    }
}
