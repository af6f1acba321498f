//! What can go wrong with the record, in words for the person who started the program: what
//! happened, where, and what to do. Causes are kept for the log; no address shows a password.

use std::path::PathBuf;

use domain::CommitmentCode;

/// Why the record could not be opened, read or changed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The address names no kind of database that the program knows.
    #[error(
        "\u{201c}{address}\u{201d} is not the address of a database; give sqlite://FILE or postgres://USER@HOST/NAME"
    )]
    Address {
        /// The address as given, without what might be a password.
        address: String,
    },

    /// The file would lie in a directory that is not there.
    #[error(
        "The database {address} cannot be created: there is no directory {}; create it, or name another file",
        directory.display()
    )]
    NoDirectory {
        /// The database.
        address: String,
        /// The directory that is missing.
        directory: PathBuf,
    },

    /// The file cannot be opened for reading and writing.
    #[error(
        "The database {address} cannot be opened for writing; check that it is a file and that this user may write it and its directory"
    )]
    NotWritable {
        /// The database.
        address: String,
        /// What the system said.
        #[source]
        source: Option<sqlx::Error>,
    },

    /// The file is something else than a database.
    #[error(
        "{address} is not a database of this program (it is some other kind of file, or damaged); name another file, or restore a backup"
    )]
    NotADatabase {
        /// The file.
        address: String,
    },

    /// The file is a database, but not one of this program.
    #[error(
        "{address} is a database of another program: it has tables, but none of the tracker; name another file"
    )]
    OtherProgram {
        /// The database.
        address: String,
    },

    /// The file's pages contradict each other.
    #[error("The database file is damaged; restore a backup (the check command says more)")]
    Damaged {
        /// What the engine said.
        #[source]
        source: sqlx::Error,
    },

    /// There is no room for what was to be written.
    #[error("The disk is full: nothing was changed while {doing}; make room and try again")]
    DiskFull {
        /// What was being done.
        doing: &'static str,
        /// What the engine said.
        #[source]
        source: sqlx::Error,
    },

    /// The server cannot be reached or refuses the user.
    #[error(
        "The database {address} cannot be reached; check that its server runs, and the user, password and database name"
    )]
    Unreachable {
        /// The database.
        address: String,
        /// What the connection said.
        #[source]
        source: sqlx::Error,
    },

    /// The server is too old, or keeps text in a way that cannot hold every language.
    #[error(
        "The database {address} cannot be used: PostgreSQL 12 or later with the encoding UTF8 is needed, and it is {found}"
    )]
    Server {
        /// The database.
        address: String,
        /// Its version and encoding.
        found: String,
    },

    /// The database has changes of its tables that this program does not know.
    #[error(
        "The database {address} was made by a newer version of this program (it has change {found} of its tables, this program knows {known}); start that version or a later one"
    )]
    Newer {
        /// The database.
        address: String,
        /// The number of the first change that is not known.
        found: i64,
        /// The number of the last change that is.
        known: i64,
    },

    /// A change of the tables was made that differs from the one this program knows.
    #[error(
        "The database {address} was made by a different build of this program (change {change} of its tables is not the one known here); start the build that made it, or name another database"
    )]
    Altered {
        /// The database.
        address: String,
        /// The number of the change that differs.
        change: i64,
    },

    /// The tables could not be made or brought up to date.
    #[error("The tables of the database {address} could not be made or brought up to date")]
    Migration {
        /// The database.
        address: String,
        /// What went wrong.
        #[source]
        source: sqlx::migrate::MigrateError,
    },

    /// Others held the database for too long.
    #[error(
        "The database was busy or did not answer for too long while {doing}; nothing was changed, try again"
    )]
    Busy {
        /// What was being done.
        doing: &'static str,
        /// What the engine said.
        #[source]
        source: sqlx::Error,
    },

    /// The database failed in some other way.
    #[error("The database failed while {doing}; nothing was changed")]
    Query {
        /// What was being done.
        doing: &'static str,
        /// What the engine said.
        #[source]
        source: sqlx::Error,
    },

    /// The record holds a word that this program does not understand.
    #[error(
        "The record holds \u{201c}{found}\u{201d} as {what}, which this program does not understand; a newer version may have written it"
    )]
    NotUnderstood {
        /// What was expected.
        what: &'static str,
        /// What was found.
        found: String,
    },

    /// A commitment cannot be recorded as it is.
    #[error("Commitment {code} was not recorded, and nothing else: {problem}")]
    Commitment {
        /// Which commitment.
        code: CommitmentCode,
        /// What is wrong with it.
        problem: BatchError,
    },

    /// Something that commitments refer to cannot be recorded as it is.
    #[error("Nothing was recorded: {0}")]
    Batch(BatchError),
}

