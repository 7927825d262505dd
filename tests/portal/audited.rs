//! Every form of the portal that changes something leaves its entry, in the name of whoever sent it and with where they were.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use bankfeeds_link::clock::Clock;
use bankfeeds_link::domain::audit::{ActorKind, Body, Thing, ThingKind, What, Written};
use bankfeeds_link::domain::role::Role;
use bankfeeds_link::portal::PAGES;
use bankfeeds_link::store::audit;
use time::macros::datetime;
use url::Url;
use uuid::Uuid;

use super::branding::typed;
use super::callout::TEXTS;
use super::crawl::{is_at, open_to_all};
use super::forms::filled;
use super::person::{PASSWORD, Person, Phone, codes_of};
use crate::link::brand::{drawing, lettering};
use crate::support::{Database, Form, HttpBrowser, Manner, Member, Page, PartnerClient, PostOffice, Server};

const PATIENCE: Duration = Duration::from_secs(10);
const QUICKBOOKS: &str = "/settings/integrations/quickbooks";
const LINK: &str = "/settings/link";
const CALLOUT: &str = "/settings/callout";
const BRANDING: &str = "/settings/branding";

/// What is sent to these addresses leaves no entry, and why.
const WITHOUT: [(&str, &str); 11] = [
    ("/language", "one browser's cookie"),
    ("/account/recovery-codes/file", "what was just shown, as a file"),
    ("/settings/callout", "a draft, which no customer sees"),
    ("/settings/callout/discard", "a draft, which no customer saw"),
    ("/settings/branding", "a draft, which no customer sees"),
    ("/settings/branding/discard", "a draft, which no customer saw"),
    ("/audit/verify", "it only reads"),
    ("/sign-in/passkey", IN_A_BROWSER),
    ("/account/passkeys", IN_A_BROWSER),
    ("/account/passkeys/remove", IN_A_BROWSER),
    ("/confirm/passkey", "a proof changes nothing"),
];
/// The entries are looked at there.
const IN_A_BROWSER: &str = "in tests/portal/passkeys.rs";

/// What an entry is about.
#[derive(Clone, Copy, Debug)]
enum About {
    This(Thing),
    /// One that has just been made.
    A(ThingKind),
}
use About::{A, This};

/// Whoever sends a form.
#[derive(Clone, Copy)]
struct Sender<'a> {
    browser: &'a HttpBrowser,
    /// In whose name the entry is. `None`: nobody's.
    id: Option<Uuid>,
}

/// Reads along in a partner's log. What happens between two forms leaves nothing there, or the next one finds it.
struct Reader<'a> {
    server: &'a Server,
    bank: &'a PartnerClient,
    /// The number of the last entry that was read.
    read: i64,
    /// The addresses whose form left something.
    left: BTreeSet<&'static str>,
}

impl<'a> Reader<'a> {
    async fn of(server: &'a Server, bank: &'a PartnerClient) -> Self {
        let mut reader = Self { server, bank, read: 0, left: BTreeSet::new() };
        reader.read = reader.added().await.len().try_into().unwrap();
        reader
    }

    async fn added(&self) -> Vec<Body> {
        let mut db = self.server.app.store.read().await.unwrap();
        let entries = audit::portion(&mut db, self.bank.id, self.read, i64::MAX).await.unwrap();
        entries.iter().map(|entry| serde_json::from_str(&entry.body).unwrap()).collect()
    }

