//! Every state in which a page can be met, and how one gets there. A new page is one entry here: all else in this folder
//! looks at it.

use std::pin::Pin;

use bankfeeds_link::domain::role::Role;

use super::marie::{Arrival, Marie};
use crate::link::Walk;
use crate::link::brand::{drawing, lettering};
use crate::portal::branding::typed;
use crate::portal::person::{PASSWORD, Person};
use crate::portal::set_up::{is_invited, link, resets};
use crate::support::{HttpBrowser, Member, Page};

pub struct State {
    pub name: &'static str,
    pub status: u16,
    brings: Way,
}

type Way = for<'a> fn(&'a Marie) -> Pin<Box<dyn Future<Output = Arrival> + 'a>>;

impl State {
    /// Brings her there, and makes sure that it is there.
    pub async fn brings(&self, marie: &Marie) -> Arrival {
        let arrival = (self.brings)(marie).await;
        assert_eq!(arrival.page.status(), self.status, "{} at {}", self.name, arrival.page.url);
        arrival
    }

    pub fn named(name: &str) -> &'static Self {
        STATES.iter().find(|state| state.name == name).unwrap_or_else(|| panic!("no state is called {name}"))
    }
}

/// `name status = |marie| where she arrives`, each after all that she has to do before.
macro_rules! states {
    ($($name:literal $status:literal = |$marie:ident| $way:expr;)+) => {
        pub const STATES: &[State] = &[
            $(State { name: $name, status: $status, brings: |$marie| Box::pin(async move { Arrival::from($way) }) }),+
        ];
    };
}

