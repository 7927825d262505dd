//! The partner's people: who they are, and what an e-mail address is to us.

use std::net::IpAddr;

use unicode_normalization::UnicodeNormalization;

use crate::chance::Chance;
use crate::clock::Timestamp;
use crate::domain::audit::{Actor, Author};
use crate::domain::partner::PartnerId;
use crate::domain::password::Hashed;
use crate::domain::plain_text;
use crate::domain::refusal::Hurdle;
use crate::domain::role::{Action, Role};
use crate::store::{self, Db};

id!(MemberId);

/// RFC 5321, 4.5.3.1.3: a path has 256 octets with its brackets.
pub const EMAIL_LIMIT: usize = 254;
pub const NAME_LIMIT: usize = 60;

/// One of the partner's people.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Member {
    pub id: MemberId,
    pub partner_id: PartnerId,
    /// As it was typed.
    pub email: String,
    pub name: String,
    #[sqlx(try_from = "String")]
    pub role: Role,
    pub has_second_factor: bool,
    /// Whether the password, if there is one, is long enough to be all that is asked for at sign-in.
    pub password_stands_alone: bool,
    pub created_at: Timestamp,
    pub last_seen_at: Option<Timestamp>,
}

impl Member {
    /// Whether a second factor is asked of them: by their role, or because their password is too short to stand alone.
    pub fn needs_second_factor(&self) -> bool {
        self.role.needs_second_factor() || !self.password_stands_alone
    }

    /// Whether they still owe it.
    pub fn owes_second_factor(&self) -> bool {
        self.needs_second_factor() && !self.has_second_factor
    }

    /// What stands between them and doing this: the one place where a role is held against what somebody wants.
    pub fn hurdle(&self, action: Action) -> Option<Hurdle> {
        if self.owes_second_factor() {
            return Some(Hurdle::SecondFactor);
        }
        (!self.role.may(action)).then_some(Hurdle::Role)
    }

    /// This member as the audit log names them, at this address.
    pub fn author(&self, from: IpAddr) -> Author {
        Author::new(Actor::Member { id: self.id.0, name: self.name.clone(), email: self.email.clone() }, from)
    }
}

/// An e-mail address that may be somebody's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// `None`: nothing that a letter could be sent to. What is before the @ is its host's own business, within plain ASCII.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (local, host) = text.rsplit_once('@')?;
        let is_local = (1..=64).contains(&local.len())
            && local.bytes().all(|it| it.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&it))
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..");
        let is_label = |label: &str| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let is_host = host.contains('.') && host.split('.').all(is_label);
        (text.len() <= EMAIL_LIMIT && is_local && is_host).then(|| Self(text.to_owned()))
    }

    /// As it was typed.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The one spelling that is compared and counted: hosts in practice know no difference of case.
    pub fn folded(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

/// A person's name as it is kept. `None`: nothing to see, too long, or with characters that no name has.
pub fn name(text: &str) -> Option<String> {
    let name: String = text.trim().nfc().collect();
    let is_name =
        plain_text::check(&name).is_ok() && !plain_text::is_blank(&name) && plain_text::fits(&name, NAME_LIMIT);
    is_name.then_some(name)
}

/// What makes a member.
pub struct New<'a> {
    pub email: &'a Email,
    pub name: &'a str,
    pub role: Role,
    pub password: Option<&'a Hashed>,
}

/// Makes a member. `None`: somebody has this address already, here or at another partner.
pub async fn create(
    db: &mut Db,
    chance: &Chance,
    partner: PartnerId,
    new: &New<'_>,
    now: Timestamp,
) -> sqlx::Result<Option<MemberId>> {
    let id = MemberId::new(chance);
    Ok(store::members::insert(db, (id, partner), new, now).await?.then_some(id))
}

/// The member has no second factor any more, nor recovery codes that would stand in for one.
pub async fn forget_second_factor(db: &mut Db, id: MemberId) -> sqlx::Result<()> {
    store::totps::remove(db, id).await?;
    store::passkeys::remove_all(db, id).await?;
    store::recovery_codes::void(db, id).await?;
    store::members::set_second_factor(db, id, false).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_that_a_letter_could_be_sent_to() {
        for right in ["ada@bank.example", " Ada.Tremblay+bank@mail.bank.example ", "o'neil@x.ca", "a@b-c.example"] {
            assert!(Email::parse(right).is_some(), "{right}");
        }
        let long = format!("{}@bank.example", "a".repeat(65));
        for wrong in [
            "",
            "ada",
            "ada@bank",
            "@bank.example",
            "ada@",
            "a b@bank.example",
            "ada@bank.example\r\nBcc: x@y.example",
            "<ada@bank.example>",
            "ada@-bank.example",
            "ada@bank..example",
            ".ada@bank.example",
            "é@bank.example",
            &long,
        ] {
            assert!(Email::parse(wrong).is_none(), "{wrong}");
        }
        assert_eq!(Email::parse("Ada@Bank.example").unwrap().folded(), "ada@bank.example");
    }

    #[test]
    fn a_name_is_plain_text_of_sixty_characters() {
        assert_eq!(name("  Ada Tremblay ").as_deref(), Some("Ada Tremblay"));
        assert_eq!(name(&"é".repeat(60)).map(|it| it.chars().count()), Some(60));
        for wrong in ["", "   ", "a\nb", "\u{202e}a", &"é".repeat(61)] {
            assert_eq!(name(wrong), None, "{wrong:?}");
        }
    }
}
