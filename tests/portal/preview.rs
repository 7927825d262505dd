//! The real pages, before customers see them: for the partner's people alone, with data that is nobody's.

use bankfeeds_link::domain::language::Language;
use bankfeeds_link::domain::role::Role;
use bankfeeds_link::web::preview::{Drafts, Sample, View};
use bankfeeds_link::web::scheme::Scheme;
use serde_json::{Value, json};

use crate::link::Invitation;
use crate::link::brand::{drawing, lettering};
use crate::link::looks::dressed;
use crate::pages::inspection::{self, Check};
use crate::support::{Browser, Database, HttpBrowser, Member, Reader, tell, tell_within};

const PLACE: &str = "/settings/preview";

fn view(sample: Sample) -> View {
    View { sample, language: Language::En, scheme: Scheme::Light, drafts: Drafts::ALL }
}

on_both_databases! {
    async fn every_page_can_be_looked_at_in_both_languages_and_schemes(database: Database) {
        let here = Invitation::with(database, dressed).await;
        let member = Member::of(&here.server, here.bank.id, Role::Analyst).await;
        for sample in Sample::ALL {
            for language in Language::ALL {
                for scheme in Scheme::ALL {
                    let address = View { language, scheme, ..view(sample) }.address();
                    let page = member.browser.opens(&format!("{}{address}", here.server.url()));
                    let html = page.html();
                    assert_eq!(page.status(), 200, "{address}");
                    assert!(html.contains(&format!("<html lang=\"{}\">", language.tag())), "{address}");
                    assert!(html.contains(&format!("content=\"{}\"", scheme.word())), "{address}");
                    assert!(!html.contains("prefers-color-scheme") && html.contains("class=\"ribbon\""), "{address}");
                    assert!(!html.contains("<script") && !html.contains(&here.connection.id), "{address}");
                    let policy = page.answer.header("content-security-policy");
                    assert!(policy.contains("frame-ancestors 'self'"), "{address}: {policy}");
                    assert_eq!(page.answer.header("x-frame-options"), "SAMEORIGIN", "{address}");
                    assert_eq!(page.answer.header("cache-control"), "no-store", "{address}");
                }
            }
        }
        let credentials = format!("{}{}", here.server.url(), view(Sample::Credentials).address());
        let pair = member.browser.opens(&credentials);
        assert_eq!(pair.text_of("username").as_deref(), Some("SAMP-LEPA-IR00"));
    }

    async fn nobody_but_those_who_may_see_the_looks_gets_a_preview(database: Database) {
        let here = Invitation::from_a_bank(database).await;
        let address = format!("{}{}", here.server.url(), view(Sample::SelectSoftware).address());
        let stranger = HttpBrowser::new("en-CA");
        let onboarding = Member::of(&here.server, here.bank.id, Role::Onboarding).await;
        for browser in [&stranger, &onboarding.browser] {
            let page = browser.opens(&address);
            assert!(page.status() == 404 && !page.html().contains("rable"), "{}", page.html());
            assert!(page.answer.header("content-security-policy").contains("frame-ancestors 'none'"));
        }
        assert_eq!(onboarding.opens(PLACE).status(), 403);
        let brand = Member::of(&here.server, here.bank.id, Role::Brand).await;
        assert_eq!(brand.browser.opens(&address).status(), 200);
        assert_eq!(brand.browser.opens(&address.replace("select-software", "another-device")).status(), 404);
        here.server.app.clock.advance(std::time::Duration::from_secs(31 * 60));
        assert_eq!(brand.browser.opens(&address).status(), 404, "the session is over");
    }

    async fn a_previews_forms_and_links_lead_nowhere(database: Database) {
        let here = Invitation::with(database, dressed).await;
        let member = Member::of(&here.server, here.bank.id, Role::Brand).await;
        let mut forms = 0;
        for sample in Sample::ALL {
            let page = member.browser.opens(&format!("{}{}", here.server.url(), view(sample).address()));
            for form in page.forms() {
                let answer = member.browser.submits(&form, &[("software", "hcws"), ("answer", "agree")]);
                assert!(answer.status() == 405 && answer.says("This is only a preview"), "{sample:?}: {}", form.action);
                forms += 1;
            }
            let html = page.html();
            for link in html.split("href=\"/link/").skip(1).map(|it| it.split('"').next().unwrap()) {
                let answer = member.browser.opens(&format!("{}/link/{link}", here.server.url()));
                assert_eq!(answer.status(), 404, "{link}");
                assert_eq!(answer.answer.header("x-frame-options"), "SAMEORIGIN");
            }
        }
        assert!(forms > 20, "{forms}");
    }

    async fn the_editor_frames_the_preview_and_its_form_chooses_the_page(database: Database) {
        let here = Invitation::from_a_bank(database).await;
        let member = Member::reading("fr-CA", &here.server, here.bank.id, Role::Brand).await;
        for place in [PLACE, "/settings/branding"] {
            let page = member.opens(place);
            let policy = page.answer.header("content-security-policy");
            assert!(policy.contains("frame-src 'self'") && policy.contains("frame-ancestors 'none'"), "{policy}");
            assert!(page.html().contains("title=\"Aperçu d’une page du lien\""), "{}", page.html());
        }
        assert!(!member.opens("").answer.header("content-security-policy").contains("frame-src"));
        let chosen = format!("{}/preview?view=consent.no-account&lang=fr-CA&scheme=dark&draft=branding", here.server.url());
        let page = member.browser.opens(&chosen);
        let view = View {
            sample: Sample::NoAccount,
            language: Language::FrCa,
            scheme: Scheme::Dark,
            drafts: Drafts { callout: false, branding: true },
        };
        assert_eq!(page.url, format!("{}{}", here.server.url(), view.address()));
        assert_eq!(member.browser.opens(&chosen.replace("no-account", "x")).status(), 404);
    }

    async fn what_is_published_can_be_looked_at_beside_the_draft(database: Database) {
        let here = Invitation::from_a_bank(database).await;
        let member = Member::of(&here.server, here.bank.id, Role::Brand).await;
        member.saves_branding(&member.opens("/settings/branding"), &[], &[]);
        let shown = |drafts| {
            let address = View { drafts, ..view(Sample::SelectSoftware) }.address();
            member.browser.opens(&format!("{}{address}", here.server.url())).html()
        };
        let (draft, published) = (shown(Drafts::ALL), shown(Drafts::default()));
        assert!(draft.contains("/theme/ffd100-12355b-pill-light.") && draft.contains("Maple Bank"), "{draft}");
        assert!(published.contains("/theme/1d4e89-122b4a-light.") && !published.contains("Maple Bank"), "{published}");
    }
}

