//! Money, exact from the partner's JSON to the statement: decimal text of at most 28 significant digits.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// An exponent beyond this leads to no amount, however many digits stand before it.
const FARTHEST_SHIFT: isize = 64;

/// An amount as it was written: `10.50` stays `10.50`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, JsonSchema)]
#[schemars(inline, extend("format" = "decimal"))]
pub struct Amount(#[schemars(with = "f64")] Decimal);

/// Why a text is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoAmount {
    NotANumber,
    TooManyDigits,
}

impl Amount {
    pub const SIGNIFICANT_DIGITS: usize = 28;
    pub const ZERO: Self = Self(Decimal::ZERO);

    pub fn decimal(self) -> Decimal {
        self.0
    }

    pub fn is_negative(self) -> bool {
        self.0.is_sign_negative() && !self.0.is_zero()
    }

    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// The same value without trailing zeros: what "the same content" means for money.
    pub fn normal(self) -> String {
        self.0.normalize().to_string()
    }
}

impl From<Decimal> for Amount {
    fn from(decimal: Decimal) -> Self {
        Self(decimal)
    }
}

impl FromStr for Amount {
    type Err = NoAmount;

    /// A JSON number: digits, at most one point, an exponent if it must be.
    fn from_str(text: &str) -> Result<Self, NoAmount> {
        let (mantissa, exponent) = text.split_once(['e', 'E']).map_or((text, None), |(it, by)| (it, Some(by)));
        if mantissa.bytes().any(|byte| !byte.is_ascii_digit() && byte != b'-' && byte != b'.') {
            return Err(NoAmount::NotANumber);
        }
        let plain = match exponent {
            Some(exponent) => shifted(mantissa, exponent).ok_or(NoAmount::TooManyDigits)?,
            None => mantissa.to_owned(),
        };
        // The plain form is what is stored, so it is the one that must be readable again.
        let digits = plain.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
        if digits > Self::SIGNIFICANT_DIGITS {
            return Err(NoAmount::TooManyDigits);
        }
        // `from_str_exact` refuses what it would have to round.
        Decimal::from_str_exact(&plain).map(Self).map_err(|_| NoAmount::TooManyDigits)
    }
}

/// A number without its exponent: the point moved by that many places. Nothing for an exponent no amount has.
fn shifted(mantissa: &str, exponent: &str) -> Option<String> {
    let by: isize = exponent.parse().ok().filter(|by| (-FARTHEST_SHIFT..=FARTHEST_SHIFT).contains(by))?;
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let point = whole.len().checked_add_signed(by);
    Some(match point {
        Some(point) if point >= digits.len() => format!("{sign}{digits}{}", "0".repeat(point - digits.len())),
        Some(point) if point > 0 => format!("{sign}{}.{}", digits.get(..point)?, digits.get(point..)?),
        Some(_) => format!("{sign}0.{digits}"),
        None => format!("{sign}0.{}{digits}", "0".repeat(by.unsigned_abs() - whole.len())),
    })
}

impl TryFrom<String> for Amount {
    type Error = NoAmount;

    fn try_from(text: String) -> Result<Self, NoAmount> {
        text.parse()
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for NoAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotANumber => f.write_str("must be a number"),
            Self::TooManyDigits => write!(f, "must have at most {} digits", Amount::SIGNIFICANT_DIGITS),
        }
    }
}

impl std::error::Error for NoAmount {}

impl Serialize for Amount {
    /// A JSON number with exactly these digits, never a float in between.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw = RawValue::from_string(self.to_string()).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        raw.get().parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_goes_through_json_without_losing_a_digit() {
        for text in ["0", "10.50", "-0.1", "99999999999999999999999999.99", "0.0000000000000000000000000001"] {
            let amount: Amount = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&amount).unwrap(), text);
        }
    }

    #[test]
    fn an_exponent_is_read_as_the_value_it_means() {
        assert_eq!("1.5e3".parse::<Amount>().unwrap().normal(), "1500");
        assert_eq!("25e-2".parse::<Amount>().unwrap().normal(), "0.25");
        assert_eq!("-12.34E+1".parse::<Amount>().unwrap().to_string(), "-123.4");
        assert_eq!("12.34e-4".parse::<Amount>().unwrap().to_string(), "0.001234");
        assert_eq!("5e-1".parse::<Amount>().unwrap().to_string(), "0.5");
        assert!("0e50".parse::<Amount>().unwrap().is_zero());
    }

    proptest::proptest! {
        #[test]
        fn every_amount_that_is_taken_can_be_read_back(text in "-?[0-9]{1,30}([.][0-9]{1,30})?([eE][+-]?[0-9]{1,3})?") {
            if let Ok(amount) = text.parse::<Amount>() {
                proptest::prop_assert_eq!(amount.to_string().parse(), Ok(amount));
            }
        }
    }

    #[test]
    fn what_would_be_rounded_is_refused() {
        let texts = [
            "12345678901234567890123456789",
            "1e40",
            "1e-40",
            "0.12345678901234567890123456789",
            // 29 digits when written out, which could not be read back.
            "-1e28",
            // Would lose its last two digits.
            "1.23e-28",
            "1e99999999999",
        ];
        for text in texts {
            assert_eq!(text.parse::<Amount>(), Err(NoAmount::TooManyDigits), "{text}");
        }
        for text in ["", "-", "\"10\"", "null", "1,5", "0x10"] {
            assert!(text.parse::<Amount>().is_err(), "{text}");
        }
    }
}
