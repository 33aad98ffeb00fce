//! One request, with its redirects: what may be asked, how much may come, and how a failure is said.

use std::io::{self, Read};
use std::sync::Arc;
use std::time::Duration;

use flate2::read::MultiGzDecoder;
use jiff::Timestamp;
use ureq::http::HeaderMap;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig};
use ureq::unversioned::transport::DefaultConnector;
use url::Url;

use crate::address::{Address, Guard, Lookup, refuse_private, shown};
use crate::polite::Polite;

/// What an answer may take. The sizes are those of `newsfold digest`, which reads what was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a feed or page, unpacked.
    pub bytes: u64,
    /// How many times its size an answer may unpack to, looked at from the first mebibyte on.
    pub ratio: u64,
    /// The time of one request, from the look-up of the name to the last byte.
    pub time: Duration,
    /// Redirects of one address.
    pub redirects: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 64 << 20,
            ratio: 200,
            // A slow host gets its feed out; one that drips does not hold up the others.
            time: Duration::from_secs(60),
            // Half of what browsers follow.
            redirects: 10,
        }
    }
}

/// The time in which a connection stands, beyond which a host is not there.
const CONNECT: Duration = Duration::from_secs(10);

/// Bytes of an answer's header: many times what any has.
const HEADER: usize = 64 << 10;

/// The longest that a host can ask to be left alone for.
const LONGEST_WAIT: Duration = Duration::from_secs(7 * 24 * 3600);

/// How long a host is left alone that says "too many requests" and not until when.
const UNSAID_WAIT: Duration = Duration::from_secs(3600);

/// What an earlier answer said of its version, sent back as it came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Version {
    /// The key of the address that gave it.
    pub(crate) of: String,
    pub(crate) etag: Option<String>,
    pub(crate) modified: Option<String>,
}

/// What came.
#[derive(Debug)]
pub(crate) struct Answer {
    /// Where it came from at last.
    pub(crate) from: Address,
    /// Where all later requests are to go, if the address said so for good.
    pub(crate) moved: Option<Address>,
    pub(crate) status: u16,
    pub(crate) etag: Option<String>,
    pub(crate) modified: Option<String>,
    pub(crate) kind: Option<String>,
    /// The body, unpacked; nothing where the answer is "not modified".
    pub(crate) body: Option<Vec<u8>>,
}

/// Why nothing came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) reason: String,
    pub(crate) status: Option<u16>,
    /// Until when the host asks to be left alone.
    pub(crate) wait: Option<Timestamp>,
    /// Whether the host as a whole is out of reach now.
    pub(crate) is_host: bool,
    /// The host that failed: that of the last redirect.
    pub(crate) host: String,
}

impl From<String> for Failure {
    fn from(reason: String) -> Self {
        Self { reason, status: None, wait: None, is_host: false, host: String::new() }
    }
}

impl From<&str> for Failure {
    fn from(reason: &str) -> Self {
        Self::from(reason.to_owned())
    }
}

/// What a caller says of each address before it is asked.
pub(crate) type Permit<'a> = &'a dyn Fn(&Url) -> Result<(), Failure>;

pub(crate) struct Client {
    agent: ureq::Agent,
    pub(crate) polite: Polite,
    limits: Limits,
    allow_private: bool,
}

/// How connections are made.
pub(crate) struct Connecting {
    pub(crate) limits: Limits,
    pub(crate) allow_private: bool,
    pub(crate) lookup: Option<Arc<dyn Lookup>>,
    pub(crate) proxy: bool,
    /// Certificates (PEM) to trust in place of those that are built in.
    pub(crate) roots: Option<Vec<u8>>,
    pub(crate) pause: Duration,
}

impl Client {
    /// # Errors
    /// The certificates to trust cannot be read.
    pub(crate) fn new(how: Connecting) -> Result<Self, String> {
        let mut tls = TlsConfig::builder();
        if let Some(pem) = &how.roots {
            let items: Result<Vec<PemItem<'static>>, _> = ureq::tls::parse_pem(pem).collect();
            let items = items.map_err(|e| format!("the certificates to trust: {e}"))?;
            let certificates: Vec<Certificate<'static>> = items
                .into_iter()
                .filter_map(|item| match item {
                    PemItem::Certificate(certificate) => Some(certificate),
                    _ => None,
                })
                .collect();
            if certificates.is_empty() {
                return Err("the file of certificates to trust holds none".to_owned());
            }
            tls = tls.root_certs(RootCerts::Specific(Arc::new(certificates)));
        }
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            // Redirects are followed by hand: each is looked at.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(how.limits.time))
            .timeout_connect(Some(CONNECT.min(how.limits.time)))
            .max_response_header_size(HEADER)
            .user_agent(concat!("newsfold/", env!("CARGO_PKG_VERSION"), " (feed reader)"))
            .proxy(if how.proxy { ureq::Proxy::try_from_env() } else { None })
            .tls_config(tls.build())
            .build();
        let guard = Guard { allow_private: how.allow_private, lookup: how.lookup };
        Ok(Self {
            agent: ureq::Agent::with_parts(config, DefaultConnector::default(), guard),
            polite: Polite::new(how.pause),
            limits: how.limits,
            allow_private: how.allow_private,
        })
    }

