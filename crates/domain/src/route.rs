//! Every address of the site: a type for each route, which knows the pattern that a router matches
//! and builds the address of one page, file or form, with its segments percent-encoded.
//!
//! No other file spells an address.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::chart::ChartName;
use crate::text::slugify;

/// Letters, digits and `-_.~` stay as they are in an address.
pub const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// An address of the site. Displays as the path of that address.
pub trait Route: fmt::Display + Clone + Send + Sync + Sized + 'static {
    /// What a router matches: segments in braces are the fields of that name.
    const PATTERN: &'static str;

    /// The route whose decoded segments `segment` finds by name; none where one cannot be read.
    fn from_segments(segment: impl Fn(&str) -> Option<String>) -> Option<Self>;
}

/// A pattern with its segments filled in.
fn fill(pattern: &str, segments: &[(&str, &dyn fmt::Display)]) -> String {
    let mut path = pattern.to_owned();
    for (name, value) in segments {
        let value = value.to_string();
        let value = utf8_percent_encode(&value, ENCODED).to_string();
        path = path.replacen(&format!("{{{name}}}"), &value, 1);
    }
    path
}

/// An address with one key and its value behind it.
fn with(path: &impl fmt::Display, key: &str, value: &impl fmt::Display) -> String {
    let value = value.to_string();
    format!("{path}?{key}={}", utf8_percent_encode(&value, ENCODED))
}

/// An address with what is asked for behind it.
fn asking(path: &impl fmt::Display, query: &str) -> String {
    if query.is_empty() {
        path.to_string()
    } else {
        format!("{path}?{query}")
    }
}

/// What a segment of a route is made from.
pub trait IntoSegment<T> {
    /// The segment.
    fn into_segment(self) -> T;
}

impl<T: fmt::Display> IntoSegment<String> for T {
    fn into_segment(self) -> String {
        self.to_string()
    }
}

impl IntoSegment<i64> for i64 {
    fn into_segment(self) -> i64 {
        self
    }
}

impl IntoSegment<i64> for &i64 {
    fn into_segment(self) -> i64 {
        *self
    }
}

/// How the address of a route goes on behind its path. Methods of the type itself, so that callers need
/// not import the trait.
macro_rules! address_of {
    ($name:ident) => {
        impl $name {
            /// The address with one key and its value behind it.
            pub fn with(&self, key: &str, value: impl fmt::Display) -> String {
                with(self, key, &value)
            }

            /// The address with what is asked for behind it; nothing where that is empty.
            pub fn asking(&self, query: &str) -> String {
                asking(self, query)
            }

            /// The address of a part of the page.
            pub fn at(&self, fragment: impl fmt::Display) -> String {
                format!("{self}#{fragment}")
            }
        }
    };
}

/// Routes without variable segments, and routes with them.
macro_rules! routes {
    (
        fixed { $($fixed:ident = $path:literal;)+ }
        variable { $($name:ident { $($field:ident: $type:ty),+ } = $pattern:literal;)* }
    ) => {
        /// The pattern of every route here.
        pub const PATTERNS: &[&str] = &[$($path,)+ $($pattern,)*];

        $(
            #[doc = concat!("`", $path, "`")]
            #[derive(Debug, Clone, Copy, PartialEq, Eq)]
            pub struct $fixed;

            impl $fixed {
                /// The path itself.
                pub const PATH: &'static str = $path;
            }

            address_of!($fixed);

            impl Route for $fixed {
                const PATTERN: &'static str = $path;

                fn from_segments(_: impl Fn(&str) -> Option<String>) -> Option<Self> {
                    Some(Self)
                }
            }

            impl fmt::Display for $fixed {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str($path)
                }
            }
        )+

        $(
            #[doc = concat!("`", $pattern, "`")]
            #[derive(Debug, Clone, PartialEq, Eq)]
            pub struct $name {
                $(
                    #[doc = concat!("The segment `", stringify!($field), "`, decoded.")]
                    pub $field: $type,
                )+
            }

            impl $name {
                /// The route with these segments.
                pub fn new($($field: impl IntoSegment<$type>),+) -> Self {
                    Self { $($field: $field.into_segment()),+ }
                }
            }

            address_of!($name);

            impl Route for $name {
                const PATTERN: &'static str = $pattern;

                fn from_segments(segment: impl Fn(&str) -> Option<String>) -> Option<Self> {
                    Some(Self { $($field: segment(stringify!($field))?.parse().ok()?),+ })
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(&fill($pattern, &[$((stringify!($field), &self.$field)),+]))
                }
            }
        )*
    };
}

