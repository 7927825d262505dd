//! What a partner's people may do: one table that the pages ask and the tests read.

words! {
    /// What a member is to the partner.
    Role {
        Administrator = "administrator",
        Developer = "developer",
        Brand = "brand",
        Onboarding = "onboarding",
        Analyst = "analyst",
    }
}

words! {
    /// What can be done in the portal.
    Action {
        /// Read whether the integration is on, and with what.
        SeeIntegration = "see-integration",
        /// Switch it and its data types, limit its history, state its address.
        ChangeIntegration = "change-integration",
        /// The words that customers read: institution names, menu paths, how to reach the bank.
        ChangeTexts = "change-texts",
        /// Callout, branding and their previews.
        SeeLooks = "see-looks",
        ChangeLooks = "change-looks",
        SeeLinkSettings = "see-link-settings",
        /// Return and refresh URL, time zone, default language.
        ChangeLinkSettings = "change-link-settings",
        SeeKeys = "see-keys",
        ChangeKeys = "change-keys",
        SeeCompanies = "see-companies",
        /// A new link for a customer.
        MakeLinks = "make-links",
        SeeTeam = "see-team",
        ChangeTeam = "change-team",
        /// Read, filter, export and verify the audit log.
        SeeAudit = "see-audit",
        UseSandbox = "use-sandbox",
        /// One's own password, second factor and sessions.
        OwnAccount = "own-account",
    }
}

const YES: bool = true;
const NO: bool = false;

/// Columns: administrator, developer, brand, onboarding, analyst.
pub const TABLE: [(Action, [bool; 5]); 16] = [
    (Action::SeeIntegration, [YES, YES, YES, YES, YES]),
    (Action::ChangeIntegration, [YES, NO, NO, NO, NO]),
    (Action::ChangeTexts, [YES, NO, YES, NO, NO]),
    (Action::SeeLooks, [YES, YES, YES, NO, YES]),
    (Action::ChangeLooks, [YES, NO, YES, NO, NO]),
    (Action::SeeLinkSettings, [YES, YES, YES, NO, YES]),
    (Action::ChangeLinkSettings, [YES, YES, NO, NO, NO]),
    (Action::SeeKeys, [YES, YES, NO, NO, YES]),
    (Action::ChangeKeys, [YES, YES, NO, NO, NO]),
    (Action::SeeCompanies, [YES, YES, NO, YES, YES]),
    (Action::MakeLinks, [YES, YES, NO, YES, NO]),
    (Action::SeeTeam, [YES, YES, NO, NO, YES]),
    (Action::ChangeTeam, [YES, NO, NO, NO, NO]),
    (Action::SeeAudit, [YES, YES, NO, NO, YES]),
    (Action::UseSandbox, [YES, YES, NO, NO, NO]),
    (Action::OwnAccount, [YES, YES, YES, YES, YES]),
];

impl Role {
    /// Whether somebody in this role may do it. What the table does not name, nobody may.
    pub fn may(self, action: Action) -> bool {
        let column = Self::ALL.iter().position(|role| *role == self);
        let row = TABLE.iter().find(|(of, _)| *of == action).map(|(_, row)| row);
        row.zip(column).and_then(|(row, column)| row.get(column)).copied().unwrap_or(NO)
    }

    /// Whoever can let others in, or make keys, proves it by two means.
    pub fn needs_second_factor(self) -> bool {
        matches!(self, Self::Administrator | Self::Developer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_its_row_and_the_administrator_may_do_all() {
        let rows: Vec<Action> = TABLE.iter().map(|(action, _)| *action).collect();
        assert_eq!(rows, Action::ALL);
        assert!(Action::ALL.iter().all(|action| Role::Administrator.may(*action)));
    }

    #[test]
    fn each_role_may_what_the_contract_gives_it() {
        let changes = |role: Role| -> Vec<Action> {
            let is_reading = |action: &Action| action.word().starts_with("see-") || *action == Action::OwnAccount;
            Action::ALL.iter().copied().filter(|action| !is_reading(action) && role.may(*action)).collect()
        };
        use Action::{ChangeKeys, ChangeLinkSettings, ChangeLooks, ChangeTexts, MakeLinks, UseSandbox};
        assert_eq!(changes(Role::Developer), [ChangeLinkSettings, ChangeKeys, MakeLinks, UseSandbox]);
        assert_eq!(changes(Role::Brand), [ChangeTexts, ChangeLooks]);
        assert_eq!(changes(Role::Onboarding), [MakeLinks]);
        assert_eq!(changes(Role::Analyst), []);
    }
}
