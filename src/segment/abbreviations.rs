//! What a full stop behind a word may mean. Lists are folded to lower case and without the stop.

use crate::text::Language;

/// What follows an abbreviation decides whether its stop ends the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// A title or the like: a name always follows.
    Name,
    /// A number follows: "No. 1", "Jan. 6".
    Number,
    /// The sentence goes on whatever follows: "e.g.", "vs.".
    Always,
    /// Ends a sentence only where the next word opens one: "Inc.", "Jr.", "etc.".
    MayEnd,
}

const NAME: &[&str] = &[
    "mr", "mrs", "ms", "mx", "dr", "drs", "prof", "gen", "col", "lt", "sgt", "capt", "maj", "cmdr",
    "cdr", "adm", "gov", "sen", "sens", "rep", "reps", "pres", "rev", "fr", "hon", "messrs", "mme",
    "mlle", "cpl", "pvt", "pfc", "supt", "det", "insp", "amb", "atty", "msgr", "ven", "rt", "mt",
    "mts", "ft", "st", "ste", "brig", "comdr", "ens", "spc", "ssgt", "msgt", "sfc", "lcpl", "cmdt",
    "asst", "dist", "dep", "del", "govs", "gens", "profs", "secy", "treas", "sra", "srta", "dña",
    "excmo", "ilmo", "sig", "dott", "ing", "avv", "on", "dra", "hr", "fru", "ing", "mgr", "bc",
    "ph",
];

const NUMBER: &[&str] = &[
    "no", "n°", "nos", "p", "pp", "fig", "figs", "vol", "vols", "ch", "sec", "art", "arts", "para",
    "nr", "núm", "num", "pág", "n", "bd", "abs", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
    "sep", "sept", "oct", "nov", "dec", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri",
    "sat", "sun", "ext", "tel", "rte", "hwy", "ver", "v", "ed", "št", "č", "čl", "стр",
];

const ALWAYS: &[&str] = &[
    "e.g", "i.e", "eg", "ie", "vs", "cf", "viz", "approx", "est", "ca", "circa", "al", "incl",
    "esp", "bzw", "ggf", "vgl", "z.b", "d.h", "u.a", "z", "sog", "p.ex", "т.е", "т.к", "напр",
    "tj", "tzv", "např", "op", "t", "κ", "कि", "मी", "डॉ", "यू", "г", "ул", "им",
];

const MAY_END: &[&str] = &[
    "inc", "corp", "ltd", "co", "cos", "bros", "llc", "llp", "plc", "jr", "sr", "esq", "etc",
    "dept", "univ", "assn", "ave", "blvd", "rd", "bldg", "intl", "natl", "min", "max", "hrs", "hr",
    "mo", "yr", "yrs", "lb", "lbs", "oz", "sq", "cu", "mph", "usw", "atd", "apod", "др", "руб",
    "долл", "млн", "млрд", "тыс", "ee", "uu", "s.a", "s.p.a", "s.r.l",
];

/// The class of the word before a stop; the word is folded, without its last stop.
pub(super) fn classify(word: &str, language: Option<&Language>) -> Option<Abbreviation> {
    let is = |list: &[&str]| list.contains(&word);
    let code = language.map_or("en", Language::code);
    // Words of one language that are whole words in another: "on" is the Italian onorevole, and an English word.
    let foreign = match word {
        "on" | "sig" | "dott" | "avv" | "ing" => code != "it",
        "fru" | "hr" => !matches!(code, "da" | "no" | "nb" | "sv") && word == "fru",
        "art" | "nr" | "abs" | "bd" => matches!(code, "en") && word != "art",
        "z" | "t" | "n" | "op" => !matches!(code, "de" | "cs" | "sk" | "pl" | "ru" | "it" | "es"),
        "tj" | "ed" | "sat" | "sun" | "mar" | "max" | "min" | "mo" | "ca" => {
            code != "en" && matches!(word, "sat" | "sun" | "mar" | "mo")
        }
        _ => false,
    };
    if foreign {
        return None;
    }
    if is(ALWAYS) {
        Some(Abbreviation::Always)
    } else if is(NUMBER) {
        Some(Abbreviation::Number)
    } else if is(NAME) {
        Some(Abbreviation::Name)
    } else if is(MAY_END) {
        Some(Abbreviation::MayEnd)
    } else {
        None
    }
}

