//! The pictures that a partner's people have uploaded: what a draft and former publications may refer to, by the hash of the
//! content. What the pages show is a copy ([`crate::domain::partner::Partner::images`]), made when a draft is published.

use crate::clock::Timestamp;
use crate::domain::image::{Drawn, Source};
use crate::domain::partner::{ImageFacts, ImageKind, PartnerId};
use crate::store::{Db, partners, pictures};

/// Of one partner's. Beyond that those go that nothing refers to, the oldest first.
pub const MOST: usize = 30;

/// A picture that is kept, and what it was made from.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    pub facts: ImageFacts,
    /// Of what is served.
    pub bytes: usize,
    /// `None`: it came from the command line, and nobody noted it.
    pub source: Option<Source>,
    pub created_at: Timestamp,
}

/// Keeps a picture and answers its hash. `needed`: hashes that are referred to, the most important first; they go last.
pub async fn keep(
    db: &mut Db,
    (partner, kind): (PartnerId, ImageKind),
    (drawn, source): (&Drawn, Source),
    needed: &[String],
    now: Timestamp,
) -> sqlx::Result<String> {
    // Two who upload at once would each count without the other.
    partners::hold(db, partner).await?;
    let hash = pictures::put(db, (partner, kind), (drawn, source), now).await?;
    let all = pictures::of(db, partner).await?;
    for (kind, other) in surplus(&all, &hash, needed) {
        pictures::forget(db, partner, kind, &other).await?;
    }
    Ok(hash)
}

/// Which go, so that no more than [`MOST`] stay. Never the one that has just come.
fn surplus(all: &[Picture], new: &str, needed: &[String]) -> Vec<(ImageKind, String)> {
    let need = |picture: &Picture| {
        let hash = &picture.facts.hash;
        if hash == new { None } else { Some(needed.iter().position(|it| it == hash).unwrap_or(usize::MAX)) }
    };
    let mut by_need: Vec<(&Picture, usize)> =
        all.iter().filter_map(|picture| Some((picture, need(picture)?))).collect();
    // The least needed first; of those nobody needs, the oldest.
    by_need.sort_by_key(|(picture, need)| (std::cmp::Reverse(*need), picture.created_at));
    let too_many = all.len().saturating_sub(MOST);
    by_need.iter().take(too_many).map(|(it, _)| (it.facts.kind, it.facts.hash.clone())).collect()
}

/// All of a partner's, the oldest first.
pub async fn of(db: &mut Db, partner: PartnerId) -> sqlx::Result<Vec<Picture>> {
    pictures::of(db, partner).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(number: usize) -> Picture {
        let facts = ImageFacts {
            kind: ImageKind::Logo,
            hash: format!("{number:02}"),
            width: 100,
            height: 20,
            content_type: "image/png".into(),
            tones: None,
        };
        let created_at = Timestamp::from_micros(i64::try_from(number).unwrap());
        Picture { facts, bytes: 100, source: None, created_at }
    }

    fn gone(all: &[Picture], new: &str, needed: &[&str]) -> Vec<String> {
        let needed: Vec<String> = needed.iter().map(|hash| (*hash).to_owned()).collect();
        surplus(all, new, &needed).into_iter().map(|(_, hash)| hash).collect()
    }

    #[test]
    fn thirty_stay_and_of_more_the_oldest_go_that_nothing_refers_to() {
        let all: Vec<Picture> = (0..MOST).map(picture).collect();
        assert_eq!(gone(&all, "29", &[]), [""; 0]);
        let all: Vec<Picture> = (0..MOST + 2).map(picture).collect();
        assert_eq!(gone(&all, "31", &[]), ["00", "01"]);
        assert_eq!(gone(&all, "31", &["00", "02"]), ["01", "03"]);
        assert_eq!(gone(&all, "00", &[]), ["01", "02"], "what was uploaded again has just come");
    }

    #[test]
    fn where_all_are_referred_to_the_least_important_go() {
        let all: Vec<Picture> = (0..MOST + 1).map(picture).collect();
        let hashes: Vec<String> = (0..MOST).rev().map(|number| format!("{number:02}")).collect();
        let needed: Vec<&str> = hashes.iter().map(String::as_str).collect();
        assert_eq!(gone(&all, "30", &needed), ["00"]);
    }
}
