//! The rules of `ARCHITECTURE.md` that Cargo cannot check: who may use which crate is said by the
//! manifests in `crates/`.

use std::fs;
use std::path::{Path, PathBuf};

use domain::route;

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
    nothing_in(&["src/pages"], &["crate::web"]);
    nothing_in(
        &["src/components"],
        &["store::", "crate::pages", "crate::web", "expect_context"],
    );
}

/// What a line of code says, without comments.
fn code_lines(text: &str) -> impl Iterator<Item = &str> {
    // Tests beside the code may say what is expected of it.
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    code.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
}

#[test]
fn addresses_are_spelled_in_one_module() {
    let patterns = route::PATTERNS.iter().chain(route::staff::PATTERNS);
    let begins: Vec<String> = patterns
        .map(|pattern| pattern.split('{').next().unwrap_or_default())
        .filter(|begin| begin.len() > 1)
        .map(|begin| format!("\"{begin}"))
        .collect();
    for (path, text) in files(&["src", "crates"]) {
        if path.ends_with("domain/src/route.rs") {
            continue;
        }
        // What describes the API names its paths itself; a test compares them with the router.
        for line in code_lines(&text).filter(|line| !line.contains("get, path = \"")) {
            let spelled = begins.iter().find(|begin| line.contains(begin.as_str()));
            assert!(spelled.is_none(), "{}: {line}", path.display());
        }
    }
}

#[test]
fn links_of_pages_carry_what_the_page_keeps() {
    for (path, text) in files(&["src/pages", "src/components"]) {
        for line in code_lines(&text) {
            let bare = ["href=route::", "href=format!", "href=\"/"];
            let is_bare = bare.iter().any(|bare| line.contains(bare));
            let is_kept_out = line.contains("href=route::staff::") || line.contains("Favicon");
            assert!(
                !is_bare || is_kept_out || line.contains("format!(\"#"),
                "{}: {line}",
                path.display()
            );
        }
        // Forms that ask for a page take along the same.
        for (at, _) in text.match_indices("<form") {
            let form = &text[at..];
            let tag = &form[..form.find("/>").unwrap_or(form.len()).min(600)];
            let begins = tag
                .find("method=\"post\"")
                .or_else(|| tag.find("kept_fields()"));
            assert!(
                begins.is_some(),
                "{}: {}",
                path.display(),
                &tag[..tag.len().min(120)]
            );
        }
    }
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
            // What `maud` has written is escaped, unless it is told that a text is so already.
            let inserted = text.matches("inner_html=").count();
            assert_eq!(
                inserted,
                text.matches("inner_html=inside(").count(),
                "{name} inserts markup itself"
            );
            assert!(!text.contains("PreEscaped"), "{name} escapes nothing");
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

/// What `deny.toml` says of the crate `rsa`, for which one advisory is let pass.
#[test]
fn there_is_no_private_rsa_key() {
    nothing_in(
        &["src", "crates"],
        &["RsaPrivateSigningKey", "RsaPrivateKey", "rsa::"],
    );
    let manifest = fs::read_to_string("Cargo.toml").unwrap();
    assert!(!manifest.lines().any(|line| line.starts_with("rsa ")));
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

/// Entity tags hold a number of the program, which `build.rs` makes of its sources: whatever a page is made
/// of is among them.
#[test]
fn the_programs_number_covers_all_that_it_is_made_of() {
    let build = fs::read_to_string("build.rs").unwrap();
    let list = build.split("const SOURCES").nth(1).unwrap();
    let list = list.split("];").next().unwrap();
    let sources: Vec<&str> = list.split('"').skip(1).step_by(2).collect();
    let root = fs::canonicalize(".").unwrap();
    let mut embedded = 0;
    for (path, text) in files(&["src", "crates"]) {
        let under = path.components().next().unwrap();
        assert!(sources.iter().any(|source| under.as_os_str() == *source));
        for macro_name in ["include_str!(", "include_bytes!("] {
            for call in text.split(macro_name).skip(1) {
                let Some(name) = call.trim_start().strip_prefix('"') else {
                    continue;
                };
                let file = path.with_file_name(name.split('"').next().unwrap());
                let Ok(file) = fs::canonicalize(&file) else {
                    continue;
                };
                let file = file.strip_prefix(&root).unwrap();
                let first = file.components().next().unwrap();
                assert!(
                    sources.iter().any(|source| first.as_os_str() == *source),
                    "{} is made of {}, which the program\u{2019}s number does not cover",
                    path.display(),
                    file.display()
                );
                embedded += 1;
            }
        }
    }
    assert!(embedded > 20, "{embedded}");
    for source in ["Cargo.lock", "migrations", "public"] {
        assert!(sources.contains(&source), "{source}");
    }
}
