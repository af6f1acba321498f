//! Finding out where a request comes from, and the site's own address: what pictures, previews and
//! citations name. That is never what a stranger sent.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

use super::proxy::{Arrival, TrustedProxies, peer};
use super::security_txt::SecurityContact;
use crate::site::{BasePath, Origin};

/// For how long browsers that came over HTTPS use nothing else: a year.
const STRICT_TRANSPORT: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// How the program is reached, as whoever runs it has said.
#[derive(Debug, Clone, Default)]
pub struct Reached {
    /// The site's own address as others know it, without the base path.
    pub public_url: Option<Origin>,
    /// The path below which the site is served.
    pub base_path: BasePath,
    /// The proxies that are believed.
    pub proxies: TrustedProxies,
    /// Whom to tell of a weakness of the site.
    pub security_contact: Option<SecurityContact>,
    /// Where the program listens.
    pub bound: Option<SocketAddr>,
}

impl Reached {
    /// The site's own address. Without one that was set: where the program listens, for those who ask
    /// it there. Through a proxy or under another name there is none, since only the sender says which.
    fn origin(&self, arrival: &Arrival) -> Option<Origin> {
        let host = self.host(arrival)?;
        Some(host.below(&self.base_path))
    }

    /// The same without the base path.
    fn host(&self, arrival: &Arrival) -> Option<Origin> {
        if self.public_url.is_some() {
            return self.public_url.clone();
        }
        let bound = self.bound.filter(|bound| is_local_part(bound.ip()))?;
        let asked = arrival.host.as_deref()?;
        let is_direct = arrival.ignored_proxy.is_none() && !arrival.is_secure;
        let port = bound.port();
        let names = [bound.to_string(), format!("localhost:{port}")];
        let name = names.iter().find(|name| asked.eq_ignore_ascii_case(name));
        name.filter(|_| is_direct)
            .and_then(|name| format!("http://{name}").parse().ok())
    }

    /// Whether what goes between the sender and the site is encrypted.
    fn is_secure(&self, arrival: &Arrival) -> bool {
        let public = self.public_url.as_ref();
        arrival.is_secure || public.is_some_and(Origin::is_secure)
    }
}

/// Whether an address names one place: not all that the machine has.
fn is_local_part(address: IpAddr) -> bool {
    !address.is_unspecified()
}

/// Whether a host, as browsers send it, is the machine itself.
pub fn is_loopback_host(host: &str) -> bool {
    let is_port = |port: &str| port.bytes().all(|b| b.is_ascii_digit());
    let name = match host.rsplit_once(':') {
        Some((name, port)) if is_port(port) => name,
        _ => host,
    };
    let is_loopback = |ip: IpAddr| ip.is_loopback();
    let address = name.trim_matches(['[', ']']);
    name.eq_ignore_ascii_case("localhost") || address.parse().is_ok_and(is_loopback)
}

/// Lets everything behind it know where a request comes from and the site's address.
pub async fn tell(
    State(reached): State<Arc<Reached>>,
    mut request: Request,
    next: Next,
) -> Response {
    let peer = peer(request.extensions());
    let mut arrival = reached.proxies.arrival(peer, request.headers());
    if let Some(origin) = reached.origin(&arrival) {
        request.extensions_mut().insert(origin);
    }
    request.extensions_mut().insert(reached.base_path.clone());
    arrival.is_secure = reached.is_secure(&arrival);
    let is_secure = arrival.is_secure;
    request.extensions_mut().insert(arrival);
    let mut response = next.run(request).await;
    if is_secure {
        let name = HeaderName::from_static("strict-transport-security");
        response.headers_mut().insert(name, STRICT_TRANSPORT);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reached(public_url: Option<&str>, bound: &str) -> Reached {
        Reached {
            public_url: public_url.map(|url| url.parse().unwrap()),
            bound: Some(bound.parse().unwrap()),
            ..Reached::default()
        }
    }

    #[test]
    fn the_site_is_called_as_its_keeper_says_and_never_as_a_sender_says() {
        const LOCAL: &str = "127.0.0.1:3000";
        let public = "https://tracker.example";
        for (public_url, bound, host, origin) in [
            (Some(public), LOCAL, "evil.example", Some(public)),
            (None, LOCAL, "127.0.0.1:3000", Some("http://127.0.0.1:3000")),
            (None, LOCAL, "LOCALHOST:3000", Some("http://localhost:3000")),
            (None, "[::1]:80", "[::1]:80", Some("http://[::1]:80")),
            (None, LOCAL, "evil.example", None),
            (None, LOCAL, "evil.example:3000", None),
            (None, LOCAL, "127.0.0.1:3001", None),
            (None, "0.0.0.0:8080", "tracker.example:8080", None),
            (None, "0.0.0.0:8080", "0.0.0.0:8080", None),
        ] {
            let mut arrival = Arrival {
                host: Some(host.to_owned()),
                ..Arrival::default()
            };
            let reached = reached(public_url, bound);
            let own = reached.origin(&arrival).map(|origin| origin.to_string());
            assert_eq!(own.as_deref(), origin, "{bound} {host}");
            // A proxy on the same machine passes on its own name for the program.
            arrival.ignored_proxy = Some(IpAddr::from([127, 0, 0, 1]));
            let own = reached.origin(&arrival).map(|origin| origin.to_string());
            assert_eq!(own.as_deref(), public_url, "{bound} {host}");
        }
    }

    #[test]
    fn the_machine_itself_has_several_names() {
        for (host, local) in [
            ("localhost", true),
            ("localhost:3000", true),
            ("127.0.0.1:3000", true),
            ("127.8.8.8", true),
            ("[::1]:3000", true),
            ("tracker.example", false),
            ("localhost.evil.example", false),
            ("10.0.0.1:3000", false),
            ("", false),
        ] {
            assert_eq!(is_loopback_host(host), local, "{host}");
        }
    }
}
