//! `/commitments/{CODE}`: one commitment with all that is known, and what is not.

use chrono::NaiveDate;
use leptos::prelude::*;

use super::changes::what_changed;
use super::commitment_facts::facts;
use super::commitment_related::related;
use super::rating_card::{paragraphs, rating_card};
use super::{Page, Visit};
use crate::assets::asset_href;
use crate::components::{
    Card, Crumbs, Markdown, cite, follow_query, lang, layout, link_to, page_with_card, quoting,
    shortlist_of, source_text, structured_data_of_commitment,
};
use crate::service::CommitmentView;
use crate::site::ForStaff;
use crate::words;
use crate::words::provenance::{other_sources, title_note};
use crate::words::source_address::leads_to;
use crate::words::verdict::{Progress, steps, verdict};
use catalogue::Row;
use domain::query::{Filter, Query};
use domain::record::Texts;
use domain::route;
use domain::text::{direction, upper_first};
use domain::{Commitment, CommitmentStatus, Dimension, Lang};
use i18n::changes::localized_reason;
use i18n::format::{date as date_in_words, day_of};
use i18n::rows::{plan_in_words, plan_label};
use i18n::{commitment as say, context, feeds, lang_of, names};
use interchange::seed::code_instead_of;
use islands::Shortlist;

/// A commitment's page.
pub async fn commitment_page(visit: Visit, at: route::Commitment) -> Page {
    visit.query()?;
    Ok(show(visit.app.commitment(&at.code, visit.lang()).await?).into_any())
}

fn show(shown: CommitmentView) -> impl IntoView {
    let commitment = shown.row.commitment.clone();
    let c = &*commitment;
    let t = lang();
    let slug = c.member.slug();
    let member = names::member(t, &slug, &c.member.name);
    let plan = plan_in_words(t, &c.plan);
    let is_rated = Dimension::ALL.iter().any(|d| c.level(*d).is_assessed());
    let description = if is_rated {
        say::description(t, &member, c.code.as_str(), &plan)
    } else {
        say::description_unrated(t, &member, c.code.as_str(), &plan)
    };
    // Many commitments share a title, also of one member.
    let title = say::page_title(t, c.title_for(t), &member, c.code.as_str());
    let of_member = Query::default().with(Filter::Member, &slug);
    let card = Card::of_progress(&of_member, &words::heading(t, &shown.catalogue, &of_member));
    let trail = vec![
        (
            route::Commitments::PATH.to_owned(),
            say::commitments(t).to_owned(),
        ),
        (route::Member::new(&slug).to_string(), member),
    ];
    view! {
        {page_with_card(&title, &description, &route::Commitment::new(&c.code).to_string(), &card)}
        {structured_data_of_commitment(c)}
        {layout(route::Commitments::PATH, Some(&shown.catalogue), true, view! {
            <Crumbs trail/>
            {shortlist_of(&c.code)}
            {article(&shown)}
            <Shortlist/>
            {asset_href("start.js").map(|href| view! { <script type="module" src=href></script> })}
        })}
    }
}

