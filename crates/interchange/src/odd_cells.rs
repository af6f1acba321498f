//! Cells that hold a program's word in place of a value.

use domain::text::fold;

/// What spreadsheets show for a formula that went wrong, in the languages of our files.
const ERRORS: &[&str] = &[
    "#n/a",
    "#n/d",
    "#nv",
    "#na",
    "#ref!",
    "#value!",
    "#div/0!",
    "#name?",
    "#num!",
    "#null!",
    "#spill!",
    "#calc!",
    "#field!",
    "#blocked!",
    "#connect!",
    "#busy!",
    "#unknown!",
    "#getting_data",
    "#error!",
    "#\u{a1}ref!",
    "#\u{a1}valor!",
    "#valor!",
    "#\u{a1}div/0!",
    "#\u{bf}nombre?",
    "#nombre?",
    "#\u{a1}num!",
    "#nom?",
    "#valeur!",
    "#nombre!",
    "#nul!",
    "#\u{a1}nulo!",
    "#\u{a1}desbordamiento!",
    "#propagation!",
];

/// What databases and statistics programs write for no value, and what people write for it.
const NOTHING: &[&str] = &[
    "nan",
    "-nan",
    "none",
    "null",
    "nil",
    "na",
    "n/a",
    "n.a.",
    "n/d",
    "nd",
    "s/d",
    "s.d.",
    "#n/a n/a",
    "<na>",
    "<null>",
    "<none>",
    "nat",
    "(null)",
    "(none)",
    "(blank)",
    "(empty)",
    "empty",
    "vacio",
    "(vacio)",
    "vide",
    "(vide)",
    "ninguno",
    "ninguna",
    "aucun",
    "aucune",
    "neant",
    "sin dato",
    "sin datos",
    "sin informacion",
    "sans objet",
    "no aplica",
    "n/c",
    "n.c.",
    "#null",
    "undefined",
    "\\n",
    "-",
    "--",
    "---",
    "\u{2010}",
    "\u{2011}",
    "\u{2012}",
    "\u{2013}",
    "\u{2014}",
    "\u{2212}",
    ".",
    "?",
    "...",
    "\u{2026}",
];

/// What annotated rows have in a cell that the file did not have.
pub const LEFT_AS_IT_IS: &str = "(left as it is)";
/// What they have where the value has to be entered.
pub const TO_BE_ENTERED: &str = "#N/A";

/// Whether a cell is an error of a spreadsheet's formula.
pub fn is_error_of_a_spreadsheet(cell: &str) -> bool {
    // LibreOffice also numbers them.
    let numbered = |text: &str| {
        let number = text.strip_prefix("err:");
        number.is_some_and(|n| n.len() == 3 && n.bytes().all(|b| b.is_ascii_digit()))
    };
    (cell.starts_with('#') || cell.starts_with("Err:")) && {
        let cell = cell.to_lowercase();
        ERRORS.contains(&cell.as_str()) || numbered(&cell)
    }
}

/// Whether a cell says in a word that there is no value.
pub fn is_word_for_nothing(cell: &str) -> bool {
    let is_short = !cell.is_empty() && cell.len() <= 16;
    is_short && (cell == LEFT_AS_IT_IS || NOTHING.contains(&fold(cell).as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_programs_are_told_from_values() {
        for error in [
            "#N/A",
            "#REF!",
            "#\u{a1}REF!",
            "#\u{bf}NOMBRE?",
            "#VALEUR!",
            "#DIV/0!",
            "Err:508",
        ] {
            assert!(is_error_of_a_spreadsheet(error), "{error}");
        }
        for nothing in [
            "NaN",
            "nan",
            "None",
            "NULL",
            "N/A",
            "<NA>",
            "-",
            "\u{2014}",
            "NaT",
            "Ninguno",
            "aucune",
            "N\u{e9}ant",
            "Sin informaci\u{f3}n",
            "vac\u{ed}o",
        ] {
            assert!(is_word_for_nothing(nothing), "{nothing}");
        }
        for value in [
            "#OpenData",
            "Error handling",
            "Nana",
            "None of it",
            "",
            "Err",
            "Annan",
            "3",
        ] {
            assert!(
                !is_error_of_a_spreadsheet(value) && !is_word_for_nothing(value),
                "{value}"
            );
        }
    }
}
