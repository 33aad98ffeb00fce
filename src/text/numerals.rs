//! Numbers in words and figures, folded to one form for matching: "nine" and "9", "4,000" and "4000".

/// A number word of English, Spanish, French or German as figures. "One" is left out:
/// it is a pronoun and an article too.
fn in_figures(word: &str, code: &str) -> Option<&'static str> {
    const FIGURES: [&str; 19] = [
        "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17",
        "18", "19", "20",
    ];
    let words: [&str; 19] = match code {
        "en" => [
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ],
        "es" => [
            "dos",
            "tres",
            "cuatro",
            "cinco",
            "seis",
            "siete",
            "ocho",
            "nueve",
            "diez",
            "once",
            "doce",
            "trece",
            "catorce",
            "quince",
            "dieciséis",
            "diecisiete",
            "dieciocho",
            "diecinueve",
            "veinte",
        ],
        "fr" => [
            "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze",
            "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
            "vingt",
        ],
        "de" => [
            "zwei",
            "drei",
            "vier",
            "fünf",
            "sechs",
            "sieben",
            "acht",
            "neun",
            "zehn",
            "elf",
            "zwölf",
            "dreizehn",
            "vierzehn",
            "fünfzehn",
            "sechzehn",
            "siebzehn",
            "achtzehn",
            "neunzehn",
            "zwanzig",
        ],
        _ => return None,
    };
    words.iter().position(|w| *w == word).map(|at| FIGURES[at])
}

/// The number from 2 to 20 that a folded word of a language writes.
pub fn number_word(folded: &str, code: &str) -> Option<u32> {
    in_figures(folded, code)?.parse().ok()
}

/// The number that a folded word writes, as figures without separators of thousands; `None` where it writes none.
pub(super) fn as_figures(folded: &str, code: &str) -> Option<String> {
    if folded.starts_with(|c: char| c.is_ascii_digit()) {
        let groups: Vec<&str> = folded.split([',', '.', '\u{a0}', '\u{202f}']).collect();
        let grouped =
            groups.len() > 1 && groups[1..].iter().all(|g| g.len() == 3) && groups[0].len() <= 3;
        let figures = groups.iter().all(|g| !g.is_empty() && g.bytes().all(|b| b.is_ascii_digit()));
        return (grouped && figures).then(|| groups.concat());
    }
    in_figures(folded, code).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::as_figures;

    #[test]
    fn one_form_for_one_number() {
        assert_eq!(as_figures("nine", "en").as_deref(), Some("9"));
        assert_eq!(as_figures("4,000", "en").as_deref(), Some("4000"));
        assert_eq!(as_figures("1.800", "es").as_deref(), Some("1800"));
        assert_eq!(as_figures("3.5", "en"), None);
        assert_eq!(as_figures("dos", "en"), None);
    }
}
