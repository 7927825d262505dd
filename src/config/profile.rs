//! The deployment's own OFX profile: who answers accounting software that has not said whose customer it serves.

use super::{ConfigProblem, Variable, Variables};
use crate::domain::deployment::OwnProfile;
use crate::domain::settings::{self, Address};

/// OFX 2.3, 8.4: the widths of the profile's elements.
const NAME_LIMIT: usize = 32;
const PHONE_LIMIT: usize = 32;
const EMAIL_LIMIT: usize = 80;

const NAME: Variable = Variable { name: "PROFILE_NAME", example: "PROFILE_NAME='Bank feeds'" };
const ADDRESS: Variable = Variable { name: "PROFILE_ADDRESS", example: "PROFILE_ADDRESS='1 Main Street'" };
const CITY: Variable = Variable { name: "PROFILE_CITY", example: "PROFILE_CITY=Toronto" };
const REGION: Variable = Variable { name: "PROFILE_REGION", example: "PROFILE_REGION=ON" };
const POSTAL_CODE: Variable = Variable { name: "PROFILE_POSTAL_CODE", example: "PROFILE_POSTAL_CODE='M5V 1A1'" };
const COUNTRY: Variable = Variable { name: "PROFILE_COUNTRY", example: "PROFILE_COUNTRY=CAN" };
const PHONE: Variable = Variable { name: "PROFILE_PHONE", example: "PROFILE_PHONE='1-555-010-0100'" };
const EMAIL: Variable = Variable { name: "PROFILE_EMAIL", example: "PROFILE_EMAIL=help@bank.example" };

pub(super) fn names() -> impl Iterator<Item = &'static str> {
    let all = [NAME, ADDRESS, CITY, REGION, POSTAL_CODE, COUNTRY, PHONE, EMAIL];
    all.into_iter().map(|variable| variable.name)
}

/// What is set, in place of the defaults.
pub(super) fn read(variables: &Variables) -> Result<OwnProfile, ConfigProblem> {
    let line = |variable: Variable, limit: usize| -> Result<Option<String>, ConfigProblem> {
        let Some(text) = variables.text(variable)? else { return Ok(None) };
        let line = settings::line(variable.name, text, limit);
        line.map(Some).map_err(|_| variable.problem(format!("must be one line of at most {limit} plain characters")))
    };
    let (OwnProfile { name, .. }, address) = (OwnProfile::default(), Address::default());
    Ok(OwnProfile {
        name: line(NAME, NAME_LIMIT)?.unwrap_or(name),
        address: Address {
            line: line(ADDRESS, Address::LINE_LIMIT)?.unwrap_or(address.line),
            city: line(CITY, Address::LINE_LIMIT)?.unwrap_or(address.city),
            region: line(REGION, Address::REGION_LIMIT)?.unwrap_or(address.region),
            postal_code: line(POSTAL_CODE, Address::POSTAL_CODE_LIMIT)?.unwrap_or(address.postal_code),
            country: country(variables)?.unwrap_or(address.country),
        },
        phone: line(PHONE, PHONE_LIMIT)?,
        email: line(EMAIL, EMAIL_LIMIT)?,
    })
}

fn country(variables: &Variables) -> Result<Option<String>, ConfigProblem> {
    let Some(text) = variables.text(COUNTRY)? else { return Ok(None) };
    let is_alpha_3 = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    if is_alpha_3 {
        Ok(Some(text.to_owned()))
    } else {
        Err(COUNTRY.problem("must be three capital letters of ISO 3166"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_set_has_a_default_and_what_is_set_goes_to_its_place() {
        let read = |pairs: &[(&str, &str)]| read(&Variables::of(pairs.iter().copied())).map_err(|it| it.to_string());
        assert_eq!(read(&[]).unwrap(), OwnProfile::default());
        let all: Vec<(&str, &str)> =
            names().zip(["Feeds", "1 Main", "Laval", "QC", "H7A", "USA", "555", "a@b.example"]).collect();
        let told = format!("{:?}", read(&all).unwrap());
        for (_, value) in &all {
            assert!(told.contains(&format!("\"{value}\"")), "{value} is not in {told}");
        }
        assert!(read(&[("PROFILE_COUNTRY", "Canada")]).unwrap_err().starts_with("PROFILE_COUNTRY must be three"));
        let long = "x".repeat(33);
        assert!(read(&[("PROFILE_NAME", long.as_str())]).unwrap_err().contains("at most 32"));
    }
}
