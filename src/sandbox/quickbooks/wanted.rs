//! What a customer chose on the page with the accounts: as typed, and as meant.

use time::Date;

use super::form::Wrongs;
use super::words;
use crate::clock::Timestamp;
use crate::domain::pretend::account::{ChartType, Listed};
use crate::domain::pretend::start_date::{self, NoStartDate};
use crate::store::pretend_registers::Register;
use crate::web::texts::Tongue;

/// A line of the form; its number is the account's place in the list.
pub struct Row {
    pub number: usize,
    pub name: String,
    pub kind: &'static str,
    pub is_chosen: bool,
    /// A word of [`ChartType`].
    pub chart_type: String,
}

/// The form's fields.
pub struct Typed {
    /// Of each account in the list.
    chosen: Vec<bool>,
    chart_types: Vec<String>,
    /// Somebody sent an account that is not in the list.
    has_foreign: bool,
    pub start_date: String,
}

impl Typed {
    /// What a customer finds: accounts that are connected are chosen, or else all of them.
    pub fn beforehand(listed: &[Listed], registers: &[Register], now: Timestamp) -> Self {
        let register = |one: &Listed| registers.iter().find(|register| register.is_of(one));
        let chart_type = |one| register(one).map_or(ChartType::usual_for(one.kind), |it| it.chart_type);
        Self {
            chosen: listed.iter().map(|one| registers.is_empty() || register(one).is_some()).collect(),
            chart_types: listed.iter().map(|one| chart_type(one).word().to_owned()).collect(),
            has_foreign: false,
            start_date: start_date::written(start_date::earliest(now)),
        }
    }

    pub fn sent(listed: &[Listed], fields: &[(String, String)]) -> Self {
        let all = |name: String| fields.iter().filter(move |(it, _)| *it == name).map(|(_, value)| value.clone());
        let sent = all("account".to_owned()).map(|number| number.parse().unwrap_or(usize::MAX));
        let sent: Vec<usize> = sent.collect();
        let usual = |number: usize| listed.get(number).map(|one| ChartType::usual_for(one.kind).word().to_owned());
        let chart_type = |number| all(format!("type-{number}")).next().or_else(|| usual(number)).unwrap_or_default();
        Self {
            chosen: (0..listed.len()).map(|number| sent.contains(&number)).collect(),
            chart_types: (0..listed.len()).map(chart_type).collect(),
            has_foreign: sent.iter().any(|number| *number >= listed.len()),
            start_date: all("start-date".to_owned()).next().unwrap_or_default().chars().take(32).collect(),
        }
    }

    /// The accounts that are meant, or all that is wrong.
    pub fn read(
        &self,
        listed: &[Listed],
        tongue: Tongue,
        now: Timestamp,
    ) -> Result<Vec<(Listed, ChartType, Date)>, Wrongs> {
        let mut wrongs = Wrongs::default();
        if self.has_foreign {
            wrongs.add("account-0", tongue.t("qb-choose-foreign"));
        } else if !self.chosen.contains(&true) {
            wrongs.add("account-0", tongue.t("qb-choose-nothing"));
        }
        let mut wanted = Vec::new();
        for (number, one) in listed.iter().enumerate().filter(|(number, _)| self.is_chosen(*number)) {
            let chart_type: Option<ChartType> = self.chart_type(number).parse().ok();
            match chart_type.filter(|it| it.fits(one.kind)) {
                Some(chart_type) => wanted.push((one.clone(), chart_type)),
                None => {
                    wrongs.add(format!("type-{number}"), tongue.t1("qb-choose-unfit", "account", one.name.as_str()))
                }
            }
        }
        match start_date::read(&self.start_date, now) {
            Err(NoStartDate::NotADate) => wrongs.add("start-date", tongue.t("qb-start-not-a-date")),
            Err(NoStartDate::InTheFuture) => wrongs.add("start-date", tongue.t("qb-start-future")),
            Ok(start) if wrongs.is_empty() => {
                return Ok(wanted.into_iter().map(|(listed, chart_type)| (listed, chart_type, start)).collect());
            }
            Ok(_) => {}
        }
        Err(wrongs)
    }

    pub fn rows(&self, listed: &[Listed], tongue: Tongue) -> Vec<Row> {
        let row = |(number, one): (usize, &Listed)| Row {
            number,
            name: one.name.clone(),
            kind: tongue.t(words::kind(one.kind)),
            is_chosen: self.is_chosen(number),
            chart_type: self.chart_type(number).to_owned(),
        };
        listed.iter().enumerate().map(row).collect()
    }

    fn is_chosen(&self, number: usize) -> bool {
        self.chosen.get(number).copied().unwrap_or(false)
    }

    fn chart_type(&self, number: usize) -> &str {
        self.chart_types.get(number).map_or("", String::as_str)
    }
}
