//! Letters, handed to a mail server that is there, or is not what one hopes for.

use std::time::{Duration, Instant};

use bankfeeds_link::chance::Chance;
use bankfeeds_link::clock::Timestamp;
use bankfeeds_link::mail::{Letter, Mailer, NotSent, Security};

use crate::support::{Manner, PostOffice, tell};

fn letter(subject: &str) -> Letter {
    let text = "Bonjour Zoé,\n\nvoilà votre lien:\n\nhttps://link.bank.example/portal/set-up?code=abc\n.\nFin\n";
    Letter { to: "marie@bank.example".into(), subject: subject.into(), text: text.into() }
}

async fn sends(mailer: &Mailer, letter: &Letter) -> Result<(), NotSent> {
    mailer.send(letter, Chance::System.uuid(), Timestamp::from_micros(1_795_262_400_000_000)).await
}

#[test]
fn a_letter_arrives_as_it_was_written() {
    tell(async {
        let office = PostOffice::opens(Manner::Takes);
        sends(&office.mailer(), &letter("Invitation à l’équipe: Caisse Érable")).await.unwrap();
        let received = office.hands_out();
        assert_eq!(
            (received.from.as_str(), received.to.as_slice()),
            ("no-reply@bank.example", &["marie@bank.example".to_owned()][..])
        );
        assert_eq!(received.subject(), "Invitation à l’équipe: Caisse Érable");
        assert_eq!(received.text().trim_end(), letter("").text.trim_end());
        assert_eq!(received.link(), "https://link.bank.example/portal/set-up?code=abc");
        assert_eq!(received.header("To"), "marie@bank.example");
    });
}

#[test]
fn a_name_with_line_breaks_adds_neither_a_header_nor_a_recipient() {
    tell(async {
        let office = PostOffice::opens(Manner::Takes);
        let subject = "From Eve\r\nBcc: eve@evil.example\r\n\r\nBuy!\u{85}X: y";
        sends(&office.mailer(), &letter(subject)).await.unwrap();
        let received = office.hands_out();
        assert_eq!(received.to, ["marie@bank.example"]);
        let names: Vec<String> = received.headers().iter().map(|it| it.split(':').next().unwrap().to_owned()).collect();
        assert!(!names.iter().any(|name| name == "Bcc" || name == "X"), "{names:?}");
        assert!(received.subject().starts_with("From Eve  Bcc: eve@evil.example"), "{}", received.subject());
        assert!(!office.heard().iter().any(|line| line.contains("evil")));
        let to = Letter { to: "marie@bank.example>\r\nRCPT TO:<eve@evil.example".into(), ..letter("") };
        assert_eq!(sends(&office.mailer(), &to).await, Err(NotSent::NoAddress));
    });
}

#[test]
fn what_goes_wrong_is_told_without_the_servers_words() {
    tell(async {
        let refusing = PostOffice::opens(Manner::RefusesRecipients);
        let refused = sends(&refusing.mailer(), &letter("Hello")).await.unwrap_err();
        assert_eq!(refused, NotSent::Refused(550));
        assert_eq!(refused.to_string(), "the mail server answered 550");
        let broken = PostOffice::opens(Manner::BreaksOff);
        assert_eq!(sends(&broken.mailer(), &letter("Hello")).await, Err(NotSent::Unreachable));
    });
}

#[test]
fn a_server_that_says_nothing_is_given_up() {
    tell(async {
        let silent = PostOffice::opens(Manner::SaysNothing);
        let begun = Instant::now();
        let mailer = silent.mailer().within(Duration::from_millis(200));
        assert_eq!(sends(&mailer, &letter("Hello")).await, Err(NotSent::TooSlow));
        assert!(begun.elapsed() < Duration::from_secs(5));
    });
}

#[test]
fn a_server_without_tls_hears_neither_password_nor_letter_where_tls_is_asked_for() {
    tell(async {
        let office = PostOffice::opens(Manner::Takes);
        let mailer = office.mailer_by(Security::StartTls).within(Duration::from_secs(5));
        assert_eq!(sends(&mailer, &letter("Hello")).await, Err(NotSent::NoTls));
        let heard = office.heard();
        assert!(heard.iter().all(|line| line.starts_with("EHLO") || line.starts_with("QUIT")), "{heard:?}");
    });
}
