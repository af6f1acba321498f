//! HTTP: addresses, statuses, headers. Thin: what is answered comes from `service`, what it looks
//! like from `pages`.

pub mod router;

mod api;
mod assets;
mod atom;
mod caching;
mod chart_files;
mod coverage_file;
mod download;
mod fallback;
mod finish;
mod guard;
mod head;
mod health;
mod language;
mod openapi;
mod origin;
mod params;
mod render;
mod session;
mod shown;
mod sitemap;
mod staff;
pub mod telemetry;
mod xml;

use crate::service::App;
pub use crate::site::{Origin, RequestIdText};

/// What every handler can reach.
#[derive(Debug, Clone)]
pub struct AppState {
    /// The application.
    pub app: App,
    /// Figures about the program itself.
    pub metrics: telemetry::Metrics,
    /// The site's own address as others know it; none: what each request was sent to.
    pub public_url: Option<Origin>,
}

impl axum::extract::FromRef<AppState> for App {
    fn from_ref(state: &AppState) -> Self {
        state.app.clone()
    }
}
