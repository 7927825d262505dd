use bankfeeds_link::clock::Timestamp;
use bankfeeds_link::domain::api_key::{ApiKeyId, Maker};
use bankfeeds_link::domain::company::CompanyId;
use bankfeeds_link::secret::Fingerprint;
use bankfeeds_link::store::{Db, access_tokens, api_keys, companies};

use super::books::{Books, minutes, noon};
use crate::support::Database;

fn token(number: u8) -> Fingerprint {
    Fingerprint::of(&[number])
}

async fn key(books: &Books, db: &mut Db) -> ApiKeyId {
    let id = ApiKeyId::new(&books.chance);
    let hash = Fingerprint::of(id.bytes());
    api_keys::insert(db, id, (books.partner, Maker::Operator), ("production", "bfl_abc"), &hash, noon()).await.unwrap();
    id
}

/// Those of the first ten tokens that are found at an instant.
async fn found(db: &mut Db, now: Timestamp) -> Vec<u8> {
    let mut found = Vec::new();
    for number in 0..10 {
        found.extend(access_tokens::find(db, &token(number), now).await.unwrap().map(|_| number));
    }
    found
}

on_both_databases! {
    async fn a_token_leads_to_its_company_until_it_is_over(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let key = key(&books, &mut db).await;
        let (made, over) = (noon(), noon() + minutes(60));
        access_tokens::insert(&mut db, &token(1), books.company, key, (made, over)).await.unwrap();
        let holder = access_tokens::find(&mut db, &token(1), over - minutes(1)).await.unwrap().unwrap();
        assert_eq!((holder.company_id, holder.partner_id), (books.company, books.partner));
        assert_eq!(holder.partner_version, 1);
        assert!(access_tokens::find(&mut db, &token(1), over).await.unwrap().is_none());
        assert!(access_tokens::find(&mut db, &token(2), made).await.unwrap().is_none());
    }

    async fn the_newest_tokens_of_a_company_are_kept(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let key = key(&books, &mut db).await;
        for number in 0..5 {
            let made = noon() + minutes(u64::from(number));
            access_tokens::insert(&mut db, &token(number), books.company, key, (made, noon() + minutes(60))).await.unwrap();
        }
        let another = CompanyId::new(&books.chance);
        assert_eq!(access_tokens::keep_newest(&mut db, another, 0).await.unwrap(), 0);
        assert_eq!(access_tokens::keep_newest(&mut db, books.company, 3).await.unwrap(), 2);
        assert_eq!(found(&mut db, noon()).await, [2, 3, 4]);
    }

    async fn what_is_over_is_forgotten_and_what_lives_too_long_is_ended(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let key = key(&books, &mut db).await;
        for number in 0..4 {
            let over = noon() + minutes(u64::from(number));
            access_tokens::insert(&mut db, &token(number), books.company, key, (noon(), over)).await.unwrap();
        }
        assert_eq!(access_tokens::forget(&mut db, noon() + minutes(1), 1).await.unwrap(), 1);
        assert_eq!(access_tokens::forget(&mut db, noon() + minutes(1), 9).await.unwrap(), 1);
        assert_eq!(access_tokens::end_after(&mut db, noon() + minutes(2)).await.unwrap(), 1);
        assert_eq!(found(&mut db, noon() - minutes(1)).await, [2]);
    }

    async fn a_token_ends_with_its_key_and_with_its_company(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let (one, other) = (key(&books, &mut db).await, key(&books, &mut db).await);
        for (number, key) in [(1, one), (2, other)] {
            let until = (noon(), noon() + minutes(60));
            access_tokens::insert(&mut db, &token(number), books.company, key, until).await.unwrap();
        }
        assert!(api_keys::delete(&mut db, books.partner, one).await.unwrap());
        assert_eq!(found(&mut db, noon()).await, [2]);
        assert!(companies::delete(&mut db, books.partner, books.company).await.unwrap());
        assert!(found(&mut db, noon()).await.is_empty());
    }
}
