//! Pages that say what went wrong and where to go from there.

use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use super::load::tell;
use crate::components::{SearchBox, lang, layout, page_title};
use crate::error::AppError;
use crate::service::{App, NotFound};
use crate::web::RequestIdText;
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
        let link = |(href, name)| view! { <li><a href=href>{name}</a></li> };
        view! {
            <h2>{say::may_have_meant(t)}</h2>
            <ul>{instead.into_iter().map(link).collect_view()}</ul>
        }
    });
    view! {
        {page_title(error.heading(t), &error.said(t), "/")}
        {layout("", catalogue.as_deref(), false, view! {
            <div class="page-head">
                <p class="error-code">{error.status()}</p>
                <h1>{error.heading(t)}</h1>
            </div>
            <div class="prose">
                {match parameter {
                    Some(bad) => view! {
                        <p>
                            {say::the_value(t)} <code>{bad.value}</code> {say::of_parameter(t)}
                            <code>{bad.parameter}</code> {say::cannot_be_used(t)}
                            {say::problem(t, &bad.problem)} "."
                        </p>
                        <p><a href="/commitments">{say::without_filter(t)}</a> {say::or_before_charts(t)} <a href="/charts">{say::all_charts(t)}</a></p>
                    }.into_any(),
                    None => view! { <p>{error.said(t)}</p> }.into_any(),
                }}
                {links}
                <h2>{say::search(t)}</h2>
                <SearchBox/>
                <p class="muted">
                    {say::back_to(t)} <a href="/">{say::overview(t)}</a> "."
                    {request_id.map(|id| view! { {say::quote_the_number(t)} <code>{id.to_string()}</code> "." })}
                </p>
            </div>
        })}
    }
}

/// The page of an address that leads nowhere.
#[component]
pub fn NothingHere() -> impl IntoView {
    let error = use_context::<AppErrorAtDoor>()
        .and_then(|door| door.0.lock().ok().and_then(|mut error| error.take()))
        .unwrap_or_else(|| NotFound::page().into());
    if let Some(response) = use_context::<ResponseOptions>() {
        tell(&response, &error);
    }
    view! { <ErrorPage error/> }
}

/// An error found before any page was chosen (wrong method, odd address), to be shown as a page.
#[derive(Debug, Clone)]
pub struct AppErrorAtDoor(pub std::sync::Arc<std::sync::Mutex<Option<AppError>>>);

impl AppErrorAtDoor {
    /// Hands an error to the page that will show it.
    pub fn new(error: AppError) -> Self {
        Self(std::sync::Arc::new(std::sync::Mutex::new(Some(error))))
    }
}
