use bankfeeds_link::domain::branding::Tones;
use bankfeeds_link::domain::image::Drawn;
use bankfeeds_link::domain::partner::{ImageKind, PartnerId};
use bankfeeds_link::domain::settings::{Bilingual, Settings};
use bankfeeds_link::store::partners;

use super::books::{Books, minutes, noon};
use crate::support::Database;

on_both_databases! {
    async fn a_partners_settings_come_back_as_they_were_kept(database: Database) {
        let books = Books::open(database).await;
        let mut settings = Settings::new("Banque Érable").unwrap();
        settings.name = Bilingual { en: "Maple Bank".into(), fr: Some("Banque Érable".into()) };
        settings.bank_transactions = false;
        settings.return_hosts = vec!["bank.example".into()];
        let id = PartnerId::new(&books.chance);
        let mut db = books.write().await;
        partners::insert(&mut db, id, &settings, noon()).await.unwrap();
        db.commit().await.unwrap();
        let mut db = books.read().await;
        let partner = partners::get(&mut db, id).await.unwrap();
        assert_eq!((partner.id, partner.version, partner.profile_changed_at), (id, 1, noon()));
        assert_eq!(partner.settings, settings);
        assert!(partner.images.is_empty());
        assert_eq!(partners::settings(&mut db, id).await.unwrap(), settings);
        assert!(partners::image_facts(&mut db, id, ImageKind::Logo).await.unwrap().is_none());
        assert_eq!(partners::find(&mut db, id).await.unwrap().unwrap().settings, settings);
        assert!(partners::find(&mut db, PartnerId::new(&books.chance)).await.unwrap().is_none());
    }

    async fn the_only_partner_is_found_and_of_two_none_is(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        assert_eq!(partners::only(&mut db).await.unwrap().unwrap().id, books.partner);
        let second = PartnerId::new(&books.chance);
        partners::insert(&mut db, second, &Settings::new("Other").unwrap(), noon()).await.unwrap();
        assert!(partners::only(&mut db).await.unwrap().is_none());
    }

    async fn of_two_who_change_the_same_version_the_first_one_wins(database: Database) {
        let books = Books::open(database).await;
        let (first, second) = (Settings::new("First").unwrap(), Settings::new("Second").unwrap());
        let mut db = books.write().await;
        let later = noon() + minutes(1);
        assert!(partners::update(&mut db, books.partner, &first, 1, later).await.unwrap());
        assert!(!partners::update(&mut db, books.partner, &second, 1, later).await.unwrap());
        let kept = partners::get(&mut db, books.partner).await.unwrap();
        assert_eq!((kept.settings, kept.version, kept.profile_changed_at), (first, 2, later));
    }

    async fn a_partner_is_held_without_a_new_version(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        assert!(partners::hold(&mut db, books.partner).await.unwrap());
        assert_eq!(partners::get(&mut db, books.partner).await.unwrap().version, 1);
        assert!(!partners::hold(&mut db, PartnerId::new(&books.chance)).await.unwrap());
    }

    async fn an_image_replaces_the_former_one_of_its_kind(database: Database) {
        let books = Books::open(database).await;
        let image = |bytes: Vec<u8>, tones| Drawn {
            bytes,
            extension: "png",
            content_type: "image/png",
            shown_width: 300,
            shown_height: 50,
            tones,
        };
        let bytes: Vec<u8> = (0..=255).collect();
        let mut db = books.write().await;
        partners::put_image(&mut db, books.partner, ImageKind::Logo, &image(vec![1], None), noon()).await.unwrap();
        let second = image(bytes.clone(), Some(Tones { dark: 0.25, light: 0.5 }));
        partners::put_image(&mut db, books.partner, ImageKind::Logo, &second, noon()).await.unwrap();
        partners::put_image(&mut db, books.partner, ImageKind::Icon, &image(vec![2], None), noon()).await.unwrap();
        let partner = partners::get(&mut db, books.partner).await.unwrap();
        assert_eq!((partner.version, partner.images.len()), (4, 2));
        let logo = partner.image(ImageKind::Logo).unwrap();
        assert_eq!((logo.width, logo.height, logo.tones), (300, 50, Some(Tones { dark: 0.25, light: 0.5 })));
        let found = partners::image_by_hash(&mut db, &logo.hash).await.unwrap();
        assert_eq!(found, Some(("image/png".to_owned(), bytes)));
        assert!(partners::image_by_hash(&mut db, "00").await.unwrap().is_none());
    }
}
