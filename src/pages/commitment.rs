//! `/commitments/{CODE}`: one commitment with all that is known, and what is not.

use leptos::prelude::*;

use super::changes::what_changed;
use super::load::page;
use super::rating_card::{paragraphs, rating_card};
use crate::catalogue::{AreaTree, Row};
use crate::components::{CommitmentRows, Crumbs, cite, layout, page_title, plan_in_words};
use crate::domain::query::{Filter, Query};
use crate::domain::record::Texts;
use crate::domain::text::slugify;
use crate::domain::{Answer, Commitment, CommitmentStatus, Dimension, PartialDate};
use crate::service::{CommitmentView, Listed};

/// A commitment's page.
#[component]
pub fn CommitmentPage() -> impl IntoView {
    page(async |visit| {
        visit.query()?;
        Ok(show(visit.app.commitment(visit.parameter()).await?))
    })
}

fn show(shown: CommitmentView) -> impl IntoView {
    let commitment = shown.row.commitment.clone();
    let c = &*commitment;
    let member = format!("/members/{}", c.member.slug());
    let description = format!(
        "{} ({}), {}: what was promised and how the IRM rates it.",
        c.member.name,
        c.code,
        plan_in_words(&c.plan)
    );
    let trail = vec![
        ("/commitments".to_owned(), "Commitments".to_owned()),
        (member, c.member.name.clone()),
    ];
    view! {
        {page_title(&c.title, &description, &format!("/commitments/{}", c.code))}
        {layout("/commitments", Some(&shown.catalogue), true, view! {
            <Crumbs trail/>
            {article(&shown)}
        })}
    }
}

/// All that is known of a commitment.
pub fn article(shown: &CommitmentView) -> AnyView {
    let c = &*shown.row.commitment;
    let cards: Vec<_> = Dimension::ALL
        .iter()
        .map(|d| rating_card(shown, *d))
        .collect();
    view! {
            <article class="commitment">
                <header class="page-head">
                    <p class="eyebrow">
                        {c.member.name.clone()}
                        {format!(" \u{b7} {} \u{b7} ", c.plan.label())}
                        <span class="code">{c.code.to_string()}</span>
                    </p>
                    <h1>{c.title.clone()}</h1>
                </header>
                {(c.status == Some(CommitmentStatus::Withdrawn)).then(|| view! {
                    <p class="notice caution">"This commitment was withdrawn. It stays in the record; its history says when and why."</p>
                })}
                <div class="rating-cards">{cards}</div>
                <div class="split">
                    <div>
                        {promise(&shown.texts)}
                        {record(c, shown.catalogue.areas())}
                    </div>
                    <div class="aside">
                        {missing(c, &shown.texts)}
                        {source(c)}
                        {history(shown)}
                        <section aria-labelledby="take">
                            <h2 id="take">"Take it with you"</h2>
                            <p>
                                <a href=format!("/api/v1/commitments/{}", c.code)>
                                    "JSON, with rating history"
                                </a>
                            </p>
                            {cite(|origin| shown.citation(origin))}
                        </section>
                    </div>
                </div>
                {related(shown)}
            </article>
    }
    .into_any()
}

fn promise(texts: &Texts) -> impl IntoView + use<> {
    let description = match &texts.description {
        Some(text) => paragraphs(text).into_any(),
        None => view! {
            <p class="muted">
                "The full text is not in this record. The source, linked on this page, has it where it was published."
            </p>
        }
        .into_any(),
    };
    let milestones = (!texts.milestones.is_empty()).then(|| {
        let steps = texts.milestones.iter().map(|m| {
            let due = m.end.map(|end| format!(" By {}.", end.in_words()));
            view! { <li>{m.text.clone()}<span class="muted">{due}</span></li> }
        });
        view! { <h3>"Milestones"</h3> <ol class="steps">{steps.collect_view()}</ol> }
    });
    view! {
        <section aria-labelledby="promise">
            <h2 id="promise">"What was promised"</h2>
            <div class="prose">{description} {milestones}</div>
        </section>
    }
}

