//! What can go wrong while answering a visitor, worded for them; turned into a status here only.

use crate::charts::numbers::WrongSubjects;
use crate::domain::QueryError;
use crate::store::StoreError;

/// Why a request could not be answered as asked.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The address holds a value that cannot be used.
    #[error(transparent)]
    BadQuery(#[from] QueryError),
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
    #[error("{what}")]
    NotFound {
        /// What was looked for, in words.
        what: String,
        /// Addresses that may be meant, with their names.
        instead: Vec<(String, String)>,
    },
    /// The address exists under another, canonical one.
    #[error("moved to {0}")]
    Moved(String),
    /// Nobody is signed in, or no longer.
    #[error("Sign in to see this page.")]
    NotSignedIn,
    /// Somebody is signed in who may not do this.
    #[error("Your account may not do this: {what}. It takes the role {least}; ask an admin.")]
    Forbidden {
        /// What was to be done.
        what: &'static str,
        /// The least role that may.
        least: &'static str,
    },
    /// A form that another site has sent.
    #[error(
        "This was sent from another site, so nothing was done. Open the page here and send it again."
    )]
    CrossSite,
    /// It would leave nobody who can keep accounts, or contradicts the present state.
    #[error("{0}")]
    Impossible(String),
    /// The address is there, but not for this method.
    #[error("This address can be read, not written to.")]
    WrongMethod,
    /// The record cannot be reached now.
    #[error("The record cannot be read at the moment. Please try again in a minute.")]
    Unavailable(#[from] StoreError),
    /// A fault of the program.
    #[error("Something went wrong on our side. It has been noted.")]
    Internal(String),
}

impl AppError {
    /// The HTTP status that says what happened.
    pub const fn status(&self) -> u16 {
        match self {
            Self::WrongComparison(WrongSubjects::Unknown { .. }) | Self::NotFound { .. } => 404,
            Self::BadQuery(_)
            | Self::BadAddress(_)
            | Self::BadForm(_)
            | Self::WrongComparison(_) => 400,
            Self::Moved(_) => 308,
            Self::NotSignedIn => 401,
            Self::Forbidden { .. } | Self::CrossSite => 403,
            Self::Impossible(_) => 409,
            Self::WrongMethod => 405,
            Self::Unavailable(_) => 503,
            Self::Internal(_) => 500,
        }
    }

    /// A heading for the page that tells of it.
    pub const fn heading(&self) -> &'static str {
        match self {
            Self::BadQuery(_) | Self::BadAddress(_) => "This address cannot be read",
            Self::BadForm(_) => "This form cannot be read",
            Self::WrongComparison(_) => "Nothing to compare",
            Self::NotFound { .. } => "Nothing here",
            Self::Moved(_) => "Moved",
            Self::NotSignedIn => "Sign in first",
            Self::Forbidden { .. } | Self::CrossSite => "Not allowed",
            Self::Impossible(_) => "Not possible now",
            Self::WrongMethod => "Not possible here",
            Self::Unavailable(_) => "The record cannot be read just now",
            Self::Internal(_) => "Something went wrong",
        }
    }

    /// Whether the cause belongs in the log: it is the program's or its surroundings' fault.
    pub const fn is_ours(&self) -> bool {
        self.status() >= 500
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Query;

    #[test]
    fn every_error_has_its_status_and_speaks_to_the_reader() {
        let query = Query::parse("year=x").unwrap_err();
        for (error, status) in [
            (AppError::BadQuery(query), 400),
            (AppError::BadAddress("odd".into()), 400),
            (AppError::BadForm("odd".into()), 400),
            (
                AppError::NotFound {
                    what: "No such page.".into(),
                    instead: vec![],
                },
                404,
            ),
            (AppError::WrongComparison(WrongSubjects::TooFew), 400),
            (AppError::Moved("/x".into()), 308),
            (AppError::NotSignedIn, 401),
            (AppError::CrossSite, 403),
            (AppError::Impossible("no".into()), 409),
            (AppError::WrongMethod, 405),
            (AppError::Internal("secret cause".into()), 500),
        ] {
            assert_eq!(error.status(), status);
            assert!(!error.heading().is_empty());
            assert!(!error.to_string().contains("secret"), "{error}");
            assert_eq!(error.is_ours(), status >= 500);
        }
    }
}
