//! What a customer or accounting software reads of an account: its name, and never a whole number.

use std::net::IpAddr;

use ipnet::IpNet;

use crate::domain::source_account::{self, SourceAccount};

/// From so many digits on, a number in an account's name is taken for that of an account or a card.
const LONG_NUMBER: usize = 9;

/// A network address without its last part: an IPv4 address's /24, an IPv6 address's /48. `None`: it is no address.
pub fn address(text: &str) -> Option<String> {
    let address: IpAddr = text.parse().ok()?;
    let address = address.to_canonical();
    let bits = if address.is_ipv4() { 24 } else { 48 };
    IpNet::new(address, bits).ok().map(|network| network.trunc().to_string())
}

/// The account's name, with no more of a number in it than its last four characters.
pub fn account_name(account: &SourceAccount) -> String {
    let number = account.draft.account_number.trim();
    let name = [number, &account.ofx_account_id].into_iter().fold(account.draft.account_name.clone(), hidden);
    long_numbers(&name).into_iter().fold(name.clone(), hidden)
}

/// An account's name may hold a number that is kept nowhere else, such as that of a card, in groups or in one piece.
fn long_numbers(name: &str) -> Vec<&str> {
    let is_number = |letter: char| letter.is_ascii_digit() || matches!(letter, ' ' | '-');
    let numbers = name.split(|letter| !is_number(letter)).map(|part| part.trim_matches([' ', '-']));
    numbers.filter(|number| number.bytes().filter(u8::is_ascii_digit).count() >= LONG_NUMBER).collect()
}

fn hidden(name: String, number: &str) -> String {
    let last_four = source_account::last_four(number);
    if last_four.len() == number.len() { name } else { name.replace(number, last_four) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_address_its_network_is_shown() {
        for (whole, shown) in [
            ("192.0.2.77", "192.0.2.0/24"),
            ("::ffff:192.0.2.77", "192.0.2.0/24"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ] {
            assert_eq!(address(whole).as_deref(), Some(shown));
        }
        assert_eq!(address("somewhere"), None);
    }

    #[test]
    fn a_name_never_holds_a_whole_number() {
        assert_eq!(hidden("Chequing 00-0123".into(), "00-0123"), "Chequing 0123");
        assert_eq!(hidden("Visa 4242".into(), "4242"), "Visa 4242");
        assert_eq!(hidden("Épargne".into(), "000123456789"), "Épargne");
        assert_eq!(long_numbers("Visa 4242424242424242, 2023-2024"), ["4242424242424242"]);
        assert_eq!(long_numbers("Visa 4242 4242-4242 4242 (main)"), ["4242 4242-4242 4242"]);
    }
}