/// All that is known of a commitment.
pub fn article(shown: &CommitmentView) -> AnyView {
    let t = lang();
    let c = &*shown.row.commitment;
    let plan = plan_label(t, &c.plan);
    let title = c.title_for(t);
    let original = (title != c.title).then(|| {
        view! { <p class="muted">{title_note(t, c)} {source_text(t, &c.title)}</p> }
    });
    let cards: Vec<_> = Dimension::ALL
        .iter()
        .map(|d| rating_card(shown, *d))
        .collect();
    view! {
            <article class="commitment">
                <header class="page-head">
                    <p class="eyebrow">
                        {names::member(t, &c.member.slug(), &c.member.name)}
                        {quoting(t, [&plan], |[plan]| format!(" \u{b7} {plan} \u{b7} "))}
                        <span class="code">{c.code.to_string()}</span>
                        {use_context::<ForStaff>().map(|_| {
                            let edit = route::staff::Commitment::new(&c.code).to_string();
                            view! { " \u{b7} " <a href=edit class="no-print">{say::edit(t)}</a> }
                        })}
                    </p>
                    <h1 lang=lang_of(t, title) dir=direction(title)>{title.to_owned()}</h1>
                    {original}
                    <p class="lead">{verdict(t, &shown.row, shown.catalogue.today())}</p>
                    {way(t, &shown.row, shown.catalogue.today())}
                    {summary(t, c)}
                </header>
                {(c.status == Some(CommitmentStatus::Withdrawn)).then(|| view! {
                    <p class="notice caution">{say::withdrawn(t)}</p>
                })}
                {twice(shown)}
                <div class="rating-cards">{cards}</div>
                <div class="split">
                    <div>
                        {promise(c, &shown.texts)}
                        {facts(shown)}
                    </div>
                    <div class="aside">
                        {missing(c, &shown.texts)}
                        {source(shown)}
                        {history(shown)}
                        <section aria-labelledby="take">
                            <h2 id="take">{say::take_with_you(t)}</h2>
                            <p>
                                <a href=link_to(route::ApiCommitment::new(&c.code))>
                                    {say::json(t)}
                                </a>
                            </p>
                            {cite(|origin| quoting(t, [title, &c.title], |[title, original]| {
                                shown.citation(t, origin, title, original)
                            }))}
                        </section>
                    </div>
                </div>
                {related(shown)}
            </article>
    }
    .into_any()
}

/// What it is about, in few words.
fn summary(t: Lang, c: &Commitment) -> impl IntoView + use<> {
    c.summary_for(t).map(|(in_lang, summary)| {
        let href = summary.source_url.clone();
        let page = leads_to(t, c, &href);
        view! {
            <section class="summary" aria-labelledby="summary">
                <h2 id="summary">{say::in_short(t)}</h2>
                <Markdown text=summary.text.clone() lang=(in_lang != t).then_some(in_lang)/>
                <p class="muted"><small>{say::own_words(t)} <a href=href>{page}</a></small></p>
            </section>
        }
    })
}

/// The steps from promise to results.
fn way(t: Lang, row: &Row, today: NaiveDate) -> impl IntoView + use<> {
    let steps = steps(t, row, today).into_iter().map(|step| {
        let class = match step.progress {
            Progress::Done => "done",
            Progress::Ahead => "ahead",
            Progress::Late => "late",
        };
        let when = step
            .when
            .map(|when| view! { <span class="when">{when}</span> });
        view! { <li class=class><span>{step.what}</span> " " {when}</li> }
    });
    view! { <ol class="way" aria-label=i18n::verdict::steps(t)>{steps.collect_view()}</ol> }
}

fn promise(c: &Commitment, texts: &Texts) -> impl IntoView + use<> {
    let t = lang();
    let description = match &texts.description {
        Some(text) => paragraphs(t, text).into_any(),
        None => {
            let at_source = c.source_url.as_ref().map(|href| {
                let text = leads_to(t, c, href);
                view! { {say::read_at(t)} <a href=href.clone()>{text}</a> "." }
            });
            view! { <p class="muted">{say::no_full_text(t)} {at_source}</p> }.into_any()
        }
    };
    let milestones = (!texts.milestones.is_empty()).then(|| {
        let steps = texts.milestones.iter().map(|m| {
            let due = m.end.map(|end| say::by(t, &date_in_words(t, end)));
            view! { <li>{source_text(t, &m.text)}<span class="muted">{due}</span></li> }
        });
        view! { <h3>{say::milestones(t)}</h3> <ol class="steps">{steps.collect_view()}</ol> }
    });
    view! {
        <section aria-labelledby="promise">
            <h2 id="promise">{say::promised(t)}</h2>
            <div class="prose">{description} {milestones}</div>
        </section>
    }
}

