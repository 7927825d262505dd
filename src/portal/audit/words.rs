//! An entry in words, for a reader who knows the product and not its code. What was removed says so.

use std::collections::HashMap;

use super::Said;
use crate::clock::Timestamp;
use crate::domain::api_key;
use crate::domain::audit::chain::Entry;
use crate::domain::audit::{ActorKind, Area, Body, Kept, What, Who, Written};
use crate::domain::company::CompanyId;
use crate::domain::masking;
use crate::domain::partner::Partner;
use crate::store::{self, Db};
use crate::web::texts::Tongue;
use crate::web::when::{self, Zone};

/// What there is to say of an entry.
pub struct Told {
    pub who: String,
    pub sentence: String,
    pub company: Option<String>,
    pub from: Option<String>,
    pub changes: Vec<Said>,
}

/// Knows today's names.
pub struct Teller<'a> {
    partner: &'a Partner,
    tongue: Tongue,
    zone: Option<Zone>,
    /// By the mark that entries have of them.
    names: HashMap<String, String>,
    companies: HashMap<CompanyId, Option<String>>,
}

impl<'a> Teller<'a> {
    pub async fn of(db: &mut Db, partner: &'a Partner, tongue: Tongue) -> sqlx::Result<Self> {
        let mut names = HashMap::new();
        for member in store::members::of_partner(db, partner.id).await? {
            names.insert(format!("{} {}", ActorKind::Member, member.id), member.name);
        }
        for key in store::api_keys::of_partner(db, partner.id).await? {
            names.insert(format!("{} {}", ActorKind::ApiKey, key.id), named_key(tongue, &key));
        }
        let zone = Zone::parse(&partner.settings.time_zone).or_else(|| Zone::parse("UTC"));
        Ok(Self { partner, tongue, zone, names, companies: HashMap::new() })
    }

    /// Whom a mark means, as they are called today.
    pub fn mark(&self, mark: &str) -> String {
        if let Some(name) = self.names.get(mark) {
            return name.clone();
        }
        // Of those who are gone there may be several: the id tells them apart.
        match mark.rsplit_once(' ') {
            Some((kind, id)) if kind == ActorKind::Member.word() => self.gone("audit-who-gone", id),
            Some((kind, id)) if kind == ActorKind::ApiKey.word() => self.gone("audit-who-gone-key", id),
            _ => mark.parse().map_or_else(|_| mark.to_owned(), |kind| self.tongue.t(kind_key(kind)).to_owned()),
        }
    }

    fn gone(&self, key: &str, id: &str) -> String {
        format!("{} ({})", self.tongue.t(key), id.get(..8).unwrap_or(id))
    }

    pub async fn tell(&mut self, db: &mut Db, entry: &Entry, kept: &[Kept]) -> sqlx::Result<Told> {
        let Ok(body) = serde_json::from_str::<Body>(&entry.body) else { return Ok(self.unreadable(entry)) };
        let values = Values { kept, tongue: self.tongue };
        let who = self.who(&body.who, &values);
        let from = values.at("from", body.from.as_ref());
        let changes = (0..).zip(&body.changes).map(|(place, change)| {
            let name = |side| crate::domain::audit::place_name(place, side);
            let before = values.at(&name("before"), change.before.as_ref());
            let after = values.at(&name("after"), change.after.as_ref());
            let shown = |value: Option<String>| match value {
                Some(value) => self.value(&change.field, value),
                None => self.tongue.t("audit-nothing").to_owned(),
            };
            Said { label: field(self.tongue, &change.field), before: shown(before), after: shown(after) }
        });
        let changes = changes.collect();
        Ok(Told {
            sentence: self.tongue.t1(sentence(body.what), "who", who.as_str()),
            company: match body.thing.company {
                Some(id) => Some(self.company(db, id).await?),
                None => None,
            },
            from: from.map(|from| masking::address(&from).unwrap_or(from)),
            changes,
            who,
        })
    }

    fn unreadable(&self, entry: &Entry) -> Told {
        let who = self.mark(&entry.actor);
        let sentence = self.tongue.t("audit-unreadable").to_owned();
        Told { who, sentence, company: None, from: None, changes: Vec::new() }
    }

