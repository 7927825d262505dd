//! How partners dress their pages: everything set, too long, ugly, or with a logo that is none of ours to choose.

use bankfeeds_link::domain::branding::Colour;
use bankfeeds_link::domain::callout::Callout;
use bankfeeds_link::domain::settings::{Bilingual, Settings};

use crate::link::brand::lettering;

/// What a partner has set, and what its logo holds.
#[derive(Clone, Copy)]
pub struct Dress {
    pub name: &'static str,
    settings: fn(&mut Settings),
    logo: fn() -> Option<String>,
}

impl Dress {
    pub fn settings(&self, settings: &mut Settings) {
        dressed(settings);
        (self.settings)(settings);
    }

    pub fn logo(&self) -> Option<String> {
        (self.logo)()
    }
}

/// A partner who has set everything that can be set.
pub const USUAL: Dress = Dress { name: "usual", settings: |_| {}, logo: || Some(lettering("#ffffff")) };

/// As long as words may be, in both languages.
pub const LONGEST: Dress = Dress { name: "longest", settings: longest, logo: || None };

/// What breaks the pages of others.
pub const UGLY: [Dress; 4] = [
    Dress { name: "white", settings: |settings| painted(settings, "#ffffff"), ..USUAL },
    Dress { name: "black", settings: |settings| painted(settings, "#000000"), ..USUAL },
    Dress { name: "yellow", settings: |settings| painted(settings, "#ffd100"), ..USUAL },
    Dress { name: "gray", settings: |settings| painted(settings, "#767676"), ..USUAL },
];

/// A name in place of a logo, and a logo as wide as a logo may be.
pub const LOGOS: [Dress; 2] =
    [Dress { name: "no-logo", logo: || None, ..USUAL }, Dress { name: "wide-logo", logo: || Some(wide()), ..USUAL }];

fn dressed(settings: &mut Settings) {
    settings.name = bilingual("Maple Credit Union", "Caisse populaire Érable");
    settings.institution = bilingual("Maple Credit Union (Business)", "Caisse populaire Érable (Entreprises)");
    settings.callout_en = callout("Before you start", "Only enter these credentials in QuickBooks.");
    settings.callout_fr = callout("Avant de commencer", "N’entrez ces identifiants que dans QuickBooks.");
    let support = &mut settings.support;
    support.phone = Some("1 888 555-0142".into());
    support.hours =
        Some(bilingual("Monday to Friday, 8 a.m. to 8 p.m.", "Du lundi au vendredi, de 8\u{a0}h à 20\u{a0}h"));
    support.email = Some("entreprises@erable.example".into());
    support.help_url = Some("https://erable.example/help".into());
    support.privacy_url = Some("https://erable.example/privacy".into());
    support.terms_url = Some("https://erable.example/terms".into());
    support.accessibility_url = Some("https://erable.example/accessibility".into());
    settings.return_hosts = vec!["erable.example".into()];
    settings.return_url = Some("https://erable.example/back?code={statusCode}&why={errorMessage}".into());
    settings.refresh_url = Some("https://erable.example/quickbooks".into());
}

fn longest(settings: &mut Settings) {
    let name = "Coopérative financière des entrepreneurs des Hautes-Rivières";
    settings.name = bilingual(name, name);
    settings.institution = bilingual(name, name);
    let title = "Renseignements importants à lire avant d’entamer";
    let body = "N’entrez ces identifiants que dans QuickBooks. Nous ne vous les demanderons jamais au téléphone, \
        ni par courriel, ni par message texte. Merci.";
    settings.callout_en = callout(title, body);
    settings.callout_fr = callout(title, body);
    settings.support.hours = Some(bilingual(
        "Du lundi au vendredi, de 8\u{a0}h à 20\u{a0}h, et le samedi, de 9\u{a0}h à 17\u{a0}h (heure avancée de l’Est)",
        "Du lundi au vendredi, de 8\u{a0}h à 20\u{a0}h, et le samedi, de 9\u{a0}h à 17\u{a0}h (heure avancée de l’Est)",
    ));
    settings.support.email = Some("service.entreprises.comptabilite@cooperative-des-hautes-rivieres.example".into());
}

fn painted(settings: &mut Settings, colour: &str) {
    settings.primary_colour = Colour::parse(colour).unwrap();
    settings.secondary_colour = Colour::parse(colour).unwrap();
}

fn bilingual(en: &str, fr: &str) -> Bilingual {
    Bilingual { en: en.into(), fr: Some(fr.into()) }
}

fn callout(title: &str, body: &str) -> Option<Callout> {
    Some(Callout::new(title, body).unwrap())
}

fn wide() -> String {
    (0..30).map(|at| format!(r#"<path fill="white" d="M{} 46h12v8h-12z"/>"#, at * 20)).collect()
}
