//! The API key of a developer, asked for once. Wrong ones are counted by network, like the codes of links.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::developer;
use super::page::Guest;
use crate::domain::api_key::{self, LENGTH_LIMIT};
use crate::domain::link;
use crate::domain::network::{self, Guess};
use crate::domain::refusal::Refusal;
use crate::http::visitor;
use crate::secret::SecretText;
use crate::web::answer::see_other;
use crate::web::cookies;
use crate::web::form::Form;
use crate::web::neutral::{Page, Shell};
use crate::web::urls::sandbox as urls;

const FORM: &str = "key";

#[derive(Deserialize)]
pub struct Entered {
    key: String,
}

/// Why nobody was let in.
#[derive(Clone, Copy)]
pub enum Trouble {
    Wrong,
    TooMany { minutes: u64 },
}

#[derive(Template)]
#[template(path = "sandbox/key.html")]
pub struct KeyPage {
    shell: Shell,
    csrf: String,
    trouble: Option<Trouble>,
}

impl Page for KeyPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("key-heading").to_owned()
    }

    fn has_error(&self) -> bool {
        self.trouble.is_some()
    }
}

impl KeyPage {
    pub fn asked(guest: &Guest, trouble: Option<Trouble>) -> Self {
        // The form's own address shows nothing to whom the language button leads back.
        let shell = Shell { here: urls::walk(None::<&str>), ..guest.walk() };
        Self { shell, csrf: guest.csrf(FORM), trouble }
    }

    fn is_wrong(&self) -> bool {
        matches!(self.trouble, Some(Trouble::Wrong))
    }

    fn wrong(&self) -> &'static str {
        match self.trouble {
            Some(Trouble::TooMany { .. }) => self.shell.tongue.t("key-too-many"),
            _ => self.shell.tongue.t("key-wrong"),
        }
    }

    fn how(&self) -> String {
        match self.trouble {
            Some(Trouble::TooMany { minutes }) => self.shell.tongue.t1("key-too-many-how", "count", minutes),
            _ => self.shell.tongue.t("key-wrong-how").to_owned(),
        }
    }
}

pub async fn post(guest: Guest, request: HttpRequest, form: Form<Entered>) -> Result<HttpResponse, Refusal> {
    let entered = form.from_visitor(&guest.app, &guest.fingerprint(), FORM)?;
    let key = SecretText::new(entered.key.trim().to_owned());
    let trouble = match is_somebodys(&guest, &request, &key).await {
        Ok(true) => {
            return Ok(see_other(&urls::walk(None::<&str>)).cookie(developer::cookie(&guest, &key)?).finish());
        }
        Ok(false) => Trouble::Wrong,
        Err(Refusal::TooManyTries { retry_after }) => Trouble::TooMany { minutes: retry_after.as_secs().div_ceil(60) },
        Err(other) => return Err(other),
    };
    let status = match trouble {
        Trouble::Wrong => StatusCode::UNPROCESSABLE_ENTITY,
        Trouble::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
    };
    guest.answers(status, &KeyPage::asked(&guest, Some(trouble)))
}

/// Counted before it is looked up, and not counted if it was right.
async fn is_somebodys(guest: &Guest, request: &HttpRequest, key: &SecretText) -> Result<bool, Refusal> {
    let app = &guest.app;
    let networks = network::around(&app.keys.bucket, Guess::Key, visitor::address(request, app));
    let mut db = link::counted(app, &networks, app.clock.now()).await?;
    let is_possible = (1..=LENGTH_LIMIT).contains(&key.reveal().len());
    let now = app.clock.now();
    if is_possible && api_key::holder(&mut db, key).await?.is_some_and(|it| it.is_live(now)) {
        return Ok(true);
    }
    db.commit().await?;
    Ok(false)
}

/// What a form without fields sends.
#[derive(Deserialize)]
pub struct Pressed {}

/// The browser forgets the key.
pub async fn post_forget(guest: Guest, form: Form<Pressed>) -> Result<HttpResponse, Refusal> {
    form.from_visitor(&guest.app, &guest.fingerprint(), FORGET)?;
    let cookie = cookies::ended(&guest.app, cookies::Purpose::SandboxKey);
    Ok(see_other(&urls::walk(None::<&str>)).cookie(cookie).finish())
}

/// The form behind *Forget the key*.
pub const FORGET: &str = "forget-key";
