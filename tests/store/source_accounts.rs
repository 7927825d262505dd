use bankfeeds_link::domain::feed::{AccountStatus, Cause};
use bankfeeds_link::domain::source_account::{AccountInfo, AccountType, RoutingInfo, SourceAccount};
use bankfeeds_link::store::source_accounts::{self, Changed, Polled, Pushed};
use time::macros::date;

use super::books::{Books, account, minutes, noon};
use crate::support::Database;

on_both_databases! {
    async fn an_account_comes_back_as_it_was_kept(database: Database) {
        let books = Books::open(database).await;
        let mut kept = account(&books.chance, books.connection, "00010.50");
        kept.draft.account_type = AccountType::Credit;
        kept.draft.account_number = "000123".into();
        kept.draft.sort_code = Some("012345".into());
        kept.draft.routing_info = Some(RoutingInfo { bank_code: Some("021001088".into()), kind: None });
        kept.draft.account_info = Some(AccountInfo { available_balance: Some("10.50".into()), ..Default::default() });
        kept.draft.balance = "-0.10".parse().unwrap();
        let mut db = books.write().await;
        assert!(source_accounts::insert(&mut db, &kept, noon()).await.unwrap());
        let found = source_accounts::find(&mut db, books.connection, "00010.50").await.unwrap().unwrap();
        assert_eq!(format!("{found:?}"), format!("{kept:?}"));
        let held = source_accounts::hold(&mut db, books.connection, "00010.50").await.unwrap().unwrap();
        assert_eq!(format!("{held:?}"), format!("{kept:?}"));
        let held = source_accounts::hold_by_ofx_account_id(&mut db, books.connection, "OFX00010.50").await.unwrap();
        assert_eq!(format!("{:?}", held.unwrap()), format!("{kept:?}"));
        for missing in ["10.5", "OFX00010.50"] {
            assert!(source_accounts::find(&mut db, books.connection, missing).await.unwrap().is_none());
            assert!(source_accounts::hold(&mut db, books.connection, missing).await.unwrap().is_none());
        }
    }

    async fn an_id_is_there_once_and_so_is_an_ofx_id(database: Database) {
        let books = Books::open(database).await;
        books.account("1").await;
        let mut db = books.write().await;
        let twin = account(&books.chance, books.connection, "1");
        assert!(!source_accounts::insert(&mut db, &twin, noon()).await.unwrap());
        assert!(source_accounts::has_ofx_account_id(&mut db, books.connection, "OFX1").await.unwrap());
        assert!(!source_accounts::has_ofx_account_id(&mut db, books.connection, "OFX2").await.unwrap());
        let namesake = SourceAccount { ofx_account_id: "OFX1".into(), ..account(&books.chance, books.connection, "2") };
        assert!(source_accounts::insert(&mut db, &namesake, noon()).await.is_err());
    }

    async fn accounts_are_listed_in_the_order_in_which_they_came(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        for id in ["a", "c", "b"] {
            let account = account(&books.chance, books.connection, id);
            source_accounts::insert(&mut db, &account, noon()).await.unwrap();
        }
        let listed = source_accounts::of_connection(&mut db, books.connection).await.unwrap();
        let ids: Vec<&str> = listed.iter().map(|it| it.draft.account_id.as_str()).collect();
        assert_eq!(ids, ["a", "c", "b"]);
    }

    async fn a_statement_request_leaves_its_marks(database: Database) {
        let books = Books::open(database).await;
        let account = books.account("1").await;
        let mut db = books.write().await;
        let feed_start = Some(date!(2026 - 11 - 14));
        let polled = Polled { feed_start, snapshot_at: noon() + minutes(2), now: noon() + minutes(1) };
        source_accounts::mark_connected(&mut db, account.id, &polled).await.unwrap();
        let found = source_accounts::find(&mut db, books.connection, "1").await.unwrap().unwrap();
        assert_eq!((found.status, found.feed_start), (AccountStatus::Connected, feed_start));
        assert_eq!((found.connected_at, found.last_polled_at), (Some(polled.now), Some(polled.now)));
        assert_eq!(found.snapshot_at, Some(polled.snapshot_at));

        let again = Polled { feed_start: None, snapshot_at: noon() + minutes(4), now: noon() + minutes(3) };
        source_accounts::mark_polled(&mut db, account.id, &again).await.unwrap();
        let found = source_accounts::find(&mut db, books.connection, "1").await.unwrap().unwrap();
        assert_eq!((found.connected_at, found.last_polled_at), (Some(polled.now), Some(again.now)));
        assert_eq!((found.snapshot_at, found.feed_start), (Some(again.snapshot_at), feed_start));
    }

    async fn disconnecting_names_those_that_were_connected_and_spares_the_pending(database: Database) {
        let books = Books::open(database).await;
        let first = books.account("1").await;
        books.account("2").await;
        let polled = Polled { feed_start: None, snapshot_at: noon(), now: noon() };
        let mut db = books.write().await;
        source_accounts::mark_connected(&mut db, first.id, &polled).await.unwrap();
        let at = noon() + minutes(5);
        let mut disconnect = async || {
            source_accounts::disconnect_all(&mut db, books.connection, Cause::Revoked, at).await.unwrap()
        };
        assert_eq!(disconnect().await, ["1"]);
        assert!(disconnect().await.is_empty());
        let listed = source_accounts::of_connection(&mut db, books.connection).await.unwrap();
        let of = |id: &str| listed.iter().find(|it| it.draft.account_id == id).unwrap();
        assert_eq!((of("1").status, of("1").cause), (AccountStatus::Disconnected, Some(Cause::Revoked)));
        assert_eq!(of("1").disconnected_at, Some(at));
        assert_eq!((of("2").status, of("2").cause), (AccountStatus::Pending, None));
        source_accounts::mark_connected(&mut db, first.id, &polled).await.unwrap();
        let again = source_accounts::find(&mut db, books.connection, "1").await.unwrap().unwrap();
        assert_eq!((again.status, again.cause, again.disconnected_at), (AccountStatus::Connected, None, None));
    }

    async fn silence_ends_what_was_not_polled_since_and_nothing_else(database: Database) {
        let books = Books::open(database).await;
        let (silent, polled) = (books.account("1").await, books.account("2").await);
        books.account("3").await;
        let mut db = books.write().await;
        for (account, at) in [(&silent, noon()), (&polled, noon() + minutes(1))] {
            let mark = Polled { feed_start: None, snapshot_at: at, now: at };
            source_accounts::mark_connected(&mut db, account.id, &mark).await.unwrap();
        }
        let (connection, at) = (books.connection, noon() + minutes(5));
        assert_eq!(source_accounts::silent_connections(&mut db, noon(), 9).await.unwrap(), [connection]);
        assert_eq!(source_accounts::disconnect_silent(&mut db, connection, noon(), at).await.unwrap(), ["1"]);
        assert!(source_accounts::disconnect_silent(&mut db, connection, noon(), at).await.unwrap().is_empty());
        assert!(source_accounts::silent_connections(&mut db, noon(), 9).await.unwrap().is_empty());
        let found = source_accounts::find(&mut db, connection, "1").await.unwrap().unwrap();
        assert_eq!((found.status, found.cause), (AccountStatus::Disconnected, Some(Cause::Silence)));
        assert_eq!((found.disconnected_at, found.modified_at), (Some(at), at));
    }

    async fn a_push_without_a_balance_leaves_the_balance(database: Database) {
        let books = Books::open(database).await;
        let account = books.account("1").await;
        let mut db = books.write().await;
        let balance = "1234567890123456789012345.678".parse().unwrap();
        let on = date!(2026 - 11 - 20);
        let with = Pushed { newest_date: on, next_place: 3, balance: Some((&balance, on)), at: noon() + minutes(1) };
        source_accounts::mark_pushed(&mut db, account.id, &with).await.unwrap();
        let newest = date!(2026 - 11 - 21);
        let without = Pushed { newest_date: newest, next_place: 4, balance: None, at: noon() + minutes(2) };
        source_accounts::mark_pushed(&mut db, account.id, &without).await.unwrap();
        let found = source_accounts::find(&mut db, books.connection, "1").await.unwrap().unwrap();
        assert_eq!(found.draft.balance.to_string(), "1234567890123456789012345.678");
        assert_eq!((found.balance_on, found.newest_date, found.next_place), (on, Some(newest), 4));
        assert_eq!((found.pushed_at, found.modified_at), (Some(without.at), without.at));
    }

    async fn a_change_touches_what_it_names_alone(database: Database) {
        let books = Books::open(database).await;
        let account = books.account("1").await;
        books.account("2").await;
        let mut db = books.write().await;
        let nothing = Changed { name: None, balance: None, at: noon() + minutes(1) };
        source_accounts::change(&mut db, account.id, &nothing).await.unwrap();
        let found = source_accounts::find(&mut db, books.connection, "1").await.unwrap().unwrap();
        assert_eq!((found.draft.account_name.as_str(), found.draft.balance.to_string()), ("Everyday", "99.90".into()));
        assert_eq!(found.modified_at, noon() + minutes(1));
        let balance = Some(("-0.10".parse().unwrap(), date!(2026 - 11 - 23)));
        let changed = Changed { name: Some("Daily"), balance, at: noon() + minutes(2) };
        source_accounts::change(&mut db, account.id, &changed).await.unwrap();
        let found = source_accounts::find(&mut db, books.connection, "1").await.unwrap().unwrap();
        assert_eq!((found.draft.account_name.as_str(), found.draft.balance.to_string()), ("Daily", "-0.10".into()));
        assert_eq!((found.balance_on, found.modified_at), (date!(2026 - 11 - 23), noon() + minutes(2)));
        let other = source_accounts::find(&mut db, books.connection, "2").await.unwrap().unwrap();
        assert_eq!((other.draft.account_name.as_str(), other.modified_at), ("Everyday", noon()));
    }

    async fn one_account_is_disconnected_or_removed_and_the_other_stays(database: Database) {
        let books = Books::open(database).await;
        let account = books.account("1").await;
        books.account("2").await;
        let mut db = books.write().await;
        source_accounts::disconnect(&mut db, account.id, Cause::Patched, noon() + minutes(1)).await.unwrap();
        let found = source_accounts::find(&mut db, books.connection, "1").await.unwrap().unwrap();
        assert_eq!((found.status, found.cause), (AccountStatus::Disconnected, Some(Cause::Patched)));
        assert_eq!((found.disconnected_at, found.modified_at), (Some(noon() + minutes(1)), noon() + minutes(1)));
        source_accounts::delete(&mut db, account.id).await.unwrap();
        let listed = source_accounts::of_connection(&mut db, books.connection).await.unwrap();
        assert_eq!(listed.iter().map(|it| (it.draft.account_id.as_str(), it.status)).collect::<Vec<_>>(), [
            ("2", AccountStatus::Pending)
        ]);
    }
}
