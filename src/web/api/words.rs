//! Words of closed lists. Each is described with all that it may be, so that clients that are made from the
//! description know them.

use std::borrow::Cow;

use serde::Serialize;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::service::CoverageSource;
use domain::KnownSource;

fn list<'a>(what: &str, words: impl Iterator<Item = &'a str>) -> RefOr<Schema> {
    let list = ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(what))
        .enum_values(Some(words.map(str::to_owned)));
    list.build().into()
}

/// A type for the words of each list: `Name = domain type, name in the description, what it says`.
macro_rules! closed_lists {
    ($($name:ident = $of:ty, $schema:literal, $what:literal;)+) => {
        $(
            #[doc = $what]
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
            #[serde(transparent)]
            pub struct $name(&'static str);

            impl From<$of> for $name {
                fn from(word: $of) -> Self {
                    Self(word.slug())
                }
            }

            impl PartialSchema for $name {
                fn schema() -> RefOr<Schema> {
                    list($what, <$of>::ALL.iter().map(|word| word.slug()))
                }
            }

            impl ToSchema for $name {
                fn name() -> Cow<'static, str> {
                    Cow::Borrowed($schema)
                }
            }
        )+
    };
}

closed_lists! {
    AnswerWord = domain::Answer, "Answer", "What the IRM says to a yes-or-no question.";
    AreaGroupWord = domain::area::AreaGroup, "AreaGroup", "A section of OGP's list of policy areas.";
    ChallengeWord = domain::ChallengeArea, "ChallengeArea", "An area of the Open Gov Challenge.";
    ChartWord = domain::chart::ChartName, "ChartName", "A chart. `compare` needs two to five members or areas.";
    DimensionWord = domain::Dimension, "Dimension", "What is rated.";
    LevelWord = domain::Level, "Level", "On which side of OGP's published line a rating stands, or why there is none.";
    MemberKindWord = domain::MemberKind, "MemberKind", "Which kind of government a member is.";
    OgpValueWord = domain::OgpValue, "OgpValue", "An OGP value.";
    RegionWord = domain::Region, "Region", "A region as OGP divides the world.";
    ReportKindWord = domain::ReportKind, "ReportKind", "A kind of IRM report.";
    ReportStageWord = domain::ReportStage, "ReportStage", "How far a report has got. Ratings of one that is not final are provisional.";
    SchemeWord = domain::Scheme, "SchemeName", "A scale on which the IRM rates.";
    StatusWord = domain::CommitmentStatus, "CommitmentStatus", "Whether a commitment is still one.";
}

/// Where something was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct SourceWord(&'static str);

/// Any source that has no name here.
const OTHER: &str = "other";

impl From<CoverageSource> for SourceWord {
    fn from(source: CoverageSource) -> Self {
        match source {
            CoverageSource::Known(known) => Self(known.slug()),
            CoverageSource::Other => Self(OTHER),
        }
    }
}

impl PartialSchema for SourceWord {
    fn schema() -> RefOr<Schema> {
        let known = KnownSource::ALL.iter().map(|known| known.slug());
        list("Where something was read.", known.chain([OTHER]))
    }
}

impl ToSchema for SourceWord {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Source")
    }
}

/// What a change did to something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum WhatChanged {
    Added,
    Changed,
    Withdrawn,
}
