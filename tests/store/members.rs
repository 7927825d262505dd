use std::time::Duration;

use bankfeeds_link::domain::member::{Email, MemberId, New};
use bankfeeds_link::domain::member_session::{IDLE, LONGEST, SessionId, Whence};
use bankfeeds_link::domain::password::Hashed;
use bankfeeds_link::domain::role::Role;
use bankfeeds_link::secret::Fingerprint;
use bankfeeds_link::store::{Db, member_sessions, members};

use super::books::{Books, noon};
use crate::support::Database;

const WHENCE: Whence = Whence { browser: "Firefox", network: "192.0.2.0/24" };

on_both_databases! {
    async fn an_address_is_one_members_however_it_is_written(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let ada = keep(&books, &mut db, "Ada@bank.example").await.unwrap();
        assert!(keep(&books, &mut db, "ada@BANK.example").await.is_none());
        let short = Hashed { phc: "$argon2id$".to_owned(), stands_alone: false };
        members::set_password(&mut db, ada, &short).await.unwrap();
        assert!(!members::by_id(&mut db, ada).await.unwrap().unwrap().password_stands_alone);
        let found = members::by_email(&mut db, "ada@bank.example").await.unwrap();
        assert_eq!(found, Some((ada, Some("$argon2id$".to_owned()))));
        members::set_second_factor(&mut db, ada, true).await.unwrap();
        members::seen(&mut db, ada, noon()).await.unwrap();
        let all = members::of_partner(&mut db, books.partner).await.unwrap();
        assert_eq!((all.len(), all[0].has_second_factor, all[0].last_seen_at), (1, true, Some(noon())));
        assert_eq!(members::get(&mut db, books.partner, ada).await.unwrap().unwrap().email, "Ada@bank.example");
    }

    async fn a_session_is_found_until_it_is_idle_or_over_or_ended(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let ada = keep(&books, &mut db, "ada@bank.example").await.unwrap();
        let (hash, id, now) = (Fingerprint::of(b"session"), SessionId::new(&books.chance), noon());
        member_sessions::insert(&mut db, &hash, (id, ada), &WHENCE, (now, now + LONGEST)).await.unwrap();
        let found = member_sessions::find(&mut db, &hash, now, now - IDLE).await.unwrap().unwrap();
        assert_eq!((found.member.id, found.session.id, found.session.proved_at), (ada, id, now));
        let later = now + Duration::from_secs(60);
        assert!(member_sessions::find(&mut db, &hash, later, now).await.unwrap().is_none(), "idle");
        member_sessions::seen(&mut db, id, later).await.unwrap();
        assert!(member_sessions::find(&mut db, &hash, later, now).await.unwrap().is_some());
        assert!(member_sessions::find(&mut db, &hash, now + LONGEST, now).await.unwrap().is_none(), "over");
        assert!(member_sessions::end(&mut db, &hash).await.unwrap());
        assert!(!member_sessions::end(&mut db, &hash).await.unwrap());
    }

    async fn a_session_goes_on_under_another_value_and_ends_by_its_members_hand_alone(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let (ada, eve) = (keep(&books, &mut db, "ada@bank.example").await.unwrap(), keep(&books, &mut db, "eve@bank.example").await.unwrap());
        let (now, later) = (noon(), noon() + Duration::from_secs(60));
        let mut ids = Vec::new();
        for (name, member) in [(b"a", ada), (b"b", ada), (b"c", ada), (b"e", eve)] {
            let id = SessionId::new(&books.chance);
            member_sessions::insert(&mut db, &Fingerprint::of(name), (id, member), &WHENCE, (now, now + LONGEST)).await.unwrap();
            ids.push(id);
        }
        let (a, new) = (Fingerprint::of(b"a"), Fingerprint::of(b"A"));
        assert!(member_sessions::renew(&mut db, &a, &new, None).await.unwrap());
        assert!(!member_sessions::renew(&mut db, &a, &new, None).await.unwrap(), "under the old one there is nothing");
        let proved = async |db: &mut Db| member_sessions::find(db, &new, now, now - IDLE).await.unwrap().unwrap().session.proved_at;
        assert_eq!(proved(&mut db).await, now);
        let newest = Fingerprint::of(b"AA");
        assert!(member_sessions::renew(&mut db, &new, &newest, Some(later)).await.unwrap());
        member_sessions::seen(&mut db, ids[1], later).await.unwrap();
        let mine = member_sessions::of_member(&mut db, ada, now, now - IDLE).await.unwrap();
        assert!(mine.len() == 3 && mine[0].id == ids[1], "the one used last first");
        assert!(mine.iter().any(|session| session.id == ids[0] && session.proved_at == later));
        assert!(!member_sessions::end_one(&mut db, eve, ids[2]).await.unwrap());
        assert!(member_sessions::end_one(&mut db, ada, ids[2]).await.unwrap());
        assert_eq!(member_sessions::end_others(&mut db, ada, ids[0]).await.unwrap(), 1);
        assert_eq!(member_sessions::of_member(&mut db, eve, now, now - IDLE).await.unwrap().len(), 1);
    }

    async fn sessions_of_a_clock_that_was_ahead_end_and_those_that_are_over_are_forgotten(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let ada = keep(&books, &mut db, "ada@bank.example").await.unwrap();
        let ahead = noon() + Duration::from_secs(7_200);
        for (name, at) in [(b"now", noon()), (b"yet", ahead)] {
            let id = SessionId::new(&books.chance);
            member_sessions::insert(&mut db, &Fingerprint::of(name), (id, ada), &WHENCE, (at, at + LONGEST)).await.unwrap();
        }
        assert_eq!(member_sessions::end_after(&mut db, noon() + LONGEST, noon()).await.unwrap(), 1);
        assert_eq!(member_sessions::forget(&mut db, noon(), noon() - IDLE, 9).await.unwrap(), 0);
        assert_eq!(member_sessions::forget(&mut db, noon() + IDLE, noon(), 9).await.unwrap(), 1, "idle");
    }
}

async fn keep(books: &Books, db: &mut Db, email: &str) -> Option<MemberId> {
    let id = MemberId::new(&books.chance);
    let email = Email::parse(email).unwrap();
    let new = New { email: &email, name: "Ada", role: Role::Administrator, password: None };
    members::insert(db, (id, books.partner), &new, noon()).await.unwrap().then_some(id)
}
