use bankfeeds_link::domain::member::{Email, MemberId, New};
use bankfeeds_link::domain::member_session::{SessionId, Whence};
use bankfeeds_link::domain::partner::PartnerId;
use bankfeeds_link::domain::role::Role;
use bankfeeds_link::domain::settings::Settings;
use bankfeeds_link::secret::Fingerprint;
use bankfeeds_link::store::{Db, member_sessions, members, partners, team};

use super::books::{Books, minutes, noon};
use crate::support::Database;

async fn joins(books: &Books, db: &mut Db, name: &str, role: Role) -> MemberId {
    joins_at(books, db, books.partner, name, role).await
}

async fn joins_at(books: &Books, db: &mut Db, partner: PartnerId, name: &str, role: Role) -> MemberId {
    let (id, email) = (MemberId::new(&books.chance), Email::parse(&format!("{name}@Bank.example")).unwrap());
    let new = New { email: &email, name, role, password: None };
    assert!(members::insert(db, (id, partner), &new, noon()).await.unwrap());
    id
}

async fn role(books: &Books, db: &mut Db, id: MemberId) -> Option<Role> {
    members::get(db, books.partner, id).await.unwrap().map(|member| member.role)
}

const ADMINISTRATOR: Role = Role::Administrator;

on_both_databases! {
    async fn a_member_is_found_by_the_one_spelling_of_the_address(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let ada = joins(&books, &mut db, "Ada", ADMINISTRATOR).await;
        assert_eq!(team::by_address(&mut db, "ada@bank.example").await.unwrap().unwrap().id, ada);
        assert!(team::by_address(&mut db, "Ada@Bank.example").await.unwrap().is_none());
        assert!(team::has_one(&mut db, books.partner, ADMINISTRATOR).await.unwrap());
        assert!(!team::has_one(&mut db, books.partner, Role::Brand).await.unwrap());
        assert!(!team::has_one(&mut db, PartnerId::new(&books.chance), ADMINISTRATOR).await.unwrap());
    }

    async fn a_role_is_changed_from_the_one_that_was_seen(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        joins(&books, &mut db, "Ada", ADMINISTRATOR).await;
        let grace = joins(&books, &mut db, "Grace", Role::Brand).await;
        let change = async |db: &mut Db, partner, from, to| team::change_role(db, (partner, grace), (from, to)).await.unwrap();
        assert!(!change(&mut db, books.partner, Role::Analyst, ADMINISTRATOR).await, "not the one seen");
        assert!(!change(&mut db, PartnerId::new(&books.chance), Role::Brand, ADMINISTRATOR).await);
        assert!(change(&mut db, books.partner, Role::Brand, ADMINISTRATOR).await);
        assert!(change(&mut db, books.partner, ADMINISTRATOR, Role::Analyst).await, "another is left");
        assert_eq!(role(&books, &mut db, grace).await, Some(Role::Analyst));
    }

    async fn the_last_administrator_stays_one(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let ada = joins(&books, &mut db, "Ada", ADMINISTRATOR).await;
        let grace = joins(&books, &mut db, "Grace", Role::Brand).await;
        assert!(!team::change_role(&mut db, (books.partner, ada), (ADMINISTRATOR, Role::Brand)).await.unwrap());
        assert!(!team::remove(&mut db, books.partner, ada).await.unwrap());
        assert!(team::change_role(&mut db, (books.partner, ada), (ADMINISTRATOR, ADMINISTRATOR)).await.unwrap());
        assert!(!team::remove(&mut db, PartnerId::new(&books.chance), grace).await.unwrap());
        assert!(team::remove(&mut db, books.partner, grace).await.unwrap());
        assert_eq!((role(&books, &mut db, ada).await, role(&books, &mut db, grace).await), (Some(ADMINISTRATOR), None));
    }

    async fn two_administrators_who_demote_or_remove_one_another_at_once_leave_one(database: Database) {
        let books = Books::open(database).await;
        for removes in [true, false] {
            let mut db = books.write().await;
            let partner = PartnerId::new(&books.chance);
            partners::insert(&mut db, partner, &Settings::new("Other Bank").unwrap(), noon()).await.unwrap();
            let ada = joins_at(&books, &mut db, partner, &format!("Ada{removes}"), ADMINISTRATOR).await;
            let grace = joins_at(&books, &mut db, partner, &format!("Grace{removes}"), ADMINISTRATOR).await;
            db.commit().await.unwrap();
            let acts = async |whom: MemberId| {
                let mut db = books.write().await;
                assert!(partners::hold(&mut db, partner).await.unwrap());
                let acted = match removes {
                    true => team::remove(&mut db, partner, whom).await,
                    false => team::change_role(&mut db, (partner, whom), (ADMINISTRATOR, Role::Analyst)).await,
                };
                db.commit().await.unwrap();
                acted.unwrap()
            };
            let acted = tokio::join!(acts(ada), acts(grace));
            assert!(acted.0 != acted.1, "one of them: {acted:?}");
            let mut db = books.read().await;
            assert!(team::has_one(&mut db, partner, ADMINISTRATOR).await.unwrap());
        }
    }

    async fn a_member_who_is_removed_has_no_session(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        joins(&books, &mut db, "Ada", ADMINISTRATOR).await;
        let whence = Whence { browser: "Firefox", network: "192.0.2.0" };
        let (at, hash) = ((noon(), noon() + minutes(60)), Fingerprint::of(b"session"));
        let mut both = Vec::new();
        for (name, value) in [("Grace", "one"), ("Joan", "other")] {
            let (member, hash) = (joins(&books, &mut db, name, Role::Brand).await, Fingerprint::of(value.as_bytes()));
            member_sessions::insert(&mut db, &hash, (SessionId::new(&books.chance), member), &whence, at).await.unwrap();
            both.push((member, hash));
        }
        member_sessions::insert(&mut db, &hash, (SessionId::new(&books.chance), both[0].0), &whence, at).await.unwrap();
        assert_eq!(team::end_sessions(&mut db, both[0].0).await.unwrap(), 2);
        assert!(team::remove(&mut db, books.partner, both[1].0).await.unwrap());
        for (_, hash) in both {
            assert!(member_sessions::find(&mut db, &hash, noon(), noon() - minutes(30)).await.unwrap().is_none());
        }
    }
}
