//! A server of the tests' own on the loopback, and hosts that lead to it.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use newsfold_fetch::Lookup;

/// What was asked.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) path: String,
    /// By name in small letters.
    pub(crate) headers: BTreeMap<String, String>,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

/// Writes to the connection what a well-behaved server would not.
type Raw = Arc<dyn Fn(&mut dyn Write) -> std::io::Result<()> + Send + Sync>;

/// What is answered.
#[derive(Clone)]
pub(crate) enum Reply {
    Good { status: u16, headers: Vec<(String, String)>, body: Vec<u8> },
    Raw(Raw),
}

impl Reply {
    pub(crate) fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::Good { status, headers: Vec::new(), body: body.into() }
    }

    pub(crate) fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200, body)
    }

    pub(crate) fn to(status: u16, place: &str) -> Self {
        Self::new(status, "").with("Location", place)
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        if let Self::Good { headers, .. } = &mut self {
            headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    pub(crate) fn raw(
        write: impl Fn(&mut dyn Write) -> std::io::Result<()> + Send + Sync + 'static,
    ) -> Self {
        Self::Raw(Arc::new(write))
    }
}

pub(crate) type Site = Arc<dyn Fn(&Request) -> Reply + Send + Sync>;

/// Answers until the test process ends.
pub(crate) struct Server {
    pub(crate) port: u16,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    pub(crate) fn start(site: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        Self::begin(Arc::new(site), None)
    }

    pub(crate) fn start_tls(
        tls: rustls::ServerConfig,
        site: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    ) -> Self {
        Self::begin(Arc::new(site), Some(Arc::new(tls)))
    }

    fn begin(site: Site, tls: Option<Arc<rustls::ServerConfig>>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&requests);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (site, requests, tls) = (Arc::clone(&site), Arc::clone(&requests), tls.clone());
                std::thread::spawn(move || match tls {
                    None => talk(stream, &site, &requests),
                    Some(tls) => {
                        if let Ok(connection) = rustls::ServerConnection::new(tls) {
                            talk(rustls::StreamOwned::new(connection, stream), &site, &requests);
                        }
                    }
                });
            }
        });
        Self { port, requests: kept }
    }

    /// What was asked so far, and forgets it.
    pub(crate) fn asked(&self) -> Vec<Request> {
        std::mem::take(&mut self.requests.lock().unwrap())
    }

    pub(crate) fn paths(&self) -> Vec<String> {
        self.asked().into_iter().map(|request| request.path).collect()
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}

fn talk(stream: impl Read + Write, site: &Site, requests: &Mutex<Vec<Request>>) {
    let mut stream = BufReader::new(stream);
    while let Some(request) = request(&mut stream) {
        requests.lock().unwrap().push(request.clone());
        let out = stream.get_mut();
        let (status, headers, body) = match site(&request) {
            Reply::Good { status, headers, body } => (status, headers, body),
            Reply::Raw(write) => {
                let _ = write(out);
                let _ = out.flush();
                return;
            }
        };
        let mut head = format!("HTTP/1.1 {status} X\r\n");
        if status != 304 {
            head += &format!("Content-Length: {}\r\n", body.len());
        }
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        let whole = [head.as_bytes(), b"\r\n", &body].concat();
        if out.write_all(&whole).and_then(|()| out.flush()).is_err() {
            return;
        }
    }
}

fn request(stream: &mut impl BufRead) -> Option<Request> {
    let mut line = String::new();
    stream.read_line(&mut line).ok()?;
    let path = line.split(' ').nth(1)?.to_owned();
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    Some(Request { path, headers })
}

/// Every host is the loopback; names in `.private.test` are another of its addresses.
pub(crate) struct Hosts {
    /// The one port that is taken for public.
    pub(crate) public: Option<u16>,
}

impl Lookup for Hosts {
    fn addresses(&self, host: &str) -> Vec<IpAddr> {
        match host {
            _ if host.ends_with(".nowhere.test") => Vec::new(),
            _ if host.ends_with(".private.test") => vec![Ipv4Addr::new(127, 0, 0, 2).into()],
            _ => vec![Ipv4Addr::LOCALHOST.into()],
        }
    }

    fn is_public(&self, address: SocketAddr) -> bool {
        address.ip() == Ipv4Addr::LOCALHOST && self.public == Some(address.port())
    }
}

/// A connection that nobody answers on.
#[allow(dead_code, reason = "kept open by whoever holds it")]
pub(crate) struct Silent(TcpListener, Vec<TcpStream>);

pub(crate) fn silent() -> (Silent, u16) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    (Silent(listener, Vec::new()), port)
}
