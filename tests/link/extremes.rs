//! The longest words, logos of every shape, and where an error takes its reader; pictures are in `target/screenshots`.
//! What holds on every page is in `tests/pages`.

use bankfeeds_link::domain::branding::Colour;
use bankfeeds_link::domain::partner::ImageKind;
use bankfeeds_link::domain::settings::{Bilingual, Settings};
use serde_json::json;

use super::Invitation;
use super::brand::{drawing, lettering, shows};
use super::looks::{checked, dressed};
use crate::support::{Browser, Database, Reader, tell};

/// As long as a partner's name may be.
const LONGEST: &str = "Coopérative financière des entrepreneurs des Hautes-Rivières";

fn painted(primary: &str, secondary: &str) -> impl FnOnce(&mut Settings) {
    move |settings| {
        dressed(settings);
        settings.primary_colour = Colour::parse(primary).unwrap();
        settings.secondary_colour = Colour::parse(secondary).unwrap();
    }
}

#[test]
fn the_longest_french_fits_the_narrowest_phone() {
    tell(async {
        let browser = Browser::of(Reader { width: 320, height: 640, ..Reader::french() }).await;
        let invitation = Invitation::with(Database::sqlite(), |settings| {
            dressed(settings);
            settings.name = Bilingual::new(LONGEST);
            settings.support.hours =
                Some(Bilingual { en: "-".into(), fr: Some("Du lundi au vendredi, de 8\u{a0}h à 20\u{a0}h".into()) });
            settings.support.privacy_url = Some("https://erable.example/privacy".into());
            settings.support.terms_url = Some("https://erable.example/terms".into());
            settings.support.accessibility_url = Some("https://erable.example/accessibility".into());
            settings.return_hosts = vec!["erable.example".into()];
            settings.return_url = Some("https://erable.example/back?code={statusCode}".into());
        })
        .await;
        browser.opens(invitation.link()).await;
        browser.presses("J’utilise un autre logiciel").await;
        checked(&browser, "narrow-1-software").await;
        browser.presses("Suivant").await;
        browser.sees("Ce que vous n’autorisez pas").await;
        checked(&browser, "narrow-2-permission").await;
        browser.presses("Suivant").await;
        browser.sees("Avant de commencer").await;
        checked(&browser, "narrow-3-set-up").await;
        browser.goes_back().await;
        browser.presses("Je ne veux pas me connecter").await;
        browser.sees("Rien n’a été transmis").await;
        checked(&browser, "narrow-declined").await;
        browser.opens(&invitation.page_address("consent")).await;
        browser.presses("Suivant").await;
        browser.presses("Obtenir les identifiants").await;
        browser.sees("Vos identifiants sont prêts").await;
        browser.opens(&invitation.page_address("finish")).await;
        checked(&browser, "narrow-finish").await;
    });
}

#[test]
fn logos_of_every_shape_are_seen() {
    tell(async {
        let browser = Browser::of(Reader::english().on_a_phone()).await;
        let wide: String =
            (0..30).map(|at| format!(r#"<path fill="white" d="M{} 40h12v20h-12z"/>"#, at * 20)).collect();
        let square =
            r##"<path fill="#ffd100" d="M250 0h100v100h-100z"/><path fill="#12355b" d="M270 20h60v60h-60z"/>"##;
        let halves = format!("{}{}", lettering("#ffffff"), r##"<path fill="#000" d="M300 0h300v100h-300z"/>"##);
        for (name, secondary, inside) in [
            ("wide", "#12355b", wide),
            ("square", "#12355b", square.to_owned()),
            ("white-on-white", "#ffffff", lettering("#ffffff")),
            ("black-on-navy", "#12355b", lettering("#000000")),
            ("halves", "#12355b", halves),
        ] {
            let invitation = Invitation::with(Database::sqlite(), painted("#00874e", secondary)).await;
            shows(&invitation, ImageKind::Logo, &drawing(&inside)).await;
            browser.opens(invitation.link()).await;
            checked(&browser, &format!("logo-{name}")).await;
        }
    });
}

#[test]
fn nothing_selected_takes_the_reader_to_the_error_and_from_there_to_the_tile() {
    tell(async {
        let browser = Browser::of(Reader::english().on_a_phone()).await;
        let invitation = Invitation::with(Database::sqlite(), dressed).await;
        browser.opens(invitation.link()).await;
        browser.client.execute("document.getElementById('software').checked = false", Vec::new()).await.unwrap();
        browser.presses("Next").await;
        browser.sees("There is a problem").await;
        assert_eq!(browser.evaluates("document.activeElement.className").await, json!("errors"));
        checked(&browser, "nothing-selected").await;
        browser.presses("Select your accounting software, then select Next.").await;
        assert_eq!(browser.evaluates("document.activeElement.id").await, json!("software"));
    });
}
