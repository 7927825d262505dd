//! A partner's two colours and its pictures: whatever they are, the pages stay readable and light.

use bankfeeds_link::domain::branding::{
    CALLOUT, Colour, Corners, DARK_CALLOUT, DARK_PAPER, PAPER, Palette, READABLE, VISIBLE,
};
use bankfeeds_link::domain::image;
use bankfeeds_link::domain::partner::{self, ImageKind};

use super::Invitation;
use crate::support::{Database, HttpBrowser};

/// A drawing of 600 × 100 as a partner hands it in.
pub fn drawing(inside: &str) -> Vec<u8> {
    format!(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 100">{inside}</svg>"#).into_bytes()
}

/// Something like the name of a bank, without any font.
pub fn lettering(colour: &str) -> String {
    let bars =
        (0..14).map(|at| format!(r#"<path fill="{colour}" d="M{} 15h24v70h-24zm6 6h12v58h-12z"/>"#, 10 + at * 42));
    bars.collect()
}

pub async fn shows(invitation: &Invitation, kind: ImageKind, file: &[u8]) {
    let app = &invitation.server.app;
    let drawn = image::draw(file, kind.purpose()).unwrap();
    let mut db = app.store.write().await.unwrap();
    partner::set_image(&mut db, invitation.bank.id, kind, &drawn, app.clock.now()).await.unwrap();
    db.commit().await.unwrap();
}

on_both_databases! {
    async fn a_logo_that_would_vanish_in_the_bar_stands_on_a_plate(database: Database) {
        let invitation = Invitation::with(database, |settings| settings.secondary_colour = Colour(255, 255, 255)).await;
        let halves = format!("{}{}", lettering("#ffffff"), r##"<path fill="#000" d="M300 0h300v100h-300z"/>"##);
        for (name, inside, class) in [
            ("white", lettering("#ffffff"), "logo plate-dark"),
            ("black", lettering("#000000"), "logo"),
            ("halves", halves, "logo plate-gray"),
        ] {
            shows(&invitation, ImageKind::Logo, &drawing(&inside)).await;
            let html = HttpBrowser::new("en-CA").opens(invitation.link()).html();
            assert!(html.contains(&format!("<img class=\"{class}\"")), "{name}: {html}");
            assert!(html.contains("alt=\"Banque Érable\""), "{name}");
        }
    }

    async fn a_logo_for_dark_takes_the_others_place_on_a_plate_of_its_own(database: Database) {
        let invitation = Invitation::with(database, |settings| settings.corners = Corners::Square).await;
        let reader = HttpBrowser::new("en-CA");
        shows(&invitation, ImageKind::LogoDark, &drawing(&lettering("#000000"))).await;
        let alone = reader.opens(invitation.link()).html();
        assert!(!alone.contains("<picture>") && alone.contains("class=\"partner\""), "there is nothing to take the place of");
        shows(&invitation, ImageKind::Logo, &drawing(&lettering("#ffffff"))).await;
        let html = reader.opens(invitation.link()).html();
        let source = html.split("<picture>").nth(1).unwrap().split("</picture>").next().unwrap();
        assert!(source.contains("<source media=\"(prefers-color-scheme: dark)\" srcset=\"/brand/"), "{source}");
        assert!(source.contains("<img class=\"logo night-light\""), "black on navy would vanish: {source}");
        let theme = html.split("href=\"/theme/").nth(1).unwrap().split('"').next().unwrap();
        assert!(theme.starts_with("1d4e89-122b4a-square."), "{theme}");
        let css = reader.asks("GET", &format!("{}/theme/{theme}", invitation.server.url())).text();
        assert!(css.contains("--corner:0rem"), "{css}");
    }

    async fn pictures_and_theme_are_kept_for_ever_under_the_hash_of_what_they_are(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        shows(&invitation, ImageKind::Logo, &drawing(&lettering("#12355b"))).await;
        let reader = HttpBrowser::new("en-CA");
        let html = reader.opens(invitation.link()).html();
        let address = |begun: &str| html.split(begun).nth(1).unwrap().split('"').next().unwrap().to_owned();
        for (path, kinds) in [
            (format!("/theme/{}", address("href=\"/theme/")), &["text/css; charset=utf-8"][..]),
            (format!("/brand/{}", address("src=\"/brand/")), &["image/webp", "image/png"]),
        ] {
            let answer = reader.asks("GET", &format!("{}{path}", invitation.server.url()));
            assert_eq!((answer.status, answer.header("cache-control")), (200, "public, max-age=31536000, immutable"), "{path}");
            assert!(kinds.contains(&answer.header("content-type")), "{path}: {}", answer.header("content-type"));
            assert!(answer.bytes.len() < 12_000, "{path} has {} bytes", answer.bytes.len());
        }
    }
}

/// Every third step of each channel, and the last: 636,056 colours. The library's tests try some thousands.
#[test]
#[ignore = "minutes: tests/ordeals runs it"]
fn no_colour_of_the_whole_cube_becomes_unreadable() {
    let steps = || (0..=255_u8).step_by(3);
    let cube = steps().flat_map(|r| steps().flat_map(move |g| steps().map(move |b| Colour(r, g, b))));
    let mut count = 0;
    for colour in cube {
        let palette = Palette::new(colour, colour);
        for (text, surface) in [
            (palette.button_ink, palette.button),
            (palette.button_ink, palette.hover),
            (palette.bar_ink, palette.bar),
            (palette.text, PAPER),
            (palette.text, CALLOUT),
            (palette.text_dark, DARK_PAPER),
            (palette.text_dark, DARK_CALLOUT),
        ] {
            assert!(text.contrast(surface) >= READABLE, "{colour}: {text} on {surface}");
        }
        for (edge, surface) in [
            (palette.edge, PAPER),
            (palette.edge, CALLOUT),
            (palette.edge_dark, DARK_PAPER),
            (palette.edge_dark, DARK_CALLOUT),
        ] {
            assert!(edge.contrast(surface) >= VISIBLE, "{colour}: {edge} beside {surface}");
        }
        assert_ne!(palette.hover, palette.button, "{colour}");
        count += 1;
    }
    assert_eq!(count, 86 * 86 * 86);
}