    /// As they were called then.
    fn who(&self, who: &Who, values: &Values<'_>) -> String {
        match who.kind {
            ActorKind::Member => match &who.name {
                Some(_) if values.find("who.name").is_none() => self.tongue.t("audit-who-gone").to_owned(),
                name => values.at("who.name", name.as_ref()).unwrap_or_default(),
            },
            ActorKind::ApiKey => {
                let name = values.at("who.name", who.name.as_ref()).unwrap_or_default();
                let prefix = who.prefix.as_deref().unwrap_or_default();
                self.tongue.t2("audit-who-key", ("name", name), ("prefix", prefix))
            }
            kind => self.tongue.t(kind_key(kind)).to_owned(),
        }
    }

    async fn company(&mut self, db: &mut Db, id: CompanyId) -> sqlx::Result<String> {
        if !self.companies.contains_key(&id) {
            let found = store::companies::find(db, self.partner.id, id).await?;
            self.companies.insert(id, found.map(|company| company.name));
        }
        let name = self.companies.get(&id).cloned().flatten();
        Ok(name.unwrap_or_else(|| self.tongue.t("audit-company-gone").to_owned()))
    }

    /// Words of ours that stand in entries; and instants by the partner's clock.
    fn value(&self, field: &str, value: String) -> String {
        let key = match (field, value.as_str()) {
            (_, "true") => "audit-on",
            (_, "false") => "audit-off",
            ("role", "administrator") => "role-administrator",
            ("role", "developer") => "role-developer",
            ("role", "brand") => "role-brand",
            ("role", "onboarding") => "role-onboarding",
            ("role", "analyst") => "role-analyst",
            _ => {
                let instant = Timestamp::parse(&value).zip(self.zone.as_ref());
                let language = self.tongue.language();
                return instant.map_or(value, |(at, zone)| when::moment(language, zone, at.unix_seconds()));
            }
        };
        self.tongue.t(key).to_owned()
    }
}

fn named_key(tongue: Tongue, key: &api_key::ApiKey) -> String {
    tongue.t2("audit-who-key", ("name", key.name.as_str()), ("prefix", key.prefix.as_str()))
}

/// The values of an entry, with those beside the chain that are still there.
struct Values<'a> {
    kept: &'a [Kept],
    tongue: Tongue,
}

impl Values<'_> {
    fn find(&self, name: &str) -> Option<&Kept> {
        self.kept.iter().find(|kept| kept.name == name)
    }

    fn at(&self, name: &str, written: Option<&Written>) -> Option<String> {
        Some(match written? {
            Written::Plain(text) => text.clone(),
            Written::Personal { .. } => {
                let removed = || self.tongue.t("audit-removed").to_owned();
                self.find(name).map_or_else(removed, |kept| kept.value.clone())
            }
        })
    }
}

pub fn area(tongue: Tongue, area: Area) -> &'static str {
    tongue.t(match area {
        Area::Settings => "audit-area-settings",
        Area::Looks => "audit-area-looks",
        Area::Team => "audit-area-team",
        Area::SignIn => "audit-area-sign-in",
        Area::Keys => "audit-area-keys",
        Area::Companies => "audit-area-companies",
        Area::Connections => "audit-area-connections",
        Area::Credentials => "audit-area-credentials",
        Area::Log => "audit-area-log",
    })
}

fn kind_key(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::Member => "audit-who-gone",
        ActorKind::ApiKey => "audit-who-gone-key",
        ActorKind::Token => "audit-who-token",
        ActorKind::Customer => "audit-who-customer",
        ActorKind::Software => "audit-who-software",
        ActorKind::Operator => "audit-who-operator",
        ActorKind::Clock => "audit-who-clock",
    }
}

