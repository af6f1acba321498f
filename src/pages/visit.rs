//! What pages are made from, and what they are.

use std::sync::Arc;

use axum::http::{HeaderValue, StatusCode, header};
use leptos::prelude::AnyView;
use leptos_axum::ResponseOptions;

use super::form_state::FormState;
use crate::components::LeftOutValues;
use crate::error::AppError;
use crate::service::App;
use crate::service::auth::Staff;
use crate::site::Origin;
use domain::{Lang, Params, Query};

/// What a page shows, or why it cannot.
pub type Page = Result<AnyView, AppError>;

/// What every page knows about the request it answers.
pub struct Visit {
    /// The application.
    pub app: App,
    lang: Lang,
    params: Arc<Params>,
    origin: Option<Origin>,
    response: ResponseOptions,
    left_out: LeftOutValues,
}

impl Visit {
    /// A request that asks for what its address says, to be answered with `response`.
    pub fn new(
        app: App,
        lang: Lang,
        params: Arc<Params>,
        origin: Option<Origin>,
        response: ResponseOptions,
        left_out: LeftOutValues,
    ) -> Self {
        Self {
            app,
            lang,
            params,
            origin,
            response,
            left_out,
        }
    }

    /// The query in the address, without values that mean nothing here: the page tells of those, and of
    /// what may be meant.
    pub fn query(&self) -> Result<Query, AppError> {
        let (query, unreadable) = Query::readable(&self.params)?;
        let (query, unknown) = self.app.known_query(&query);
        self.left_out.add(unreadable.into_iter().chain(unknown));
        Ok(query)
    }

    /// The query in the address; refuses values that cannot be read, for pages that have no room to tell
    /// of them.
    pub fn whole_query(&self) -> Result<Query, AppError> {
        Ok(Query::of(&self.params)?)
    }

    /// The keys and values of the address.
    pub fn params(&self) -> &Params {
        &self.params
    }

    /// Answers with a status of refusal, where the page itself tells what was wrong.
    pub fn refuse(&self, status: u16) {
        if let Ok(status) = StatusCode::from_u16(status) {
            self.response.set_status(status);
        }
    }

    /// The site's own address, where it is known.
    pub fn origin(&self) -> Option<String> {
        self.origin.as_ref().map(ToString::to_string)
    }

    /// The language to answer in.
    pub fn lang(&self) -> Lang {
        self.lang
    }
}

/// What a page for staff knows: who asks for it, and the state of its form.
pub struct StaffVisit {
    /// The application.
    pub app: App,
    /// Who is signed in.
    pub staff: Staff,
    visit: Visit,
    form: Arc<FormState>,
}

impl StaffVisit {
    /// A visit of somebody who is signed in.
    pub fn new(visit: Visit, staff: Staff, form: Arc<FormState>) -> Self {
        Self {
            app: visit.app.clone(),
            staff,
            visit,
            form,
        }
    }

    /// What the page's form was sent with.
    pub fn form(&self) -> &FormState {
        &self.form
    }

    /// The query in the address.
    pub fn query(&self) -> Result<Query, AppError> {
        self.visit.query()
    }

    /// The keys and values of the address.
    pub fn params(&self) -> &Params {
        self.visit.params()
    }

    /// The language to answer in.
    pub fn lang(&self) -> Lang {
        self.visit.lang()
    }

    /// Asks the browser to load the page again after a while, for work that goes on without it.
    pub fn look_again(&self, seconds: u32) {
        let name = header::HeaderName::from_static("refresh");
        let response = &self.visit.response;
        response.insert_header(name, HeaderValue::from(seconds));
    }
}
