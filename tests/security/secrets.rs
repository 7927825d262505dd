//! Secrets that must be nowhere but in the hands of whom they are for: the whole story with unique ones, against the real
//! binary, and then a search of everything it leaves behind.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use bankfeeds_link::jobs::forget;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sqlx::{Connection as _, Executor as _, SqliteConnection};
use totp_rs::{Builder, Secret};

use crate::cli::commands::{connects, creates};
use crate::link::{Invitation, Walk, unless_busy};
use crate::support::terminal::{KEY, Process, Terminal};
use crate::support::{Answer, Database, HttpBrowser, Page, agent, checking, program, send, tell};

/// Every form in which a secret may lie about. Base64 of something longer that holds it has one of three alignments.
fn disguises(name: &str, secret: &[u8]) -> Vec<(String, Vec<u8>)> {
    let hex: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    let percent: String = secret.iter().map(|byte| format!("%{byte:02X}")).collect();
    let escaped = serde_urlencoded::to_string([("", String::from_utf8_lossy(secret))]).unwrap();
    let mut forms = vec![
        ("raw", secret.to_vec()),
        ("lower case", secret.to_ascii_lowercase()),
        ("upper case", secret.to_ascii_uppercase()),
        ("hex", hex.clone().into_bytes()),
        ("upper-case hex", hex.to_uppercase().into_bytes()),
        ("percent-encoded", percent.into_bytes()),
        ("url-encoded", escaped.trim_start_matches('=').as_bytes().to_vec()),
    ];
    for shift in 0..3 {
        let shifted = [vec![0; shift], secret.to_vec()].concat();
        for encoded in [STANDARD.encode(&shifted), URL_SAFE_NO_PAD.encode(&shifted)] {
            // The first and the last letters depend on the neighbours.
            let inner = encoded.trim_end_matches('=');
            let from = if shift == 0 { 0 } else { 4 };
            forms.push(("base64", inner.as_bytes()[from..inner.len() - 2].to_vec()));
        }
    }
    forms.into_iter().map(|(form, bytes)| (format!("{name} ({form})"), bytes)).collect()
}

/// What must not be found, in all its disguises.
struct Secrets(Vec<(String, Vec<u8>)>);

impl Secrets {
    fn hide(&mut self, name: &str, secret: &[u8]) {
        assert!(secret.len() >= 12, "{name}: too short to be found by its text alone");
        self.0.extend(disguises(name, secret));
    }

    /// Fails where any is in there.
    fn are_not_in(&self, place: &str, bytes: &[u8]) {
        assert!(!bytes.is_empty(), "nothing to search in {place}");
        for (name, secret) in &self.0 {
            let found = bytes.windows(secret.len()).any(|window| window == secret);
            assert!(!found, "the {name} is in {place}");
        }
    }
}

#[test]
fn the_search_finds_what_is_there_in_every_disguise() {
    let mut secrets = Secrets(Vec::new());
    secrets.hide("canary", b"canary-7Q2?x/9");
    let json = json!({ "a": "bc", "secret": "canary-7Q2?x/9", "z": 1 }).to_string();
    let hidden = [
        json.clone(),
        STANDARD.encode(&json),
        STANDARD.encode(format!("x{json}")),
        URL_SAFE_NO_PAD.encode(format!("xy{json}")),
        "log: CANARY-7Q2?X/9".to_owned(),
        "a=canary-7Q2%3Fx%2F9&b".to_owned(),
        json.bytes().map(|byte| format!("{byte:02x}")).collect(),
    ];
    for place in hidden {
        let bytes = place.as_bytes();
        assert!(secrets.0.iter().any(|(_, secret)| bytes.windows(secret.len()).any(|it| it == secret)), "{place}");
    }
}

/// A sign-on and a request for the accounts.
fn ofx(username: &str, password: &str) -> String {
    format!(
        "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:103\r\nSECURITY:NONE\r\nENCODING:USASCII\r\nCHARSET:NONE\r\n\
         COMPRESSION:NONE\r\nOLDFILEUID:NONE\r\nNEWFILEUID:NONE\r\n\r\n<OFX><SIGNONMSGSRQV1><SONRQ>\
         <DTCLIENT>20261121150000<USERID>{username}<USERPASS>{password}<LANGUAGE>ENG<APPID>QWIN<APPVER>2700\
         </SONRQ></SIGNONMSGSRQV1><SIGNUPMSGSRQV1><ACCTINFOTRNRQ><TRNUID>1<ACCTINFORQ><DTACCTUP>19900101\
         </ACCTINFORQ></ACCTINFOTRNRQ></SIGNUPMSGSRQV1></OFX>"
    )
}