routes! {
    fixed {
        Home = "/";
        Commitments = "/commitments";
        CommitmentsCsv = "/commitments.csv";
        CommitmentsJson = "/commitments.json";
        CommitmentsXlsx = "/commitments.xlsx";
        CommitmentsZip = "/commitments.zip";
        CommitmentsNdjson = "/commitments.ndjson";
        CommitmentsParquet = "/commitments.parquet";
        CommitmentsRecords = "/commitments.records.json";
        RatingsCsv = "/ratings.csv";
        RatingsJson = "/ratings.json";
        RatingsNdjson = "/ratings.ndjson";
        RatingsParquet = "/ratings.parquet";
        CommitmentsFeed = "/commitments.atom";
        CommitmentsJsonFeed = "/commitments.jsonfeed";
        Members = "/members";
        Areas = "/areas";
        Charts = "/charts";
        Search = "/search";
        Suggestions = "/search/suggestions.json";
        About = "/about";
        Compare = "/compare";
        Brief = "/brief";
        BriefDocx = "/brief.docx";
        BriefCsv = "/brief.csv";
        Challenge = "/challenge";
        Guide = "/guide";
        Network = "/network";
        Resources = "/resources";
        ResourcesFeed = "/resources.atom";
        ResourcesJsonFeed = "/resources.jsonfeed";
        Method = "/method";
        Data = "/data";
        Coverage = "/data/coverage";
        Reports = "/reports";
        CoverageCsv = "/data/coverage.csv";
        Versions = "/data/versions";
        Checksums = "/data/checksums.txt";
        Changes = "/changes";
        ChangesFeed = "/changes.atom";
        ChangesJsonFeed = "/changes.jsonfeed";
        Api = "/api";
        ApiCommitments = "/api/v1/commitments";
        ApiFacets = "/api/v1/facets";
        ApiRatings = "/api/v1/ratings";
        ApiMembers = "/api/v1/members";
        ApiPlans = "/api/v1/plans";
        ApiAreas = "/api/v1/areas";
        ApiSchemes = "/api/v1/schemes";
        ApiChanges = "/api/v1/changes";
        ApiCoverage = "/api/v1/coverage";
        ApiReports = "/api/v1/reports";
        ApiDescription = "/api/v1/openapi.json";
        OEmbed = "/oembed";
        Mcp = "/mcp";
        Language = "/language";
        Follow = "/follow";
        FaviconSvg = "/favicon.svg";
        FaviconIco = "/favicon.ico";
        Catalog = "/catalog.jsonld";
        Sitemap = "/sitemap.xml";
        SecurityTxt = "/.well-known/security.txt";
        Robots = "/robots.txt";
        Alive = "/healthz";
        Ready = "/readyz";
        Metrics = "/metrics";
    }
    variable {
        Commitment { code: String } = "/commitments/{code}";
        Member { slug: String } = "/members/{slug}";
        Area { slug: String } = "/areas/{slug}";
        Chart { name: String } = "/charts/{name}";
        ChartEmbed { name: String } = "/charts/{name}/embed";
        ChartCard { name: String } = "/charts/{name}/card.png";
        GuideChapter { chapter: String } = "/guide/{chapter}";
        GuideAction { chapter: String, action: String } = "/guide/{chapter}/{action}";
        Participant { participant: String } = "/network/{participant}";
        Version { number: i64 } = "/data/versions/{number}";
        ApiCommitment { code: String } = "/api/v1/commitments/{code}";
        ApiChart { name: String } = "/api/v1/charts/{name}";
        ConfirmFollow { token: String } = "/follow/confirm/{token}";
        Following { token: String } = "/follow/{token}";
        Asset { file: String } = "/assets/{file}";
    }
}

