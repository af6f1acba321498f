//! What `contrib/` and `docs/` say about running the program: checked by the programs that read it, where they
//! are installed, and against the code.
#![cfg(unix)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const PROGRAM: &str = env!("CARGO_BIN_EXE_ogp-tracker");

/// Where a program is installed; says so where it is not, which is an error where nobody watches.
pub fn installed(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places = std::env::split_paths(&path).chain([PathBuf::from("/usr/sbin")]);
    let found = places.find_map(|place| Some(place.join(program)).filter(|file| file.is_file()));
    if found.is_none() {
        eprintln!("**** NOT CHECKED: {program} is not installed");
    }
    found
}

fn is_installed(program: &str) -> bool {
    installed(program).is_some()
}

/// What a program says of a file; it must be content.
pub fn content(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    assert!(output.status.success(), "{command:?}: {said}");
    said
}

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn systemd_units_are_sound_and_leave_the_program_little() {
    if !is_installed("systemd-analyze") {
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    // The program is not installed where tests run, and its user is not there.
    for unit in ["ogp-tracker", "ogp-tracker-backup"] {
        let text = read(&format!("contrib/{unit}.service"));
        assert!(text.contains("ExecStart=/usr/local/bin/ogp-tracker "));
        let text = text.replace("/usr/local/bin/ogp-tracker ", &format!("{PROGRAM} "));
        let text = text.replace("=ogp-tracker\nGroup=ogp-tracker", "=daemon\nGroup=daemon");
        let file = directory.path().join(format!("{unit}.service"));
        fs::write(&file, text).unwrap();
        let said = content(Command::new("systemd-analyze").arg("verify").arg(&file));
        assert_eq!(said, "", "{unit}");
        if unit == "ogp-tracker" {
            // Of 100: the smaller, the less a fault in the program could do.
            content(
                Command::new("systemd-analyze")
                    .args(["security", "--offline=true", "--threshold=20"])
                    .arg(&file),
            );
        }
    }
    let timer = fs::canonicalize("contrib/ogp-tracker-backup.timer").unwrap();
    let beside = directory.path().join("ogp-tracker-backup.timer");
    fs::copy(timer, &beside).unwrap();
    content(Command::new("systemd-analyze").arg("verify").arg(&beside));
}

#[test]
fn nginx_takes_its_example() {
    if !is_installed("nginx") || !is_installed("openssl") {
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let here = directory.path();
    let (certificate, key) = (here.join("site.pem"), here.join("site.key"));
    content(
        Command::new("openssl")
            .args([
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1",
            ])
            .args(["-subj", "/CN=commitments.example.org"])
            .args([Path::new("-keyout"), &key, Path::new("-out"), &certificate]),
    );
    let shown = |path: &Path| path.display().to_string();
    let site = read("contrib/nginx.conf")
        .replace(
            "/etc/ssl/certs/commitments.example.org.pem",
            &shown(&certificate),
        )
        .replace("/etc/ssl/private/commitments.example.org.key", &shown(&key))
        .replace("/var/cache/nginx/ogp-tracker", &shown(&here.join("cache")));
    let bodies = shown(&here.join("bodies"));
    let whole = format!(
        "pid {}; error_log stderr; events {{}} http {{ access_log off; client_body_temp_path {bodies}; proxy_temp_path {bodies}; fastcgi_temp_path {bodies}; uwsgi_temp_path {bodies}; scgi_temp_path {bodies}; {site} }}",
        shown(&here.join("pid")),
    );
    let file = here.join("nginx.conf");
    fs::write(&file, whole).unwrap();
    let program = if Path::new("/usr/sbin/nginx").exists() {
        "/usr/sbin/nginx"
    } else {
        "nginx"
    };
    content(Command::new(program).arg("-t").arg("-c").arg(&file));
}

#[test]
fn caddy_takes_its_example() {
    if !is_installed("caddy") {
        return;
    }
    let arguments = [
        "validate",
        "--adapter",
        "caddyfile",
        "--config",
        "contrib/Caddyfile",
    ];
    let directory = tempfile::tempdir().unwrap();
    content(
        Command::new("caddy")
            .args(arguments)
            .env("XDG_DATA_HOME", directory.path())
            .env("XDG_CONFIG_HOME", directory.path()),
    );
}

/// No engine builds it in the tests; what it says of this project can be compared.
#[test]
fn the_container_is_built_with_this_projects_compiler_and_starts_this_program() {
    let file = read("contrib/Containerfile");
    let toolchain = read("rust-toolchain.toml");
    let version = toolchain.split('"').nth(1).unwrap();
    let version = version.strip_suffix(".0").unwrap_or(version);
    assert!(file.contains(&format!("rust:{version}-")), "not {version}");
    assert_eq!(
        file.matches("\nFROM ").count() + usize::from(file.starts_with("FROM")),
        2
    );
    assert!(file.contains("\nUSER ogp-tracker\n"), "runs as root");
}

/// Words that begin with two hyphens, in code of `docs/` and in `contrib/`, behind the program's name.
#[test]
fn options_that_are_named_exist() {
    let help = |command: &str| content(Command::new(PROGRAM).args([command, "--help"]));
    let mut checked = 0;
    let commands = [
        "serve", "backup", "restore", "copy", "doctor", "user", "check", "webhook",
    ];
    let known: Vec<(&str, String)> = commands
        .into_iter()
        .filter(|command| {
            let output = Command::new(PROGRAM).args([command, "--help"]).output();
            output.unwrap().status.success()
        })
        .map(|command| (command, help(command)))
        .collect();
    for path in [
        "contrib/ogp-tracker.service",
        "contrib/ogp-tracker-backup.service",
        "contrib/Containerfile",
        "docs/scale.md",
    ] {
        let text = read(path);
        for line in text.lines() {
            let Some((_, call)) = line.split_once("ogp-tracker ") else {
                continue;
            };
            let mut words = call.split([' ', '`', ')', ',']);
            let command = words.next().unwrap_or_default();
            let Some((_, help)) = known.iter().find(|(known, _)| *known == command) else {
                continue;
            };
            for option in words.filter(|word| word.starts_with("--")) {
                let option = option.split('=').next().unwrap_or_default();
                checked += 1;
                // These have commands of their own.
                assert!(
                    matches!(command, "user" | "webhook") || help.contains(option),
                    "{path}: {command} has no {option}"
                );
            }
        }
    }
    assert!(checked > 3, "only {checked} options were found");
}

/// The names of figures in the code, as Prometheus is given them.
fn figures() -> BTreeSet<String> {
    fn walk(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                for (kind, endings) in [
                    ("counter!(", &[""][..]),
                    ("gauge!(", &[""]),
                    ("histogram!(", &["", "_sum", "_count"]),
                ] {
                    for (at, _) in text.match_indices(kind) {
                        let rest = text[at + kind.len()..].trim_start();
                        if let Some(name) = rest.strip_prefix('"').and_then(|r| r.split('"').next())
                        {
                            found.extend(endings.iter().map(|ending| format!("{name}{ending}")));
                        }
                    }
                }
            }
        }
    }
    let mut found = BTreeSet::new();
    walk(Path::new("src"), &mut found);
    assert!(found.contains("http_requests_total"));
    found
}

