//! `/charts/{name}`: one chart over any query, with everything to read it, check it and take it
//! away; `/charts/{name}/embed`: the chart alone, for the frames of other sites; `/charts`: every
//! chart, and the explorer.

use leptos::prelude::*;

use super::chart_presets::presets;
use super::{Page, Visit};
use crate::assets::asset_href;
use crate::components::{
    Card, ChartFigure, ChartIntro, Crumbs, FrameTexts, MaxSize, NAME, bare, chart_form, chips,
    contents, counted_line, frame, lang, layout, link_to, offer_oembed, other_set, page_with_card,
    part_line,
};
use crate::error::AppError;
use crate::service::{ChartView, Missing, NotFound, Suggestion, shortened};
use crate::words;
use catalogue::Catalogue;
use charts::{Chart, ChartRequest};
use domain::chart::ChartName;
use domain::frame::Theme;
use domain::query::{Filter, QueryError};
use domain::route;
use domain::route::ChartAs;
use domain::{Lang, Lens, Query};
use i18n::errors::bad_query;
use i18n::{InLanguage, charts as say, lens, terms};
use islands::ChartReader;

/// One chart.
pub async fn chart_page(visit: Visit, at: route::Chart) -> Page {
    let (view, why) = load(&visit, named(&at.name)?).await?;
    Ok(show(view, why, visit.origin()).into_any())
}

/// Every chart, and the explorer.
pub async fn explorer_page(visit: Visit) -> Page {
    let (view, why) = load(&visit, ChartName::Explore).await?;
    let is_asked = visit
        .params()
        .keys()
        .any(|key| key != "lang" && key != "as_of");
    Ok(explorer(view, why, is_asked, visit.origin()).into_any())
}

/// One chart alone.
pub async fn embed_page(visit: Visit, at: route::ChartEmbed) -> Page {
    let request = ChartRequest::of(named(&at.name)?, visit.params())?;
    // The document around the page wears it.
    Theme::of(visit.params())?;
    let query = visit.whole_query()?;
    let view = visit.app.chart(request, &query, visit.lang()).await?;
    Ok(embedded(view).into_any())
}

/// Loads a chart as its address asks for it, or the nearest, with why it is another.
async fn load(visit: &Visit, name: ChartName) -> Result<(ChartView, Option<QueryError>), AppError> {
    let (request, why) = ChartRequest::nearest(name, visit.params())?;
    // Without one of those compared there may be nothing left to compare.
    let query = match name {
        ChartName::Compare => visit.whole_query()?,
        _ => visit.query()?,
    };
    let view = visit.app.chart(request, &query, visit.lang()).await?;
    Ok((view, why))
}

/// Says that the chart is not the one that was asked for.
fn nearest_notice(t: Lang, why: Option<&QueryError>) -> Option<AnyView> {
    let why = bad_query(t, why?);
    Some(
        view! {
            <div class="notice caution" role="status">
                <p>{why}</p>
                <p>{say::nearest_chart(t)}</p>
            </div>
        }
        .into_any(),
    )
}

fn named(slug: &str) -> Result<ChartName, AppError> {
    ChartName::ALL
        .iter()
        .copied()
        .find(|name| name.slug() == slug)
        .ok_or_else(|| {
            let all = ChartName::ALL.iter().copied();
            let missing = NotFound {
                what: Missing::Chart(shortened(slug)),
                instead: all.map(Suggestion::Chart).collect(),
            };
            missing.into()
        })
}

/// Sets title and preview of a chart's page.
fn head(view: &ChartView) {
    let request = view.chart.request;
    let card = Card::of_chart(&view.chart, &view.query);
    let title = say::title_of(view.chart.lang, &view.chart.title, &view.heading());
    let canonical = request.link(&view.query, ChartAs::Page);
    page_with_card(&title, &view.chart.finding, &canonical, &card);
    offer_oembed(&title, &canonical);
}

fn show(view: ChartView, why: Option<QueryError>, origin: Option<String>) -> impl IntoView {
    head(&view);
    let (t, request) = (view.chart.lang, view.chart.request);
    let title = view.chart.title.clone();
    let others = others(&view);
    let form = chart_form(&view.catalogue, request, &view.query);
    let about = about(&view, origin);
    // The answer stands below the question, before what can be changed.
    let figure = figure_only(&view);
    let finding = view.chart.finding.clone();
    let catalogue = view.catalogue.clone();
    let set = set(&view);
    let heading = view.heading();
    let has_words = view.chart.series.iter().any(|s| s.definition.is_some());
    let parts = [
        ("words", say::words_mean(t), has_words),
        ("take", say::take_away(t), true),
        ("others", say::others(t), true),
    ];
    let parts = parts.into_iter().filter(|(.., is_there)| *is_there);
    let parts = contents(parts.map(|(id, name, _)| (id, name)));
    view! {
        {layout(route::Charts::PATH, Some(&catalogue), true, view! {
            <Crumbs trail=vec![(route::Charts::PATH.to_owned(), say::charts(t).to_owned())]/>
            <div class="page-head">
                <p class="eyebrow">{terms::chart_question(t, request.name)}</p>
                <h1>{title}</h1>
                <p class="lead">{heading}</p>
                <p class="prose">{finding}</p>
            </div>
            {parts}
            {nearest_notice(t, why.as_ref())}
            {chips_of(&view)}
            {form}
            {figure}
            {set}
            {about}
            {others}
            {reader()}
        })}
    }
}

