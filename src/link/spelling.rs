//! A username or password as one reads it out on the phone: for each letter the word of the international alphabet
//! (ICAO, the same in both languages), for each digit its name.

use crate::web::texts::Tongue;

/// Four characters, and how they are read out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub characters: String,
    pub words: String,
}

/// `text` in groups of four; what is neither letter nor digit is not read out.
pub fn spelled(tongue: Tongue, text: &str) -> Vec<Group> {
    let characters: Vec<char> = text.chars().filter(char::is_ascii_alphanumeric).collect();
    let group = |four: &[char]| Group {
        characters: four.iter().collect(),
        words: four
            .iter()
            .map(|character| word(tongue, *character))
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(", "),
    };
    characters.chunks(4).map(group).collect()
}

/// Only what a pair may hold has a word: no vowels, and no digit that looks like a letter.
fn word(tongue: Tongue, character: char) -> &'static str {
    match character {
        'B' => "Bravo",
        'C' => "Charlie",
        'D' => "Delta",
        'F' => "Foxtrot",
        'G' => "Golf",
        'H' => "Hotel",
        'J' => "Juliett",
        'K' => "Kilo",
        'L' => "Lima",
        'M' => "Mike",
        'N' => "November",
        'P' => "Papa",
        'Q' => "Quebec",
        'R' => "Romeo",
        'S' => "Sierra",
        'T' => "Tango",
        'V' => "Victor",
        'W' => "Whiskey",
        'X' => "X-ray",
        'Z' => "Zulu",
        '2' => tongue.t("spell-2"),
        '3' => tongue.t("spell-3"),
        '4' => tongue.t("spell-4"),
        '5' => tongue.t("spell-5"),
        '6' => tongue.t("spell-6"),
        '7' => tongue.t("spell-7"),
        '8' => tongue.t("spell-8"),
        '9' => tongue.t("spell-9"),
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::credentials::ALPHABET;
    use crate::domain::language::Language;

    #[test]
    fn every_character_of_a_pair_has_a_word_of_its_own() {
        for language in Language::ALL {
            let words = ALPHABET.iter().map(|it| word(Tongue::new(language), char::from(*it)));
            let words: std::collections::BTreeSet<&str> = words.filter(|word| !word.is_empty()).collect();
            assert_eq!(words.len(), ALPHABET.len());
        }
    }

    #[test]
    fn it_is_read_out_in_groups_of_four() {
        let groups = spelled(Tongue::new(Language::FrCa), "S3MW-TR4P");
        assert_eq!(groups.len(), 2);
        assert_eq!((groups[0].characters.as_str(), groups[0].words.as_str()), ("S3MW", "Sierra, trois, Mike, Whiskey"));
    }
}
