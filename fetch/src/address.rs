//! Addresses: which may be asked, how they are shown, and that a host's name leads to no private network.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use twox_hash::XxHash3_64;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;
use url::{Host, Url};

/// What stands in place of a secret.
const HIDDEN: &str = "***";

/// Parts of the names of parameters that hold secrets.
const SECRETS: &[&str] =
    &["token", "key", "auth", "pass", "pwd", "secret", "signature", "session", "credential"];

/// The address of a feed or page, without the name and password that it may have come with.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    url: Url,
    /// Name and password, as they go into a header for this host and no other.
    login: Option<String>,
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown())
    }
}

impl Address {
    /// Reads one as a person types it: without a scheme it is `https`.
    ///
    /// # Errors
    /// It is none, or of a scheme that is not asked.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let typed = match text.get(..5) {
            Some(feed) if feed.eq_ignore_ascii_case("feed:") => text[5..].trim_start_matches("//"),
            _ => text,
        };
        let with_scheme = match typed.split_once(':') {
            // `host:8080/feed` is a host and its port.
            Some((scheme, rest)) if !rest.starts_with(|c: char| c.is_ascii_digit()) => {
                let is_scheme =
                    scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
                if is_scheme { typed.to_owned() } else { format!("https://{typed}") }
            }
            _ => format!("https://{typed}"),
        };
        let url = Url::parse(&with_scheme).map_err(|e| format!("no address: {e}"))?;
        Self::of(url)
    }

    /// Of a parsed address.
    ///
    /// # Errors
    /// It is of a scheme that is not asked.
    pub(crate) fn of(mut url: Url) -> Result<Self, String> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(format!("{}: addresses are not asked", url.scheme()));
        }
        let login = (!url.username().is_empty() || url.password().is_some()).then(|| {
            format!("{}:{}", unescaped(url.username()), unescaped(url.password().unwrap_or("")))
        });
        // Of http and https these cannot fail.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        url.set_fragment(None);
        Ok(Self { url, login })
    }

    /// Another address of the same host, with the same name and password.
    pub(crate) fn with(&self, url: Url) -> Result<Self, String> {
        Ok(Self { login: self.login.clone(), ..Self::of(url)? })
    }

    pub(crate) fn without_login(self) -> Self {
        Self { login: None, ..self }
    }

    pub(crate) fn url(&self) -> &Url {
        &self.url
    }

    pub(crate) fn login(&self) -> Option<&str> {
        self.login.as_deref()
    }

    /// The address with everything hidden that may be a secret: what is printed and what is stored.
    pub fn shown(&self) -> String {
        shown(&self.url)
    }

    /// Which feed this is in the store: two that differ only in a secret are two.
    pub(crate) fn key(&self) -> String {
        hash(&[self.url.as_str()])
    }

    /// Whether showing it hides something.
    pub(crate) fn is_secret(&self) -> bool {
        self.login.is_some() || self.shown() != self.url.as_str()
    }

    pub(crate) fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }
}

/// An address with its secrets hidden.
pub(crate) fn shown(url: &Url) -> String {
    let mut url = url.clone();
    let _ = url.set_username("");
    let _ = url.set_password(None);
    let Some(query) = url.query().map(str::to_owned) else {
        return url.into();
    };
    let hide = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let small = name.to_ascii_lowercase();
        let is_secret = !value.is_empty()
            && (SECRETS.iter().any(|secret| small.contains(secret)) || small == "sig");
        if is_secret { format!("{name}={HIDDEN}") } else { pair.to_owned() }
    };
    url.set_query(Some(&query.split('&').map(hide).collect::<Vec<_>>().join("&")));
    url.into()
}

/// A hash of a few texts, for names: 16 digits.
pub(crate) fn hash(parts: &[&str]) -> String {
    let mut bytes = Vec::new();
    for part in parts {
        bytes.extend(part.as_bytes());
        bytes.push(0);
    }
    format!("{:016x}", XxHash3_64::oneshot(&bytes))
}

fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        let code = behind.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match code.and_then(|two| u8::from_str_radix(two, 16).ok()).filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &behind[2..];
            }
            None => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Refuses an address whose host says by itself that it is a private one. A name is looked at again when it is resolved.
pub(crate) fn refuse_private(url: &Url) -> Result<(), String> {
    let is_private = match url.host() {
        Some(Host::Ipv4(ip)) => is_private(IpAddr::V4(ip)),
        Some(Host::Ipv6(ip)) => is_private(IpAddr::V6(ip)),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            // Names that RFC 6761, RFC 6762 and ICANN keep from the public; a proxy might resolve them.
            ["localhost", "local", "internal"]
                .iter()
                .any(|end| name == *end || name.strip_suffix(end).is_some_and(|n| n.ends_with('.')))
        }
        None => true,
    };
    if is_private { Err(PRIVATE.to_owned()) } else { Ok(()) }
}

/// Why a private address is not asked.
const PRIVATE: &str = "an address in a private network (see --allow-private)";

/// Whether an address is anything but that of a host on the public network (IANA's registries of special-purpose addresses).
pub(crate) fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_private_v4(ip),
        IpAddr::V6(ip) => is_private_v6(ip),
    }
}

