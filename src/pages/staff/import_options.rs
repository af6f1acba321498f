//! How a file is read: what was guessed, and the form that overrules it.

use leptos::prelude::*;

use crate::pages::StaffVisit;
use crate::service::import::{ImportView, Plan};
use domain::forms::{Fields, Problems};
use domain::route;
use interchange::file::FileFormat;
use interchange::message::shown;
use interchange::options::{Delimiter, ReadOptions, TextEncoding};

/// The fields of a form that say how a file is read.
pub(super) fn fields_of(options: &ReadOptions) -> [(&'static str, String); 5] {
    let delimiter = options.delimiter.map(|delimiter| {
        let is_it = |(name, _): &&(&str, &str)| name.parse() == Ok(delimiter);
        match Delimiter::OFFERED.iter().find(is_it) {
            Some((name, _)) => (*name).to_owned(),
            None => delimiter.character().to_string(),
        }
    });
    let encoding = options
        .encoding
        .map(|encoding| encoding.name().to_lowercase());
    let row = options.header_row.map(|row| row.to_string());
    [
        ("encoding", encoding.unwrap_or_default()),
        ("delimiter", delimiter.unwrap_or_default()),
        ("sheet", options.sheet.clone().unwrap_or_default()),
        ("header_row", row.unwrap_or_default()),
        (
            "format",
            options
                .format
                .map_or(String::new(), |format| format.slug().to_owned()),
        ),
    ]
}

/// The fields in which one says how a file is to be read, closed while nothing is said. `sheets` are
/// those of the workbook, where it is known.
pub(super) fn how_to_read(values: &Fields, problems: &Problems, sheets: &[String]) -> AnyView {
    let names = ["encoding", "delimiter", "sheet", "header_row", "format"];
    let is_open = names
        .iter()
        .any(|name| !values.get(name).is_empty() || problems.of(name).is_some());
    let formats: Vec<(String, String)> = FileFormat::ALL
        .iter()
        .map(|format| (format.slug().to_owned(), format.slug().to_owned()))
        .collect();
    let of = |list: &[(&str, &str)]| -> Vec<(String, String)> {
        list.iter()
            .map(|(v, l)| ((*v).to_owned(), (*l).to_owned()))
            .collect()
    };
    let sheet = if sheets.is_empty() {
        text(
            values,
            problems,
            "sheet",
            "Sheet of a workbook",
            "The first visible one with commitments, if left empty.",
        )
    } else {
        let sheets: Vec<(String, String)> = sheets.iter().map(|s| (s.clone(), shown(s))).collect();
        choice(values, problems, "sheet", "Sheet of the workbook", &sheets)
    };
    view! {
        <details open=is_open>
            <summary>"How to read the file"</summary>
            <p class="hint">"We detect this from the file. Change it only if the preview looks wrong."</p>
            {choice(values, problems, "encoding", "Encoding of a text file", &of(TextEncoding::OFFERED))}
            {choice(values, problems, "delimiter", "Between the cells of a text file", &of(Delimiter::OFFERED))}
            {sheet}
            {text(values, problems, "header_row", "Row with the names of the columns", "As a spreadsheet counts rows.")}
            {choice(values, problems, "format", "Format", &formats)}
        </details>
    }
    .into_any()
}

/// The form under a preview that reads the file in another way, with titles that show how it was read.
pub(super) fn read_again(visit: &StaffVisit, view: &ImportView, plan: Option<&Plan>) -> AnyView {
    let mut values = Fields::default();
    for (name, value) in fields_of(&view.options) {
        values.push(name, value);
    }
    let sent = visit.form();
    if let Some(fields) = sent
        .fields
        .as_ref()
        .filter(|fields| fields.get("do") == "read")
    {
        values = fields.clone();
    }
    let sheets = plan.map_or(&[][..], |plan| plan.table.sheets.as_slice());
    let fields = how_to_read(&values, &sent.problems, sheets);
    let titles = plan.map(|plan| {
        let titles = plan.sample_titles().into_iter().map(|title| {
            let title = shown(title);
            view! { <li dir="auto">{title}</li> }
        });
        view! { <p>"Titles as we read them:"</p> <ul>{titles.collect_view()}</ul> }
    });
    let action = route::staff::Import::new(&view.upload.id).to_string();
    view! {
        <form action=action method="post" class="staff-form">
            {fields}
            <details>
                <summary>"Check the letters: ten titles"</summary>
                {titles}
            </details>
            <div class="actions"><button class="button quiet" name="do" value="read">"Read the file again"</button></div>
        </form>
    }
    .into_any()
}

fn problem_of(problems: &Problems, name: &'static str) -> AnyView {
    match problems.of(name).map(str::to_owned) {
        Some(problem) => {
            view! { <p class="problem" id=format!("p-{name}")>{problem}</p> }.into_any()
        }
        None => ().into_any(),
    }
}

fn text(
    values: &Fields,
    problems: &Problems,
    name: &'static str,
    label: &'static str,
    hint: &'static str,
) -> AnyView {
    let (id, value) = (format!("f-{name}"), values.get(name).to_owned());
    let hint_id = format!("h-{name}");
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <p class="hint" id=hint_id.clone()>{hint}</p>
            {problem_of(problems, name)}
            <input type="text" name=name id=id value=value aria-describedby=hint_id/>
        </div>
    }
    .into_any()
}

fn choice(
    values: &Fields,
    problems: &Problems,
    name: &'static str,
    label: &'static str,
    options: &[(String, String)],
) -> AnyView {
    let current = values.get(name).to_owned();
    let is_other = !current.is_empty() && !options.iter().any(|(value, _)| *value == current);
    let other = is_other.then(|| (current.clone(), current.clone()));
    let options = options.iter().cloned().chain(other).map(|(value, label)| {
        let selected = value == current;
        view! { <option value=value selected=selected>{label}</option> }
    });
    let id = format!("f-{name}");
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {problem_of(problems, name)}
            <select name=name id=id>
                <option value="">"Detect from the file"</option>
                {options.collect_view()}
            </select>
        </div>
    }
    .into_any()
}