states! {
    "select-software" 200 = |marie| marie.opens_the_link();
    "select-software-no-help-page" 200 = |marie| {
        marie.changes(|settings| settings.support.help_url = None).await;
        marie.opens_the_link()
    };
    "select-software-nothing" 422 = |marie| marie.sends(&marie.opens_the_link(), "/select-software", &[]);
    "permission" 200 = |marie| marie.comes_to_permission();
    "permission-one-account" 200 = |marie| {
        marie.finds("DELETE FROM source_accounts WHERE id = (SELECT min(id) FROM source_accounts)").await;
        marie.comes_to_permission()
    };
    "permission-no-account" 200 = |marie| {
        marie.finds("DELETE FROM source_accounts").await;
        marie.comes_to_permission()
    };
    "permission-many-accounts" 200 = |marie| {
        marie.has_many_accounts();
        marie.comes_to_permission()
    };
    "permission-given" 200 = |marie| {
        marie.comes_to_set_up();
        marie.opens("consent")
    };
    "permission-changed" 409 = |marie| {
        let permission = marie.comes_to_permission();
        marie.changes(|settings| settings.bank_transactions = false).await;
        marie.sends(&permission, "/consent", &[("answer", "agree")])
    };
    "declined" 200 = |marie| {
        marie.browser.submits(&marie.comes_to_permission().form("/consent"), &[("answer", "decline")])
    };
    "declined-with-a-set" 200 = |marie| {
        marie.comes_to_credentials();
        marie.browser.submits(&marie.opens("consent").form("/consent"), &[("answer", "decline")])
    };
    "set-up" 200 = |marie| marie.comes_to_set_up();
    "set-up-in-the-other-language" 200 = |marie| {
        let page = marie.comes_to_set_up();
        let other = if page.html().contains("<html lang=\"en-CA\"") { "fr-CA" } else { "en-CA" };
        marie.browser.submits(&page.form("/language"), &[("language", other)])
    };
    "set-up-with-a-set" 200 = |marie| {
        marie.comes_to_credentials();
        marie.opens("set-up")
    };
    "set-up-connected" 200 = |marie| {
        marie.has_connected();
        marie.opens("set-up")
    };
    "set-up-full" 200 = |marie| {
        marie.comes_to_credentials();
        marie.finds(FORTY_NINE_MORE_SETS).await;
        marie.opens("set-up")
    };
    "credentials" 200 = |marie| marie.comes_to_credentials();
    "credentials-signed-on" 200 = |marie| {
        marie.has_signed_on();
        marie.opens("credentials")
    };
    "credentials-connected" 200 = |marie| {
        marie.has_connected();
        marie.opens("credentials")
    };
    "credentials-shown-before" 200 = |marie| {
        marie.browser.submits(&marie.comes_to_credentials().form("/credentials/entered"), &[])
    };
    "revoke" 200 = |marie| {
        marie.has_connected();
        marie.opens("revoke")
    };
    "revoked" 200 = |marie| {
        marie.comes_to_credentials();
        marie.browser.submits(&marie.opens("revoke").form("/revoke"), &[])
    };
    "finish" 200 = |marie| {
        marie.has_connected();
        marie.opens("finish")
    };
    "finish-early" 200 = |marie| {
        marie.comes_to_credentials();
        marie.opens("finish")
    };
    "another-device" 200 = |marie| {
        marie.comes_to_set_up();
        marie.opens("another-device")
    };
    "another-device-with-a-code" 200 = |marie| {
        marie.comes_to_set_up();
        marie.hands_over(&marie.browser);
        marie.opens("another-device")
    };
    "another-device-asks" 200 = |marie| {
        marie.enters_the_code_elsewhere();
        marie.opens("another-device")
    };
    "another-device-may-go-on" 200 = |marie| {
        marie.enters_the_code_elsewhere();
        marie.browser.submits(&marie.opens("another-device").form("/answer"), &[("answer", "yes")]);
        marie.opens("another-device")
    };
    "continue-here" 200 = |marie| {
        marie.comes_to_set_up();
        let (address, _) = marie.hands_over(&marie.browser);
        marie.browser.opens(&address)
    };
    "continue-here-wrong-code" 422 = |marie| {
        marie.comes_to_set_up();
        let (address, code) = marie.hands_over(&marie.browser);
        marie.enters(&address, if code == "BBBBBB" { "CCCCCC" } else { "BBBBBB" })
    };
    "continue-waiting" 200 = |marie| {
        let phone = HttpBrowser::new("en-CA");
        phone.agrees(&phone.presses_next(&phone.opens(marie.here.link())));
        let (address, code) = marie.hands_over(&phone);
        let waiting = marie.enters(&address, &code).page;
        marie.browser.opens(&waiting.url)
    };
    "no-such-link" 404 = |marie| marie.browser.opens(&marie.here.wrong_link());
    "too-many-tries" 429 = |marie| {
        for _ in 0..30 {
            marie.browser.asks("GET", &marie.here.wrong_link());
        }
        marie.opens_the_link()
    };
    "expired" 410 = |marie| {
        marie.waits_an_hour();
        marie.opens_the_link()
    };
    "already-opened" 410 = |marie| {
        let colleague = HttpBrowser::new("en-CA");
        colleague.presses_next(&colleague.opens(marie.here.link()));
        marie.opens_the_link()
    };
    "integration-off" 503 = |marie| {
        marie.changes(|settings| settings.integration_enabled = false).await;
        marie.opens_the_link()
    };
    "lost-place" 410 = |marie| marie.opens("set-up");
    "form-refused" 403 = |marie| marie.forges(&marie.opens_the_link(), "/select-software", &[("software", "hcws")]);
    "company" 200 = |marie| marie.browser.opens(&format!("{}/company/bistro", marie.here.server.url()));
    "docs" 200 = |marie| marie.browser.opens(&format!("{}/docs", marie.here.server.url()));
    "docs-guide" 200 = |marie| marie.browser.opens(&format!("{}/docs/guide", marie.here.server.url()));
    "trouble" 500 = |marie| {
        marie.comes_to_set_up();
        marie.finds("ALTER TABLE link_sessions RENAME TO elsewhere").await;
        marie.opens("set-up")
    };
    "trouble-after-a-press" 503 = |marie| {
        let page = marie.comes_to_set_up();
        marie.finds(A_DAMAGED_DATABASE).await;
        marie.sends(&page, "/credentials", &[])
    };
    "sandbox-key" 200 = |marie| marie.browser.opens(&marie.in_the_sandbox("").await);
    "sandbox-key-wrong" 422 = |marie| {
        let page = marie.browser.opens(&marie.in_the_sandbox("").await);
        marie.sends(&page, "/key", &[("key", "bfl_nobodys")])
    };
    "sandbox-walk" 200 = |marie| marie.comes_to_the_walk().await;
    "sandbox-walk-taken" 200 = |marie| {
        for step in ["/steps/create", "/steps/connect", "/steps/push"] {
            marie.browser.submits(&marie.comes_to_the_walk().await.form(step), &[]);
        }
        marie.comes_to_the_walk().await
    };
    "sandbox-clock" 200 = |marie| {
        marie.comes_to_the_walk().await;
        marie.browser.opens(&marie.in_the_sandbox("/clock?said=too-far").await)
    };
    "sandbox-wipe" 200 = |marie| {
        marie.comes_to_the_walk().await;
        marie.browser.opens(&marie.in_the_sandbox("/wipe").await)
    };
    "sandbox-select-software" 200 = |marie| marie.browser.opens(&marie.in_test_mode(marie.here.link()).await);
    "sandbox-no-such-link" 404 = |marie| marie.browser.opens(&marie.in_test_mode(&marie.here.wrong_link()).await);
    "quickbooks-empty" 200 = |marie| marie.before_quickbooks().await.opens("");
    "quickbooks-find" 200 = |marie| marie.before_quickbooks().await.opens("/link-account");
    "quickbooks-terms-not-agreed" 422 = |marie| {
        let terms = marie.before_quickbooks().await.comes_to_the_terms();
        marie.sends(&terms, "/terms", &[])
    };
    "quickbooks-sign-in-refused" 422 = |marie| {
        let page = marie.before_quickbooks().await.finds_the_bank();
        marie.sends(&page, "/sign-in", &[("username", "S3MWTR4P7DS8"), ("password", "H7KQ2WMDX4ZRB9TN")])
    };
    "quickbooks-choose-nothing" 422 = |marie| {
        let customer = marie.before_quickbooks().await;
        let (username, password) = marie.here.bank.generates_credentials(&marie.here.connection);
        let page = customer.signs_in(&customer.finds_the_bank(), (&username, &password));
        marie.sends(&page, "/accounts", &[("type-0", "chequing"), ("start-date", "14/11/2026")])
    };
    "quickbooks-banking" 200 = |marie| marie.has_linked_in_quickbooks().await.0.opens("");
    "quickbooks-bank" 200 = |marie| marie.has_linked_in_quickbooks().await.1;
    "quickbooks-bank-refused" 200 = |marie| {
        let (customer, bank) = marie.has_linked_in_quickbooks().await;
        marie.here.bank.revokes_credentials(&marie.here.connection).succeeded();
        customer.updates(&bank)
    };
    "quickbooks-register" 200 = |marie| {
        let (customer, bank) = marie.has_linked_in_quickbooks().await;
        customer.opens_register(&bank, "Chequing")
    };
    "quickbooks-disconnect" 200 = |marie| {
        let (_, bank) = marie.has_linked_in_quickbooks().await;
        marie.browser.opens(&format!("{}/disconnect", bank.url))
    };
    "quickbooks-exchanges" 200 = |marie| marie.has_linked_in_quickbooks().await.0.opens("/exchanges");
    "quickbooks-exchange" 200 = |marie| marie.has_linked_in_quickbooks().await.0.opens_last_exchange();
    "quickbooks-nothing-there" 404 = |marie| marie.before_quickbooks().await.opens("/banks/nobodys");
    "portal-integrations" 200 = |marie| marie.works_as(Role::Administrator, "/settings/integrations").await;
    "portal-quickbooks" 200 = |marie| {
        marie.comes_to_permission();
        marie.works_as(Role::Administrator, QUICKBOOKS).await
    };
    "portal-quickbooks-read-only" 200 = |marie| marie.works_as(Role::Analyst, QUICKBOOKS).await;
    "portal-quickbooks-saved" 200 = |marie| {
        let page = marie.works_as(Role::Administrator, QUICKBOOKS).await;
        marie.browser.opens(&format!("{}?said=history-days.city", page.url))
    };
    "portal-quickbooks-wrong" 422 = |marie| {
        let page = marie.works_as(Role::Administrator, QUICKBOOKS).await;
        let long = "Caisse d’établissement de la Côte-des-Neiges et associés inc.".repeat(2);
        let typed = [("institution-en", ""), ("institution-fr", &long), ("menus-business-fr", "Tenue de livres >")];
        marie.fills(&page, "/names", &typed)
    };
    "portal-quickbooks-overtaken" 409 = |marie| {
        let page = marie.works_as(Role::Administrator, QUICKBOOKS).await;
        marie.changes(|settings| settings.institution.fr = Some("Caisse de la Côte-des-Neiges".into())).await;
        marie.fills(&page, "/names", &[("institution-fr", "Caisse d’Ahuntsic"), ("institution-en", "Caisse")])
    };
    "portal-quickbooks-switch-off" 200 = |marie| {
        marie.comes_to_permission();
        let page = marie.works_as(Role::Administrator, QUICKBOOKS).await;
        marie.fills(&page, "/data-types", &[("bank-accounts", "off"), ("bank-transactions", "off")])
    };
    "portal-link-settings" 200 = |marie| marie.works_as(Role::Administrator, "/settings/link").await;
    "portal-link-settings-read-only" 200 = |marie| marie.works_as(Role::Analyst, "/settings/link").await;
    "portal-link-settings-wrong" 422 = |marie| {
        let page = marie.works_as(Role::Administrator, "/settings/link").await;
        marie.fills(&page, "/defaults", &[("time-zone", "Montréal")])
    };
    "portal-link-settings-tried" 200 = |marie| {
        marie.changes(|settings| {
            settings.return_hosts.push("bank.example".into());
            settings.return_url = Some("https://bank.example/back/{statusCode}?company={companyId}&branch={branch}".into());
        }).await;
        marie.works_as(Role::Developer, "/settings/link?try-url=&try-own=customer%3D42").await
    };
    "portal-audit" 200 = |marie| {
        marie.changes(|settings| settings.support.phone = Some("514 555-0142".into())).await;
        marie.works_as(Role::Analyst, "/audit").await
    };
    "portal-audit-wrong" 422 = |marie| marie.works_as(Role::Developer, "/audit?from=hier").await;
    "portal-audit-nothing" 200 = |marie| marie.works_as(Role::Developer, "/audit?until=2020-01-01").await;
    "portal-audit-verified" 200 = |marie| {
        let page = marie.works_as(Role::Administrator, "/audit").await;
        marie.fills(&page, "/audit/verify", &[])
    };
    "portal-sign-in" 200 = |marie| marie.browser.opens(&format!("{}/portal", marie.here.server.url()));
    "portal-sign-in-wrong" 422 = |marie| {
        let door = marie.browser.opens(&format!("{}/portal", marie.here.server.url()));
        marie.sends(&door, "/sign-in", &[("email", "ada@erable.example"), ("password", "not hers")])
    };
    "portal-sign-in-second" 200 = |marie| marie.sends(&at_the_door(marie).await, "/sign-in", &SIGN_IN);
    "portal-sign-in-second-wrong" 422 = |marie| {
        let second = marie.browser.submits(&at_the_door(marie).await.form("/sign-in"), &SIGN_IN);
        marie.sends(&second, "/sign-in/second", &[("code", "12345")])
    };
    "portal-home" 200 = |marie| marie.works_as(Role::Administrator, "").await;
    "portal-confirm" 200 = |marie| marie.works_as(Role::Brand, "/confirm?to=%2Fportal%2Faccount%2Fsessions").await;
    "portal-confirm-wrong" 422 = |marie| {
        let page = marie.works_as(Role::Brand, "/confirm?to=%2Fportal%2Faccount%2Fsessions").await;
        marie.sends(&page, "/confirm", &[("password", "not hers")])
    };
    "portal-forgotten-by-mail" 200 =
        |marie| marie.browser.opens(&format!("{}/portal/forgotten", marie.other_house().await.url()));
    "portal-forgotten-sent" 200 = |marie| {
        let page = marie.browser.opens(&format!("{}/portal/forgotten", marie.other_house().await.url()));
        marie.sends(&page, "/forgotten", &[("email", "ada@erable.example")])
    };
    "portal-forgotten" 200 = |marie| marie.browser.opens(&format!("{}/portal/forgotten", marie.here.server.url()));
    "portal-account" 200 = |marie| marie.works_as(Role::Brand, "/account").await;
    "portal-password" 200 = |marie| marie.works_as(Role::Brand, "/account/password").await;
    "portal-password-wrong" 422 = |marie| {
        let page = marie.works_as(Role::Brand, "/account/password").await;
        marie.sends(&page, "/password", &[("old", "not hers"), ("new", "weak"), ("again", "another")])
    };
    "portal-second-factor-needed" 200 = |marie| {
        marie.works_as(Role::Developer, "").await;
        marie.finds("UPDATE members SET has_second_factor = FALSE").await;
        marie.browser.opens(&format!("{}/portal/companies", marie.here.server.url()))
    };
    "portal-authenticator" 200 = |marie| marie.works_as(Role::Brand, "/account/authenticator").await;
    "portal-authenticator-wrong-code" 422 = |marie| {
        let page = marie.works_as(Role::Brand, "/account/authenticator").await;
        marie.sends(&page, "/authenticator", &[("code", "12345")])
    };
    "portal-authenticator-set-up" 200 = |marie| {
        let (person, inside) = has_an_authenticator(marie).await;
        marie.goes_on_as(&inside);
        person.opens(&marie.browser, "/account/authenticator")
    };
    "portal-recovery-codes" 200 = |marie| marie.works_as(Role::Developer, "/account/recovery-codes").await;
    "portal-recovery-codes-fresh" 200 = |marie| {
        let (person, inside) = has_an_authenticator(marie).await;
        marie.goes_on_as(&inside);
        let page = person.opens(&marie.browser, "/account/recovery-codes");
        marie.sends_once(&page, "/recovery-codes", &[])
    };
    "portal-passkeys" 200 = |marie| marie.works_as(Role::Developer, "/account/passkeys").await;
    "portal-sessions" 200 = |marie| marie.works_as(Role::Brand, "/account/sessions").await;
    "portal-sessions-elsewhere" 200 = |marie| {
        let person = Person::at(&marie.here.server, SIGN_IN[0].1, Role::Brand).await;
        person.gives(&HttpBrowser::new("fr-CA").calling_itself(CHROME), PASSWORD);
        marie.goes_on_as(&person.signs_in());
        person.opens(&marie.browser, "/account/sessions")
    };
    "portal-team" 200 = |marie| {
        for role in [Role::Brand, Role::Analyst] {
            marie.works_as(role, "").await;
        }
        marie.works_as(Role::Administrator, "/team").await
    };
    "portal-team-with-an-invitation" 200 = |marie| {
        is_invited(&marie.here.server, &marie.here.bank, "grace@erable.example", Role::Onboarding).await;
        marie.works_as(Role::Administrator, "/team").await
    };
    "portal-team-invite" 200 = |marie| marie.works_as(Role::Administrator, "/team/invite").await;
    "portal-team-invited" 200 = |marie| {
        let page = marie.works_as(Role::Administrator, "/team/invite").await;
        marie.sends_once(&page, "/team/invite", &[("email", "grace@erable.example"), ("role", "brand")])
    };
    "portal-team-member" 200 = |marie| {
        let brand = Member::of(&marie.here.server, marie.here.bank.id, Role::Brand).await;
        marie.works_as(Role::Administrator, &format!("/team/members/{}", brand.id)).await
    };
    "portal-team-member-overtaken" 409 = |marie| {
        let brand = Member::of(&marie.here.server, marie.here.bank.id, Role::Brand).await;
        let page = marie.works_as(Role::Administrator, &format!("/team/members/{}", brand.id)).await;
        marie.finds("UPDATE members SET role = 'developer' WHERE role = 'brand'").await;
        marie.sends(&page, &format!("/{}", brand.id), &[("role", "analyst")])
    };
    "portal-team-reset" 200 = |marie| {
        let brand = Member::of(&marie.here.server, marie.here.bank.id, Role::Brand).await;
        let page = marie.works_as(Role::Administrator, &format!("/team/members/{}", brand.id)).await;
        marie.sends_once(&page, "/reset", &[])
    };
    "portal-team-remove" 200 = |marie| {
        let brand = Member::of(&marie.here.server, marie.here.bank.id, Role::Brand).await;
        marie.works_as(Role::Administrator, &format!("/team/members/{}/remove", brand.id)).await
    };
    "portal-team-remove-the-last" 409 = |marie| {
        let ada = Member::of(&marie.here.server, marie.here.bank.id, Role::Administrator).await;
        marie.goes_on_as(&ada.browser);
        let page = marie.browser.opens(&ada.address(&format!("/team/members/{}/remove", ada.id)));
        marie.sends(&page, "/remove", &[])
    };
    "portal-set-up" 200 = |marie| {
        let made = is_invited(&marie.here.server, &marie.here.bank, "grace@erable.example", Role::Administrator).await;
        marie.browser.opens(&link(&marie.here.server, &made))
    };
    "portal-set-up-weak" 422 = |marie| {
        let made = is_invited(&marie.here.server, &marie.here.bank, "grace@erable.example", Role::Brand).await;
        let page = marie.browser.opens(&link(&marie.here.server, &made));
        marie.sends(&page, "/set-up", &[("name", ""), ("password", "weak")])
    };
    "portal-set-up-renewed" 200 = |marie| {
        let developer = Member::of(&marie.here.server, marie.here.bank.id, Role::Developer).await;
        let made = resets(&marie.here.server, &developer, false).await;
        marie.finds(LINKS_THAT_ARE_NEVER_USED_UP).await;
        let link = link(&marie.here.server, &made);
        let renewed = marie.sends(&marie.browser.opens(&link), "/set-up", &[("password", PASSWORD)]);
        // Whoever looks again comes with the link.
        marie.browser.opens(&link);
        renewed
    };
    "portal-set-up-over" 410 = |marie| {
        let made = is_invited(&marie.here.server, &marie.here.bank, "grace@erable.example", Role::Brand).await;
        for _ in 0..73 {
            marie.waits_an_hour();
        }
        marie.browser.opens(&link(&marie.here.server, &made))
    };
    "portal-set-up-unknown" 404 =
        |marie| marie.browser.opens(&format!("{}/portal/set-up", marie.here.server.url()));
    "portal-team-invite-nobody" 422 = |marie| {
        let page = marie.works_as(Role::Administrator, "/team/invite").await;
        marie.sends(&page, "/team/invite", &[("email", "nobody"), ("name", ""), ("role", "")])
    };
    "portal-callout" 200 = |marie| marie.works_as(Role::Brand, CALLOUT_EDITOR).await;
    "portal-callout-too-long" 422 = |marie| {
        let page = marie.works_as(Role::Brand, CALLOUT_EDITOR).await;
        let long = "Gardez cette page ouverte jusqu’à la fin de la connexion à QuickBooks en ligne. ".repeat(3);
        let typed = [("title_en", long.as_str()), ("body_en", ""), ("title_fr", &long), ("body_fr", &long), ("action", "save")];
        marie.sends(&page, CALLOUT_EDITOR, &typed)
    };
    "portal-callout-suggestions" 200 = |marie| {
        let page = marie.works_as(Role::Brand, CALLOUT_EDITOR).await;
        marie.browser.submits(&page.form(CALLOUT_EDITOR), &[CALLOUT.as_slice(), &[("action", "save")]].concat())
    };
    "portal-callout-discard" 200 = |marie| {
        let page = marie.works_as(Role::Brand, CALLOUT_EDITOR).await;
        marie.browser.submits(&page.form(CALLOUT_EDITOR), &[CALLOUT.as_slice(), &[("action", "save")]].concat());
        marie.works_as(Role::Brand, "/settings/callout/discard").await
    };
    "portal-callout-publish" 200 = |marie| {
        let page = marie.works_as(Role::Brand, CALLOUT_EDITOR).await;
        marie.browser.submits(&page.form(CALLOUT_EDITOR), &[CALLOUT.as_slice(), &[("action", "publish")]].concat())
    };
    "portal-callout-publish-wrong" 422 = |marie| {
        let page = marie.works_as(Role::Brand, CALLOUT_EDITOR).await;
        let publish = marie.browser.submits(&page.form(CALLOUT_EDITOR), &[CALLOUT.as_slice(), &[("action", "publish")]].concat());
        let times = [("from_date", "demain"), ("from_time", "25:00"), ("until_date", "2020-01-01"), ("until_time", "")];
        marie.sends(&publish, "/callout/publish", &times)
    };
    "portal-callout-overtaken" 409 = |marie| {
        let page = marie.works_as(Role::Brand, CALLOUT_EDITOR).await;
        let texts = [CALLOUT.as_slice(), &[("action", "save")]].concat();
        marie.browser.submits(&page.form(CALLOUT_EDITOR), &texts);
        marie.sends(&page, CALLOUT_EDITOR, &[&[("title_en", "Before you start")], &texts[1..]].concat())
    };
    "portal-callout-scheduled" 200 = |marie| schedules_a_callout(marie).await;
    "portal-callout-take-back" 200 = |marie| marie.follows(&schedules_a_callout(marie).await, "/take-back");
    "portal-callout-restore" 200 = |marie| {
        publishes_two_callouts(marie).await;
        marie.follows(&marie.works_as(Role::Brand, "/settings/callout/history").await, "/restore")
    };
    "portal-callout-history" 200 = |marie| marie.works_as(Role::Brand, "/settings/callout/history").await;
    "portal-callout-history-published" 200 = |marie| {
        publishes_two_callouts(marie).await;
        schedules_a_callout(marie).await;
        marie.works_as(Role::Brand, "/settings/callout/history").await
    };
    "portal-branding" 200 = |marie| marie.works_as(Role::Brand, BRANDING).await;
    "portal-branding-read-only" 200 = |marie| marie.works_as(Role::Analyst, BRANDING).await;
    "portal-branding-draft" 200 = |marie| drafts_looks(marie).await;
    "portal-branding-wrong" 422 = |marie| {
        let page = marie.works_as(Role::Brand, BRANDING).await;
        marie.uploads(&page, BRANDING, &typed(&[("name-en", ""), ("primary", "jaune moutarde"), ("secondary", "#12")]))
    };
    "portal-branding-overtaken" 409 = |marie| {
        let page = marie.works_as(Role::Brand, BRANDING).await;
        marie.browser.uploads(&page.form(BRANDING), &typed(&[]), &[]);
        marie.uploads(&page, BRANDING, &typed(&[("name-en", "Érable Bank"), ("corners", "square")]))
    };
    "portal-branding-publish" 200 = |marie| {
        drafts_looks(marie).await;
        marie.works_as(Role::Brand, "/settings/branding/publish").await
    };
    "portal-branding-discard" 200 = |marie| {
        drafts_looks(marie).await;
        marie.works_as(Role::Brand, "/settings/branding/discard").await
    };
    "portal-branding-publish-overtaken" 409 = |marie| {
        drafts_looks(marie).await;
        let review = marie.works_as(Role::Brand, "/settings/branding/publish").await;
        let other = Member::of(&marie.here.server, marie.here.bank.id, Role::Brand).await;
        other.saves_branding(&other.opens(BRANDING), &[("name-en", "Érable Bank"), ("corners", "square")], &[]);
        marie.sends(&review, "/branding/publish", &[])
    };
    "portal-branding-restore" 200 = |marie| {
        publishes_looks(marie).await;
        marie.follows(&marie.works_as(Role::Brand, "/settings/branding/history").await, "/restore/")
    };
    "portal-branding-history" 200 = |marie| marie.works_as(Role::Brand, "/settings/branding/history").await;
    "portal-branding-history-published" 200 = |marie| {
        publishes_looks(marie).await;
        marie.works_as(Role::Brand, "/settings/branding/history").await
    };
    "portal-preview" 200 = |marie| marie.works_as(Role::Brand, "/settings/preview").await;
    "portal-no-page" 404 = |marie| marie.works_as(Role::Brand, "/nowhere").await;
    "portal-not-your-role" 403 = |marie| marie.works_as(Role::Analyst, "/developers/keys/new").await;
    "portal-keys" 200 = |marie| {
        let new = marie.works_as(Role::Developer, "/developers/keys/new").await;
        marie.browser.submits(&new.form("/keys/new"), &[("name", "Lot de nuit des opérations de l’établissement")]);
        let roll = marie.follows(&marie.works_as(Role::Developer, "/developers/keys").await, "/roll");
        marie.browser.submits(&roll.form("/roll"), &[("hours", "168")]);
        marie.works_as(Role::Developer, "/developers/keys").await
    };
    "portal-key-new" 200 = |marie| marie.works_as(Role::Developer, "/developers/keys/new").await;
    "portal-key-new-without-a-name" 422 = |marie| {
        let new = marie.works_as(Role::Developer, "/developers/keys/new").await;
        marie.sends(&new, "/keys/new", &[("name", "")])
    };
    "portal-key-shown" 200 = |marie| {
        let new = marie.works_as(Role::Developer, "/developers/keys/new").await;
        marie.sends_once(&new, "/keys/new", &[("name", "Night batch")])
    };
    "portal-key-roll" 200 = |marie| {
        marie.follows(&marie.works_as(Role::Developer, "/developers/keys").await, "/roll")
    };
    "portal-keys-read-only" 200 = |marie| marie.works_as(Role::Analyst, "/developers/keys").await;
    "portal-key-is-the-last" 200 = |marie| {
        marie.follows(&marie.works_as(Role::Developer, "/developers/keys").await, "/delete")
    };
    "portal-key-delete" 200 = |marie| {
        let new = marie.works_as(Role::Developer, "/developers/keys/new").await;
        marie.browser.submits(&new.form("/keys/new"), &[("name", "Night batch")]);
        marie.follows(&marie.works_as(Role::Developer, "/developers/keys").await, "/delete")
    };
    "portal-companies" 200 = |marie| {
        marie.here.bank.creates_company("Boulangerie artisanale de la Côte-des-Neiges et associés inc");
        marie.works_as(Role::Onboarding, "/companies").await
    };
    "portal-companies-a-page-of-many" 200 = |marie| {
        for number in 0..26 {
            marie.here.bank.creates_company(&format!("Bistro {number}"));
        }
        marie.works_as(Role::Analyst, "/companies?page=2").await
    };
    "portal-companies-none" 200 = |marie| {
        marie.finds("DELETE FROM companies; DELETE FROM company_counts").await;
        marie.works_as(Role::Onboarding, "/companies").await
    };
    "portal-companies-no-result" 200 = |marie| marie.works_as(Role::Onboarding, "/companies?q=garage").await;
    "portal-companies-links-off" 200 = |marie| {
        marie.changes(|settings| settings.integration_enabled = false).await;
        marie.works_as(Role::Onboarding, "/companies").await
    };
    "portal-link-made" 200 = |marie| {
        let companies = marie.works_as(Role::Onboarding, "/companies").await;
        marie.sends_once(&companies, "/link", &[])
    };
    "portal-link-asks-first" 200 = |marie| {
        let customer = HttpBrowser::new("en-CA");
        customer.presses_next(&customer.opens(marie.here.link()));
        let companies = marie.works_as(Role::Onboarding, "/companies").await;
        marie.sends(&companies, "/link", &[])
    };
    "database-away" 503 = |marie| {
        marie.comes_to_set_up();
        marie.finds(A_DAMAGED_DATABASE).await;
        marie.opens("set-up")
    };
}