fn is_private_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || a == 0
        // Multicast, reserved, broadcast.
        || a >= 224
        // A carrier's own, protocol assignments, 6to4 relays, benchmarks.
        || (a == 100 && b & 0xc0 == 64)
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && b & 0xfe == 18)
}

fn is_private_v6(ip: Ipv6Addr) -> bool {
    let [a, b, c, d, e, f, g, h] = ip.segments();
    let v4 = |high: u16, low: u16| {
        is_private_v4(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)))
    };
    match (a, b) {
        // An IPv4 address in another dress: mapped or compatible (loopback and the unspecified address too), NAT64, 6to4.
        (0, 0) if [c, d, e] == [0; 3] => f != 0xffff || v4(g, h),
        (0x64, 0xff9b) => [c, d, e, f] != [0; 4] || v4(g, h),
        (0x2002, _) => v4(b, c),
        // Teredo and other protocols, documentation.
        (0x2001, 0..=0x1ff | 0xdb8) | (0x3fff, 0..=0xfff) => true,
        // Only 2000::/3 is given out to hosts: all that is local, link-local or multicast lies outside.
        _ => a & 0xe000 != 0x2000,
    }
}

/// Where the addresses of a host come from: the system, or a test.
pub trait Lookup: Send + Sync {
    /// The addresses of a host.
    fn addresses(&self, host: &str) -> Vec<IpAddr>;

    /// Whether this one is taken for public: a test has no other than its own.
    fn is_public(&self, address: SocketAddr) -> bool {
        !is_private(address.ip())
    }
}

/// Resolves a name, and lets only addresses through that may be connected to. The connection goes to an address that was looked at
/// here: a name that resolves otherwise a moment later changes nothing.
pub(crate) struct Guard {
    pub(crate) allow_private: bool,
    pub(crate) lookup: Option<Arc<dyn Lookup>>,
}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Guard")
    }
}

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let resolved = match &self.lookup {
            None => DefaultResolver::default().resolve(uri, config, timeout)?,
            Some(lookup) => {
                let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("https") {
                    443
                } else {
                    80
                });
                let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
                let addresses = match host.parse() {
                    Ok(ip) => vec![ip],
                    Err(_) => lookup.addresses(host),
                };
                let mut found = self.empty();
                addresses.into_iter().take(16).for_each(|ip| found.push(SocketAddr::new(ip, port)));
                found
            }
        };
        // Who sets a proxy means it, wherever it stands.
        let is_proxy = config.proxy().is_some_and(|proxy| proxy.uri() == uri);
        let mut allowed = self.empty();
        for address in resolved.iter() {
            let is_public = match &self.lookup {
                Some(lookup) => lookup.is_public(*address),
                None => !is_private(address.ip()),
            };
            if self.allow_private || is_proxy || is_public {
                allowed.push(*address);
            }
        }
        match (resolved.is_empty(), allowed.is_empty()) {
            (true, _) => Err(ureq::Error::HostNotFound),
            (false, true) => Err(ureq::Error::Other(PRIVATE.into())),
            (false, false) => Ok(allowed),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_types() {
        let read = |text: &str| Address::parse(text).map(|a| a.shown());
        let is = |text: &str, shown: &str| assert_eq!(read(text), Ok(shown.to_owned()), "{text}");
        is("kelder.example/feed", "https://kelder.example/feed");
        is("kelder.example:8080/feed", "https://kelder.example:8080/feed");
        is(" http://kelder.example ", "http://kelder.example/");
        is("feed://kelder.example/a", "https://kelder.example/a");
        is("feed:http://kelder.example/a", "http://kelder.example/a");
        is("https://бюро.example/é#x", "https://xn--90a0af9c.example/%C3%A9");
        is(
            "https://u:p@k.example/f?cat=3&Token=abc&sig=9&api_key=",
            "https://k.example/f?cat=3&Token=***&sig=***&api_key=",
        );
        for bad in [
            "file:///etc/passwd",
            "gopher://k.example",
            "javascript:alert(1)",
            "https://",
            "data:,x",
            "https://a b/",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
        let secret = Address::parse("https://user%40:pa%3Ass@k.example/feed").unwrap();
        assert_eq!(secret.login(), Some("user@:pa:ss"));
        assert!(!format!("{secret:?}").contains("ss@") && secret.is_secret());
    }

    #[test]
    fn private_networks() {
        for private in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "2002:a00:1::1",
            "2001::1",
            "2001:db8::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "3fff::1",
            "100::1",
        ] {
            assert!(is_private(private.parse().unwrap()), "{private}");
        }
        for public in [
            "1.1.1.1",
            "172.32.0.1",
            "100.128.0.1",
            "::ffff:1.1.1.1",
            "64:ff9b::101:101",
            "2606:4700::1111",
            "2001:4860::8888",
            "2002:101:101::1",
        ] {
            assert!(!is_private(public.parse().unwrap()), "{public}");
        }
        // In whatever form a browser would take it.
        for private in [
            "http://2130706433/",
            "http://0x7f.1/",
            "http://[::1]/",
            "http://localhost./",
            "http://a.localhost/",
            "http://printer.local/",
            "http://127.1/",
        ] {
            assert!(refuse_private(&Url::parse(private).unwrap()).is_err(), "{private}");
        }
        assert!(refuse_private(&Url::parse("http://notlocal.example/").unwrap()).is_ok());
    }
}
