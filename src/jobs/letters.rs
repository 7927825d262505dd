//! Letters, sent when what they tell of has been committed, and nobody waits for them: a mail server may be slow, away or refuse.

use super::errands::Errands;
use crate::domain::app::App;
use crate::domain::sandbox_clock;
use crate::mail::Letter;

/// Sends a letter by and by, where e-mail is configured. What becomes of it is told in the log, with neither address nor text.
pub fn send(errands: &Errands, app: &App, letter: Letter) {
    let app = app.clone();
    errands.run(async move { deliver(&app, &letter).await });
}

/// The same for an errand that is under way already.
pub async fn deliver(app: &App, letter: &Letter) {
    let Some(mail) = &app.mail else { return };
    let id = app.chance.uuid();
    // Other people's clocks go right.
    match mail.send(letter, id, sandbox_clock::true_time(app)).await {
        Ok(()) => tracing::info!(letter = %id, "a letter was handed to the mail server"),
        Err(why) => tracing::warn!(letter = %id, "a letter was not sent: {why}"),
    }
}
