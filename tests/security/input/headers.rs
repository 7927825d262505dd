//! Headers that no browser and no client of a partner sends.

use crate::link::Invitation;
use crate::support::Database;

use super::{CANARY, Door, is_refused, sends, sends_bytes, tells_nothing};

on_both_databases! {
    async fn a_key_that_is_none_is_asked_for_whatever_it_looks_like(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let key = invitation.bank.authorization();
        let long = format!("Basic {}", "QUFB".repeat(2_000));
        let cases = [
            String::new(), CANARY.to_owned(), "Basic".into(), "Basic ".into(), format!("Basic {CANARY}"), format!("Bearer {CANARY}"),
            "Basic ====".into(), "Basic AA==".into(), "Basic /w==".into(), "Basic Og==".into(), long, format!("{key}x"),
            key.replace("Basic", "Digest"), format!("{key}, {key}"), format!("Basic\t{CANARY}"), format!("Basic {}", &key[6..].to_lowercase()),
        ];
        for authorization in cases {
            let head = format!("GET /companies HTTP/1.1\r\nAuthorization: {authorization}\r\n");
            let answer = sends(&invitation.server, &head, b"");
            is_refused(&answer, Door::Api, &[401], &authorization);
            assert!(answer.header("www-authenticate").starts_with("Basic realm"), "{authorization}");
        }
        let head = [b"GET /companies HTTP/1.1\r\nAuthorization: Basic \xff\xfe\r\n".as_slice()].concat();
        is_refused(&sends_bytes(&invitation.server, &head, b""), Door::Api, &[401], "bytes that are no text");
        let twice = format!("GET /companies HTTP/1.1\r\nAuthorization: Basic {CANARY}\r\nAuthorization: {key}\r\n");
        is_refused(&sends(&invitation.server, &twice, b""), Door::Api, &[401], "the first of two counts");
    }

    async fn a_language_that_is_none_is_english(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let monsters = [
            CANARY.to_owned(), "*".into(), ";q=1".into(), "fr;q=9,en;q=NaN".into(), "fr;q=-1".into(), ",".repeat(8_000), "en-".repeat(2_000),
            "x,".repeat(4_000), "fr;q=1e999".into(), "%66%72".into(), "../../etc/passwd".into(), "fr\u{202e}".into(), "en;q=0,fr;q=0".into(),
        ];
        for language in monsters {
            let answer = sends(&invitation.server, &format!("GET / HTTP/1.1\r\nAccept-Language: {language}\r\n"), b"");
            let what = language.chars().take(40).collect::<String>();
            tells_nothing(&answer, &what);
            assert_eq!(answer.status, 200, "{what}");
            assert!(matches!(&*answer.header("content-language"), "en-CA" | "fr-CA"), "{what}");
        }
    }

    async fn cookies_that_are_not_ours_are_no_place(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let id = &invitation.connection.id;
        let tag = &id.replace('-', "")[..8];
        let fifty: String = (0..50).map(|number| format!("l-{number:08}={CANARY}; ")).collect();
        let cases = [
            format!("l-{tag}="), format!("l-{tag}={CANARY}"), format!("l-{tag}=l."), format!("l-{tag}=s."), format!("l-{tag}=s.{}", "A".repeat(43)),
            format!("l-{tag}=l.{}", "A".repeat(4_000)), format!("l-{tag}=l.{}", "A".repeat(8_000)), fifty.clone(), format!("l-{tag}={CANARY}; l-{tag}=s.x"),
            "=".repeat(2_000), ";".repeat(4_000), format!("\"{CANARY}\""), format!("language={CANARY}; link-language={CANARY}"), "language=%00".into(),
            format!("__Host-l-{tag}=s.{}", "A".repeat(43)), format!("l-{tag}=\"l.%0d%0a{CANARY}\""),
        ];
        for cookie in cases {
            let what = cookie.chars().take(60).collect::<String>();
            let answer = sends(&invitation.server, &format!("GET /link/{id}/consent HTTP/1.1\r\nCookie: {cookie}\r\n"), b"");
            is_refused(&answer, Door::Pages, &[410], &what);
        }
        let head = format!("GET /link/{id}/consent HTTP/1.1\r\n").into_bytes();
        let head = [&head, b"Cookie: l-\xff\xfe=\xff; ".as_slice(), fifty.as_bytes(), b"\r\n"].concat();
        is_refused(&sends_bytes(&invitation.server, &head, b""), Door::Pages, &[410], "bytes that are no text");
    }

    async fn a_head_without_end_is_cut_off(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let many: String = (0..500).map(|number| format!("X-{number}: {CANARY}\r\n")).collect();
        let long = format!("X-Long: {}\r\n", CANARY.repeat(100_000));
        for (what, more) in [("five hundred headers", many), ("a header of a megabyte", long)] {
            let answer = sends(&invitation.server, &format!("GET / HTTP/1.1\r\n{more}"), b"");
            // Written by the framework before any door is known, or the connection ends while the rest is on its way.
            assert!(matches!(answer.status, 0 | 400 | 431), "{what}: {}", answer.status);
            assert!(!answer.head.contains(CANARY) && !answer.body.contains(CANARY), "{what}");
        }
        let path = format!("/{}", CANARY.repeat(6_000));
        let answer = sends(&invitation.server, &format!("GET {path} HTTP/1.1\r\n"), b"");
        assert!(matches!(answer.status, 0 | 400 | 404 | 414 | 431), "{}", answer.status);
        assert!(!answer.head.contains(CANARY) && !answer.body.contains(CANARY));
    }

    async fn v3_4_2_no_other_origin_is_ever_let_in(database: Database) {
        let invitation = Invitation::from_a_bank(database).await;
        let id = &invitation.connection.id;
        for origin in ["https://evil.example", "null", CANARY] {
            for (method, path) in [("GET", "/companies"), ("OPTIONS", "/companies"), ("GET", "/"), ("POST", "/ofx"), ("OPTIONS", "/ofx"), ("GET", &format!("/link/{id}/consent"))] {
                let head = format!("{method} {path} HTTP/1.1\r\nOrigin: {origin}\r\nAccess-Control-Request-Method: GET\r\n");
                let answer = sends(&invitation.server, &head, b"");
                tells_nothing(&answer, path);
                assert!(!answer.head.to_ascii_lowercase().contains("access-control-"), "{method} {path}: {}", answer.head);
            }
        }
    }
}
