//! Files that pages need: the style sheet, the browser part, icons. All are part of the program,
//! so it finds them wherever it is started from; their addresses carry a hash of their content,
//! so browsers may keep them for ever.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

use axum::body::Bytes;
use domain::route;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

/// The browser part, as `cargo xtask` built it; empty without it.
#[derive(RustEmbed)]
#[folder = "$OGP_SITE_DIR"]
struct Site;

/// Icons and other files served as they are.
#[derive(RustEmbed)]
#[folder = "public"]
struct Public;

const STYLE: &str = concat!(
    include_str!("../../style/tokens.css"),
    include_str!("../../style/base.css"),
    include_str!("../../style/layout.css"),
    include_str!("../../style/forms.css"),
    include_str!("../../style/lists.css"),
    include_str!("../../style/ratings.css"),
    include_str!("../../style/charts.css"),
    include_str!("../../style/commitment.css"),
    include_str!("../../style/context.css"),
    include_str!("../../style/staff.css"),
    include_str!("../../style/print.css"),
);

/// Starts the browser part: loads the WebAssembly and wakes the islands on the page.
const START: &str = include_str!("start.js");

/// Suggestions in search boxes.
const SUGGEST: &str = include_str!("suggest.js");
/// Moves and pastes within sheets.
const SHEET: &str = include_str!("sheet.js");
/// Tells pages of other sites how high a framed chart is.
const FRAME: &str = include_str!("frame.js");

/// A file that pages refer to.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Where it is served.
    pub href: String,
    /// Its media type.
    pub content_type: &'static str,
    /// Its entity tag.
    pub etag: String,
    /// Its content.
    pub plain: Bytes,
    /// Its content as Brotli, where that is smaller.
    pub brotli: Option<Bytes>,
}

static ASSETS: LazyLock<Assets> = LazyLock::new(Assets::collect);

struct Assets {
    by_name: HashMap<String, Arc<Asset>>,
    by_href: HashMap<String, Arc<Asset>>,
}

impl Assets {
    fn collect() -> Self {
        let mut assets = Self {
            by_name: HashMap::new(),
            by_href: HashMap::new(),
        };
        assets.add("site.css", Bytes::from_static(STYLE.as_bytes()), None);
        for name in ["ogp-tracker_bg.wasm", "ogp-tracker.js"] {
            let read = |path: String| Site::get(&path).map(|file| content(file.data));
            if let Some(plain) = read(format!("pkg/{name}")) {
                assets.add(name, plain, read(format!("pkg/{name}.br")));
            }
        }
        if let (Some(script), Some(wasm)) = (
            assets.file_name("ogp-tracker.js"),
            assets.file_name("ogp-tracker_bg.wasm"),
        ) {
            let start = START.replace("{script}", &script).replace("{wasm}", &wasm);
            assets.add("start.js", Bytes::from(start), None);
        }
        assets.add("suggest.js", Bytes::from_static(SUGGEST.as_bytes()), None);
        assets.add("sheet.js", Bytes::from_static(SHEET.as_bytes()), None);
        assets.add("frame.js", Bytes::from_static(FRAME.as_bytes()), None);
        for path in Public::iter() {
            if let Some(file) = Public::get(&path) {
                assets.add(&path, content(file.data), None);
            }
        }
        assets
    }

    fn add(&mut self, name: &str, plain: Bytes, brotli: Option<Bytes>) {
        let hash = short_hash(&plain);
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let compressible = !matches!(ending, "png" | "ico");
        let asset = Arc::new(Asset {
            href: route::Asset::new(format!("{stem}.{hash}.{ending}")).to_string(),
            content_type: content_type(ending),
            etag: format!("\"{hash}\""),
            brotli: brotli.or_else(|| compressible.then(|| compress(&plain)).flatten()),
            plain,
        });
        self.by_href.insert(asset.href.clone(), asset.clone());
        self.by_name.insert(name.to_owned(), asset);
    }

    fn href(&self, name: &str) -> Option<String> {
        self.by_name.get(name).map(|asset| asset.href.clone())
    }

    /// What a file is called where it is served: its address from the file beside it.
    fn file_name(&self, name: &str) -> Option<String> {
        self.href(name)?.rsplit('/').next().map(str::to_owned)
    }
}

/// What a file has, without a copy where the program has it.
fn content(data: Cow<'static, [u8]>) -> Bytes {
    match data {
        Cow::Borrowed(data) => Bytes::from_static(data),
        Cow::Owned(data) => Bytes::from(data),
    }
}

/// The first half of a content's SHA-256, enough to tell versions apart.
pub fn short_hash(content: &[u8]) -> String {
    let digest = Sha256::digest(content);
    let (half, _) = digest.split_at(16);
    half.iter()
        .fold(String::with_capacity(32), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

/// Where a file is served; none where the program was built without it.
pub fn asset_href(name: &str) -> Option<String> {
    ASSETS.href(name)
}

/// The file that is served at an address.
pub fn asset_at(href: &str) -> Option<&'static Asset> {
    ASSETS.by_href.get(href).map(|asset| &**asset)
}

/// A file by its name.
pub fn asset_named(name: &str) -> Option<&'static Asset> {
    ASSETS.by_name.get(name).map(|asset| &**asset)
}

fn content_type(ending: &str) -> &'static str {
    match ending {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" => "text/plain; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

fn compress(plain: &[u8]) -> Option<Bytes> {
    let params = brotli::enc::BrotliEncoderParams {
        quality: 9,
        // Assets are small: a window of 256 kB takes them all, and little memory.
        lgwin: 18,
        ..Default::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*plain, &mut compressed, &params).ok()?;
    (compressed.len() < plain.len()).then(|| Bytes::from(compressed))
}
