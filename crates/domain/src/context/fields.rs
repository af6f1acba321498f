//! The fields of each kind of item.

use super::{ChallengeLevel, ContextKind, ParticipantLevel, ResourceType};
use crate::{ChallengeArea, Lang, Region};

/// The format of a value.
#[derive(Debug, Clone, Copy)]
pub enum FieldFormat {
    Line,
    /// Text in a small subset of Markdown.
    Markdown,
    /// A date as precise as its source.
    Date,
    /// A whole number by which items are ordered.
    Position,
    /// The address of a web page.
    Address,
    /// Slugs, separated by `;`.
    Slugs,
    /// Codes of commitments, separated by `;`.
    Codes,
    /// A query of the list of commitments.
    Query,
    /// One source a line: title, perhaps its translations (`es: Título`), and address, separated by
    /// `|`.
    Sources,
    /// One status a line: date (or `undated`), status, and the source as above, separated by `|`.
    NetworkStatuses,
    /// One of a closed list: slugs and their labels.
    Choice(fn() -> Vec<(&'static str, &'static str)>),
}

/// A field of a kind of item.
#[derive(Debug, Clone, Copy)]
pub struct ContextField {
    /// The name, to which a localized field adds the language.
    pub name: &'static str,
    /// The label that staff see.
    pub label: &'static str,
    pub format: FieldFormat,
    /// A localized field is required in English alone.
    pub required: bool,
    /// The keys of its values: its name, or, if it is localized, its name with each language in the
    /// order of [`Lang::ALL`].
    pub keys: &'static [&'static str],
}

macro_rules! single {
    ($name:literal, $label:literal, $format:expr) => {
        ContextField {
            name: $name,
            label: $label,
            format: $format,
            required: false,
            keys: &[$name],
        }
    };
}

/// A field with a text for each language of the site.
macro_rules! localized {
    ($name:literal, $label:literal, $format:expr) => {
        ContextField {
            name: $name,
            label: $label,
            format: $format,
            required: false,
            keys: &[
                concat!($name, "_en"),
                concat!($name, "_es"),
                concat!($name, "_fr"),
            ],
        }
    };
}

impl ContextField {
    const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    pub const fn is_localized(&self) -> bool {
        self.keys.len() > 1
    }

    /// The keys, with their languages if the field is localized.
    pub fn keys_by_lang(&self) -> impl Iterator<Item = (&'static str, Option<Lang>)> {
        let is_localized = self.is_localized();
        let langs = Lang::ALL
            .iter()
            .map(move |lang| is_localized.then_some(*lang));
        self.keys.iter().copied().zip(langs)
    }
}

macro_rules! choice_of {
    ($words:ty) => {
        FieldFormat::Choice(|| {
            let all = <$words>::ALL.iter();
            all.map(|word| (word.slug(), word.label())).collect()
        })
    };
}

const TITLE: ContextField = localized!("title", "Title", FieldFormat::Line).required();
const SOURCES: ContextField = single!("sources", "Sources", FieldFormat::Sources);
const POSITION: ContextField = single!("position", "Position", FieldFormat::Position);

