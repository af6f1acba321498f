//! `/about`: what this record is, and what explains it.

use leptos::prelude::*;

use super::{Page, Visit};
use crate::components::{ABOUT, coverage_line, layout, link_to, page_title};
use domain::route;
use i18n::layout as say;

/// What this record is.
pub async fn about_page(visit: Visit) -> Page {
    visit.query()?;
    let t = visit.lang();
    let catalogue = visit.app.catalogue();
    let parts = ABOUT.iter().map(|(href, name, is)| {
        view! {
            <dt><a href=link_to(href)>{name(t)}</a></dt>
            <dd>{is(t)}</dd>
        }
    });
    Ok(view! {
        {page_title(say::about_link(t), say::about(t), route::About::PATH)}
        {layout(route::About::PATH, Some(&catalogue), true, view! {
            <div class="page-head">
                <h1>{say::about_link(t)}</h1>
                <p class="lead">{say::about(t)}</p>
            </div>
            {coverage_line(&catalogue)}
            <p class="prose">{say::whose(t)} " " {say::licence(t)} <a href=link_to(route::Data)>{say::where_from(t)}</a> "."</p>
            <dl class="about">{parts.collect_view()}</dl>
        })}
    }
    .into_any())
}
