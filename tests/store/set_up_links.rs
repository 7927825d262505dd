use std::time::Duration;

use bankfeeds_link::clock::Timestamp;
use bankfeeds_link::domain::language::Language;
use bankfeeds_link::domain::member::{Email, MemberId, New};
use bankfeeds_link::domain::partner::PartnerId;
use bankfeeds_link::domain::role::Role;
use bankfeeds_link::domain::set_up::{Kind, SetUpLink, SetUpLinkId, State};
use bankfeeds_link::secret::Fingerprint;
use bankfeeds_link::store::{Db, members, set_up_links, team};

use super::books::{Books, minutes, noon};
use crate::support::Database;

const HOURS_72: Duration = Duration::from_secs(72 * 3_600);

fn hash(number: u8) -> Fingerprint {
    Fingerprint::of(&[number])
}

/// An invitation of Grace's, made at noon.
fn invitation(books: &Books) -> SetUpLink {
    SetUpLink {
        id: SetUpLinkId::new(&books.chance),
        kind: Kind::Invitation,
        partner_id: books.partner,
        member_id: None,
        person: MemberId::new(&books.chance),
        email: "Grace@Bank.example".into(),
        name: Some("Grace".into()),
        role: Role::Brand,
        language: Language::FrCa,
        forgets_second_factor: false,
        made_by: None,
        made_by_name: None,
        created_at: noon(),
        expires_at: noon() + HOURS_72,
        used_at: None,
        withdrawn_at: None,
    }
}

async fn ada(books: &Books, db: &mut Db) -> MemberId {
    let (id, email) = (MemberId::new(&books.chance), Email::parse("ada@bank.example").unwrap());
    let new = New { email: &email, name: "Ada", role: Role::Administrator, password: None };
    assert!(members::insert(db, (id, books.partner), &new, noon()).await.unwrap());
    id
}

async fn state(db: &mut Db, number: u8, now: Timestamp) -> State {
    set_up_links::find(db, &hash(number)).await.unwrap().unwrap().state(now)
}

