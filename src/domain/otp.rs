//! The one-time password in a linkUrl: six to twelve digits, derived and never kept.
//!
//! A dump of the database cannot test a guess without the key, and the key says nothing without the link's id; a
//! stored hash of a million values would protect nothing (security reference 2.2).

use subtle::ConstantTimeEq;

use crate::domain::connection::ConnectionId;
use crate::domain::link::LinkId;
use crate::secret::{PurposeKey, SecretText};

/// The digits, as somebody brought them or as we derived them.
#[derive(Clone, Debug)]
pub struct Otp(SecretText);

impl Otp {
    /// The code of one link: HMAC over connection and link, cut to `digits` without favouring any value.
    pub fn derive(key: &PurposeKey, connection: ConnectionId, link: LinkId, digits: u32) -> Self {
        let values = 10_u64.pow(digits.clamp(6, 12));
        let whole = u64::MAX - u64::MAX % values;
        let mut round = 0_u32;
        let drawn = loop {
            let mac = key.mac(&[connection.bytes(), link.bytes(), &round.to_be_bytes()]);
            let drawn = mac.first_chunk::<8>().map_or(0, |head| u64::from_be_bytes(*head));
            // Past the last whole multiple the small codes would come more often.
            if drawn < whole {
                break drawn;
            }
            round += 1;
        };
        Self(SecretText::new(format!("{:0width$}", drawn % values, width = digits.clamp(6, 12) as usize)))
    }

    /// Reads a code from an address: ASCII digits of the right number, nothing else.
    pub fn parse(text: &str, digits: u32) -> Option<Self> {
        let fits = text.len() == digits.clamp(6, 12) as usize && text.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| Self(SecretText::new(text.to_owned())))
    }

    /// Compares in constant time.
    pub fn is(&self, other: &Self) -> bool {
        self.0.reveal().as_bytes().ct_eq(other.0.reveal().as_bytes()).into()
    }

    /// For the linkUrl, the one place where the digits belong.
    pub fn digits(&self) -> &str {
        self.0.reveal()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;
    use crate::secret::SecretKey;

    #[test]
    fn digits_are_evenly_spread_and_keep_leading_zeros() {
        let chance = Chance::seeded(4);
        let key = SecretKey::random(&chance).purpose("link-otp/1");
        let connection = ConnectionId::new(&chance);
        let mut seen = [[0_u32; 10]; 6];
        for _ in 0..100_000 {
            let otp = Otp::derive(&key, connection, LinkId::new(&chance), 6);
            for (place, digit) in otp.digits().bytes().enumerate() {
                seen[place][usize::from(digit - b'0')] += 1;
            }
        }
        for place in seen {
            let chi_square: f64 = place.iter().map(|&n| (f64::from(n) - 10_000.0).powi(2) / 10_000.0).sum();
            assert!(chi_square < 35.0, "9 degrees of freedom, p < 0.0001: {chi_square}");
        }
    }

    #[test]
    fn only_ascii_digits_of_the_right_number_are_a_code() {
        for text in ["", "74227", "7422711", "74227a", "٧٤٢٢٧١", " 742271", "-42271"] {
            assert!(Otp::parse(text, 6).is_none(), "{text}");
        }
        assert!(Otp::parse("042271", 6).is_some());
        assert!(Otp::parse("042271042271", 12).is_some());
    }
}
