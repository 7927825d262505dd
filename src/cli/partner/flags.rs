//! The flags of `partner set`, in groups. Each has the name of its setting, and each checks its own limit; what holds between
//! several settings is [`Settings::check`]'s matter.

use clap::{Args, ValueEnum};

use super::changes::{Changes, optional};
use crate::domain::branding::Corners;
use crate::domain::callout::Callout;
use crate::domain::settings::{self, Address, Bilingual, SettingProblem, Settings, Why};

type Applied = Result<(), SettingProblem>;

#[derive(Args)]
#[command(next_help_heading = "Names and looks")]
pub struct Names {
    /// The partner's name
    #[arg(long)]
    name_en: Option<String>,
    /// Its name in French; empty: the English one
    #[arg(long)]
    name_fr: Option<String>,
    /// The institution as listed in QuickBooks
    #[arg(long)]
    institution_en: Option<String>,
    /// The same in French; empty: the English one
    #[arg(long)]
    institution_fr: Option<String>,
    /// Of buttons, such as #1d4e89
    #[arg(long, value_name = "#RRGGBB")]
    primary_colour: Option<String>,
    /// Of the navigation bar
    #[arg(long, value_name = "#RRGGBB")]
    secondary_colour: Option<String>,
    /// Of buttons and boxes: rounded, square or pill
    #[arg(long, value_name = "STYLE", value_parser = corners)]
    corners: Option<Corners>,
}

impl Names {
    pub fn apply(self, changes: &mut Changes) -> Applied {
        changes.set("name-en", self.name_en, |settings, text, flag| {
            settings.name.en = settings::name(flag, &text)?;
            Ok(())
        })?;
        changes.set_optional("name-fr", self.name_fr, |it| &mut it.name.fr, settings::name)?;
        changes.set("institution-en", self.institution_en, |settings, text, flag| {
            settings.institution.en = settings::name(flag, &text)?;
            Ok(())
        })?;
        changes.set_optional("institution-fr", self.institution_fr, |it| &mut it.institution.fr, settings::name)?;
        changes.set("primary-colour", self.primary_colour, |settings, text, flag| {
            settings.primary_colour = settings::colour(flag, &text)?;
            Ok(())
        })?;
        changes.set("secondary-colour", self.secondary_colour, |settings, text, flag| {
            settings.secondary_colour = settings::colour(flag, &text)?;
            Ok(())
        })?;
        changes.set("corners", self.corners, |settings, corners, _| {
            settings.corners = corners;
            Ok(())
        })
    }
}

fn corners(text: &str) -> Result<Corners, &'static str> {
    text.trim().parse().map_err(|_| "must be rounded, square or pill")
}

/// A box directly above Get credentials, in each language that has both texts.
#[derive(Args)]
#[command(next_help_heading = "Callout (an empty title or body takes it away)")]
pub struct Callouts {
    /// 50 characters at most
    #[arg(long)]
    callout_title_en: Option<String>,
    /// 150 characters at most
    #[arg(long)]
    callout_body_en: Option<String>,
    #[arg(long)]
    callout_title_fr: Option<String>,
    #[arg(long)]
    callout_body_fr: Option<String>,
}

impl Callouts {
    pub fn apply(self, changes: &mut Changes) -> Applied {
        let english = Some((self.callout_title_en, self.callout_body_en)).filter(is_given);
        changes.set("callout-en", english, |settings, texts, _| {
            settings.callout_en = callout("English", settings.callout_en.as_ref(), texts)?;
            Ok(())
        })?;
        let french = Some((self.callout_title_fr, self.callout_body_fr)).filter(is_given);
        changes.set("callout-fr", french, |settings, texts, _| {
            settings.callout_fr = callout("French", settings.callout_fr.as_ref(), texts)?;
            Ok(())
        })
    }
}

type Texts = (Option<String>, Option<String>);

fn is_given((title, body): &Texts) -> bool {
    title.is_some() || body.is_some()
}

/// The former text stays where only the other one was given.
fn callout(language: &str, former: Option<&Callout>, (title, body): Texts) -> Result<Option<Callout>, SettingProblem> {
    if [&title, &body].into_iter().flatten().any(|text| optional(text).is_none()) {
        return Ok(None);
    }
    let title = title.as_deref().or(former.map(Callout::title)).unwrap_or_default();
    let body = body.as_deref().or(former.map(Callout::body)).unwrap_or_default();
    Callout::new(title, body).map(Some).map_err(|problem| SettingProblem::new(language, Why::Callout(problem)))
}

