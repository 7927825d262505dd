//! *Settings › Branding*: a draft that nobody sees, pictures that are drawn anew, publishing and restoring.

use std::io::Cursor;

use bankfeeds_link::domain::branding_draft::BrandingDraft;
use bankfeeds_link::domain::draft::{self, Topic};
use bankfeeds_link::domain::partner::Partner;
use bankfeeds_link::domain::role::Role;
use bankfeeds_link::store::{audit, partners};
use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};

use crate::link::Invitation;
use crate::link::brand::{drawing, lettering};
use crate::support::{BOUNDARY, Database, HttpBrowser, Member, Page, PartnerClient, multipart};

pub const PLACE: &str = "/settings/branding";
/// What the form holds beside its hidden fields.
pub const TYPED: [(&str, &str); 5] = [
    ("name-en", "Maple Bank"),
    ("name-fr", "Banque Érable"),
    ("primary", "#ffd100"),
    ("secondary", "#12355b"),
    ("corners", "pill"),
];

pub fn png(width: u32, height: u32, colour: [u8; 4]) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgba8(RgbaImage::from_pixel(width, height, Rgba(colour)))
        .write_to(&mut bytes, ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

/// With these fields in place of those of [`TYPED`].
pub fn typed<'a>(other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let is_other = |name: &str| other.iter().any(|(it, _)| *it == name);
    TYPED.into_iter().filter(|(name, _)| !is_other(name)).chain(other.iter().copied()).collect()
}

