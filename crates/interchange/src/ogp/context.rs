//! What the rows of a file say about each other: which of them are alike, and how dates are written.

use std::collections::HashMap;

use super::dates::{self, DayOrder};
use super::layout::Layout;
use super::title::{without_inner_number, without_number};
use super::value::{full_text, plain};
use crate::cells::{Cells, Columns};
use crate::members;
use crate::numbers::plain as plain_number;
use crate::patch::{Identity, Key};
use crate::table::Table;
use domain::text;

/// What a file as a whole says before its rows are read.
#[derive(Debug, Default)]
pub struct FileContext {
    /// In which order the dates of a plan are written, where one of them shows it.
    day_orders: HashMap<String, Option<DayOrder>>,
    /// How often each identity occurs.
    identities: HashMap<String, usize>,
    /// How often each title occurs in its plan.
    titles: HashMap<(String, String), usize>,
}

impl FileContext {
    pub fn survey(table: &Table, layout: &Layout) -> Self {
        let columns = Columns::of(table);
        let mut context = Self::default();
        for row in &table.rows {
            let cells = Cells::new(&columns, row);
            let plan = plan_key(&cells, layout);
            for column in [layout.start, layout.end] {
                let Some(shown) = dates::order(cells.text(column)) else {
                    continue;
                };
                let known = context
                    .day_orders
                    .entry(plan.clone())
                    .or_insert(Some(shown));
                // A plan that uses both orders settles nothing.
                if *known != Some(shown) {
                    *known = None;
                }
            }
            let title = text::slugify(cells.text(layout.title));
            *context.titles.entry((plan, title)).or_default() += 1;
            if layout.code.is_none() {
                *context
                    .identities
                    .entry(identity(&cells, layout))
                    .or_default() += 1;
            }
        }
        context
    }

    /// The title of the commitment alone: without its number, and with its short title where others of
    /// the plan have the same heading.
    pub fn title(&self, cells: &Cells<'_>, layout: &Layout) -> String {
        let number = cells.text(layout.number);
        // Cells of spreadsheets break lines where a page does not.
        let line = |column| {
            let text = plain(cells.text(column));
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let title = line(layout.title);
        let heading = without_inner_number(without_number(&title, number));
        let Some(short_title) = layout.short_title else {
            return heading.into_owned();
        };
        let short = line(short_title);
        let short = without_number(&short, number);
        let key = (
            plan_key(cells, layout),
            text::slugify(cells.text(layout.title)),
        );
        let is_shared = self.titles.get(&key).is_some_and(|n| *n > 1);
        if is_shared && !short.is_empty() && text::slugify(short) != text::slugify(&heading) {
            format!("{heading}: {short}")
        } else {
            heading.into_owned()
        }
    }

    /// The order in which the dates of the row's plan are written.
    pub fn day_order(&self, cells: &Cells<'_>, layout: &Layout) -> Option<DayOrder> {
        *self.day_orders.get(&plan_key(cells, layout))?
    }
}

fn plan_key(cells: &Cells<'_>, layout: &Layout) -> String {
    format!(
        "{} {}",
        cells.text(layout.member),
        plain_number(cells.text(layout.plan_number))
    )
}

/// What identifies a commitment without a code: member, plan, number and title.
fn identity(cells: &Cells<'_>, layout: &Layout) -> String {
    let member = members::present_name(cells.text(layout.member));
    [
        text::slugify(member),
        text::slugify(plain_number(cells.text(layout.plan_number))),
        text::slugify(cells.text(layout.number)),
        text::slugify(cells.text(layout.title)),
    ]
    .join("/")
}

/// The identity of a row. Where several rows share it, the full text distinguishes them.
pub(super) fn key(cells: &mut Cells<'_>, layout: &Layout, context: &FileContext) -> Option<Key> {
    if let Some(column) = layout.code {
        cells.required(column)?;
        return cells.read(column).map(Key::Code);
    }
    let short = identity(cells, layout);
    let is_shared = context.identities.get(&short).is_some_and(|n| *n > 1);
    if is_shared {
        cells.warning(
            layout.title,
            "other rows have the same member, plan, number and title; the full text is used to tell them apart",
        );
    }
    let full = full_text(cells, layout);
    Some(Key::Identity(Identity {
        long: long_identity(&short, full.as_deref()),
        short,
        is_shared,
    }))
}

/// The long form of an identity, made from the short one and the full text as the record has it.
pub fn long_identity(short: &str, full_text: Option<&str>) -> String {
    let full = text::slugify(full_text.unwrap_or_default());
    let beginning: String = full.chars().take(120).collect();
    format!("{short}/{beginning}")
}
