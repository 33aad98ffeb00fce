//! Addresses: whose a page is by the host that it stands on.

use crate::text::Language;

/// Domains on which pages of many outlets stand, subdomains and all: search and news services, portals, readers of feeds, archives, networks.
const CARRIERS: &[&str] = &[
    "ampproject.org",
    "apple.news",
    "archive.is",
    "archive.org",
    "archive.ph",
    "archive.today",
    "bit.ly",
    "facebook.com",
    "feedburner.com",
    "flipboard.com",
    "google.com",
    "linkedin.com",
    "msn.com",
    "newsbreak.com",
    "reddit.com",
    "smartnews.com",
    "t.co",
    "t.me",
    "twitter.com",
    "x.com",
    "yahoo.com",
    "youtube.com",
];

/// Domains of which each subdomain is an outlet's own.
const LANDLORDS: &[&str] =
    &["blogspot.com", "github.io", "medium.com", "substack.com", "tumblr.com", "wordpress.com"];

/// Labels before a host that say how or in what form it is read.
const FORMS: &[&str] = &["www", "www2", "www3", "m", "mobile", "amp"];

/// Labels that stand between a name and a country.
const SECOND: &[&str] =
    &["ac", "co", "com", "edu", "go", "gob", "gouv", "gov", "ne", "net", "or", "org"];

/// The host of an http(s) address without `www.`, as it stands.
pub(in crate::ingest) fn host(url: &str) -> Option<String> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?.split(':').next()?;
    let host = host.to_ascii_lowercase();
    Some(host.strip_prefix("www.").unwrap_or(&host).to_owned()).filter(|h| !h.is_empty())
}

/// The host by which pages of one outlet are known: that of an address, or of what looks like one (`www.harrow.example`,
/// `harrow.example/news`), without the labels of forms and languages. Of an archived page it is the host that it was taken from.
pub(in crate::ingest) fn home(address: &str) -> Option<String> {
    let lower = address.trim().to_ascii_lowercase();
    let rest = ["https://", "http://", "//"].iter().find_map(|scheme| lower.strip_prefix(scheme));
    let named = rest.is_some();
    let rest = rest.unwrap_or(&lower);
    let whole = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?.split(':').next()?;
    let whole = whole.trim_end_matches('.');
    if let Some(archived) = rest.split_once("archive.org/").map(|(_, behind)| behind)
        && let Some(at) = archived.find("https://").or_else(|| archived.find("http://"))
        && let Some(inner) = home(&archived[at..])
    {
        return Some(inner);
    }
    // Without a scheme it is a host only if it looks like nothing else.
    if whole.is_empty() || !(named || is_host(whole)) {
        return None;
    }
    let mut host = whole;
    while let Some((label, behind)) = host.split_once('.')
        && (FORMS.contains(&label) || Language::is_code(label))
        && is_registered(behind)
    {
        host = behind;
    }
    Some(host.to_owned())
}

/// Labels between dots, the last of them letters: `harrow.example`, and no file's name, number or abbreviation.
fn is_host(text: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
    };
    text.rsplit_once('.').is_some_and(|(before, last)| {
        let letters = last.chars().all(char::is_alphabetic) || last.starts_with("xn--");
        letters && last.chars().nth(1).is_some() && before.split('.').all(is_label)
    })
}

/// Whether this can be an outlet's: no ending of a country or of a landlord.
fn is_registered(host: &str) -> bool {
    let Some((name, ending)) = host.rsplit_once('.') else { return false };
    let country = ending.len() == 2 && SECOND.contains(&name);
    !country && !LANDLORDS.contains(&host)
}

/// Whether many outlets' pages stand on a host, so that it says nothing of whose a page is.
pub(super) fn is_carrier(host: &str) -> bool {
    let under = |domain: &&str| {
        host.strip_suffix(*domain).is_some_and(|before| before.is_empty() || before.ends_with('.'))
    };
    CARRIERS.iter().any(under) || LANDLORDS.contains(&host)
}

/// The label of a host that a name could be: `kelder-gazette` of `news.kelder-gazette.co.uk`.
pub(super) fn label(host: &str) -> &str {
    let own = LANDLORDS.iter().find_map(|domain| host.strip_suffix(domain)?.strip_suffix('.'));
    let before = own.or_else(|| {
        let (before, ending) = host.rsplit_once('.')?;
        let second =
            before.rsplit_once('.').filter(|(_, s)| ending.len() == 2 && SECOND.contains(s));
        Some(second.map_or(before, |(name, _)| name))
    });
    before.map_or(host, |before| before.rsplit('.').next().unwrap_or(before))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_one_host() {
        for address in [
            "https://harrow.example/news/1",
            "http://www.harrow.example",
            "HTTPS://WWW.Harrow.Example:8080/a?b#c",
            "//m.harrow.example/a",
            "harrow.example",
            "www.harrow.example/news",
            "https://amp.harrow.example/x",
            "https://de.harrow.example/x",
            "https://www.en.harrow.example.",
            "https://user@harrow.example/",
            "https://web.archive.org/web/2026/https://www.harrow.example/a",
        ] {
            assert_eq!(home(address).as_deref(), Some("harrow.example"), "{address}");
        }
        for (address, host) in [
            ("https://my.co.uk/", "my.co.uk"),
            ("https://de.blogspot.com/", "de.blogspot.com"),
            ("https://it.example/", "it.example"),
            ("https://m.example/", "m.example"),
            ("https://localhost/a", "localhost"),
        ] {
            assert_eq!(home(address).as_deref(), Some(host));
        }
        for name in
            ["Harrow Post", "St. Louis", "U.S.", "2026.03.12", "wire", "A.B", "", "//", "v1.2"]
        {
            assert_eq!(home(name), None, "{name}");
        }
    }

    #[test]
    fn whose_a_host_is() {
        assert!(is_carrier("news.google.com") && is_carrier("msn.com") && is_carrier("medium.com"));
        assert!(!is_carrier("harrow.blogspot.com") && !is_carrier("notgoogle.com"));
        assert_eq!(label("news.kelder-gazette.co.uk"), "kelder-gazette");
        assert_eq!(label("kelder.example"), "kelder");
        assert_eq!(label("harrow.blogspot.com"), "harrow");
        assert_eq!(label("localhost"), "localhost");
    }
}
