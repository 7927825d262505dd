//! The body of a request, read in one way at every door: within a limit of bytes and of time. A declared length over the
//! limit is refused before a byte is read, anything else is counted as it comes.

use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::{Bytes, BytesMut};
use futures_util::StreamExt;

use crate::domain::refusal::Refusal;

/// How long a whole body may take. The public API's own client gives up after five seconds.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// Takes the body out of `payload` and reads it whole; refuses more than `limit_bytes`, a body that takes longer than
/// [`PATIENCE`], and one that breaks off.
pub fn whole(
    request: &HttpRequest,
    payload: &mut Payload,
    limit_bytes: usize,
) -> impl Future<Output = Result<Bytes, Refusal>> + 'static {
    let length = declared_length(request);
    let payload = payload.take();
    async move {
        if length.is_some_and(|length| length > limit_bytes as u64) {
            return Err(Refusal::TooLarge { limit_bytes });
        }
        let arriving = tokio::time::timeout(PATIENCE, counted(payload, limit_bytes));
        arriving.await.unwrap_or(Err(Refusal::TooSlow))
    }
}

pub fn declared_length(request: &HttpRequest) -> Option<u64> {
    request.headers().get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

async fn counted(mut payload: Payload, limit_bytes: usize) -> Result<Bytes, Refusal> {
    let mut body = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Refusal::invalid("The body did not arrive whole."))?;
        if body.len() + chunk.len() > limit_bytes {
            return Err(Refusal::TooLarge { limit_bytes });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// Whether the request says that its body is of this media type, whatever parameters follow it.
pub fn is_of_type(request: &HttpRequest, media_type: &str) -> bool {
    let sent = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = sent.and_then(|sent| sent.split(';').next());
    essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case(media_type))
}
