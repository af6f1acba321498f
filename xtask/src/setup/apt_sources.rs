//! Where this machine gets its Debian packages from, read from its own apt sources.

use std::fs;
use std::path::Path;

/// One line of a sources list, or one combination of a deb822 stanza: an archive and a suite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The archive's address.
    pub uri: String,
    /// A code name or a class, for example `bookworm` or `stable-updates`.
    pub suite: String,
    /// For example `main`.
    pub components: Vec<String>,
}

/// Every source of binary packages that the machine has switched on.
pub fn read(etc_apt: &Path) -> Vec<Source> {
    let mut files = vec![etc_apt.join("sources.list")];
    if let Ok(folder) = fs::read_dir(etc_apt.join("sources.list.d")) {
        files.extend(folder.filter_map(Result::ok).map(|entry| entry.path()));
    }
    files.sort();
    files
        .iter()
        .filter_map(|file| {
            let text = fs::read_to_string(file).ok()?;
            match file.extension()?.to_str()? {
                "list" => Some(parse_list(&text)),
                "sources" => Some(parse_deb822(&text)),
                _ => None,
            }
        })
        .flatten()
        .collect()
}

/// The addresses at which Debian's own archive is, likeliest first. A third party's archive may
/// use Debian's suite names too; what comes from one is still refused for want of Debian's
/// signature.
pub fn debian_archives<'a>(sources: &'a [Source], codename: &str) -> Vec<&'a str> {
    let mut archives: Vec<&str> = Vec::new();
    for source in sources
        .iter()
        .filter(|source| is_debian_suite(source, codename))
    {
        if !archives.contains(&source.uri.as_str()) {
            archives.push(&source.uri);
        }
    }
    archives.sort_by_key(|uri| !uri.contains("debian"));
    archives
}

fn is_debian_suite(source: &Source, codename: &str) -> bool {
    const CLASSES: [&str; 6] = [
        "stable",
        "oldstable",
        "oldoldstable",
        "testing",
        "unstable",
        "sid",
    ];
    let known = source.suite == codename || CLASSES.contains(&source.suite.as_str());
    known
        && source
            .components
            .iter()
            .any(|component| component == "main")
        && !source.uri.starts_with("cdrom:")
        && !source.uri.contains("security")
}

/// The one-line format: `deb [options] uri suite component...`.
fn parse_list(text: &str) -> Vec<Source> {
    text.lines().filter_map(parse_line).collect()
}

fn parse_line(line: &str) -> Option<Source> {
    let line = line.split('#').next()?.trim();
    let mut rest = line.strip_prefix("deb")?;
    if !rest.starts_with([' ', '\t', '[']) {
        return None; // `deb-src`
    }
    rest = rest.trim_start();
    if rest.starts_with('[') {
        rest = rest.split_once(']')?.1;
    }
    let mut words = rest.split_whitespace().map(str::to_owned);
    Some(Source {
        uri: words.next()?,
        suite: words.next()?,
        components: words.collect(),
    })
}

/// The deb822 format: stanzas of fields, each a set of archives, suites and components.
fn parse_deb822(text: &str) -> Vec<Source> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    lines
        .split(|line| line.trim().is_empty())
        .flat_map(parse_stanza)
        .collect()
}

fn parse_stanza(lines: &[&str]) -> Vec<Source> {
    if !field(lines, "Types").iter().any(|kind| kind == "deb")
        || field(lines, "Enabled")
            .first()
            .is_some_and(|word| word == "no")
    {
        return Vec::new();
    }
    let (suites, components) = (field(lines, "Suites"), field(lines, "Components"));
    field(lines, "URIs")
        .into_iter()
        .flat_map(|uri| {
            suites
                .iter()
                .map(move |suite| (uri.clone(), suite.clone()))
                .collect::<Vec<_>>()
        })
        .map(|(uri, suite)| Source {
            uri,
            suite,
            components: components.clone(),
        })
        .collect()
}

/// The words of one field, with its continuation lines.
fn field(lines: &[&str], name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut inside = false;
    for line in lines {
        let continues = line.starts_with([' ', '\t']);
        let value = match line.split_once(':') {
            _ if continues => line,
            Some((key, value)) => {
                inside = key.eq_ignore_ascii_case(name);
                value
            }
            None => continue,
        };
        if inside {
            words.extend(value.split_whitespace().map(str::to_owned));
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(uri: &str, suite: &str, components: &[&str]) -> Source {
        Source {
            uri: uri.to_owned(),
            suite: suite.to_owned(),
            components: components.iter().map(|&word| word.to_owned()).collect(),
        }
    }

    #[test]
    fn the_one_line_format() {
        let text = "# a comment\n\
                    deb http://mirror.example/debian bookworm main contrib # more\n\
                    deb-src http://mirror.example/debian bookworm main\n\
                    deb [ arch=amd64 signed-by=/a/key.gpg ] https://other.example/apt stable main\n\
                    \n\
                    nonsense\n";
        assert_eq!(
            parse_list(text),
            [
                source(
                    "http://mirror.example/debian",
                    "bookworm",
                    &["main", "contrib"]
                ),
                source("https://other.example/apt", "stable", &["main"]),
            ]
        );
    }

    #[test]
    fn the_deb822_format() {
        let text = "Types: deb deb-src\n\
                    # a comment inside\n\
                    URIs: http://mirror.example/debian\n\
                    Suites: bookworm\n bookworm-updates\n\
                    components: main\n\
                    Signed-By: /a/key.gpg\n\
                    \n\
                    Enabled: no\n\
                    Types: deb\nURIs: http://off.example/debian\nSuites: bookworm\nComponents: main\n";
        assert_eq!(
            parse_deb822(text),
            [
                source("http://mirror.example/debian", "bookworm", &["main"]),
                source(
                    "http://mirror.example/debian",
                    "bookworm-updates",
                    &["main"]
                ),
            ]
        );
    }

    #[test]
    fn an_embedded_key_is_not_read_as_fields() {
        let text = "Types: deb\nURIs: mirror+file:///etc/apt/mirrors/debian.list\nSuites: trixie\n\
                    Components: main\nSigned-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n \
                    .\n URIs: http://not.example\n -----END PGP PUBLIC KEY BLOCK-----\n";
        assert_eq!(
            parse_deb822(text),
            [source(
                "mirror+file:///etc/apt/mirrors/debian.list",
                "trixie",
                &["main"]
            )]
        );
    }

    #[test]
    fn debians_archive_is_told_from_the_others() {
        let sources = [
            source("https://apt.vendor.example", "bookworm", &["main"]),
            source("https://packages.example/linux", "bookworm", &["stable"]),
            source(
                "http://mirror.example/debian-security",
                "bookworm",
                &["main"],
            ),
            source("http://mirror.example/debian", "bookworm", &["main"]),
            source("http://mirror.example/debian", "stable", &["main"]),
            source("http://database.example/debian", "bookworm-pgdg", &["main"]),
        ];
        assert_eq!(
            debian_archives(&sources, "bookworm"),
            ["http://mirror.example/debian", "https://apt.vendor.example"]
        );
    }
}
