use bankfeeds_link::domain::member::{Email, MemberId, New as NewMember};
use bankfeeds_link::domain::passkey::PasskeyId;
use bankfeeds_link::domain::password::Hashed;
use bankfeeds_link::domain::role::Role;
use bankfeeds_link::secret::Fingerprint;
use bankfeeds_link::store::{Db, members, passkeys, recovery_codes, spent, totps};

use super::books::{Books, minutes, noon};
use crate::support::Database;

fn hashed(phc: &str) -> Hashed {
    Hashed { phc: phc.to_owned(), stands_alone: true }
}

async fn member(books: &Books, db: &mut Db, email: &str) -> MemberId {
    let id = MemberId::new(&books.chance);
    let email = Email::parse(email).unwrap();
    let password = hashed("old");
    let new = NewMember { email: &email, name: "Ada", role: Role::Administrator, password: Some(&password) };
    assert!(members::insert(db, (id, books.partner), &new, noon()).await.unwrap());
    id
}

on_both_databases! {
    async fn a_step_of_an_authenticator_is_used_once_and_no_earlier_one_after_it(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let ada = member(&books, &mut db, "ada@bank.example").await;
        assert!(totps::sealed(&mut db, ada).await.unwrap().is_none());
        assert!(totps::since(&mut db, ada).await.unwrap().is_none());
        assert!(!totps::use_step(&mut db, ada, 1, noon()).await.unwrap());
        totps::keep(&mut db, ada, b"first", 100, noon()).await.unwrap();
        let later = noon() + minutes(1);
        for (step, is_new) in [(100, false), (101, true), (101, false), (99, false), (103, true), (102, false)] {
            assert_eq!(totps::use_step(&mut db, ada, step, later).await.unwrap(), is_new, "{step}");
        }
        assert_eq!(totps::since(&mut db, ada).await.unwrap(), Some((noon(), later)));
        totps::keep(&mut db, ada, b"second", 7, later).await.unwrap();
        assert_eq!(totps::sealed(&mut db, ada).await.unwrap().as_deref(), Some(b"second".as_slice()));
        assert!(totps::use_step(&mut db, ada, 8, later).await.unwrap(), "another secret, other codes");
        assert!(totps::remove(&mut db, ada).await.unwrap() && !totps::remove(&mut db, ada).await.unwrap());
    }

    async fn of_many_who_bring_one_code_at_once_one_uses_it(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let ada = member(&books, &mut db, "ada@bank.example").await;
        totps::keep(&mut db, ada, b"sealed", 1, noon()).await.unwrap();
        recovery_codes::insert(&mut db, &Fingerprint::of(b"code"), ada, noon()).await.unwrap();
        db.commit().await.unwrap();
        let tries = (0..10).map(|_| {
            let store = books.store.clone();
            tokio::spawn(async move {
                let mut db = store.write().await.unwrap();
                let step = totps::use_step(&mut db, ada, 2, noon()).await.unwrap();
                let code = recovery_codes::take(&mut db, &Fingerprint::of(b"code"), ada).await.unwrap();
                let mark = spent::spend(&mut db, &Fingerprint::of(b"mark"), noon()).await.unwrap();
                db.commit().await.unwrap();
                (step, code, mark)
            })
        });
        let (mut steps, mut codes, mut marks) = (0, 0, 0);
        for one in tries.collect::<Vec<_>>() {
            let (step, code, mark) = one.await.unwrap();
            (steps, codes, marks) = (steps + u8::from(step), codes + u8::from(code), marks + u8::from(mark));
        }
        assert_eq!((steps, codes, marks), (1, 1, 1));
    }

    async fn recovery_codes_are_their_members_and_void_all_together(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let (ada, eve) = (member(&books, &mut db, "ada@bank.example").await, member(&books, &mut db, "eve@bank.example").await);
        let hashes = [b"one", b"two", b"six"].map(|code| Fingerprint::of(code));
        for hash in &hashes {
            recovery_codes::insert(&mut db, hash, ada, noon()).await.unwrap();
        }
        assert!(!recovery_codes::take(&mut db, &hashes[0], eve).await.unwrap());
        assert!(recovery_codes::take(&mut db, &hashes[0], ada).await.unwrap());
        assert_eq!(recovery_codes::left(&mut db, ada).await.unwrap(), 2);
        assert_eq!(recovery_codes::void(&mut db, ada).await.unwrap(), 2);
        assert!(!recovery_codes::take(&mut db, &hashes[1], ada).await.unwrap());
    }

    async fn a_passkey_is_one_members_and_its_count_only_grows(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let (ada, eve) = (member(&books, &mut db, "ada@bank.example").await, member(&books, &mut db, "eve@bank.example").await);
        let (counting, id) = (PasskeyId::new(&books.chance), PasskeyId::new(&books.chance));
        let new = |id, member, credential, counter| passkeys::New { id, member, credential, passkey: "{}", counter, name: "Phone" };
        assert!(passkeys::insert(&mut db, &new(counting, ada, "counts", 5), noon()).await.unwrap());
        assert!(passkeys::insert(&mut db, &new(id, ada, "never", 0), noon() + minutes(1)).await.unwrap());
        let stolen = PasskeyId::new(&books.chance);
        assert!(!passkeys::insert(&mut db, &new(stolen, eve, "counts", 0), noon()).await.unwrap());
        for (id, count, is_good) in [(counting, 5, false), (counting, 4, false), (counting, 6, true), (counting, 0, false), (id, 0, true), (id, 0, true), (id, 1, true), (id, 0, false)] {
            assert_eq!(passkeys::mark_used(&mut db, id, ("{1}", count), noon()).await.unwrap(), is_good, "{count}");
        }
        assert_eq!(passkeys::count(&mut db, ada).await.unwrap(), 2);
        assert_eq!(passkeys::credential_ids(&mut db, ada).await.unwrap(), ["counts", "never"]);
        let kept = passkeys::of_member(&mut db, ada).await.unwrap();
        assert!(kept.iter().all(|kept| kept.last_used_at == Some(noon()) && kept.name == "Phone"));
        let found = passkeys::by_credential(&mut db, "counts").await.unwrap().unwrap();
        assert!((found.id, found.member_id, &*found.passkey) == (counting, ada, "{1}"));
        assert!(passkeys::remove(&mut db, eve, counting).await.unwrap().is_none(), "another's is as none");
        assert_eq!(passkeys::remove(&mut db, ada, counting).await.unwrap().as_deref(), Some("Phone"));
        assert!(!passkeys::mark_used(&mut db, counting, ("{}", 9), noon()).await.unwrap());
        assert_eq!(passkeys::remove_all(&mut db, eve).await.unwrap(), 0);
        assert_eq!(passkeys::remove_all(&mut db, ada).await.unwrap(), 1);
    }

    async fn marks_are_forgotten_when_nobody_can_use_what_they_stand_for(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        for (name, minute) in [(b"a", 1), (b"b", 2), (b"c", 3)] {
            assert!(spent::spend(&mut db, &Fingerprint::of(name), noon() + minutes(minute)).await.unwrap());
        }
        assert!(!spent::spend(&mut db, &Fingerprint::of(b"a"), noon()).await.unwrap());
        assert_eq!(spent::forget_before(&mut db, noon() + minutes(3), 1).await.unwrap(), 1);
        assert_eq!(spent::forget_before(&mut db, noon() + minutes(3), 9).await.unwrap(), 1);
        assert!(!spent::spend(&mut db, &Fingerprint::of(b"c"), noon()).await.unwrap(), "it still counts");
        assert!(spent::is_spent(&mut db, &Fingerprint::of(b"c")).await.unwrap());
        assert!(!spent::is_spent(&mut db, &Fingerprint::of(b"d")).await.unwrap());
    }

    async fn a_password_is_changed_by_whoever_has_seen_the_newest(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let ada = member(&books, &mut db, "ada@bank.example").await;
        assert!(members::hold(&mut db, ada).await.unwrap().is_some());
        assert!(members::hold(&mut db, MemberId::new(&books.chance)).await.unwrap().is_none());
        assert!(members::change_password(&mut db, ada, "old", &hashed("new")).await.unwrap());
        assert!(!members::change_password(&mut db, ada, "old", &hashed("newer")).await.unwrap());
        assert_eq!(members::password_of(&mut db, ada).await.unwrap().as_deref(), Some("new"));
        assert_eq!(members::by_id(&mut db, ada).await.unwrap().unwrap().email, "ada@bank.example");
    }
}
