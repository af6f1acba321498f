//! The source of Rust's standard library, of exactly `rustc`'s version, from Debian.
//!
//! For machines that reach a Debian mirror but not rustup's server. The package comes from another
//! suite than the machine's own, so apt runs with sources, lists and a cache of its own: the
//! system's stay as they are, and nobody has to be root. Signatures are checked as ever.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};

use super::apt::{self, apt_get, is_root};
use super::apt_sources::{self, debian_archives};
use crate::shell::{self, say};

/// Debian's suite that carries the new versions of Rust.
const SUITE: &str = "trixie-backports";
/// Bounds a download of a few dozen megabytes over a slow line.
const LIMIT: Duration = Duration::from_mins(10);

/// Fetches and unpacks the source under `folder` and returns its `library` folder.
pub fn fetch(rust_version: &str, folder: &Path) -> Result<PathBuf> {
    for tool in ["apt-get", "apt-cache", "dpkg-deb", "tar"] {
        ensure!(
            shell::find_program(tool).is_some(),
            "this machine has no {tool}"
        );
    }
    let os_release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    ensure!(
        os_value(&os_release, "ID") == Some("debian"),
        "this machine is not a Debian"
    );
    let codename = os_value(&os_release, "VERSION_CODENAME").unwrap_or("stable");
    let sources = apt_sources::read(Path::new("/etc/apt"));
    let archives = debian_archives(&sources, codename);
    ensure!(
        !archives.is_empty(),
        "the apt sources of this machine name no Debian archive"
    );
    let mut failures = Vec::new();
    for archive in archives {
        match fetch_from(archive, rust_version, folder) {
            Ok(library) => return Ok(library),
            Err(error) => failures.push(format!("{error:#}")),
        }
    }
    bail!("{}", failures.join("; "))
}

fn fetch_from(archive: &str, rust_version: &str, folder: &Path) -> Result<PathBuf> {
    let apt = PrivateApt::new(archive, folder)?;
    if apt.update().is_err() {
        renew_keyring();
        apt.update().ok().with_context(|| {
            format!(
                "the lists of Debian's {SUITE} could not be fetched and verified (apt's own words \
                 are above; where a key is missing, a newer debian-archive-keyring has it)"
            )
        })?;
    }
    let offered = apt.versions()?;
    let Some(version) = choose(&offered, rust_version) else {
        bail!(
            "Debian's {SUITE} has no rust-src of rustc's version {rust_version} (it has {})",
            if offered.is_empty() {
                "none".to_owned()
            } else {
                offered.join(", ")
            }
        );
    };
    say(format_args!(
        "fetching rust-src {version} from Debian's {SUITE} (about 45 MB)"
    ));
    let package = apt.download(version)?;
    unpack(&package, rust_version, folder)
}

/// Unpacks the standard library alone, an eighth of the package; the rest is the compiler.
fn unpack(package: &Path, rust_version: &str, folder: &Path) -> Result<PathBuf> {
    let library = format!("usr/src/rustc-{rust_version}/library");
    shell::output(
        Command::new("sh")
            .args([
                "-c",
                r#"dpkg-deb --fsys-tarfile "$0" | tar -x -C "$1" "./$2""#,
            ])
            .args([package, folder])
            .arg(&library),
    )
    .context("the package rust-src could not be unpacked")?;
    fs::remove_file(package)?;
    Ok(folder.join(library))
}

/// Takes the newest key ring that the machine's own suite has, signed by keys it already trusts: a
/// Debian older than the suite may lack the keys of the newer one. Whether that helped is for the
/// next try to show.
fn renew_keyring() {
    const PURPOSE: &str = "a newer suite may be signed with keys that this machine lacks";
    if is_root() && apt::install(&["debian-archive-keyring"], PURPOSE).is_err() {
        say("debian-archive-keyring could not be renewed");
    }
}

/// The newest of Debian's versions that is exactly this release of Rust. `1.95.0~beta.2+dfsg1` is
/// a release before 1.95.0, and not chosen.
fn choose<'a>(offered: &'a [String], rust_version: &str) -> Option<&'a str> {
    offered
        .iter()
        .map(String::as_str)
        .find(|version| version.split(['+', '-']).next() == Some(rust_version))
}