/// The names in a query that could be figures: words in which there is a `_`, but no labels and functions.
fn named(query: &str) -> impl Iterator<Item = &str> {
    query
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .filter(|word| word.contains('_') && *word != "label_values")
}

#[test]
fn each_figure_on_the_board_and_in_the_documents_exists_and_none_is_left_out() {
    let figures = figures();
    let board: serde_json::Value = serde_json::from_str(&read("contrib/grafana.json")).unwrap();
    let mut shown = BTreeSet::new();
    for panel in board["panels"].as_array().unwrap() {
        let targets = panel["targets"].as_array().unwrap();
        assert!(!targets.is_empty(), "{}", panel["title"]);
        for target in targets {
            let query = target["expr"].as_str().unwrap();
            for name in named(query) {
                assert!(figures.contains(name), "{}: {name}", panel["title"]);
                shown.insert(
                    name.trim_end_matches("_sum")
                        .trim_end_matches("_count")
                        .to_owned(),
                );
            }
        }
    }
    let bases: BTreeSet<String> = figures
        .iter()
        .map(|name| {
            name.trim_end_matches("_sum")
                .trim_end_matches("_count")
                .to_owned()
        })
        .collect();
    let missing: Vec<&String> = bases.difference(&shown).collect();
    assert!(missing.is_empty(), "not on the board: {missing:?}");

    let text = read("docs/scale.md");
    let mut checked = 0;
    for word in text.split('`').skip(1).step_by(2) {
        let looks_like_one = ["http_", "heavy_", "ogp_"]
            .iter()
            .any(|p| word.starts_with(p));
        if looks_like_one {
            checked += 1;
            let name = word.split('{').next().unwrap();
            assert!(figures.contains(name), "docs/scale.md: {name}");
        }
    }
    assert!(
        checked > 3,
        "only {checked} figures are named in docs/scale.md"
    );
}
