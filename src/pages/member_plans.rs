//! The action plans of a member's page.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;

use super::member::share;
use crate::components::{TableHead, data_table, lang, progress, source_text, words};
use crate::service::MemberView;
use catalogue::Row;
use charts::LevelCounts;
use domain::{ActionPlan, Dimension, Lang, Level};
use i18n::format::number;
use i18n::{member as say, rows};

/// Plans sort by year, the newest first.
type NewestFirst = (Reverse<Option<i32>>, Arc<ActionPlan>);

/// For each plan, newest first: its name, its commitments, and high of assessed by dimension.
pub(super) type PlanRow = (String, usize, Vec<LevelCounts>);

pub(super) fn plans(t: Lang, shown: &MemberView) -> Vec<PlanRow> {
    let mut plans: BTreeMap<NewestFirst, Vec<&Row>> = BTreeMap::new();
    for row in &shown.all_rows {
        let plan = row.commitment.plan.clone();
        plans
            .entry((Reverse(plan.start_year), plan))
            .or_default()
            .push(row);
    }
    plans
        .into_iter()
        .map(|((_, plan), rows)| {
            let levels = Dimension::ALL
                .iter()
                .map(|dimension| {
                    let mut counts = [0; Level::ALL.len()];
                    for row in &rows {
                        counts[row.commitment.level(*dimension).index()] += 1;
                    }
                    LevelCounts {
                        dimension: *dimension,
                        counts,
                    }
                })
                .collect();
            (rows::plan_label(t, &plan), rows.len(), levels)
        })
        .collect()
}

pub(super) fn plans_table(plans: &[PlanRow]) -> impl IntoView + use<> {
    let t = lang();
    let rows = plans.iter().map(|(name, total, levels)| {
        let shares = levels
            .iter()
            .map(|counts| view! { <td class="n">{share(counts)}</td> });
        view! {
            <tr>
                <th scope="row">{source_text(t, name)}</th>
                <td class="n">{number(t, *total)}</td>
                {shares.collect_view()}
            </tr>
        }
    });
    let head = TableHead {
        id: "plans-table".to_owned(),
        caption: say::plans_caption(t).to_owned(),
        caption_shown: false,
        definitions: false,
        columns: [words(say::plan(t))]
            .into_iter()
            .chain(progress(t))
            .collect(),
    };
    view! {
        <section class="section" aria-labelledby="plans">
            <h2 id="plans">{say::plans(t)}</h2>
            {data_table(head, rows.collect_view())}
        </section>
    }
}
