use std::collections::BTreeMap;

use bankfeeds_link::clock::Timestamp;
use bankfeeds_link::domain::connection::ConnectionId;
use bankfeeds_link::domain::device::{Browser, Device, System};
use bankfeeds_link::domain::hand_over::{Answer, HandOverId};
use bankfeeds_link::secret::Fingerprint;
use bankfeeds_link::store::hand_overs::{self, New};
use bankfeeds_link::store::{Db, links};

use super::books::{Books, minutes, noon};
use crate::support::Database;

const DEVICE: Device = Device { browser: Some(Browser::Firefox), system: Some(System::Windows) };
const MOST_CODES: i64 = 5;

/// A session from noon to one o'clock.
async fn session(books: &Books, name: &[u8]) -> Fingerprint {
    let (session, of) = (Fingerprint::of(name), (books.connection, books.link().await));
    let mut db = books.write().await;
    links::start_session(&mut db, &session, of, &BTreeMap::new(), noon(), noon() + minutes(60)).await.unwrap();
    db.commit().await.unwrap();
    session
}

/// Made at noon, for ten minutes.
async fn made(books: &Books, db: &mut Db, session: &Fingerprint, tag: &str) -> Option<HandOverId> {
    let id = HandOverId::new(&books.chance);
    let new = New { session, id, tag, connection: books.connection, expires_at: noon() + minutes(10) };
    hand_overs::make(db, &new, noon()).await.unwrap().then_some(id)
}

async fn takes(db: &mut Db, id: HandOverId, second: &Fingerprint, now: Timestamp) -> bool {
    hand_overs::take(db, id, second, DEVICE, (now, now + minutes(10)), MOST_CODES).await.unwrap()
}

