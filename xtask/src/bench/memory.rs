//! Memory of a process, as Linux reports it.

use std::fs;

/// Resident memory in megabytes; `None` where the system does not report it.
pub fn resident(process: u32) -> Option<f64> {
    field(&status(process)?, "VmRSS:")
}

/// Peak resident memory in megabytes since the start or [`reset_peak`].
pub fn peak_resident(process: u32) -> Option<f64> {
    field(&status(process)?, "VmHWM:")
}

/// Resets [`peak_resident`]; false where that is not possible.
pub fn reset_peak(process: u32) -> bool {
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
