//! A set-up link: who invites whom to which bank's portal, a name and a password, once.
//!
//! The link itself is only looked at: its code goes into a sealed cookie and out of the address bar, so that neither a mail
//! scanner uses it up nor a log or a referrer learns it. The form uses it up.

mod opened;
mod over;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use self::opened::{Open, cookie, opened};
use self::over::{Over, Renewed};
use crate::domain::audit::{Actor, Author};
use crate::domain::known_device;
use crate::domain::member::{self, MemberId};
use crate::domain::member_session::{self, SessionValue, Whence};
use crate::domain::member_sign_in::SignedIn;
use crate::domain::network;
use crate::domain::password::{self, WeakPassword};
use crate::domain::refusal::Refusal;
use crate::domain::set_up::{self, Chosen, Outcome};
use crate::jobs::errands::Errands;
use crate::jobs::letters::send;
use crate::portal::field::{Field, Kind, Problem, problems};
use crate::portal::letters::{self, Change, Changed};
use crate::portal::page::{Page, Shell};
use crate::portal::signing_in::arriving::{arrives, from};
use crate::portal::visitor::Visitor;
use crate::secret::SecretText;
use crate::store::{self, Db};
use crate::web::answer::see_other;
use crate::web::cookies;
use crate::web::form::Form;
use crate::web::texts::Tongue;
use crate::web::urls::portal as urls;

const FORM: &str = "set-up";

/// What the link brings.
#[derive(Deserialize)]
pub struct Arrival {
    code: Option<String>,
}

#[derive(Deserialize)]
pub struct Typed {
    /// Not asked of somebody who is a member already.
    #[serde(default)]
    name: String,
    password: String,
}

#[derive(Template)]
#[template(path = "portal/set_up.html")]
struct SetUp {
    shell: Shell,
    csrf: String,
    heading: String,
    lead: String,
    email: String,
    fields: Vec<Field>,
    is_reset: bool,
    needs_second_factor: bool,
}

impl Page for SetUp {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.heading.clone()
    }

    fn problems(&self) -> Vec<Problem> {
        problems(&self.fields)
    }
}

/// What is wrong with what was typed.
#[derive(Default)]
struct Wrong {
    name: Option<String>,
    password: Option<String>,
}

pub async fn get(visitor: Visitor, request: HttpRequest, arrival: Query<Arrival>) -> Result<HttpResponse, Refusal> {
    if let Some(code) = &arrival.code {
        let cookie = cookie(&visitor.app, code)?;
        return Ok(see_other(&urls::set_up()).cookie(cookie).finish());
    }
    match opened(&visitor, &request).await? {
        Ok(open) => shown(visitor, &request, &open),
        Err(over) => visitor.answers(over.status(), &over),
    }
}

/// In the language that the inviter chose, until the reader clicks another.
fn shown(visitor: Visitor, request: &HttpRequest, open: &Open) -> Result<HttpResponse, Refusal> {
    if cookies::clicked_language(&visitor.app, request).is_some() {
        return visitor.answers(StatusCode::OK, &SetUp::of(&visitor, open, "", Wrong::default()));
    }
    let chosen = open.link.language;
    let visitor = visitor.speaking(chosen);
    let mut answer = visitor.answers(StatusCode::OK, &SetUp::of(&visitor, open, "", Wrong::default()))?;
    let cookie = cookies::made(&visitor.app, cookies::Purpose::Language, chosen.tag().to_owned());
    answer.add_cookie(&cookie).map_err(|error| anyhow::Error::new(error).context("a cookie"))?;
    Ok(answer)
}

