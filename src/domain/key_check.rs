//! The key that a database was made with. With another one, codes, cookies and counts of wrong codes would silently be others.

use anyhow::{Context as _, bail};

use crate::domain::app::App;
use crate::domain::set_back;
use crate::secret::to_base64url;
use crate::store;

/// The fact under which the database remembers what the key makes of it: says nothing about the key.
const SECRET_KEY: &str = "secret key";

/// Makes sure that `SECRET_KEY` is this database's. One that knows none yet takes the key that comes first.
pub async fn check(app: &App) -> anyhow::Result<()> {
    let unwritable = "cannot write to the database";
    let mut db = app.store.write().await.context(unwritable)?;
    let known = store::deployment::first(&mut db, SECRET_KEY, &fingerprint(app), app.clock.now()).await;
    let known = known.context(unwritable)?;
    db.commit().await.context(unwritable)?;
    if known != fingerprint(app) {
        bail!(
            "SECRET_KEY is not the one that this database was made with; set that one, or, if it is lost, run \
             `bankfeeds-link secret replace` with the new one, which ends all open links and sessions"
        );
    }
    Ok(())
}

/// Lets the database belong to the `SECRET_KEY` that is set now. Codes and cookies of the old one are worth nothing, and
/// their links and sessions end.
pub async fn replace(app: &App) -> anyhow::Result<()> {
    let now = app.clock.now();
    let mut db = app.store.write().await?;
    set_back::end_what_is_open_after(app, &mut db, now, "SECRET_KEY was replaced").await?;
    store::deployment::since(&mut db, SECRET_KEY, &fingerprint(app), now).await?;
    Ok(db.commit().await?)
}

fn fingerprint(app: &App) -> String {
    to_base64url(&app.keys.check.mac(&[b"this database's"]))
}
