//! What answers from the first moment: the site as soon as it is there, and until then what the
//! program is doing, so that neither readers nor what supervises the program wait in the dark.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, CACHE_CONTROL, HeaderMap, HeaderValue, RETRY_AFTER};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;
use tower::{Service, ServiceExt};

use super::base_path::below;
use super::fallback::bare_page;
use super::origin::Reached;
use super::problems::ProblemDocument;
use super::router::outermost;
use super::{assets, health, language, problems};
use crate::site::{BasePath, RequestIdText};
use domain::route::{self, Route};
use domain::{Lang, ProblemKind};
use i18n::errors as say;
use i18n::format::number;

/// When to ask again, in seconds: most starts are over by then.
const RETRY_SECONDS: HeaderValue = HeaderValue::from_static("5");

/// What the program does before the site is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Connecting to the database.
    Opening,
    /// Bringing its schema up to date.
    Migrating,
    /// Filling an empty record.
    Filling {
        /// Commitments written so far.
        done: usize,
        /// Of how many; 0 while that is not known.
        total: usize,
    },
    /// Reading the record, and building the catalogue of it.
    Catalogue,
}

impl Step {
    const fn slug(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Migrating => "migrating",
            Self::Filling { .. } => "filling",
            Self::Catalogue => "catalogue",
        }
    }

    /// For those who run the program.
    fn in_words(self) -> String {
        let count = |n| number(Lang::English, n);
        match self {
            Self::Opening => "opening the database".to_owned(),
            Self::Migrating => "migrating".to_owned(),
            Self::Filling { total: 0, .. } => "filling the record".to_owned(),
            Self::Filling { done, total } => {
                format!("filling the record: {} of {}", count(done), count(total))
            }
            Self::Catalogue => "building the catalogue".to_owned(),
        }
    }

    /// For readers.
    fn told(self, lang: Lang) -> String {
        match self {
            Self::Filling { done, total } if total > 0 => {
                say::starting_to_fill(lang, &number(lang, done), &number(lang, total))
            }
            Self::Migrating => say::starting_to_migrate(lang).to_owned(),
            _ => say::starting_soon(lang).to_owned(),
        }
    }
}

/// Stands in front of the site. Clones stand in front of the same one.
#[derive(Debug, Clone)]
pub struct Front(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    step: Arc<Mutex<Step>>,
    meanwhile: Router,
    /// The same for what is not served below the base path.
    meanwhile_at_root: Router,
    site: OnceLock<Router>,
}

impl Front {
    /// A front without a site behind it yet.
    pub fn new(reached: &Arc<Reached>) -> Self {
        let step = Arc::new(Mutex::new(Step::Opening));
        let meanwhile = Router::new()
            .route(route::Alive::PATTERN, get(health::alive))
            .route(route::Ready::PATTERN, get(not_ready))
            .route(
                route::Asset::PATTERN,
                get(async |address: Uri, headers: HeaderMap| {
                    assets::serve_at(address.path(), &headers)
                }),
            )
            .fallback(not_yet);
        let at_root: Router = outermost(meanwhile, reached).with_state(Arc::clone(&step));
        Self(Arc::new(Inner {
            step,
            meanwhile: below(at_root.clone(), reached),
            meanwhile_at_root: at_root,
            site: OnceLock::new(),
        }))
    }

    /// A front for another site, at the root of an address of its own, which tells of the same steps.
    pub fn for_another_site(&self) -> Self {
        Self(Arc::new(Inner {
            step: Arc::clone(&self.0.step),
            meanwhile: self.0.meanwhile_at_root.clone(),
            meanwhile_at_root: self.0.meanwhile_at_root.clone(),
            site: OnceLock::new(),
        }))
    }

    /// Tells what the program does now.
    pub fn now(&self, step: Step) {
        *self.0.step.lock().unwrap_or_else(PoisonError::into_inner) = step;
    }

    /// Lets requests through to the site, from now on and for good.
    pub fn open(&self, site: Router) {
        // A second site would be a mistake; the first one stays.
        let _ = self.0.site.set(site);
    }

    /// What answers requests.
    pub fn service(
        &self,
    ) -> impl Service<Request, Response = Response, Error = Infallible, Future: Send>
    + Clone
    + Send
    + Sync
    + use<> {
        let front = self.clone();
        tower::service_fn(move |request| {
            let router = front.0.site.get().unwrap_or(&front.0.meanwhile);
            router.clone().oneshot(request)
        })
    }
}

type Doing = Arc<Mutex<Step>>;

fn current(doing: &Doing) -> Step {
    *doing.lock().unwrap_or_else(PoisonError::into_inner)
}

/// `GET /readyz`: what is under way, as text, or as JSON for those who ask for it.
async fn not_ready(State(doing): State<Doing>, headers: HeaderMap) -> Response {
    let step = current(&doing);
    let wants_json = headers
        .get_all(ACCEPT)
        .iter()
        .filter_map(|accepted| accepted.to_str().ok())
        .any(|accepted| accepted.contains("application/json"));
    let response = if wants_json {
        let mut told = json!({ "ready": false, "step": step.slug(), "doing": step.in_words() });
        if let Step::Filling { done, total } = step
            && total > 0
        {
            told["done"] = done.into();
            told["total"] = total.into();
        }
        Json(told).into_response()
    } else {
        format!("{}\n", step.in_words()).into_response()
    };
    unavailable(response)
}

/// Everything else: a page in the reader's language, or the JSON of the API's errors.
async fn not_yet(State(doing): State<Doing>, request: Request) -> Response {
    let step = current(&doing);
    if route::is_api(request.uri().path()) {
        let (title, text) = (say::starting(Lang::English), step.told(Lang::English));
        let status = StatusCode::SERVICE_UNAVAILABLE;
        let problem = ProblemDocument::new(ProblemKind::Unavailable, title, &text);
        return unavailable(problems::answer(status, problem));
    }
    let lang = language::spoken(&request);
    let here = request.uri().path_and_query();
    // What a form has sent cannot be asked for again by a link.
    let is_form = !request.method().is_safe();
    let here = here.filter(|here| !is_form && !here.as_str().starts_with("//"));
    let here = here.map_or(route::Home::PATH, |here| here.as_str());
    unavailable(bare_page(
        lang,
        StatusCode::SERVICE_UNAVAILABLE,
        [say::starting(lang), &step.told(lang)],
        (here, say::try_again(lang)),
        &RequestIdText::of(request.headers()),
        &BasePath::of(request.extensions()),
    ))
}

fn unavailable(mut response: Response) -> Response {
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(RETRY_AFTER, RETRY_SECONDS);
    response
}
