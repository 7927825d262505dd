//! A member's passkeys: several, each with a name, and a way to add one where the browser has script.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use askama::Template;
use serde::Deserialize;

use super::Asked;
use crate::domain::passkey::{self, MOST, NAME_LIMIT, Owner, PasskeyId, Question};
use crate::domain::refusal::Refusal;
use crate::domain::second_factor::{self, Removed};
use crate::jobs::errands::Errands;
use crate::portal::field::{Field, Problem};
use crate::portal::letters::Changed;
use crate::portal::member::Member;
use crate::portal::page::{Page, Shell};
use crate::store;
use crate::web::form::Form;
use crate::web::urls::portal as urls;

const FORM: &str = "passkeys";
const REMOVE: &str = "remove-passkey";
const ADDED: &str = "added";
const REMOVED: &str = "removed";

/// A passkey as its owner is told of it.
struct Row {
    id: PasskeyId,
    name: String,
    since: String,
    /// `None`: never.
    used: Option<String>,
}

#[derive(Template)]
#[template(path = "portal/account/passkeys.html")]
struct Passkeys {
    shell: Shell,
    csrf: String,
    remove_csrf: String,
    rows: Vec<Row>,
    /// `None`: this deployment can have none, or there are as many as may be.
    question: Option<Question>,
    are_possible: bool,
    field: Field,
    /// Of a passkey that needs another name.
    answer: String,
    trouble: Option<String>,
}

impl Page for Passkeys {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("passkeys-heading").to_owned()
    }

    fn problems(&self) -> Vec<Problem> {
        let trouble = self.trouble.as_ref().map(|words| Problem { field: "main".to_owned(), words: words.clone() });
        trouble.into_iter().chain(self.field.in_summary()).collect()
    }
}

/// Why nothing was changed.
enum Trouble {
    /// The passkey is there and waits for a name that fits.
    Name(Typed),
    Refused,
    Known,
    TooMany,
    Last,
}

impl Trouble {
    fn words(&self, member: &Member) -> Option<String> {
        let tongue = member.tongue;
        match self {
            Self::Name(_) => None,
            Self::Refused => Some(tongue.t("passkeys-refused").to_owned()),
            Self::Known => Some(tongue.t("passkeys-known").to_owned()),
            Self::TooMany => Some(tongue.t1("passkeys-too-many", "most", MOST)),
            Self::Last => Some(tongue.t1("passkeys-last", "why", super::why_second_factor(member))),
        }
    }
}

async fn page(member: &Member, trouble: Option<Trouble>) -> Result<Passkeys, Refusal> {
    let (app, who, tongue) = (&member.app, &member.who, member.tongue);
    let are_possible = passkey::are_possible(app);
    let mut db = app.store.read().await?;
    let kept = store::passkeys::of_member(&mut db, who.id).await?;
    let has_room = are_possible && i64::try_from(kept.len()).is_ok_and(|count| count < MOST);
    let question = match has_room {
        true => Some(passkey::ask_for_new(app, &mut db, &member.fingerprint(), &owner(member)).await?),
        false => None,
    };
    drop(db);
    let words = trouble.as_ref().and_then(|trouble| trouble.words(member));
    let limit = i64::try_from(NAME_LIMIT).unwrap_or_default();
    let (name, answer, carried, wrong) = match trouble {
        Some(Trouble::Name(typed)) => {
            (typed.name, typed.answer, Some(typed.carried), Some(tongue.t1("passkeys-name-wrong", "most", limit)))
        }
        _ => (String::new(), String::new(), None, None),
    };
    let field = Field::new("name", tongue.t("passkeys-name"), name).hint(tongue.t("passkeys-name-hint"));
    Ok(Passkeys {
        shell: member.shell().at(urls::passkeys()),
        csrf: member.csrf(FORM),
        remove_csrf: member.csrf(REMOVE),
        rows: kept.into_iter().map(|kept| row(member, kept)).collect(),
        question: question.map(|question| Question { carried: carried.unwrap_or(question.carried), ..question }),
        are_possible,
        field: field.required().problem(wrong),
        answer,
        trouble: words,
    })
}

fn owner(member: &Member) -> Owner<'_> {
    Owner { id: member.who.id, account: &member.who.email, name: &member.who.name }
}

fn row(member: &Member, kept: passkey::Kept) -> Row {
    Row {
        id: kept.id,
        name: kept.name,
        since: member.moment(kept.created_at),
        used: kept.last_used_at.map(|at| member.moment(at)),
    }
}

pub async fn get(member: Member, asked: Query<Asked>) -> Result<HttpResponse, Refusal> {
    let key = match asked.done.as_str() {
        ADDED => Some("passkeys-added"),
        REMOVED => Some("passkeys-removed"),
        _ => None,
    };
    let mut page = page(&member, None).await?;
    page.shell = page.shell.saying(key.map(|key| member.tongue.t(key).to_owned()));
    member.answers(StatusCode::OK, &page)
}

async fn again(member: &Member, trouble: Trouble) -> Result<HttpResponse, Refusal> {
    let page = page(member, Some(trouble)).await?;
    member.answers(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

#[derive(Deserialize)]
pub struct Typed {
    name: String,
    carried: String,
    answer: String,
}

pub async fn post(member: Member, errands: Data<Errands>, form: Form<Typed>) -> Result<HttpResponse, Refusal> {
    let typed = form.from_visitor(&member.app, &member.fingerprint(), FORM)?;
    let (app, session) = (&member.app, member.fingerprint());
    let Some(new) = passkey::check_new(app, &session, member.who.id, (&typed.carried, &typed.answer)) else {
        return again(&member, Trouble::Refused).await;
    };
    if !passkey::name_fits(&typed.name) {
        return again(&member, Trouble::Name(typed)).await;
    }
    let mut db = member.writes().await?;
    let who = (&member.who, &member.value);
    let (kept, added) = second_factor::add_passkey(app, &mut db, who, (&new, typed.name.trim())).await?;
    if let Some(added) = added {
        db.commit().await?;
        super::tell(&member, &errands, Changed::PasskeyAdded);
        return super::goes_on(member, added, "passkeys-added", &urls::passkeys_after(ADDED));
    }
    drop(db);
    let trouble = match kept {
        passkey::Added::Known => Trouble::Known,
        passkey::Added::TooMany => Trouble::TooMany,
        passkey::Added::Kept | passkey::Added::Refused => Trouble::Refused,
    };
    again(&member, trouble).await
}

#[derive(Deserialize)]
pub struct Pressed {
    passkey: PasskeyId,
}

pub async fn post_remove(member: Member, errands: Data<Errands>, form: Form<Pressed>) -> Result<HttpResponse, Refusal> {
    let pressed = form.from_visitor(&member.app, &member.fingerprint(), REMOVE)?;
    let mut db = member.writes().await?;
    match second_factor::remove_passkey(&mut db, &member.who, pressed.passkey).await? {
        Removed::LastOne => {
            drop(db);
            again(&member, Trouble::Last).await
        }
        gone => {
            db.commit().await?;
            if gone == Removed::Gone {
                super::tell(&member, &errands, Changed::PasskeyRemoved);
            }
            member.leads_to(&urls::passkeys_after(REMOVED))
        }
    }
}