/// With what French typography has to say about.
const CALLOUT: [(&str, &str); 4] = [
    ("title_en", "Before you begin"),
    ("body_en", "Have your QuickBooks password at hand."),
    ("title_fr", "Avant de commencer"),
    ("body_fr", "C'est \"facile\": cliquez sur le bouton, attendez..."),
];

const CALLOUT_EDITOR: &str = "/settings/callout";
const BRANDING: &str = "/settings/branding";

/// A callout that begins in two days.
async fn schedules_a_callout(marie: &Marie) -> Page {
    let page = marie.works_as(Role::Brand, CALLOUT_EDITOR).await;
    let texts = [CALLOUT.as_slice(), &[("action", "publish")]].concat();
    let publish = marie.browser.submits(&page.form(CALLOUT_EDITOR), &texts);
    let day = marie.here.server.day(2);
    let times = [("from_date", &*day), ("from_time", "08:00"), ("until_date", ""), ("until_time", "")];
    marie.browser.submits(&publish.form("/callout/publish"), &times)
}

/// One after the other: the second is what customers see.
async fn publishes_two_callouts(marie: &Marie) {
    for title in ["Avant de commencer", "Avant d’aller plus loin"] {
        let page = marie.works_as(Role::Brand, CALLOUT_EDITOR).await;
        let typed = [&[("title_fr", title)], &CALLOUT[..2], &CALLOUT[3..], &[("action", "publish")]].concat();
        let publish = marie.browser.submits(&page.form(CALLOUT_EDITOR), &typed);
        marie.browser.submits(&publish.form("/callout/publish"), &[]);
    }
}