/// Where a chart is found in one of its forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartAs {
    /// Its page.
    Page,
    /// The page for the frames of other sites.
    Embed,
    /// A picture.
    Svg,
    /// A picture of pixels.
    Png,
    /// A picture of pixels of the size that links are shown with where they are shared.
    Card,
    /// Its numbers.
    Csv,
}

impl ChartAs {
    /// The address of a chart in this form.
    pub fn of(self, name: ChartName) -> String {
        let file = |ending: &str| format!("{}.{ending}", Chart::new(name.slug()));
        match (self, name) {
            (Self::Page, ChartName::Explore) => Charts.to_string(),
            (Self::Page, ChartName::Compare) => Compare.to_string(),
            (Self::Page, name) => Chart::new(name.slug()).to_string(),
            (Self::Embed, name) => ChartEmbed::new(name.slug()).to_string(),
            (Self::Card, name) => ChartCard::new(name.slug()).to_string(),
            (Self::Svg, _) => file("svg"),
            (Self::Png, _) => file("png"),
            (Self::Csv, _) => file("csv"),
        }
    }
}

/// What staff see and send.
pub mod staff {
    use super::{IntoSegment, Route, asking, fill, fmt, with};

    routes! {
        fixed {
            Desk = "/staff";
            SignIn = "/staff/sign-in";
            SignInAtProvider = "/staff/sign-in/provider";
            SignInReturn = "/staff/sign-in/return";
            SignOut = "/staff/sign-out";
            Account = "/staff/account";
            SecondFactor = "/staff/account/second-factor";
            Users = "/staff/users";
            Security = "/staff/security";
            Notifications = "/staff/notifications";
            NewCommitment = "/staff/commitments/new";
            Members = "/staff/members";
            Tags = "/staff/tags";
            Institutions = "/staff/institutions";
            Areas = "/staff/areas";
            Context = "/staff/context";
            Imports = "/staff/import";
            ImportAddress = "/staff/import/address";
            ImportBundled = "/staff/import/bundled";
            Sources = "/staff/sources";
            Webhooks = "/staff/webhooks";
            Find = "/staff/find";
            Queue = "/staff/queue";
            Mentions = "/staff/queue/mentions";
            Proposals = "/staff/proposals";
            Reports = "/staff/reports";
            NewPlan = "/staff/plans/new";
        }
        variable {
            Commitment { code: String } = "/staff/commitments/{code}";
            Withdraw { code: String } = "/staff/commitments/{code}/withdraw";
            Reply { code: String } = "/staff/commitments/{code}/reply";
            Rating { code: String, dimension: String } = "/staff/commitments/{code}/ratings/{dimension}";
            Draft { id: i64 } = "/staff/drafts/{id}";
            DraftPreview { id: i64 } = "/staff/drafts/{id}/preview";
            SheetReview { id: i64 } = "/staff/drafts/{id}/sheet";
            DraftComments { id: i64 } = "/staff/drafts/{id}/comments";
            SheetComments { id: i64 } = "/staff/drafts/{id}/sheet/comments";
            DraftStep { id: i64, step: String } = "/staff/drafts/{id}/{step}";
            RatingSheet { member: String, plan: String } = "/staff/plans/{member}/{plan}/ratings";
            PlanSheet { member: String, plan: String } = "/staff/plans/{member}/{plan}/commitments";
            Proposal { id: i64 } = "/staff/proposals/{id}";
            ProposedCommitment { id: i64, code: String } = "/staff/proposals/{id}/{code}";
            Member { slug: String } = "/staff/members/{slug}";
            Plans { slug: String } = "/staff/members/{slug}/plans";
            ContextKind { kind: String } = "/staff/context/{kind}";
            ContextItem { kind: String, slug: String } = "/staff/context/{kind}/{slug}";
            Import { id: String } = "/staff/import/{id}";
            ImportReport { id: String } = "/staff/import/{id}/report.csv";
            Source { name: String } = "/staff/sources/{name}";
            ImportBatch { number: i64 } = "/staff/import/batches/{number}";
        }
    }

