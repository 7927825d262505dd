use bankfeeds_link::domain::timeline::{Event, What, Who};
use bankfeeds_link::store::timeline;

use super::books::{Books, minutes, noon};
use crate::support::Database;

on_both_databases! {
    async fn a_timeline_tells_every_kind_of_event_oldest_first(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let events: Vec<_> = (0..).zip(What::ALL.iter().zip(Who::ALL.iter().cycle())).collect();
        for (minute, (what, who)) in events.into_iter().rev() {
            let account = (minute % 2 == 0).then_some("010.50");
            let event = Event { connection: books.connection, who: *who, what: *what, why: "because", account };
            timeline::insert(&mut db, books.chance.uuid(), &event, noon() + minutes(minute)).await.unwrap();
        }
        let lines = timeline::of_connection(&mut db, books.connection).await.unwrap();
        assert_eq!(lines.iter().map(|line| line.what).collect::<Vec<_>>(), What::ALL);
        let first = &lines[0];
        assert_eq!((first.at, first.who, first.why.as_str()), (noon(), Who::ALL[0], "because"));
        assert_eq!((first.account_id.as_deref(), lines[1].account_id.as_deref()), (Some("010.50"), None));
    }

    async fn lines_of_one_instant_come_as_they_were_written(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        for what in What::ALL {
            let event = Event { connection: books.connection, who: Who::Partner, what: *what, why: "", account: None };
            timeline::insert(&mut db, books.chance.uuid(), &event, noon()).await.unwrap();
        }
        let lines = timeline::of_connection(&mut db, books.connection).await.unwrap();
        assert_eq!(lines.iter().map(|line| line.what).collect::<Vec<_>>(), What::ALL);
    }
}
