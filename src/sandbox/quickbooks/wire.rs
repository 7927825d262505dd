//! One request over HTTP, and what came back: no redirect is followed, nobody is waited for without end, and nothing is read
//! that is longer than an answer can be.

use std::time::Duration;

use actix_web::web::Bytes;
use http::{Request, header};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use zeroize::Zeroizing;

use crate::domain::pretend::came_to::CameTo;
use crate::ofx;

const OFX: &str = "application/x-ofx";
const NAME: &str = "bankfeeds-link-sandbox";

/// What came back, whatever it is.
pub struct Received {
    pub status: u16,
    /// In seconds, where the server said it.
    pub retry_after: Option<u64>,
    pub body: Vec<u8>,
}

/// Posts a request file. An error says what the request came to instead.
pub async fn post(address: &str, body: Zeroizing<Vec<u8>>, patience: Duration) -> Result<Received, CameTo> {
    let waited = tokio::time::timeout(patience, exchange(address, body));
    waited.await.unwrap_or(Err(CameTo::TimedOut { seconds: patience.as_secs().max(1) }))
}

async fn exchange(address: &str, body: Zeroizing<Vec<u8>>) -> Result<Received, CameTo> {
    let request = Request::post(address)
        .header(header::CONTENT_TYPE, OFX)
        .header(header::ACCEPT, "*/*, application/x-ofx")
        .header(header::USER_AGENT, NAME)
        .body(Full::new(Bytes::from_owner(Wiped(body))))
        .map_err(|_| CameTo::NotReached)?;
    // A connection a request: one that is kept would belong to the runtime of the worker that opened it.
    let client: Client<HttpConnector, _> =
        Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build(HttpConnector::new());
    let answer = client.request(request).await.map_err(|error| match error.is_connect() {
        true => CameTo::NotReached,
        false => CameTo::BrokenOff,
    })?;
    let retry_after = answer.headers().get(header::RETRY_AFTER).and_then(|it| it.to_str().ok()?.parse().ok());
    let status = answer.status().as_u16();
    let body = Limited::new(answer.into_body(), ofx::MAX_REPLY).collect().await;
    let body = body.map_err(|error| match error.is::<LengthLimitError>() {
        true => CameTo::TooLarge,
        false => CameTo::BrokenOff,
    })?;
    Ok(Received { status, retry_after, body: body.to_bytes().to_vec() })
}

/// One request of the walk to the JSON API of this very server: status, and at most so many bytes of a body.
pub async fn ask(request: Request<Full<Bytes>>, most: usize) -> anyhow::Result<(u16, Bytes)> {
    let client: Client<HttpConnector, _> =
        Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build(HttpConnector::new());
    let (head, body) = client.request(request).await?.into_parts();
    let whole = Limited::new(body, most).collect().await.map_err(|error| anyhow::anyhow!(error))?.to_bytes();
    Ok((head.status.as_u16(), whole))
}

/// A request's bytes, wiped when they have been sent: a password is among them.
struct Wiped(Zeroizing<Vec<u8>>);

impl AsRef<[u8]> for Wiped {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}
