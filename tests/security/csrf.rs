//! Forms from elsewhere: every combination of what a browser may say of where a request comes from (security reference 4.4).

use crate::link::{Invitation, Walk, unless_busy};
use crate::support::{Answer, Database, Form, HttpBrowser, Page};

const EVIL: &str = "https://evil.example";

/// What a browser says of itself, and whether that is one of our own pages.
struct Said {
    site: Option<&'static str>,
    origin: Option<String>,
    referer: Option<String>,
    is_ours: bool,
}

/// Each `Sec-Fetch-Site` with each `Origin`; without either, each `Referer`.
fn everything_said(ours: &str) -> Vec<Said> {
    let mut said = Vec::new();
    for site in [Some("same-origin"), Some("same-site"), Some("cross-site"), Some("none"), None] {
        for origin in [Some(ours), Some(EVIL), Some("null"), None] {
            let speaks_for = site == Some("same-origin") || (site.is_none() && origin == Some(ours));
            let is_ours = speaks_for && origin != Some(EVIL);
            said.push(Said { site, origin: origin.map(str::to_owned), referer: None, is_ours });
        }
    }
    for origin in [Some("null"), None] {
        for (referer, is_ours) in [
            (format!("{ours}/link/1/consent"), true),
            (ours.to_owned(), false),
            (format!("{ours}.evil.example/"), false),
            (format!("{EVIL}/?{ours}/"), false),
        ] {
            said.push(Said { site: None, origin: origin.map(str::to_owned), referer: Some(referer), is_ours });
        }
    }
    said
}

impl Said {
    fn posts(&self, browser: &HttpBrowser, form: &Form, token: Option<&str>, fields: &str) -> Answer {
        let mut headers = vec![("content-type", "application/x-www-form-urlencoded")];
        let said =
            [("sec-fetch-site", self.site), ("origin", self.origin.as_deref()), ("referer", self.referer.as_deref())];
        headers.extend(said.into_iter().filter_map(|(name, value)| Some((name, value?))));
        let hidden = form.hidden.iter().filter(|(name, _)| name != "csrf");
        let mut body: String = hidden.map(|(name, value)| format!("{name}={value}&")).collect();
        body.extend(token.map(|token| format!("csrf={token}&")));
        browser.sends("POST", &form.action, &headers, &format!("{body}{fields}"))
    }
}

fn token(form: &Form) -> &str {
    &form.hidden.iter().find(|(name, _)| name == "csrf").unwrap().1
}

/// Sends the page's form in every combination: exactly the allowed cells succeed, and the others change nothing.
/// `theirs`: the token of somebody else for the same form.
async fn check(invitation: &Invitation, browser: &HttpBrowser, (page, end): (&str, &str), theirs: &str, fields: &str) {
    let shown = || browser.opens(&invitation.page_address(page)).form(end);
    let (ours, form) = (invitation.server.url(), shown());
    let good = token(&form);
    assert_ne!(good, theirs);
    let swapped = format!("{}{}", &good[1..], &good[..1]);
    let before = invitation.server.database.tables().await;
    let mut allowed = Vec::new();
    for said in everything_said(ours) {
        for wrong in [None, Some(""), Some(theirs), Some(swapped.as_str())] {
            let answer = said.posts(browser, &form, wrong, fields);
            assert_eq!(answer.status, 403, "{} {:?} {:?} {wrong:?}", form.action, said.site, said.origin);
        }
        match said.is_ours {
            true => allowed.push(said),
            false => {
                let answer = said.posts(browser, &form, Some(good), fields);
                assert_eq!(answer.status, 403, "{} {:?} {:?} {:?}", form.action, said.site, said.origin, said.referer);
            }
        }
    }
    assert_eq!(invitation.server.database.tables().await, before, "{}", form.action);
    assert_eq!(allowed.len(), 6);
    for said in allowed {
        // Next exchanges the cookie, and with it the token.
        let form = shown();
        let answer = unless_busy(|| said.posts(browser, &form, Some(token(&form)), fields), |answer| answer.status);
        assert_eq!(answer.status, 303, "{} {:?} {:?} {:?}", form.action, said.site, said.origin, said.referer);
    }
}

