//! A mail server on this machine, as real as letters need: it takes them, refuses whom they are for, or says nothing at all.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bankfeeds_link::mail::{self, Mailer, Security, Server};
use bankfeeds_link::secret::SecretText;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

const PATIENCE: Duration = Duration::from_secs(10);

/// How it treats those who come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    Takes,
    RefusesRecipients,
    SaysNothing,
    BreaksOff,
}

pub struct PostOffice {
    port: u16,
    letters: Mutex<Receiver<Received>>,
    heard: Arc<Mutex<Vec<String>>>,
}

/// A letter that it took.
#[derive(Clone, Debug)]
pub struct Received {
    pub from: String,
    pub to: Vec<String>,
    pub raw: String,
}

impl PostOffice {
    pub fn opens(manner: Manner) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let (sender, letters) = channel();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let ears = Arc::clone(&heard);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (sender, ears) = (sender.clone(), Arc::clone(&ears));
                std::thread::spawn(move || drop(serve(stream, manner, &sender, &ears)));
            }
        });
        Self { port, letters: Mutex::new(letters), heard }
    }

    /// As `SMTP_URL` names it.
    pub fn url(&self) -> String {
        format!("smtp://user:password@127.0.0.1:{}", self.port)
    }

    pub fn mailer(&self) -> Mailer {
        self.mailer_by(Security::Plain)
    }

    pub fn mailer_by(&self, security: Security) -> Mailer {
        let account = Some(("user".to_owned(), SecretText::new("password".to_owned())));
        let server = Server { host: "127.0.0.1".into(), port: self.port, security, account };
        let from = mail::Sender::parse("Acme Bank <no-reply@bank.example>").unwrap();
        Mailer::new(&server, &from).unwrap()
    }

    /// The next letter, which may still be on its way.
    pub fn hands_out(&self) -> Received {
        self.letters.lock().unwrap().recv_timeout(PATIENCE).expect("no letter has come")
    }

    /// Whether no letter comes for a while.
    pub fn has_none(&self) -> bool {
        self.letters.lock().unwrap().recv_timeout(Duration::from_millis(700)).is_err()
    }

    /// Every line that was said to it outside letters.
    pub fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

fn serve(
    mut stream: TcpStream,
    manner: Manner,
    letters: &Sender<Received>,
    heard: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    if manner == Manner::BreaksOff {
        return Ok(());
    }
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    if manner == Manner::SaysNothing {
        // Until the other side gives up.
        lines.by_ref().for_each(drop);
        return Ok(());
    }
    let mut letter = Received { from: String::new(), to: Vec::new(), raw: String::new() };
    writes(&mut stream, "220 post.example ESMTP")?;
    while let Some(line) = lines.next() {
        let line = line?;
        heard.lock().unwrap().push(line.clone());
        let (verb, rest) = line.split_once([' ', ':']).unwrap_or((&line, ""));
        let address = || rest.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
        let answer = match verb {
            "EHLO" => "250-post.example\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN",
            "AUTH" => "235 known",
            "MAIL" => {
                letter.from = address();
                "250 fine"
            }
            "RCPT" if manner == Manner::RefusesRecipients => "550 5.1.1 no such mailbox, marie@bank.example",
            "RCPT" => {
                letter.to.push(address());
                "250 fine"
            }
            "DATA" => {
                writes(&mut stream, "354 go on")?;
                letter.raw = lines
                    .by_ref()
                    .map_while(Result::ok)
                    .take_while(|line| line != ".")
                    .fold(String::new(), |text, line| format!("{text}{}\n", line.strip_prefix('.').unwrap_or(&line)));
                drop(letters.send(letter.clone()));
                "250 taken"
            }
            "QUIT" => return writes(&mut stream, "221 bye"),
            _ => "250 fine",
        };
        writes(&mut stream, answer)?;
    }
    Ok(())
}

fn writes(stream: &mut TcpStream, answer: &str) -> std::io::Result<()> {
    stream.write_all(format!("{answer}\r\n").as_bytes())
}

impl Received {
    /// The lines of its head, each whole.
    pub fn headers(&self) -> Vec<String> {
        let head = self.raw.split("\n\n").next().unwrap();
        head.replace("\n ", " ").lines().map(str::to_owned).collect()
    }

    pub fn header(&self, name: &str) -> String {
        let begin = format!("{name}: ");
        let headers = self.headers();
        let header = headers.iter().find_map(|header| header.strip_prefix(&begin));
        header.unwrap_or_else(|| panic!("no {name}: {}", self.raw)).to_owned()
    }

    pub fn subject(&self) -> String {
        let words = self.header("Subject");
        // Between two encoded words the blank is none (RFC 2047, 6.2).
        words.replace("?= =?", "?==?").split("=?utf-8?b?").enumerate().fold(String::new(), |text, (place, part)| {
            let Some((encoded, rest)) = part.split_once("?=").filter(|_| place > 0) else { return text + part };
            text + &String::from_utf8(STANDARD.decode(encoded).unwrap()).unwrap() + rest
        })
    }

    pub fn text(&self) -> String {
        let (_, body) = self.raw.split_once("\n\n").unwrap();
        match self.header("Content-Transfer-Encoding").as_str() {
            "base64" => String::from_utf8(STANDARD.decode(body.replace('\n', "")).unwrap()).unwrap().replace('\r', ""),
            "quoted-printable" => unquoted(body),
            _ => body.to_owned(),
        }
    }

    /// The address that stands alone on its line.
    pub fn link(&self) -> String {
        let text = self.text();
        text.lines().find(|line| line.starts_with("http")).unwrap_or_else(|| panic!("no link: {text}")).to_owned()
    }
}

/// Quoted-printable (RFC 2045, 6.7), read.
fn unquoted(body: &str) -> String {
    let whole = body.replace("=\n", "");
    let (mut bytes, mut rest) = (Vec::new(), whole.bytes());
    while let Some(byte) = rest.next() {
        if byte != b'=' {
            bytes.push(byte);
            continue;
        }
        let digits = [rest.next().unwrap(), rest.next().unwrap()];
        bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
    }
    String::from_utf8(bytes).unwrap()
}
