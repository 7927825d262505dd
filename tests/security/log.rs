//! The log: whatever somebody sends, a line stays a line and JSON stays JSON.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::cli::commands::creates;
use crate::support::terminal::Terminal;
use crate::support::{Database, agent, send, tell};

/// A line that would pass for one of ours, a screen that is cleared, a text that reads backwards.
const FORGED: &str = "x\r\n{\"level\":\"ERROR\",\"message\":\"forged\"}\r\n\u{1b}[2J\u{9b}2J\u{7}\u{202e}\u{0}\",\"message\":\"forged\",\"a\":\"";

/// Bytes as they are, on a connection of its own; whatever comes back is as good.
fn sends_raw(port: u16, bytes: &[u8]) {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream.write_all(bytes).unwrap();
    let _ = stream.shutdown(std::net::Shutdown::Write);
    let _ = stream.read_to_end(&mut Vec::new());
}

#[test]
fn log_a_line_stays_a_line_and_json_stays_json_whatever_is_sent() {
    tell(async {
        let database = Database::sqlite();
        let terminal = Terminal::of_server(database.url()).and("LOG", "trace");
        let (_, key) = creates(&terminal, "Acme Bank");
        let mut server = terminal.serves();
        let (port, url) = (server.port(), format!("http://127.0.0.1:{}", server.port()));
        let percent: String = FORGED.bytes().map(|byte| format!("%{byte:02X}")).collect();
        for path in ["/", "/link/", "/companies/", "/brand/", "/static/", "/company/"] {
            sends_raw(port, format!("GET {path}{percent}?{percent} HTTP/1.1\r\nHost: a\r\nUser-Agent: {percent}\r\nConnection: close\r\n\r\n").as_bytes());
        }
        for method in ["FORGED", "X~`!#$%&'*+-.^_|", "get", &"M".repeat(5_000)] {
            sends_raw(port, format!("{method} /companies HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").as_bytes());
        }
        for header in ["user-agent", "x-request-id", "x-forwarded-for", "authorization", "cookie", "referer", "origin"]
        {
            let value: Vec<u8> = (0x80..=0xff).chain(*b"\t{\"message\":\"forged\"}").collect();
            let head = format!("GET /companies HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{header}: ");
            sends_raw(port, &[head.as_bytes(), &value, b"\r\n\r\n"].concat());
        }
        let authorization = format!("Basic {}", STANDARD.encode(&key));
        let json = [("authorization", authorization.as_str()), ("content-type", "application/json")];
        let text = serde_json::to_string(FORGED).unwrap();
        let made = send(&agent(), "POST", &format!("{url}/companies"), &json, r#"{"name":"Bistro"}"#).succeeded();
        let company = format!("{url}/companies/{}", made["id"].as_str().unwrap());
        for (address, body) in [
            (format!("{url}/companies"), format!("{{\"name\":{text}}}")),
            (format!("{url}/companies"), format!("{{\"name\":\"a\",\"tags\":{{{text}:1}}}}")),
            (format!("{url}/companies"), format!("{{\"name\":\"a\",\"tags\":{{{text}:{text}}}}}")),
            (format!("{company}/connections"), format!("{{\"platformKey\":{text}}}")),
            (
                format!("{company}/connections/{percent}/push/bankAccounts/{percent}/bankTransactions"),
                format!("{{\"accountId\":{text},\"transactions\":[{{\"id\":{text}}}]}}"),
            ),
        ] {
            send(&agent(), "POST", &address, &json, body);
        }
        for query in ["query", "page", "orderBy"] {
            send(&agent(), "GET", &format!("{url}/companies?{query}={percent}"), &json, ());
        }
        let raw = FORGED.replace(['\u{0}', '<'], "");
        for field in ["APPID", "APPVER", "USERID", "USERPASS", "LANGUAGE", "CLIENTUID"] {
            let ofx = format!(
                "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:103\r\nSECURITY:NONE\r\nENCODING:USASCII\r\nCHARSET:NONE\r\n\
                 COMPRESSION:NONE\r\nOLDFILEUID:NONE\r\nNEWFILEUID:{raw}\r\n\r\n<OFX><SIGNONMSGSRQV1><SONRQ>\
                 <DTCLIENT>20261121150000<USERID>a<USERPASS>b<LANGUAGE>ENG<APPID>QWIN<APPVER>2700<{field}>{raw}\
                 </SONRQ></SIGNONMSGSRQV1></OFX>"
            );
            for ofx in [ofx.replace(&format!("NEWFILEUID:{raw}"), "NEWFILEUID:NONE"), ofx] {
                send(&agent(), "POST", &format!("{url}/ofx"), &[("content-type", "application/x-ofx")], ofx);
            }
        }
        server.stops();
        let log = server.log();
        assert!(log.lines().count() > 30, "{log}");
        for line in log.split_terminator('\n') {
            assert!(!line.contains(char::is_control), "{line:?}");
            assert!(line.len() < 1_500, "{} bytes: {}", line.len(), line.chars().take(500).collect::<String>());
            let parsed: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line:?} in {log}"));
            assert_ne!(parsed["message"], "forged", "{line}");
            assert!(parsed["level"].is_string() && parsed["timestamp"].is_string(), "{line}");
        }
        assert!(!log.contains('\u{202e}'), "no text that reads backwards");
    });
}

#[test]
fn a_proxy_that_is_not_trusted_is_told_to_the_operator_once_with_what_to_set() {
    let warned = |trusted: Option<&str>| {
        let database = Database::sqlite();
        let terminal = Terminal::of_server(database.url());
        let terminal = match trusted {
            Some(networks) => terminal.and("TRUSTED_PROXIES", networks),
            None => terminal,
        };
        let mut server = terminal.serves();
        let nobodys = format!("http://127.0.0.1:{}/companies/a/connections/b/start?otp=123456", server.port());
        assert_eq!(send(&agent(), "GET", &nobodys, &[], ()).status, 404);
        for hop in ["203.0.113.1", "203.0.113.2", "nonsense"] {
            assert_eq!(send(&agent(), "GET", &nobodys, &[("x-forwarded-for", hop)], ()).status, 404);
        }
        server.stops();
        let lines = server.log();
        let lines = lines.lines().filter(|line| line.contains("TRUSTED_PROXIES"));
        lines.map(|line| serde_json::from_str::<Value>(line).unwrap()).collect::<Vec<_>>()
    };
    let lines = warned(None);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert_eq!(lines[0]["level"], "WARN");
    assert!(lines[0].to_string().contains("set TRUSTED_PROXIES=127.0.0.1 "), "{lines:?}");
    assert!(!lines[0].to_string().contains("203.0.113"), "{lines:?}");
    assert!(warned(Some("127.0.0.0/8")).is_empty());
}