on_both_databases! {
    async fn csrf_only_the_allowed_cells_of_the_matrix_succeed_for_every_form(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let second = { invitation.server.app.clock.advance(std::time::Duration::from_secs(301)); invitation.fresh_link() };
        // Somebody else on the same connection, who has a good token of their own for each form.
        let (marie, thief) = (HttpBrowser::new("en-CA"), HttpBrowser::new("en-CA"));
        marie.opens(invitation.link());
        let first = thief.opens(&second);
        let theirs = |page: &Page, end: &str| token(&page.form(end)).to_owned();
        let language = ("select-software", "/language");
        check(&invitation, &marie, language, &theirs(&first, "/language"), "language=en-CA").await;
        let next = ("select-software", "/select-software");
        check(&invitation, &marie, next, &theirs(&first, "/select-software"), "software=hcws").await;
        let permission = thief.presses_next(&first);
        check(&invitation, &marie, ("consent", "/consent"), &theirs(&permission, "/consent"), "answer=agree").await;
        let set_up = thief.agrees(&permission);
        check(&invitation, &marie, ("set-up", "/credentials"), &theirs(&set_up, "/credentials"), "").await;
        check(&invitation, &marie, ("set-up", "/keep-going"), &theirs(&set_up, "/keep-going"), "").await;
        let another = theirs(&thief.opens(&invitation.page_address("another-device")), "/another-device");
        check(&invitation, &marie, ("another-device", "/another-device"), &another, "").await;
        let revoke = theirs(&thief.opens(&invitation.page_address("revoke")), "/revoke");
        check(&invitation, &marie, ("revoke", "/revoke"), &revoke, "").await;
    }

    async fn csrf_a_token_is_for_one_form_and_not_for_another(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        let before_the_claim = marie.opens(invitation.link());
        marie.presses_next(&before_the_claim);
        let permission = marie.opens(&invitation.page_address("consent"));
        let forms = [permission.form("/language"), permission.form("/consent")];
        let software = before_the_claim.form("/select-software");
        for (form, foreign, fields) in [
            (&forms[1], token(&forms[0]), "answer=agree"),
            (&forms[0], token(&forms[1]), "language=fr-CA"),
            (&forms[1], token(&software), "answer=agree"),
            (&software, token(&software), "software=hcws"),
        ] {
            let said = &everything_said(invitation.server.url())[0];
            let answer = said.posts(&marie, form, Some(foreign), fields);
            assert_eq!(answer.status, 403, "{}: the token of another form, or from before the claim", form.action);
        }
    }

    async fn csrf_the_language_button_of_a_dead_end_obeys_our_own_pages_only(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let reader = HttpBrowser::new("en-CA");
        for address in [invitation.wrong_link(), format!("{}?language", invitation.page_address("consent"))] {
            for said in everything_said(invitation.server.url()) {
                let form = Form { action: address.clone(), hidden: Vec::new() };
                let answer = said.posts(&reader, &form, None, "language=fr-CA");
                let status = if said.is_ours { 303 } else { 403 };
                assert_eq!(answer.status, status, "{address} {:?} {:?} {:?}", said.site, said.origin, said.referer);
                assert_eq!(answer.header("set-cookie").is_empty(), !said.is_ours);
            }
        }
    }

    async fn csrf_pages_with_a_form_let_the_browser_name_its_origin(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let marie = HttpBrowser::new("en-CA");
        let mut pages = vec![marie.opens(invitation.link())];
        marie.walks_to_credentials(invitation.link());
        for page in ["select-software", "consent", "set-up", "credentials", "another-device", "revoke", "finish", "declined"] {
            pages.push(marie.opens(&invitation.page_address(page)));
        }
        for page in pages {
            assert_eq!((page.status(), page.answer.header("referrer-policy")), (200, "same-origin"), "{}", page.url);
        }
    }

    async fn csrf_every_get_twice_leaves_every_table_as_it_was(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (bank, marie) = (&invitation.bank, HttpBrowser::new("en-CA"));
        let html = marie.walks_to_credentials(invitation.link()).html();
        let files = html.split('"').filter(|text| ["/static/", "/theme/", "/brand/"].iter().any(|it| text.starts_with(it)));
        let url = invitation.server.url();
        let mut addresses: Vec<String> = files.map(|file| format!("{url}{file}")).collect();
        let pages =
            ["select-software", "consent", "set-up", "credentials", "revoke", "revoked", "finish", "declined", "language", "x"];
        addresses.extend(pages.map(|page| invitation.page_address(page)));
        addresses.extend(["/", "/company/1", "/robots.txt", "/healthz", "/readyz", "/ofx", "/nowhere"].map(|it| format!("{url}{it}")));
        addresses.push(invitation.link().to_owned());
        let open = marie.submits(&marie.opens(&invitation.page_address("another-device")).form("/another-device"), &[]);
        let short = open.text_of("address").unwrap();
        addresses.extend(["another-device", "another-device/stage"].map(|page| invitation.page_address(page)));
        addresses.extend([short.clone(), format!("{short}/waiting"), format!("{short}/waiting/stage")]);
        let (company, connection) = (format!("/companies/{}", invitation.connection.company), invitation.connection.path(""));
        let accounts = invitation.connection.path("connectionInfo/bankFeedAccounts");
        let api = ["/companies".into(), company.clone(), format!("{company}/connections"), connection, accounts, format!("{company}/push")];
        // The first answer may make a link, and marks the key as used at most once a minute.
        api.iter().for_each(|path| drop(bank.gets(path).succeeded()));
        let settled = async || loop {
            let tables = invitation.server.database.tables().await;
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            if tables == invitation.server.database.tables().await {
                break tables;
            }
        };
        let before = settled().await;
        for _ in 0..2 {
            for address in &addresses {
                assert_ne!(marie.asks("GET", address).status / 100, 5, "{address}");
                assert_ne!(marie.asks("HEAD", address).status / 100, 5, "{address}");
            }
            api.iter().for_each(|path| drop(bank.gets(path).succeeded()));
        }
        assert_eq!(settled().await, before);
    }
}
