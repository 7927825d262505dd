//! The authenticator app: set up, replaced, removed. Whose role asks for a second factor is led here until there is one.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use askama::Template;
use serde::Deserialize;

use crate::domain::passkey;
use crate::domain::refusal::Refusal;
use crate::domain::second_factor::{self, Removed};
use crate::domain::totp::{self, Enrolled, Names, Offer};
use crate::jobs::errands::Errands;
use crate::portal::field::{Field, Kind, Problem};
use crate::portal::letters::Changed;
use crate::portal::member::Member;
use crate::portal::page::{Page, Shell};
use crate::web::form::Form;
use crate::web::qr::Qr;
use crate::web::urls::portal as urls;

const FORM: &str = "authenticator";
const REMOVE: &str = "remove-authenticator";

#[derive(Deserialize)]
pub struct Asked {
    /// Another one instead of the one there is.
    #[serde(default)]
    replace: String,
    #[serde(default)]
    done: String,
}

/// What is scanned or typed into an app, and the first code of it.
struct SetUp {
    offer: Offer,
    qr: Option<Qr>,
    field: Field,
}

#[derive(Template)]
#[template(path = "portal/account/authenticator.html")]
struct Authenticator {
    shell: Shell,
    csrf: String,
    remove_csrf: String,
    since: Option<String>,
    used: Option<String>,
    set_up: Option<SetUp>,
    /// Why a second factor is asked of the member.
    why: String,
    /// One is, and there is none yet.
    is_required: bool,
    /// A longer password would do as well.
    is_for_password: bool,
    /// It is the only one that is asked for.
    is_last: bool,
    has_passkeys: bool,
    /// What stands at no field.
    trouble: Option<String>,
}

impl Page for Authenticator {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("authenticator-heading").to_owned()
    }

    fn problems(&self) -> Vec<Problem> {
        let trouble = self.trouble.iter().map(|words| Problem { field: "main".to_owned(), words: words.clone() });
        trouble.chain(self.set_up.as_ref().and_then(|set_up| set_up.field.in_summary())).collect()
    }
}

/// Why nothing was changed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trouble {
    Code,
    Over,
    Last,
}

async fn page(member: &Member, offer: Option<Offer>, trouble: Option<Trouble>) -> Result<Authenticator, Refusal> {
    let tongue = member.tongue;
    let mut db = member.app.store.read().await?;
    let standing = second_factor::standing(&mut db, member.who.id).await?;
    drop(db);
    let offer = match offer {
        None if standing.authenticator.is_none() => Some(fresh_offer(member)?),
        offer => offer,
    };
    let wrong = (trouble == Some(Trouble::Code)).then(|| tongue.t("authenticator-wrong").to_owned());
    let field = Field::new("code", tongue.t("authenticator-code"), "").kind(Kind::Code);
    let field = field.hint(tongue.t("authenticator-code-hint")).autocomplete("one-time-code").required();
    let needs_one = member.who.needs_second_factor();
    Ok(Authenticator {
        shell: member.shell().at(urls::authenticator()),
        csrf: member.csrf(FORM),
        remove_csrf: member.csrf(REMOVE),
        since: standing.authenticator.map(|(since, _)| member.moment(since)),
        used: standing.authenticator.map(|(_, used)| member.moment(used)),
        set_up: offer.map(|offer| SetUp { qr: Qr::of(offer.link.reveal()), offer, field: field.problem(wrong) }),
        why: super::why_second_factor(member),
        is_required: needs_one && !standing.has_any(),
        is_for_password: needs_one && !member.who.role.needs_second_factor(),
        is_last: needs_one && standing.passkeys == 0,
        has_passkeys: passkey::are_possible(&member.app),
        trouble: match trouble {
            Some(Trouble::Over) => Some(tongue.t("authenticator-over").to_owned()),
            Some(Trouble::Last) => Some(tongue.t1("authenticator-last", "why", super::why_second_factor(member))),
            Some(Trouble::Code) | None => None,
        },
    })
}

fn names(member: &Member) -> Names<'_> {
    let issuer = member.partner.settings.name.in_language(member.tongue.language());
    Names { issuer, account: &member.who.email }
}

fn fresh_offer(member: &Member) -> anyhow::Result<Offer> {
    totp::offer(&member.app, &member.fingerprint(), member.who.id, &names(member))
}

fn offered_again(member: &Member, carried: &str) -> anyhow::Result<Option<Offer>> {
    totp::offered_again(&member.app, &member.fingerprint(), member.who.id, &names(member), carried)
}

pub async fn get(member: Member, asked: Query<Asked>) -> Result<HttpResponse, Refusal> {
    let offer = (asked.replace == "yes").then(|| fresh_offer(&member)).transpose()?;
    let mut page = page(&member, offer, None).await?;
    let notice = (asked.done == "yes").then(|| member.tongue.t("authenticator-added").to_owned());
    page.shell = page.shell.saying(notice);
    member.answers(StatusCode::OK, &page)
}

#[derive(Deserialize)]
pub struct Typed {
    carried: String,
    code: String,
}

pub async fn post(member: Member, errands: Data<Errands>, form: Form<Typed>) -> Result<HttpResponse, Refusal> {
    let typed = form.from_visitor(&member.app, &member.fingerprint(), FORM)?;
    let (who, typed) = ((&member.who, &member.value), (typed.carried.as_str(), typed.code.as_str()));
    let mut db = member.writes().await?;
    let (enrolled, added) = second_factor::add_authenticator(&member.app, &mut db, who, typed).await?;
    if let Some(added) = added {
        db.commit().await?;
        super::tell(&member, &errands, Changed::AuthenticatorAdded);
        return super::goes_on(member, added, "authenticator-added", &urls::authenticator_added());
    }
    drop(db);
    let (offer, trouble) = match enrolled {
        Enrolled::WrongCode => (offered_again(&member, typed.0)?, Trouble::Code),
        Enrolled::Kept | Enrolled::Over => (None, Trouble::Over),
    };
    member.answers(StatusCode::UNPROCESSABLE_ENTITY, &page(&member, offer, Some(trouble)).await?)
}

/// What a form without fields sends.
#[derive(Deserialize)]
pub struct Pressed {}

pub async fn post_remove(member: Member, errands: Data<Errands>, form: Form<Pressed>) -> Result<HttpResponse, Refusal> {
    form.from_visitor(&member.app, &member.fingerprint(), REMOVE)?;
    let mut db = member.writes().await?;
    match second_factor::remove_authenticator(&mut db, &member.who).await? {
        Removed::LastOne => {
            drop(db);
            let page = page(&member, None, Some(Trouble::Last)).await?;
            member.answers(StatusCode::CONFLICT, &page)
        }
        gone => {
            db.commit().await?;
            if gone == Removed::Gone {
                super::tell(&member, &errands, Changed::AuthenticatorRemoved);
            }
            member.leads_to(&super::leads_to(super::AUTHENTICATOR_REMOVED))
        }
    }
}
