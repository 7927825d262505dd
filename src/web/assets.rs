//! The files of `static/`: compiled in, compressed once at start, served under addresses that name their content.
//!
//! An address with a fingerprint never changes its content, so a browser keeps it for ever and never asks again; that is also
//! why there is no ETag. Brotli would save some 300 bytes over gzip here and cost tens of milliseconds at every start.

use std::borrow::Cow;
use std::io::Write;

use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use super::scheme::Scheme;
use super::urls;

/// Also for the theme and the brand's images, whose addresses are hashes too.
pub const FOR_EVER: &str = "public, max-age=31536000, immutable";
const CSS: &str = "text/css; charset=utf-8";

pub struct Assets {
    stylesheet: Stylesheet,
    neutral_stylesheet: Stylesheet,
    link_script: Asset,
    icon: Asset,
    docs_stylesheet: Asset,
    portal_stylesheet: Asset,
    portal_script: Asset,
}

/// As the browser is set, and once for each way it may be.
struct Stylesheet {
    asked: Asset,
    light: Asset,
    dark: Asset,
}

struct Asset {
    address: String,
    content_type: &'static str,
    plain: Cow<'static, [u8]>,
    gzipped: Option<Vec<u8>>,
}

impl Assets {
    pub fn new() -> Assets {
        let script = "text/javascript; charset=utf-8";
        Assets {
            stylesheet: Stylesheet::new("pages", include_str!("../../static/pages.css")),
            neutral_stylesheet: Stylesheet::new("neutral", include_str!("../../static/neutral.css")),
            link_script: Asset::new("link", "js", script, include_str!("../../static/link.js").as_bytes()),
            icon: Asset::new("icon", "svg", "image/svg+xml", include_str!("../../static/icon.svg").as_bytes()),
            docs_stylesheet: Asset::new("docs", "css", CSS, include_str!("../../static/docs.css").as_bytes()),
            portal_stylesheet: Asset::new("portal", "css", CSS, include_str!("../../static/portal.css").as_bytes()),
            portal_script: Asset::new("portal", "js", script, include_str!("../../static/portal.js").as_bytes()),
        }
    }

    pub fn stylesheet(&self) -> &str {
        self.stylesheet_in(None)
    }

    /// `scheme`: `None` as the reader's browser is set.
    pub fn stylesheet_in(&self, scheme: Option<Scheme>) -> &str {
        &self.stylesheet.of(scheme).address
    }

    /// For pages under nobody's brand, after the other.
    pub fn neutral_stylesheet(&self) -> &str {
        self.neutral_stylesheet_in(None)
    }

    pub fn neutral_stylesheet_in(&self, scheme: Option<Scheme>) -> &str {
        &self.neutral_stylesheet.of(scheme).address
    }

    pub fn link_script(&self) -> &str {
        &self.link_script.address
    }

    /// For partners who have none; without one, browsers would ask for `/favicon.ico` on every visit.
    pub fn icon(&self) -> &str {
        &self.icon.address
    }

    /// For the pages that developers read, after the other.
    pub fn docs_stylesheet(&self) -> &str {
        &self.docs_stylesheet.address
    }

    /// For the portal, after the first.
    pub fn portal_stylesheet(&self) -> &str {
        &self.portal_stylesheet.address
    }

    pub fn portal_script(&self) -> &str {
        &self.portal_script.address
    }

    /// Over the wire: stylesheet and icon.
    #[cfg(test)]
    pub fn weight_of_first_page(&self) -> usize {
        let carried = |asset: &Asset| asset.gzipped.as_ref().map_or(asset.plain.len(), Vec::len);
        carried(&self.stylesheet.asked) + carried(&self.icon)
    }

    fn at(&self, address: &str) -> Option<&Asset> {
        let sheets = [&self.stylesheet, &self.neutral_stylesheet].into_iter().flat_map(Stylesheet::all);
        let others = [&self.link_script, &self.icon, &self.docs_stylesheet];
        let portal = [&self.portal_stylesheet, &self.portal_script];
        sheets.chain(others).chain(portal).find(|asset| asset.address == address)
    }
}

impl Default for Assets {
    fn default() -> Assets {
        Assets::new()
    }
}

impl Stylesheet {
    fn new(name: &str, css: &'static str) -> Stylesheet {
        let decided = |scheme: Scheme| {
            Asset::new(&format!("{name}-{}", scheme.word()), "css", CSS, scheme.decided(css).into_bytes())
        };
        Stylesheet {
            asked: Asset::new(name, "css", CSS, css.as_bytes()),
            light: decided(Scheme::Light),
            dark: decided(Scheme::Dark),
        }
    }

