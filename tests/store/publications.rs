use bankfeeds_link::domain::draft::{By, Topic};
use bankfeeds_link::domain::partner::PartnerId;
use bankfeeds_link::domain::publication::{self, PublicationId};
use bankfeeds_link::store::{Db, publications};
use serde_json::{Value, json};
use uuid::Uuid;

use super::books::{Books, minutes, noon};
use crate::support::Database;

const BEATRICE: By<'static> = By { member: Some(Uuid::from_u128(7)), name: "Béatrice" };

async fn published(books: &Books, db: &mut Db, topic: Topic, number: i64) -> PublicationId {
    let id = PublicationId::new(&books.chance);
    let content = json!({"number": number});
    publications::insert(db, id, (books.partner, topic), &content, BEATRICE, noon()).await.unwrap();
    id
}

async fn numbers(db: &mut Db, partner: PartnerId, topic: Topic, most: i64) -> Vec<i64> {
    let rows = publications::newest(db, partner, topic, most).await.unwrap();
    rows.into_iter().map(|row| row.content.0["number"].as_i64().unwrap()).collect()
}

on_both_databases! {
    async fn the_newest_come_first_even_those_of_one_instant(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        for number in 1..=3 {
            published(&books, &mut db, Topic::Callout, number).await;
        }
        published(&books, &mut db, Topic::Branding, 4).await;
        assert_eq!(numbers(&mut db, books.partner, Topic::Callout, 9).await, [3, 2, 1]);
        assert_eq!(numbers(&mut db, books.partner, Topic::Callout, 2).await, [3, 2]);
        assert_eq!(numbers(&mut db, books.partner, Topic::Branding, 9).await, [4]);
    }

    async fn a_publication_is_found_by_its_own_partner_under_its_own_topic(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let id = published(&books, &mut db, Topic::Callout, 1).await;
        let row = publications::find(&mut db, books.partner, Topic::Callout, id).await.unwrap().unwrap();
        assert_eq!((row.id, row.content.0, row.published_at), (id, json!({"number": 1}), noon()));
        assert_eq!(row.published_by_name, "Béatrice");
        let others = PartnerId::new(&books.chance);
        assert!(publications::find(&mut db, others, Topic::Callout, id).await.unwrap().is_none());
        assert!(publications::find(&mut db, books.partner, Topic::Branding, id).await.unwrap().is_none());
    }

    async fn the_oldest_go_and_only_of_their_topic(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        published(&books, &mut db, Topic::Branding, 0).await;
        for number in 1..=5 {
            published(&books, &mut db, Topic::Callout, number).await;
        }
        assert_eq!(publications::forget_older(&mut db, books.partner, Topic::Callout, 2).await.unwrap(), 3);
        assert_eq!(numbers(&mut db, books.partner, Topic::Callout, 9).await, [5, 4]);
        published(&books, &mut db, Topic::Callout, 6).await;
        assert_eq!(numbers(&mut db, books.partner, Topic::Callout, 9).await, [6, 5, 4]);
        assert_eq!(numbers(&mut db, books.partner, Topic::Branding, 9).await, [0]);
    }

    async fn two_hundred_of_a_topic_are_kept(database: Database) {
        let books = Books::open(database).await;
        let of = (books.partner, Topic::Callout);
        let mut db = books.write().await;
        let first = publication::add(&mut db, &books.chance, of, &json!({"number": 0}), BEATRICE, noon()).await.unwrap();
        for number in 1..200 {
            publication::add(&mut db, &books.chance, of, &json!({"number": number}), BEATRICE, noon()).await.unwrap();
        }
        let get = async |db: &mut Db| publication::get::<Value>(db, of.0, of.1, first).await.unwrap();
        assert_eq!(get(&mut db).await.unwrap().content, json!({"number": 0}));
        let later = noon() + minutes(1);
        let last = publication::add(&mut db, &books.chance, of, &json!({"number": 200}), BEATRICE, later).await.unwrap();
        assert!(get(&mut db).await.is_none());
        let newest = publication::newest::<Value>(&mut db, of.0, of.1, 300).await.unwrap();
        assert_eq!((newest.len(), newest[0].id, newest[0].published_at), (200, last, later));
        assert_eq!(newest[0].published_by, "Béatrice");
    }
}
