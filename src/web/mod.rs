//! HTTP: addresses, statuses, headers. Thin: what is answered comes from `service`, what it looks
//! like from `pages`.

pub mod router;

mod api;
mod assets;
mod assistant;
mod base_path;
mod bodies;
mod brief_files;
mod caching;
mod catalog;
mod chart_files;
mod coverage_file;
mod download;
mod encoding;
mod fallback;
mod feed;
mod feeds;
mod finish;
mod follow;
pub mod front;
mod guard;
mod head;
mod health;
mod keeping;
mod keys;
mod language;
mod limit;
pub mod listen;
mod measured;
mod oembed;
pub mod origin;
mod params;
mod problems;
pub mod proxy;
mod ranges;
mod render;
pub mod security_txt;
mod seen;
pub mod server;
mod session;
mod shown;
mod sitemap;
mod staff;
mod suggestions;
pub mod telemetry;
pub mod traces;
pub mod webhooks;
mod xml;

use std::sync::Arc;

use crate::service::App;
pub use crate::site::{Origin, RequestIdText};

/// What every handler can reach.
#[derive(Debug, Clone)]
pub struct AppState {
    /// The application.
    pub app: App,
    /// Figures about the program itself.
    pub metrics: telemetry::Metrics,
    /// How the program is reached.
    pub reached: Arc<origin::Reached>,
}

impl axum::extract::FromRef<AppState> for App {
    fn from_ref(state: &AppState) -> Self {
        state.app.clone()
    }
}
