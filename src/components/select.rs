//! One of several, or any: a filter of a page that has its own.

use leptos::prelude::*;

use super::lang;
use i18n::context as say;

/// A labelled choice within a form. `options` are values and their names; the first choice is any.
pub fn select(
    id: String,
    name: &'static str,
    label: &'static str,
    chosen: Option<&str>,
    options: impl IntoIterator<Item = (String, String)>,
) -> AnyView {
    let options: Vec<_> = options
        .into_iter()
        .map(|(value, label)| {
            let selected = chosen == Some(value.as_str());
            view! { <option value=value selected=selected>{label}</option> }
        })
        .collect();
    view! {
        <div class="inline-field">
            <label for=id.clone()>{label}</label>
            <select id=id name=name>
                <option value="">{say::any(lang())}</option>
                {options}
            </select>
        </div>
    }
    .into_any()
}
