//! The rules of `ARCHITECTURE.md` that a search can check.

use std::fs;
use std::path::{Path, PathBuf};

/// Every Rust file under a folder of `src`.
fn files(under: &str) -> Vec<(PathBuf, String)> {
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
    walk(&Path::new("src").join(under), &mut found);
    assert!(!found.is_empty(), "src/{under} has no files");
    found
}

fn nothing_in(under: &str, words: &[&str]) {
    for (path, text) in files(under) {
        for word in words {
            assert!(!text.contains(word), "{} contains {word}", path.display());
        }
    }
}

#[test]
fn rooms_know_only_what_they_may() {
    nothing_in(
        "domain",
        &[
            "leptos",
            "sqlx",
            "axum",
            "crate::store",
            "crate::service",
            "Utc::now",
            "std::fs",
        ],
    );
    nothing_in(
        "catalogue",
        &[
            "leptos",
            "sqlx",
            "axum",
            "crate::store",
            "crate::service",
            "Utc::now",
            "std::fs",
        ],
    );
    nothing_in(
        "charts",
        &[
            "leptos",
            "sqlx",
            "axum",
            "crate::store",
            "crate::service",
            "Utc::now",
        ],
    );
    nothing_in(
        "store",
        &[
            "leptos",
            "axum",
            "crate::service",
            "crate::web",
            "crate::catalogue",
        ],
    );
    nothing_in("service", &["leptos", "axum", "sqlx"]);
    nothing_in("interchange", &["leptos", "axum", "sqlx", "crate::store"]);
    nothing_in("components", &["sqlx", "crate::store", "expect_context"]);
    nothing_in("pages", &["sqlx"]);
}

#[test]
fn sql_stands_in_the_store_only() {
    for (path, text) in files("") {
        let in_store = path.starts_with("src/store");
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
    for (path, text) in files("") {
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
    for (path, text) in files("pages").into_iter().chain(files("components")) {
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
    for (path, text) in files("") {
        // Tests beside the code do not count.
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        assert!(
            code.lines().count() <= 450,
            "{} has grown too long",
            path.display()
        );
    }
}
