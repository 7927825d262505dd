//! Dead ends as pages: calm, without blame, with the way out in the contract's order: a new link, the support page, the phone.
//! None of them reads the database; whoever has a brand at hand gives it, and one without a brand tells a stranger nothing.

use askama::Template;

use super::page::{Page, Shell};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Wrong or malformed ids or otp, or too many tries for this connection. Always neutral.
    NoSuchLink,
    /// From this network, whatever was asked for. Always neutral.
    TooManyTries {
        minutes: u32,
    },
    Expired,
    AlreadyOpened,
    IntegrationOff,
    /// A clean address without a live session.
    LostPlace,
    Trouble,
    /// The same after a button was pressed: nobody knows whether what it says was done.
    Unconfirmed,
    Busy,
    /// A form without its token, or one that is too old.
    FormRefused,
    /// A form that broke off, or took too long.
    FormNotWhole,
    FormTooLarge,
    /// A method or a kind of body that no page takes there.
    NotForThis,
    /// A button or a link of a preview.
    Preview,
    /// Not a failure: where `redirect` of a company leads, the same for every id.
    Company,
}

impl Problem {
    pub fn status(self) -> u16 {
        match self {
            Problem::Company => 200,
            Problem::FormNotWhole => 400,
            Problem::FormRefused => 403,
            Problem::NoSuchLink | Problem::Preview => 404,
            Problem::NotForThis => 405,
            Problem::Expired | Problem::AlreadyOpened | Problem::LostPlace => 410,
            Problem::FormTooLarge => 413,
            Problem::TooManyTries { .. } => 429,
            Problem::Trouble | Problem::Unconfirmed => 500,
            Problem::Busy | Problem::IntegrationOff => 503,
        }
    }

    /// The neutral page and the one behind every `redirect` are the same for everybody, to the byte.
    fn has_reference(self) -> bool {
        !matches!(self, Problem::NoSuchLink | Problem::Preview | Problem::Company)
    }

    /// A new link is the way out.
    fn wants_new_link(self) -> bool {
        matches!(self, Problem::Expired | Problem::AlreadyOpened | Problem::LostPlace | Problem::NoSuchLink)
    }
}

#[derive(Template)]
#[template(path = "problems/problem.html")]
pub struct ProblemPage {
    pub shell: Shell,
    pub problem: Problem,
    /// The partner's refresh URL, its parameters filled in.
    pub refresh: Option<String>,
    /// What the log knows this page by.
    pub reference: Option<String>,
}

impl ProblemPage {
    /// Without a brand or a way out.
    pub fn neutral(shell: Shell, problem: Problem, reference: String) -> ProblemPage {
        let shell = Shell { brand: None, language_action: None, language_csrf: None, printed: None, ..shell };
        let reference = Some(reference).filter(|it| problem.has_reference() && !it.is_empty());
        ProblemPage { shell, problem, refresh: None, reference }
    }

    fn paragraphs(&self) -> Vec<String> {
        let say = |key: &str| self.shell.tongue.t(key).to_owned();
        let partner = self.shell.partner();
        let with_partner = |key: &str| self.shell.tongue.t1(key, "partner", partner);
        let Shell { tongue, spans, .. } = &self.shell;
        let with_span = |key: &str, span| tongue.t1(key, "span", tongue.span(span));
        match self.problem {
            Problem::NoSuchLink => vec![say("problem-no-link-why"), say("problem-no-link-do")],
            Problem::TooManyTries { minutes } => {
                vec![say("problem-too-many-why"), self.shell.tongue.t1("problem-too-many-do", "minutes", minutes)]
            }
            Problem::Expired => vec![with_span("problem-expired-why", spans.link)],
            Problem::AlreadyOpened => vec![say("problem-opened-why")],
            Problem::IntegrationOff => vec![with_partner("problem-off-why"), with_partner("problem-off-do")],
            Problem::LostPlace => {
                let why = with_span("problem-lost-why", spans.session);
                let mut said = vec![say("problem-lost-calm"), why, say("problem-lost-do")];
                said.extend(partner.is_empty().then(|| say("problem-lost-neutral")));
                said
            }
            Problem::Trouble => vec![say("problem-trouble-why"), say("problem-trouble-do")],
            Problem::Unconfirmed => vec![say("problem-unconfirmed-why"), say("problem-unconfirmed-do")],
            Problem::Busy => vec![say("problem-busy-do"), say("problem-trouble-why")],
            Problem::FormRefused => vec![say("problem-form-why"), say("problem-form-do")],
            Problem::FormNotWhole => vec![say("problem-not-whole-why"), say("problem-not-whole-do")],
            Problem::FormTooLarge => vec![say("problem-too-large-why"), say("problem-form-do")],
            Problem::NotForThis => vec![say("problem-not-for-this-why"), say("problem-not-for-this-do")],
            Problem::Preview => vec![say("preview-nowhere-why")],
            Problem::Company => vec![say("problem-company-why"), with_span("problem-company-do", spans.link)],
        }
    }