fn explorer(
    view: ChartView,
    why: Option<QueryError>,
    is_asked: bool,
    origin: Option<String>,
) -> impl IntoView {
    let t = view.chart.lang;
    head(&view);
    let form = chart_form(&view.catalogue, view.chart.request, &view.query);
    let gallery = ChartName::ALL
        .iter()
        .filter(|name| !matches!(name, ChartName::Explore))
        .map(|name| {
            let href = ChartRequest::plain(*name).link(&Query::default(), ChartAs::Page);
            view! { <li><a href=link_to(href)>{name.in_language(t)}</a><span>{terms::chart_question(t, *name)}</span></li> }
        });
    let gallery = view! { <ul class="gallery">{gallery.collect_view()}</ul> }.into_any();
    let presets = presets(t)
        .into_iter()
        .map(|(href, label)| view! { <li><a href=link_to(href)>{label}</a></li> });
    let presets = view! {
        <ul class="links-row no-print" aria-label=say::presets(t)>{presets.collect_view()}</ul>
    }
    .into_any();
    // Who has chosen sees what came of it first; who has not, what there is to choose from.
    let (before, lead, after) = if is_asked {
        let after = view! {
            <section class="section no-print" aria-labelledby="all-charts">
                <h2 id="all-charts">{say::more_charts(t)}</h2>
                {presets}
                {gallery}
            </section>
        };
        (None, None, Some(after))
    } else {
        let lead = view! { <p class="prose muted">{say::explore_lead(t)}</p> {presets} };
        (Some(gallery), Some(lead), None)
    };
    let catalogue = view.catalogue.clone();
    let set = set(&view);
    view! {
        {layout(route::Charts::PATH, Some(&catalogue), true, view! {
            <div class="page-head">
                <h1>{say::charts(t)}</h1>
                {(!is_asked).then(|| view! { <p class="lead">{say::charts_lead(t)}</p> })}
            </div>
            {before}
            <section class="section" aria-labelledby="explore">
                <h2 id="explore">{say::explore(t)}</h2>
                {lead}
                <div class="explorer">
                    {form}
                    <div>
                        <h3>{view.chart.title.clone()}</h3>
                        <p>{view.heading()}</p>
                        {nearest_notice(t, why.as_ref())}
                        {chips_of(&view)}
                        {figure(&view)}
                    </div>
                </div>
            </section>
            {set}
            {about(&view, origin)}
            {after}
            {reader()}
        })}
    }
}

fn embedded(view: ChartView) -> impl IntoView {
    head(&view);
    let href = view.chart.request.link(&view.query, ChartAs::Page);
    let FrameTexts {
        invented,
        heading,
        source,
    } = frame_texts(&view);
    let source = source.trim_start_matches(NAME).to_owned();
    let invented = invented.map(|text| view! { <p><strong>{text}</strong></p> });
    bare(view! {
        <h1>{view.chart.title.clone()}</h1>
        {invented}
        <p>{heading}</p>
        {framed_figure(&view)}
        <p class="embed-foot">
            <a href=link_to(href) target="_blank" rel="noopener">{NAME}</a>
            {source}
        </p>
        {asset_href("frame.js").map(|src| view! { <script src=src defer></script> })}
    })
}

/// The chart with its notes, on a page of its own.
fn figure(view: &ChartView) -> AnyView {
    noted(view, false, ChartIntro::Name)
}

/// The same below what the page has said of it already.
pub fn figure_only(view: &ChartView) -> AnyView {
    noted(view, false, ChartIntro::Finding)
}

/// The same in the frame of another site.
fn framed_figure(view: &ChartView) -> AnyView {
    noted(view, true, ChartIntro::Name)
}

fn noted(view: &ChartView, framed: bool, above: ChartIntro) -> AnyView {
    let t = view.chart.lang;
    let notes: Vec<_> = view
        .chart
        .notes
        .iter()
        .map(|note| view! { <li>{note.clone()}</li> })
        .collect();
    let notes = (!notes.is_empty())
        .then(|| view! { <ul class="chart-notes prose" aria-label=say::notes(t)>{notes}</ul> });
    view! {
        <ChartFigure chart=view.chart.clone() query=view.query.clone() own_page=true framed above/>
        {notes}
    }
    .into_any()
}

/// Which commitments the chart counts, and a link to the chart of the other set.
fn set(view: &ChartView) -> AnyView {
    let (query, request) = (&view.query, view.chart.request);
    let counted = counted(&view.catalogue, query, view.chart.total);
    view! { {counted} {other_set(query, |query| request.link(query, ChartAs::Page))} }.into_any()
}

