//! The integration *QuickBooks Online Bank Feeds* as its partner sees it: on, off, or not quite set up. Pure.

use crate::domain::partner::{ImageKind, Partner};
use crate::domain::settings::Settings;

/// What a set-up integration has. Customers can connect without; they see a page that is less the partner's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    Logo,
    FrenchName,
    SupportContact,
    /// In both languages, or in none.
    Callout,
}

impl Check {
    pub const ALL: [Check; 4] = [Check::Logo, Check::FrenchName, Check::SupportContact, Check::Callout];

    pub fn is_done(self, partner: &Partner) -> bool {
        let Settings { name, support, callout_en, callout_fr, .. } = &partner.settings;
        match self {
            Self::Logo => partner.image(ImageKind::Logo).is_some(),
            Self::FrenchName => name.fr.is_some(),
            Self::SupportContact => support.phone.is_some() || support.email.is_some() || support.help_url.is_some(),
            Self::Callout => callout_en.is_some() == callout_fr.is_some(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    Enabled,
    /// Links can be opened; this is missing.
    NeedsSetup(Vec<Check>),
    /// No link can be opened.
    Off(Off),
}

/// What switched it off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Off {
    Integration,
    /// Without accounts there is nothing to connect.
    BankAccounts,
}

impl State {
    pub fn of(partner: &Partner) -> State {
        let missing: Vec<Check> = Check::ALL.into_iter().filter(|check| !check.is_done(partner)).collect();
        match (partner.settings.integration_enabled, partner.settings.bank_accounts) {
            (false, _) => State::Off(Off::Integration),
            (true, false) => State::Off(Off::BankAccounts),
            (true, true) if missing.is_empty() => State::Enabled,
            (true, true) => State::NeedsSetup(missing),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Timestamp;
    use crate::domain::callout::Callout;
    use crate::domain::partner::{ImageFacts, PartnerId};

    fn complete() -> Partner {
        let mut settings = Settings::new("Acme Bank").unwrap();
        settings.name.fr = Some("Banque Acmé".into());
        settings.support.help_url = Some("https://acme.example/help".into());
        let logo = ImageFacts {
            kind: ImageKind::Logo,
            hash: "1ac7".into(),
            width: 160,
            height: 40,
            content_type: "image/png".into(),
            tones: None,
        };
        Partner {
            id: PartnerId(uuid::Uuid::nil()),
            version: 1,
            profile_changed_at: Timestamp::from_micros(0),
            settings,
            images: vec![logo],
        }
    }

    #[test]
    fn a_partner_with_all_that_customers_look_for_is_enabled() {
        assert_eq!(State::of(&complete()), State::Enabled);
    }

    #[test]
    fn each_thing_that_is_missing_is_told() {
        let lacking = |take: fn(&mut Partner)| {
            let mut partner = complete();
            take(&mut partner);
            State::of(&partner)
        };
        let needs = |check| State::NeedsSetup(vec![check]);
        assert_eq!(lacking(|it| it.images.clear()), needs(Check::Logo));
        assert_eq!(lacking(|it| it.settings.name.fr = None), needs(Check::FrenchName));
        assert_eq!(lacking(|it| it.settings.support.help_url = None), needs(Check::SupportContact));
        let callout = || Some(Callout::new("Notice", "Read this.").unwrap());
        let mut partner = complete();
        partner.settings.callout_en = callout();
        assert_eq!(State::of(&partner), needs(Check::Callout));
        partner.settings.callout_fr = callout();
        assert_eq!(State::of(&partner), State::Enabled);
    }

    #[test]
    fn what_is_off_is_off_whatever_is_missing() {
        let mut partner = complete();
        partner.images.clear();
        partner.settings.bank_accounts = false;
        assert_eq!(State::of(&partner), State::Off(Off::BankAccounts));
        partner.settings.integration_enabled = false;
        assert_eq!(State::of(&partner), State::Off(Off::Integration));
    }
}
