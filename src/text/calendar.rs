//! Names of months and weekdays.

/// The number of a month by its name, in English, Spanish, French, German, Italian and Portuguese.
pub fn month(folded: &str) -> Option<i8> {
    const MONTHS: [&[&str]; 12] = [
        &["january", "jan", "enero", "janvier", "januar", "gennaio", "janeiro"],
        &["february", "feb", "febrero", "février", "februar", "febbraio", "fevereiro"],
        &["march", "marzo", "mars", "märz", "março"],
        &["april", "abril", "avril", "aprile"],
        &["may", "mayo", "mai", "maggio", "maio"],
        &["june", "junio", "juin", "juni", "giugno", "junho"],
        &["july", "julio", "juillet", "juli", "luglio", "julho"],
        &["august", "aug", "agosto", "août"],
        &["september", "sept", "sep", "septiembre", "septembre", "settembre", "setembro"],
        &["october", "oct", "octubre", "octobre", "oktober", "ottobre", "outubro"],
        &["november", "nov", "noviembre", "novembre"],
        &["december", "dec", "diciembre", "décembre", "dezember", "dicembre", "dezembro"],
    ];
    MONTHS.iter().position(|names| names.contains(&folded)).map(|at| at as i8 + 1)
}

/// A weekday by its name in the same languages, from Monday at 0.
pub fn weekday(folded: &str) -> Option<usize> {
    const DAYS: [&[&str]; 7] = [
        &["monday", "lunes", "lundi", "montag", "lunedì"],
        &["tuesday", "martes", "mardi", "dienstag", "martedì"],
        &["wednesday", "miércoles", "mercredi", "mittwoch", "mercoledì"],
        &["thursday", "jueves", "jeudi", "donnerstag", "giovedì"],
        &["friday", "viernes", "vendredi", "freitag", "venerdì"],
        &["saturday", "sábado", "samedi", "samstag", "sabato"],
        &["sunday", "domingo", "dimanche", "sonntag", "domenica"],
    ];
    DAYS.iter().position(|names| names.contains(&folded))
}
