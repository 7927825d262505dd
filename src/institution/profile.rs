//! The institution's profile, from the partner's settings: what is offered, where, and what passwords look like.

use time::OffsetDateTime;

use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::domain::language::Language;
use crate::domain::partner::{Partner, PartnerId};
use crate::domain::refusal::Refusal;
use crate::domain::settings::{Address, Support};
use crate::ofx::{Body, CharType, Enrolment, Moment, Profile, SignOnRules, Status, Wrapper, WrapperAnswer};
use crate::store;

/// Passwords have sixteen characters; copied in groups they may have blanks or hyphens, so more are taken.
const RULES: (u32, u32) = (16, 32);
const REALM: &str = "Bank feeds";
const ENROLMENT: &str = "Open the link that your institution gave you and choose Get credentials.";

/// The profile that anybody may see: that of the partner whose address this is, else of the only partner, else the
/// deployment's own.
pub async fn for_strangers(app: &App, partner: Option<PartnerId>) -> Result<Profile, Refusal> {
    let mut db = app.store.read().await?;
    match partner {
        Some(id) => {
            let partner = store::partners::find(&mut db, id).await?;
            let partner = partner.ok_or_else(|| Refusal::NotFound("institution".to_owned()))?;
            Ok(of_partner(app, &partner))
        }
        None => {
            Ok(store::partners::only(&mut db).await?.map_or_else(|| of_deployment(app), |only| of_partner(app, &only)))
        }
    }
}

/// The profile of one partner.
pub fn of_partner(app: &App, partner: &Partner) -> Profile {
    let settings = &partner.settings;
    let name = settings.institution.in_language(Language::En).to_owned();
    profile(app, name, partner.profile_changed_at, (&settings.address, &settings.support))
}

fn of_deployment(app: &App) -> Profile {
    let own = &app.deployment.profile;
    let support = Support { phone: own.phone.clone(), email: own.email.clone(), ..Support::default() };
    profile(app, own.name.clone(), app.deployment.since, (&own.address, &support))
}

/// `PROFRS`, or "you have it already" to a client whose copy is not older.
pub fn answer(profile: &Profile, wrapper: &Wrapper, held: Option<Moment>) -> WrapperAnswer {
    match held {
        Some(held) if held.instant >= profile.dt_prof_up => wrapper.refuse(Status::UP_TO_DATE),
        _ => wrapper.answer(Body::Profile(Box::new(profile.clone()))),
    }
}

fn profile(app: &App, name: String, changed_at: Timestamp, (address, support): (&Address, &Support)) -> Profile {
    let (min, max) = RULES;
    Profile {
        url: app.ofx_url(),
        // The public address is in it: where it has moved, every copy is old.
        dt_prof_up: whole_second(changed_at.max(app.deployment.since)),
        provider: None,
        sign_on: SignOnRules {
            realm: REALM.to_owned(),
            min,
            max,
            chars: CharType::AlphaOrNumeric,
            case_sensitive: false,
        },
        enrolment: Enrolment::Other(ENROLMENT.to_owned()),
        name,
        address: vec![address.line.clone()],
        city: address.city.clone(),
        state: address.region.clone(),
        postal_code: address.postal_code.clone(),
        country: address.country.clone(),
        phone: support.phone.clone(),
        technical_phone: None,
        fax: None,
        // Some clients refuse a profile with two addresses in it.
        web_site: None,
        email: support.email.clone(),
    }
}

/// Clients give the date back in whole seconds; a fraction would make every copy of theirs look old.
fn whole_second(at: Timestamp) -> OffsetDateTime {
    Timestamp::from_micros(at.unix_seconds().saturating_mul(1_000_000)).datetime()
}
