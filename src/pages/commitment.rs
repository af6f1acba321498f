//! `/commitments/{CODE}`: one commitment with all that is known, and what is not.

use chrono::NaiveDate;
use leptos::prelude::*;

use super::changes::what_changed;
use super::commitment_facts::facts;
use super::commitment_related::related;
use super::rating_card::{paragraphs, rating_cards};
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
use domain::text::{cut_at_word, direction, upper_first};
use domain::{Commitment, CommitmentStatus, Dimension, KnownSource, Lang};
use i18n::changes::localized_reason;
use i18n::format::{date as date_in_words, day_of};
use i18n::rows::{plan_in_words, plan_label};
use i18n::{commitment as say, context, feeds, lang_of, language_name, names};
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
            {article(&shown, Some(shortlist_of(&c.code)))}
            <Shortlist/>
            {asset_href("start.js").map(|href| view! { <script type="module" src=href></script> })}
        })}
    }
}

/// Characters of a title above which it is set smaller.
const LONG_TITLE: usize = 90;
/// Characters of a title above which only its beginning is the heading, and the length of that.
const LONGEST_TITLE: usize = 250;
const BEGINNING: usize = 160;

/// The title. One as long as a paragraph would push the answer off the first screen: it is shortened, and
/// stands whole behind a fold below.
fn heading(t: Lang, title: &str) -> AnyView {
    let length = title.chars().count();
    let class = (length > LONG_TITLE).then_some("long");
    let (lang, dir) = (lang_of(t, title), direction(title));
    let is_cut = length > LONGEST_TITLE;
    let shown = if is_cut {
        cut_at_word(title, BEGINNING)
    } else {
        title.to_owned()
    };
    let whole = is_cut.then(|| {
        view! {
            <details class="whole-title">
                <summary>{say::whole_title(t)}</summary>
                <p lang=lang dir=dir>{title.to_owned()}</p>
            </details>
        }
    });
    let heading = match class {
        Some(class) => view! { <h1 class=class lang=lang dir=dir>{shown}</h1> }.into_any(),
        None => view! { <h1 lang=lang dir=dir>{shown}</h1> }.into_any(),
    };
    view! { {heading} {whole} }.into_any()
}

/// In which language the title is, where that is not the page's and our data has none in it.
fn title_language(t: Lang, c: &Commitment) -> impl IntoView + use<> {
    let foreign = lang_of(t, c.title_for(t)).filter(|_| !c.is_title_translated_for(t));
    let name = foreign.and_then(|code| language_name(t, code));
    name.map(|name| view! { <p class="muted">{say::only_title_in(t, name)}</p> })
}

/// All that is known of a commitment. `shortlist` is the form that puts it on one, where its page has one.
pub fn article(shown: &CommitmentView, shortlist: Option<AnyView>) -> AnyView {
    let t = lang();
    let c = &*shown.row.commitment;
    let plan = plan_label(t, &c.plan);
    let title = c.title_for(t);
    let original = (title != c.title).then(|| {
        view! { <p class="muted">{title_note(t, c)} {source_text(t, &c.title)}</p> }
    });
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
                    {heading(t, title)}
                    {original}
                    {title_language(t, c)}
                    <p class="lead">{verdict(t, &shown.row, shown.catalogue.today())}</p>
                    {way(t, &shown.row, shown.catalogue.today())}
                    {shortlist}
                    {summary(t, c)}
                </header>
                {(c.status == Some(CommitmentStatus::Withdrawn)).then(|| view! {
                    <p class="notice caution">{say::withdrawn(t)}</p>
                })}
                {twice(shown)}
                {rating_cards(shown)}
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
            .map(|when| view! { ", " <span class="when">{when}</span> });
        view! { <li class=class><span>{step.what}</span>{when}</li> }
    });
    view! { <ol class="way" aria-label=i18n::verdict::steps(t)>{steps.collect_view()}</ol> }
}

/// Whether its source is one of the tables of many commitments that the record was read from.
fn is_of_table(c: &Commitment) -> bool {
    let source = c.source_url.as_deref().and_then(KnownSource::at);
    source.and_then(KnownSource::megabytes).is_some()
}

fn promise(c: &Commitment, texts: &Texts) -> impl IntoView + use<> {
    let t = lang();
    let description = if let Some(text) = &texts.description {
        paragraphs(t, text).into_any()
    } else {
        // A table of many commitments is no place to read one.
        let page = c.source_url.as_ref().filter(|_| !is_of_table(c));
        let at_source = page.map(|href| {
            let text = leads_to(t, c, href);
            view! { {say::read_at(t)} <a href=href.clone()>{text}</a> "." }
        });
        let in_plan = is_of_table(c).then(|| say::in_the_plan(t));
        view! { <p class="muted">{say::no_full_text(t)} " " {at_source} {in_plan}</p> }.into_any()
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
            if is_of_table(c) {
                say::in_the_plan(t)
            } else {
                say::why_no_text(t)
            },
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
    let edit = use_context::<ForStaff>().map(|_| {
        let edit = route::staff::Commitment::new(code).to_string();
        view! { " \u{b7} " <a href=edit>{say::for_staff(t)}</a> }
    });
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
                <a href=link_to(all)>{in_history}</a> {edit}
            </p>
            {follow_query(feeds::follow_one(t).to_owned(), &Query::default().with_code(code))}
        </section>
    }
}
