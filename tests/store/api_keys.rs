use bankfeeds_link::domain::api_key::ApiKeyId;
use bankfeeds_link::secret::Fingerprint;
use bankfeeds_link::store::api_keys;

use super::books::{Books, minutes, noon};
use crate::support::Database;

on_both_databases! {
    async fn a_key_leads_to_its_partner_and_remembers_its_use(database: Database) {
        let books = Books::open(database).await;
        let (id, hash) = (ApiKeyId::new(&books.chance), Fingerprint::of(b"a long random value"));
        let mut db = books.write().await;
        assert_eq!(api_keys::count(&mut db, books.partner).await.unwrap(), 0);
        api_keys::insert(&mut db, id, books.partner, ("production", "bfl_abc"), &hash, noon()).await.unwrap();
        assert_eq!(api_keys::count(&mut db, books.partner).await.unwrap(), 1);
        let holder = api_keys::find(&mut db, &hash).await.unwrap().unwrap();
        assert_eq!((holder.key_id, holder.partner_id, holder.partner_version), (id, books.partner, 1));
        assert_eq!(holder.last_used_at, None);
        // Marked after `since` already, it stays as it is: the middle one.
        for (minute, since, then) in [(1, 0, 1), (2, 0, 1), (3, 2, 3)] {
            api_keys::mark_used(&mut db, id, noon() + minutes(since), noon() + minutes(minute)).await.unwrap();
            let holder = api_keys::find(&mut db, &hash).await.unwrap().unwrap();
            assert_eq!(holder.last_used_at, Some(noon() + minutes(then)));
        }
        assert!(api_keys::find(&mut db, &Fingerprint::of(b"another")).await.unwrap().is_none());
    }

    async fn no_two_keys_are_the_same(database: Database) {
        let books = Books::open(database).await;
        let hash = Fingerprint::of(b"a long random value");
        let mut db = books.write().await;
        let mut keep = async || {
            let id = ApiKeyId::new(&books.chance);
            api_keys::insert(&mut db, id, books.partner, ("name", "bfl_"), &hash, noon()).await
        };
        assert!(keep().await.is_ok());
        assert!(keep().await.is_err());
    }
}
