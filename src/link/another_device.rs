//! Continue on another device, the first browser's side: it shows the address and the code, and then says yes or no to
//! the browser that brought them.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header;
use askama::Template;
use serde::Deserialize;

use super::visit::Guest;
use crate::domain::hand_over::{self, Answer, Code, HandOverId, Stage};
use crate::domain::refusal::Refusal;
use crate::store;
use crate::store::hand_overs::Kept;
use crate::web::answer::see_other;
use crate::web::device;
use crate::web::form::{self, Form};
use crate::web::page::{Page, Shell};
use crate::web::qr::Qr;
use crate::web::urls;

#[derive(Template)]
#[template(path = "link/another_device.html")]
pub struct AnotherDevice {
    pub shell: Shell,
    pub connection: String,
    pub csrf: String,
    pub shown: Shown,
}

pub enum Shown {
    /// Nothing was asked for yet.
    Start,
    /// `until`: in words. The code goes straight into the template, as credentials do.
    Open {
        address: String,
        qr: Option<Qr>,
        code: String,
        until: String,
    },
    /// A second browser brought the code: which, when in words, and what the answer's form carries.
    Asked {
        device: String,
        at: String,
        id: String,
        csrf: String,
    },
    LetIn,
    Refused,
    WrongCodes,
    Expired,
}

impl Shown {
    /// What the page's script compares.
    fn stage(&self) -> &'static str {
        match self {
            Shown::Start => "start",
            Shown::Open { .. } => "open",
            Shown::Asked { .. } => "asked",
            Shown::LetIn => "let-in",
            Shown::Refused => "refused",
            Shown::WrongCodes => "wrong-codes",
            Shown::Expired => "expired",
        }
    }

    fn heading(&self) -> &'static str {
        match self {
            Shown::Start | Shown::Open { .. } => "another-device",
            Shown::Asked { .. } => "another-device-asked",
            Shown::LetIn => "another-device-let-in",
            Shown::Refused => "another-device-refused",
            Shown::WrongCodes => "another-device-wrong",
            Shown::Expired => "another-device-expired",
        }
    }
}

impl AnotherDevice {
    fn is_open(&self) -> bool {
        matches!(self.shown, Shown::Open { .. })
    }

    fn asks(&self, device: &str, at: &str) -> String {
        self.shell.tongue.t2("another-device-asks", ("device", device), ("time", at))
    }

    /// Two browsers can call themselves the same; only the one that waits is headed so.
    fn look_there(&self) -> String {
        let tongue = self.shell.tongue;
        tongue.t1("another-device-look", "heading", tongue.t("continue-waiting"))
    }

    /// There is nothing more to do on this page.
    fn is_over(&self) -> bool {
        matches!(self.shown, Shown::LetIn)
    }
}

impl Page for AnotherDevice {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t(self.shown.heading()).to_owned()
    }

    fn listens(&self) -> bool {
        self.is_open()
    }
}

/// How soon a page that waits asks again, in milliseconds.
const RETRY: &str = "retry: 2000";

/// One event and the end, after which a browser asks again by itself (`text/event-stream`).
pub fn told(stage: &str) -> HttpResponse {
    let mut answer = HttpResponse::Ok();
    answer.content_type("text/event-stream").insert_header((header::CACHE_CONTROL, "no-store"));
    answer.body(format!("{RETRY}\nevent: stage\ndata: {stage}\n\n"))
}

#[derive(Deserialize)]
pub struct Wanted {}

#[derive(Deserialize)]
pub struct Said {
    hand_over: String,
    answer: String,
}

/// How far the hand-over of this session has come.
pub async fn get(guest: Guest) -> Result<HttpResponse, Refusal> {
    let visit = &guest.visit;
    let page = AnotherDevice {
        shown: shown(&guest).await?,
        shell: visit.shell(urls::Page::AnotherDevice),
        connection: visit.connection.to_string(),
        csrf: visit.csrf(urls::Page::AnotherDevice),
    };
    visit.answers(StatusCode::OK, &page)
}

/// Whether there is news, for the page's script.
pub async fn get_stage(guest: Guest) -> Result<HttpResponse, Refusal> {
    Ok(told(shown(&guest).await?.stage()))
}

