//! The document around every page.

use domain::frame::Theme;
use domain::route;
use std::pin::Pin;

use axum::http::{HeaderValue, StatusCode, header};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use super::Page;
use super::error::ErrorPage;
use crate::assets::asset_href;
use crate::components::lang;
use crate::error::AppError;

/// A page that is being loaded.
pub type Loading = Pin<Box<dyn Future<Output = Page> + Send>>;

/// The whole HTML document: with the page, once its data is there, or with what went wrong and the
/// status that says so.
pub fn document(page: Loading, response: ResponseOptions) -> AnyView {
    let body = Suspend::new(async move {
        page.await.unwrap_or_else(|error| {
            tell(&response, &error);
            view! { <ErrorPage error/> }.into_any()
        })
    });
    view! {
        <!DOCTYPE html>
        <html lang=lang().slug() data-theme=theme()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width,initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href=route::FaviconSvg::PATH type="image/svg+xml"/>
                <link rel="stylesheet" href=asset_href("site.css")/>
            </head>
            <body>{body}</body>
        </html>
    }
    .into_any()
}

/// The colours of a chart in the frame of another site; other pages follow the reader's system.
fn theme() -> Option<&'static str> {
    let theme = use_context::<Theme>()?;
    (theme != Theme::Auto).then(|| theme.slug())
}

/// Gives the response the status that says what happened.
fn tell(response: &ResponseOptions, error: &AppError) {
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
