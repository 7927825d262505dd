//! A form with files (`multipart/form-data`): the same checks of where it came from as for any other, and a limit for every part
//! that is kept while it arrives. What a file is called, or says it is, is not even read.
//!
//! A file over its limit is counted to its end but not kept: its sender is told how large it is, and the rest of the form is not
//! lost with it.

use std::time::Duration;

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::HttpRequest;
use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::web::{self, Bytes, BytesMut, Data};
use futures_util::{Stream, StreamExt};
use serde::de::DeserializeOwned;

use super::{BODY_LIMIT, Form, comes_from};
use crate::domain::app::App;
use crate::domain::refusal::Refusal;
use crate::http::body;
use crate::secret::Fingerprint;

const MEDIA_TYPE: &str = "multipart/form-data";
/// Twice what a form of ours can need, so that a file which is too large can be counted.
const TOTAL_LIMIT: usize = 64_000_000;
/// No form of ours has as many fields.
const MOST_PARTS: usize = 40;
/// For the whole body: ten megabytes on a slow line.
const PATIENCE: Duration = Duration::from_secs(180);
/// For its next piece.
const PIECE_PATIENCE: Duration = Duration::from_secs(10);

/// Which of a form's fields are files.
pub trait Files {
    /// How many bytes the file in this field may have. `None`: it holds text.
    fn byte_limit(field: &str) -> Option<usize>;
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum File {
    Whole(Bytes),
    /// How large it is; it was not kept.
    TooLarge {
        bytes: usize,
    },
}

/// A form's fields and files, from our own site, but with its token still to be checked.
pub struct Upload<T> {
    form: Form<T>,
    files: Vec<(String, File)>,
}

impl<T: DeserializeOwned> Upload<T> {
    /// The fields and the files by their fields, if the form was made for this visitor.
    pub fn from_visitor(
        self,
        app: &App,
        visitor: &Fingerprint,
        form: &str,
    ) -> Result<(T, Vec<(String, File)>), Refusal> {
        Ok((self.form.from_visitor(app, visitor, form)?, self.files))
    }
}

impl<T: Files> Upload<T> {
    /// Reads the body. Not an extractor: those all begin at once, and nothing is to be read of whoever has not passed the others.
    pub async fn of(request: &HttpRequest, payload: web::Payload) -> Result<Self, Refusal> {
        let origin = request.app_data::<Data<App>>().map(|app| app.public_url.origin().to_owned());
        if !comes_from(request.headers(), origin.as_deref().unwrap_or_default()) {
            return Err(Refusal::FormRefused);
        }
        if !body::is_of_type(request, MEDIA_TYPE) {
            return Err(Refusal::NotForm);
        }
        if body::declared_length(request).is_some_and(|length| length > TOTAL_LIMIT as u64) {
            return Err(Refusal::TooLarge { limit_bytes: TOTAL_LIMIT });
        }
        let parts = Multipart::new(request.headers(), counted(payload.into_inner()));
        tokio::time::timeout(PATIENCE, read::<T>(parts)).await.unwrap_or(Err(Refusal::TooSlow))
    }
}

/// Also what stands between the parts, and before the first.
fn counted(payload: Payload) -> impl Stream<Item = Result<Bytes, PayloadError>> {
    let mut total = 0;
    payload.map(move |piece| {
        let piece = piece?;
        total += piece.len();
        if total > TOTAL_LIMIT { Err(PayloadError::Overflow) } else { Ok(piece) }
    })
}

async fn read<T: Files>(mut parts: Multipart) -> Result<Upload<T>, Refusal> {
    let (mut fields, mut files, mut text_bytes) = (Vec::new(), Vec::new(), 0);
    while let Some(part) = next(&mut parts).await? {
        if fields.len() + files.len() == MOST_PARTS {
            return Err(Refusal::FormRefused);
        }
        let name = part.name().ok_or(Refusal::FormRefused)?.to_owned();
        if let Some(limit) = T::byte_limit(&name) {
            files.extend(file(part, limit).await?.map(|file| (name, file)));
            continue;
        }
        let File::Whole(text) = whole(part, BODY_LIMIT - text_bytes).await? else {
            return Err(Refusal::TooLarge { limit_bytes: BODY_LIMIT });
        };
        text_bytes += text.len();
        let text = String::from_utf8(text.to_vec()).map_err(|_| Refusal::FormRefused)?;
        fields.push((name, text));
    }
    Ok(Upload { form: Form { fields, _read_as: std::marker::PhantomData }, files })
}

/// A field in which nobody has put a file is sent too, with neither name nor content.
async fn file(part: Field, limit: usize) -> Result<Option<File>, Refusal> {
    let is_named = part.content_disposition().and_then(|it| it.get_filename()).is_some_and(|name| !name.is_empty());
    let file = whole(part, limit).await?;
    let is_empty = matches!(&file, File::Whole(bytes) if bytes.is_empty());
    Ok((is_named || !is_empty).then_some(file))
}

async fn whole(mut part: Field, limit: usize) -> Result<File, Refusal> {
    let (mut kept, mut bytes) = (BytesMut::new(), 0);
    while let Some(piece) = next(&mut part).await? {
        bytes += piece.len();
        if bytes <= limit {
            kept.extend_from_slice(&piece);
        } else {
            kept = BytesMut::new();
        }
    }
    Ok(if bytes > limit { File::TooLarge { bytes } } else { File::Whole(kept.freeze()) })
}

async fn next<T>(stream: &mut (impl Stream<Item = Result<T, MultipartError>> + Unpin)) -> Result<Option<T>, Refusal> {
    let piece = tokio::time::timeout(PIECE_PATIENCE, stream.next()).await.map_err(|_| Refusal::TooSlow)?;
    piece.transpose().map_err(|error| match error {
        MultipartError::Payload(PayloadError::Overflow) => Refusal::TooLarge { limit_bytes: TOTAL_LIMIT },
        _ => Refusal::invalid("The form did not arrive whole."),
    })
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{self, HeaderMap, HeaderValue};
    use futures_util::stream;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    struct Typed {
        name: String,
    }

    impl Files for Typed {
        fn byte_limit(field: &str) -> Option<usize> {
            (field == "logo").then_some(10)
        }
    }

    fn part(disposition: &str, content: &str) -> String {
        format!("--b\r\nContent-Disposition: form-data; {disposition}\r\n\r\n{content}\r\n")
    }

    async fn sent(body: String) -> Result<(Typed, Vec<(String, File)>), Refusal> {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("multipart/form-data; boundary=b"));
        let pieces: Vec<_> = body.into_bytes().chunks(7).map(|it| Ok(Bytes::copy_from_slice(it))).collect();
        let upload = read::<Typed>(Multipart::new(&headers, stream::iter(pieces))).await?;
        Ok((upload.form.read()?, upload.files))
    }

