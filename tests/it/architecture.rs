//! The rules of `ARCHITECTURE.md` that Cargo cannot check: who may use which crate is said by the
//! manifests in `crates/`.

use std::fs;
use std::path::{Path, PathBuf};

/// Every Rust file under some folders.
fn files(under: &[&str]) -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push((path.clone(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    for folder in under {
        let before = found.len();
        walk(Path::new(folder), &mut found);
        assert!(found.len() > before, "{folder} has no files");
    }
    found
}

fn nothing_in(under: &[&str], words: &[&str]) {
    for (path, text) in files(under) {
        for word in words {
            assert!(!text.contains(word), "{} contains {word}", path.display());
        }
    }
}

#[test]
fn pure_crates_read_no_clock_and_no_file() {
    let pure = [
        "crates/domain/src",
        "crates/catalogue/src",
        "crates/charts/src",
        "crates/i18n/src",
    ];
    nothing_in(
        &pure,
        &[
            "Utc::now",
            "SystemTime",
            "Instant::now",
            "std::fs",
            "std::net",
        ],
    );
}

#[test]
fn inside_the_application_arrows_point_down() {
    nothing_in(
        &["src/service"],
        &[
            "leptos",
            "axum",
            "crate::web",
            "crate::pages",
            "crate::components",
        ],
    );
    nothing_in(
        &["src/components"],
        &["store::", "crate::pages", "expect_context"],
    );
}

#[test]
fn the_service_answers_with_data_and_leaves_the_words_to_others() {
    for (path, text) in files(&["src/service"]) {
        let is_localized = path.starts_with("src/service/localized");
        assert!(
            is_localized || !text.contains("i18n::"),
            "{} speaks a language",
            path.display()
        );
    }
}

#[test]
fn sql_stands_in_the_store_only() {
    for (path, text) in files(&["src", "crates"]) {
        let in_store = path.starts_with("crates/store");
        for word in ["SELECT ", "INSERT INTO", "sqlx::query"] {
            assert!(
                in_store || !text.contains(word),
                "{} contains {word}",
                path.display()
            );
        }
    }
}

#[test]
fn titles_are_escaped_in_one_place_and_markup_is_inserted_in_three() {
    for (path, text) in files(&["src", "crates"]) {
        let name = path.to_string_lossy().replace('\\', "/");
        assert!(
            !text.contains("<Title"),
            "{name} sets a title that is not escaped"
        );
        if ![
            "src/components/chart_figure.rs",
            "src/components/markdown.rs",
            "src/components/sprite.rs",
        ]
        .contains(&name.as_str())
        {
            assert!(
                !text.contains("inner_html="),
                "{name} inserts markup itself"
            );
        }
    }
}

/// Leptos escapes what stands between tags, but not in a `textarea`, a `title`, a `style` or a
/// `script`.
#[test]
fn text_in_elements_that_are_not_escaped_goes_through_one_function() {
    for (path, text) in files(&["src/pages", "src/components"]) {
        for (at, _) in text.match_indices("<textarea") {
            let inside = text[at..].split("</textarea>").next().unwrap();
            let inside = inside.rsplit('>').next().unwrap().trim();
            assert!(
                inside.starts_with("{in_textarea("),
                "{}: {inside}",
                path.display()
            );
        }
        for raw in ["<style>", "<noscript>"] {
            assert!(
                !text.contains(&format!("{raw}{{")),
                "{} has {raw}",
                path.display()
            );
        }
    }
}

#[test]
fn files_stay_readable() {
    for (path, text) in files(&["src", "crates"]) {
        // Tests beside the code do not count.
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        assert!(
            code.lines().count() <= 450,
            "{} has grown too long",
            path.display()
        );
    }
}
