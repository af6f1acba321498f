//! The one way in which the program asks an address that somebody names: for a file to import, a source
//! that is watched, or to take a webhook's message.
//!
//! Whoever names an address decides what this machine asks of whom, so that only the public web can be
//! reached: `https`, hosts whose every address is public, and the same for each redirect. The addresses
//! that were checked are those that are connected to; a name that resolves to another one a moment later
//! changes nothing. Hosts that whoever runs the program has allowed are exempt.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{
    ACCEPT, ETAG, HeaderMap, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LOCATION,
    RETRY_AFTER,
};
use reqwest::{Client, StatusCode, Url};
use tokio::sync::Semaphore;

use super::import::MAX_UPLOAD;
use super::public_web::is_public;
use interchange::kinds::is_web_page;

/// How the program names itself to those whom it asks.
const AGENT: &str = concat!("ogp-commitment-tracker/", env!("CARGO_PKG_VERSION"));
/// What a file of commitments may be.
const ACCEPTED: &str = "text/csv, application/vnd.openxmlformats-officedocument.spreadsheetml.sheet, \
     application/json;q=0.9, */*;q=0.5";
/// Redirects that are followed.
const MAX_REDIRECTS: usize = 5;
/// Addresses that are read at once, by one instance of the program.
const MAX_AT_ONCE: usize = 4;
/// The longest address.
const MAX_ADDRESS: usize = 2_000;
/// How long a message to an address may take, from the name that is looked up to the status of the answer.
const POST_TIMEOUT: Duration = Duration::from_secs(15);
/// The longest that is waited because a server asks for it.
const MAX_RETRY_AFTER: Duration = Duration::from_hours(7 * 24);

/// How long reading an address may take, and how much it may give.
#[derive(Debug, Clone, Copy)]
pub struct FetchLimits {
    /// From the first name that is looked up to the last byte.
    pub total: Duration,
    /// For each connection.
    pub connect: Duration,
    /// Bytes.
    pub bytes: usize,
}

impl Default for FetchLimits {
    fn default() -> Self {
        Self {
            total: Duration::from_mins(1),
            connect: Duration::from_secs(10),
            bytes: MAX_UPLOAD,
        }
    }
}

/// Reads addresses.
#[derive(Debug, Clone)]
pub struct Fetcher {
    allowed: Arc<[String]>,
    limits: FetchLimits,
    turns: Arc<Semaphore>,
}

/// What a server said of a file, so that it can be asked whether that is still so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators {
    /// The address that said so. No other is told.
    pub url: String,
    /// Its entity tag.
    pub etag: Option<String>,
    /// When it was changed, as the server wrote it.
    pub last_modified: Option<String>,
}

/// What an address gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched {
    /// What it gave before.
    NotModified,
    /// A file.
    File(FetchedFile),
}

/// A file from an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchedFile {
    /// What is in it.
    pub bytes: Vec<u8>,
    /// What may be asked for next time.
    pub validators: Validators,
}

/// Why an address was not read.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// It is none.
    #[error("this is not a web address; use one that begins with https://")]
    NotAnAddress,
    /// It holds a name and a password.
    #[error("the address contains a user name or password; use one without")]
    Credentials,
    /// It is not encrypted.
    #[error("{0} can only be read through https")]
    NotHttps(String),
    /// It is of this machine or its network.
    #[error("{0} is not on the public web; --allow-host allows it")]
    Private(String),
    /// Nothing is known of the host.
    #[error("there is no host named {0}")]
    Unresolved(String),
    /// No connection, or one that broke down.
    #[error("{0} cannot be reached")]
    Unreachable(String),
    /// It breaks off.
    #[error("{0} sent only a part of the file")]
    Cut(String),
    /// Redirects without end, or to nowhere.
    #[error("the address redirects too often, or to nowhere")]
    Redirects,
    /// Something else than a file.
    #[error("{host} answered with status {status}")]
    Status {
        /// Who.
        host: String,
        /// With what.
        status: u16,
        /// After how long it wants to be asked again.
        retry_after: Option<Duration>,
    },
    /// A page to be looked at.
    #[error("{0} answered with a web page, perhaps one to sign in, and not with a file")]
    WebPage(String),
    /// It is too large.
    #[error("the file is larger than {} MB", .0 / 1024 / 1024)]
    TooLarge(usize),
    /// It takes too long.
    #[error("{0} took too long to answer")]
    TooSlow(String),
    /// Others are being read.
    #[error("too many addresses are being read at the moment; try again in a minute")]
    Busy,
}

