//! The parts of forms: a label, a hint, what is wrong, and the control.

use leptos::prelude::*;

use super::FormState;
use crate::service::auth::random;
use charts::escape;
use domain::forms::{Fields, Problems};
use domain::text::is_slug;

/// A form being shown: its values and what is wrong with them.
///
/// Where a page has several forms, all but one carry their name in the field `form`: it tells which
/// of them was sent, and begins the ids of its controls.
pub struct Form {
    /// What is filled in.
    pub values: Fields,
    /// What is wrong.
    pub problems: Problems,
}

/// What a control is described by, and whether it is wrong.
struct Told {
    id: String,
    described: Option<String>,
    invalid: Option<&'static str>,
    hint: AnyView,
    problem: AnyView,
}

impl Form {
    /// One of the forms of a page, as it was sent; as `opened` fills it where another one was sent,
    /// or none. The page's main form has no name.
    pub fn of(state: &FormState, name: &'static str, opened: impl FnOnce() -> Fields) -> Self {
        let sent = state.fields.as_ref();
        if let Some(sent) = sent.filter(|sent| sent.get("form") == name) {
            return Self {
                values: sent.clone(),
                problems: state.problems.clone(),
            };
        }
        let mut values = opened();
        if !name.is_empty() {
            values.set("form", [name.to_owned()]);
        }
        Self {
            values,
            problems: Problems::default(),
        }
    }

    /// For the form's element: whether what it holds was sent and not applied, so that the browser
    /// warns before it is left.
    pub fn unsaved(&self) -> Option<&'static str> {
        self.values.holds("submission").then_some("")
    }

    fn id(&self, name: &str) -> String {
        format!("{}-{name}", ids_of(&self.values))
    }

    fn told(&self, name: &'static str, hint: &'static str) -> Told {
        let id = self.id(name);
        let problem = self.problems.of(name).map(str::to_owned);
        let (hint_id, problem_id) = (format!("{id}-hint"), format!("{id}-error"));
        let mut described = Vec::new();
        if !hint.is_empty() {
            described.push(hint_id.clone());
        }
        // The place of a problem is always there, so that the browser can fill it as people type.
        described.push(problem_id.clone());
        Told {
            described: Some(described.join(" ")),
            invalid: problem.is_some().then_some("true"),
            hint: (!hint.is_empty())
                .then(|| view! { <p class="hint" id=hint_id>{hint}</p> })
                .into_any(),
            problem: view! { <p class="field-error" id=problem_id hidden=problem.is_none()>{problem.clone().unwrap_or_default()}</p> }
                .into_any(),
            id,
        }
    }

    /// A line of text.
    pub fn line(
        &self,
        name: &'static str,
        label: &'static str,
        hint: &'static str,
        kind: &'static str,
    ) -> AnyView {
        let told = self.told(name, hint);
        let complete = match name {
            "email" => "username",
            "password" | "old" => "current-password",
            "new" => "new-password",
            "code" => "one-time-code",
            _ => "off",
        };
        view! {
            <div class="field">
                <label for=told.id.clone()>{label}</label>
                {told.hint}
                {told.problem}
                <input
                    dir="auto"
                    type=kind
                    name=name
                    id=told.id
                    value=self.values.get(name).to_owned()
                    aria-describedby=told.described
                    aria-invalid=told.invalid
                    autocomplete=complete
                    list=(name == "report_title").then_some("reports")
                />
            </div>
        }
        .into_any()
    }

    /// Several lines of text.
    pub fn text(
        &self,
        name: &'static str,
        label: &'static str,
        hint: &'static str,
        rows: u8,
    ) -> AnyView {
        let told = self.told(name, hint);
        view! {
            <div class="field">
                <label for=told.id.clone()>{label}</label>
                {told.hint}
                {told.problem}
                <textarea
                    dir="auto"
                    name=name
                    id=told.id
                    rows=rows.to_string()
                    aria-describedby=told.described
                    aria-invalid=told.invalid
                >
                    {in_textarea(self.values.get(name))}
                </textarea>
            </div>
        }
        .into_any()
    }

    /// A choice of one; the first is that nothing is chosen.
    pub fn choice(
        &self,
        name: &'static str,
        label: &'static str,
        hint: &'static str,
        options: Vec<(String, String)>,
    ) -> AnyView {
        let told = self.told(name, hint);
        let chosen = self.values.get(name).to_owned();
        let none = match name {
            "role" | "rating" | "report_stage" | "kind" | "region" | "member" => "Choose \u{2026}",
            "assignee" => "No change",
            "parent" => "Nothing chosen",
            "add" | "remove" | "into" | "replaces" => "None",
            _ => "Not stated",
        };
        let options = options
            .into_iter()
            .map(|(value, label)| {
                let selected = value == chosen;
                view! { <option value=value selected=selected>{label}</option> }
            })
            .collect_view();
        view! {
            <div class="field">
                <label for=told.id.clone()>{label}</label>
                {told.hint}
                {told.problem}
                <select name=name id=told.id aria-describedby=told.described aria-invalid=told.invalid>
                    <option value="">{none}</option>
                    {options}
                </select>
            </div>
        }
        .into_any()
    }

    /// Boxes to tick, with the depth of each in a tree.
    pub fn ticks(
        &self,
        name: &'static str,
        legend: &'static str,
        options: Vec<(String, String, usize)>,
    ) -> AnyView {
        let told = self.told(name, "");
        let boxes = options
            .into_iter()
            .map(|(value, label, depth)| {
                let checked = self.values.has(name, &value);
                let class = if depth > 0 { "tick sub" } else { "tick" };
                view! {
                    <li class=class>
                        <label>
                            <input type="checkbox" name=name value=value checked=checked/>
                            " " {label}
                        </label>
                    </li>
                }
            })
            .collect_view();
        view! {
            <fieldset class="field" id=told.id aria-describedby=told.described>
                <legend>{legend}</legend>
                {told.problem}
                <ul class="ticks">{boxes}</ul>
            </fieldset>
        }
        .into_any()
    }

    /// What the form carries along: the state it was made from, and which form it is.
    pub fn carried(&self, base: i64) -> AnyView {
        let kept = |name: &str, new: String| match self.values.get(name) {
            "" => new,
            known => known.to_owned(),
        };
        let base = kept("base", base.to_string());
        let submission = kept("submission", random());
        let form = self.values.text("form");
        view! {
            {form.map(|form| view! { <input type="hidden" name="form" value=form/> })}
            <input type="hidden" name="base" value=base/>
            <input type="hidden" name="submission" value=submission/>
        }
        .into_any()
    }

    /// Why, on one line, for a form that shares its page with another one.
    pub fn short_reason(&self) -> AnyView {
        self.line("reason", "Reason", "", "text")
    }

    /// Why: every change of the record says so.
    pub fn reason(&self) -> AnyView {
        self.text(
            "reason",
            "Reason for the change",
            "Shown in the public history, with your name.",
            2,
        )
    }
}

/// With what the ids of a form's controls begin.
pub fn ids_of(values: &Fields) -> &str {
    Some(values.get("form"))
        .filter(|name| is_slug(name))
        .unwrap_or("f")
}

/// Text between the tags of a `textarea`, which Leptos writes as it stands: it must be escaped here.
pub fn in_textarea(text: &str) -> String {
    escape(text)
}

/// The options of a closed list of words.
pub fn options<W: Copy>(
    all: &[W],
    slug: fn(W) -> &'static str,
    label: fn(W) -> &'static str,
) -> Vec<(String, String)> {
    all.iter()
        .map(|word| (slug(*word).to_owned(), label(*word).to_owned()))
        .collect()
}
