//! What a member sees first: what is to be done next, for their role, and where everything is.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::member::Member;
use super::page::{Page, Shell};
use crate::domain::api_key;
use crate::domain::partner::ImageKind;
use crate::domain::refusal::Refusal;
use crate::domain::role::Action;
use crate::store;
use crate::web::urls::portal as urls;

#[derive(Template)]
#[template(path = "portal/home.html")]
struct Home {
    shell: Shell,
    name: String,
    open: Vec<Step>,
    done: Vec<Step>,
}

/// Something without which a partner's customers or programs get less than they could.
struct Step {
    words: &'static str,
    why: &'static str,
    address: String,
}

/// What the partner has, looked up once.
struct Facts {
    has_company: bool,
    has_used_key: bool,
}

impl Page for Home {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("home-heading").to_owned()
    }
}

pub async fn get(member: Member) -> Result<HttpResponse, Refusal> {
    let facts = Facts::of(&member).await?;
    let (mut open, mut done) = (Vec::new(), Vec::new());
    for (is_done, step) in steps(&member, &facts) {
        if is_done { done.push(step) } else { open.push(step) }
    }
    let page = Home { shell: member.shell(), name: member.who.name.clone(), open, done };
    member.answers(StatusCode::OK, &page)
}

impl Facts {
    async fn of(member: &Member) -> Result<Self, Refusal> {
        let (partner, now) = (member.partner.id, member.app.clock.now());
        let mut db = member.app.store.read().await?;
        let (companies, _) = store::companies::page(&mut db, partner, 1, 0).await?;
        let keys = api_key::of_partner(&mut db, partner, now).await?;
        let has_used_key = keys.iter().any(|key| key.last_used_at.is_some());
        Ok(Self { has_company: !companies.is_empty(), has_used_key })
    }
}

/// What one must be allowed, whether it is done, the keys of its words, and where it is done.
type Candidate = (Action, bool, [&'static str; 2], fn() -> String);

/// The steps that are this member's to take, each with whether it has been taken.
fn steps(member: &Member, facts: &Facts) -> Vec<(bool, Step)> {
    let (settings, tongue) = (&member.partner.settings, member.tongue);
    let has_contact = settings.support.phone.is_some() || settings.support.email.is_some();
    let has_callouts = settings.callout_fr.is_some();
    let has_logo = member.partner.image(ImageKind::Logo).is_some();
    let all: [Candidate; 7] = [
        (Action::OwnAccount, member.who.has_second_factor, ["home-factor", "home-factor-why"], urls::authenticator),
        (
            Action::ChangeIntegration,
            settings.links_are_on(),
            ["home-integration", "home-integration-why"],
            urls::quickbooks,
        ),
        (Action::ChangeLooks, has_logo, ["home-logo", "home-logo-why"], urls::branding),
        (Action::ChangeLooks, has_callouts, ["home-callout", "home-callout-why"], urls::callout),
        (Action::ChangeTexts, has_contact, ["home-contact", "home-contact-why"], urls::link_settings),
        (Action::ChangeKeys, facts.has_used_key, ["home-key", "home-key-why"], urls::keys),
        (Action::MakeLinks, facts.has_company, ["home-company", "home-company-why"], urls::companies),
    ];
    // Where there is no callout at all, there is none to be written in French.
    let is_asked = |words: &str| words != "home-callout" || settings.callout_en.is_some();
    let own = all.into_iter().filter(|(action, _, [words, _], _)| member.may(*action) && is_asked(words));
    own.map(|(_, is_done, [words, why], address)| {
        (is_done, Step { words: tongue.t(words), why: tongue.t(why), address: address() })
    })
    .collect()
}
