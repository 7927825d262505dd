//! A company: the small or medium business. Its name may be an internal id and is never shown to the customer.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::chance::Chance;
use crate::clock::Timestamp;
use crate::domain::audit::{self, Note, Thing, Value, What};
use crate::domain::partner::PartnerId;
use crate::domain::plain_text;
use crate::domain::refusal::Refusal;
use crate::store::{self, Db};

id!(CompanyId);

pub const NAME_LIMIT: usize = 200;
pub const DESCRIPTION_LIMIT: usize = 1_000;
pub const TAGS: usize = 10;
pub const TAG_NAME_LIMIT: usize = 27;
pub const TAG_VALUE_LIMIT: usize = 100;

pub type Tags = BTreeMap<String, String>;

#[derive(Clone, Debug)]
pub struct Company {
    pub id: CompanyId,
    pub partner: PartnerId,
    pub name: String,
    pub description: Option<String>,
    pub tags: Tags,
    pub created_by: Option<String>,
    pub created_at: Timestamp,
}

/// What a partner says of a company.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Draft {
    pub name: String,
    pub description: Option<String>,
    pub tags: Tags,
}

impl Draft {
    /// Forbidden characters of the name are removed, not refused (public API); what is left may not be empty.
    pub fn checked(self) -> Result<Self, Refusal> {
        let name = checked_name(&self.name)?;
        check_description(self.description.as_deref())?;
        check_tags(&self.tags)?;
        Ok(Self { name, ..self })
    }
}

/// What a partner wants changed of a company; what is `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    pub name: Option<String>,
    pub description: Option<String>,
    pub tags: Option<Tags>,
}

impl Changes {
    /// By the rules of a new company ([`Draft::checked`]), field by field.
    pub fn checked(self) -> Result<Self, Refusal> {
        let name = self.name.as_deref().map(checked_name).transpose()?;
        check_description(self.description.as_deref())?;
        self.tags.as_ref().map_or(Ok(()), check_tags)?;
        Ok(Self { name, ..self })
    }
}

fn checked_name(name: &str) -> Result<String, Refusal> {
    let name = plain_text::company_name(name).text;
    if !name.chars().any(char::is_alphanumeric) {
        return Err(Refusal::invalid("name: must hold at least one letter or digit"));
    }
    fits("name", &name, NAME_LIMIT)?;
    Ok(name)
}

fn check_description(description: Option<&str>) -> Result<(), Refusal> {
    description.map_or(Ok(()), |description| fits("description", description, DESCRIPTION_LIMIT))
}

fn check_tags(tags: &Tags) -> Result<(), Refusal> {
    if tags.len() > TAGS {
        return Err(Refusal::invalid(format!("tags: at most {TAGS}")));
    }
    for (tag, value) in tags {
        if tag.is_empty() {
            return Err(Refusal::invalid("tags: a tag needs a name"));
        }
        fits("tags: a name", tag, TAG_NAME_LIMIT)?;
        fits("tags: a value", value, TAG_VALUE_LIMIT)?;
    }
    Ok(())
}

fn fits(what: &str, text: &str, limit: usize) -> Result<(), Refusal> {
    // PostgreSQL cannot hold a NUL in text.
    if text.contains('\0') {
        return Err(Refusal::invalid(format!("{what} may not hold the character U+0000")));
    }
    if plain_text::fits(text, limit) {
        return Ok(());
    }
    // Whoever counts the characters and finds them few must hear what else it was.
    if plain_text::length(text) > limit {
        return Err(Refusal::invalid(format!("{what} must be {limit} characters or less")));
    }
    Err(Refusal::invalid(format!("{what} has too many accents or other marks on its characters")))
}

/// Makes a company from a checked draft.
pub async fn create(
    db: &mut Db,
    chance: &Chance,
    partner: PartnerId,
    draft: Draft,
    now: Timestamp,
) -> sqlx::Result<Company> {
    let Draft { name, description, tags } = draft;
    let id = CompanyId::new(chance);
    let company = Company { id, partner, name, description, tags, created_by: None, created_at: now };
    store::companies::insert(db, &company).await?;
    audit::note(db, difference(What::CompanyCreated, None, &company));
    Ok(company)
}

/// Puts a checked draft in place of all that was said of the company. `None` when there is no such company.
pub async fn replace(db: &mut Db, partner: PartnerId, id: CompanyId, draft: &Draft) -> sqlx::Result<Option<Company>> {
    let before = store::companies::hold(db, partner, id).await?;
    let after = store::companies::replace(db, partner, id, draft).await?;
    Ok(noted(db, before, after))
}

/// Makes checked changes, and leaves the rest. `None` when there is no such company.
pub async fn change(
    db: &mut Db,
    partner: PartnerId,
    id: CompanyId,
    changes: &Changes,
) -> sqlx::Result<Option<Company>> {
    let before = store::companies::hold(db, partner, id).await?;
    let after = store::companies::update(db, partner, id, changes).await?;
    Ok(noted(db, before, after))
}

fn noted(db: &mut Db, before: Option<Company>, after: Option<Company>) -> Option<Company> {
    if let (Some(before), Some(after)) = (&before, &after) {
        let note = difference(What::CompanyChanged, Some(before), after);
        if !note.changes_nothing() {
            audit::note(db, note);
        }
    }
    after
}

/// What is said of a company is the partner's own words about somebody: all of it is personal.
fn difference(what: What, before: Option<&Company>, after: &Company) -> Note {
    let personal = |text: Option<String>| text.map(Value::Personal);
    let tags = |company: &Company| {
        let tags = company.tags.iter().map(|(name, value)| format!("{name}: {value}"));
        (!company.tags.is_empty()).then(|| tags.collect::<Vec<_>>().join(", "))
    };
    let name = |company: &Company| personal(Some(company.name.clone()));
    let description = |company: &Company| personal(company.description.clone());
    Note::of(after.partner, what, Thing::company(after.id))
        .changed("name", before.and_then(name), name(after))
        .changed("description", before.and_then(description), description(after))
        .changed("tags", personal(before.and_then(tags)), personal(tags(after)))
}

/// Removes the company with all that belongs to it, for good; also from what the audit log says. `false` when there is none.
pub async fn delete(db: &mut Db, partner: PartnerId, id: CompanyId) -> sqlx::Result<bool> {
    if !store::companies::delete(db, partner, id).await? {
        return Ok(false);
    }
    audit::note(db, Note::of(partner, What::CompanyDeleted, Thing::company(id)));
    audit::forget_subject(db, partner, id.0);
    Ok(true)
}
