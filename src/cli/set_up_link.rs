//! A set-up link, for whoever types commands: whom it is for, where it leads, until when.

use anyhow::bail;

use crate::domain::app::PublicUrl;
use crate::domain::language::Language;
use crate::domain::member::Email;
use crate::domain::set_up::{self, Asked, Made};
use crate::web::urls::portal as urls;
use crate::web::when::{self, Zone};

/// An address of e-mail, as it is typed.
pub fn email(text: &str) -> Result<Email, String> {
    Email::parse(text).ok_or_else(|| "it must be an e-mail address such as name@bank.example".to_owned())
}

/// The link, or why there is none.
pub fn in_words(asked: Asked) -> anyhow::Result<Made> {
    match asked {
        Asked::Made(made) => Ok(*made),
        Asked::IsMember => bail!("this address is a member's already; member reset makes a link for a new password"),
        Asked::TooMany => bail!("{} links of this partner are open; withdraw some in the portal", set_up::MOST_OPEN),
    }
}

/// The whole address of a set-up link.
pub fn address(public_url: &PublicUrl, made: &Made) -> String {
    public_url.join(&urls::set_up_link(made.code.reveal()))
}

/// When it ends, in words.
pub fn until(partner_zone: &str, made: &Made) -> String {
    let zone = Zone::parse(partner_zone);
    let moment = zone.map(|zone| when::moment(Language::En, &zone, made.link.expires_at.unix_seconds()));
    moment.unwrap_or_else(|| made.link.expires_at.text())
}
