use std::time::Duration;

use bankfeeds_link::domain::company::{Changes, Company, CompanyId, Draft, Tags};
use bankfeeds_link::domain::credentials::CredentialId;
use bankfeeds_link::domain::partner::PartnerId;
use bankfeeds_link::domain::timeline::Who;
use bankfeeds_link::store::companies::{Part, Sieve};
use bankfeeds_link::store::credentials::NewSet;
use bankfeeds_link::store::source_accounts::Polled;
use bankfeeds_link::store::{Db, companies, connections, credentials, source_accounts};

use super::books::{Books, company, minutes, noon};
use crate::support::Database;

on_both_databases! {
    async fn a_company_comes_back_as_it_was_kept_and_only_to_its_partner(database: Database) {
        let books = Books::open(database).await;
        let kept = Company {
            name: "北京 Société «Ω»".into(),
            description: Some("10.50".into()),
            tags: [("region".to_owned(), "10.50".to_owned())].into(),
            created_by: Some("00123".into()),
            ..company(&books.chance, books.partner)
        };
        let mut db = books.write().await;
        companies::insert(&mut db, &kept).await.unwrap();
        let found = companies::find(&mut db, books.partner, kept.id).await.unwrap().unwrap();
        assert_eq!((found.id, found.partner, found.created_at), (kept.id, kept.partner, kept.created_at));
        let held = companies::hold(&mut db, books.partner, kept.id).await.unwrap().unwrap();
        assert_eq!((&held.name, &held.tags), (&found.name, &found.tags));
        assert!(companies::hold(&mut db, PartnerId::new(&books.chance), kept.id).await.unwrap().is_none());
        assert_eq!((found.name, found.description), (kept.name, kept.description));
        assert_eq!((found.tags, found.created_by), (kept.tags, kept.created_by));
        let stranger = PartnerId::new(&books.chance);
        assert!(companies::find(&mut db, stranger, kept.id).await.unwrap().is_none());
        assert!(!companies::delete(&mut db, stranger, kept.id).await.unwrap());
    }

    async fn a_page_of_companies_is_newest_first_and_knows_how_many_there_are(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let mut ids = vec![books.company];
        for minute in 1..5 {
            let next = Company { created_at: noon() + minutes(minute), ..company(&books.chance, books.partner) };
            companies::insert(&mut db, &next).await.unwrap();
            ids.insert(0, next.id);
        }
        let (page, total) = companies::page(&mut db, books.partner, 2, 1).await.unwrap();
        assert_eq!(page.iter().map(|it| it.id).collect::<Vec<CompanyId>>(), ids[1..3]);
        assert_eq!(total, 5);
        let (page, total) = companies::page(&mut db, PartnerId::new(&books.chance), 2, 0).await.unwrap();
        assert_eq!((page.len(), total), (0, 0));
    }

    async fn a_page_far_back_is_read_as_one_near_is(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        for minute in 1..=1_003 {
            let next = Company { created_at: noon() + minutes(minute), ..company(&books.chance, books.partner) };
            companies::insert(&mut db, &next).await.unwrap();
        }
        let mut listed = async |limit, offset| {
            let (page, total) = companies::page(&mut db, books.partner, limit, offset).await.unwrap();
            assert_eq!(total, 1_004);
            page.into_iter().map(|it| it.id).collect::<Vec<_>>()
        };
        let near = listed(5, 999).await;
        assert_eq!((near.len(), listed(4, 1_001).await.as_slice()), (5, &near[2..]));
        assert_eq!(near.last(), Some(&books.company));
    }

    async fn a_company_is_replaced_whole_and_updated_in_part(database: Database) {
        let books = Books::open(database).await;
        let (partner, id, stranger) = (books.partner, books.company, PartnerId::new(&books.chance));
        let tags: Tags = [("region".to_owned(), "qc".to_owned())].into();
        let changes = Changes { description: Some("table 7".into()), tags: Some(tags.clone()), ..Changes::default() };
        let mut db = books.write().await;
        let updated = companies::update(&mut db, partner, id, &changes).await.unwrap().unwrap();
        assert_eq!((updated.name.as_str(), updated.description.as_deref()), ("Café Müller & Fils", Some("table 7")));
        assert_eq!((updated.tags, updated.created_at), (tags.clone(), noon()));
        let changes = Changes { name: Some("Garage".into()), ..Changes::default() };
        let updated = companies::update(&mut db, partner, id, &changes).await.unwrap().unwrap();
        assert_eq!((updated.name.as_str(), updated.description.as_deref()), ("Garage", Some("table 7")));
        assert_eq!(updated.tags, tags);
        let draft = Draft { name: "Bistro".into(), description: None, tags: Tags::new() };
        let named = async |db: &mut Db, part: &str| {
            let (from, until) = (noon() - minutes(9), noon() + minutes(9));
            let sieve = Sieve { from, until, name: None, in_name: Part::of(part), tag: None, with_words: false, with_last_sync: false };
            companies::count_sifted(db, partner, &sieve).await.unwrap()
        };
        assert_eq!((named(&mut db, "garage").await, named(&mut db, "ller").await), (1, 0));
        assert!(companies::replace(&mut db, stranger, id, &draft).await.unwrap().is_none());
        assert!(companies::update(&mut db, stranger, id, &changes).await.unwrap().is_none());
        companies::replace(&mut db, partner, id, &draft).await.unwrap().unwrap();
        let found = companies::find(&mut db, partner, id).await.unwrap().unwrap();
        assert_eq!((found.name.as_str(), found.description, found.tags), ("Bistro", None, Tags::new()));
        assert_eq!((named(&mut db, "bistro").await, named(&mut db, "garage").await), (1, 0));
    }

    async fn a_sieve_lets_through_what_may_be_wanted_in_turns(database: Database) {
        let books = Books::open(database).await;
        let (first, last) = (books.company, CompanyId::new(&books.chance));
        let tagged = Company {
            id: last,
            name: "Garage".into(),
            tags: [("region".to_owned(), "qc".to_owned())].into(),
            created_at: noon() + minutes(1),
            ..company(&books.chance, books.partner)
        };
        let mut db = books.write().await;
        companies::insert(&mut db, &tagged).await.unwrap();
        connections::mark_polled(&mut db, books.connection, None, noon()).await.unwrap();
        let start = (noon() - minutes(1), CompanyId(uuid::Uuid::nil()));
        let all = Sieve { from: noon() - minutes(9), until: noon() + minutes(9), name: None, in_name: None, tag: None,
            with_words: true, with_last_sync: true };
        let by_tag = Some(("region".to_owned(), "qc".to_owned()));
        for (sieve, from, expected) in [
            (all.clone(), start, vec![first, last]),
            (all.clone(), (noon(), first), vec![last]),
            (Sieve { from: noon() + minutes(1), ..all.clone() }, start, vec![last]),
            (Sieve { until: noon(), ..all.clone() }, start, vec![first]),
            (Sieve { name: Some("Garage".into()), ..all.clone() }, start, vec![last]),
            (Sieve { in_name: Part::of("ARA"), ..all.clone() }, start, vec![last]),
            (Sieve { in_name: Part::of("_a"), ..all.clone() }, start, vec![]),
            (Sieve { tag: by_tag, ..all.clone() }, start, vec![last]),
        ] {
            let found = companies::sift(&mut db, books.partner, &sieve, from, 9).await.unwrap();
            assert_eq!(found.iter().map(|it| it.id).collect::<Vec<_>>(), expected, "{sieve:?}");
            if from == start {
                let mut newest = companies::newest_sifted(&mut db, books.partner, &sieve, 9, 0).await.unwrap();
                newest.reverse();
                assert_eq!(newest, expected, "{sieve:?}");
                let count = companies::count_sifted(&mut db, books.partner, &sieve).await.unwrap();
                assert_eq!(usize::try_from(count).unwrap(), expected.len(), "{sieve:?}");
            }
        }
        assert_eq!(companies::newest_sifted(&mut db, books.partner, &all, 1, 1).await.unwrap(), [first]);
        let found = companies::sift(&mut db, books.partner, &all, start, 1).await.unwrap();
        assert_eq!((found.len(), found[0].last_polled_at), (1, Some(noon())));
        let bare = Sieve { with_words: false, with_last_sync: false, ..all };
        let found = companies::sift(&mut db, books.partner, &bare, start, 9).await.unwrap();
        assert!(found.iter().all(|it| it.tags.is_none() && it.last_polled_at.is_none()));
    }

    async fn a_company_that_is_deleted_while_software_asks_waits_for_its_turn(database: Database) {
        deleted_while_software_asks(database, true).await;
    }

    async fn a_connection_that_is_deleted_while_software_asks_waits_for_its_turn(database: Database) {
        deleted_while_software_asks(database, false).await;
    }

    async fn a_deleted_company_takes_all_that_belongs_to_it(database: Database) {
        let books = Books::open(database).await;
        books.account("1").await;
        books.link().await;
        let mut db = books.write().await;
        assert!(companies::delete(&mut db, books.partner, books.company).await.unwrap());
        assert!(!companies::delete(&mut db, books.partner, books.company).await.unwrap());
        assert_eq!(companies::page(&mut db, books.partner, 9, 0).await.unwrap().1, 0, "counted no longer");
        assert!(connections::find_any(&mut db, books.connection).await.unwrap().is_none());
        assert!(source_accounts::of_connection(&mut db, books.connection).await.unwrap().is_empty());
        db.commit().await.unwrap();
    }
}

