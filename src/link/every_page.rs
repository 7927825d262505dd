//! Every page in every sample state and both languages, rendered and held to what is promised of each of them.

use std::sync::Arc;

use askama::Template;

use crate::domain::language::Language;
use crate::web::assets::Assets;
use crate::web::page::{Brand, Page, Printed, Shell, Stay};
use crate::web::problem::ProblemPage;
use crate::web::texts::Tongue;
use crate::web::urls;

use super::another_device::AnotherDevice;
use super::consent::Consent;
use super::continue_here::{ContinueHere, ContinueWaiting};
use super::credentials::Credentials;
use super::finish::Finish;
use super::revoke::{Revoke, Revoked};
use super::select_software::SelectSoftware;
use super::set_up::SetUp;

pub struct Rendered {
    pub name: &'static str,
    pub language: Language,
    pub heading: String,
    pub html: String,
}

pub fn all(brand: &Arc<Brand>) -> Vec<Rendered> {
    Language::ALL.into_iter().flat_map(|language| in_language(language, brand, false)).collect()
}

fn in_language(language: Language, brand: &Arc<Brand>, is_sandbox: bool) -> Vec<Rendered> {
    let shell = Shell { is_sandbox, ..Shell::sample(Tongue::new(language)) }
        .branded(brand.clone())
        .switching_language_at(urls::language("9f3c", urls::Page::Consent), "t0ken".into())
        .printing(Printed::sample());
    let inside = shell.clone().staying(Stay::sample());
    let mut pages = Vec::new();
    pages.extend(rendered(language, SelectSoftware::samples(&shell)));
    pages.extend(rendered(language, Consent::samples(&inside)));
    pages.extend(rendered(language, SetUp::samples(&inside)));
    pages.extend(rendered(language, Credentials::samples(&inside)));
    pages.extend(rendered(language, AnotherDevice::samples(&inside)));
    pages.extend(rendered(language, ContinueHere::samples(&shell)));
    pages.extend(rendered(language, ContinueWaiting::samples(&shell)));
    pages.extend(rendered(language, Revoke::samples(&inside)));
    pages.extend(rendered(language, Revoked::samples(&inside)));
    pages.extend(rendered(language, Finish::samples(&shell)));
    pages.extend(rendered(language, ProblemPage::samples(&shell)));
    pages
}

fn rendered<P: Page + Template>(language: Language, samples: Vec<(&'static str, P)>) -> Vec<Rendered> {
    let render = |(name, page): (&'static str, P)| Rendered {
        name,
        language,
        heading: page.heading(),
        html: page.render().unwrap(),
    };
    samples.into_iter().map(render).collect()
}

fn pages() -> Vec<Rendered> {
    let plain = Arc::new(Brand::sample("#00874e", "#12355b"));
    let with_logo = Arc::new(Brand::sample("#ffd100", "#ffffff").with_logo());
    all(&plain).into_iter().chain(all(&with_logo)).collect()
}

#[test]
fn every_page_has_one_heading_which_is_its_title() {
    for Rendered { name, heading, html, .. } in pages() {
        assert_eq!(html.matches("<h1>").count(), 1, "{name}");
        let title = html.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).unwrap_or_default();
        assert!(!heading.is_empty() && title.contains(&escaped(&heading)), "{name}: {title}");
        let is_error = name.ends_with("_error");
        assert_eq!(title.starts_with("Error: ") || title.starts_with("Erreur\u{a0}: "), is_error, "{name}: {title}");
    }
}

#[test]
fn every_page_of_a_sandbox_says_so_before_all_else_and_no_other_page_does() {
    let brand = Arc::new(Brand::sample("#00874e", "#12355b").with_logo());
    for (language, words) in [(Language::En, ">Test mode: "), (Language::FrCa, ">Mode d’essai\u{a0}: ")] {
        for Rendered { name, html, .. } in in_language(language, &brand, true) {
            let (before, _) = html.split_once(words).unwrap_or_else(|| panic!("{name} does not say it"));
            assert!(!before.contains("<main") && !before.contains("class=\"column\""), "{name} says it late");
            // What is made here works in the pretend QuickBooks alone.
            assert!(!html.contains("intuit.com"), "{name} leads to the real one");
            assert!(name != "set_up" || html.contains(&urls::sandbox::quickbooks()), "{name} leads nowhere");
        }
        for Rendered { name, html, .. } in in_language(language, &brand, false) {
            assert!(!html.contains(words) && !html.contains("ribbon"), "{name} is live");
        }
    }
}

