//! Continue on another device, the second browser's side: the short address, the code, and waiting for the first one's
//! yes. Until the code is right the page is neutral and the same for every tag, and looking reads nothing.

use std::sync::Arc;

use actix_web::http::{Method, StatusCode, header};
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::another_device::told;
use super::language::CLICK_ADDRESS;
use super::start::{furthest, is_prefetch};
use super::visit::{LANGUAGE_FORM, language_of, session_cookie};
use crate::domain::app::App;
use crate::domain::connection::ConnectionId;
use crate::domain::device::Device;
use crate::domain::hand_over::{self, Code, Knock, Tag, Waiting};
use crate::domain::language::Language;
use crate::domain::link;
use crate::domain::link_session::SessionValue;
use crate::domain::partner::Partner;
use crate::domain::refusal::Refusal;
use crate::http::visitor;
use crate::secret::{Fingerprint, from_base64url, to_base64url};
use crate::store;
use crate::web::answer::{self, see_other};
use crate::web::assets::Assets;
use crate::web::brand::Brands;
use crate::web::device;
use crate::web::form::{self, Form};
use crate::web::page::{Page, Shell};
use crate::web::texts::Tongue;
use crate::web::{cookies, urls};

#[derive(Template)]
#[template(path = "link/continue_here.html")]
pub struct ContinueHere {
    pub shell: Shell,
    pub tag: String,
    pub csrf: String,
    pub trouble: Option<Trouble>,
    /// What can be no code stands there again to be mended; what can is never shown.
    pub typed: String,
}

/// What was wrong with what somebody sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Not six characters of ours: no guess, and not counted as one.
    NoCode,
    /// Wrong address or code, too late, too often: nobody learns which.
    Wrong,
}

impl ContinueHere {
    fn trouble_words(&self) -> Option<&'static str> {
        let key = match self.trouble? {
            Trouble::NoCode => "continue-none",
            Trouble::Wrong => "continue-wrong",
        };
        Some(self.shell.tongue.t(key))
    }
}

impl Page for ContinueHere {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("continue").to_owned()
    }

    fn has_error(&self) -> bool {
        self.trouble.is_some()
    }
}

#[derive(Template)]
#[template(path = "link/continue_waiting.html")]
pub struct ContinueWaiting {
    pub shell: Shell,
    pub tag: String,
    /// This browser, as the first one is told of it. `None`: it will not be let in.
    pub device: Option<String>,
}

impl Page for ContinueWaiting {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        let key = if self.device.is_some() { "continue-waiting" } else { "continue-over" };
        self.shell.tongue.t(key).to_owned()
    }

    fn listens(&self) -> bool {
        self.device.is_some()
    }
}

#[derive(Deserialize)]
pub struct Brought {
    #[serde(default)]
    code: String,
}

/// A browser at the short address: the random value that its cookie holds, and the tag.
struct Second {
    app: Data<App>,
    tag: Tag,
    value: [u8; 32],
    is_new: bool,
}

impl Second {
    fn at(request: &HttpRequest) -> Result<Self, Refusal> {
        let app = request.app_data::<Data<App>>().cloned().ok_or(Refusal::LostPlace)?;
        let tag = Tag::parse(request.match_info().query("tag")).ok_or(Refusal::NoSuchLink)?;
        let cookie = cookies::read(&app, request, cookies::Purpose::Knock);
        let known = cookie.as_deref().and_then(from_base64url).and_then(|bytes| bytes.try_into().ok());
        Ok(Self { is_new: known.is_none(), value: known.unwrap_or_else(|| app.chance.bytes()), app, tag })
    }

    /// What its form is bound to.
    fn visitor(&self) -> Fingerprint {
        Fingerprint::of(&self.value)
    }

    /// The session that it will have after a yes.
    fn session(&self) -> SessionValue {
        SessionValue::of_second(&self.app, &self.tag, &self.value)
    }
}

/// The form for the code, whatever the tag. GET and HEAD change nothing, and read nothing.
pub async fn get(request: HttpRequest) -> Result<HttpResponse, Refusal> {
    if is_prefetch(&request) {
        return Ok(HttpResponse::ServiceUnavailable().finish());
    }
    asked_for_code(&request, &Second::at(&request)?, None)
}

/// The right code makes this the browser that waits.
pub async fn post(request: HttpRequest, form: Form<Brought>) -> Result<HttpResponse, Refusal> {
    let second = Second::at(&request)?;
    if second.is_new {
        // Without its cookie it would wait for ever.
        return Err(Refusal::LostPlace);
    }
    let brought = form.from_visitor(&second.app, &second.visitor(), FORM)?;
    let Some(code) = Code::parse(&brought.code) else {
        return asked_for_code(&request, &second, Some((Trouble::NoCode, &brought.code)));
    };
    let networks = link::networks(&second.app, visitor::address(&request, &second.app));
    let (session, device) = (second.session().fingerprint(), Device::named(user_agent(&request)));
    let knock = Knock { tag: &second.tag, code: &code, networks: &networks, second: &session, device };
    match hand_over::knock(&second.app, &knock).await? {
        true => Ok(see_other(&urls::waiting(second.tag.text())).finish()),
        false => asked_for_code(&request, &second, Some((Trouble::Wrong, ""))),
    }
}