/// Every field of the record; one that the source leaves open says so.
fn record(c: &Commitment, areas: &AreaTree) -> impl IntoView + use<> {
    let not_stated = || "Not stated".to_owned();
    let date = |date: Option<PartialDate>| date.map_or_else(not_stated, PartialDate::in_words);
    let answer = |a: Option<Answer>| a.map_or_else(not_stated, |a| a.label().to_owned());
    let period = match (c.plan.start_year, c.plan.end_year) {
        (Some(start), Some(end)) => format!("{start}\u{2013}{end}"),
        (Some(start), None) => format!("from {start}, end not stated"),
        (None, Some(end)) => format!("until {end}"),
        (None, None) => not_stated(),
    };
    let chips = |filter: Filter, entries: Vec<(String, String)>| {
        if entries.is_empty() {
            return not_stated().into_any();
        }
        let items = entries.into_iter().map(|(slug, name)| {
            let href = match filter {
                Filter::Area => format!("/areas/{slug}"),
                _ => Query::default().with(filter, &slug).link("/commitments"),
            };
            view! { <li><a class="chip" href=href>{name}</a></li> }
        });
        view! { <ul class="chips tags">{items.collect_view()}</ul> }.into_any()
    };
    let policy_areas = c
        .policy_areas
        .iter()
        .map(|s| (s.to_string(), areas.name(s).to_owned()))
        .collect();
    let values = c
        .ogp_values
        .iter()
        .map(|v| (v.slug().to_owned(), v.label().to_owned()))
        .collect();
    let reports = c.reports.iter().map(|r| r.title.clone()).collect();
    let facts: Vec<(&str, AnyView)> = vec![
        (
            "Action plan",
            c.plan.title.clone().unwrap_or_else(not_stated).into_any(),
        ),
        ("Plan period", period.into_any()),
        (
            "Number in the plan",
            c.number.clone().unwrap_or_else(not_stated).into_any(),
        ),
        ("Lead institution", list(c.lead_institutions.clone())),
        (
            "Supporting institutions",
            list(c.support_institutions.clone()),
        ),
        ("Policy areas", chips(Filter::Area, policy_areas)),
        ("OGP values", chips(Filter::Value, values)),
        ("Start", date(c.start).into_any()),
        ("End", date(c.end).into_any()),
        ("Verifiable", answer(c.verifiable).into_any()),
        ("Open-government lens", answer(c.relevant).into_any()),
        ("IRM reports", list(reports)),
        (
            "Starred by the IRM",
            c.starred
                .map_or_else(not_stated, |s| if s { "Yes" } else { "No" }.to_owned())
                .into_any(),
        ),
        (
            "Open Gov Challenge",
            c.challenge_area
                .map_or_else(not_stated, |a| a.label().to_owned())
                .into_any(),
        ),
        (
            "Status",
            c.status
                .map_or_else(not_stated, |s| s.label().to_owned())
                .into_any(),
        ),
        ("Region", c.member.region.label().into_any()),
    ];
    let facts = facts
        .into_iter()
        .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> });
    view! {
        <section aria-labelledby="facts">
            <h2 id="facts">"The record"</h2>
            <dl class="facts">{facts.collect_view()}</dl>
        </section>
    }
}

fn list(mut items: Vec<String>) -> AnyView {
    match items.len() {
        0 => "Not stated".into_any(),
        1 => items.remove(0).into_any(),
        _ => {
            let items = items.into_iter().map(|item| view! { <li>{item}</li> });
            view! { <ul>{items.collect_view()}</ul> }.into_any()
        }
    }
}

