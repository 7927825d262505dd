use std::time::Duration;

use bankfeeds_link::domain::language::Language;
use bankfeeds_link::domain::member::Email;
use bankfeeds_link::domain::role::Role;
use bankfeeds_link::domain::set_up::{self, Asked, Draft, Kind, Made, Start};
use bankfeeds_link::store;

use crate::support::{Database, HttpBrowser, Member, PartnerClient, Server};

pub const PASSWORD: &str = "vq3-kzut-9mt-pw";

/// An invitation of Grace's, by nobody in particular.
pub async fn is_invited(server: &Server, partner: &PartnerClient, email: &str, role: Role) -> Made {
    let app = &server.app;
    let mut db = app.store.write().await.unwrap();
    let email = Email::parse(email).unwrap();
    let draft = Draft { kind: Kind::First, email: &email, name: None, role, language: Language::En };
    let asked = set_up::invite(&mut db, &app.chance, (partner.id, None), &draft, app.clock.now()).await.unwrap();
    let Asked::Made(made) = asked else { panic!("not made") };
    db.commit().await.unwrap();
    *made
}

pub fn link(server: &Server, made: &Made) -> String {
    format!("{}/portal/set-up?code={}", server.url(), made.code.reveal())
}

async fn opens(database: Database) -> (Server, PartnerClient) {
    let server = Server::start(database).await;
    let partner = PartnerClient::new(&server, "Acme Bank").await;
    (server, partner)
}

