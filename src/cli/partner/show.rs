//! `bankfeeds-link partner show`: every setting under the name of the flag that changes it.

use std::io::Write;

use clap::Args;
use serde_json::{Map, Value, json};

use super::find;
use crate::cli::open_existing;
use crate::config::Variables;
use crate::domain::partner::{ImageKind, Partner, PartnerId};
use crate::domain::settings::{self, Bilingual};

#[derive(Args)]
pub struct Show {
    /// Whose settings; may be left out where there is one partner only
    #[arg(long, value_name = "ID")]
    partner: Option<PartnerId>,
    /// Answer one line of JSON
    #[arg(long)]
    json: bool,
}

impl Show {
    pub async fn run(self, variables: &Variables, out: &mut impl Write) -> anyhow::Result<()> {
        let store = open_existing(variables).await?.store;
        let partner = find(&mut store.read().await?, self.partner).await?;
        let facts = facts(&partner);
        if self.json {
            let settings: Map<String, Value> =
                facts.into_iter().map(|(flag, value)| (flag.to_owned(), json!(value))).collect();
            writeln!(out, "{}", json!({ "partnerId": partner.id, "settings": settings }))?;
            return Ok(());
        }
        writeln!(out, "Partner {}", partner.id)?;
        for (flag, value) in facts {
            writeln!(out, "  {flag:<23} {}", value.as_deref().unwrap_or("-"))?;
        }
        Ok(())
    }
}

fn facts(partner: &Partner) -> Vec<(&'static str, Option<String>)> {
    let settings = &partner.settings;
    let text = |text: &str| Some(text.to_owned());
    let switch = |is_on: bool| text(if is_on { "on" } else { "off" });
    let picture = |kind| partner.image(kind).map(|image| format!("{} × {}", image.width, image.height));
    let path = |path: &[String]| Some(settings::written_path(path)).filter(|path| !path.is_empty());
    let hours = |of: fn(&Bilingual) -> Option<String>| settings.support.hours.as_ref().and_then(of);
    let (english, french) = (settings.callout_en.as_ref(), settings.callout_fr.as_ref());
    vec![
        ("name-en", text(&settings.name.en)),
        ("name-fr", settings.name.fr.clone()),
        ("institution-en", text(&settings.institution.en)),
        ("institution-fr", settings.institution.fr.clone()),
        ("primary-colour", text(&settings.primary_colour.to_string())),
        ("secondary-colour", text(&settings.secondary_colour.to_string())),
        ("corners", text(settings.corners.word())),
        ("logo", picture(ImageKind::Logo)),
        ("logo-dark", picture(ImageKind::LogoDark)),
        ("icon", picture(ImageKind::Icon)),
        ("hero", picture(ImageKind::Hero)),
        ("callout-title-en", english.map(|callout| callout.title().to_owned())),
        ("callout-body-en", english.map(|callout| callout.body().to_owned())),
        ("callout-title-fr", french.map(|callout| callout.title().to_owned())),
        ("callout-body-fr", french.map(|callout| callout.body().to_owned())),
        ("support-phone", settings.support.phone.clone()),
        ("support-hours-en", hours(|hours| Some(hours.en.clone()))),
        ("support-hours-fr", hours(|hours| hours.fr.clone())),
        ("support-email", settings.support.email.clone()),
        ("help-url", settings.support.help_url.clone()),
        ("privacy-url", settings.support.privacy_url.clone()),
        ("terms-url", settings.support.terms_url.clone()),
        ("accessibility-url", settings.support.accessibility_url.clone()),
        ("return-url", settings.return_url.clone()),
        ("return-host", Some(settings.return_hosts.join(", ")).filter(|hosts| !hosts.is_empty())),
        ("refresh-url", settings.refresh_url.clone()),
        ("time-zone", text(&settings.time_zone)),
        ("default-language", text(settings.default_language.tag())),
        ("integration", switch(settings.integration_enabled)),
        ("bank-accounts", switch(settings.bank_accounts)),
        ("bank-transactions", switch(settings.bank_transactions)),
        ("history-days", settings.history_days.map(|days| days.to_string())),
        ("menu-path-accounting-en", path(&settings.menus.en.accounting)),
        ("menu-path-accounting-fr", path(&settings.menus.fr.accounting)),
        ("menu-path-business-en", path(&settings.menus.en.business)),
        ("menu-path-business-fr", path(&settings.menus.fr.business)),
        ("address-line", text(&settings.address.line)),
        ("city", text(&settings.address.city)),
        ("region", text(&settings.address.region)),
        ("postal-code", text(&settings.address.postal_code)),
        ("country", text(&settings.address.country)),
    ]
}
