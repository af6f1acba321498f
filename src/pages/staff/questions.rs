//! Rows that look much like commitments of the record: the form in which a person tells what each is.

use leptos::prelude::*;

use crate::components::{lang, link_to, quoting};
use crate::service::import::{PREVIEW_PAGE, Plan, answer_field};
use domain::forms::Problems;
use domain::route;
use domain::text::grouped;
use interchange::message::excerpt;

/// The questions of a file, at most a page of them; nothing where there is none. `action` is where the
/// answers go, `kept` what goes with them. Who may not answer sees them only.
pub(super) fn questions(
    plan: &Plan,
    action: String,
    kept: Vec<(&'static str, String)>,
    problems: &Problems,
    answers: bool,
) -> AnyView {
    let count = plan.counts.questions;
    if count == 0 {
        return ().into_any();
    }
    let problem = problems.of("answers").map(str::to_owned);
    let fields = plan.questions().take(PREVIEW_PAGE).map(|(item, question)| {
        let legend = quoting(lang(), [&excerpt(&item.title)], |[title]| {
            format!("Row {}: {title}", item.row)
        });
        let name = answer_field(item.row);
        let same = question.candidates.iter().map(|(code, title)| {
            let (code, name) = (code.to_string(), name.clone());
            let text = quoting(lang(), [&excerpt(title)], |[title]| format!("{code} {title}"));
            let link = view! { <a href=link_to(route::Commitment::new(&code))>{text}</a> };
            if !answers {
                return view! { <p>{link}</p> }.into_any();
            }
            view! { <label><input type="radio" name=name value=code/> " the same as " {link}</label> }
                .into_any()
        });
        let same = same.collect_view();
        let new = answers.then(|| {
            let name = name.clone();
            view! { <label><input type="radio" name=name value="new"/> " a new commitment"</label> }
        });
        view! {
            <fieldset class="field">
                <legend dir="auto">{legend}</legend>
                {same}
                {new}
            </fieldset>
        }
    });
    let fields = fields.collect_view();
    let kept = kept
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view();
    let heading = format!("Questions ({})", grouped(count));
    let more = (count > PREVIEW_PAGE).then(|| {
        let text = format!(
            "The first {PREVIEW_PAGE} are shown. The others follow once these are answered."
        );
        view! { <p class="hint">{text}</p> }
    });
    view! {
        <section class="section" aria-labelledby="questions">
            <h2 id="questions">{heading}</h2>
            <p class="prose">
                "These rows have the same member and plan as a commitment that we have, and a similar title. They are left out until someone says whether it is the same commitment. We remember the answers for later files."
            </p>
            <form action=action method="post" class="staff-form">
                {kept}
                {problem.map(|problem| view! { <p class="problem" id="p-answers">{problem}</p> })}
                {fields}
                {more}
                {answers.then(|| view! {
                    <div class="actions"><button class="button" name="do" value="answer">"Save answers"</button></div>
                })}
            </form>
        </section>
    }
    .into_any()
}

/// The button that takes back what was answered about a row.
pub(super) fn ask_again(action: String, kept: Vec<(&'static str, String)>, row: usize) -> AnyView {
    let kept = kept
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view();
    let label = format!("Ask again about row {row}");
    view! {
        <form action=action method="post" class="inline-field">
            {kept}
            <input type="hidden" name="row" value=row.to_string()/>
            <button class="button quiet" name="do" value="ask-again" aria-label=label>"Ask again"</button>
        </form>
    }
    .into_any()
}

/// The fields of a form that are filled in.
pub(super) fn filled<const N: usize>(
    fields: [(&'static str, String); N],
) -> Vec<(&'static str, String)> {
    fields
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .collect()
}