on_both_databases! {
    async fn whoever_is_invited_chooses_a_name_and_a_password_and_is_in(database: Database) {
        let (server, partner) = opens(database).await;
        let made = is_invited(&server, &partner, "grace@bank.example", Role::Brand).await;
        let browser = HttpBrowser::new("en-CA");
        let page = browser.opens(&link(&server, &made));
        assert_eq!((page.status(), page.url.as_str()), (200, format!("{}/portal/set-up", server.url()).as_str()));
        assert!(page.says("Join the portal of Acme Bank") && page.says("Your role: Brand."), "{}", page.html());
        assert!(page.html().contains("grace@bank.example") && page.says("At least 15 characters"));
        assert!(!page.html().contains(made.code.reveal()), "the code stands in the page");
        let home = browser.submits(&page.form("/set-up"), &[("name", "Grace Hopper"), ("password", PASSWORD)]);
        assert!(home.url.ends_with("/portal") && home.says("Welcome, Grace Hopper."), "{}", home.html());
        assert!(browser.cookie("set-up").is_none_or(|it| it.is_empty()), "the code is still in the browser");
        // And with the password, from another browser.
        let other = HttpBrowser::new("en-CA");
        let door = other.opens(&format!("{}/portal/sign-in", server.url()));
        let home = other.submits(&door.form("/sign-in"), &[("email", "Grace@bank.example"), ("password", PASSWORD)]);
        assert_eq!(home.status(), 200, "{}", home.html());
    }

    async fn a_link_that_is_only_looked_at_is_not_used_up(database: Database) {
        let (server, partner) = opens(database).await;
        let made = is_invited(&server, &partner, "grace@bank.example", Role::Brand).await;
        let link = link(&server, &made);
        for method in ["HEAD", "GET", "GET"] {
            let scanner = HttpBrowser::new("en-CA");
            let led = scanner.asks(method, &link);
            assert_eq!((led.status, led.header("location")), (303, "/portal/set-up"));
            assert_eq!(scanner.opens(&format!("{}/portal/set-up", server.url())).status(), 200);
        }
        let browser = HttpBrowser::new("en-CA");
        let page = browser.opens(&link);
        let home = browser.submits(&page.form("/set-up"), &[("name", "Grace"), ("password", PASSWORD)]);
        assert!(home.says("Welcome, Grace."));
    }

    async fn what_is_wrong_is_told_beside_its_field_and_what_was_typed_stays(database: Database) {
        let (server, partner) = opens(database).await;
        let made = is_invited(&server, &partner, "grace@bank.example", Role::Analyst).await;
        let browser = HttpBrowser::new("en-CA");
        let page = browser.opens(&link(&server, &made));
        let form = page.form("/set-up");
        let refused = browser.submits(&form, &[("name", "Grace Hopper"), ("password", "vq3-kzut-9mt")]);
        assert_eq!(refused.status(), 422);
        assert!(refused.html().contains("Grace Hopper") && refused.says("Choose a password of at least 15 characters."));
        assert!(refused.html().contains("<title>Error: "), "{}", refused.html());
        let refused = browser.submits(&form, &[("name", "  "), ("password", "gracehopperacmebank")]);
        assert!(refused.says("Enter a name of 60 characters or less") && refused.says("among those that are tried first"));
        let refused = browser.submits(&form, &[("name", "a\u{202e}b"), ("password", &"x k7".repeat(40))]);
        assert!(refused.says("Enter a name of") && refused.says("Choose a password of 128 characters or less."));
        let home = browser.submits(&form, &[("name", "Grace"), ("password", PASSWORD)]);
        assert!(home.says("Welcome, Grace."), "{}", home.html());
    }

    async fn beside_a_second_factor_twelve_characters_do_and_the_second_factor_comes_next(database: Database) {
        let (server, partner) = opens(database).await;
        let made = is_invited(&server, &partner, "grace@bank.example", Role::Administrator).await;
        let browser = HttpBrowser::new("en-CA");
        let page = browser.opens(&link(&server, &made));
        assert!(page.says("At least 12 characters") && page.says("Next you set up a second factor"));
        let fields = [("name", "Grace"), ("password", "vq3-kzut-9mt")];
        let led = browser.submits(&page.form("/set-up"), &fields);
        assert!(led.url.ends_with("/portal/account/authenticator"), "{} {}", led.url, led.status());
    }

    async fn of_two_who_use_a_link_one_joins_and_the_other_is_told(database: Database) {
        let (server, partner) = opens(database).await;
        let made = is_invited(&server, &partner, "grace@bank.example", Role::Brand).await;
        let link = link(&server, &made);
        let (first, second) = (HttpBrowser::new("en-CA"), HttpBrowser::new("en-CA"));
        let pages = [first.opens(&link), second.opens(&link)];
        let pages = std::thread::scope(|scope| {
            [(&first, "Grace", &pages[0]), (&second, "Eve", &pages[1])]
                .map(|(browser, name, page)| {
                    scope.spawn(move || {
                        browser.submits(&page.form("/set-up"), &[("name", name), ("password", PASSWORD)])
                    })
                })
                .map(|thread| thread.join().unwrap())
        });
        let mut statuses = pages.each_ref().map(|page| page.status());
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 410]);
        let told = pages.iter().find(|page| page.status() == 410).unwrap();
        assert!(told.says("This link was used already"), "{}", told.html());
        let mut db = server.app.store.read().await.unwrap();
        assert_eq!(store::members::of_partner(&mut db, partner.id).await.unwrap().len(), 1);
    }

    async fn a_link_that_is_over_says_why_and_whom_to_ask(database: Database) {
        let (server, partner) = opens(database).await;
        let ada = Member::of(&server, partner.id, Role::Administrator).await;
        let browser = HttpBrowser::new("en-CA");
        let older = is_invited(&server, &partner, "grace@bank.example", Role::Brand).await;
        let newer = is_invited(&server, &partner, "GRACE@bank.example", Role::Brand).await;
        let told = browser.opens(&link(&server, &older));
        assert_eq!(told.status(), 410);
        assert!(told.says("It was withdrawn, or a newer one was made") && told.says("Ask whoever runs this portal"));
        server.app.clock.advance(set_up::VALID_FOR - Duration::from_micros(1));
        let page = browser.opens(&link(&server, &newer));
        assert_eq!(page.status(), 200, "{}", page.html());
        server.app.clock.advance(Duration::from_micros(1));
        let late = browser.submits(&page.form("/set-up"), &[("name", "Grace"), ("password", PASSWORD)]);
        assert_eq!(late.status(), 410);
        assert!(late.says("This link has expired") && late.says("A link works for 72 hours."), "{}", late.html());
        let reset = resets(&server, &ada, false).await;
        server.app.clock.advance(set_up::VALID_FOR);
        let told = browser.opens(&link(&server, &reset));
        assert!(told.says("Ask an administrator of the team at Acme Bank"), "{}", told.html());
    }

    async fn of_what_never_was_nothing_is_told(database: Database) {
        let (server, partner) = opens(database).await;
        let made = is_invited(&server, &partner, "grace@bank.example", Role::Brand).await;
        let code = made.code.reveal();
        // Another one whatever this one's last letter is, and as well formed.
        let other = format!("{}{}", &code[..42], if code.ends_with('A') { 'E' } else { 'A' });
        let long = "A".repeat(5_000);
        let codes = ["", "x", "%00", "..%2F..", "%C3%A9", &other, &long];
        let page = |browser: &HttpBrowser, address: &str| {
            let page = browser.opens(&format!("{}/portal/set-up{address}", server.url()));
            assert_eq!(page.status(), 404, "{address}");
            // But for what is bound to the browser or the request.
            page.text_of("main").unwrap()
        };
        let none = page(&HttpBrowser::new("en-CA"), "");
        assert!(none.contains("This link does not work"), "{none}");
        for code in codes {
            assert_eq!(page(&HttpBrowser::new("en-CA"), &format!("?code={code}")), none, "{code}");
        }
        let french = page(&HttpBrowser::new("fr-CA"), "?code=x");
        assert!(french.contains("Ce lien ne fonctionne pas"), "{french}");
    }

    async fn an_address_that_is_somebodys_elsewhere_is_told_to_its_owner_alone(database: Database) {
        let (server, partner) = opens(database).await;
        let other = PartnerClient::new(&server, "Other Bank").await;
        let grace = Member::of(&server, other.id, Role::Brand).await;
        let made = is_invited(&server, &partner, &grace.email, Role::Brand).await;
        let browser = HttpBrowser::new("en-CA");
        let page = browser.opens(&link(&server, &made));
        assert!(page.says("Join the portal of Acme Bank"), "until a password is chosen nothing is told");
        let fields = [("name", "Grace"), ("password", PASSWORD)];
        let told = browser.submits(&page.form("/set-up"), &fields);
        assert_eq!(told.status(), 409);
        assert!(told.says("This address has an account already"), "{}", told.html());
        // The link is not used up: the account may go.
        assert_eq!(browser.opens(&link(&server, &made)).status(), 200);
    }

    async fn a_new_password_ends_every_session_and_leaves_the_second_factor(database: Database) {
        let (server, partner) = opens(database).await;
        let ada = Member::of(&server, partner.id, Role::Administrator).await;
        let reset = resets(&server, &ada, false).await;
        let browser = HttpBrowser::new("en-CA");
        let page = browser.opens(&link(&server, &reset));
        assert!(page.says("Choose a new password") && !page.html().contains("name=\"name\""), "{}", page.html());
        assert_eq!(ada.opens("").status(), 200, "nothing ends before it is used");
        let done = browser.submits(&page.form("/set-up"), &[("password", "vq3-kzut-9mt")]);
        assert!(done.says("Your new password is set") && done.says("your second factor"), "{}", done.html());
        assert!(browser.opens(&ada.address("")).url.ends_with("/sign-in"), "signed in without the second factor");
        assert!(ada.opens("").url.ends_with("/sign-in"), "her session lives");
        assert_eq!(browser.opens(&link(&server, &reset)).status(), 410);
    }

    async fn a_reset_of_both_leads_to_a_new_second_factor(database: Database) {
        let (server, partner) = opens(database).await;
        let ada = Member::of(&server, partner.id, Role::Administrator).await;
        let reset = resets(&server, &ada, true).await;
        let browser = HttpBrowser::new("en-CA");
        let page = browser.opens(&link(&server, &reset));
        let led = browser.submits(&page.form("/set-up"), &[("password", "vq3-kzut-9mt")]);
        assert!(led.url.ends_with("/portal/account/authenticator"), "{}", led.url);
        let mut db = server.app.store.read().await.unwrap();
        assert!(!store::members::get(&mut db, partner.id, ada.id).await.unwrap().unwrap().has_second_factor);
    }

    async fn whoever_was_signed_in_in_this_browser_is_so_no_longer(database: Database) {
        let (server, partner) = opens(database).await;
        let ada = Member::of(&server, partner.id, Role::Brand).await;
        let hers = ada.browser.cookie("p").unwrap();
        let made = is_invited(&server, &partner, "grace@bank.example", Role::Brand).await;
        let page = ada.browser.opens(&link(&server, &made));
        let home = ada.browser.submits(&page.form("/set-up"), &[("name", "Grace"), ("password", PASSWORD)]);
        assert!(home.says("Welcome, Grace."), "{}", home.html());
        assert_ne!(ada.browser.cookie("p").unwrap(), hers);
        let thief = HttpBrowser::new("en-CA");
        thief.takes_cookie(server.url(), "p", &hers);
        assert!(thief.opens(&ada.address("")).url.ends_with("/sign-in"));
    }

    async fn a_form_from_elsewhere_uses_nothing_up(database: Database) {
        let (server, partner) = opens(database).await;
        let made = is_invited(&server, &partner, "grace@bank.example", Role::Brand).await;
        let (browser, eve) = (HttpBrowser::new("en-CA"), HttpBrowser::new("en-CA"));
        let theirs = eve.opens(&link(&server, &made)).form("/set-up");
        browser.opens(&link(&server, &made));
        let refused = browser.submits(&theirs, &[("name", "Grace"), ("password", PASSWORD)]);
        assert_eq!(refused.status(), 403);
        assert_eq!(browser.opens(&link(&server, &made)).status(), 200);
    }
}

pub async fn resets(server: &Server, of: &Member, forgets_second_factor: bool) -> Made {
    let app = &server.app;
    let mut db = app.store.write().await.unwrap();
    let person = store::team::by_address(&mut db, &of.email).await.unwrap().unwrap();
    let start = Start { by: None, language: Language::En, forgets_second_factor };
    let asked = set_up::reset(&mut db, &app.chance, &person, &start, app.clock.now()).await.unwrap();
    let Asked::Made(made) = asked else { panic!("not made") };
    db.commit().await.unwrap();
    *made
}