impl Default for Fetcher {
    fn default() -> Self {
        Self::new(&[], FetchLimits::default())
    }
}

impl Fetcher {
    /// A fetcher that may also ask these hosts, each a name or an address, with or without a port:
    /// through `http`, and wherever they are.
    pub fn new(allowed: &[String], limits: FetchLimits) -> Self {
        let allowed = allowed.iter().map(|host| host.trim().to_lowercase());
        Self {
            allowed: allowed.filter(|host| !host.is_empty()).collect(),
            limits,
            turns: Arc::new(Semaphore::new(MAX_AT_ONCE)),
        }
    }

    /// Whether an address may be asked, as far as it says so itself: nothing is looked up.
    pub fn check(&self, address: &str) -> Result<(), FetchError> {
        let url = self.parse(address)?;
        match literal(&url) {
            Some(ip) if !self.allows(&url) && !is_public(ip) => {
                Err(FetchError::Private(host_of(&url)))
            }
            _ => Ok(()),
        }
    }

    /// Reads an address. `known` is what it said last time.
    pub async fn fetch(
        &self,
        address: &str,
        known: Option<&Validators>,
    ) -> Result<Fetched, FetchError> {
        let url = self.parse(address)?;
        let Ok(_turn) = self.turns.try_acquire() else {
            return Err(FetchError::Busy);
        };
        let host = host_of(&url);
        let asked = tokio::time::timeout(self.limits.total, self.follow(url, known));
        match asked.await {
            Ok(Ok(Fetched::File(file))) if is_web_page(&file.bytes) => {
                Err(FetchError::WebPage(host))
            }
            Ok(fetched) => fetched,
            Err(_) => Err(FetchError::TooSlow(host)),
        }
    }

    /// Reads an address of which nothing is known.
    pub async fn fetch_file(&self, address: &str) -> Result<FetchedFile, FetchError> {
        match self.fetch(address, None).await? {
            Fetched::File(file) => Ok(file),
            // Nothing was known, so that this answers something else.
            Fetched::NotModified => Err(FetchError::Redirects),
        }
    }

    /// Sends bytes to an address, with these headers, and reads nothing of the answer but its status. Redirects
    /// are not followed: whoever named the address named where it goes.
    pub async fn post(
        &self,
        address: &str,
        headers: HeaderMap,
        body: Vec<u8>,
    ) -> Result<(), FetchError> {
        let url = self.parse(address)?;
        let Ok(_turn) = self.turns.try_acquire() else {
            return Err(FetchError::Busy);
        };
        let host = host_of(&url);
        let sending = async {
            let client = self.client(&url).await?;
            let request = client.post(url.clone()).headers(headers).body(body);
            let response = request.send().await.map_err(|error| {
                tracing::info!(%host, error = ?error.without_url(), "an address cannot be reached");
                FetchError::Unreachable(host.clone())
            })?;
            if response.status().is_success() {
                return Ok(());
            }
            Err(FetchError::Status {
                host: host.clone(),
                status: response.status().as_u16(),
                retry_after: retry_after(response.headers()),
            })
        };
        let sent = tokio::time::timeout(POST_TIMEOUT, sending).await;
        sent.unwrap_or_else(|_| Err(FetchError::TooSlow(host.clone())))
    }

    fn parse(&self, address: &str) -> Result<Url, FetchError> {
        if address.len() > MAX_ADDRESS {
            return Err(FetchError::NotAnAddress);
        }
        let url = Url::parse(address.trim()).map_err(|_| FetchError::NotAnAddress)?;
        self.check_form(&url)?;
        Ok(url)
    }

