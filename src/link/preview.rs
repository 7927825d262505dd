//! The link pages to look at, for the people of the partner: the real templates with data that is nobody's, dressed in what is
//! published or in drafts. Only a member who may see the looks gets one, and only a page of our own may frame it.
//!
//! Nothing here is a connection's: no code, no credentials, no session. Its forms and links lead nowhere.

use std::sync::Arc;

use actix_web::http::{Method, StatusCode, header};
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use self::samples::Samples;
use crate::domain::app::App;
use crate::domain::branding_draft::BrandingDraft;
use crate::domain::callout_draft::CalloutDraft;
use crate::domain::draft::{self, Topic};
use crate::domain::language::Language;
use crate::domain::member_session::{self, SessionValue};
use crate::domain::partner::Partner;
use crate::domain::picture;
use crate::domain::progress::Reached;
use crate::domain::refusal::Refusal;
use crate::domain::return_url::Ending;
use crate::domain::role::Action;
use crate::link::visit;
use crate::store::Db;
use crate::web::assets::Assets;
use crate::web::page::{Page, Shell};
use crate::web::preview::{Asked, Drafts, Sample, View};
use crate::web::problem::{Problem, ProblemPage};
use crate::web::texts::Tongue;
use crate::web::{answer, brand, cookies};

pub mod samples;

/// One page in one state.
pub async fn get(
    request: HttpRequest,
    page: Path<String>,
    asked: Query<Asked>,
    app: Data<App>,
) -> Result<HttpResponse, Refusal> {
    let view = View::asked(&page, &asked).ok_or(Refusal::NoSuchLink)?;
    let mut db = app.store.read().await?;
    let published = partner_of_member(&mut db, &app, &request).await?;
    let partner = drafted(&mut db, &published, view.drafts).await?;
    drop(db);
    let assets = request.app_data::<Data<Assets>>().ok_or(Refusal::NoSuchLink)?.clone().into_inner();
    let shell = Shell::of(&app, Tongue::new(view.language), assets)
        .branded(Arc::new(brand::previewed(&partner, view.language, view.scheme)))
        .decided(view.scheme);
    drawn(view.sample, Samples { shell, partner: &partner, now: app.clock.now() })
}

/// What the form of an editor leads to.
pub async fn chosen(asked: Query<Asked>) -> Result<HttpResponse, Refusal> {
    let view = View::chosen(&asked).ok_or(Refusal::NoSuchLink)?;
    Ok(answer::see_other(&view.address()).finish())
}

/// Where all buttons and links of a preview lead.
pub async fn nowhere(request: HttpRequest, app: Data<App>) -> Result<HttpResponse, Refusal> {
    let assets = request.app_data::<Data<Assets>>().ok_or(Refusal::NoSuchLink)?.clone().into_inner();
    let tongue = Tongue::new(visit::language_of(&app, &request, Language::En));
    let page = ProblemPage::neutral(Shell::of(&app, tongue, assets), Problem::Preview, String::new());
    let looks = matches!(*request.method(), Method::GET | Method::HEAD);
    let status = if looks { StatusCode::NOT_FOUND } else { StatusCode::METHOD_NOT_ALLOWED };
    let (mut answer, html) = answer::framed_page(status, &page)?;
    if !looks {
        answer.insert_header((header::ALLOW, "GET, HEAD"));
    }
    Ok(answer.body(html))
}

/// The partner of whoever is signed in to the portal, if they may see its looks. Anybody else learns nothing.
async fn partner_of_member(db: &mut Db, app: &App, request: &HttpRequest) -> Result<Arc<Partner>, Refusal> {
    let cookie = cookies::read(app, request, cookies::Purpose::Member).ok_or(Refusal::NoSuchLink)?;
    let value = SessionValue::from_cookie(&cookie).ok_or(Refusal::NoSuchLink)?;
    let holder = member_session::holder(db, &value, app.clock.now()).await?.ok_or(Refusal::NoSuchLink)?;
    let member = &holder.member;
    if member.hurdle(Action::SeeLooks).is_some() {
        return Err(Refusal::NoSuchLink);
    }
    Ok(app.partners.at_version(db, member.partner_id, holder.partner_version).await?)
}

/// The partner as its drafts would have it.
async fn drafted(db: &mut Db, partner: &Partner, drafts: Drafts) -> Result<Partner, Refusal> {
    let mut partner = partner.clone();
    if drafts.branding
        && let Some(draft) = draft::of::<BrandingDraft>(db, partner.id, Topic::Branding).await?
    {
        let pictures: Vec<_> = picture::of(db, partner.id).await?.into_iter().map(|it| it.facts).collect();
        partner = draft.content.applied(&partner, &pictures);
    }
    if drafts.callout
        && let Some(draft) = draft::of::<CalloutDraft>(db, partner.id, Topic::Callout).await?
    {
        partner.settings = draft.content.applied(&partner.settings);
    }
    Ok(partner)
}

fn drawn(sample: Sample, samples: Samples<'_>) -> Result<HttpResponse, Refusal> {
    match sample {
        Sample::SelectSoftware => shown(&samples.select_software(true)),
        Sample::NothingSelected => shown(&samples.select_software(false)),
        Sample::ManyAccounts => shown(&samples.consent(usize::MAX)),
        Sample::OneAccount => shown(&samples.consent(1)),
        Sample::NoAccount => shown(&samples.consent(0)),
        Sample::SetUp => shown(&samples.set_up(true, false)),
        Sample::SetUpWithoutCallout => shown(&samples.set_up(false, false)),
        Sample::SetUpAgain => shown(&samples.set_up(true, true)),
        Sample::Credentials => shown(&samples.credentials(true, Reached::Waiting)),
        Sample::CredentialsShown => shown(&samples.credentials(false, Reached::Waiting)),
        Sample::SignedOn => {
            let at = samples.now;
            shown(&samples.credentials(false, Reached::SignedOn { at }))
        }
        Sample::Connected => shown(&samples.credentials(false, Reached::Connected { accounts: 2 })),
        Sample::Revoke => shown(&samples.revoke()),
        Sample::Revoked => shown(&samples.revoked()),
        Sample::Finished => shown(&samples.finish(Ending::Finished)),
        Sample::Declined => shown(&samples.finish(Ending::Declined)),
        Sample::Expired => shown(&samples.problem(Problem::Expired, "expired")),
        Sample::AlreadyOpened => shown(&samples.problem(Problem::AlreadyOpened, "opened")),
        Sample::IntegrationOff => shown(&samples.problem(Problem::IntegrationOff, "off")),
    }
}

/// With 200 whatever the real page's status is: nothing has failed.
fn shown<P: Page + Template>(page: &P) -> Result<HttpResponse, Refusal> {
    let (mut answer, html) = answer::framed_page(StatusCode::OK, page)?;
    Ok(answer.body(html))
}
