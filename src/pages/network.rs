//! `/network`, `/network/{participant}`: the informal network on open algorithms, as dated data.

use leptos::prelude::*;

use super::{Page, Visit};
use crate::components::{
    CommitmentRows, Crumbs, Markdown, TableHead, contents, coverage_line, data_table, figures,
    lang, layout, link_to, page_title, source_link, source_text, sources, words,
};
use crate::service::Listed;
use crate::service::context::{NetworkView, ParticipantDetail, ParticipantView};
use domain::Lang;
use domain::context::{ContextItem, NetworkStatus, ParticipantLevel};
use domain::route;
use i18n::format::{date, number};
use i18n::{InLanguage, context, network as say};

/// The whole network.
pub async fn network_page(visit: Visit) -> Page {
    Ok(show(visit.app.network(visit.lang())).into_any())
}

/// One participant.
pub async fn participant_page(visit: Visit, at: route::Participant) -> Page {
    let t = visit.lang();
    let ParticipantDetail {
        catalogue,
        view,
        rows,
        meetings,
    } = visit.app.participant(&at.participant)?;
    let name = view.item.text("name", t).to_owned();
    let here = route::Participant::new(&view.item.slug).to_string();
    page_title(
        &say::participant_title(t, &name),
        &say::participant_description(t, &name),
        &here,
    );
    let trail = vec![(route::Network::PATH.to_owned(), say::title(t).to_owned())];
    let rows: Vec<Listed> = rows.into_iter().map(Listed::from).collect();
    let commitments = if rows.is_empty() {
        view! { <p>{say::none_in_record(t)}</p> }.into_any()
    } else {
        view! { <CommitmentRows items=rows today=catalogue.today() member=false/> }.into_any()
    };
    let meetings = meetings.iter().map(|meeting| {
        view! { <li>{when(t, meeting)} " " {meeting.text("title", t).to_owned()}</li> }
    });
    let meetings = meetings.collect_view();
    let profile = view
        .member
        .clone()
        .map(|href| view! { <p><a href=link_to(href)>{say::profile(t)}</a></p> });
    Ok(layout(
        route::Network::PATH,
        Some(&catalogue),
        true,
        view! {
            <Crumbs trail/>
            <div class="page-head">
                <h1>{source_text(t, &name)}</h1>
                {note(t, &view.item)}
                {profile}
            </div>
            {coverage_line(&catalogue)}
            <section aria-labelledby="standing">
                <h2 id="standing">{say::standing(t)}</h2>
                {standings(t, &view.item)}
            </section>
            <section class="section" aria-labelledby="meetings">
                <h2 id="meetings">{say::their_meetings(t)}</h2>
                <ul>{meetings}</ul>
            </section>
            <section class="section" aria-labelledby="commitments">
                <h2 id="commitments">{say::their_commitments(t)}</h2>
                {commitments}
            </section>
        },
    ))
}

fn show(network: NetworkView) -> AnyView {
    let t = lang();
    page_title(say::title(t), say::description(t), route::Network::PATH);
    let groups = network.participants.iter();
    let groups = groups
        .map(|(level, all)| group(t, *level, all))
        .collect_view();
    let meetings = network.meetings.iter();
    let meetings = meetings
        .map(|(one, invited)| meeting(t, one, invited))
        .collect_view();
    let topics = network.topics.iter().map(|topic| {
        let dated = topic.date("date").map(|day| format!(" ({})", date(t, day)));
        let note = topic.text("note", t).to_owned();
        view! {
            <dt>{topic.text("title", t).to_owned()} {dated}</dt>
            <dd>{note} {sources(&topic.sources())}</dd>
        }
    });
    let topics = topics.collect_view();
    let parts = [
        ("participants", say::participants(t)),
        ("meetings", say::meetings(t)),
        ("topics", say::topics(t)),
    ];
    layout(
        route::Network::PATH,
        Some(&network.catalogue),
        true,
        view! {
            <div class="page-head"><h1>{say::title(t)}</h1><p class="lead">{say::lead(t)}</p></div>
            {contents(parts)}
            {coverage_line(&network.catalogue)}
            <section aria-labelledby="participants">
                <h2 id="participants">{say::participants(t)}</h2>
                {groups}
            </section>
            <section class="section" aria-labelledby="meetings">
                <h2 id="meetings">{say::meetings(t)}</h2>
                {meetings}
            </section>
            <section class="section" aria-labelledby="topics">
                <h2 id="topics">{say::topics(t)}</h2>
                <dl class="topics">{topics}</dl>
            </section>
        },
    )
}

