//! Rows of OGP's own exports: the database behind the former OGP Explorer (2016) and the master
//! sheet (2024). What both have in common; what differs is said by a [`Layout`].
//!
//! `ND` (no data), `NR` (not reviewed) and `NA` (does not apply) keep their three meanings. Columns
//! that OGP computed are never imported, only compared with what this program computes.

use std::collections::HashMap;

use super::cells::{Cells, Columns};
use super::ogp_dates::{self, Order, Read};
use super::ogp_derived;
use super::ogp_layout::Layout;
use super::ogp_ratings::Ratings;
use super::patch::{Derived, Identity, Key, MemberCells, Patch, PlanCells, Set};
use super::table::{Row, Table};
use super::{list, members};
use domain::{Answer, CommitmentStatus, MemberKind, text};

/// What a cell says, apart from values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said<'a> {
    Value(&'a str),
    /// `NR`: the IRM has not reviewed it yet.
    NotReviewed,
    /// `ND`: the indicator was not used.
    NoData,
    /// `NA`, or nothing.
    Nothing,
}

pub(super) fn said(cell: &str) -> Said<'_> {
    match cell.to_uppercase().as_str() {
        "" | "NA" | "N/A" => Said::Nothing,
        "ND" => Said::NoData,
        "NR" => Said::NotReviewed,
        _ => Said::Value(without_letter(cell)),
    }
}

/// `c. high` is the value `high`; the letter sorts it in a spreadsheet.
pub(super) fn without_letter(cell: &str) -> &str {
    match cell.split_once(". ") {
        Some((letter, value)) if letter.len() == 1 => value,
        _ => cell,
    }
}

/// What is known of a file as a whole before its rows are read.
#[derive(Debug, Default)]
pub struct Context {
    /// In which order the dates of a plan are written, where one of them shows it.
    orders: HashMap<String, Option<Order>>,
    /// How often each identity occurs.
    identities: HashMap<String, usize>,
}

impl Context {
    /// Looks through a file.
    pub fn of(table: &Table, layout: &Layout) -> Self {
        let columns = Columns::of(table);
        let mut context = Self::default();
        for row in &table.rows {
            let cells = Cells::new(&columns, &row.cells);
            let plan = plan_key(&cells, layout);
            for column in [layout.start, layout.end] {
                let Some(shown) = ogp_dates::order(cells.text(column)) else {
                    continue;
                };
                let known = context.orders.entry(plan.clone()).or_insert(Some(shown));
                // A plan that uses both orders settles nothing.
                if *known != Some(shown) {
                    *known = None;
                }
            }
            if layout.code.is_none() {
                *context
                    .identities
                    .entry(identity(&cells, layout))
                    .or_default() += 1;
            }
        }
        context
    }
}

fn plan_key(cells: &Cells<'_>, layout: &Layout) -> String {
    format!(
        "{} {}",
        cells.text(layout.member),
        cells.text(layout.plan_number)
    )
}

/// What tells a commitment without a code from every other: member, plan, number, title.
fn identity(cells: &Cells<'_>, layout: &Layout) -> String {
    let member = members::present_name(cells.text(layout.member));
    [
        text::slugify(member),
        text::slugify(cells.text(layout.plan_number)),
        text::slugify(cells.text(layout.number)),
        text::slugify(cells.text(layout.title)),
    ]
    .join("/")
}

/// The identity of a row; where several rows have the same, their full texts tell them apart.
fn key(cells: &mut Cells<'_>, layout: &Layout, context: &Context) -> Option<Key> {
    if let Some(column) = layout.code {
        cells.required(column)?;
        return cells.read(column).map(Key::Code);
    }
    let short = identity(cells, layout);
    let is_shared = context.identities.get(&short).is_some_and(|n| *n > 1);
    if is_shared {
        cells.warning(
            layout.title,
            "several rows have this member, plan, number and title; their full texts tell them apart",
        );
    }
    let full = text_of(cells, layout.full_text);
    Some(Key::Identity(Identity {
        long: long_identity(&short, full.as_deref()),
        short,
        is_shared,
    }))
}

