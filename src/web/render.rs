//! Rendering pages with Leptos, whole and on the server, and the routes that pages stand at.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::extract::{FromRef, FromRequestParts, RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::{Method, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use super::AppState;
use super::fallback::{error_page, fault, wants_problem};
use super::finish::whole;
use super::language::{self, without};
use super::params::Given;
use super::session;
use super::shown::{RequestLang, Shown};
use crate::components::{Head, LeftOutValues, Links};
use crate::pages::{Loading, Page, Visit, document};
use crate::service::{App, NotFound};
use crate::site::{BasePath, ForStaff, OffersMail, Origin, RequestIdText};
use domain::Lang;
use domain::frame::Theme;
use domain::route::{self, Route};

/// Lets Leptos run what pages wait for on the server's own runtime; once is enough.
pub fn start() {
    // An error says that it was done before: many sites run in one process under test.
    let _ = any_spawner::Executor::init_tokio();
}

/// A request for a page, by itself or in answer to a form.
#[derive(Debug)]
pub struct PageRequest {
    /// The application, as the request wants to see it.
    pub app: App,
    lang: Lang,
    request: Request<Body>,
}

impl<S: Send + Sync> FromRequestParts<S> for PageRequest
where
    App: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let Shown(app) = Shown::from_request_parts(parts, state).await?;
        let RequestLang(lang) = RequestLang::from_request_parts(parts, state).await?;
        let request = Request::from_parts(parts.clone(), Body::empty());
        Ok(Self { app, lang, request })
    }
}

impl PageRequest {
    /// A request whose body nobody reads any more, to be answered in a language.
    pub fn new(app: App, lang: Lang, request: Request<Body>) -> Self {
        Self { app, lang, request }
    }

    /// The same request for the page at another address.
    pub fn at(mut self, address: &str) -> Self {
        *self.request.uri_mut() = address.parse().unwrap_or_default();
        self
    }

    /// The same request, whose page is made from one version of the record as a whole.
    pub fn of_one_version(self) -> Self {
        Self {
            app: self.app.pinned(),
            ..self
        }
    }

    /// The request itself.
    pub fn as_request(&self) -> &Request<Body> {
        &self.request
    }

    /// The request, to be answered by something else.
    pub fn into_request(self) -> Request<Body> {
        self.request
    }

    /// Whether it came encrypted.
    pub fn is_secure(&self) -> bool {
        session::is_secure(&self.request)
    }

    /// Answers with a page.
    pub async fn show<F, Fut>(self, page: F) -> Response
    where
        F: FnOnce(Visit) -> Fut + Send + 'static,
        Fut: Future<Output = Page> + Send + 'static,
    {
        let page: LoadPage = Box::new(move |visit| Box::pin(page(visit)));
        render(self.app, self.lang, self.request, page).await
    }
}

type LoadPage = Box<dyn FnOnce(Visit) -> Loading + Send>;

/// Renders a page in its document, with everything that its pieces ask for.
async fn render(app: App, lang: Lang, request: Request<Body>, page: LoadPage) -> Response {
    let request_id = RequestIdText::of(request.headers());
    let origin = request.extensions().get::<Origin>().cloned();
    let base_path = BasePath::of(request.extensions());
    // Where a file is asked for that a page stands for, as it is at `/charts/nothing.svg`.
    let refusal = wants_problem(&request).then(Refusal::default);
    let page = match &refusal {
        Some(refusal) => refusal.instead_of_the_page(page),
        None => page,
    };
    let head = Head::default();
    let left_out = LeftOutValues::default();
    let visit_left_out = left_out.clone();
    let for_staff = request.extensions().get::<ForStaff>().copied();
    let as_of = app.shown_as_of();
    let links = Arc::new(links_on(&app, lang, &request));
    let Given(params) = Given::of(request.extensions());
    let visiting = (app.clone(), origin.clone());
    // What cannot be read is refused by the page, in the colours of those that say nothing.
    let theme =
        route::is_embed(request.uri().path()).then(|| Theme::of(&params).unwrap_or(Theme::Light));
    let provided = move || {
        provide_context(app.clone());
        provide_context(request_id.clone());
        provide_context(base_path.clone());
        provide_context(head.clone());
        provide_context(left_out.clone());
        provide_context(links.clone());
        provide_context(lang);
        if let Some(as_of) = as_of {
            provide_context(as_of);
        }
        if let Some(theme) = theme {
            provide_context(theme);
        }
        if let Some(origin) = origin.clone() {
            provide_context(origin);
        }
        if let Some(for_staff) = for_staff {
            provide_context(for_staff);
        }
        if app.sends_mail() {
            provide_context(OffersMail);
        }
    };
    let shown = move || {
        let (app, origin) = visiting;
        let response = use_context::<ResponseOptions>().unwrap_or_default();
        let visit = Visit::new(app, lang, params, origin, response.clone(), visit_left_out);
        document(page(visit), response)
    };
    let response = leptos_axum::handle_response_inner(provided, shown, request, whole).await;
    if let Some(refused) = refusal.and_then(|refusal| refusal.take()) {
        return refused;
    }
    // The document is one piece already; as such its length is known.
    let (parts, body) = response.into_parts();
    match axum::body::to_bytes(body, usize::MAX).await {
        Ok(document) => Response::from_parts(parts, Body::from(document)),
        Err(error) => {
            tracing::error!(%error, "a page could not be put together");
            fault()
        }
    }
}

