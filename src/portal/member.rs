//! Who is here: a member who is signed in, has what their role asks for, and may do what they came for. Asked once, in one read,
//! before any page: the one place where roles are checked.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::cookie::Cookie;
use actix_web::dev::Payload;
use actix_web::http::{Method, StatusCode};
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse};
use askama::Template;

use super::needs::Needs;
use super::page::{Page, SIGN_OUT, Shell, Who};
use crate::clock::Timestamp;
use crate::domain::app::App;
use crate::domain::audit::Author;
use crate::domain::member::Member as Person;
use crate::domain::member_session::{self, Holder, PROOF, PROOF_WHILE_TYPING, SEEN_EVERY, Session, SessionValue};
use crate::domain::partner::Partner;
use crate::domain::refusal::{Hurdle, Refusal};
use crate::domain::role::Action;
use crate::http::{request_id, visitor};
use crate::jobs::errands::Errands;
use crate::secret::Fingerprint;
use crate::store::{self, Db};
use crate::web::assets::Assets;
use crate::web::reader::{address_of, language_of};
use crate::web::texts::Tongue;
use crate::web::when::{self, Zone};
use crate::web::{answer, cookies, form};

/// A member at a page of theirs.
pub struct Member {
    pub app: Data<App>,
    pub who: Person,
    pub partner: Arc<Partner>,
    pub session: Session,
    pub value: SessionValue,
    pub tongue: Tongue,
    /// The request's id, as a person reads it out.
    pub reference: String,
    /// Where the request comes from.
    pub address: std::net::IpAddr,
    assets: Arc<Assets>,
    here: String,
}

impl FromRequest for Member {
    type Error = Refusal;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Refusal>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { Self::of(&request).await })
    }
}

impl Member {
    async fn of(request: &HttpRequest) -> Result<Self, Refusal> {
        // A page that nobody has thought about lets nobody in.
        let needs = *request.app_data::<Needs>().ok_or(Refusal::Hurdle(Hurdle::Role))?;
        let app = request.app_data::<Data<App>>().cloned().ok_or(Refusal::LostPlace)?;
        let assets = request.app_data::<Data<Assets>>().ok_or(Refusal::LostPlace)?.clone().into_inner();
        let sign_in = || Refusal::Hurdle(Hurdle::SignIn);
        let cookie = cookies::read(&app, request, cookies::Purpose::Member).ok_or_else(sign_in)?;
        let value = SessionValue::from_cookie(&cookie).ok_or_else(sign_in)?;
        let now = app.clock.now();
        let mut db = app.store.read().await?;
        let holder = member_session::holder(&mut db, &value, now).await?.ok_or_else(sign_in)?;
        let partner = app.partners.at_version(&mut db, holder.member.partner_id, holder.partner_version).await?;
        drop(db);
        mark_seen(request, &app, &holder);
        let Holder { member: who, session, .. } = holder;
        let language = language_of(&app, request, partner.settings.default_language);
        let member = Self {
            tongue: Tongue::new(language),
            reference: request_id::reference(&request.extensions()),
            address: visitor::address(request, &app),
            here: address_of(request),
            app,
            who,
            partner,
            session,
            value,
            assets,
        };
        // For the page of a refusal that comes now or later.
        request.extensions_mut().insert(member.shell());
        member.passes(needs, request.method(), now)?;
        Ok(member)
    }

    fn passes(&self, needs: Needs, method: &Method, now: Timestamp) -> Result<(), Refusal> {
        let looks = matches!(*method, Method::GET | Method::HEAD);
        let (action, proof) = if looks { (needs.see, PROOF) } else { (needs.change, PROOF_WHILE_TYPING) };
        let hurdle = match self.who.hurdle(action) {
            Some(Hurdle::SecondFactor) if needs.before_second_factor => (!self.may(action)).then_some(Hurdle::Role),
            hurdle => hurdle,
        };
        let unproved = needs.fresh && !self.session.is_proved(proof, now);
        let hurdle = hurdle.or(unproved.then_some(Hurdle::Proof));
        hurdle.map_or(Ok(()), |hurdle| Err(Refusal::Hurdle(hurdle)))
    }

    /// Whether their role lets them; for what a page shows only to some.
    pub fn may(&self, action: Action) -> bool {
        self.who.role.may(action)
    }

