//! Ids and parameters in addresses. Malformed, unknown and somebody else's are one answer.

use crate::link::Invitation;
use crate::support::{Database, project};

use super::{CANARY, Door, Raw, contents, is_refused, sends, tells_nothing};

/// Every address with an id in it: method, address, door.
const ADDRESSES: [(&str, &str, Door); 53] = [
    ("GET", "/companies/{companyId}", Door::Api),
    ("DELETE", "/companies/{companyId}", Door::Api),
    ("GET", "/companies/{companyId}/connections", Door::Api),
    ("POST", "/companies/{companyId}/connections", Door::Api),
    ("GET", "/companies/{companyId}/connections/{connectionId}", Door::Api),
    ("GET", "/companies/{companyId}/connections/{connectionId}/connectionInfo/bankFeedAccounts", Door::Api),
    ("POST", "/companies/{companyId}/connections/{connectionId}/connectionInfo/bankFeedAccounts", Door::Api),
    (
        "POST",
        "/companies/{companyId}/connections/{connectionId}/connectionInfo/bankFeedAccounts/credentials",
        Door::Api,
    ),
    (
        "DELETE",
        "/companies/{companyId}/connections/{connectionId}/connectionInfo/bankFeedAccounts/credentials",
        Door::Api,
    ),
    (
        "POST",
        "/companies/{companyId}/connections/{connectionId}/push/bankAccounts/{accountId}/bankTransactions",
        Door::Api,
    ),
    ("GET", "/companies/{companyId}/push", Door::Api),
    ("GET", "/companies/{companyId}/push/{pushOperationKey}", Door::Api),
    ("PUT", "/companies/{companyId}", Door::Api),
    ("PATCH", "/companies/{companyId}", Door::Api),
    ("GET", "/companies/{companyId}/accessToken", Door::Api),
    ("PATCH", "/companies/{companyId}/connections/{connectionId}", Door::Api),
    ("DELETE", "/companies/{companyId}/connections/{connectionId}", Door::Api),
    ("PUT", "/companies/{companyId}/connections/{connectionId}/connectionInfo/bankFeedAccounts", Door::Api),
    ("POST", "/companies/{companyId}/connections/{connectionId}/connectionInfo/bankFeedAccounts/batch", Door::Api),
    (
        "PATCH",
        "/companies/{companyId}/connections/{connectionId}/connectionInfo/bankFeedAccounts/{accountId}",
        Door::Api,
    ),
    (
        "DELETE",
        "/companies/{companyId}/connections/{connectionId}/connectionInfo/bankFeedAccounts/{accountId}",
        Door::Api,
    ),
    (
        "GET",
        "/companies/{companyId}/connections/{connectionId}/options/bankAccounts/{accountId}/bankTransactions",
        Door::Api,
    ),
    ("GET", "/connections/{connectionId}/connectionInfo/bankFeedAccounts", Door::Api),
    ("DELETE", "/apiKeys/{apiKeyId}", Door::Api),
    ("POST", "/apiKeys/{apiKeyId}/roll", Door::Api),
    ("GET", "/companies/{company}/connections/{connection}/start", Door::Pages),
    ("HEAD", "/companies/{company}/connections/{connection}/start", Door::Pages),
    ("GET", "/company/{company}", Door::Pages),
    ("GET", "/link/{connection}/select-software", Door::Pages),
    ("POST", "/link/{connection}/select-software", Door::Pages),
    ("GET", "/link/{connection}/consent", Door::Pages),
    ("POST", "/link/{connection}/consent", Door::Pages),
    ("GET", "/link/{connection}/set-up", Door::Pages),
    ("GET", "/link/{connection}/credentials", Door::Pages),
    ("POST", "/link/{connection}/credentials", Door::Pages),
    ("GET", "/link/{connection}/revoke", Door::Pages),
    ("POST", "/link/{connection}/revoke", Door::Pages),
    ("GET", "/link/{connection}/revoked", Door::Pages),
    ("GET", "/link/{connection}/finish", Door::Pages),
    ("GET", "/link/{connection}/declined", Door::Pages),
    ("POST", "/link/{connection}/language", Door::Pages),
    ("GET", "/link/{connection}/another-device", Door::Pages),
    ("POST", "/link/{connection}/another-device", Door::Pages),
    ("POST", "/link/{connection}/another-device/answer", Door::Pages),
    ("GET", "/link/{connection}/another-device/stage", Door::Pages),
    ("POST", "/link/{connection}/keep-going", Door::Pages),
    ("GET", "/continue/{tag}", Door::Pages),
    ("POST", "/continue/{tag}", Door::Pages),
    ("GET", "/continue/{tag}/waiting", Door::Pages),
    ("GET", "/continue/{tag}/waiting/stage", Door::Pages),
    ("POST", "/ofx/{partner}", Door::Institution),
    ("GET", "/static/{file}", Door::Pages),
    ("GET", "/brand/{name}", Door::Pages),
];

