//! From when until when, in words and as fields.

use crate::clock::Timestamp;
use crate::domain::callout_history::{Span, SpanProblem};
use crate::domain::local_time::{self, LocalProblem, Typed};
use crate::portal::field::{Field, Kind};
use crate::portal::member::Member;
use crate::web::texts::Tongue;

/// When it is or was to be seen.
pub fn span(member: &Member, span: Span) -> String {
    let (tongue, moment) = (member.tongue, |at: Timestamp| member.moment(at));
    match (span.from, span.until) {
        (None, None) => tongue.t("callout-span-open").to_owned(),
        (Some(from), None) => tongue.t1("callout-span-from", "from", moment(from)),
        (None, Some(until)) => tongue.t1("callout-span-until", "until", moment(until)),
        (Some(from), Some(until)) => tongue.t2("callout-span-both", ("from", moment(from)), ("until", moment(until))),
    }
}

/// A beginning or an end, as it is asked for.
pub struct End {
    pub date: Field,
    pub time: Field,
    /// Where the clocks are put back over it.
    pub twice: Option<Twice>,
}

pub struct Twice {
    pub name: &'static str,
    pub first: String,
    pub second: String,
}

/// The names of an end's fields, and keys of their words.
pub struct Names {
    date: &'static str,
    time: &'static str,
    which: &'static str,
    date_label: &'static str,
    time_label: &'static str,
}

pub const FROM: Names = Names {
    date: "from_date",
    time: "from_time",
    which: "from_which",
    date_label: "callout-from-date",
    time_label: "callout-from-time",
};

pub const UNTIL: Names = Names {
    date: "until_date",
    time: "until_time",
    which: "until_which",
    date_label: "callout-until-date",
    time_label: "callout-until-time",
};

/// What was typed for an end, and the instant if there is one.
pub fn end(member: &Member, names: &Names, typed: &Typed<'_>) -> (End, Option<Timestamp>) {
    let tongue = member.tongue;
    let field = |name, label, value, kind| Field::new(name, tongue.t(label), value).kind(kind);
    let mut end = End {
        date: field(names.date, names.date_label, typed.date, Kind::Date),
        time: field(names.time, names.time_label, typed.time, Kind::Time),
        twice: None,
    };
    let read = local_time::read(&member.partner.settings.time_zone, typed);
    let Err(problem) = read else { return (end, read.ok().flatten()) };
    let said = words(member, problem);
    match problem {
        LocalProblem::DateMissing | LocalProblem::NotADate => end.date.problem = Some(said),
        _ => end.time.problem = Some(said),
    }
    if let LocalProblem::Twice { first, second } = problem {
        let (first, second) = (member.moment(first), member.moment(second));
        end.twice = Some(Twice { name: names.which, first, second });
    }
    (end, None)
}

fn words(member: &Member, problem: LocalProblem) -> String {
    let tongue = member.tongue;
    match problem {
        LocalProblem::DateMissing => tongue.t("callout-when-no-date").to_owned(),
        LocalProblem::TimeMissing => tongue.t("callout-when-no-time").to_owned(),
        LocalProblem::NotADate => tongue.t("callout-when-not-a-date").to_owned(),
        LocalProblem::NotATime => tongue.t("callout-when-not-a-time").to_owned(),
        LocalProblem::Skipped { next } => tongue.t1("callout-when-skipped", "next", member.moment(next)),
        LocalProblem::Twice { .. } => tongue.t("callout-when-twice").to_owned(),
    }
}

/// Puts what is wrong with both ends together beside the one to mend.
pub fn explain(tongue: Tongue, problem: SpanProblem, from: &mut End, until: &mut End) {
    let (end, key) = match problem {
        SpanProblem::FromIsPast => (from, "callout-from-past"),
        SpanProblem::FromIsFar => (from, "callout-from-far"),
        SpanProblem::UntilIsPast => (until, "callout-until-past"),
        SpanProblem::UntilIsFar => (until, "callout-until-far"),
        SpanProblem::UntilIsBeforeFrom => (until, "callout-until-first"),
    };
    end.date.problem = Some(tongue.t(key).to_owned());
}
