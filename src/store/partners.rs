//! Tables `partners` and `partner_images`.

use sha2::{Digest, Sha256};
use sqlx::types::Json;

use super::{Db, all, change, maybe, one};
use crate::clock::Timestamp;
use crate::domain::branding::Tones;
use crate::domain::image::Drawn;
use crate::domain::partner::{ImageFacts, ImageKind, Partner, PartnerId};
use crate::domain::settings::Settings;

#[derive(sqlx::FromRow)]
struct Row {
    id: PartnerId,
    version: i64,
    profile_changed_at: Timestamp,
    settings: Json<Settings>,
}

#[derive(sqlx::FromRow)]
struct ImageRow {
    #[sqlx(try_from = "String")]
    kind: ImageKind,
    hash: String,
    width: i64,
    height: i64,
    /// Both tones, as they write themselves.
    luminance: Option<String>,
    content_type: String,
}

pub async fn insert(db: &mut Db, id: PartnerId, settings: &Settings, now: Timestamp) -> sqlx::Result<()> {
    change!(
        db,
        "INSERT INTO partners (id, settings, version, profile_changed_at, created_at) VALUES ($1, $2, 1, $3, $3)",
        id,
        Json(settings),
        now,
    )?;
    Ok(())
}

/// A new version, if `seen_version` is still the newest.
pub async fn update(
    db: &mut Db,
    id: PartnerId,
    settings: &Settings,
    seen_version: i64,
    now: Timestamp,
) -> sqlx::Result<bool> {
    let changed = change!(
        db,
        "UPDATE partners SET settings = $2, version = version + 1, profile_changed_at = $4
         WHERE id = $1 AND version = $3",
        id,
        Json(settings),
        seen_version,
        now,
    )?;
    Ok(changed == 1)
}

/// The settings alone, as they are now.
pub async fn settings(db: &mut Db, id: PartnerId) -> sqlx::Result<Settings> {
    let (settings,): (Json<Settings>,) = one!(db, "SELECT settings FROM partners WHERE id = $1", id)?;
    Ok(settings.0)
}

/// What is known of the partner's image of this kind, if it has one.
pub async fn image_facts(db: &mut Db, id: PartnerId, kind: ImageKind) -> sqlx::Result<Option<ImageFacts>> {
    let row: Option<ImageRow> = maybe!(
        db,
        "SELECT kind, hash, width, height, luminance, content_type FROM partner_images WHERE partner_id = $1 AND kind = $2",
        id,
        kind.word(),
    )?;
    Ok(row.map(ImageRow::facts))
}

/// Holds the partner's row: of two units that do so at once, the second sees what the first has done.
pub async fn hold(db: &mut Db, id: PartnerId) -> sqlx::Result<bool> {
    Ok(change!(db, "UPDATE partners SET version = version WHERE id = $1", id)? == 1)
}

pub async fn get(db: &mut Db, id: PartnerId) -> sqlx::Result<Partner> {
    let row: Row = one!(&mut *db, "SELECT id, version, profile_changed_at, settings FROM partners WHERE id = $1", id)?;
    with_images(db, row).await
}

pub async fn find(db: &mut Db, id: PartnerId) -> sqlx::Result<Option<Partner>> {
    let row: Option<Row> =
        maybe!(&mut *db, "SELECT id, version, profile_changed_at, settings FROM partners WHERE id = $1", id)?;
    match row {
        Some(row) => with_images(db, row).await.map(Some),
        None => Ok(None),
    }
}

/// The only partner of this deployment, if there is exactly one.
pub async fn only(db: &mut Db) -> sqlx::Result<Option<Partner>> {
    let mut rows: Vec<Row> =
        all!(&mut *db, "SELECT id, version, profile_changed_at, settings FROM partners ORDER BY created_at LIMIT 2")?;
    match (rows.pop(), rows.is_empty()) {
        (Some(row), true) => with_images(db, row).await.map(Some),
        _ => Ok(None),
    }
}

/// All partners, in the order in which they came.
pub async fn all_ids(db: &mut Db) -> sqlx::Result<Vec<PartnerId>> {
    let rows: Vec<(PartnerId,)> = all!(db, "SELECT id FROM partners ORDER BY created_at, id")?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Whether there is a partner in this database.
pub async fn any(db: &mut Db) -> sqlx::Result<bool> {
    let row: Option<(PartnerId,)> = maybe!(db, "SELECT id FROM partners LIMIT 1")?;
    Ok(row.is_some())
}

async fn with_images(db: &mut Db, row: Row) -> sqlx::Result<Partner> {
    let images: Vec<ImageRow> = all!(
        db,
        "SELECT kind, hash, width, height, luminance, content_type FROM partner_images WHERE partner_id = $1 ORDER BY kind",
        row.id,
    )?;
    Ok(Partner {
        id: row.id,
        version: row.version,
        profile_changed_at: row.profile_changed_at,
        settings: row.settings.0,
        images: images.into_iter().map(ImageRow::facts).collect(),
    })
}

impl ImageRow {
    fn facts(self) -> ImageFacts {
        ImageFacts {
            kind: self.kind,
            hash: self.hash,
            width: u32::try_from(self.width).unwrap_or_default(),
            height: u32::try_from(self.height).unwrap_or_default(),
            tones: self.luminance.as_deref().and_then(Tones::parse),
            content_type: self.content_type,
        }
    }
}

/// Replaces the image of this kind and makes a new version of the partner.
pub async fn put_image(
    db: &mut Db,
    partner: PartnerId,
    kind: ImageKind,
    image: &Drawn,
    now: Timestamp,
) -> sqlx::Result<()> {
    change!(
        &mut *db,
        "INSERT INTO partner_images (partner_id, kind, hash, width, height, luminance, content_type, bytes, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (partner_id, kind) DO UPDATE SET hash = excluded.hash, width = excluded.width,
             height = excluded.height, luminance = excluded.luminance,
             content_type = excluded.content_type, bytes = excluded.bytes, created_at = excluded.created_at",
        partner,
        kind.word(),
        content_hash(&image.bytes),
        i64::from(image.shown_width),
        i64::from(image.shown_height),
        image.tones.map(|tones| tones.to_string()),
        image.content_type,
        &image.bytes,
        now,
    )?;
    change!(db, "UPDATE partners SET version = version + 1 WHERE id = $1", partner)?;
    Ok(())
}

/// What the picture's address is made of.
pub(super) fn content_hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// The picture itself and its content type, by the hash of its content.
pub async fn image_by_hash(db: &mut Db, hash: &str) -> sqlx::Result<Option<(String, Vec<u8>)>> {
    maybe!(db, "SELECT content_type, bytes FROM partner_images WHERE hash = $1 LIMIT 1", hash)
}