    fn new_link(&self) -> Option<&str> {
        self.refresh.as_deref().filter(|_| self.problem.wants_new_link())
    }

    /// What leads to the partner's contacts; the only way out where there is no refresh URL.
    fn contact_line(&self) -> Option<String> {
        if self.problem == Problem::IntegrationOff {
            // Its own text already says to contact the partner, and what for.
            return None;
        }
        let can_be_reached = self.shell.support()?.can_be_reached();
        let key = match (self.new_link(), self.problem.wants_new_link(), can_be_reached) {
            (Some(_), _, true) => "problem-contact",
            (None, true, true) => "problem-contact-only",
            (None, true, false) => "problem-ask",
            (None, false, true) => "problem-contact-help",
            (_, _, false) => return None,
        };
        Some(self.shell.tongue.t1(key, "partner", self.shell.partner()))
    }
}

impl Page for ProblemPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }

    fn heading(&self) -> String {
        let key = match self.problem {
            Problem::NoSuchLink => "problem-no-link",
            Problem::TooManyTries { .. } => "problem-too-many",
            Problem::Expired => "problem-expired",
            Problem::AlreadyOpened => "problem-opened",
            Problem::IntegrationOff => "problem-off",
            Problem::LostPlace => "problem-lost",
            Problem::Trouble | Problem::Unconfirmed => "problem-trouble",
            Problem::Busy => "problem-busy",
            Problem::FormRefused => "problem-form",
            Problem::FormNotWhole => "problem-not-whole",
            Problem::FormTooLarge => "problem-too-large",
            Problem::NotForThis => "problem-not-for-this",
            Problem::Preview => "preview-nowhere",
            Problem::Company => "problem-company",
        };
        self.shell.tongue.t(key).to_owned()
    }
}

#[cfg(test)]
impl ProblemPage {
    pub fn samples(shell: &Shell) -> Vec<(&'static str, ProblemPage)> {
        let branded = |problem, refresh: Option<&str>| ProblemPage {
            shell: shell.clone(),
            problem,
            refresh: refresh.map(str::to_owned),
            reference: Some("K7TQ-2BXZ".into()),
        };
        let neutral = |problem| ProblemPage::neutral(shell.clone(), problem, "K7TQ-2BXZ".into());
        vec![
            ("problem_no_link", neutral(Problem::NoSuchLink)),
            ("problem_too_many", neutral(Problem::TooManyTries { minutes: 10 })),
            ("problem_too_many_one", neutral(Problem::TooManyTries { minutes: 1 })),
            ("problem_expired", branded(Problem::Expired, Some("https://bank.example/new"))),
            ("problem_expired_no_refresh", branded(Problem::Expired, None)),
            ("problem_opened", branded(Problem::AlreadyOpened, Some("https://bank.example/new"))),
            ("problem_off", branded(Problem::IntegrationOff, None)),
            ("problem_lost", neutral(Problem::LostPlace)),
            ("problem_lost_branded", branded(Problem::LostPlace, Some("https://bank.example/new"))),
            ("problem_trouble", neutral(Problem::Trouble)),
            ("problem_trouble_branded", branded(Problem::Trouble, None)),
            ("problem_unconfirmed", branded(Problem::Unconfirmed, None)),
            ("problem_busy", neutral(Problem::Busy)),
            ("problem_form", branded(Problem::FormRefused, None)),
            ("problem_not_whole", neutral(Problem::FormNotWhole)),
            ("problem_too_large", neutral(Problem::FormTooLarge)),
            ("problem_not_for_this", neutral(Problem::NotForThis)),
            ("problem_preview", neutral(Problem::Preview)),
            ("problem_company", neutral(Problem::Company)),
        ]
    }
}