#[derive(Args)]
#[command(next_help_heading = "Support (empty takes it away)")]
pub struct Contacts {
    #[arg(long)]
    support_phone: Option<String>,
    /// When somebody answers
    #[arg(long)]
    support_hours_en: Option<String>,
    #[arg(long)]
    support_hours_fr: Option<String>,
    #[arg(long)]
    support_email: Option<String>,
    #[arg(long, value_name = "URL")]
    help_url: Option<String>,
    #[arg(long, value_name = "URL")]
    privacy_url: Option<String>,
    #[arg(long, value_name = "URL")]
    terms_url: Option<String>,
    #[arg(long, value_name = "URL")]
    accessibility_url: Option<String>,
}

impl Contacts {
    pub fn apply(self, changes: &mut Changes) -> Applied {
        changes.set_optional("support-phone", self.support_phone, |it| &mut it.support.phone, settings::phone)?;
        changes.set("support-hours-en", self.support_hours_en, |settings, text, flag| {
            let hours = optional(&text).map(|text| settings::short_line(flag, text)).transpose()?;
            let french = settings.support.hours.take().and_then(|hours| hours.fr);
            settings.support.hours = hours.map(|en| Bilingual { en, fr: french });
            Ok(())
        })?;
        changes.set("support-hours-fr", self.support_hours_fr, |settings, text, flag| {
            let hours = settings.support.hours.as_mut();
            let hours = hours.ok_or_else(|| SettingProblem::new(flag, Why::HoursInEnglishFirst))?;
            hours.fr = optional(&text).map(|text| settings::short_line(flag, text)).transpose()?;
            Ok(())
        })?;
        changes.set_optional("support-email", self.support_email, |it| &mut it.support.email, settings::email)?;
        changes.set_optional("help-url", self.help_url, |it| &mut it.support.help_url, settings::page_address)?;
        changes.set_optional(
            "privacy-url",
            self.privacy_url,
            |it| &mut it.support.privacy_url,
            settings::page_address,
        )?;
        changes.set_optional("terms-url", self.terms_url, |it| &mut it.support.terms_url, settings::page_address)?;
        let given = self.accessibility_url;
        changes.set_optional("accessibility-url", given, |it| &mut it.support.accessibility_url, settings::page_address)
    }
}

#[derive(Args)]
#[command(next_help_heading = "Ways back to the bank (empty takes one away)")]
pub struct WaysBack {
    /// Where a customer goes after finishing, with parameters in braces: {companyId}, {statusCode}, …
    #[arg(long, value_name = "URL")]
    return_url: Option<String>,
    /// A host that return and refresh URL may lead to; repeat for several. Replaces the former list
    #[arg(long, value_name = "HOST")]
    return_host: Option<Vec<String>>,
    /// Mints a new link for a customer whose link died
    #[arg(long, value_name = "URL")]
    refresh_url: Option<String>,
}

