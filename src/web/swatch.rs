//! Two colours to look at, as a small picture from our own origin: pages have no inline style. The address names both, and what is
//! written into the picture is made from their bytes.

use actix_web::http::header;
use actix_web::web::Path;
use actix_web::{HttpResponse, Responder};

use super::assets::FOR_EVER;
use super::urls;
use crate::domain::branding::Colour;
use crate::domain::colour_words::Swatch;

pub const WIDTH: u32 = 96;
pub const HEIGHT: u32 = 48;

/// The picture's address, immutable because it says all there is to see.
pub fn address(swatch: Swatch) -> String {
    urls::swatch(&format!("{}-{}", swatch.ground, swatch.ink).replace('#', ""))
}

fn named(name: &str) -> Option<Swatch> {
    let (ground, ink) = name.split_once('-')?;
    let colour = |digits: &str| Colour::parse(&format!("#{digits}"));
    Some(Swatch { ground: colour(ground)?, ink: colour(ink)? })
}

/// The ground, with two letters on it as strokes: a picture has no fonts.
fn svg(Swatch { ground, ink }: Swatch) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\" viewBox=\"0 0 96 48\">\
         <rect width=\"96\" height=\"48\" fill=\"{ground}\"/>\
         <g fill=\"none\" stroke=\"{ink}\" stroke-width=\"3\" stroke-linecap=\"round\" stroke-linejoin=\"round\">\
         <path d=\"M28 34l8-20 8 20M31 27h10\"/><circle cx=\"57\" cy=\"28\" r=\"6\"/><path d=\"M63 21v13\"/>\
         <path d=\"M28 41h36\" stroke-width=\"2\"/></g></svg>"
    )
}

pub async fn get(name: Path<String>) -> impl Responder {
    let Some(swatch) = named(&name) else { return HttpResponse::NotFound().finish() };
    HttpResponse::Ok().content_type("image/svg+xml").insert_header((header::CACHE_CONTROL, FOR_EVER)).body(svg(swatch))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_colours_make_a_picture_and_nothing_else_does() {
        let yellow = Swatch::filled(Colour(0xff, 0xd1, 0));
        assert_eq!(address(yellow), "/swatch/ffd100-000000.svg");
        assert_eq!(named("ffd100-000000"), Some(yellow));
        let drawing = svg(yellow);
        assert!(drawing.contains("fill=\"#ffd100\"") && drawing.contains("stroke=\"#000000\""), "{drawing}");
        for wrong in ["ffd100", "ffd100-00000", "ffd100-00000\"", "-", "ffd100-000000-000000"] {
            assert_eq!(named(wrong), None, "{wrong}");
        }
    }
}
