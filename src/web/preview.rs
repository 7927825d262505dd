//! What can be previewed: the link pages in the states that somebody who makes them theirs wants to see. The link door draws them
//! (`/preview/…`), an editor frames them; both speak of them by the names here.

use serde::Deserialize;

use super::scheme::Scheme;
use super::urls;
use crate::domain::draft::Topic;
use crate::domain::language::Language;

/// A page in one of its states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sample {
    SelectSoftware,
    NothingSelected,
    ManyAccounts,
    OneAccount,
    NoAccount,
    SetUp,
    SetUpWithoutCallout,
    SetUpAgain,
    Credentials,
    CredentialsShown,
    SignedOn,
    Connected,
    Revoke,
    Revoked,
    Finished,
    Declined,
    Expired,
    AlreadyOpened,
    IntegrationOff,
}

impl Sample {
    /// In the order in which a customer meets them.
    pub const ALL: [Sample; 19] = [
        Sample::SelectSoftware,
        Sample::NothingSelected,
        Sample::ManyAccounts,
        Sample::OneAccount,
        Sample::NoAccount,
        Sample::SetUp,
        Sample::SetUpWithoutCallout,
        Sample::SetUpAgain,
        Sample::Credentials,
        Sample::CredentialsShown,
        Sample::SignedOn,
        Sample::Connected,
        Sample::Revoke,
        Sample::Revoked,
        Sample::Finished,
        Sample::Declined,
        Sample::Expired,
        Sample::AlreadyOpened,
        Sample::IntegrationOff,
    ];

    /// The page's name and the state's, as addresses have them.
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Sample::SelectSoftware => ("select-software", "selected"),
            Sample::NothingSelected => ("select-software", "nothing-selected"),
            Sample::ManyAccounts => ("consent", "many-accounts"),
            Sample::OneAccount => ("consent", "one-account"),
            Sample::NoAccount => ("consent", "no-account"),
            Sample::SetUp => ("set-up", "first"),
            Sample::SetUpWithoutCallout => ("set-up", "without-callout"),
            Sample::SetUpAgain => ("set-up", "again"),
            Sample::Credentials => ("credentials", "new"),
            Sample::CredentialsShown => ("credentials", "shown"),
            Sample::SignedOn => ("credentials", "signed-on"),
            Sample::Connected => ("credentials", "connected"),
            Sample::Revoke => ("revoke", "asked"),
            Sample::Revoked => ("revoked", "done"),
            Sample::Finished => ("finish", "connected"),
            Sample::Declined => ("declined", "declined"),
            Sample::Expired => ("problem", "expired"),
            Sample::AlreadyOpened => ("problem", "already-opened"),
            Sample::IntegrationOff => ("problem", "integration-off"),
        }
    }

    /// Without a state, or with an unknown one, the page's first.
    pub fn named(page: &str, state: &str) -> Option<Sample> {
        let of_page = || Sample::ALL.into_iter().filter(|sample| sample.names().0 == page);
        of_page().find(|sample| sample.names().1 == state).or_else(|| of_page().next())
    }

    /// Both names in one, as a form has them.
    pub fn value(self) -> String {
        let (page, state) = self.names();
        format!("{page}.{state}")
    }

    pub fn of_value(value: &str) -> Option<Sample> {
        Sample::ALL.into_iter().find(|sample| sample.value() == value)
    }

    /// Of its words in a list.
    pub fn key(self) -> &'static str {
        match self {
            Sample::SelectSoftware => "preview-select-software",
            Sample::NothingSelected => "preview-nothing-selected",
            Sample::ManyAccounts => "preview-many-accounts",
            Sample::OneAccount => "preview-one-account",
            Sample::NoAccount => "preview-no-account",
            Sample::SetUp => "preview-set-up",
            Sample::SetUpWithoutCallout => "preview-set-up-without-callout",
            Sample::SetUpAgain => "preview-set-up-again",
            Sample::Credentials => "preview-credentials",
            Sample::CredentialsShown => "preview-credentials-shown",
            Sample::SignedOn => "preview-signed-on",
            Sample::Connected => "preview-connected",
            Sample::Revoke => "preview-revoke",
            Sample::Revoked => "preview-revoked",
            Sample::Finished => "preview-finished",
            Sample::Declined => "preview-declined",
            Sample::Expired => "preview-expired",
            Sample::AlreadyOpened => "preview-already-opened",
            Sample::IntegrationOff => "preview-integration-off",
        }
    }
}

