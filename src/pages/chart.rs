//! `/charts/{name}`: one chart over any query, with everything to read it, check it and take it
//! away; `/charts/{name}/embed`: the chart alone, for the frames of other sites; `/charts`: every
//! chart, and the explorer.

use leptos::prelude::*;

use super::{Page, Visit};
use crate::assets::asset_href;
use crate::components::{
    Card, ChartFigure, Crumbs, FrameTexts, NAME, bare, chart_form, chips, coverage_line,
    frame_markup, layout, link_to, page_with_card,
};
use crate::error::AppError;
use crate::service::{ChartView, Missing, NotFound, Suggestion, shortened};
use crate::words;
use charts::{Chart, ChartRequest};
use domain::Query;
use domain::chart::ChartName;
use domain::route;
use domain::route::ChartAs;
use i18n::{InLanguage, charts as say, terms};
use islands::ChartReader;

/// One chart.
pub async fn chart_page(visit: Visit, at: route::Chart) -> Page {
    let view = load(&visit, named(&at.name)?).await?;
    Ok(show(view, visit.origin()).into_any())
}

/// Every chart, and the explorer.
pub async fn explorer_page(visit: Visit) -> Page {
    let view = load(&visit, ChartName::Explore).await?;
    Ok(explorer(view, visit.origin()).into_any())
}

/// One chart alone.
pub async fn embed_page(visit: Visit, at: route::ChartEmbed) -> Page {
    let request = ChartRequest::of(named(&at.name)?, visit.params())?;
    let query = visit.whole_query()?;
    let view = visit.app.chart(request, &query, visit.lang()).await?;
    Ok(embedded(view).into_any())
}

/// Loads a chart as its address asks for it.
pub async fn load(visit: &Visit, name: ChartName) -> Result<ChartView, AppError> {
    let request = ChartRequest::of(name, visit.params())?;
    // Without one of those compared there may be nothing left to compare.
    let query = match name {
        ChartName::Compare => visit.whole_query()?,
        _ => visit.query()?,
    };
    visit.app.chart(request, &query, visit.lang()).await
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
}

fn show(view: ChartView, origin: Option<String>) -> impl IntoView {
    head(&view);
    let (t, request) = (view.chart.lang, view.chart.request);
    let title = view.chart.title.clone();
    let others = others(&view);
    let form = chart_form(&view.catalogue, request, &view.query);
    let about = about(&view, origin);
    let figure = figure(&view);
    let catalogue = view.catalogue.clone();
    let heading = view.heading();
    view! {
        {layout(route::Charts::PATH, Some(&catalogue), true, view! {
            <Crumbs trail=vec![(route::Charts::PATH.to_owned(), say::charts(t).to_owned())]/>
            <div class="page-head">
                <p class="eyebrow">{terms::chart_question(t, request.name)}</p>
                <h1>{title}</h1>
                <p class="lead">{heading}</p>
            </div>
            {coverage_line(&catalogue)}
            {chips_of(&view)}
            {figure}
            <section class="section no-print" aria-labelledby="change">
                <h2 id="change">{say::change(t)}</h2>
                {form}
            </section>
            {about}
            {others}
            {reader()}
        })}
    }
}

fn explorer(view: ChartView, origin: Option<String>) -> impl IntoView {
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
    let catalogue = view.catalogue.clone();
    view! {
        {layout(route::Charts::PATH, Some(&catalogue), true, view! {
            <div class="page-head">
                <h1>{say::charts(t)}</h1>
                <p class="lead">{say::charts_lead(t)}</p>
            </div>
            {coverage_line(&catalogue)}
            <ul class="gallery">{gallery.collect_view()}</ul>
            <section class="section" aria-labelledby="explore">
                <h2 id="explore">{say::explore(t)}</h2>
                <p class="prose muted">{say::explore_lead(t)}</p>
                {form}
                <h3>{view.chart.title.clone()}</h3>
                <p>{view.heading()}</p>
                {chips_of(&view)}
                {figure(&view)}
            </section>
            {about(&view, origin)}
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
        <p class="muted"><small>
            <a href=link_to(href) target="_blank" rel="noopener">{NAME}</a>
            {source}
        </small></p>
    })
}

/// The chart with its notes, on a page of its own.
pub fn figure(view: &ChartView) -> AnyView {
    noted(view, false)
}

/// The same in the frame of another site.
fn framed_figure(view: &ChartView) -> AnyView {
    noted(view, true)
}

fn noted(view: &ChartView, framed: bool) -> AnyView {
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
        <ChartFigure chart=view.chart.clone() query=view.query.clone() own_page=true framed/>
        {notes}
    }
    .into_any()
}

fn chips_of(view: &ChartView) -> AnyView {
    chips(&view.catalogue, &view.active, |query| {
        view.chart.request.link(query, ChartAs::Page)
    })
}

/// What the words mean, and how to take the chart away.
pub fn about(view: &ChartView, origin: Option<String>) -> AnyView {
    let (t, request) = (view.chart.lang, view.chart.request);
    let link = |form: ChartAs| request.link(&view.query, form);
    let png = link(ChartAs::Png);
    let twice = format!("{png}{}scale=2", if png.contains('?') { "&" } else { "?" });
    let frame = link_to(link(ChartAs::Embed));
    let frame = format!("{}{frame}", origin.clone().unwrap_or_default());
    let embed = frame_markup(&view.chart, &frame_texts(view), &frame);
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
            <pre class="quote" tabindex="0" role="region" aria-label=say::embed_code(t)><code>{embed}</code></pre>
        </section>
    }
    .into_any()
}

/// What is around a chart in the frame of another site.
fn frame_texts(view: &ChartView) -> FrameTexts {
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
            <ul class="count-list">{links}</ul>
        </nav>
    }
    .into_any()
}

/// The island that tells a mark's numbers at the pointer.
pub fn reader() -> AnyView {
    view! {
        <ChartReader/>
        // Only pages with an island load the browser part.
        {asset_href("start.js").map(|href| view! { <script type="module" src=href></script> })}
    }
    .into_any()
}
