//! Who signs on: a customer with one-time credentials, the anonymous user of OFX, or nobody we know.

use crate::domain::app::App;
use crate::domain::credentials::{self, SignedOn};
use crate::domain::refusal::Refusal;
use crate::ofx::{Ask, Request, Secret};
use crate::secret::SecretText;

/// Who is at the door.
pub enum Visitor {
    Customer(SignedOn),
    /// May see the profile and nothing else.
    Anonymous,
    /// Unknown, wrong or revoked: one answer for all.
    Nobody,
}

/// Checks the sign-on of a file. A file without one is no request at all.
pub async fn visitor(app: &App, request: &Request) -> Result<Visitor, Refusal> {
    let Some(sign_on) = &request.sign_on else {
        return Err(Refusal::invalid("The OFX request has no sign-on (SONRQ)."));
    };
    if sign_on.is_anonymous() {
        return Ok(if asks_for_profile_only(request) { Visitor::Anonymous } else { Visitor::Nobody });
    }
    let Secret::Password(password) = &sign_on.secret else { return Ok(Visitor::Nobody) };
    let password = SecretText::new(password.expose().to_owned());
    Ok(match credentials::sign_on(app, &sign_on.user_id, &password).await? {
        credentials::SignOn::Good(signed_on) => Visitor::Customer(signed_on),
        credentials::SignOn::Invalid => Visitor::Nobody,
    })
}

fn asks_for_profile_only(request: &Request) -> bool {
    let mut asks = request.sets.iter().flat_map(|set| &set.wrappers).map(|wrapper| &wrapper.ask).peekable();
    asks.peek().is_some() && asks.all(|ask| matches!(ask, Ask::Profile { .. }))
}
