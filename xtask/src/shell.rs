//! Child processes, and messages about them.

use std::ffi::OsStr;
use std::fmt::Display;
use std::fs;
use std::io::ErrorKind;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
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
    let name = describe(command);
    let status = command
        .status()
        .with_context(|| format!("`{name}` could not be started"))?;
    if !status.success() {
        bail!("`{name}` ended with {status}");
    }
    Ok(())
}

/// Runs a child quietly and returns what it printed; on failure the error carries its error output.
pub fn output(command: &mut Command) -> Result<String> {
    let name = describe(command);
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("`{name}` could not be started"))?;
    if !output.status.success() {
        let error_output = String::from_utf8_lossy(&output.stderr);
        bail!(
            "`{name}` ended with {}: {}",
            output.status,
            error_output.trim()
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a child like [`run`] and kills it at the timeout: a server that never answers must not
/// block the fallback.
pub fn run_with_timeout(command: &mut Command, timeout: Duration) -> Result<()> {
    let name = describe(command);
    let mut child = command
        .stdin(Stdio::null())
        .spawn()
        .with_context(|| format!("`{name}` could not be started"))?;
    let deadline = Instant::now() + timeout;
    loop {
        match child.try_wait()? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => bail!("`{name}` ended with {status}"),
            None if Instant::now() >= deadline => {
                child.kill()?;
                child.wait()?;
                bail!("`{name}` did not end within {} s", timeout.as_secs());
            }
            None => thread::sleep(Duration::from_millis(50)),
        }
    }
}

/// Asks a child to exit, and kills it if it has not after the grace period.
pub fn stop(child: &mut Child, grace: Duration) -> Result<()> {
    if child.try_wait()?.is_some() {
        return Ok(());
    }
    let _ = Command::new("kill").arg(child.id().to_string()).status();
    let deadline = Instant::now() + grace;
    while child.try_wait()?.is_none() {
        if Instant::now() >= deadline {
            child.kill()?;
            child.wait()?;
            break;
        }
        thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

/// Removes a directory with all that is in it; it may be missing.
pub fn remove_dir(directory: &Path) -> Result<()> {
    match fs::remove_dir_all(directory) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("removing {}", directory.display()))
        }
        _ => Ok(()),
    }
}

/// The path of a program that the shell would find.
pub fn find_program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|directory| directory.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
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

/// Whether this is an unattended run, where skipping a check must be a failure.
pub fn under_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| value == "true" || value == "1")
}

/// A loopback port that nothing listens on at the moment.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// A duration for people: `0.3 s`, `2 min 05 s`.
pub fn elapsed(since: Instant) -> String {
    format_duration(since.elapsed())
}

/// See [`elapsed`].
pub fn format_duration(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 60 {
        return format!("{:.1} s", duration.as_secs_f64());
    }
    format!("{} min {:02} s", seconds / 60, seconds % 60)
}

fn describe(command: &Command) -> String {
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
        assert_eq!(format_duration(Duration::from_millis(340)), "0.3 s");
        assert_eq!(format_duration(Duration::from_secs(125)), "2 min 05 s");
    }

    #[test]
    fn a_failing_child_is_named_with_its_error_output() {
        let error = output(Command::new("sh").args(["-c", "echo no >&2; exit 3"])).err();
        let text = error.map(|error| error.to_string()).unwrap_or_default();
        assert!(text.contains("sh -c") && text.contains("no"), "{text}");
    }

    #[test]
    fn a_child_that_hangs_is_killed() {
        let started = Instant::now();
        let result = run_with_timeout(Command::new("sleep").arg("30"), Duration::from_millis(100));
        assert!(result.is_err());
        assert!(started.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn a_child_that_ignores_the_signal_is_killed() -> Result<()> {
        let mut child = Command::new("sh")
            .args(["-c", "trap '' TERM; while :; do sleep 1; done"])
            .spawn()?;
        thread::sleep(Duration::from_millis(200));
        stop(&mut child, Duration::from_millis(100))?;
        assert!(!child.wait()?.success());
        Ok(())
    }
}
