//! 4.2.1: requests that two readers could take for different ones. Refused, or taken as the comment says.

use std::time::Duration;

use crate::support::{Database, Server, Wire};

const PATIENCE: Duration = Duration::from_secs(8);

async fn server() -> Server {
    Server::start(Database::sqlite()).await
}

/// Sends the bytes, and a second request behind them that must never be answered as such.
async fn is_refused(request: impl AsRef<[u8]>, statuses: &[u16]) {
    let server = server().await;
    let mut wire = Wire::to(server.url());
    wire.sends(request);
    wire.sends("GET /smuggled HTTP/1.1\r\nHost: here\r\n\r\n");
    wire.ends();
    assert!(wire.is_closed_within(PATIENCE), "{}", wire.heard());
    assert!(statuses.contains(&wire.status()), "{}", wire.heard());
    let answers = wire.heard().matches("HTTP/1.1 ").count();
    assert!(answers <= 1, "the rest was taken for a request: {}", wire.heard());
    assert!(!wire.heard().contains("smuggled"), "{}", wire.heard());
}

/// Sends one whole request; answers its status.
async fn status(request: impl AsRef<[u8]>) -> u16 {
    let server = server().await;
    let mut wire = Wire::to(server.url());
    wire.sends(request);
    wire.ends();
    wire.is_closed_within(PATIENCE);
    wire.status()
}

macro_rules! refused {
    ($($name:ident: $request:expr => $statuses:expr;)+) => {$(
        #[test]
        fn $name() {
            crate::support::tell(async { is_refused($request, &$statuses).await });
        }
    )+};
}

refused! {
    framing_01_a_length_and_chunks: "POST /ofx HTTP/1.1\r\nHost: here\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" => [400];
    framing_02_two_lengths: "POST /ofx HTTP/1.1\r\nHost: here\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcde" => [400];
    framing_03_the_same_length_twice: "POST /ofx HTTP/1.1\r\nHost: here\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nabcde" => [400];
    framing_04_a_length_with_a_plus: "POST /ofx HTTP/1.1\r\nHost: here\r\nContent-Length: +5\r\n\r\nabcde" => [400];
    framing_05_a_negative_length: "POST /ofx HTTP/1.1\r\nHost: here\r\nContent-Length: -5\r\n\r\nabcde" => [400];
    framing_06_a_length_that_is_a_list: "POST /ofx HTTP/1.1\r\nHost: here\r\nContent-Length: 5, 5\r\n\r\nabcde" => [400];
    framing_07_an_unknown_transfer_encoding: "POST /ofx HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: gzip\r\n\r\nabc" => [400];
    framing_08_almost_chunked: "POST /ofx HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" => [400];
    framing_09_chunked_twice: "POST /ofx HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" => [400];
    framing_10_a_chunk_whose_size_is_no_number: "POST /ofx HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n" => [400];
    framing_11_a_folded_header: "GET /healthz HTTP/1.1\r\nHost: here\r\nX-One: a\r\n b\r\n\r\n" => [400];
    framing_12_a_blank_before_the_colon: "GET /healthz HTTP/1.1\r\nHost : here\r\n\r\n" => [400];
    framing_13_no_host: "GET /healthz HTTP/1.1\r\nAccept: */*\r\n\r\n" => [400];
    framing_14_two_hosts: "GET /healthz HTTP/1.1\r\nHost: here\r\nHost: there\r\n\r\n" => [400];
    framing_15_a_head_that_is_too_long: format!("GET /healthz HTTP/1.1\r\nHost: here\r\nX-Long: {}\r\n\r\n", "a".repeat(200_000)) => [431, 400];
    framing_16_more_than_96_headers: format!("GET /healthz HTTP/1.1\r\nHost: here\r\n{}\r\n", "X-One: a\r\n".repeat(100)) => [431, 400];
    framing_17_nul_in_a_header: "GET /healthz HTTP/1.1\r\nHost: here\r\nX-One: a\0b\r\n\r\n" => [400];
    framing_18_a_lone_carriage_return_in_a_header: "GET /healthz HTTP/1.1\r\nHost: here\r\nX-One: a\rX-Two: b\r\n\r\n" => [400];
    framing_19_a_request_of_http_0_9: "GET /healthz\r\n\r\n" => [400, 0];
    framing_20_another_protocol: b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" => [400, 0];
    framing_21_http_2_without_asking: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" => [400];
    framing_22_a_blank_in_the_address: "GET /health z HTTP/1.1\r\nHost: here\r\n\r\n" => [400];
    framing_23_chunks_in_http_1_0: "POST /ofx HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" => [400];
}

/// RFC 9112 2.2 lets a recipient take a lone line feed. A proxy in front writes both characters.
#[test]
fn framing_24_bare_line_feeds_are_taken() {
    crate::support::tell(async { assert_eq!(status("GET /healthz HTTP/1.1\nHost: here\n\n").await, 200) });
}

/// RFC 9112 3.2.2 demands that whole addresses are taken. Ours never come from a request, so the host in it is of no use.
#[test]
fn framing_25_a_whole_address_is_taken_and_its_host_ignored() {
    let request = "GET http://elsewhere.example/healthz HTTP/1.1\r\nHost: here\r\n\r\n";
    crate::support::tell(async { assert_eq!(status(request).await, 200) });
}

#[test]
fn framing_26_http_1_0_is_answered_and_its_connection_closed() {
    crate::support::tell(async {
        let server = server().await;
        let mut wire = Wire::to(server.url());
        wire.sends("GET /healthz HTTP/1.0\r\n\r\n");
        assert!(wire.is_closed_within(Duration::from_secs(5)), "{}", wire.heard());
        assert_eq!(wire.status(), 200);
    });
}