    /// What the address of a draft begins with, before its number.
    pub const DRAFTS: &str = "/staff/drafts/";

    /// Whether a path is of the part for staff.
    pub fn holds(path: &str) -> bool {
        path.strip_prefix(Desk::PATH)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
    }
}

/// Whether a path is of the API, or of assistants, which ask it. Its guide for people, [`Api`], is a page.
pub fn is_api(path: &str) -> bool {
    path.starts_with("/api/") || path == Mcp::PATH
}

/// What the names of files for programs end with.
const ENDINGS: &[&str] = &[
    "csv", "json", "xlsx", "docx", "zip", "svg", "png", "atom", "jsonfeed", "ndjson", "parquet",
    "jsonld", "xml", "txt",
];

/// Whether what a path answers with is public data for programs: the API, downloads, files of charts
/// and feeds. The same for everybody, so that pages of any other site may read it.
pub fn is_public_data(path: &str) -> bool {
    let last = path.rsplit('/').next().unwrap_or_default();
    let is_file = last
        .rsplit_once('.')
        .is_some_and(|(_, ending)| ENDINGS.contains(&ending));
    let is_for_programs = is_api(path) || path == OEmbed::PATH;
    !staff::holds(path) && (is_for_programs || (is_file && !is_asset(path)))
}

/// Whether a path is that of the public page of a commitment.
pub fn is_of_commitment(path: &str) -> bool {
    path.strip_prefix(Commitments::PATH)
        .is_some_and(|rest| rest.starts_with('/') && !is_public_data(path))
}

/// Whether a path is one at which somebody ends e-mail with the link that came with it: their mail program
/// sends that by itself, from wherever it is (RFC 8058). The link is what proves who they are.
pub fn is_unsubscribe(path: &str) -> bool {
    let token = path
        .strip_prefix(Follow::PATH)
        .and_then(|rest| rest.strip_prefix('/'));
    token.is_some_and(|token| !token.is_empty() && !token.contains('/'))
}

/// Whether a path is that of a chart in the frames of other sites.
pub fn is_embed(path: &str) -> bool {
    path.starts_with("/charts/") && path.ends_with("/embed")
}

/// The address that somebody means whose path leads nowhere: without the marks of the sentence that it
/// was copied from, without a slash at the end, in small letters, with names as slugs (`/Members/Spain,`
/// is `/members/spain`). None where nothing would change. Codes of commitments stay as they are.
pub fn tidied(path: &str) -> Option<String> {
    let decoded = percent_decode_str(path).decode_utf8().ok()?;
    let has_encoded_slash = decoded.matches('/').count() != path.matches('/').count();
    if has_encoded_slash
        || decoded.contains("//")
        || decoded.contains(['\\', '\0'])
        || staff::holds(path)
        || is_api(path)
    {
        return None;
    }
    let is_of_sentence =
        |c: char| c.is_whitespace() || "/,.;:!?)]}'\"\u{bb}\u{201d}\u{2019}\u{2026}".contains(c);
    let trimmed = decoded.trim_end_matches(is_of_sentence);
    let mut segments = trimmed.split('/').skip(1);
    let first = segments.next()?.to_lowercase();
    let mut tidy = format!("/{}", utf8_percent_encode(&first, ENCODED));
    for segment in segments {
        let name = match segment.rsplit_once('.') {
            _ if first == "commitments" => segment.to_owned(),
            Some((name, ending)) if ENDINGS.contains(&&*ending.to_lowercase()) => {
                format!("{}.{}", slugify(name), ending.to_lowercase())
            }
            _ => slugify(segment),
        };
        // A name without any letter that a slug has.
        if name.is_empty() {
            return None;
        }
        tidy.push('/');
        tidy.extend(utf8_percent_encode(&name, ENCODED));
    }
    (tidy != path).then_some(tidy)
}

