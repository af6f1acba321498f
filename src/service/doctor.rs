//! What is wrong with a set-up: looks at what the program needs from the machine and from whoever runs it,
//! and changes nothing but the one row that proves that the record can be written.

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};

use super::{Clock, mail};
use charts::png::png;
use store::{Opening, SchemaState, Store};

/// Room that is needed beside the record, whatever its size.
const MIN_FREE: u64 = 500 * MEGABYTE;
const MEGABYTE: u64 = 1_000_000;
/// Open files with which the program takes as many connections as it can.
const WANTED_FILES: u64 = 2_048 + 200;
/// How far the newest change may be ahead of the clock.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::minutes(5);
/// When the first version of this program was made: no clock is right that is behind it.
const FIRST_YEAR: &str = "2025-01-01T00:00:00Z";

/// How the program is to be run.
#[derive(Debug, Default)]
pub struct Setup {
    /// The database's address.
    pub database: String,
    /// The site's own address, as visitors see it.
    pub public_url: Option<String>,
    /// Whether a proxy is named whose headers are believed.
    pub has_trusted_proxy: bool,
    /// The mail server's address, and from whom e-mail comes.
    pub smtp_url: Option<String>,
    pub mail_from: Option<String>,
    /// Backups: files, or directories of them.
    pub backups: Vec<PathBuf>,
    /// How old the newest may be.
    pub max_backup_age: TimeDelta,
}

/// How serious a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// As it should be.
    Good,
    /// Worth knowing.
    Note,
    /// To be put right.
    Problem,
}

/// What was looked at, and what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub verdict: Verdict,
    /// What was looked at, in a word or two.
    pub subject: &'static str,
    /// What was found, in a sentence.
    pub text: String,
    /// What to do about it.
    pub advice: Option<String>,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = match self.verdict {
            Verdict::Good => "ok",
            Verdict::Note => "note",
            Verdict::Problem => "PROBLEM",
        };
        write!(f, "{mark:<8} {}: {}", self.subject, self.text)?;
        match &self.advice {
            Some(advice) => write!(f, "\n{:<8} {advice}", ""),
            None => Ok(()),
        }
    }
}

pub(super) fn good(subject: &'static str, text: impl Into<String>) -> Finding {
    Finding {
        verdict: Verdict::Good,
        subject,
        text: text.into(),
        advice: None,
    }
}

pub(super) fn bad(
    subject: &'static str,
    text: impl Into<String>,
    advice: impl Into<String>,
) -> Finding {
    Finding {
        verdict: Verdict::Problem,
        advice: Some(advice.into()),
        ..good(subject, text)
    }
}

pub(super) fn note(
    subject: &'static str,
    text: impl Into<String>,
    advice: impl Into<String>,
) -> Finding {
    Finding {
        verdict: Verdict::Note,
        ..bad(subject, text, advice)
    }
}

/// Looks at everything.
pub async fn examine(setup: &Setup, clock: &Clock) -> Vec<Finding> {
    let now = clock.now();
    let mut found = vec![clock_itself(now)];
    database(&setup.database, now, &mut found).await;
    found.extend(public_address(setup));
    found.push(mail::check::examine(setup).await);
    found.push(open_files());
    found.push(fonts());
    found.push(time_zone());
    found.push(backups(setup, now));
    found
}

async fn database(url: &str, now: DateTime<Utc>, found: &mut Vec<Finding>) {
    let state = match Store::schema_state(url).await {
        Ok(state) => state,
        Err(error) => {
            found.push(bad(
                "Database",
                error.to_string(),
                "Check --database (or DATABASE_URL), that you are in the right directory, and that the database server runs. `ogp-tracker serve` makes a new record where there is none.",
            ));
            return;
        }
    };
    found.push(schema(&state));
    if let Some(file) = &state.file {
        found.extend(permissions(file));
        found.extend(free_space(file));
    }
    if !state.missing.is_empty() || !state.unknown.is_empty() {
        // Opening it would bring it up to date, or is impossible.
        return;
    }
    let opening = Opening {
        create: false,
        ..Opening::default()
    };
    let store = match Store::open_as(url, opening).await {
        Ok(store) => store,
        Err(error) => {
            found.push(bad(
                "Database",
                error.to_string(),
                "Run this as the user that the program runs as, who must own the files of the record.",
            ));
            return;
        }
    };
    found.push(match store.prove_write(now).await {
        Ok(()) => good(
            "Database",
            format!("{} answers and can be written", store.address()),
        ),
        Err(error) => bad(
            "Database",
            error.to_string(),
            "Nothing can be saved until this is put right; pages can still be read.",
        ),
    });
    if let Ok(version) = store.version().await
        && let Some(newest) = version.made_at
    {
        found.push(newest_change(newest, now));
    }
    if let Ok(accounts) = store.accounts().await
        && accounts.is_empty()
    {
        found.push(note(
            "Accounts",
            "nobody can sign in",
            "Create the first account: ogp-tracker user add EMAIL --role admin",
        ));
    }
    store.close().await;
}

