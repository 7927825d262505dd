//! The link pages to look at, for the people of the partner: the real templates with data that is nobody's, dressed in what is
//! published or in drafts. Only a member who may see the looks gets one, and only a page of our own may frame it.
//!
//! Nothing here is a connection's: no code, no credentials, no session. Its forms and links lead nowhere.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use self::samples::Samples;
use crate::domain::app::App;
use crate::domain::branding_draft::BrandingDraft;
use crate::domain::draft::{self, Topic};
use crate::domain::partner::Partner;
use crate::domain::picture;
use crate::domain::progress::Reached;
use crate::domain::refusal::Refusal;
use crate::domain::return_url::Ending;
use crate::store::Db;
use crate::web::assets::Assets;
use crate::web::page::{Page, Shell};
use crate::web::preview::{Asked, Drafts, Sample, View};
use crate::web::problem::Problem;
use crate::web::texts::Tongue;
use crate::web::{answer, brand};

mod samples;

/// One page in one state.
pub async fn get(
    request: HttpRequest,
    page: Path<String>,
    asked: Query<Asked>,
    app: Data<App>,
) -> Result<HttpResponse, Refusal> {
    let view = View::asked(&page, &asked).ok_or(Refusal::NoSuchLink)?;
    let mut db = app.store.read().await?;
    let member = seen_by(&mut db, &app, &request).await?;
    let published = app.partners.now(&mut db, member).await?;
    let partner = drafted(&mut db, &published, view.drafts, app.clock.now()).await?;
    drop(db);
    let assets = request.app_data::<Data<Assets>>().ok_or(Refusal::NoSuchLink)?.clone().into_inner();
    let shell = Shell::of(&app, Tongue::new(view.language), assets)
        .branded(Arc::new(brand::previewed(&partner, view.language, view.scheme)))
        .decided(view.scheme);
    drawn(view.sample, Samples { shell, partner: &partner, now: app.clock.now() })
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
