//! The cards of a commitment's page that tell its ratings.

use leptos::prelude::*;

use crate::components::{lang, link_to, mark_badge, quoting, source_text};
use crate::service::{BUNDLED, CommitmentView};
use crate::words::levels::mark;
use crate::words::provenance::others_in_cluster;
use crate::words::source_address::leads_to;
use crate::words::verdict::{read_from, says_pending};
use domain::review::cited_report;
use domain::route;
use domain::source::OgpPage;
use domain::text::direction;
use domain::{
    Commitment, Dimension, Finding, KnownSource, Lang, Level, Rating, ReportStage, Scheme, Value,
};
use i18n::context::colon;
use i18n::format::{all_of, date};
use i18n::{InLanguage, commitment as say, lang_of, terms};
use store::{PastRating, PastRevision};

/// Where and when a rating was read, and what leads there.
#[derive(Debug, Clone, PartialEq, Eq)]
struct SourceLine {
    /// In a sentence; none where the link says the same.
    read: Option<String>,
    /// The address, and what it leads to.
    link: Option<(String, String)>,
}

/// The cards of the three ratings; below them, the source that two or all of them would repeat.
pub fn rating_cards(shown: &CommitmentView) -> impl IntoView + use<> {
    let all = Dimension::ALL.iter();
    let lines: Vec<_> = all.map(|d| (*d, source_line(shown, *d))).collect();
    let stated_by = |line: &SourceLine| -> Vec<Dimension> {
        let same = lines
            .iter()
            .filter(|(_, other)| other.as_ref() == Some(line));
        same.map(|(dimension, _)| *dimension).collect()
    };
    let mut sources = lines.iter().filter_map(|(_, line)| line.as_ref());
    let shared = sources.find(|line| stated_by(line).len() > 1).cloned();
    let below = shared
        .as_ref()
        .map(|shared| shared_source(shared, &stated_by(shared)));
    let cards: Vec<_> = lines
        .into_iter()
        .map(|(dimension, line)| {
            rating_card(
                shown,
                dimension,
                line.filter(|line| Some(line) != shared.as_ref()),
            )
        })
        .collect();
    view! { <div class="rating-cards">{cards}</div> {below} }
}

/// A source that the ratings of some dimensions share.
fn shared_source(shared: &SourceLine, dimensions: &[Dimension]) -> impl IntoView + use<> {
    let t = lang();
    let names = dimensions.iter();
    let names: Vec<_> = names.map(|d| d.in_language(t).to_lowercase()).collect();
    let source = shared.link.clone().map(|(href, text)| {
        let of = say::source_of_ratings(t, &all_of(t, &names));
        view! { {of} {colon(t)} <a href=href>{text}</a> }
    });
    view! { <p class="muted shared-source">{shared.read.clone()} " " {source}</p> }
}

/// The newest of the ratings that read like the one that counts: it is the one that counts.
fn past_of<'a>(shown: &'a CommitmentView, rating: &Rating) -> Option<&'a PastRating> {
    let ratings = shown.history.in_force();
    ratings.filter(|past| past.rating == *rating).last()
}

fn source_line(shown: &CommitmentView, dimension: Dimension) -> Option<SourceLine> {
    let t = lang();
    let c = &*shown.row.commitment;
    let rating = c.ratings.of(dimension)?;
    let file = past_of(shown, rating).and_then(|past| {
        let of_past = |r: &&PastRevision| r.number == past.revision;
        let revision = shown.history.revisions.iter().find(of_past);
        revision.and_then(|r| r.revision.source.as_deref())
    });
    // What came with the program was read from copies of pages without a date.
    let is_bundled = file.is_some_and(|file| file.starts_with(BUNDLED));
    let link = rating.source_link().map(|href| {
        let text = leads_to(t, c, &href);
        let is_copied = matches!(
            OgpPage::at(&href),
            Some(OgpPage::Commitment(_) | OgpPage::Member(_))
        );
        let text = if is_bundled && is_copied {
            say::page_today(t, &text)
        } else {
            text
        };
        (href, text)
    });
    let read = read_in_words(t, rating, file, is_bundled);
    (read.is_some() || link.is_some()).then_some(SourceLine { read, link })
}

