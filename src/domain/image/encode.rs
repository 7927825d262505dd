//! A drawn bitmap as the smallest file that shows it as well: drawings as PNG with a palette or as WebP, photographs as JPEG.

use std::collections::HashMap;

use color_quant::NeuQuant;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, RgbaImage};

use super::{Drawn, Purpose};
use crate::domain::branding::{Colour, Tones};

const JPEG_QUALITY: u8 = 82;
/// What a palette can hold.
const PALETTE: usize = 256;
/// The mean square error, of 255², up to which nobody sees that colours were put together: 42 dB.
const UNSEEN_ERROR: f64 = 4.0;
/// One pixel in so many teaches the palette its colours.
const SAMPLE: i32 = 3;
/// More transparent than that is background.
const HALF: u8 = 128;
/// The share of the edge, from the darkest and from the brightest on, that may be stray pixels.
const STRAY: f64 = 0.1;

type Pixel = [u8; 4];

/// `None` if no encoder takes it.
pub fn smallest(mut bitmap: RgbaImage, purpose: Purpose) -> Option<Drawn> {
    clear(&mut bitmap);
    let tones = tones(&bitmap);
    let mut files = vec![("png", "image/png", png(&bitmap)?)];
    let palette = if purpose == Purpose::Hero { exact(&bitmap) } else { exact(&bitmap).or_else(|| learnt(&bitmap)) };
    files.extend(palette.and_then(|it| it.png(&bitmap)).map(|bytes| ("png", "image/png", bytes)));
    // Not every browser takes another icon than a PNG.
    if purpose != Purpose::Icon {
        files.push(("webp", "image/webp", webp(&bitmap)?));
        let is_opaque = bitmap.pixels().all(|pixel| pixel[3] == u8::MAX);
        files.extend(is_opaque.then(|| jpeg(&bitmap)).flatten().map(|bytes| ("jpg", "image/jpeg", bytes)));
    }
    let (extension, content_type, bytes) = files.into_iter().min_by_key(|(_, _, bytes)| bytes.len())?;
    let (shown_width, shown_height) = (bitmap.width().div_ceil(2), bitmap.height().div_ceil(2));
    Some(Drawn { bytes, extension, content_type, shown_width, shown_height, tones })
}

/// What nobody sees is made the same everywhere, which costs the least.
fn clear(bitmap: &mut RgbaImage) {
    for pixel in bitmap.pixels_mut().filter(|pixel| pixel[3] == 0) {
        pixel.0 = [0; 4];
    }
}

fn png(bitmap: &RgbaImage) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, FilterType::Adaptive);
    bitmap.write_with_encoder(encoder).ok()?;
    Some(bytes)
}

fn webp(bitmap: &RgbaImage) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    bitmap.write_with_encoder(WebPEncoder::new_lossless(&mut bytes)).ok()?;
    Some(bytes)
}

fn jpeg(bitmap: &RgbaImage) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let opaque = DynamicImage::ImageRgba8(bitmap.clone()).into_rgb8();
    opaque.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY)).ok()?;
    Some(bytes)
}

/// The colours of a palette, the most transparent first, and which of them each pixel has.
struct Indexed {
    colours: Vec<Pixel>,
    pixels: Vec<u8>,
}

/// Every colour as it is, where there are no more than a palette holds.
fn exact(bitmap: &RgbaImage) -> Option<Indexed> {
    let mut colours: Vec<Pixel> = Vec::new();
    let mut known = HashMap::new();
    for pixel in bitmap.pixels() {
        if known.insert(pixel.0, 0).is_none() {
            colours.push(pixel.0);
        }
        if colours.len() > PALETTE {
            return None;
        }
    }
    colours.sort_by_key(|colour| (colour[3], *colour));
    known.extend(colours.iter().copied().zip(0_u8..=u8::MAX));
    let pixels = bitmap.pixels().map(|pixel| known.get(&pixel.0).copied().unwrap_or_default());
    Some(Indexed { pixels: pixels.collect(), colours })
}

