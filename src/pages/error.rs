//! Pages that say what went wrong and where to go from there.

use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use super::load::tell;
use crate::components::{SearchBox, layout, page_title};
use crate::error::AppError;
use crate::service::App;
use crate::web::RequestIdText;

/// What went wrong, and where to look instead.
#[component]
pub fn ErrorPage(error: AppError) -> impl IntoView {
    let request_id = use_context::<RequestIdText>();
    let catalogue = use_context::<App>().map(|app| app.catalogue());
    let parameter = match &error {
        AppError::BadQuery(query) => Some(query.clone()),
        _ => None,
    };
    let instead = match &error {
        AppError::NotFound { instead, .. } => instead.clone(),
        _ => Vec::new(),
    };
    let links = (!instead.is_empty()).then(|| {
        let link = |(href, name)| view! { <li><a href=href>{name}</a></li> };
        view! {
            <h2>"You may have meant"</h2>
            <ul>{instead.into_iter().map(link).collect_view()}</ul>
        }
    });
    view! {
        {page_title(error.heading(), &error.to_string(), "/")}
        {layout("", catalogue.as_deref(), false, view! {
            <div class="page-head">
                <p class="error-code">{error.status()}</p>
                <h1>{error.heading()}</h1>
            </div>
            <div class="prose">
                {match parameter {
                    Some(bad) => view! {
                        <p>
                            "The value " <code>{bad.value}</code> " of " <code>{bad.parameter}</code>
                            " cannot be used: " {bad.problem} "."
                        </p>
                        <p><a href="/commitments">"All commitments, without any filter"</a> ", or " <a href="/charts">"all charts"</a></p>
                    }.into_any(),
                    None => view! { <p>{error.to_string()}</p> }.into_any(),
                }}
                {links}
                <h2>"Search"</h2>
                <SearchBox/>
                <p class="muted">
                    "Back to the " <a href="/">"overview"</a> "."
                    {request_id.map(|id| view! { " If this should not have happened, quote the request number " <code>{id.to_string()}</code> "." })}
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
        .unwrap_or_else(|| AppError::NotFound {
            what: "There is no page at this address.".to_owned(),
            instead: vec![
                ("/commitments".to_owned(), "All commitments".to_owned()),
                ("/members".to_owned(), "All members".to_owned()),
                ("/areas".to_owned(), "All policy areas".to_owned()),
            ],
        });
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