/// Waits for the yes; after it, leads to the place that both share.
pub async fn get_waiting(request: HttpRequest) -> Result<HttpResponse, Refusal> {
    let second = Second::at(&request)?;
    match found(&second).await? {
        None => Ok(see_other(&urls::continue_here(second.tag.text())).finish()),
        Some(Waiting::LetIn { connection }) => let_in(&request, &second, connection).await,
        Some(Waiting::ForAnswer { partner, .. }) => {
            let device = Device::named(user_agent(&request));
            branded(&request, &second, &partner, (StatusCode::OK, Some(device)))
        }
        Some(Waiting::Over { partner, .. }) => branded(&request, &second, &partner, (StatusCode::GONE, None)),
    }
}

/// Whether there is news, for the page's script.
pub async fn get_stage(request: HttpRequest) -> Result<HttpResponse, Refusal> {
    Ok(told(match found(&Second::at(&request)?).await? {
        Some(Waiting::ForAnswer { .. }) => WAITING,
        _ => "news",
    }))
}

/// The form for the code.
const FORM: &str = "continue";
/// The address says where a code can be tried: not even our own files are asked for with it.
const REFERRER: (header::HeaderName, &str) = (header::REFERRER_POLICY, "strict-origin");
/// What the waiting page's script compares.
const WAITING: &str = "waiting";

async fn found(second: &Second) -> Result<Option<Waiting>, Refusal> {
    let mut db = second.app.store.read().await?;
    Ok(hand_over::waiting(&second.app, &mut db, &second.tag, &second.session().fingerprint()).await?)
}

async fn let_in(request: &HttpRequest, second: &Second, connection: ConnectionId) -> Result<HttpResponse, Refusal> {
    let (app, value) = (&second.app, second.session());
    let mut db = app.store.read().await?;
    let session = store::links::session(&mut db, &value.fingerprint(), connection, app.clock.now()).await?;
    let mut answer = see_other(&furthest(&session.ok_or(Refusal::LostPlace)?));
    if request.method() != Method::HEAD {
        answer.cookie(session_cookie(app, connection, &value));
        answer.cookie(cookies::ended(app, cookies::Purpose::Knock));
    }
    Ok(answer.finish())
}

/// As much as the field takes.
const TYPED: usize = 40;

/// With what was wrong, and what of it stands in the field again.
fn asked_for_code(
    request: &HttpRequest,
    second: &Second,
    trouble: Option<(Trouble, &str)>,
) -> Result<HttpResponse, Refusal> {
    let (app, visitor) = (&second.app, second.visitor());
    let page = ContinueHere {
        shell: shell(request, app, Language::En)?,
        tag: second.tag.text().to_owned(),
        csrf: form::token(app, &visitor, FORM),
        trouble: trouble.map(|(trouble, _)| trouble),
        typed: trouble.map_or_else(String::new, |(_, typed)| typed.chars().take(TYPED).collect()),
    };
    let status = if trouble.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (mut answer, html) = answer::page(status, &page)?;
    answer.insert_header(REFERRER);
    if second.is_new && request.method() != Method::HEAD {
        answer.cookie(cookies::made(app, cookies::Purpose::Knock, to_base64url(&second.value)));
    }
    Ok(answer.body(html))
}

/// A page for whoever has brought the right code.
fn branded(
    request: &HttpRequest,
    second: &Second,
    partner: &Arc<Partner>,
    (status, device): (StatusCode, Option<Device>),
) -> Result<HttpResponse, Refusal> {
    request.extensions_mut().insert(Arc::clone(partner));
    let brands = request.app_data::<Data<Brands>>().ok_or(Refusal::LostPlace)?;
    let shell = shell(request, &second.app, partner.settings.default_language)?;
    let brand = brands.of(partner, shell.tongue.language());
    let device = device.map(|it| device::named(shell.tongue, it));
    let page = ContinueWaiting { shell: shell.branded(brand), tag: second.tag.text().to_owned(), device };
    let (mut answer, html) = answer::page(status, &page)?;
    answer.insert_header(REFERRER);
    Ok(answer.body(html))
}

/// Its language button posts to the page's own address, which its query tells from the page's own form.
fn shell(request: &HttpRequest, app: &App, default: Language) -> Result<Shell, Refusal> {
    let assets = request.app_data::<Data<Assets>>().ok_or(Refusal::LostPlace)?.clone().into_inner();
    let tongue = Tongue::new(language_of(app, request, default));
    let token = form::token(app, &Fingerprint::of(&[]), LANGUAGE_FORM);
    Ok(Shell::of(app, tongue, assets).switching_language_at(CLICK_ADDRESS.to_owned(), token))
}

fn user_agent(request: &HttpRequest) -> &str {
    request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[cfg(test)]
impl ContinueHere {
    pub fn samples(shell: &Shell) -> Vec<(&'static str, ContinueHere)> {
        let page = |trouble| ContinueHere {
            shell: Shell { brand: None, ..shell.clone() },
            tag: "K7QX4Z".into(),
            csrf: "t0ken".into(),
            trouble,
            typed: if trouble == Some(Trouble::NoCode) { "K7\"QX".into() } else { String::new() },
        };
        vec![
            ("continue_here", page(None)),
            ("continue_here_none_error", page(Some(Trouble::NoCode))),
            ("continue_here_wrong_error", page(Some(Trouble::Wrong))),
        ]
    }
}

#[cfg(test)]
impl ContinueWaiting {
    pub fn samples(shell: &Shell) -> Vec<(&'static str, ContinueWaiting)> {
        let page = |device: Option<&str>| ContinueWaiting {
            shell: shell.clone(),
            tag: "K7QX4Z".into(),
            device: device.map(str::to_owned),
        };
        vec![("continue_waiting", page(Some("Firefox on Windows"))), ("continue_over", page(None))]
    }
}
