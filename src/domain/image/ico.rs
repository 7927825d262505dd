//! An icon file is a directory of pictures; the largest is drawn. The library takes only pictures with transparency from it,
//! browsers take every PNG, so a PNG is taken out and drawn as one.

use image::{ImageFormat, RgbaImage};

use super::{ImageProblem, decode};

const HEAD_BYTES: usize = 6;
const ENTRY_BYTES: usize = 16;
const PNG_SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Draws the largest picture in the file.
pub fn draw(file: &[u8]) -> Result<RgbaImage, ImageProblem> {
    match largest(file).filter(|picture| picture.starts_with(PNG_SIGNATURE)) {
        Some(png) => decode(png, ImageFormat::Png),
        None => decode(file, ImageFormat::Ico),
    }
}

/// The bytes of the picture with the most pixels, as the directory has it; of equal ones, that with the most colours.
fn largest(file: &[u8]) -> Option<&[u8]> {
    let count = usize::from(u16::from_le_bytes(file.get(4..HEAD_BYTES)?.try_into().ok()?));
    let (entries, _) = file.get(HEAD_BYTES..)?.as_chunks::<ENTRY_BYTES>();
    let entry = entries.iter().take(count).max_by_key(|entry| {
        // A byte cannot say 256, so zero does.
        let edge = |byte: u8| if byte == 0 { 256_u32 } else { u32::from(byte) };
        (edge(entry[0]) * edge(entry[1]), u16::from_le_bytes([entry[6], entry[7]]))
    })?;
    let number = |at: usize| usize::try_from(u32::from_le_bytes(entry.get(at..at + 4)?.try_into().ok()?)).ok();
    let (length, start) = (number(8)?, number(12)?);
    file.get(start..start.checked_add(length)?)
}
