//! Who a request comes from, and over what: what proxies say of it counts only where whoever runs the
//! program has named them (`--trusted-proxy`). Anybody else may send the same headers.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use axum::extract::ConnectInfo;
use axum::extract::connect_info::MockConnectInfo;
use axum::http::header::{FORWARDED, HOST, HeaderMap};
use axum::http::{Extensions, HeaderName};
use ipnet::IpNet;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const TRACE_PARENT: HeaderName = HeaderName::from_static("traceparent");
/// What proxies add beside the `X-Forwarded-` headers.
const OTHER_SIGNS: [&str; 8] = [
    "forwarded",
    "via",
    "x-real-ip",
    "x-client-ip",
    "x-cluster-client-ip",
    "true-client-ip",
    "cf-connecting-ip",
    "x-envoy-external-address",
];

/// A range of network addresses, given as `10.0.0.0/8` or as one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network(IpNet);

impl FromStr for Network {
    type Err = String;

    /// Refuses what is no range, and the range of all addresses, which would let anyone say anything.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let network = match text.parse::<IpAddr>() {
            Ok(address) => IpNet::from(address),
            Err(_) => text.parse::<IpNet>().map_err(|_| {
                format!(
                    "\u{201c}{text}\u{201d} is not a range of network addresses; expected for example 10.0.0.0/8 or 192.0.2.7"
                )
            })?,
        };
        if network.prefix_len() == 0 {
            return Err(format!(
                "{text} is every address there is: anyone could then claim to be anyone; name the proxy's own address"
            ));
        }
        Ok(Self(network.trunc()))
    }
}

/// The proxies that are believed. None unless some are named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<Network>);

impl From<Vec<Network>> for TrustedProxies {
    fn from(networks: Vec<Network>) -> Self {
        Self(networks)
    }
}

/// What is known of where a request comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arrival {
    /// The sender's address: the nearest one that is no trusted proxy.
    pub from: Option<IpAddr>,
    /// Whether the sender's connection is encrypted, as far as trusted proxies say.
    pub is_secure: bool,
    /// The site's name as the sender's browser knows it. For comparing only: anyone can send any.
    pub host: Option<String>,
    /// The other end of the connection, where it forwards for others but is not trusted to.
    pub ignored_proxy: Option<IpAddr>,
    /// The trace that it belongs to (`traceparent` of W3C Trace Context), as a trusted proxy says.
    pub trace: Option<String>,
}

impl TrustedProxies {
    fn has(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.0.contains(&address))
    }

    /// Reads where a request comes from; `peer` is the other end of its connection.
    pub fn arrival(&self, peer: Option<IpAddr>, headers: &HeaderMap) -> Arrival {
        let peer = peer.map(|peer| peer.to_canonical());
        let host = text(headers, &HOST).map(str::to_owned);
        let Some(proxy) = peer.filter(|peer| self.has(*peer)) else {
            let is_forwarded = is_forwarded(headers);
            return Arrival {
                from: peer,
                host,
                ignored_proxy: peer.filter(|_| is_forwarded),
                ..Arrival::default()
            };
        };
        let forwarded = elements(headers);
        let proto = list(headers, &FORWARDED_PROTO)
            .next()
            .or_else(|| forwarded.iter().find_map(|element| element.proto.clone()));
        let forwarded_host = list(headers, &FORWARDED_HOST).next();
        Arrival {
            from: Some(self.sender(proxy, headers, &forwarded)),
            // The first one is what the browser speaks to. A sender who makes it up gets a cookie
            // that the browser does not send back, and harms nobody else.
            is_secure: proto.is_some_and(|proto| proto.eq_ignore_ascii_case("https")),
            host: forwarded_host.or(host),
            ignored_proxy: None,
            trace: text(headers, &TRACE_PARENT).map(str::to_owned),
        }
    }

    /// The nearest address that is no trusted proxy, from the right: what stands further left, the
    /// sender may have written. Where the two kinds of header do not say the same, one of them is
    /// the sender's, so that neither counts.
    fn sender(&self, proxy: IpAddr, headers: &HeaderMap, forwarded: &[Element]) -> IpAddr {
        let listed: Vec<String> = list(headers, &FORWARDED_FOR).collect();
        let listed = listed.iter().map(String::as_str);
        let elements = forwarded
            .iter()
            .map(|element| element.sender.as_deref().unwrap_or_default());
        let named = [
            self.nearest(proxy, listed.rev()),
            self.nearest(proxy, elements.rev()),
        ];
        match named {
            [Some(one), Some(other)] if one != other => proxy,
            [Some(one), _] | [None, Some(one)] => one,
            [None, None] => proxy,
        }
    }

    fn nearest<'a>(&self, proxy: IpAddr, hops: impl Iterator<Item = &'a str>) -> Option<IpAddr> {
        let mut nearest = None;
        for hop in hops {
            // A hop that cannot be read hides all before it.
            let Some(address) = address_of_hop(hop) else {
                return Some(nearest.unwrap_or(proxy));
            };
            nearest = Some(address);
            if !self.has(address) {
                break;
            }
        }
        nearest
    }
}

