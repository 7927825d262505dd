//! A person in a browser: real Chromium, driven by chromedriver.

use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use super::attendant::{self, Attendant};
use super::http;
use super::tools::{program, project};

/// How long a page may take until it shows what a story waits for.
const PATIENCE: Duration = Duration::from_secs(10);

const NARROWEST_WINDOW: u32 = 500;

/// Who sits before the browser.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    /// As `Accept-Language` has it: `en-CA`, `fr-CA`.
    pub language: &'static str,
    pub width: u32,
    pub height: u32,
    pub javascript: bool,
}

impl Reader {
    pub fn english() -> Self {
        Self { language: "en-CA", width: 1280, height: 900, javascript: true }
    }

    pub fn french() -> Self {
        Self { language: "fr-CA", ..Self::english() }
    }

    /// On a phone, 390 pixels wide.
    pub fn on_a_phone(self) -> Self {
        Self { width: 390, height: 844, ..self }
    }

    pub fn without_javascript(self) -> Self {
        Self { javascript: false, ..self }
    }

    fn capabilities(self, profile: PathBuf) -> serde_json::Map<String, Value> {
        let mut arguments = vec![
            "--headless=new".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-quic".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--no-first-run".to_owned(),
            "--no-proxy-server".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--disable-sync".to_owned(),
            format!("--user-data-dir={}", profile.display()),
            format!("--lang={}", self.language),
            format!("--window-size={},{}", self.width, self.height),
        ];
        if rustix::process::geteuid().as_raw() == 0 {
            // Chromium's sandbox refuses to run as root.
            arguments.push("--no-sandbox".to_owned());
        }
        let languages = format!("{},{}", self.language, self.language.split('-').next().unwrap_or_default());
        let preferences = json!({ "intl.accept_languages": languages });
        let options = json!({
            "binary": program("chromium", "chromium"),
            "args": arguments,
            "prefs": preferences,
        });
        let patience = json!({ "pageLoad": 30_000, "script": 10_000 });
        let capabilities = json!({ "browserName": "chrome", "goog:chromeOptions": options, "timeouts": patience,
            "goog:loggingPrefs": { "browser": "ALL" } });
        capabilities.as_object().unwrap().clone()
    }
}

/// An open browser; it closes when dropped.
pub struct Browser {
    /// For what the verbs below do not say.
    pub client: Client,
    session: String,
}

impl Browser {
    /// Opens a browser with an empty profile.
    pub async fn of(reader: Reader) -> Self {
        let driver = Driver::running();
        let profile = tempfile::Builder::new().prefix("profile-").tempdir_in(&driver.directory).unwrap().keep();
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let client = builder.capabilities(reader.capabilities(profile)).connect(&driver.url).await;
        let client = client.unwrap_or_else(|error| {
            panic!("Chromium did not open: {error}\n{}", attendant::log(&driver.directory));
        });
        let session = client.session_id().await.unwrap().unwrap();
        // Closed in `drop`, which cannot wait for anything that is async.
        client.persist().await.unwrap();
        let browser = Self { client, session };
        // A window cannot be as narrow as a phone. chromedriver's own imitation of one waits for a timer at each click,
        // for ever where no script runs.
        if reader.width < NARROWEST_WINDOW {
            let (width, height) = (reader.width, reader.height);
            let screen = json!({ "width": width, "height": height, "deviceScaleFactor": 2, "mobile": true });
            browser.asks_chromium("Emulation.setDeviceMetricsOverride", &screen);
        }
        if !reader.javascript {
            // For the page only: chromedriver itself looks at pages by script.
            browser.asks_chromium("Emulation.setScriptExecutionDisabled", &json!({ "value": true }));
        }
        browser
    }

    pub async fn opens(&self, url: &str) {
        self.client.goto(url).await.unwrap();
    }

    pub async fn goes_back(&self) {
        self.client.back().await.unwrap();
    }

