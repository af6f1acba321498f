//! The rows of a rating sheet.

use leptos::prelude::*;

use super::form::{Form, in_textarea};
use crate::components::{lang, source_text};
use crate::service::sheets::{SheetLine, SheetRefusal};
use crate::words::sheets::oddity_in_words;
use domain::forms::rating::{finding, finding_slug};
use domain::forms::sheet::{
    SheetRow, finding_field, note_field, opened_field, page_field, read_cell,
};
use domain::route;
use domain::sheet::{Oddity, oddities};
use domain::{Dimension, Finding, Rating, ReportKind, Scheme};
use store::Draft;

/// The columns of a sheet with ratings, and what decides on their scales.
pub(super) struct Columns {
    pub shown: Vec<Dimension>,
    pub kind: Option<ReportKind>,
    pub plan_year: Option<i32>,
    /// Whether the kind of report is not known.
    pub unusual: bool,
}

/// The columns as a form carries them along.
pub(super) fn kept_columns(columns: &Columns) -> impl IntoView + use<> {
    let kept = columns.shown.iter();
    let kept = kept.map(|d| view! { <input type="hidden" name="dimension" value=d.slug()/> });
    kept.collect_view()
}

/// A commitment's row.
pub(super) fn row(
    line: &SheetLine,
    account: i64,
    form: &Form,
    columns: &Columns,
    refusal: Option<&SheetRefusal>,
) -> AnyView {
    let c = &line.row.commitment;
    let code = &c.code;
    let title = form.values.get("sheet");
    let present = line.present(account, title);
    // Sent and not applied; where others came first, what the sender left alone is as it is now.
    let is_sent = form.values.holds("submission");
    let is_overtaken = is_sent && form.values.get("base").is_empty();
    let (typed, opened) = if is_sent {
        let sent = SheetRow::sent(&form.values, code);
        let opened = SheetRow::opened(&form.values, code);
        if is_overtaken {
            (sent.merged(&opened, &present), present)
        } else {
            (sent, opened)
        }
    } else {
        (present.clone(), present)
    };
    let cells = columns
        .shown
        .iter()
        .map(|dimension| {
            let cell = Cell {
                line,
                account,
                title,
                dimension: *dimension,
                typed: &typed,
                problem: refusal.and_then(|refusal| refusal.of(code, *dimension)),
            };
            view! { <td>{cell.show(form, columns)}</td> }
        })
        .collect_view();
    let edit = route::staff::Commitment::new(code).to_string();
    view! {
        <tr>
            <th scope="row">
                <a href=edit>{code.to_string()}</a> " " <span class="sheet-title">{source_text(lang(), &c.title)}</span>
                <input type="hidden" name=opened_field(code) value=opened.encode()/>
            </th>
            {cells}
            <td><input type="text" class="short" name=page_field(code) value=typed.page aria-label=format!("Page for {code}") autocomplete="off"/></td>
            <td><textarea name=note_field(code) rows="1" aria-label=format!("Note on {code}") dir="auto">{in_textarea(&typed.note)}</textarea></td>
        </tr>
    }
    .into_any()
}

/// What a rating is, and what there is beside it.
struct Cell<'a> {
    line: &'a SheetLine,
    account: i64,
    /// The report whose drafts are the sender's own.
    title: &'a str,
    dimension: Dimension,
    typed: &'a SheetRow,
    problem: Option<&'a str>,
}

