use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use super::terminal::{Process, Terminal, names};
use crate::support::{HttpBrowser, tool};

const READY: &str = "All it keeps is in";

fn starts(terminal: &Terminal) -> Process {
    terminal.starts(&["demo", "--listen", "127.0.0.1:0"], READY)
}

/// The line of the demo that begins with these words.
fn line<'a>(demo: &'a Process, beginning: &str) -> &'a str {
    let line = demo.out.lines().map(str::trim).find(|line| line.starts_with(beginning));
    line.unwrap_or_else(|| panic!("no line begins with {beginning}: {}", demo.out))
}

/// What the shell makes of a line that was pasted into it.
fn pastes(terminal: &Terminal, line: &str) -> String {
    let line = line.replace("curl ", "curl --silent --show-error --include ");
    let tools = tool("ofxget").parent().unwrap().display().to_string();
    let path = format!("{tools}:{}", std::env::var("PATH").unwrap());
    let mut shell = Command::new("sh");
    shell
        .args(["-c", &line])
        .current_dir(terminal.path(""))
        .env_clear()
        .env("PATH", path)
        .env("HOME", terminal.path(""));
    let output = shell.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Makes credentials as the bank's program, and answers the demo's line for ofxget with them put in.
fn ready_to_download(terminal: &Terminal, demo: &Process) -> String {
    let (_, link) = line(demo, "http://127.0.0.1:").split_once("/companies/").unwrap();
    let connection = link.split_once("/start").unwrap().0;
    let ask = line(demo, "curl -H 'Authorization").replace("curl ", "curl --request POST ");
    let answer = pastes(terminal, &format!("{ask}/{connection}/connectionInfo/bankFeedAccounts/credentials"));
    let pair: serde_json::Value = serde_json::from_str(answer.split("\r\n\r\n").last().unwrap()).unwrap();
    let ofxget = line(demo, "ofxget stmt").replace("USERNAME", pair["username"].as_str().unwrap());
    ofxget.replace("PASSWORD", pair["password"].as_str().unwrap())
}

/// All ids of transactions in a download, which are all different.
fn ids(download: &str) -> BTreeSet<&str> {
    let parts: Vec<&str> = download.split("<FITID>").skip(1).map(|rest| rest.split('<').next().unwrap()).collect();
    let ids: BTreeSet<&str> = parts.iter().copied().collect();
    assert_eq!(ids.len(), parts.len(), "{download}");
    ids
}

#[test]
fn a_later_demo_has_the_same_key_and_files_of_its_own() {
    // Settings of production that would stop it, if it read them.
    let terminal = Terminal::new(&[("SECRET_KEY", "not a key"), ("DATABASE_URL", "sqlite:production.db")]);
    std::fs::write(terminal.path(".env"), "LISTEN_ADDR=nowhere\n").unwrap();
    let mut first = starts(&terminal);
    let key = line(&first, "3. Be the bank's program").rsplit(' ').next().unwrap().to_owned();
    let link = line(&first, "http://127.0.0.1:").to_owned();
    first.stops();
    let mode = |name: &str| std::fs::metadata(terminal.path(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("demo"), mode("demo/env")), (0o700, 0o600));
    let keys = std::fs::read_to_string(terminal.path("demo/env")).unwrap();
    assert!(keys.contains(&key) && keys.contains("SECRET_KEY="), "{keys}");

    let second = starts(&terminal);
    assert!(line(&second, "3. Be the bank's program").ends_with(&key), "{}", second.out);
    let path = |link: &str| link.split_once("/companies/").unwrap().1.split_once('?').unwrap().0.to_owned();
    assert_eq!(path(line(&second, "http://127.0.0.1:")), path(&link), "the same company and connection");
    assert_eq!(names(&terminal.path("")), [".env", "demo", "log0", "log1"]);
}

#[test]
fn its_link_opens_and_its_lines_can_be_pasted() {
    let terminal = Terminal::new(&[]);
    let demo = starts(&terminal);
    let opened = pastes(&terminal, &format!("curl '{}'", line(&demo, "http://127.0.0.1:")));
    assert!(opened.starts_with("HTTP/1.1 303") && opened.contains("/select-software"), "{opened}");
    let companies = pastes(&terminal, line(&demo, "curl -H 'Authorization"));
    assert!(companies.starts_with("HTTP/1.1 200") && companies.contains("Bistro Quai 7"), "{companies}");
    let profile = pastes(&terminal, line(&demo, "curl -H 'Content-Type"));
    assert!(profile.starts_with("HTTP/1.1 200") && profile.contains("<FINAME>Harbour Light Bank"), "{profile}");
    // Any other command means this demo, with what its env file says.
    let command = format!("'{}' link create --company 'Bistro Quai 7'", env!("CARGO_BIN_EXE_bankfeeds-link"));
    let made = pastes(&terminal, &format!("set -a; . demo/env; set +a; {command}"));
    assert!(made.starts_with(&format!("http://127.0.0.1:{}/companies/", demo.port())), "{made}");
}

#[test]
fn the_second_download_brings_a_week_of_transactions_and_a_later_demo_repeats_none() {
    let terminal = Terminal::new(&[]);
    let mut demo = starts(&terminal);
    let ofxget = ready_to_download(&terminal, &demo);
    let first = pastes(&terminal, &ofxget);
    assert_eq!(first.matches("<ACCTID>").count(), 3, "{first}");
    assert!(ids(&first).is_empty(), "{first}");
    for account in ["Business chequing", "Tax savings", "Business card"] {
        demo.log_says(&format!("\"account\":\"{account}\""));
    }
    let second = pastes(&terminal, &ofxget);
    assert!(ids(&second).len() >= 3 * 7 * 2, "{second}");
    demo.stops();

    // On a port of its own, so ofxget gets the profile anew.
    let demo = starts(&terminal);
    let (_, with_pair) = ofxget.split_once(" --user").unwrap();
    let (start, _) = line(&demo, "ofxget stmt").split_once(" --user").unwrap();
    let third = pastes(&terminal, &format!("{start} --user{with_pair}"));
    // Around midnight another day may have come.
    assert!(ids(&third).is_superset(&ids(&second)), "{third}");
}

#[test]
fn it_is_a_sandbox_whose_walk_acts_for_its_bank_at_its_own_address_only() {
    let terminal = Terminal::new(&[]);
    let mut demo = starts(&terminal);
    let walk = line(&demo, "Begin with the walk").rsplit(' ').next().unwrap().to_owned();
    let browser = HttpBrowser::new("en-CA");
    let page = browser.opens(&walk);
    assert!(page.says("You are Harbour Light Bank.") && page.says("Begin with step 1"), "{}", page.html());
    let key = line(&demo, "3. Be the bank's program").rsplit(' ').next().unwrap().to_owned();
    assert!(!page.html().contains(&key));
    // What it tells to paste gets the key, without showing it.
    let export = page.text_of("export").unwrap();
    assert_eq!(pastes(&terminal, &format!("{export}; printf %s \"$API_KEY\"")), key);
    // Another name that leads to this machine sees nothing, and is led to the demo's own address.
    let elsewhere = browser.sends("GET", &walk, &[("host", "rebound.example")], "");
    assert_eq!((elsewhere.status, elsewhere.header("location")), (303, walk.as_str()));
    for path in ["clock", "wipe"] {
        let hidden = browser.sends("GET", &format!("{walk}/{path}"), &[("host", "rebound.example")], "");
        assert_eq!(hidden.status, 403, "{path}");
    }
    let turned = browser.submits(&browser.opens(&format!("{walk}/clock")).form("/clock"), &[("turn", "day")]);
    assert!(turned.says("one day ahead of the true time"), "{}", turned.html());
    demo.stops();
    // A later start goes by the same clock, and by nothing that is live.
    let demo = starts(&terminal);
    let walk = line(&demo, "Begin with the walk").rsplit(' ').next().unwrap().to_owned();
    assert!(browser.opens(&walk).says("one day ahead of the true time"));
    let keys = std::fs::read_to_string(terminal.path("demo/env")).unwrap();
    let secret_key = keys.lines().find_map(|line| line.strip_prefix("SECRET_KEY=")).unwrap();
    let database = format!("sqlite:{}", terminal.path("demo/demo.db").display());
    let live =
        Terminal::new(&[("SECRET_KEY", secret_key), ("DATABASE_URL", &database), ("LISTEN_ADDR", "127.0.0.1:0")]);
    assert!(live.runs(&["serve"]).refused().contains("set SANDBOX=1"));
}

#[test]
fn its_portal_is_set_up_once_and_signed_in_to_after_that() {
    let terminal = Terminal::new(&[]);
    let portal = |demo: &Process| {
        let link = demo.out.lines().map(str::trim).find(|line| line.contains("/portal/set-up?code="));
        link.map(str::to_owned)
    };
    let mut demo = starts(&terminal);
    let unused = portal(&demo).unwrap();
    demo.stops();
    let mut demo = starts(&terminal);
    let link = portal(&demo).unwrap();
    assert_ne!(unused.rsplit('=').next(), link.rsplit('=').next(), "the one before is void");
    let browser = HttpBrowser::new("en-CA");
    let page = browser.opens(&link);
    assert!(page.says("Join the portal of Harbour Light Bank"), "{}", page.html());
    let led = browser.submits(&page.form("/set-up"), &[("name", "Ada"), ("password", "vq3-kzut-9mt")]);
    assert!(led.url.ends_with("/portal/account/authenticator"), "{}", led.url);
    demo.stops();
    let demo = starts(&terminal);
    assert_eq!(portal(&demo), None, "{}", demo.out);
    assert!(demo.out.contains("sign in as you@harbour-light.example with the password chosen then"), "{}", demo.out);
    assert!(line(&demo, "http://127.0.0.1:").contains("/companies/"));
}

#[test]
fn a_taken_port_says_how_to_choose_another_and_the_world_is_not_let_in() {
    let terminal = Terminal::new(&[]);
    let first = starts(&terminal);
    let address = format!("127.0.0.1:{}", first.port());
    let second = terminal.runs(&["demo", "--listen", &address]);
    assert!(second.refused().contains("for example --listen 127.0.0.1:8081"), "{}", second.err);
    let open = terminal.runs(&["demo", "--listen", "0.0.0.0:0"]);
    assert!(open.refused().contains("this machine only"), "{}", open.err);
}
