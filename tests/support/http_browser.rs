//! A light browser: cookies, redirects and forms, without drawing anything. For stories that need no eyes.

use ureq::{Agent, Cookie, SendBody};
use url::Url;

use super::http::{self, Answer};

const MOST_HOPS: usize = 10;
/// Between the parts of a form with files.
pub const BOUNDARY: &str = "----parts-of-a-form";

pub struct HttpBrowser {
    agent: Agent,
    accept_language: String,
    /// As `User-Agent` has it.
    name: String,
}

/// Where the browser arrived.
#[derive(Clone, Debug)]
pub struct Page {
    pub url: String,
    pub answer: Answer,
}

/// A form on a page.
#[derive(Clone, Debug)]
pub struct Form {
    /// Whole address.
    pub action: String,
    /// Hidden fields, in order.
    pub hidden: Vec<(String, String)>,
}

impl HttpBrowser {
    /// `language` as `Accept-Language` has it: `en-CA`, `fr-CA`.
    pub fn new(language: &str) -> Self {
        Self { agent: http::agent(), accept_language: language.to_owned(), name: "ureq".to_owned() }
    }

    /// The same browser under another name.
    pub fn calling_itself(self, name: &str) -> Self {
        Self { name: name.to_owned(), ..self }
    }

    /// Opens an address, and follows where it leads.
    pub fn opens(&self, url: &str) -> Page {
        self.follows("GET", url, None)
    }

    /// One request, one answer: redirects are not followed.
    pub fn asks(&self, method: &str, url: &str) -> Answer {
        self.exchanges(method, url, None)
    }

    /// Sends a form of the page with its hidden fields and these.
    pub fn submits(&self, form: &Form, fields: &[(&str, &str)]) -> Page {
        let hidden = form.hidden.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let fields: Vec<(&str, &str)> = hidden.chain(fields.iter().copied()).collect();
        self.posts(&form.action, &fields)
    }

    /// Posts fields as a form of the same site does, and follows.
    pub fn posts(&self, url: &str, fields: &[(&str, &str)]) -> Page {
        self.follows("POST", url, Some(serde_urlencoded::to_string(fields).unwrap()))
    }

    /// Sends a form of the page with its hidden fields, these, and files: field, name and content of each.
    pub fn uploads(&self, form: &Form, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Page {
        let hidden = form.hidden.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let hidden = hidden.filter(|(name, _)| !fields.iter().any(|(field, _)| field == name));
        let fields: Vec<(&str, &str)> = hidden.chain(fields.iter().copied()).collect();
        let answer = self.sends_parts(&form.action, &multipart(&fields, files));
        let location = answer.header("location").to_owned();
        match location.is_empty() {
            true => Page { url: form.action.clone(), answer },
            false => self.opens(Url::parse(&form.action).unwrap().join(&location).unwrap().as_ref()),
        }
    }

    /// A form with files as a browser of the same site sends it; the boundary is [`BOUNDARY`].
    pub fn sends_parts(&self, url: &str, body: &[u8]) -> Answer {
        let origin = Url::parse(url).unwrap().origin().ascii_serialization();
        let media_type = format!("multipart/form-data; boundary={BOUNDARY}");
        let headers = [
            ("accept-language", self.accept_language.as_str()),
            ("user-agent", &self.name),
            ("origin", &origin),
            ("sec-fetch-site", "same-origin"),
            ("content-type", &media_type),
        ];
        http::send(&self.agent, "POST", url, &headers, body)
    }

    /// One request with any headers and body, with this browser's cookies; nothing is followed.
    pub fn sends(&self, method: &str, url: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        http::send(&self.agent, method, url, headers, body)
    }

    /// A cookie's value, if the browser holds one by that name.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let jar = self.agent.cookie_jar_lock();
        jar.iter().find(|cookie| cookie.name() == name).map(|cookie| cookie.value().to_owned())
    }

    /// Every cookie that the browser holds: name and value.
    pub fn cookies(&self) -> Vec<(String, String)> {
        let jar = self.agent.cookie_jar_lock();
        jar.iter().map(|cookie| (cookie.name().to_owned(), cookie.value().to_owned())).collect()
    }

    /// Holds a cookie from now on, as if `url` had set it.
    pub fn takes_cookie(&self, url: &str, name: &str, value: &str) {
        let uri = url.parse().unwrap();
        let cookie = Cookie::parse(format!("{name}={value}; Path=/; HttpOnly"), &uri).unwrap();
        let mut jar = self.agent.cookie_jar_lock();
        jar.insert(cookie, &uri).unwrap();
        jar.release();
    }

