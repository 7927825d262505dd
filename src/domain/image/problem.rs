//! Why a picture is refused, in a sentence that names the limit and what was found.

use std::fmt;

use super::{Format, PATIENCE, PIXEL_LIMIT, Purpose};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImageProblem {
    TooManyBytes {
        purpose: Purpose,
        bytes: usize,
    },
    WrongFormat {
        purpose: Purpose,
        found: Option<Format>,
    },
    TooManyPixels {
        width: u32,
        height: u32,
    },
    Damaged,
    /// Not drawn within [`PATIENCE`].
    TooSlow,
    Svg(SvgProblem),
}

/// What an SVG may not hold, because a picture is to be a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SvgProblem {
    Unreadable {
        because: String,
    },
    Script,
    Style,
    ForeignObject,
    EventAttribute {
        name: String,
    },
    OutsideReference {
        address: String,
    },
    EmbeddedPicture,
    Entities,
    Letters,
    /// A filter whose work grows with its parameters and not with its text.
    Filter {
        name: String,
    },
    /// More drawing than any logo needs, however short its text.
    Elaborate,
}

impl std::error::Error for ImageProblem {}

impl fmt::Display for ImageProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ImageProblem::TooManyBytes { purpose, bytes } => {
                let (is, limit) = (Size(*bytes), Size(purpose.byte_limit()));
                write!(f, "the {purpose} must be {limit} or less: it has {is}")
            }
            ImageProblem::WrongFormat { purpose, found } => {
                write!(f, "the {purpose} must be {}: this file is ", formats(*purpose))?;
                match found {
                    Some(format) => write!(f, "{format}"),
                    None => f.write_str("none of them, whatever its name says"),
                }
            }
            ImageProblem::TooManyPixels { width, height } => {
                let megapixels = (u64::from(*width) * u64::from(*height)).div_ceil(1_000_000);
                let limit = PIXEL_LIMIT / 1_000_000;
                write!(
                    f,
                    "the picture must have {limit} megapixels or less: it has {width} × {height}, {megapixels} megapixels"
                )
            }
            ImageProblem::Damaged => f.write_str("the picture cannot be read: the file is damaged or incomplete"),
            ImageProblem::TooSlow => {
                let seconds = PATIENCE.as_secs();
                write!(f, "the picture could not be drawn within {seconds} seconds; export it in a simpler form")
            }
            ImageProblem::Svg(problem) => problem.fmt(f),
        }
    }
}

impl fmt::Display for SvgProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SvgProblem::Unreadable { because } => write!(f, "the SVG cannot be read: {because}"),
            SvgProblem::Script => f.write_str("the SVG has a script; a logo must be a plain drawing"),
            SvgProblem::Style => f.write_str("the SVG has a style sheet; export it with presentation attributes"),
            SvgProblem::ForeignObject => f.write_str("the SVG has a foreignObject; a logo must be a plain drawing"),
            SvgProblem::EventAttribute { name } => {
                write!(f, "the SVG has the event attribute {name}; a logo must be a plain drawing")
            }
            SvgProblem::OutsideReference { address } => {
                write!(f, "the SVG refers to something outside of it: {address}")
            }
            SvgProblem::EmbeddedPicture => f.write_str("the SVG holds a picture; upload that picture itself"),
            SvgProblem::Entities => f.write_str("the SVG defines entities; export it without them"),
            SvgProblem::Filter { name } => write!(f, "the SVG has the filter {name}; export it without effects"),
            SvgProblem::Elaborate => {
                f.write_str("the SVG repeats, nests or describes its parts too often; export it in a simpler form")
            }
            SvgProblem::Letters => f.write_str("the SVG has text, which needs a font; convert its text to outlines"),
        }
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Purpose::Logo => "logo",
            Purpose::Icon => "icon",
            Purpose::Hero => "hero image",
        })
    }
}

fn formats(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Logo => "PNG, JPEG, SVG or GIF",
        Purpose::Icon => "ICO or PNG",
        Purpose::Hero => "PNG or JPEG",
    }
}

/// Bytes as people say them; always rounded up, or the limit and one byte more would read alike.
struct Size(usize);

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            bytes if bytes < 1_000_000 => write!(f, "{} KB", bytes.div_ceil(1000)),
            bytes if bytes % 1_000_000 == 0 => write!(f, "{} MB", bytes / 1_000_000),
            bytes => write!(f, "{}.{:02} MB", bytes.div_ceil(10_000) / 100, bytes.div_ceil(10_000) % 100),
        }
    }
}
