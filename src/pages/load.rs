//! The one way in which a page gets its data: once, before anything is shown.

use std::future::Future;
use std::sync::Arc;

use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_router::hooks::use_params_map;

use super::error::ErrorPage;
use super::staff::FormState;
use crate::error::AppError;
use crate::service::App;
use crate::service::auth::Staff;
use crate::web::Origin;
use domain::{Lang, Query};

/// What a page knows about the request it answers.
pub struct Visit {
    /// The application.
    pub app: App,
    query: String,
    parameter: Option<String>,
    parts: Vec<(String, String)>,
    origin: Option<Origin>,
    response: ResponseOptions,
    dimension: Option<String>,
    staff: Option<Staff>,
    form: Arc<FormState>,
}

impl Visit {
    /// The query in the address.
    pub fn query(&self) -> Result<Query, AppError> {
        Ok(Query::parse(&self.query)?)
    }

    /// Reads what every page's address may name: language and moment. Refuses what cannot be used.
    pub fn query_of_language(&self) -> Result<(), AppError> {
        let common = ["lang=", "as_of="];
        let pairs = self.query.split('&');
        let own: Vec<&str> = pairs
            .filter(|pair| common.iter().any(|key| pair.starts_with(key)))
            .collect();
        Query::parse(&own.join("&"))?;
        Ok(())
    }

    /// The part of the address after the `?`.
    pub fn address(&self) -> &str {
        &self.query
    }

    /// Answers with a status of refusal, where the page itself tells what was wrong.
    pub fn refuse(&self, status: u16) {
        if let Ok(status) = StatusCode::from_u16(status) {
            self.response.set_status(status);
        }
    }

    /// Asks the browser to load the page again after a while, for work that goes on without it.
    pub fn look_again(&self, seconds: u32) {
        let name = header::HeaderName::from_static("refresh");
        self.response
            .insert_header(name, HeaderValue::from(seconds));
    }

    /// The site's own address, where it is known.
    pub fn origin(&self) -> Option<String> {
        self.origin.as_ref().map(ToString::to_string)
    }

    /// The language to answer in.
    pub fn lang(&self) -> Lang {
        self.app.lang()
    }

    /// Who is signed in.
    pub fn staff(&self) -> Option<&Staff> {
        self.staff.as_ref()
    }

    /// What the page's form was sent with.
    pub fn form(&self) -> &FormState {
        &self.form
    }

    /// The part of the path that names what is rated.
    pub fn dimension(&self) -> &str {
        self.dimension.as_deref().unwrap_or_default()
    }

    /// The part of the path with a name of its own, where there are several.
    pub fn part(&self, name: &str) -> &str {
        let mut parts = self.parts.iter();
        parts
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value)
    }

    /// The variable part of the path.
    pub fn parameter(&self) -> &str {
        self.parameter.as_deref().unwrap_or_default()
    }
}

/// Loads a page's data with `load`, then shows it; or shows what went wrong, with its status.
pub fn page<F, Fut, V>(load: F) -> impl IntoView
where
    F: FnOnce(Visit) -> Fut + Send + 'static,
    Fut: Future<Output = Result<V, AppError>> + Send + 'static,
    V: IntoView + 'static,
{
    // While the addresses are listed at start, there is no request and nothing to load.
    let (Some(app), Some(parts)) = (use_context::<App>(), use_context::<Parts>()) else {
        return ().into_any();
    };
    let response = use_context::<ResponseOptions>().unwrap_or_default();
    let visit = Visit {
        app,
        query: parts.uri.query().unwrap_or_default().to_owned(),
        parameter: use_params_map().with_untracked(|p| {
            p.into_iter()
                .find(|(name, _)| *name != "dimension")
                .map(|(_, value)| value.to_owned())
        }),
        dimension: use_params_map().with_untracked(|p| p.get("dimension")),
        parts: use_params_map().with_untracked(|p| {
            let parts = p.into_iter();
            parts
                .map(|(name, value)| (name.to_string(), value.to_owned()))
                .collect()
        }),
        staff: use_context::<Staff>(),
        form: use_context::<Arc<FormState>>().unwrap_or_default(),
        origin: use_context::<Origin>(),
        response: response.clone(),
    };
    Suspend::new(async move {
        match load(visit).await {
            Ok(shown) => shown.into_any(),
            Err(error) => {
                tell(&response, &error);
                view! { <ErrorPage error/> }.into_any()
            }
        }
    })
    .into_any()
}

/// Gives the response the status that says what happened.
pub fn tell(response: &ResponseOptions, error: &AppError) {
    if error.is_ours() {
        tracing::error!(error = ?error, "a page could not be shown");
    }
    if let Ok(status) = StatusCode::from_u16(error.status()) {
        response.set_status(status);
    }
    if let AppError::Moved(target) = error
        && let Ok(target) = HeaderValue::from_str(target)
    {
        response.insert_header(header::LOCATION, target);
    }
}
