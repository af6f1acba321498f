//! Comments on drafts, and those that name the reader.

use leptos::prelude::*;

use super::form::Form;
use super::moment::moment;
use super::queue_place::Place;
use crate::pages::FormState;
use crate::service::comments::Comments;
use domain::forms::Fields;
use domain::mention::{Piece, pieces};
use domain::route;
use domain::text::grouped;
use store::{Draft, Mention};

/// A comment with the names of those whom it names.
pub(super) fn said(comment: &str, people: &[(i64, String)]) -> AnyView {
    let parts = pieces(comment, people)
        .into_iter()
        .map(|piece| match piece {
            Piece::Text(text) => text.to_owned().into_any(),
            Piece::Person(_, name) => view! { <strong>{format!("@{name}")}</strong> }.into_any(),
        });
    parts.collect_view().into_any()
}

/// What was said about some drafts, and a form to say more.
pub(super) fn section(
    shown: &Comments,
    drafts: &[&Draft],
    state: &FormState,
    (action, place): (String, &Place),
) -> impl IntoView + use<> {
    let form = Form::of(state, "comment", Fields::default);
    let is_sheet = drafts.len() > 1;
    let comments = shown.comments.iter().map(|comment| {
        let of = drafts.iter().find(|draft| draft.id == comment.draft_id);
        let of = of.filter(|_| is_sheet).map(|draft| {
            let name = draft.content.rating.dimension.label().to_lowercase();
            format!(", on {} {name}", draft.code)
        });
        let who = format!(
            "{}, {}{}: ",
            comment.name,
            moment(comment.made_at),
            of.unwrap_or_default()
        );
        view! { <li><span class="muted">{who}</span> {said(&comment.comment, &shown.people)}</li> }
    });
    let comments = comments.collect_view();
    let is_empty = shown.comments.is_empty();
    view! {
        <section class="section" aria-labelledby="comments">
            <h2 id="comments">"Comments"</h2>
            {if is_empty {
                view! { <p class="muted">"No comments yet."</p> }.into_any()
            } else {
                view! { <ol class="plain comments">{comments}</ol> }.into_any()
            }}
            <form action=action method="post" class="staff-form" data-unsaved=form.unsaved()>
                {form.carried(place.base())}
                {place.carried()}
                {form.text("said", "Add a comment", "For staff only. Write @ and a name, such as @Ann Example, to put the comment on that person\u{2019}s desk.", 2)}
                <div class="actions"><button class="button quiet">"Add comment"</button></div>
            </form>
        </section>
    }
}

/// Comments that name the reader.
pub(super) fn mentions(
    mentions: &[Mention],
    total: i64,
    people: &[(i64, String)],
) -> Option<impl IntoView + use<>> {
    let items = mentions.iter().map(|mention| {
        let who = format!(
            "{}, {}: ",
            mention.by,
            moment(mention.made_at)
        );
        let href = route::staff::Draft::new(mention.draft).to_string();
        let name = format!("Draft {} of {}", mention.draft, mention.code);
        let of = format!(": {name}");
        view! {
            <li>
                <form action=route::staff::Mentions::PATH method="post" class="inline-field">
                    <input type="hidden" name="mention" value=mention.id.to_string()/>
                    <span><a href=href>{name}</a> " " <span class="muted">{who}</span> {said(&mention.comment, people)}</span>
                    <button class="button quiet">"Done"<span class="vh">{of}</span></button>
                </form>
            </li>
        }
    });
    let items = items.collect_view();
    let more = usize::try_from(total)
        .unwrap_or_default()
        .saturating_sub(mentions.len());
    (!mentions.is_empty()).then(|| {
        view! {
            <section class="section" aria-labelledby="mentions">
                <h2 id="mentions">"Comments that mention you"</h2>
                <ul class="plain comments">{items}</ul>
                {(more > 0).then(|| view! { <p class="muted">{format!("and {} older", grouped(more))}</p> })}
            </section>
        }
    })
}