/// A page to be looked at: which, in which language and scheme, with whose drafts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    pub sample: Sample,
    pub language: Language,
    pub scheme: Scheme,
    pub drafts: Drafts,
}

/// Which drafts take the place of what is published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drafts {
    pub callout: bool,
    pub branding: bool,
}

impl Drafts {
    pub const ALL: Drafts = Drafts { callout: true, branding: true };

    fn parse(text: &str) -> Drafts {
        let names = |topic: Topic| text.split(',').any(|word| word == topic.word());
        Drafts { callout: names(Topic::Callout), branding: names(Topic::Branding) }
    }

    pub fn text(self) -> String {
        let topics = [(self.callout, Topic::Callout), (self.branding, Topic::Branding)];
        topics.into_iter().filter(|(is_on, _)| *is_on).map(|(_, topic)| topic.word()).collect::<Vec<_>>().join(",")
    }
}

/// The query of a preview's address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// A page with its state, in place of both.
    view: String,
    state: String,
    lang: String,
    scheme: String,
    draft: String,
}

impl View {
    /// What is not said, or not understood, is as a reader finds it who asks for nothing. `None`: there is no such page.
    pub fn asked(page: &str, asked: &Asked) -> Option<View> {
        Some(View::of(Sample::named(page, &asked.state)?, asked))
    }

    /// What a form has chosen.
    pub fn chosen(asked: &Asked) -> Option<View> {
        Some(View::of(Sample::of_value(&asked.view)?, asked))
    }

    fn of(sample: Sample, asked: &Asked) -> View {
        View {
            sample,
            language: Language::parse(&asked.lang).unwrap_or(Language::En),
            scheme: Scheme::parse(&asked.scheme).unwrap_or(Scheme::Light),
            drafts: Drafts::parse(&asked.draft),
        }
    }

    pub fn address(self) -> String {
        let (page, state) = self.sample.names();
        let fields = [
            ("state", state),
            ("lang", self.language.tag()),
            ("scheme", self.scheme.word()),
            ("draft", &self.drafts.text()),
        ];
        urls::preview(page, &serde_urlencoded::to_string(fields).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_view_is_found_again_by_its_address() {
        for sample in Sample::ALL {
            for (language, scheme, drafts) in [
                (Language::En, Scheme::Light, Drafts::default()),
                (Language::FrCa, Scheme::Dark, Drafts::ALL),
                (Language::En, Scheme::Dark, Drafts { callout: false, branding: true }),
            ] {
                let view = View { sample, language, scheme, drafts };
                let address = view.address();
                let (path, query) = address.split_once('?').unwrap();
                let page = path.rsplit('/').next().unwrap();
                let asked: Asked = serde_urlencoded::from_str(query).unwrap();
                assert_eq!(View::asked(page, &asked), Some(view), "{address}");
                let chosen = Asked { view: sample.value(), ..asked };
                assert_eq!(View::chosen(&chosen), Some(view), "{address}");
            }
        }
    }

    #[test]
    fn what_is_not_understood_is_as_if_it_was_not_said() {
        let asked =
            Asked { state: "x".into(), lang: "es".into(), scheme: "y".into(), draft: "z,".into(), ..Asked::default() };
        assert_eq!(View::chosen(&asked), None);
        let view = View::asked("consent", &asked).unwrap();
        assert_eq!((view.sample, view.language), (Sample::ManyAccounts, Language::En));
        assert_eq!((view.scheme, view.drafts), (Scheme::Light, Drafts::default()));
        assert_eq!(View::asked("another-device", &asked), None);
    }
}
