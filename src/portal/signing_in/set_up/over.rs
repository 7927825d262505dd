//! What the holder of a set-up link hears that leads nowhere any more, or has just been used: why, and the way on.

use actix_web::http::StatusCode;
use askama::Template;

use crate::domain::partner::Partner;
use crate::domain::set_up::{Kind, Outcome, SetUpLink, State};
use crate::portal::page::{Page, Shell};
use crate::portal::visitor::Visitor;
use crate::web::texts::Tongue;
use crate::web::urls::portal as urls;

#[derive(Template)]
#[template(path = "portal/set_up_over.html")]
pub struct Over {
    shell: Shell,
    status: StatusCode,
    heading: &'static str,
    why: String,
    /// Whom to ask.
    ask: Option<String>,
    /// Whether signing in may be what is wanted.
    may_sign_in: bool,
}

impl Page for Over {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.heading.to_owned()
    }
}

impl Over {
    /// There never was such a link, as far as anybody can tell: one page, whatever is wrong.
    pub fn unknown(visitor: &Visitor) -> Self {
        let tongue = visitor.tongue;
        Self {
            shell: visitor.shell().at(urls::set_up()),
            status: StatusCode::NOT_FOUND,
            heading: tongue.t("join-unknown"),
            why: tongue.t("join-unknown-why").to_owned(),
            ask: None,
            may_sign_in: false,
        }
    }

    /// It was right once.
    pub fn known(visitor: &Visitor, link: &SetUpLink, partner: &Partner, state: State) -> Self {
        let tongue = visitor.tongue;
        let (heading, why) = match state {
            State::Used => ("join-used", "join-used-why"),
            State::Withdrawn => ("join-withdrawn", "join-withdrawn-why"),
            State::Expired | State::Open => ("join-expired", "join-expired-why"),
        };
        Self {
            status: StatusCode::GONE,
            heading: tongue.t(heading),
            why: tongue.t(why).to_owned(),
            ask: Some(ask(tongue, link, partner)),
            may_sign_in: state == State::Used || link.member_id.is_some(),
            ..Self::unknown(visitor)
        }
    }

    /// It was lost at the last moment, or its address is somebody's.
    pub fn outcome(visitor: &Visitor, outcome: &Outcome, link: &SetUpLink, partner: &Partner) -> Self {
        let tongue = visitor.tongue;
        match outcome {
            Outcome::AddressTaken => Self {
                status: StatusCode::CONFLICT,
                heading: tongue.t("join-taken"),
                why: tongue.t1("join-taken-why", "address", link.email.as_str()),
                may_sign_in: true,
                ..Self::unknown(visitor)
            },
            Outcome::Over | Outcome::Joined(_) | Outcome::Renewed(_) => {
                Self::known(visitor, link, partner, State::Used)
            }
        }
    }

    pub fn status(&self) -> StatusCode {
        self.status
    }
}

fn ask(tongue: Tongue, link: &SetUpLink, partner: &Partner) -> String {
    match link.kind {
        Kind::First => tongue.t("join-ask-operator").to_owned(),
        Kind::Invitation | Kind::Reset | Kind::Forgotten => {
            tongue.t1("join-ask", "partner", partner.settings.name.in_language(tongue.language()))
        }
    }
}

/// A new password is set, and the second factor stands before the portal.
#[derive(Template)]
#[template(path = "portal/set_up_renewed.html")]
pub struct Renewed {
    shell: Shell,
}

impl Page for Renewed {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        self.shell.tongue.t("join-renewed").to_owned()
    }
}

impl Renewed {
    pub fn of(visitor: &Visitor) -> Self {
        Self { shell: visitor.shell().at(urls::sign_in()) }
    }
}
