//! How a list is shown: its order, its view, and the columns of its table.

use super::rating::Dimension;
use super::slug_enum;

slug_enum! {
    /// The order of a list.
    ///
    /// Ratings are ordered by their published level, which alone compares across scales; what has none
    /// comes last, whichever way.
    Sort, "sort order" {
        Newest = "newest", "Newest plan first";
        Oldest = "oldest", "Oldest plan first";
        Member = "member", "Member, A to Z";
        Title = "title", "Title, A to Z";
        Relevance = "relevance", "Best match first";
        Ambition = "ambition", "Ambition, high first";
        Completion = "completion", "Completion, high first";
        Results = "results", "Early results, high first";
        Changed = "changed", "Most recently changed first";
        PlanEnd = "plan-end", "Earliest end of plan first";
        Overdue = "overdue", "IRM report due longest ago first";
        MemberReversed = "member-reversed", "Member, Z to A";
        TitleReversed = "title-reversed", "Title, Z to A";
        AmbitionReversed = "ambition-reversed", "Ambition, low first";
        CompletionReversed = "completion-reversed", "Completion, low first";
        ResultsReversed = "results-reversed", "Early results, low first";
        ChangedReversed = "changed-reversed", "Least recently changed first";
        PlanEndReversed = "plan-end-reversed", "Latest end of plan first";
        OverdueReversed = "overdue-reversed", "IRM report due most recently first";
    }
}

impl Sort {
    /// The order the other way round; none for the order of a search.
    pub const fn reversed(self) -> Option<Self> {
        Some(match self {
            Self::Newest => Self::Oldest,
            Self::Oldest => Self::Newest,
            Self::Member => Self::MemberReversed,
            Self::Title => Self::TitleReversed,
            Self::Relevance => return None,
            Self::Ambition => Self::AmbitionReversed,
            Self::Completion => Self::CompletionReversed,
            Self::Results => Self::ResultsReversed,
            Self::Changed => Self::ChangedReversed,
            Self::PlanEnd => Self::PlanEndReversed,
            Self::Overdue => Self::OverdueReversed,
            Self::MemberReversed => Self::Member,
            Self::TitleReversed => Self::Title,
            Self::AmbitionReversed => Self::Ambition,
            Self::CompletionReversed => Self::Completion,
            Self::ResultsReversed => Self::Results,
            Self::ChangedReversed => Self::Changed,
            Self::PlanEndReversed => Self::PlanEnd,
            Self::OverdueReversed => Self::Overdue,
        })
    }

    /// Whether it reverses an order before it in [`Self::ALL`]. Lists offer these in the heads of columns only.
    pub const fn is_reversed(self) -> bool {
        self.index() >= Self::MemberReversed.index()
    }

    /// Whether what it orders by grows from the first to the last: A to Z, earlier to later, low to high.
    pub const fn is_ascending(self) -> bool {
        match self.reversed() {
            Some(other) if self.is_reversed() => !other.is_ascending(),
            _ => matches!(
                self,
                Self::Oldest | Self::Member | Self::Title | Self::PlanEnd
            ),
        }
    }
}

slug_enum! {
    /// How a list is shown.
    #[derive(Default)]
    View, "view" {
        #[default]
        List = "list", "List";
        Table = "table", "Table";
    }
}

slug_enum! {
    /// A column of the table of commitments, in display order. The title is always there, and first.
    Column, "column" {
        Member = "member", "Member";
        Plan = "plan", "Plan";
        Ambition = "ambition", "Ambition";
        Completion = "completion", "Completion";
        Results = "results", "Early results";
        PlanEnd = "plan-end", "End of plan";
        Overdue = "overdue", "IRM review of results";
        Changed = "changed", "Last change";
        Code = "code", "Code";
        Lead = "lead", "Lead institution";
        Areas = "areas", "Policy areas";
    }
}

impl Column {
    /// The columns where nobody chose any.
    pub const DEFAULT: &'static [Self] = &[
        Self::Member,
        Self::Plan,
        Self::Ambition,
        Self::Completion,
        Self::Results,
        Self::Overdue,
        Self::Changed,
    ];

    /// The order that its head leads to first; none where rows have no order by it.
    pub const fn sort(self) -> Option<Sort> {
        Some(match self {
            Self::Member => Sort::Member,
            Self::Plan => Sort::Newest,
            Self::Ambition => Sort::Ambition,
            Self::Completion => Sort::Completion,
            Self::Results => Sort::Results,
            Self::PlanEnd => Sort::PlanEnd,
            Self::Overdue => Sort::Overdue,
            Self::Changed => Sort::Changed,
            Self::Code | Self::Lead | Self::Areas => return None,
        })
    }

    /// What it rates, if it is a rating.
    pub const fn dimension(self) -> Option<Dimension> {
        match self {
            Self::Ambition => Some(Dimension::Ambition),
            Self::Completion => Some(Dimension::Completion),
            Self::Results => Some(Dimension::EarlyResults),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_order_turns_round_and_back() {
        for sort in Sort::ALL {
            assert_eq!(sort.is_reversed(), sort.slug().ends_with("-reversed"));
            let Some(other) = sort.reversed() else {
                assert_eq!(*sort, Sort::Relevance);
                continue;
            };
            assert_eq!(other.reversed(), Some(*sort));
            assert_ne!(other.is_ascending(), sort.is_ascending(), "{sort}");
            assert!(!(sort.is_reversed() && other.is_reversed()), "{sort}");
        }
    }
}
