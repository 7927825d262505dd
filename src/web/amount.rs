//! Money and percentages in words a reader of either language would write. The separators and the sign come from CLDR by way
//! of ICU; where the currency stands and what it is called is written here, as CLDR has it for `en-CA` and `fr-CA`, because
//! ICU's own currency formatter is not stable yet and rounds to the currency's digits, and a bank's figure is never rounded.

use std::sync::LazyLock;

use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal as Digits;
use icu_locale_core::{Locale, locale};
use rust_decimal::Decimal;

use crate::domain::amount::Amount;
use crate::domain::language::Language;

static ENGLISH: LazyLock<Option<DecimalFormatter>> = LazyLock::new(|| formatter(&locale!("en-CA")));
static FRENCH: LazyLock<Option<DecimalFormatter>> = LazyLock::new(|| formatter(&locale!("fr-CA")));

/// What a currency is called when its code is not how people write it: code, English, French. Any other goes by its code.
const SYMBOLS: [(&str, &str, &str); 12] = [
    ("AUD", "A$", "$\u{a0}AU"),
    ("BRL", "R$", "R$"),
    ("CAD", "$", "$"),
    ("CNY", "CN¥", "CN¥"),
    ("EUR", "€", "€"),
    ("GBP", "£", "£"),
    ("HKD", "HK$", "$\u{a0}HK"),
    ("INR", "₹", "INR"),
    ("JPY", "JP¥", "¥"),
    ("MXN", "MX$", "MXN"),
    ("NZD", "NZ$", "$\u{a0}NZ"),
    ("USD", "US$", "$\u{a0}US"),
];

/// Currencies that do not count in hundredths, by ISO 4217.
const WITHOUT_FRACTION: [&str; 17] = [
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF",
    "XPF",
];
const IN_THOUSANDTHS: [&str; 7] = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

/// "US$4,002.00" · « 4 002,00 $ US »: at least the currency's own number of decimals, more when the amount has more. A code nobody
/// knows is shown as it was written. A table cell that holds an amount must not break its line: a break may follow the sign.
pub fn money(language: Language, amount: Amount, currency: &str) -> String {
    let known = currency.to_ascii_uppercase();
    let Some(number) = number(language, amount.decimal(), decimals(&known)) else {
        return format!("{amount}\u{a0}{currency}");
    };
    let symbol = symbol(language, &known).unwrap_or(currency);
    // The sign stands before the symbol, so what ICU put before the digits is taken off again.
    let (sign, digits) = number.split_at(number.find(|it: char| it.is_ascii_digit()).unwrap_or(0));
    match language {
        _ if symbol.is_empty() => number,
        Language::En => format!("{sign}{symbol}{}{digits}", if ends_in_a_letter(symbol) { "\u{a0}" } else { "" }),
        Language::FrCa => format!("{sign}{digits}\u{a0}{symbol}"),
    }
}

/// "89.5%" · « 89,5 % ». The value counts percents: 89.5, not 0.895.
pub fn percent(language: Language, percents: Decimal) -> String {
    let number = number(language, percents, 0).unwrap_or_else(|| percents.to_string());
    match language {
        Language::En => format!("{number}%"),
        Language::FrCa => format!("{number}\u{a0}%"),
    }
}

/// A number with the language's separators, without zeros at its end beyond as many decimals. From text to text: no digit can
/// get lost in a float.
fn number(language: Language, value: Decimal, decimals: i16) -> Option<String> {
    let formatter = match language {
        Language::En => ENGLISH.as_ref()?,
        Language::FrCa => FRENCH.as_ref()?,
    };
    // Normalised, zero has no sign.
    let mut digits: Digits = value.normalize().to_string().parse().ok()?;
    digits.absolute.pad_end(-decimals);
    Some(formatter.format(&digits).to_string())
}

fn formatter(locale: &Locale) -> Option<DecimalFormatter> {
    DecimalFormatter::try_new(locale.into(), Default::default()).ok()
}

fn symbol(language: Language, currency: &str) -> Option<&'static str> {
    let (_, english, french) = SYMBOLS.iter().find(|(code, ..)| *code == currency)?;
    Some(match language {
        Language::En => english,
        Language::FrCa => french,
    })
}

fn decimals(currency: &str) -> i16 {
    match currency {
        it if WITHOUT_FRACTION.contains(&it) => 0,
        it if IN_THOUSANDTHS.contains(&it) => 3,
        _ => 2,
    }
}

