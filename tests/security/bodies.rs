//! Bodies: their limits, their kinds, and those that do not come whole. Each door says it in its own language.

use std::io::Cursor;
use std::time::Duration;

use serde_json::json;
use ureq::SendBody;

use crate::link::Invitation;
use crate::support::{Answer, Database, Wire, agent, send};

const FORM: &str = "application/x-www-form-urlencoded";

/// A page's heading as its source has it.
fn headed(heading: &str) -> String {
    format!("<h1>{heading}</h1>")
}

/// One kind of body, at the address that takes it.
struct Kind {
    name: &'static str,
    limit: usize,
    path: String,
    headers: Vec<(&'static str, String)>,
    /// Begins and ends the body; blanks or letters lie between.
    ends: (String, &'static str),
    filling: u8,
}

impl Kind {
    fn body(&self, size: usize) -> Vec<u8> {
        let (start, end) = (self.ends.0.as_bytes(), self.ends.1.as_bytes());
        [start, &vec![self.filling; size - start.len() - end.len()], end].concat()
    }

    fn sends(&self, server: &str, size: usize, is_chunked: bool) -> Answer {
        let headers: Vec<_> = self.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let (body, url) = (self.body(size), format!("{server}{}", self.path));
        match is_chunked {
            true => send(&agent(), "POST", &url, &headers, SendBody::from_reader(&mut Cursor::new(body))),
            false => send(&agent(), "POST", &url, &headers, &body[..]),
        }
    }

    /// The head of a request that declares so many bytes.
    fn head(&self, length: usize) -> String {
        let headers: String = self.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        format!("POST {} HTTP/1.1\r\nHost: here\r\n{headers}Content-Length: {length}\r\n\r\n", self.path)
    }
}

fn kinds(invitation: &Invitation) -> [Kind; 4] {
    let json =
        vec![("authorization", invitation.bank.authorization()), ("content-type", "application/json".to_owned())];
    let origin = invitation.server.url().to_owned();
    [
        Kind {
            name: "push",
            limit: 5 * 1024 * 1024,
            path: invitation.connection.path("push/bankAccounts/4821/bankTransactions"),
            headers: json.clone(),
            ends: (r#"{"accountId":"4821","transactions":["#.to_owned(), "]}"),
            filling: b' ',
        },
        Kind {
            name: "other JSON",
            limit: 256 * 1024,
            path: "/companies".to_owned(),
            headers: json,
            ends: (json!({ "name": "Bistro" }).to_string(), ""),
            filling: b' ',
        },
        Kind {
            name: "OFX",
            limit: 64 * 1024,
            path: "/ofx".to_owned(),
            headers: Vec::new(),
            ends: (String::new(), ""),
            filling: b' ',
        },
        Kind {
            name: "form",
            limit: 16 * 1024,
            path: "/".to_owned(),
            headers: vec![("origin", origin), ("content-type", FORM.to_owned())],
            ends: ("language=fr-CA&more=".to_owned(), ""),
            filling: b'x',
        },
    ]
}

on_both_databases! {
    async fn v_5_2_1_a_body_is_taken_up_to_its_limit_and_refused_one_byte_beyond(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        for (kind, good) in kinds(&invitation).iter().zip([400, 200, 400, 303]) {
            for is_chunked in [false, true] {
                let what = format!("{}, chunked: {is_chunked}", kind.name);
                let at = kind.sends(invitation.server.url(), kind.limit, is_chunked);
                assert_eq!(at.status, good, "{what}: {}", at.text());
                let beyond = kind.sends(invitation.server.url(), kind.limit + 1, is_chunked);
                assert_eq!(beyond.status, 413, "{what}: {}", beyond.text());
                assert!(beyond.text().len() > 20, "{what}");
                let said = if kind.name == "form" { headed("Your form is too large") } else { kind.limit.to_string() };
                assert!(beyond.text().contains(&said), "{what}: {}", beyond.text());
            }
        }
    }

    async fn v_5_2_1_a_declared_length_beyond_the_limit_is_refused_before_a_byte_of_it_is_sent(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        for kind in kinds(&invitation) {
            let mut wire = Wire::to(invitation.server.url());
            wire.sends(kind.head(kind.limit + 1));
            wire.is_closed_within(Duration::from_secs(8));
            assert_eq!(wire.status(), 413, "{}: {}", kind.name, wire.heard());
            assert!(kind.name != "form" || wire.heard().contains(&headed("Your form is too large")), "{}", wire.heard());
        }
    }

    async fn a_body_that_breaks_off_is_told_so_and_changes_nothing(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        for kind in kinds(&invitation) {
            let mut wire = Wire::to(invitation.server.url());
            let size = kind.ends.0.len() + kind.ends.1.len() + 100;
            wire.sends(kind.head(size));
            wire.sends(&kind.body(size)[..size - 1]);
            wire.ends();
            wire.is_closed_within(Duration::from_secs(8));
            assert_eq!(wire.status(), 400, "{}: {}", kind.name, wire.heard());
            assert!(kind.name != "form" || wire.heard().contains(&headed("Your form did not arrive")), "{}", wire.heard());
        }
        let companies = invitation.bank.gets("/companies").succeeded();
        assert_eq!(companies["totalResults"], 1, "{companies}");
    }

    async fn a_body_of_another_kind_is_415(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let [push, company, _, form] = kinds(&invitation);
        for (kind, wrong) in [(push, FORM), (company, "text/json"), (form, "multipart/form-data; boundary=x")] {
            let mut kind = kind;
            kind.headers.retain(|(name, _)| *name != "content-type");
            let without = kind.sends(invitation.server.url(), 100, false);
            kind.headers.push(("content-type", wrong.to_owned()));
            let with = kind.sends(invitation.server.url(), 100, false);
            // The front page takes no POST but its language button's: any other is of no kind it knows.
            assert_eq!((without.status, with.status), (415, 415), "{}: {}", kind.name, with.text());
            let is_told = |answer: &Answer| answer.text().contains(&headed("This address is not for this"));
            assert!(kind.name != "form" || is_told(&without) && is_told(&with), "{}", with.text());
        }
    }
}
