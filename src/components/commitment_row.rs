//! Commitments in lists.

use leptos::prelude::*;

use super::rating::Ratings;
use crate::domain::ActionPlan;
use crate::domain::text::Piece;
use crate::service::Listed;

/// A plan's years as they stand in lists, for example `2018–2020 plan`.
pub fn plan_in_words(plan: &ActionPlan) -> String {
    match (plan.start_year, plan.end_year) {
        (Some(start), Some(end)) if end != start => format!("{start}\u{2013}{end} plan"),
        (Some(year), _) => format!("{year} plan"),
        (None, Some(end)) => format!("plan until {end}"),
        (None, None) => "plan year not stated".to_owned(),
    }
}

/// Text with the words that were searched for marked.
#[component]
pub fn Pieces(pieces: Vec<Piece>) -> impl IntoView {
    pieces
        .into_iter()
        .map(|piece| {
            if piece.hit {
                view! { <mark>{piece.text}</mark> }.into_any()
            } else {
                piece.text.into_any()
            }
        })
        .collect_view()
}

/// A list of commitments. `level` is the heading level of their titles (2 or 3); `member` whether
/// each names its member.
#[component]
pub fn CommitmentRows(
    items: Vec<Listed>,
    #[prop(default = 3)] level: u8,
    #[prop(default = true)] member: bool,
) -> impl IntoView {
    let rows = items
        .into_iter()
        .map(|item| view! { <CommitmentRow item level member/> });
    view! { <ul class="rows">{rows.collect_view()}</ul> }
}

#[component]
fn CommitmentRow(item: Listed, level: u8, member: bool) -> impl IntoView {
    let commitment = item.row.commitment;
    let title = match item.title {
        Some(pieces) => view! { <Pieces pieces/> }.into_any(),
        None => commitment.title.clone().into_any(),
    };
    let link = view! { <a href=format!("/commitments/{}", commitment.code)>{title}</a> };
    let title = match level {
        2 => view! { <h2 class="row-title">{link}</h2> }.into_any(),
        _ => view! { <h3 class="row-title">{link}</h3> }.into_any(),
    };
    let plan = plan_in_words(&commitment.plan);
    view! {
        <li class="row">
            <div class="row-main">
                {title}
                <p class="row-meta">
                    {member.then(|| view! { <b>{commitment.member.name.clone()}</b>" \u{b7} " })}
                    {plan} " " <span class="code">{commitment.code.to_string()}</span>
                </p>
                {item.extract.map(|pieces| view! { <p class="row-note"><Pieces pieces/></p> })}
                {item.note.map(|note| view! { <p class="row-note">{note}</p> })}
            </div>
            <Ratings commitment=&commitment/>
        </li>
    }
}
