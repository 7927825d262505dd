//! The message sets and transaction names of OFX that can be answered by name.
//!
//! A name a client made up is never echoed: only names in this table come back, so that whatever was asked, the
//! answer is valid OFX (a set or request that is not in it is passed over, as the specification allows).

/// A message set. The order of the variants is the order in a file (OFX 2.4.5.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MessageSet {
    /// Sign-on; also carries PIN changes.
    SignOn,
    /// Accounts and enrolment.
    SignUp,
    /// Bank statements, stop payments, transfers inside the bank.
    Bank,
    /// Card statements.
    CreditCard,
    /// Investments.
    Investment,
    /// Transfers between banks.
    InterbankTransfer,
    /// Wire transfers.
    WireTransfer,
    /// Bill payment.
    BillPay,
    /// Messages.
    Email,
    /// Securities.
    SecurityList,
    /// The institution's profile.
    Profile,
}

impl MessageSet {
    /// All sets in the order in which a file has them.
    pub const ALL: [Self; 11] = [
        Self::SignOn,
        Self::SignUp,
        Self::Bank,
        Self::CreditCard,
        Self::Investment,
        Self::InterbankTransfer,
        Self::WireTransfer,
        Self::BillPay,
        Self::Email,
        Self::SecurityList,
        Self::Profile,
    ];

    fn stem(self) -> &'static str {
        match self {
            Self::SignOn => "SIGNON",
            Self::SignUp => "SIGNUP",
            Self::Bank => "BANK",
            Self::CreditCard => "CREDITCARD",
            Self::Investment => "INVSTMT",
            Self::InterbankTransfer => "INTERXFER",
            Self::WireTransfer => "WIREXFER",
            Self::BillPay => "BILLPAY",
            Self::Email => "EMAIL",
            Self::SecurityList => "SECLIST",
            Self::Profile => "PROF",
        }
    }

    fn requests(self) -> &'static [&'static str] {
        match self {
            Self::SignOn => &["PINCHTRNRQ", "CHALLENGETRNRQ"],
            Self::SignUp => {
                &["ENROLLTRNRQ", "ACCTINFOTRNRQ", "CHGUSERINFOTRNRQ", "CHGUSERINFOSYNCRQ", "ACCTTRNRQ", "ACCTSYNCRQ"]
            }
            Self::Bank => &[
                "STMTTRNRQ",
                "STMTENDTRNRQ",
                "STPCHKTRNRQ",
                "STPCHKSYNCRQ",
                "INTRATRNRQ",
                "INTRASYNCRQ",
                "RECINTRATRNRQ",
                "RECINTRASYNCRQ",
                "BANKMAILTRNRQ",
                "BANKMAILSYNCRQ",
            ],
            Self::CreditCard => &["CCSTMTTRNRQ", "CCSTMTENDTRNRQ"],
            Self::Investment => &["INVSTMTTRNRQ", "INVMAILTRNRQ"],
            Self::InterbankTransfer => &["INTERTRNRQ", "INTERSYNCRQ", "RECINTERTRNRQ", "RECINTERSYNCRQ"],
            Self::WireTransfer => &["WIRETRNRQ", "WIRESYNCRQ"],
            Self::BillPay => &[
                "PAYEETRNRQ",
                "PAYEESYNCRQ",
                "PMTTRNRQ",
                "PMTSYNCRQ",
                "RECPMTTRNRQ",
                "RECPMTSYNCRQ",
                "PMTINQTRNRQ",
                "PMTMAILTRNRQ",
                "PMTMAILSYNCRQ",
            ],
            Self::Email => &["MAILTRNRQ", "MAILSYNCRQ", "GETMIMETRNRQ"],
            Self::SecurityList => &["SECLISTTRNRQ"],
            Self::Profile => &["PROFTRNRQ"],
        }
    }

    /// The set whose request tag `tag` is, in any letter case.
    pub(super) fn of_request(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|set| tag.eq_ignore_ascii_case(&format!("{}MSGSRQV1", set.stem())))
    }

    pub(super) fn answer_tag(self) -> String {
        format!("{}MSGSRSV1", self.stem())
    }

    pub(super) fn profile_tag(self) -> String {
        format!("{}MSGSET", self.stem())
    }

    /// The request of this set that `tag` names, in any letter case.
    pub(super) fn request(self, tag: &str) -> Option<RequestName> {
        self.requests().iter().find(|name| tag.eq_ignore_ascii_case(name)).map(|name| RequestName(name))
    }
}

/// The name of a transaction or synchronisation request, such as `STMTTRNRQ`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestName(&'static str);

impl RequestName {
    /// As it stands in the specification.
    pub fn as_str(self) -> &'static str {
        self.0
    }

    pub(super) fn answer_tag(self) -> String {
        format!("{}RS", self.0.strip_suffix("RQ").unwrap_or(self.0))
    }

    pub(super) fn synchronises(self) -> bool {
        self.0.ends_with("SYNCRQ")
    }

    /// Whether the answer to this synchronisation must name the account (OFX 10.12, 12.12).
    pub(super) fn needs_account(self) -> bool {
        !matches!(self.0, "ACCTSYNCRQ" | "CHGUSERINFOSYNCRQ" | "PAYEESYNCRQ" | "PMTMAILSYNCRQ" | "MAILSYNCRQ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_request_has_the_answer_of_its_name_in_the_set_of_its_name() {
        let set = MessageSet::of_request("creditcardMsgsRqV1").unwrap();
        let request = set.request("ccstmttrnrq").unwrap();
        assert_eq!((set.answer_tag(), request.answer_tag()), ("CREDITCARDMSGSRSV1".into(), "CCSTMTTRNRS".into()));
    }

    #[test]
    fn a_name_outside_the_table_is_not_known() {
        assert_eq!(MessageSet::of_request("EVILMSGSRQV1"), None);
        assert_eq!(MessageSet::Bank.request("EVILTRNRQ"), None);
        assert_eq!(MessageSet::Bank.request("CCSTMTTRNRQ"), None);
    }

    #[test]
    fn the_sets_are_listed_in_the_order_of_a_file() {
        assert!(MessageSet::ALL.is_sorted());
    }
}
