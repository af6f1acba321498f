//! The commitments on a member's page.

use chrono::NaiveDate;
use leptos::prelude::*;

use crate::components::CommitmentRows;
use crate::service::Listed;
use catalogue::Row;
use domain::Lang;
use i18n::member as say;

/// Commitments that a member's page lists, and those that are seen at once; the list has all.
const MAX_ROWS: usize = 50;
const FIRST_ROWS: usize = 8;

/// The first commitments, and behind a fold those that follow.
pub fn first_rows(t: Lang, rows: &[Row], today: NaiveDate) -> AnyView {
    let rows = rows.iter().take(MAX_ROWS).cloned().map(Listed::from);
    let mut rows: Vec<Listed> = rows.collect();
    let rest = rows.split_off(rows.len().min(FIRST_ROWS));
    let rest = (!rest.is_empty()).then(|| {
        let summary = say::more_of_them(t, rest.len());
        view! {
            <details class="more-rows">
                <summary>{summary}</summary>
                <CommitmentRows items=rest today member=false/>
            </details>
        }
    });
    view! {
        <CommitmentRows items=rows today member=false/>
        {rest}
    }
    .into_any()
}
