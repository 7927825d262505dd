//! The audit log: written with the change, in one chain a partner, by however many at once; and whoever meddles with it is found.

mod meddling;

use std::net::IpAddr;
use std::time::Duration;

use bankfeeds_link::chance::Chance;
use bankfeeds_link::clock::{Clock, Timestamp};
use bankfeeds_link::domain::audit::chain::{Broken, How};
use bankfeeds_link::domain::audit::verify::{Verified, verify};
use bankfeeds_link::domain::audit::{self, Actor, Author, Body, Note, Thing, ThingKind, Value, What, Written};
use bankfeeds_link::domain::company::{self, Changes, CompanyId, Draft, Tags};
use bankfeeds_link::domain::partner::{self, PartnerId};
use bankfeeds_link::domain::settings::Settings;
use bankfeeds_link::secret::{PurposeKey, SecretKey};
use bankfeeds_link::store::audit::{Scribe, Wanted};
use bankfeeds_link::store::{self, Store};

use super::books::{minutes, noon};
use crate::support::Database;

/// A partner's log, and what it is sealed with.
struct Log {
    store: Store,
    key: PurposeKey,
    clock: Clock,
    partner: PartnerId,
    database: Database,
}

impl Log {
    /// With its first entry: that the partner was made.
    async fn begun(database: Database) -> Self {
        let (clock, chance) = (Clock::standing_at(noon()), Chance::System);
        let key = SecretKey::random(&chance).purpose("audit/1");
        let store = database.store().await.with_scribe(Scribe::new(key.clone(), clock.clone(), chance.clone()));
        let mut db = store.write().await.unwrap().in_name_of(Author::operator());
        let partner =
            partner::create(&mut db, &chance, &Settings::new("Acme Bank").unwrap(), clock.now()).await.unwrap();
        db.commit().await.unwrap();
        Self { store, key, clock, partner, database }
    }

    async fn makes_company(&self, name: &str) -> CompanyId {
        let mut db = self.store.write().await.unwrap().in_name_of(marie());
        let draft = Draft { name: name.into(), description: None, tags: Tags::new() };
        let made = company::create(&mut db, &Chance::System, self.partner, draft, noon()).await.unwrap();
        db.commit().await.unwrap();
        made.id
    }

    async fn verified(&self) -> Verified {
        verify(&self.store, self.partner, Some(&self.key), |_| true).await.unwrap()
    }

    async fn broken(&self) -> Option<(i64, How)> {
        self.verified().await.broken.map(|Broken { number, how }| (number, how))
    }

    /// All entries, the oldest first.
    async fn bodies(&self) -> Vec<Body> {
        let mut db = self.store.read().await.unwrap();
        let entries = store::audit::portion(&mut db, self.partner, 0, i64::MAX).await.unwrap();
        entries.iter().map(|entry| serde_json::from_str(&entry.body).unwrap()).collect()
    }

    async fn whats(&self) -> Vec<What> {
        self.bodies().await.into_iter().map(|body| body.what).collect()
    }
}

fn marie() -> Author {
    let (name, email) = ("Marie Tremblay".to_owned(), "marie@acme.example".to_owned());
    Author::new(Actor::Member { id: uuid::Uuid::from_u128(7), name, email }, IpAddr::from([203, 0, 113, 9]))
}