    fn of(&self, scheme: Option<Scheme>) -> &Asset {
        match scheme {
            None => &self.asked,
            Some(Scheme::Light) => &self.light,
            Some(Scheme::Dark) => &self.dark,
        }
    }

    fn all(&self) -> [&Asset; 3] {
        [&self.asked, &self.light, &self.dark]
    }
}

impl Asset {
    fn new(name: &str, extension: &str, content_type: &'static str, plain: impl Into<Cow<'static, [u8]>>) -> Asset {
        let plain = plain.into();
        Asset {
            address: urls::static_file(name, &fingerprint(&plain), extension),
            content_type,
            gzipped: gzip(&plain),
            plain,
        }
    }
}

/// Enough of the content's SHA-256 that no two versions of a file meet.
pub fn fingerprint(content: &[u8]) -> String {
    Sha256::digest(content).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Nothing where it would save nothing.
pub fn gzip(plain: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain).ok()?;
    encoder.finish().ok().filter(|gzipped| gzipped.len() < plain.len())
}

/// GET and HEAD of every static file; the server leaves the body out of an answer to HEAD by itself.
pub async fn get(request: HttpRequest, assets: web::Data<Assets>) -> HttpResponse {
    let Some(asset) = assets.at(request.path()) else {
        return HttpResponse::NotFound().finish();
    };
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((header::CONTENT_TYPE, asset.content_type))
        .insert_header((header::CACHE_CONTROL, FOR_EVER))
        .insert_header((header::VARY, "Accept-Encoding"));
    match &asset.gzipped {
        Some(gzipped) if takes_gzip(request.headers()) => {
            answer.insert_header((header::CONTENT_ENCODING, "gzip")).body(gzipped.clone())
        }
        _ => answer.body(asset.plain.to_vec()),
    }
}

/// Whether a client unpacks it.
pub fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).map(HeaderValue::to_str);
    let Some(Ok(accepted)) = accepted else {
        return false;
    };
    accepted.split(',').any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let refused = weight.trim().strip_prefix("q=").is_some_and(|weight| weight.parse() == Ok(0.0));
        name.trim().eq_ignore_ascii_case("gzip") && !refused
    })
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use actix_web::dev::ServiceResponse;
    use actix_web::http::StatusCode;
    use actix_web::{App, test};

    use super::*;

    async fn ask(path: &str, encoding: &str) -> ServiceResponse {
        let assets = web::Data::new(Assets::new());
        let static_files = web::resource("/static/{file}").route(web::get().to(get)).route(web::head().to(get));
        let app = test::init_service(App::new().app_data(assets).service(static_files)).await;
        let request =
            test::TestRequest::get().uri(path).insert_header((header::ACCEPT_ENCODING, encoding)).to_request();
        test::call_service(&app, request).await
    }

    #[actix_web::test]
    async fn a_file_is_kept_for_ever_and_comes_compressed() {
        let assets = Assets::new();
        let answer = ask(assets.stylesheet(), "br, gzip").await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers().get(header::CACHE_CONTROL).unwrap(), FOR_EVER);
        assert_eq!(answer.headers().get(header::CONTENT_TYPE).unwrap(), "text/css; charset=utf-8");
        assert_eq!(answer.headers().get(header::CONTENT_ENCODING).unwrap(), "gzip");
        let mut css = String::new();
        flate2::read::GzDecoder::new(&*test::read_body(answer).await).read_to_string(&mut css).unwrap();
        assert_eq!(css, include_str!("../../static/pages.css"));
    }

    #[actix_web::test]
    async fn who_cannot_unpack_gets_it_plain() {
        let assets = Assets::new();
        for encoding in ["identity", "gzip;q=0", "br"] {
            let answer = ask(assets.link_script(), encoding).await;
            assert!(answer.headers().get(header::CONTENT_ENCODING).is_none(), "{encoding}");
            assert_eq!(test::read_body(answer).await, include_str!("../../static/link.js"));
        }
    }

    #[actix_web::test]
    async fn an_address_of_another_content_is_unknown() {
        for path in ["/static/pages.css", "/static/pages.0000000000000000.css", "/static/.."] {
            assert_eq!(ask(path, "gzip").await.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }
}