/// Where every shape is tried; elsewhere the worst of them are, since the same hands read them.
const IN_FULL: [&str; 7] = [
    "/companies/{companyId}",
    "/companies/{companyId}/connections/{connectionId}",
    "/companies/{companyId}/push/{pushOperationKey}",
    "/companies/{companyId}/connections/{connectionId}/push/bankAccounts/{accountId}/bankTransactions",
    "/companies/{company}/connections/{connection}/start",
    "/link/{connection}/consent",
    "/ofx/{partner}",
];
const WORST: usize = 6;

/// What stands in the place of an id, the worst first. Each holds the canary where it can.
fn malformed(good: &str) -> Vec<String> {
    let plain = good.replace('-', "");
    vec![
        format!("{good}{CANARY}"),
        format!("{CANARY}%00"),
        "%ff%fe".to_owned(),
        format!("..%2f{CANARY}"),
        format!("{good}%0d%0aX-Injected:%20{CANARY}"),
        format!("{CANARY}{}", "x".repeat(8_000)),
        CANARY.to_owned(),
        format!("{CANARY}{good}"),
        format!("%7B{good}%7D"),
        format!("urn:uuid:{good}"),
        plain,
        good[..35].to_owned(),
        "00000000-0000-0000-0000-000000000000".to_owned(),
        format!("%2e%2e%2f%2e%2e%2f{CANARY}"),
        "%2e%2e".to_owned(),
        "%00".to_owned(),
        format!("{good}%00"),
        format!("{good}%20"),
        "%E2%80%AE%D9%A7".to_owned(),
        format!("%2537{CANARY}"),
        good.replacen(&good[..1], &format!("%25{:02x}", good.as_bytes()[0]), 1),
        "%".to_owned(),
        "%zz".to_owned(),
        format!("{CANARY}'%20OR%20'1'='1"),
        format!("%3Cscript%3E{CANARY}%3C%2Fscript%3E"),
        "$%7B7*7%7D%7B%7B7*7%7D%7D".to_owned(),
        "-1".to_owned(),
        "*".to_owned(),
        good.replace('-', "\u{2010}")
            .chars()
            .map(|it| if it.is_ascii() { it.to_string() } else { "%E2%80%90".into() })
            .collect(),
    ]
}

/// The parts of an address in braces, in order.
fn places(address: &str) -> Vec<&str> {
    address.split('{').skip(1).filter_map(|part| part.split('}').next()).collect()
}

fn asks(invitation: &Invitation, method: &str, path: &str, door: Door) -> Raw {
    let authorization = invitation.bank.authorization();
    let more = match door {
        Door::Api => format!("Authorization: {authorization}\r\nContent-Type: application/json\r\n"),
        Door::Pages => "Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n".to_owned(),
        Door::Institution => "Content-Type: application/x-ofx\r\n".to_owned(),
    };
    let body = if matches!(method, "POST" | "PUT" | "PATCH") { "{}" } else { "" };
    sends(&invitation.server, &format!("{method} {path} HTTP/1.1\r\n{more}"), body.as_bytes())
}

#[test]
fn every_address_with_an_id_is_tried() {
    for (file, door) in
        [("src/api/mod.rs", Door::Api), ("src/link/mod.rs", Door::Pages), ("src/institution/mod.rs", Door::Institution)]
    {
        let text = std::fs::read_to_string(project().join(file)).unwrap();
        let literals = text.split('"').skip(1).step_by(2).filter(|it| it.starts_with('/'));
        for address in literals.filter(|it| it.contains('{') && !it.contains(":.*")) {
            let is_tried = ADDRESSES.iter().any(|(_, tried, of)| *of == door && tried.contains(address));
            // Names of ours, not ids.
            let is_named = ["/theme/{name}.css", "/preview/{page}", "/swatch/{name}.svg"].contains(&address);
            assert!(is_tried || is_named, "{file}: {address}");
        }
    }
}

