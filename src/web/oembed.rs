//! `/oembed`: the address of a chart's page becomes the chart in programs that know oEmbed
//! (<https://oembed.com>).

use axum::extract::Extension;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde_json::{Value as Json, json};

use super::Origin;
use super::params::Given;
use super::shown::Shown;
use crate::components::{MaxSize, NAME, frame};
use crate::error::AppError;
use crate::pages::frame_texts;
use crate::service::App;
use charts::ChartRequest;
use charts::card::{HEIGHT, WIDTH};
use domain::frame::{Theme, chart_at};
use domain::query::{Problem, Query, QueryError};
use domain::route::{self, ChartAs};
use domain::{Lang, Params};
use i18n::charts as say;
use i18n::errors::bad_query;

/// `GET /oembed?url=...`
pub async fn oembed(
    Shown(app): Shown,
    origin: Option<Extension<Origin>>,
    Given(params): Given,
) -> Response {
    let origin = origin.map(|Extension(origin)| origin);
    match embeddable(&app, origin.as_ref(), &params).await {
        Ok(found) => answer(StatusCode::OK, &found),
        Err(refused) => refused.into_response(),
    }
}

/// Why there is nothing to embed.
#[derive(Debug)]
enum Refused {
    Unknown(Lang),
    Format(Lang),
    Query(QueryError),
    Failed(u16),
}

impl From<QueryError> for Refused {
    fn from(error: QueryError) -> Self {
        Self::Query(error)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let (status, told) = match self {
            Self::Unknown(lang) => (StatusCode::NOT_FOUND, say::oembed_unknown(lang).to_owned()),
            Self::Format(lang) => (
                StatusCode::NOT_IMPLEMENTED,
                say::oembed_format(lang).to_owned(),
            ),
            Self::Query(error) => (StatusCode::BAD_REQUEST, bad_query(Lang::English, &error)),
            Self::Failed(status) => {
                let status = StatusCode::from_u16(status);
                let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                let told = status.canonical_reason().unwrap_or_default();
                (status, told.to_owned())
            }
        };
        answer(status, &json!({ "error": told }))
    }
}

fn answer(status: StatusCode, body: &Json) -> Response {
    let kind = [(CONTENT_TYPE, "application/json; charset=utf-8")];
    (status, kind, body.to_string()).into_response()
}

async fn embeddable(app: &App, origin: Option<&Origin>, params: &Params) -> Result<Json, Refused> {
    let asked = params.lang()?.unwrap_or_default();
    if params.one("format")?.is_some_and(|format| format != "json") {
        return Err(Refused::Format(asked));
    }
    let max = MaxSize {
        width: pixels(params, "maxwidth")?,
        height: pixels(params, "maxheight")?,
    };
    let unknown = || Refused::Unknown(asked);
    let origin = origin.ok_or_else(unknown)?;
    let url = params.one("url")?.ok_or_else(unknown)?;
    let (path, query) = within(origin, url).ok_or_else(unknown)?;
    let name = chart_at(path).ok_or_else(unknown)?;
    let asks = Params::parse(query).map_err(|_| unknown())?;
    let request = ChartRequest::of(name, &asks).map_err(|_| unknown())?;
    let query = Query::of(&asks).map_err(|_| unknown())?;
    let theme = Theme::of(&asks).map_err(|_| unknown())?;
    // The address speaks its own language, whoever asks about it.
    let lang = asks.lang().map_err(|_| unknown())?.unwrap_or(asked);
    let view = app.chart(request, &query, lang).await;
    let view = view.map_err(|error: AppError| match error.status() {
        400..500 => Refused::Unknown(asked),
        status => Refused::Failed(status),
    })?;

    let whole = |form: ChartAs| {
        let address = lang.in_address(&request.link(&view.query, form));
        format!("{origin}{address}")
    };
    let mut address = whole(ChartAs::Embed);
    if theme != Theme::Light {
        let joint = if address.contains('?') { '&' } else { '?' };
        address = format!("{address}{joint}theme={}", theme.slug());
    }
    let own = origin.to_string();
    let frame = frame(&view.chart, &frame_texts(&view), &address, Some(&own), max);
    let mut found = json!({
        "version": "1.0",
        "type": "rich",
        "provider_name": NAME,
        "provider_url": format!("{origin}{}", route::Home),
        "title": say::title_of(lang, &view.chart.title, &view.heading()),
        "html": frame.markup,
        "width": frame.width,
        "height": frame.height,
    });
    // The limits hold for its picture too.
    let fits = |limit: Option<u32>, size: u32| limit.is_none_or(|limit| size <= limit);
    if fits(max.width, WIDTH) && fits(max.height, HEIGHT) {
        found["thumbnail_url"] = whole(ChartAs::Card).into();
        found["thumbnail_width"] = WIDTH.into();
        found["thumbnail_height"] = HEIGHT.into();
    }
    Ok(found)
}

/// A size in pixels.
fn pixels(params: &Params, key: &str) -> Result<Option<u32>, QueryError> {
    let Some(text) = params.one(key)? else {
        return Ok(None);
    };
    match text.parse::<u32>() {
        Ok(size) if size > 0 => Ok(Some(size)),
        _ => Err(QueryError::new(key, text, Problem::Pixels)),
    }
}

/// Path and query of an address of this site.
fn within<'a>(origin: &Origin, url: &'a str) -> Option<(&'a str, &'a str)> {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, rest) = rest.split_at(end);
    if !host.eq_ignore_ascii_case(origin.host()) {
        return None;
    }
    let rest = rest.split('#').next().unwrap_or_default();
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    Some((origin.base_path().strip(path)?, query))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_this_site_are_followed() {
        let origin: Origin = "https://tracker.example".parse().unwrap();
        for (url, found) in [
            (
                "https://tracker.example/charts/map?a=1#x",
                Some(("/charts/map", "a=1")),
            ),
            ("http://TRACKER.example/charts", Some(("/charts", ""))),
            ("https://tracker.example", Some(("", ""))),
            ("https://tracker.example.evil.example/charts", None),
            ("https://tracker.example:8080/charts", None),
            ("https://evil.example/?https://tracker.example/charts", None),
            ("https://evil@tracker.example/charts", None),
            ("/charts", None),
            ("ftp://tracker.example/charts", None),
        ] {
            assert_eq!(within(&origin, url), found, "{url}");
        }
        let below = origin.below(&"/tracker".parse().unwrap());
        for (url, found) in [
            (
                "https://tracker.example/tracker/charts/map?a=1",
                Some(("/charts/map", "a=1")),
            ),
            ("https://tracker.example/charts/map?a=1", None),
            ("https://tracker.example/trackers/charts/map", None),
        ] {
            assert_eq!(within(&below, url), found, "{url}");
        }
    }
}
