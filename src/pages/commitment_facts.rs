//! The facts of a commitment on its page, and the names of those that this record lacks.

use leptos::prelude::*;

use super::method::{SPECIFICITY, STARRED};
use crate::components::{lang, link_to, quoting, source_text};
use crate::service::CommitmentView;
use crate::words::provenance::{is_as_bundled, is_from_specificity, note_on_plan_years};
use crate::words::source_address::leads_to;
use domain::context::ContextKind;
use domain::institution::is_one_name;
use domain::query::{Filter, Query};
use domain::route;
use domain::text::{direction, lower_first};
use domain::{Answer, ChallengeArea, Lang, PartialDate};
use i18n::facets::in_order;
use i18n::format::{all_of, date as date_in_words};
use i18n::{InLanguage, commitment as say, context, home, lang_of, method, names};
use interchange::seed::{other_plan_title, words_for_dates};

/// The facts that are known, and the names of those that are not.
pub fn facts(shown: &CommitmentView) -> impl IntoView + use<> {
    let t = lang();
    let c = &*shown.row.commitment;
    let catalogue = &shown.catalogue;
    let areas = catalogue.areas();
    let answer = |a: Option<Answer>| a.map(|a| a.in_language(t).into_any());
    let period = match (c.plan.start_year, c.plan.end_year) {
        (Some(start), Some(end)) if end == start => Some(start.to_string()),
        (Some(start), Some(end)) => Some(say::period(t, start, end)),
        (Some(start), None) => Some(say::period_from(t, start)),
        (None, Some(end)) => Some(say::period_until(t, end)),
        (None, None) => None,
    };
    let period = period.map(|period| with_note(period.into_any(), note_on_plan_years(t, shown)));
    let after_plan = c.end.zip(c.plan.end_year).and_then(|(end, plan)| {
        let is_later = end.year() > plan;
        is_later.then(|| say::after_plan(t, plan))
    });
    let before_plan = c.start.zip(c.plan.start_year).and_then(|(start, plan)| {
        let is_earlier = start.year() < plan;
        is_earlier.then(|| say::before_plan(t, plan))
    });
    let words = |fact| words_for_dates(&c.code).filter(|_| is_as_bundled(shown, fact));
    let start = date(
        t,
        c.start,
        words("start").and_then(|words| words.start.as_deref()),
    );
    let start = start.map(|start| with_note(start, before_plan));
    let end = date(
        t,
        c.end,
        words("end").and_then(|words| words.end.as_deref()),
    );
    let end = end.map(|end| with_note(end, after_plan));
    let chips = |filter: Filter, entries: Vec<(String, String)>| {
        if entries.is_empty() {
            return None;
        }
        let items = entries.into_iter().map(|(slug, name)| {
            let href = match filter {
                Filter::Area => route::Area::new(&slug).to_string(),
                _ => Query::default()
                    .with(filter, &slug)
                    .link(route::Commitments),
            };
            view! { <li><a class="chip" href=link_to(href)>{name}</a></li> }
        });
        Some(view! { <ul class="chips tags">{items.collect_view()}</ul> }.into_any())
    };
    let policy_areas = c
        .policy_areas
        .iter()
        .map(|s| (s.to_string(), names::area(t, s, areas.name(s))));
    let policy_areas = in_order(t, Filter::Area, policy_areas.collect(), |(_, name)| {
        (name, 0)
    });
    let values = c
        .ogp_values
        .iter()
        .map(|v| (v.slug().to_owned(), v.in_language(t).to_owned()))
        .collect();
    let reports = c.distinct_reports().into_iter();
    let reports: Vec<String> = reports.map(|report| say::report_title(t, report)).collect();
    let other_title = other_plan_title(c).filter(|_| is_as_bundled(shown, "plan"));
    let other_title = other_title.map(|other| {
        let note = quoting(t, [other], |[other]| say::page_calls_plan(t, other));
        view! { <p class="muted"><small>{note}</small></p> }
    });
    let plan_title = c.plan.title.as_ref().map(|title| {
        let title = source_text(t, title);
        view! { {title} {other_title} }.into_any()
    });
    let starred = c.starred.map(|starred| {
        let answer = if starred { say::yes(t) } else { say::no(t) };
        let meaning = link_to(route::Method.at(STARRED));
        view! { {answer} ". " <a href=meaning>{method::starred(t)}</a> }.into_any()
    });
    let verifiable = match c.verifiable {
        Some(derived) if is_from_specificity(shown) => {
            let rule = link_to(route::Method.at(SPECIFICITY));
            let derived = derived.in_language(t);
            let from = say::from_specificity(t);
            Some(view! { {derived} " (" <a href=rule>{from}</a> ")" }.into_any())
        }
        stated => answer(stated),
    };
    let challenge = c.challenge_area.map(|area| area.in_language(t));
    let status = c.status.map(|status| status.in_language(t));
    let highlighted = catalogue
        .context()
        .about(ContextKind::Featured, "code", &c.code)
        .next();
    let may_be_of_challenge = highlighted.is_none() && ChallengeArea::is_open_question_of(&c.plan);
    let highlighted = highlighted.map(|item| {
        let why = item.text("why", t).trim_end_matches('.').to_owned();
        let href = item.get("source_url").to_owned();
        let page = leads_to(t, c, &href);
        let lang = lang_of(t, &why);
        let source = format!("{}{}", context::source(t), context::colon(t));
        view! { <span lang=lang>{why}". "</span>{source}<a href=href>{page}</a> }.into_any()
    });
    let word = |word: Option<&'static str>| word.map(IntoAny::into_any);
    let facts: Vec<(&str, Option<AnyView>)> = vec![
        (say::plan(t), plan_title),
        (say::plan_period(t), period),
        (say::number(t), c.number.clone().map(IntoAny::into_any)),
        (say::lead(t), institutions(t, &c.lead_institutions)),
        (say::support(t), institutions(t, &c.support_institutions)),
        (say::areas(t), chips(Filter::Area, policy_areas)),
        (say::values(t), chips(Filter::Value, values)),
        (say::start(t), start),
        (say::end(t), end),
        (say::verifiable(t), verifiable),
        (say::relevant(t), answer(c.relevant)),
        (say::reports(t), list(t, &reports)),
        (say::starred(t), starred),
        (say::challenge(t), word(challenge)),
        (home::pointed_out(t), highlighted),
        (say::status_when_read(t), word(status)),
        (say::region(t), word(Some(c.member.region.in_language(t)))),
    ];
    let unknown: Vec<String> = facts
        .iter()
        .filter(|(_, value)| value.is_none())
        .filter(|(name, _)| *name != home::pointed_out(t))
        // Without an open-government lens it advances none of them, as a rule: nothing is missing.
        .filter(|(name, _)| *name != say::values(t) || c.relevant != Some(Answer::No))
        .filter(|(name, _)| *name != say::challenge(t) || may_be_of_challenge)
        .map(|(name, _)| match *name {
            name if name == say::challenge(t) => say::whether_of_challenge(t).to_owned(),
            name if name == say::verifiable(t) => say::whether_verifiable(t).to_owned(),
            name if name == say::starred(t) => say::whether_starred(t).to_owned(),
            name if name == say::start(t) => say::start_date(t).to_owned(),
            name if name == say::end(t) => say::end_date(t).to_owned(),
            name => lower_first(name),
        })
        .collect();
    let unknown = (!unknown.is_empty()).then(|| {
        view! { <p class="muted unknown">{say::not_in_record(t, &all_of(t, &unknown))}</p> }
    });
    let facts = facts
        .into_iter()
        .filter_map(|(name, value)| Some(view! { <div><dt>{name}</dt><dd>{value?}</dd></div> }));
    view! {
        <section aria-labelledby="facts">
            <h2 id="facts">{say::record(t)}</h2>
            <dl class="facts">{facts.collect::<Vec<_>>()}</dl>
            {unknown}
        </section>
    }
}

