//! Rebuilding and restarting the server whenever a file of it changes.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result};

use crate::shell::{self, say};
use crate::workspace::Workspace;
use crate::{browser_part, setup};

/// What the program is made of.
const WATCHED: [&str; 8] = [
    "src",
    "crates",
    "style",
    "data",
    "migrations",
    "public",
    "Cargo.toml",
    "build.rs",
];
/// Pause between two looks at the files. Looking at all of them takes a few milliseconds.
const POLL_INTERVAL: Duration = Duration::from_millis(300);
/// Time for open requests to finish before the server is killed.
const GRACE_PERIOD: Duration = Duration::from_secs(2);

/// Builds and serves until Ctrl-C; a build that fails leaves the old server running.
pub fn run(workspace: &Workspace, arguments: &[String]) -> Result<()> {
    setup::for_build(workspace)?;
    let interrupted = Arc::new(AtomicBool::new(false));
    for signal in signal_hook::consts::TERM_SIGNALS {
        signal_hook::flag::register(*signal, Arc::clone(&interrupted))?;
    }

    let browser_crates = workspace.browser_crates()?;
    let mut files = Files::read(&workspace.root);
    let mut server: Option<Child> = None;
    let mut browser_part_changed = true;
    loop {
        let built = rebuild(workspace, browser_part_changed);
        if interrupted.load(Ordering::Relaxed) {
            break;
        }
        match built {
            Ok(()) => {
                browser_part_changed = false;
                if let Some(mut old) = server.take() {
                    shell::stop(&mut old, GRACE_PERIOD)?;
                }
                server = Some(start(workspace, arguments)?);
            }
            Err(error) if server.is_some() => {
                say(format_args!("{error:#}; the old server keeps running"));
            }
            Err(error) => say(format_args!("{error:#}; waiting for a change")),
        }
        let Some(changed) = wait_for_change(workspace, &mut files, &mut server, &interrupted)?
        else {
            break;
        };
        say(format_args!(
            "changed: {}",
            summary(&workspace.root, &changed)
        ));
        // Stays set until a build succeeds.
        browser_part_changed |= concerns(&changed, &browser_crates);
    }
    if let Some(mut server) = server {
        shell::stop(&mut server, GRACE_PERIOD)?;
    }
    Ok(())
}

fn rebuild(workspace: &Workspace, with_browser_part: bool) -> Result<()> {
    let started = Instant::now();
    // Before the browser part, which is built with a lock file that is up to date. A debug server
    // reads the browser part when it starts.
    shell::run(workspace.cargo().args(["build", "--bin", "ogp-tracker"]))?;
    if with_browser_part {
        browser_part::build(workspace)?;
    }
    say(format_args!("built ({})", shell::elapsed(started)));
    Ok(())
}

fn start(workspace: &Workspace, arguments: &[String]) -> Result<Child> {
    Command::new(workspace.debug_program())
        .arg("serve")
        .args(arguments)
        .spawn()
        .context("starting the server")
}

/// The files that changed, once none changes any more; `None` after Ctrl-C.
fn wait_for_change(
    workspace: &Workspace,
    files: &mut Files,
    server: &mut Option<Child>,
    interrupted: &AtomicBool,
) -> Result<Option<Vec<PathBuf>>> {
    let mut changed = Vec::new();
    while !interrupted.load(Ordering::Relaxed) {
        let now = Files::read(&workspace.root);
        let newly_changed = files.changes(&now);
        *files = now;
        if newly_changed.is_empty() && !changed.is_empty() {
            return Ok(Some(changed));
        }
        changed.extend(newly_changed);
        if let Some(child) = server
            && let Some(status) = child.try_wait()?
        {
            say(format_args!(
                "the server exited ({status}); waiting for a change"
            ));
            *server = None;
        }
        thread::sleep(POLL_INTERVAL);
    }
    Ok(None)
}

/// Whether any of the files is in one of the directories, or may change what all crates are built
/// with.
fn concerns(changed: &[PathBuf], directories: &[PathBuf]) -> bool {
    changed.iter().any(|file| {
        directories
            .iter()
            .any(|directory| file.starts_with(directory))
            || file.file_name().is_some_and(|name| name == "Cargo.toml")
    })
}

