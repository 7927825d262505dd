//! A partner's brand as pages use it: made once for each version and language, and the files it is made of.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use actix_web::http::header;
use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, Responder};

use super::assets::FOR_EVER;
use super::page::{Brand, Logo, Picture, Support, Worded};
use super::scheme::Scheme;
use super::theme::{Looks, Theme};
use super::urls;
use crate::domain::app::App;
use crate::domain::branding;
use crate::domain::language::Language;
use crate::domain::partner::{ImageFacts, ImageKind, Partner, PartnerId};
use crate::domain::refusal::Refusal;
use crate::domain::settings::Bilingual;
use crate::store;

/// Longer than any hash with its extension.
const FILE_NAME_LIMIT: usize = 64;

/// A brand and the version of the partner it was made from.
type Made = (i64, Arc<Brand>);

/// The brands in use, by partner and language; a new version takes the old one's place.
#[derive(Default)]
pub struct Brands(Mutex<HashMap<(PartnerId, Language), Made>>);

impl Brands {
    pub fn of(&self, partner: &Partner, language: Language) -> Arc<Brand> {
        let mut brands = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match brands.get(&(partner.id, language)) {
            Some((version, brand)) if *version == partner.version => Arc::clone(brand),
            _ => {
                let brand = Arc::new(drawn(partner, language, None));
                brands.insert((partner.id, language), (partner.version, Arc::clone(&brand)));
                brand
            }
        }
    }
}

/// The brand of a partner as it may become, seen with one scheme; kept nowhere.
pub fn previewed(partner: &Partner, language: Language, scheme: Scheme) -> Brand {
    drawn(partner, language, Some(scheme))
}

fn drawn(partner: &Partner, language: Language, scheme: Option<Scheme>) -> Brand {
    let settings = &partner.settings;
    let support = &settings.support;
    Brand {
        partner: settings.name.in_language(language).to_owned(),
        theme: Looks { scheme, ..Looks::of(settings) }.address(),
        logo: logo(partner, scheme),
        icon: partner.image(ImageKind::Icon).map(|image| picture(image).address),
        hero: partner.image(ImageKind::Hero).map(picture),
        support: Support {
            phone: support.phone.clone(),
            hours: support.hours.as_ref().map(|hours| worded(hours, language)),
            email: support.email.clone(),
            help: support.help_url.clone(),
            privacy: support.privacy_url.clone(),
            terms: support.terms_url.clone(),
            accessibility: support.accessibility_url.clone(),
        },
        history_days: settings.history_days,
        menus: settings.menus.clone(),
    }
}

/// With one for dark where there is one; a scheme that is decided leaves one of the two.
fn logo(partner: &Partner, scheme: Option<Scheme>) -> Option<Logo> {
    let drawn = |image: &ImageFacts| Logo {
        picture: picture(image),
        plate: branding::plate(image.tones, partner.settings.secondary_colour),
        dark: None,
    };
    let light = drawn(partner.image(ImageKind::Logo)?);
    let dark = partner.image(ImageKind::LogoDark).map(drawn);
    Some(match (scheme, dark) {
        (Some(Scheme::Dark), Some(dark)) => dark,
        (None, Some(dark)) => Logo { dark: Some(Box::new(dark)), ..light },
        _ => light,
    })
}

fn worded(words: &Bilingual, language: Language) -> Worded {
    let is_foreign = language == Language::FrCa && words.fr.is_none();
    let lang = is_foreign.then_some(Language::En.tag());
    Worded { text: words.in_language(language).to_owned(), lang }
}

fn picture(image: &ImageFacts) -> Picture {
    let address = urls::brand_image(&image.hash, image.extension());
    Picture { address, width: image.width, height: image.height }
}

/// A partner's looks. The address names them, so no node needs to remember them: `rrggbb-rrggbb.fingerprint`.
pub async fn theme(name: Path<String>) -> impl Responder {
    let looks = name.split_once('.').and_then(|(looks, _)| Looks::named(looks));
    let Some(looks) = looks else { return HttpResponse::NotFound().finish() };
    let theme = Theme::new(looks);
    // Of another version of this program: right for now, but not to be kept.
    let caching = if name.ends_with(&theme.fingerprint) { FOR_EVER } else { "no-store" };
    HttpResponse::Ok()
        .content_type("text/css; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, caching))
        .body(theme.css)
}

/// A partner's picture, in a way that can run nothing.
pub async fn image(name: Path<String>, app: Data<App>) -> Result<HttpResponse, Refusal> {
    let is_possible = |hash: &&str| name.len() <= FILE_NAME_LIMIT && hash.bytes().all(|it| it.is_ascii_alphanumeric());
    let Some(hash) = name.split('.').next().filter(is_possible) else { return Ok(HttpResponse::NotFound().finish()) };
    let mut db = app.store.read().await?;
    let shown = store::partners::image_by_hash(&mut db, hash).await?;
    let found = match shown {
        Some(shown) => Some(shown),
        // A draft's, or one that is shown no more: whoever sees it knows its hash.
        None => store::pictures::by_hash(&mut db, hash).await?,
    };
    let Some((content_type, bytes)) = found else { return Ok(HttpResponse::NotFound().finish()) };
    Ok(HttpResponse::Ok().content_type(content_type).insert_header((header::CACHE_CONTROL, FOR_EVER)).body(bytes))
}
