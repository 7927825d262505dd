//! Keeps a section of the settings: what others changed elsewhere stays, what they changed here is not overwritten unseen.

use actix_web::http::StatusCode;

use crate::domain::partner;
use crate::domain::refusal::Refusal;
use crate::domain::settings::Settings;
use crate::portal::member::Member;
use crate::portal::sections::section::{Section, Setting, Typed, Wrong};
use crate::store;
use crate::web::form::Form;

/// Whoever saves another section at the same moment is let pass so often.
const TRIES: usize = 5;

/// Every field, as it was sent.
pub type Fields = Form<Vec<(String, String)>>;

/// What came of it.
pub enum Kept {
    /// With what differs from before; nothing, if nothing does.
    Saved(Vec<&'static Setting>),
    Not(Box<Draft>),
}

/// What was sent and not kept, and what is saved instead.
pub struct Draft {
    pub section: &'static Section,
    pub typed: Typed,
    pub wrongs: Vec<Wrong>,
    /// Somebody else has changed it since the form was made.
    pub is_overtaken: bool,
    pub saved: Settings,
}

/// The fields of a section's form, if it was made for this member and their role lets them change it.
pub fn typed(member: &Member, section: &Section, form: Fields) -> Result<Typed, Refusal> {
    Ok(section.typed(&form.from_visitor(&member.app, &member.fingerprint(), section.word)?))
}

pub async fn keep(member: &Member, section: &'static Section, typed: Typed) -> Result<Kept, Refusal> {
    for _ in 0..TRIES {
        let mut db = member.writes().await?;
        let now = store::partners::get(&mut db, member.partner.id).await?;
        let not = |typed, wrongs, is_overtaken, saved| {
            Kept::Not(Box::new(Draft { section, typed, wrongs, is_overtaken, saved }))
        };
        let wanted = match section.applied(&now.settings, &typed) {
            Ok(wanted) => wanted,
            Err(wrongs) => return Ok(not(typed, wrongs, false, now.settings)),
        };
        let changed = section.changed(&now.settings, &wanted);
        if changed.is_empty() {
            return Ok(Kept::Saved(changed));
        }
        if typed.seen != section.mark(&now.settings) {
            return Ok(not(typed, Vec::new(), true, now.settings));
        }
        if partner::change_settings(&mut db, now.id, &wanted, now.version, member.app.clock.now()).await? {
            db.commit().await?;
            return Ok(Kept::Saved(changed));
        }
    }
    Err(Refusal::Busy { retry_after: std::time::Duration::from_secs(1) })
}

impl Draft {
    pub fn status(&self) -> StatusCode {
        if self.is_overtaken { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY }
    }
}
