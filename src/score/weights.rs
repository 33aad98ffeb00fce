//! The signals by name, and what each weighs.

use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::error::Error;

/// A named property of a sentence, each 0..=1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Signal {
    /// Similarities to the story's centroid.
    Tfidf,
    /// How many other origins say it.
    Redundancy,
    /// How early it stands in its article.
    Position,
    /// Whether it is as long as a good sentence.
    Length,
    /// How much of the headlines it holds.
    Title,
}

impl Signal {
    /// Every signal, in the order in which they are printed.
    pub const ALL: [Signal; 5] =
        [Signal::Tfidf, Signal::Redundancy, Signal::Position, Signal::Length, Signal::Title];

    /// The name in flags, settings and output.
    pub fn name(self) -> &'static str {
        match self {
            Signal::Tfidf => "tfidf",
            Signal::Redundancy => "redundancy",
            Signal::Position => "position",
            Signal::Length => "length",
            Signal::Title => "title",
        }
    }

    /// The signal of that name.
    ///
    /// # Errors
    /// No such signal; the message lists them.
    pub fn from_name(name: &str) -> Result<Self, Error> {
        let known: Vec<&str> = Signal::ALL.into_iter().map(Signal::name).collect();
        let signal = Signal::ALL.into_iter().find(|s| s.name() == name);
        signal.ok_or_else(|| Error::unknown("signal", name, &known))
    }

    fn index(self) -> usize {
        self as usize
    }
}

/// The signals of one sentence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Signals([f64; 5]);

impl Signals {
    /// From each signal's value, 0..=1.
    pub fn new(values: [(Signal, f64); 5]) -> Self {
        let mut signals = [0.0; 5];
        for (signal, value) in values {
            debug_assert!((0.0..=1.0).contains(&value), "{} is {value}", signal.name());
            signals[signal.index()] = value;
        }
        Self(signals)
    }

    /// The value of one.
    pub fn get(&self, signal: Signal) -> f64 {
        self.0[signal.index()]
    }
}

/// Six decimals: what `ln` and `sqrt` agree on across platforms.
pub(crate) fn rounded(value: f64) -> f64 {
    let rounded = (value * 1e6).round() / 1e6;
    // No "-0.0" in the output.
    if rounded == 0.0 { 0.0 } else { rounded }
}

impl Serialize for Signals {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(Signal::ALL.len()))?;
        for signal in Signal::ALL {
            map.serialize_entry(signal.name(), &rounded(self.get(signal)))?;
        }
        map.end()
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Signals {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Signals".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        by_signal("The value of each signal, 0 to 1.")
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Weights {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Weights".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        by_signal("What each signal weighs, any finite number.")
    }
}

/// The schema of a number for each signal.
#[cfg(feature = "schema")]
fn by_signal(description: &str) -> schemars::Schema {
    let names = Signal::ALL.map(Signal::name);
    let properties: serde_json::Map<String, serde_json::Value> = names
        .iter()
        .map(|name| ((*name).to_owned(), serde_json::json!({"type": "number"})))
        .collect();
    schemars::json_schema!({
        "description": description,
        "type": "object",
        "properties": properties,
        "required": names,
    })
}

/// What each signal weighs, any finite number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights([f64; 5]);

impl Default for Weights {
    fn default() -> Self {
        Self([0.5, 0.5, 2.0, 0.5, 1.0])
    }
}

impl Weights {
    /// The weight of one signal.
    pub fn get(&self, signal: Signal) -> f64 {
        self.0[signal.index()]
    }

    /// Sets one weight.
    ///
    /// # Errors
    /// Not a finite number.
    pub fn set(&mut self, signal: Signal, weight: f64) -> Result<(), Error> {
        if !weight.is_finite() {
            return Err(Error::Settings(format!(
                "the weight of `{}` must be a finite number, not {weight}",
                signal.name()
            )));
        }
        self.0[signal.index()] = weight;
        Ok(())
    }

    /// What the signal adds to the score.
    pub fn share(&self, signals: &Signals, signal: Signal) -> f64 {
        self.get(signal) * signals.get(signal)
    }

    /// The sum of the shares, in the order of [`Signal::ALL`].
    pub fn score(&self, signals: &Signals) -> f64 {
        Signal::ALL.into_iter().map(|s| self.share(signals, s)).sum()
    }
}

impl Serialize for Weights {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Signals(self.0).serialize(serializer)
    }
}
