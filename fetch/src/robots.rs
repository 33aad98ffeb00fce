//! robots.txt (RFC 9309): which pages of a host may be asked.

use std::time::Duration;

/// The name under which rules for this program stand.
pub(crate) const PRODUCT: &str = "newsfold";

/// Bytes of a robots.txt that are read: what RFC 9309 has a crawler take at least.
pub(crate) const MOST_BYTES: u64 = 500 << 10;

/// The longest pause that a robots.txt can ask for.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// The rules of one host.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rules {
    /// Patterns, and whether what they match is allowed.
    rules: Vec<(String, bool)>,
    /// The pause that the host asks for.
    pub(crate) pause: Option<Duration>,
}

impl Rules {
    /// The rules for this program, else those for all.
    pub(crate) fn read(text: &str) -> Self {
        let (mut ours, mut all) = (None::<Self>, None::<Self>);
        // For whom the lines stand, and whether a rule has come since the last name.
        let (mut for_us, mut for_all, mut ruled) = (false, false, false);
        for line in text.trim_start_matches('\u{feff}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((name, value)) = line.split_once(':') else { continue };
            let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
            if name == "user-agent" {
                if ruled {
                    (for_us, for_all, ruled) = (false, false, false);
                }
                let agent = value.split('/').next().unwrap_or_default();
                for_us |= agent.eq_ignore_ascii_case(PRODUCT);
                for_all |= value == "*";
                // A group that has no rules allows everything.
                if for_us {
                    ours.get_or_insert_default();
                }
                continue;
            }
            ruled |= matches!(name.as_str(), "allow" | "disallow" | "crawl-delay");
            for (applies, group) in [(for_us, &mut ours), (for_all, &mut all)] {
                if !applies {
                    continue;
                }
                let group = group.get_or_insert_default();
                match name.as_str() {
                    "allow" | "disallow" if !value.is_empty() => {
                        group.rules.push((escaped(value), name == "allow"));
                    }
                    "crawl-delay" => {
                        let seconds =
                            value.parse().ok().and_then(|s| Duration::try_from_secs_f64(s).ok());
                        group.pause = seconds.map(|pause| pause.min(LONGEST_PAUSE));
                    }
                    _ => {}
                }
            }
        }
        ours.or(all).unwrap_or_default()
    }

    /// Whether a path with its query may be asked: the longest pattern decides, of two the one that allows.
    pub(crate) fn allow(&self, path: &str) -> bool {
        let path = escaped(path);
        let matching = self.rules.iter().filter(|(pattern, _)| matches(pattern, &path));
        matching
            .max_by_key(|(pattern, allow)| (pattern.len(), *allow))
            .is_none_or(|(_, allow)| *allow)
    }
}

/// The same characters escaped the same way.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut digits = 0;
    for byte in text.bytes() {
        if byte.is_ascii() {
            digits = if byte == b'%' { 2 } else { digits };
            let is_digit = digits > 0 && byte.is_ascii_hexdigit();
            digits -= usize::from(is_digit);
            escaped.push(char::from(if is_digit { byte.to_ascii_uppercase() } else { byte }));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

/// Whether a pattern with `*` and a last `$` matches the beginning of a path. Each part is found at its first place: the time is that
/// of the path for each part.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, to_end) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let last = if to_end { parts.pop() } else { None };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    match last {
        Some(last) => rest.ends_with(last),
        None => !to_end || rest.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standards_examples() {
        let rules = Rules::read(
            "User-agent: *\nDisallow: *.gif$\nDisallow: /example/\nAllow: /publications/\n\
             User-Agent: foobot\nDisallow:/\nAllow:/example/page.html\nAllow:/example/allowed.gif\n\
             User-Agent: barbot\nUser-Agent: bazbot\nDisallow: /example/page.html\n",
        );
        assert!(rules.allow("/publications/a") && rules.allow("/a.gif?x") && rules.allow("/"));
        assert!(!rules.allow("/a.gif") && !rules.allow("/example/page.html"));
        let longest = Rules::read(
            "user-agent: NEWSFOLD/1.0\nallow: /example/page/\ndisallow: /example/page/disallowed.gif # no\nuser-agent: *\ndisallow: /",
        );
        assert!(longest.allow("/example/page/a") && !longest.allow("/example/page/disallowed.gif"));
        assert!(longest.allow("/other"));
    }

    #[test]
    fn odd_ones() {
        assert!(Rules::read("").allow("/a") && Rules::read("<html>").allow("/a"));
        assert!(Rules::read("User-agent: newsfold\n\nUser-agent: *\nDisallow: /x\n").allow("/a"));
        assert!(Rules::read("User-agent: *\nDisallow: /\nAllow: /\n").allow("/a"));
        assert!(!Rules::read("User-agent: *\nDisallow: /é\n").allow("/%c3%a9/a"));
        assert!(!Rules::read("\u{feff}User-agent: *\r\nDisallow: /a*b*c$\r\n").allow("/a-b-b-c"));
        let slow = Rules::read("User-agent: *\nCrawl-delay: 2.5\nDisallow:\n");
        assert_eq!(slow.pause, Some(Duration::from_millis(2500)));
        assert_eq!(Rules::read("User-agent: *\nCrawl-delay: 1e99\n").pause, None);
        assert_eq!(Rules::read("User-agent: *\nCrawl-delay: 86400\n").pause, Some(LONGEST_PAUSE));
    }
}