/// The nearest colours that a palette holds, if nobody sees the difference.
fn learnt(bitmap: &RgbaImage) -> Option<Indexed> {
    let network = NeuQuant::new(SAMPLE, PALETTE, bitmap.as_raw());
    let mut nearest = bitmap.clone();
    for pixel in nearest.pixels_mut() {
        network.map_pixel(&mut pixel.0);
    }
    clear(&mut nearest);
    (error(bitmap, &nearest) <= UNSEEN_ERROR).then(|| exact(&nearest)).flatten()
}

/// The mean square difference of what is seen: a colour counts as much as it covers.
fn error(one: &RgbaImage, other: &RgbaImage) -> f64 {
    let seen = |pixel: &Pixel, channel: usize| match channel {
        3 => f64::from(pixel[3]),
        _ => f64::from(pixel[channel]) * f64::from(pixel[3]) / 255.0,
    };
    let pair = |(one, other): (&image::Rgba<u8>, &image::Rgba<u8>)| -> f64 {
        (0..4).map(|channel| (seen(&one.0, channel) - seen(&other.0, channel)).powi(2)).sum()
    };
    let sum: f64 = one.pixels().zip(other.pixels()).map(pair).sum();
    sum / (4.0 * f64::from(one.width()) * f64::from(one.height()))
}

impl Indexed {
    fn png(&self, bitmap: &RgbaImage) -> Option<Vec<u8>> {
        let (depth, bits) = match self.colours.len() {
            0..=2 => (png::BitDepth::One, 1),
            3..=4 => (png::BitDepth::Two, 2),
            5..=16 => (png::BitDepth::Four, 4),
            _ => (png::BitDepth::Eight, 8),
        };
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, bitmap.width(), bitmap.height());
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(depth);
        encoder.set_compression(png::Compression::High);
        encoder.set_filter(png::Filter::NoFilter);
        encoder
            .set_palette(self.colours.iter().flat_map(|colour| [colour[0], colour[1], colour[2]]).collect::<Vec<_>>());
        let transparent = self.colours.iter().map(|colour| colour[3]).take_while(|alpha| *alpha < u8::MAX);
        let transparent: Vec<u8> = transparent.collect();
        if !transparent.is_empty() {
            encoder.set_trns(transparent);
        }
        let width = usize::try_from(bitmap.width()).ok()?;
        let rows = self.pixels.chunks(width).flat_map(|row| packed(row, bits)).collect::<Vec<_>>();
        encoder.write_header().ok()?.write_image_data(&rows).ok()?;
        Some(bytes)
    }
}

/// A row's indexes, each in so many bits, the first in the highest.
fn packed(row: &[u8], bits: usize) -> impl Iterator<Item = u8> {
    let part = move |indexes: &[u8]| {
        let places = indexes.iter().zip((0..8 / bits).rev());
        places.fold(0, |byte, (index, place)| byte | index << (place * bits))
    };
    row.chunks(8 / bits).map(part)
}

/// Where the logo meets what lies behind it: the tenth darkest and the tenth brightest of its edge.
fn tones(bitmap: &RgbaImage) -> Option<Tones> {
    if bitmap.pixels().all(|pixel| pixel[3] > 250) {
        return None;
    }
    let is_there = |x: u32, y: u32| bitmap.get_pixel_checked(x, y).is_some_and(|pixel| pixel[3] >= HALF);
    let is_edge = |x: u32, y: u32| {
        let around = [(x.wrapping_sub(1), y), (x + 1, y), (x, y.wrapping_sub(1)), (x, y + 1)];
        is_there(x, y) && around.into_iter().any(|(x, y)| !is_there(x, y))
    };
    let edge = bitmap.enumerate_pixels().filter(|(x, y, _)| is_edge(*x, *y));
    let mut edge: Vec<f64> = edge.map(|(_, _, pixel)| Colour(pixel[0], pixel[1], pixel[2]).luminance()).collect();
    edge.sort_by(f64::total_cmp);
    // A rank that is in the list by its making, so the cast only drops the fraction.
    let stray = (edge.len() as f64 * STRAY) as usize;
    Some(Tones { dark: *edge.get(stray)?, light: *edge.get(edge.len().checked_sub(stray + 1)?)? })
}
