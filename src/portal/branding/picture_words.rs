//! What there is to say of pictures, in the reader's language: what may be sent, what is wrong with what was, what became of it.

use crate::domain::branding::Plate;
use crate::domain::image::{ImageProblem, LIGHT_LOGO, PATIENCE, PIXEL_LIMIT, Purpose, Source, SvgProblem};
use crate::domain::language::Language;
use crate::domain::partner::ImageKind;
use crate::domain::picture::Picture;
use crate::web::texts::Tongue;

pub fn label(tongue: Tongue, kind: ImageKind) -> &'static str {
    match kind {
        ImageKind::Logo => tongue.t("branding-logo"),
        ImageKind::LogoDark => tongue.t("branding-logo-dark"),
        ImageKind::Icon => tongue.t("branding-icon"),
        ImageKind::Hero => tongue.t("branding-hero"),
    }
}

/// What is taken, and what is best.
pub fn hint(tongue: Tongue, kind: ImageKind) -> String {
    let key = match kind {
        ImageKind::Logo => "branding-logo-hint",
        ImageKind::LogoDark => "branding-logo-dark-hint",
        ImageKind::Icon => "branding-icon-hint",
        ImageKind::Hero => "branding-hero-hint",
    };
    tongue.t1(key, "size", size(tongue, kind.purpose().byte_limit()))
}

/// For the browser's own dialog; what is sent is looked into all the same.
pub fn accept(kind: ImageKind) -> &'static str {
    match kind.purpose() {
        Purpose::Logo => ".png,.jpg,.jpeg,.svg,.gif",
        Purpose::Icon => ".ico,.png",
        Purpose::Hero => ".png,.jpg,.jpeg",
    }
}

fn formats(tongue: Tongue, purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Logo => tongue.t("branding-formats-logo"),
        Purpose::Icon => tongue.t("branding-formats-icon"),
        Purpose::Hero => tongue.t("branding-formats-hero"),
    }
}

/// Bytes as people say them; always rounded up, or the limit and one byte more would read alike.
pub fn size(tongue: Tongue, bytes: usize) -> String {
    match bytes {
        0..1_000_000 => tongue.t1("branding-kilobytes", "count", bytes.div_ceil(1_000)),
        _ => {
            let hundredths = bytes.div_ceil(10_000);
            let (whole, rest) = (hundredths / 100, hundredths % 100);
            let number =
                if rest == 0 { whole.to_string() } else { format!("{whole}{}{rest:02}", decimal_sign(tongue)) };
            tongue.t1("branding-megabytes", "count", number)
        }
    }
}

pub fn decimal_sign(tongue: Tongue) -> char {
    match tongue.language() {
        Language::En => '.',
        Language::FrCa => ',',
    }
}

/// What it was made from, and what is served in its place.
pub fn made(tongue: Tongue, picture: &Picture) -> Vec<String> {
    let pixels = |(width, height): (u32, u32)| tongue.t2("branding-pixels", ("width", width), ("height", height));
    let uploaded = picture.source.map(|source: Source| {
        let size = size(tongue, source.bytes);
        let what = match source.pixels {
            Some(edges) => format!("{}, {}", source.format, pixels(edges)),
            None => source.format.to_string(),
        };
        tongue.t2("branding-uploaded", ("what", what), ("size", size))
    });
    let facts = &picture.facts;
    let format = facts.extension().to_uppercase();
    let what = format!("{format}, {}", pixels((facts.width * 2, facts.height * 2)));
    let served = tongue.t2("branding-served", ("what", what), ("size", size(tongue, picture.bytes)));
    let is_heavy = facts.kind.purpose() == Purpose::Logo && picture.bytes > LIGHT_LOGO;
    let heavy = is_heavy.then(|| tongue.t1("branding-heavy", "size", size(tongue, LIGHT_LOGO)));
    uploaded.into_iter().chain([served]).chain(heavy).collect()
}

/// What is put behind a logo, and why.
pub fn plate(tongue: Tongue, plate: Plate) -> Option<&'static str> {
    match plate {
        Plate::None => None,
        Plate::Light => Some(tongue.t("branding-plate-light")),
        Plate::Dark => Some(tongue.t("branding-plate-dark")),
        Plate::Gray => Some(tongue.t("branding-plate-gray")),
    }
}

/// Why a file is refused, with the limit and what was found.
pub fn problem_words(tongue: Tongue, problem: &ImageProblem) -> String {
    match problem {
        ImageProblem::TooManyBytes { purpose, bytes } => {
            let limit = size(tongue, purpose.byte_limit());
            tongue.t2("branding-too-many-bytes", ("limit", limit), ("size", size(tongue, *bytes)))
        }
        ImageProblem::WrongFormat { purpose, found: Some(found) } => {
            tongue.t2("branding-wrong-format", ("formats", formats(tongue, *purpose)), ("found", found.word()))
        }
        ImageProblem::WrongFormat { purpose, found: None } => {
            tongue.t1("branding-no-format", "formats", formats(tongue, *purpose))
        }
        ImageProblem::TooManyPixels { width, height } => {
            let limit = PIXEL_LIMIT / 1_000_000;
            let found = tongue.t2("branding-pixels", ("width", *width), ("height", *height));
            tongue.t2("branding-too-many-pixels", ("limit", limit), ("found", found))
        }
        ImageProblem::Damaged => tongue.t("branding-damaged").to_owned(),
        ImageProblem::TooSlow => tongue.t1("branding-too-slow", "count", PATIENCE.as_secs()),
        ImageProblem::Svg(problem) => svg_words(tongue, problem),
    }
}

fn svg_words(tongue: Tongue, problem: &SvgProblem) -> String {
    let key = match problem {
        SvgProblem::EventAttribute { name } => return tongue.t1("branding-svg-event", "name", name.as_str()),
        SvgProblem::OutsideReference { address } => {
            return tongue.t1("branding-svg-outside", "address", address.as_str());
        }
        SvgProblem::Filter { name } => return tongue.t1("branding-svg-filter", "name", name.as_str()),
        SvgProblem::Unreadable { .. } => "branding-svg-unreadable",
        SvgProblem::Script => "branding-svg-script",
        SvgProblem::Style => "branding-svg-style",
        SvgProblem::ForeignObject => "branding-svg-foreign-object",
        SvgProblem::EmbeddedPicture => "branding-svg-picture",
        SvgProblem::Entities => "branding-svg-entities",
        SvgProblem::Letters => "branding-svg-letters",
        SvgProblem::Elaborate => "branding-svg-elaborate",
    };
    tongue.t(key).to_owned()
}
