//! What can go wrong while answering a visitor, worded for them; turned into a status here only.

use std::sync::Arc;

use crate::service::{HeavyError, HeavyKind, NotFound};
use crate::words;
use domain::chart::WrongSubjects;
use domain::query::{LeftOut, Problem, UnknownKey};
use domain::{Lang, ProblemKind, QueryError};
use i18n::errors as say;
use store::StoreError;

/// Why a request could not be answered as asked.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The address holds a value that cannot be used.
    #[error(transparent)]
    BadQuery(#[from] QueryError),
    /// The address holds a key that means nothing there.
    #[error(transparent)]
    UnknownKey(#[from] UnknownKey),
    /// The address holds a name that nothing in the data has.
    #[error("{}", say::unknown_name(Lang::English, .0))]
    UnknownName(Box<LeftOut>),
    /// The address cannot be understood at all.
    #[error("{0}")]
    BadAddress(String),
    /// What was sent as a form is none that can be read.
    #[error("{0}")]
    BadForm(String),
    /// What should be compared cannot be.
    #[error(transparent)]
    WrongComparison(#[from] WrongSubjects),
    /// There is nothing at this address. May know where to look instead.
    #[error("{}", words::missing(Lang::English, &.0.what))]
    NotFound(NotFound),
    /// The address exists under another, canonical one.
    #[error("moved to {0}")]
    Moved(String),
    /// Nobody is signed in, or no longer.
    #[error("Sign in to see this page.")]
    NotSignedIn,
    /// Somebody is signed in who may not do this.
    #[error("Your account cannot do this: {what}. You need the role {least}: ask an admin.")]
    Forbidden {
        /// What was to be done.
        what: &'static str,
        /// The least role that may.
        least: &'static str,
    },
    /// Somebody is signed in who must set up a second factor before anything else.
    #[error(
        "Your account needs a second factor before you can go on. Set it up under \u{201c}Second factor\u{201d}."
    )]
    SecondFactorFirst,
    /// Somebody wanted to publish a rating or a change of facts of their own.
    #[error(
        "You cannot publish your own work. Send it for review: any other reviewer can publish it."
    )]
    OwnWork,
    /// A form that another site has sent.
    #[error(
        "This was sent from another site, so we did nothing. Open the page on this site and send it again."
    )]
    CrossSite,
    /// It would leave nobody who can keep accounts, or contradicts the present state.
    #[error("{0}")]
    Impossible(String),
    /// The address is there, but not for this method.
    #[error("This address is read-only.")]
    WrongMethod,
    /// The record cannot be reached now.
    #[error("We cannot reach the data at the moment. Try again in a minute.")]
    Unavailable(#[source] Arc<StoreError>),
    /// This instance does not show yet what the reader has seen on another.
    #[error("The latest changes are not here yet. Try again in a few seconds.")]
    Behind,
    /// More asks for the same heavy work than can wait for it.
    #[error("Too many people ask for this at the moment. Please try again in a few seconds.")]
    Busy(HeavyKind),
    /// A fault of the program.
    #[error("Something went wrong on our side. We have logged it.")]
    Internal(String),
}

impl AppError {
    /// The HTTP status that says what happened.
    pub fn status(&self) -> u16 {
        match self {
            // The same page in a language that there is not.
            Self::BadQuery(bad) if bad.parameter == "lang" && bad.problem != Problem::Twice => 404,
            Self::WrongComparison(WrongSubjects::Unknown { .. }) | Self::NotFound(_) => 404,
            Self::BadQuery(_)
            | Self::UnknownKey(_)
            | Self::UnknownName(_)
            | Self::BadAddress(_)
            | Self::BadForm(_)
            | Self::WrongComparison(_) => 400,
            Self::Moved(_) => 308,
            Self::NotSignedIn => 401,
            Self::Forbidden { .. } | Self::SecondFactorFirst | Self::OwnWork | Self::CrossSite => {
                403
            }
            Self::Impossible(_) => 409,
            Self::WrongMethod => 405,
            Self::Unavailable(_) | Self::Behind | Self::Busy(_) => 503,
            Self::Internal(_) => 500,
        }
    }