    fn follows(&self, method: &str, url: &str, body: Option<String>) -> Page {
        let (mut method, mut url, mut body) = (method, url.to_owned(), body);
        for _ in 0..MOST_HOPS {
            let answer = self.exchanges(method, &url, body.as_deref());
            let location = answer.header("location").to_owned();
            if !(300..400).contains(&answer.status) || location.is_empty() {
                return Page { url, answer };
            }
            url = Url::parse(&url).unwrap().join(&location).unwrap().to_string();
            (method, body) = ("GET", None);
        }
        panic!("sent on without end, at last to {url}");
    }

    fn exchanges(&self, method: &str, url: &str, body: Option<&str>) -> Answer {
        let mut headers = vec![("accept-language", self.accept_language.as_str()), ("accept", "text/html")];
        headers.push(("user-agent", &self.name));
        let Some(body) = body else {
            headers.push(("sec-fetch-site", "none"));
            return http::send(&self.agent, method, url, &headers, SendBody::none());
        };
        let origin = Url::parse(url).unwrap().origin().ascii_serialization();
        headers.extend([("origin", origin.as_str()), ("sec-fetch-site", "same-origin")]);
        headers.push(("content-type", "application/x-www-form-urlencoded"));
        http::send(&self.agent, method, url, &headers, body)
    }
}

/// Texts and files as one body.
pub fn multipart(fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
        );
    }
    for (field, name, content) in files {
        let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n");
        body.extend(format!("{head}Content-Type: application/octet-stream\r\n\r\n").bytes());
        body.extend(*content);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{BOUNDARY}--\r\n").bytes());
    body
}

impl Page {
    pub fn status(&self) -> u16 {
        self.answer.status
    }

    pub fn html(&self) -> String {
        self.answer.text()
    }

    /// Whether these words stand on the page, as a reader sees them.
    pub fn says(&self, words: &str) -> bool {
        visible(&self.html()).contains(words)
    }

    /// Every form of the page, in order.
    pub fn forms(&self) -> Vec<Form> {
        let html = self.html();
        let mut forms = Vec::new();
        for part in html.split("<form").skip(1) {
            let part = part.split("</form>").next().unwrap_or(part);
            let (head, inside) = part.split_once('>').unwrap_or((part, ""));
            let action = attribute(head, "action").unwrap_or_default();
            let hidden = inside
                .split("<input")
                .skip(1)
                .filter_map(|input| input.split('>').next())
                .filter(|input| attribute(input, "type").as_deref() == Some("hidden"))
                .map(|input| (attribute(input, "name").unwrap(), attribute(input, "value").unwrap_or_default()))
                .collect();
            forms.push(Form { action: Url::parse(&self.url).unwrap().join(&action).unwrap().to_string(), hidden });
        }
        forms
    }

    /// The form whose action's path ends with `end`.
    pub fn form(&self, end: &str) -> Form {
        let fits = |form: &Form| Url::parse(&form.action).is_ok_and(|url| url.path().ends_with(end));
        let found = self.forms().into_iter().find(fits);
        found.unwrap_or_else(|| panic!("no form to {end} on {} ({}): {}", self.url, self.status(), self.html()))
    }

    /// The text of the element with this id, without its tags.
    pub fn text_of(&self, id: &str) -> Option<String> {
        let html = self.html();
        let (before, after) = html.split_once(&format!("id=\"{id}\""))?;
        let name: String = before.rsplit('<').next()?.chars().take_while(char::is_ascii_alphanumeric).collect();
        let inside = after.split_once('>')?.1;
        Some(visible(inside.split(&format!("</{name}>")).next()?))
    }
}

/// The text between the tags, entities read.
fn visible(html: &str) -> String {
    let mut text = String::new();
    let mut in_tag = false;
    for letter in html.chars() {
        match letter {
            '<' => in_tag = true,
            '>' => in_tag = false,
            _ if !in_tag => text.push(letter),
            _ => {}
        }
    }
    unescape(&text)
}

/// The value of an attribute in the head of a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    Some(unescape(tag.get(start..)?.split('"').next()?))
}

fn unescape(text: &str) -> String {
    let entities = [
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&nbsp;", "\u{a0}"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ];
    entities.iter().fold(text.to_owned(), |text, (entity, letter)| text.replace(entity, letter))
}
