//! People who are named in a comment: `@Ann Example` puts it on her desk.

/// A part of a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    Text(&'a str),
    /// Somebody with an account, by its number and name.
    Person(i64, &'a str),
}

/// A comment in parts. After `@`, which begins a word, comes the whole name of somebody among `people`
/// in small or capital letters, or a first name that only one of them has; everything else is text.
pub fn pieces<'a>(comment: &'a str, people: &'a [(i64, String)]) -> Vec<Piece<'a>> {
    let mut found = Vec::new();
    let mut begin = 0;
    for (at, _) in comment.match_indices('@') {
        let before = comment[..at].chars().next_back();
        // An e-mail address names nobody.
        if at < begin || before.is_some_and(char::is_alphanumeric) {
            continue;
        }
        let Some((id, name, length)) = person(&comment[at + 1..], people) else {
            continue;
        };
        if begin < at {
            found.push(Piece::Text(&comment[begin..at]));
        }
        found.push(Piece::Person(id, name));
        begin = at + 1 + length;
    }
    if begin < comment.len() {
        found.push(Piece::Text(&comment[begin..]));
    }
    found
}

/// Everybody whom a comment names, once each.
pub fn mentioned(comment: &str, people: &[(i64, String)]) -> Vec<i64> {
    let mut ids = Vec::new();
    for piece in pieces(comment, people) {
        if let Piece::Person(id, _) = piece
            && !ids.contains(&id)
        {
            ids.push(id);
        }
    }
    ids
}

/// Whom a text begins with, and how many bytes of it name them.
fn person<'a>(text: &str, people: &'a [(i64, String)]) -> Option<(i64, &'a str, usize)> {
    let whole = people.iter().filter_map(|(id, name)| {
        let length = begins_with(text, name)?;
        Some((*id, &**name, length))
    });
    let longest = whole.max_by_key(|(_, _, length)| *length);
    longest.or_else(|| {
        let mut first = people.iter().filter_map(|(id, name)| {
            let word = name.split_whitespace().next()?;
            Some((*id, &**name, begins_with(text, word)?))
        });
        let only = first.next()?;
        first.next().is_none().then_some(only)
    })
}

/// How many bytes of a text are this name, whatever its letters' case, where a word ends after it.
fn begins_with(text: &str, name: &str) -> Option<usize> {
    let mut rest = text.char_indices();
    for wanted in name.chars() {
        let (_, found) = rest.next()?;
        if !found.to_lowercase().eq(wanted.to_lowercase()) {
            return None;
        }
    }
    let rest = rest.as_str();
    let goes_on = rest.chars().next().is_some_and(char::is_alphanumeric);
    (!name.is_empty() && !goes_on).then(|| text.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people() -> Vec<(i64, String)> {
        [
            (1, "Ann Example"),
            (2, "Ann"),
            (3, "Jos\u{e9} Ruiz"),
            (4, "Ben Ode"),
            (5, "Ben Ute"),
        ]
        .map(|(id, name)| (id, name.to_owned()))
        .to_vec()
    }

    #[test]
    fn a_comment_names_people_by_whole_names_or_first_names_that_one_has() {
        for (comment, expected) in [
            ("@Ann Example, please look", vec![1]),
            ("see @ann example.", vec![1]),
            ("@Ann please", vec![2]),
            ("(@jos\u{c9} ruiz) and @Jos\u{e9}", vec![3]),
            ("@Ben", vec![]),
            ("@Ben Ute and @Ben Ode", vec![5, 4]),
            ("mail ann@Ann", vec![]),
            ("@Annette", vec![]),
            ("@", vec![]),
            ("@@Ann", vec![2]),
        ] {
            assert_eq!(mentioned(comment, &people()), expected, "{comment}");
        }
    }

    #[test]
    fn the_pieces_say_all_that_was_written() {
        let people = people();
        let found = pieces("Hi @ann, see p. 4", &people);
        let expected = [
            Piece::Text("Hi "),
            Piece::Person(2, "Ann"),
            Piece::Text(", see p. 4"),
        ];
        assert_eq!(found, expected);
    }
}
