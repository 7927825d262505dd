use proptest::prelude::*;

use super::*;

/// `·` stands for a non-breaking space.
fn written(text: &str) -> String {
    text.replace('·', "\u{a0}")
}

#[test]
fn non_breaking_spaces_are_put_in_where_quebec_wants_them() {
    for (typed, better) in [
        ("Important : lisez", "Important·: lisez"),
        ("Important: lisez", "Important·: lisez"),
        ("À noter:", "À noter·:"),
        ("« Visa »:", "«·Visa·»·:"),
        ("«Bonjour» à tous", "«·Bonjour·» à tous"),
        ("« Bonjour » à tous", "«·Bonjour·» à tous"),
        ("12 % ou 12% ou 89,5 %", "12·% ou 12·% ou 89,5·%"),
        ("4 002,00 $", "4·002,00·$"),
        ("1234,50$ US", "1234,50·$·US"),
        ("5 jours, 1 an, 30 minutes", "5·jours, 1·an, 30·minutes"),
        ("le 4 juillet 2026", "le 4·juillet 2026"),
        ("le 1er mai", "le 1er·mai"),
        ("de 14 h 05 à 15 h", "de 14·h·05 à 15·h"),
        ("de 14h05 à 15h.", "de 14·h·05 à 15·h."),
        ("24h/24", "24·h/24"),
        ("étape 3 de 3", "étape·3·de·3"),
        ("20 °C", "20·°C"),
        ("1 234 567,50 $", "1·234·567,50·$"),
        ("trop  : peu", "trop·: peu"),
        ("une\u{202f}: espace", "une·: espace"),
    ] {
        let (set, fixes) = set(typed);
        assert_eq!(set, written(better));
        assert!(!fixes.is_empty() && fixes.iter().all(|fix| fix.kind == Kind::Bound), "{typed}");
    }
}

#[test]
fn addresses_and_times_and_what_is_right_are_left_alone() {
    for text in [
        "Voyez https://banque.example/a?b=c%20d:e !",
        "à 14:05",
        "banque.example:8443",
        "écrivez à aide@banque.example",
        "un rapport de 3:2",
        "un angle de 45° suffit",
        "Appelez au +1 416 555-0142 ou au 1 888 555-0142",
        "Numéro 555 pour joindre quelqu’un",
        "",
        " ",
        ":",
        "%",
        "«",
        "»",
        &written("Important·: «·12·%·»"),
    ] {
        assert_eq!(set(text), (text.to_owned(), Vec::new()));
    }
}

#[test]
fn what_else_could_be_better_is_suggested_with_the_words_around_it() {
    for (typed, kind, found, better) in [
        ("C'est l’essai", Kind::Apostrophe, "C'est", "C’est"),
        ("Attendez...", Kind::Ellipsis, "Attendez...", "Attendez…"),
        ("Attendez …", Kind::Ellipsis, "Attendez …", "Attendez…"),
        ("Bravo !", Kind::NothingBefore, "Bravo !", "Bravo!"),
        ("un\u{a0}; deux", Kind::NothingBefore, "un\u{a0};", "un;"),
        ("deux  espaces", Kind::Space, "deux  espaces", "deux espaces"),
        ("Etape suivante", Kind::Capital, "Etape", "Étape"),
        ("ETAPE suivante", Kind::Capital, "ETAPE", "ÉTAPE"),
        ("A propos de nous", Kind::Capital, "A", "À"),
        ("A l’avance", Kind::Capital, "A", "À"),
        ("Ca va", Kind::Capital, "Ca", "Ça"),
        ("puis cliquez sur le bouton", Kind::Word, "cliquez sur le", "sélectionnez le"),
        ("Cliquer ici", Kind::Word, "Cliquer", "Sélectionner"),
        ("par e-mail", Kind::Word, "e-mail", "courriel"),
        ("vos Emails", Kind::Word, "Emails", "Courriels"),
        ("Contactez-nous vite", Kind::Word, "Contactez-nous", "Communiquez avec nous"),
        ("contactez votre banque", Kind::Word, "contactez", "communiquez avec"),
        ("pour nous contacter", Kind::Word, "nous contacter", "communiquer avec nous"),
        ("nom d’usager", Kind::Word, "d’usager", "d’utilisateur"),
        ("vos informations sensibles", Kind::Word, "informations sensibles", "renseignements confidentiels"),
    ] {
        let suggestion = Suggestion { kind, found: found.into(), better: better.into() };
        assert_eq!(suggest(typed), [suggestion], "{typed}");
    }
    assert_eq!(suggest("Il dit \"oui\"").len(), 2);
}

#[test]
fn nothing_is_suggested_that_would_be_wrong() {
    for text in [
        "Écrivez à aide.email@usager.example",
        "Voyez https://banque.example/email?l'a",
        "Un passager; un essai? Oui!",
        "Marie a la clé. Banque A",
        "Un écran de 24\" suffit",
        "\"\"",
        "Ethernet et Etc.",
        "…et voilà",
        "Communiquez avec nous par courriel",
    ] {
        assert_eq!(suggest(text), [], "{text}");
    }
}

#[test]
fn taking_every_suggestion_mends_the_whole_text() {
    for (typed, better) in [
        (
            "A propos : contactez-nous par email, c'est \"facile\" !",
            "À propos·: communiquez avec nous par courriel, c’est «·facile·»!",
        ),
        ("Cliquez sur « Obtenir »  ...  Bravo  !!", "Sélectionnez «·Obtenir·»… Bravo!!"),
        ("Payez 12 % d'intérêt d'ici 5 jours …", "Payez 12·% d’intérêt d’ici 5·jours…"),
    ] {
        assert_eq!(mended(typed), written(better));
    }
}

/// Pieces that the rules look for, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        " ",
        "  ",
        "\u{a0}",
        "\u{202f}",
        ":",
        ";",
        "!",
        "?",
        "%",
        "$",
        "«",
        "»",
        "\"",
        "'",
        "’",
        ".",
        "...",
        "…",
        "12",
        "5",
        "100",
        "jours",
        "h",
        "05",
        "mai",
        "er",
        "de",
        "étape",
        "A",
        "à",
        "Ca",
        "Etat",
        "cliquez sur ",
        "email",
        "e-mail",
        "nous contacter",
        "contactez",
        "-nous",
        "usager",
        "mot",
        "https://a.ca/x",
        "a@b.ca",
        "(",
        ")",
        "US",
        "°",
        "C",
        "é",
        "e\u{301}",
        "👩‍🍳",
    ]);
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn what_is_set_is_set(text in pieces()) {
        let once = set(&text).0;
        prop_assert_eq!(set(&once), (once.clone(), Vec::new()));
    }

    #[test]
    fn setting_changes_nothing_but_blanks(text in pieces()) {
        prop_assert_eq!(without_blanks(&set(&text).0), without_blanks(&text));
    }

    #[test]
    fn what_is_mended_is_right(text in pieces()) {
        let better = mended(&text);
        prop_assert_eq!(suggest(&better), Vec::new());
        prop_assert_eq!(set(&better).0, better.clone());
        prop_assert_eq!(mended(&better), better);
    }
}