    /// Whether an address is of a kind that may be asked.
    fn check_form(&self, url: &Url) -> Result<(), FetchError> {
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
            return Err(FetchError::NotAnAddress);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(FetchError::Credentials);
        }
        if url.scheme() != "https" && !self.allows(url) {
            return Err(FetchError::NotHttps(host_of(url)));
        }
        Ok(())
    }

    fn allows(&self, url: &Url) -> bool {
        let host = host_of(url);
        let port = url.port_or_known_default().unwrap_or_default();
        let with_port = format!("{host}:{port}");
        let bare = host.trim_matches(['[', ']']);
        let mut allowed = self.allowed.iter();
        allowed.any(|allowed| *allowed == host || *allowed == with_port || *allowed == bare)
    }

    async fn follow(
        &self,
        mut url: Url,
        known: Option<&Validators>,
    ) -> Result<Fetched, FetchError> {
        for _ in 0..=MAX_REDIRECTS {
            self.check_form(&url)?;
            let known = known.filter(|known| known.url == url.as_str());
            let response = self.ask(&url, known).await?;
            let status = response.status();
            if is_redirect(status) {
                let to = header(response.headers(), &LOCATION);
                let to = to.and_then(|to| url.join(&to).ok());
                url = to.ok_or(FetchError::Redirects)?;
                continue;
            }
            return match status {
                StatusCode::OK => self.read(&url, response).await.map(Fetched::File),
                StatusCode::NOT_MODIFIED if known.is_some() => Ok(Fetched::NotModified),
                _ => Err(FetchError::Status {
                    host: host_of(&url),
                    status: status.as_u16(),
                    retry_after: retry_after(response.headers()),
                }),
            };
        }
        Err(FetchError::Redirects)
    }

    /// Asks one address, at the network addresses that were checked.
    async fn ask(
        &self,
        url: &Url,
        known: Option<&Validators>,
    ) -> Result<reqwest::Response, FetchError> {
        let host = host_of(url);
        let client = self.client(url).await?;
        let mut request = client.get(url.clone()).header(ACCEPT, ACCEPTED);
        if let Some(etag) = known.and_then(|known| known.etag.as_ref()) {
            request = request.header(IF_NONE_MATCH, etag);
        }
        if let Some(moment) = known.and_then(|known| known.last_modified.as_ref()) {
            request = request.header(IF_MODIFIED_SINCE, moment);
        }
        request.send().await.map_err(|error| {
            tracing::info!(%host, error = ?error.without_url(), "an address cannot be read");
            FetchError::Unreachable(host.clone())
        })
    }

    /// A client for one address, which connects to the network addresses that were checked.
    async fn client(&self, url: &Url) -> Result<Client, FetchError> {
        let host = host_of(url);
        let mut client = Client::builder()
            .user_agent(AGENT)
            .no_proxy()
            .referer(false)
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(self.limits.connect)
            .pool_max_idle_per_host(0);
        if let Some(ip) = literal(url) {
            self.check_ip(url, ip)?;
        } else {
            let found = self.look_up(url).await?;
            client = client.resolve_to_addrs(&host, &found);
        }
        client.build().map_err(|error| {
            tracing::info!(%host, error = ?error.without_url(), "an address cannot be read");
            FetchError::Unreachable(host.clone())
        })
    }

    /// The network addresses of a host, of which every one must be public.
    async fn look_up(&self, url: &Url) -> Result<Vec<SocketAddr>, FetchError> {
        let host = host_of(url);
        let port = url.port_or_known_default().unwrap_or_default();
        let found = tokio::net::lookup_host((host.as_str(), port)).await;
        let found: Vec<SocketAddr> = found.map(Iterator::collect).unwrap_or_default();
        if found.is_empty() {
            return Err(FetchError::Unresolved(host));
        }
        for address in &found {
            self.check_ip(url, address.ip())?;
        }
        Ok(found)
    }

    fn check_ip(&self, url: &Url, ip: IpAddr) -> Result<(), FetchError> {
        if is_public(ip) || self.allows(url) {
            Ok(())
        } else {
            Err(FetchError::Private(host_of(url)))
        }
    }

    async fn read(
        &self,
        url: &Url,
        mut response: reqwest::Response,
    ) -> Result<FetchedFile, FetchError> {
        let limit = self.limits.bytes;
        let too_large = |length: u64| length > limit as u64;
        if response.content_length().is_some_and(too_large) {
            return Err(FetchError::TooLarge(limit));
        }
        let validators = Validators {
            url: url.to_string(),
            etag: header(response.headers(), &ETAG),
            last_modified: header(response.headers(), &LAST_MODIFIED),
        };
        let mut bytes = Vec::new();
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) if bytes.len() + chunk.len() > limit => {
                    return Err(FetchError::TooLarge(limit));
                }
                Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
                Ok(None) => return Ok(FetchedFile { bytes, validators }),
                Err(error) => {
                    let host = host_of(url);
                    tracing::info!(%host, error = ?error.without_url(), "an address broke off");
                    return Err(FetchError::Cut(host));
                }
            }
        }
    }
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// A header as text, if it is not too long to be kept.
fn header(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?;
    (value.len() <= MAX_ADDRESS).then(|| value.to_owned())
}

fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds: u64 = header(headers, &RETRY_AFTER)?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds).min(MAX_RETRY_AFTER))
}

fn host_of(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

/// The network address that an address names itself.
fn literal(url: &Url) -> Option<IpAddr> {
    url.host_str()?.trim_matches(['[', ']']).parse().ok()
}

/// An address as it may be shown to everybody: what stands behind the path may be a secret.
pub fn public_form(address: &str) -> String {
    let Ok(mut url) = Url::parse(address) else {
        return String::new();
    };
    url.set_query(None);
    url.set_fragment(None);
    url.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_refused_for_what_it_says_itself() {
        let strict = Fetcher::default();
        assert!(strict.check("https://docs.google.com/a.csv?x=1").is_ok());
        for (address, why) in [
            ("ftp://example.org/a", "not a web address"),
            ("example.org/a.csv", "not a web address"),
            ("file:///etc/passwd", "not a web address"),
            ("https://", "not a web address"),
            ("http://example.org/a.csv", "only be read through https"),
            ("https://ann:secret@example.org/a", "password"),
            ("https://127.0.0.1/a", "public web"),
            ("https://0x7f000001/a", "public web"),
            ("https://2130706433/a", "public web"),
            ("https://017700000001/a", "public web"),
            ("https://127.1/a", "public web"),
            ("https://[::1]/a", "public web"),
            ("https://[::ffff:10.0.0.1]/a", "public web"),
            ("https://169.254.169.254/latest/meta-data", "public web"),
        ] {
            let error = strict.check(address).unwrap_err().to_string();
            assert!(error.contains(why), "{address}: {error}");
        }
        let long = format!("https://example.org/{}", "a".repeat(2_000));
        assert!(strict.check(&long).is_err());
    }

    #[test]
    fn a_host_is_allowed_by_name_and_by_port() {
        let allowing = |host: &str| Fetcher::new(&[host.to_owned()], FetchLimits::default());
        let address = "http://127.0.0.1:8080/a";
        assert!(allowing("127.0.0.1").check(address).is_ok());
        assert!(allowing(" 127.0.0.1:8080").check(address).is_ok());
        assert!(allowing("127.0.0.1:80").check(address).is_err());
        assert!(allowing("127.0.0.2").check(address).is_err());
        assert!(allowing("::1").check("http://[::1]/a").is_ok());
        assert!(allowing("[::1]").check("http://[::1]/a").is_ok());
        assert!(allowing("LocalHost").check("http://localhost/a").is_ok());
        assert!(allowing("").check("http://localhost/a").is_err());
    }

    #[tokio::test]
    async fn a_name_that_leads_to_this_machine_is_refused_once_it_is_looked_up() {
        let error = Fetcher::default().fetch("https://localhost/a", None).await;
        assert!(matches!(error, Err(FetchError::Private(_))), "{error:?}");
    }

    #[test]
    fn what_may_be_a_secret_is_not_shown() {
        let shown = public_form("https://example.org/a.csv?key=1#x");
        assert_eq!(shown, "https://example.org/a.csv");
    }
}