/// The long form of an identity, of the short one and the full text as the record keeps it.
pub fn long_identity(short: &str, full_text: Option<&str>) -> String {
    let full = text::slugify(full_text.unwrap_or_default());
    let beginning: String = full.chars().take(120).collect();
    format!("{short}/{beginning}")
}

/// What a row says; nothing where an error was noted.
pub fn patch(
    row: &Row,
    columns: &Columns<'_>,
    layout: &Layout,
    context: &Context,
) -> (Option<Patch>, Vec<super::message::Message>) {
    let mut cells = Cells::new(columns, &row.cells);
    let read = read(&mut cells, layout, context);
    let patch = read.filter(|_| !cells.has_errors());
    (patch, cells.messages)
}

fn read(cells: &mut Cells<'_>, layout: &Layout, context: &Context) -> Option<Patch> {
    cells.check(layout.full_text);
    let key = key(cells, layout, context);
    let member = member(cells, layout);
    let title = cells.required(layout.title).map(|t| plain(&t));
    let year = year(cells, layout.year);
    let placeholder = Key::Identity(Identity::default());
    let mut patch = Patch::new(placeholder, MemberCells::default(), String::new());
    patch.plan = PlanCells {
        title: Set::Keep,
        start: Set::To(year),
        end: layout
            .end_year
            .map_or(Set::Keep, |column| Set::To(self::year(cells, column))),
    };
    patch.number = Set::To(number(cells, layout.number));
    patch.description = Set::To(text_of(cells, layout.full_text));
    patch.lead = Set::To(institutions(cells, layout.lead));
    patch.support = Set::To(institutions(cells, layout.support));
    patch.areas = Set::To(tags(cells, layout));
    patch.values = Set::To(
        layout
            .values
            .iter()
            .filter(|(column, _)| flag(cells, column) == Some(true))
            .map(|(_, value)| *value)
            .collect(),
    );
    let order = context
        .orders
        .get(&plan_key(cells, layout))
        .copied()
        .flatten();
    patch.start = Set::To(date(cells, layout.start, order));
    patch.end = Set::To(date(cells, layout.end, order));
    patch.verifiable = Set::To(verifiable(cells, layout));
    patch.relevant = Set::To(answer(cells, layout.relevant));
    patch.starred = Set::To(starred(cells, layout));
    if let Some(column) = layout.active {
        patch.status = Set::To(flag(cells, column).map(|active| {
            if active {
                CommitmentStatus::Active
            } else {
                CommitmentStatus::Inactive
            }
        }));
    }
    if let Some(column) = layout.url {
        patch.source_url = Set::To(cells.address(column));
    }
    let ratings = Ratings::read(cells, layout, year);
    patch.reports = Set::To(ratings.reports);
    patch.reports_are_vague = true;
    patch.yields = true;
    patch.ratings = ratings.of.map(Set::To);
    for (column, dimension) in layout.derived {
        patch.derived[dimension.index()] = match cells.text(column) {
            "1" => Some(Derived { column, high: true }),
            "0" => Some(Derived {
                column,
                high: false,
            }),
            _ => None,
        };
    }
    patch.summary = ogp_derived::summary(cells);
    ogp_derived::compare_codes(cells, layout.coded);
    Some(Patch {
        key: key?,
        member: member?,
        title: title?,
        ..patch
    })
}

/// Text without the line breaks of web pages.
fn plain(text: &str) -> String {
    let text = text.replace("<br/>", "\n").replace("<br>", "\n");
    text.trim().to_owned()
}

