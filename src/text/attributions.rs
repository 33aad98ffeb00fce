//! How a language says beside a quotation who spoke, as lines of its lists.

/// A line such as `S said: …` or `… said S`: what stands before and behind a quotation (`…`), alternatives between slashes, and who spoke
/// (`S`). What stands without a space beside `S` is written together with it.
#[derive(Debug)]
pub struct Attribution {
    before: Option<Side>,
    behind: Option<Side>,
}

/// What stands on one side of a quotation.
#[derive(Debug)]
struct Side {
    left: Beside,
    names: bool,
    right: Beside,
}

/// Alternatives on one side of who spoke; the longest comes first.
#[derive(Debug)]
struct Beside {
    words: Vec<&'static str>,
    apart: bool,
}

impl Beside {
    fn of(text: &'static str, apart: bool) -> Self {
        let mut words: Vec<&str> =
            text.split('/').map(str::trim).filter(|word| !word.is_empty()).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        Self { words, apart }
    }

    /// What is left of a text without one of them at an end; all of it where there are none.
    fn cut<'a>(
        &self,
        text: &'a str,
        strip: impl Fn(&'a str, &'static str) -> Option<&'a str>,
        is_apart: impl Fn(&str) -> bool,
    ) -> Option<&'a str> {
        if self.words.is_empty() {
            return Some(text);
        }
        let cut = self.words.iter().find_map(|word| strip(text, word));
        cut.filter(|rest| !self.apart || is_apart(rest))
    }
}

impl Side {
    fn of(text: &'static str) -> Option<Self> {
        let text = text.trim();
        let (left, right) = text.split_once('S').unwrap_or((text, ""));
        let names = left.len() < text.len();
        let [left, right] = [(left, left.ends_with(' ')), (right, right.starts_with(' '))]
            .map(|(words, apart)| Beside::of(words, apart));
        (!text.is_empty()).then_some(Self { left, names, right })
    }

    /// Who spoke, by what stands on this side; empty where the side says it of nobody.
    fn who<'a>(&self, text: &'a str) -> Option<&'a str> {
        let space = char::is_whitespace;
        let rest = self.left.cut(text, str::strip_prefix, |rest| rest.starts_with(space))?;
        if !self.names {
            return Some("");
        }
        let rest = self.right.cut(rest, str::strip_suffix, |rest| rest.ends_with(space))?;
        Some(rest.trim()).filter(|who| !who.is_empty())
    }
}

impl Attribution {
    /// That of a line.
    pub fn of(line: &'static str) -> Option<Self> {
        let (before, behind) = line.split_once('…')?;
        Some(Self { before: Side::of(before), behind: Side::of(behind) })
    }

    /// Who spoke, by what stands in the sentence before and behind a quotation: the slice of one of both.
    pub fn who<'a>(&self, before: &'a str, behind: &'a str) -> Option<&'a str> {
        let mark = |c: char| c.is_whitespace() || matches!(c, ',' | '،' | '，' | '、');
        let before = before
            .trim()
            .trim_end_matches(|c: char| mark(c) || matches!(c, ':' | '：' | '-' | '–' | '—'));
        let stop = |c: char| mark(c) || matches!(c, '.' | '।' | '۔' | '。' | '!');
        let behind = behind.trim_start_matches(mark).trim_end_matches(stop);
        let by_before = match &self.before {
            Some(side) => side.who(before)?,
            None if before.is_empty() => "",
            None => return None,
        };
        let by_behind = self.behind.as_ref().map_or(Some(""), |side| side.who(behind))?;
        [by_before, by_behind].into_iter().find(|who| !who.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who(line: &'static str, before: &'static str, behind: &'static str) -> Option<&'static str> {
        Attribution::of(line).and_then(|line| line.who(before, behind))
    }

    #[test]
    fn lines_name_who_stands_in_their_place() {
        assert_eq!(who("S said/added …", "Ann Hask added: ", ""), Some("Ann Hask"));
        assert_eq!(who("S said/added …", "Ann Haskadded: ", ""), None);
        assert_eq!(who("… said S", "", ", said the mayor."), Some("the mayor"));
        assert_eq!(who("… said S", "On Monday, ", ", said the mayor."), None);
        assert_eq!(who("… S은/는 말했다", "", ""), None);
        assert_eq!(who("Sは … と述べ", "市長は", "と述べた。"), Some("市長"));
        assert_eq!(who("Sは … と述べ", "市長は", "と聞いた。"), None);
    }
}
