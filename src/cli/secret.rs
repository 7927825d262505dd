//! `bankfeeds-link secret`: a new root key, alone on its line, so that `SECRET_KEY=$(bankfeeds-link secret)` works.

use std::io::Write;

use crate::chance::Chance;
use crate::secret::SecretKey;

pub fn run(out: &mut impl Write) -> anyhow::Result<()> {
    writeln!(out, "{}", SecretKey::random(&Chance::System).to_base64().reveal())?;
    Ok(())
}
