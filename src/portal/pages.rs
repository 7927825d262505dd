//! Every page of members, in one table: its path, what its visitor must be allowed, who answers.

use actix_web::Route;
use actix_web::web;

use super::needs::Needs;
use super::signing_in::{confirm, sign_out};
use super::{
    account, audit, branding, callout, companies, home, integrations, keys, link_settings, look, preview, quickbooks,
    team,
};
use crate::domain::role::Action;

/// A page of members.
pub struct Entry {
    /// Below `/portal`.
    pub path: &'static str,
    pub needs: Needs,
    pub get: Option<fn() -> Route>,
    pub post: Option<fn() -> Route>,
}

impl Entry {
    const fn of(path: &'static str, needs: Needs) -> Self {
        Self { path, needs, get: None, post: None }
    }

    const fn get(self, route: fn() -> Route) -> Self {
        Self { get: Some(route), ..self }
    }

    const fn post(self, route: fn() -> Route) -> Self {
        Self { post: Some(route), ..self }
    }
}

const TEAM: Needs = Needs::to_see(Action::SeeTeam);
const CHANGE_TEAM: Needs = Needs::to_see(Action::ChangeTeam);
// Of a page with several forms each has an address of its own, because each asks for something else of a role. Looked at,
// it is the page: that is where somebody is led who had to sign in again before the form could be sent.
const QUICKBOOKS: Needs = Needs::to_see(Action::SeeIntegration);
const LINK: Needs = Needs::to_see(Action::SeeLinkSettings);
/// What is one's own.
const OWN: Needs = Needs::to_see(Action::OwnAccount);

/// What callout and branding ask for.
const LOOKS: Needs = Needs::to_see(Action::SeeLooks).to_change(Action::ChangeLooks);

