//! Links that lead feed readers to what happens to some commitments.

use leptos::prelude::*;

use super::links::link_to_present;
use domain::{Query, route};

/// Both formats of a feed, behind what following it means. A feed tells of the present, whatever moment
/// the page shows.
pub fn follow_links(label: String, atom: String, json: String) -> AnyView {
    view! {
        <p class="follow muted no-print">
            {label} " "
            <a href=link_to_present(atom) type="application/atom+xml">"Atom"</a>
            " \u{b7} "
            <a href=link_to_present(json) type="application/feed+json">"JSON Feed"</a>
        </p>
    }
    .into_any()
}

/// The feed of the commitments that a query selects.
pub fn follow_query(label: String, query: &Query) -> AnyView {
    let query = query.selection().seen_from(None);
    let (atom, json) = (route::CommitmentsFeed, route::CommitmentsJsonFeed);
    follow_links(label, query.link(atom), query.link(json))
}
