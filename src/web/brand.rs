//! A partner's brand as pages use it: made once for each version and language, and the files it is made of.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use actix_web::http::header;
use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, Responder};

use super::assets::FOR_EVER;
use super::page::{Brand, Logo, Picture, Support, Worded};
use super::theme::Theme;
use super::urls;
use crate::domain::app::App;
use crate::domain::branding::{self, Colour, Palette};
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
                let brand = Arc::new(drawn(partner, language));
                brands.insert((partner.id, language), (partner.version, Arc::clone(&brand)));
                brand
            }
        }
    }
}

fn drawn(partner: &Partner, language: Language) -> Brand {
    let settings = &partner.settings;
    let support = &settings.support;
    let plate = |image: &ImageFacts| branding::plate(image.tones, settings.secondary_colour);
    let logo = partner.image(ImageKind::Logo).map(|image| Logo { picture: picture(image), plate: plate(image) });
    Brand {
        partner: settings.name.in_language(language).to_owned(),
        theme: Theme::address(settings.primary_colour, settings.secondary_colour),
        logo,
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

fn worded(words: &Bilingual, language: Language) -> Worded {
    let is_foreign = language == Language::FrCa && words.fr.is_none();
    let lang = is_foreign.then_some(Language::En.tag());
    Worded { text: words.in_language(language).to_owned(), lang }
}

fn picture(image: &ImageFacts) -> Picture {
    let address = urls::brand_image(&image.hash, image.extension());
    Picture { address, width: image.width, height: image.height }
}

/// A partner's colours. The address names the colours, so no node needs to remember them.
pub async fn theme(name: Path<String>) -> impl Responder {
    let Some((primary, secondary)) = colours(&name) else { return HttpResponse::NotFound().finish() };
    let theme = Theme::new(&Palette::new(primary, secondary));
    // Of another version of this program: right for now, but not to be kept.
    let caching = if name.ends_with(&theme.fingerprint) { FOR_EVER } else { "no-store" };
    HttpResponse::Ok()
        .content_type("text/css; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, caching))
        .body(theme.css)
}

/// `rrggbb-rrggbb.fingerprint`
fn colours(name: &str) -> Option<(Colour, Colour)> {
    let (colours, _) = name.split_once('.')?;
    let (primary, secondary) = colours.split_once('-')?;
    Some((Colour::parse(&format!("#{primary}"))?, Colour::parse(&format!("#{secondary}"))?))
}

/// A partner's picture, in a way that can run nothing.
pub async fn image(name: Path<String>, app: Data<App>) -> Result<HttpResponse, Refusal> {
    let is_possible = |hash: &&str| name.len() <= FILE_NAME_LIMIT && hash.bytes().all(|it| it.is_ascii_alphanumeric());
    let Some(hash) = name.split('.').next().filter(is_possible) else { return Ok(HttpResponse::NotFound().finish()) };
    let mut db = app.store.read().await?;
    let found = store::partners::image_by_hash(&mut db, hash).await?;
    let Some((content_type, bytes)) = found else { return Ok(HttpResponse::NotFound().finish()) };
    Ok(HttpResponse::Ok().content_type(content_type).insert_header((header::CACHE_CONTROL, FOR_EVER)).body(bytes))
}
