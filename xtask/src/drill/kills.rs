//! `kill -9` while editors save and a file is imported.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::process::Child;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, ensure};

use super::Options;
use super::site::Site;
use crate::bench::launch::Launch;
use crate::bench::table::{COUNT, Table};
use crate::workspace::Workspace;

const COMMITMENTS: u32 = 1_000;
const EDITORS: usize = 3;
/// Up to so long after the first edit the kill comes.
const LATEST: Duration = Duration::from_millis(400);
/// Commitments in the file that is imported.
const IN_FILE: usize = 200;

mod limit {
    pub const RESTART_S: f64 = 10.0;
}

/// An edit that was sent, and whether it was said to be saved.
struct Edit {
    code: String,
    title: String,
    is_saved: bool,
}

pub fn run(workspace: &Workspace, options: &Options, table: &mut Table) -> Result<()> {
    let launch = Launch::new(workspace, "drill-kills")?.demonstration(COMMITMENTS);
    let mut site = Site::start(workspace, launch)?;
    let mut members = HashMap::new();
    for item in site.server.everything()? {
        if let (Some(code), Some(member)) = (item["code"].as_str(), item["member"].as_str()) {
            members.insert(code.to_owned(), member.to_owned());
        }
    }
    let mut codes: Vec<String> = members.keys().cloned().collect();
    codes.sort();
    let (imported, edited) = codes.split_at(IN_FILE.min(codes.len() / 2));
    // How long an import takes here, and then some, since editors are in its way.
    let began = Instant::now();
    let whole = import(&site, imported, &members, options.kills)?.wait()?;
    ensure!(whole.success(), "the file cannot be imported");
    let with_file = began.elapsed() * 2;
    let numbers = AtomicUsize::new(1);
    let (mut acknowledged, mut lost, mut halves, mut files) = (0, 0, 0, 0);
    let mut slowest = Duration::ZERO;
    for round in 0..options.kills {
        let import = imports(round)
            .then(|| import(&site, imported, &members, round))
            .transpose()?;
        let latest = import.as_ref().map_or(LATEST, |_| with_file);
        let edits = until_killed(&site, edited, round, latest, &numbers)?;
        if let Some(mut import) = import {
            // May have ended by itself.
            let _ = import.kill();
            import.wait()?;
        }
        slowest = slowest.max(site.server.restart()?);

        let now = site.server.titles()?;
        // For each commitment: what was saved last, or anything that was sent after it.
        let mut possible: HashMap<&str, Vec<&str>> = HashMap::new();
        for edit in &edits {
            let titles = possible.entry(&edit.code).or_default();
            if edit.is_saved {
                acknowledged += 1;
                titles.clear();
            }
            titles.push(&edit.title);
        }
        lost += edits
            .iter()
            .filter(|edit| edit.is_saved)
            .filter(|edit| {
                let title = now.get(&edit.code).map(String::as_str).unwrap_or_default();
                !possible[edit.code.as_str()].contains(&title)
            })
            .count();
        let from_file = imported
            .iter()
            .filter(|code| now.get(*code) == Some(&title_of(code, round)))
            .count();
        files += usize::from(from_file == imported.len());
        halves += usize::from(from_file != 0 && from_file != imported.len());
    }
    let kills = options.kills;
    let name = format!("kill -9, {kills} times: lost of {acknowledged} acknowledged edits");
    table.row(name, lost as f64, COUNT, Some(0.0));
    let name = format!("kill -9: files half applied ({files} applied whole)");
    table.row(name, halves as f64, COUNT, Some(0.0));
    let slowest = slowest.as_secs_f64();
    let name = "kill -9: slowest start after it";
    table.row(name, slowest, "s", Some(limit::RESTART_S));
    let unsound = site.unsound()?;
    table.row(
        "kill -9: faults found by `check`",
        unsound as f64,
        COUNT,
        Some(0.0),
    );
    Ok(())
}

/// Whether a file is imported meanwhile: not always, since edits and imports wait for each other.
const fn imports(round: u32) -> bool {
    round % 2 == 1
}

/// Editors save one commitment after the other until the server is killed under them.
fn until_killed(
    site: &Site,
    codes: &[String],
    round: u32,
    latest: Duration,
    numbers: &AtomicUsize,
) -> Result<Vec<Edit>> {
    let base = site.server.newest_revision()?;
    let is_over = AtomicBool::new(false);
    let editor = |codes: &[String]| {
        let mut edits = Vec::new();
        let begin = usize::try_from(round).unwrap_or_default() * 29 % codes.len();
        // Each once in a round, so that `base` stays right.
        for code in codes.iter().cycle().skip(begin).take(codes.len()) {
            if is_over.load(Ordering::Relaxed) {
                break;
            }
            let number = numbers.fetch_add(1, Ordering::Relaxed);
            let title = format!("Edit {number} before kill {round}");
            let answer = site.server.edit(&site.cookie, code, &title, number, base);
            edits.push(Edit {
                code: code.clone(),
                title,
                is_saved: answer.is_ok_and(|status| status == 303),
            });
        }
        edits
    };
    thread::scope(|scope| {
        let share = codes.len().div_ceil(EDITORS);
        let editors: Vec<_> = codes
            .chunks(share)
            .map(|codes| scope.spawn(|| editor(codes)))
            .collect();
        // Spread over the whole range.
        let share = f64::from(round * 37 % 100) / 100.0;
        thread::sleep(latest.mul_f64(share));
        site.server.kill()?;
        is_over.store(true, Ordering::Relaxed);
        let mut edits = Vec::new();
        for editor in editors {
            edits.extend(editor.join().map_err(|_| anyhow!("an editor panicked"))?);
        }
        Ok(edits)
    })
}

fn title_of(code: &str, round: u32) -> String {
    format!("Title of {code} from file {round}")
}

/// Imports a file that gives every one of these commitments a new title.
fn import(
    site: &Site,
    codes: &[String],
    members: &HashMap<String, String>,
    round: u32,
) -> Result<Child> {
    let mut file = String::from("code,member,title\n");
    for code in codes {
        let member = members[code].replace('"', "\"\"");
        let title = title_of(code, round);
        writeln!(file, "{code},\"{member}\",{title}")?;
    }
    let path = site.server.directory().join("import.csv");
    fs::write(&path, file)?;
    let path = path.display().to_string();
    let mut command = site.server.launch.command(&["import", &path]);
    command.spawn().context("the import could not be started")
}
