//! Lists in one cell: items with `;` between them. A `;` that belongs to an item is doubled.

/// The items as one cell. A space separates a `;` at the beginning of an item from the delimiter.
pub fn join(items: &[String]) -> String {
    joined(items, ";")
}

/// The same with a space behind each delimiter, for people.
pub fn join_for_people(items: &[String]) -> String {
    joined(items, "; ")
}

fn joined(items: &[String], delimiter: &str) -> String {
    let escaped = |item: &String| {
        let begins = if item.starts_with(';') { " " } else { "" };
        format!("{begins}{}", item.replace(';', ";;"))
    };
    let items: Vec<String> = items.iter().map(escaped).collect();
    items.join(delimiter)
}

/// The items of a cell, trimmed; empty ones are left out.
pub fn split(cell: &str) -> Vec<String> {
    let mut items = Vec::new();
    let mut item = String::new();
    let mut characters = cell.chars().peekable();
    while let Some(character) = characters.next() {
        if character != ';' {
            item.push(character);
        } else if characters.next_if_eq(&';').is_some() {
            item.push(';');
        } else {
            items.push(std::mem::take(&mut item));
        }
    }
    items.push(item);
    items
        .iter()
        .map(|item| crate::characters::trimmed(item).to_owned())
        .filter(|item| !item.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn items_keep_their_semicolons() {
        assert_eq!(split("a; b ;;c;;;d;"), ["a", "b ;c;", "d"]);
        let items = [";", "published 201;", ";;a"].map(str::to_owned);
        assert_eq!(split(&join(&items)), items);
        assert_eq!(split(" ; "), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn what_is_joined_splits_again(items in prop::collection::vec("[;a-c]([;a-c ]{0,6}[;a-c])?", 0..5)) {
            prop_assert_eq!(split(&join(&items)), items.clone());
            prop_assert_eq!(split(&join_for_people(&items)), items);
        }
    }
}
