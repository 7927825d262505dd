//! Every route of this door, read off the lines that mount it: a new one cannot be forgotten by a test that goes through them.

use crate::support::project;

/// A method and the pattern of an address.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    pub method: String,
    pub path: String,
}

/// Where routes are mounted.
const FILES: [&str; 2] = ["src/api/mod.rs", "src/api/other_integrations.rs"];
/// What begins an address in those files, and what comes before the text behind it.
const OPENINGS: [(&str, &str); 3] =
    [("scope(\"", ""), ("resource(\"", "(scope)"), ("at(\"", "/companies/{companyId}/connections/{connectionId}/")];

/// All of them, in the order in which they are mounted.
pub fn all() -> Vec<Route> {
    let mut routes = Vec::new();
    for file in FILES {
        let code = std::fs::read_to_string(project().join(file)).unwrap();
        let before = routes.len();
        routes.extend(of(&code));
        let written = code.matches(".route(").count();
        assert_eq!(routes.len() - before, written, "{file} mounts a route in a way that is not understood here");
    }
    assert!(routes.len() > 30, "{routes:?}");
    routes
}

fn of(code: &str) -> Vec<Route> {
    let (mut scope, mut path, mut routes) = (String::new(), String::new(), Vec::new());
    let mut rest = code;
    while let Some((place, opening)) = next(rest) {
        let (quoted, behind) = rest[place + opening.0.len()..].split_once('"').unwrap();
        match opening.1 {
            "" => scope = quoted.to_owned(),
            "(scope)" => path = format!("{scope}{quoted}"),
            before => path = format!("{before}{quoted}"),
        }
        let own = &behind[..next(behind).map_or(behind.len(), |(place, _)| place)];
        for route in own.split(".route(").skip(1) {
            let method = route.split("()").next().unwrap().trim().to_uppercase();
            routes.push(Route { method, path: path.clone() });
        }
        rest = behind;
    }
    routes
}

fn next(code: &str) -> Option<(usize, (&'static str, &'static str))> {
    let found = OPENINGS.into_iter().filter_map(|opening| Some((code.find(opening.0)?, opening)));
    found.min_by_key(|(place, _)| *place)
}

impl Route {
    /// The address with these in place of its parameters: company, connection, account, push operation, API key.
    pub fn at(&self, [company, connection, account, push, key]: [&str; 5]) -> String {
        let mut path = self.path.clone();
        for (name, value) in [
            ("companyId", company),
            ("connectionId", connection),
            ("accountId", account),
            ("pushOperationKey", push),
            ("apiKeyId", key),
            ("syncId", "latest"),
        ] {
            path = path.replace(&format!("{{{name}}}"), value);
        }
        assert!(!path.contains('{'), "{path} has a parameter that nobody knows here");
        path
    }

    /// Whether it names a thing, which may be somebody else's.
    pub fn names_something(&self) -> bool {
        self.path.contains('{')
    }

    pub fn is(&self, method: &str, path: &str) -> bool {
        self.method == method && self.path == path
    }
}
