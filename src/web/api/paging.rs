//! Pages of lists, by page number or by cursor: the page requested, its position, and links to the others
//! (`Link`, RFC 8288).

use std::fmt::Write;

use axum::Json;
use axum::extract::FromRequestParts;
use axum::http::header::LINK;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::error::AppError;
use crate::service::{Missing, NotFound};
use crate::web::Origin;
use crate::web::params::Given;
use catalogue::Catalogue;
use domain::params;
use domain::query::{MAX_PER_PAGE, PAGE_SIZE};
use domain::route;

/// Where a page stands in its list, and of which state of the data it is.
#[derive(Debug, Serialize, ToSchema)]
pub struct PageBody {
    /// How many there are on all pages.
    #[schema(minimum = 0)]
    total: usize,
    /// This page, counted from 1.
    #[schema(minimum = 1)]
    page: usize,
    /// How many pages there are.
    #[schema(minimum = 1)]
    pages: usize,
    /// Items on a full page.
    #[schema(minimum = 1)]
    page_size: usize,
    /// Which state of the data this is. Pages with the same number fit together.
    data_version: i64,
    /// Whether the data is synthetic.
    demonstration: bool,
}

/// Position in the list, and which state of the data this is.
#[derive(Debug, Serialize, ToSchema)]
pub struct CursorBody {
    /// For the next page, pass this as `after` (ratings) or `since` (changes). Null on the last page.
    next: Option<i64>,
    /// Which state of the data this is.
    data_version: i64,
    /// Whether the data is synthetic.
    demonstration: bool,
}

/// Which page is asked for, of what.
#[derive(Debug, Clone)]
pub struct Paging {
    page: usize,
    size: usize,
    /// The address without what stands behind its `?`.
    path: String,
    /// What stands there.
    query: String,
}

impl<S: Sync> FromRequestParts<S> for Paging {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, AppError> {
        let Given(params) = Given::of(&parts.extensions);
        let origin = parts.extensions.get::<Origin>();
        let origin = origin.map(ToString::to_string).unwrap_or_default();
        // All members have always come at once.
        let usual = match parts.uri.path() {
            route::ApiMembers::PATH => MAX_PER_PAGE,
            _ => PAGE_SIZE,
        };
        Ok(Self {
            page: params.page()?,
            size: params.per_page()?.unwrap_or(usual),
            path: format!("{origin}{}", parts.uri.path()),
            query: parts.uri.query().unwrap_or_default().to_owned(),
        })
    }
}

impl Paging {
    /// Items on a page.
    pub const fn size(&self) -> usize {
        self.size
    }

    /// The items of this page, of a list that is there as a whole; refuses a page beyond the last one.
    pub fn cut<T>(&self, all: Vec<T>) -> Result<(Vec<T>, usize), AppError> {
        let total = all.len();
        let pages = self.pages(total);
        if self.page >= pages {
            let what = Missing::ListPage(self.page + 1, pages);
            let instead = Vec::new();
            return Err(NotFound { what, instead }.into());
        }
        let start = self.page.saturating_mul(self.size);
        let items = all.into_iter().skip(start).take(self.size);
        Ok((items.collect(), total))
    }

    fn pages(&self, total: usize) -> usize {
        total.div_ceil(self.size.max(1)).max(1)
    }

    /// Where this page stands in a list of so many items.
    pub fn body(&self, total: usize, catalogue: &Catalogue) -> PageBody {
        let version = catalogue.version();
        PageBody {
            total,
            page: self.page + 1,
            pages: self.pages(total),
            page_size: self.size,
            data_version: version.number,
            demonstration: version.demonstration,
        }
    }

    /// Answers with a page of a list of so many items.
    pub fn answer(&self, total: usize, body: impl Serialize) -> Response {
        let pages = self.pages(total);
        let at = |page: usize| self.address("page", &page.to_string());
        let mut links = vec![("first", at(1))];
        if self.page > 0 {
            links.push(("prev", at(self.page)));
        }
        if self.page + 1 < pages {
            links.push(("next", at(self.page + 2)));
        }
        links.push(("last", at(pages)));
        linked(&links, body)
    }

    /// Answers with a page of a list that is read by cursor. `key` is the cursor's query parameter.
    pub fn cursor_response(&self, key: &str, next: Option<i64>, body: impl Serialize) -> Response {
        let mut links = vec![("first", self.address(key, "0"))];
        links.extend(next.map(|next| ("next", self.address(key, &next.to_string()))));
        linked(&links, body)
    }

    /// The same address with another value of a key.
    fn address(&self, key: &str, value: &str) -> String {
        let rest = params::without(&self.query, key);
        let joint = if rest.is_empty() { "" } else { "&" };
        format!("{}?{rest}{joint}{key}={value}", self.path)
    }
}

/// The cursor of the next page, and the state of the data.
pub fn cursor_body(next: Option<i64>, catalogue: &Catalogue) -> CursorBody {
    let version = catalogue.version();
    CursorBody {
        next,
        data_version: version.number,
        demonstration: version.demonstration,
    }
}

fn linked(links: &[(&str, String)], body: impl Serialize) -> Response {
    let mut told = String::new();
    for (relation, address) in links {
        let joint = if told.is_empty() { "" } else { ", " };
        // Addresses hold no `>`: it is refused in them, or encoded.
        let _ = write!(told, "{joint}<{address}>; rel=\"{relation}\"");
    }
    let mut headers = HeaderMap::new();
    if let Ok(told) = HeaderValue::from_str(&told) {
        headers.insert(LINK, told);
    }
    (headers, Json(body)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paging(page: usize, query: &str) -> Paging {
        Paging {
            page,
            size: 10,
            path: "http://x.example/api/v1/members".to_owned(),
            query: query.to_owned(),
        }
    }

    fn relations(response: &Response) -> Vec<(String, String)> {
        let told = response.headers()[LINK].to_str().unwrap();
        let link = |link: &str| {
            let (address, relation) = link.split_once(">; rel=").unwrap();
            (
                relation.trim_matches('"').to_owned(),
                address.trim_start_matches('<').to_owned(),
            )
        };
        told.split(", ").map(link).collect()
    }

    #[test]
    fn each_page_leads_to_those_that_there_are() {
        let names = |page, total| -> Vec<String> {
            let answer = paging(page, "page=9&per_page=10&q=a%20b").answer(total, ());
            let links = relations(&answer);
            for (_, address) in &links {
                assert!(address.contains("?per_page=10&q=a%20b&page="), "{address}");
            }
            links.into_iter().map(|(name, _)| name).collect()
        };
        assert_eq!(names(0, 0), ["first", "last"]);
        assert_eq!(names(0, 11), ["first", "next", "last"]);
        assert_eq!(names(1, 11), ["first", "prev", "last"]);
        assert_eq!(names(1, 21), ["first", "prev", "next", "last"]);
        let answer = paging(1, "").answer(21, ());
        let last = relations(&answer).pop().unwrap().1;
        assert_eq!(last, "http://x.example/api/v1/members?page=3");
    }

    #[test]
    fn a_page_beyond_the_last_is_refused() {
        assert_eq!(
            paging(1, "").cut((0..15).collect()).unwrap(),
            ((10..15).collect(), 15)
        );
        assert_eq!(
            paging(0, "").cut(Vec::<u8>::new()).unwrap(),
            (Vec::new(), 0)
        );
        assert!(paging(2, "").cut((0..15).collect::<Vec<_>>()).is_err());
    }
}