on_both_databases! {
    async fn a_link_is_found_as_it_was_made_with_its_makers_name(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let made_by = Some(ada(&books, &mut db).await);
        let link = SetUpLink { made_by, ..invitation(&books) };
        set_up_links::insert(&mut db, &link, &hash(1)).await.unwrap();
        let found = set_up_links::find(&mut db, &hash(1)).await.unwrap().unwrap();
        let expected = SetUpLink { made_by_name: Some("Ada".into()), ..link.clone() };
        assert_eq!(format!("{found:?}"), format!("{expected:?}"));
        assert!(set_up_links::find(&mut db, &hash(2)).await.unwrap().is_none());
        assert!(set_up_links::find_by_id(&mut db, books.partner, link.id).await.unwrap().is_some());
        let another = PartnerId::new(&books.chance);
        assert!(set_up_links::find_by_id(&mut db, another, link.id).await.unwrap().is_none());
    }

    async fn a_link_is_used_once_and_not_after_its_end(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        for number in 1..=2 {
            set_up_links::insert(&mut db, &invitation(&books), &hash(number)).await.unwrap();
        }
        assert_eq!(set_up_links::count_open(&mut db, books.partner, noon()).await.unwrap(), 2);
        let end = noon() + HOURS_72;
        assert!(!set_up_links::use_up(&mut db, &hash(1), end).await.unwrap(), "to the second");
        assert!(set_up_links::use_up(&mut db, &hash(1), end - minutes(1)).await.unwrap());
        assert!(!set_up_links::use_up(&mut db, &hash(1), noon()).await.unwrap(), "once");
        assert!(!set_up_links::use_up(&mut db, &hash(9), noon()).await.unwrap());
        assert_eq!(state(&mut db, 1, noon()).await, State::Used);
        assert_eq!((state(&mut db, 2, noon()).await, state(&mut db, 2, end).await), (State::Open, State::Expired));
        assert_eq!(set_up_links::count_open(&mut db, books.partner, noon()).await.unwrap(), 1);
        assert_eq!(set_up_links::count_open(&mut db, books.partner, end).await.unwrap(), 0);
    }

    async fn of_many_who_use_a_link_at_once_one_does(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        set_up_links::insert(&mut db, &invitation(&books), &hash(1)).await.unwrap();
        db.commit().await.unwrap();
        let uses = (0..4).map(|_| async {
            let mut db = books.write().await;
            let won = set_up_links::use_up(&mut db, &hash(1), noon()).await.unwrap();
            db.commit().await.unwrap();
            won
        });
        let won = futures_util::future::join_all(uses).await;
        assert_eq!(won.iter().filter(|won| **won).count(), 1, "{won:?}");
    }

    async fn an_invitation_is_listed_until_it_is_used_or_withdrawn(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let member = ada(&books, &mut db).await;
        let links: Vec<SetUpLink> = (0..4).map(|_| invitation(&books)).collect();
        for (link, number) in links.iter().zip(1..) {
            set_up_links::insert(&mut db, link, &hash(number)).await.unwrap();
        }
        let reset = SetUpLink { kind: Kind::Reset, member_id: Some(member), ..invitation(&books) };
        set_up_links::insert(&mut db, &reset, &hash(9)).await.unwrap();
        set_up_links::use_up(&mut db, &hash(1), noon()).await.unwrap();
        assert!(set_up_links::withdraw(&mut db, books.partner, links[1].id, noon()).await.unwrap());
        assert!(!set_up_links::withdraw(&mut db, books.partner, links[1].id, noon()).await.unwrap(), "once");
        assert!(!set_up_links::withdraw(&mut db, books.partner, links[0].id, noon()).await.unwrap(), "it was used");
        let another = PartnerId::new(&books.chance);
        assert!(!set_up_links::withdraw(&mut db, another, links[2].id, noon()).await.unwrap());
        assert_eq!(set_up_links::invitations(&mut db, books.partner, 9).await.unwrap().len(), 2);
        assert_eq!(set_up_links::invitations(&mut db, books.partner, 1).await.unwrap().len(), 1);
        assert!(set_up_links::invitations(&mut db, another, 9).await.unwrap().is_empty());
        assert_eq!(set_up_links::withdraw_invitations(&mut db, books.partner, "ada@bank.example", noon()).await.unwrap(), 0);
        assert_eq!(set_up_links::withdraw_invitations(&mut db, books.partner, "grace@bank.example", noon()).await.unwrap(), 2);
        assert_eq!(state(&mut db, 9, noon()).await, State::Open, "a reset is no invitation");
        assert_eq!(state(&mut db, 3, noon()).await, State::Withdrawn);
    }

    async fn somebody_who_is_invited_again_is_the_same_person_until_they_join(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let (first, second) = (invitation(&books), invitation(&books));
        set_up_links::insert(&mut db, &first, &hash(1)).await.unwrap();
        let later = SetUpLink { created_at: noon() + minutes(1), ..second.clone() };
        set_up_links::insert(&mut db, &later, &hash(2)).await.unwrap();
        let person = async |db: &mut Db, email| set_up_links::person(db, books.partner, email).await.unwrap();
        assert_eq!(person(&mut db, "grace@bank.example").await, Some(second.person), "the newest");
        assert_eq!(person(&mut db, "ada@bank.example").await, None);
        assert_eq!(set_up_links::person(&mut db, PartnerId::new(&books.chance), "grace@bank.example").await.unwrap(), None);
        let email = Email::parse("grace@bank.example").unwrap();
        let new = New { email: &email, name: "Grace", role: Role::Brand, password: None };
        assert!(members::insert(&mut db, (second.person, books.partner), &new, noon()).await.unwrap());
        assert!(set_up_links::use_up(&mut db, &hash(1), noon()).await.unwrap());
        assert_eq!(person(&mut db, "grace@bank.example").await, None, "she has joined");
    }

    async fn resets_are_withdrawn_by_their_member_and_links_by_their_maker(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let member = ada(&books, &mut db).await;
        let of = |kind| SetUpLink { kind, member_id: Some(member), ..invitation(&books) };
        set_up_links::insert(&mut db, &of(Kind::Reset), &hash(1)).await.unwrap();
        set_up_links::insert(&mut db, &of(Kind::Forgotten), &hash(2)).await.unwrap();
        assert_eq!(set_up_links::count_asked_for(&mut db, member, noon() - minutes(1)).await.unwrap(), 1);
        assert_eq!(set_up_links::count_asked_for(&mut db, member, noon()).await.unwrap(), 0);
        assert_eq!(set_up_links::withdraw_asked_for(&mut db, member, noon()).await.unwrap(), 1);
        assert_eq!((state(&mut db, 1, noon()).await, state(&mut db, 2, noon()).await), (State::Open, State::Withdrawn));
        assert_eq!(set_up_links::withdraw_resets(&mut db, member, noon()).await.unwrap(), 1);
        let made = SetUpLink { made_by: Some(member), ..invitation(&books) };
        set_up_links::insert(&mut db, &made, &hash(3)).await.unwrap();
        assert_eq!(set_up_links::withdraw_made_by(&mut db, member, noon()).await.unwrap(), 1);
        assert_eq!(set_up_links::withdraw_made_by(&mut db, member, noon()).await.unwrap(), 0);
    }

    async fn a_link_outlives_its_maker_and_not_its_member(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let (maker, grace) = (ada(&books, &mut db).await, MemberId::new(&books.chance));
        let email = Email::parse("grace@bank.example").unwrap();
        let new = New { email: &email, name: "Grace", role: Role::Administrator, password: None };
        assert!(members::insert(&mut db, (grace, books.partner), &new, noon()).await.unwrap());
        let made = SetUpLink { made_by: Some(maker), ..invitation(&books) };
        set_up_links::insert(&mut db, &made, &hash(1)).await.unwrap();
        let reset = SetUpLink { kind: Kind::Reset, member_id: Some(maker), ..invitation(&books) };
        set_up_links::insert(&mut db, &reset, &hash(2)).await.unwrap();
        assert!(team::remove(&mut db, books.partner, maker).await.unwrap());
        let left = set_up_links::find(&mut db, &hash(1)).await.unwrap().unwrap();
        assert_eq!((left.made_by, left.made_by_name), (None, None));
        assert!(set_up_links::find(&mut db, &hash(2)).await.unwrap().is_none());
    }

    async fn what_lives_too_long_is_ended_and_what_was_over_long_ago_is_forgotten(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        for number in 1..=3 {
            let expires_at = noon() + minutes(u64::from(number));
            set_up_links::insert(&mut db, &SetUpLink { expires_at, ..invitation(&books) }, &hash(number)).await.unwrap();
        }
        assert_eq!(set_up_links::end_after(&mut db, noon() + minutes(2)).await.unwrap(), 1);
        assert_eq!((state(&mut db, 2, noon()).await, state(&mut db, 3, noon()).await), (State::Open, State::Withdrawn));
        let strangers = async |db: &mut Db, most| set_up_links::strangers_before(db, noon() + minutes(3), most).await.unwrap();
        assert_eq!((strangers(&mut db, 1).await.len(), strangers(&mut db, 9).await.len()), (1, 2));
        assert_eq!(set_up_links::forget_before(&mut db, noon() + minutes(3), 1).await.unwrap(), 1);
        assert_eq!(set_up_links::forget_before(&mut db, noon() + minutes(3), 9).await.unwrap(), 1);
        assert!(set_up_links::find(&mut db, &hash(3)).await.unwrap().is_some());
    }
}
