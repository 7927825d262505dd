//! Every address that the doors declare, with the methods it takes.

use bankfeeds_link::portal::PAGES;

use crate::link::Invitation;
use crate::portal::crawl::{INVENTED, filled, open_to_all};

/// An address and what it takes, as its `Allow` says.
pub struct Address {
    pub path: String,
    pub allow: &'static str,
    pub door: Door,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    Health,
    Pages,
    Files,
    Api,
    Institution,
    Portal,
}

impl Address {
    pub fn takes(&self, method: &str) -> bool {
        self.allow.split(", ").any(|allowed| allowed == method)
    }
}

pub const METHODS: [&str; 9] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO"];

/// All of them, for one connection.
pub fn declared(invitation: &Invitation) -> Vec<Address> {
    let (company, connection) = (&invitation.connection.company, &invitation.connection.id);
    let partner = invitation.bank.id.0;
    let at = |door, allow, path: String| Address { path, allow, door };
    let below_link = |page: &str| format!("/link/{connection}/{page}");
    let mut all = Vec::new();
    all.extend(["/healthz", "/readyz"].map(|path| at(Door::Health, "GET, HEAD", path.to_owned())));
    let everywhere = ["/".to_owned(), format!("/company/{company}"), start(invitation)];
    all.extend(everywhere.map(|path| at(Door::Pages, "GET, HEAD, POST", path)));
    let forms = ["select-software", "consent", "credentials", "revoke", "another-device"];
    all.extend(forms.map(|page| at(Door::Pages, "GET, HEAD, POST", below_link(page))));
    let shown = ["set-up", "credentials/events", "another-device/stage", "revoked", "finish", "declined"];
    all.extend(shown.map(|page| at(Door::Pages, "GET, HEAD", below_link(page))));
    let pressed = ["credentials/entered", "another-device/answer", "keep-going", "language"];
    all.extend(pressed.map(|page| at(Door::Pages, "POST", below_link(page))));
    all.push(at(Door::Pages, "GET, HEAD, POST", "/continue/K7QX4Z".to_owned()));
    let waiting = ["/continue/K7QX4Z/waiting", "/continue/K7QX4Z/waiting/stage"];
    all.extend(waiting.map(|path| at(Door::Pages, "GET, HEAD", path.to_owned())));
    let files = [
        "/static/pages.css",
        "/theme/ffd100-12355b.0.css",
        "/brand/1ac7.png",
        "/robots.txt",
        "/openapi.json",
        "/docs",
        "/docs/guide",
    ];
    all.extend(files.map(|path| at(Door::Files, "GET, HEAD", path.to_owned())));
    let api = |allow, below: &str| at(Door::Api, allow, format!("/companies{below}"));
    let accounts = format!("/{company}/connections/{connection}/connectionInfo/bankFeedAccounts");
    all.extend([
        api("GET, POST", ""),
        api("GET, PUT, PATCH, DELETE", &format!("/{company}")),
        api("GET, POST", &format!("/{company}/connections")),
        api("GET, PATCH, DELETE", &format!("/{company}/connections/{connection}")),
        api("GET, POST, PUT", &accounts),
        api("POST", &format!("{accounts}/batch")),
        api("PATCH, DELETE", &format!("{accounts}/4821")),
        api("POST, DELETE", &format!("{accounts}/credentials")),
        api("POST", &format!("/{company}/connections/{connection}/push/bankAccounts/4821/bankTransactions")),
        api("GET", &format!("/{company}/accessToken")),
        api("GET", &format!("/{company}/connections/{connection}/options/bankAccounts/4821/bankTransactions")),
        api("GET", &format!("/{company}/push")),
        api("GET", &format!("/{company}/push/{partner}")),
    ]);
    let by_connection = format!("/connections/{connection}/connectionInfo/bankFeedAccounts");
    all.push(at(Door::Api, "GET", by_connection));
    let other = |below: &str| format!("/{company}/connections/{connection}/{below}");
    all.extend([
        api("GET, POST", &other("bankFeedAccounts/mapping")),
        api("GET", &other("bankFeeds/info")),
        api("POST", &other("bankFeeds/otp")),
        api("GET", &other("data/bankAccounts")),
        api("GET", &other("options/bankAccounts")),
        api("POST", &other("push/bankAccounts")),
        api("POST", &other("bankFeedAccounts/4821/managedBankFeeds/syncs")),
        api("GET", &other("bankFeedAccounts/4821/managedBankFeeds/syncs/latest")),
    ]);
    all.extend(open_to_all().into_iter().map(|(path, allow)| at(Door::Portal, allow, format!("/portal{path}"))));
    all.extend(PAGES.iter().map(|entry| {
        let allow = match (entry.get, entry.post) {
            (Some(_), Some(_)) => "GET, HEAD, POST",
            (Some(_), None) => "GET, HEAD",
            (None, _) => "POST",
        };
        at(Door::Portal, allow, format!("/portal{}", filled(entry, INVENTED)))
    }));
    all.extend(["/ofx".to_owned(), format!("/ofx/{partner}")].map(|path| at(Door::Institution, "POST", path)));
    all
}

/// The path of the linkUrl, without its code.
pub fn start(invitation: &Invitation) -> String {
    format!("/companies/{}/connections/{}/start", invitation.connection.company, invitation.connection.id)
}
