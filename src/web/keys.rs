//! What may stand behind the `?` of addresses for programs. Said once: what is not among it is refused, so
//! that a slip never selects more than was meant, and the description of the API lists it.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;
use serde_json::{Value, json};

use super::AppState;
use super::fallback::error_page;
use super::params::Given;
use super::shown::Shown;
use crate::error::AppError;
use domain::chart::{ACROSS, ChartLayout, ChartOption, Measure, Order};
use domain::context::ResourceType;
use domain::query::{
    Filter, MAX_PER_PAGE, MAX_SEARCH_LENGTH, MAX_VALUES, PAGE_SIZE, UnknownKey, Years,
};
use domain::{
    ChallengeArea, Dimension, Lang, Lens, Level, MemberKind, OgpValue, Params, Region, Review,
    Scheme, Sort,
};

/// Keys that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// What selects commitments.
    Selection,
    /// In which order they come.
    Order,
    /// Which page of a list, and how long it is.
    Pages,
    /// The same, of a list that is as long as can be unless somebody asks for less.
    LongPages,
    /// Which changes, and from which version on.
    Changes,
    /// Which changes, a page at a time.
    History,
    /// Which resources.
    Resources,
    /// Which ratings, and from which one on.
    Ratings,
    /// Which fields of an answer.
    Fields,
    /// How a chart is made.
    Chart,
    /// How a page shows a list: files are the same however it is shown.
    ListView,
    /// Whether a file is for Excel.
    Excel,
    /// How large a picture is.
    Scale,
}

/// A key, with what it means and which values it has (as JSON Schema).
#[derive(Debug, Clone)]
pub struct Key {
    /// As it stands in the address.
    pub name: &'static str,
    /// What it means, for people.
    pub description: String,
    /// Which values it has.
    pub schema: Value,
    /// A value that there is.
    pub example: Option<Value>,
}

impl Key {
    fn new(name: &'static str, description: impl Into<String>, schema: Value) -> Self {
        Self {
            name,
            description: description.into(),
            schema,
            example: None,
        }
    }

    fn like(self, example: Value) -> Self {
        Self {
            example: Some(example),
            ..self
        }
    }
}

/// A day or a moment, as far as a pattern can say it.
const MOMENT: &str = "^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?(Z|[+ ]00:00))?$";

/// All that an address takes: these, and what every address of the data takes.
pub fn of(takes: &[Takes]) -> Vec<Key> {
    let everywhere = [
        Key::new(
            "as_of",
            "The data as published at the end of a day (2026-11-22) or at a moment (2026-11-22T14:30:00Z)",
            json!({"type": "string", "pattern": MOMENT}),
        ),
        Key::new(
            "lang",
            "Accepted, so that the address of a page can be used as it is. The API answers in English; files have their headings in this language",
            word(Lang::ALL.iter().map(|lang| lang.slug())),
        ),
    ];
    let own = takes.iter().flat_map(|takes| takes.keys());
    own.chain(everywhere).collect()
}

/// Refuses keys that nothing takes of what somebody sends as they would stand in an address.
pub fn check_sent(takes: &[Takes], params: &Params) -> Result<(), UnknownKey> {
    let known: Vec<&str> = of(takes).iter().map(|key| key.name).collect();
    UnknownKey::among(params, &known).map_or(Ok(()), Err)
}

