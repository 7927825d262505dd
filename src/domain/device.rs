//! A browser and the system under it, by the names people know: what a customer is shown of a browser that wants to go on
//! in their place. Families alone, from what the browser says of itself; it may lie, which is why a code comes before.

use std::fmt;

words! {
    /// The family of a browser, by its own name.
    Browser {
        Edge = "Edge",
        Opera = "Opera",
        Samsung = "Samsung Internet",
        Firefox = "Firefox",
        Chrome = "Chrome",
        Safari = "Safari",
    }
}

words! {
    /// The family of a system, by the name of the thing that people hold.
    System {
        IPhone = "iPhone",
        IPad = "iPad",
        Android = "Android",
        Chromebook = "Chromebook",
        Windows = "Windows",
        Mac = "Mac",
        Linux = "Linux",
    }
}

/// What stands in a `User-Agent`, the telling mark before those that others copy.
const BROWSERS: [(&str, Browser); 10] = [
    ("Edg", Browser::Edge),
    ("OPR/", Browser::Opera),
    ("OPT/", Browser::Opera),
    ("SamsungBrowser/", Browser::Samsung),
    ("FxiOS/", Browser::Firefox),
    ("Firefox/", Browser::Firefox),
    ("CriOS/", Browser::Chrome),
    ("Chromium/", Browser::Chrome),
    ("Chrome/", Browser::Chrome),
    ("Safari/", Browser::Safari),
];
const SYSTEMS: [(&str, System); 8] = [
    ("iPhone", System::IPhone),
    ("iPad", System::IPad),
    ("Android", System::Android),
    ("CrOS", System::Chromebook),
    ("Windows", System::Windows),
    ("Macintosh", System::Mac),
    ("Linux", System::Linux),
    ("X11", System::Linux),
];

/// `None`: it does not say, or says a name that we do not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Device {
    pub browser: Option<Browser>,
    pub system: Option<System>,
}

impl Device {
    /// By a `User-Agent`, of whatever length and content.
    pub fn named(user_agent: &str) -> Self {
        let browser = BROWSERS.into_iter().find(|(mark, _)| user_agent.contains(mark));
        let system = SYSTEMS.into_iter().find(|(mark, _)| user_agent.contains(mark));
        Self { browser: browser.map(|(_, browser)| browser), system: system.map(|(_, system)| system) }
    }

    /// By the words that rest in the database.
    pub fn kept(browser: Option<&str>, system: Option<&str>) -> Self {
        let browser = browser.and_then(|word| word.parse().ok());
        Self { browser, system: system.and_then(|word| word.parse().ok()) }
    }
}

impl fmt::Display for Device {
    /// For the timeline.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let browser = self.browser.map_or("a browser", Browser::word);
        let system = self.system.map_or("an unknown system", System::word);
        write!(f, "{browser} on {system}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_that_people_use_are_called_by_their_names() {
        let apple = "AppleWebKit/605.1.15 (KHTML, like Gecko)";
        let google = "AppleWebKit/537.36 (KHTML, like Gecko)";
        for (user_agent, browser, system) in [
            (
                format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {google} Chrome/131.0.0.0 Safari/537.36"),
                Browser::Chrome,
                System::Windows,
            ),
            (
                format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {google} Chrome/131.0.0.0 Safari/537.36 Edg/131.0"),
                Browser::Edge,
                System::Windows,
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0".to_owned(),
                Browser::Firefox,
                System::Linux,
            ),
            (
                format!(
                    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) {apple} Version/18.1 Mobile/15E148 Safari/604.1"
                ),
                Browser::Safari,
                System::IPhone,
            ),
            (
                format!(
                    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) {apple} CriOS/131.0 Mobile/15E148 Safari/604.1"
                ),
                Browser::Chrome,
                System::IPhone,
            ),
            (
                format!("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {apple} Version/18.1 Safari/605.1.15"),
                Browser::Safari,
                System::Mac,
            ),
            (
                format!(
                    "Mozilla/5.0 (Linux; Android 14; SM-S921W) {google} SamsungBrowser/26.0 Chrome/122.0 Mobile Safari/537.36"
                ),
                Browser::Samsung,
                System::Android,
            ),
            (
                format!("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {google} Chrome/131.0 Safari/537.36"),
                Browser::Chrome,
                System::Chromebook,
            ),
        ] {
            let device = Device { browser: Some(browser), system: Some(system) };
            assert_eq!(Device::named(&user_agent), device, "{user_agent}");
        }
    }

    #[test]
    fn what_calls_itself_nothing_known_has_no_name() {
        for strange in ["", "curl/8.5.0", "<b>", "\u{202e}"] {
            assert_eq!(Device::named(strange), Device { browser: None, system: None }, "{strange}");
        }
    }
}
