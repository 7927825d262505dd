//! Pictures of every page, for eyes: state × language × screen × theme in the usual dress, and each state in every other.

use std::fmt::Write as _;
use std::time::Duration;

use super::conditions::{Condition, DARK, DESKTOP, FORCED, PHONE};
use super::dress::{Dress, LOGOS, LONGEST, UGLY, USUAL};
use super::marie::Marie;
use super::tour::wanted;
use crate::support::{Browser, Reader, project, tell_within};

const FOLDER: &str = "gallery";
const PATIENCE: Duration = Duration::from_secs(3_600);

const EVERYWHERE: [Condition; 6] = [
    PHONE.under("phone light", &[]),
    PHONE.under("phone dark", DARK),
    PHONE.under("phone forced", FORCED),
    DESKTOP.under("desktop light", &[]),
    DESKTOP.under("desktop dark", DARK),
    DESKTOP.under("desktop forced", FORCED),
];

/// A page in its pictures.
struct Row {
    title: String,
    pictures: Vec<String>,
}

#[test]
#[ignore = "pictures for eyes: tests/gallery takes them"]
fn every_page_has_its_pictures() {
    tell_within(PATIENCE, async {
        let mut rows = Vec::new();
        for language in ["en-CA", "fr-CA"] {
            rows.extend(pictures(language, &USUAL, &EVERYWHERE).await);
        }
        for dress in UGLY.iter().chain(&LOGOS).chain([&LONGEST]) {
            rows.extend(pictures("fr-CA", dress, &EVERYWHERE[..2]).await);
        }
        std::fs::write(project().join("target/screenshots").join(FOLDER).join("index.html"), page_of(&rows)).unwrap();
    });
}

/// Every state in these conditions.
async fn pictures(language: &'static str, dress: &Dress, conditions: &[Condition]) -> Vec<Row> {
    let browser = Browser::of(Reader { language, ..Reader::english() }).await;
    let mut rows = Vec::new();
    // The portal has looks of its own.
    for state in wanted().filter(|state| dress.name == USUAL.name || !state.name.starts_with("portal-")) {
        let marie = Marie::of(language, dress).await;
        let arrival = state.brings(&marie).await;
        let title = format!("{} {language} {}", dress.name, state.name);
        let mut pictures = Vec::new();
        for condition in conditions {
            condition.holds(&browser);
            // Chromium paints the paper in another theme only with the page.
            marie.goes_on(&browser, &arrival).await;
            let name = format!("{title} {}", condition.name).replace(' ', "-");
            browser.keeps_a_picture(&format!("{FOLDER}/{name}"));
            pictures.push(format!("{name}.png"));
        }
        rows.push(Row { title, pictures });
    }
    rows
}

fn page_of(rows: &[Row]) -> String {
    let mut html = String::from(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Gallery</title>\n<style>
body { font: 14px sans-serif; background: #888 } div { display: flex; gap: 8px; overflow: auto; align-items: flex-start }
img { width: 260px } img[src*=desktop] { width: 520px } h2 { margin: 24px 0 4px; font-size: 16px }\n</style>\n",
    );
    for row in rows {
        write!(html, "<h2>{}</h2>\n<div>", row.title).unwrap();
        for picture in &row.pictures {
            write!(html, "<a href=\"{picture}\"><img loading=\"lazy\" src=\"{picture}\" alt=\"{picture}\"></a>")
                .unwrap();
        }
        html.push_str("</div>\n");
    }
    html
}
