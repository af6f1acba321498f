//! Keeping text text: a cell that a spreadsheet would take for a formula is marked on the way out
//! with one apostrophe, and exactly that apostrophe is taken off on the way in.

use std::borrow::Cow;

/// Whether a spreadsheet might run the cell, or could not tell it from a marked one.
fn needs_mark(cell: &str) -> bool {
    cell.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// The cell as it is written to a file.
pub fn protect(cell: &str) -> Cow<'_, str> {
    if needs_mark(cell) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// The cell as it was before [`protect`].
pub fn unprotect(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if needs_mark(cell) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_marked_and_ordinary_text_is_left_alone() {
        assert_eq!(protect("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(protect("Open Data"), "Open Data");
        assert_eq!(protect("'quoted' title"), "'quoted' title");
        assert_eq!(unprotect("'quoted' title"), "'quoted' title");
    }

    proptest! {
        #[test]
        fn the_mark_is_taken_off_exactly(cell in "['=+@\\-\t\r a-c]{0,6}") {
            let written = protect(&cell);
            prop_assert_eq!(unprotect(&written), cell.as_str());
            prop_assert!(!written.starts_with(['=', '+', '-', '@', '\t', '\r']));
        }
    }
}