    /// Asks an address and follows where it leads.
    pub(crate) fn ask(
        &self,
        address: &Address,
        accept: &str,
        known: Option<&Version>,
        permit: Permit<'_>,
    ) -> Result<Answer, Failure> {
        let mut address = address.clone();
        let mut seen = vec![address.url().clone()];
        let mut moved = None;
        // Whether every redirect so far was meant for good.
        let mut for_good = true;
        loop {
            let url = address.url();
            if !self.allow_private {
                refuse_private(url)?;
            }
            permit(url)?;
            let at_host = |failure: Failure| Failure { host: address.host().to_owned(), ..failure };
            let turn = self.polite.enter(address.host());
            let response = self.send(&address, accept, known).map_err(at_host)?;
            let status = response.status().as_u16();
            let headers = response.headers().clone();
            if !matches!(status, 301 | 302 | 303 | 307 | 308) {
                let body = match status {
                    200 => Some(self.body(response).map_err(at_host)?),
                    304 if known.is_some_and(|known| known.of == address.key()) => None,
                    _ => return Err(at_host(refusal(status, &headers))),
                };
                drop(turn);
                return Ok(Answer {
                    moved,
                    status,
                    etag: text(&headers, "etag"),
                    modified: text(&headers, "last-modified"),
                    kind: text(&headers, "content-type"),
                    body,
                    from: address,
                });
            }
            drop((response, turn));
            let to = text(&headers, "location").ok_or("a redirect that does not say where to")?;
            let to = url.join(&to).map_err(|e| format!("a redirect to no address: {e}"))?;
            for_good &= matches!(status, 301 | 308);
            address = self.next(&address, to)?;
            if for_good {
                moved = Some(address.clone());
            }
            if seen.contains(address.url()) {
                return Err("redirects lead in a circle".into());
            }
            if seen.len() > self.limits.redirects {
                return Err(format!("more than {} redirects", self.limits.redirects).into());
            }
            seen.push(address.url().clone());
        }
    }

    /// The address that a redirect leads to.
    fn next(&self, from: &Address, to: Url) -> Result<Address, Failure> {
        let to_login = !to.username().is_empty() || to.password().is_some();
        let place = shown(&to);
        let refused = |reason: &str| Failure::from(format!("redirected to {place}: {reason}"));
        if from.url().scheme() == "https" && to.scheme() == "http" {
            return Err(refused("from https to http, which is not followed"));
        }
        // A password goes to the host that it was given for, and a redirect gives none.
        let same = from.url().origin() == to.origin();
        let address = match from.login() {
            Some(_) if same && !to_login => from.with(to),
            _ => Address::of(to).map(Address::without_login),
        };
        let address = address.map_err(|reason| refused(&reason))?;
        if !self.allow_private {
            refuse_private(address.url()).map_err(|reason| refused(&reason))?;
        }
        Ok(address)
    }

    fn send(
        &self,
        address: &Address,
        accept: &str,
        known: Option<&Version>,
    ) -> Result<ureq::http::Response<ureq::Body>, Failure> {
        let mut request = self
            .agent
            .get(address.url().as_str())
            .header("Accept", accept)
            .header("Accept-Encoding", "gzip");
        if let Some(login) = address.login() {
            request =
                request.header("Authorization", format!("Basic {}", base64(login.as_bytes())));
        }
        // A version is that of the address that gave it: another's would be a "not modified" about something else.
        if let Some(known) = known.filter(|known| known.of == address.key()) {
            if let Some(etag) = &known.etag {
                request = request.header("If-None-Match", etag);
            }
            if let Some(modified) = &known.modified {
                request = request.header("If-Modified-Since", modified);
            }
        }
        request.call().map_err(said)
    }

    fn body(&self, response: ureq::http::Response<ureq::Body>) -> Result<Vec<u8>, Failure> {
        let packing = text(response.headers(), "content-encoding").unwrap_or_default();
        let body = response.into_body().into_with_config().limit(u64::MAX).reader();
        let counted = Counted { inner: body, bytes: 0 };
        match packing.trim().to_ascii_lowercase().as_str() {
            "" | "identity" => self.drained(counted, |reader| reader.bytes),
            "gzip" | "x-gzip" => {
                self.drained(MultiGzDecoder::new(counted), |reader| reader.get_ref().bytes)
            }
            other => Err(format!("packed as {other:?}, which was not asked for").into()),
        }
    }

    fn drained<R: Read>(
        &self,
        mut reader: R,
        came: impl Fn(&R) -> u64,
    ) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        let mut buffer = [0; 16 << 10];
        loop {
            let read = match reader.read(&mut buffer) {
                Ok(0) => return Ok(bytes),
                Ok(read) => read,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(broken(e)),
            };
            bytes.extend_from_slice(&buffer[..read]);
            let unpacked = bytes.len() as u64;
            if unpacked > self.limits.bytes {
                return Err(format!("larger than {} bytes", self.limits.bytes).into());
            }
            if unpacked > 1 << 20 && unpacked / self.limits.ratio > came(&reader) {
                let ratio = self.limits.ratio;
                return Err(format!("unpacks to more than {ratio} times its size").into());
            }
        }
    }
}

