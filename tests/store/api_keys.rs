use bankfeeds_link::domain::api_key::{ApiKeyId, MadeBy, Maker};
use bankfeeds_link::domain::member::MemberId;
use bankfeeds_link::domain::partner::PartnerId;
use bankfeeds_link::secret::Fingerprint;
use bankfeeds_link::store::{Db, api_keys};

use super::books::{Books, minutes, noon};
use crate::support::Database;

on_both_databases! {
    async fn a_key_leads_to_its_partner_and_remembers_its_use(database: Database) {
        let books = Books::open(database).await;
        let (id, hash) = (ApiKeyId::new(&books.chance), Fingerprint::of(b"a long random value"));
        let mut db = books.write().await;
        assert_eq!(api_keys::count(&mut db, books.partner).await.unwrap(), 0);
        api_keys::insert(&mut db, id, (books.partner, Maker::Operator), ("production", "bfl_abc"), &hash, noon()).await.unwrap();
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

    async fn a_partners_keys_are_listed_oldest_first_and_deleted_one_by_one(database: Database) {
        let books = Books::open(database).await;
        let (older, newer) = (ApiKeyId::new(&books.chance), ApiKeyId::new(&books.chance));
        let mut db = books.write().await;
        for (minute, id) in [(1, newer), (0, older)] {
            let (hash, at) = (Fingerprint::of(id.bytes()), noon() + minutes(minute));
            api_keys::insert(&mut db, id, (books.partner, Maker::Operator), ("night batch", "bfl_abc"), &hash, at).await.unwrap();
        }
        api_keys::mark_used(&mut db, newer, noon(), noon() + minutes(9)).await.unwrap();
        let keys = api_keys::of_partner(&mut db, books.partner).await.unwrap();
        assert_eq!(keys.iter().map(|it| it.id).collect::<Vec<_>>(), [older, newer]);
        assert_eq!((keys[0].name.as_str(), keys[0].prefix.as_str()), ("night batch", "bfl_abc"));
        assert_eq!((keys[0].created_at, keys[0].last_used_at), (noon(), None));
        assert_eq!(keys[1].last_used_at, Some(noon() + minutes(9)));
        let stranger = PartnerId::new(&books.chance);
        assert!(!api_keys::hold(&mut db, stranger).await.unwrap());
        assert!(!api_keys::delete(&mut db, stranger, older).await.unwrap());
        assert!(api_keys::hold(&mut db, books.partner).await.unwrap());
        assert_eq!(api_keys::count(&mut db, books.partner).await.unwrap(), 2);
        assert!(api_keys::delete(&mut db, books.partner, older).await.unwrap());
        assert_eq!(api_keys::count(&mut db, books.partner).await.unwrap(), 1);
    }

    async fn a_key_says_who_made_it_and_keeps_the_name_of_a_key_that_is_gone(database: Database) {
        let books = Books::open(database).await;
        let ids: Vec<ApiKeyId> = (0..4).map(|_| ApiKeyId::new(&books.chance)).collect();
        let (member, stranger) = (MemberId::new(&books.chance), PartnerId::new(&books.chance));
        let makers = [Maker::Operator, Maker::Key(ids[0]), Maker::Member(member), Maker::Key(ids[3])];
        let mut db = books.write().await;
        for (id, maker) in ids.iter().zip(makers) {
            let (by, hash) = ((books.partner, maker), Fingerprint::of(id.bytes()));
            api_keys::insert(&mut db, *id, by, ("production", "bfl_abc"), &hash, noon()).await.unwrap();
        }
        assert!(api_keys::delete(&mut db, books.partner, ids[0]).await.unwrap());
        let by = async |db: &mut Db, id| api_keys::get(db, books.partner, id).await.unwrap().unwrap().made_by;
        assert_eq!(by(&mut db, ids[1]).await, Some(MadeBy::Key { name: "production".into() }));
        // Of a member only the id is kept, and nobody has it here.
        assert_eq!(by(&mut db, ids[2]).await, Some(MadeBy::Member { name: None }));
        assert_eq!(by(&mut db, ids[3]).await, None, "no key makes itself");
        assert!(api_keys::get(&mut db, books.partner, ids[0]).await.unwrap().is_none());
        assert!(api_keys::get(&mut db, stranger, ids[1]).await.unwrap().is_none());
        let id = ApiKeyId::new(&books.chance);
        let (by_operator, hash) = ((books.partner, Maker::Operator), Fingerprint::of(id.bytes()));
        api_keys::insert(&mut db, id, by_operator, ("production", "bfl_abc"), &hash, noon()).await.unwrap();
        assert_eq!(by(&mut db, id).await, Some(MadeBy::Operator));
    }

    async fn no_two_keys_are_the_same(database: Database) {
        let books = Books::open(database).await;
        let hash = Fingerprint::of(b"a long random value");
        let mut db = books.write().await;
        let mut keep = async || {
            let id = ApiKeyId::new(&books.chance);
            api_keys::insert(&mut db, id, (books.partner, Maker::Operator), ("name", "bfl_"), &hash, noon()).await
        };
        assert!(keep().await.is_ok());
        assert!(keep().await.is_err());
    }

    async fn a_key_ends_once_and_is_forgotten_then(database: Database) {
        let books = Books::open(database).await;
        let (id, hash) = (ApiKeyId::new(&books.chance), Fingerprint::of(b"a long random value"));
        let mut db = books.write().await;
        api_keys::insert(&mut db, id, (books.partner, Maker::Operator), ("production", "bfl_abc"), &hash, noon()).await.unwrap();
        assert!(!api_keys::end(&mut db, PartnerId::new(&books.chance), id, noon()).await.unwrap());
        assert!(api_keys::end(&mut db, books.partner, id, noon() + minutes(5)).await.unwrap());
        assert!(!api_keys::end(&mut db, books.partner, id, noon() + minutes(9)).await.unwrap());
        let keys = api_keys::of_partner(&mut db, books.partner).await.unwrap();
        assert_eq!(keys[0].ends_at, Some(noon() + minutes(5)));
        let holder = api_keys::find(&mut db, &hash).await.unwrap().unwrap();
        assert!(holder.is_live(noon() + minutes(4)) && !holder.is_live(noon() + minutes(5)));
        assert_eq!(api_keys::count(&mut db, books.partner).await.unwrap(), 0);
        assert_eq!(api_keys::ending(&mut db).await.unwrap(), [(id, noon() + minutes(5))]);
        api_keys::set_end(&mut db, id, noon() + minutes(6)).await.unwrap();
        assert_eq!(api_keys::ending(&mut db).await.unwrap(), [(id, noon() + minutes(6))]);
        api_keys::set_end(&mut db, id, noon() + minutes(5)).await.unwrap();
        assert_eq!(api_keys::forget_ended(&mut db, noon() + minutes(4)).await.unwrap(), 0);
        assert_eq!(api_keys::forget_ended(&mut db, noon() + minutes(5)).await.unwrap(), 1);
        assert!(api_keys::find(&mut db, &hash).await.unwrap().is_none());
    }
}
