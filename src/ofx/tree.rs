//! Builds a tree from tags and text, the same way for SGML and XML.
//!
//! In SGML an element's end tag is optional (OFX 2.3.2.1): a tag followed by text is an element; a tag without text
//! is an aggregate if its own end tag follows or its name is a known aggregate's, else an empty element, and what
//! seemed to be inside it stood beside it. An end tag closes all that is still open inside. In XML none of this
//! guessing is allowed. Values point into the body and are still escaped, so a password is not copied about.

use super::tokens::{Token, Tokens};
use super::{Syntax, Unreadable};

const DEEPEST: usize = 64;
const MOST_NODES: usize = 8_192;
/// The longest value in the specification, `SESSCOOKIE`, has 1,000 characters.
const LONGEST_VALUE: usize = 4_096;

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Node<'a> {
    pub(super) name: &'a str,
    /// Trimmed, never empty, still escaped.
    pub(super) text: Option<&'a str>,
    pub(super) children: Vec<Node<'a>>,
}

impl<'a> Node<'a> {
    fn named(name: &'a str) -> Self {
        Self { name, text: None, children: Vec::new() }
    }

    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The first child of that name, wherever it stands: clients get the order wrong.
    pub(super) fn child(&self, name: &str) -> Option<&Node<'a>> {
        self.children.iter().find(|child| child.is(name))
    }

    /// The still escaped text of the first child of that name that has any.
    pub(super) fn raw(&self, name: &str) -> Option<&'a str> {
        self.children.iter().filter(|child| child.is(name)).find_map(|child| child.text)
    }
}

/// All that stands in `body`, below a node without a name.
pub(super) fn build(body: &str, syntax: Syntax) -> Result<Node<'_>, Unreadable> {
    build_within(body, syntax, MOST_NODES)
}

/// The same with so many nodes at most.
pub(super) fn build_within(body: &str, syntax: Syntax, most_nodes: usize) -> Result<Node<'_>, Unreadable> {
    let mut tree = Tree::new(syntax, most_nodes);
    for token in Tokens::of(body, syntax) {
        tree.take(token?)?;
    }
    tree.finish()
}

struct Tree<'a> {
    syntax: Syntax,
    top: Node<'a>,
    open: Vec<Node<'a>>,
    nodes: usize,
    most_nodes: usize,
    /// The element whose text has just been read: its end tag may follow or not.
    just_read: Option<&'a str>,
}

impl<'a> Tree<'a> {
    fn new(syntax: Syntax, most_nodes: usize) -> Self {
        Self { syntax, top: Node::named(""), open: Vec::new(), nodes: 0, most_nodes, just_read: None }
    }

    fn take(&mut self, token: Token<'a>) -> Result<(), Unreadable> {
        match token {
            Token::Open(name) => self.open(name),
            Token::Close(name) => self.close(name),
            Token::Empty(name) => self.open(name).and_then(|()| self.close(name)),
            Token::Text(text) => self.text(text.trim()),
        }
    }

    fn open(&mut self, name: &'a str) -> Result<(), Unreadable> {
        if self.just_read.take().is_some() {
            self.guess()?;
        }
        self.nodes += 1;
        if self.nodes > self.most_nodes {
            return Err(Unreadable::TooMany);
        }
        if self.open.len() >= DEEPEST {
            return Err(Unreadable::TooDeep);
        }
        self.open.push(Node::named(name));
        Ok(())
    }

    fn text(&mut self, text: &'a str) -> Result<(), Unreadable> {
        if text.len() > LONGEST_VALUE {
            return Err(Unreadable::ValueTooLong);
        }
        let is_value = |node: &Node<'_>| node.children.is_empty() && !is_aggregate(node.name);
        if text.is_empty() || !self.open.last().is_some_and(is_value) {
            return Ok(());
        }
        if let Some(mut node) = self.open.pop() {
            node.text = Some(text);
            self.just_read = Some(node.name);
            self.attach(node);
        }
        Ok(())
    }

    fn close(&mut self, name: &'a str) -> Result<(), Unreadable> {
        match self.just_read.take() {
            Some(read) if read.eq_ignore_ascii_case(name) => return Ok(()),
            Some(_) => self.guess()?,
            None => {}
        }
        let Some(at) = self.open.iter().rposition(|node| node.is(name)) else {
            return self.guess();
        };
        while self.open.len() > at + 1 {
            self.abandon()?;
        }
        if let Some(node) = self.open.pop() {
            self.attach(node);
        }
        Ok(())
    }

    /// Ends the innermost open tag that nobody closed.
    fn abandon(&mut self) -> Result<(), Unreadable> {
        self.guess()?;
        if let Some(mut node) = self.open.pop() {
            let beside = if is_aggregate(node.name) { Vec::new() } else { std::mem::take(&mut node.children) };
            self.attach(node);
            beside.into_iter().for_each(|child| self.attach(child));
        }
        Ok(())
    }

