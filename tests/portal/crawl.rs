//! Every page of the portal, read off its own table: what is mounted tomorrow is looked at tomorrow.

use std::collections::BTreeMap;

use bankfeeds_link::domain::member_session::SessionValue;
use bankfeeds_link::domain::role::Role;
use bankfeeds_link::portal::{Entry, PAGES};
use bankfeeds_link::secret::Fingerprint;
use url::Url;

use crate::support::{Answer, HttpBrowser, Member, project};

pub const FORM: &str = "application/x-www-form-urlencoded";
/// An id that is nobody's.
pub const INVENTED: &str = "6b1f0f3c-0000-4000-8000-000000000000";

/// The address of an entry below `/portal`, with `id` for every id in it.
pub fn filled(entry: &Entry, id: &str) -> String {
    let mut address = entry.path.to_owned();
    while let Some((before, rest)) = address.split_once('{') {
        address = format!("{before}{id}{}", rest.split_once('}').unwrap().1);
    }
    address
}

/// Whether an address, without its origin, is one of this path of the table.
pub fn is_at(path: &str, address: &str) -> bool {
    let Some(address) = address.strip_prefix("/portal") else { return false };
    let fits = |part: &str, of: &str| part == of || of.starts_with('{');
    address.split('/').count() == path.split('/').count()
        && address.split('/').zip(path.split('/')).all(|(part, of)| fits(part, of))
}

/// Entries whose address names a thing.
pub fn about_things() -> impl Iterator<Item = &'static Entry> {
    PAGES.iter().filter(|entry| entry.path.contains('{'))
}

/// Pages that can be looked at without knowing any id.
pub fn lookable() -> impl Iterator<Item = &'static Entry> {
    PAGES.iter().filter(|entry| entry.get.is_some() && !entry.path.contains('{'))
}

/// Addresses that are open to whoever comes, with what they take: written out where they are mounted.
pub fn open_to_all() -> BTreeMap<String, &'static str> {
    let source = std::fs::read_to_string(project().join("src/portal/mod.rs")).unwrap();
    let mount = source.split("pub fn mount(").nth(1).unwrap().split("\n}").next().unwrap();
    let named = |call: &str, allow: &'static str| -> Vec<(String, &'static str)> {
        let paths = mount.split(call).skip(1).filter_map(|rest| rest.split('"').next());
        paths.map(|path| (path.to_owned(), allow)).collect()
    };
    let all = [
        named(".service(page(\"", "GET, HEAD, POST"),
        named("only_post(\"", "POST"),
        named("only_get(\"", "GET, HEAD"),
    ];
    let all: BTreeMap<_, _> = all.into_iter().flatten().collect();
    // Those, and the fold over the table: nothing else is mounted.
    let mounted = mount.matches(".service(").count();
    assert_eq!(mounted, all.len() + 2, "something is mounted that is neither in the table nor open by name: {mount}");
    all
}

/// A form as it stands on a page, with all that it would send as it is.
#[derive(Clone, Debug)]
pub struct Filled {
    /// Below the origin.
    pub action: String,
    pub is_multipart: bool,
    pub fields: Vec<(String, String)>,
    /// Names of the fields in which somebody types.
    pub texts: Vec<String>,
}

impl Filled {
    pub fn csrf(&self) -> Option<&str> {
        self.fields.iter().find(|(name, _)| name == "csrf").map(|(_, value)| value.as_str())
    }

    /// The body with `typed` in one of its fields.
    pub fn with(&self, field: &str, typed: &str) -> String {
        let fields = self.fields.iter().map(|(name, value)| (name, if name == field { typed } else { value.as_str() }));
        serde_urlencoded::to_string(fields.collect::<Vec<_>>()).unwrap()
    }

