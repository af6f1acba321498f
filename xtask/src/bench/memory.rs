//! How much memory a process holds, as Linux tells it.

use std::fs;

/// What it holds now, in megabytes; `None` where the system does not tell.
pub fn resident(process: u32) -> Option<f64> {
    field(&status(process)?, "VmRSS:")
}

/// The most it has held since it began, or since [`forget_most`].
pub fn most_resident(process: u32) -> Option<f64> {
    field(&status(process)?, "VmHWM:")
}

/// Lets [`most_resident`] begin anew; whether that was possible.
pub fn forget_most(process: u32) -> bool {
    fs::write(format!("/proc/{process}/clear_refs"), "5").is_ok()
}

fn status(process: u32) -> Option<String> {
    fs::read_to_string(format!("/proc/{process}/status")).ok()
}

fn field(status: &str, name: &str) -> Option<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    let kilobytes: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024.0 / 1_000_000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_in_megabytes() {
        let status = "Name:\tx\nVmHWM:\t  100000 kB\nVmRSS:\t   50000 kB\n";
        assert_eq!(field(status, "VmHWM:"), Some(102.4));
        assert_eq!(field(status, "VmSwap:"), None);
    }
}
