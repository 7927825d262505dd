//! The invented bank: one partner, one company, one connection, three source accounts, pending. Made once, then kept.

use crate::clock::Timestamp;
use crate::domain::amount::NoAmount;
use crate::domain::api_key::{self, Maker};
use crate::domain::app::App;
use crate::domain::audit::Author;
use crate::domain::branding::Colour;
use crate::domain::callout::Callout;
use crate::domain::company::{self, CompanyId, Tags};
use crate::domain::connection::{self, ConnectionId};
use crate::domain::image::{self, Purpose};
use crate::domain::link;
use crate::domain::partner::{self, ImageKind, PartnerId};
use crate::domain::settings::{Address, Bilingual, SettingProblem, Settings, Support, Why};
use crate::domain::source_account::{self, AccountType, Draft, RoutingInfo};
use crate::secret::SecretText;
use crate::store::{self, Db};

const LOGO: &[u8] = include_bytes!("logo.svg");

/// Where the demo's accounts are.
#[derive(Clone, Copy)]
pub struct Place {
    pub partner: PartnerId,
    pub company: CompanyId,
    pub connection: ConnectionId,
}

/// The bank as it was left; what is missing of it is made anew.
pub async fn open(app: &App, key: &SecretText) -> anyhow::Result<Place> {
    let logo = image::draw(LOGO, Purpose::Logo)?;
    let now = app.clock.now();
    let mut db = app.store.write().await?.in_name_of(Author::operator());
    let partner = match store::partners::only(&mut db).await? {
        Some(partner) => partner.id,
        None => {
            let partner = partner::create(&mut db, &app.chance, &settings()?, now).await?;
            partner::set_image(&mut db, partner, ImageKind::Logo, &logo, now).await?;
            partner
        }
    };
    if api_key::holder(&mut db, key).await?.is_none() {
        api_key::add(&mut db, &app.chance, (partner, Maker::Operator), "demo", key, now).await?;
    }
    let company = company(app, &mut db, partner, now).await?;
    let connection = connection(app, &mut db, partner, company, now).await?;
    db.commit().await?;
    Ok(Place { partner, company, connection })
}

/// A link that can be opened now. It voids none: somebody may be on the page of an earlier one.
pub async fn link(app: &App, place: &Place) -> anyhow::Result<String> {
    let mut db = app.store.write().await?;
    let url = link::live_url(app, &mut db, place.company, place.connection).await?;
    db.commit().await?;
    Ok(url)
}

/// The oldest company is the demo's own; others may have been made through the API.
async fn company(app: &App, db: &mut Db, partner: PartnerId, now: Timestamp) -> anyhow::Result<CompanyId> {
    let (_, total) = store::companies::page(db, partner, 1, 0).await?;
    let (oldest, _) = store::companies::page(db, partner, 1, (total - 1).max(0)).await?;
    if let Some(company) = oldest.first() {
        return Ok(company.id);
    }
    let draft = company::Draft { name: "Bistro Quai 7".to_owned(), description: None, tags: Tags::new() };
    Ok(company::create(db, &app.chance, partner, draft.checked()?, now).await?.id)
}

async fn connection(
    app: &App,
    db: &mut Db,
    partner: PartnerId,
    company: CompanyId,
    now: Timestamp,
) -> anyhow::Result<ConnectionId> {
    let (_, total) = store::connections::page(db, company, 1, 0).await?;
    let (oldest, _) = store::connections::page(db, company, 1, (total - 1).max(0)).await?;
    if let Some(connection) = oldest.first() {
        return Ok(connection.id);
    }
    let connection = connection::create(db, &app.chance, partner, company, now).await?.id;
    for draft in accounts()? {
        source_account::add(app, db, connection, draft, now).await?;
    }
    Ok(connection)
}

fn accounts() -> Result<[Draft; 3], NoAmount> {
    let account = |id: &str, name: &str, account_type, number: &str, balance: &str| -> Result<Draft, NoAmount> {
        Ok(Draft {
            account_id: id.to_owned(),
            account_name: name.to_owned(),
            account_type,
            account_number: number.to_owned(),
            sort_code: None,
            routing_info: Some(RoutingInfo {
                bank_code: Some("099900042".to_owned()),
                kind: Some("bankcode".to_owned()),
            }),
            account_info: None,
            currency: "CAD".to_owned(),
            balance: balance.parse()?,
        })
    };
    Ok([
        account("checking", "Business chequing", AccountType::Checking, "4200-118-7731", "8450.25")?,
        account("savings", "Tax savings", AccountType::Savings, "4200-118-7749", "15200.00")?,
        account("card", "Business card", AccountType::CreditCard, "demo-card-5518", "-612.40")?,
    ])
}

fn settings() -> anyhow::Result<Settings> {
    let both = |en: &str, fr: &str| Bilingual { en: en.to_owned(), fr: Some(fr.to_owned()) };
    let name = both("Harbour Light Bank", "Banque du Phare");
    let callout = |title: &str, body: &str| {
        Callout::new(title, body).map_err(|problem| SettingProblem::new("callout", Why::Callout(problem)))
    };
    Ok(Settings {
        institution: both("Harbour Light Bank (demo)", "Banque du Phare (démo)"),
        name,
        primary_colour: Colour(0xb3, 0x3f, 0x2f),
        secondary_colour: Colour(0x12, 0x30, 0x4f),
        callout_en: Some(callout(
            "Keep this page open",
            "You will paste the username and password into QuickBooks in a moment. The password is shown only once.",
        )?),
        callout_fr: Some(callout(
            "Gardez cette page ouverte",
            "Vous allez bientôt coller le nom d’utilisateur et le mot de passe dans QuickBooks. Le mot de passe n’est montré qu’une fois.",
        )?),
        support: Support {
            phone: Some("1-555-010-0142".to_owned()),
            hours: Some(both("Monday to Friday, 8 a.m. to 6 p.m.", "Du lundi au vendredi, de 8 h à 18 h")),
            email: Some("help@harbourlight.example".to_owned()),
            help_url: Some("https://harbourlight.example/help".to_owned()),
            privacy_url: Some("https://harbourlight.example/privacy".to_owned()),
            terms_url: Some("https://harbourlight.example/terms".to_owned()),
            accessibility_url: None,
        },
        address: Address {
            line: "7 Quay Street".to_owned(),
            city: "Toronto".to_owned(),
            region: "ON".to_owned(),
            postal_code: "M5J 0A1".to_owned(),
            country: "CAN".to_owned(),
        },
        time_zone: "America/Toronto".to_owned(),
        ..Settings::default()
    })
}
