//! What happened to people or things, in the words of several languages.

use super::words::Words;

/// What happened to people or things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Fate {
    Killed,
    Injured,
    Missing,
    Arrested,
    Evacuated,
    Rescued,
    Destroyed,
    Damaged,
    Displaced,
    Trapped,
    Infected,
}

impl Fate {
    /// The fate in a word.
    pub(super) fn name(self) -> &'static str {
        match self {
            Fate::Killed => "killed",
            Fate::Injured => "injured",
            Fate::Missing => "missing",
            Fate::Arrested => "arrested",
            Fate::Evacuated => "evacuated",
            Fate::Rescued => "rescued",
            Fate::Destroyed => "destroyed",
            Fate::Damaged => "damaged",
            Fate::Displaced => "displaced",
            Fate::Trapped => "trapped",
            Fate::Infected => "infected",
        }
    }

    pub(super) fn of(folded: &str) -> Option<Self> {
        Some(match folded {
            "killed" | "kills" | "kill" | "killing" | "dead" | "died" | "die" | "dies"
            | "deaths" | "death" | "fatalities" | "toll" | "muertos" | "muertas" | "murieron"
            | "fallecidos" | "fallecieron" | "morts" | "mort" | "tués" | "tote" | "toten"
            | "getötet" | "starben" | "morti" | "mortos" | "morreram" => Fate::Killed,
            "injured" | "injures" | "injure" | "injuring" | "injuries" | "wounded" | "wounding"
            | "wounds" | "hurt" | "hurting" | "heridos" | "heridas" | "blessés" | "blessées"
            | "verletzt" | "verletzte" | "feriti" | "feridos" => Fate::Injured,
            "missing" | "unaccounted" | "desaparecidos" | "disparus" | "vermisst" | "dispersi" => {
                Fate::Missing
            }
            "arrested" | "arrests" | "arrest" | "arresting" | "detained" | "detaining"
            | "detenidos" | "arrêtés" | "interpellés" | "festgenommen" | "arrestati" | "presos" => {
                Fate::Arrested
            }
            "evacuated" | "evacuating" | "evacuate" | "evacuados" | "evacuadas" | "évacués"
            | "evakuiert" | "evacuati" => Fate::Evacuated,
            "rescued" | "rescuing" | "saved" | "rescatados" | "gerettet" => Fate::Rescued,
            "destroyed" | "détruit" | "détruites" | "destruido" | "destroying" | "destroys"
            | "razed" | "destruidas" | "détruits" | "zerstört" => Fate::Destroyed,
            "damaged" | "damaging" | "beschädigt" | "endommagés" => Fate::Damaged,
            "displaced" | "homeless" | "displacing" => Fate::Displaced,
            "trapped" | "trapping" | "stranded" | "stranding" | "buried" | "buries" => {
                Fate::Trapped
            }
            "infected" | "infecting" | "sickened" | "cases" | "infections" => Fate::Infected,
            _ => return None,
        })
    }
}

/// Words that may stand between a noun and its fate, or a fate and its number.
fn links(words: &Words<'_>, at: usize) -> bool {
    let word = &words.words[at];
    word.token.stop
        || matches!(
            &*word.folded,
            "least"
                | "dozen"
                | "reported"
                | "confirmed"
                | "seriously"
                | "critically"
                | "badly"
                | "slightly"
                | "feared"
                | "left"
        )
}

/// The fate next to a figure, and where it stands: right before the number or right behind the noun.
pub(super) fn fate_of(words: &Words<'_>, first: usize, last: usize) -> Option<(Fate, usize)> {
    let clause_ends = |between: &str| between.contains([';', ':', '(', ')', '—', '–']);
    let mut at = last + 1;
    while at < words.words.len() && at <= last + 5 && !clause_ends(words.before(at)) {
        if words.before(at).contains(',') {
            break;
        }
        if let Some(fate) = Fate::of(words.folded(at)) {
            return Some((fate, at));
        }
        if !links(words, at) || matches!(words.folded(at), "and" | "who") {
            break;
        }
        at += 1;
    }
    for at in (first.saturating_sub(4)..first).rev() {
        if clause_ends(words.after(at)) || words.after(at).contains(',') {
            break;
        }
        if let Some(fate) = Fate::of(words.folded(at)) {
            return Some((fate, at));
        }
        if !links(words, at) {
            break;
        }
    }
    None
}
