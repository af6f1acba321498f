//! Protection against formula injection: a cell that a spreadsheet would run as a formula is written
//! with one apostrophe in front, and exactly that apostrophe is removed on import.

use std::borrow::Cow;

/// Whether a spreadsheet might run the cell, or whether it looks like an escaped one.
fn needs_escape(cell: &str) -> bool {
    cell.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r'])
}

pub fn escape(cell: &str) -> Cow<'_, str> {
    if needs_escape(cell) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// The cell as it was before [`escape`].
pub fn unescape(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if needs_escape(cell) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_escaped_and_ordinary_text_is_not() {
        assert_eq!(escape("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(escape("Open Data"), "Open Data");
        assert_eq!(escape("'quoted' title"), "'quoted' title");
        assert_eq!(unescape("'quoted' title"), "'quoted' title");
    }

    proptest! {
        #[test]
        fn unescape_reverses_escape(cell in "['=+@\\-\t\r a-c]{0,6}") {
            let written = escape(&cell);
            prop_assert_eq!(unescape(&written), cell.as_str());
            prop_assert!(!written.starts_with(['=', '+', '-', '@', '\t', '\r']));
        }
    }
}