    /// Presses the button, or follows the link, with exactly these words.
    pub async fn presses(&self, words: &str) {
        let fits = format!(r#"normalize-space(.)="{words}" or @value="{words}""#);
        let path = format!("//button[{fits}] | //a[{fits}] | //input[@type='submit'][{fits}] | //summary[{fits}]");
        let patience = Instant::now() + PATIENCE;
        loop {
            let found = self.client.wait().at_most(PATIENCE).for_element(Locator::XPath(&path)).await;
            // A script may show it only after the page is there.
            let pressed = match found {
                Ok(element) => element.click().await,
                Err(error) => Err(error),
            };
            let Err(error) = pressed else { return };
            if Instant::now() >= patience {
                panic!("nothing to press says {words:?} ({error}) on this page:\n{}", self.page().await);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Chooses the tile, radio button or box whose label holds these words.
    pub async fn chooses(&self, words: &str) {
        let path = format!(r#"//label[contains(normalize-space(.), "{words}")]"#);
        let found = self.client.wait().at_most(PATIENCE).for_element(Locator::XPath(&path)).await;
        match found {
            Ok(label) => label.click().await.unwrap(),
            Err(error) => panic!("no label says {words:?} ({error}) on this page:\n{}", self.page().await),
        }
    }

    /// Waits until these words stand on the page, and fails with the page if they never do.
    pub async fn sees(&self, words: &str) {
        let patience = Instant::now() + PATIENCE;
        while !self.page().await.contains(words) {
            assert!(Instant::now() < patience, "{words:?} is not on this page:\n{}", self.page().await);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The visible words of the page; empty while it changes.
    pub async fn page(&self) -> String {
        let body = self.client.find(Locator::Css("body")).await;
        match body {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        }
    }

    /// The whole text of the element with this id, as a script or a copying hand gets it.
    pub async fn text_of(&self, id: &str) -> String {
        let found = self.client.wait().at_most(PATIENCE).for_element(Locator::Id(id)).await;
        match found {
            Ok(element) => element.prop("textContent").await.unwrap().unwrap_or_default(),
            Err(error) => panic!("no element {id} ({error}) on this page:\n{}", self.page().await),
        }
    }

    pub async fn address(&self) -> String {
        self.client.current_url().await.unwrap().to_string()
    }

    /// Asks the page for the value of an expression.
    pub async fn evaluates(&self, expression: &str) -> Value {
        self.client.execute(&format!("return ({expression});"), Vec::new()).await.unwrap()
    }

    /// Keeps the whole page, below the fold too, as `target/screenshots/{name}.png`.
    pub fn keeps_a_picture(&self, name: &str) {
        let parameters = json!({ "format": "png", "captureBeyondViewport": true });
        let picture = self.asks_chromium("Page.captureScreenshot", &parameters);
        keep(&format!("{name}.png"), &STANDARD.decode(picture["data"].as_str().unwrap()).unwrap());
    }

    /// Prints the page on Letter paper, kept as `target/screenshots/{name}.pdf`.
    pub fn prints(&self, name: &str) -> Vec<u8> {
        let parameters = json!({ "paperWidth": 8.5, "paperHeight": 11, "preferCSSPageSize": true });
        let printed = self.asks_chromium("Page.printToPDF", &parameters);
        let bytes = STANDARD.decode(printed["data"].as_str().unwrap()).unwrap();
        keep(&format!("{name}.pdf"), &bytes);
        bytes
    }

    /// What the browser has said on its console since this was asked last: scripts' errors, refused content, failed requests.
    pub fn console(&self) -> Vec<String> {
        let url = format!("{}/session/{}/se/log", Driver::running().url, self.session);
        let body = json!({ "type": "browser" }).to_string();
        let said = http::send(&http::agent(), "POST", &url, &[("content-type", "application/json")], body).succeeded();
        said["value"].as_array().unwrap().iter().map(|line| line["message"].as_str().unwrap().to_owned()).collect()
    }

    /// A command of the DevTools protocol.
    pub fn asks_chromium(&self, command: &str, parameters: &Value) -> Value {
        let url = format!("{}/session/{}/goog/cdp/execute", Driver::running().url, self.session);
        let body = json!({ "cmd": command, "params": parameters }).to_string();
        let json = ("content-type", "application/json");
        http::send(&http::agent(), "POST", &url, &[json], body).succeeded()["value"].clone()
    }
}

fn keep(file: &str, bytes: &[u8]) {
    let file = project().join("target/screenshots").join(file);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, bytes).unwrap();
}

impl Drop for Browser {
    fn drop(&mut self) {
        let url = format!("{}/session/{}", Driver::running().url, self.session);
        // A browser that hangs ends with its driver, at the latest.
        let _ = http::agent().delete(url).call();
    }
}

/// chromedriver, started once for this process.
struct Driver {
    url: String,
    directory: PathBuf,
    _attendant: Attendant,
}

impl Driver {
    fn running() -> &'static Self {
        static DRIVER: OnceLock<Driver> = OnceLock::new();
        DRIVER.get_or_init(Self::start)
    }

    fn start() -> Self {
        let directory = attendant::directory("chromium");
        let port = attendant::free_port();
        let driver = program("chromedriver", "chromium-driver").display().to_string();
        let attendant = Attendant::start(&directory, &[driver, format!("--port={port}")]);
        let patience = Instant::now() + Duration::from_secs(30);
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < patience, "chromedriver did not start: {}", attendant::log(&directory));
            std::thread::sleep(Duration::from_millis(20));
        }
        Self { url: format!("http://127.0.0.1:{port}"), directory, _attendant: attendant }
    }
}
