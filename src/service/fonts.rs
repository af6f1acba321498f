//! Fonts of the system, for pictures of texts in scripts that the shipped font lacks.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use charts::png::{FurtherFont, further_script_count, further_scripts};

/// Where systems keep fonts.
const FOLDERS: [&str; 2] = ["/usr/share/fonts", "/usr/local/share/fonts"];
/// How deep folders are looked into, and how many files of which size are read: enough for what systems
/// come with, and little time and memory at the start.
const MAX_DEPTH: usize = 4;
const MAX_FILES: usize = 400;
const MAX_BYTES: u64 = 32 * 1024 * 1024;
const MAX_BYTES_IN_ALL: u64 = 256 * 1024 * 1024;

/// One font of the system for each script that the shipped font lacks, where there is one.
pub fn of_the_system() -> Vec<FurtherFont> {
    let folders: Vec<PathBuf> = FOLDERS.iter().map(PathBuf::from).collect();
    in_folders(&folders)
}

fn in_folders(folders: &[PathBuf]) -> Vec<FurtherFont> {
    let mut files = Vec::new();
    for folder in folders {
        collect(folder, MAX_DEPTH, &mut files);
    }
    // Plain cuts first, and always in the same order.
    files.sort_by_key(|path| (!is_plain(path), path.clone()));
    let mut read: u64 = 0;
    let mut found: Vec<FurtherFont> = Vec::new();
    for path in files.into_iter().take(MAX_FILES) {
        let known: usize = found.iter().map(|font| font.scripts.len()).sum();
        let size = fs::metadata(&path).map_or(u64::MAX, |about| about.len());
        if known == further_script_count() || read >= MAX_BYTES_IN_ALL {
            break;
        }
        if size > MAX_BYTES {
            continue;
        }
        read += size;
        let Ok(data) = fs::read(&path) else {
            continue;
        };
        let is_known = |script: &&str| found.iter().any(|font| font.scripts.contains(script));
        let mut scripts = further_scripts(&data);
        scripts.retain(|script| !is_known(script));
        if !scripts.is_empty() {
            let name = path.file_name().unwrap_or_default();
            found.push(FurtherFont {
                name: name.to_string_lossy().into_owned(),
                data: Arc::new(data),
                scripts,
            });
        }
    }
    found
}

/// The font files of a folder and of those in it.
fn collect(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries {
        let path = entry.path();
        let is_font = path
            .extension()
            .and_then(|ending| ending.to_str())
            .is_some_and(|ending| {
                ["ttf", "otf", "ttc"].contains(&ending.to_ascii_lowercase().as_str())
            });
        if is_font {
            files.push(path);
        } else if depth > 0 && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            collect(&path, depth - 1, files);
        }
    }
}

/// Whether a file, by its name, is neither bold nor slanted nor of one width.
fn is_plain(path: &Path) -> bool {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let name = name.to_lowercase();
    let others = [
        "bold", "italic", "oblique", "black", "light", "thin", "mono", "serif",
    ];
    !others.iter().any(|other| name.contains(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_are_no_fonts_add_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("deeper");
        fs::create_dir(&inside).unwrap();
        fs::write(inside.join("a.ttf"), b"no font").unwrap();
        fs::write(folder.path().join("b.txt"), b"no font").unwrap();
        let mut files = Vec::new();
        collect(folder.path(), 2, &mut files);
        assert_eq!(files, [inside.join("a.ttf")]);
        assert!(in_folders(&[folder.path().to_owned()]).is_empty());
        assert!(in_folders(&[folder.path().join("nowhere")]).is_empty());
    }

    #[test]
    fn each_script_has_one_font_at_most() {
        let found = of_the_system();
        let mut scripts: Vec<_> = found.iter().flat_map(|font| &font.scripts).collect();
        println!("{scripts:?}");
        let count = scripts.len();
        scripts.sort_unstable();
        scripts.dedup();
        assert_eq!(scripts.len(), count);
    }

    #[test]
    fn plain_cuts_come_first() {
        for (name, plain) in [
            ("NotoSansGeorgian-Regular.ttf", true),
            ("DejaVuSans.ttf", true),
            ("DejaVuSans-Bold.ttf", false),
            ("DejaVuSansMono.ttf", false),
        ] {
            assert_eq!(is_plain(Path::new(name)), plain, "{name}");
        }
    }
}
