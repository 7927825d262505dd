//! Money, exact from the partner's JSON to the statement: decimal text of at most 28 significant digits.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// An amount as it was written: `10.50` stays `10.50`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(Decimal);

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
        let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
        let digits = mantissa.trim_start_matches(['-', '0', '.']).bytes().filter(u8::is_ascii_digit).count();
        if mantissa.bytes().any(|byte| !byte.is_ascii_digit() && byte != b'-' && byte != b'.') {
            return Err(NoAmount::NotANumber);
        }
        if digits > Self::SIGNIFICANT_DIGITS {
            return Err(NoAmount::TooManyDigits);
        }
        if text.len() == mantissa.len() {
            // `from_str_exact` refuses what it would have to round.
            return Decimal::from_str_exact(text).map(Self).map_err(|_| NoAmount::TooManyDigits);
        }
        let decimal = Decimal::from_scientific(text).map_err(|_| NoAmount::TooManyDigits)?;
        // Reading an exponent may have rounded away what was there.
        if decimal.is_zero() && digits > 0 { Err(NoAmount::TooManyDigits) } else { Ok(Self(decimal)) }
    }
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
    }

    #[test]
    fn what_would_be_rounded_is_refused() {
        for text in ["12345678901234567890123456789", "1e40", "1e-40", "0.12345678901234567890123456789"] {
            assert_eq!(text.parse::<Amount>(), Err(NoAmount::TooManyDigits), "{text}");
        }
        for text in ["", "-", "\"10\"", "null", "1,5", "0x10"] {
            assert!(text.parse::<Amount>().is_err(), "{text}");
        }
    }
}
