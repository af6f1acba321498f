//! The cards of a commitment's page that tell its ratings.

use leptos::prelude::*;

use crate::charts::level_class;
use crate::components::Badge;
use crate::domain::{Commitment, Dimension, Finding, Level, Rating, Scheme, Value};
use crate::service::CommitmentView;

/// What is known of one dimension: level, value on its scale, report, reply.
pub fn rating_card(shown: &CommitmentView, dimension: Dimension) -> impl IntoView + use<> {
    let c = &*shown.row.commitment;
    let level = c.level(dimension);
    let rating = c.ratings.of(dimension).cloned();
    let id = format!("r-{}", dimension.slug());
    let heading = id.clone();
    let said = match rating.as_ref().map(|r| r.finding) {
        Some(Finding::Rated(value)) => rated(value, c).into_any(),
        _ => view! { <p class="value">{level.definition()}</p> }.into_any(),
    };
    let provisional = rating
        .as_ref()
        .is_some_and(Rating::is_provisional)
        .then(|| {
            view! { <p class="muted">"Provisional: from a report that is open for comment."</p> }
        });
    // The newest of the ratings that read like the one that counts is the one that counts.
    let past = shown
        .history
        .standing()
        .filter(|past| Some(&past.rating) == rating.as_ref())
        .last();
    let origin = past.and_then(|past| past.origin.as_ref());
    let place = origin
        .and_then(|o| o.source_page.as_ref())
        .map_or(String::new(), |page| format!(", page {page}"));
    let over = origin
        .and_then(|o| o.override_reason.clone())
        .map(|why| view! { <p class="muted">"Not the usual scale of this plan: " {why}</p> });
    let reply = past
        .and_then(|past| past.reply.clone())
        .map(|(reply, url)| {
            let link = url.map(|href| view! { <a href=href>"Source of the reply"</a> });
            view! {
                <details class="reply">
                    <summary>"The government\u{2019}s reply"</summary>
                    {paragraphs(&reply)}
                    <p>{link}</p>
                </details>
            }
        });
    let report = rating
        .as_ref()
        .and_then(|r| r.report.as_ref())
        .map(|r| format!("From the {}{place}. ", r.title.trim_end_matches('.')));
    let source = rating
        .as_ref()
        .and_then(|r| r.source_url.clone())
        .map(|href| view! { <a href=href>"Source"<span class="vh">{format!(" of the rating of {}", dimension.label().to_lowercase())}</span></a> });
    view! {
        <section class=format!("rating-card {}", level_class(level)) aria-labelledby=id>
            <h2 id=heading>{dimension.label()}</h2>
            <p class="question">{dimension.question()}</p>
            <Badge level/>
            {said}
            {provisional}
            <p class="muted">{report} {source}</p>
            {over}
            {reply}
        </section>
    }
}

/// A value on its scale, with what it means.
fn rated(value: Value, c: &Commitment) -> impl IntoView + use<> {
    let scheme = value.scheme();
    let steps = scheme.values().iter().enumerate().map(|(ordinal, step)| {
        let here = ordinal == value.ordinal();
        // The line runs before the first value on its high side.
        let line = step.level == Level::High
            && scheme.values()[..ordinal]
                .iter()
                .all(|before| before.level == Level::Low);
        let class = match (here, line) {
            (true, true) => "here line",
            (true, false) => "here",
            (false, true) => "line",
            (false, false) => "",
        };
        view! { <li class=class aria-current=here.then_some("true")>{step.label}</li> }
    });
    let lowered = (value.describe().level == Level::High && c.level(Dimension::Ambition) == Level::Low
        && scheme == Scheme::PotentialImpact)
        .then_some(" Counted as low, because the commitment was not found relevant to OGP\u{2019}s values.");
    view! {
        <ol class="scale" aria-label=format!("{}, from lowest to highest", scheme.label())>
            {steps.collect_view()}
        </ol>
        <p class="value">
            <strong>{value.label()}</strong> " on the scale "
            <a href=format!("/method#{}", scheme.slug())>{scheme.label()}</a> ". "
            {value.describe().definition} {lowered}
        </p>
    }
}

/// A text in its paragraphs.
pub fn paragraphs(text: &str) -> Vec<AnyView> {
    text.split("\n\n")
        .filter(|p| !p.trim().is_empty())
        .map(|p| view! { <p>{p.trim().to_owned()}</p> }.into_any())
        .collect()
}