fn schema(state: &SchemaState) -> Finding {
    const SUBJECT: &str = "Migrations";
    if !state.unknown.is_empty() {
        return bad(
            SUBJECT,
            "the record was written by a newer version of this program",
            "Run that version, or restore a backup made before the upgrade.",
        );
    }
    match state.missing.len() {
        0 => good(SUBJECT, "the database is up to date"),
        count => bad(
            SUBJECT,
            format!("the database is {count} migrations behind this program"),
            "The next start of `serve` brings it up to date. Back it up before, with the program that wrote it.",
        ),
    }
}

fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(ending);
    name.into()
}

#[cfg(unix)]
fn permissions(file: &Path) -> Vec<Finding> {
    use std::os::unix::fs::PermissionsExt;

    const SUBJECT: &str = "Permissions";
    let open: Vec<PathBuf> = ["", "-wal", "-shm", "-operations"]
        .map(|ending| with_ending(file, ending))
        .into_iter()
        .filter(|path| {
            let found = std::fs::metadata(path);
            found.is_ok_and(|found| found.permissions().mode() & 0o077 != 0)
        })
        .collect();
    if open.is_empty() {
        return vec![good(SUBJECT, "only the owner can read the record")];
    }
    let names: Vec<String> = open.iter().map(|path| path.display().to_string()).collect();
    let names = names.join(" ");
    vec![bad(
        SUBJECT,
        format!("others on this machine can read {names}, with password hashes in it"),
        format!("chmod 600 {names}"),
    )]
}

#[cfg(not(unix))]
fn permissions(_: &Path) -> Vec<Finding> {
    Vec::new()
}

#[cfg(unix)]
fn free_space(file: &Path) -> Option<Finding> {
    let size = std::fs::metadata(file).map_or(0, |found| found.len());
    let disk = rustix::fs::statvfs(file).ok()?;
    Some(room(disk.f_bavail.saturating_mul(disk.f_frsize), size))
}

/// Whether so many bytes are enough beside a record of this size: for a backup beside it, and for as much again.
#[cfg(unix)]
fn room(free: u64, size: u64) -> Finding {
    const SUBJECT: &str = "Disk";
    let wanted = MIN_FREE.max(size.saturating_mul(2));
    let text = format!("{} MB are free beside the record", free / MEGABYTE);
    if free >= wanted {
        return good(SUBJECT, text);
    }
    let advice = format!(
        "Make room, or move the record: {} MB should be free. Where the disk is full, nothing can be saved.",
        wanted / MEGABYTE
    );
    bad(SUBJECT, text, advice)
}

#[cfg(not(unix))]
fn free_space(_: &Path) -> Option<Finding> {
    None
}

fn newest_change(newest: DateTime<Utc>, now: DateTime<Utc>) -> Finding {
    const SUBJECT: &str = "Newest change";
    let text = format!("{} UTC", newest.format("%-d %B %Y, %H:%M"));
    if newest - now > CLOCK_TOLERANCE {
        bad(
            SUBJECT,
            format!("{text}, which is ahead of this machine\u{2019}s clock"),
            "Set the clock. Changes are refused until it has passed that moment; --accept-clock says that the clock is right.",
        )
    } else {
        good(SUBJECT, text)
    }
}

fn clock_itself(now: DateTime<Utc>) -> Finding {
    const SUBJECT: &str = "Clock";
    let text = format!("{} UTC", now.format("%-d %B %Y, %H:%M"));
    let first: Option<DateTime<Utc>> = FIRST_YEAR.parse().ok();
    if first.is_some_and(|first| now < first) {
        bad(
            SUBJECT,
            format!("{text}, which cannot be right"),
            "Set the clock, and have it kept right, for example by systemd-timesyncd or chrony.",
        )
    } else {
        good(SUBJECT, text)
    }
}

fn public_address(setup: &Setup) -> Vec<Finding> {
    const ADDRESS: &str = "Public address";
    const PROXY: &str = "Proxy";
    let Some(url) = &setup.public_url else {
        return vec![note(
            ADDRESS,
            "not set, so that links in feeds, citations and previews have no host",
            "Set --public-url (or PUBLIC_URL) to the address that visitors see.",
        )];
    };
    let mut found = vec![if url.starts_with("https://") {
        good(ADDRESS, url.clone())
    } else {
        bad(
            ADDRESS,
            format!("{url} is not encrypted: passwords are refused, except on this machine"),
            "Serve the site over HTTPS, through a proxy such as those in contrib/.",
        )
    }];
    found.push(if setup.has_trusted_proxy {
        good(PROXY, "its headers are believed")
    } else {
        bad(
            PROXY,
            "none is named, so that all visitors who come through one count as one",
            "Name it with --trusted-proxy (or TRUSTED_PROXY), for example 127.0.0.1.",
        )
    });
    found
}

