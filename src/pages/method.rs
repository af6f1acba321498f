//! `/method`: every scale, value and rule, generated from the domain so that it cannot drift.

use leptos::prelude::*;

use super::{Page, Visit};
use crate::components::{
    Badge, TableHead, contents, data_table, lang, layout, link_to, mark_badge, page_title, words,
};
use crate::words::levels::{outdated, overdue};
use charts::MIN_RELIABLE_GROUP;
use domain::chart::ChartName;
use domain::rating::NOT_REVIEWABLE_SINCE;
use domain::review::MONTHS_TO_RESULTS;
use domain::route::{self, ChartAs};
use domain::{Dimension, Level, Scheme};
use domain::{Lang, Lens};
use i18n::lens as lens_words;
use i18n::{InLanguage, method as say, terms};
use interchange::seed;

/// The heading that says what a star meant.
pub const STARRED: &str = "starred";

/// The rule by which commitments of the Explorer are verifiable.
pub const SPECIFICITY: &str = "specificity";

/// How ratings work.
pub async fn method_page(visit: Visit) -> Page {
    visit.query()?;
    let t = visit.lang();
    let catalogue = visit.app.catalogue();
    let dimensions: Vec<_> = Dimension::ALL
        .iter()
        .map(|d| dimension_section(*d))
        .collect();
    Ok(view! {
        {page_title(say::heading(t), say::lead(t), route::Method::PATH)}
        {layout(route::Method::PATH, Some(&catalogue), true, view! {
            <div class="page-head"><h1>{say::heading(t)}</h1><p class="lead">{say::lead(t)}</p></div>
            {contents(parts(t))}
            {levels()}
            {dimensions}
            <section class="section" aria-labelledby="published">
                <h2 id="published">{say::published(t)}</h2>
                {scheme_table(Scheme::PublishedLevel)}
            </section>
            {lenses()}
            {reviews()}
            {starred()}
            {codes()}
            {rules()}
            {cautions()}
        })}
    }
    .into_any())
}

/// The parts of this long page.
fn parts(t: Lang) -> Vec<(&'static str, &'static str)> {
    let dimensions = Dimension::ALL.iter();
    let dimensions = dimensions.map(|d| (d.slug(), d.in_language(t)));
    let after = [
        ("published", say::published(t)),
        ("lenses", say::lenses(t)),
        ("reviews", say::reviews(t)),
        (STARRED, say::starred(t)),
        ("codes", say::codes(t)),
        ("rules", say::rules(t)),
        ("cautions", say::cautions(t)),
    ];
    std::iter::once(("levels", say::levels(t)))
        .chain(dimensions)
        .chain(after)
        .collect()
}

/// What each lens shows.
fn lenses() -> impl IntoView {
    let t = lang();
    let rows = Lens::ALL.iter().map(|lens| {
        let means = match lens {
            Lens::Digital => lens_words::digital(t),
            Lens::DigitalAndOpenData => lens_words::digital_and_open_data(t),
            Lens::DigitalGovernance => lens_words::digital_governance(t),
            Lens::All => lens_words::all(t),
        };
        view! { <tr><th scope="row">{lens.in_language(t)}</th><td class="wide">{means}</td></tr> }
    });
    let head = TableHead {
        id: "lenses-table".to_owned(),
        caption: say::lenses_caption(t).to_owned(),
        caption_visible: false,
        definitions: true,
        columns: [say::lenses(t), say::what_it_means(t)].map(words).to_vec(),
    };
    view! {
        <section class="section" aria-labelledby="lenses">
            <h2 id="lenses">{say::lenses(t)}</h2>
            <p class="prose">{lens_words::explained(t)}</p>
            {data_table(head, rows.collect_view())}
        </section>
    }
}

fn reviews() -> impl IntoView {
    let t = lang();
    view! {
        <section class="section" aria-labelledby="reviews">
            <h2 id="reviews">{say::reviews(t)}</h2>
            <p class="prose">{say::review_states(t, MONTHS_TO_RESULTS)}</p>
            <p class="prose">{say::review_caution(t)}</p>
        </section>
    }
}

/// What it meant that the IRM starred a commitment.
fn starred() -> impl IntoView {
    let t = lang();
    view! {
        <section class="section" aria-labelledby=STARRED>
            <h2 id=STARRED>{say::starred(t)}</h2>
            <p class="prose">
                {say::star_means(t)}
                <a href="https://opengovpartnership.org/?p=3699">{say::star_source(t)}</a> "."
            </p>
        </section>
    }
}

/// Whose codes commitments have.
fn codes() -> impl IntoView {
    let t = lang();
    view! {
        <section class="section" aria-labelledby="codes">
            <h2 id="codes">{say::codes(t)}</h2>
            <p class="prose">{say::where_codes_are_from(t, seed::codes_found_by_reading())}</p>
        </section>
    }
}

