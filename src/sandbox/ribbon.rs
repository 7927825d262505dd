//! What time the sandbox pretends, and how far ahead of the true one that is.

use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::web::texts::Tongue;

/// What time is pretended, and how far ahead that is, for every page of the sandbox. `mode`: what is said before it.
pub fn words(app: &App, tongue: Tongue, moment: impl Fn(Timestamp) -> String, mode: &str) -> String {
    let ahead = match ahead(app, tongue) {
        Some(span) => tongue.t1("sandbox-ribbon-ahead", "span", span),
        None => tongue.t("sandbox-ribbon-true").to_owned(),
    };
    let said = tongue.t2("sandbox-ribbon", ("time", moment(app.clock.now())), ("ahead", ahead));
    format!("{mode} {said}")
}

/// How far ahead the clock is, in its two largest units. `None`: it is right to the minute.
pub fn ahead(app: &App, tongue: Tongue) -> Option<String> {
    let minutes = app.clock.ahead().unwrap_or_default().as_secs() / 60;
    let units =
        [("ahead-days", minutes / (24 * 60)), ("ahead-hours", minutes / 60 % 24), ("ahead-minutes", minutes % 60)];
    let mut said = units.into_iter().filter(|(_, count)| *count > 0);
    let mut said = said.by_ref().take(2).map(|(key, count)| tongue.t1(key, "count", count));
    match (said.next(), said.next()) {
        (Some(more), Some(less)) => Some(tongue.t2("ahead-two", ("more", more), ("less", less))),
        (more, _) => more,
    }
}