/// On PostgreSQL the two would else wait for one another, and one of them would be refused.
async fn deleted_while_software_asks(database: Database, whole_company: bool) {
    let books = Books::open(database).await;
    let account = books.account("1").await;
    let (id, username) = (CredentialId::new(&books.chance), "K7QX4ZRT9BC2");
    let set = NewSet { id, connection: books.connection, username, hash: "$argon2id$", who: Who::Customer };
    let mut db = books.write().await;
    credentials::insert(&mut db, &set, None, noon()).await.unwrap();
    db.commit().await.unwrap();
    let mut poll = books.write().await;
    assert!(credentials::mark_used(&mut poll, id, noon()).await.unwrap());
    let (store, partner, company, connection) = (books.store.clone(), books.partner, books.company, books.connection);
    let deleting = tokio::spawn(async move {
        let mut db = store.write().await?;
        let is_gone = match whole_company {
            true => companies::delete(&mut db, partner, company).await?,
            false => connections::delete(&mut db, connection).await?,
        };
        db.commit().await?;
        Ok::<bool, sqlx::Error>(is_gone)
    });
    // Long enough for it to stand before what the poll has taken.
    tokio::time::sleep(Duration::from_millis(200)).await;
    let polled = Polled { feed_start: None, snapshot_at: noon(), now: noon() };
    source_accounts::mark_polled(&mut poll, account.id, &polled).await.unwrap();
    connections::mark_polled(&mut poll, books.connection, None, noon()).await.unwrap();
    poll.commit().await.unwrap();
    assert!(deleting.await.unwrap().unwrap());
}
