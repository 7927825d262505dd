//! What a reader in Québec would stumble on, and what they would write.

use super::text::{Edit, Text, is_blank};
use super::{BOUND, Kind};

/// How a word begins that lost the accent of its capital.
const CAPITALS: [(&str, &str); 25] = [
    ("Etape", "Étape"),
    ("Etat", "État"),
    ("Etabli", "Établi"),
    ("Etant", "Étant"),
    ("Etes", "Êtes"),
    ("Etre", "Être"),
    ("Etudi", "Étudi"),
    ("Ecri", "Écri"),
    ("Ecran", "Écran"),
    ("Ecole", "École"),
    ("Econom", "Économ"),
    ("Echange", "Échange"),
    ("Echec", "Échec"),
    ("Echeance", "Échéance"),
    ("Echéance", "Échéance"),
    ("Edit", "Édit"),
    ("Egal", "Égal"),
    ("Electr", "Électr"),
    ("Elev", "Élev"),
    ("Epargn", "Épargn"),
    ("Equip", "Équip"),
    ("Evit", "Évit"),
    ("Evén", "Évén"),
    ("Evalu", "Évalu"),
    ("Erable", "Érable"),
];

/// What follows « À », and never the verb « a ».
const AFTER_TO: [&str; 32] = [
    "propos", "quel", "quelle", "quels", "quelles", "partir", "noter", "compter", "bientôt", "la", "l’", "l'",
    "défaut", "moins", "titre", "cet", "cette", "ce", "votre", "vos", "notre", "nos", "chaque", "tout", "cause",
    "droite", "gauche", "jour", "savoir", "venir", "vous", "qui",
];

/// How a word begins, and what it becomes; the rest of it stays.
const WORDS: [(&str, &str); 8] = [
    ("cliquez sur ", "sélectionnez "),
    ("cliquer sur ", "sélectionner "),
    ("cliqu", "sélectionn"),
    ("usager", "utilisateur"),
    ("e-mail", "courriel"),
    ("email", "courriel"),
    ("informations sensibles", "renseignements confidentiels"),
    ("se connecter à quickbooks", "ouvrir une session dans QuickBooks"),
];

/// « Contacter » takes an object, « communiquer » a preposition, and another pronoun.
const CONTACT: [(&str, &str); 11] = [
    ("nous contacter", "communiquer avec nous"),
    ("me contacter", "communiquer avec moi"),
    ("contactez-nous", "communiquez avec nous"),
    ("contactez-moi", "communiquez avec moi"),
    ("contactez-les", "communiquez avec eux"),
    ("contactez-le", "communiquez avec lui"),
    ("contactez-la", "communiquez avec elle"),
    ("contactez", "communiquez avec"),
    ("contacter", "communiquer avec"),
    ("contactons", "communiquons avec"),
    ("contactent", "communiquent avec"),
];

pub fn edits(text: &Text) -> Vec<Edit> {
    let mut edits: Vec<Edit> = quotes(text);
    for (place, letter) in text.places() {
        match letter {
            '\'' => edits.extend(apostrophe(text, place)),
            '.' | '…' => edits.extend(ellipsis(text, place)),
            ';' | '!' | '?' => edits.extend(nothing_before(text, place)),
            blank if is_blank(blank) => edits.extend(space(text, place)),
            letter if letter.is_alphabetic() && begins_word(text, place) => edits.extend(word(text, place)),
            _ => {}
        }
    }
    edits
}

fn begins_word(text: &Text, place: usize) -> bool {
    !text.before(place).is_some_and(|before| before.is_alphanumeric() || before == '-')
}

fn ends_word(text: &Text, place: usize) -> bool {
    !text.at(place).is_some_and(|after| after.is_alphanumeric() || after == '-')
}

fn apostrophe(text: &Text, place: usize) -> Option<Edit> {
    let follows = text.before(place).is_some_and(char::is_alphabetic);
    follows.then(|| text.edit(Kind::Apostrophe, place..place + 1, "’")).flatten()
}

/// Straight quotes that come in pairs. A lone one may mean inches.
fn quotes(text: &Text) -> Vec<Edit> {
    let marks: Vec<usize> = text.places().filter(|(_, letter)| *letter == '"').map(|(place, _)| place).collect();
    let mut edits = Vec::new();
    for pair in marks.chunks_exact(2) {
        let &[opens, closes] = pair else { continue };
        let (after, before) = (text.blanks_from(opens + 1), text.blanks_before(closes));
        // Nothing between them, or not what opens and closes a quotation.
        let is_inside = |it: Option<char>| it.is_some_and(char::is_alphanumeric);
        if after.end >= closes || is_inside(text.before(opens)) || is_inside(text.at(closes + 1)) {
            continue;
        }
        edits.extend(text.edit(Kind::Quotes, opens..after.end, &format!("«{BOUND}")));
        edits.extend(text.edit(Kind::Quotes, before.start..closes + 1, &format!("{BOUND}»")));
    }
    edits
}