fn sentence(what: What) -> &'static str {
    match what {
        What::PartnerCreated => "audit-partner-created",
        What::SettingsChanged => "audit-settings-changed",
        What::CalloutPublished => "audit-callout-published",
        What::CalloutScheduled => "audit-callout-scheduled",
        What::CalloutUnscheduled => "audit-callout-unscheduled",
        What::CalloutRestored => "audit-callout-restored",
        What::BrandingPublished => "audit-branding-published",
        What::BrandingRestored => "audit-branding-restored",
        What::ImageSet => "audit-image-set",
        What::ImageRemoved => "audit-image-removed",
        What::MemberInvited => "audit-member-invited",
        What::InvitationWithdrawn => "audit-invitation-withdrawn",
        What::MemberJoined => "audit-member-joined",
        What::MemberRoleChanged => "audit-member-role",
        What::MemberRemoved => "audit-member-removed",
        What::MemberChanged => "audit-member-changed",
        What::ResetLinkMade => "audit-reset-link",
        What::SignedIn => "audit-signed-in",
        What::SignInFailed => "audit-sign-in-failed",
        What::SignedOut => "audit-signed-out",
        What::PasswordChanged => "audit-password-changed",
        What::AuthenticatorAdded => "audit-authenticator-added",
        What::AuthenticatorRemoved => "audit-authenticator-removed",
        What::PasskeyAdded => "audit-passkey-added",
        What::PasskeyRemoved => "audit-passkey-removed",
        What::RecoveryCodesMade => "audit-recovery-codes",
        What::RecoveryCodeUsed => "audit-recovery-code-used",
        What::SessionsEnded => "audit-sessions-ended",
        What::KeyCreated => "audit-key-created",
        What::KeyRolled => "audit-key-rolled",
        What::KeyDeleted => "audit-key-deleted",
        What::CompanyCreated => "audit-company-created",
        What::CompanyChanged => "audit-company-changed",
        What::CompanyDeleted => "audit-company-deleted",
        What::ConnectionCreated => "audit-connection-created",
        What::ConnectionUnlinked => "audit-connection-unlinked",
        What::ConnectionDeleted => "audit-connection-deleted",
        What::LinkMade => "audit-link-made",
        What::CredentialsMade => "audit-credentials-made",
        What::CredentialsRevoked => "audit-credentials-revoked",
        What::PersonalDataRemoved => "audit-personal-removed",
        What::LogBegun => "audit-log-begun",
        What::LogSealedAnew => "audit-log-sealed",
    }
}

/// The name of a field. One that has no words yet keeps its own name.
fn field(tongue: Tongue, name: &str) -> String {
    let key = match name {
        "name.en" => "audit-field-name-en",
        "name.fr" => "audit-field-name-fr",
        "institution.en" => "audit-field-institution-en",
        "institution.fr" => "audit-field-institution-fr",
        "callout_en.title" => "audit-field-callout-title-en",
        "callout_en.body" => "audit-field-callout-body-en",
        "callout_fr.title" => "audit-field-callout-title-fr",
        "callout_fr.body" => "audit-field-callout-body-fr",
        "timed_callouts" => "audit-field-timed-callouts",
        "from" => "audit-field-callout-from",
        "until" => "audit-field-callout-until",
        "primary_colour" => "audit-field-primary-colour",
        "secondary_colour" => "audit-field-secondary-colour",
        "corners" => "audit-field-corners",
        "logo" => "audit-field-logo",
        "icon" => "audit-field-icon",
        "hero" => "audit-field-hero",
        "support.phone" => "audit-field-phone",
        "support.email" => "audit-field-support-email",
        "support.hours.en" => "audit-field-hours-en",
        "support.hours.fr" => "audit-field-hours-fr",
        "support.help_url" => "audit-field-help",
        "support.privacy_url" => "audit-field-privacy",
        "support.terms_url" => "audit-field-terms",
        "support.accessibility_url" => "audit-field-accessibility",
        "return_url" => "audit-field-return",
        "return_hosts" => "audit-field-hosts",
        "refresh_url" => "audit-field-refresh",
        "time_zone" => "audit-field-time-zone",
        "default_language" => "audit-field-language",
        "integration_enabled" => "audit-field-integration",
        "bank_accounts" => "audit-field-accounts",
        "bank_transactions" => "audit-field-transactions",
        "history_days" => "audit-field-history",
        "address.line" | "address.city" | "address.region" | "address.postal_code" | "address.country" => {
            "audit-field-address"
        }
        "name" => "audit-field-name",
        "description" => "audit-field-description",
        "tags" => "audit-field-tags",
        "prefix" => "audit-field-prefix",
        "old key ends" => "audit-field-old-key-ends",
        "username" => "audit-field-username",
        "valid sets" => "audit-field-valid-sets",
        "values" => "audit-field-values",
        "role" => "audit-field-role",
        "email" => "audit-field-email",
        "second factor" => "audit-field-second-factor",
        _ => return name.to_owned(),
    };
    tongue.t(key).to_owned()
}