const AREA: &[ContextField] = &[
    localized!("introduction", "Introduction", FieldFormat::Markdown).required(),
    localized!("why", "Why it matters", FieldFormat::Markdown),
    SOURCES,
];
const CHAPTER: &[ContextField] = &[
    POSITION,
    single!("area", "Policy area", FieldFormat::Slugs).required(),
    TITLE,
    localized!("introduction", "Introduction", FieldFormat::Markdown).required(),
    SOURCES,
];
const ACTION: &[ContextField] = &[
    single!("chapter", "Chapter", FieldFormat::Slugs).required(),
    POSITION,
    TITLE,
    localized!(
        "want",
        "\u{201c}We want to \u{2026}\u{201d}",
        FieldFormat::Line
    )
    .required(),
    localized!("what", "What it is", FieldFormat::Markdown).required(),
    localized!("questions", "Open questions", FieldFormat::Markdown),
    single!("query", "Commitments by tag", FieldFormat::Query),
    single!(
        "commitments",
        "Commitments chosen by hand",
        FieldFormat::Codes
    ),
    SOURCES,
];
const PARTICIPANT: &[ContextField] = &[
    localized!("name", "Name", FieldFormat::Line).required(),
    single!("level", "Kind", choice_of!(ParticipantLevel)).required(),
    single!("member", "Member of OGP", FieldFormat::Slugs),
    single!(
        "standing",
        "Status and source",
        FieldFormat::NetworkStatuses
    )
    .required(),
    localized!("note", "Note", FieldFormat::Line),
];
const MEETING: &[ContextField] = &[
    single!("date", "Date", FieldFormat::Date).required(),
    TITLE,
    localized!("format", "Format", FieldFormat::Line),
    localized!("place", "Place", FieldFormat::Line),
    localized!("topic", "Topic", FieldFormat::Line),
    localized!("objectives", "Objectives", FieldFormat::Markdown),
    single!("participants", "Participants", FieldFormat::Slugs),
    SOURCES,
];
const TOPIC: &[ContextField] = &[
    POSITION,
    single!("date", "Date", FieldFormat::Date),
    TITLE,
    localized!("note", "Note", FieldFormat::Line),
    SOURCES,
];
const RESOURCE: &[ContextField] = &[
    single!("title", "Title as published", FieldFormat::Line).required(),
    single!("language", "Language (two letters)", FieldFormat::Line).required(),
    single!("type", "Type", choice_of!(ResourceType)).required(),
    single!("date", "Date", FieldFormat::Date),
    localized!("place", "Place", FieldFormat::Line),
    single!("topics", "Policy areas", FieldFormat::Slugs),
    single!("commitments", "Commitments it is about", FieldFormat::Codes),
    single!("url", "Address", FieldFormat::Address),
    localized!("summary", "Summary", FieldFormat::Line),
];
const FEATURED: &[ContextField] = &[
    POSITION,
    single!("areas", "Policy areas", FieldFormat::Slugs).required(),
    single!("code", "Commitment", FieldFormat::Codes),
    single!("member", "Member", FieldFormat::Slugs),
    TITLE,
    localized!("why", "Why", FieldFormat::Line).required(),
    single!("source_url", "Source", FieldFormat::Address).required(),
];
const CHALLENGE: &[ContextField] = &[
    single!("title", "Title as submitted", FieldFormat::Line).required(),
    single!("language", "Language (two letters)", FieldFormat::Line).required(),
    single!("participant", "Participant", FieldFormat::Line).required(),
    single!("member", "Member of OGP", FieldFormat::Slugs),
    single!("level", "Level of government", choice_of!(ChallengeLevel)).required(),
    single!("region", "Region", choice_of!(Region)).required(),
    single!("lead_institution", "Lead institution", FieldFormat::Line),
    single!("area", "Challenge area", choice_of!(ChallengeArea)).required(),
    single!("submitted", "Submitted", FieldFormat::Date),
    single!("start", "Start", FieldFormat::Date),
    single!("end", "End", FieldFormat::Date),
    single!("code", "Commitment of an action plan", FieldFormat::Codes),
    localized!("summary", "Summary", FieldFormat::Line),
    single!("source_url", "Source", FieldFormat::Address).required(),
];
const SYNONYM: &[ContextField] = &[
    single!(
        "same",
        "Terms that mean the same, separated by ;",
        FieldFormat::Line
    )
    .required(),
    single!(
        "related",
        "Related terms, found further down",
        FieldFormat::Line
    ),
];

impl ContextKind {
    /// The fields of items of this kind, in the order of the form.
    pub const fn fields(self) -> &'static [ContextField] {
        match self {
            Self::Area => AREA,
            Self::Chapter => CHAPTER,
            Self::Action => ACTION,
            Self::Participant => PARTICIPANT,
            Self::Meeting => MEETING,
            Self::Topic => TOPIC,
            Self::Resource => RESOURCE,
            Self::Featured => FEATURED,
            Self::Challenge => CHALLENGE,
            Self::Synonym => SYNONYM,
        }
    }
}
