//! The letters that the portal writes, in words of both languages. Plain text: a heading's worth in the subject, the link alone on
//! its line.

use std::net::IpAddr;

use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::domain::language::Language;
use crate::domain::partner::Partner;
use crate::domain::set_up::Made;
use crate::mail::Letter;
use crate::web::texts::Tongue;
use crate::web::urls::portal as urls;
use crate::web::when::{self, Zone};

/// The address behind a set-up link that has just been made.
pub fn link(app: &App, made: &Made) -> String {
    app.public_url.join(&urls::set_up_link(made.code.reveal()))
}

/// Somebody is invited, by a member of this name.
pub fn invitation(app: &App, partner: &Partner, made: &Made, by: &str) -> Letter {
    let tongue = Tongue::new(made.link.language);
    let partner_name = partner.settings.name.in_language(tongue.language());
    let role = super::roles::name(tongue, made.link.role);
    let text = [
        tongue.t2("letter-invitation", ("name", by), ("partner", partner_name)),
        tongue.t1("letter-role", "role", role),
        tongue.t("letter-open").to_owned(),
        link(app, made),
        until(tongue, partner, made),
        tongue.t("letter-unexpected").to_owned(),
    ];
    letter(&made.link.email, tongue.t1("letter-invitation-subject", "partner", partner_name), &text)
}

/// A member can choose a new password; `by`: who has started it, if it was not the member.
pub fn reset(app: &App, partner: &Partner, made: &Made, by: Option<&str>) -> Letter {
    let tongue = Tongue::new(made.link.language);
    let partner_name = partner.settings.name.in_language(tongue.language());
    let begun = match by {
        Some(by) => tongue.t2("letter-reset", ("name", by), ("partner", partner_name)),
        None => tongue.t1("letter-forgotten", "partner", partner_name),
    };
    let text = [
        begun,
        tongue.t("letter-open").to_owned(),
        link(app, made),
        until(tongue, partner, made),
        tongue.t("letter-reset-unexpected").to_owned(),
    ];
    letter(&made.link.email, tongue.t1("letter-reset-subject", "partner", partner_name), &text)
}

/// A change to how a member signs in.
pub struct Change<'a> {
    pub partner: &'a Partner,
    /// The member's address.
    pub to: &'a str,
    pub tongue: Tongue,
    /// Where the request came from.
    pub from: IpAddr,
    pub at: Timestamp,
    pub what: Changed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    Password,
    AuthenticatorAdded,
    AuthenticatorRemoved,
    PasskeyAdded,
    PasskeyRemoved,
    RecoveryCodes,
}

impl Changed {
    fn key(self) -> &'static str {
        match self {
            Self::Password => "letter-changed-password",
            Self::AuthenticatorAdded => "letter-changed-authenticator",
            Self::AuthenticatorRemoved => "letter-changed-no-authenticator",
            Self::PasskeyAdded => "letter-changed-passkey",
            Self::PasskeyRemoved => "letter-changed-no-passkey",
            Self::RecoveryCodes => "letter-changed-codes",
        }
    }
}

/// Tells a member of it, in case it was somebody else (ASVS 6.3.7).
pub fn changed(change: &Change<'_>) -> Letter {
    let (tongue, partner) = (change.tongue, change.partner);
    let partner_name = partner.settings.name.in_language(tongue.language());
    let from = change.from.to_string();
    let text = [
        tongue.t1("letter-changed", "partner", partner_name),
        tongue.t(change.what.key()).to_owned(),
        tongue.t2("letter-changed-when", ("moment", moment(tongue.language(), partner, change.at)), ("address", from)),
        tongue.t("letter-changed-unexpected").to_owned(),
    ];
    letter(change.to, tongue.t1("letter-changed-subject", "partner", partner_name), &text)
}

fn letter(to: &str, subject: String, paragraphs: &[String]) -> Letter {
    Letter { to: to.to_owned(), subject, text: format!("{}\n", paragraphs.join("\n\n")) }
}

fn until(tongue: Tongue, partner: &Partner, made: &Made) -> String {
    tongue.t1("letter-until", "moment", moment(tongue.language(), partner, made.link.expires_at))
}

fn moment(language: Language, partner: &Partner, at: Timestamp) -> String {
    let zone = Zone::parse(&partner.settings.time_zone).or_else(|| Zone::parse("UTC"));
    zone.map_or_else(String::new, |zone| when::moment(language, &zone, at.unix_seconds()))
}