fn ends_in_a_letter(symbol: &str) -> bool {
    symbol.ends_with(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both languages, with a middle dot for the no-break space.
    fn both(amount: &str, currency: &str) -> (String, String) {
        let amount = amount.parse().unwrap();
        let say = |language| money(language, amount, currency).replace('\u{a0}', "·");
        (say(Language::En), say(Language::FrCa))
    }

    fn says(amount: &str, currency: &str, english: &str, french: &str) {
        assert_eq!(both(amount, currency), (english.to_owned(), french.to_owned()), "{amount} {currency}");
    }

    #[test]
    fn money_is_written_as_each_language_writes_it() {
        says("4002.00", "USD", "US$4,002.00", "4·002,00·$·US");
        says("1234567.50", "CAD", "$1,234,567.50", "1·234·567,50·$");
        says("0", "CAD", "$0.00", "0,00·$");
        says("0.05", "EUR", "€0.05", "0,05·€");
        says("999.9", "GBP", "£999.90", "999,90·£");
        says("1e3", "AUD", "A$1,000.00", "1·000,00·$·AU");
    }

    #[test]
    fn the_sign_stands_before_everything() {
        says("-1234567.50", "CAD", "-$1,234,567.50", "-1·234·567,50·$");
        says("-4002", "USD", "-US$4,002.00", "-4·002,00·$·US");
        says("-0.01", "XYZ", "-XYZ·0.01", "-0,01·XYZ");
        says("-0.00", "CAD", "$0.00", "0,00·$");
    }

    #[test]
    fn not_every_currency_counts_in_hundredths() {
        says("1234567", "JPY", "JP¥1,234,567", "1·234·567·¥");
        says("12.5", "KWD", "KWD·12.500", "12,500·KWD");
        says("1500", "XAF", "XAF·1,500", "1·500·XAF");
    }

    #[test]
    fn what_is_finer_than_the_currency_is_shown_and_not_rounded() {
        says("10.505", "CAD", "$10.505", "10,505·$");
        says("0.5", "JPY", "JP¥0.5", "0,5·¥");
        says("10.5000", "CAD", "$10.50", "10,50·$");
        says(
            "-99999999999999999999999999.99",
            "USD",
            "-US$99,999,999,999,999,999,999,999,999.99",
            "-99·999·999·999·999·999·999·999·999,99·$·US",
        );
    }

    #[test]
    fn a_code_is_shown_as_it_was_written_when_nobody_knows_it() {
        says("5", "XYZ", "XYZ·5.00", "5,00·XYZ");
        says("5", "cad", "$5.00", "5,00·$");
        says("5", "bitcoin", "bitcoin·5.00", "5,00·bitcoin");
        says("5", "", "5.00", "5,00");
        says("5", "<b>", "<b>5.00", "5,00·<b>");
    }

    #[test]
    fn percentages_are_written_as_each_language_writes_them() {
        let says = |percents: &str, english, french: &str| {
            let percents = percents.parse().unwrap();
            assert_eq!(percent(Language::En, percents), english);
            assert_eq!(percent(Language::FrCa, percents).replace('\u{a0}', "·"), french);
        };
        says("89.5", "89.5%", "89,5·%");
        says("-0.25", "-0.25%", "-0,25·%");
        says("100.00", "100%", "100·%");
        says("0.0", "0%", "0·%");
        says("1234.5", "1,234.5%", "1·234,5·%");
    }

    proptest::proptest! {
        #[test]
        fn every_digit_of_an_amount_is_shown(text in "-?[0-9]{1,14}([.][0-9]{1,14})?", currency in "[A-Z]{3}") {
            let amount: Amount = text.parse().unwrap();
            for (language, point) in [(Language::En, '.'), (Language::FrCa, ',')] {
                let said = money(language, amount, &currency);
                let digits: String = said.chars().filter(|it| it.is_ascii_digit() || *it == point).collect();
                let sign = if said.starts_with('-') { "-" } else { "" };
                let again: Amount = format!("{sign}{}", digits.replace(point, ".")).parse().unwrap();
                proptest::prop_assert_eq!(again, amount);
                proptest::prop_assert_eq!(said.contains('-'), amount.is_negative());
            }
        }
    }
}
