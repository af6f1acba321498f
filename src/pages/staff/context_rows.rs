//! Lists of sources and statuses in the form of an item: a row of fields for each.

use leptos::prelude::*;

use super::form::{Form, ids_of};
use domain::context::rows::{LineRow, part_name, rows_in, rows_of};
use domain::context::{FieldFormat, NetworkStatus};

/// Empty rows for more.
const EMPTY_ROWS: usize = 2;

/// The rows of a field, as they were sent or as the item has them.
pub(super) fn rows(
    form: &Form,
    (key, label): (&'static str, &'static str),
    format: FieldFormat,
) -> AnyView {
    let sent = rows_in(&form.values, key);
    let mut rows = sent.unwrap_or_else(|| rows_of(format, form.values.get(key)));
    rows.resize_with(rows.len() + EMPTY_ROWS, LineRow::default);
    let problem = form.problems.of(key).map(str::to_owned);
    let id = format!("{}-{key}", ids_of(&form.values));
    let hint = if matches!(format, FieldFormat::NetworkStatuses) {
        "Dates: 2018, 2018-06 or 2018-06-30; leave empty where the source gives none. Clear a row to remove it. Save to get more rows."
    } else {
        "Translations of a title are optional. Clear a row to remove it. Save to get more rows."
    };
    let rows = rows
        .into_iter()
        .enumerate()
        .map(|(index, row)| one(key, label, (index + 1, row), format));
    view! {
        <fieldset class="field" id=id.clone()>
            <legend>{label}</legend>
            <p class="hint">{hint}</p>
            <p class="field-error" id=format!("{id}-error") hidden=problem.is_none()>{problem.clone().unwrap_or_default()}</p>
            {rows.collect_view()}
        </fieldset>
    }
    .into_any()
}

fn one(
    key: &'static str,
    label: &'static str,
    (number, row): (usize, LineRow),
    format: FieldFormat,
) -> AnyView {
    let line = |part: &'static str, name: &'static str, value: String, kind: &'static str| {
        let of = format!("{name}, {} {number}", label.to_lowercase());
        view! {
            <label>
                <span aria-hidden="true">{name}</span>
                <input dir="auto" type=kind name=part_name(key, part) value=value aria-label=of autocomplete="off"/>
            </label>
        }
    };
    let status = matches!(format, FieldFormat::NetworkStatuses).then(|| {
        let options = NetworkStatus::ALL.iter().map(|status| {
            let selected = status.slug() == row.status;
            view! { <option value=status.slug() selected=selected>{status.slug()}</option> }
        });
        let of = format!("Status, {} {number}", label.to_lowercase());
        view! {
            {line("date", "Date", row.date.clone(), "text")}
            <label>
                <span aria-hidden="true">"Status"</span>
                <select name=part_name(key, "status") aria-label=of>
                    <option value="">"Choose \u{2026}"</option>
                    {options.collect_view()}
                </select>
            </label>
        }
    });
    view! {
        <div class="context-row">
            {status}
            {line("title", "Title", row.title, "text")}
            {line("es", "Title in Spanish", row.title_es, "text")}
            {line("fr", "Title in French", row.title_fr, "text")}
            {line("url", "Address", row.url, "url")}
        </div>
    }
    .into_any()
}
