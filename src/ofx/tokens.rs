//! Cuts a body into tags and text, the same way for SGML and XML.
//!
//! Declarations, entities of a document type and comments (`<!`) are refused, processing instructions are skipped.
//! In SGML a `<` which begins no tag is text: some clients send passwords without escaping them. Every scan stops
//! at the next `<`, so the work stays proportional to the length.

use super::{Syntax, Unreadable};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Open(&'a str),
    Close(&'a str),
    /// `<NAME/>`
    Empty(&'a str),
    /// Still escaped, white space and all.
    Text(&'a str),
}

/// Longer than any name in any version, private ones too.
const LONGEST_NAME: usize = 40;

pub(super) struct Tokens<'a> {
    rest: &'a str,
    syntax: Syntax,
}

impl<'a> Tokens<'a> {
    pub(super) fn of(body: &'a str, syntax: Syntax) -> Self {
        Self { rest: body, syntax }
    }

    fn advance(&mut self) -> Result<Option<Token<'a>>, Unreadable> {
        while let Some(instruction) = self.rest.strip_prefix("<?") {
            self.rest = instruction.split_once("?>").ok_or(Unreadable::NotWellFormed)?.1;
        }
        if self.rest.is_empty() {
            return Ok(None);
        }
        if self.rest.starts_with("<!") {
            return Err(Unreadable::Declaration);
        }
        let (token, rest) = match tag(self.rest) {
            Some(found) => found,
            None => self.text()?,
        };
        self.rest = rest;
        Ok(Some(token))
    }

    fn text(&self) -> Result<(Token<'a>, &'a str), Unreadable> {
        let begins_markup = |i: usize| {
            self.rest.get(i..).is_some_and(|m| m.starts_with("<!") || m.starts_with("<?") || tag(m).is_some())
        };
        let end = self.rest.match_indices('<').map(|(i, _)| i).find(|&i| begins_markup(i)).unwrap_or(self.rest.len());
        let (text, rest) = self.rest.split_at_checked(end).ok_or(Unreadable::NotWellFormed)?;
        if self.syntax == Syntax::Xml && text.contains('<') {
            return Err(Unreadable::NotWellFormed);
        }
        Ok((Token::Text(text), rest))
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Result<Token<'a>, Unreadable>;

    fn next(&mut self) -> Option<Self::Item> {
        self.advance().transpose()
    }
}

/// The tag at the start of `markup`, if there is one, and what follows it. Attributes are passed over.
fn tag(markup: &str) -> Option<(Token<'_>, &str)> {
    let inside = markup.strip_prefix('<')?;
    let (tag, rest) = inside.split_at_checked(inside.find(['<', '>'])?)?;
    let rest = rest.strip_prefix('>')?;
    let token = if let Some(closed) = tag.strip_prefix('/') {
        Token::Close(name(closed)?)
    } else if let Some(empty) = tag.strip_suffix('/') {
        Token::Empty(name(empty)?)
    } else {
        Token::Open(name(tag)?)
    };
    Some((token, rest))
}

fn name(tag: &str) -> Option<&str> {
    let name = tag.split(|c: char| c.is_ascii_whitespace()).next()?;
    let fits = name.len() <= LONGEST_NAME
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
    fits.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::Token::*;
    use super::*;

    fn tokens(body: &str, syntax: Syntax) -> Result<Vec<Token<'_>>, Unreadable> {
        Tokens::of(body, syntax).collect()
    }

    #[test]
    fn tags_text_private_names_and_attributes_are_told_apart() {
        let body = "<OFX xmlns='x'><INTU.BID>3000</INTU.BID ><FID/>\n</OFX>";
        let expected = vec![
            Open("OFX"),
            Open("INTU.BID"),
            Text("3000"),
            Close("INTU.BID"),
            Empty("FID"),
            Text("\n"),
            Close("OFX"),
        ];
        assert_eq!(tokens(body, Syntax::Xml), Ok(expected));
    }

    #[test]
    fn a_less_than_sign_that_begins_no_tag_is_text_in_sgml_only() {
        let body = "<USERPASS>P<&<1 a<b\n<LANGUAGE>ENG";
        let expected = vec![Open("USERPASS"), Text("P<&<1 a<b\n"), Open("LANGUAGE"), Text("ENG")];
        assert_eq!(tokens(body, Syntax::Sgml), Ok(expected));
        assert_eq!(tokens(body, Syntax::Xml), Err(Unreadable::NotWellFormed));
    }

    #[test]
    fn processing_instructions_are_skipped_and_declarations_refused() {
        assert_eq!(tokens("<?a b?><A><?c?>1", Syntax::Sgml), Ok(vec![Open("A"), Text("1")]));
        assert_eq!(tokens("<?a b", Syntax::Sgml), Err(Unreadable::NotWellFormed));
        for body in ["<!DOCTYPE x>", "<A><!-- c -->", "<A><![CDATA[x]]>", "<A>1<!ENTITY a 'b'>"] {
            assert_eq!(tokens(body, Syntax::Sgml), Err(Unreadable::Declaration), "{body}");
        }
    }

    #[test]
    fn a_name_of_41_letters_is_no_tag() {
        let long = format!("<{}>", "A".repeat(41));
        assert_eq!(tokens(&long, Syntax::Sgml), Ok(vec![Text(&long)]));
    }
}
