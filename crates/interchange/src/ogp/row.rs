//! One row of OGP's exports.

use super::context::{FileContext, key};
use super::dates::{self, DayOrder, ParsedDate};
use super::derived;
use super::layout::Layout;
use super::ratings::Ratings;
use super::title::whole_number;
use super::value::{CellValue, cell_value, full_text, plain};
use crate::cells::{Cells, Columns};
use crate::message::ImportMessage;
use crate::numbers::plain as plain_number;
use crate::patch::{Identity, Key, MemberCells, Patch, PlanCells, SourceLevel, Update};
use crate::table::Row;
use crate::{list, members};
use domain::{Answer, CommitmentStatus, Dimension, Finding, MemberKind, OgpValue, Rating};

/// What a row says; none where it has errors.
pub(crate) fn read_row(
    row: &Row,
    columns: &Columns<'_>,
    layout: &Layout,
    context: &FileContext,
) -> (Option<Patch>, Vec<ImportMessage>) {
    let mut cells = Cells::new(columns, row);
    let patch = patch(&mut cells, layout, context).filter(|_| !cells.has_errors());
    (patch, cells.messages)
}

fn patch(cells: &mut Cells<'_>, layout: &Layout, context: &FileContext) -> Option<Patch> {
    cells.check_texts(layout.full_text, true, |name| {
        layout.columns().any(|c| c == name)
    });
    let key = key(cells, layout, context);
    let member = member(cells, layout);
    let title = cells
        .required(layout.title)
        .map(|_| context.title(cells, layout));
    let year = year(cells, layout.year);
    let placeholder = Key::Identity(Identity::default());
    let mut patch = Patch::new(placeholder, MemberCells::default(), String::new());
    // What the file has no column for stays as it is in the record.
    let start_year = cells.stated(layout.year, |_| year);
    patch.plan = PlanCells {
        title: Update::Keep,
        start: start_year,
        end: layout.end_year.map_or(Update::Keep, |column| {
            cells.stated(column, |cells| self::year(cells, column))
        }),
    };
    patch.number = cells.stated(layout.number, |cells| number(cells, layout));
    patch.description = cells.stated(layout.full_text, |cells| full_text(cells, layout));
    patch.lead = cells.stated(layout.lead, |cells| institutions(cells, layout.lead));
    patch.support = cells.stated(layout.support, |cells| institutions(cells, layout.support));
    let tag_columns = || layout.tags.iter().map(|(column, _)| *column);
    patch.areas = set_by_any(cells, tag_columns(), |cells| tags(cells, layout));
    patch.areas_unstated = unstated(cells, layout.tags)
        .map(ToOwned::to_owned)
        .collect();
    let value_columns = || layout.values.iter().map(|(column, _)| *column);
    patch.values = set_by_any(cells, value_columns(), |cells| values(cells, layout));
    patch.values_unstated = unstated(cells, &layout.values).collect();
    let order = context.day_order(cells, layout);
    patch.start = cells.stated(layout.start, |cells| {
        date(cells, layout, layout.start, order)
    });
    patch.end = cells.stated(layout.end, |cells| date(cells, layout, layout.end, order));
    let verifiable_column = layout.verifiable.unwrap_or(layout.specificity);
    patch.verifiable = cells.stated(verifiable_column, |cells| verifiable(cells, layout));
    patch.relevant = cells.stated(layout.relevant, |cells| answer(cells, layout.relevant));
    // A star, one column gives; that there is none, only all of them say.
    let lacks_a_star = layout.starred.iter().any(|column| !cells.has(column));
    let is_starred = starred(cells, layout);
    patch.starred = if lacks_a_star && is_starred != Some(true) {
        Update::Keep
    } else {
        Update::Set(is_starred)
    };
    if let Some(column) = layout.active {
        patch.status = cells.stated(column, |cells| {
            flag(cells, column).map(|active| {
                if active {
                    CommitmentStatus::Active
                } else {
                    CommitmentStatus::Inactive
                }
            })
        });
    }
    if let Some(column) = layout.url {
        patch.source_url = cells.stated(column, |cells| cells.address(column));
    }
    let ratings = Ratings::read(cells, layout, year);
    let report_columns = [layout.progress_year, layout.end_year_of_report].into_iter();
    patch.reports = set_by_any(cells, report_columns, |_| ratings.reports);
    patch.reports_are_vague = true;
    let [ambition, completion, results] = ratings.of;
    let rated = |cells: &mut Cells<'_>, dimension: Dimension, found: Vec<Rating>| {
        let columns = layout.ratings.iter();
        let columns = columns.filter(|(_, scheme)| scheme.dimension() == Some(dimension));
        let lacks_one = columns.clone().any(|(column, _)| !cells.has(column));
        let is_rated = |rating: &Rating| matches!(rating.finding, Finding::Rated(_));
        if lacks_one && !found.iter().any(is_rated) {
            // Whether there is a value, the column that is missing might say.
            return Update::Keep;
        }
        set_by_any(cells, columns.map(|(column, _)| *column), |_| found)
    };
    patch.ratings = [
        rated(cells, Dimension::Ambition, ambition),
        rated(cells, Dimension::Completion, completion),
        rated(cells, Dimension::EarlyResults, results),
    ];
    patch.from_older_source = true;
    for (column, dimension) in layout.source_levels {
        patch.source_levels[dimension.index()] = match plain_number(cells.text(column)) {
            "1" => Some(SourceLevel {
                column,
                is_high: true,
            }),
            "0" => Some(SourceLevel {
                column,
                is_high: false,
            }),
            _ => None,
        };
    }
    patch.source_summaries = derived::summaries(cells);
    derived::compare_codes(cells, layout.coded);
    Some(Patch {
        key: key?,
        member: member?,
        title: title?,
        ..patch
    })
}

