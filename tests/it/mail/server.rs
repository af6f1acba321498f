//! A mail server that a test starts, and the letters that it took.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use base64::Engine;
use ogp_tracker::service::App;
use ogp_tracker::service::mail::Mail;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A letter as the server took it.
#[derive(Debug, Clone)]
pub struct Received {
    pub to: Vec<String>,
    head: Vec<(String, String)>,
    pub plain: String,
    pub html: String,
}

impl Received {
    /// A header, decoded; empty where there is none.
    pub fn header(&self, name: &str) -> String {
        let mut head = self.head.iter();
        let found = head.find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map_or(String::new(), |(_, value)| decoded_words(value))
    }

    /// The path of the first link of the site whose path begins so.
    pub fn link(&self, begin: &str) -> String {
        let from = format!("{SITE}{begin}");
        let at = self.plain.find(&from);
        let at = at.unwrap_or_else(|| panic!("no link to {begin}: {}", self.plain));
        let link = self.plain[at + SITE.len()..].split_whitespace().next();
        link.unwrap().to_owned()
    }
}

/// The site that links of letters lead to.
pub const SITE: &str = "https://tracker.example";

/// A server on this machine.
#[derive(Clone)]
pub struct MailServer {
    address: SocketAddr,
    letters: Arc<Mutex<Vec<Received>>>,
    answers: Arc<Mutex<VecDeque<&'static str>>>,
}

impl MailServer {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            letters: Arc::default(),
            answers: Arc::default(),
        };
        let answering = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = answering.clone();
                tokio::spawn(async move { server.talk(stream).await });
            }
        });
        server
    }

    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// Answers the next recipients with these words instead of taking them.
    pub fn answer_next(&self, answers: &[&'static str]) {
        self.answers.lock().unwrap().extend(answers);
    }

    /// What was taken since the last time.
    pub fn take(&self) -> Vec<Received> {
        std::mem::take(&mut self.letters.lock().unwrap())
    }

    /// Lets an application send through this server.
    pub fn serves(&self, app: &App) {
        let smtp = self.url().parse().unwrap();
        let from = "Commitment tracker <tracker@tracker.example>";
        app.use_mail(Mail::new(&smtp, from, SITE).unwrap());
    }

    async fn talk(&self, stream: TcpStream) -> Option<()> {
        let (reading, mut writing) = stream.into_split();
        let mut lines = BufReader::new(reading).lines();
        writing.write_all(b"220 test\r\n").await.ok()?;
        let (mut to, mut refused) = (Vec::new(), false);
        while let Some(line) = lines.next_line().await.ok()? {
            let word = line
                .split([' ', ':'])
                .next()
                .unwrap_or_default()
                .to_uppercase();
            let answer = match word.as_str() {
                "EHLO" => "250-test\r\n250 8BITMIME".to_owned(),
                "RCPT" => {
                    let address = line.split(['<', '>']).nth(1).unwrap_or_default();
                    to.push(address.to_owned());
                    match self.answers.lock().unwrap().pop_front() {
                        Some(answer) => {
                            refused = true;
                            answer.to_owned()
                        }
                        None => "250 ok".to_owned(),
                    }
                }
                "DATA" if refused => "503 no recipient".to_owned(),
                "DATA" => {
                    writing.write_all(b"354 go on\r\n").await.ok()?;
                    let mut text = String::new();
                    while let Some(line) = lines.next_line().await.ok()? {
                        if line == "." {
                            break;
                        }
                        text.push_str(line.strip_prefix('.').unwrap_or(&line));
                        text.push_str("\r\n");
                    }
                    let letter = read(std::mem::take(&mut to), &text);
                    self.letters.lock().unwrap().push(letter);
                    "250 taken".to_owned()
                }
                "QUIT" => {
                    writing.write_all(b"221 bye\r\n").await.ok()?;
                    return Some(());
                }
                "RSET" => {
                    (to, refused) = (Vec::new(), false);
                    "250 ok".to_owned()
                }
                _ => "250 ok".to_owned(),
            };
            writing
                .write_all(format!("{answer}\r\n").as_bytes())
                .await
                .ok()?;
        }
        Some(())
    }
}

/// The head of a letter or of a part, without its folds, and what follows it.
fn split(text: &str) -> (Vec<(String, String)>, &str) {
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
    let head = head.replace("\r\n ", " ").replace("\r\n\t", " ");
    let lines = head.split("\r\n").filter_map(|line| line.split_once(": "));
    let head = lines.map(|(name, value)| (name.to_owned(), value.to_owned()));
    (head.collect(), body)
}

fn read(to: Vec<String>, text: &str) -> Received {
    let (head, body) = split(text);
    let kind = head.iter().find(|(name, _)| name == "Content-Type");
    let boundary = kind.unwrap().1.split("boundary=\"").nth(1).unwrap();
    let boundary = format!("--{}", boundary.trim_end_matches('"'));
    let parts = body.split(&boundary).skip(1).map(|part| {
        let (head, body) = split(part.trim_start_matches("\r\n"));
        let encoding = head
            .iter()
            .find(|(name, _)| name == "Content-Transfer-Encoding");
        decoded(encoding.map_or("7bit", |(_, value)| value), body)
    });
    let mut parts = parts.collect::<Vec<_>>().into_iter();
    Received {
        to,
        head,
        plain: parts.next().unwrap(),
        html: parts.next().unwrap(),
    }
}

fn decoded(encoding: &str, text: &str) -> String {
    let bytes = match encoding {
        "base64" => {
            let packed: String = text.split_whitespace().collect();
            base64::prelude::BASE64_STANDARD.decode(packed).unwrap()
        }
        "quoted-printable" => {
            let text = text.replace("=\r\n", "");
            let mut bytes = Vec::new();
            let mut pieces = text.split('=');
            bytes.extend(pieces.next().unwrap().bytes());
            for piece in pieces {
                bytes.push(u8::from_str_radix(&piece[..2], 16).unwrap());
                bytes.extend(piece[2..].bytes());
            }
            bytes
        }
        _ => text.as_bytes().to_vec(),
    };
    String::from_utf8(bytes).unwrap().replace("\r\n", "\n")
}

/// A header whose words may be encoded (RFC 2047).
fn decoded_words(value: &str) -> String {
    let mut text = String::new();
    let mut bytes = Vec::new();
    for word in value.split(' ') {
        let inside = word
            .strip_prefix("=?utf-8?b?")
            .and_then(|word| word.strip_suffix("?="));
        if let Some(inside) = inside {
            bytes.extend(base64::prelude::BASE64_STANDARD.decode(inside).unwrap());
            continue;
        }
        if !bytes.is_empty() {
            text.push_str(std::str::from_utf8(&bytes).unwrap());
            bytes.clear();
        }
        if !text.is_empty() && !text.ends_with(' ') {
            text.push(' ');
        }
        text.push_str(word);
    }
    text.push_str(std::str::from_utf8(&bytes).unwrap());
    text
}
