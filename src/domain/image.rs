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

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::imageops::FilterType as Sampling;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbaImage};

use super::branding::Colour;
pub use problem::{ImageProblem, SvgProblem};

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
const JPEG_QUALITY: u8 = 82;

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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Png,
    Jpeg,
    Gif,
    Ico,
    Svg,
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

/// A bitmap to keep and to serve. Its size on the page is half its pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    pub bytes: Vec<u8>,
    /// `png` or `jpg`.
    pub extension: &'static str,
    pub content_type: &'static str,
    pub shown_width: u32,
    pub shown_height: u32,
    /// How bright it is where it is not transparent; `None` if it fills its rectangle. See `branding::plate`.
    pub luminance: Option<f64>,
}

/// Checks a file and draws it for its purpose. Should a decoder give up in a panic, the file is to blame.
pub fn draw(file: &[u8], purpose: Purpose) -> Result<Drawn, ImageProblem> {
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

fn checked(file: &[u8], purpose: Purpose) -> Result<Drawn, ImageProblem> {
    let format = Format::of(file).filter(|format| purpose.takes(*format));
    let bitmap = match format.ok_or(ImageProblem::WrongFormat { purpose, found: Format::of(file) })? {
        Format::Svg => svg::draw(file, purpose.pixels())?,
        Format::Png => decode(file, ImageFormat::Png)?,
        Format::Jpeg => decode(file, ImageFormat::Jpeg)?,
        Format::Gif => decode(file, ImageFormat::Gif)?,
        Format::Ico => ico::draw(file)?,
    };
    encode(fit(bitmap, purpose)).ok_or(ImageProblem::Damaged)
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

fn encode(bitmap: RgbaImage) -> Option<Drawn> {
    let luminance = luminance(&bitmap);
    let (shown_width, shown_height) = (bitmap.width().div_ceil(2), bitmap.height().div_ceil(2));
    let drawn =
        |bytes, extension, content_type| Drawn { bytes, extension, content_type, shown_width, shown_height, luminance };
    let png = drawn(png(&bitmap)?, "png", "image/png");
    if luminance.is_some() {
        return Some(png);
    }
    // Photographs are many times smaller as JPEG, drawings as PNG.
    let jpeg = drawn(jpeg(bitmap)?, "jpg", "image/jpeg");
    Some(if jpeg.bytes.len() < png.bytes.len() { jpeg } else { png })
}

fn png(bitmap: &RgbaImage) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, FilterType::Adaptive);
    bitmap.write_with_encoder(encoder).ok()?;
    Some(bytes)
}

fn jpeg(bitmap: RgbaImage) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let opaque = DynamicImage::ImageRgba8(bitmap).into_rgb8();
    opaque.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY)).ok()?;
    Some(bytes)
}

fn luminance(bitmap: &RgbaImage) -> Option<f64> {
    if bitmap.pixels().all(|pixel| pixel[3] > 250) {
        return None;
    }
    let (mut light, mut weight) = (0.0, 0.0);
    for pixel in bitmap.pixels() {
        let alpha = f64::from(pixel[3]) / 255.0;
        light += alpha * Colour(pixel[0], pixel[1], pixel[2]).luminance();
        weight += alpha;
    }
    (weight > 0.0).then(|| light / weight)
}

#[cfg(test)]
mod tests;
