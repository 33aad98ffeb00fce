//! Certificates.

use std::path::Path;

use newsfold_fetch::Options;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::news::{options, pass, rss};
use crate::server::{Reply, Server};

/// An authority, and servers with certificates of it.
struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    fn server(
        &self,
        host: &str,
        last_day: (i32, u8, u8),
        site: impl Fn() -> Reply + Send + Sync + 'static,
    ) -> Server {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(vec![host.to_owned()]).unwrap();
        params.not_before = rcgen::date_time_ymd(2020, 1, 1);
        params.not_after = rcgen::date_time_ymd(last_day.0, last_day.1, last_day.2);
        let certificate = params.signed_by(&key, &self.0).unwrap();
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap();
        Server::start_tls(tls, move |_| site())
    }

    fn trusted(&self, store: &Path) -> Options {
        Options { roots: Some(self.0.pem().into_bytes()), ..options(store) }
    }
}

const LATE: (i32, u8, u8) = (2099, 1, 1);

#[test]
fn certificates() {
    let authority = Authority::new();
    let folder = tempfile::tempdir().unwrap();
    let trusted = authority.trusted(folder.path());
    let good = authority.server("k.test", LATE, || Reply::ok(rss([1])));
    let url = format!("https://k.test:{}/feed", good.port);
    assert_eq!(pass(&[&url], &trusted).new, 1);
    let expired = authority.server("k.test", (2021, 1, 1), || Reply::ok(rss([1])));
    let bad = [
        // Nobody that is trusted has signed it; it is another's; its time is over; it is none.
        (url, options(folder.path())),
        (format!("https://other.test:{}/feed", good.port), trusted.clone()),
        (format!("https://k.test:{}/feed", expired.port), trusted.clone()),
    ];
    for (url, options) in bad {
        let summary = pass(&[&url], &options);
        assert!(
            summary.failed.len() == 1 && summary.failed[0].1.contains("certificate"),
            "{summary:?}"
        );
    }
    let plain = Server::start(|_| Reply::ok(rss([1])));
    let summary = pass(&[format!("https://k.test:{}/feed", plain.port)], &trusted);
    assert_eq!(summary.failed.len(), 1, "{summary:?}");
}

#[test]
fn from_https_to_http_is_not_followed() {
    let plain = Server::start(|_| Reply::ok(rss([1])));
    let to = format!("http://k.test:{}/feed", plain.port);
    let authority = Authority::new();
    let server = authority.server("k.test", LATE, move || Reply::to(301, &to));
    let folder = tempfile::tempdir().unwrap();
    let summary =
        pass(&[format!("https://k.test:{}/feed", server.port)], &authority.trusted(folder.path()));
    assert!(summary.failed[0].1.contains("from https to http"), "{summary:?}");
    assert!(plain.asked().is_empty());
}

#[test]
fn certificates_to_trust_that_are_none() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { roots: Some(b"hello".to_vec()), ..options(folder.path()) };
    assert!(newsfold_fetch::fetch(&[], &options).is_err());
}
