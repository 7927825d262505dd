//! Why a body could not be read at all. It says what to mend and never repeats what was sent, so it may be told
//! to anybody as the plain text of an HTTP 400.

use std::fmt;

/// The reason a body is not a request we can answer (HTTP 400).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// More than [`super::MAX_BODY`] bytes (an HTTP layer would say 413).
    TooLarge,
    /// No OFX file header in front.
    NoHeader,
    /// `OFXHEADER` is neither 100 (SGML) nor 200 (XML).
    UnknownHeader,
    /// `SECURITY` is not `NONE`.
    Secured,
    /// `<!`: a document type, an entity, a comment or a CDATA section; none has a place in a request.
    Declaration,
    /// A tag that does not end, or, in XML, tags that do not match.
    NotWellFormed,
    /// Elements inside elements beyond any real request.
    TooDeep,
    /// More elements than any real request has.
    TooMany,
    /// One value longer than any the specification knows.
    ValueTooLong,
    /// No `OFX` aggregate.
    NoRoot,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLarge => "The request is too large.",
            Self::NoHeader => "This is not an OFX request: it has no OFX header.",
            Self::UnknownHeader => "The OFX header is not one of OFXHEADER:100 or OFXHEADER=\"200\".",
            Self::Secured => "Only SECURITY NONE is supported; the connection itself is encrypted.",
            Self::Declaration => "Declarations, comments and CDATA are not allowed in an OFX request.",
            Self::NotWellFormed => "The OFX request is not well formed.",
            Self::TooDeep => "The OFX request is nested too deeply.",
            Self::TooMany => "The OFX request has too many elements.",
            Self::ValueTooLong => "A value in the OFX request is too long.",
            Self::NoRoot => "The request has no OFX element.",
        })
    }
}

impl std::error::Error for Unreadable {}
