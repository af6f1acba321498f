//! A shortlist of commitments, from which a brief is made. Without JavaScript, what is ticked on one page
//! goes into a brief; with it, an island keeps the list from page to page.

use leptos::prelude::*;
use maud::{Markup, html};

use super::lang;
use super::links::kept_fields;
use domain::CommitmentCode;
use domain::route;
use i18n::brief as say;
use islands::SHORTLIST;

/// A box that puts a commitment on the shortlist, anywhere on a page with [`shortlist_bar`].
pub fn pick(code: &CommitmentCode) -> Markup {
    let code = code.as_str();
    let label = say::pick(lang(), code);
    html! {
        label.pick title=(label) {
            input type="checkbox" name="code" value=(code) form=(SHORTLIST) class="pick-box";
            span.vh { (label) }
        }
    }
}

/// The shortlist: how many are on it, and the way to a brief of them.
pub fn shortlist_bar() -> AnyView {
    shortlist("shortlist no-print", ())
}

/// The shortlist on the page of one commitment, with the box that puts it there.
pub fn shortlist_of(code: &CommitmentCode) -> AnyView {
    let code = code.to_string();
    let add = view! {
        <label class="pick-one">
            <input type="checkbox" name="code" value=code class="pick-box"/>
            {say::add_to_list(lang())}
        </label>
    };
    shortlist("shortlist here no-print", add)
}

fn shortlist(class: &'static str, first: impl IntoView + 'static) -> AnyView {
    let t = lang();
    view! {
        <form id=SHORTLIST class=class action=route::Brief::PATH autocomplete="off" aria-label=say::shortlist(t)>
            {kept_fields()}
            {first}
            // Filled and shown by the island, which knows what is on the list.
            <p class="shortlist-count" role="status" hidden>{say::shortlist_count(t)} <b class="n"></b></p>
            <p class="shortlist-full" role="status" hidden>{say::full(t)}</p>
            <button class="button quiet">{say::make(t)}</button>
            <button class="link shortlist-clear" type="button" hidden>{say::empty_list(t)}</button>
        </form>
    }
    .into_any()
}