/// English words that open a sentence far more often than they go on one with a capital: articles, pronouns,
/// prepositions, conjunctions, question words.
const STARTERS: &[&str] = &[
    "a",
    "about",
    "according",
    "across",
    "after",
    "again",
    "all",
    "also",
    "although",
    "among",
    "an",
    "and",
    "another",
    "any",
    "are",
    "as",
    "at",
    "because",
    "before",
    "between",
    "both",
    "but",
    "by",
    "can",
    "could",
    "despite",
    "did",
    "do",
    "does",
    "during",
    "each",
    "earlier",
    "even",
    "every",
    "few",
    "finally",
    "first",
    "for",
    "from",
    "further",
    "had",
    "has",
    "have",
    "he",
    "her",
    "here",
    "his",
    "how",
    "however",
    "i",
    "if",
    "in",
    "instead",
    "is",
    "it",
    "its",
    "just",
    "last",
    "later",
    "like",
    "many",
    "may",
    "meanwhile",
    "more",
    "most",
    "much",
    "my",
    "neither",
    "next",
    "no",
    "none",
    "nor",
    "not",
    "nothing",
    "now",
    "of",
    "officials",
    "on",
    "once",
    "one",
    "only",
    "or",
    "other",
    "others",
    "our",
    "over",
    "people",
    "perhaps",
    "police",
    "residents",
    "several",
    "shares",
    "she",
    "should",
    "since",
    "so",
    "some",
    "soon",
    "still",
    "such",
    "than",
    "that",
    "the",
    "their",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "though",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "through",
    "to",
    "today",
    "two",
    "under",
    "unlike",
    "until",
    "was",
    "we",
    "were",
    "what",
    "when",
    "where",
    "whether",
    "which",
    "while",
    "who",
    "why",
    "will",
    "with",
    "within",
    "without",
    "witnesses",
    "would",
    "yes",
    "yesterday",
    "yet",
    "you",
    "your",
];

/// Whether a word (folded) is one that opens sentences. Other languages than English go by their own short list.
pub(super) fn opens_sentences(word: &str, language: Option<&Language>) -> bool {
    let list: &[&str] = match language.map_or("en", Language::code) {
        "es" => &[
            "el", "la", "los", "las", "un", "una", "en", "de", "se", "no", "su", "sus", "por",
            "para", "con", "al", "y", "pero", "este", "esta",
        ],
        "fr" => &[
            "le", "la", "les", "un", "une", "en", "il", "elle", "ils", "on", "ce", "cette", "son",
            "sa", "ses", "mais", "et", "dans", "pour", "l'", "d'",
        ],
        "de" => &[
            "der", "die", "das", "ein", "eine", "es", "er", "sie", "wir", "in", "im", "am", "auf",
            "und", "aber", "doch", "mit", "nach", "zu", "wie", "den", "dem",
        ],
        "it" => &[
            "il", "lo", "la", "i", "gli", "le", "un", "una", "in", "di", "è", "non", "si", "per",
            "ma", "e",
        ],
        "pt" => &[
            "o", "a", "os", "as", "um", "uma", "em", "de", "no", "na", "não", "mas", "e", "para",
            "com",
        ],
        "en" => STARTERS,
        _ => return false,
    };
    list.contains(&word)
}

/// English speech verbs in the past and present, for `"...?" Hale asked.`
pub fn is_speech_verb(word: &str) -> bool {
    const VERBS: &[&str] = &[
        "said",
        "says",
        "say",
        "told",
        "tells",
        "asked",
        "asks",
        "added",
        "adds",
        "wrote",
        "writes",
        "replied",
        "replies",
        "shouted",
        "shouts",
        "cried",
        "cries",
        "yelled",
        "screamed",
        "called",
        "continued",
        "continues",
        "explained",
        "explains",
        "recalled",
        "insisted",
        "noted",
        "notes",
        "warned",
        "warns",
        "declared",
        "announced",
        "stated",
        "states",
        "argued",
        "joked",
        "tweeted",
        "posted",
        "answered",
        "exclaimed",
        "demanded",
        "wondered",
        "whispered",
        "concluded",
        "remarked",
        "commented",
        "quipped",
        "urged",
        "claimed",
        "claiming",
        "saying",
        "writing",
        "adding",
        "responded",
        "laughed",
        "sighed",
        "muttered",
        "read",
        "reads",
        "went",
        "testified",
        "conceded",
        "admitted",
    ];
    VERBS.contains(&word)
}

/// Days, months and time zones, which go on a time of day: "3 a.m. Tuesday", "5 p.m. EST".
pub(super) fn goes_on_a_time(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "est",
        "edt",
        "et",
        "cst",
        "cdt",
        "ct",
        "mst",
        "mdt",
        "mt",
        "pst",
        "pdt",
        "pt",
        "gmt",
        "utc",
        "bst",
        "cet",
        "cest",
        "ist",
        "eastern",
        "central",
        "mountain",
        "pacific",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sept",
        "oct",
        "nov",
        "dec",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
    ];
    WORDS.contains(&word)
}