struct Counted<R> {
    inner: R,
    bytes: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.bytes += read as u64;
        Ok(read)
    }
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    // One that is not text could not be sent back as it came.
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// A status that brings nothing.
fn refusal(status: u16, headers: &HeaderMap) -> Failure {
    let words = match status {
        304 => "not modified, which was not asked",
        401 => "it wants a password",
        403 => "forbidden",
        404 => "not found",
        410 => "gone for good",
        429 => "too many requests",
        503 => "unavailable",
        500..=599 => "a fault of the host",
        _ => "not an answer to take",
    };
    let mut failure = Failure::from(format!("status {status}: {words}"));
    failure.status = Some(status);
    if matches!(status, 429 | 503) {
        let now = Timestamp::now();
        let wait = text(headers, "retry-after").and_then(|after| until(&after, now));
        failure.wait = wait.or_else(|| (status == 429).then(|| now + UNSAID_WAIT));
        failure.is_host = failure.wait.is_some();
        if let Some(wait) = failure.wait {
            let wait = Timestamp::from_second(wait.as_second()).unwrap_or(wait);
            failure.reason += &format!("; not asked again before {wait}");
        }
    }
    failure
}

/// What `Retry-After` says: seconds, or a day and time.
fn until(after: &str, now: Timestamp) -> Option<Timestamp> {
    let after = after.trim();
    let wait = match after.parse::<u64>() {
        Ok(seconds) => Duration::from_secs(seconds),
        Err(_) if after.bytes().all(|b| b.is_ascii_digit()) && !after.is_empty() => LONGEST_WAIT,
        Err(_) => {
            let day = jiff::fmt::rfc2822::parse(after).ok()?.timestamp();
            Duration::try_from(day.duration_since(now)).unwrap_or_default()
        }
    };
    now.checked_add(wait.min(LONGEST_WAIT)).ok()
}

/// A failure in words, without the address: that may hold a secret.
fn said(error: ureq::Error) -> Failure {
    let is_host = match &error {
        ureq::Error::Timeout(_) | ureq::Error::ConnectionFailed | ureq::Error::HostNotFound => true,
        ureq::Error::Io(error) => error.kind() == io::ErrorKind::ConnectionRefused,
        _ => false,
    };
    let reason = match error {
        ureq::Error::Timeout(what) => format!("no answer in time ({what})"),
        ureq::Error::HostNotFound => "no such host".to_owned(),
        ureq::Error::ConnectionFailed => "no connection".to_owned(),
        ureq::Error::Io(error) => plain(&error),
        ureq::Error::Other(error) => error.to_string(),
        ureq::Error::Tls(error) => format!("TLS: {error}"),
        ureq::Error::Rustls(error) => format!("TLS: {error}"),
        ureq::Error::Protocol(error) => format!("no good HTTP: {error}"),
        ureq::Error::LargeResponseHeader(..) => format!("a header of more than {HEADER} bytes"),
        ureq::Error::ConnectProxyFailed(_) => "the proxy refused".to_owned(),
        ureq::Error::InvalidProxyUrl => "the proxy's address is none".to_owned(),
        _ => "it could not be asked".to_owned(),
    };
    Failure { is_host, ..Failure::from(reason) }
}

fn broken(error: io::Error) -> Failure {
    // The reader wraps the client's own errors.
    if error.get_ref().is_some_and(|inner| inner.is::<ureq::Error>())
        && let Some(inner) =
            error.into_inner().and_then(|inner| inner.downcast::<ureq::Error>().ok())
    {
        return said(*inner);
    }
    "the answer broke off".into()
}

fn plain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset => {
            "the answer broke off".to_owned()
        }
        io::ErrorKind::ConnectionRefused => "the host refused the connection".to_owned(),
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => "no answer in time".to_owned(),
        // What the handshake found wrong.
        io::ErrorKind::InvalidData => format!("TLS: {error}"),
        _ => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or(&text).to_lowercase()
        }
    }
}

/// RFC 4648, for one header.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte))
            << (8 * (3 - three.len()));
        for at in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * at) & 63) as usize];
            text.push(if at <= three.len() { char::from(digit) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn when_to_come_back() {
        let now: Timestamp = "2026-11-28T12:00:00Z".parse().unwrap();
        let says = |text: &str| until(text, now).map(|at| at.as_second() - now.as_second());
        assert_eq!(says("120"), Some(120));
        assert_eq!(says("Sat, 28 Nov 2026 12:10:00 GMT"), Some(600));
        assert_eq!(says("Sat, 28 Nov 2020 12:10:00 GMT"), Some(0));
        assert_eq!(says("99999999999999999999999"), Some(7 * 86400));
        assert_eq!(says("soon"), None);
        assert_eq!(says(""), None);
    }

    #[test]
    fn base64_of_the_standard() {
        let pairs = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("foobar", "Zm9vYmFy"),
        ];
        for (plain, coded) in pairs {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }
}
