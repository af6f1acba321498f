//! What a request is answered from, and in which language: the present state of the record, or that
//! of the moment which `as_of` names.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::{FromRef, FromRequestParts, Request, State};
use axum::http::StatusCode;
use axum::http::header::{HeaderValue, LOCATION};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;

use super::fallback::error_page;
use super::params::Given;
use super::{AppState, language, seen};
use crate::error::AppError;
use crate::service::{App, HeavyKind, Reader, Turn};
use domain::{Lang, Params, route};

/// How long somebody who asks for the past waits for others who do: much less than a request may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// The application as the request wants to see it.
#[derive(Debug, Clone)]
pub struct Shown(pub App);

impl<S: Send + Sync> FromRequestParts<S> for Shown
where
    App: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let chosen = parts.extensions.get::<Self>().cloned();
        Ok(chosen.unwrap_or_else(|| Self(App::from_ref(state))))
    }
}

impl FromRef<AppState> for Shown {
    fn from_ref(state: &AppState) -> Self {
        Self(state.app.clone())
    }
}

/// The language that a request is answered in; English where nothing chose another.
#[derive(Debug, Clone, Copy)]
pub struct RequestLang(pub Lang);

impl<S: Send + Sync> FromRequestParts<S> for RequestLang {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let chosen = parts.extensions.get::<Self>().copied();
        Ok(chosen.unwrap_or(Self(Lang::default())))
    }
}

/// Chooses state and language for everything behind it; refuses a moment that cannot be shown.
///
/// Who asks for a page without naming a language is sent to it in their own, so that one address
/// is one view.
pub async fn choose(State(app): State<App>, request: Request, next: Next) -> Response {
    let query = request.uri().query().unwrap_or_default().to_owned();
    let mut response = chosen(app, request, next).await;
    keep_query(&mut response, &query);
    response
}

/// Lets what has moved for good lead to the same view of it: the same moment, the same filters.
fn keep_query(response: &mut Response, query: &str) {
    if response.status() != StatusCode::PERMANENT_REDIRECT || query.is_empty() {
        return;
    }
    let target = response.headers().get(LOCATION);
    let Some(target) = target.and_then(|target| target.to_str().ok()) else {
        return;
    };
    if !target.contains('?')
        && let Ok(target) = HeaderValue::from_str(&format!("{target}?{query}"))
    {
        response.headers_mut().insert(LOCATION, target);
    }
}

async fn chosen(app: App, mut request: Request, next: Next) -> Response {
    let Given(params) = Given::of(request.extensions());
    let asked = params.lang();
    let named = asked.as_ref().ok().copied().flatten();
    let preferred = language::preferred(request.headers());
    if asked == Ok(None) && preferred != Lang::English && language::is_page(request.uri()) {
        return language::go_to(request.uri(), preferred);
    }
    let is_api = route::is_api(request.uri().path());
    let is_page = language::is_page(request.uri());
    // Programs are always answered in English.
    let lang = named.filter(|_| !is_api).unwrap_or_default();
    // Files have turns of their own, by what making them takes.
    let takes_turn = is_page || is_api;
    let shown = match asked {
        Ok(_) => {
            let reader = seen::reader(&app, request.headers());
            state(&app, &params, reader, takes_turn).await
        }
        Err(error) => Err(error.into()),
    };
    let mut response = match shown {
        // The turn is held until the answer is made, or its first piece.
        Ok((shown, _turn)) => {
            request.extensions_mut().insert(Shown(shown));
            request.extensions_mut().insert(RequestLang(lang));
            next.run(request).await
        }
        Err(error) => error_page(app, request, error).await,
    };
    // Files and the API speak the language that their address names, whoever asks.
    if named.is_none() && is_page {
        language::vary(&mut response);
    }
    response
}

/// The application bound to one state of the record, from which the whole answer is made; of a past one
/// with the turn to answer from it: those who leave wait no longer.
async fn state(
    app: &App,
    params: &Params,
    reader: Reader,
    takes_turn: bool,
) -> Result<(App, Option<Turn>), AppError> {
    let Some(as_of) = params.as_of()? else {
        return Ok((app.caught_up(reader).await?, None));
    };
    let turn = if takes_turn {
        let turn = app.heavy().turn(HeavyKind::PastAnswer);
        let turn = tokio::time::timeout(PATIENCE, turn).await;
        Some(turn.map_err(|_| AppError::Busy(HeavyKind::PastAnswer))??)
    } else {
        None
    };
    // What a moment stands for is asked of the database itself.
    Ok((app.as_of(as_of).await?, turn))
}
