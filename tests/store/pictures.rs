use bankfeeds_link::domain::audit::What;
use bankfeeds_link::domain::branding::{Colour, Corners, Tones};
use bankfeeds_link::domain::branding_draft::{BrandingDraft, Published};
use bankfeeds_link::domain::image::{Drawn, Format, Source};
use bankfeeds_link::domain::partner::{ImageKind, PartnerId};
use bankfeeds_link::domain::picture;
use bankfeeds_link::domain::settings::Settings;
use bankfeeds_link::store::{partners, pictures};

use super::books::{Books, minutes, noon};
use crate::support::Database;

fn drawn(content: u8) -> Drawn {
    Drawn {
        bytes: vec![content; 9],
        extension: "png",
        content_type: "image/png",
        shown_width: 200,
        shown_height: 34,
        tones: Some(Tones { dark: 0.25, light: 1.0 }),
    }
}

const SOURCE: Source = Source { format: Format::Png, bytes: 48_213, pixels: Some((1_200, 200)) };

on_both_databases! {
    async fn a_picture_comes_back_with_what_it_was_made_from(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        let drawing = Source { format: Format::Svg, bytes: 900, pixels: None };
        let logo = (books.partner, ImageKind::Logo);
        let hash = pictures::put(&mut db, logo, (&drawn(1), SOURCE), noon()).await.unwrap();
        pictures::put(&mut db, (books.partner, ImageKind::LogoDark), (&drawn(1), drawing), noon()).await.unwrap();
        // The same once more is one, and the newest.
        pictures::put(&mut db, logo, (&drawn(1), SOURCE), noon() + minutes(1)).await.unwrap();
        let all = pictures::of(&mut db, books.partner).await.unwrap();
        assert_eq!(all.iter().map(|it| it.facts.kind).collect::<Vec<_>>(), [ImageKind::LogoDark, ImageKind::Logo]);
        assert_eq!((all[0].source, all[1].source), (Some(drawing), Some(SOURCE)));
        assert_eq!((all[1].bytes, all[1].facts.width, all[1].facts.tones), (9, 200, drawn(1).tones));
        assert_eq!(all[1].created_at, noon() + minutes(1));
        assert_eq!(pictures::by_hash(&mut db, &hash).await.unwrap(), Some(("image/png".into(), vec![1; 9])));
        assert_eq!(pictures::by_hash(&mut db, "00").await.unwrap(), None);
        pictures::forget(&mut db, books.partner, ImageKind::Logo, &hash).await.unwrap();
        assert_eq!(pictures::of(&mut db, books.partner).await.unwrap().len(), 1);
    }

    async fn what_is_shown_is_a_copy_and_what_was_shown_is_kept(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        partners::put_image(&mut db, books.partner, ImageKind::Logo, &drawn(1), noon()).await.unwrap();
        pictures::adopt(&mut db, books.partner).await.unwrap();
        pictures::adopt(&mut db, books.partner).await.unwrap();
        let all = pictures::of(&mut db, books.partner).await.unwrap();
        assert_eq!((all.len(), all[0].bytes, all[0].source), (1, 9, None));

        let hash = pictures::put(&mut db, (books.partner, ImageKind::Logo), (&drawn(2), SOURCE), noon()).await.unwrap();
        assert!(pictures::show(&mut db, books.partner, ImageKind::Logo, &hash).await.unwrap());
        assert_eq!(partners::get(&mut db, books.partner).await.unwrap().image(ImageKind::Logo).unwrap().hash, hash);
        for (partner, kind, hash) in [
            (books.partner, ImageKind::Icon, hash.as_str()),
            (books.partner, ImageKind::Logo, "00"),
            (PartnerId::new(&books.chance), ImageKind::Logo, hash.as_str()),
        ] {
            assert!(!pictures::show(&mut db, partner, kind, hash).await.unwrap(), "{kind} {hash}");
        }
        pictures::hide(&mut db, books.partner, ImageKind::Logo).await.unwrap();
        assert!(partners::get(&mut db, books.partner).await.unwrap().images.is_empty());
        assert_eq!(pictures::of(&mut db, books.partner).await.unwrap().len(), 2);
    }

    async fn thirty_pictures_are_kept_and_those_that_are_needed_outlast_the_others(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        partners::hold(&mut db, books.partner).await.unwrap();
        let mut needed = Vec::new();
        for number in 0..40_u8 {
            let now = noon() + minutes(number.into());
            let logo = (books.partner, ImageKind::Logo);
            let hash = picture::keep(&mut db, logo, (&drawn(number), SOURCE), &needed, now).await.unwrap();
            if number == 3 {
                needed.push(hash);
            }
        }
        let all = picture::of(&mut db, books.partner).await.unwrap();
        assert_eq!(all.len(), picture::MOST);
        assert_eq!(all[0].facts.hash, needed[0], "the oldest but for the one that is needed are gone");
        assert_eq!(all[1].created_at, noon() + minutes(11));
    }

    async fn publishing_makes_one_new_version_with_settings_and_pictures(database: Database) {
        let books = Books::open(database).await;
        let mut db = books.write().await;
        partners::put_image(&mut db, books.partner, ImageKind::Logo, &drawn(1), noon()).await.unwrap();
        partners::put_image(&mut db, books.partner, ImageKind::Icon, &drawn(1), noon()).await.unwrap();
        let partner = partners::get(&mut db, books.partner).await.unwrap();
        let former = BrandingDraft::of(&partner);
        let hash = pictures::put(&mut db, (books.partner, ImageKind::Logo), (&drawn(2), SOURCE), noon()).await.unwrap();
        let draft = BrandingDraft {
            primary: Colour(0xff, 0xd1, 0),
            corners: Corners::Square,
            logo: Some(hash.clone()),
            icon: None,
            ..former.clone()
        };
        assert_eq!(draft.publish(&mut db, &partner, What::BrandingPublished, noon()).await.unwrap(), Published::Done);
        let shown = partners::get(&mut db, books.partner).await.unwrap();
        assert_eq!(shown.version, partner.version + 1);
        assert_eq!(BrandingDraft::of(&shown), draft);
        assert_eq!(shown.settings, Settings { primary_colour: draft.primary, corners: draft.corners, ..partner.settings.clone() });
        assert_eq!(draft.publish(&mut db, &partner, What::BrandingPublished, noon()).await.unwrap(), Published::TooLate, "a version behind");
        // The former state is whole, icon and all.
        assert_eq!(former.publish(&mut db, &shown, What::BrandingRestored, noon()).await.unwrap(), Published::Done);
        let restored = partners::get(&mut db, books.partner).await.unwrap();
        assert_eq!((restored.settings.clone(), restored.images.clone()), (partner.settings, partner.images));
        pictures::forget(&mut db, books.partner, ImageKind::Logo, &hash).await.unwrap();
        let gone = Published::PictureGone(ImageKind::Logo);
        assert_eq!(draft.publish(&mut db, &restored, What::BrandingPublished, noon()).await.unwrap(), gone);
    }
}