/// The error that a program gets instead of an error page.
#[derive(Debug, Clone, Default)]
struct Refusal(Arc<Mutex<Option<Response>>>);

impl Refusal {
    /// The same page, whose error is kept for the program.
    fn instead_of_the_page(&self, page: LoadPage) -> LoadPage {
        let kept = self.clone();
        Box::new(move |visit| {
            Box::pin(async move {
                let error = match page(visit).await {
                    Ok(view) => return Ok(view),
                    Err(error) => error,
                };
                let told = Some(error.into_response());
                *kept.0.lock().unwrap_or_else(PoisonError::into_inner) = told;
                Ok(().into_any())
            })
        })
    }

    fn take(&self) -> Option<Response> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Where the links of a page lead: they keep the language and the moment that it is shown in. What
/// answers a form cannot be asked for again, so that from there the way leads to the start.
fn links_on(app: &App, lang: Lang, request: &Request<Body>) -> Links {
    let uri = request.uri();
    let other = Some(lang).filter(|lang| *lang != Lang::English);
    let lang = language::named(request.extensions()).or(other);
    let home = Uri::from_static(route::Home::PATH);
    let here = match *request.method() {
        Method::GET | Method::HEAD => uri,
        _ if route::staff::holds(uri.path()) => uri,
        _ => &home,
    };
    let (here, present) = (without(here, "lang"), without(here, "as_of"));
    Links::new(lang, app.shown_as_of(), here, present)
}

/// The segments of an address, as its route has them. An address whose segments cannot be read leads
/// nowhere.
#[derive(Debug)]
pub struct At<R>(pub R);

impl<R: Route, S: Send + Sync> FromRequestParts<S> for At<R>
where
    App: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let segments = RawPathParams::from_request_parts(parts, state).await;
        let route = segments.ok().and_then(|segments| {
            R::from_segments(|name| {
                let mut segments = segments.iter();
                let (_, value) = segments.find(|(known, _)| *known == name)?;
                Some(value.to_owned())
            })
        });
        if let Some(route) = route {
            return Ok(Self(route));
        }
        let Ok(page) = PageRequest::from_request_parts(parts, state).await;
        Err(error_page(page.app, page.request, NotFound::page().into()).await)
    }
}

/// Pages in a router, each at its route.
pub trait Pages {
    /// Adds a page that its address says everything about.
    fn page<F, Fut>(self, route: impl Route, page: F) -> Self
    where
        F: Fn(Visit) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Page> + Send + 'static;

    /// Adds a page of something that the segments of its address name.
    fn page_at<R, F, Fut>(self, page: F) -> Self
    where
        R: Route,
        F: Fn(Visit, R) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Page> + Send + 'static;
}

fn pattern_of<R: Route>(_: &R) -> &'static str {
    R::PATTERN
}

impl Pages for Router<AppState> {
    fn page<F, Fut>(self, route: impl Route, page: F) -> Self
    where
        F: Fn(Visit) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Page> + Send + 'static,
    {
        let answer = move |request: PageRequest| request.show(page);
        self.route(pattern_of(&route), get(answer))
    }

    fn page_at<R, F, Fut>(self, page: F) -> Self
    where
        R: Route,
        F: Fn(Visit, R) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Page> + Send + 'static,
    {
        let answer = move |At(route): At<R>, request: PageRequest| {
            request.show(move |visit| page(visit, route))
        };
        self.route(R::PATTERN, get(answer))
    }
}