    /// What kind of problem it is, for programs.
    pub fn kind(&self) -> ProblemKind {
        match self {
            Self::UnknownKey(_) => ProblemKind::UnknownParameter,
            Self::BadQuery(_) | Self::UnknownName(_) | Self::WrongComparison(_) => {
                ProblemKind::BadValue
            }
            Self::BadAddress(_) | Self::BadForm(_) => ProblemKind::BadRequest,
            Self::NotFound(_) | Self::Moved(_) => ProblemKind::NotFound,
            Self::NotSignedIn
            | Self::Forbidden { .. }
            | Self::SecondFactorFirst
            | Self::OwnWork
            | Self::CrossSite
            | Self::Impossible(_) => ProblemKind::Forbidden,
            Self::WrongMethod => ProblemKind::WrongMethod,
            Self::Unavailable(_) | Self::Behind | Self::Busy(_) => ProblemKind::Unavailable,
            Self::Internal(_) => ProblemKind::Fault,
        }
    }

    /// A heading for the page that tells of it.
    pub fn heading(&self, lang: Lang) -> &'static str {
        match self {
            Self::BadQuery(bad) if bad.is_of_filter() => say::unknown_filter(lang),
            Self::UnknownName(_) => say::unknown_filter(lang),
            Self::UnknownKey(_) => say::unknown_parameter(lang),
            Self::BadQuery(_) | Self::BadAddress(_) => say::cannot_be_read(lang),
            Self::BadForm(_) => say::form_cannot_be_read(lang),
            Self::WrongComparison(_) => say::nothing_to_compare(lang),
            Self::NotFound(_) => say::nothing_here(lang),
            Self::Moved(_) => say::moved(lang),
            Self::NotSignedIn => say::sign_in_first(lang),
            Self::Forbidden { .. } | Self::SecondFactorFirst | Self::OwnWork | Self::CrossSite => {
                say::not_allowed(lang)
            }
            Self::Impossible(_) => say::not_possible_now(lang),
            Self::WrongMethod => say::not_possible_here(lang),
            Self::Unavailable(_) | Self::Behind => say::cannot_be_read_now(lang),
            Self::Busy(_) => say::busy_heading(lang),
            Self::Internal(_) => say::went_wrong(lang),
        }
    }

    /// What happened, in a language. Staff work in English; the API uses the English of `Display`.
    pub fn in_language(&self, lang: Lang) -> String {
        let told = match self {
            Self::BadQuery(bad) => return say::bad_query(lang, bad),
            Self::UnknownKey(unknown) => return say::unknown_key(lang, unknown),
            Self::UnknownName(unknown) => return say::unknown_name(lang, unknown),
            Self::WrongComparison(wrong) => return say::wrong_subjects(lang, wrong),
            Self::Moved(to) => return say::moved_to(lang, to),
            Self::NotFound(missing) => return words::missing(lang, &missing.what),
            Self::BadAddress(_)
            | Self::BadForm(_)
            | Self::Forbidden { .. }
            | Self::SecondFactorFirst
            | Self::OwnWork
            | Self::Impossible(_) => return self.to_string(),
            Self::NotSignedIn => say::sign_in(lang),
            Self::CrossSite => say::cross_site(lang),
            Self::WrongMethod => say::only_read(lang),
            Self::Unavailable(_) => say::unavailable(lang),
            Self::Behind => say::behind(lang),
            Self::Busy(_) => say::busy(lang),
            Self::Internal(_) => say::our_fault(lang),
        };
        told.to_owned()
    }

    /// Why a form could not be saved now though nothing is wrong with it, for staff; none where that is
    /// not it.
    pub fn not_saved(&self) -> Option<&'static str> {
        Some(match self {
            Self::Unavailable(cause) => match &**cause {
                StoreError::Busy { .. } => {
                    "The data is still busy with another change, so nothing was saved. What you filled in is below: save again in a minute."
                }
                StoreError::DiskFull { .. } => {
                    "Your changes could not be saved: the server\u{2019}s disk is full. What you filled in is below. Tell whoever runs the site, and save again later."
                }
                StoreError::ClockBehind { .. } | StoreError::ClockJumped => {
                    "Your changes could not be saved: the server\u{2019}s clock is wrong. What you filled in is below. Tell whoever runs the site, and save again later."
                }
                StoreError::Replaced { .. } => {
                    "Your changes could not be saved: the database file was deleted or replaced. What you filled in is below. Tell whoever runs the site, and save again later."
                }
                _ => {
                    "Your changes could not be saved: the data cannot be reached at the moment. What you filled in is below: save again in a minute."
                }
            },
            Self::Busy(_) => {
                "Too much is going on at the moment, so nothing was saved. What you filled in is below: save again in a few seconds."
            }
            _ => return None,
        })
    }

    /// Addresses that may be meant instead, with their names.
    pub fn suggestions(&self, lang: Lang) -> Vec<(String, String)> {
        match self {
            Self::NotFound(missing) => words::suggestions(lang, missing),
            _ => Vec::new(),
        }
    }

    /// An error that several callers were waiting for.
    pub(crate) fn shared(error: Arc<Self>) -> Self {
        Arc::try_unwrap(error).unwrap_or_else(|shared| match &*shared {
            Self::Unavailable(cause) => Self::Unavailable(Arc::clone(cause)),
            Self::Busy(kind) => Self::Busy(*kind),
            Self::Behind => Self::Behind,
            other => Self::Internal(format!("{other:?}")),
        })
    }

    /// Whether the cause belongs in the log: it is the program's or its surroundings' fault.
    pub fn is_ours(&self) -> bool {
        self.status() >= 500 && !matches!(self, Self::Busy(_) | Self::Behind)
    }
}

