use std::time::Duration;

use bankfeeds_link::domain::role::Role;
use bankfeeds_link::domain::set_up;
use bankfeeds_link::store;

use super::set_up::{PASSWORD, is_invited};
use crate::support::{Database, Form, HttpBrowser, Manner, Member, Page, PartnerClient, PostOffice, Server, Wire};

async fn opens(database: Database) -> (Server, PartnerClient, Member) {
    let server = Server::start(database).await;
    let (partner, ada) = staffed(&server, "Acme Bank").await;
    (server, partner, ada)
}

async fn staffed(server: &Server, name: &str) -> (PartnerClient, Member) {
    let partner = PartnerClient::new(server, name).await;
    let ada = Member::of(server, partner.id, Role::Administrator).await;
    (partner, ada)
}

fn invites(by: &Member, email: &str, role: &str) -> Page {
    let form = by.opens("/team/invite").form("/team/invite");
    by.browser.submits(&form, &[("email", email), ("name", "Grace"), ("role", role), ("language", "fr-CA")])
}

/// The link on the page that shows it once.
fn link(page: &Page) -> String {
    page.text_of("link").unwrap_or_else(|| panic!("no link: {}", page.html()))
}

fn joins(link: &str, name: &str) -> (HttpBrowser, Page) {
    let browser = HttpBrowser::new("en-CA");
    let page = browser.opens(link);
    let home = browser.submits(&page.form("/set-up"), &[("name", name), ("password", PASSWORD)]);
    (browser, home)
}

fn roles(by: &Member, of: &Member, role: &str) -> Page {
    let below = format!("/team/members/{}", of.id);
    let form = by.opens(&below).form(&below);
    by.browser.submits(&form, &[("role", role)])
}

fn removes(by: &Member, of: &Member) -> Page {
    let below = format!("/team/members/{}/remove", of.id);
    by.browser.submits(&by.opens(&below).form(&below), &[])
}