    /// The body with `typed` in all of those that are typed in.
    pub fn with_all(&self, typed: &str) -> String {
        let is_text = |name: &String| self.texts.contains(name);
        let fields = self.fields.iter().map(|(name, value)| (name, if is_text(name) { typed } else { value.as_str() }));
        serde_urlencoded::to_string(fields.collect::<Vec<_>>()).unwrap()
    }

    pub fn body(&self) -> String {
        serde_urlencoded::to_string(&self.fields).unwrap()
    }
}

/// The forms of a page that are posted.
pub fn forms(html: &str) -> Vec<Filled> {
    let mut found = Vec::new();
    for part in html.split("<form").skip(1) {
        let (head, inside) = part.split("</form>").next().unwrap_or(part).split_once('>').unwrap_or((part, ""));
        if attribute(head, "method").as_deref() != Some("post") {
            continue;
        }
        let action = attribute(head, "action").unwrap_or_default();
        let is_multipart = attribute(head, "enctype").is_some();
        let mut form = Filled { action, is_multipart, fields: Vec::new(), texts: Vec::new() };
        for tag in inside.split('<').skip(1) {
            let (kind, rest) = tag.split_at(tag.find([' ', '>', '\n']).unwrap_or(tag.len()));
            let Some(name) = attribute(rest.split('>').next().unwrap_or(rest), "name") else { continue };
            let value = attribute(rest, "value").unwrap_or_default();
            match (kind, attribute(rest, "type").as_deref()) {
                ("textarea", _) => {
                    let value = unescaped(rest.split_once('>').map_or("", |it| it.1));
                    form.texts.push(name.clone());
                    form.fields.push((name, value));
                }
                ("input", Some("radio" | "checkbox"))
                    if !rest.split('>').next().unwrap_or(rest).contains(" checked") => {}
                ("input", Some("hidden" | "radio" | "checkbox")) => form.fields.push((name, value)),
                ("input", Some("file")) => {}
                ("input" | "select", _) => {
                    form.texts.push(name.clone());
                    form.fields.push((name, value));
                }
                _ => {}
            }
        }
        found.push(form);
    }
    found
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let tag = tag.split('>').next().unwrap_or(tag);
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    Some(unescaped(tag.get(start..)?.split('"').next()?))
}

fn unescaped(text: &str) -> String {
    let entities = [
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&quot;", "\""),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ];
    entities.iter().fold(text.to_owned(), |text, (entity, letter)| text.replace(entity, letter))
}

impl Member {
    /// What this member's forms are bound to.
    pub fn fingerprint(&self) -> Fingerprint {
        SessionValue::from_cookie(&self.browser.cookie("p").unwrap()).unwrap().fingerprint()
    }

    /// One request with this member's cookies, as a page of ours sends it; nothing is followed.
    pub fn asks(&self, method: &str, below: &str, body: &str) -> Answer {
        let form = [("sec-fetch-site", "same-origin"), ("content-type", FORM)];
        let headers = if method == "POST" { form.as_slice() } else { &[] };
        let answer = self.browser.sends(method, &self.address(below), headers, body);
        if method != "POST" || answer.status != 415 {
            return answer;
        }
        // A form with a picture in it.
        let headers = [("sec-fetch-site", "same-origin"), ("content-type", "multipart/form-data; boundary=b")];
        self.browser.sends(method, &self.address(below), &headers, "--b--\r\n")
    }
}

/// Whether an answer says that a role does not allow it.
pub fn is_of_role(answer: &Answer) -> bool {
    answer.status == 403 && answer.text().contains("<h1>Your role does not allow this</h1>")
}

/// Whether an answer leads to the door.
pub fn leads_to_the_door(answer: &Answer) -> bool {
    answer.status == 303
        && Url::parse("http://x").unwrap().join(answer.header("location")).unwrap().path() == "/portal/sign-in"
}

/// A browser in which nobody is signed in.
pub fn stranger() -> HttpBrowser {
    HttpBrowser::new("en-CA")
}

pub fn roles() -> impl Iterator<Item = Role> {
    Role::ALL.iter().copied()
}
