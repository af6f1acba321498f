//! What staff send: a form of somebody who is signed in, and what it led to.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::{StaffRequest, is_open_without_second_factor, see_other, sign_in};
use crate::error::AppError;
use crate::pages::{FormState, Page, StaffVisit};
use crate::service::App;
use crate::service::auth::Staff;
use crate::service::plan_sheet::{PlanSheetState, PlanSheetStep};
use crate::service::staff::Refusal;
use crate::site::{BasePath, RequestIdText};
use crate::web::AppState;
use crate::web::fallback::{error_page, plain_page};
use crate::web::render::{At, PageRequest};
use crate::web::session::Sender;
use domain::Lang;
use domain::forms::{Fields, Problems};
use domain::route::Route;

/// Room for the longest form: a full text, encoded.
pub const BODY_LIMIT: usize = 1024 * 1024;

/// Room for texts that are too long, of those who are signed in: the form comes back and says so, rather
/// than being lost.
const STAFF_BODY_LIMIT: usize = 4 * BODY_LIMIT;

/// An address that takes a form.
pub trait FormRoute: Route {
    /// The address of the page on which the form stands.
    fn page(&self) -> String {
        self.to_string()
    }
}

/// A form of somebody who is signed in.
pub struct StaffForm<R> {
    /// The application.
    pub app: App,
    /// Who sent it.
    pub staff: Staff,
    /// Where to.
    pub at: R,
    /// What it says.
    pub fields: Fields,
    page: PageRequest,
}

impl<R: FormRoute> FromRequest<AppState> for StaffForm<R> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let At(at) = At::<R>::from_request_parts(&mut parts, state).await?;
        let Ok(page) = PageRequest::from_request_parts(&mut parts, state).await;
        let is_signed_in = matches!(parts.extensions.get(), Some(Sender(Some(_))));
        let limit = if is_signed_in {
            STAFF_BODY_LIMIT
        } else {
            BODY_LIMIT
        };
        let (page, fields) = read(page, body, limit).await?;
        let is_open = is_open_without_second_factor(R::PATTERN);
        match parts.extensions.remove::<Sender>() {
            Some(Sender(Some(staff))) if staff.lacks_second_factor() && !is_open => {
                Err(sign_in::second_factor_first(page, &at.page(), fields).await)
            }
            Some(Sender(Some(staff))) => Ok(Self {
                app: page.app.clone(),
                staff,
                at,
                fields,
                page,
            }),
            _ => Err(sign_in::lapsed(page, &at.page(), fields).await),
        }
    }
}

/// What a form led to.
pub enum Done {
    /// The browser is sent on.
    Go(String),
    /// The page is shown with something that is told once only.
    Show(FormState),
}

impl From<String> for Done {
    fn from(location: String) -> Self {
        Self::Go(location)
    }
}

impl From<PlanSheetStep> for Done {
    fn from(step: PlanSheetStep) -> Self {
        match step {
            PlanSheetStep::Go(location) => Self::Go(location),
            PlanSheetStep::Show(fields, state) => Self::Show(FormState {
                fields: Some(fields),
                plan_sheet: Some(Arc::new(state)),
                ..FormState::default()
            }),
        }
    }
}

impl<R: FormRoute> StaffForm<R> {
    /// Whether it came encrypted.
    pub fn is_secure(&self) -> bool {
        self.page.is_secure()
    }

    /// Sends the browser on, or shows the form's page with what is to be said and what was filled in.
    pub async fn answer<F, Fut>(self, done: Result<impl Into<Done>, Refusal>, page: F) -> Response
    where
        F: FnOnce(StaffVisit, R) -> Fut + Send + 'static,
        Fut: Future<Output = Page> + Send + 'static,
    {
        let (state, status) = match done.map(Into::into) {
            Ok(Done::Go(location)) => return see_other(&location),
            Ok(Done::Show(state)) => (state, StatusCode::OK),
            Err(refusal) => match refused(self.fields, refusal) {
                Ok(refused) => refused,
                Err(error) => {
                    return error_page(self.app, self.page.into_request(), error).await;
                }
            },
        };
        let request = StaffRequest {
            staff: self.staff,
            page: self.page.at(&self.at.page()),
            form: Arc::default(),
        };
        let at = self.at;
        request
            .show_again(state, status, move |visit| page(visit, at))
            .await
    }
}

