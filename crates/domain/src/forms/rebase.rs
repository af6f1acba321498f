//! A change of a commitment laid over what others have made of it since, unit by unit.
//!
//! Other than [`commitment::merge`](super::commitment::merge), which suggests what a person looks at, what
//! comes out is what will be published: a row of a list is one thing, order and gaps count, and lists whose
//! items stand for themselves take what either added and lose what either took away.

use super::Fields;
use super::commitment::TOGETHER;

/// Fields with an item in each value.
const TICKS: [&str; 2] = ["area", "value"];
/// Fields with an item in each line.
const LINES: [&str; 2] = ["lead", "support"];

/// The form `after` of somebody who saw `before`, beside what is there `now`. Second are the fields that were
/// changed to different things; in these it says what `after` does. All three are forms of one commitment
/// ([`commitment::fill`](super::commitment::fill)), with nothing beside its fields.
pub fn rebase(before: &Fields, after: &Fields, now: &Fields) -> (Fields, Vec<String>) {
    let (mut rebased, mut both) = (now.clone(), Vec::new());
    for unit in units(&[before, after, now]) {
        let said = |fields: &Fields| -> Vec<Vec<String>> {
            let owned = |name: &&str| fields.all(name).into_iter().map(str::to_owned).collect();
            unit.iter().map(owned).collect()
        };
        let (was, wanted, is) = (said(before), said(after), said(now));
        if wanted == was || wanted == is {
            continue;
        }
        let name = unit.first().copied().unwrap_or_default();
        let values = if TICKS.contains(&name) {
            vec![items_of(&was[0], &wanted[0], &is[0])]
        } else if LINES.contains(&name) {
            let [was, wanted, is] = [before, after, now].map(|fields| fields.lines(name));
            vec![vec![items_of(&was, &wanted, &is).join("\n")]]
        } else {
            if is != was {
                both.push(name.to_owned());
            }
            wanted
        };
        for (name, values) in unit.iter().zip(values) {
            rebased.set(name, values);
        }
    }
    (rebased, both)
}

/// What is there, with what somebody added and without what they took away.
fn items_of(was: &[String], wanted: &[String], is: &[String]) -> Vec<String> {
    if is == was {
        return wanted.to_vec();
    }
    let kept = is
        .iter()
        .filter(|item| wanted.contains(item) || !was.contains(item));
    let added = wanted
        .iter()
        .filter(|item| !was.contains(item) && !is.contains(item));
    kept.chain(added).cloned().collect()
}

/// The fields of some forms, those that are one thing together.
fn units<'a>(forms: &[&'a Fields]) -> Vec<Vec<&'a str>> {
    let mut units: Vec<Vec<&str>> = Vec::new();
    for (name, _) in forms.iter().flat_map(|form| form.iter()) {
        if units.iter().any(|unit| unit.contains(&name)) {
            continue;
        }
        let group = TOGETHER.iter().find(|group| group.contains(&name));
        units.push(group.map_or_else(|| vec![name], |group| group.to_vec()));
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn form(pairs: &[(&str, &str)]) -> Fields {
        let mut fields = Fields::default();
        for (name, value) in pairs {
            fields.push(name, *value);
        }
        fields
    }

    #[test]
    fn what_others_changed_in_other_fields_stays() {
        let before = form(&[
            ("title", "A"),
            ("number", ""),
            ("area", "x"),
            ("lead", "M\nN"),
        ]);
        let after = form(&[
            ("title", "B"),
            ("number", ""),
            ("area", "x"),
            ("area", "y"),
            ("lead", "M"),
        ]);
        let now = form(&[
            ("title", "A"),
            ("number", "7"),
            ("area", "z"),
            ("lead", "M\nN\nO"),
        ]);
        let (rebased, both) = rebase(&before, &after, &now);
        assert!(both.is_empty(), "{both:?}");
        assert_eq!(rebased.get("title"), "B");
        assert_eq!(rebased.get("number"), "7");
        assert_eq!(rebased.all("area"), ["z", "y"]);
        assert_eq!(rebased.get("lead"), "M\nO");
    }

    #[test]
    fn a_field_that_both_changed_is_named_unless_they_agree() {
        let before = form(&[("title", "A")]);
        let (rebased, both) = rebase(&before, &form(&[("title", "B")]), &form(&[("title", "C")]));
        assert_eq!(
            (rebased.get("title"), both),
            ("B", vec!["title".to_owned()])
        );
        let (_, both) = rebase(&before, &form(&[("title", "B")]), &form(&[("title", "B")]));
        assert!(both.is_empty());
    }

    /// The kind: a stage, a date or a gap alone is a change, and a row is one thing.
    #[test]
    fn rows_are_compared_whole() {
        let report = |title: &str, stage: &str| {
            form(&[
                ("report_title", title),
                ("report_stage", stage),
                ("title", "A"),
            ])
        };
        let own = form(&[
            ("report_title", "R"),
            ("report_stage", "for-comment"),
            ("title", "B"),
        ]);
        let (rebased, both) = rebase(&report("R", "for-comment"), &own, &report("R", "final"));
        assert!(both.is_empty());
        assert_eq!(
            (rebased.get("report_stage"), rebased.get("title")),
            ("final", "B")
        );
        let (rebased, both) = rebase(
            &report("R", "for-comment"),
            &report("R", "final"),
            &report("S", "for-comment"),
        );
        assert_eq!(both, ["report_title"]);
        assert_eq!(
            (rebased.get("report_title"), rebased.get("report_stage")),
            ("R", "final")
        );
        let milestones = |ends: [&str; 2]| {
            form(&[
                ("milestone", "a"),
                ("milestone", "b"),
                ("milestone_start", ""),
                ("milestone_start", ""),
                ("milestone_end", ends[0]),
                ("milestone_end", ends[1]),
            ])
        };
        let (rebased, both) = rebase(
            &milestones(["", "2025"]),
            &milestones(["", "2025"]),
            &milestones(["2025", ""]),
        );
        assert!(both.is_empty());
        assert_eq!(rebased.all("milestone_end"), ["2025", ""]);
    }

    proptest! {
        /// Over what was seen it is what was wanted, and who wanted nothing changes nothing.
        #[test]
        fn it_takes_what_was_wanted_and_leaves_the_rest(
            before in prop::collection::vec(("[a-d]|area|lead", "[x-z]{0,2}"), 0..6),
            after in prop::collection::vec(("[a-d]|area|lead", "[x-z]{0,2}"), 0..6),
        ) {
            let of = |pairs: &[(String, String)]| {
                let mut fields = Fields::default();
                for (name, value) in pairs {
                    if TICKS.contains(&&**name) {
                        fields.push(name, value.clone());
                    } else {
                        fields.set(name, [value.clone()]);
                    }
                }
                fields
            };
            let (before, after) = (of(&before), of(&after));
            let (rebased, both) = rebase(&before, &after, &before);
            prop_assert!(both.is_empty());
            for (name, _) in before.iter().chain(after.iter()) {
                if LINES.contains(&name) {
                    prop_assert_eq!(rebased.lines(name), after.lines(name));
                } else {
                    prop_assert_eq!(rebased.all(name), after.all(name));
                }
            }
            let (unmoved, both) = rebase(&before, &before, &after);
            prop_assert!(both.is_empty());
            prop_assert_eq!(unmoved, after);
        }
    }
}