/// What is known of one dimension: level, value on its scale, report, reply. `own` is its source, unless that stands
/// below the cards.
fn rating_card(
    shown: &CommitmentView,
    dimension: Dimension,
    own: Option<SourceLine>,
) -> impl IntoView + use<> {
    let t = lang();
    let c = &*shown.row.commitment;
    let level = c.level(dimension);
    let mark = mark(t, &shown.row, dimension, shown.catalogue.today());
    let rating = c.ratings.of(dimension).cloned();
    let id = format!("r-{}", dimension.slug());
    let heading = id.clone();
    let said = match rating.as_ref().map(|r| r.finding) {
        Some(Finding::Rated(value)) => rated(t, value, c).into_any(),
        // What contradicts it says the same, and more.
        _ if cited_report(c, dimension).is_some() => ().into_any(),
        // So does the verdict, of both ratings of results at once.
        Some(Finding::Pending) if dimension != Dimension::Ambition && says_pending(c) => {
            ().into_any()
        }
        _ => {
            let source = rating.as_ref().and_then(|r| r.source_url.as_deref());
            let is_old = source.and_then(KnownSource::at) == Some(KnownSource::Explorer2016);
            let said = match level {
                Level::NoData if is_old => say::no_data_in_explorer(t).into(),
                _ => mark.meaning.clone(),
            };
            view! { <p class="value">{said}</p> }.into_any()
        }
    };
    let cited = cited_report(c, dimension).map(|report| {
        let of_page = rating.as_ref().and_then(|r| r.source_url.as_deref());
        let is_page = of_page.and_then(KnownSource::at) == Some(KnownSource::OgpPage);
        let title = report.title.trim_end_matches('.');
        let said = match (dimension, is_page) {
            (Dimension::Ambition, true) => say::design_pending_on_page,
            (Dimension::Ambition, false) => say::design_pending_in_source,
            (_, true) => say::pending_on_page,
            (_, false) => say::pending_in_source,
        };
        quoting(t, [title], |[title]| said(t, title))
    });
    let cited = cited.map(|cited| view! { <p class="contradiction">{cited}</p> });
    let provisional = rating
        .as_ref()
        .and_then(|r| match r.report.as_ref()?.stage {
            ReportStage::Final => None,
            ReportStage::ForComment => Some(say::provisional(t)),
            ReportStage::Draft => Some(say::not_published(t)),
        })
        .map(|why| view! { <p class="muted">{why}</p> });
    let past = rating.as_ref().and_then(|rating| past_of(shown, rating));
    let origin = past.and_then(|past| past.origin.as_ref());
    let place = rating.as_ref().and_then(|r| r.source_page.clone());
    let over = origin
        .and_then(|o| o.override_reason.clone())
        .map(|why| view! { <p class="muted">{say::unusual_scale(t)} {source_text(t, &why)}</p> });
    let reply = past
        .and_then(|past| past.reply.clone())
        .map(|(reply, url)| {
            let link = url.map(|href| view! { <a href=href>{say::source_of_reply(t)}</a> });
            view! {
                <details class="reply">
                    <summary>{say::reply(t)}</summary>
                    {paragraphs(t, &reply)}
                    <p>{link}</p>
                </details>
            }
        });
    let report = rating.as_ref().and_then(|r| r.report.as_ref());
    let unnamed = report.and_then(|r| say::from_unnamed_report(t, r));
    let report = report.map(|r| {
        if let Some(said) = unnamed.filter(|_| place.is_none()) {
            return said.into_any();
        }
        quoting(t, [r.title.trim_end_matches('.')], |[title]| match &place {
            None if r.stage == ReportStage::Draft => format!("{title}. "),
            Some(anchor) if anchor.starts_with('#') => say::from_report_part(t, title, anchor),
            Some(page) => say::from_report_page(t, title, page),
            None => say::from_report(t, title),
        })
    });
    let page = place
        .as_deref()
        .filter(|_| report.is_none())
        .map(|page| say::on_page(t, page.trim_start_matches('#')));
    let (read, link) = own.map_or((None, None), |own| (own.read, own.link));
    let source = link.map(|(href, text)| {
        let of = say::of_the_rating(t, &dimension.in_language(t).to_lowercase());
        view! { <a href=href>{say::source(t)}<span class="vh">{of}</span>{colon(t)}{text}</a> }
    });
    let has_origin = report.is_some() || page.is_some() || read.is_some() || source.is_some();
    let origin = has_origin.then(|| {
        view! { <p class="muted">{report} {page} {read} " " {source}</p> }
    });
    view! {
        <section class=format!("rating-card {}", mark.class) aria-labelledby=id>
            <h2 id=heading>{dimension.in_language(t)}</h2>
            <p class="question">{terms::dimension_question(t, dimension)}</p>
            {mark_badge(&mark)}
            {said}
            {cluster(t, shown, dimension)}
            {cited}
            {provisional}
            {origin}
            {over}
            {reply}
        </section>
    }
}

