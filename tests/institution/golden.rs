//! Whole conversations: everything that a client asks in one file, and the answer to the byte. What differs from one run to
//! the next (ids that were made, the address) has a name in braces in the files of `golden/`.

use super::customer::{Customer, EVERYDAY, item};
use super::files::{answered, bank, card_statement, everything, file, statement};
use crate::support::{Database, Server};

/// What an answer says, with names for what is made anew in each run.
async fn named(server: &Server, customer: &Customer, answer: &str) -> String {
    let (bank_id, visa) = (customer.bank_id(server).await, customer.visa(server).await);
    [(bank_id.as_str(), "{bank}"), (visa.as_str(), "{visa}"), (server.url(), "{server}"), (EVERYDAY, "{everyday}")]
        .into_iter()
        .fold(answer.replace("\r\n", "\n"), |text, (made, name)| text.replace(made, name))
}

/// The same file in XML: every element closed.
fn in_xml(sgml: &str) -> String {
    let body = sgml.split_once("<OFX>").unwrap().1;
    let mut xml = String::from(
        "<?xml version=\"1.0\"?><?OFX OFXHEADER=\"200\" VERSION=\"203\" SECURITY=\"NONE\" OLDFILEUID=\"NONE\" NEWFILEUID=\"NONE\"?>",
    );
    for tag in "<OFX>".split_inclusive('>').chain(body.split_inclusive('>')) {
        let (text, tag) = tag.split_once('<').unwrap_or((tag, ""));
        xml.push_str(text);
        if !text.trim().is_empty() {
            let element = xml.rsplit('<').next().unwrap().split('>').next().unwrap().to_owned();
            xml.push_str(&format!("</{element}>"));
        }
        xml.push('<');
        xml.push_str(tag);
    }
    xml.trim_end_matches('<').to_owned()
}

on_both_databases! {
    async fn a_whole_conversation_is_answered_to_the_byte(database: Database) {
        let server = Server::start(database).await;
        let customer = Customer::of(&server, "Acme Bank").await;
        let credentials = (customer.username.as_str(), customer.password.as_str());
        let everything = everything(&customer.visa(&server).await);
        let first = file(credentials, &everything);
        let opened = answered(&server, &first).text;
        assert_eq!(named(&server, &customer, &opened).await, include_str!("golden/first.ofx").replace("\r\n", "\n"));

        let mut check = item("c-1", server.now().date());
        check.counterparty = Some("Café Olé & Söhne, Großhandel für Kaffee und Tee".into());
        customer.pushes_items(&server, "everyday", vec![check, item("t-2", server.now().date())]).await;
        let next = file(credentials, &(bank(&[statement((EVERYDAY, "CHECKING"), "<DTSTART>20261121<INCLUDE>Y")]) + &card_statement("nothing")));
        let daily = answered(&server, &next).text;
        assert_eq!(named(&server, &customer, &daily).await, include_str!("golden/daily.ofx").replace("\r\n", "\n"));
        let daily = answered(&server, &in_xml(&next)).text;
        assert_eq!(named(&server, &customer, &daily).await, include_str!("golden/daily.xml").replace("\r\n", "\n"));

        let refused = answered(&server, &file((&customer.username, "WRONG"), &everything)).text;
        assert_eq!(named(&server, &customer, &refused).await, include_str!("golden/refused.ofx").replace("\r\n", "\n"));
    }
}