/// The bank's backend, the customer's browser and accounting software, and the refusals that they were told.
struct Story {
    url: String,
    key: String,
    refusals: Vec<u8>,
}

impl Story {
    fn api(&mut self, method: &str, path: &str, body: &Value) -> Answer {
        let authorization = format!("Basic {}", STANDARD.encode(&self.key));
        let headers = [("authorization", authorization.as_str()), ("content-type", "application/json")];
        self.keeps(unless_busy(
            || send(&agent(), method, &format!("{}{path}", self.url), &headers, body.to_string()),
            |answer| answer.status,
        ))
    }

    fn software(&mut self, username: &str, password: &str) -> Answer {
        let kind = [("content-type", "application/x-ofx")];
        let answer = unless_busy(
            || send(&agent(), "POST", &format!("{}/ofx", self.url), &kind, ofx(username, password)),
            |answer| answer.status,
        );
        self.refusals.extend(&answer.bytes);
        answer
    }

    fn keeps(&mut self, answer: Answer) -> Answer {
        if answer.status >= 400 {
            self.refusals.extend(&answer.bytes);
            self.refusals.extend(format!("{:?}", answer.headers).into_bytes());
        }
        answer
    }

    /// Wrong requests that carry right secrets: none may come back.
    fn errs(&mut self, link: &str, cookie: &str, (username, password): (&str, &str)) {
        let wrong = [
            send(&agent(), "GET", &format!("{link}&otp=1"), &[], ()),
            send(&agent(), "PUT", link, &[("cookie", cookie)], ()),
            send(
                &agent(),
                "POST",
                link,
                &[("cookie", cookie), ("content-type", "application/x-www-form-urlencoded")],
                password,
            ),
            send(&agent(), "GET", &format!("{}/{password}/{username}", self.url), &[], ()),
            send(&agent(), "GET", &format!("{}/link/{password}/consent", self.url), &[("cookie", cookie)], ()),
            send(&agent(), "GET", &format!("{}/companies/{}", self.url, self.key), &[], ()),
            send(
                &agent(),
                "POST",
                &format!("{}/ofx", self.url),
                &[("content-type", "application/x-ofx")],
                format!("{username}{password}"),
            ),
            send(&agent(), "POST", &format!("{}/ofx", self.url), &[("content-type", "text/plain")], password),
        ];
        for answer in wrong {
            assert!(answer.status >= 400, "{}", answer.status);
            self.keeps(answer);
        }
        let key = self.key.clone();
        self.api("POST", "/companies", &json!({ "name": { "key": key } }));
        self.api("POST", &format!("/companies/{key}/connections"), &json!({ "platformKey": password, key: 1 }));
        self.api("GET", &format!("/companies?query={password}%3D{username}&page={password}"), &Value::Null);
        let turned = |text: &str| format!("{}{}", &text[1..], &text[..1]);
        for (username, password) in [(username.to_owned(), turned(password)), (turned(username), password.to_owned())] {
            let answer = self.software(&username, &password);
            assert!(answer.text().contains("15500"), "{} {}", answer.status, answer.text());
        }
    }
}

/// The files of a SQLite database, or a dump of one in PostgreSQL.
fn at_rest(database: &Database) -> Vec<(String, Vec<u8>)> {
    if database.is_postgres() {
        let dump = Command::new(program("pg_dump", "postgresql-client")).arg(database.url()).output().unwrap();
        assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
        return vec![("the dump".to_owned(), dump.stdout)];
    }
    let file = database.url().strip_prefix("sqlite:").unwrap();
    let files = ["", "-wal", "-shm"].map(|end| format!("{file}{end}"));
    let there = files.into_iter().filter(|file| Path::new(file).exists());
    there.map(|file| (file.clone(), std::fs::read(&file).unwrap())).filter(|(_, bytes)| !bytes.is_empty()).collect()
}

/// What is left when the story has been told.
struct Told {
    _terminal: Terminal,
    server: Process,
    secrets: Secrets,
    refusals: Vec<u8>,
}

