//! The mail server that letters are handed to, and how it is named in the set-up.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;
use std::time::Duration;

use chrono::{DateTime, Utc};
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::transport::smtp::Error as LettreError;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use percent_encoding::percent_decode_str;
use reqwest::Url;

use super::letter::Written;

/// For each step of a conversation with the server.
const STEP_TIMEOUT: Duration = Duration::from_secs(20);
/// For the whole of it.
pub(super) const TIMEOUT: Duration = Duration::from_mins(1);

/// How what goes to the server is kept from others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Safety {
    /// Encrypted from the first byte on.
    Wrapped,
    /// Encrypted once the server has said that it can; nothing is sent otherwise.
    StartTls,
    /// Not at all: on this machine, or because whoever runs the program has said so.
    Plain,
}

/// A mail server. What is written of it never shows the password.
#[derive(Clone, PartialEq, Eq)]
pub struct Smtp {
    host: String,
    port: u16,
    safety: Safety,
    credentials: Option<(String, String)>,
}

impl fmt::Display for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Smtp({self})")
    }
}

const EXPECTED: &str = "expected smtps://user:password@host, smtp://user:password@host (encrypted with STARTTLS) or, without encryption, smtp://host?tls=none";

impl FromStr for Smtp {
    type Err = String;

    /// `smtps://` is encrypted, `smtp://` with STARTTLS, but for this machine itself and where
    /// `?tls=none` says otherwise. What is wrong is told without what was given: it may hold a password.
    fn from_str(text: &str) -> Result<Self, String> {
        let refused = |why: &str| format!("this is no address of a mail server: {why}; {EXPECTED}");
        let url: Url = text
            .trim()
            .parse()
            .map_err(|_| refused("it cannot be read"))?;
        let host = url.host_str().unwrap_or_default();
        let host = host.trim_matches(['[', ']']).to_owned();
        if host.is_empty() {
            return Err(refused("it names no host"));
        }
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(refused("it goes on behind the host"));
        }
        let is_told_plain = match url.query() {
            None => false,
            Some("tls=none") => true,
            Some(_) => return Err(refused("only tls=none may stand behind the question mark")),
        };
        let is_loopback = host.eq_ignore_ascii_case("localhost")
            || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback());
        let (safety, port) = match url.scheme() {
            "smtps" if is_told_plain => return Err(refused("smtps is always encrypted")),
            "smtps" => (Safety::Wrapped, 465),
            "smtp" if is_told_plain => (Safety::Plain, 25),
            "smtp" if is_loopback => (Safety::Plain, 25),
            "smtp" => (Safety::StartTls, 587),
            _ => return Err(refused("it begins with neither smtps:// nor smtp://")),
        };
        let decoded = |text: &str| {
            let text = percent_decode_str(text).decode_utf8();
            text.map(std::borrow::Cow::into_owned)
                .map_err(|_| refused("its user name or password is not UTF-8"))
        };
        let credentials = match (url.username(), url.password()) {
            ("", None) => None,
            (_, None) | ("", Some(_)) => {
                return Err(refused(
                    "it needs both a user name and a password, or neither",
                ));
            }
            (user, Some(password)) => Some((decoded(user)?, decoded(password)?)),
        };
        Ok(Self {
            host,
            port: url.port().unwrap_or(port),
            safety,
            credentials,
        })
    }
}

/// Why a letter was not taken, in words of ours: those of a server may hold the address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SmtpError {
    #[error("the letter cannot be written as e-mail")]
    Unwritable,
    /// The server refuses the recipient or the letter for good.
    #[error("the mail server refuses the recipient or the message ({0})")]
    Refused(String),
    #[error("the mail server does not accept the user name and password ({0})")]
    Credentials(String),
    #[error("the mail server cannot take it now ({0})")]
    NotNow(String),
    #[error("the connection to the mail server is not safe; check its name and certificate")]
    Unsafe,
    #[error("the mail server did not answer in time")]
    TooSlow,
    #[error("the mail server cannot be reached")]
    Unreachable,
}

impl SmtpError {
    /// Whether trying again changes nothing.
    pub const fn is_final(&self) -> bool {
        matches!(self, Self::Unwritable | Self::Refused(_))
    }

    fn of(error: &LettreError) -> Self {
        if let Some(code) = error.status() {
            let code = code.to_string();
            return match code.as_str() {
                "530" | "534" | "535" | "538" => Self::Credentials(code),
                refused if refused.starts_with("55") => Self::Refused(code),
                _ => Self::NotNow(code),
            };
        }
        if error.is_timeout() {
            Self::TooSlow
        } else if error.is_tls() || error.is_client() {
            Self::Unsafe
        } else {
            Self::Unreachable
        }
    }
}

/// What hands letters to a server.
#[derive(Debug, Clone)]
pub(super) struct Postman {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    host: String,
}