on_both_databases! {
    async fn an_entry_says_who_what_when_and_from_where_and_nothing_of_people_in_the_chain(database: Database) {
        let log = Log::begun(database).await;
        log.clock.advance(Duration::from_secs(60));
        let company = log.makes_company("Bistro Quai 7").await;
        let body = log.bodies().await.pop().unwrap();
        assert_eq!((body.number, body.what, body.at.as_str()), (2, What::CompanyCreated, &*(noon() + minutes(1)).text()));
        assert_eq!(body.thing, Thing::company(company));
        let mut db = log.store.read().await.unwrap();
        let text = store::audit::portion(&mut db, log.partner, 1, 2).await.unwrap().remove(0).body;
        for personal in ["Marie", "acme.example", "203.0.113.9", "Bistro"] {
            assert!(!text.contains(personal), "{text}");
        }
        let mut kept = store::audit::personal(&mut db, log.partner, 1, 2).await.unwrap();
        kept.sort_by(|one, other| one.name.cmp(&other.name));
        let values: Vec<_> = kept.iter().map(|kept| (kept.name.as_str(), kept.value.as_str())).collect();
        assert_eq!(values, [
            ("changes.0.after", "Bistro Quai 7"),
            ("from", "203.0.113.9"),
            ("who.email", "marie@acme.example"),
            ("who.name", "Marie Tremblay"),
        ]);
        assert!(matches!(&body.changes[0].after, Some(Written::Personal { sha256 }) if *sha256 == kept[0].sha256()));
        assert_eq!(log.verified().await, Verified { partner: log.partner, entries: 2, removed: 0, broken: None, is_complete: true });
    }

    async fn there_is_neither_a_change_without_its_entry_nor_an_entry_without_its_change(database: Database) {
        let log = Log::begun(database).await;
        let before = log.database.tables().await;
        let mut db = log.store.write().await.unwrap().in_name_of(marie());
        let draft = Draft { name: "Never".into(), description: None, tags: Tags::new() };
        company::create(&mut db, &Chance::System, log.partner, draft.clone(), noon()).await.unwrap();
        drop(db);
        assert_eq!(log.database.tables().await, before);
        // Where nothing can be written into the log, nothing can be changed.
        let keyless = log.database.store().await;
        let mut db = keyless.write().await.unwrap();
        company::create(&mut db, &Chance::System, log.partner, draft, noon()).await.unwrap();
        assert!(db.commit().await.is_err());
        // Nor by a unit that only looks.
        let mut db = log.store.read().await.unwrap();
        audit::note(&mut db, Note::of(log.partner, What::SettingsChanged, Thing::the(ThingKind::Settings)));
        assert!(db.commit().await.is_err());
        assert_eq!(log.database.tables().await, before);
        assert_eq!(log.broken().await, None);
    }

    async fn joint_units_leave_their_entries_to_the_last_one_each_in_its_own_name(database: Database) {
        let log = Log::begun(database).await;
        let joint = log.store.joint();
        let makes = async |name: &str, author: Author| {
            let mut db = joint.write().await.unwrap().in_name_of(author);
            let draft = Draft { name: name.into(), description: None, tags: Tags::new() };
            company::create(&mut db, &Chance::System, log.partner, draft, noon()).await.unwrap();
            db
        };
        makes("One", marie()).await.commit().await.unwrap();
        drop(makes("Dropped", marie()).await);
        makes("Two", Author::operator()).await.commit().await.unwrap();
        assert_eq!(log.bodies().await.len(), 1);
        joint.last_unit().await.unwrap().commit().await.unwrap();
        let marks: Vec<String> = log.bodies().await.iter().map(|body| body.who.mark()).collect();
        assert_eq!(marks, ["operator", &format!("member {}", uuid::Uuid::from_u128(7)), "operator"]);
        // Lost with the last unit, all of it.
        makes("Three", marie()).await.commit().await.unwrap();
        drop(joint.last_unit().await.unwrap());
        joint.last_unit().await.unwrap().commit().await.unwrap();
        assert_eq!((log.bodies().await.len(), log.broken().await), (3, None));
    }

    async fn sixteen_writers_at_once_leave_one_unbroken_chain(database: Database) {
        let log = Log::begun(database).await;
        let other = {
            let mut db = log.store.write().await.unwrap();
            let made = partner::create(&mut db, &Chance::System, &Settings::new("Other Bank").unwrap(), noon()).await;
            db.commit().await.unwrap();
            made.unwrap()
        };
        let writers = (0..16_u64).map(|writer| {
            let (store, partner) = (log.store.clone(), log.partner);
            async move {
                for round in 0..5 {
                    let mut db = store.write().await.unwrap().in_name_of(marie());
                    // Two chains in one unit, in either order.
                    let mut partners = [partner, other];
                    if writer % 2 == 0 {
                        partners.reverse();
                    }
                    for partner in partners {
                        let note = Note::of(partner, What::SettingsChanged, Thing::the(ThingKind::Settings));
                        audit::note(&mut db, note.changed("round", None::<String>, format!("{writer}.{round}")));
                    }
                    db.commit().await.unwrap();
                }
            }
        });
        futures_util::future::join_all(writers).await;
        for partner in [log.partner, other] {
            let verified = verify(&log.store, partner, Some(&log.key), |_| true).await.unwrap();
            assert_eq!((verified.entries, verified.broken), (81, None));
        }
    }

    async fn a_company_that_is_deleted_is_nowhere_any_more_and_the_log_is_whole(database: Database) {
        let log = Log::begun(database).await;
        let (gone, stays) = (log.makes_company("Vanishing Act").await, log.makes_company("Still Here").await);
        let mut db = log.store.write().await.unwrap().in_name_of(marie());
        let changes = Changes { name: Some("Vanishing & Co".into()), description: Some("Vanishing".into()), tags: None };
        company::change(&mut db, log.partner, gone, &changes).await.unwrap().unwrap();
        let changes = Changes { name: Some("Still There".into()), ..Changes::default() };
        company::change(&mut db, log.partner, stays, &changes).await.unwrap().unwrap();
        db.commit().await.unwrap();
        assert!(log.database.tables().await.values().flatten().any(|row| row.contains("Vanishing")));

        let mut db = log.store.write().await.unwrap().in_name_of(marie());
        assert!(company::delete(&mut db, log.partner, gone).await.unwrap());
        assert!(!company::delete(&mut db, log.partner, gone).await.unwrap());
        db.commit().await.unwrap();
        let tables = log.database.tables().await;
        assert!(!tables.values().flatten().any(|row| row.contains("Vanishing")));
        assert!(tables["audit_personal"].iter().any(|row| row.contains("Still Here")));
        let verified = log.verified().await;
        assert_eq!((verified.entries, verified.removed, verified.broken), (7, 4, None));
        let last = log.bodies().await.pop().unwrap();
        assert_eq!((last.what, last.removals()), (What::PersonalDataRemoved, 4));
    }

    async fn what_is_said_of_a_member_goes_with_the_member(database: Database) {
        let log = Log::begun(database).await;
        log.makes_company("Bistro").await;
        let mut db = log.store.write().await.unwrap().in_name_of(Author::operator());
        let member = uuid::Uuid::from_u128(7);
        let note = Note::of(log.partner, What::MemberRemoved, Thing::member(member));
        audit::note(&mut db, note.changed("email", Value::personal("marie@acme.example"), None::<String>));
        audit::forget_subject(&mut db, log.partner, member);
        db.commit().await.unwrap();
        let tables = log.database.tables().await;
        for personal in ["Marie", "marie@", "203.0.113.9"] {
            assert!(!tables.values().flatten().any(|row| row.contains(personal)), "{personal}");
        }
        assert_eq!((log.verified().await.removed, log.broken().await), (4, None));
        assert_eq!(log.whats().await.pop(), Some(What::PersonalDataRemoved));
    }

    async fn a_change_of_settings_is_told_field_by_field_and_one_that_changes_nothing_is_not(database: Database) {
        let log = Log::begun(database).await;
        let mut db = log.store.write().await.unwrap().in_name_of(marie());
        let before = store::partners::settings(&mut db, log.partner).await.unwrap();
        let after = Settings { time_zone: "America/Halifax".into(), bank_accounts: false, ..before.clone() };
        assert!(partner::change_settings(&mut db, log.partner, &after, 1, noon()).await.unwrap());
        // Too late: somebody was quicker.
        assert!(!partner::change_settings(&mut db, log.partner, &before, 1, noon()).await.unwrap());
        assert!(partner::change_settings(&mut db, log.partner, &after, 2, noon()).await.unwrap());
        db.commit().await.unwrap();
        let bodies = log.bodies().await;
        assert_eq!(bodies.len(), 2);
        let plain = |text: &str| Some(Written::Plain(text.into()));
        let fields: Vec<_> = bodies[1].changes.iter().map(|it| (&*it.field, it.before.clone(), it.after.clone())).collect();
        assert_eq!(fields, [
            ("time_zone", plain("America/Toronto"), plain("America/Halifax")),
            ("bank_accounts", plain("true"), plain("false")),
        ]);
    }

    async fn the_log_is_looked_through_by_who_area_and_time_newest_first(database: Database) {
        let log = Log::begun(database).await;
        for minute in 0..4 {
            log.clock.advance(Duration::from_secs(60));
            log.makes_company(&format!("Company {minute}")).await;
        }
        let mut db = log.store.read().await.unwrap();
        let mut numbers = async |wanted: Wanted, before: i64, most: i64| {
            let found = store::audit::page(&mut db, log.partner, &wanted, before, most).await.unwrap();
            found.iter().map(|entry| entry.number).collect::<Vec<_>>()
        };
        let mark = format!("member {}", uuid::Uuid::from_u128(7));
        let member = Some(mark.clone());
        let at = |minute: u64| Some(noon() + minutes(minute));
        let area = Some(audit::Area::Companies);
        assert_eq!(numbers(Wanted::default(), i64::MAX, 2).await, [5, 4]);
        assert_eq!(numbers(Wanted::default(), 4, 10).await, [3, 2, 1]);
        assert_eq!(numbers(Wanted { area, ..Wanted::default() }, i64::MAX, 10).await, [5, 4, 3, 2]);
        let settings = Some(audit::Area::Settings);
        assert_eq!(numbers(Wanted { area: settings, ..Wanted::default() }, i64::MAX, 10).await, [1]);
        assert_eq!(numbers(Wanted { actor: member.clone(), ..Wanted::default() }, 5, 10).await, [4, 3, 2]);
        assert_eq!(numbers(Wanted { actor: member.clone(), area: settings, ..Wanted::default() }, 9, 10).await, [0; 0]);
        let between = Wanted { actor: member.clone(), area, from: at(2), until: at(4) };
        assert_eq!(numbers(between, i64::MAX, 10).await, [4, 3]);
        drop(db);
        let mut db = log.store.read().await.unwrap();
        let actors = store::audit::actors(&mut db, log.partner, 10).await.unwrap();
        assert_eq!(actors, [(mark, 5), ("operator".to_owned(), 1)]);
        assert_eq!(store::audit::count(&mut db, log.partner).await.unwrap(), 5);
    }

    async fn a_log_is_begun_for_whoever_has_none_and_only_once(database: Database) {
        let server = crate::support::Server::start(database).await;
        let app = &server.app;
        let mut db = app.store.write().await.unwrap();
        let id = PartnerId::new(&app.chance);
        store::partners::insert(&mut db, id, &Settings::new("Acme Bank").unwrap(), noon()).await.unwrap();
        db.commit().await.unwrap();
        let mut db = app.store.read().await.unwrap();
        assert_eq!(store::audit::partners_without(&mut db).await.unwrap(), [id]);
        assert!(store::partners::all_ids(&mut db).await.unwrap().contains(&id));
        drop(db);
        let none = verify(&app.store, id, Some(&app.keys.audit), |_| true).await.unwrap();
        assert_eq!(none.broken, Some(Broken { number: 1, how: How::NoLog }));
        audit::begin(app).await.unwrap();
        audit::begin(app).await.unwrap();
        let begun = verify(&app.store, id, Some(&app.keys.audit), |_| true).await.unwrap();
        assert_eq!((begun.entries, begun.broken), (1, None));
        let mut db = app.store.read().await.unwrap();
        assert_eq!(store::audit::partners_without(&mut db).await.unwrap(), []);
    }

    async fn what_is_verified_while_others_write_is_whole(database: Database) {
        let log = Log::begun(database).await;
        let writing = async {
            for number in 0..40 {
                log.makes_company(&format!("Company {number}")).await;
            }
        };
        let verifying = async {
            for _ in 0..40 {
                assert_eq!(log.broken().await, None);
            }
        };
        futures_util::join!(writing, verifying);
        assert_eq!(log.verified().await.entries, 41);
        let mut db = log.store.read().await.unwrap();
        let head = store::audit::head(&mut db, log.partner).await.unwrap().unwrap();
        assert!(head.number == 41 && head.is_sealed(&log.key, log.partner));
        for (number, is_behind) in [(40, true), (41, false)] {
            assert_eq!(store::audit::has_after(&mut db, log.partner, number).await.unwrap(), is_behind);
        }
        drop(db);
        // Told to stop, it says that it has not come to the end.
        let stopped = verify(&log.store, log.partner, Some(&log.key), |_| false).await.unwrap();
        assert!(!stopped.is_complete);
    }

    async fn a_value_that_postgresql_could_not_hold_or_no_page_could_show_is_kept_within_bounds(database: Database) {
        let log = Log::begun(database).await;
        let mut db = log.store.write().await.unwrap();
        let long = Value::personal("é".repeat(10_000));
        let note = Note::of(log.partner, What::SettingsChanged, Thing::the(ThingKind::Settings));
        audit::note(&mut db, note.changed("a", Value::plain("\0"), Value::personal("\0")).changed("b", Value::Nothing, long));
        db.commit().await.unwrap();
        let kept = store::audit::personal(&mut log.store.read().await.unwrap(), log.partner, 1, 2).await.unwrap();
        let mut lengths: Vec<usize> = kept.iter().map(|kept| kept.value.chars().count()).collect();
        lengths.sort_unstable();
        assert_eq!((lengths, log.broken().await), (vec![1, 4_001], None));
        assert!(Timestamp::parse(&log.bodies().await[1].at).is_some());
    }
}