on_both_databases! {
    async fn a_malformed_id_is_nobodys_at_every_address(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (company, connection) = (&invitation.connection.company, &invitation.connection.id);
        let before = contents(&invitation.server.database).await;
        let on_postgres = invitation.server.database.is_postgres();
        // One database shows that each address asks; the other, what its texts do to the ones that do.
        let asked = ADDRESSES.into_iter().filter(|(_, address, _)| !on_postgres || IN_FULL.contains(address));
        for (method, address, door) in asked {
            for place in places(address) {
                let shapes = if IN_FULL.contains(&address) && method != "HEAD" { usize::MAX } else { WORST };
                for bad in malformed(connection).into_iter().take(shapes) {
                    let fill = |name: &str| match name {
                        name if name == place => bad.clone(),
                        "companyId" | "company" => company.clone(),
                        "connectionId" | "connection" => connection.clone(),
                        _ => "acc-1".to_owned(),
                    };
                    let parts = address.split('/').map(|part| {
                        part.strip_prefix('{').and_then(|it| it.strip_suffix('}')).map_or_else(|| part.to_owned(), fill)
                    });
                    let path = parts.collect::<Vec<_>>().join("/");
                    let answer = asks(&invitation, method, &path, door);
                    let what = format!("{method} {}", path.chars().take(200).collect::<String>());
                    tells_nothing(&answer, &what);
                    assert!(answer.header("x-injected").is_empty(), "{what}");
                    match address {
                        // The same page for every id, on purpose.
                        "/company/{company}" => assert!(matches!(answer.status, 200 | 400 | 404), "{what}: {}", answer.status),
                        "/static/{file}" | "/brand/{name}" => assert!(matches!(answer.status, 400 | 404), "{what}: {}", answer.status),
                        // Too many wrong codes from one network is a page of its own.
                        _ if address.ends_with("/start") => assert!(matches!(answer.status, 400 | 404 | 429), "{what}: {}", answer.status),
                        // Whatever stands there, a visitor without a place is told so, or that a form is not ours.
                        _ if door == Door::Pages => is_refused(&answer, door, &[404, 410, 403], &what),
                        _ => is_refused(&answer, door, &[400, 404], &what),
                    }
                }
            }
        }
        let after = contents(&invitation.server.database).await;
        for (now, then) in after.lines().zip(before.lines()) {
            assert_eq!(now, then);
        }
    }

    async fn parameters_that_cannot_be_are_refused_by_name(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let company = &invitation.connection.company;
        let long = "9".repeat(4_000);
        let parameters = [
            "page=-1", "page=0", "page=99999999999999999999", "page=1.0", "page=0x1", "page=%00", "page=%ff", "page=1%20", "page=%D9%A3",
            "page=NaN", "page=1e3", "pageSize=0", "pageSize=5001", "pageSize=-5", "page=1&page=2", "pageSize=1&pageSize=5001",
            &format!("page={long}"), &format!("query={CANARY}"), &format!("orderBy={CANARY}"), &format!("tags={CANARY}"),
        ];
        for list in ["/companies".to_owned(), format!("/companies/{company}/connections"), format!("/companies/{company}/push")] {
            for parameter in parameters {
                let answer = asks(&invitation, "GET", &format!("{list}?{parameter}"), Door::Api);
                is_refused(&answer, Door::Api, &[400], parameter);
                let named = parameter.split('=').next().unwrap();
                assert!(answer.body.contains(&format!("\"error\":\"{named}")), "{parameter}: {}", answer.body);
            }
            for fine in ["", "?", "?page=1", "?page=2147483647&pageSize=5000", "?later=1&later=2", "?&&&=&", "?%00=%ff", "?page=&pageSize="] {
                let answer = asks(&invitation, "GET", &format!("{list}{fine}"), Door::Api);
                assert_eq!(answer.status, 200, "{fine}: {}", answer.body);
            }
        }
    }

    async fn a_code_that_is_none_is_the_neutral_page_whatever_it_is(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let (address, otp) = invitation.link().split_once("?otp=").unwrap();
        let path = address.trim_start_matches(invitation.server.url());
        let neutral = asks(&invitation, "GET", path, Door::Pages);
        is_refused(&neutral, Door::Pages, &[404], "no code");
        let twice_decoded = otp.bytes().map(|byte| format!("%25{byte:02x}")).collect::<String>();
        for query in [
            format!("otp={otp}&otp={otp}"), format!("otp={otp}&otp=1"), format!("otp[]={otp}"), format!("OTP={otp}"),
            format!("otp={otp}%00"), format!("otp=%00{otp}"), format!("otp={twice_decoded}"), format!("otp={otp}{CANARY}"), format!("otp=+{otp}"),
            format!("otp={}", "9".repeat(8_000)), "otp=%D9%A7%D9%A4".to_owned(), "otp=%ff".to_owned(), "otp".to_owned(),
            format!("otp=%0d%0aSet-Cookie:{CANARY}=1"),
        ] {
            let answer = asks(&invitation, "GET", &format!("{path}?{query}"), Door::Pages);
            is_refused(&answer, Door::Pages, &[404], &query);
            assert_eq!(answer.body, neutral.body, "{query}");
            assert!(answer.header("set-cookie").is_empty(), "{query}");
            // Or the tenth is locked out, and the thirtieth of a network.
            let mut db = invitation.server.app.store.write().await.unwrap();
            let week = std::time::Duration::from_secs(7 * 86_400);
            bankfeeds_link::store::wrong_codes::forget_before(&mut db, invitation.server.now() + week, i64::from(u32::MAX)).await.unwrap();
            db.commit().await.unwrap();
        }
    }
}