/// The update of a fact that several columns state, where the file has any of them.
fn set_by_any<T>(
    cells: &mut Cells<'_>,
    mut columns: impl Iterator<Item = &'static str>,
    read: impl FnOnce(&mut Cells<'_>) -> T,
) -> Update<T> {
    if columns.any(|column| cells.has(column)) {
        Update::Set(read(cells))
    } else {
        Update::Keep
    }
}

/// What the columns stand for that the file does not have.
fn unstated<'a, T: Copy>(
    cells: &'a Cells<'_>,
    columns: &'a [(&'static str, T)],
) -> impl Iterator<Item = T> + use<'a, T> {
    let missing = columns.iter().filter(|(column, _)| !cells.has(column));
    missing.map(|(_, meant)| *meant)
}

fn values(cells: &mut Cells<'_>, layout: &Layout) -> Vec<OgpValue> {
    let stated = layout.values.iter();
    let stated = stated.filter(|(column, _)| flag(cells, column) == Some(true));
    stated.map(|(_, value)| *value).collect()
}

fn institutions(cells: &Cells<'_>, column: &str) -> Vec<String> {
    let nothing = [
        "none specified",
        "not specified",
        "unclear",
        "na",
        "nd",
        "nr",
        "n/a",
        "none",
    ];
    let cell = plain(&unbroken(cells.text(column))).replace('\n', " ");
    let mut names: Vec<String> = Vec::new();
    for name in list::split(&cell) {
        // A run of separators is one here.
        let name = name.trim_matches(|c: char| c == ';' || c.is_whitespace());
        let name = name.to_owned();
        if name.is_empty() {
            continue;
        }
        if !nothing.contains(&name.to_lowercase().as_str()) && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Without the line breaks that narrow columns put before the end of a word or before a colon: `Corresponsable<br/>s:`.
fn unbroken(cell: &str) -> String {
    let mut text = cell.to_owned();
    for end in ["s:", ":"] {
        for line_break in ["<br/>", "<br>"] {
            text = text.replace(&format!("{line_break}{end}"), end);
        }
    }
    text
}

fn member(cells: &mut Cells<'_>, layout: &Layout) -> Option<MemberCells> {
    let name = cells.required(layout.member)?;
    let name = members::present_name(&name).to_owned();
    let region = layout.region.and_then(|column| cells.word(column));
    let stated = layout.kind.map(|column| cells.maybe_in(column));
    let kind = match stated {
        None | Some(Some("National")) => Some(MemberKind::National),
        Some(None) => None,
        Some(Some(local)) if local.ends_with("Local") => Some(MemberKind::Local),
        Some(Some("Other")) => Some(MemberKind::Other),
        Some(Some(_)) => {
            let column = layout.kind.unwrap_or_default();
            cells.error(column, "use National, Local, Legacy Local or Other");
            return None;
        }
    };
    let country = name
        .rsplit_once(", ")
        .map_or(name.as_str(), |(_, country)| country);
    let known = members::find(country);
    // The export's code is the country's for national members; for others it names the locality.
    let code = layout.member_code.map(|column| cells.text(column));
    let code = code
        .filter(|c| kind.is_some_and(|kind| kind != MemberKind::Local) && members::is_iso3(c))
        .map(str::to_owned);
    Some(MemberCells {
        kind,
        country: Some(country.to_owned()),
        iso3: code.or_else(|| known.map(|(iso3, _)| iso3.to_owned())),
        region: region.or(known.map(|(_, region)| region)),
        name,
    })
}

fn year(cells: &mut Cells<'_>, column: &str) -> Option<i32> {
    match cell_value(cells.text(column)) {
        CellValue::Value(_) => cells.year(column),
        _ => None,
    }
}

/// A number in a plan. Spreadsheets that read it as a decimal turned 4.1 into `4.0999999999999996`.
/// They also turned 1.10 into 1.1: the number in front of the title still has the zero.
fn number(cells: &mut Cells<'_>, layout: &Layout) -> Option<String> {
    let column = layout.number;
    let CellValue::Value(_) = cell_value(cells.text(column)) else {
        return None;
    };
    let cell = cells.text(column);
    let decimals = cell
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len());
    if decimals > 8
        && let Ok(number) = cell.parse::<f64>()
    {
        let rounded = format!("{number:.6}");
        let rounded = rounded
            .trim_end_matches('0')
            .trim_end_matches('.')
            .to_owned();
        cells.warning(
            column,
            format!("a spreadsheet turned this number into a decimal; read as {rounded}"),
        );
        return Some(rounded);
    }
    let whole = whole_number(cells.text(layout.title), cell).to_owned();
    if whole != cell {
        let text =
            format!("a spreadsheet took a zero off this number; read as {whole}, as in the title");
        cells.warning(column, text);
    }
    Some(whole)
}

/// A column of 0 and 1. Anything else is ignored, with a warning unless it says that there is no value.
fn flag(cells: &mut Cells<'_>, column: &str) -> Option<bool> {
    match cell_value(plain_number(cells.text(column))) {
        CellValue::Value("1") => Some(true),
        CellValue::Value("0") => Some(false),
        CellValue::Value(_) => {
            cells.warning(column, "use 0 or 1; this cell was ignored");
            None
        }
        _ => None,
    }
}

fn answer(cells: &mut Cells<'_>, column: &str) -> Option<Answer> {
    match cell_value(plain_number(cells.text(column))) {
        CellValue::Value(value) => match value.to_lowercase().as_str() {
            "1" | "yes" => Some(Answer::Yes),
            "0" | "no" => Some(Answer::No),
            _ => {
                cells.error(column, "use Yes, No, 1, 0, ND, NR or NA");
                None
            }
        },
        CellValue::NotReviewed => Some(Answer::Pending),
        CellValue::NoData => Some(Answer::NoData),
        CellValue::Missing => None,
    }
}

/// Verifiable as stated, or by OGP's own rule for older plans: specificity medium or high
/// (<https://opengovpartnership.org/glossary/verifiability>).
fn verifiable(cells: &mut Cells<'_>, layout: &Layout) -> Option<Answer> {
    if let Some(column) = layout.verifiable {
        if plain_number(cells.text(column)) == "1" {
            cells.warning(column, "use Yes or No; read as Yes");
        }
        return answer(cells, column);
    }
    match cell_value(cells.text(layout.specificity)) {
        CellValue::Value(value) => match value.to_lowercase().as_str() {
            "high" | "medium" => Some(Answer::Yes),
            "low" | "none" => Some(Answer::No),
            _ => {
                cells.error(layout.specificity, "use high, medium, low, none, ND or NR");
                None
            }
        },
        CellValue::NotReviewed => Some(Answer::Pending),
        CellValue::NoData => Some(Answer::NoData),
        CellValue::Missing => None,
    }
}

/// Starred by any of the formulas OGP has used.
fn starred(cells: &mut Cells<'_>, layout: &Layout) -> Option<bool> {
    let flags: Vec<bool> = layout
        .starred
        .iter()
        .filter_map(|column| flag(cells, column))
        .collect();
    (!flags.is_empty()).then(|| flags.contains(&true))
}

fn tags(cells: &mut Cells<'_>, layout: &Layout) -> Vec<String> {
    layout
        .tags
        .iter()
        .filter(|(column, _)| flag(cells, column) == Some(true))
        .map(|(_, area)| (*area).to_owned())
        .collect()
}

fn date(
    cells: &mut Cells<'_>,
    layout: &Layout,
    column: &str,
    order: Option<DayOrder>,
) -> Option<domain::PartialDate> {
    let cell = cells.text(column);
    let first = dates::read_first(cell).filter(|_| layout.months_are_first_days);
    match first.unwrap_or_else(|| dates::read(cell, order)) {
        ParsedDate::Exact(date) => Some(date),
        ParsedDate::Inferred(date, how) => {
            cells.warning(column, how);
            Some(date)
        }
        ParsedDate::Missing => None,
        ParsedDate::NotADate => {
            cells.warning(column, "not a date, so it was ignored");
            None
        }
    }
}