/// Get an address and a code: earlier ones of this session end.
pub async fn post(guest: Guest, form: Form<Wanted>) -> Result<HttpResponse, Refusal> {
    let (visit, session) = (&guest.visit, guest.fingerprint());
    let Wanted {} = form.from_visitor(&visit.app, &session, urls::Page::AnotherDevice.name())?;
    let mut db = visit.app.store.write().await?;
    if !hand_over::make(&visit.app, &mut db, visit.connection, &session).await? {
        return Err(Refusal::LostPlace);
    }
    db.commit().await?;
    Ok(see_other(&urls::another_device(visit.connection)).finish())
}

/// Yes or no. Too late for either, the page says what has become of it.
pub async fn post_answer(guest: Guest, form: Form<Said>) -> Result<HttpResponse, Refusal> {
    let (visit, session) = (&guest.visit, guest.fingerprint());
    let name = answer_form(form.field("hand_over"));
    let said = form.from_visitor(&visit.app, &session, &name)?;
    let answer = Answer::parse(&said.answer).ok_or(Refusal::FormRefused)?;
    let id: HandOverId = said.hand_over.parse().map_err(|_| Refusal::FormRefused)?;
    let mut db = visit.app.store.write().await?;
    hand_over::answer(&visit.app, &mut db, visit.connection, (&session, id), answer).await?;
    db.commit().await?;
    Ok(see_other(&urls::another_device(visit.connection)).finish())
}

/// The token is made for one hand-over: nobody says yes to a browser that they were not shown.
fn answer_form(id: &str) -> String {
    format!("{}: {id}", urls::Page::AnotherDevice.name())
}

async fn shown(guest: &Guest) -> Result<Shown, Refusal> {
    let visit = &guest.visit;
    let mut db = visit.app.store.read().await?;
    let Some(kept) = store::hand_overs::of_session(&mut db, &guest.fingerprint()).await? else {
        return Ok(Shown::Start);
    };
    Ok(match hand_over::stage(&visit.app, &kept, visit.app.clock.now()) {
        Stage::Open => open(guest, &kept),
        Stage::Asked { device, at } => Shown::Asked {
            device: device::named(visit.tongue(), device),
            at: visit.time(at),
            csrf: form::token(&visit.app, &guest.fingerprint(), &answer_form(&kept.id.to_string())),
            id: kept.id.to_string(),
        },
        Stage::Answered(Answer::Yes) => Shown::LetIn,
        Stage::Answered(Answer::No) => Shown::Refused,
        Stage::WrongCodes => Shown::WrongCodes,
        Stage::Expired => Shown::Expired,
    })
}

fn open(guest: &Guest, kept: &Kept) -> Shown {
    let visit = &guest.visit;
    let address = visit.app.public_url.join(&urls::continue_here(&kept.tag));
    Shown::Open {
        qr: Qr::of(&address),
        code: Code::derive(&visit.app.keys.hand_over, kept.id).reveal().to_owned(),
        until: visit.time(kept.expires_at),
        address,
    }
}

#[cfg(test)]
impl AnotherDevice {
    pub fn samples(shell: &Shell) -> Vec<(&'static str, AnotherDevice)> {
        let page =
            |shown| AnotherDevice { shell: shell.clone(), connection: "9f3c".into(), csrf: "t0ken".into(), shown };
        let address = "https://link.bank.example/continue/K7QX4Z".to_owned();
        let open = Shown::Open {
            qr: Qr::of(&address),
            address,
            code: "4ZRT9B".into(),
            until: "2:15 p.m. Eastern Daylight Time".into(),
        };
        let asked = Shown::Asked {
            device: "Firefox on Windows".into(),
            at: "2:05 p.m. Eastern Daylight Time".into(),
            id: "9f3c".into(),
            csrf: "t0ken".into(),
        };
        vec![
            ("another_device", page(Shown::Start)),
            ("another_device_open", page(open)),
            ("another_device_asked", page(asked)),
            ("another_device_let_in", page(Shown::LetIn)),
            ("another_device_refused", page(Shown::Refused)),
            ("another_device_wrong", page(Shown::WrongCodes)),
            ("another_device_expired", page(Shown::Expired)),
        ]
    }
}