/// What the record lacks, each with the reason as far as it is known.
fn missing(c: &Commitment, texts: &Texts) -> impl IntoView + use<> {
    let ratings = Dimension::ALL
        .iter()
        .map(|d| (d.label(), c.level(*d)))
        .filter(|(_, level)| !level.is_assessed())
        .map(|(name, level)| (name, level.definition()));
    let texts = [
        (
            texts.description.is_none(),
            "Full text",
            "The page this record was read from was not copied; follow the source.",
        ),
        (
            texts.milestones.is_empty(),
            "Milestones",
            "Not in this record.",
        ),
        (
            c.lead_institutions.is_empty(),
            "Lead institution",
            "The source does not name one.",
        ),
        (
            c.plan.title.is_none(),
            "Action plan\u{2019}s title",
            "The source gives only the year of the plan.",
        ),
    ];
    let gaps: Vec<_> = ratings
        .chain(
            texts
                .into_iter()
                .filter(|(gap, ..)| *gap)
                .map(|(_, name, why)| (name, why)),
        )
        .map(|(name, why)| view! { <dt>{name}</dt><dd>{why}</dd> })
        .collect();
    (!gaps.is_empty()).then(|| {
        view! {
            <section class="missing" aria-labelledby="missing">
                <h2 id="missing">"What is missing, and why"</h2>
                <dl>{gaps}</dl>
            </section>
        }
    })
}

fn source(c: &Commitment) -> impl IntoView + use<> {
    let link = match &c.source_url {
        Some(href) => {
            let site = href
                .split('/')
                .nth(2)
                .unwrap_or("its source")
                .trim_start_matches("www.");
            let text = format!("{} on {site}", c.code);
            view! { <p><a href=href.clone()>{text}</a></p> }.into_any()
        }
        None => view! { <p class="muted">"The record names no page for this commitment."</p> }
            .into_any(),
    };
    view! { <section aria-labelledby="source"><h2 id="source">"Source"</h2>{link}</section> }
}

/// Who changed what is shown here, when and why.
fn history(shown: &CommitmentView) -> impl IntoView + use<> {
    let code = &shown.row.commitment.code;
    let edit = format!("/staff/commitments/{code}");
    let all = format!("/changes?code={code}");
    let more = shown.history.revisions.len() - shown.timeline.len();
    let revisions = shown
        .history
        .revisions
        .iter()
        .rev()
        .zip(&shown.timeline)
        .map(|(past, change)| {
            let r = &past.revision;
            let what = change.items.iter().map(what_changed).collect_view();
            view! {
                <li>
                    <time datetime=r.made_at.format("%Y-%m-%d").to_string()>
                        {r.made_at.format("%-d %B %Y").to_string()}
                    </time>
                    {format!(": {}, because: {}", r.made_by, r.reason)}
                    {what}
                </li>
            }
        });
    view! {
        <section aria-labelledby="history">
            <h2 id="history">"History of this record"</h2>
            <ol class="timeline">{revisions.collect_view()}</ol>
            <p class="no-print">
                <a href=all>{if more > 0 { format!("{more} earlier changes, in the history of the record") } else { "In the history of the record".to_owned() }}</a> " \u{b7} " <a href=edit>"For staff: change it"</a>
            </p>
        </section>
    }
}

fn related(shown: &CommitmentView) -> impl IntoView + use<> {
    let c = &shown.row.commitment;
    let listed = |rows: &[Row]| rows.iter().cloned().map(Listed::from).collect::<Vec<_>>();
    let areas = c
        .policy_areas
        .iter()
        .fold(Query::default(), |q, a| q.with(Filter::Area, a));
    let member = Query::default().with(Filter::Member, &slugify(&c.member.name));
    let same_area = (!shown.same_area.is_empty()).then(|| {
        view! {
            <section class="section" aria-labelledby="same-area">
                <div class="section-head">
                    <h2 id="same-area">"Others on the same policy areas"</h2>
                    <p><a href=areas.link("/commitments")>"All of them"</a></p>
                </div>
                <CommitmentRows items=listed(&shown.same_area)/>
            </section>
        }
    });
    let same_member = (!shown.same_member.is_empty()).then(|| {
        view! {
            <section class="section" aria-labelledby="same-member">
                <div class="section-head">
                    <h2 id="same-member">{format!("Others from {}", c.member.name)}</h2>
                    <p><a href=member.link("/commitments")>"All of them"</a></p>
                </div>
                <CommitmentRows items=listed(&shown.same_member) member=false/>
            </section>
        }
    });
    view! { {same_area} {same_member} }
}
