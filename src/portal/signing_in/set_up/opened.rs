//! The code that a browser has brought, in its sealed cookie, and the link that it opens.

use actix_web::HttpRequest;
use actix_web::cookie::Cookie;

use super::over::Over;
use crate::domain::app::App;
use crate::domain::partner::Partner;
use crate::domain::refusal::Refusal;
use crate::domain::role::Role;
use crate::domain::set_up::{self, Code, SetUpLink, State};
use crate::portal::visitor::Visitor;
use crate::secret::{from_base64url, to_base64url};
use crate::store::{self, Db};
use crate::web::cookies;

/// What the sealed cookie is about.
const COOKIE: &[u8] = b"set-up link";
/// Longer than any of ours; a cookie has an end.
const CODE_LIMIT: usize = 64;

/// A link that can be used, and everything its page tells.
pub struct Open {
    pub code: Code,
    pub link: SetUpLink,
    pub partner: Partner,
    pub role: Role,
    /// Whether another proof will be asked for beside the password.
    pub with_second_factor: bool,
    /// Whether the member signs in by a second factor that stays.
    pub keeps_second_factor: bool,
}

/// The code that this browser has brought, and what has become of its link. Malformed, unknown and none are one thing.
pub async fn opened(visitor: &Visitor, request: &HttpRequest) -> Result<Result<Open, Over>, Refusal> {
    let Some(code) = brought(&visitor.app, request) else { return Ok(Err(Over::unknown(visitor))) };
    let mut db = visitor.app.store.read().await?;
    let Some(link) = set_up::look(&mut db, &code).await? else { return Ok(Err(Over::unknown(visitor))) };
    let partner = store::partners::get(&mut db, link.partner_id).await?;
    match link.state(visitor.app.clock.now()) {
        State::Open => Open::of(&mut db, code, link, partner).await.map(Ok),
        state => Ok(Err(Over::known(visitor, &link, &partner, state))),
    }
}

impl Open {
    async fn of(db: &mut Db, code: Code, link: SetUpLink, partner: Partner) -> Result<Self, Refusal> {
        let member = match link.member_id {
            Some(id) => store::members::get(db, link.partner_id, id).await?,
            None => None,
        };
        let role = member.as_ref().map_or(link.role, |member| member.role);
        let keeps_second_factor = member.is_some_and(|it| it.has_second_factor) && !link.forgets_second_factor;
        let with_second_factor = keeps_second_factor || role.needs_second_factor();
        Ok(Self { code, link, partner, role, with_second_factor, keeps_second_factor })
    }

    pub fn is_reset(&self) -> bool {
        self.link.member_id.is_some()
    }
}

/// What is brought is sealed unread: of a code that is none nobody is told here.
pub fn cookie(app: &App, code: &str) -> anyhow::Result<Cookie<'static>> {
    let code: String = code.chars().take(CODE_LIMIT).collect();
    let sealed = app.keys.ceremony.seal(&app.chance, code.as_bytes(), COOKIE)?;
    Ok(cookies::made(app, cookies::Purpose::SetUp, to_base64url(&sealed)))
}

fn brought(app: &App, request: &HttpRequest) -> Option<Code> {
    let cookie = cookies::read(app, request, cookies::Purpose::SetUp)?;
    let plain = app.keys.ceremony.open(&from_base64url(&cookie)?, COOKIE)?;
    Code::parse(std::str::from_utf8(&plain).ok()?)
}