/// What is wrong with something that was to be recorded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BatchError {
    /// Two entries of one batch are about the same commitment.
    #[error("it occurs twice; leave one of the two out")]
    Twice,
    /// A policy area that neither the record nor the batch has.
    #[error("there is no policy area \u{201c}{0}\u{201d}; add the area first")]
    UnknownArea(String),
    /// A policy area whose parents lead back to itself or to no area.
    #[error("the policy area \u{201c}{0}\u{201d} is part of an area that is not there")]
    AreaWithoutParent(String),
    /// Two descriptions of one member in one batch.
    #[error(
        "the member \u{201c}{0}\u{201d} is described in two ways (name, kind, country, region or status differ); use one"
    )]
    TwoDescriptions(String),
    /// A member whose name has neither letters nor digits.
    #[error(
        "the member\u{2019}s name \u{201c}{0}\u{201d} has no letter or digit, so it has no address"
    )]
    NoAddress(String),
    /// A rating on a scale of another dimension.
    #[error("the scale \u{201c}{scheme}\u{201d} does not rate {dimension}")]
    OtherDimension {
        /// The scheme of the value.
        scheme: &'static str,
        /// The dimension of the rating.
        dimension: &'static str,
    },
    /// A character that no database text can hold.
    #[error("{0} holds a NUL character (U+0000); remove it")]
    Nul(&'static str),
}

/// Says what was being done when the database failed.
pub(super) trait ErrorContext<T> {
    /// Wraps the error with what was being done, as in "while reading members".
    fn context(self, doing: &'static str) -> Result<T, StoreError>;
}

impl<T> ErrorContext<T> for Result<T, sqlx::Error> {
    fn context(self, doing: &'static str) -> Result<T, StoreError> {
        self.map_err(|source| failed(doing, source))
    }
}

/// What an error means, whatever was being done.
fn failed(doing: &'static str, source: sqlx::Error) -> StoreError {
    if matches!(source, sqlx::Error::PoolTimedOut) {
        return StoreError::Busy { doing, source };
    }
    match sqlite_code(&source) {
        Some(BUSY | LOCKED) => StoreError::Busy { doing, source },
        Some(CORRUPT | NOT_A_DATABASE) => StoreError::Damaged { source },
        Some(FULL) => StoreError::DiskFull { doing, source },
        Some(_) => StoreError::Query { doing, source },
        None => match postgres_code(&source).as_deref() {
            Some(POSTGRES_DISK_FULL) => StoreError::DiskFull { doing, source },
            Some(POSTGRES_LOCKED) => StoreError::Busy { doing, source },
            _ => StoreError::Query { doing, source },
        },
    }
}

/// Result codes of SQLite (<https://sqlite.org/rescode.html>).
pub(super) const BUSY: u32 = 5;
const LOCKED: u32 = 6;
const READ_ONLY: u32 = 8;
pub(super) const CORRUPT: u32 = 11;
const FULL: u32 = 13;
const CANNOT_OPEN: u32 = 14;
pub(super) const NOT_A_DATABASE: u32 = 26;

/// Codes of PostgreSQL (<https://www.postgresql.org/docs/current/errcodes-appendix.html>).
const POSTGRES_DISK_FULL: &str = "53100";
const POSTGRES_LOCKED: &str = "55P03";

/// The primary result code of SQLite, where the error is one of SQLite's.
pub(super) fn sqlite_code(error: &sqlx::Error) -> Option<u32> {
    let error = error.as_database_error()?;
    error.try_downcast_ref::<sqlx::sqlite::SqliteError>()?;
    let extended: u32 = error.code()?.parse().ok()?;
    Some(extended & 0xff)
}

/// The code of PostgreSQL, where the error is one of PostgreSQL's.
fn postgres_code(error: &sqlx::Error) -> Option<String> {
    let error = error.as_database_error()?;
    let error = error.try_downcast_ref::<sqlx::postgres::PgDatabaseError>()?;
    Some(error.code().to_owned())
}

/// What an error means that came up while a SQLite file was opened.
pub(super) fn opening_file(address: &str, source: sqlx::Error) -> StoreError {
    let address = address.to_owned();
    match sqlite_code(&source) {
        Some(NOT_A_DATABASE) => StoreError::NotADatabase { address },
        Some(CANNOT_OPEN | READ_ONLY) => StoreError::NotWritable {
            address,
            source: Some(source),
        },
        _ => failed("opening the database", source),
    }
}
