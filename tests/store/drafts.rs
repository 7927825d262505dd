use bankfeeds_link::domain::draft::{self, By, GONE, NO_DRAFT, Topic};
use bankfeeds_link::domain::partner::PartnerId;
use bankfeeds_link::domain::settings::Settings;
use bankfeeds_link::store::{Db, drafts, partners};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::books::{Books, minutes, noon};
use crate::support::Database;

const BEATRICE: By<'static> = By { member: Some(Uuid::from_u128(7)), name: "Béatrice" };
const OPERATOR: By<'static> = By { member: None, name: "operator" };

async fn kept(db: &mut Db, partner: PartnerId, topic: Topic) -> Option<(Value, i64, String)> {
    let row = drafts::find(db, partner, topic).await.unwrap();
    row.map(|row| (row.content.0, row.version, row.changed_by_name))
}

on_both_databases! {
    async fn a_draft_is_begun_once_and_changed_by_whoever_saw_the_newest(database: Database) {
        let books = Books::open(database).await;
        let of = (books.partner, Topic::Callout);
        let mut db = books.write().await;
        assert_eq!(kept(&mut db, books.partner, Topic::Callout).await, None);
        let (first, second) = (json!({"title": "1.50"}), json!({"title": "Deux"}));
        assert_eq!(drafts::begin(&mut db, of, &first, BEATRICE, noon()).await.unwrap(), Some(1));
        assert_eq!(drafts::begin(&mut db, of, &second, OPERATOR, noon()).await.unwrap(), None, "there is one");
        assert_eq!(kept(&mut db, books.partner, Topic::Callout).await, Some((first, 1, "Béatrice".into())));

        let later = noon() + minutes(1);
        assert_eq!(drafts::change(&mut db, of, &second, 2, OPERATOR, later).await.unwrap(), None, "nobody saw that");
        assert_eq!(drafts::change(&mut db, of, &second, 1, OPERATOR, later).await.unwrap(), Some(2));
        assert_eq!(drafts::change(&mut db, of, &json!({}), 1, BEATRICE, later).await.unwrap(), None, "too late");
        assert_eq!(kept(&mut db, books.partner, Topic::Callout).await, Some((second, 2, "operator".into())));
        assert_eq!(drafts::find(&mut db, books.partner, Topic::Callout).await.unwrap().unwrap().changed_at, later);
    }

    async fn topics_and_partners_do_not_disturb_each_other(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let other = PartnerId::new(&books.chance);
        partners::insert(&mut db, other, &Settings::new("Other").unwrap(), noon()).await.unwrap();
        for (number, of) in [(books.partner, Topic::Callout), (books.partner, Topic::Branding), (other, Topic::Callout)]
            .into_iter()
            .enumerate()
        {
            let content = json!({"number": number});
            assert_eq!(drafts::begin(&mut db, of, &content, BEATRICE, noon()).await.unwrap(), Some(1));
        }
        assert!(drafts::empty(&mut db, other, Topic::Callout, 1).await.unwrap());
        assert_eq!(kept(&mut db, other, Topic::Callout).await, None);
        assert_eq!(kept(&mut db, books.partner, Topic::Callout).await.unwrap().0, json!({"number": 0}));
        assert_eq!(kept(&mut db, books.partner, Topic::Branding).await.unwrap().0, json!({"number": 1}));
    }

    async fn no_version_comes_twice_even_when_a_draft_was_discarded(database: Database) {
        let books = Books::open(database).await;
        let of = (books.partner, Topic::Callout);
        let mut db = books.write().await;
        assert!(!drafts::empty(&mut db, books.partner, Topic::Callout, 1).await.unwrap(), "there is none");
        drafts::begin(&mut db, of, &json!({"by": "a"}), BEATRICE, noon()).await.unwrap();
        assert!(!drafts::empty(&mut db, books.partner, Topic::Callout, 2).await.unwrap());
        assert!(drafts::empty(&mut db, books.partner, Topic::Callout, 1).await.unwrap());
        assert!(!drafts::empty(&mut db, books.partner, Topic::Callout, 2).await.unwrap(), "it is empty");
        assert_eq!(drafts::change(&mut db, of, &json!({}), 2, BEATRICE, noon()).await.unwrap(), None);
        let begun = drafts::begin(&mut db, of, &json!({"by": "b"}), BEATRICE, noon()).await.unwrap();
        assert_eq!(begun, Some(3));
        let stale = drafts::change(&mut db, of, &json!({"by": "a"}), 1, BEATRICE, noon()).await.unwrap();
        assert_eq!(stale, None, "whoever saw the discarded one cannot write over this one");
    }

    async fn a_draft_is_read_as_what_it_was_written_as(database: Database) {
        #[derive(Serialize, Deserialize, PartialEq, Debug)]
        struct Words {
            title: Option<String>,
        }
        let books = Books::open(database).await;
        let (of, words) = ((books.partner, Topic::Branding), Words { title: Some("10.50".into()) });
        let mut db = books.write().await;
        assert_eq!(draft::save(&mut db, of, &words, NO_DRAFT, BEATRICE, noon()).await.unwrap(), Some(1));
        let others = Words { title: None };
        for seen in [NO_DRAFT, GONE] {
            assert_eq!(draft::save(&mut db, of, &others, seen, BEATRICE, noon()).await.unwrap(), None);
            assert_eq!(draft::save(&mut db, of, &words, seen, BEATRICE, noon()).await.unwrap(), Some(1), "sent twice");
        }
        assert_eq!(draft::save(&mut db, of, &words, 1, BEATRICE, noon()).await.unwrap(), Some(2));
        let kept = draft::of::<Words>(&mut db, books.partner, Topic::Branding).await.unwrap().unwrap();
        assert_eq!((kept.content, kept.version, kept.changed_by.as_str()), (words, 2, "Béatrice"));
        assert!(draft::of::<Vec<u8>>(&mut db, books.partner, Topic::Branding).await.is_err(), "another document");
        assert!(draft::discard(&mut db, books.partner, Topic::Branding, 2).await.unwrap());
        assert!(draft::of::<Words>(&mut db, books.partner, Topic::Branding).await.unwrap().is_none());
    }
}
