//! Company access tokens: 256 random bits that a partner hands to a page about one company, kept as a hash. Such a token
//! reads that company, its connections and its accounts for a day, and nothing else.

use crate::clock::Timestamp;
use crate::domain::api_key::ApiKeyId;
use crate::domain::app::App;
use crate::domain::company::CompanyId;
use crate::domain::partner::PartnerId;
use crate::secret::{Fingerprint, SecretText, to_base64url};
use crate::store::{self, Db};

/// What a token begins with: a scanner for leaked secrets finds it, and tells it from a key.
const MARK: &str = "bflt_";
/// Longer than any token of ours; nothing longer is hashed.
pub const LENGTH_LIMIT: usize = 128;

/// Whose company a token reads.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct TokenHolder {
    pub company_id: CompanyId,
    pub partner_id: PartnerId,
    pub partner_version: i64,
}

/// Makes a token, asked for with `key`, that is valid for [`Limits::access_token`](crate::domain::limits::Limits). Its text is
/// answered once. Of a company's tokens the newest live: a page that asks for one at every view makes many.
pub async fn create(
    app: &App,
    db: &mut Db,
    company: CompanyId,
    key: ApiKeyId,
    now: Timestamp,
) -> sqlx::Result<SecretText> {
    let token = SecretText::new(format!("{MARK}{}", to_base64url(&app.chance.bytes::<32>())));
    let until = now + app.limits.access_token;
    store::access_tokens::insert(db, &fingerprint(&token), company, key, (now, until)).await?;
    store::access_tokens::keep_newest(db, company, app.limits.access_tokens).await?;
    Ok(token)
}

/// Whose token this is; `None` for one that nobody has, or that is over.
pub async fn holder(db: &mut Db, token: &SecretText, now: Timestamp) -> sqlx::Result<Option<TokenHolder>> {
    store::access_tokens::find(db, &fingerprint(token), now).await
}

fn fingerprint(token: &SecretText) -> Fingerprint {
    Fingerprint::of(token.reveal().as_bytes())
}
