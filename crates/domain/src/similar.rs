//! Near misses: what somebody may have meant by a misspelled name.

/// How many letters to add, remove, change or swap with the next one (the optimal string alignment
/// distance).
pub fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    let mut above = row.clone();
    let mut next = row.clone();
    let mut last = None;
    for (i, x) in a.chars().enumerate() {
        next[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let substituted = row[j] + usize::from(x != *y);
            next[j + 1] = substituted.min(row[j + 1] + 1).min(next[j] + 1);
            if j > 0 && last == Some(*y) && b[j - 1] == x {
                next[j + 1] = next[j + 1].min(above[j - 1] + 1);
            }
        }
        std::mem::swap(&mut above, &mut row);
        std::mem::swap(&mut row, &mut next);
        last = Some(x);
    }
    row[b.len()]
}

/// At most `max` candidates near a text, nearest first; distant ones are left out.
pub fn nearest<'a, T>(
    wanted: &str,
    candidates: impl Iterator<Item = (&'a str, T)>,
    max: usize,
) -> Vec<T> {
    let limit = (wanted.chars().count() / 2).clamp(2, 6);
    let mut near: Vec<(usize, &str, T)> = candidates
        .filter(|(name, _)| name.len().abs_diff(wanted.len()) <= limit || name.contains(wanted))
        .map(|(name, item)| {
            let far = if name.contains(wanted) {
                1
            } else {
                distance(wanted, name)
            };
            (far, name, item)
        })
        .filter(|(far, ..)| *far <= limit)
        .collect();
    near.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
    near.into_iter().take(max).map(|(.., item)| item).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_misses_come_first_and_strangers_not_at_all() {
        let names = ["spain", "sweden", "italy", "basque-country", "netherlands"];
        let near = |wanted| nearest(wanted, names.iter().map(|n| (*n, *n)), 2);
        assert_eq!(near("spian"), ["spain"]);
        assert_eq!(near("netherland"), ["netherlands"]);
        assert_eq!(near("basque"), ["basque-country"]);
        assert!(near("xyzzyxyzzy").is_empty());
        for (a, b, far) in [
            ("kitten", "sitting", 3),
            ("opne", "open", 1),
            ("nigeira", "nigeria", 1),
            ("ca", "abc", 3),
            ("", "ab", 2),
            ("ab", "", 2),
        ] {
            assert_eq!(distance(a, b), far, "{a} {b}");
        }
    }
}
