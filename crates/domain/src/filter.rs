//! What commitments can be filtered by: the keys of the query that take values.

use super::rating::Dimension;
use super::slug_enum;

slug_enum! {
    /// A filter of the query, by its key in the address, in canonical order.
    Filter, "filter" {
        Lens = "lens", "Subject";
        Member = "member", "Member";
        Region = "region", "Region";
        Kind = "kind", "Kind of member";
        Area = "area", "Policy area";
        Year = "year", "Plan year";
        Ambition = "ambition", "Ambition";
        Completion = "completion", "Completion";
        Results = "results", "Early results";
        Review = "review", "IRM review of results";
        Value = "value", "OGP value";
        Challenge = "challenge", "Open Gov Challenge";
        AmbitionValue = "ambition_value", "Ambition on its scale";
        CompletionValue = "completion_value", "Completion on its scale";
        ResultsValue = "results_value", "Early results on their scale";
    }
}

impl Filter {
    /// The filter on a dimension's level.
    pub const fn of(dimension: Dimension) -> Self {
        match dimension {
            Dimension::Ambition => Self::Ambition,
            Dimension::Completion => Self::Completion,
            Dimension::EarlyResults => Self::Results,
        }
    }

    /// The filter on the value that a dimension has on its scale.
    pub const fn on_scale(dimension: Dimension) -> Self {
        match dimension {
            Dimension::Ambition => Self::AmbitionValue,
            Dimension::Completion => Self::CompletionValue,
            Dimension::EarlyResults => Self::ResultsValue,
        }
    }

    /// The dimension whose value on a scale is filtered, if it is one of those filters.
    pub const fn dimension_on_scale(self) -> Option<Dimension> {
        match self {
            Self::AmbitionValue => Some(Dimension::Ambition),
            Self::CompletionValue => Some(Dimension::Completion),
            Self::ResultsValue => Some(Dimension::EarlyResults),
            _ => None,
        }
    }

    /// Its name within a sentence, for one value and for several.
    pub const fn in_words(self) -> (&'static str, &'static str) {
        match self {
            Self::Lens => ("subject", "subjects"),
            Self::Member => ("member", "members"),
            Self::Region => ("region", "regions"),
            Self::Kind => ("kind of member", "kinds of member"),
            Self::Area => ("policy area", "policy areas"),
            Self::Year => ("plan year", "plan years"),
            Self::Ambition => ("ambition", "levels of ambition"),
            Self::Completion => ("completion", "levels of completion"),
            Self::Results => ("early results", "levels of early results"),
            Self::Review => (
                "state of the IRM\u{2019}s review",
                "states of the IRM\u{2019}s review",
            ),
            Self::Value => ("OGP value", "OGP values"),
            Self::Challenge => ("Open Gov Challenge area", "Open Gov Challenge areas"),
            Self::AmbitionValue => ("ambition on its scale", "values of ambition"),
            Self::CompletionValue => ("completion on its scale", "values of completion"),
            Self::ResultsValue => ("early results on their scale", "values of early results"),
        }
    }

    /// Whether its values have an order of their own: years, levels, values on a scale.
    pub const fn is_ordered(self) -> bool {
        self.dimension().is_some()
            || self.dimension_on_scale().is_some()
            || matches!(self, Self::Year | Self::Review)
    }

    /// Whether a commitment may have several values, so that counts by value add up to more than
    /// the commitments.
    pub const fn has_many(self) -> bool {
        matches!(self, Self::Lens | Self::Area | Self::Value)
    }

    /// The dimension whose level is filtered, if it is one of those filters.
    pub const fn dimension(self) -> Option<Dimension> {
        match self {
            Self::Ambition => Some(Dimension::Ambition),
            Self::Completion => Some(Dimension::Completion),
            Self::Results => Some(Dimension::EarlyResults),
            _ => None,
        }
    }
}