    /// Sends a form to `path`, and finds what it leaves.
    async fn sees(
        &mut self,
        sender: Sender<'_>,
        (path, form, fields): (&'static str, &Form, &[(&str, &str)]),
        expected: &[(What, About)],
    ) -> (Page, Vec<Body>) {
        assert!(is_at(path, Url::parse(&form.action).unwrap().path()), "{} is not {path}", form.action);
        let page = sender.browser.submits(form, fields);
        // A failed sign-in is written down after the answer.
        let begun = Instant::now();
        while self.added().await.len() < expected.len() && begun.elapsed() < PATIENCE {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let new = self.added().await;
        let whats: Vec<What> = new.iter().map(|body| body.what).collect();
        let told = format!("{path}: {whats:?} after {} {}", page.status(), page.text_of("main").unwrap_or_default());
        assert_eq!(whats, expected.iter().map(|(what, _)| *what).collect::<Vec<_>>(), "{told}");
        for (body, (_, about)) in new.iter().zip(expected) {
            match about {
                This(thing) => assert_eq!(body.thing, *thing, "{told}"),
                A(kind) => assert!(body.thing.kind == *kind && body.thing.id.is_some(), "{told}: {:?}", body.thing),
            }
            self.is_by(body, sender.id, &told).await;
        }
        match expected.is_empty() {
            true => assert!(WITHOUT.iter().any(|(it, _)| *it == path), "{told}"),
            false => drop(self.left.insert(path)),
        }
        self.read += i64::try_from(new.len()).unwrap();
        (page, new)
    }

    async fn is_by(&self, body: &Body, id: Option<Uuid>, told: &str) {
        let kind = if id.is_some() { ActorKind::Member } else { ActorKind::Clock };
        assert_eq!((body.who.kind, body.who.id), (kind, id), "{told}");
        let mut db = self.server.app.store.read().await.unwrap();
        let kept = audit::personal(&mut db, self.bank.id, body.number - 1, body.number).await.unwrap();
        let from = kept.iter().find(|kept| kept.name == "from");
        let written = from.map(|kept| Written::Personal { sha256: kept.sha256() });
        assert_eq!(body.from, written, "{told}");
        assert_eq!(from.map(|kept| kept.value.as_str()), id.map(|_| "127.0.0.1"), "{told}");
    }
}

/// A form of a page with all that stands in it, but for these fields.
fn typed_in(page: &Page, end: &str, changes: &[(&str, &str)]) -> Form {
    let mut hidden = filled(page, end);
    hidden.retain(|(name, _)| changes.iter().all(|(it, _)| it != name));
    hidden.extend(changes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    Form { hidden, ..page.form(end) }
}

/// The last link of a page whose address ends so, below `/portal`.
fn link_to(page: &Page, end: &str) -> String {
    let html = page.html();
    let links = html.split("href=\"/portal").skip(1).filter_map(|rest| rest.split('"').next());
    links.filter(|link| link.contains(end)).last().unwrap_or_else(|| panic!("no link to {end}: {html}")).to_owned()
}

on_both_databases! {
    async fn every_form_that_changes_something_leaves_its_entry_in_the_senders_name(database: Database) {
        let office = PostOffice::opens(Manner::Takes);
        let (mailer, clock) = (office.mailer(), Clock::standing_at(datetime!(2026-11-21 15:00 UTC).into()));
        let server = Server::with(database, clock, |app| app.mail = Some(mailer)).await;
        let bank = PartnerClient::new(&server, "Acme Bank").await;
        let connection = bank.connects(&bank.creates_company("Bistro"));
        bank.creates_company("Garage");
        // What is switched on is not asked about twice.
        bank.changes_settings(&server, |settings| {
            settings.integration_enabled = false;
            settings.bank_transactions = false;
        }).await;
        let marie = Person::of_team(&server, bank.id, "marie@acme.example", Role::Administrator).await;
        let mut log = Reader::of(&server, &bank).await;
        let (here, there) = (HttpBrowser::new("en-CA"), HttpBrowser::new("en-CA"));
        let at = |browser| Sender { browser, id: Some(marie.id.0) };
        let herself = This(Thing::member(marie.id.0));

        // The door, and what is one's own.
        let door = marie.opens(&here, "/sign-in");
        log.sees(at(&here), ("/language", &door.form("/language"), &[("language", "en-CA")]), &[]).await;
        let form = door.form("/sign-in");
        log.sees(at(&here), ("/sign-in", &form, &[("email", &marie.email), ("password", "not hers")]), &[(What::SignInFailed, herself)]).await;
        let (led, _) = log.sees(at(&here), ("/sign-in", &form, &[("email", &marie.email), ("password", PASSWORD)]), &[(What::SignedIn, herself)]).await;
        let code = Phone::with(&led).code(&server);
        let added = [(What::AuthenticatorAdded, herself), (What::RecoveryCodesMade, herself)];
        let (kept, _) = log.sees(at(&here), ("/account/authenticator", &led.form("/authenticator"), &[("code", &code)]), &added).await;
        log.sees(at(&here), ("/account/recovery-codes/file", &kept.form("/file"), &[]), &[]).await;
        let second = marie.gives(&there, PASSWORD).form("/second");
        log.sees(at(&there), ("/sign-in/second", &second, &[("code", "000 000")]), &[(What::SignInFailed, herself)]).await;
        let by_recovery = [(What::RecoveryCodeUsed, herself), (What::SignedIn, herself)];
        log.sees(at(&there), ("/sign-in/second", &second, &[("code", &codes_of(&kept)[0])]), &by_recovery).await;
        let form = marie.opens(&here, "/account/sessions").form("/sessions");
        log.sees(at(&here), ("/account/sessions", &form, &[]), &[(What::SessionsEnded, herself)]).await;
        let (form, new) = (marie.opens(&here, "/account/password").form("/password"), "another-kzut-9mt-pw");
        let fields = [("old", PASSWORD), ("new", new), ("again", new)];
        log.sees(at(&here), ("/account/password", &form, &fields), &[(What::PasswordChanged, herself)]).await;
        let form = marie.opens(&here, "/account/recovery-codes").form("/recovery-codes");
        let (made, _) = log.sees(at(&here), ("/account/recovery-codes", &form, &[]), &[(What::RecoveryCodesMade, herself)]).await;
        let form = marie.opens(&here, "/confirm").form("/confirm");
        log.sees(at(&here), ("/confirm", &form, &[("password", PASSWORD), ("code", "")]), &[(What::SignInFailed, herself)]).await;
        let fields = [("password", new), ("code", &codes_of(&made)[0])];
        log.sees(at(&here), ("/confirm", &form, &fields), &[(What::RecoveryCodeUsed, herself)]).await;

        // The team.
        let invites = [("email", "grace@acme.example"), ("name", ""), ("role", "brand"), ("language", "en-CA")];
        let form = marie.opens(&here, "/team/invite").form("/invite");
        let (_, noted) = log.sees(at(&here), ("/team/invite", &form, &invites), &[(What::MemberInvited, A(ThingKind::Member))]).await;
        let grace = noted[0].thing;
        let form = marie.opens(&here, "/team").form("/anew");
        let (made, _) = log.sees(at(&here), ("/team/invitations/{invitation}/anew", &form, &[]), &[(What::MemberInvited, This(grace))]).await;
        let graces = HttpBrowser::new("en-CA");
        let of_grace = Sender { browser: &graces, id: grace.id };
        let form = graces.opens(&made.text_of("link").unwrap()).form("/set-up");
        let fields = [("name", "Grace Hopper"), ("password", PASSWORD)];
        log.sees(of_grace, ("/set-up", &form, &fields), &[(What::MemberJoined, This(grace))]).await;
        let page = marie.opens(&graces, "/account/authenticator");
        let (code, added) = (Phone::with(&page).code(&server), added.map(|(what, _)| (what, This(grace))));
        log.sees(of_grace, ("/account/authenticator", &page.form("/authenticator"), &[("code", &code)]), &added).await;
        let form = marie.opens(&graces, "/account/authenticator").form("/remove");
        log.sees(of_grace, ("/account/authenticator/remove", &form, &[]), &[(What::AuthenticatorRemoved, This(grace))]).await;
        let invites = [("email", "joan@acme.example"), ("name", ""), ("role", "administrator"), ("language", "en-CA")];
        let form = marie.opens(&here, "/team/invite").form("/invite");
        let (_, noted) = log.sees(at(&here), ("/team/invite", &form, &invites), &[(What::MemberInvited, A(ThingKind::Member))]).await;
        let form = marie.opens(&here, "/team").form("/withdraw");
        let withdrawn = [(What::InvitationWithdrawn, This(noted[0].thing))];
        log.sees(at(&here), ("/team/invitations/{invitation}/withdraw", &form, &[]), &withdrawn).await;
        let below = format!("/team/members/{}", grace.id.unwrap());
        let form = marie.opens(&here, &below).form(&below);
        log.sees(at(&here), ("/team/members/{member}", &form, &[("role", "analyst")]), &[(What::MemberRoleChanged, This(grace))]).await;
        let form = marie.opens(&here, &below).form("/reset");
        let reset = [(What::ResetLinkMade, This(grace))];
        let (made, _) = log.sees(at(&here), ("/team/members/{member}/reset", &form, &[]), &reset).await;
        let form = graces.opens(&made.text_of("link").unwrap()).form("/set-up");
        log.sees(of_grace, ("/set-up", &form, &[("password", PASSWORD)]), &[(What::PasswordChanged, This(grace))]).await;
        // Whoever knows an address may ask: it is nobody's deed.
        let asks = Sender { browser: &there, id: None };
        let form = marie.opens(&there, "/forgotten").form("/forgotten");
        log.sees(asks, ("/forgotten", &form, &[("email", "grace@acme.example")]), &reset).await;
        let remove = format!("{below}/remove");
        let form = marie.opens(&here, &remove).form(&remove);
        let forgotten = This(Thing::with_id(ThingKind::Log, grace.id.unwrap()));
        let removed = [(What::MemberRemoved, This(grace)), (What::PersonalDataRemoved, forgotten)];
        log.sees(at(&here), ("/team/members/{member}/remove", &form, &[]), &removed).await;

        // Settings, section by section.
        for (path, place, changes) in [
            ("/settings/integrations/quickbooks/enabled", QUICKBOOKS, ("integration", "on")),
            ("/settings/integrations/quickbooks/data-types", QUICKBOOKS, ("bank-transactions", "on")),
            ("/settings/integrations/quickbooks/names", QUICKBOOKS, ("institution-en", "Acme One")),
            ("/settings/integrations/quickbooks/start", QUICKBOOKS, ("history-days", "30")),
            ("/settings/integrations/quickbooks/address", QUICKBOOKS, ("city", "Laval")),
            ("/settings/link/contacts", LINK, ("support-phone", "311")),
            ("/settings/link/ways-back", LINK, ("return-host", "bank.example")),
            ("/settings/link/defaults", LINK, ("time-zone", "UTC")),
        ] {
            let form = typed_in(&marie.opens(&here, place), path, &[changes]);
            let changed = (What::SettingsChanged, This(Thing::the(ThingKind::Settings)));
            let (_, noted) = log.sees(at(&here), (path, &form, &[]), &[changed]).await;
            assert!(!noted[0].changes.is_empty(), "{path}");
        }

        // Looks.
        let callout = This(Thing::the(ThingKind::Callout));
        let (history, day) = (format!("{CALLOUT}/history"), server.day(2));
        let drafts = |title| typed_in(&marie.opens(&here, CALLOUT), CALLOUT, &[&TEXTS[1..], &[("title_en", title), ("action", "publish")]].concat());
        let later = [("from_date", day.as_str()), ("from_time", "08:00")];
        for (title, times, what) in [("Now", &[][..], What::CalloutPublished), ("Later", &later, What::CalloutScheduled)] {
            let form = drafts(title);
            let (page, _) = log.sees(at(&here), (CALLOUT, &form, &[]), &[]).await;
            let form = typed_in(&page, "/callout/publish", times);
            log.sees(at(&here), ("/settings/callout/publish", &form, &[]), &[(what, callout)]).await;
        }
        let form = marie.opens(&here, &link_to(&marie.opens(&here, CALLOUT), "/take-back")).form("/take-back");
        log.sees(at(&here), ("/settings/callout/history/{id}/take-back", &form, &[]), &[(What::CalloutUnscheduled, callout)]).await;
        let form = marie.opens(&here, &link_to(&marie.opens(&here, &history), "/restore")).form("/restore");
        log.sees(at(&here), ("/settings/callout/history/{id}/restore", &form, &[]), &[(What::CalloutRestored, callout)]).await;
        log.sees(at(&here), (CALLOUT, &drafts("Never"), &[]), &[]).await;
        let form = marie.opens(&here, "/settings/callout/discard").form("/discard");
        log.sees(at(&here), ("/settings/callout/discard", &form, &[]), &[]).await;
        let branding = This(Thing::the(ThingKind::Branding));
        let paints = || here.uploads(&marie.opens(&here, BRANDING).form(BRANDING), &typed(&[]), &[("logo", "logo.svg", &drawing(&lettering("#ffffff")))]);
        paints();
        let form = marie.opens(&here, "/settings/branding/publish").form("/publish");
        let published = [(What::BrandingPublished, branding)];
        log.sees(at(&here), ("/settings/branding/publish", &form, &[]), &published).await;
        let form = marie.opens(&here, &link_to(&marie.opens(&here, "/settings/branding/history"), "/restore/"));
        let form = form.forms().into_iter().find(|form| form.action.contains("/restore/")).unwrap();
        let restored = [(What::BrandingRestored, branding)];
        log.sees(at(&here), ("/settings/branding/restore/{publication}", &form, &[]), &restored).await;
        paints();
        let form = marie.opens(&here, "/settings/branding/discard").form("/discard");
        log.sees(at(&here), ("/settings/branding/discard", &form, &[]), &[]).await;

        // Keys and companies.
        let (keys, key) = ("/developers/keys", A(ThingKind::ApiKey));
        let form = marie.opens(&here, "/developers/keys/new").form("/keys/new");
        log.sees(at(&here), ("/developers/keys/new", &form, &[("name", "night batch")]), &[(What::KeyCreated, key)]).await;
        let form = marie.opens(&here, &link_to(&marie.opens(&here, keys), "/roll")).form("/roll");
        log.sees(at(&here), ("/developers/keys/{key}/roll", &form, &[("hours", "24")]), &[(What::KeyRolled, key)]).await;
        let form = marie.opens(&here, &link_to(&marie.opens(&here, keys), "/delete")).form("/delete");
        log.sees(at(&here), ("/developers/keys/{key}/delete", &form, &[]), &[(What::KeyDeleted, key)]).await;
        let form = marie.opens(&here, "/companies").form("/link");
        let (_, noted) = log.sees(at(&here), ("/connections/{connection}/link", &form, &[]), &[(What::LinkMade, A(ThingKind::Connection))]).await;
        assert_eq!(noted[0].thing.id.map(|id| id.to_string()), Some(connection.id));
        let form = marie.opens(&here, "/companies").form("/connection");
        log.sees(at(&here), ("/companies/{company}/connection", &form, &[]), &[(What::ConnectionCreated, A(ThingKind::Connection))]).await;
        log.sees(at(&here), ("/audit/verify", &marie.opens(&here, "/audit").form("/verify"), &[]), &[]).await;
        log.sees(at(&here), ("/sign-out", &marie.opens(&here, "").form("/sign-out"), &[]), &[(What::SignedOut, herself)]).await;

        let members = PAGES.iter().filter(|entry| entry.post.is_some()).map(|entry| entry.path.to_owned());
        let strangers = open_to_all().into_iter().filter(|(_, allow)| allow.contains("POST")).map(|(path, _)| path);
        let all: BTreeSet<String> = members.chain(strangers).collect();
        let is_without = |path: &str| WITHOUT.iter().any(|(it, _)| *it == path);
        let forgotten: Vec<&String> = all.iter().filter(|path| is_without(path) == log.left.contains(path.as_str())).collect();
        assert!(forgotten.is_empty(), "nothing is left in the log, nor is it said why: {forgotten:?}");
        assert!(WITHOUT.iter().all(|(path, why)| all.contains(*path) && !why.is_empty()));
    }

    async fn an_invitation_that_goes_with_its_maker_is_in_the_log_too(database: Database) {
        let server = Server::start(database).await;
        let bank = PartnerClient::new(&server, "Acme Bank").await;
        let ada = Member::of(&server, bank.id, Role::Administrator).await;
        let mut log = Reader::of(&server, &bank).await;
        for is_removal in [false, true] {
            let grace = Member::of(&server, bank.id, Role::Administrator).await;
            let [hers, adas] = [&grace, &ada].map(|it| Sender { browser: &it.browser, id: Some(it.id.0) });
            let invites = [("email", "joan@acme.example"), ("name", ""), ("role", "brand"), ("language", "en-CA")];
            let form = grace.opens("/team/invite").form("/invite");
            let (_, noted) = log.sees(hers, ("/team/invite", &form, &invites), &[(What::MemberInvited, A(ThingKind::Member))]).await;
            let (withdrawn, herself) = ((What::InvitationWithdrawn, This(noted[0].thing)), Thing::member(grace.id.0));
            let forgotten = (What::PersonalDataRemoved, This(Thing::with_id(ThingKind::Log, grace.id.0)));
            let below = format!("/team/members/{}", grace.id);
            let remove = format!("{below}/remove");
            let (path, form, expected) = match is_removal {
                false => ("/team/members/{member}", ada.opens(&below).form(&below), vec![(What::MemberRoleChanged, This(herself)), withdrawn]),
                true => ("/team/members/{member}/remove", ada.opens(&remove).form(&remove), vec![withdrawn, (What::MemberRemoved, This(herself)), forgotten]),
            };
            let fields = [("role", "analyst")];
            log.sees(adas, (path, &form, if is_removal { &[] } else { &fields }), &expected).await;
        }
    }
}
