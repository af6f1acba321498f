//! The bundled texts around the commitments.

use domain::context::{ContextItem, ContextKind, problems};

/// Texts around the commitments, by file.
const CONTEXT: [(&str, &str); 7] = [
    (
        "areas.toml",
        include_str!("../../../../data/context/areas.toml"),
    ),
    (
        "guide.toml",
        include_str!("../../../../data/context/guide.toml"),
    ),
    (
        "network.toml",
        include_str!("../../../../data/context/network.toml"),
    ),
    (
        "resources.toml",
        include_str!("../../../../data/context/resources.toml"),
    ),
    (
        "featured.toml",
        include_str!("../../../../data/context/featured.toml"),
    ),
    (
        "challenge.toml",
        include_str!("../../../../data/context/challenge.toml"),
    ),
    (
        "synonyms.toml",
        include_str!("../../../../data/context/synonyms.toml"),
    ),
];

#[derive(Debug, thiserror::Error)]
#[error("{file}: {problem}")]
pub struct ContextError {
    file: &'static str,
    problem: String,
}

/// The bundled texts of areas, guide, network, resources, and what is featured or was submitted to
/// the Open Gov Challenge.
pub fn context() -> Result<Vec<ContextItem>, ContextError> {
    let mut items = Vec::new();
    for (file, text) in CONTEXT {
        let refuse = |problem: String| ContextError { file, problem };
        let kinds: toml::Table = text
            .parse()
            .map_err(|e: toml::de::Error| refuse(e.to_string()))?;
        for (kind, tables) in kinds {
            let kind: ContextKind = kind
                .parse()
                .map_err(|e: domain::UnknownWord| refuse(e.to_string()))?;
            for table in tables.as_array().into_iter().flatten() {
                items.push(item(kind, table).map_err(refuse)?);
            }
        }
    }
    Ok(items)
}

fn item(kind: ContextKind, table: &toml::Value) -> Result<ContextItem, String> {
    let text = |key: &str| table.get(key).and_then(toml::Value::as_str);
    let slug = text("slug").ok_or_else(|| format!("a {} has no slug", kind.slug()))?;
    let mut item = ContextItem::new(kind, slug);
    for field in kind.fields() {
        for key in field.keys {
            item.set(key, text(key).unwrap_or_default());
        }
    }
    match problems(&item).first() {
        Some((key, problem)) => Err(format!("{} {slug}: {key}: {problem}", kind.slug())),
        None => Ok(item),
    }
}