fn chips_of(view: &ChartView) -> AnyView {
    chips(&view.catalogue, &view.active, |query| {
        view.chart.request.link(query, ChartAs::Page)
    })
}

/// Which commitments are counted: the `total` that a query selects.
pub fn counted(catalogue: &Catalogue, query: &Query, total: usize) -> AnyView {
    let t = lang();
    let lens = query.lens_of_list();
    if query.without_filter(Filter::Lens).is_narrowed() {
        let counted = lens::counted(t, lens.unwrap_or(Lens::All), total);
        part_line(catalogue, &counted).into_any()
    } else {
        counted_line(catalogue, lens).into_any()
    }
}

/// What the words mean, and how to take the chart away.
pub fn about(view: &ChartView, origin: Option<String>) -> AnyView {
    let (t, request) = (view.chart.lang, view.chart.request);
    let link = |form: ChartAs| request.link(&view.query, form);
    let png = link(ChartAs::Png);
    let twice = format!("{png}{}scale=2", if png.contains('?') { "&" } else { "?" });
    let own = origin.clone().unwrap_or_default();
    let address = format!("{own}{}", link_to(link(ChartAs::Embed)));
    let texts = frame_texts(view);
    let embed = frame(
        &view.chart,
        &texts,
        &address,
        origin.as_deref(),
        MaxSize::default(),
    );
    let page = link_to(link(ChartAs::Page));
    let paste = origin
        .as_deref()
        .map(|own| say::embed_paste(t, &format!("{own}{page}")));
    view! {
        {words(&view.chart)}
        <section class="section" aria-labelledby="take">
            <h2 id="take">{say::take_away(t)}</h2>
            <div class="downloads">
                <ul>
                    <li><a href=link_to(link(ChartAs::Svg))>"SVG"</a></li>
                    <li><a href=link_to(png)>"PNG"</a></li>
                    <li><a href=link_to(twice)>{say::png_twice(t)}</a></li>
                    <li><a href=link_to(link(ChartAs::Csv)) download>{say::numbers_csv(t)}</a></li>
                    <li><a href=link_to(view.query.link(route::Commitments))>{say::the_commitments(t)}</a></li>
                </ul>
            </div>
            <h3>{say::cite(t)}</h3>
            <p class="quote prose">{view.citation(origin)}</p>
            <h3 class="no-print">{say::embed(t)}</h3>
            <p class="prose no-print">{say::embed_lead(t)}</p>
            <pre class="quote" tabindex="0" role="region" aria-label=say::embed_code(t)><code>{embed.markup}</code></pre>
            {paste.map(|text| view! { <p class="prose no-print address">{text}</p> })}
        </section>
    }
    .into_any()
}

/// What is around a chart in the frame of another site.
pub fn frame_texts(view: &ChartView) -> FrameTexts {
    let t = view.chart.lang;
    let invented = view.catalogue.version().demonstration;
    let invented = invented.then(|| say::invented(t).to_owned());
    let version = words::version(t, view.catalogue.version());
    FrameTexts {
        invented,
        heading: view.heading(),
        source: format!("{NAME}, {version}. {}.", say::source(t)),
    }
}

/// The definition of each word of the chart that has one.
fn words(chart: &Chart) -> Option<AnyView> {
    let t = chart.lang;
    // The table explains its own rows.
    let mut entries: Vec<(String, &'static str)> = Vec::new();
    for series in &chart.series {
        if let Some(definition) = series.definition {
            entries.push((series.label.clone(), definition));
        }
    }
    if entries.is_empty() {
        return None;
    }
    let entries = entries.into_iter().map(|(word, definition)| {
        view! { <div><dt>{word}</dt><dd>{definition}</dd></div> }
    });
    Some(
        view! {
            <section class="section" aria-labelledby="words">
                <h2 id="words">{say::words_mean(t)}</h2>
                <dl class="words">{entries.collect_view()}</dl>
                <p><a href=link_to(route::Method)>{say::how_ratings_work(t)}</a></p>
            </section>
        }
        .into_any(),
    )
}

/// Other charts over the same commitments.
fn others(view: &ChartView) -> AnyView {
    let t = view.chart.lang;
    let links: Vec<_> = ChartName::ALL
        .iter()
        .filter(|name| **name != view.chart.request.name && **name != ChartName::Compare)
        .map(|name| {
            let href = ChartRequest::plain(*name).link(&view.query, ChartAs::Page);
            view! { <li><a href=link_to(href)>{name.in_language(t)}</a></li> }
        })
        .collect();
    view! {
        <nav class="section no-print" aria-labelledby="others">
            <h2 id="others">{say::others(t)}</h2>
            <ul class="count-list many">{links}</ul>
        </nav>
    }
    .into_any()
}

/// The island that tells a mark's numbers at the pointer.
pub fn reader() -> AnyView {
    view! {
        <ChartReader/>
        <span id="chart-again" hidden>{say::tap_again(lang())}</span>
        // Only pages with an island load the browser part.
        {asset_href("start.js").map(|href| view! { <script type="module" src=href></script> })}
    }
    .into_any()
}