impl Cell<'_> {
    fn show(&self, form: &Form, columns: &Columns) -> AnyView {
        let c = &self.line.row.commitment;
        let (code, dimension) = (&c.code, self.dimension);
        let value = self.typed.finding(dimension);
        let handed_in = self.line.handed_in(self.account, self.title, dimension);
        let name = finding_field(code, dimension);
        let id = format!("f-{name}");
        let about = format!("{id}-about");
        let label = format!("{} of {code}", dimension.label());
        let control = match handed_in {
            // Submitted: to change it, it is taken back first.
            Some(draft) if value.is_empty() && self.problem.is_none() => {
                let href = route::staff::Draft::new(draft.id).to_string();
                let text = format!(
                    "{}: {}",
                    draft.state.label(),
                    draft.content.rating.finding.label()
                );
                view! { <a href=href>{text}<span class="vh">{format!(" ({label})")}</span></a> }
                    .into_any()
            }
            _ => {
                let invalid = self.problem.is_some().then_some("true");
                view! {
                    <select name=name id=id aria-label=label aria-describedby=about.clone() aria-invalid=invalid>
                        <option value="">"\u{2013}"</option>
                        {choices(dimension, columns, value)}
                    </select>
                }
                .into_any()
            }
        };
        view! {
            {control}
            <div class="sheet-about" id=about>
                {self.problem.map(|problem| view! { <p class="field-error">{problem.to_owned()}</p> })}
                {published(c.ratings.of(dimension))}
                {self.others(handed_in)}
                {self.oddities(form, columns)}
            </div>
        }
        .into_any()
    }

    /// The other drafts of the rating that are not published yet.
    fn others(&self, handed_in: Option<&Draft>) -> impl IntoView + use<> {
        let own = self.line.own(self.account, self.title, self.dimension);
        let own = own.or(handed_in).map(|draft| draft.id);
        let others = self.line.drafts.iter().filter(|draft| {
            draft.content.rating.dimension == self.dimension && Some(draft.id) != own
        });
        let others = others.map(|draft| {
            let text = format!(
                "Draft {} by {}: {}, {}",
                draft.id,
                draft.author_name,
                draft.content.rating.finding.label(),
                draft.state.label().to_lowercase()
            );
            let href = route::staff::Draft::new(draft.id).to_string();
            view! { <p><a href=href>{text}</a></p> }
        });
        others.collect_view()
    }

    /// What is odd about what is filled in.
    fn oddities(&self, form: &Form, columns: &Columns) -> impl IntoView + use<> {
        let c = &self.line.row.commitment;
        let own = self.line.own(self.account, self.title, self.dimension);
        let over = own.and_then(|own| own.content.override_reason.clone());
        let typed = (!self.typed.finding(self.dimension).is_empty()).then(|| {
            let year = columns.plan_year;
            read_cell(
                &form.values,
                self.typed,
                self.dimension,
                year,
                over.as_deref(),
            )
            .ok()
        });
        let mut odd = typed
            .flatten()
            .map_or(Vec::new(), |rating| oddities(c, &rating));
        if own.is_some_and(|own| own.content.replaces.is_some()) {
            // It takes the place of what the public sees.
            odd.retain(|o| matches!(o, Oddity::PendingInResults | Oddity::NotVerifiable));
        }
        let odd = odd
            .iter()
            .map(|odd| view! { <p class="sheet-odd">{oddity_in_words(odd)}</p> });
        odd.collect_view()
    }
}

/// What the public sees now.
pub(super) fn published(now: Option<&Rating>) -> impl IntoView + use<> {
    let text = match now {
        Some(rating) => format!("Now: {}", rating.finding.label()),
        None => "Now: nothing".to_owned(),
    };
    let report = now.and_then(|rating| rating.report.as_ref());
    let title = report.map(|report| report.title.clone());
    view! { <p class="muted" title=title>{text}</p> }
}

/// The values to choose from: those of the scales that fit, that which is chosen, and the ways of having
/// none.
fn choices(dimension: Dimension, columns: &Columns, chosen: &str) -> AnyView {
    let fitting = Scheme::fitting(dimension, columns.plan_year, columns.kind);
    let option = |slug: String, label: &'static str| {
        let selected = slug == chosen;
        view! { <option value=slug selected=selected>{label}</option> }.into_any()
    };
    let scale = |scheme: Scheme| -> Vec<AnyView> {
        scheme
            .iter()
            .map(|value| option(value.slug(), value.label()))
            .collect()
    };
    let is_one = fitting.len() == 1;
    let scales = fitting.iter().map(|scheme| {
        if is_one {
            return scale(*scheme).into_any();
        }
        view! { <optgroup label=scheme.label()>{scale(*scheme)}</optgroup> }.into_any()
    });
    let scales = scales.collect_view();
    let none = [Finding::Pending, Finding::NoData, Finding::NotReviewable];
    let is_offered = |found: Finding| {
        none.contains(&found) || found.scheme().is_some_and(|s| fitting.contains(&s))
    };
    // A value of another scale, which its draft gives a reason for.
    let other = finding(dimension, chosen).filter(|found| !is_offered(*found));
    let other = other.map(|found| {
        let scheme = found.scheme().map_or("", Scheme::label);
        view! { <optgroup label=scheme>{option(finding_slug(found), found.label())}</optgroup> }
    });
    let unknown = (!chosen.is_empty() && finding(dimension, chosen).is_none()).then(
        || view! { <option value=chosen.to_owned() selected=true>{chosen.to_owned()}</option> },
    );
    let none = none.map(|found| option(finding_slug(found), found.label()));
    view! {
        {scales} {other} {unknown}
        <optgroup label="No value">{none.into_iter().collect_view()}</optgroup>
    }
    .into_any()
}