impl Member {
    /// Saves the form of *Branding* as it stands, with these fields and files.
    pub fn saves_branding(&self, page: &Page, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Page {
        self.browser.uploads(&page.form(PLACE), &typed(fields), files)
    }

    pub fn publishes_branding(&self) -> Page {
        let review = self.opens("/settings/branding/publish");
        self.browser.submits(&review.form("/publish"), &[])
    }
}

async fn partner(here: &Invitation) -> Partner {
    let mut db = here.server.app.store.read().await.unwrap();
    partners::get(&mut db, here.bank.id).await.unwrap()
}

async fn drafted(here: &Invitation) -> Option<BrandingDraft> {
    let mut db = here.server.app.store.read().await.unwrap();
    draft::of(&mut db, here.bank.id, Topic::Branding).await.unwrap().map(|draft| draft.content)
}

/// Everything that the partner's audit log says.
async fn noted(here: &Invitation) -> String {
    let mut db = here.server.app.store.read().await.unwrap();
    let entries = audit::portion(&mut db, here.bank.id, 0, 1_000).await.unwrap();
    entries.iter().map(|entry| format!("{:?}", entry.body)).collect()
}

on_both_databases! {
    async fn a_draft_is_seen_by_no_customer_until_it_is_published_and_the_former_looks_come_back(database: Database) {
        let here = Invitation::from_a_bank(database).await;
        let brand = Member::of(&here.server, here.bank.id, Role::Brand).await;
        let before = partner(&here).await;
        let logo = drawing(&lettering("#ffffff"));
        let saved = brand.saves_branding(&brand.opens(PLACE), &[], &[("logo", "logo.svg", &logo)]);
        assert!(saved.status() == 200 && saved.says("The draft is saved."), "{}", saved.html());
        assert!(saved.says("You uploaded: SVG") && saved.says("We write on it in black, which is readable (14.4\u{a0}:\u{a0}1)."));
        assert_eq!((partner(&here).await.settings, partner(&here).await.images), (before.settings.clone(), before.images.clone()));
        let customer = HttpBrowser::new("en-CA");
        assert!(!customer.opens(here.link()).html().contains("ffd100"));

        let review = brand.opens("/settings/branding/publish");
        for words in ["Publish these looks?", "Maple Bank", "#ffd100", "Pill"] {
            assert!(review.says(words), "{words}: {}", review.html());
        }
        let published = brand.browser.submits(&review.form("/publish"), &[]);
        assert!(published.says("Published."), "{}", published.html());
        let now = partner(&here).await;
        assert_eq!((now.version, now.settings.name.en.as_str(), now.images.len()), (before.version + 1, "Maple Bank", 1));
        assert_eq!(drafted(&here).await, None);
        let seen = customer.opens(&here.fresh_link()).html();
        assert!(seen.contains("ffd100-12355b-pill") && seen.contains("alt=\"Maple Bank\""), "{seen}");

        let history = brand.opens("/settings/branding/history");
        assert!(history.says("Ada Tremblay") && history.says("As it was before that"), "{}", history.html());
        let html = history.html();
        let restore = html.split("/portal").find_map(|it| it.strip_prefix("/settings/branding/restore/")).unwrap();
        let restore = format!("/settings/branding/restore/{}", restore.split('"').next().unwrap());
        let review = brand.opens(&restore);
        assert!(review.says("Restore these looks?") && review.says("Banque Érable"), "{}", review.html());
        let form = review.forms().into_iter().find(|form| form.action.contains("/restore/")).unwrap();
        assert!(brand.browser.submits(&form, &[]).says("Restored."));
        let restored = partner(&here).await;
        assert_eq!((restored.settings, restored.images), (before.settings, before.images));
        let again = brand.browser.submits(&form, &[]);
        let noted = noted(&here).await;
        for what in ["branding published", "branding restored", "Maple Bank", "#ffd100", "image/"] {
            assert!(noted.contains(what), "{what}: {noted}");
        }
        assert!(again.says("Restored."), "sent twice: {}", again.html());
        assert_eq!(noted.matches("branding restored").count(), 1);
    }

    async fn a_picture_that_is_refused_takes_nothing_else_with_it(database: Database) {
        let here = Invitation::from_a_bank(database).await;
        let brand = Member::of(&here.server, here.bank.id, Role::Brand).await;
        let (logo, large) = (png(600, 100, [10, 80, 160, 255]), vec![0; 612_345]);
        let fields = [("name-en", "A name that was typed"), ("primary", "yellow")];
        let files = [("logo", "logo.png", &logo[..]), ("icon", "icon.ico", &large)];
        let refused = brand.saves_branding(&brand.opens(PLACE), &fields, &files);
        assert_eq!(refused.status(), 422);
        for words in ["The file must be 500 KB or less. This one is 613 KB.", "Enter # and six digits", "600 × 100 pixels"] {
            assert!(refused.says(words), "{words}: {}", refused.html());
        }
        let html = refused.html();
        assert!(html.contains("value=\"A name that was typed\"") && html.contains("value=\"yellow\""), "{html}");
        assert!(html.contains("<title>Error: ") && html.contains("href=\"#icon\""), "{html}");
        assert_eq!(drafted(&here).await, None, "nothing is saved by half");

        let saved = brand.saves_branding(&refused, &[("name-en", "A name that was typed")], &[]);
        assert!(saved.says("The draft is saved."), "{}", saved.html());
        let draft = drafted(&here).await.unwrap();
        assert_eq!(draft.name.en, "A name that was typed");
        assert!(draft.logo.is_some() && draft.icon.is_none(), "the logo came with the first try");

        let saved = brand.saves_branding(&saved, &[("logo-remove", "yes")], &[]);
        assert!(saved.says("The draft is saved."));
        assert_eq!(drafted(&here).await.unwrap().logo, None);
    }

    async fn every_file_that_is_no_picture_is_refused_by_name(database: Database) {
        let here = Invitation::from_a_bank(database).await;
        let brand = Member::of(&here.server, here.bank.id, Role::Brand).await;
        let picture = png(40, 40, [1, 2, 3, 255]);
        let script = drawing("<script>alert(1)</script>");
        let many = png(8_000, 5_125, [1, 2, 3, 255]);
        let cases: [(&str, &str, &[u8], &str); 7] = [
            ("logo", "logo.svg", &script, "The SVG has a script."),
            ("logo", "logo.png", &picture[..picture.len() / 2], "damaged or incomplete"),
            ("logo", "logo.png", b"GIF89a\x20\0\x20\0<html><script>alert(1)</script>", "damaged or incomplete"),
            ("hero", "hero.png", b"<html><body>no picture</body></html>", "This one is none of them"),
            ("hero", "hero.png", &script, "This one is SVG."),
            ("hero", "hero.png", &many, "40\u{a0}megapixels or less"),
            ("icon", "../../etc/passwd", b"root:x:0:0", "This one is none of them"),
        ];
        for (field, name, content, words) in cases {
            let refused = brand.saves_branding(&brand.opens(PLACE), &[], &[(field, name, content)]);
            let words = words.replace('\u{a0}', " ");
            let html = refused.html().replace('\u{a0}', " ");
            assert!(refused.status() == 422 && html.contains(&words), "{name}: {} {html}", refused.status());
            assert!(!html.contains("passwd") && !html.contains("alert(1)"), "{name}");
        }
        // What runs as a page elsewhere is a picture here, and nothing of it is left but what one sees.
        let polyglot = [&picture[..], b"<script>alert(1)</script>"].concat();
        let saved = brand.saves_branding(&brand.opens(PLACE), &[], &[("logo", "logo.html", &polyglot)]);
        assert!(saved.says("The draft is saved."), "{}", saved.html());
        let hash = drafted(&here).await.unwrap().logo.unwrap();
        let served = brand.browser.asks("GET", &format!("{}/brand/{hash}.png", here.server.url()));
        assert_eq!((served.status, served.header("x-content-type-options")), (200, "nosniff"));
        assert!(!served.text().contains("script") && served.header("content-security-policy").contains("sandbox"));
    }

    async fn a_body_that_is_no_form_is_refused_and_never_an_error_of_ours(database: Database) {
        let here = Invitation::from_a_bank(database).await;
        let brand = Member::of(&here.server, here.bank.id, Role::Brand).await;
        let form = brand.opens(PLACE).form(PLACE);
        let hidden: Vec<(&str, &str)> = form.hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let good = [&hidden[..], &TYPED].concat();
        let (url, huge) = (form.action.as_str(), "x".repeat(20_000));
        let hundred: Vec<(&str, &str, &[u8])> = (0..100).map(|_| ("logo", "a.png", &b"x"[..])).collect();
        let twice: [(&str, &str, &[u8]); 2] = [("logo", "a.png", b"x"), ("logo", "b.png", b"y")];
        for (name, body, expected) in [
            ("nothing", Vec::new(), 400),
            ("no part", b"no part at all".to_vec(), 400),
            ("cut off", multipart(&good, &[])[..400].to_vec(), 400),
            ("a huge field", multipart(&[&good[..], &[("name-en", &huge)]].concat(), &[]), 413),
            ("a hundred files", multipart(&good, &hundred), 403),
            ("two of a kind", multipart(&good, &twice), 403),
            ("no token", multipart(&TYPED, &[]), 403),
            ("other corners", multipart(&[&hidden[..], &TYPED[..4], &[("corners", "round")]].concat(), &[]), 403),
        ] {
            let answer = brand.browser.sends_parts(url, &body);
            assert_eq!(answer.status, expected, "{name}: {}", answer.text());
        }
        let ours = [("origin", here.server.url()), ("sec-fetch-site", "same-origin")];
        let body = String::from_utf8(multipart(&good, &[])).unwrap();
        let media = format!("multipart/form-data; boundary={BOUNDARY}");
        for (name, headers, expected) in [
            ("no boundary", vec![ours[0], ours[1], ("content-type", "multipart/form-data")], 400),
            ("no form", vec![ours[0], ours[1], ("content-type", "application/json")], 415),
            ("elsewhere", vec![("origin", "https://evil.example"), ("content-type", media.as_str())], 403),
            ("from nowhere", vec![("content-type", media.as_str())], 403),
        ] {
            let answer = brand.browser.sends("POST", url, &headers, &body);
            assert_eq!(answer.status, expected, "{name}: {}", answer.text());
        }
        assert_eq!(drafted(&here).await, None);
    }

    async fn each_role_may_what_the_table_says(database: Database) {
        let here = Invitation::from_a_bank(database).await;
        let brand = Member::of(&here.server, here.bank.id, Role::Brand).await;
        brand.saves_branding(&brand.opens(PLACE), &[], &[]);
        for role in Role::ALL {
            let member = Member::of(&here.server, here.bank.id, *role).await;
            let (sees, changes) = match role {
                Role::Administrator | Role::Brand => (true, true),
                Role::Developer | Role::Analyst => (true, false),
                Role::Onboarding => (false, false),
            };
            for below in ["", "/publish", "/discard", "/history"] {
                let page = member.opens(&format!("{PLACE}{below}"));
                assert_eq!(page.status(), if sees { 200 } else { 403 }, "{role} {below}");
            }
            let form = brand.opens(&format!("{PLACE}/publish")).form("/publish");
            let answer = member.browser.submits(&form, &[]);
            // Another member's token is no token, but the role is asked first.
            assert_eq!(answer.status(), 403, "{role}");
            let says_role = answer.says("Your role does not allow this");
            assert_eq!(says_role, !changes, "{role}: {}", answer.html());
        }
        let stranger = HttpBrowser::new("en-CA").opens(&brand.address(PLACE));
        assert!(stranger.url.contains("/portal/sign-in"), "{}", stranger.url);
    }

    async fn another_partners_pictures_and_publications_are_nobodys(database: Database) {
        let here = Invitation::from_a_bank(database).await;
        let other = PartnerClient::new(&here.server, "Other Bank").await;
        let theirs = Member::of(&here.server, other.id, Role::Brand).await;
        let logo = png(60, 20, [9, 9, 9, 255]);
        let saved = theirs.saves_branding(&theirs.opens(PLACE), &[], &[("logo", "logo.png", &logo)]);
        let form = saved.form(PLACE);
        let (_, hash) = form.hidden.iter().find(|(name, _)| name == "logo-kept").unwrap();
        theirs.publishes_branding();
        let html = theirs.opens("/settings/branding/history").html();
        let publication = html.split("/settings/branding/restore/").nth(1).unwrap().split('"').next().unwrap();

        let ours = Member::of(&here.server, here.bank.id, Role::Brand).await;
        let refused = ours.saves_branding(&ours.opens(PLACE), &[("logo-kept", hash)], &[]);
        assert!(refused.status() == 422 && refused.says("no longer kept"), "{}", refused.html());
        assert_eq!(drafted(&here).await, None);
        for id in [publication, "00000000-0000-4000-8000-000000000000", "x"] {
            assert_eq!(ours.opens(&format!("/settings/branding/restore/{id}")).status(), 404, "{id}");
        }
    }

    async fn of_two_who_save_at_once_the_second_sees_what_the_first_has_saved(database: Database) {
        let here = Invitation::from_a_bank(database).await;
        let first = Member::of(&here.server, here.bank.id, Role::Brand).await;
        let second = Member::of(&here.server, here.bank.id, Role::Administrator).await;
        let page = second.opens(PLACE);
        first.saves_branding(&first.opens(PLACE), &[("primary", "#00874e")], &[]);
        let told = second.saves_branding(&page, &[("name-en", "Mine")], &[]);
        assert_eq!(told.status(), 409);
        for words in ["Somebody else saved while you were editing", "Ada Tremblay", "#00874e", "#ffd100", "Save mine in its place"] {
            assert!(told.says(words), "{words}: {}", told.html());
        }
        assert!(told.html().contains("value=\"Mine\""), "what was typed is kept");
        assert_eq!(drafted(&here).await.unwrap().primary.to_string(), "#00874e", "nothing is overwritten");
        let review = first.opens("/settings/branding/publish");
        let saved = second.saves_branding(&told, &[("name-en", "Mine")], &[]);
        assert!(saved.says("The draft is saved."), "{}", saved.html());
        assert_eq!(drafted(&here).await.unwrap().name.en, "Mine");
        // What is published is what was looked at.
        let refused = first.browser.submits(&review.form("/publish"), &[]);
        assert!(refused.status() == 409 && refused.says("the draft has changed"), "{}", refused.html());
        assert_eq!(partner(&here).await.version, 1);
    }

    async fn a_draft_is_thrown_away_only_after_one_has_seen_it(database: Database) {
        let here = Invitation::from_a_bank(database).await;
        let marie = Member::reading("fr-CA", &here.server, here.bank.id, Role::Brand).await;
        let saved = marie.saves_branding(&marie.opens(PLACE), &[], &[]);
        assert!(saved.says("Une ébauche attend d’être publiée"), "{}", saved.html());
        assert!(saved.says("(14,4\u{a0}:\u{a0}1)"), "{}", saved.html());
        let asked = marie.opens("/settings/branding/discard");
        assert!(asked.says("L’ébauche est perdue.") && asked.says("Maple Bank"), "{}", asked.html());
        assert!(drafted(&here).await.is_some(), "looking changes nothing");
        let gone = marie.browser.submits(&asked.form("/discard"), &[]);
        assert!(gone.says("L’ébauche est supprimée."), "{}", gone.html());
        assert_eq!(drafted(&here).await, None);
        // What is published already needs no draft.
        let same = [("name-en", "Banque Érable"), ("name-fr", ""), ("primary", "#1d4e89"), ("secondary", "#122b4a"), ("corners", "rounded")];
        let unchanged = marie.saves_branding(&marie.opens(PLACE), &same, &[]);
        assert!(unchanged.says("il n’y a pas d’ébauche"), "{}", unchanged.html());
        assert_eq!(drafted(&here).await, None);
    }
}
