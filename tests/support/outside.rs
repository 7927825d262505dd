//! A client that lives through whatever happens to the server, and knows of each request what it may believe.

use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use ureq::Agent;

use super::http::{self, Answer};
use super::http_browser::Page;

/// The promise: no request takes longer, whatever happens.
const LONGEST: Duration = Duration::from_secs(10);
/// What no answer may hold, from inside the server.
const INSIDES: [&str; 7] = ["sqlx", "sqlite", "postgres", "panicked", ".rs:", "backtrace", "pool"];

/// What a client may believe of its request.
#[derive(Clone, Debug)]
pub enum Fate {
    /// It is done, and stays done.
    Done(Answer),
    /// It was refused for good.
    Refused(Answer),
    /// 503: come back. Of a request whose outcome the server does not know either, nothing can be said.
    Busy,
    /// The connection broke: nobody knows.
    Unknown,
}

impl Fate {
    pub fn done(self) -> Option<Answer> {
        match self {
            Self::Done(answer) => Some(answer),
            _ => None,
        }
    }

    pub fn is_done(&self) -> bool {
        matches!(self, Self::Done(_))
    }

    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Busy)
    }
}

pub struct Outside {
    agent: Agent,
    url: String,
    authorization: Option<String>,
    /// How long the slowest request took.
    pub longest: Duration,
    patience: Duration,
}

impl Outside {
    /// `url`: scheme, host and port.
    pub fn new(url: &str) -> Self {
        let (agent, url) = (http::agent(), url.to_owned());
        Self { agent, url, authorization: None, longest: Duration::ZERO, patience: LONGEST }
    }

    pub fn with_key(url: &str, api_key: &str) -> Self {
        Self { authorization: Some(format!("Basic {}", STANDARD.encode(api_key))), ..Self::new(url) }
    }

    /// For a server that is stopped for a while on purpose.
    pub fn patient(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// A JSON request; `body` `null`: none.
    pub fn asks(&mut self, method: &str, path: &str, body: &Value) -> Fate {
        let (url, authorization) = (format!("{}{path}", self.url), self.authorization.clone());
        let mut headers: Vec<(&str, &str)> = Vec::new();
        headers.extend(authorization.iter().map(|value| ("authorization", value.as_str())));
        if body.is_null() {
            return self.exchanges(method, &url, &headers, "");
        }
        headers.push(("content-type", "application/json"));
        self.exchanges(method, &url, &headers, &body.to_string())
    }

    pub fn gets(&mut self, path: &str) -> Fate {
        self.asks("GET", path, &Value::Null)
    }

    pub fn posts(&mut self, path: &str, body: &Value) -> Fate {
        self.asks("POST", path, body)
    }

    /// A file for the institution.
    pub fn sends_ofx(&mut self, file: &str) -> Fate {
        let url = format!("{}/ofx", self.url);
        self.exchanges("POST", &url, &[("content-type", "application/x-ofx")], file)
    }

    /// Opens a page and follows where it leads; `None` when something broke on the way.
    pub fn opens(&mut self, url: &str) -> Option<Page> {
        let answer = self.exchanges("GET", url, &[("accept", "text/html")], "").done()?;
        self.arrives(url, answer)
    }

    /// Sends a form of the page as a browser does, and follows. The first fate is that of the form itself.
    pub fn submits(&mut self, page: &Page, end: &str, fields: &[(&str, &str)]) -> (Fate, Option<Page>) {
        let form = page.form(end);
        let hidden = form.hidden.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let fields: Vec<(&str, &str)> = hidden.chain(fields.iter().copied()).collect();
        let body = serde_urlencoded::to_string(fields).unwrap();
        let origin = self.url.clone();
        let headers = [
            ("origin", origin.as_str()),
            ("sec-fetch-site", "same-origin"),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        let fate = self.exchanges("POST", &form.action, &headers, &body);
        let page = fate.clone().done().and_then(|answer| self.arrives(&form.action, answer));
        (fate, page)
    }

    fn arrives(&mut self, url: &str, answer: Answer) -> Option<Page> {
        let location = answer.header("location").to_owned();
        if location.is_empty() {
            return Some(Page { url: url.to_owned(), answer });
        }
        let next = url::Url::parse(url).unwrap().join(&location).unwrap().to_string();
        self.opens(&next)
    }

    fn exchanges(&mut self, method: &str, url: &str, headers: &[(&str, &str)], body: &str) -> Fate {
        let begun = Instant::now();
        let answer = http::try_send(&self.agent, method, url, headers, body);
        self.longest = self.longest.max(begun.elapsed());
        assert!(begun.elapsed() < self.patience, "{method} {url} took {:?}", begun.elapsed());
        let Ok(answer) = answer else { return Fate::Unknown };
        let text = without_what_was_drawn(&answer.text().to_lowercase());
        for inside in INSIDES {
            assert!(!text.contains(inside), "{method} {url} tells of {inside}: {text}");
        }
        match answer.status {
            200..400 => Fate::Done(answer),
            400..500 => Fate::Refused(answer),
            503 if !answer.header("retry-after").is_empty() => Fate::Busy,
            status => panic!("{method} {url} was answered {status} {:?}: {text}", answer.headers),
        }
    }
}

/// Among the letters of ten thousand tokens any word of four can be found.
fn without_what_was_drawn(text: &str) -> String {
    let is_of_a_token = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let was_drawn = |word: &&str| word.len() > 20 && word.bytes().any(|byte| byte.is_ascii_digit());
    text.split_inclusive(|c| !is_of_a_token(c)).filter(|word| !was_drawn(word)).collect()
}