impl Postman {
    /// Refuses, in words, what cannot be the sender, and a server whose name no certificate can have.
    /// `host` is that of the site.
    pub fn new(smtp: &Smtp, from: &str, host: &str) -> Result<Self, String> {
        let from: Mailbox = from.trim().parse().map_err(|_| {
            format!("\u{201c}{from}\u{201d} is no sender of e-mail; expected for example \"Commitment tracker <tracker@example.org>\"")
        })?;
        let parameters = || {
            TlsParameters::new(smtp.host.clone())
                .map_err(|_| format!("no encrypted connection can be made to {}", smtp.host))
        };
        let tls = match smtp.safety {
            Safety::Wrapped => Tls::Wrapper(parameters()?),
            Safety::StartTls => Tls::Required(parameters()?),
            Safety::Plain => Tls::None,
        };
        let own_name = host
            .rsplit_once(':')
            .map_or(host, |(name, _)| name)
            .to_owned();
        let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&smtp.host)
            .port(smtp.port)
            .tls(tls)
            .timeout(Some(STEP_TIMEOUT))
            .hello_name(ClientId::Domain(own_name.clone()));
        if let Some((user, password)) = &smtp.credentials {
            transport = transport.credentials(Credentials::new(user.clone(), password.clone()));
        }
        Ok(Self {
            transport: transport.build(),
            from,
            host: own_name,
        })
    }

    /// Hands over a letter; its id is the same each time it is tried.
    pub async fn send(
        &self,
        (id, at): (&str, DateTime<Utc>),
        to: &str,
        letter: Written,
    ) -> Result<(), SmtpError> {
        let message = self.message((id, at), to, letter)?;
        let sent = tokio::time::timeout(TIMEOUT, self.transport.send(message)).await;
        match sent {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(SmtpError::of(&error)),
            Err(_) => Err(SmtpError::TooSlow),
        }
    }

    /// Whether the server answers and knows the user.
    pub async fn check(&self) -> Result<(), SmtpError> {
        match tokio::time::timeout(TIMEOUT, self.transport.test_connection()).await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => Err(SmtpError::Unreachable),
            Ok(Err(error)) => Err(SmtpError::of(&error)),
            Err(_) => Err(SmtpError::TooSlow),
        }
    }

    fn message(
        &self,
        (id, at): (&str, DateTime<Utc>),
        to: &str,
        letter: Written,
    ) -> Result<Message, SmtpError> {
        let to = to.parse().map_err(|_| SmtpError::Unwritable)?;
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.subject)
            .date(at.into())
            .message_id(Some(format!("<{id}@{}>", self.host)));
        for (name, value) in letter.headers {
            let name = HeaderName::new_from_ascii(name).map_err(|_| SmtpError::Unwritable)?;
            message = message.raw_header(HeaderValue::new(name, value));
        }
        let part = |kind, text| SinglePart::builder().header(kind).body::<String>(text);
        let both = MultiPart::alternative()
            .singlepart(part(ContentType::TEXT_PLAIN, letter.plain))
            .singlepart(part(ContentType::TEXT_HTML, letter.html));
        message.multipart(both).map_err(|_| SmtpError::Unwritable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_server_is_named_safely_or_refused_without_its_password() {
        let smtp = |text: &str| text.parse::<Smtp>();
        let at = |host: &str, port, safety, credentials: Option<(&str, &str)>| Smtp {
            host: host.to_owned(),
            port,
            safety,
            credentials: credentials.map(|(u, p)| (u.to_owned(), p.to_owned())),
        };
        let known = Some(("user@example.org", "p@ss"));
        for (text, expected) in [
            (
                "smtps://user%40example.org:p%40ss@mail.example.org",
                at("mail.example.org", 465, Safety::Wrapped, known),
            ),
            (
                "smtp://mail.example.org",
                at("mail.example.org", 587, Safety::StartTls, None),
            ),
            (
                "smtp://mail.example.org:25/",
                at("mail.example.org", 25, Safety::StartTls, None),
            ),
            (
                "smtp://127.0.0.1:1025",
                at("127.0.0.1", 1025, Safety::Plain, None),
            ),
            ("smtp://localhost", at("localhost", 25, Safety::Plain, None)),
            ("smtp://[::1]:2525", at("::1", 2525, Safety::Plain, None)),
            (
                "smtp://10.0.0.7?tls=none",
                at("10.0.0.7", 25, Safety::Plain, None),
            ),
            (
                "smtp://localhost.example.org",
                at("localhost.example.org", 587, Safety::StartTls, None),
            ),
        ] {
            assert_eq!(smtp(text), Ok(expected), "{text}");
        }
        for refused in [
            "",
            "mail.example.org",
            "http://u:hidden@mail.example.org",
            "smtp://u:hidden@",
            "smtps://u:hidden@mail.example.org?tls=none",
            "smtps://u:hidden@mail.example.org?tls=required",
            "smtps://u:hidden@mail.example.org/path",
            "smtps://hidden@mail.example.org",
            "smtps://u:hidden@mail.example.org:x",
        ] {
            let why = smtp(refused).unwrap_err();
            assert!(!why.contains("hidden"), "{why}");
        }
        let shown = smtp("smtps://u:hidden@mail.example.org").unwrap();
        assert!(!format!("{shown} {shown:?}").contains("hidden"));
    }
}
