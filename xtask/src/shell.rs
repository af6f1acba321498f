//! Children, and what the person at the terminal is told about them.

use std::ffi::OsStr;
use std::fmt::Display;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// One line to the person at the terminal, on the error stream so that it stays in order with the
/// output of cargo and apt.
pub fn say(text: impl Display) {
    eprintln!("xtask: {text}");
}

/// Runs a child whose output goes straight to the terminal.
pub fn run(command: &mut Command) -> Result<()> {
    let name = spell(command);
    let status = command
        .status()
        .with_context(|| format!("`{name}` could not be started"))?;
    if !status.success() {
        bail!("`{name}` ended with {status}");
    }
    Ok(())
}

/// Runs a child quietly and returns what it printed; on failure the error carries its complaint.
pub fn output(command: &mut Command) -> Result<String> {
    let name = spell(command);
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("`{name}` could not be started"))?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!(
            "`{name}` ended with {}: {}",
            output.status,
            complaint.trim()
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a child like [`run`] and ends it when `limit` has passed: a server that never answers must
/// not hold up the next way of getting the same thing.
pub fn run_bounded(command: &mut Command, limit: Duration) -> Result<()> {
    let name = spell(command);
    let mut child = command
        .stdin(Stdio::null())
        .spawn()
        .with_context(|| format!("`{name}` could not be started"))?;
    let deadline = Instant::now() + limit;
    loop {
        match child.try_wait()? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => bail!("`{name}` ended with {status}"),
            None if Instant::now() >= deadline => {
                child.kill()?;
                child.wait()?;
                bail!("`{name}` did not end within {} s", limit.as_secs());
            }
            None => thread::sleep(Duration::from_millis(50)),
        }
    }
}

/// Where a program is, if the shell would find it.
pub fn find_program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
        .find(|file| is_program(file))
}

/// Whether a file can be run.
pub fn is_program(file: &Path) -> bool {
    let Ok(metadata) = file.metadata() else {
        return false;
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        metadata.is_file() && metadata.permissions().mode() & 0o111 != 0
    }
    #[cfg(not(unix))]
    {
        metadata.is_file()
    }
}

/// Whether this is a run nobody watches, where leaving a check out must be a failure.
pub fn under_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| value == "true" || value == "1")
}

/// A port of the loopback address that nothing listens on at the moment.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// A duration for people: `0.3 s`, `2 min 05 s`.
pub fn elapsed(since: Instant) -> String {
    spell_duration(since.elapsed())
}

/// See [`elapsed`].
pub fn spell_duration(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 60 {
        return format!("{:.1} s", duration.as_secs_f64());
    }
    format!("{} min {:02} s", seconds / 60, seconds % 60)
}

fn spell(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let program = program.file_stem().unwrap_or(program.as_os_str());
    std::iter::once(program)
        .chain(command.get_args())
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_well() {
        assert_eq!(spell_duration(Duration::from_millis(340)), "0.3 s");
        assert_eq!(spell_duration(Duration::from_secs(125)), "2 min 05 s");
    }

    #[test]
    fn a_failing_child_is_named_with_its_complaint() {
        let error = output(Command::new("sh").args(["-c", "echo no >&2; exit 3"])).err();
        let text = error.map(|error| error.to_string()).unwrap_or_default();
        assert!(text.contains("sh -c") && text.contains("no"), "{text}");
    }

    #[test]
    fn a_child_that_hangs_is_ended() {
        let started = Instant::now();
        let result = run_bounded(Command::new("sleep").arg("30"), Duration::from_millis(100));
        assert!(result.is_err());
        assert!(started.elapsed() < Duration::from_secs(10));
    }
}