/// Every page of members: path, what it needs, who answers.
pub const PAGES: &[Entry] = &[
    Entry::of("", Needs::to_see(Action::OwnAccount)).get(|| look().to(home::get)),
    Entry::of("/sign-out", Needs::to_see(Action::OwnAccount).before_second_factor())
        .post(|| web::post().to(sign_out::post)),
    // Identity
    Entry::of("/confirm", OWN.before_second_factor())
        .get(|| look().to(confirm::get))
        .post(|| web::post().to(confirm::post)),
    Entry::of("/confirm/passkey", OWN.before_second_factor()).post(|| web::post().to(confirm::post_passkey)),
    Entry::of("/account", OWN.before_second_factor()).get(|| look().to(account::get)),
    Entry::of("/account/password", OWN.before_second_factor())
        .get(|| look().to(account::password::get))
        .post(|| web::post().to(account::password::post)),
    Entry::of("/account/authenticator", OWN.fresh().before_second_factor())
        .get(|| look().to(account::authenticator::get))
        .post(|| web::post().to(account::authenticator::post)),
    Entry::of("/account/authenticator/remove", OWN.fresh())
        .post(|| web::post().to(account::authenticator::post_remove)),
    Entry::of("/account/recovery-codes", OWN.fresh())
        .get(|| look().to(account::recovery_codes::get))
        .post(|| web::post().to(account::recovery_codes::post)),
    Entry::of("/account/recovery-codes/file", OWN.fresh()).post(|| web::post().to(account::recovery_codes::post_file)),
    Entry::of("/account/passkeys", OWN.fresh().before_second_factor())
        .get(|| look().to(account::passkeys::get))
        .post(|| web::post().to(account::passkeys::post)),
    Entry::of("/account/passkeys/remove", OWN.fresh()).post(|| web::post().to(account::passkeys::post_remove)),
    Entry::of("/account/sessions", OWN.fresh().before_second_factor())
        .get(|| look().to(account::sessions::get))
        .post(|| web::post().to(account::sessions::post)),
    // Team
    Entry::of("/team", TEAM.fresh()).get(|| look().to(team::get)),
    Entry::of("/team/invite", CHANGE_TEAM.fresh())
        .get(|| look().to(team::invite::get))
        .post(|| web::post().to(team::invite::post)),
    Entry::of("/team/invitations/{invitation}/anew", CHANGE_TEAM.fresh())
        .post(|| web::post().to(team::invitation::post_anew)),
    Entry::of("/team/invitations/{invitation}/withdraw", CHANGE_TEAM.fresh())
        .post(|| web::post().to(team::invitation::post_withdraw)),
    Entry::of("/team/members/{member}", CHANGE_TEAM.fresh())
        .get(|| look().to(team::member::get))
        .post(|| web::post().to(team::member::post)),
    Entry::of("/team/members/{member}/reset", CHANGE_TEAM.fresh()).post(|| web::post().to(team::reset::post)),
    Entry::of("/team/members/{member}/remove", CHANGE_TEAM.fresh())
        .get(|| look().to(team::remove::get))
        .post(|| web::post().to(team::remove::post)),
    // Settings
    Entry::of("/settings/integrations", Needs::to_see(Action::SeeIntegration)).get(|| look().to(integrations::get)),
    Entry::of("/settings/integrations/quickbooks", QUICKBOOKS).get(|| look().to(quickbooks::get)),
    Entry::of("/settings/integrations/quickbooks/enabled", QUICKBOOKS.to_change(Action::ChangeIntegration))
        .get(|| look().to(quickbooks::get))
        .post(|| web::post().to(quickbooks::post_enabled)),
    Entry::of("/settings/integrations/quickbooks/data-types", QUICKBOOKS.to_change(Action::ChangeIntegration))
        .get(|| look().to(quickbooks::get))
        .post(|| web::post().to(quickbooks::post_data_types)),
    Entry::of("/settings/integrations/quickbooks/names", QUICKBOOKS.to_change(Action::ChangeTexts))
        .get(|| look().to(quickbooks::get))
        .post(|| web::post().to(quickbooks::post_names)),
    Entry::of("/settings/integrations/quickbooks/start", QUICKBOOKS.to_change(Action::ChangeIntegration))
        .get(|| look().to(quickbooks::get))
        .post(|| web::post().to(quickbooks::post_start)),
    Entry::of("/settings/integrations/quickbooks/address", QUICKBOOKS.to_change(Action::ChangeIntegration))
        .get(|| look().to(quickbooks::get))
        .post(|| web::post().to(quickbooks::post_address)),
    Entry::of("/settings/link", LINK).get(|| look().to(link_settings::get)),
    Entry::of("/settings/link/contacts", LINK.to_change(Action::ChangeTexts))
        .get(|| look().to(link_settings::get))
        .post(|| web::post().to(link_settings::post_contacts)),
    Entry::of("/settings/link/ways-back", LINK.to_change(Action::ChangeLinkSettings))
        .get(|| look().to(link_settings::get))
        .post(|| web::post().to(link_settings::post_ways_back)),
    Entry::of("/settings/link/defaults", LINK.to_change(Action::ChangeLinkSettings))
        .get(|| look().to(link_settings::get))
        .post(|| web::post().to(link_settings::post_defaults)),
    // Callout
    Entry::of("/settings/callout", Needs::to_see(Action::SeeLooks).to_change(Action::ChangeLooks))
        .get(|| look().to(callout::get))
        .post(|| web::post().to(callout::post)),
    Entry::of("/settings/callout/publish", Needs::to_see(Action::ChangeLooks))
        .get(|| look().to(callout::publish::get))
        .post(|| web::post().to(callout::publish::post)),
    Entry::of("/settings/callout/discard", Needs::to_see(Action::ChangeLooks))
        .get(|| look().to(callout::discard::get))
        .post(|| web::post().to(callout::discard::post)),
    Entry::of("/settings/callout/history", Needs::to_see(Action::SeeLooks)).get(|| look().to(callout::history::get)),
    Entry::of("/settings/callout/history/{id}/restore", Needs::to_see(Action::ChangeLooks))
        .get(|| look().to(callout::restore::get))
        .post(|| web::post().to(callout::restore::post)),
    Entry::of("/settings/callout/history/{id}/take-back", Needs::to_see(Action::ChangeLooks))
        .get(|| look().to(callout::take_back::get))
        .post(|| web::post().to(callout::take_back::post)),
    // Branding and preview
    Entry::of("/settings/branding", LOOKS).get(|| look().to(branding::get)).post(|| web::post().to(branding::post)),
    Entry::of("/settings/branding/publish", LOOKS)
        .get(|| look().to(branding::publish::get))
        .post(|| web::post().to(branding::publish::post)),
    Entry::of("/settings/branding/discard", LOOKS)
        .get(|| look().to(branding::discard::get))
        .post(|| web::post().to(branding::discard::post)),
    Entry::of("/settings/branding/history", LOOKS).get(|| look().to(branding::history::get)),
    Entry::of("/settings/branding/restore/{publication}", LOOKS)
        .get(|| look().to(branding::restore::get))
        .post(|| web::post().to(branding::restore::post)),
    Entry::of("/settings/preview", LOOKS).get(|| look().to(preview::get)),
    // Developers
    Entry::of("/developers/keys", Needs::to_see(Action::SeeKeys)).get(|| look().to(keys::get)),
    Entry::of("/developers/keys/new", Needs::to_see(Action::ChangeKeys).fresh())
        .get(|| look().to(keys::create::get))
        .post(|| web::post().to(keys::create::post)),
    Entry::of("/developers/keys/{key}/roll", Needs::to_see(Action::ChangeKeys).fresh())
        .get(|| look().to(keys::roll::get))
        .post(|| web::post().to(keys::roll::post)),
    Entry::of("/developers/keys/{key}/delete", Needs::to_see(Action::ChangeKeys).fresh())
        .get(|| look().to(keys::delete::get))
        .post(|| web::post().to(keys::delete::post)),
    // Companies
    Entry::of("/companies", Needs::to_see(Action::SeeCompanies)).get(|| look().to(companies::get)),
    Entry::of("/companies/{company}/connection", Needs::to_see(Action::MakeLinks))
        .post(|| web::post().to(companies::connect::post)),
    Entry::of("/connections/{connection}/link", Needs::to_see(Action::MakeLinks))
        .post(|| web::post().to(companies::new_link::post)),
    // Audit
    Entry::of("/audit", Needs::to_see(Action::SeeAudit)).get(|| look().to(audit::get)),
    Entry::of("/audit/csv", Needs::to_see(Action::SeeAudit)).get(|| look().to(audit::export::get_csv)),
    Entry::of("/audit/lines", Needs::to_see(Action::SeeAudit)).get(|| look().to(audit::export::get_lines)),
    Entry::of("/audit/verify", Needs::to_see(Action::SeeAudit)).post(|| web::post().to(audit::verify::post)),
];
