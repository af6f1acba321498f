//! A field that differs, in a list of changes.

use leptos::prelude::*;

use domain::difference::Difference;
use interchange::message::where_they_differ;

/// The most that is shown of a whole text, in characters: a page of many changes stays a page.
const MAX_WHOLE: usize = 4_000;

/// What a change changes: both values, around what differs, and all of both where these were cut.
pub(super) fn difference(d: &Difference) -> impl IntoView + use<> {
    let (before, after) = where_they_differ(&d.before, &d.after);
    let said = |text: String| {
        if text.is_empty() {
            "nothing".to_owned()
        } else {
            text
        }
    };
    let is_cut = before != d.before || after != d.after;
    let text = format!("{}: {} \u{2192} {}", d.label, said(before), said(after));
    let whole = is_cut.then(|| {
        let [before, after] =
            [&d.before, &d.after].map(|text| said(text.chars().take(MAX_WHOLE).collect()));
        view! {
            <details>
                <summary>"Show both texts"</summary>
                <p><b>"Before: "</b>{before}</p>
                <p><b>"After: "</b>{after}</p>
            </details>
        }
    });
    view! { <li>{text}{whole}</li> }
}