fn os_value<'a>(os_release: &'a str, key: &str) -> Option<&'a str> {
    os_release
        .lines()
        .find_map(|line| line.strip_prefix(key)?.strip_prefix('='))
        .map(|value| value.trim_matches(['"', '\'']))
}

/// An apt that shares the system's configuration (proxies, time-outs), but not its state.
struct PrivateApt {
    folder: PathBuf,
    options: Vec<String>,
}

impl PrivateApt {
    fn new(archive: &str, folder: &Path) -> Result<Self> {
        let folder = folder.join("apt");
        for part in ["lists/partial", "cache/archives/partial"] {
            fs::create_dir_all(folder.join(part))?;
        }
        let list = folder.join("sources.list");
        fs::write(
            &list,
            format!("deb {}{archive} {SUITE} main\n", signed_by()),
        )?;
        let mut settings = vec![
            format!("Dir::Etc::sourcelist={}", list.display()),
            "Dir::Etc::sourceparts=-".to_owned(),
            format!("Dir::State::lists={}", folder.join("lists").display()),
            format!("Dir::Cache={}", folder.join("cache").display()),
            "Acquire::AllowInsecureRepositories=false".to_owned(),
            "Acquire::Languages=none".to_owned(),
            "Acquire::Retries=2".to_owned(),
            "Acquire::http::Timeout=30".to_owned(),
            "APT::Get::AllowUnauthenticated=false".to_owned(),
            "APT::Update::Error-Mode=any".to_owned(),
        ];
        if is_root() {
            // apt's own user cannot write into a folder of root's.
            settings.push("APT::Sandbox::User=root".to_owned());
        }
        let options = settings
            .into_iter()
            .flat_map(|setting| ["-o".to_owned(), setting])
            .collect();
        Ok(Self { folder, options })
    }

    fn update(&self) -> Result<()> {
        shell::run_bounded(apt_get().args(&self.options).args(["update", "-q"]), LIMIT)
    }

    fn versions(&self) -> Result<Vec<String>> {
        let mut command = Command::new("apt-cache");
        let table = shell::output(command.args(&self.options).args(["madison", "rust-src"]))?;
        Ok(apt::versions(&table).map(str::to_owned).collect())
    }

    /// Downloads the package, checked against the signed lists, and returns its file.
    fn download(&self, version: &str) -> Result<PathBuf> {
        let package = format!("rust-src={version}");
        shell::run_bounded(
            apt_get()
                .current_dir(&self.folder)
                .args(&self.options)
                .args(["download", "-q", &package]),
            LIMIT,
        )
        .ok()
        .with_context(|| format!("apt could not download {package} (its own words are above)"))?;
        fs::read_dir(&self.folder)?
            .filter_map(|entry| Some(entry.ok()?.path()))
            .find(|file| file.extension().is_some_and(|extension| extension == "deb"))
            .context("apt-get download left no package")
    }
}

/// The option that names Debian's own key ring; without that file, apt's trusted keys decide.
fn signed_by() -> String {
    ["gpg", "pgp"]
        .map(|extension| format!("/usr/share/keyrings/debian-archive-keyring.{extension}"))
        .into_iter()
        .find(|file| Path::new(file).exists())
        .map(|file| format!("[signed-by={file}] "))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_exactly_rustcs_version_is_chosen() {
        let offered = [
            "1.96.1+dfsg1-2~bpo13+1",
            "1.95.0+dfsg1-3~bpo13+1",
            "1.95.0+dfsg1-2~bpo13+1",
            "1.95.0~beta.2+dfsg1-1",
        ]
        .map(str::to_owned);
        assert_eq!(choose(&offered, "1.95.0"), Some("1.95.0+dfsg1-3~bpo13+1"));
        assert_eq!(choose(&offered, "1.95"), None);
        assert_eq!(choose(&offered[3..], "1.95.0"), None);
        assert_eq!(choose(&offered, "1.97.0-nightly"), None);
    }

    #[test]
    fn os_release_is_read_with_and_without_quotes() {
        let text = "NAME=\"Debian GNU/Linux\"\nVERSION_ID=\"12\"\nID=debian\n";
        assert_eq!(os_value(text, "ID"), Some("debian"));
        assert_eq!(os_value(text, "VERSION_ID"), Some("12"));
        assert_eq!(os_value(text, "VERSION_CODENAME"), None);
    }
}
