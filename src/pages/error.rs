//! Pages that say what went wrong and where to go from there.

use leptos::prelude::*;

use crate::components::{SearchBox, lang, layout, link_to, page_title};
use crate::error::AppError;
use crate::service::App;
use crate::site::RequestIdText;
use domain::route;
use i18n::errors as say;

/// What went wrong, and where to look instead.
#[component]
pub fn ErrorPage(error: AppError) -> impl IntoView {
    let t = lang();
    let request_id = use_context::<RequestIdText>();
    let catalogue = use_context::<App>().map(|app| app.catalogue());
    let parameter = match &error {
        AppError::BadQuery(query) => Some(query.clone()),
        _ => None,
    };
    let instead = error.suggestions(t);
    let links = (!instead.is_empty()).then(|| {
        let link = |(href, name)| view! { <li><a href=link_to(href)>{name}</a></li> };
        view! {
            <h2>{say::may_have_meant(t)}</h2>
            <ul>{instead.into_iter().map(link).collect_view()}</ul>
        }
    });
    view! {
        {page_title(error.heading(t), &error.in_language(t), route::Home::PATH)}
        {layout("", catalogue.as_deref(), false, view! {
            <div class="page-head">
                <p class="error-code">{error.status()}</p>
                <h1>{error.heading(t)}</h1>
            </div>
            <div class="prose">
                {match parameter {
                    Some(bad) => view! {
                        <p>
                            <code>{bad.value}</code> {say::of_parameter(t)}
                            <code>{bad.parameter}</code> {say::cannot_be_used(t)}
                            {say::problem(t, &bad.problem)} "."
                        </p>
                        <p><a href=link_to(route::Commitments)>{say::without_filter(t)}</a> {say::or_before_charts(t)} <a href=link_to(route::Charts)>{say::all_charts(t)}</a></p>
                    }.into_any(),
                    None => view! { <p>{error.in_language(t)}</p> }.into_any(),
                }}
                {links}
                <h2>{say::search(t)}</h2>
                <SearchBox/>
                <p class="muted">
                    {say::back_to(t)} <a href=link_to(route::Home)>{say::overview(t)}</a> "."
                    {request_id.map(|id| view! { {say::quote_the_number(t)} <code>{id.to_string()}</code> "." })}
                </p>
            </div>
        })}
    }
}
