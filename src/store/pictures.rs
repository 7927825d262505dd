//! Table `pictures`: what drafts and publications refer to. What is shown is a copy in `partner_images`.

use super::{Db, all, change, maybe};
use crate::clock::Timestamp;
use crate::domain::branding::Tones;
use crate::domain::image::{Drawn, Source};
use crate::domain::partner::{ImageFacts, ImageKind, PartnerId};
use crate::domain::picture::Picture;

use super::partners::content_hash;

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(try_from = "String")]
    kind: ImageKind,
    hash: String,
    width: i64,
    height: i64,
    luminance: Option<String>,
    content_type: String,
    size: i64,
    source_format: Option<String>,
    source_size: Option<i64>,
    source_width: Option<i64>,
    source_height: Option<i64>,
    created_at: Timestamp,
}

impl Row {
    fn picture(self) -> Picture {
        Picture {
            source: self.source(),
            facts: ImageFacts {
                kind: self.kind,
                hash: self.hash,
                width: u32::try_from(self.width).unwrap_or_default(),
                height: u32::try_from(self.height).unwrap_or_default(),
                tones: self.luminance.as_deref().and_then(Tones::parse),
                content_type: self.content_type,
            },
            bytes: usize::try_from(self.size).unwrap_or_default(),
            created_at: self.created_at,
        }
    }

    fn source(&self) -> Option<Source> {
        let edge = |pixels: Option<i64>| u32::try_from(pixels?).ok();
        Some(Source {
            format: self.source_format.as_deref()?.parse().ok()?,
            bytes: usize::try_from(self.source_size?).ok()?,
            pixels: edge(self.source_width).zip(edge(self.source_height)),
        })
    }
}

/// Keeps a picture and answers its hash. The same once more is young again.
pub async fn put(
    db: &mut Db,
    (partner, kind): (PartnerId, ImageKind),
    (drawn, source): (&Drawn, Source),
    now: Timestamp,
) -> sqlx::Result<String> {
    let hash = content_hash(&drawn.bytes);
    let edge = |place: fn((u32, u32)) -> u32| source.pixels.map(|pixels| i64::from(place(pixels)));
    change!(
        db,
        "INSERT INTO pictures (partner_id, kind, hash, width, height, luminance, content_type, bytes, size,
             source_format, source_size, source_width, source_height, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
         ON CONFLICT (partner_id, kind, hash) DO UPDATE SET source_format = excluded.source_format,
             source_size = excluded.source_size, source_width = excluded.source_width,
             source_height = excluded.source_height, created_at = excluded.created_at",
        partner,
        kind.word(),
        &hash,
        i64::from(drawn.shown_width),
        i64::from(drawn.shown_height),
        drawn.tones.map(|tones| tones.to_string()),
        drawn.content_type,
        &drawn.bytes,
        length(drawn.bytes.len()),
        source.format.word(),
        length(source.bytes),
        edge(|(width, _)| width),
        edge(|(_, height)| height),
        now,
    )?;
    Ok(hash)
}

fn length(bytes: usize) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

/// All of a partner's, the oldest first.
pub async fn of(db: &mut Db, partner: PartnerId) -> sqlx::Result<Vec<Picture>> {
    let rows: Vec<Row> = all!(
        db,
        "SELECT kind, hash, width, height, luminance, content_type, size, source_format, source_size, source_width,
             source_height, created_at
         FROM pictures WHERE partner_id = $1 ORDER BY created_at, kind, hash",
        partner,
    )?;
    Ok(rows.into_iter().map(Row::picture).collect())
}

/// The picture itself and its content type, by the hash of its content.
pub async fn by_hash(db: &mut Db, hash: &str) -> sqlx::Result<Option<(String, Vec<u8>)>> {
    maybe!(db, "SELECT content_type, bytes FROM pictures WHERE hash = $1 LIMIT 1", hash)
}

pub async fn forget(db: &mut Db, partner: PartnerId, kind: ImageKind, hash: &str) -> sqlx::Result<()> {
    change!(db, "DELETE FROM pictures WHERE partner_id = $1 AND kind = $2 AND hash = $3", partner, kind.word(), hash,)?;
    Ok(())
}

/// Keeps what the pages show now, wherever it came from.
pub async fn adopt(db: &mut Db, partner: PartnerId) -> sqlx::Result<()> {
    change!(
        db,
        "INSERT INTO pictures (partner_id, kind, hash, width, height, luminance, content_type, bytes, size, created_at)
         SELECT partner_id, kind, hash, width, height, luminance, content_type, bytes, length(bytes), created_at
         FROM partner_images WHERE partner_id = $1
         ON CONFLICT (partner_id, kind, hash) DO NOTHING",
        partner,
    )?;
    Ok(())
}

/// Shows a picture on the pages in place of the former one of its kind. `false`: there is no such picture of this partner's. The
/// new version of the partner is the caller's matter.
pub async fn show(db: &mut Db, partner: PartnerId, kind: ImageKind, hash: &str) -> sqlx::Result<bool> {
    let shown = change!(
        db,
        "INSERT INTO partner_images (partner_id, kind, hash, width, height, luminance, content_type, bytes, created_at)
         SELECT partner_id, kind, hash, width, height, luminance, content_type, bytes, created_at
         FROM pictures WHERE partner_id = $1 AND kind = $2 AND hash = $3
         ON CONFLICT (partner_id, kind) DO UPDATE SET hash = excluded.hash, width = excluded.width,
             height = excluded.height, luminance = excluded.luminance,
             content_type = excluded.content_type, bytes = excluded.bytes, created_at = excluded.created_at",
        partner,
        kind.word(),
        hash,
    )?;
    Ok(shown == 1)
}

/// Shows none of this kind any more.
pub async fn hide(db: &mut Db, partner: PartnerId, kind: ImageKind) -> sqlx::Result<()> {
    change!(db, "DELETE FROM partner_images WHERE partner_id = $1 AND kind = $2", partner, kind.word())?;
    Ok(())
}
