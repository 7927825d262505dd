//! The demo's own files: a database, an env file with its keys that only its owner can read, and an OFX request to send.

use std::fs::{self, DirBuilder, File};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf, absolute};

use anyhow::{Context as _, anyhow};

use super::bank::Place;
use crate::chance::Chance;
use crate::domain::api_key;
use crate::domain::sandbox::DemoPartner;
use crate::secret::{SecretKey, SecretText};

const DATABASE: &str = "demo.db";
const KEYS: &str = "env";
const REQUEST: &str = "profile-request.ofx";
/// An anonymous request for the institution's profile, which needs no credentials.
const REQUEST_TEXT: &str = include_str!("profile-request.ofx");
const SECRET_KEY: &str = "SECRET_KEY";
const API_KEY: &str = "API_KEY";

pub struct Files {
    folder: PathBuf,
    pub secret_key: SecretKey,
    pub api_key: SecretText,
}

impl Files {
    /// Makes what is not there yet.
    pub fn open(folder: &Path) -> anyhow::Result<Self> {
        let describe = || format!("the demo's folder {}", folder.display());
        DirBuilder::new().recursive(true).mode(0o700).create(folder).with_context(describe)?;
        let keys = folder.join(KEYS);
        let text = match fs::read_to_string(&keys) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                make_keys(&keys).with_context(|| format!("cannot write {}", keys.display()))?
            }
            Err(error) => return Err(error).with_context(|| format!("cannot read {}", keys.display())),
        };
        fs::write(folder.join(REQUEST), REQUEST_TEXT).with_context(describe)?;
        let damaged = || anyhow!("{} is damaged: remove {} to begin anew", keys.display(), folder.display());
        let (secret_key, api_key) = read_keys(&text).ok_or_else(damaged)?;
        Ok(Self { folder: folder.to_owned(), secret_key, api_key })
    }

    pub fn database_url(&self) -> String {
        format!("sqlite:{}", self.folder.join(DATABASE).display())
    }

    /// Puts the settings beside the keys, with which any other command in a terminal means this demo, where it listens this time.
    pub fn keep_settings(&self, origin: &str) -> anyhow::Result<()> {
        let keys = self.folder.join(KEYS);
        let describe = || format!("cannot write {}", keys.display());
        let database = absolute(self.folder.join(DATABASE)).with_context(describe)?;
        let database = quoted(&format!("sqlite:{}", database.display()));
        let text = keys_text(&self.secret_key, &self.api_key);
        let text = format!("{text}SANDBOX=1\nDATABASE_URL={database}\nPUBLIC_URL={origin}\n");
        keep(&keys, &text).with_context(describe)
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whom the sandbox acts for, without asking: only this machine can reach it.
    pub fn partner(&self, place: &Place) -> DemoPartner {
        let keys_file = self.folder.join(KEYS).display().to_string();
        DemoPartner { api_key: self.api_key.clone(), company: place.company, keys_file }
    }

    pub fn request(&self) -> PathBuf {
        self.folder.join(REQUEST)
    }
}

fn make_keys(file: &Path) -> std::io::Result<String> {
    let text = keys_text(&SecretKey::random(&Chance::System), &api_key::generate(&Chance::System));
    keep(file, &text)?;
    Ok(text)
}

fn keys_text(secret_key: &SecretKey, api_key: &SecretText) -> String {
    let (secret_key, api_key) = (secret_key.to_base64(), api_key.reveal());
    format!(
        "# Keys and settings of the demo, and of nothing else.\n{SECRET_KEY}={}\n{API_KEY}={api_key}\n",
        secret_key.reveal()
    )
}

/// As a shell reads it back, whatever a folder is called.
fn quoted(value: &str) -> String {
    format!("'{}'", value.replace('\'', r"'\''"))
}

/// Written beside and renamed, so that a demo that is interrupted leaves no half of a key.
fn keep(file: &Path, text: &str) -> std::io::Result<()> {
    let beside = file.with_extension("new");
    let mut new = File::options().create(true).truncate(true).write(true).mode(0o600).open(&beside)?;
    new.write_all(text.as_bytes())?;
    new.sync_all()?;
    fs::rename(&beside, file)
}

fn read_keys(text: &str) -> Option<(SecretKey, SecretText)> {
    let value = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
        line.map(str::trim).filter(|value| !value.is_empty())
    };
    Some((SecretKey::from_base64(value(SECRET_KEY)?)?, SecretText::new(value(API_KEY)?.to_owned())))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn the_keys_stay_the_same_and_only_their_owner_can_read_them() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("demo");
        let first = Files::open(&folder).unwrap();
        let second = Files::open(&folder).unwrap();
        assert_eq!(first.api_key.reveal(), second.api_key.reveal());
        assert_eq!(first.secret_key.to_base64().reveal(), second.secret_key.to_base64().reveal());
        let mode = fs::metadata(folder.join(KEYS)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn settings_stand_beside_the_same_keys_in_a_folder_of_any_name() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("it's a demo");
        let files = Files::open(&folder).unwrap();
        files.keep_settings("http://127.0.0.1:8081").unwrap();
        let script = ". \"$0\" && printf %s \"$SANDBOX $PUBLIC_URL $DATABASE_URL\"";
        let read = std::process::Command::new("sh").arg("-c").arg(script).arg(folder.join(KEYS)).output().unwrap();
        let expected = format!("1 http://127.0.0.1:8081 {}", files.database_url());
        assert_eq!(String::from_utf8(read.stdout).unwrap(), expected);
        assert_eq!(Files::open(&folder).unwrap().api_key.reveal(), files.api_key.reveal());
        assert_eq!(fs::metadata(folder.join(KEYS)).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn keys_that_cannot_be_read_are_not_quietly_replaced() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(KEYS), "SECRET_KEY=short\n").unwrap();
        let Err(error) = Files::open(folder.path()) else { panic!("accepted") };
        assert!(error.to_string().contains("is damaged"), "{error}");
    }
}
