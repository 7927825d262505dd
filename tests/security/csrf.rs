//! Forms from elsewhere: every combination of what a browser may say of where a request comes from (security reference 4.4).

use bankfeeds_link::domain::role::Role;
use bankfeeds_link::portal::PAGES;

use crate::link::{Invitation, Walk, unless_busy};
use crate::portal::crawl::{Filled, forms, lookable};
use crate::support::{Answer, Database, Form, HttpBrowser, Member, Page, PartnerClient, Server};

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

impl Said {
    /// A form of the portal with this token.
    fn sends(&self, member: &Member, form: &Filled, token: &str) -> Answer {
        let mut headers = vec![("content-type", "application/x-www-form-urlencoded")];
        let said =
            [("sec-fetch-site", self.site), ("origin", self.origin.as_deref()), ("referer", self.referer.as_deref())];
        headers.extend(said.into_iter().filter_map(|(name, value)| Some((name, value?))));
        let below = form.action.trim_start_matches("/portal");
        member.browser.sends("POST", &member.address(below), &headers, &form.with("csrf", token))
    }
}

/// Every form that is posted from a page of the portal, with where it stands; one step behind the pages of the table, too.
fn all_forms(member: &Member) -> Vec<(String, Filled)> {
    let mut found = Vec::new();
    let mut pages: Vec<String> = lookable().map(|entry| entry.path.to_owned()).collect();
    let mut seen = 0;
    while let Some(page) = pages.get(seen).cloned() {
        seen += 1;
        let shown = member.opens(&page);
        if shown.status() != 200 {
            continue;
        }
        let html = shown.html();
        // Pages of single things, which the lists lead to.
        let links = html.split("href=\"/portal").skip(1).filter_map(|rest| rest.split('"').next());
        for link in links.filter(|link| !link.contains('?') && PAGES.iter().all(|entry| entry.path != *link)) {
            if !pages.iter().any(|known| known == link) {
                pages.push(link.to_owned());
            }
        }
        found.extend(forms(&html).into_iter().map(|form| (page.clone(), form)));
    }
    found
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

    async fn csrf_no_form_of_the_portal_is_taken_from_elsewhere_or_without_its_token(database: Database) {
        let server = Server::start(database).await;
        let bank = PartnerClient::new(&server, "Acme Bank").await;
        bank.connects(&bank.creates_company("Bistro"));
        bank.creates_company("Garage");
        let (ada, thief) = (Member::of(&server, bank.id, Role::Administrator).await, Member::of(&server, bank.id, Role::Administrator).await);
        let mut checked = std::collections::BTreeSet::new();
        let before = server.database.settled().await;
        for (page, form) in all_forms(&ada) {
            // One of each kind: thirty rows of a list have the same form.
            let kind: String = form.action.split('/').filter(|part| !part.contains(|it: char| it.is_ascii_digit())).collect::<Vec<_>>().join("/");
            if form.action.ends_with("/language") || !checked.insert(kind) {
                continue;
            }
            let good = form.csrf().unwrap_or_else(|| panic!("a form of {page} has no token: {}", form.action)).to_owned();
            let theirs = forms(&thief.opens(&page).html()).into_iter().find(|it| it.action == form.action);
            // What is about one of them alone stands on no page of the other's.
            let theirs = theirs.or_else(|| forms(&thief.opens("").html()).into_iter().next_back());
            let theirs = theirs.and_then(|it| it.csrf().map(str::to_owned)).unwrap();
            assert_ne!(good, theirs, "{}", form.action);
            let swapped = format!("{}{}", &good[1..], &good[..1]);
            for said in everything_said(server.url()) {
                let mut tokens = vec!["", theirs.as_str(), swapped.as_str()];
                tokens.extend((!said.is_ours).then_some(good.as_str()));
                for token in tokens {
                    let answer = said.sends(&ada, &form, token);
                    let is_refused = matches!(answer.status, 403 | 415);
                    assert!(is_refused, "{} {:?} {:?} {:?} {token}: {}", form.action, said.site, said.origin, said.referer, answer.status);
                }
            }
        }
        assert!(checked.len() >= 4, "{checked:?}");
        assert_eq!(server.database.settled().await, before);
        // Each of the six that are ours makes a key, each with a form of its own.
        let ours: Vec<Said> = everything_said(server.url()).into_iter().filter(|said| said.is_ours).collect();
        for said in &ours {
            let page = ada.opens("/developers/keys/new").html();
            let form = forms(&page).into_iter().find(|form| form.action.ends_with("/keys/new")).unwrap();
            let form = Filled { fields: form.fields.iter().cloned().map(|(name, value)| if name == "name" { (name, "one more".into()) } else { (name, value) }).collect(), ..form };
            let token = form.csrf().unwrap().to_owned();
            assert_eq!(said.sends(&ada, &form, &token).status, 200, "{:?} {:?} {:?}", said.site, said.origin, said.referer);
        }
        assert_eq!(ours.len(), 6);
    }

    async fn csrf_a_token_of_the_portal_is_for_one_form_and_one_session(database: Database) {
        let server = Server::start(database).await;
        let bank = PartnerClient::new(&server, "Acme Bank").await;
        let ada = Member::of(&server, bank.id, Role::Administrator).await;
        let said = &everything_said(server.url())[0];
        let all: Vec<Filled> = all_forms(&ada).into_iter().map(|(_, form)| form).filter(|form| form.csrf().is_some()).collect();
        let sign_out = all.iter().find(|form| form.action.ends_with("/sign-out")).unwrap();
        let before = server.database.settled().await;
        for form in all.iter().filter(|form| form.action != sign_out.action) {
            let foreign = sign_out.csrf().unwrap();
            let answer = said.sends(&ada, form, foreign);
            assert!(matches!(answer.status, 403 | 415), "{}: {}", form.action, answer.status);
            assert_eq!(said.sends(&ada, sign_out, form.csrf().unwrap()).status, 403, "{}", form.action);
        }
        assert_eq!(server.database.settled().await, before);
        assert_eq!(said.sends(&ada, sign_out, sign_out.csrf().unwrap()).status, 303);
        assert_eq!(said.sends(&ada, sign_out, sign_out.csrf().unwrap()).header("location"), "/portal/sign-in", "over is over");
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