/// Whether a path is that of a file which pages load, and not of anything to read.
pub fn is_asset(path: &str) -> bool {
    path.starts_with("/assets/") || path.starts_with("/favicon")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_built_and_read_back() {
        let route = GuideAction::new("a b", "c/d");
        assert_eq!(route.to_string(), "/guide/a%20b/c%2Fd");
        let read = GuideAction::from_segments(|name| match name {
            "chapter" => Some("a b".to_owned()),
            "action" => Some("c/d".to_owned()),
            _ => None,
        });
        assert_eq!(read, Some(route));
        let draft = |id: &str| staff::Draft::from_segments(|_| Some(id.to_owned()));
        assert_eq!(draft("7"), Some(staff::Draft::new(7)));
        assert_eq!(draft("x"), None);
    }

    #[test]
    fn a_segment_that_looks_like_another_field_stays_a_segment() {
        let route = staff::Rating::new("{dimension}", "x");
        assert_eq!(
            route.to_string(),
            "/staff/commitments/%7Bdimension%7D/ratings/x"
        );
    }

    #[test]
    fn data_for_programs_is_neither_a_page_nor_for_staff() {
        for (path, is_data) in [
            ("/api/v1/commitments", true),
            ("/api/v1/commitments/NL0031", true),
            ("/api/v2/nowhere", true),
            ("/api", false),
            ("/commitments.csv", true),
            ("/data/coverage.csv", true),
            ("/charts/trend.svg", true),
            ("/changes.atom", true),
            ("/oembed", true),
            ("/commitments", false),
            ("/charts/trend/embed", false),
            ("/staff/import/7/report.csv", false),
            ("/assets/site.css", false),
            ("/apiary", false),
        ] {
            assert_eq!(is_public_data(path), is_data, "{path}");
        }
    }

    #[test]
    fn a_path_is_tidied_as_people_mean_it() {
        for (path, meant) in [
            ("/Commitments", "/commitments"),
            ("/COMMITMENTS.CSV", "/commitments.csv"),
            ("/Members/Spain", "/members/spain"),
            ("/members/C%C3%B4te%20d'Ivoire", "/members/cote-d-ivoire"),
            ("/members/spain,", "/members/spain"),
            ("/areas/Open-Data).", "/areas/open-data"),
            ("/areas/Open_Data", "/areas/open-data"),
            ("/Charts/Map.PNG", "/charts/map.png"),
            ("/Charts/Map/Embed", "/charts/map/embed"),
            ("/method%E2%80%9D", "/method"),
            ("/Commitments/UK0098,", "/commitments/UK0098"),
        ] {
            assert_eq!(tidied(path).as_deref(), Some(meant), "{path}");
            assert_eq!(tidied(meant), None, "{meant}");
        }
        for path in [
            "/",
            "//evil.example/",
            "/%5Cevil.example,",
            "/a//B",
            "/staff/Users",
            "/api/v1/Commitments",
            "/members/%E5%85%AC",
            "/%FF,",
            "/commitments/..%2F..%2FETC",
        ] {
            assert_eq!(tidied(path), None, "{path}");
        }
    }

    #[test]
    fn only_what_lies_under_it_is_of_staff() {
        for (path, holds) in [
            ("/staff", true),
            ("/staff/users", true),
            ("/staff?done=saved", true),
            ("/staffing", false),
            ("/", false),
        ] {
            assert_eq!(staff::holds(path), holds, "{path}");
        }
    }
}