fn ellipsis(text: &Text, place: usize) -> Option<Edit> {
    let dots = text.run(place, |it| it == '.').len();
    let is_first = text.before(place) != Some('.');
    let is_ellipsis = text.at(place) == Some('…');
    if !is_ellipsis && (dots < 3 || !is_first) {
        return None;
    }
    let blanks = text.blanks_before(place);
    let begins = match text.before(blanks.start) {
        // A text may begin with it, and a quotation.
        None | Some('«' | '(' | '[' | '“') => place,
        Some(_) => blanks.start,
    };
    text.edit(Kind::Ellipsis, begins..place + dots.max(1), "…")
}

fn nothing_before(text: &Text, place: usize) -> Option<Edit> {
    let blanks = text.blanks_before(place);
    text.before(blanks.start).filter(|before| !matches!(before, '«' | ':'))?;
    text.edit(Kind::NothingBefore, blanks, "")
}

/// Of several blanks one stays; a narrow one becomes an ordinary one that does not break.
fn space(text: &Text, place: usize) -> Option<Edit> {
    let blanks = text.blanks_from(place);
    let is_first = !text.before(place).is_some_and(is_blank);
    let is_between = text.before(place).is_some() && text.at(blanks.end).is_some();
    let letters = &text.letters[blanks.clone()];
    let is_narrow = matches!(letters, ['\u{202f}' | '\u{2009}']);
    if !is_first || !is_between || (letters.len() < 2 && !is_narrow) {
        return None;
    }
    let is_bound = letters.iter().any(|it| matches!(it, '\u{a0}' | '\u{202f}' | '\u{2009}'));
    text.edit(Kind::Space, blanks, if is_bound { "\u{a0}" } else { " " })
}

fn word(text: &Text, place: usize) -> Option<Edit> {
    let capital = || CAPITALS.iter().find_map(|(wrong, better)| replaced(text, place, Kind::Capital, wrong, better));
    let word = || {
        let whole = CONTACT.iter().filter(|(wrong, _)| ends_word(text, place + wrong.chars().count()));
        whole.chain(&WORDS).find_map(|(wrong, better)| said_better(text, place, wrong, better))
    };
    capital().or_else(word).or_else(|| to(text, place)).or_else(|| that(text, place))
}

/// As it is written, or all in capitals.
fn replaced(text: &Text, place: usize, kind: Kind, wrong: &str, better: &str) -> Option<Edit> {
    let (in_capitals, better_in_capitals) = (wrong.to_uppercase(), better.to_uppercase());
    let stands = |it: &str| text.letters[place..].starts_with(&it.chars().collect::<Vec<_>>());
    let edit = |found: &str, better: &str| text.edit(kind, place..place + found.chars().count(), better);
    match (stands(wrong), stands(&in_capitals)) {
        (true, _) => edit(wrong, better),
        (false, true) => edit(&in_capitals, &better_in_capitals),
        (false, false) => None,
    }
}

/// Whether its first letter is a capital or not.
fn said_better(text: &Text, place: usize, wrong: &str, better: &str) -> Option<Edit> {
    let length = wrong.chars().count();
    let found = text.letters.get(place..place + length)?;
    let is_it = found.iter().copied().map(as_breaking).flat_map(char::to_lowercase).eq(wrong.chars());
    if !is_it {
        return None;
    }
    let mut letters = better.chars();
    let is_capital = found.first().is_some_and(|it| it.is_uppercase());
    let first: String =
        letters.next().map(|it| if is_capital { it.to_uppercase().collect() } else { it.to_string() })?;
    text.edit(Kind::Word, place..place + length, &format!("{first}{}", letters.as_str()))
}

fn as_breaking(letter: char) -> char {
    if is_blank(letter) { ' ' } else { letter }
}

/// « A propos » is « À propos ».
fn to(text: &Text, place: usize) -> Option<Edit> {
    let blanks = text.blanks_from(place + 1);
    let is_capital = text.at(place) == Some('A') && !blanks.is_empty();
    let word: String = text.run(blanks.end, |it| it.is_alphabetic() || "’'".contains(it)).iter().collect();
    let is_said = AFTER_TO.iter().any(|it| match it.strip_suffix(['’', '\'']) {
        Some(_) => word.starts_with(it),
        None => word == *it,
    });
    (is_capital && is_said).then(|| text.edit(Kind::Capital, place..place + 1, "À")).flatten()
}

/// « Ca » is « Ça ».
fn that(text: &Text, place: usize) -> Option<Edit> {
    let is_it = text.run(place, char::is_alphabetic) == ['C', 'a'];
    is_it.then(|| text.edit(Kind::Capital, place..place + 2, "Ça")).flatten()
}
