//! A member's password: which one is taken, and how it rests.
//!
//! It is hashed twice: by a key that is not in the database, then by argon2id. Whoever steals the database alone has nothing to
//! guess at. The length that is asked for follows NIST SP 800-63B-4, 3.1.1.2: no rules of composition, no expiry.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;
use zeroize::Zeroizing;

use crate::aside::Busy;
use crate::domain::app::App;
use crate::domain::member::MemberId;
use crate::secret::{SecretText, to_base64url};

pub const LENGTH_WITH_SECOND_FACTOR: usize = 12;
pub const LENGTH_ALONE: usize = 15;
/// In characters; nothing longer is looked at.
pub const LENGTH_LIMIT: usize = 128;
const BYTES_LIMIT: usize = 4 * LENGTH_LIMIT;
/// Characters that are not a word of what everybody knows.
const LEAST_UNKNOWN: usize = 8;

/// Why a password is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeakPassword {
    TooShort {
        least: usize,
    },
    TooLong {
        most: usize,
    },
    /// Among those that are tried first, or made of what everybody knows about its owner.
    Guessable,
}

/// Whether a new password is taken. `about`: what whoever guesses knows, such as the member's name and address.
/// `with_second_factor`: the member will need another proof beside it.
pub fn check(password: &SecretText, about: &[&str], with_second_factor: bool) -> Result<(), WeakPassword> {
    let text = normal(password);
    let length = length(&text);
    let least = if with_second_factor { LENGTH_WITH_SECOND_FACTOR } else { LENGTH_ALONE };
    if length > LENGTH_LIMIT || text.len() > BYTES_LIMIT {
        return Err(WeakPassword::TooLong { most: LENGTH_LIMIT });
    }
    if length < least {
        return Err(WeakPassword::TooShort { least });
    }
    // What is left without what everybody knows has to carry the secret.
    let words: Vec<String> = about.iter().flat_map(|text| known(text)).collect();
    let left = words.iter().fold(text.to_lowercase(), |left, word| left.replace(word.as_str(), ""));
    if left.graphemes(true).filter(|it| it.chars().any(|letter| !letter.is_ascii_punctuation())).count() < LEAST_UNKNOWN
    {
        return Err(WeakPassword::Guessable);
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    // 3 of 4: withstands a hundred million guesses, which nobody has at a door that counts them.
    let is_strong = zxcvbn::zxcvbn(&text, &words).score() >= zxcvbn::Score::Three;
    is_strong.then_some(()).ok_or(WeakPassword::Guessable)
}

fn length(text: &str) -> usize {
    text.graphemes(true).count()
}

/// What somebody tries who knows this: its words, the longest first.
fn known(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.chars().count() > 2);
    let mut words: Vec<String> = words.chain(["bankfeeds", "quickbooks"]).map(str::to_owned).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

/// A password as it rests.
#[derive(Clone, Debug)]
pub struct Hashed {
    /// The PHC string.
    pub phc: String,
    /// Whether it is long enough to be all that is asked for at sign-in.
    pub stands_alone: bool,
}

/// Takes as long as argon2 does: never within a unit of work that writes.
pub async fn hash(app: &App, member: MemberId, password: &SecretText) -> Result<Hashed, Busy> {
    let stands_alone = length(&normal(password)) >= LENGTH_ALONE;
    Ok(Hashed { phc: app.hasher.hash(keyed(app, member, password)).await?, stands_alone })
}

/// Whether it is the one. Without a hash (nobody by that name) it does the same work and answers no.
pub async fn is_right(app: &App, member: MemberId, password: &SecretText, phc: Option<String>) -> Result<bool, Busy> {
    app.hasher.verify(keyed(app, member, password), phc).await
}

/// Bound to the member, so that a hash put at another's place fits no password.
fn keyed(app: &App, member: MemberId, password: &SecretText) -> SecretText {
    let text = normal(password);
    SecretText::new(to_base64url(&app.keys.member_password.mac(&[member.bytes(), text.as_bytes()])))
}

/// As keyboards differ in how they write é (NIST SP 800-63B-4, 3.1.1.2: NFC or NFKC).
fn normal(password: &SecretText) -> Zeroizing<String> {
    Zeroizing::new(password.reveal().nfc().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(text: &str, with_second_factor: bool) -> Result<(), WeakPassword> {
        let about = ["Ada Tremblay", "ada.tremblay@bank.example", "Banque Érable"];
        check(&SecretText::new(text.into()), &about, with_second_factor)
    }

    #[test]
    fn twelve_characters_beside_a_second_factor_and_fifteen_alone() {
        assert_eq!(checked("vq3-kzut-9mt", true), Ok(()));
        assert_eq!(checked("vq3-kzut-9m", true), Err(WeakPassword::TooShort { least: 12 }));
        assert_eq!(checked("vq3-kzut-9mt-p", false), Err(WeakPassword::TooShort { least: 15 }));
        assert_eq!(checked("vq3-kzut-9mt-pw", false), Ok(()));
        assert_eq!(checked("🦆🌵🧯🪕🫖🧶🛷🥌🪁🧩🎻🦔", true), Ok(()), "any character");
        assert_eq!(checked(&"xk7 ".repeat(33), true), Err(WeakPassword::TooLong { most: 128 }));
    }

    #[test]
    fn what_is_tried_first_is_not_taken_however_long() {
        for weak in [
            "qwertyuiop12345",
            "aaaaaaaaaaaaaaaaaaaa",
            "password1234567",
            "AdaTremblay2026",
            "banque-érable-ada",
            "quickbooks12345",
        ] {
            assert_eq!(checked(weak, false), Err(WeakPassword::Guessable), "{weak}");
        }
    }
}