/// Institutions by name; lists and sentences that a source has in their place are said to be its words.
fn institutions(t: Lang, names: &[String]) -> Option<AnyView> {
    let shown = list(t, names)?;
    if names.iter().all(|name| is_one_name(name)) {
        return Some(shown);
    }
    let note = say::in_words_of_source(t);
    Some(view! { {shown} <p class="muted"><small>{note}</small></p> }.into_any())
}

/// A date; else the words that a source has in its place.
fn date(t: Lang, date: Option<PartialDate>, words: Option<&'static str>) -> Option<AnyView> {
    if let Some(date) = date {
        return Some(date_in_words(t, date).into_any());
    }
    let lang = (t != Lang::English).then_some(Lang::English.slug());
    let words = words?;
    let words = view! { <span lang=lang>{words}</span> }.into_any();
    let note = say::in_words_of_source(t).to_owned();
    Some(with_note(words, Some(note)))
}

/// A fact, and what has to be said with it, if anything.
fn with_note(fact: AnyView, note: Option<String>) -> AnyView {
    match note {
        Some(note) => view! { {fact} <p class="muted"><small>{note}</small></p> }.into_any(),
        None => fact,
    }
}

fn list(t: Lang, items: &[String]) -> Option<AnyView> {
    let list = match items {
        [] => return None,
        [one] => source_text(t, one),
        _ => {
            let items = items.iter().map(|item| {
                view! { <li lang=lang_of(t, item) dir=direction(item)>{item.clone()}</li> }
            });
            view! { <ul>{items.collect_view()}</ul> }.into_any()
        }
    };
    Some(list)
}
