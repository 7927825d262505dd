use super::customer::Customer;
use super::files::{file, file_without_sign_on, posts};
use crate::support::{Answer, Database, Server, agent, send};

fn is_a_line_of_text(answer: &Answer) -> bool {
    answer.header("content-type") == "text/plain; charset=utf-8" && answer.text().lines().count() == 1
}

on_both_databases! {
    async fn anything_but_a_post_hears_what_the_address_is_for(database: Database) {
        let server = Server::start(database).await;
        for method in ["GET", "PUT", "DELETE", "OPTIONS"] {
            let answer = send(&agent(), method, &server.ofx_url(), &[], ureq::SendBody::none());
            assert_eq!((answer.status, answer.header("allow")), (405, "POST"), "{method}");
            assert!(is_a_line_of_text(&answer), "{}", answer.text());
        }
        let head = send(&agent(), "HEAD", &server.ofx_url(), &[], ureq::SendBody::none());
        assert_eq!((head.status, head.bytes.len()), (405, 0));
    }

    async fn what_is_no_request_is_refused_in_a_line_that_repeats_nothing_of_it(database: Database) {
        let server = Server::start(database).await;
        let no_sign_on = file_without_sign_on("<BANKMSGSRQV1></BANKMSGSRQV1>");
        for body in ["", "zebra", "<OFX></OFX>", "<?xml zebra", "OFXHEADER:100\r\nSECURITY:TYPE1\r\n\r\n<OFX>", &no_sign_on] {
            let answer = posts(&server, body);
            assert_eq!(answer.status, 400, "{body}");
            assert!(is_a_line_of_text(&answer) && !answer.text().contains("zebra"), "{}", answer.text());
        }
    }

    async fn a_body_beyond_64_kibibytes_is_too_large(database: Database) {
        let server = Server::start(database).await;
        assert_eq!(posts(&server, vec![b' '; 64 * 1024]).status, 400);
        let answer = posts(&server, vec![b' '; 64 * 1024 + 1]);
        assert_eq!(answer.status, 413);
        assert!(is_a_line_of_text(&answer), "{}", answer.text());
    }

    async fn any_content_type_and_a_host_without_its_port_are_good_enough(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let file = file((&customer.username, &customer.password), "");
        for headers in [[("content-type", "text/xml"), ("host", "127.0.0.1")], [("accept", "application/ofx"), ("user-agent", "")]] {
            let answer = send(&agent(), "POST", &server.ofx_url(), &headers, file.as_bytes());
            assert_eq!(answer.status, 200, "{}", answer.text());
        }
    }
}
