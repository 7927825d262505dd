//! An answer as the file that goes out. However many transactions belong in it, few are in memory at a time, nobody else
//! waits while they are written, and no connection to the database is kept for a client that reads slowly.

use std::sync::Arc;

use actix_web::body::{BoxBody, SizedStream};
use actix_web::web::{Bytes, BytesMut, Data};
use futures_util::stream;

use crate::domain::app::App;
use crate::domain::statement::{self, Opened};
use crate::ofx::{self, Header, Transaction};
use crate::store::transactions::Place;

use super::answer::Given;
use super::transactions;

/// The longest answer that is kept whole, in bytes: some two thousand transactions.
const AT_HAND: usize = 512 * 1024;

/// An answer, its transactions still in the database.
pub struct File {
    header: Header,
    /// Between two of them belong the transactions of a list.
    parts: Vec<Bytes>,
    lists: Vec<Opened>,
}

impl File {
    pub fn of(given: Given, header: &Header) -> Self {
        let parts = ofx::write_parts(&given.answer, header).into_iter().map(Bytes::from).collect();
        Self { header: header.clone(), parts, lists: given.lists }
    }

    /// A long one is written twice, first only to learn its length: without it a client could take the beginning of an
    /// answer that broke off for the whole, and would never ask for the rest.
    pub async fn into_body(self, app: Data<App>) -> sqlx::Result<BoxBody> {
        let file = Arc::new(self);
        let mut pieces = Pieces::of(Arc::clone(&file));
        let (mut whole, mut length) = (BytesMut::new(), 0);
        while let Some(piece) = pieces.next(&app).await? {
            length += piece.len();
            if length <= AT_HAND {
                whole.extend_from_slice(&piece);
            } else {
                whole = BytesMut::new();
            }
        }
        if length <= AT_HAND {
            return Ok(BoxBody::new(whole.freeze()));
        }
        let pieces = stream::try_unfold((Pieces::of(file), length, app), |(mut pieces, left, app)| async move {
            let piece = pieces.next(&app).await.and_then(|piece| within(left, piece));
            let piece = piece.inspect_err(|error| tracing::warn!(%error, "an answer broke off"))?;
            Ok::<_, sqlx::Error>(piece.map(|(piece, left)| (piece, (pieces, left, app))))
        });
        Ok(BoxBody::new(SizedStream::new(u64::try_from(length).unwrap_or(u64::MAX), Box::pin(pieces))))
    }
}

/// A piece, and how much is left after it. What has become longer than it was the first time breaks off: the framework would
/// cut it where it said that it ends, and the answer would look whole. What has become shorter, the framework breaks off.
fn within(left: usize, piece: Option<Bytes>) -> sqlx::Result<Option<(Bytes, usize)>> {
    let Some(piece) = piece else { return Ok(None) };
    let left = left.checked_sub(piece.len()).ok_or(sqlx::Error::Protocol("it has become longer".to_owned()))?;
    Ok(Some((piece, left)))
}

/// A file from its beginning, piece by piece.
struct Pieces {
    file: Arc<File>,
    next: Next,
}

enum Next {
    Part(usize),
    /// Of the list with this number, after this place.
    Page(usize, Option<Place>),
}

impl Pieces {
    fn of(file: Arc<File>) -> Self {
        Self { file, next: Next::Part(0) }
    }

    /// `None` after the last.
    async fn next(&mut self, app: &App) -> sqlx::Result<Option<Bytes>> {
        match self.next {
            Next::Part(number) => {
                let is_followed = number < self.file.lists.len();
                self.next = if is_followed { Next::Page(number, None) } else { Next::Part(number + 1) };
                Ok(self.file.parts.get(number).cloned())
            }
            Next::Page(number, after) => {
                let Some(list) = self.file.lists.get(number) else { return Ok(None) };
                let page = statement::transactions(&mut app.store.read().await?, list, after).await?;
                self.next = page.next.map_or(Next::Part(number + 1), |place| Next::Page(number, Some(place)));
                let page: Vec<Transaction> = page.transactions.iter().map(transactions::transaction).collect();
                Ok(Some(ofx::write_transactions(&page, &self.file.header).into()))
            }
        }
    }
}
