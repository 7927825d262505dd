//! Recovery codes: how many are left, and ten new ones, shown once, to be printed or kept as a file.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use actix_web::web::Data;
use askama::Template;
use serde::Deserialize;

use crate::domain::recovery_codes;
use crate::domain::refusal::Refusal;
use crate::domain::second_factor;
use crate::domain::spent_form;
use crate::jobs::errands::Errands;
use crate::portal::halt::{self, Said};
use crate::portal::letters::Changed;
use crate::portal::member::Member;
use crate::portal::once::{self, Once};
use crate::portal::page::{Page, Shell};
use crate::secret::SecretText;
use crate::web::form::Form;
use crate::web::urls::portal as urls;

const FORM: &str = "recovery-codes";
const FILE: &str = "recovery-codes-file";

#[derive(Template)]
#[template(path = "portal/account/recovery_codes.html")]
struct RecoveryCodes {
    shell: Shell,
    once: Once,
    left: i64,
    has_second_factor: bool,
}

impl Page for RecoveryCodes {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("recovery-heading").to_owned()
    }
}

/// Ten new ones.
#[derive(Template)]
#[template(path = "portal/account/new_recovery_codes.html")]
struct NewRecoveryCodes {
    shell: Shell,
    csrf: String,
    codes: Vec<SecretText>,
    carried: String,
}

impl Page for NewRecoveryCodes {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("recovery-new-heading").to_owned()
    }
}

/// Answers with the codes, which no address leads to again. `member`: under the value that their cookie has from now on.
pub fn shown(member: &Member, codes: Vec<SecretText>, notice: Option<&str>) -> Result<HttpResponse, Refusal> {
    let carried = recovery_codes::carry(&member.app, &member.fingerprint(), &codes)?;
    let page = NewRecoveryCodes {
        shell: member.shell().at(urls::recovery_codes()).saying(notice.map(str::to_owned)),
        csrf: member.csrf(FILE),
        codes,
        carried,
    };
    member.answers(StatusCode::OK, &page)
}

pub async fn get(member: Member) -> Result<HttpResponse, Refusal> {
    let mut db = member.app.store.read().await?;
    let standing = second_factor::standing(&mut db, member.who.id).await?;
    drop(db);
    let page = RecoveryCodes {
        shell: member.shell().at(urls::recovery_codes()),
        once: Once::of(&member, FORM),
        left: standing.recovery_codes,
        has_second_factor: standing.has_any(),
    };
    member.answers(StatusCode::OK, &page)
}

/// What a form without fields sends.
#[derive(Deserialize)]
pub struct Pressed {}

pub async fn post(member: Member, errands: Data<Errands>, form: Form<Pressed>) -> Result<HttpResponse, Refusal> {
    let (_, nonce) = once::typed(&member, form, FORM)?;
    let mut db = member.writes().await?;
    if !spent_form::spend(&mut db, &nonce, member.app.clock.now()).await? {
        return already(&member);
    }
    let Some(codes) = second_factor::new_recovery_codes(&member.app, &mut db, &member.who).await? else {
        return member.leads_to(&urls::recovery_codes());
    };
    db.commit().await?;
    super::tell(&member, &errands, Changed::RecoveryCodes);
    shown(&member, codes, None)
}

/// The form was sent before.
fn already(member: &Member) -> Result<HttpResponse, Refusal> {
    let said = Said {
        heading: member.tongue.t("recovery-already").to_owned(),
        why: member.tongue.t("recovery-already-why").to_owned(),
        onward: (member.tongue.t("recovery-heading").to_owned(), urls::recovery_codes()),
    };
    halt::answer(member, StatusCode::CONFLICT, said)
}

#[derive(Deserialize)]
pub struct Carried {
    carried: String,
}

/// The codes of the page before as a file of text.
pub async fn post_file(member: Member, form: Form<Carried>) -> Result<HttpResponse, Refusal> {
    let carried = form.from_visitor(&member.app, &member.fingerprint(), FILE)?.carried;
    let Some(codes) = recovery_codes::carried(&member.app, &member.fingerprint(), &carried) else {
        return member.leads_to(&urls::recovery_codes());
    };
    let lines: Vec<&str> = codes.iter().map(SecretText::reveal).collect();
    let head = member.tongue.t1("recovery-file", "address", member.who.email.as_str());
    let name = format!("attachment; filename=\"{}\"", member.tongue.t("recovery-file-name"));
    let mut answer = HttpResponse::Ok();
    answer.content_type("text/plain; charset=utf-8").insert_header((header::CONTENT_DISPOSITION, name));
    Ok(answer.body(format!("{head}\r\n\r\n{}\r\n", lines.join("\r\n"))))
}