/// Texts that the record lacks, each with the reason as far as it is known.
fn missing(c: &Commitment, texts: &Texts) -> impl IntoView + use<> {
    let t = lang();
    let texts = [
        (
            texts.description.is_none(),
            say::full_text(t),
            say::why_no_text(t),
        ),
        (
            texts.milestones.is_empty(),
            say::milestones(t),
            say::why_no_milestones(t),
        ),
        (
            c.lead_institutions.is_empty(),
            say::lead(t),
            say::why_no_lead(t),
        ),
        (
            c.plan.title.is_none(),
            say::plan_title(t),
            say::why_no_plan_title(t),
        ),
    ];
    let gaps: Vec<_> = texts
        .into_iter()
        .filter(|(gap, ..)| *gap)
        .map(|(_, name, why)| view! { <dt>{name}</dt><dd>{why}</dd> })
        .collect();
    (!gaps.is_empty()).then(|| {
        view! {
            <details class="missing">
                <summary>{say::missing(t)}</summary>
                <dl>{gaps}</dl>
            </details>
        }
    })
}

/// That the record has the promise under OGP's code as well: it was filled before that code was known.
fn twice(shown: &CommitmentView) -> Option<AnyView> {
    let t = lang();
    let code = code_instead_of(&shown.row.commitment.code)?;
    shown.catalogue.find(code)?;
    let link = link_to(route::Commitment::new(code));
    Some(
        view! {
            <p class="notice caution">
                {say::also_under(t)} " "
                <a href=link>{code.to_string()}</a>
            </p>
        }
        .into_any(),
    )
}

fn source(shown: &CommitmentView) -> impl IntoView + use<> {
    let t = lang();
    let c = &*shown.row.commitment;
    let link = match &c.source_url {
        Some(href) => {
            let text = upper_first(&leads_to(t, c, href));
            view! { <p><a href=href.clone()>{text}</a></p> }.into_any()
        }
        None => view! { <p class="muted">{say::no_source(t)}</p> }.into_any(),
    };
    let others = other_sources(t, shown).into_iter().map(|other| {
        let address = other.source.address();
        let facts = other.facts.map(|facts| {
            let file = leads_to(t, c, address);
            view! { <p>{facts}{context::colon(t)}<a href=address>{file}</a></p> }
        });
        let found = other
            .found
            .map(|found| view! { <p class="muted">{found}</p> });
        view! { {facts} {found} }
    });
    let others = others.collect_view();
    let is_ours = interchange::local_code::is_local(&c.code);
    let code =
        is_ours.then(|| view! { <p class="muted">{say::local_code(t, c.code.as_str())}</p> });
    view! {
        <section aria-labelledby="source"><h2 id="source">{say::source(t)}</h2>{link}{others}{code}</section>
    }
}

/// Who changed what is shown here, when and why.
fn history(shown: &CommitmentView) -> impl IntoView + use<> {
    let t = lang();
    let code = &shown.row.commitment.code;
    let edit = route::staff::Commitment::new(code).to_string();
    let all = route::Changes.with("code", code);
    let more = shown.history.revisions.len() - shown.timeline.len();
    let revisions = shown
        .history
        .revisions
        .iter()
        .rev()
        .zip(&shown.timeline)
        .map(|(past, change)| {
            let r = &past.revision;
            let what = change
                .items
                .iter()
                .map(|item| what_changed(t, item))
                .collect_view();
            let reason = localized_reason(t, &r.reason);
            let made = quoting(t, [reason], |[reason]| say::made(t, &r.made_by, reason));
            view! {
                <li>
                    <time datetime=r.made_at.format("%Y-%m-%d").to_string()>
                        {day_of(t, r.made_at)}
                    </time>
                    {made} {change.written_by(t, &r.made_by)}
                    {what}
                </li>
            }
        });
    let in_history = if more > 0 {
        say::earlier_changes(t, more)
    } else {
        say::in_history(t).to_owned()
    };
    view! {
        <section aria-labelledby="history">
            <h2 id="history">{say::history(t)}</h2>
            <ol class="timeline">{revisions.collect_view()}</ol>
            <p class="no-print">
                <a href=link_to(all)>{in_history}</a> " \u{b7} " <a href=edit>{say::for_staff(t)}</a>
            </p>
            {follow_query(feeds::follow_one(t).to_owned(), &Query::default().with_code(code))}
        </section>
    }
}