#[test]
fn every_page_is_in_its_language_and_offers_the_other_by_its_own_name() {
    for Rendered { name, language, html, .. } in pages() {
        assert!(html.contains(&format!("<html lang=\"{}\">", language.tag())), "{name}");
        let other = language.other();
        let button =
            format!("name=\"language\" value=\"{0}\" lang=\"{0}\">{1}</button>", other.tag(), other.own_name());
        assert!(html.contains(&button), "{name}");
        assert!(!html.contains('⟦'), "{name} lacks a text");
    }
}

#[test]
fn no_page_needs_an_exception_from_the_content_security_policy() {
    for Rendered { name, html, .. } in pages() {
        for forbidden in ["<style", " style=", "javascript:", " onclick", " onload", " onsubmit", "<script>", "data:"] {
            assert!(!html.contains(forbidden), "{name} holds {forbidden}");
        }
    }
}

/// The promise is 25 kB for the whole first page; this leaves more than half of it to the partner's logo and the headers.
#[test]
fn the_first_page_is_light_before_the_logo() {
    let assets = Assets::new();
    for page in pages().into_iter().filter(|page| page.name == "select_software") {
        let weight = page.html.len() + assets.weight_of_first_page();
        assert!(weight < 10_000, "{weight} bytes");
        assert_eq!(page.html.matches("<script").count(), 0);
        assert_eq!(
            page.html.matches("<link rel").count() + page.html.matches("<img").count(),
            3 + usize::from(page.html.contains("<img"))
        );
    }
}

#[test]
fn what_others_wrote_is_escaped() {
    let page = pages().into_iter().find(|page| page.name == "consent").unwrap();
    assert!(page.html.contains("Visa &#60;Gold&#62; &#38; Co"), "{}", page.html);
}

#[test]
fn every_form_carries_its_token_and_says_where_it_goes() {
    for Rendered { name, html, .. } in pages() {
        // The short address is neutral, too, and has a form that has to be its own.
        let is_neutral = !html.contains("rable") && !name.starts_with("continue_here");
        for form in html.split("<form").skip(1) {
            let form = form.split("</form>").next().unwrap_or_default();
            assert!(form.contains("method=\"post\""), "{name}");
            assert_eq!(form.contains("name=\"csrf\""), !is_neutral, "{name}: {form}");
            assert_eq!(form.contains("action=\""), !is_neutral, "{name}: {form}");
        }
    }
}

#[test]
fn a_neutral_page_is_the_same_whoever_the_partner_is() {
    let neutral = |brand: Brand| {
        let pages = all(&Arc::new(brand)).into_iter().filter(|page| page.name == "problem_no_link");
        pages.map(|page| page.html).collect::<Vec<_>>()
    };
    let one = neutral(Brand::sample("#00874e", "#12355b"));
    assert_eq!(one, neutral(Brand::sample("#ffd100", "#ffffff").with_logo()));
    assert!(one.iter().all(|html| !html.contains("9f3c") && !html.contains("rable") && !html.contains("K7TQ")));
}

#[test]
fn the_text_of_the_pair_has_no_gaps() {
    for page in pages().iter().filter(|page| page.name == "credentials") {
        assert_eq!(text_of("username", &page.html), "S3MW-TR4P-7DS8");
        assert_eq!(text_of("password", &page.html), "H7KQ2WMDX4ZRB9TN");
    }
}

#[test]
fn a_password_is_on_no_other_page() {
    for page in pages().iter().filter(|page| page.name != "credentials") {
        assert!(!page.html.contains("id=\"password\""), "{}", page.name);
    }
}

#[test]
fn the_callout_stands_directly_above_the_button() {
    for page in pages() {
        let (has_callout, name) = (page.html.contains("class=\"callout\""), page.name);
        assert_eq!(has_callout, name == "set_up" || name == "set_up_again", "{name}");
        if has_callout {
            let between =
                page.html.split("</section>").last().unwrap_or_default().split("<button").next().unwrap_or_default();
            assert!(between.trim_start().starts_with("<form"), "{name}: {between}");
        }
    }
}

/// What a browser calls `textContent`.
fn text_of(id: &str, html: &str) -> String {
    let inside = html.split(&format!("id=\"{id}\"")).nth(1).unwrap_or_default();
    let inside = inside.split_once('>').map_or("", |(_, rest)| rest);
    let end = inside.find("\n<button").or_else(|| inside.find(" <button")).unwrap_or(inside.len());
    let mut is_tag = false;
    let text = inside[..end].chars().filter(|character| {
        let was_tag = is_tag;
        is_tag = if is_tag { *character != '>' } else { *character == '<' };
        !was_tag && !is_tag
    });
    text.collect()
}

fn escaped(text: &str) -> String {
    text.replace('\'', "&#39;")
}
