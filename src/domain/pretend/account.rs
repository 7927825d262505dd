//! Accounts as the institution lists them, and what they are in the books.

use serde::{Deserialize, Serialize};

words!(
    /// What the institution says that an account is.
    Kind {
        Checking = "CHECKING",
        Savings = "SAVINGS",
        MoneyMarket = "MONEYMRKT",
        CreditLine = "CREDITLINE",
        Card = "CREDITCARD",
    }
);

words!(
    /// The account types of the chart of accounts that a bank feed can be connected to.
    ChartType {
        Chequing = "chequing",
        Savings = "savings",
        MoneyMarket = "moneyMarket",
        CashOnHand = "cashOnHand",
        LineOfCredit = "lineOfCredit",
        CreditCard = "creditCard",
    }
);

/// An account that the institution listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    pub kind: Kind,
    /// Empty for a card.
    pub bank_id: String,
    pub acct_id: String,
    pub name: String,
}

impl ChartType {
    /// What the customer finds chosen.
    pub fn usual_for(kind: Kind) -> Self {
        match kind {
            Kind::Checking => Self::Chequing,
            Kind::Savings => Self::Savings,
            Kind::MoneyMarket => Self::MoneyMarket,
            Kind::CreditLine => Self::LineOfCredit,
            Kind::Card => Self::CreditCard,
        }
    }

    /// Debts and money do not mix: a card is a credit card, and nothing else is one.
    pub fn fits(self, kind: Kind) -> bool {
        (self == Self::CreditCard) == (kind == Kind::Card)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_chosen_beforehand_fits() {
        for kind in Kind::ALL {
            assert!(ChartType::usual_for(*kind).fits(*kind), "{kind}");
        }
        assert!(!ChartType::Chequing.fits(Kind::Card));
        assert!(!ChartType::CreditCard.fits(Kind::Savings));
    }
}