/// The other end of a request's connection; none in tests that have none.
pub fn peer(extensions: &Extensions) -> Option<IpAddr> {
    let real = extensions.get::<ConnectInfo<SocketAddr>>();
    let mocked = extensions.get::<MockConnectInfo<SocketAddr>>();
    real.map(|ConnectInfo(peer)| peer.ip())
        .or(mocked.map(|MockConnectInfo(peer)| peer.ip()))
}

/// Whether a proxy passed a request on, as far as its headers say.
pub fn is_forwarded(headers: &HeaderMap) -> bool {
    headers.keys().any(|name| {
        let name = name.as_str();
        name.starts_with("x-forwarded-") || OTHER_SIGNS.contains(&name)
    })
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// The parts of a header that is a list, also where it is sent in several lines.
fn list(headers: &HeaderMap, name: &HeaderName) -> impl DoubleEndedIterator<Item = String> {
    let lines: Vec<String> = headers
        .get_all(name)
        .iter()
        // A line that is no text hides what it holds, and is not left out.
        .flat_map(|line| line.to_str().unwrap_or("?").split(','))
        .map(|part| part.trim().to_owned())
        .filter(|part| !part.is_empty())
        .collect();
    lines.into_iter()
}

/// An address as proxies write it: with a port or without, IPv6 in brackets or bare.
fn address_of_hop(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim().trim_matches('"');
    let address = if let Some(rest) = hop.strip_prefix('[') {
        rest.split_once(']')?.0.parse().ok()?
    } else if let Ok(address) = hop.parse::<IpAddr>() {
        address
    } else {
        hop.parse::<SocketAddr>().ok()?.ip()
    };
    Some(address.to_canonical())
}

/// One element of `Forwarded` (RFC 7239, section 4): what one proxy says.
#[derive(Debug, Default)]
struct Element {
    sender: Option<String>,
    proto: Option<String>,
}

fn elements(headers: &HeaderMap) -> Vec<Element> {
    let read = |part: String| {
        let mut element = Element::default();
        for pair in part.split(';') {
            let Some((name, value)) = pair.split_once('=') else {
                continue;
            };
            let value = Some(value.trim().trim_matches('"').to_owned());
            match name.trim().to_ascii_lowercase().as_str() {
                "for" => element.sender = value,
                "proto" => element.proto = value,
                _ => {}
            }
        }
        element
    };
    list(headers, &FORWARDED).map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn arrival(trusted: &[&str], peer: &str, pairs: &[(&'static str, &str)]) -> Arrival {
        let trusted: Vec<Network> = trusted.iter().map(|text| text.parse().unwrap()).collect();
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            let name = HeaderName::from_static(name);
            headers.append(name, HeaderValue::from_str(value).unwrap());
        }
        TrustedProxies::from(trusted).arrival(Some(peer.parse().unwrap()), &headers)
    }

    #[test]
    fn a_sender_is_the_nearest_address_that_is_no_trusted_proxy() {
        const LOCAL: &[&str] = &["127.0.0.1", "10.0.0.0/8", "fd00::/8"];
        const XFF: &str = "x-forwarded-for";
        for (trusted, peer, pairs, from) in [
            // Nobody is believed unless named, wherever they are.
            (
                &[][..],
                "127.0.0.1",
                &[(XFF, "203.0.113.9")][..],
                "127.0.0.1",
            ),
            (
                &[],
                "10.1.2.3",
                &[("forwarded", "for=203.0.113.9")],
                "10.1.2.3",
            ),
            (
                LOCAL,
                "198.51.100.1",
                &[(XFF, "203.0.113.9")],
                "198.51.100.1",
            ),
            (LOCAL, "127.0.0.1", &[], "127.0.0.1"),
            (LOCAL, "127.0.0.1", &[(XFF, "203.0.113.9")], "203.0.113.9"),
            (
                LOCAL,
                "::ffff:127.0.0.1",
                &[(XFF, "203.0.113.9")],
                "203.0.113.9",
            ),
            // What the sender wrote stands further left.
            (
                LOCAL,
                "127.0.0.1",
                &[(XFF, "192.0.2.1, 203.0.113.9")],
                "203.0.113.9",
            ),
            (
                LOCAL,
                "127.0.0.1",
                &[(XFF, "192.0.2.1,203.0.113.9,10.4.4.4")],
                "203.0.113.9",
            ),
            (
                LOCAL,
                "127.0.0.1",
                &[(XFF, "192.0.2.1"), (XFF, "203.0.113.9")],
                "203.0.113.9",
            ),
            (LOCAL, "127.0.0.1", &[(XFF, "10.0.0.9")], "10.0.0.9"),
            // With ports, in brackets, quoted.
            (
                LOCAL,
                "127.0.0.1",
                &[(XFF, "203.0.113.9:51234")],
                "203.0.113.9",
            ),
            (
                LOCAL,
                "127.0.0.1",
                &[(XFF, "[2001:db8::7]:443")],
                "2001:db8::7",
            ),
            (LOCAL, "127.0.0.1", &[(XFF, "2001:db8::7")], "2001:db8::7"),
            (
                LOCAL,
                "127.0.0.1",
                &[(XFF, "::ffff:203.0.113.9")],
                "203.0.113.9",
            ),
            (
                LOCAL,
                "fd00::1",
                &[("forwarded", "for=\"[2001:db8::7]:4711\";proto=https")],
                "2001:db8::7",
            ),
            (
                LOCAL,
                "127.0.0.1",
                &[("forwarded", "for=192.0.2.1, For=203.0.113.9;by=10.0.0.1")],
                "203.0.113.9",
            ),
            // What cannot be read hides all before it.
            (
                LOCAL,
                "127.0.0.1",
                &[(XFF, "203.0.113.9, unknown")],
                "127.0.0.1",
            ),
            (
                LOCAL,
                "127.0.0.1",
                &[("forwarded", "for=203.0.113.9, for=_hidden, for=10.0.0.2")],
                "10.0.0.2",
            ),
            // Two headers that differ: one of them is the sender's.
            (
                LOCAL,
                "127.0.0.1",
                &[(XFF, "203.0.113.9"), ("forwarded", "for=192.0.2.1")],
                "127.0.0.1",
            ),
            (
                LOCAL,
                "127.0.0.1",
                &[(XFF, "203.0.113.9"), ("forwarded", "for=203.0.113.9")],
                "203.0.113.9",
            ),
            (
                LOCAL,
                "127.0.0.1",
                &[(XFF, "203.0.113.9"), ("forwarded", "proto=https")],
                "127.0.0.1",
            ),
        ] {
            let arrived = arrival(trusted, peer, pairs);
            assert_eq!(
                arrived.from,
                Some(from.parse().unwrap()),
                "{trusted:?} {peer} {pairs:?}"
            );
        }
    }

    #[test]
    fn https_is_seen_through_any_number_of_trusted_proxies() {
        for (pairs, is_secure) in [
            (&[("x-forwarded-proto", "https")][..], true),
            (&[("x-forwarded-proto", "HTTPS")], true),
            (&[("x-forwarded-proto", "https,http")], true),
            (&[("x-forwarded-proto", "https, https")], true),
            (
                &[
                    ("x-forwarded-proto", "https"),
                    ("x-forwarded-proto", "http"),
                ],
                true,
            ),
            (&[("forwarded", "for=192.0.2.1;proto=https")], true),
            (&[("forwarded", "proto=https")], true),
            (
                &[(
                    "forwarded",
                    "For=192.0.2.1; Proto=\"https\", for=10.0.0.1;proto=http",
                )],
                true,
            ),
            (&[("x-forwarded-proto", "http,https")], false),
            (&[("x-forwarded-proto", "httpsx")], false),
            (&[("forwarded", "for=192.0.2.1")], false),
            (&[], false),
        ] {
            let through = arrival(&["127.0.0.1"], "127.0.0.1", pairs);
            assert_eq!(through.is_secure, is_secure, "{pairs:?}");
            // The same from somebody who was not named counts for nothing, and is known.
            let direct = arrival(&[], "127.0.0.1", pairs);
            assert!(!direct.is_secure, "{pairs:?}");
            assert_eq!(direct.ignored_proxy.is_some(), !pairs.is_empty());
        }
    }

    #[test]
    fn a_range_is_one_address_or_many_but_never_all() {
        for good in [
            "127.0.0.1",
            "10.1.2.3/8",
            "::1",
            "fd00::/8",
            " 192.0.2.0/24 ",
        ] {
            assert!(good.parse::<Network>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "localhost",
            "10.0.0.0/33",
            "10.0.0",
            "0.0.0.0/0",
            "::/0",
        ] {
            assert!(bad.parse::<Network>().is_err(), "{bad}");
        }
    }
}