/// What the frame's document has computed.
async fn in_frame(browser: &Browser, element: &str, property: &str) -> Value {
    let script = format!(
        "(() => {{ const page = document.querySelector('iframe').contentDocument; \
         return getComputedStyle(page.querySelector('{element}'))['{property}']; }})()"
    );
    browser.evaluates(&script).await
}

async fn frame_shows(browser: &Browser, address: &str) {
    let at = "document.querySelector('iframe').contentDocument?.location.href + document.querySelector('iframe').contentDocument?.readyState";
    for _ in 0..200 {
        let shown = browser.evaluates(at).await;
        if shown.as_str().is_some_and(|it| it.contains(address) && it.ends_with("complete")) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the frame never showed {address}: {}", browser.evaluates(at).await);
}

#[test]
fn the_ugly_yellow_is_previewed_with_readable_words_and_no_customer_sees_it_before_it_is_published() {
    tell(async {
        let here = Invitation::with(Database::sqlite(), dressed).await;
        let member = Member::of(&here.server, here.bank.id, Role::Brand).await;
        member.saves_branding(&member.opens("/settings/branding"), &[("corners", "square")], &[]);
        let browser = Browser::of(Reader::english()).await;
        let (name, value) = ("p", member.browser.cookie("p").unwrap());
        browser.opens(here.server.url()).await;
        let cookie = json!({ "name": name, "value": value, "url": here.server.url(), "httpOnly": true });
        browser.asks_chromium("Network.setCookie", &cookie);
        browser.opens(&member.address(PLACE)).await;
        let (yellow, black) = (json!("rgb(255, 209, 0)"), json!("rgb(0, 0, 0)"));
        for (scheme, paper) in [("light", "rgb(255, 255, 255)"), ("dark", "rgb(18, 20, 24)")] {
            let choose = format!(
                "(() => {{ const it = document.getElementById('preview-scheme'); it.value = '{scheme}'; \
                 it.dispatchEvent(new Event('change', {{ bubbles: true }})); return true; }})()"
            );
            browser.evaluates(&choose).await;
            frame_shows(&browser, &format!("scheme={scheme}")).await;
            assert_eq!(in_frame(&browser, ".button", "backgroundColor").await, yellow, "{scheme}");
            assert_eq!(in_frame(&browser, ".button", "color").await, black, "{scheme}");
            assert_eq!(in_frame(&browser, ".button", "borderRadius").await, json!("0px"), "{scheme}");
            assert_eq!(in_frame(&browser, "body", "backgroundColor").await, json!(paper), "{scheme}");
            let width = browser.evaluates("document.querySelector('iframe').clientWidth").await;
            assert_eq!(width, json!(390), "a phone");
            browser.keeps_a_picture(&format!("portal-preview-{scheme}"));
        }
        browser.chooses("Desktop").await;
        assert_eq!(browser.evaluates("document.querySelector('iframe').clientWidth").await, json!(1280));
        browser.opens(&member.address("/settings/branding")).await;
        frame_shows(&browser, "select-software").await;
        browser.keeps_a_picture("portal-branding");
        let colour = "getComputedStyle(document.querySelector('main .button')).backgroundColor";
        let link = here.link();
        browser.opens(link).await;
        assert_ne!(browser.evaluates(colour).await, yellow);
        member.publishes_branding();
        browser.opens(link).await;
        assert_eq!(browser.evaluates(colour).await, yellow);
        let html = member.opens("/settings/branding/history").html();
        let former = html.split("/settings/branding/restore/").nth(1).unwrap().split('"').next().unwrap();
        let review = member.opens(&format!("/settings/branding/restore/{former}"));
        let form = review.forms().into_iter().find(|form| form.action.contains("/restore/")).unwrap();
        member.browser.submits(&form, &[]);
        browser.opens(link).await;
        assert_ne!(browser.evaluates(colour).await, yellow);
    });
}

/// The callout's editor, the branding's and the preview: axe, keyboard, console and layouts, on a phone too.
#[test]
fn the_pages_that_show_a_preview_can_be_used_by_everybody() {
    tell_within(std::time::Duration::from_secs(300), async {
        let here = Invitation::with(Database::sqlite(), dressed).await;
        let member = Member::of(&here.server, here.bank.id, Role::Brand).await;
        let (logo, fields) = (drawing(&lettering("#ffffff")), [("primary", "#767676")]);
        member.saves_branding(&member.opens("/settings/branding"), &fields, &[("logo", "logo.svg", &logo)]);
        let browser = Browser::of(Reader::english()).await;
        browser.opens(here.server.url()).await;
        let value = member.browser.cookie("p").unwrap();
        let cookie = json!({ "name": "p", "value": value, "url": here.server.url(), "httpOnly": true });
        browser.asks_chromium("Network.setCookie", &cookie);
        for place in [PLACE, "/settings/branding", "/settings/branding/publish", "/settings/branding/history"] {
            let faults = inspection::of_any(&browser, &member.address(place)).await;
            // The walk by Tab ends in the frame, whose page is looked at by itself; what is wider than the frame's place scrolls there.
            let is_of_frame = |(check, fault): &(Check, String)| {
                let has_frame = [PLACE, "/settings/branding"].contains(&place);
                has_frame
                    && (*check == Check::Keyboard
                        || ["frame-tested", "stage", "<div> “”"].iter().any(|it| fault.contains(it)))
            };
            let faults: Vec<_> = faults.into_iter().filter(|fault| !is_of_frame(fault)).collect();
            assert!(faults.is_empty(), "{place}: {faults:#?}");
        }
    });
}
