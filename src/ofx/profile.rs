//! The institution's profile (`PROFRS`, OFX 7): what is offered, at which address, with which rules for passwords.
//!
//! Sign-on, sign-up, bank, card and profile sets are offered. All of them are at the same address: clients send
//! everything to the address the profile names, and some refuse a profile that names two.

use time::OffsetDateTime;

use super::MessageSet;
use super::writer::Writer;

/// Everything that varies in `PROFRS`. Texts are cut to the length given; what must not be empty is written `-` then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The public address of the OFX endpoint, for every message set.
    pub url: String,
    /// `DTPROFUP`: changes only when the profile does, since clients keep a copy.
    pub dt_prof_up: OffsetDateTime,
    /// `SPNAME` of every message set, at most 32 characters.
    pub provider: Option<String>,
    /// How users sign on.
    pub sign_on: SignOnRules,
    /// How a user gets credentials.
    pub enrolment: Enrolment,
    /// `FINAME`, at most 32 characters.
    pub name: String,
    /// `ADDR1` to `ADDR3`, at most 32 characters each. The first must be there; further ones than three are left out.
    pub address: Vec<String>,
    /// `CITY`, at most 32 characters.
    pub city: String,
    /// `STATE`, at most 5 characters.
    pub state: String,
    /// `POSTALCODE`, at most 11 characters.
    pub postal_code: String,
    /// `COUNTRY`, three letters (ISO 3166-1).
    pub country: String,
    /// `CSPHONE`, for customers.
    pub phone: Option<String>,
    /// `TSPHONE`, for technical questions.
    pub technical_phone: Option<String>,
    /// `FAXPHONE`
    pub fax: Option<String>,
    /// `URL` of the web site, at most 255 characters.
    pub web_site: Option<String>,
    /// `EMAIL`, at most 80 characters.
    pub email: Option<String>,
}

/// `SIGNONINFO`: the form of passwords.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOnRules {
    /// `SIGNONREALM`, at most 32 characters.
    pub realm: String,
    /// `MIN` characters of a password.
    pub min: u32,
    /// `MAX` characters of a password.
    pub max: u32,
    /// `CHARTYPE`
    pub chars: CharType,
    /// `CASESEN`: whether capitals matter.
    pub case_sensitive: bool,
}

/// `CHARTYPE`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CharType {
    /// Letters only.
    AlphaOnly,
    /// Digits only.
    NumericOnly,
    /// Letters, digits or both.
    AlphaOrNumeric,
    /// Letters and digits, both.
    AlphaAndNumeric,
}

/// How a user gets credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Enrolment {
    /// `WEBENROLL`: on the page with this address, at most 255 characters.
    Web(String),
    /// `OTHERENROLL`: as this sentence says, at most 80 characters.
    Other(String),
}

impl Profile {
    pub(super) fn write(&self, out: &mut Writer) {
        out.within("PROFRS", |out| {
            out.within("MSGSETLIST", |out| self.write_sets(out));
            out.within("SIGNONINFOLIST", |out| out.within("SIGNONINFO", |out| self.sign_on.write(out)));
            out.instant("DTPROFUP", self.dt_prof_up);
            out.required("FINAME", &self.name, 32);
            self.write_address(out);
            self.write_contacts(out);
        });
    }

    fn write_sets(&self, out: &mut Writer) {
        self.write_set(out, MessageSet::SignOn, |_| {});
        self.write_set(out, MessageSet::SignUp, |out| {
            self.enrolment.write(out);
            out.word("CHGUSERINFO", "N");
            out.word("AVAILACCTS", "Y");
            out.word("CLIENTACTREQ", "N");
        });
        self.write_set(out, MessageSet::Bank, |out| {
            out.word("CLOSINGAVAIL", "N");
            out.within("EMAILPROF", |out| {
                out.word("CANEMAIL", "N");
                out.word("CANNOTIFY", "N");
            });
        });
        self.write_set(out, MessageSet::CreditCard, |out| out.word("CLOSINGAVAIL", "N"));
        self.write_set(out, MessageSet::Profile, |_| {});
    }

    fn write_set(&self, out: &mut Writer, set: MessageSet, details: impl FnOnce(&mut Writer)) {
        let tag = set.profile_tag();
        out.within(&tag, |out| {
            out.within(&format!("{tag}V1"), |out| {
                out.within("MSGSETCORE", |out| self.write_core(out));
                details(out);
            });
        });
    }

    fn write_core(&self, out: &mut Writer) {
        out.number("VER", 1);
        out.id("URL", &self.url);
        out.word("OFXSEC", "NONE");
        out.word("TRANSPSEC", "Y");
        out.required("SIGNONREALM", &self.sign_on.realm, 32);
        out.word("LANGUAGE", "ENG");
        out.word("SYNCMODE", "LITE");
        out.word("RESPFILEER", "N");
        out.optional("SPNAME", self.provider.as_deref(), 32);
    }

    fn write_address(&self, out: &mut Writer) {
        let mut lines = self.address.iter();
        out.required("ADDR1", lines.next().map_or("", String::as_str), 32);
        for (tag, line) in ["ADDR2", "ADDR3"].into_iter().zip(lines.filter(|line| !line.trim().is_empty())) {
            out.optional(tag, Some(line), 32);
        }
        out.required("CITY", &self.city, 32);
        out.required("STATE", &self.state, 5);
        out.required("POSTALCODE", &self.postal_code, 11);
        out.required("COUNTRY", &self.country, 3);
    }

    fn write_contacts(&self, out: &mut Writer) {
        out.optional("CSPHONE", self.phone.as_deref(), 32);
        out.optional("TSPHONE", self.technical_phone.as_deref(), 32);
        out.optional("FAXPHONE", self.fax.as_deref(), 32);
        out.optional("URL", self.web_site.as_deref(), 255);
        out.optional("EMAIL", self.email.as_deref(), 80);
    }
}

impl SignOnRules {
    fn write(&self, out: &mut Writer) {
        out.required("SIGNONREALM", &self.realm, 32);
        out.number("MIN", self.min);
        out.number("MAX", self.max);
        out.word("CHARTYPE", self.chars.word());
        out.word("CASESEN", if self.case_sensitive { "Y" } else { "N" });
        out.word("SPECIAL", "N");
        out.word("SPACES", "N");
        out.word("PINCH", "N");
        out.word("CHGPINFIRST", "N");
    }
}

impl Enrolment {
    fn write(&self, out: &mut Writer) {
        match self {
            Self::Web(url) => out.within("WEBENROLL", |out| out.id("URL", url)),
            Self::Other(message) => out.within("OTHERENROLL", |out| out.required("MESSAGE", message, 80)),
        }
    }
}

impl CharType {
    fn word(self) -> &'static str {
        match self {
            Self::AlphaOnly => "ALPHAONLY",
            Self::NumericOnly => "NUMERICONLY",
            Self::AlphaOrNumeric => "ALPHAORNUMERIC",
            Self::AlphaAndNumeric => "ALPHAANDNUMERIC",
        }
    }
}
