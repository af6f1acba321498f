//! The rows of a plan's sheet: those of its commitments, and those for new ones.

use leptos::prelude::*;

use super::form::{Form, in_textarea};
use crate::service::plan_sheet::{PlanSheetRefusal, PlanSheetView};
use domain::CommitmentStatus;
use domain::forms::plan_sheet::{CODE, MILESTONES, TEXTS, code_of, field, keys, label};
use domain::route;

/// The columns of a row's first line, behind the code.
const FIRST_LINE: [&str; 7] = ["number", "title", "start", "end", "lead", "support", "area"];

/// Every row of a sheet.
pub(super) fn rows(
    shown: &PlanSheetView,
    form: &Form,
    refusal: Option<&PlanSheetRefusal>,
) -> impl IntoView + use<> {
    let mut new = 0;
    let rows: Vec<AnyView> = keys(&form.values)
        .into_iter()
        .filter(|key| code_of(key).is_none() || shown.entry(key).is_some())
        .map(|key| {
            let name = if code_of(&key).is_some() {
                key.clone()
            } else {
                new += 1;
                format!("new row {new}")
            };
            let row = RowView {
                key: &key,
                name,
                form,
                refusal,
            };
            row.show(shown)
        })
        .collect();
    rows
}

struct RowView<'a> {
    key: &'a str,
    /// What people call the row.
    name: String,
    form: &'a Form,
    refusal: Option<&'a PlanSheetRefusal>,
}

impl RowView<'_> {
    fn show(&self, shown: &PlanSheetView) -> AnyView {
        let cells = FIRST_LINE.map(|column| view! { <td>{self.cell(column)}</td> });
        let texts = shown.has_texts.then(|| self.texts());
        view! {
            <tr>
                <th scope="row">{self.head(shown)}</th>
                {cells.into_iter().collect_view()}
            </tr>
            {texts}
        }
        .into_any()
    }

    fn value(&self, column: &str) -> String {
        self.form.values.get(&field(column, self.key)).to_owned()
    }

    fn problem(&self, column: &str) -> Option<String> {
        let problem = self
            .refusal
            .and_then(|refusal| refusal.of(self.key, column));
        problem.map(str::to_owned)
    }

    /// Which commitment it is, or the code of a new one.
    fn head(&self, shown: &PlanSheetView) -> AnyView {
        let row = view! { <input type="hidden" name="row" value=self.key.to_owned()/> };
        let Some(entry) = shown.entry(self.key) else {
            let copied = self.value("copied");
            let copied = (!copied.is_empty()).then(|| {
                let text = format!("Copied from {copied}");
                view! {
                    <p class="muted">{text}</p>
                    <input type="hidden" name=field("copied", self.key) value=copied/>
                }
            });
            return view! { {row} {self.cell(CODE)} {copied} }.into_any();
        };
        let edit = route::staff::Commitment::new(self.key).to_string();
        let is_withdrawn = entry.commitment.status == Some(CommitmentStatus::Withdrawn);
        let withdrawn = is_withdrawn.then(|| view! { <span class="muted">" Withdrawn"</span> });
        view! {
            <a href=edit>{self.key.to_owned()}</a> {withdrawn}
            {row}
            <input type="hidden" name=field("opened", self.key) value=self.value("opened")/>
        }
        .into_any()
    }

    /// What is filled in, and what is wrong with it.
    fn cell(&self, column: &'static str) -> AnyView {
        let problem = self.problem(column);
        let invalid = problem.is_some().then_some("true");
        let name = field(column, self.key);
        let id = format!("f-{name}");
        let about = problem.is_some().then(|| format!("{id}-about"));
        let said = format!("{} of {}", label(column), self.name);
        let value = self.value(column);
        let control = match column {
            "title" | "lead" | "support" => view! {
                <textarea name=name id=id rows="1" dir="auto" aria-label=said aria-describedby=about.clone() aria-invalid=invalid>{in_textarea(&value)}</textarea>
            }
            .into_any(),
            _ => {
                let class = (column != "area").then_some("short");
                let list = (column == "area").then_some("area-names");
                view! {
                    <input type="text" name=name id=id class=class list=list value=value dir="auto" autocomplete="off"
                        aria-label=said aria-describedby=about.clone() aria-invalid=invalid/>
                }
                .into_any()
            }
        };
        view! {
            {control}
            {problem.map(|problem| view! { <p class="field-error sheet-about" id=about>{problem}</p> })}
        }
        .into_any()
    }

    /// The second line.
    fn texts(&self) -> AnyView {
        let is_open = TEXTS.iter().any(|column| self.problem(column).is_some());
        let fields = TEXTS.map(|column| {
            let problem = self.problem(column);
            let invalid = problem.is_some().then_some("true");
            let name = field(column, self.key);
            let id = format!("f-{name}");
            let about = problem.is_some().then(|| format!("{id}-about"));
            let value = self.value(column);
            let hint = (column == MILESTONES).then(|| {
                let hint = "One per line, with start and end if known: Publish the register | 2026-03 | 2026-12";
                view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> }
            });
            let described_by: Vec<String> = about
                .iter()
                .cloned()
                .chain(hint.as_ref().map(|_| format!("{id}-hint")))
                .collect();
            let described_by = (!described_by.is_empty()).then(|| described_by.join(" "));
            let control = if column == "summary_en_source_url" {
                view! { <input type="text" name=name id=id.clone() value=value autocomplete="off" aria-describedby=described_by aria-invalid=invalid/> }.into_any()
            } else {
                view! { <textarea name=name id=id.clone() rows="4" dir="auto" aria-describedby=described_by aria-invalid=invalid>{in_textarea(&value)}</textarea> }.into_any()
            };
            view! {
                <div class="field">
                    <label for=id>{label(column)}<span class="vh">{format!(" of {}", self.name)}</span></label>
                    {problem.map(|problem| view! { <p class="field-error" id=about>{problem}</p> })}
                    {hint}
                    {control}
                </div>
            }
        });
        let columns = (FIRST_LINE.len() + 1).to_string();
        view! {
            <tr class="sheet-more">
                <td colspan=columns>
                    <details open=is_open>
                        <summary>"Full text, milestones and summary"<span class="vh">{format!(" of {}", self.name)}</span></summary>
                        {fields.into_iter().collect_view()}
                    </details>
                </td>
            </tr>
        }
        .into_any()
    }
}
