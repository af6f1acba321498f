//! Errors, whose messages are for the person who started the program: what happened, where, and what
//! to do. Sources are kept for the log. No message shows a password.
//!
//! `doing` completes a sentence, as in "while reading the members".

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use domain::CommitmentCode;

/// Why the record could not be opened, read or changed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Neither a SQLite nor a PostgreSQL address.
    #[error(
        "\u{201c}{address}\u{201d} is not the address of a database; give sqlite://FILE or postgres://USER@HOST/NAME"
    )]
    Address {
        /// As given, without what might be a password.
        address: String,
    },

    /// Only a record on a server has replicas, which are servers too.
    #[error(
        "{address} cannot be read in place of the record: only a record in PostgreSQL has replicas, which are PostgreSQL too; leave out --database-read, or give both addresses as postgres://USER@HOST/NAME"
    )]
    NoReplica { address: String },

    /// The replica has another record, or none.
    #[error(
        "{address} is not a replica of this record: it holds a different one. Check the address given as --database-read"
    )]
    OtherReplica { address: String },

    /// The directory of the file does not exist.
    #[error(
        "The database {address} cannot be created: there is no directory {}; create it, or name another file",
        directory.display()
    )]
    NoDirectory { address: String, directory: PathBuf },

    #[error(
        "The database {address} cannot be opened for writing; check that it is a file and that this user may write it and its directory"
    )]
    NotWritable {
        address: String,
        #[source]
        source: Option<sqlx::Error>,
    },

    /// There is nothing at the address, and nothing was to be made there.
    #[error(
        "There is no record at {address}; check the address (and the directory that the command was started in), or make one with the serve command"
    )]
    NoRecord { address: String },

    /// The target of a copy that was interrupted or is going on.
    #[error(
        "A record is being copied to {address}, or the copy was interrupted: run `ogp-tracker copy` again, which goes on where it was"
    )]
    HalfCopied { address: String },

    /// The file was deleted, moved or replaced while it was open.
    #[error(
        "The database file {address} was deleted or replaced while the program was using it, so nothing was changed; put the file back or restart the program"
    )]
    Replaced { address: String },

    /// The change would be older than what the record holds.
    #[error(
        "The clock says {now}, but the newest change of the record was made at {newest}; nothing was changed. Set the clock right, or say --accept-clock if it is right"
    )]
    ClockBehind {
        newest: DateTime<Utc>,
        now: DateTime<Utc>,
    },

    /// The clock has jumped while the program was running.
    #[error(
        "The clock has jumped since the program was started, so nothing was changed; set it right, or restart the program if it is right now"
    )]
    ClockJumped,

    /// Another kind of file.
    #[error(
        "{address} is not a database of this program (it is some other kind of file, or damaged); name another file, or restore a backup"
    )]
    NotADatabase { address: String },

    /// A database of another program.
    #[error(
        "{address} is a database of another program: it has tables, but none of the tracker; name another file"
    )]
    OtherProgram { address: String },

    #[error("The database file is damaged; restore a backup (the check command says more)")]
    Damaged {
        #[source]
        source: sqlx::Error,
    },

    #[error("The disk is full: nothing was changed while {doing}; make room and try again")]
    DiskFull {
        doing: &'static str,
        #[source]
        source: sqlx::Error,
    },

    /// The server does not answer, or refuses the user.
    #[error(
        "The database {address} cannot be reached; check that its server runs, and the user, password and database name"
    )]
    Unreachable {
        address: String,
        #[source]
        source: sqlx::Error,
    },

    /// The server is too old, or its encoding cannot hold every language.
    #[error(
        "The database {address} cannot be used: PostgreSQL 12 or later with the encoding UTF8 is needed, and it is {found}"
    )]
    Server {
        address: String,
        /// Its version and encoding.
        found: String,
    },

    /// The database has migrations that this program does not know.
    #[error(
        "The database {address} was made by a newer version of this program (it has change {found} of its tables, this program knows {known}); start that version or a later one"
    )]
    Newer {
        address: String,
        /// The first migration that is not known.
        found: i64,
        /// The last migration that is.
        known: i64,
    },

    /// A migration was applied that differs from the one that this program knows.
    #[error(
        "The database {address} was made by a different build of this program (change {change} of its tables is not the one known here); start the build that made it, or name another database"
    )]
    Altered {
        address: String,
        /// The migration that differs.
        change: i64,
    },

    /// A migration failed.
    #[error("The tables of the database {address} could not be made or brought up to date")]
    Migration {
        address: String,
        #[source]
        source: sqlx::migrate::MigrateError,
    },

    /// A lock or a connection was not free in time.
    #[error(
        "The database was busy or did not answer for too long while {doing}; nothing was changed, try again"
    )]
    Busy {
        doing: &'static str,
        #[source]
        source: sqlx::Error,
    },

    /// Any other failure of the database.
    #[error("The database failed while {doing}; nothing was changed")]
    Query {
        doing: &'static str,
        #[source]
        source: sqlx::Error,
    },

    /// A stored value that this program does not know.
    #[error(
        "The record holds \u{201c}{found}\u{201d} as {what}, which this program does not understand; a newer version may have written it"
    )]
    NotUnderstood { what: &'static str, found: String },

    /// A commitment of the batch is invalid.
    #[error("Commitment {code} was not recorded, and nothing else: {problem}")]
    Commitment {
        code: CommitmentCode,
        problem: BatchError,
    },

    /// Something else in the batch is invalid.
    #[error("Nothing was recorded: {0}")]
    Batch(BatchError),
}