impl From<NotFound> for AppError {
    fn from(missing: NotFound) -> Self {
        Self::NotFound(missing)
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        Self::Unavailable(Arc::new(error))
    }
}

impl From<HeavyError> for AppError {
    fn from(error: HeavyError) -> Self {
        match error {
            HeavyError::Busy(kind) => Self::Busy(kind),
            HeavyError::Failed(..) => Self::Internal(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Query;

    #[test]
    fn every_error_has_its_status_and_speaks_to_the_reader() {
        let query = Query::parse("year=x").unwrap_err();
        let language = Query::parse("lang=xx").unwrap_err();
        let params = domain::Params::parse("memeber=spain").unwrap();
        let key = UnknownKey::among(&params, &["member"]).unwrap();
        let name = LeftOut {
            error: QueryError::new("member", "spian", Problem::NotInData),
            nearest: Some("spain".to_owned()),
        };
        for (error, status) in [
            (AppError::BadQuery(query), 400),
            (AppError::BadQuery(language), 404),
            (AppError::UnknownKey(key), 400),
            (AppError::UnknownName(Box::new(name)), 400),
            (AppError::BadAddress("odd".into()), 400),
            (NotFound::page().into(), 404),
            (AppError::BadForm("odd".into()), 400),
            (AppError::WrongComparison(WrongSubjects::TooFew), 400),
            (AppError::Moved("/x".into()), 308),
            (AppError::NotSignedIn, 401),
            (AppError::CrossSite, 403),
            (AppError::Impossible("no".into()), 409),
            (AppError::WrongMethod, 405),
            (AppError::Busy(HeavyKind::Picture), 503),
            (AppError::Behind, 503),
            (AppError::Internal("secret cause".into()), 500),
        ] {
            assert_eq!(error.status(), status);
            assert!(!error.heading(Lang::English).is_empty());
            assert_eq!(error.in_language(Lang::English), error.to_string());
            for lang in [Lang::Spanish, Lang::French] {
                assert_ne!(error.heading(lang), error.heading(Lang::English));
                assert!(!error.in_language(lang).contains("secret"));
            }
            assert!(!error.to_string().contains("secret"), "{error}");
            let is_ours = status >= 500 && !matches!(error, AppError::Busy(_) | AppError::Behind);
            assert_eq!(error.is_ours(), is_ours);
        }
    }
}
