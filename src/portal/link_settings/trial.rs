//! *This link would return here*: a return URL tried out with sample values, the saved one or one that is only typed. Nothing is
//! changed by it.

use std::collections::BTreeMap;

use serde::Deserialize;
use url::form_urlencoded;

use super::super::field::{Field, Kind, Problem, problems};
use super::super::member::Member;
use crate::domain::return_url::{self, NotCarried};
use crate::portal::sections::why;
use crate::web::texts::Tongue;

/// Longer than any query of parameters that a link can carry.
const OWN_LIMIT: usize = 4_000;

/// What the form sends, by GET.
#[derive(Default, Deserialize)]
pub struct Tried {
    /// Empty: the saved one.
    #[serde(default, rename = "try-url")]
    url: Option<String>,
    /// The link's own parameters, as a query.
    #[serde(default, rename = "try-own")]
    own: Option<String>,
}

/// The form, and what came of it.
pub struct Trial {
    pub fields: [Field; 2],
    pub outcome: Option<Outcome>,
}

/// Where two customers of the same link would go.
pub struct Outcome {
    pub finished: String,
    pub declined: String,
    /// Parameters of the link that would not come back, each with why, in words.
    pub remarks: Vec<String>,
}

impl Trial {
    pub fn of(member: &Member, tried: &Tried) -> Self {
        let (tongue, settings) = (member.tongue, &member.partner.settings);
        let saved = settings.return_url.clone().unwrap_or_default();
        let url = Some(tried.url.as_deref().unwrap_or_default().trim()).filter(|url| !url.is_empty());
        let (url, own) = (url.unwrap_or(&saved), tried.own.as_deref().unwrap_or_default().trim());
        let (outcome, url_wrong, own_wrong) = match tried.url {
            Some(_) => came_to(member, url, own),
            None => (None, None, None),
        };
        let url = Field::new("try-url", tongue.t("linkset-try-url"), url).kind(Kind::Url).problem(url_wrong);
        let own = Field::new("try-own", tongue.t("linkset-try-own"), own).problem(own_wrong);
        Self { fields: [url, own.hint(tongue.t("linkset-try-own-hint"))], outcome }
    }

    pub fn problems(&self) -> Vec<Problem> {
        problems(&self.fields)
    }
}

type CameTo = (Option<Outcome>, Option<String>, Option<String>);

fn came_to(member: &Member, url: &str, own: &str) -> CameTo {
    let (tongue, settings) = (member.tongue, &member.partner.settings);
    let length = own.chars().count();
    if length > OWN_LIMIT {
        return (None, None, Some(why::too_long(tongue, OWN_LIMIT, length)));
    }
    if url.is_empty() {
        return (None, Some(tongue.t("linkset-try-nothing").to_owned()), None);
    }
    let sent: Vec<(String, String)> =
        form_urlencoded::parse(own.trim_start_matches('?').as_bytes()).into_owned().collect();
    match return_url::tried(settings, url, &sent) {
        Ok(trial) => {
            let remarks = remarks(tongue, &trial.not_carried, &trial.left_empty);
            (Some(Outcome { finished: trial.finished, declined: trial.declined, remarks }), None, None)
        }
        Err(problem) => (None, Some(why::told(tongue, &problem.why)), None),
    }
}

fn remarks(tongue: Tongue, not_carried: &BTreeMap<String, NotCarried>, left_empty: &[String]) -> Vec<String> {
    let ignored = not_carried.iter().map(|(name, why)| {
        let key = match why {
            NotCarried::Ours => "linkset-try-ours",
            NotCarried::Name => "linkset-try-name",
            NotCarried::Value => "linkset-try-value",
            NotCarried::TooMany => "linkset-try-many",
        };
        tongue.t1(key, "name", name.as_str())
    });
    let empty = left_empty.iter().map(|name| tongue.t1("linkset-try-empty", "name", name.as_str()));
    ignored.chain(empty).collect()
}
