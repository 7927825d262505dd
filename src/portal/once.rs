//! Forms that do something once: one that makes what is shown once, one that publishes. Sent again, by a reload or a double click,
//! it does nothing more.

use serde::de::DeserializeOwned;

use super::member::Member;
use crate::domain::refusal::Refusal;
use crate::domain::spent_form::Nonce;
use crate::web::form::Form;

/// The hidden fields of one form as it was drawn.
pub struct Once {
    pub csrf: String,
    pub nonce: String,
}

impl Once {
    /// `form`: its name, and what it is about.
    pub fn of(member: &Member, form: &str) -> Self {
        let nonce = Nonce::new(&member.app.chance).text();
        Self { csrf: member.csrf(&drawn(form, &nonce)), nonce }
    }
}

/// The fields of such a form, and what tells it from every other.
pub fn typed<T: DeserializeOwned>(member: &Member, form: Form<T>, name: &str) -> Result<(T, Nonce), Refusal> {
    let nonce = Nonce::parse(form.field("nonce")).ok_or(Refusal::FormRefused)?;
    let name = drawn(name, &nonce.text());
    Ok((form.from_visitor(&member.app, &member.fingerprint(), &name)?, nonce))
}

/// Its token is for this form as it was drawn, and for no other.
fn drawn(form: &str, nonce: &str) -> String {
    format!("{form}/{nonce}")
}