    /// What forms are bound to.
    pub fn fingerprint(&self) -> Fingerprint {
        self.value.fingerprint()
    }

    /// The hidden field of a form.
    pub fn csrf(&self, form: &str) -> String {
        form::token(&self.app, &self.fingerprint(), form)
    }

    /// In whose name this member's changes are noted.
    pub fn author(&self) -> Author {
        self.who.author(self.address)
    }

    /// A unit of work in this member's name. A form may take long to arrive: whoever was removed or given another role since
    /// its first byte is refused here. The partner's row is held, as it is by whoever removes somebody or changes a role.
    pub async fn writes(&self) -> Result<Db, Refusal> {
        let mut db = self.app.store.write().await?;
        store::partners::hold(&mut db, self.who.partner_id).await?;
        let holder = member_session::holder(&mut db, &self.value, self.app.clock.now()).await?;
        let now = holder.ok_or(Refusal::Hurdle(Hurdle::SignIn))?.member;
        let is_as_before = now.role == self.who.role && now.has_second_factor == self.who.has_second_factor;
        if !is_as_before {
            return Err(Refusal::Hurdle(Hurdle::Role));
        }
        Ok(db.in_name_of(self.author()))
    }

    /// The same, and this member with the partner as it is in it: nobody else changes that until it ends.
    pub async fn writes_afresh(self) -> Result<(Self, Db), Refusal> {
        let mut db = self.writes().await?;
        let partner = Arc::new(store::partners::get(&mut db, self.partner.id).await?);
        Ok((Self { partner, ..self }, db))
    }

    /// The shell around their pages.
    pub fn shell(&self) -> Shell {
        let shell = Shell::of(&self.app, self.tongue, Arc::clone(&self.assets), &self.here);
        shell.of_member(Who {
            name: self.who.name.clone(),
            partner: self.partner.settings.name.in_language(self.tongue.language()).to_owned(),
            role: self.who.role,
            is_bare: self.who.owes_second_factor(),
            sign_out_csrf: self.csrf(SIGN_OUT),
        })
    }

    /// An instant in words, by the partner's clock.
    pub fn moment(&self, at: Timestamp) -> String {
        let zone = Zone::parse(&self.partner.settings.time_zone).or_else(|| Zone::parse("UTC"));
        zone.map_or_else(String::new, |zone| when::moment(self.tongue.language(), &zone, at.unix_seconds()))
    }

    /// Answers with a page.
    pub fn answers<P: Page + Template>(&self, status: StatusCode, page: &P) -> Result<HttpResponse, Refusal> {
        let fresh = crate::secret::to_base64url(&self.app.chance.bytes::<8>());
        let (mut answer, html) = super::page::drawn(status, page)?;
        // A cookie that changes each time keeps the Back button from bringing a frozen copy after signing out.
        Ok(answer.cookie(cookies::made(&self.app, cookies::Purpose::Fresh, fresh)).body(html))
    }

    /// Leads on after a form.
    pub fn leads_to(&self, address: &str) -> Result<HttpResponse, Refusal> {
        Ok(answer::see_other(address).finish())
    }
}

/// The cookie of somebody who has signed in.
pub fn session_cookie(app: &App, value: &SessionValue) -> Cookie<'static> {
    cookies::made(app, cookies::Purpose::Member, value.to_cookie())
}

/// The answer does not wait for it: a page never waits for the writer.
fn mark_seen(request: &HttpRequest, app: &Data<App>, holder: &Holder) {
    let now = app.clock.now();
    let is_due = holder.session.last_seen_at + SEEN_EVERY <= now;
    if let Some(errands) = request.app_data::<Data<Errands>>().filter(|_| is_due) {
        let (app, session, member) = (app.clone(), holder.session.id, holder.member.id);
        errands.run(async move {
            let written = async {
                let mut db = app.store.write().await?;
                // In the order of whoever signs in or out: else two could wait for one another.
                store::members::seen(&mut db, member, now).await?;
                store::member_sessions::seen(&mut db, session, now).await?;
                db.commit().await
            };
            if let Err(error) = written.await {
                tracing::warn!(%error, "a member's session could not be marked as seen");
            }
        });
    }
}