pub async fn post(
    visitor: Visitor,
    request: HttpRequest,
    errands: Data<Errands>,
    form: Form<Typed>,
) -> Result<HttpResponse, Refusal> {
    let typed = form.from_visitor(&visitor.app, &visitor.fingerprint(), FORM)?;
    let open = match opened(&visitor, &request).await? {
        Ok(open) => open,
        Err(over) => return visitor.answers(over.status(), &over),
    };
    let (name, password) = match checked(visitor.tongue, &open, &typed) {
        Ok(fine) => fine,
        Err(wrong) => {
            let page = SetUp::of(&visitor, &open, &typed.name, wrong);
            return visitor.answers(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let person = open.link.person;
    // Before the unit of work: it takes as long as argon2 does.
    let password = password::hash(&visitor.app, person, &password).await?;
    let chosen = Chosen { person, name: &name, password: &password };
    complete(&visitor, (&request, &errands), &open, &chosen).await
}

impl SetUp {
    fn of(visitor: &Visitor, open: &Open, name: &str, wrong: Wrong) -> Self {
        let (tongue, link) = (visitor.tongue, &open.link);
        let partner = open.partner.settings.name.in_language(tongue.language());
        let name = if name.is_empty() { link.name.as_deref().unwrap_or_default() } else { name };
        let name = Field::new("name", tongue.t("join-name"), name).autocomplete("name").required().problem(wrong.name);
        let least = if open.with_second_factor { password::LENGTH_WITH_SECOND_FACTOR } else { password::LENGTH_ALONE };
        let password = Field::new("password", tongue.t("join-password"), "").kind(Kind::Password);
        let password = password.hint(tongue.t1("join-password-hint", "least", least)).problem(wrong.password);
        let password = password.autocomplete("new-password").required();
        Self {
            shell: visitor.shell().at(urls::set_up()),
            csrf: visitor.csrf(FORM),
            heading: heading(tongue, open, partner),
            lead: lead(tongue, open, partner),
            email: link.email.clone(),
            fields: if open.is_reset() { vec![password] } else { vec![name, password] },
            is_reset: open.is_reset(),
            needs_second_factor: open.role.needs_second_factor() && !open.keeps_second_factor,
        }
    }
}

fn heading(tongue: Tongue, open: &Open, partner: &str) -> String {
    match open.is_reset() {
        true => tongue.t("join-reset-heading").to_owned(),
        false => tongue.t1("join-heading", "partner", partner),
    }
}

/// Who invites, and as what.
fn lead(tongue: Tongue, open: &Open, partner: &str) -> String {
    let (role, maker) = (crate::portal::roles::name(tongue, open.role), open.link.made_by_name.as_deref());
    match (open.link.kind, maker) {
        (set_up::Kind::Reset | set_up::Kind::Forgotten, _) => tongue.t1("join-reset-lead", "partner", partner),
        (set_up::Kind::Invitation, Some(maker)) => tongue.t2("join-lead", ("name", maker), ("role", role)),
        (set_up::Kind::Invitation | set_up::Kind::First, _) => tongue.t1("join-first-lead", "role", role),
    }
}

/// The name and the password, or what is wrong with either.
fn checked(tongue: Tongue, open: &Open, typed: &Typed) -> Result<(String, SecretText), Wrong> {
    let password = SecretText::new(typed.password.clone());
    let name = if open.is_reset() { open.link.name.clone() } else { member::name(&typed.name) };
    let partner = &open.partner.settings.name;
    let about = [
        typed.name.as_str(),
        open.link.name.as_deref().unwrap_or_default(),
        &open.link.email,
        &partner.en,
        partner.fr.as_deref().unwrap_or_default(),
    ];
    let weak = password::check(&password, &about, open.with_second_factor).err();
    match (name, weak) {
        (Some(name), None) => Ok((name, password)),
        (name, weak) => Err(Wrong {
            name: name.is_none().then(|| tongue.t1("join-name-wrong", "most", member::NAME_LIMIT)),
            password: weak.map(|weak| in_words(tongue, weak)),
        }),
    }
}

fn in_words(tongue: Tongue, weak: WeakPassword) -> String {
    match weak {
        WeakPassword::TooShort { least } => tongue.t1("join-password-short", "least", least),
        WeakPassword::TooLong { most } => tongue.t1("join-password-long", "most", most),
        WeakPassword::Guessable => tongue.t("join-password-guessable").to_owned(),
    }
}

/// Uses the link up. Whoever has proved no more than that they hold it is signed in, unless a second factor stands before that.
async fn complete(
    visitor: &Visitor,
    (request, errands): (&HttpRequest, &Errands),
    open: &Open,
    chosen: &Chosen<'_>,
) -> Result<HttpResponse, Refusal> {
    let app = &visitor.app;
    let author = author(visitor, open, chosen);
    let mut db = app.store.write().await?.in_name_of(author);
    let member = match set_up::complete(&mut db, &open.code, chosen, app.clock.now()).await? {
        Outcome::Joined(member) | Outcome::Renewed(member) => member,
        outcome => {
            drop(db);
            let over = Over::outcome(visitor, &outcome, &open.link, &open.partner);
            return visitor.answers(over.status(), &over);
        }
    };
    from(app, request, visitor.fingerprint()).end_former(&mut db).await?;
    // The member is held since their password was set: what they have now is what stands.
    let keeps_second_factor = store::members::by_id(&mut db, member).await?.is_some_and(|it| it.has_second_factor);
    let value = if keeps_second_factor { None } else { Some(starts(visitor, &mut db, member).await?) };
    db.commit().await?;
    if open.is_reset() {
        send(errands, app, letters::changed(&change(visitor, open)));
    }
    let used = cookies::ended(app, cookies::Purpose::SetUp);
    let Some(value) = value else {
        let mut answer = visitor.answers(StatusCode::OK, &Renewed::of(visitor))?;
        // Or strangers' guesses at their address would keep them out of the browser in which they have just been helped.
        let known = cookies::made(app, cookies::Purpose::KnownDevice, known_device::cookie(app, member)?);
        for cookie in [&used, &known] {
            answer.add_cookie(cookie).map_err(|error| anyhow::Error::new(error).context("a cookie"))?;
        }
        return Ok(answer);
    };
    let mut answer = arrives(visitor, &SignedIn { member, value }, &urls::home())?;
    answer.add_cookie(&used).map_err(|error| anyhow::Error::new(error).context("a cookie"))?;
    Ok(answer)
}

fn change<'a>(visitor: &Visitor, open: &'a Open) -> Change<'a> {
    let (partner, to, what) = (&open.partner, open.link.email.as_str(), Changed::Password);
    Change { partner, to, tongue: visitor.tongue, from: visitor.address, at: visitor.app.clock.now(), what }
}

/// Whoever chooses the password does it, as a member from then on.
fn author(visitor: &Visitor, open: &Open, chosen: &Chosen<'_>) -> Author {
    let (id, name, email) = (chosen.person.0, chosen.name.to_owned(), open.link.email.clone());
    Author::new(Actor::Member { id, name, email }, visitor.address)
}

async fn starts(visitor: &Visitor, db: &mut Db, member: MemberId) -> sqlx::Result<SessionValue> {
    let network = network::masked(visitor.address);
    member_session::start(&visitor.app, db, member, &Whence { browser: &visitor.browser, network: &network }).await
}