on_both_databases! {
    async fn a_session_has_one_hand_over_and_a_tag_is_one_sessions(database: Database) {
        let books = Books::open(database).await;
        let (mine, yours) = (session(&books, b"mine").await, session(&books, b"yours").await);
        let mut db = books.write().await;
        let first = made(&books, &mut db, &mine, "K7QX4Z").await.unwrap();
        assert_eq!(made(&books, &mut db, &yours, "K7QX4Z").await, None, "the tag is mine");
        assert!(takes(&mut db, first, &Fingerprint::of(b"second"), noon()).await);
        hand_overs::count_code(&mut db, "K7QX4Z", noon()).await.unwrap();
        let next = made(&books, &mut db, &mine, "BCDFGH").await.unwrap();
        let kept = hand_overs::of_session(&mut db, &mine).await.unwrap().unwrap();
        assert_eq!((kept.id, kept.tag.as_str(), kept.wrong_codes), (next, "BCDFGH", 0));
        assert_eq!((kept.asked_at, kept.browser, kept.answer), (None, None, None));
        assert!(hand_overs::count_code(&mut db, "K7QX4Z", noon()).await.unwrap().is_none());
        assert!(hand_overs::of_session(&mut db, &yours).await.unwrap().is_none());
    }

    async fn a_code_is_counted_before_it_is_compared_while_the_hand_over_lives(database: Database) {
        let books = Books::open(database).await;
        let mine = session(&books, b"mine").await;
        let mut db = books.write().await;
        let id = made(&books, &mut db, &mine, "K7QX4Z").await.unwrap();
        for (number, minute, is_live) in [(1, 0, true), (2, 9, true), (3, 10, false)] {
            let tried = hand_overs::count_code(&mut db, "K7QX4Z", noon() + minutes(minute)).await.unwrap().unwrap();
            assert_eq!((tried.id, tried.wrong_codes, tried.is_live), (id, number, is_live));
        }
        links::end_sessions(&mut db, books.connection, None).await.unwrap();
        assert!(!hand_overs::count_code(&mut db, "K7QX4Z", noon()).await.unwrap().unwrap().is_live);
        assert!(!takes(&mut db, id, &Fingerprint::of(b"second"), noon()).await, "its session has ended");
    }

    async fn one_browser_takes_it_and_is_answered_once(database: Database) {
        let books = Books::open(database).await;
        let (mine, yours) = (session(&books, b"mine").await, session(&books, b"yours").await);
        let (second, third) = (Fingerprint::of(b"second"), Fingerprint::of(b"third"));
        let mut db = books.write().await;
        let id = made(&books, &mut db, &mine, "K7QX4Z").await.unwrap();
        let at = |minute| noon() + minutes(minute);
        assert!(hand_overs::answer(&mut db, &mine, id, Answer::Yes, at(1)).await.unwrap().is_none(), "nobody waits");
        assert!(!takes(&mut db, id, &second, at(10)).await, "ten minutes to the second");
        assert!(takes(&mut db, id, &second, at(9)).await);
        assert!(!takes(&mut db, id, &third, at(9)).await);
        assert!(takes(&mut db, id, &second, at(12)).await, "again, and its question has its own ten minutes");
        let kept = hand_overs::of_session(&mut db, &mine).await.unwrap().unwrap();
        assert_eq!((kept.asked_at, kept.expires_at), (Some(at(9)), at(19)));
        assert_eq!((kept.browser.as_deref(), kept.system.as_deref()), (Some("Firefox"), Some("Windows")));
        let awaited = hand_overs::of_second(&mut db, "K7QX4Z", &second, at(18)).await.unwrap().unwrap();
        assert_eq!((awaited.connection_id, awaited.partner_id, awaited.partner_version), (books.connection, books.partner, 1));
        assert!(awaited.is_live && awaited.answer.is_none());
        assert!(!hand_overs::of_second(&mut db, "K7QX4Z", &second, at(19)).await.unwrap().unwrap().is_live);
        assert!(hand_overs::of_second(&mut db, "K7QX4Z", &third, at(18)).await.unwrap().is_none());

        for (session, id, minute) in [(&yours, id, 18), (&mine, HandOverId::new(&books.chance), 18), (&mine, id, 19)] {
            assert!(hand_overs::answer(&mut db, session, id, Answer::Yes, at(minute)).await.unwrap().is_none());
        }
        let answered = hand_overs::answer(&mut db, &mine, id, Answer::No, at(18)).await.unwrap().unwrap();
        assert!(answered.second == second && answered.device == DEVICE);
        assert!(hand_overs::answer(&mut db, &mine, id, Answer::Yes, at(18)).await.unwrap().is_none(), "once");
        assert!(!takes(&mut db, id, &second, at(18)).await);
        let kept = hand_overs::of_session(&mut db, &mine).await.unwrap().unwrap();
        assert_eq!(kept.answer.as_deref(), Some("no"));
    }

    async fn as_many_wrong_codes_as_there_may_be_leave_nothing_to_take(database: Database) {
        let books = Books::open(database).await;
        let mine = session(&books, b"mine").await;
        let mut db = books.write().await;
        let id = made(&books, &mut db, &mine, "K7QX4Z").await.unwrap();
        for _ in 0..MOST_CODES {
            hand_overs::count_code(&mut db, "K7QX4Z", noon()).await.unwrap();
        }
        assert!(!takes(&mut db, id, &Fingerprint::of(b"second"), noon()).await);
    }

    async fn what_has_ended_is_gone(database: Database) {
        let books = Books::open(database).await;
        let (mine, yours) = (session(&books, b"mine").await, session(&books, b"yours").await);
        let mut db = books.write().await;
        made(&books, &mut db, &mine, "K7QX4Z").await.unwrap();
        made(&books, &mut db, &yours, "BCDFGH").await.unwrap();
        hand_overs::end_all(&mut db, ConnectionId::new(&books.chance)).await.unwrap();
        assert_eq!(hand_overs::forget_before(&mut db, noon() + minutes(10)).await.unwrap(), 0);
        assert!(hand_overs::of_session(&mut db, &mine).await.unwrap().is_some());
        hand_overs::end_all(&mut db, books.connection).await.unwrap();
        assert!(hand_overs::of_session(&mut db, &mine).await.unwrap().is_none());
        made(&books, &mut db, &yours, "BCDFGH").await.unwrap();
        assert_eq!(hand_overs::forget_before(&mut db, noon() + minutes(11)).await.unwrap(), 1);
    }

    async fn sessions_that_share_a_place_go_on_consent_and_end_together(database: Database) {
        let books = Books::open(database).await;
        let (mine, other) = (session(&books, b"mine").await, session(&books, b"other").await);
        let (second, third) = (Fingerprint::of(b"second"), Fingerprint::of(b"third"));
        let mut db = books.write().await;
        let at = |minute| noon() + minutes(minute);
        for (minute, new) in [(1, &second), (2, &third)] {
            links::share_session(&mut db, &mine, new, at(minute)).await.unwrap();
        }
        let of = async |db: &mut Db, session: &Fingerprint| {
            links::session(db, session, books.connection, at(59)).await.unwrap().map(|it| (it.expires_at, it.consented_at))
        };
        for session in [&mine, &second, &third, &other] {
            assert_eq!(of(&mut db, session).await, Some((at(60), None)));
            assert_eq!(links::connection_of(&mut db, session, at(59)).await.unwrap(), Some(books.connection));
            assert_eq!(links::connection_of(&mut db, session, at(60)).await.unwrap(), None);
        }
        assert!(links::extend_session(&mut db, &second, at(30), at(90)).await.unwrap());
        links::mark_consented(&mut db, &third, at(30)).await.unwrap();
        for session in [&mine, &second, &third] {
            assert_eq!(of(&mut db, session).await, Some((at(90), Some(at(30)))));
        }
        assert_eq!(of(&mut db, &other).await, Some((at(60), None)), "it shares nothing");
        links::mark_consented(&mut db, &other, at(31)).await.unwrap();
        links::clear_consent(&mut db, &mine).await.unwrap();
        assert_eq!(of(&mut db, &third).await, Some((at(90), None)));
        assert_eq!(of(&mut db, &other).await, Some((at(60), Some(at(31)))));
        // The newest stays with the one that asks.
        assert_eq!(links::end_older_sharers(&mut db, &mine, 1).await.unwrap(), 1);
        assert_eq!(of(&mut db, &second).await, None);
        for session in [&mine, &third, &other] {
            assert!(of(&mut db, session).await.is_some());
        }
        assert!(!links::extend_session(&mut db, &second, at(31), at(91)).await.unwrap());
        assert_eq!(links::end_older_sharers(&mut db, &other, 0).await.unwrap(), 0, "a session that shares with nobody");
    }
}
