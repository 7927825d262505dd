//! `bankfeeds-link partner set`: changes settings and pictures, all or none.

use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;
use clap::Args;
use serde_json::json;

use super::changes::Changes;
use super::{find, flags, picture};
use crate::cli::open_existing;
use crate::clock::Timestamp;
use crate::config::Variables;
use crate::domain::image::{Drawn, LIGHT_LOGO, Purpose};
use crate::domain::partner::{self, ImageKind, Partner, PartnerId};
use crate::domain::settings::SettingProblem;
use crate::store::Db;

#[derive(Args)]
pub struct Set {
    /// Whose settings; may be left out where there is one partner only
    #[arg(long, value_name = "ID")]
    partner: Option<PartnerId>,
    /// Answer one line of JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    names: flags::Names,
    #[command(flatten)]
    pictures: Pictures,
    #[command(flatten)]
    callouts: flags::Callouts,
    #[command(flatten)]
    contacts: flags::Contacts,
    #[command(flatten)]
    ways_back: flags::WaysBack,
    #[command(flatten)]
    switches: flags::Switches,
    #[command(flatten)]
    menu_paths: flags::MenuPaths,
    #[command(flatten)]
    postal: flags::Postal,
}

#[derive(Args)]
#[command(next_help_heading = "Pictures")]
struct Pictures {
    /// PNG, JPEG, SVG or GIF, 10 MB at most
    #[arg(long, value_name = "FILE")]
    logo: Option<PathBuf>,
    /// The same, shown in its place where a browser is set to dark
    #[arg(long, value_name = "FILE")]
    logo_dark: Option<PathBuf>,
    /// ICO or PNG, 500 KB at most
    #[arg(long, value_name = "FILE")]
    icon: Option<PathBuf>,
    /// PNG or JPEG, 10 MB at most
    #[arg(long, value_name = "FILE")]
    hero: Option<PathBuf>,
}

type Drawings = Vec<(ImageKind, Drawn)>;

impl Pictures {
    fn draw(&self) -> anyhow::Result<Drawings> {
        let files = [
            (ImageKind::Logo, &self.logo),
            (ImageKind::LogoDark, &self.logo_dark),
            (ImageKind::Icon, &self.icon),
            (ImageKind::Hero, &self.hero),
        ];
        let given = files.into_iter().filter_map(|(kind, file)| Some((kind, file.as_deref()?)));
        given.map(|(kind, file)| Ok((kind, picture::draw(file, kind)?))).collect()
    }
}

impl Set {
    pub async fn run(self, variables: &Variables, out: &mut impl Write) -> anyhow::Result<()> {
        // Before anybody has to wait for it.
        let drawings = self.pictures.draw()?;
        let (json, id) = (self.json, self.partner);
        let opened = open_existing(variables).await?;
        let partner = find(&mut opened.store.read().await?, id).await?;
        let changes = self.apply(Changes::of(partner.settings.clone()))?;
        let saved = told(&changes, &drawings);
        if saved.is_empty() {
            bail!("nothing to change: name a setting, see `bankfeeds-link partner set --help`");
        }
        let mut db = opened.writes(variables).await?;
        keep(&mut db, &partner, &changes, &drawings, opened.clock.now()).await?;
        db.commit().await?;
        let warning = weight(&drawings);
        if json {
            let mut told = json!({ "partnerId": partner.id, "saved": saved });
            if let Some(warning) = warning {
                told["warnings"] = json!([warning]);
            }
            writeln!(out, "{told}")?;
        } else {
            writeln!(out, "Saved for {}: {}.", changes.settings.name.en, saved.join(", "))?;
            warning.map_or(Ok(()), |warning| writeln!(out, "Warning: {warning}"))?;
        }
        Ok(())
    }

    fn apply(self, mut changes: Changes) -> Result<Changes, SettingProblem> {
        self.names.apply(&mut changes)?;
        self.callouts.apply(&mut changes)?;
        self.contacts.apply(&mut changes)?;
        self.ways_back.apply(&mut changes)?;
        self.switches.apply(&mut changes)?;
        self.menu_paths.apply(&mut changes)?;
        self.postal.apply(&mut changes)?;
        changes.settings.check()?;
        Ok(changes)
    }
}

fn told(changes: &Changes, drawings: &Drawings) -> Vec<&'static str> {
    changes.saved.iter().copied().chain(drawings.iter().map(|(kind, _)| kind.word())).collect()
}

/// A heavy logo is kept all the same; its partner is told what every customer waits for.
fn weight(drawings: &Drawings) -> Option<String> {
    let logos = drawings.iter().filter(|(kind, _)| kind.purpose() == Purpose::Logo).map(|(_, logo)| logo);
    let logo = logos.max_by_key(|logo| logo.bytes.len())?;
    let kilobytes = |bytes: usize| bytes.div_ceil(1_000);
    let (is, light) = (kilobytes(logo.bytes.len()), kilobytes(LIGHT_LOGO));
    let words = format!(
        "the logo has {is} kB as customers load it, even in its smallest form; {light} kB or less load faster (fewer colours and no photographs or shadows help)"
    );
    (logo.bytes.len() > LIGHT_LOGO).then_some(words)
}

async fn keep(
    db: &mut Db,
    partner: &Partner,
    changes: &Changes,
    drawings: &Drawings,
    now: Timestamp,
) -> anyhow::Result<()> {
    if changes.settings != partner.settings
        && !partner::change_settings(db, partner.id, &changes.settings, partner.version, now).await?
    {
        bail!("somebody else changed this partner at the same moment; nothing was saved, try again");
    }
    for (kind, drawing) in drawings {
        partner::set_image(db, partner.id, *kind, drawing, now).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Chance;
    use crate::clock::Clock;
    use crate::domain::settings::Settings;
    use crate::store::{self, Store};

    #[tokio::test]
    async fn whoever_comes_second_with_a_change_is_told_and_takes_nothing_back() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&format!("sqlite:{}", folder.path().join("bank.db").display())).await.unwrap();
        let now = Clock::System.now();
        let mut db = store.write().await.unwrap();
        let id = partner::create(&mut db, &Chance::System, &Settings::new("Acme Bank").unwrap(), now).await.unwrap();
        let seen = store::partners::get(&mut db, id).await.unwrap();
        let change = |zone: &str| Changes::of(Settings { time_zone: zone.to_owned(), ..seen.settings.clone() });
        keep(&mut db, &seen, &change("America/Halifax"), &Vec::new(), now).await.unwrap();
        let second = keep(&mut db, &seen, &change("America/Vancouver"), &Vec::new(), now).await;
        assert!(second.unwrap_err().to_string().contains("try again"));
        assert_eq!(store::partners::get(&mut db, id).await.unwrap().settings.time_zone, "America/Halifax");
    }
}