impl WaysBack {
    pub fn apply(self, changes: &mut Changes) -> Applied {
        changes.set_optional(
            "return-url",
            self.return_url,
            |it| &mut it.return_url,
            |_, text| settings::return_url(text),
        )?;
        changes.set("return-host", self.return_host, |settings, hosts, flag| {
            let hosts = hosts.iter().filter_map(|text| optional(text)).map(|text| settings::host(flag, text));
            settings.return_hosts = hosts.collect::<Result<_, _>>()?;
            Ok(())
        })?;
        changes.set_optional("refresh-url", self.refresh_url, |it| &mut it.refresh_url, settings::page_address)
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Switch {
    On,
    Off,
}

impl Switch {
    fn is_on(self) -> bool {
        matches!(self, Self::On)
    }
}

#[derive(Args)]
#[command(next_help_heading = "Defaults and switches")]
pub struct Switches {
    /// For times on the pages, such as America/Toronto
    #[arg(long, value_name = "IANA NAME")]
    time_zone: Option<String>,
    /// en or fr, for browsers that ask for neither
    #[arg(long)]
    default_language: Option<String>,
    #[arg(long)]
    integration: Option<Switch>,
    #[arg(long)]
    bank_accounts: Option<Switch>,
    #[arg(long)]
    bank_transactions: Option<Switch>,
    /// How many days back a feed may start and a first push may reach, 1 to 90; empty: as HISTORY_DAYS says
    #[arg(long, value_name = "DAYS")]
    history_days: Option<String>,
}

impl Switches {
    pub fn apply(self, changes: &mut Changes) -> Applied {
        changes.set("time-zone", self.time_zone, |settings, text, flag| {
            settings.time_zone = settings::time_zone(flag, &text)?;
            Ok(())
        })?;
        changes.set("default-language", self.default_language, |settings, text, flag| {
            settings.default_language = settings::language(flag, &text)?;
            Ok(())
        })?;
        let mut switch = |flag, given, place: fn(&mut Settings) -> &mut bool| {
            changes.set(flag, given, |settings, switch: Switch, _| {
                *place(settings) = switch.is_on();
                Ok(())
            })
        };
        switch("integration", self.integration, |it| &mut it.integration_enabled)?;
        switch("bank-accounts", self.bank_accounts, |it| &mut it.bank_accounts)?;
        switch("bank-transactions", self.bank_transactions, |it| &mut it.bank_transactions)?;
        changes.set("history-days", self.history_days, |settings, text, flag| {
            settings.history_days = settings::history_days(flag, &text)?;
            Ok(())
        })
    }
}

/// A path has 1 to 5 menus of 40 characters at most, such as "Bookkeeping > Bank Transactions".
#[derive(Args)]
#[command(next_help_heading = "Menus of QuickBooks, where ours have moved (empty: ours)")]
pub struct MenuPaths {
    /// To the bank transactions in the accounting view, such as "Banking"
    #[arg(long, value_name = "PATH")]
    menu_path_accounting_en: Option<String>,
    #[arg(long, value_name = "PATH")]
    menu_path_accounting_fr: Option<String>,
    /// In the business view, such as "Bookkeeping > Bank Transactions"
    #[arg(long, value_name = "PATH")]
    menu_path_business_en: Option<String>,
    #[arg(long, value_name = "PATH")]
    menu_path_business_fr: Option<String>,
}

impl MenuPaths {
    pub fn apply(self, changes: &mut Changes) -> Applied {
        let mut path = |flag, given, place: fn(&mut Settings) -> &mut Vec<String>| {
            changes.set(flag, given, |settings, text: String, flag| {
                *place(settings) = settings::menu_path(flag, &text)?;
                Ok(())
            })
        };
        path("menu-path-accounting-en", self.menu_path_accounting_en, |it| &mut it.menus.en.accounting)?;
        path("menu-path-accounting-fr", self.menu_path_accounting_fr, |it| &mut it.menus.fr.accounting)?;
        path("menu-path-business-en", self.menu_path_business_en, |it| &mut it.menus.en.business)?;
        path("menu-path-business-fr", self.menu_path_business_fr, |it| &mut it.menus.fr.business)
    }
}

#[derive(Args)]
#[command(next_help_heading = "Address of the institution, for the OFX profile")]
pub struct Postal {
    #[arg(long)]
    address_line: Option<String>,
    #[arg(long)]
    city: Option<String>,
    /// Province or state, such as QC
    #[arg(long)]
    region: Option<String>,
    #[arg(long)]
    postal_code: Option<String>,
    /// Three letters (ISO 3166), such as CAN or USA
    #[arg(long)]
    country: Option<String>,
}

impl Postal {
    pub fn apply(self, changes: &mut Changes) -> Applied {
        let mut part = |flag, given, limit, place: fn(&mut Settings) -> &mut String| {
            changes.set(flag, given, |settings, text: String, flag| {
                *place(settings) = settings::line(flag, &text, limit)?;
                Ok(())
            })
        };
        part("address-line", self.address_line, Address::LINE_LIMIT, |it| &mut it.address.line)?;
        part("city", self.city, Address::LINE_LIMIT, |it| &mut it.address.city)?;
        part("region", self.region, Address::REGION_LIMIT, |it| &mut it.address.region)?;
        part("postal-code", self.postal_code, Address::POSTAL_CODE_LIMIT, |it| &mut it.address.postal_code)?;
        changes.set("country", self.country, |settings, text, flag| {
            settings.address.country = settings::country(flag, &text)?;
            Ok(())
        })
    }
}
