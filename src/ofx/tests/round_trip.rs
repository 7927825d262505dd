//! What goes out comes back the same, as far as the character set can hold it.

use proptest::prelude::*;

use super::samples::*;
use crate::ofx::tree::Node;
use crate::ofx::*;

/// `NAME` and `MEMO` of a written transaction, read again.
fn there_and_back(syntax: Syntax, name: &str, memo: &str) -> (String, Option<String>) {
    let request = request(SGML, "<OFX><BANKMSGSRQV1><STMTTRNRQ><TRNUID>1</STMTTRNRQ></BANKMSGSRQV1></OFX>");
    let transaction = Transaction { name: name.into(), memo: Some(memo.into()), ..coffee() };
    let statement = statement(checking(), vec![transaction]);
    let bytes = write(&answer(&request, vec![Body::Statement(statement)]), &header(syntax, 102));
    let file = if syntax == Syntax::Xml { String::from_utf8(bytes).unwrap() } else { text(&bytes) };
    let (_, body) = header::read(&file).unwrap();
    let top = tree::build(body, syntax).unwrap();
    let transaction = find(&top, "STMTTRN").unwrap();
    let value = |tag| transaction.raw(tag).map(text::unescaped);
    (value("NAME").unwrap(), value("MEMO"))
}

fn find<'n, 'a>(node: &'n Node<'a>, name: &str) -> Option<&'n Node<'a>> {
    node.child(name).or_else(|| node.children.iter().find_map(|child| find(child, name)))
}

#[test]
fn every_character_of_windows_1252_comes_back_in_both_syntaxes() {
    let bytes: Vec<u8> = (0x21..=0xffu8).filter(|b| ![0x7f, 0x81, 0x8d, 0x8f, 0x90, 0x9d, 0xa0].contains(b)).collect();
    for piece in bytes.chunks(30).map(text) {
        for syntax in [Syntax::Sgml, Syntax::Xml] {
            assert_eq!(there_and_back(syntax, &piece, &piece), (piece.clone(), Some(piece.clone())));
        }
    }
}

#[test]
fn other_scripts_come_back_in_xml() {
    assert_eq!(there_and_back(Syntax::Xml, "日本 & Ψ", "😀"), ("日本 & Ψ".into(), Some("😀".into())));
    assert_eq!(there_and_back(Syntax::Sgml, "日本 & Ψ", ""), ("?? & ?".into(), None));
}

proptest! {
    #[test]
    fn any_short_text_comes_back_clean(name in "\\PC{1,32}", memo in any::<String>()) {
        let expected = |text: &str| text::clean(text).into_owned();
        let (read_name, read_memo) = there_and_back(Syntax::Xml, &name, &memo);
        if !expected(&name).is_empty() {
            prop_assert_eq!(read_name, expected(&name));
        }
        let memo = expected(&memo);
        prop_assert_eq!(read_memo.unwrap_or_default(), text::cut(&memo, 255));
    }

    #[test]
    fn any_text_is_single_bytes_of_the_right_length_in_sgml(name in any::<String>(), memo in any::<String>()) {
        let (name, memo) = there_and_back(Syntax::Sgml, &name, &memo);
        prop_assert!((1..=32).contains(&name.chars().count()));
        prop_assert!(memo.unwrap_or_default().chars().count() <= 255);
    }
}
