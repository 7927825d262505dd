//! Lists a page at a time.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use schemars::JsonSchema;
use serde::Serialize;

use super::query;
use crate::domain::filter::{Condition, Fields};
use crate::domain::listing::{Order, Wanted};
use crate::domain::refusal::Refusal;

pub const USUAL_SIZE: i64 = 100;
pub const LARGEST_SIZE: i64 = 5_000;
/// The public API's page number is an int32.
pub const LAST_NUMBER: i64 = 0x7fff_ffff;

/// Which page of a list is asked for.
#[derive(Clone, Debug)]
pub struct Page {
    number: i64,
    size: i64,
    /// Of the list itself, for the links to other pages.
    path: String,
    query: Option<String>,
    tags: Option<String>,
    order_by: Option<String>,
}

/// What a list can be asked for.
pub struct Listing {
    pub fields: Fields,
    /// By which field it is ordered, newest first, if nothing else is asked for.
    pub newest: &'static str,
    pub has_tags: bool,
}

impl Page {
    pub fn limit(&self) -> i64 {
        self.size
    }

    pub fn offset(&self) -> i64 {
        (self.number - 1).saturating_mul(self.size)
    }

    /// The filter and order that are asked for; `None`: everything, newest first.
    pub fn wanted(&self, listing: &Listing) -> Result<Option<Wanted>, Refusal> {
        if self.tags.is_some() && !listing.has_tags {
            // Answering the unfiltered list to a filter would hand out what was not asked for.
            return Err(Refusal::invalid("tags: only companies have tags"));
        }
        if self.query.is_none() && self.tags.is_none() && self.order_by.is_none() {
            return Ok(None);
        }
        let query = condition("query", self.query.as_deref(), listing.fields)?;
        let tags = condition("tags", self.tags.as_deref(), Fields::Tags)?;
        Ok(Some(Wanted { query, tags, order: self.order(listing)? }))
    }

    fn order(&self, listing: &Listing) -> Result<Order, Refusal> {
        let Some(text) = self.order_by.as_deref() else {
            return Ok(Order { field: listing.newest.to_owned(), descending: true });
        };
        let (field, descending) = text.strip_prefix('-').map_or((text, false), |field| (field, true));
        if listing.fields.has(field) {
            return Ok(Order { field: field.to_owned(), descending });
        }
        let fields = listing.fields.in_words();
        Err(Refusal::invalid(format!("orderBy: must be one of {fields}, with - before it for descending order")))
    }

    /// The answer: this page's results, of `total` in all.
    pub fn of<T>(&self, results: Vec<T>, total: i64) -> Listed<T> {
        let last = total.div_euclid(self.size) + i64::from(total.rem_euclid(self.size) > 0);
        let links = Links {
            this: Href { href: self.path.clone() },
            current: self.link(self.number),
            next: (self.number < last).then(|| self.link(self.number + 1)),
            // From beyond the end the way back leads to the last page that there is.
            previous: (self.number > 1).then(|| self.link((self.number - 1).min(last.max(1)))),
        };
        Listed { results, page_number: self.number, page_size: self.size, total_results: total, links }
    }

    fn link(&self, number: i64) -> Href {
        let mut others = url::form_urlencoded::Serializer::new(String::new());
        for (name, text) in [("query", &self.query), ("tags", &self.tags), ("orderBy", &self.order_by)] {
            if let Some(text) = text {
                others.append_pair(name, text);
            }
        }
        let others = others.finish();
        let and = if others.is_empty() { "" } else { "&" };
        Href { href: format!("{}?page={number}&pageSize={}{and}{others}", self.path, self.size) }
    }

    fn asked_for(request: &HttpRequest) -> Result<Self, Refusal> {
        let text = |name| Ok::<_, Refusal>(query::parameter(request, name)?.map(|text| text.into_owned()));
        let number = query::whole_number(request, "page", 1, LAST_NUMBER)?.unwrap_or(1);
        let size = query::whole_number(request, "pageSize", 1, LARGEST_SIZE)?.unwrap_or(USUAL_SIZE);
        let (query, tags, order_by) = (text("query")?, text("tags")?, text("orderBy")?);
        Ok(Self { number, size, path: request.path().to_owned(), query, tags, order_by })
    }
}

fn condition(name: &str, text: Option<&str>, fields: Fields) -> Result<Option<Condition>, Refusal> {
    let read = text.map(|text| Condition::parse(text, fields)).transpose();
    read.map_err(|unreadable| Refusal::invalid(format!("{name}: {unreadable}")))
}

impl FromRequest for Page {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::asked_for(request))
    }
}

/// A page of a list, in the public API's shape.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "PageOf{T}")]
pub struct Listed<T> {
    results: Vec<T>,
    page_number: i64,
    page_size: i64,
    /// On all pages.
    total_results: i64,
    #[serde(rename = "_links")]
    links: Links,
}

/// Paths of this list and of the pages around this one; `next` and `previous` are absent where there is none.
#[derive(Debug, Serialize, JsonSchema)]
struct Links {
    #[serde(rename = "self")]
    this: Href,
    current: Href,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Href")]
    next: Option<Href>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Href")]
    previous: Option<Href>,
}

#[derive(Debug, Serialize, JsonSchema)]
#[schemars(inline)]
struct Href {
    href: String,
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn asked(query: &str) -> Result<Page, Refusal> {
        Page::asked_for(&TestRequest::with_uri(&format!("/companies{query}")).to_http_request())
    }

    #[test]
    fn the_first_hundred_are_the_default() {
        let page = asked("").unwrap();
        assert_eq!((page.limit(), page.offset()), (100, 0));
        let page = asked("?page=3&pageSize=20").unwrap();
        assert_eq!((page.limit(), page.offset()), (20, 40));
    }

    #[test]
    fn a_page_that_cannot_be_is_refused_by_name() {
        for query in ["?page=0", "?page=-1", "?page=x", "?page=99999999999", "?pageSize=0", "?pageSize=5001"] {
            let Err(Refusal::Invalid { error, .. }) = asked(query) else { panic!("{query} accepted") };
            assert!(error.starts_with("page"), "{error}");
        }
        assert!(asked("?page=2147483647&pageSize=5000").is_ok());
    }

    #[test]
    fn links_lead_to_the_pages_around() {
        let shape = |query: &str, total| serde_json::to_value(asked(query).unwrap().of(vec![0], total)).unwrap();
        assert_eq!(
            shape("?page=2&pageSize=10", 21),
            serde_json::json!({
                "results": [0],
                "pageNumber": 2,
                "pageSize": 10,
                "totalResults": 21,
                "_links": {
                    "self": {"href": "/companies"},
                    "current": {"href": "/companies?page=2&pageSize=10"},
                    "next": {"href": "/companies?page=3&pageSize=10"},
                    "previous": {"href": "/companies?page=1&pageSize=10"},
                },
            })
        );
        assert!(shape("?page=2&pageSize=10", 20)["_links"].get("next").is_none());
        assert_eq!(shape("?page=9&pageSize=10", 20)["_links"]["previous"]["href"], "/companies?page=2&pageSize=10");
        assert!(shape("", 0)["_links"].get("previous").is_none());
        let filtered = shape("?query=name%3Dx+%26%26+id%3D1&orderBy=-name&pageSize=10", 20);
        assert_eq!(
            filtered["_links"]["next"]["href"],
            "/companies?page=2&pageSize=10&query=name%3Dx+%26%26+id%3D1&orderBy=-name"
        );
    }
}