/// How a form is shown that was not applied; an error where it cannot be shown again.
fn refused(fields: Fields, refusal: Refusal) -> Result<(FormState, StatusCode), AppError> {
    let (fields, problems, clash, status) = match refusal {
        Refusal::App(error) => {
            let Some(not_saved) = error.not_saved() else {
                return Err(error);
            };
            tracing::error!(cause = ?error, "a form could not be saved");
            let state = FormState {
                fields: Some(fields),
                not_saved: Some(not_saved),
                ..FormState::default()
            };
            return Ok((state, StatusCode::SERVICE_UNAVAILABLE));
        }
        Refusal::Problems(problems) => (fields, problems, None, StatusCode::UNPROCESSABLE_ENTITY),
        // Shown again with the present state, which the sender has then seen.
        Refusal::Overtaken(problems) => {
            let mut fields = fields;
            fields.set("base", []);
            (fields, problems, None, StatusCode::CONFLICT)
        }
        Refusal::Sheet(sheet) => {
            let (mut fields, mut problems) = (fields, sheet.head.clone());
            if !sheet.cells.is_empty() {
                problems.push("sheet", in_the_table("rating", sheet.cells.len()));
            }
            let status = if sheet.is_overtaken {
                // As above.
                fields.set("base", []);
                StatusCode::CONFLICT
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            let state = FormState {
                fields: Some(fields),
                problems,
                sheet: Some(Arc::new(*sheet)),
                ..FormState::default()
            };
            return Ok((state, status));
        }
        Refusal::PlanSheet(sheet) => {
            let mut problems = sheet.head.clone();
            if !sheet.cells.is_empty() {
                problems.push("sheet", in_the_table("cell", sheet.cells.len()));
            }
            for gone in &sheet.gone {
                problems.push("sheet", gone.clone());
            }
            let status = if sheet.is_overtaken {
                StatusCode::CONFLICT
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            let state = FormState {
                fields: Some(sheet.fields.clone()),
                problems,
                plan_sheet: Some(Arc::new(PlanSheetState::Refused(*sheet))),
                ..FormState::default()
            };
            return Ok((state, status));
        }
        Refusal::Clash(clash) => {
            let fields = clash.fields.clone();
            let clash = Some(Arc::new(*clash));
            (fields, Problems::default(), clash, StatusCode::CONFLICT)
        }
    };
    let state = FormState {
        fields: Some(fields),
        problems,
        clash,
        ..FormState::default()
    };
    Ok((state, status))
}

/// Where to look for what is wrong with the ratings or cells of a sheet.
fn in_the_table(what: &str, count: usize) -> String {
    match count {
        1 => format!("1 {what} needs your attention: see the table."),
        many => format!("{many} {what}s need your attention: see the table."),
    }
}

/// Reads the form in a request's body; answers at once where it is too large or none.
pub async fn read(
    page: PageRequest,
    body: Body,
    limit: usize,
) -> Result<(PageRequest, Fields), Response> {
    let headers = page.as_request().headers();
    let Ok(body) = to_bytes(body, limit).await else {
        let id = RequestIdText::of(headers);
        let base_path = BasePath::of(page.as_request().extensions());
        return Err(plain_page(
            Lang::English,
            StatusCode::PAYLOAD_TOO_LARGE,
            &id,
            &base_path,
        ));
    };
    match read_form(headers, &body) {
        Ok(fields) => Ok((page, fields)),
        Err(problem) => {
            let app = page.app.clone();
            let error = AppError::BadForm(problem);
            Err(error_page(app, page.into_request(), error).await)
        }
    }
}

/// Reads a form: the one place where what people send becomes fields. Refuses, in words, what is no
/// form, and the character that is no text to either database.
fn read_form(headers: &HeaderMap, body: &[u8]) -> Result<Fields, String> {
    let kind = headers.get(CONTENT_TYPE).and_then(|t| t.to_str().ok());
    if !kind.is_some_and(|t| t.starts_with("application/x-www-form-urlencoded")) {
        return Err("Expected a form (application/x-www-form-urlencoded).".to_owned());
    }
    let fields = Fields::parse(body);
    let odd = fields
        .iter()
        .find(|(name, value)| name.contains('\0') || value.contains('\0'));
    if let Some((name, _)) = odd {
        let name: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
        return Err(format!(
            "The field \u{201c}{name}\u{201d} contains the character U+0000, which is not text. Nothing was saved. Go back, remove the character and send the form again."
        ));
    }
    Ok(fields)
}
