//! A partner's pictures, from whatever was handed in to the small bitmap that is shown.
//!
//! What a file is called or claims to be counts for nothing; its content does. Dimensions are read before anything is decoded,
//! because a kilobyte can unpack to gigabytes. Whatever comes out was drawn by us pixel by pixel, so it holds no metadata and
//! can run nothing. Decoding takes up to seconds for the largest files: not for the async threads.
//!
//! A few bytes can ask for hours of work, too (a progressive JPEG of empty scans, a drawing of shadows of shadows), so each
//! file is drawn on a thread of its own that nobody waits for beyond [`PATIENCE`].

use std::io::Cursor;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use image::imageops::FilterType as Sampling;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbaImage};

use super::branding::Tones;
pub use problem::{ImageProblem, SvgProblem};

mod encode;
mod ico;
mod problem;
mod svg;

pub const PIXEL_LIMIT: u64 = 40_000_000;
/// The largest picture takes a quarter of it on a slow machine.
pub const PATIENCE: Duration = Duration::from_secs(10);
/// Drawings are drawn by recursion; what [`svg`] lets through needs less.
const STACK_BYTES: usize = 32 * 1024 * 1024;
/// Forty million pixels at sixteen bits in four channels, and room to work in.
const MEMORY_LIMIT: u64 = 400 * 1024 * 1024;
/// A logo heavier than this holds up every page for a customer on a slow line: its partner is told.
pub const LIGHT_LOGO: usize = 12_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Logo,
    Icon,
    Hero,
}

impl Purpose {
    pub fn byte_limit(self) -> usize {
        match self {
            Purpose::Icon => 500_000,
            Purpose::Logo | Purpose::Hero => 10_000_000,
        }
    }

    fn takes(self, format: Format) -> bool {
        match self {
            Purpose::Logo => matches!(format, Format::Png | Format::Jpeg | Format::Svg | Format::Gif),
            Purpose::Icon => matches!(format, Format::Ico | Format::Png),
            Purpose::Hero => matches!(format, Format::Png | Format::Jpeg),
        }
    }

    /// Twice the largest size on a page, for sharp screens.
    fn pixels(self) -> (u32, u32) {
        match self {
            Purpose::Logo => (400, 96),
            Purpose::Icon => (64, 64),
            Purpose::Hero => (1280, 720),
        }
    }
}

words! {
    Format {
        Png = "PNG",
        Jpeg = "JPEG",
        Gif = "GIF",
        Ico = "ICO",
        Svg = "SVG",
    }
}

impl Format {
    fn of(file: &[u8]) -> Option<Format> {
        match image::guess_format(file) {
            Ok(ImageFormat::Png) => Some(Format::Png),
            Ok(ImageFormat::Jpeg) => Some(Format::Jpeg),
            Ok(ImageFormat::Gif) => Some(Format::Gif),
            Ok(ImageFormat::Ico) => Some(Format::Ico),
            Ok(_) => None,
            Err(_) => svg::is_svg(file).then_some(Format::Svg),
        }
    }
}

/// What was handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    pub format: Format,
    pub bytes: usize,
    /// Width and height. `None` for a drawing, which has none.
    pub pixels: Option<(u32, u32)>,
}

/// A bitmap to keep and to serve. Its size on the page is half its pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    pub bytes: Vec<u8>,
    /// `png`, `jpg` or `webp`.
    pub extension: &'static str,
    pub content_type: &'static str,
    pub shown_width: u32,
    pub shown_height: u32,
    /// How dark and how bright its edges are; `None` if it fills its rectangle. See `branding::plate`.
    pub tones: Option<Tones>,
}

/// Checks a file and draws it for its purpose. Should a decoder give up in a panic, the file is to blame.
pub fn draw(file: &[u8], purpose: Purpose) -> Result<Drawn, ImageProblem> {
    drawn_from(file, purpose).map(|(_, drawn)| drawn)
}

/// The same, with what it was drawn from.
pub fn drawn_from(file: &[u8], purpose: Purpose) -> Result<(Source, Drawn), ImageProblem> {
    if file.len() > purpose.byte_limit() {
        return Err(ImageProblem::TooManyBytes { purpose, bytes: file.len() });
    }
    let file = file.to_vec();
    within(PATIENCE, move || checked(&file, purpose))
}

