//! Who signs on: a customer with one-time credentials, the anonymous user of OFX, or nobody we know.

use crate::domain::app::App;
use crate::domain::refusal::Refusal;
use crate::domain::sign_on::{self, Attempt, SignOn, SignedOn};
use crate::ofx::{Ask, Request, Secret, Status};
use crate::secret::SecretText;

use super::delivery::Delivery;

/// Who is at the door.
pub enum Visitor {
    Customer(SignedOn),
    /// May see the profile and nothing else.
    Anonymous,
    /// Unknown, wrong, revoked, or wrong too often.
    Refused(Status),
}

/// Checks the sign-on of a file. A file without one is no request at all.
pub async fn visitor(app: &App, delivery: &Delivery) -> Result<Visitor, Refusal> {
    let request = &delivery.request;
    let Some(sign_on) = &request.sign_on else {
        return Err(Refusal::invalid("The OFX request has no sign-on (SONRQ)."));
    };
    if sign_on.is_anonymous() {
        let refused = Visitor::Refused(Status::sign_on_needed());
        return Ok(if asks_for_profile_only(request) { Visitor::Anonymous } else { refused });
    }
    let Secret::Password(password) = &sign_on.secret else {
        return Ok(Visitor::Refused(Status::sign_on_invalid()));
    };
    let password = SecretText::new(password.expose().to_owned());
    let attempt = Attempt { username: &sign_on.user_id, password: &password, address: delivery.address };
    Ok(match sign_on::sign_on(app, &attempt).await? {
        SignOn::Good(signed_on) => Visitor::Customer(signed_on),
        SignOn::Invalid => Visitor::Refused(Status::sign_on_invalid()),
        SignOn::Paused { wait } => Visitor::Refused(Status::paused(wait)),
    })
}

fn asks_for_profile_only(request: &Request) -> bool {
    let mut asks = request.sets.iter().flat_map(|set| &set.wrappers).map(|wrapper| &wrapper.ask).peekable();
    asks.peek().is_some() && asks.all(|ask| matches!(ask, Ask::Profile { .. }))
}