/// The first few names of changed files, for the terminal.
fn summary(root: &Path, changed: &[PathBuf]) -> String {
    const SHOWN: usize = 3;
    let names = changed.iter().take(SHOWN);
    let mut names: Vec<String> = names
        .map(|file| {
            file.strip_prefix(root)
                .unwrap_or(file)
                .display()
                .to_string()
        })
        .collect();
    if let Some(more @ 1..) = changed.len().checked_sub(SHOWN) {
        names.push(format!("{more} more"));
    }
    names.join(", ")
}

/// When each watched file was last modified. Polled rather than asked of the system: that works on
/// every file system, network mounts and containers included.
#[derive(Default)]
struct Files(HashMap<PathBuf, SystemTime>);

impl Files {
    fn read(root: &Path) -> Self {
        let mut files = Self::default();
        for name in WATCHED {
            files.add(root.join(name));
        }
        files
    }

    /// Adds a file, or all files below a directory. What cannot be read has just been deleted.
    fn add(&mut self, path: PathBuf) {
        if is_temporary(&path) {
            return;
        }
        let Ok(metadata) = fs::metadata(&path) else {
            return;
        };
        if metadata.is_dir() {
            let entries = fs::read_dir(&path).into_iter().flatten();
            entries.flatten().for_each(|entry| self.add(entry.path()));
        } else if let Ok(modified) = metadata.modified() {
            self.0.insert(path, modified);
        }
    }

    /// Files that are new, modified or gone in the later state.
    fn changes(&self, later: &Self) -> Vec<PathBuf> {
        let mut changed: Vec<PathBuf> = later
            .0
            .iter()
            .filter(|(path, modified)| self.0.get(*path) != Some(modified))
            .map(|(path, _)| path.clone())
            .collect();
        let gone = self.0.keys().filter(|path| !later.0.contains_key(*path));
        changed.extend(gone.cloned());
        changed.sort();
        changed
    }
}

/// Whether an editor keeps a file of its own there: hidden, or a backup.
fn is_temporary(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with(['.', '#']) || name.ends_with('~')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_crates_of_the_browser_part_concern_it() {
        let crates = ["/w/crates/islands", "/w/crates/domain"].map(PathBuf::from);
        let changed = |file: &str| concerns(&[PathBuf::from(file)], &crates);
        assert!(changed("/w/crates/domain/src/query.rs"));
        assert!(changed("/w/Cargo.toml"));
        assert!(!changed("/w/crates/domain-tools/src/lib.rs"));
        assert!(!changed("/w/src/pages/home.rs"));
        assert!(!changed("/w/style/base.css"));
        assert!(!concerns(&[], &crates));
    }

    #[test]
    #[expect(
        clippy::disallowed_methods,
        reason = "a modification time is the machine's"
    )]
    fn new_modified_and_deleted_files_are_changes_and_temporary_ones_are_not() -> Result<()> {
        let root = std::env::temp_dir().join(format!("xtask-dev-{}", std::process::id()));
        let page = root.join("src/pages/page.rs");
        fs::create_dir_all(root.join("src/pages"))?;
        fs::write(&page, "1")?;
        let first = Files::read(&root);
        assert!(first.changes(&Files::read(&root)).is_empty());

        fs::write(root.join("build.rs"), "")?;
        fs::write(root.join("src/.page.rs.swp"), "")?;
        fs::write(root.join("src/page.rs~"), "")?;
        fs::write(root.join("README.md"), "")?;
        let second = Files::read(&root);
        assert_eq!(first.changes(&second), [root.join("build.rs")]);

        let later = SystemTime::now() + Duration::from_secs(1);
        fs::File::options()
            .write(true)
            .open(&page)?
            .set_modified(later)?;
        let third = Files::read(&root);
        assert_eq!(second.changes(&third), [page.as_path()]);

        fs::remove_dir_all(root.join("src"))?;
        assert_eq!(third.changes(&Files::read(&root)), [page]);
        fs::remove_dir_all(root)?;
        Ok(())
    }

    #[test]
    fn a_long_list_of_changes_is_cut_short() {
        let changed = ["a", "b", "c", "d", "e"].map(|name| PathBuf::from("/w").join(name));
        let root = Path::new("/w");
        assert_eq!(summary(root, &changed), "a, b, c, 2 more");
        assert_eq!(summary(root, &changed[..2]), "a, b");
    }
}