/// What `work` comes to, if it does in time. Nobody can stop a thread: one that takes longer is left to itself.
fn within<T: Send + 'static>(
    patience: Duration,
    work: impl FnOnce() -> Result<T, ImageProblem> + Send + 'static,
) -> Result<T, ImageProblem> {
    let (done, result) = mpsc::channel();
    // Whoever waited may be gone by then.
    let hand_over = move || drop(done.send(work()));
    let drawing = thread::Builder::new().name("drawing".to_owned()).stack_size(STACK_BYTES);
    if drawing.spawn(hand_over).is_err() {
        return Err(ImageProblem::TooSlow);
    }
    result.recv_timeout(patience).unwrap_or_else(|end| match end {
        mpsc::RecvTimeoutError::Timeout => Err(ImageProblem::TooSlow),
        mpsc::RecvTimeoutError::Disconnected => Err(ImageProblem::Damaged),
    })
}

fn checked(file: &[u8], purpose: Purpose) -> Result<(Source, Drawn), ImageProblem> {
    let format = Format::of(file).filter(|format| purpose.takes(*format));
    let format = format.ok_or(ImageProblem::WrongFormat { purpose, found: Format::of(file) })?;
    let bitmap = match format {
        Format::Svg => svg::draw(file, purpose.pixels())?,
        Format::Png => decode(file, ImageFormat::Png)?,
        Format::Jpeg => decode(file, ImageFormat::Jpeg)?,
        Format::Gif => decode(file, ImageFormat::Gif)?,
        Format::Ico => ico::draw(file)?,
    };
    let pixels = (format != Format::Svg).then(|| bitmap.dimensions());
    let source = Source { format, bytes: file.len(), pixels };
    let drawn = encode::smallest(fit(bitmap, purpose), purpose).ok_or(ImageProblem::Damaged)?;
    Ok((source, drawn))
}

fn decode(file: &[u8], format: ImageFormat) -> Result<RgbaImage, ImageProblem> {
    let reader = || ImageReader::with_format(Cursor::new(file), format);
    let (width, height) = reader().into_dimensions().map_err(|_| ImageProblem::Damaged)?;
    if u64::from(width) * u64::from(height) > PIXEL_LIMIT {
        return Err(ImageProblem::TooManyPixels { width, height });
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY_LIMIT);
    let mut reader = reader();
    reader.limits(limits);
    upright(reader).map_err(|_| ImageProblem::Damaged)
}

/// Phones note in the metadata which way they were held; that note is about to be dropped.
fn upright(reader: ImageReader<Cursor<&[u8]>>) -> image::ImageResult<RgbaImage> {
    let mut decoder = reader.into_decoder()?;
    let orientation = decoder.orientation()?;
    let mut bitmap = DynamicImage::from_decoder(decoder)?;
    bitmap.apply_orientation(orientation);
    Ok(bitmap.into_rgba8())
}

/// Never enlarged; a hero is also cropped to the band that is shown.
fn fit(bitmap: RgbaImage, purpose: Purpose) -> RgbaImage {
    let (width, height) = purpose.pixels();
    if bitmap.width() <= width && bitmap.height() <= height {
        return bitmap;
    }
    let premultiplied = DynamicImage::ImageRgba8(with_alpha(bitmap, |part, alpha| part * alpha / 255));
    let smaller = premultiplied.resize(width, height, Sampling::Lanczos3).into_rgba8();
    with_alpha(smaller, |part, alpha| (part * 255).checked_div(alpha).unwrap_or(0).min(255))
}

/// Transparent pixels have a colour too, mostly black; unless weighted, it bleeds into the edges.
fn with_alpha(mut bitmap: RgbaImage, weigh: impl Fn(u32, u32) -> u32) -> RgbaImage {
    for pixel in bitmap.pixels_mut() {
        let alpha = u32::from(pixel[3]);
        for channel in 0..3 {
            pixel[channel] = u8::try_from(weigh(u32::from(pixel[channel]), alpha)).unwrap_or(u8::MAX);
        }
    }
    bitmap
}

#[cfg(test)]
mod tests;