/// That a rating was given to a group of commitments, and which the others are.
fn cluster(t: Lang, shown: &CommitmentView, dimension: Dimension) -> Option<AnyView> {
    let c = &*shown.row.commitment;
    let mut links: Vec<AnyView> = Vec::new();
    let mut is_whole = true;
    for code in others_in_cluster(c, dimension) {
        if !links.is_empty() {
            links.push(", ".into_any());
        }
        let text = code.to_string();
        let is_there = shown.catalogue.find(code).is_some();
        is_whole &= is_there;
        links.push(if is_there {
            let href = link_to(route::Commitment::new(code));
            view! { <a href=href>{text}</a> }.into_any()
        } else {
            text.into_any()
        });
    }
    let unlinked = (!is_whole).then(|| say::group_not_in_data(t));
    (!links.is_empty())
        .then(|| view! { <p>{say::rated_as_group(t)} " " {links} ". " {unlinked}</p> }.into_any())
}

/// Where and when a rating was read. `file` is what its change of the record names as its source: the
/// data that came with the program, a file, or a watched sheet with its address.
fn read_in_words(t: Lang, rating: &Rating, file: Option<&str>, is_bundled: bool) -> Option<String> {
    let address = rating.source_url.as_deref();
    // Staff give the address of a report as the source of what they publish: that is no file that was read.
    let file = file.filter(|file| !is_bundled && Some(*file) != address);
    let day = rating.read_on.map(|day| date(t, day));
    let sheet = address.and_then(|address| file?.strip_suffix(&*format!(" ({address})")));
    match (day, sheet, file) {
        (Some(day), Some(sheet), _) => Some(say::read_in_file_on(t, sheet, &day)),
        (Some(day), None, _) => Some(say::read_on(t, &day)),
        // Whoever made the file may have read the page that it names: we have not.
        (None, _, Some(file)) => address.map(|_| say::read_in_file(t, sheet.unwrap_or(file))),
        // The link to a file says which it is, and of when.
        (None, ..) => {
            let is_file = KnownSource::at(address?).and_then(KnownSource::megabytes);
            read_from(t, address?, is_bundled).filter(|_| is_file.is_none())
        }
    }
}

/// A value on its scale, with what it means.
fn rated(t: Lang, value: Value, c: &Commitment) -> impl IntoView + use<> {
    let scheme = value.scheme();
    // That nothing was found stands below the steps: it is none of them.
    let (apart, mut values): (Vec<_>, Vec<_>) = scheme
        .iter()
        .enumerate()
        .partition(|(_, step)| step.is_without_finding());
    values.splice(0..0, apart);
    let steps = values.into_iter().map(|(ordinal, step)| {
        let here = ordinal == value.ordinal();
        // The line runs before the first value on its high side.
        let line = step.describe().level == Level::High
            && scheme.values()[..ordinal]
                .iter()
                .all(|before| before.level == Level::Low);
        let class = match (here, line) {
            (true, true) => "here line",
            (true, false) if step.is_without_finding() => "here apart",
            (true, false) => "here",
            (false, true) => "line",
            (false, false) if step.is_without_finding() => "apart",
            (false, false) => "",
        };
        view! { <li class=class aria-current=here.then_some("true")>{terms::value(t, step)}</li> }
    });
    let lowered = (value.describe().level == Level::High
        && c.level(Dimension::Ambition) == Level::Low
        && scheme == Scheme::PotentialImpact)
        .then_some(say::lowered(t));
    // Names of scales that are questions end as such.
    let is_question = scheme.in_language(t).ends_with('?');
    let stop = (!is_question).then_some(".");
    let high = scheme
        .iter()
        .filter(|step| step.describe().level == Level::High);
    let high: Vec<_> = high.map(|step| terms::value(t, step).to_owned()).collect();
    let values = say::values_of_scale(t, scheme.in_language(t), &all_of(t, &high));
    view! {
        <ol class="scale" aria-label=values>
            {steps.collect_view()}
        </ol>
        <p class="value">
            <strong>{terms::value(t, value)}</strong> {say::on_the_scale(t)}
            <a href=link_to(route::Method.at(scheme.slug()))>{scheme.in_language(t)}</a> {stop} " "
            {terms::value_definition(t, value)} {lowered}
        </p>
    }
}

/// A text of the record in its paragraphs.
pub fn paragraphs(t: Lang, text: &str) -> Vec<AnyView> {
    let lang = lang_of(t, text);
    text.split("\n\n")
        .filter(|p| !p.trim().is_empty())
        .map(|p| view! { <p lang=lang dir=direction(p)>{p.trim().to_owned()}</p> }.into_any())
        .collect()
}
