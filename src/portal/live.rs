//! A mark of what customers see, in every form that replaces it or began with it: so that what a colleague makes public meanwhile
//! is noticed. Other sections of the settings do not disturb it.

use serde::Serialize;

use crate::domain::branding_draft::BrandingDraft;
use crate::domain::draft::{GONE, NO_DRAFT};
use crate::domain::partner::Partner;
use crate::domain::refusal::Refusal;
use crate::web::assets::fingerprint;

/// Of the callout, with all that have a time: it changes when somebody does something, not when a time comes.
pub fn callout(partner: &Partner) -> Result<String, Refusal> {
    let settings = &partner.settings;
    mark(&(&settings.callout_en, &settings.callout_fr, &settings.timed_callouts))
}

pub fn looks(partner: &Partner) -> Result<String, Refusal> {
    mark(&BrandingDraft::of(partner))
}

fn mark(live: &impl Serialize) -> Result<String, Refusal> {
    Ok(fingerprint(&serde_json::to_vec(live).map_err(anyhow::Error::from)?))
}

/// What the writer of a draft saw: its version, or where there was none what was live then, if it still is.
pub fn seen(version: i64, live: &str, now: &str) -> i64 {
    if version == NO_DRAFT && live != now { GONE } else { version }
}
