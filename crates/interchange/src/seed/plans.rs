//! One name for each plan: pages give it in several wordings, or not at all.

use std::collections::HashMap;
use std::sync::Arc;

use domain::ActionPlan;
use domain::record::Entry;

/// What a page says of a plan that it does not link to.
const NO_TITLE: &str = "Not Attached";
/// What titles in other languages than English have.
const NOT_ENGLISH: [&str; 3] = ["Plan d\u{2019}action", "Plan d'action", "Plan de Acci"];

/// A member's plans of one year with at most one year of end are one plan, under the best of its
/// names.
pub(super) fn unify(entries: &mut [Entry]) {
    let mut plans: HashMap<(String, i32), Vec<Arc<ActionPlan>>> = HashMap::new();
    for entry in &*entries {
        let c = &entry.commitment;
        if let Some(start) = c.plan.start_year {
            let key = (c.member.slug(), start);
            plans.entry(key).or_default().push(Arc::clone(&c.plan));
        }
    }
    let unified: HashMap<(String, i32), Arc<ActionPlan>> = plans
        .into_iter()
        .filter_map(|(key, plans)| Some((key, Arc::new(one_of(&plans)?))))
        .collect();
    for entry in entries {
        let c = &mut entry.commitment;
        let key = c.plan.start_year.map(|start| (c.member.slug(), start));
        if let Some(plan) = key.and_then(|key| unified.get(&key)) {
            c.plan = Arc::clone(plan);
        }
    }
}

/// The one plan that all of them mean; none where they end in different years.
fn one_of(plans: &[Arc<ActionPlan>]) -> Option<ActionPlan> {
    // "2013-2014" of a plan submitted in 2014 says when it was drawn up, not when it ends.
    let end_of = |plan: &Arc<ActionPlan>| {
        let (start, title) = (plan.start_year?, plan.title.as_deref().unwrap_or_default());
        let is_of_title = title.contains(&format!("{}-{start}", start - 1));
        plan.end_year.filter(|end| *end != start || !is_of_title)
    };
    let end = plans.iter().find_map(end_of);
    if plans
        .iter()
        .any(|plan| end_of(plan).is_some() && end_of(plan) != end)
    {
        return None;
    }
    let mut titles: HashMap<&str, usize> = HashMap::new();
    for title in plans.iter().filter_map(|plan| plan.title.as_deref()) {
        *titles.entry(title).or_default() += 1;
    }
    let best = titles.into_iter().max_by_key(|(title, count)| {
        let is_english = !NOT_ENGLISH.iter().any(|mark| title.contains(mark));
        let is_one = !title.contains(';') && *title != NO_TITLE;
        // Of equally good ones always the same.
        (is_one, is_english, *count, std::cmp::Reverse(*title))
    });
    Some(ActionPlan {
        title: best
            .map(|(title, _)| title.to_owned())
            .filter(|title| title != NO_TITLE),
        start_year: plans.first()?.start_year,
        end_year: end,
    })
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
        let one = one_of(&nigeria).unwrap();
        assert_eq!(one.title.unwrap(), "Nigeria National Action Plan 2017-2019");
        assert_eq!(one.end_year, Some(2019));
    }

    #[test]
    fn plans_that_end_in_different_years_stay_apart() {
        let canada = [
            plan("A 2018-2020", Some(2020)),
            plan("A 2018-2021", Some(2021)),
        ];
        assert_eq!(one_of(&canada), None);
    }

    #[test]
    fn what_is_no_title_is_left_out() {
        assert_eq!(one_of(&[plan(NO_TITLE, None)]).unwrap().title, None);
    }
}
