//! The fields of each kind of item.

use super::{ChallengeLevel, Kind, ParticipantLevel, ResourceType};
use crate::{ChallengeArea, Lang, Region};

/// How a field is written.
#[derive(Debug, Clone, Copy)]
pub enum Form {
    /// One line.
    Line,
    /// Running text in a small subset of Markdown.
    Markdown,
    /// A date as precise as its source.
    Date,
    /// A whole number that gives an order.
    Position,
    /// The address of a page.
    Address,
    /// Names as they stand in addresses, `;` between them.
    Slugs,
    /// Codes of commitments, `;` between them.
    Codes,
    /// A query of the list of commitments.
    Query,
    /// Title, perhaps its translations (`es: Título`), and address, `|` between them; one source a
    /// line.
    Sources,
    /// Date (or `undated`), standing, and the source as above, `|` between them; one a line.
    Standings,
    /// One of a closed list: its words and their labels.
    Choice(fn() -> Vec<(&'static str, &'static str)>),
}

/// A field of a kind of item.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name; with the language behind it where it has a text for each.
    pub name: &'static str,
    /// Its name for staff.
    pub label: &'static str,
    /// How it is written.
    pub form: Form,
    /// Whether it must be filled in: in English, where it has a text for each language.
    pub required: bool,
    /// The keys under which its values stand: its name, or, where it has a text for each language
    /// of the site, its name with each in the order of [`Lang::ALL`].
    pub keys: &'static [&'static str],
}

/// A field with one value.
macro_rules! one {
    ($name:literal, $label:literal, $form:expr) => {
        Field {
            name: $name,
            label: $label,
            form: $form,
            required: false,
            keys: &[$name],
        }
    };
}

/// A field with a text for each language.
macro_rules! told {
    ($name:literal, $label:literal, $form:expr) => {
        Field {
            name: $name,
            label: $label,
            form: $form,
            required: false,
            keys: &[
                concat!($name, "_en"),
                concat!($name, "_es"),
                concat!($name, "_fr"),
            ],
        }
    };
}

impl Field {
    const fn needed(mut self) -> Self {
        self.required = true;
        self
    }

    /// Whether it has a text for each language of the site.
    pub const fn in_languages(&self) -> bool {
        self.keys.len() > 1
    }

    /// The keys, each with the language of its value where there is one for each.
    pub fn each(&self) -> impl Iterator<Item = (&'static str, Option<Lang>)> {
        let in_languages = self.in_languages();
        let langs = Lang::ALL
            .iter()
            .map(move |lang| in_languages.then_some(*lang));
        self.keys.iter().copied().zip(langs)
    }
}

macro_rules! list_of {
    ($words:ty) => {
        Form::Choice(|| {
            let all = <$words>::ALL.iter();
            all.map(|word| (word.slug(), word.label())).collect()
        })
    };
}

const TITLE: Field = told!("title", "Title", Form::Line).needed();
const SOURCES: Field = one!("sources", "Sources", Form::Sources);
const POSITION: Field = one!("position", "Position", Form::Position);

const AREA: &[Field] = &[
    told!("introduction", "Introduction", Form::Markdown).needed(),
    told!("why", "Why it matters", Form::Markdown),
    SOURCES,
];
const CHAPTER: &[Field] = &[
    POSITION,
    one!("area", "Policy area", Form::Slugs).needed(),
    TITLE,
    told!("introduction", "Introduction", Form::Markdown).needed(),
    SOURCES,
];
const ACTION: &[Field] = &[
    one!("chapter", "Chapter", Form::Slugs).needed(),
    POSITION,
    TITLE,
    told!("want", "\u{201c}We want to \u{2026}\u{201d}", Form::Line).needed(),
    told!("what", "What it is", Form::Markdown).needed(),
    told!("questions", "Open questions", Form::Markdown),
    one!("query", "Commitments by tag", Form::Query),
    one!("commitments", "Commitments chosen by hand", Form::Codes),
    SOURCES,
];
const PARTICIPANT: &[Field] = &[
    told!("name", "Name", Form::Line).needed(),
    one!("level", "Kind", list_of!(ParticipantLevel)).needed(),
    one!("member", "Member of OGP", Form::Slugs),
    one!("standing", "Status and source", Form::Standings).needed(),
    told!("note", "Note", Form::Line),
];
const MEETING: &[Field] = &[
    one!("date", "Date", Form::Date).needed(),
    TITLE,
    told!("format", "Format", Form::Line),
    told!("place", "Place", Form::Line),
    told!("topic", "Topic", Form::Line),
    told!("objectives", "Objectives", Form::Markdown),
    one!("participants", "Participants", Form::Slugs),
    SOURCES,
];
const TOPIC: &[Field] = &[
    POSITION,
    one!("date", "Date", Form::Date),
    TITLE,
    told!("note", "Note", Form::Line),
    SOURCES,
];
const RESOURCE: &[Field] = &[
    one!("title", "Title as published", Form::Line).needed(),
    one!("language", "Language (two letters)", Form::Line).needed(),
    one!("type", "Type", list_of!(ResourceType)).needed(),
    one!("date", "Date", Form::Date),
    told!("place", "Place", Form::Line),
    one!("topics", "Policy areas", Form::Slugs),
    one!("commitments", "Commitments it is about", Form::Codes),
    one!("url", "Address", Form::Address),
    told!("summary", "Summary", Form::Line),
];
const FEATURED: &[Field] = &[
    POSITION,
    one!("areas", "Policy areas", Form::Slugs).needed(),
    one!("code", "Commitment", Form::Codes),
    one!("member", "Member", Form::Slugs),
    TITLE,
    told!("why", "Why", Form::Line).needed(),
    one!("source_url", "Source", Form::Address).needed(),
];
const CHALLENGE: &[Field] = &[
    one!("title", "Title as submitted", Form::Line).needed(),
    one!("language", "Language (two letters)", Form::Line).needed(),
    one!("participant", "Participant", Form::Line).needed(),
    one!("member", "Member of OGP", Form::Slugs),
    one!("level", "Level of government", list_of!(ChallengeLevel)).needed(),
    one!("region", "Region", list_of!(Region)).needed(),
    one!("lead_institution", "Lead institution", Form::Line),
    one!("area", "Challenge area", list_of!(ChallengeArea)).needed(),
    one!("submitted", "Submitted", Form::Date),
    one!("start", "Start", Form::Date),
    one!("end", "End", Form::Date),
    one!("code", "Commitment of an action plan", Form::Codes),
    told!("summary", "Summary", Form::Line),
    one!("source_url", "Source", Form::Address).needed(),
];

impl Kind {
    /// The fields of items of this kind, in the order in which they are filled in.
    pub const fn fields(self) -> &'static [Field] {
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
        }
    }
}
