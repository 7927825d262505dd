//! Roles in words: what each is called, and what it may do, in one sentence.

use crate::domain::role::Role;
use crate::web::texts::Tongue;

pub fn name(tongue: Tongue, role: Role) -> &'static str {
    tongue.t(match role {
        Role::Administrator => "role-administrator",
        Role::Developer => "role-developer",
        Role::Brand => "role-brand",
        Role::Onboarding => "role-onboarding",
        Role::Analyst => "role-analyst",
    })
}

pub fn may(tongue: Tongue, role: Role) -> &'static str {
    tongue.t(match role {
        Role::Administrator => "role-administrator-may",
        Role::Developer => "role-developer-may",
        Role::Brand => "role-brand-may",
        Role::Onboarding => "role-onboarding-may",
        Role::Analyst => "role-analyst-may",
    })
}

/// A role to choose.
pub struct Choice {
    pub role: Role,
    pub name: &'static str,
    pub may: &'static str,
    pub is_chosen: bool,
}

pub fn choices(tongue: Tongue, chosen: Option<Role>) -> Vec<Choice> {
    let choice =
        |role: Role| Choice { role, name: name(tongue, role), may: may(tongue, role), is_chosen: chosen == Some(role) };
    Role::ALL.iter().copied().map(choice).collect()
}
