//! The key that a database was made with. With another one, codes, cookies and counts of wrong codes would silently be others.

use anyhow::{Context as _, bail};

use crate::clock::Timestamp;
use crate::domain::app::{App, Keys};
use crate::domain::audit::verify::{Verified, verify};
use crate::domain::audit::{self, Author, Note, Thing, ThingKind, What};
use crate::domain::partner::PartnerId;
use crate::domain::set_back;
use crate::secret::to_base64url;
use crate::store::{self, Store};

/// The fact under which the database remembers what the key makes of it: says nothing about the key.
const SECRET_KEY: &str = "secret key";

/// Makes sure that `SECRET_KEY` is this database's. One that knows none yet takes the key that comes first.
pub async fn check(store: &Store, keys: &Keys, now: Timestamp) -> anyhow::Result<()> {
    let unwritable = "cannot write to the database";
    let mut db = store.write().await.context(unwritable)?;
    let known = store::deployment::first(&mut db, SECRET_KEY, &fingerprint(keys), now).await;
    let known = known.context(unwritable)?;
    db.commit().await.context(unwritable)?;
    if known != fingerprint(keys) {
        bail!(
            "SECRET_KEY is not the one that this database was made with; set that one, or, if it is lost, run \
             `bankfeeds-link secret replace` with the new one, which ends all open links and sessions"
        );
    }
    Ok(())
}

/// Lets the database belong to the `SECRET_KEY` that is set now. Codes and cookies of the old one are worth nothing, and
/// their links and sessions end. The audit logs are sealed under the new one, but for those that are broken, which are answered: a seal
/// must not make them good.
pub async fn replace(app: &App) -> anyhow::Result<Vec<Verified>> {
    let now = app.clock.now();
    let (whole, broken) = logs(app).await?;
    let mut db = app.store.write().await?.in_name_of(Author::operator());
    set_back::end_what_is_open_after(app, &mut db, now, "SECRET_KEY was replaced").await?;
    store::deployment::since(&mut db, SECRET_KEY, &fingerprint(&app.keys), now).await?;
    for partner in whole {
        store::audit::seal_anew(&mut db, partner, &app.keys.audit).await?;
        audit::note(&mut db, Note::of(partner, What::LogSealedAnew, Thing::the(ThingKind::Log)));
    }
    db.commit().await?;
    Ok(broken)
}

/// The partners whose log is whole as far as that can be told without the key that sealed it, and the other logs.
async fn logs(app: &App) -> anyhow::Result<(Vec<PartnerId>, Vec<Verified>)> {
    let (mut whole, mut broken) = (Vec::new(), Vec::new());
    let partners = store::partners::all_ids(&mut app.store.read().await?).await?;
    for partner in partners {
        if store::audit::head(&mut app.store.read().await?, partner).await?.is_none() {
            continue;
        }
        let verified = verify(&app.store, partner, None, |_| true).await?;
        if verified.broken.is_some() { broken.push(verified) } else { whole.push(partner) }
    }
    Ok((whole, broken))
}

fn fingerprint(keys: &Keys) -> String {
    to_base64url(&keys.check.mac(&[b"this database's"]))
}