/// Why a batch was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BatchError {
    #[error("it occurs twice; leave one of the two out")]
    Twice,
    /// A policy area that neither the record nor the batch has.
    #[error("there is no policy area \u{201c}{0}\u{201d}; add the area first")]
    UnknownArea(String),
    /// A policy area whose parents lead to itself or to no area.
    #[error("the policy area \u{201c}{0}\u{201d} is part of an area that is not there")]
    AreaWithoutParent(String),
    #[error(
        "the member \u{201c}{0}\u{201d} is described in two ways (name, kind, country, region or status differ); use one"
    )]
    TwoDescriptions(String),
    /// A member whose name has neither letters nor digits, so that its slug is empty.
    #[error(
        "the member\u{2019}s name \u{201c}{0}\u{201d} has no letter or digit, so it has no address"
    )]
    NoAddress(String),
    /// A plan to be mended that the member does not have.
    #[error("the member has no action plan \u{201c}{0}\u{201d}")]
    NoPlan(String),
    /// A plan that would be called what another plan of the member is called.
    #[error("the member already has an action plan \u{201c}{0}\u{201d}")]
    PlanTwice(String),
    #[error("the scale \u{201c}{scheme}\u{201d} does not rate {dimension}")]
    OtherDimension {
        scheme: &'static str,
        dimension: &'static str,
    },
    /// PostgreSQL cannot store U+0000.
    #[error("{0} holds a NUL character (U+0000); remove it")]
    Nul(&'static str),
}

/// Adds to an error of the database what was being done.
pub(super) trait ErrorContext<T> {
    fn context(self, doing: &'static str) -> Result<T, StoreError>;
}

impl<T> ErrorContext<T> for Result<T, sqlx::Error> {
    fn context(self, doing: &'static str) -> Result<T, StoreError> {
        self.map_err(|source| classify(doing, source))
    }
}

/// Sorts an error of the database by what the reader of the message can do about it.
fn classify(doing: &'static str, source: sqlx::Error) -> StoreError {
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

/// The primary result code, where the error is one of SQLite's.
pub(super) fn sqlite_code(error: &sqlx::Error) -> Option<u32> {
    let error = error.as_database_error()?;
    error.try_downcast_ref::<sqlx::sqlite::SqliteError>()?;
    let extended: u32 = error.code()?.parse().ok()?;
    Some(extended & 0xff)
}

/// The SQLSTATE, where the error is one of PostgreSQL's.
fn postgres_code(error: &sqlx::Error) -> Option<String> {
    let error = error.as_database_error()?;
    let error = error.try_downcast_ref::<sqlx::postgres::PgDatabaseError>()?;
    Some(error.code().to_owned())
}

/// Sorts an error that came up while a SQLite file was opened.
pub(super) fn opening_file(address: &str, source: sqlx::Error) -> StoreError {
    let address = address.to_owned();
    match sqlite_code(&source) {
        Some(NOT_A_DATABASE) => StoreError::NotADatabase { address },
        Some(CANNOT_OPEN | READ_ONLY) => StoreError::NotWritable {
            address,
            source: Some(source),
        },
        _ => classify("opening the database", source),
    }
}
