//! The grammar: `any := all (|| all)*`, `all := one (&& one)*`, `one := { any } | field operator value`. A value ends at
//! `&&`, `||`, `}` or the end.

use super::{Comparator, Comparison, Condition, DEPTH_LIMIT, Fields, Kind, LENGTH_LIMIT, Unreadable, Value};

/// The longer sign first, of two that begin alike.
const SIGNS: [(&str, Comparator); 7] = [
    ("!=", Comparator::NotEqual),
    (">=", Comparator::GreaterOrEqual),
    ("<=", Comparator::LessOrEqual),
    ("=", Comparator::Equal),
    ("~", Comparator::Contains),
    (">", Comparator::Greater),
    ("<", Comparator::Less),
];

pub fn query(text: &str, fields: Fields) -> Result<Condition, Unreadable> {
    if text.chars().count() > LENGTH_LIMIT {
        let why = format!("a query has at most {LENGTH_LIMIT} characters");
        return Err(Unreadable { place: LENGTH_LIMIT + 1, why });
    }
    if let Some(before) = text.chars().position(|letter| letter == '\0') {
        // PostgreSQL cannot hold a NUL in text, so nothing could be equal to it.
        return Err(Unreadable { place: before + 1, why: "the character U+0000 cannot be asked for".into() });
    }
    let mut reader = Reader { text, at: 0, fields };
    let condition = reader.any(0)?;
    match reader.rest() {
        "" => Ok(condition),
        rest if rest.starts_with('}') => Err(reader.wrong("this brace closes nothing")),
        _ => Err(reader.wrong("expected && or || or the end")),
    }
}

struct Reader<'a> {
    text: &'a str,
    /// In bytes, always between two characters.
    at: usize,
    fields: Fields,
}

impl<'a> Reader<'a> {
    fn any(&mut self, depth: usize) -> Result<Condition, Unreadable> {
        let mut parts = vec![self.all(depth)?];
        while self.takes("||") {
            parts.push(self.all(depth)?);
        }
        Ok(alone_or(parts, Condition::Any))
    }

    fn all(&mut self, depth: usize) -> Result<Condition, Unreadable> {
        let mut parts = vec![self.one(depth)?];
        while self.takes("&&") {
            parts.push(self.one(depth)?);
        }
        Ok(alone_or(parts, Condition::All))
    }

    fn one(&mut self, depth: usize) -> Result<Condition, Unreadable> {
        self.skip_blanks();
        let opening = self.at;
        if !self.takes("{") {
            return self.comparison().map(Condition::Is);
        }
        if depth == DEPTH_LIMIT {
            return Err(self.wrong_at(opening, format!("at most {DEPTH_LIMIT} braces may stand in one another")));
        }
        let inner = self.any(depth + 1)?;
        if self.takes("}") {
            return Ok(inner);
        }
        match self.rest() {
            "" => Err(self.wrong_at(opening, "this brace is not closed")),
            _ => Err(self.wrong("expected && or || or a closing brace")),
        }
    }

    fn comparison(&mut self) -> Result<Comparison, Unreadable> {
        let start = self.at;
        let field = self.until(|rest| rest.starts_with(['=', '!', '~', '<', '>', '{', '}', '&', '|']));
        if field.is_empty() {
            return Err(self.wrong_at(start, "a field is missing"));
        }
        let sign_at = self.at;
        let sign = SIGNS.iter().find(|(sign, _)| self.rest().starts_with(sign));
        let Some((sign, comparator)) = sign else {
            return Err(self.wrong("an operator is missing: = != ~ > < >= <="));
        };
        let Some(kind) = self.fields.kind(field) else {
            return Err(self.wrong_at(start, format!("there is no such field; there are {}", self.fields.in_words())));
        };
        self.check(*comparator, kind).map_err(|why| self.wrong_at(sign_at, why))?;
        self.at += sign.len();
        let with = self.value(kind)?;
        Ok(Comparison { field: field.to_owned(), comparator: *comparator, with })
    }

    fn check(&self, comparator: Comparator, kind: Kind) -> Result<(), &'static str> {
        match (comparator, kind) {
            (Comparator::Equal | Comparator::NotEqual, _) | (Comparator::Contains, Kind::Text) => Ok(()),
            (Comparator::Contains, _) => Err("only texts can be looked into with ~"),
            (_, Kind::Text) => Err("only times and numbers have an order; texts take = != ~"),
            _ => Ok(()),
        }
    }

    fn value(&mut self, kind: Kind) -> Result<Value, Unreadable> {
        let after_sign = self.at;
        self.skip_blanks();
        let start = self.at;
        let text = self.until(|rest| rest.starts_with("&&") || rest.starts_with("||") || rest.starts_with('}'));
        if text.is_empty() {
            return Err(self.wrong_at(after_sign, "a value is missing"));
        }
        kind.read(text).map_err(|why| self.wrong_at(start, why))
    }

    /// The text up to where `ends` says so, without blanks around it.
    fn until(&mut self, ends: impl Fn(&str) -> bool) -> &'a str {
        let rest = &self.text[self.at..];
        let length = rest.char_indices().find(|(at, _)| ends(&rest[*at..])).map_or(rest.len(), |(at, _)| at);
        self.at += length;
        rest[..length].trim()
    }

    fn takes(&mut self, sign: &str) -> bool {
        self.skip_blanks();
        let is_there = self.rest().starts_with(sign);
        if is_there {
            self.at += sign.len();
        }
        is_there
    }

    fn skip_blanks(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn wrong(&self, why: impl Into<String>) -> Unreadable {
        self.wrong_at(self.at, why)
    }

    fn wrong_at(&self, at: usize, why: impl Into<String>) -> Unreadable {
        Unreadable { place: self.text[..at].chars().count() + 1, why: why.into() }
    }
}

fn alone_or(mut parts: Vec<Condition>, many: impl Fn(Vec<Condition>) -> Condition) -> Condition {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        Some(last) => {
            parts.push(last);
            many(parts)
        }
        None => many(parts),
    }
}