fn text_of(cells: &Cells<'_>, column: &str) -> Option<String> {
    match said(cells.text(column)) {
        // The text itself, whatever it begins with.
        Said::Value(_) => Some(plain(cells.text(column))).filter(|text| !text.is_empty()),
        _ => None,
    }
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
    let cell = plain(cells.text(column)).replace('\n', " ");
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

fn member(cells: &mut Cells<'_>, layout: &Layout) -> Option<MemberCells> {
    let name = cells.required(layout.member)?;
    let name = members::present_name(&name).to_owned();
    let region = layout.region.and_then(|column| cells.word(column));
    let kind = match layout.kind.map(|column| cells.text(column)) {
        None | Some("National") => MemberKind::National,
        Some(local) if local.ends_with("Local") => MemberKind::Local,
        Some("Other") => MemberKind::Other,
        Some(_) => {
            let column = layout.kind.unwrap_or_default();
            cells.error(column, "expected National, Local, Legacy Local or Other");
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
        .filter(|c| kind != MemberKind::Local && is_iso3(c))
        .map(str::to_owned);
    Some(MemberCells {
        kind: Some(kind),
        country: Some(country.to_owned()),
        iso3: code.or_else(|| known.map(|(iso3, _)| iso3.to_owned())),
        region: region.or(known.map(|(_, region)| region)),
        name,
    })
}

/// Whether a text has the form of a code of ISO 3166-1 alpha-3.
fn is_iso3(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase())
}

fn year(cells: &mut Cells<'_>, column: &str) -> Option<i32> {
    let Said::Value(value) = said(cells.text(column)) else {
        return None;
    };
    let year = value
        .parse()
        .ok()
        .filter(|year| (2000..2100).contains(year));
    if year.is_none() {
        cells.error(column, "expected a year such as 2014");
    }
    year
}

/// A number in a plan. Spreadsheets that took it for a decimal left `4.0999999999999996` of 4.1.
fn number(cells: &mut Cells<'_>, column: &str) -> Option<String> {
    let Said::Value(_) = said(cells.text(column)) else {
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
            format!("a spreadsheet took it for a decimal; read as {rounded}"),
        );
        return Some(rounded);
    }
    Some(cell.to_owned())
}

/// A column of 0 and 1. What is neither is passed over, and told where it is no known statement.
fn flag(cells: &mut Cells<'_>, column: &str) -> Option<bool> {
    match said(cells.text(column)) {
        Said::Value("1") => Some(true),
        Said::Value("0") => Some(false),
        Said::Value(_) => {
            cells.warning(column, "expected 0 or 1; read as not stated");
            None
        }
        _ => None,
    }
}

fn answer(cells: &mut Cells<'_>, column: &str) -> Option<Answer> {
    match said(cells.text(column)) {
        Said::Value(value) => match value.to_lowercase().as_str() {
            "1" | "yes" => Some(Answer::Yes),
            "0" | "no" => Some(Answer::No),
            _ => {
                cells.error(column, "expected Yes, No, 1, 0, ND, NR or NA");
                None
            }
        },
        Said::NotReviewed => Some(Answer::Pending),
        Said::NoData => Some(Answer::NoData),
        Said::Nothing => None,
    }
}

/// Verifiable as stated, or by OGP's own rule for older plans: specificity medium or high
/// (<https://opengovpartnership.org/glossary/verifiability>).
fn verifiable(cells: &mut Cells<'_>, layout: &Layout) -> Option<Answer> {
    if let Some(column) = layout.verifiable {
        if cells.text(column) == "1" {
            cells.warning(column, "expected Yes or No; read as Yes");
        }
        return answer(cells, column);
    }
    match said(cells.text(layout.specificity)) {
        Said::Value(value) => match value.to_lowercase().as_str() {
            "high" | "medium" => Some(Answer::Yes),
            "low" | "none" => Some(Answer::No),
            _ => {
                cells.error(
                    layout.specificity,
                    "expected high, medium, low, none, ND or NR",
                );
                None
            }
        },
        Said::NotReviewed => Some(Answer::Pending),
        Said::NoData => Some(Answer::NoData),
        Said::Nothing => None,
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

fn date(cells: &mut Cells<'_>, column: &str, order: Option<Order>) -> Option<domain::PartialDate> {
    match ogp_dates::read(cells.text(column), order) {
        Read::Date(date) => Some(date),
        Read::Made(date, how) => {
            cells.warning(column, how);
            Some(date)
        }
        Read::None => None,
        Read::Words => {
            cells.warning(column, "this is no date, so none was taken over");
            None
        }
    }
}
