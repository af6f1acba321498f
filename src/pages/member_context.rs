//! Sections of a member page other than its plans: its Open Gov Challenge submissions, its networks, and
//! resources about its commitments.

use chrono::NaiveDate;
use leptos::prelude::*;

use super::challenge::submission;
use super::network::standings;
use super::resources::resource;
use crate::components::link_to;
use crate::service::context::MemberContext;
use catalogue::Catalogue;
use domain::Lang;
use domain::route;
use i18n::member as say;

/// Everything that it submitted, including those outside an action plan.
pub(super) fn challenge(t: Lang, around: &MemberContext, today: NaiveDate) -> AnyView {
    if around.submissions.is_empty() {
        return ().into_any();
    }
    let items: Vec<_> = around
        .submissions
        .iter()
        .map(|one| submission(t, one, today))
        .collect();
    view! {
        <section class="section" aria-labelledby="challenge">
            <div class="section-head">
                <h2 id="challenge">{say::challenge(t)}</h2>
                <p><a href=link_to(route::Challenge)>{say::whole_challenge(t)}</a></p>
            </div>
            <ul class="rows">{items}</ul>
        </section>
    }
    .into_any()
}

/// The networks that it takes part in, with the status in each source.
pub(super) fn networks(t: Lang, around: &MemberContext) -> AnyView {
    if around.participants.is_empty() {
        return ().into_any();
    }
    let items = around.participants.iter().map(|item| {
        let href = route::Participant::new(&item.slug);
        let note = item.localized("note", t).map(|(text, lang)| {
            let lang = (lang != t).then_some(lang.slug());
            view! { <p lang=lang>{text.to_owned()}</p> }
        });
        view! {
            <h3><a href=link_to(route::Network)>{say::open_algorithms(t)}</a></h3>
            {note}
            {standings(t, item)}
            <p><a href=link_to(href)>{say::network_entry(t)}</a></p>
        }
    });
    view! {
        <section class="section" aria-labelledby="networks">
            <h2 id="networks">{say::networks(t)}</h2>
            {items.collect_view()}
        </section>
    }
    .into_any()
}

/// Stories, guides and research about its commitments.
pub(super) fn resources(t: Lang, catalogue: &Catalogue, around: &MemberContext) -> AnyView {
    if around.resources.is_empty() {
        return ().into_any();
    }
    let items = around.resources.iter();
    let items: Vec<_> = items.map(|item| resource(t, catalogue, item, 3)).collect();
    view! {
        <section class="section" aria-labelledby="resources">
            <h2 id="resources">{say::resources(t)}</h2>
            <ul class="rows">{items}</ul>
        </section>
    }
    .into_any()
}