fn note(t: Lang, item: &ContextItem) -> Option<impl IntoView + use<>> {
    let note = item.text("note", t).to_owned();
    (!note.is_empty()).then(|| view! { <p class="muted">{note}</p> })
}

/// What sources say of a participant, each with its date.
pub(super) fn standings(t: Lang, item: &ContextItem) -> impl IntoView + use<> {
    let lines = item.network_statuses().into_iter().map(|said| {
        let when = match said.date {
            Some(day) => date(t, day),
            None => context::undated(t).to_owned(),
        };
        let words = say::statement(t, said.status.in_language(t));
        view! {
            <li>{words} {when} " (" {source_link(t, &said.source)} ")"</li>
        }
    });
    view! { <ul class="standings">{lines.collect_view()}</ul> }
}

/// The same in short: each standing with the dates of its sources, which the participant's own page
/// names.
fn in_short(t: Lang, item: &ContextItem) -> impl IntoView + use<> {
    let said = item.network_statuses();
    let lines = NetworkStatus::ALL.iter().filter_map(|standing| {
        let of_it = said.iter().filter(|one| one.status == *standing);
        let mut dates: Vec<String> = of_it
            .map(|one| match one.date {
                Some(day) => date(t, day),
                None => context::undated(t).to_owned(),
            })
            .collect();
        dates.dedup();
        let words = say::statement(t, standing.in_language(t));
        (!dates.is_empty()).then(|| view! { <li>{words} {dates.join(", ")}</li> })
    });
    view! { <ul class="standings">{lines.collect_view()}</ul> }
}

fn group(t: Lang, level: ParticipantLevel, all: &[ParticipantView]) -> AnyView {
    if all.is_empty() {
        return ().into_any();
    }
    let rows = all.iter().map(|view| {
        let name = source_text(t, view.item.text("name", t));
        let href = route::Participant::new(&view.item.slug).to_string();
        let commitments = match &view.commitments {
            Some((query, count)) if *count > 0 => {
                view! { <a href=link_to(query.link(route::Commitments))>{number(t, *count)}</a> }
                    .into_any()
            }
            Some(_) => say::none_in_record(t).into_any(),
            None => say::not_in_record(t).into_any(),
        };
        let commitments = (level != ParticipantLevel::Partner)
            .then(|| view! { <td class="n">{commitments}</td> });
        view! {
            <tr>
                <th scope="row"><a href=link_to(href)>{name}</a></th>
                <td class="wide">{in_short(t, &view.item)}</td>
                {commitments}
            </tr>
        }
    });
    let mut columns = vec![words(say::who(t)), words(say::standing(t))];
    if level != ParticipantLevel::Partner {
        columns.push(figures(say::commitments(t)));
    }
    data_table(
        TableHead {
            id: format!("network-{}", level.slug()),
            caption: level.in_language(t).to_owned(),
            caption_visible: true,
            definitions: true,
            columns,
        },
        rows.collect_view(),
    )
}

fn when(t: Lang, meeting: &ContextItem) -> Option<impl IntoView + use<>> {
    let day = meeting.date("date")?;
    Some(view! { <time datetime=day.to_string()>{date(t, day)}</time> })
}

fn meeting(
    t: Lang,
    meeting: &ContextItem,
    invited: &[std::sync::Arc<ContextItem>],
) -> impl IntoView + use<> {
    let id = meeting.slug.clone();
    let heading = id.clone();
    let facts = [
        ("format", say::format as fn(Lang, &str) -> String),
        ("place", say::place),
        ("topic", say::topic),
    ]
    .into_iter()
    .filter_map(|(field, say)| {
        let text = meeting.text(field, t);
        (!text.is_empty()).then(|| view! { <li>{say(t, text)}</li> })
    })
    .collect_view();
    let objectives = meeting.localized("objectives", t).map(|(text, lang)| {
        let lang = (lang != t).then_some(lang);
        view! { <h4>{say::objectives(t)}</h4> <Markdown text=text.to_owned() lang/> }
    });
    let names = invited.iter().map(|item| {
        let href = route::Participant::new(&item.slug).to_string();
        view! { <li><a href=link_to(href)>{source_text(t, item.text("name", t))}</a></li> }
    });
    let names = (!invited.is_empty()).then(|| {
        view! { <h4>{say::invited(t)}</h4> <ul class="plain columns">{names.collect_view()}</ul> }
    });
    view! {
        <article class="meeting" aria-labelledby=id>
            <h3 id=heading>{meeting.text("title", t).to_owned()}</h3>
            <p>{when(t, meeting)}</p>
            <ul class="plain">{facts}</ul>
            {objectives}
            {names}
            {sources(&meeting.sources())}
        </article>
    }
}
