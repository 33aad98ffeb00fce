//! Made-up news of any size, the same for one seed: for measuring throughput where there is no input, and how time and memory grow.

use std::fmt::Write;

use super::random::Random;

/// What the made-up articles are like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Stories of four reports on average, one report in ten a copy with every twentieth word changed.
    News,
    /// All print one sentence and nothing else.
    Identical,
    /// All print one sentence, and one of their own.
    Sentence,
}

/// Made-up articles as JSON lines, each with its line end.
pub struct Synthetic {
    shape: Shape,
    articles: usize,
    next: usize,
    random: Random,
    names: Vec<usize>,
    last: String,
}

/// Words that stand in many stories; names of one story are beyond.
const VOCABULARY: usize = 60_000;

/// Names of a story.
const NAMES: usize = 14;

/// What worst cases have in common.
const SHARED: &str = "The council voted on Tuesday to close the bridge for 14 months.";

impl Synthetic {
    /// `articles` articles; the same for one `seed`.
    pub fn new(shape: Shape, articles: usize, seed: u64) -> Self {
        let random = Random::new(seed);
        Self { shape, articles, next: 0, random, names: Vec::new(), last: String::new() }
    }

    /// Small numbers often, large ones rarely: the ranks of words in a text (Zipf 1949).
    fn rank(&mut self) -> usize {
        ((VOCABULARY as f64).powf(self.random.unit()) as usize).min(VOCABULARY - 1)
    }

    fn report(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..4 + self.random.below(8) {
            for at in 0..10 + self.random.below(12) {
                let next = match self.random.below(5) {
                    0 => word(self.names[self.random.below(NAMES)]),
                    _ => word(self.rank()),
                };
                let capital = at == 0 || next.len() > 9;
                let (first, rest) = next.split_at(1);
                let first = if capital { first.to_uppercase() } else { first.to_owned() };
                let space = if at == 0 { "" } else { " " };
                let _ = write!(text, "{space}{first}{rest}");
            }
            text.push_str(". ");
        }
        text.trim_end().to_owned()
    }

    fn copy_of_last(&mut self) -> String {
        let last = std::mem::take(&mut self.last);
        let words: Vec<String> = last
            .split(' ')
            .map(|w| if self.random.below(20) == 0 { word(self.rank()) } else { w.to_owned() })
            .collect();
        words.join(" ")
    }
}

impl Iterator for Synthetic {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        if self.next == self.articles {
            return None;
        }
        if self.names.is_empty() || self.random.below(4) == 0 {
            let names = self.articles * 4;
            self.names = (0..NAMES).map(|_| VOCABULARY + self.random.below(names)).collect();
        }
        let text = match self.shape {
            Shape::Identical => SHARED.to_owned(),
            Shape::Sentence => {
                let own: Vec<String> = (0..20).map(|_| word(self.random.below(1 << 40))).collect();
                format!("{SHARED} {}.", own.join(" "))
            }
            Shape::News if !self.last.is_empty() && self.random.below(10) == 0 => {
                self.copy_of_last()
            }
            Shape::News => self.report(),
        };
        let (id, outlet) = (self.next, self.random.below(500));
        let line = format!(
            "{{\"id\": \"{id}\", \"source\": \"outlet {outlet}\", \"lang\": \"en\", \"text\": \"{text}\"}}\n"
        );
        self.last = text;
        self.next += 1;
        Some(line)
    }
}

/// A made-up word for a number.
fn word(mut number: usize) -> String {
    const SYLLABLES: [&str; 16] = [
        "ba", "ko", "ri", "tu", "me", "lan", "so", "vi", "der", "pa", "nu", "gol", "fe", "mi",
        "sta", "or",
    ];
    let mut word = String::new();
    loop {
        word.push_str(SYLLABLES[number % 16]);
        number /= 16;
        if number == 0 {
            return word;
        }
    }
}