async fn tells(database: &Database) -> Told {
    let terminal = Terminal::of_server(database.url()).and("LOG", "trace").and("OTP_DIGITS", "12");
    let (partner, key) = creates(&terminal, "Acme Bank");
    let connection = connects(database, &partner).await.to_string();
    let server = terminal.serves();
    let url = format!("http://127.0.0.1:{}", server.port());
    let mut story = Story { url: url.clone(), key: key.clone(), refusals: Vec::new() };
    let company =
        story.api("GET", "/companies", &Value::Null).succeeded()["results"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/companies/{company}/connections/{connection}");
    story.api("POST", &format!("{path}/connectionInfo/bankFeedAccounts"), &checking("4821")).succeeded();
    let link = story.api("GET", &path, &Value::Null).succeeded()["linkUrl"].as_str().unwrap().to_owned();

    let (marie, name) = (HttpBrowser::new("en-CA"), format!("l-{}", &connection[..8]));
    marie.opens(&link);
    let look = marie.cookie(&name).unwrap();
    let ready = marie.walks_to_credentials(&link);
    let session = marie.cookie(&name).unwrap();
    let (username, password) = (ready.text_of("username").unwrap(), password_on(&ready.html()));
    assert!(marie.opens(&ready.url).says(&username), "shown again from the sealed copy");
    let (knocks_with, desktops) = second_screen(&marie, &format!("{url}/link/{connection}/another-device"), &name);
    let cookie = format!("{name}={session}");
    let mut secrets = Secrets(Vec::new());
    for (name, secret) in [
        ("otp", link.split_once("otp=").unwrap().1),
        ("password", &password),
        ("API key", &key),
        ("session cookie", &session[2..]),
        ("look cookie", &look[2..]),
        ("second browser's cookie before the yes", &knocks_with),
        ("second browser's session cookie", &desktops[2..]),
        ("SECRET_KEY", KEY),
    ] {
        secrets.hide(name, secret.as_bytes());
    }
    secrets.hide("SECRET_KEY's bytes", &STANDARD.decode(KEY).unwrap());
    secrets.hide("session's bytes", &URL_SAFE_NO_PAD.decode(&session[2..]).unwrap());
    for (place, bytes) in at_rest(database) {
        secrets.are_not_in(&format!("{place}, with a pair that may be shown again"), &bytes);
    }
    story.errs(&link, &cookie, (&username, &password));
    assert!(story.software(&username, &password).text().contains("<CODE>0"), "the right pair signs on");
    let day = bankfeeds_link::clock::Clock::System.now().date().to_string();
    let batch = json!({ "transactions": [{ "id": "t-1", "date": day, "amount": 1.0, "description": "Flour" }] });
    story.api("POST", &format!("{path}/push/bankAccounts/4821/bankTransactions"), &batch);
    assert_eq!(
        story.api("DELETE", &format!("{path}/connectionInfo/bankFeedAccounts/credentials"), &Value::Null).status,
        204
    );
    assert!(story.software(&username, &password).text().contains("15500"));
    // The user name is listed on the pages and lies in the database; the log and refusals are not for it either.
    let mut told = Secrets(std::mem::take(&mut secrets.0));
    for (place, bytes) in at_rest(database) {
        told.are_not_in(&place, &bytes);
    }
    told.hide("username", username.as_bytes());
    told.hide("folded username", username.replace('-', "").as_bytes());
    Told { _terminal: terminal, server, secrets: told, refusals: story.refusals }
}

/// Continues in a second browser: its cookie before the first one's yes, and after it.
fn second_screen(first: &HttpBrowser, page: &str, name: &str) -> (String, String) {
    let open = first.submits(&first.opens(page).form("/another-device"), &[]);
    let (address, code) = (open.text_of("address").unwrap(), open.text_of("code").unwrap());
    let second = HttpBrowser::new("en-CA");
    let asked = second.opens(&address);
    let knocks_with = second.cookie("k").unwrap();
    let form = asked.forms().into_iter().find(|form| !form.action.contains('?')).unwrap();
    let waiting = second.submits(&form, &[("code", &code)]);
    first.submits(&first.opens(page).form("/answer"), &[("answer", "yes")]);
    second.opens(&waiting.url);
    assert_eq!(second.cookie("k").unwrap_or_default(), "", "it is taken back");
    (knocks_with, second.cookie(name).unwrap())
}

/// The letters of the password, as a copying hand gets them.
fn password_on(html: &str) -> String {
    let inside = html.split("id=\"password\"").nth(1).unwrap().split_once('>').unwrap().1;
    let mut is_tag = false;
    let text: String = inside
        .split("</dd>")
        .next()
        .unwrap()
        .split("<button")
        .next()
        .unwrap()
        .chars()
        .filter(|letter| {
            let was_tag = is_tag;
            is_tag = if is_tag { *letter != '>' } else { *letter == '<' };
            !was_tag && !is_tag
        })
        .collect();
    text.trim().to_owned()
}

on_both_databases! {
    async fn o_11_can_no_secret_of_the_whole_story_is_in_the_log_the_database_or_a_refusal(database: Database) {
        let Told { mut server, secrets, refusals, _terminal } = tells(&database).await;
        secrets.are_not_in("a refusal", &refusals);
        server.stops();
        let log = server.log();
        assert!(log.contains("OFX file answered") && log.contains("/link/{connection}/credentials"), "{log}");
        secrets.are_not_in("the log", log.as_bytes());
        let at_rest = at_rest(&database);
        let passwords = Secrets(secrets.0.into_iter().filter(|(name, _)| !name.contains("username")).collect());
        for (place, bytes) in at_rest {
            passwords.are_not_in(&format!("{place} after the end"), &bytes);
        }
    }
}

/// A port that nobody listens on, a moment ago: a link is printed before its server starts.
fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// The code that an authenticator with this key shows.
fn code(key: &str) -> String {
    let app = Builder::new().with_secret(Secret::try_from_base32(key).unwrap()).build().unwrap();
    app.generate(u64::try_from(bankfeeds_link::clock::Clock::System.now().unix_seconds()).unwrap()).to_string()
}

/// The bank's first administrator sets up, makes a key and a link, signs out and in again; and what they held meanwhile.
fn administers(terminal: &Terminal, server: &Process, set_up: &str) -> (Secrets, Vec<u8>, String) {
    let portal = format!("http://127.0.0.1:{}/portal", server.port());
    let (ada, password) = (HttpBrowser::new("en-CA"), "vq3-kzut-9mt-pw and more");
    let mut secrets = Secrets(Vec::new());
    let mut hides = |name: &str, secret: &str| secrets.hide(name, secret.as_bytes());
    hides("set-up link's code", set_up.split_once("code=").unwrap().1);
    let page = ada.opens(set_up);
    hides("set-up cookie", &ada.cookie("set-up").unwrap());
    hides("cookie at the door", &ada.cookie("door").unwrap());
    let form = page.form("/set-up");
    let page = unless_busy(|| ada.submits(&form, &[("name", "Ada"), ("password", password)]), Page::status);
    let key = page.text_of("secret").unwrap_or_else(|| panic!("{}: {}", page.url, page.html())).replace(' ', "");
    hides("first session", &ada.cookie("p").unwrap());
    let codes = ada.submits(&page.form("/account/authenticator"), &[("code", &code(&key))]);
    let recovery: Vec<String> = codes.text_of("codes").unwrap().split_whitespace().map(str::to_owned).collect();
    assert_eq!(recovery.len(), 10, "{}", codes.html());
    hides("password", password);
    hides("authenticator's key", &key);
    for one in &recovery {
        hides("recovery code", one);
        hides("recovery code without its hyphens", &one.replace('-', ""));
    }
    hides("second session", &ada.cookie("p").unwrap());
    let new = ada.opens(&format!("{portal}/developers/keys/new"));
    let shown = ada.submits(&new.form("/keys/new"), &[("name", "night batch")]);
    hides("key of the portal", &shown.text_of("key").unwrap_or_else(|| panic!("{}", shown.html())));
    let connected = ada.submits(&ada.opens(&format!("{portal}/companies")).form("/connection"), &[]);
    hides("otp", connected.text_of("link").unwrap().split_once("otp=").unwrap().1);
    ada.submits(&ada.opens(&portal).form("/sign-out"), &[]);
    let door = |typed: &str| {
        let form = ada.opens(&format!("{portal}/sign-in")).form("/sign-in");
        unless_busy(|| ada.submits(&form, &[("email", "ada@acme.example"), ("password", typed)]), Page::status)
    };
    let mut refusals = door(&format!("{password}!")).answer.bytes.to_vec();
    let second = door(password);
    let half = second.form("/sign-in/second").hidden.into_iter().find(|(name, _)| name == "half").unwrap().1;
    refusals.extend(ada.submits(&second.form("/sign-in/second"), &[("code", &recovery[1][1..])]).answer.bytes.iter());
    let second = door(password);
    let home = ada.submits(&second.form("/sign-in/second"), &[("code", &recovery[0])]);
    assert!(home.says("Welcome, Ada."), "{}", home.html());
    let session = ada.cookie("p").unwrap();
    hides("third session", &session);
    // Wrong requests that carry right secrets.
    for (method, address) in [
        ("GET", format!("{portal}/{password}")),
        ("GET", format!("{portal}/companies?q={}&page={session}", recovery[2])),
        ("GET", format!("{portal}/set-up/{key}")),
        ("PUT", format!("{portal}/sign-in?to={session}")),
        ("POST", format!("{portal}/developers/keys/{session}/delete")),
    ] {
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
        let answer =
            ada.sends(method, &address.replace(' ', "%20"), &headers, &format!("csrf={session}&name={password}"));
        assert!((400..500).contains(&answer.status) || answer.status == 200, "{method}: {}", answer.status);
        // What was looked for stands in its field, for whoever typed it.
        if answer.status >= 400 {
            refusals.extend(answer.bytes.iter());
        }
    }
    assert!(!terminal.runs(&["partner", "show", "--json"]).out.is_empty());
    (secrets, refusals, half)
}

on_both_databases! {
    async fn can_no_secret_of_the_portals_people_is_in_the_log_the_database_or_a_refusal(database: Database) {
        let address = format!("127.0.0.1:{}", free_port());
        let terminal = Terminal::of_server(database.url());
        let terminal = terminal.and("LOG", "trace").and("OTP_DIGITS", "12").and("LISTEN_ADDR", &address);
        let made = ["partner", "create", "--name", "Acme Bank", "--email", "ada@acme.example", "--json"];
        let made = terminal.runs(&made).json();
        let mut server = terminal.serves();
        let bank = format!("Basic {}", STANDARD.encode(made["apiKey"].as_str().unwrap()));
        let headers = [("authorization", bank.as_str()), ("content-type", "application/json")];
        let company = format!("http://127.0.0.1:{}/companies", server.port());
        send(&agent(), "POST", &company, &headers, json!({ "name": "Bistro" }).to_string()).succeeded();
        let (mut secrets, refusals, half) = administers(&terminal, &server, made["setUpUrl"].as_str().unwrap());
        secrets.are_not_in("a refusal", &refusals);
        // It stands in the form that asks for the second, again after a wrong code.
        secrets.hide("half of a sign-in", half.as_bytes());
        for (place, bytes) in at_rest(&database) {
            secrets.are_not_in(&place, &bytes);
        }
        server.stops();
        let log = server.log();
        assert!(log.contains("/portal/developers/keys/new"), "{log}");
        secrets.are_not_in("the log", log.as_bytes());
        for (place, bytes) in at_rest(&database) {
            secrets.are_not_in(&format!("{place} after the end"), &bytes);
        }
    }
}

/// Sealed, and under a key that is in one browser only; gone from the file all the same.
#[test]
fn can_a_copy_that_was_dropped_is_gone_from_the_file_of_sqlite() {
    tell(async {
        for is_revoked in [true, false] {
            let invitation = Invitation::from_a_bank(Database::sqlite()).await;
            let (database, app) = (&invitation.server.database, &invitation.server.app);
            HttpBrowser::new("en-CA").walks_to_credentials(invitation.link());
            let mut raw = SqliteConnection::connect(database.url()).await.unwrap();
            let sealed: Vec<u8> =
                sqlx::query_scalar("SELECT sealed FROM sealed_copies").fetch_one(&mut raw).await.unwrap();
            let is_there = || {
                let there = |(_, bytes): &(String, Vec<u8>)| bytes.windows(sealed.len()).any(|window| window == sealed);
                at_rest(database).iter().any(there)
            };
            assert!(is_there());
            if is_revoked {
                assert_eq!(invitation.bank.revokes_credentials(&invitation.connection).status, 204);
            } else {
                app.clock.advance(Duration::from_secs(600));
                forget::once(app).await.unwrap();
            }
            // The log of changes keeps old pages until it is written over, or the server ends.
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").await.unwrap();
            assert!(!is_there(), "revoked: {is_revoked}");
        }
    });
}