on_both_databases! {
    async fn somebody_who_is_invited_joins_and_is_in_the_list(database: Database) {
        let (_server, _, ada) = opens(database).await;
        let made = invites(&ada, "Grace@bank.example", "brand");
        assert!(made.says("The invitation is ready") && made.says("No email is set up here"), "{}", made.html());
        let team = ada.opens("/team");
        assert!(team.says("Grace@bank.example") && team.says("Invited; the link works until"), "{}", team.html());
        assert!(!team.html().contains("code="), "a link is shown once");
        let page = HttpBrowser::new("en-CA").opens(&link(&made));
        assert!(page.html().contains("<html lang=\"fr-CA\""), "in the language of the invitation: {}", page.html());
        assert!(page.says("Ada Tremblay") && page.says("Image de marque"), "{}", page.html());
        assert!(page.html().contains("value=\"Grace\""), "the name that was given");
        let (_, home) = joins(&link(&made), "Grace Hopper");
        assert!(home.says("Bienvenue, Grace Hopper."), "{}", home.html());
        let team = ada.opens("/team");
        assert!(team.says("Grace Hopper") && team.says("Nobody is invited at the moment."), "{}", team.html());
        assert!(team.says("Ada Tremblay (you)"));
    }

    async fn what_is_wrong_with_an_invitation_is_told_and_what_was_typed_stays(database: Database) {
        let (server, partner, ada) = opens(database).await;
        let wrong = invites(&ada, "grace@bank", "");
        assert_eq!(wrong.status(), 422);
        assert!(wrong.says("Enter an email address such as") && wrong.says("Choose a role."), "{}", wrong.html());
        assert!(wrong.html().contains("grace@bank\"") && wrong.html().contains("value=\"Grace\""));
        assert!(invites(&ada, "g@bank.example", "emperor").says("Choose a role."));
        let twice = invites(&ada, &ada.email.to_uppercase(), "brand");
        assert!(twice.says("Somebody in your team has this address already."), "{}", twice.html());
        // Somebody of another partner's is invited like anybody, or the inviter would learn of them.
        let (_, theirs) = staffed(&server, "Other Bank").await;
        assert!(invites(&ada, &theirs.email, "brand").says("The invitation is ready"));
        for number in 1..set_up::MOST_OPEN {
            let email = format!("g{number}@bank.example");
            is_invited(&server, &partner, &email, Role::Brand).await;
        }
        let many = invites(&ada, "one-more@bank.example", "brand");
        assert!(many.status() == 422 && many.says("50 links are open"), "{}", many.html());
        assert!(invites(&ada, &theirs.email, "brand").says("The invitation is ready"), "in place of the former");
    }

    async fn an_invitation_is_sent_anew_or_withdrawn(database: Database) {
        let (server, _, ada) = opens(database).await;
        let first = link(&invites(&ada, "grace@bank.example", "brand"));
        let anew = ada.browser.submits(&ada.opens("/team").form("/anew"), &[]);
        assert_ne!(link(&anew), first);
        let stranger = HttpBrowser::new("en-CA");
        assert_eq!(stranger.opens(&first).status(), 410);
        assert!(stranger.opens(&link(&anew)).html().contains("value=\"Grace\""));
        let form = ada.opens("/team").form("/withdraw");
        let team = ada.browser.submits(&form, &[]);
        assert!(team.says("The invitation is withdrawn.") && team.says("Nobody is invited"), "{}", team.html());
        assert_eq!(stranger.opens(&link(&anew)).status(), 410);
        assert_eq!(ada.browser.submits(&form, &[]).status(), 404, "once");
        // One that has expired is in the list until it is sent anew or withdrawn.
        let late = invites(&ada, "joan@bank.example", "brand");
        server.app.clock.advance(set_up::VALID_FOR);
        let other = Member::of(&server, partner_of(&server, &ada).await, Role::Administrator).await;
        assert!(other.opens("/team").says("Invited; the link has expired"));
        let anew = other.browser.submits(&other.opens("/team").form("/anew"), &[]);
        assert_eq!((stranger.opens(&link(&late)).status(), stranger.opens(&link(&anew)).status()), (410, 200));
    }

    async fn another_role_counts_from_the_next_page_on(database: Database) {
        let (server, partner, ada) = opens(database).await;
        let grace = Member::of(&server, partner.id, Role::Analyst).await;
        assert_eq!(grace.opens("/team/invite").status(), 403);
        let done = roles(&ada, &grace, "administrator");
        assert!(done.says("The role is changed."), "{}", done.html());
        assert!(grace.opens("/team/invite").url.ends_with("/account/authenticator"), "the role needs it");
        let done = roles(&ada, &grace, "onboarding");
        assert!(done.says("The role is changed."));
        assert_eq!(grace.opens("/team").status(), 403);
        assert_eq!(roles(&ada, &grace, "emperor").status(), 422);
    }

    async fn nobody_changes_their_own_role_and_an_administrator_is_left(database: Database) {
        let (server, partner, ada) = opens(database).await;
        let below = format!("/team/members/{}", ada.id);
        let page = ada.opens(&below);
        assert!(page.says("Nobody changes their own role.") && !page.html().contains("name=\"role\""));
        let grace = Member::of(&server, partner.id, Role::Administrator).await;
        // The form of another's page, sent to their own.
        let mut form = ada.opens(&format!("/team/members/{}", grace.id)).form(&format!("{}", grace.id));
        form.action = ada.address(&below);
        let own = ada.browser.submits(&form, &[("role", "brand")]);
        assert!(own.status() == 409 && own.says("Nobody changes their own role."), "{}", own.html());
        assert!(roles(&ada, &grace, "brand").says("The role is changed."));
        let last = removes(&ada, &ada);
        assert!(last.status() == 409 && last.says("This is the team’s last administrator."), "{}", last.html());
        assert!(roles(&ada, &grace, "administrator").says("The role is changed."));
        assert!(removes(&ada, &ada).url.contains("/sign-in"), "she may go when another is left");
        assert_eq!(grace.opens("/team").status(), 200);
    }

    async fn two_who_change_one_role_notice_one_another(database: Database) {
        let (server, partner, ada) = opens(database).await;
        let (joan, grace) = (
            Member::of(&server, partner.id, Role::Administrator).await,
            Member::of(&server, partner.id, Role::Brand).await,
        );
        let below = format!("/team/members/{}", grace.id);
        let theirs = joan.opens(&below).form(&below);
        let hers = ada.opens(&below).form(&below);
        // A double click.
        for _ in 0..2 {
            assert!(ada.browser.submits(&hers, &[("role", "developer")]).says("The role is changed."));
        }
        let overtaken = joan.browser.submits(&theirs, &[("role", "analyst")]);
        assert_eq!(overtaken.status(), 409);
        assert!(overtaken.says("Somebody else has changed this role meanwhile."), "{}", overtaken.html());
        assert!(overtaken.html().contains("value=\"analyst\" aria-describedby=\"role-analyst-may\" checked"));
        let again = joan.browser.submits(&overtaken.form(&below), &[("role", "analyst")]);
        assert!(again.says("The role is changed."), "{}", again.html());
    }

    async fn two_administrators_who_remove_one_another_at_once_leave_one(database: Database) {
        let (server, partner, ada) = opens(database).await;
        let grace = Member::of(&server, partner.id, Role::Administrator).await;
        let form = |by: &Member, of: &Member| {
            let below = format!("/team/members/{}/remove", of.id);
            by.opens(&below).form(&below)
        };
        let (hers, theirs) = (form(&ada, &grace), form(&grace, &ada));
        std::thread::scope(|scope| {
            scope.spawn(|| ada.browser.submits(&hers, &[]));
            scope.spawn(|| grace.browser.submits(&theirs, &[]));
        });
        let mut db = server.app.store.read().await.unwrap();
        let left = store::members::of_partner(&mut db, partner.id).await.unwrap();
        assert_eq!(left.len(), 1, "{left:?}");
        assert_eq!(left[0].role, Role::Administrator);
    }

    async fn a_member_who_is_removed_is_out_at_once_with_what_they_have_made(database: Database) {
        let (server, partner, ada) = opens(database).await;
        let grace = Member::of(&server, partner.id, Role::Administrator).await;
        let hers = link(&invites(&grace, "joan@bank.example", "brand"));
        let page = ada.opens(&format!("/team/members/{}/remove", grace.id));
        assert!(page.says("All sessions end at once") && page.says("Do not remove"), "{}", page.html());
        assert_eq!(grace.opens("").status(), 200, "looking changes nothing");
        assert!(removes(&ada, &grace).says("The member is removed"));
        assert!(grace.opens("").url.ends_with("/sign-in"));
        assert_eq!(HttpBrowser::new("en-CA").opens(&hers).status(), 410);
        assert_eq!(ada.opens(&format!("/team/members/{}", grace.id)).status(), 404);
    }

    async fn a_reset_is_started_by_an_administrator_who_learns_no_password(database: Database) {
        let (server, partner, ada) = opens(database).await;
        let grace = Member::of(&server, partner.id, Role::Developer).await;
        let below = format!("/team/members/{}", grace.id);
        let reset = |fields: &[(&str, &str)]| ada.browser.submits(&ada.opens(&below).form("/reset"), fields);
        let keeps = reset(&[]);
        assert!(keeps.says("The link for a new password is ready"), "{}", keeps.html());
        let (keeps, forgets) = (link(&keeps), link(&reset(&[("second_factor", "1")])));
        let browser = HttpBrowser::new("en-CA");
        assert_eq!(browser.opens(&keeps).status(), 410, "the newer one counts");
        assert_eq!(grace.opens("").status(), 200, "until it is used all stays as it is");
        let page = browser.opens(&forgets);
        let led = browser.submits(&page.form("/set-up"), &[("password", PASSWORD)]);
        assert!(led.url.ends_with("/account/authenticator"), "{}", led.url);
        assert!(grace.opens("").url.ends_with("/sign-in"));
        // One's own is changed where the old one has to be proved.
        let mut form = ada.opens(&below).form("/reset");
        form.action = ada.address(&format!("/team/members/{}/reset", ada.id));
        assert_eq!(ada.browser.submits(&form, &[]).status(), 404);
    }

    async fn a_link_that_is_asked_for_twice_is_made_once(database: Database) {
        let (server, partner, ada) = opens(database).await;
        let grace = Member::of(&server, partner.id, Role::Brand).await;
        let twice = |form: &Form, fields: &[(&str, &str)]| {
            let first = link(&ada.browser.submits(form, fields));
            let again = ada.browser.submits(form, fields);
            assert!(again.status() == 409 && again.says("The link was made already"), "{}", again.html());
            assert_eq!(HttpBrowser::new("en-CA").opens(&first).status(), 200, "the link that was shown is void");
        };
        twice(&ada.opens("/team/invite").form("/team/invite"), &[("email", "joan@bank.example"), ("role", "brand")]);
        let page = ada.opens("/team");
        twice(&page.form("/anew"), &[]);
        twice(&ada.opens(&format!("/team/members/{}", grace.id)).form("/reset"), &[]);
    }

    async fn where_there_are_too_many_links_the_page_says_so(database: Database) {
        let (server, partner, ada) = opens(database).await;
        let grace = Member::of(&server, partner.id, Role::Brand).await;
        for number in 0..set_up::MOST_OPEN {
            is_invited(&server, &partner, &format!("n{number}@bank.example"), Role::Brand).await;
        }
        let page = ada.opens(&format!("/team/members/{}", grace.id));
        let none = ada.browser.submits(&page.form("/reset"), &[]);
        assert!(none.status() == 409 && none.says("50 links are open"), "{}", none.html());
        assert!(none.says("No link was made") && none.says("Back to the team"));
    }

    async fn who_was_invited_and_never_came_goes_from_the_log_with_the_invitation(database: Database) {
        let (server, partner, ada) = opens(database).await;
        link(&invites(&ada, "joan@bank.example", "brand"));
        let (_, home) = joins(&link(&invites(&ada, "grace@bank.example", "brand")), "Grace Hopper");
        assert!(home.says("Bienvenue, Grace Hopper."));
        let known = async || {
            bankfeeds_link::jobs::forget::once(&server.app).await.unwrap();
            let mut db = server.app.store.read().await.unwrap();
            format!("{:?}", store::audit::personal(&mut db, partner.id, 0, i64::MAX).await.unwrap())
        };
        assert!(known().await.contains("joan@"));
        server.app.clock.advance(set_up::VALID_FOR + Duration::from_secs(29 * 24 * 60 * 60));
        assert!(known().await.contains("joan@"), "as long as its page says that the link is over");
        server.app.clock.advance(Duration::from_secs(2 * 24 * 60 * 60));
        let left = known().await;
        assert!(!left.contains("joan@") && left.contains("grace@bank.example"), "{left}");
        let mut db = server.app.store.read().await.unwrap();
        let checked = store::audit::portion(&mut db, partner.id, 0, i64::MAX).await.unwrap();
        assert!(format!("{checked:?}").contains("personal data removed"), "{checked:?}");
    }

    async fn another_partners_people_are_nobody(database: Database) {
        let (server, _, ada) = opens(database).await;
        let (other, eve) = staffed(&server, "Other Bank").await;
        let grace = Member::of(&server, other.id, Role::Brand).await;
        let theirs = invites(&eve, "joan@bank.example", "brand");
        let anew = eve.opens("/team").form("/anew").action;
        let own = Member::of(&server, partner_of(&server, &ada).await, Role::Brand).await;
        let forms = [
            ("", format!("/team/members/{}", own.id)),
            ("/reset", format!("/team/members/{}/reset", own.id)),
            ("/remove", format!("/team/members/{}/remove", own.id)),
        ];
        for (end, mine) in forms {
            let page = if end == "/remove" { &mine } else { &format!("/team/members/{}", own.id) };
            let mut form = ada.opens(page).form(&mine);
            form.action = ada.address(&format!("/team/members/{}{end}", grace.id));
            let refused = ada.browser.submits(&form, &[("role", "analyst")]);
            assert_eq!(refused.status(), 404, "{end}");
        }
        for below in [format!("/team/members/{}", grace.id), format!("/team/members/{}/remove", grace.id)] {
            assert_eq!(ada.opens(&below).status(), 404, "{below}");
        }
        invites(&ada, "joan@bank.example", "brand");
        for (end, action) in [("/anew", anew.clone()), ("/withdraw", anew.replace("/anew", "/withdraw"))] {
            let mut form = ada.opens("/team").form(end);
            form.action = action;
            assert_eq!(ada.browser.submits(&form, &[]).status(), 404);
        }
        for odd in ["x", "..%2F..", "00000000-0000-4000-8000-000000000000", &"9".repeat(400)] {
            assert_eq!(ada.opens(&format!("/team/members/{odd}")).status(), 404, "{odd}");
        }
        assert!(grace.opens("").status() == 200 && HttpBrowser::new("en-CA").opens(&link(&theirs)).status() == 200);
    }

    async fn who_may_only_look_at_the_team_changes_nothing(database: Database) {
        let (server, partner, ada) = opens(database).await;
        let (analyst, brand) = (
            Member::of(&server, partner.id, Role::Analyst).await,
            Member::of(&server, partner.id, Role::Brand).await,
        );
        invites(&ada, "grace@bank.example", "brand");
        let team = analyst.opens("/team");
        assert!(team.says("grace@bank.example") && !team.html().contains("/team/invite"), "{}", team.html());
        assert!(!team.html().contains("/anew") && !team.html().contains("/team/members/"));
        let anew = ada.opens("/team").form("/anew");
        for who in [&analyst, &brand] {
            assert_eq!(who.opens("/team/invite").status(), 403);
            assert_eq!(who.opens(&format!("/team/members/{}", ada.id)).status(), 403);
            for action in [anew.action.clone(), ada.address(&format!("/team/members/{}/remove", ada.id))] {
                assert_eq!(who.browser.posts(&action, &[("csrf", "x")]).status(), 403);
            }
        }
        assert_eq!(brand.opens("/team").status(), 403);
    }

    async fn where_email_is_set_up_the_letter_goes_out_in_the_language_of_the_invitation(database: Database) {
        let office = PostOffice::opens(Manner::Takes);
        let mailer = office.mailer();
        let clock = bankfeeds_link::clock::Clock::standing_at(time::macros::datetime!(2026-11-21 15:00 UTC).into());
        let server = Server::with(database, clock, |app| app.mail = Some(mailer)).await;
        let (_, ada) = staffed(&server, "Acme Bank").await;
        let made = invites(&ada, "grace@bank.example", "brand");
        assert!(made.says("A letter with this link is on its way to grace@bank.example."), "{}", made.html());
        let letter = office.hands_out();
        assert_eq!(letter.to, ["grace@bank.example"]);
        assert_eq!(letter.subject(), "Invitation au portail\u{a0}: Acme Bank");
        assert!(letter.text().contains("Ada Tremblay vous invite au portail"), "{}", letter.text());
        assert_eq!(letter.link(), link(&made));
        let (_, home) = joins(&letter.link(), "Grace");
        assert!(home.says("Bienvenue, Grace."));
    }

    async fn whoever_goes_while_their_form_arrives_finishes_nothing(database: Database) {
        let (server, partner, ada) = opens(database).await;
        for (below, fields, status) in [("/remove", &[][..], 303), ("", &[("role", "analyst")], 403)] {
            let dev = Member::of(&server, partner.id, Role::Developer).await;
            let form = dev.opens("/developers/keys/new").form("/keys/new");
            let hidden = form.hidden.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            let body = serde_urlencoded::to_string(hidden.chain([("name", "loot")]).collect::<Vec<_>>()).unwrap();
            let cookie = dev.browser.cookie("p").unwrap();
            let head = format!(
                "POST /portal/developers/keys/new HTTP/1.1\r\nHost: portal\r\nCookie: p={cookie}\r\nSec-Fetch-Site: same-origin\r\n\
                 Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n", body.len());
            let mut wire = Wire::to(server.url());
            assert!(wire.sends(head + &body[..10]));
            std::thread::sleep(Duration::from_millis(300));
            let place = format!("/team/members/{}{below}", dev.id);
            assert!(ada.browser.submits(&ada.opens(&place).form(&place), fields).status() < 400);
            assert!(wire.sends(&body[10..]));
            wire.is_closed_within(Duration::from_secs(2));
            assert_eq!(wire.status(), status, "{}", wire.heard());
            assert_eq!(server.database.tables().await["api_keys"].len(), 1, "{below}");
        }
    }

    async fn the_log_says_who_changed_the_team_and_forgets_who_is_gone(database: Database) {
        let (server, partner, ada) = opens(database).await;
        let (_, home) = joins(&link(&invites(&ada, "grace@bank.example", "brand")), "Grace Hopper");
        assert!(home.says("Bienvenue, Grace Hopper."));
        let mut db = server.app.store.read().await.unwrap();
        let grace = store::team::by_address(&mut db, "grace@bank.example").await.unwrap().unwrap().id;
        let below = format!("/team/members/{grace}");
        ada.browser.submits(&ada.opens(&below).form(&below), &[("role", "analyst")]);
        ada.browser.submits(&ada.opens(&below).form("/reset"), &[]);
        let known = store::audit::personal(&mut db, partner.id, 0, i64::MAX).await.unwrap();
        assert!(format!("{known:?}").contains("Grace Hopper") && format!("{known:?}").contains("grace@bank.example"));
        let remove = format!("{below}/remove");
        ada.browser.submits(&ada.opens(&remove).form(&remove), &[]);
        let entries = store::audit::portion(&mut db, partner.id, 0, i64::MAX).await.unwrap();
        let all = format!("{entries:?}");
        for what in ["member invited", "member joined", "member role changed", "reset link made", "member removed"] {
            assert!(all.contains(what), "{what} is not in {all}");
        }
        let left = store::audit::personal(&mut db, partner.id, 0, i64::MAX).await.unwrap();
        let left = format!("{left:?}");
        assert!(!left.contains("Grace") && !left.contains("grace@"), "{left}");
        assert!(left.contains("Ada Tremblay"), "{left}");
    }

    async fn a_mail_server_that_says_nothing_keeps_nobody_waiting(database: Database) {
        let office = PostOffice::opens(Manner::SaysNothing);
        let mailer = office.mailer().within(std::time::Duration::from_secs(2));
        let clock = bankfeeds_link::clock::Clock::standing_at(time::macros::datetime!(2026-11-21 15:00 UTC).into());
        let server = Server::with(database, clock, |app| app.mail = Some(mailer)).await;
        let (_, ada) = staffed(&server, "Acme Bank").await;
        let form = ada.opens("/team/invite").form("/team/invite");
        let begun = std::time::Instant::now();
        let made = ada.browser.submits(&form, &[("email", "grace@bank.example"), ("role", "brand")]);
        assert!(made.says("The invitation is ready") && begun.elapsed() < std::time::Duration::from_secs(2));
    }
}

async fn partner_of(server: &Server, of: &Member) -> bankfeeds_link::domain::partner::PartnerId {
    let mut db = server.app.store.read().await.unwrap();
    store::team::by_address(&mut db, &of.email).await.unwrap().unwrap().partner_id
}