/// Refuses keys that an address does not take, and values that cannot be read, before anything is asked of the data.
pub fn only(takes: &[Takes], routed: MethodRouter<AppState>) -> MethodRouter<AppState> {
    let known: Arc<[&'static str]> = of(takes).iter().map(|key| key.name).collect();
    routed.layer(from_fn_with_state(known, check))
}

async fn check(State(known): State<Arc<[&'static str]>>, request: Request, next: Next) -> Response {
    let Given(params) = Given::of(request.extensions());
    let values = params
        .refuse_unshown()
        .and_then(|()| params.refuse_surplus());
    let error = match (UnknownKey::among(&params, &known), values) {
        (Some(unknown), _) => AppError::from(unknown),
        (None, Err(refused)) => refused.into(),
        (None, Ok(())) => return next.run(request).await,
    };
    let shown = request.extensions().get::<Shown>().cloned();
    match shown {
        Some(Shown(app)) => error_page(app, request, error).await,
        None => error.into_response(),
    }
}

/// One word of a list.
fn word<'a>(words: impl Iterator<Item = &'a str>) -> Value {
    json!({"type": "string", "enum": words.collect::<Vec<_>>()})
}

/// Any number of values: the key is repeated.
fn many(items: Value) -> Value {
    json!({"type": "array", "items": items, "maxItems": MAX_VALUES})
}

fn words_of(words: impl IntoIterator<Item = String>) -> Value {
    let words: Vec<String> = words.into_iter().collect();
    json!({"type": "string", "enum": words})
}

impl Takes {
    fn keys(self) -> Vec<Key> {
        let number =
            |least: usize| json!({"type": "integer", "minimum": least, "maximum": 1_000_000});
        match self {
            Self::Selection => selection(),
            Self::Order => vec![Key::new(
                "sort",
                "The order. Without it: best match for a search, else newest plans first",
                words_of(Sort::ALL.iter().map(|sort| sort.slug().to_owned())),
            )],
            Self::Pages => pages(PAGE_SIZE),
            Self::LongPages => pages(MAX_PER_PAGE),
            Self::Changes => vec![
                Key::new(
                    "since",
                    "A data version: the changes after it. Pass the `data_version` of your copy. For the next page, pass `next`",
                    json!({"type": "integer", "minimum": 0, "maximum": i64::MAX, "default": 0}),
                ),
                per_page(),
            ]
            .into_iter()
            .chain(changes())
            .collect(),
            Self::History => {
                let page = Key::new("page", "Page number, starting at 1", number(1));
                changes().into_iter().chain([page]).collect()
            }
            Self::Resources => vec![
                Key::new(
                    "type",
                    "Types of resources",
                    word(ResourceType::ALL.iter().map(|kind| kind.slug())),
                ),
                Key::new(
                    "language",
                    "The language that they are in, by its two letters",
                    json!({"type": "string", "pattern": "^[a-z]{2}$"}),
                ),
                Key::new("topic", "A policy area, as a slug", json!({"type": "string"})),
                Key::new("area", "The same", json!({"type": "string"})),
            ],
            Self::Ratings => vec![
                Key::new(
                    "after",
                    "The `id` of a rating: the ratings after it. For the next page, pass `next`",
                    json!({"type": "integer", "minimum": 0, "maximum": i64::MAX, "default": 0}),
                ),
                per_page(),
                Key::new(
                    "member",
                    "Members, as slugs: ratings of their commitments",
                    many(json!({"type": "string"})),
                )
                .like(json!(["netherlands"])),
                Key::new(
                    "code",
                    "Codes of commitments",
                    many(json!({"type": "string", "pattern": "^[A-Z]{2,5}[0-9]{4}$"})),
                )
                .like(json!(["NL0031"])),
                Key::new(
                    "dimension",
                    "What is rated",
                    many(word(
                        Dimension::ALL.iter().map(|dimension| dimension.slug()),
                    )),
                ),
            ],
            Self::Fields => vec![Key::new(
                "fields",
                "These fields alone, of each item of a list or of one thing; separated by commas, or the parameter repeated. `data_version` and `demonstration` always come",
                many(json!({"type": "string"})),
            )],
            Self::Chart => chart_options(),
            Self::ListView => vec![
                Key::new("page", "Without effect", number(1)),
                Key::new("view", "Without effect", json!({"type": "string"})),
                Key::new("columns", "Without effect", json!({"type": "string"})),
            ],
            Self::Excel => vec![Key::new(
                "excel",
                "With a byte order mark, by which Excel on Windows knows UTF-8",
                word(["0", "1"].into_iter()),
            )],
            Self::Scale => vec![Key::new(
                "scale",
                "Twice as many pixels each way",
                word(["1", "2"].into_iter()),
            )],
        }
    }
}

fn pages(size: usize) -> Vec<Key> {
    let number = json!({"type": "integer", "minimum": 1, "maximum": 1_000_000});
    vec![
        Key::new("page", "Page number, starting at 1", number),
        Key::new(
            "per_page",
            format!("Items on a page; {size} without it"),
            json!({"type": "integer", "minimum": 1, "maximum": MAX_PER_PAGE, "default": size}),
        ),
    ]
}

fn per_page() -> Key {
    Key::new(
        "per_page",
        format!("Items in an answer, at most; {PAGE_SIZE} without it"),
        json!({"type": "integer", "minimum": 1, "maximum": MAX_PER_PAGE, "default": PAGE_SIZE}),
    )
}

/// What narrows the history.
fn changes() -> Vec<Key> {
    vec![
        Key::new("member", "A member, as a slug", json!({"type": "string"}))
            .like(json!("netherlands")),
        Key::new(
            "area",
            "A policy area with its parts, as a slug",
            json!({"type": "string"}),
        )
        .like(json!("open-data")),
        code_key(),
        Key::new(
            "what",
            "Changes of ratings, or of anything else",
            word(["ratings", "facts"].into_iter()),
        ),
        Key::new(
            "from",
            "The first day",
            json!({"type": "string", "format": "date"}),
        ),
        Key::new(
            "to",
            "The last day",
            json!({"type": "string", "format": "date"}),
        ),
    ]
}

fn code_key() -> Key {
    Key::new(
        "code",
        "A commitment\u{2019}s code",
        json!({"type": "string", "pattern": "^[A-Z]{2,5}[0-9]{4}$"}),
    )
    .like(json!("NL0031"))
}

fn selection() -> Vec<Key> {
    let mut keys = vec![
        Key::new(
            "q",
            "Full-text search",
            json!({"type": "string", "maxLength": MAX_SEARCH_LENGTH}),
        )
        .like(json!("open data")),
    ];
    keys.extend(Filter::ALL.iter().map(|filter| {
        let (description, example) = meaning(*filter);
        let key = Key::new(filter.slug(), description, many(values(*filter)));
        match example {
            Some(example) => key.like(json!([example])),
            None => key,
        }
    }));
    let year = || values(Filter::Year);
    keys.push(Key::new(Years::FROM, "Plan years from this one on", year()));
    keys.push(Key::new(Years::TO, "Plan years up to this one", year()));
    keys.push(
        Key::new(
            "code",
            "Codes of commitments: these alone",
            many(json!({"type": "string", "pattern": "^[A-Z]{2,5}[0-9]{4}$"})),
        )
        .like(json!(["NL0031"])),
    );
    keys
}

/// What a filter selects, and a value that it may have.
fn meaning(filter: Filter) -> (&'static str, Option<&'static str>) {
    match filter {
        Filter::Lens => (
            "Subject: digital governance in a wider or narrower sense, or all",
            None,
        ),
        Filter::Member => (
            "Members, as slugs; repeat the parameter for \u{201c}or\u{201d}",
            Some("netherlands"),
        ),
        Filter::Region => ("OGP regions", None),
        Filter::Kind => ("Kinds of members", None),
        Filter::Area => (
            "Policy areas, as slugs; an area includes its sub-areas",
            Some("open-data"),
        ),
        Filter::Year => ("Plan years", None),
        Filter::Ambition => ("Levels of ambition", None),
        Filter::Completion => ("Levels of completion", None),
        Filter::Results => ("Levels of early results", None),
        Filter::Review => (
            "Whether the review of results is published, due or overdue",
            None,
        ),
        Filter::Value => ("OGP values", None),
        Filter::Challenge => ("Open Gov Challenge areas", None),
        Filter::AmbitionValue => ("Ambition on its scale", None),
        Filter::CompletionValue => ("Completion on its scale", None),
        Filter::ResultsValue => ("Early results on their scale", None),
    }
}

/// The values of a filter.
fn values(filter: Filter) -> Value {
    match filter {
        Filter::Member | Filter::Area => {
            json!({"type": "string", "minLength": 1, "maxLength": 400})
        }
        Filter::Year => json!({"type": "integer", "minimum": 1900, "maximum": 2199}),
        Filter::Lens => word(Lens::ALL.iter().map(|lens| lens.slug())),
        Filter::Region => word(Region::ALL.iter().map(|region| region.slug())),
        Filter::Kind => word(MemberKind::ALL.iter().map(|kind| kind.slug())),
        Filter::Ambition | Filter::Completion | Filter::Results => {
            word(Level::ALL.iter().map(|level| level.slug()))
        }
        Filter::Review => word(Review::ALL.iter().map(|review| review.slug())),
        Filter::Value => word(OgpValue::ALL.iter().map(|value| value.slug())),
        Filter::Challenge => word(ChallengeArea::ALL.iter().map(|area| area.slug())),
        Filter::AmbitionValue | Filter::CompletionValue | Filter::ResultsValue => {
            let dimension = filter.dimension_on_scale().unwrap_or(Dimension::Ambition);
            let schemes = Scheme::of(dimension);
            words_of(schemes.flat_map(|scheme| scheme.iter().map(domain::Value::slug)))
        }
    }
}

fn chart_options() -> Vec<Key> {
    let key = |option: &ChartOption| {
        let (description, values) = match option {
            ChartOption::Measure => (
                "What is counted",
                word(Measure::ALL.iter().map(|m| m.slug())),
            ),
            ChartOption::Split => (
                "By what the explorer splits",
                word(Filter::ALL.iter().map(|f| f.slug())),
            ),
            ChartOption::Form => (
                "How a measure is shown",
                word(ChartLayout::ALL.iter().map(|l| l.slug())),
            ),
            ChartOption::Order => (
                "In which order parts come",
                word(Order::ALL.iter().map(|o| o.slug())),
            ),
            ChartOption::Down => (
                "Rows of the matrix",
                word(Filter::ALL.iter().map(|f| f.slug())),
            ),
            ChartOption::Across => (
                "Columns of the matrix",
                word(ACROSS.iter().map(|f| f.slug())),
            ),
        };
        let description = format!("{description}. Charts without this option ignore it");
        Key::new(option.slug(), description, values)
    };
    ChartOption::ALL.iter().map(key).collect()
}
