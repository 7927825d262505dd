//! Our own texts in CommonMark as HTML: headings get anchors, addresses of the texts become those of the pages. Markup that is
//! written in a text is shown, never passed on.

use std::fmt;

use askama::filters::HtmlSafe;
use pulldown_cmark::{CowStr, Event, HeadingLevel, Parser, Tag, TagEnd, html};

use crate::domain::app::PublicUrl;
use crate::web::urls;

/// What stands in the texts for the address of this server.
const ANY_SERVER: &str = "https://link.bank.example";

/// HTML of our own making.
#[derive(Debug, Default)]
pub struct Markup(String);

impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Markup {}

/// A text with its headings.
pub struct Document {
    /// The text of its `h1`, which is in neither part.
    pub title: String,
    /// Up to the first `h2`.
    pub intro: Markup,
    pub body: Markup,
    /// Anchor and words of every `h2`.
    pub headings: Vec<(String, String)>,
}

/// A whole text, as it is kept in `docs/`.
pub fn document(text: &str, public_url: &PublicUrl) -> Document {
    let text = text.replace(ANY_SERVER, public_url.origin());
    let mut document =
        Document { title: String::new(), intro: Markup::default(), body: Markup::default(), headings: Vec::new() };
    let mut events = Vec::new();
    let mut heading: Option<(HeadingLevel, Vec<Event<'_>>)> = None;
    for event in Parser::new(&text).flat_map(shown) {
        match (event, &mut heading) {
            (Event::Start(Tag::Heading { level, .. }), _) => heading = Some((level, Vec::new())),
            (Event::End(TagEnd::Heading(_)), _) => {
                if let Some((level, inside)) = heading.take() {
                    if document.headings.is_empty() {
                        html::push_html(&mut document.intro.0, events.drain(..));
                    }
                    document.heads(level, inside, &mut events);
                }
            }
            (event, Some((_, inside))) => inside.push(event),
            (event, None) => events.push(event),
        }
    }
    html::push_html(&mut document.body.0, events.into_iter());
    document
}

/// A sentence or two, without a paragraph around it.
pub fn phrase(text: &str) -> Markup {
    let is_inside = |event: &Event<'_>| !matches!(event, Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph));
    let mut markup = Markup::default();
    html::push_html(&mut markup.0, Parser::new(text).flat_map(shown).filter(is_inside));
    markup
}

/// The same in a paragraph.
pub fn paragraphs(text: &str) -> Markup {
    let mut markup = Markup::default();
    html::push_html(&mut markup.0, Parser::new(text).flat_map(shown));
    markup
}

/// Words as an anchor.
pub fn anchor(words: &str) -> String {
    let letters = words.chars().filter_map(|letter| match letter {
        letter if letter.is_alphanumeric() => Some(letter.to_ascii_lowercase()),
        ' ' | '-' => Some('-'),
        _ => None,
    });
    letters.collect()
}

impl Document {
    fn heads<'a>(&mut self, level: HeadingLevel, inside: Vec<Event<'a>>, events: &mut Vec<Event<'a>>) {
        let words: String = inside.iter().map(words).collect();
        if level == HeadingLevel::H1 {
            self.title = words;
            return;
        }
        let id = anchor(&words);
        let start = Tag::Heading { level, id: Some(id.clone().into()), classes: Vec::new(), attrs: Vec::new() };
        events.push(Event::Start(start));
        events.extend(inside);
        events.push(Event::End(TagEnd::Heading(level)));
        if level == HeadingLevel::H2 {
            self.headings.push((id, words));
        }
    }
}

fn words<'e>(event: &'e Event<'_>) -> &'e str {
    match event {
        Event::Text(text) | Event::Code(text) => text,
        _ => " ",
    }
}

fn shown(event: Event<'_>) -> Vec<Event<'_>> {
    match event {
        Event::Html(markup) | Event::InlineHtml(markup) => vec![Event::Text(markup)],
        Event::Text(text) if text.contains('«') => with_french(&text),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            vec![Event::Start(Tag::Link { link_type, dest_url: led(dest_url), title, id })]
        }
        event => vec![event],
    }
}

/// What stands in French quotation marks is French, for voices.
fn with_french(text: &str) -> Vec<Event<'static>> {
    let own = |text: &str| Event::Text(text.to_owned().into());
    let mut events = Vec::new();
    for (place, part) in text.split('«').enumerate() {
        match part.split_once('»').filter(|_| place > 0) {
            Some((french, rest)) => events.extend([
                Event::InlineHtml("<span lang=\"fr-CA\">".into()),
                own(&format!("«{french}»")),
                Event::InlineHtml("</span>".into()),
                own(rest),
            ]),
            None => events.push(own(part)),
        }
    }
    events
}

/// Where a link of the texts leads on the pages.
fn led(address: CowStr<'_>) -> CowStr<'_> {
    let (file, anchor) = address.split_once('#').map_or((&*address, None), |(file, anchor)| (file, Some(anchor)));
    let page = match file {
        "partner-api.md" => urls::docs(),
        "partner-guide.md" => urls::guide(),
        _ => return address,
    };
    anchor.map_or_else(|| page.clone(), |anchor| format!("{page}#{anchor}")).into()
}
