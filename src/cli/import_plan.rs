//! What a file would do, or did, as the command line says it.

use std::io::Write;

use crate::service::import::{Item, Outcome, Plan};
use interchange::message::Severity;

/// How many rows of each kind are listed; the report lists them all.
const TOLD: usize = 100;

/// Totals first, then what is wrong, then what would change.
pub(super) fn write_plan(plan: &Plan, dry_run: bool, out: &mut impl Write) -> std::io::Result<()> {
    let counts = plan.counts;
    writeln!(out, "Format {}: {}", plan.format, plan.table.in_words())?;
    let would = if dry_run || counts.rejected > 0 {
        "would be "
    } else {
        ""
    };
    writeln!(
        out,
        "{} rows: {} {would}new, {} {would}changed, {} unchanged, {} rejected; {} warnings",
        plan.items.len(),
        counts.new,
        counts.changed,
        counts.unchanged,
        counts.rejected,
        counts.warnings,
    )?;
    for message in &plan.about_file {
        let (label, quoted) = (message.severity.label(), message.quoted());
        writeln!(out, "  {label}: {}{quoted}", message.in_words())?;
    }
    if plan.cleared() > 0 {
        writeln!(
            out,
            "Values {would}cleared: {} ({})",
            plan.cleared(),
            plan.cleared_in_words()
        )?;
    }
    for message in &plan.about_columns {
        writeln!(
            out,
            "  {}: column {}",
            message.severity.label(),
            message.in_words()
        )?;
    }
    section(plan, Outcome::Rejected, out, |item, out| {
        messages(item, Severity::Error, out)
    })?;
    questions(plan, out)?;
    section(plan, Outcome::New, out, |_, _| Ok(()))?;
    section(plan, Outcome::Changed, out, |item, out| {
        for d in &item.differences {
            writeln!(
                out,
                "    {}: {} \u{2192} {}",
                d.label,
                shown(&d.before),
                shown(&d.after)
            )?;
        }
        Ok(())
    })?;
    let warned = plan
        .items
        .iter()
        .filter(|i| i.outcome != Outcome::Question)
        .filter(|i| i.messages.iter().any(|m| m.severity == Severity::Warning));
    for (index, item) in warned.enumerate() {
        if index == 0 {
            writeln!(out, "\nWarnings:")?;
        }
        if index == TOLD {
            writeln!(out, "  ... and more; use --report OUT.csv to see all")?;
            break;
        }
        title(item, out)?;
        messages(item, Severity::Warning, out)?;
    }
    Ok(())
}

/// The rows that are left out until somebody tells which commitment each is, and how to tell.
fn questions(plan: &Plan, out: &mut impl Write) -> std::io::Result<()> {
    let count = plan.counts.questions;
    if count == 0 {
        return Ok(());
    }
    writeln!(
        out,
        "\nQuestions: {count} rows look like commitments that we have. They are left out until you answer:\n  --same ROW=CODE  the row is that commitment\n  --new ROW        the row is a new commitment (--new all: every such row)"
    )?;
    for (index, (item, question)) in plan.questions().enumerate() {
        if index == TOLD {
            let more = count - TOLD;
            writeln!(
                out,
                "  ... and {more} more; use --report OUT.csv to see all"
            )?;
            break;
        }
        title(item, out)?;
        for (code, title) in &question.candidates {
            writeln!(out, "    --same {}={code}  {}", item.row, shown(title))?;
        }
    }
    Ok(())
}

fn section<W: Write>(
    plan: &Plan,
    outcome: Outcome,
    out: &mut W,
    tell: impl Fn(&Item, &mut W) -> std::io::Result<()>,
) -> std::io::Result<()> {
    let items: Vec<&Item> = plan.items.iter().filter(|i| i.outcome == outcome).collect();
    for (index, item) in items.iter().enumerate() {
        if index == 0 {
            let label = outcome.label();
            writeln!(out, "\n{}{}:", label[..1].to_uppercase(), &label[1..])?;
        }
        if index == TOLD {
            writeln!(
                out,
                "  ... and {} more; use --report OUT.csv to see all",
                items.len() - TOLD
            )?;
            break;
        }
        title(item, out)?;
        tell(item, out)?;
    }
    Ok(())
}

fn title(item: &Item, out: &mut impl Write) -> std::io::Result<()> {
    let code = item
        .code
        .as_ref()
        .map_or(String::new(), |code| format!(" {code}"));
    writeln!(out, "  row {}{code} {}", item.row, shown(&item.title))
}

fn messages(item: &Item, severity: Severity, out: &mut impl Write) -> std::io::Result<()> {
    for message in item.messages.iter().filter(|m| m.severity == severity) {
        writeln!(out, "    {}{}", message.in_words(), message.quoted())?;
    }
    Ok(())
}

/// A piece of a text on one line; control characters would move the terminal's cursor.
fn shown(text: &str) -> String {
    match interchange::message::shown(text) {
        line if line.is_empty() => "(nothing)".to_owned(),
        line => line,
    }
}