/// A draft of other looks, with a logo.
async fn drafts_looks(marie: &Marie) -> Page {
    let page = marie.works_as(Role::Brand, BRANDING).await;
    let logo = drawing(&lettering("#ffffff"));
    marie.browser.uploads(&page.form(BRANDING), &typed(&[]), &[("logo", "logo.svg", &logo)])
}

/// What customers see is no longer what they saw.
async fn publishes_looks(marie: &Marie) {
    drafts_looks(marie).await;
    let review = marie.works_as(Role::Brand, "/settings/branding/publish").await;
    marie.browser.submits(&review.form("/branding/publish"), &[]);
}

const CHROME: &str =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";

const SIGN_IN: [(&str, &str); 2] = [("email", "marie@erable.example"), ("password", PASSWORD)];

/// Somebody with an authenticator app, and the browser in which it was set up.
async fn has_an_authenticator(marie: &Marie) -> (Person, HttpBrowser) {
    let person = Person::at(&marie.here.server, SIGN_IN[0].1, Role::Brand).await;
    let inside = person.signs_in();
    person.sets_up(&marie.here.server, &inside);
    (person, inside)
}

/// The door, to which such a person comes.
async fn at_the_door(marie: &Marie) -> Page {
    has_an_authenticator(marie).await.0.opens(&marie.browser, "/sign-in")
}

const QUICKBOOKS: &str = "/settings/integrations/quickbooks";

/// With the one that is there: as many as there may be.
const FORTY_NINE_MORE_SETS: &str = "
    WITH RECURSIVE numbers (number) AS (SELECT 10 UNION ALL SELECT number + 1 FROM numbers WHERE number < 58)
    INSERT INTO credentials (id, connection_id, username, password_hash, made_by, created_at)
    SELECT randomblob(16), connection_id, 'BCDFGHJKLM' || number, password_hash, made_by, created_at
    FROM credentials, numbers";

/// A page that answers to a link's only use is looked at more than once.
const LINKS_THAT_ARE_NEVER_USED_UP: &str = "
    CREATE TRIGGER never_used_up AFTER UPDATE ON set_up_links BEGIN
        UPDATE set_up_links SET used_at = NULL, withdrawn_at = NULL WHERE id = NEW.id;
    END";

const A_DAMAGED_DATABASE: &str = "
    PRAGMA writable_schema = ON;
    UPDATE sqlite_master SET sql = 'CREATE TABLE link_sessions (' WHERE name = 'link_sessions';
    PRAGMA schema_version = 9999";
