//! A body that is recognised without being kept: whoever reads it reads it as it comes, and its hash grows meanwhile. So a
//! push waits for its place before its five megabytes are in memory, with an idempotency key as without one.

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use actix_web::HttpMessage;
use actix_web::dev::{Payload, ServiceRequest};
use actix_web::error::PayloadError;
use actix_web::web::Bytes;
use futures_util::{Stream, StreamExt};
use sha2::{Digest, Sha256};

use crate::domain::refusal::Refusal;
use crate::http::body::PATIENCE;

/// Longer than any body that is read here.
const LONGEST_BYTES: usize = 6 * 1024 * 1024;

/// The body of one request, as it is heard.
#[derive(Clone)]
pub struct Overheard(Rc<RefCell<Heard>>);

struct Heard {
    payload: Payload,
    hash: Sha256,
    bytes: usize,
    /// `Some`: nothing more comes, and whether that was its end.
    ended: Option<bool>,
}

impl Overheard {
    /// Listens to the body of this request, which is read as before.
    pub fn of(request: &mut ServiceRequest) -> Self {
        let heard = Heard { payload: request.take_payload(), hash: Sha256::new(), bytes: 0, ended: None };
        let overheard = Self(Rc::new(RefCell::new(heard)));
        let stream: Pin<Box<dyn Stream<Item = _>>> = Box::pin(overheard.clone());
        request.set_payload(Payload::Stream { payload: stream });
        overheard
    }

    /// SHA-256 of the whole body; what nobody has read is read now, and forgotten.
    pub async fn hash(&self) -> Result<[u8; 32], Refusal> {
        let rest = async { while poll_fn(|context| self.0.borrow_mut().hear(context)).await.is_some() {} };
        if tokio::time::timeout(PATIENCE, rest).await.is_err() {
            return Err(Refusal::TooSlow);
        }
        let heard = self.0.borrow();
        if heard.bytes > LONGEST_BYTES {
            return Err(Refusal::TooLarge { limit_bytes: LONGEST_BYTES });
        }
        match heard.ended {
            Some(true) => Ok(heard.hash.clone().finalize().into()),
            _ => Err(Refusal::invalid("The body did not arrive whole.")),
        }
    }
}

impl Heard {
    fn hear(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, PayloadError>>> {
        if self.ended.is_some() || self.bytes > LONGEST_BYTES {
            return Poll::Ready(None);
        }
        let heard = self.payload.poll_next_unpin(context);
        match &heard {
            Poll::Ready(Some(Ok(chunk))) => {
                self.bytes += chunk.len();
                self.hash.update(chunk);
            }
            Poll::Ready(Some(Err(_))) => self.ended = Some(false),
            Poll::Ready(None) => self.ended = Some(true),
            Poll::Pending => {}
        }
        heard
    }
}

impl Stream for Overheard {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.borrow_mut().hear(context)
    }
}
