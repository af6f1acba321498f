//! One name for each plan: pages give it in several wordings, or not at all.

use std::collections::HashMap;
use std::sync::Arc;

use domain::plan::title_years;
use domain::record::Entry;
use domain::{ActionPlan, Commitment};

/// What a page says of a plan that it does not link to.
const NO_TITLE: &str = "Not Attached";
/// What titles in other languages than English have.
const NOT_ENGLISH: [&str; 3] = ["Plan d\u{2019}action", "Plan d'action", "Plan de Acci"];

/// A member's plans of one year are one plan, under the best of its names. `stated` are the ends that the sheet
/// states, by member and year.
pub(super) fn unify(entries: &mut [Entry], stated: &HashMap<(String, i32), i32>) {
    let mut plans: HashMap<(String, i32), Vec<Arc<ActionPlan>>> = HashMap::new();
    for c in entries.iter().map(|entry| &entry.commitment) {
        if let Some(key) = key_of(c) {
            plans.entry(key).or_default().push(Arc::clone(&c.plan));
        }
    }
    let unified: HashMap<(String, i32), Arc<ActionPlan>> = plans
        .into_iter()
        .map(|(key, plans)| {
            let one = one_of(key.1, &plans, stated.get(&key).copied());
            (key, Arc::new(one))
        })
        .collect();
    for entry in entries {
        let c = &mut entry.commitment;
        if let Some(plan) = key_of(c).and_then(|key| unified.get(&key)) {
            c.plan = Arc::clone(plan);
        }
    }
}

/// The member and year of a plan; none of one under the name of another, which begins years later.
fn key_of(c: &Commitment) -> Option<(String, i32)> {
    let start = c.plan.start_year?;
    let is_of_another = |(first, _): (i32, i32)| first > start + 1;
    let is_other = c.plan.title_years().is_some_and(is_of_another);
    (!is_other).then(|| (c.member.slug(), start))
}

/// The one plan that all of them mean. It ends when the last of its sources says that it ends: plans are extended,
/// also after they have been named, and none is said to be over while a source has it run.
fn one_of(start: i32, plans: &[Arc<ActionPlan>], stated: Option<i32>) -> ActionPlan {
    // "2013-2014" of a plan submitted in 2014 says when it was drawn up, not when it ends.
    let end_of = |plan: &Arc<ActionPlan>| {
        let title = plan.title.as_deref().unwrap_or_default();
        let is_of_title = title.contains(&format!("{}-{start}", start - 1));
        plan.end_year.filter(|end| *end != start || !is_of_title)
    };
    let end = plans.iter().filter_map(end_of).chain(stated).max();
    let mut titles: HashMap<&str, usize> = HashMap::new();
    for title in plans.iter().filter_map(|plan| plan.title.as_deref()) {
        *titles.entry(title).or_default() += 1;
    }
    let best = titles.into_iter().max_by_key(|(title, count)| {
        let is_english = !NOT_ENGLISH.iter().any(|mark| title.contains(mark));
        let is_one = !title.contains(';') && *title != NO_TITLE;
        let names_end = title_years(title).map(|(_, end)| end) == end;
        // Of equally good ones always the same.
        (
            is_one,
            is_english,
            names_end,
            *count,
            std::cmp::Reverse(*title),
        )
    });
    ActionPlan {
        title: best
            .map(|(title, _)| title.to_owned())
            .filter(|title| title != NO_TITLE),
        start_year: Some(start),
        end_year: end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(title: &str, end: Option<i32>) -> Arc<ActionPlan> {
        Arc::new(ActionPlan {
            title: Some(title.to_owned()).filter(|t| !t.is_empty()),
            start_year: Some(2017),
            end_year: end,
        })
    }

    #[test]
    fn names_of_one_plan_become_one_name_in_english() {
        let nigeria = [
            plan("", None),
            plan(
                "Plan d\u{2019}action national du Nigeria 2017-2019",
                Some(2019),
            ),
            plan("Nigeria National Action Plan 2017-2019", Some(2019)),
        ];
        let one = one_of(2017, &nigeria, None);
        assert_eq!(one.title.unwrap(), "Nigeria National Action Plan 2017-2019");
        assert_eq!(one.end_year, Some(2019));
    }

    #[test]
    fn a_plan_ends_when_the_last_of_its_sources_says() {
        // Named again when it was extended.
        let canada = [
            plan("A 2017-2019", Some(2019)),
            plan("A 2017-2019", Some(2019)),
            plan("A 2017-2020", Some(2020)),
        ];
        let one = one_of(2017, &canada, None);
        assert_eq!(one.title.as_deref(), Some("A 2017-2020"));
        assert_eq!(one.end_year, Some(2020));
        // The sheet states another end than the name has, either way.
        for (stated, end) in [(2020, 2020), (2018, 2019)] {
            let one = one_of(2017, &canada[..2], Some(stated));
            assert_eq!(one.title.as_deref(), Some("A 2017-2019"));
            assert_eq!(one.end_year, Some(end));
        }
    }

    #[test]
    fn what_is_no_title_is_left_out() {
        assert_eq!(one_of(2017, &[plan(NO_TITLE, None)], None).title, None);
    }
}
