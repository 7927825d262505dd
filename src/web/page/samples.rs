//! What the tests of pages fill them with.

use std::sync::Arc;
use std::time::Duration;

use super::*;

impl Shell {
    pub fn sample(tongue: Tongue) -> Shell {
        Shell {
            tongue,
            assets: Arc::new(Assets::new()),
            spans: Spans::of(&Limits::default()),
            is_sandbox: false,
            brand: None,
            language_action: None,
            language_csrf: None,
            stay: None,
            printed: None,
            scheme: None,
        }
    }
}

impl Printed {
    pub fn sample() -> Printed {
        Printed {
            at: "July 4, 2026 at 2:05 p.m. Eastern Daylight Time".into(),
            reference: "9f3c2a10".into(),
            address: "https://link.bank.example/link/9f3c/consent".into(),
        }
    }
}

impl Stay {
    pub fn sample() -> Stay {
        Stay {
            until: "3:05 p.m. Eastern Daylight Time".into(),
            seconds: 3_600,
            warn_before: Duration::from_secs(300),
            action: crate::web::urls::keep_going("9f3c", crate::web::urls::Page::Consent),
            csrf: "t0ken".into(),
            refresh: Some("https://erable.example/new?reason=over".into()),
        }
    }
}

impl Brand {
    pub fn sample(primary: &str, secondary: &str) -> Brand {
        use crate::domain::branding::Colour;
        let colour = |hex| Colour::parse(hex).unwrap();
        Brand {
            partner: "Banque Érable".into(),
            theme: crate::web::theme::Looks {
                primary: colour(primary),
                secondary: colour(secondary),
                corners: Default::default(),
                scheme: None,
            }
            .address(),
            support: Support {
                phone: Some("1 888 555-0142".into()),
                hours: Some(Worded { text: "Monday to Friday, 8 a.m. to 8 p.m. Eastern Time".into(), lang: None }),
                email: Some("business@erable.example".into()),
                help: Some("https://erable.example/help".into()),
                privacy: Some("https://erable.example/privacy".into()),
                terms: Some("https://erable.example/terms".into()),
                accessibility: None,
            },
            ..Brand::default()
        }
    }

    pub fn with_logo(self) -> Brand {
        let picture = Picture { address: crate::web::urls::brand_image("1ac7", "png"), width: 160, height: 40 };
        Brand { logo: Some(Logo { picture, plate: Plate::Light, dark: None }), ..self }
    }
}