fn levels() -> impl IntoView {
    let t = lang();
    let rows = Level::ALL.iter().map(|level| {
        view! {
            <tr>
                <th scope="row"><Badge level=*level/></th>
                <td class="wide">{terms::level_definition(t, *level)}</td>
                <td>{if level.is_assessed() { say::yes(t) } else { say::no(t) }}</td>
            </tr>
        }
    });
    // Lists have two marks for results that are still pending in our data, and words beside others.
    let marks = [
        (overdue(t), say::overdue_mark(t)),
        (outdated(t), say::outdated_mark(t)),
    ];
    let marks = marks.map(|(mark, meaning)| {
        view! {
            <tr>
                <th scope="row">{mark_badge(&mark)}</th>
                <td class="wide">{meaning}</td>
                <td>{say::no(t)}</td>
            </tr>
        }
    });
    let rows = view! { {rows.collect_view()} {marks.collect_view()} };
    view! {
        <section class="section" aria-labelledby="levels">
            <h2 id="levels">{say::levels(t)}</h2>
            <p class="prose">
                {say::only(t)} <em>{Level::High.in_language(t)}</em> {say::and(t)}
                <em>{Level::Low.in_language(t)}</em> {say::are_assessments(t)}
            </p>
            {data_table(TableHead { id: "levels-table".to_owned(), caption: say::levels_caption(t).to_owned(), caption_visible: false, definitions: true, columns: [say::level(t), say::what_it_means(t), say::counted_as_assessed(t)].map(words).to_vec() }, rows)}
        </section>
    }
}

fn dimension_section(dimension: Dimension) -> impl IntoView {
    let t = lang();
    let tables: Vec<_> = Scheme::of(dimension)
        .filter(|scheme| scheme.dimension().is_some())
        .map(scheme_table)
        .collect();
    view! {
        <section class="section" aria-labelledby=dimension.slug()>
            // `completion` and `early_results` name a scheme too; the scheme's table has the anchor.
            <h2 id=dimension.slug()>{dimension.in_language(t)}</h2>
            <p class="prose">{terms::dimension_question(t, dimension)}</p>
            {tables}
        </section>
    }
}

fn scheme_table(scheme: Scheme) -> impl IntoView {
    let t = lang();
    // Two schemes are called like their dimension, whose heading already has that anchor.
    let anchor = Dimension::ALL
        .iter()
        .all(|d| d.slug() != scheme.slug())
        .then_some(scheme.slug());
    let rows = scheme.iter().map(|value| {
        view! {
            <tr>
                <th scope="row">{terms::value(t, value)}</th>
                <td class="wide">{terms::value_definition(t, value)}</td>
                <td><Badge level=value.describe().level/></td>
            </tr>
        }
    });
    let (name, period) = (scheme.in_language(t), terms::period(t, scheme));
    let caption = if name.ends_with('?') {
        say::scale_that_asks(t, name, period)
    } else {
        say::scale(t, name, period)
    };
    let wording = if scheme.worded_by_ogp() {
        say::our_words_for_each(t)
    } else {
        say::our_words(t)
    };
    let (question, report) = (
        terms::scheme_question(t, scheme),
        terms::assessed_in(t, scheme),
    );
    let columns = [say::value(t), say::what_it_means(t), say::counts_as(t)];
    let head = TableHead {
        id: format!("{}-table", scheme.slug()),
        caption,
        caption_visible: true,
        definitions: true,
        columns: columns.map(words).to_vec(),
    };
    view! {
        <div id=anchor>
            {data_table(head, rows.collect_view())}
            <p class="prose muted">
                {say::about_scale(t, question, report, wording)}
                <a href=scheme.source()>
                    {say::ogp_definition(t)}<span class="vh">{say::ogp_definition_of(t, name)}</span>
                </a>
                "."
            </p>
        </div>
    }
}

fn rules() -> impl IntoView {
    let t = lang();
    view! {
        <section class="section" aria-labelledby="rules">
            <h2 id="rules">{say::rules(t)}</h2>
            <div class="prose">
                <ul>
                    <li>
                        {say::value_counts(t)}
                        <a href="https://www.opengovpartnership.org/glossary/completion/">{say::value_counts_completion(t)}</a>
                        {say::value_counts_is_high(t)}
                        <a href="https://www.opengovpartnership.org/glossary/early-results/">{say::value_counts_results(t)}</a>
                        {say::value_counts_is_strong(t)}
                    </li>
                    <li>{say::relevance(t)}</li>
                    <li>{say::not_reviewable(t, NOT_REVIEWABLE_SINCE)}</li>
                    <li id=SPECIFICITY>
                        {say::specificity(t)}
                        <a href="https://opengovpartnership.org/glossary/verifiability">{say::specificity_source(t)}</a>
                        "."
                    </li>
                    <li>{say::newest_counts(t)}</li>
                    <li>{say::computed(t)}</li>
                </ul>
            </div>
        </section>
    }
}

fn cautions() -> impl IntoView {
    let t = lang();
    view! {
        <section class="section" aria-labelledby="cautions">
            <h2 id="cautions">{say::cautions(t)}</h2>
            <div class="prose">
                <ul>
                    <li>
                        {say::not_ranked(t)}
                        <a href="https://www.opengovpartnership.org/stories/ambitions-and-realities-in-ogp-commitments-analysis-of-commitment-completion-across-countries-using-hierarchical-models/">
                            {say::not_ranked_average(t)}
                        </a>
                        {say::not_ranked_no_league(t)}
                        <a href=link_to(ChartAs::Page.of(ChartName::Members))>{say::not_ranked_charts(t)}</a>
                        {say::not_ranked_charts_say(t)}
                        <a href=link_to(route::Compare)>{say::not_ranked_comparison(t)}</a>
                        {say::not_ranked_like(t)}
                    </li>
                    <li>{say::small(t, MIN_RELIABLE_GROUP)}</li>
                    <li>{say::scales_changed(t)}</li>
                    <li>{say::clusters(t)}</li>
                    <li>{say::tags_change(t)}</li>
                    <li>{say::not_stated(t)}</li>
                </ul>
            </div>
        </section>
    }
}