fn open_files() -> Finding {
    const SUBJECT: &str = "Open files";
    match rlimit::getrlimit(rlimit::Resource::NOFILE) {
        Ok((_, most)) if most < WANTED_FILES => bad(
            SUBJECT,
            format!("the system allows {most}, so that fewer connections can be open at once"),
            format!(
                "Raise the limit to {WANTED_FILES} or more: LimitNOFILE in the systemd unit, ulimit -n elsewhere."
            ),
        ),
        Ok((_, most)) => good(SUBJECT, format!("up to {most}")),
        Err(_) => note(SUBJECT, "the limit cannot be read", "Nothing to do."),
    }
}

/// Draws letters and looks whether they leave a mark.
fn fonts() -> Finding {
    const SUBJECT: &str = "Fonts";
    let picture = |text: &str| {
        let svg = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><text x="10" y="60" font-size="40">{text}</text></svg>"#
        );
        png(&svg, 1).ok()
    };
    match (picture(""), picture("Añ")) {
        (Some(empty), Some(written)) if empty != written => {
            good(SUBJECT, "letters are drawn; they are part of the program")
        }
        _ => bad(
            SUBJECT,
            "letters in pictures are missing",
            "The program is damaged or was built without its fonts. Build it again.",
        ),
    }
}

fn time_zone() -> Finding {
    const SUBJECT: &str = "Time zone";
    let zone = std::env::var("TZ").ok().filter(|zone| !zone.is_empty());
    let zone = zone.or_else(|| {
        let link = std::fs::read_link("/etc/localtime").ok()?;
        let name = link.to_str()?.split_once("zoneinfo/")?.1.to_owned();
        Some(name)
    });
    let is_utc = |zone: &str| matches!(zone, "UTC" | "Etc/UTC" | "Universal" | "Zulu" | "GMT");
    match zone {
        None => good(SUBJECT, "days begin at midnight UTC"),
        Some(zone) if is_utc(&zone) => good(SUBJECT, zone),
        Some(zone) => note(
            SUBJECT,
            format!("this machine is set to {zone}; the site counts days in UTC, also in its log"),
            "Nothing to do. Schedule backups with that in mind.",
        ),
    }
}

fn backups(setup: &Setup, now: DateTime<Utc>) -> Finding {
    const SUBJECT: &str = "Backups";
    if setup.backups.is_empty() {
        return note(
            SUBJECT,
            "not checked",
            "Name their file or directory with --backup.",
        );
    }
    let newest = setup.backups.iter().flat_map(|path| files_at(path)).max();
    let Some(newest) = newest else {
        return bad(
            SUBJECT,
            "there is none where --backup says",
            "Make one now (ogp-tracker backup FILE), and every day from then on.",
        );
    };
    let age = now - newest;
    let text = format!(
        "the newest is from {} UTC",
        newest.format("%-d %B %Y, %H:%M")
    );
    if age > setup.max_backup_age {
        let days = age.num_days();
        bad(
            SUBJECT,
            format!("{text}, {days} days ago"),
            "Find out why no newer one was made: look at the timer or job that makes them.",
        )
    } else {
        good(SUBJECT, text)
    }
}

/// When the files at a path were written: itself, or those in a directory. Empty ones are no backups.
fn files_at(path: &Path) -> Vec<DateTime<Utc>> {
    let files: Vec<PathBuf> = match std::fs::read_dir(path) {
        Ok(entries) => entries.flatten().map(|entry| entry.path()).collect(),
        Err(_) => vec![path.to_owned()],
    };
    let written = files.iter().filter_map(|file| {
        let found = std::fs::metadata(file).ok()?;
        let is_backup = found.is_file() && found.len() > 0;
        is_backup.then(|| found.modified().ok()).flatten()
    });
    written.map(DateTime::from).collect()
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    #[test]
    fn room_is_enough_for_two_copies_of_the_record_and_never_less_than_the_least() {
        let verdict = |free, size| room(free * MEGABYTE, size * MEGABYTE).verdict;
        assert_eq!(verdict(499, 1), Verdict::Problem);
        assert_eq!(verdict(500, 1), Verdict::Good);
        assert_eq!(verdict(799, 400), Verdict::Problem);
        assert_eq!(verdict(800, 400), Verdict::Good);
        let advice = room(0, 400 * MEGABYTE).advice.unwrap_or_default();
        assert!(advice.contains("800 MB should be free"), "{advice}");
    }
}