    /// Guessing where a tag ends is SGML's licence only.
    fn guess(&self) -> Result<(), Unreadable> {
        if self.syntax == Syntax::Xml { Err(Unreadable::NotWellFormed) } else { Ok(()) }
    }

    fn attach(&mut self, node: Node<'a>) {
        self.open.last_mut().unwrap_or(&mut self.top).children.push(node);
    }

    fn finish(mut self) -> Result<Node<'a>, Unreadable> {
        if self.just_read.is_some() {
            self.guess()?;
        }
        while !self.open.is_empty() {
            self.abandon()?;
        }
        Ok(self.top)
    }
}

/// Whether a tag of that name holds others even if nobody closes it.
fn is_aggregate(name: &str) -> bool {
    const OTHERS: [&str; 5] = ["OFX", "FI", "INCTRAN", "BANKACCTFROM", "CCACCTFROM"];
    let ends_in = |end: &str| {
        name.len() >= end.len() && name.get(name.len() - end.len()..).is_some_and(|e| e.eq_ignore_ascii_case(end))
    };
    ends_in("RQ") || ends_in("RQV1") || OTHERS.iter().any(|other| other.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `NAME=text` for elements, `NAME(…)` for aggregates and empty elements.
    fn drawn(node: &Node<'_>) -> String {
        match node.text {
            Some(text) => format!("{}={text}", node.name),
            None => format!("{}({})", node.name, node.children.iter().map(drawn).collect::<Vec<_>>().join(" ")),
        }
    }

    fn sgml(body: &str) -> String {
        drawn(&build(body, Syntax::Sgml).unwrap())
    }

    fn xml(body: &str) -> Result<String, Unreadable> {
        build(body, Syntax::Xml).map(|top| drawn(&top))
    }

    #[test]
    fn closed_and_unclosed_elements_give_the_same_tree() {
        let closed = "<FI><ORG>X</ORG><FID>1</FID></FI>";
        assert_eq!(sgml(closed), "(FI(ORG=X FID=1))");
        assert_eq!(sgml("<FI>\r\n<ORG> X \r\n\r\n<FID>1\r\n</FI>"), sgml(closed));
        assert_eq!(xml(closed), Ok(sgml(closed)));
    }

    #[test]
    fn an_empty_unclosed_element_does_not_swallow_what_follows() {
        assert_eq!(
            sgml("<SONRQ><USERPASS><LANGUAGE>ENG<FI><ORG>X<FID></FI><APPID>Q</SONRQ>"),
            "(SONRQ(USERPASS() LANGUAGE=ENG FI(ORG=X FID()) APPID=Q))"
        );
    }

    #[test]
    fn an_unknown_aggregate_keeps_its_content_to_itself() {
        assert_eq!(sgml("<SONRQ><A.B><USERID>no</A.B><USERID>yes</SONRQ>"), "(SONRQ(A.B(USERID=no) USERID=yes))");
    }

    #[test]
    fn missing_end_tags_of_aggregates_and_stray_ones_are_borne_in_sgml() {
        assert_eq!(sgml("<OFX><SONRQ><USERID>a"), "(OFX(SONRQ(USERID=a)))");
        assert_eq!(sgml("</X><OFX></Y><FI><ORG>a</OFX>"), "(OFX(FI(ORG=a)))");
        assert_eq!(sgml("<OFX>stray<FI>stray<ORG>a</ORG>stray</FI></OFX>"), "(OFX(FI(ORG=a)))");
    }

    #[test]
    fn none_of_that_is_borne_in_xml() {
        for body in ["<FI><ORG>X</FI>", "<FI><ORG></FI>", "<FI>", "</FI>", "<FI><ORG>X", "<ORG>X</FI>"] {
            assert_eq!(xml(body), Err(Unreadable::NotWellFormed), "{body}");
        }
        assert_eq!(xml("<FI><ORG/>\n</FI>"), Ok("(FI(ORG()))".into()));
    }

    #[test]
    fn small_letters_match_capitals() {
        let top = build("<fi><Org>X</ORG></FI>", Syntax::Sgml).unwrap();
        assert_eq!(top.child("FI").and_then(|fi| fi.raw("ORG")), Some("X"));
    }

    #[test]
    fn each_limit_is_kept_on_both_sides() {
        let deep = |n: usize| build(&"<A>".repeat(n), Syntax::Sgml).map(|_| ());
        assert_eq!((deep(64), deep(65)), (Ok(()), Err(Unreadable::TooDeep)));
        let many = |n: usize| build(&"<A>1".repeat(n), Syntax::Sgml).map(|_| ());
        assert_eq!((many(8_192), many(8_193)), (Ok(()), Err(Unreadable::TooMany)));
        let long = |n: usize| build(&format!("<A>{}", "x".repeat(n)), Syntax::Sgml).map(|_| ());
        assert_eq!((long(4_096), long(4_097)), (Ok(()), Err(Unreadable::ValueTooLong)));
    }
}
