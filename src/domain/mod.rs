//! What is true whoever asks: the contract's nouns with their verbs. No HTTP, no HTML, no SQL text.
//!
//! Pure decisions are plain functions with tests beside them; verbs that need the database take a unit of work.

/// A UUID that can only be one kind of thing.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, sqlx::Type,
            schemars::JsonSchema,
        )]
        #[sqlx(transparent)]
        #[serde(transparent)]
        #[schemars(inline)]
        pub struct $name(pub uuid::Uuid);

        impl $name {
            pub fn new(chance: &$crate::chance::Chance) -> Self {
                Self(chance.uuid())
            }

            pub fn bytes(&self) -> &[u8] {
                self.0.as_bytes()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            /// Hyphenated only: one thing has one spelling.
            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                let id = uuid::Uuid::try_parse(text)?;
                // Another spelling of the same id is refused the way a bad character is.
                if text.len() == 36 { Ok(Self(id)) } else { uuid::Uuid::try_parse("").map(Self) }
            }
        }
    };
}

/// A word of the contract that rests as text: an enum with exactly these spellings.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$case_doc:meta])* $case:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[schemars(inline)]
        pub enum $name {
            $($(#[$case_doc])* #[serde(rename = $word)] $case),+
        }

        impl $name {
            pub const ALL: &[Self] = &[$(Self::$case),+];

            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$case => $word),+
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::domain::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|it| it.word() == text).ok_or($crate::domain::UnknownWord)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::domain::UnknownWord;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

/// A word that the contract does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownWord;

impl std::fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an unknown word")
    }
}

impl std::error::Error for UnknownWord {}

pub mod access_token;
pub mod amount;
pub mod api_key;
pub mod app;
pub mod audit;
pub mod branding;
pub mod branding_draft;
pub mod callout;
pub mod callout_draft;
pub mod callout_history;
pub mod ceremony;
pub mod colour_words;
pub mod company;
pub mod company_list;
pub mod connection;
pub mod consent;
pub mod credentials;
pub mod deployment;
pub mod device;
pub mod draft;
pub mod feed;
pub mod filter;
pub mod french;
pub mod hand_over;
pub mod idempotency;
pub mod image;
pub mod integration;
pub mod key_check;
pub mod kind;
pub mod known_device;
pub mod language;
pub mod limits;
pub mod link;
pub mod link_session;
pub mod link_state;
pub mod listing;
pub mod local_time;
pub mod masking;
pub mod member;
pub mod member_session;
pub mod member_sign_in;
pub mod network;
mod oklch;
pub mod otp;
pub mod partner;
pub mod passkey;
pub mod password;
pub mod picture;
pub mod plain_text;
pub mod pretend;
pub mod progress;
pub mod publication;
pub mod push;
pub mod rate_limits;
pub mod recent_sign_ons;
pub mod recovery_codes;
pub mod refusal;
pub mod return_url;
pub mod role;
pub mod sandbox;
pub mod sandbox_clock;
pub mod second_factor;
pub mod set_back;
pub mod set_up;
pub mod settings;
pub mod sign_on;
pub mod silence;
pub mod source_account;
pub mod spent_form;
pub mod statement;
pub mod team;
pub mod throttle;
pub mod timed_callout;
pub mod timeline;
pub mod totp;
pub mod transaction;