    #[actix_web::test]
    async fn texts_and_files_arrive_by_the_names_of_their_fields() {
        let body = part("name=\"name\"", "Érable & fils")
            + &part("name=\"logo\"; filename=\"../../etc/passwd\"", "ten bytes!")
            + "--b--\r\n";
        let (typed, files) = sent(body).await.unwrap();
        assert_eq!(typed.name, "Érable & fils");
        assert_eq!(files, [("logo".to_owned(), File::Whole(Bytes::from_static(b"ten bytes!")))]);
    }

    #[actix_web::test]
    async fn a_file_over_its_limit_is_counted_and_what_was_typed_is_kept() {
        let body = part("name=\"logo\"; filename=\"a.png\"", &"x".repeat(100))
            + &part("name=\"name\"", "Érable")
            + "--b--\r\n";
        let (typed, files) = sent(body).await.unwrap();
        assert_eq!((typed.name.as_str(), &files[0].1), ("Érable", &File::TooLarge { bytes: 100 }));
    }

    #[actix_web::test]
    async fn a_field_without_a_file_is_none() {
        let body = part("name=\"logo\"; filename=\"\"", "") + &part("name=\"name\"", "Érable") + "--b--\r\n";
        assert_eq!(sent(body).await.unwrap().1, []);
    }

    #[actix_web::test]
    async fn what_is_no_form_or_too_much_of_one_is_refused() {
        let broken = part("name=\"name\"", "Érable");
        assert!(matches!(sent(broken).await, Err(Refusal::Invalid { .. })), "it has no end");
        let huge = part("name=\"name\"", &"x".repeat(BODY_LIMIT + 1)) + "--b--\r\n";
        assert!(matches!(sent(huge).await, Err(Refusal::TooLarge { limit_bytes: BODY_LIMIT })));
        let many = part("name=\"logo\"; filename=\"a\"", "x").repeat(MOST_PARTS + 1) + "--b--\r\n";
        assert!(matches!(sent(many).await, Err(Refusal::FormRefused)));
        let nameless = part("filename=\"a\"", "x") + "--b--\r\n";
        assert!(sent(nameless).await.is_err());
    }
}
