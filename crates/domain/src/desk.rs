//! The desk as a queue: what waits, for whom, and which of it a page shows.

use std::fmt;
use std::str::FromStr;

use chrono::{Days, NaiveDate};

use super::forms::Fields;
use super::{DraftState, slug_enum};

slug_enum! {
    /// What kind of work waits, in the order in which it is shown.
    WorkKind, "kind of work" {
        Review = "review", "To review";
        Returned = "returned", "Sent back";
        Draft = "draft", "Draft";
        Scheduled = "scheduled", "Scheduled";
        Report = "report", "Report to enter";
    }
}

impl WorkKind {
    /// The kind that a draft is in a state; none once it waits no more.
    pub const fn of_draft(state: DraftState) -> Option<Self> {
        match state {
            DraftState::InReview => Some(Self::Review),
            DraftState::Returned => Some(Self::Returned),
            DraftState::Draft => Some(Self::Draft),
            DraftState::Scheduled => Some(Self::Scheduled),
            DraftState::Published | DraftState::Discarded => None,
        }
    }
}

/// What can be assigned: a draft, or the report that a plan waits for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Task {
    Draft(i64),
    /// By the slugs of its member and plan: `spain/2018-2020`.
    Report(String),
}

impl Task {
    /// Its kind and name, as they are stored.
    pub fn key(&self) -> (&'static str, String) {
        match self {
            Self::Draft(id) => ("draft", id.to_string()),
            Self::Report(plan) => ("report", plan.clone()),
        }
    }

    /// The task with this kind and name.
    pub fn of_key(kind: &str, name: &str) -> Option<Self> {
        match kind {
            "draft" => name.parse().ok().map(Self::Draft),
            "report" if name.contains('/') => Some(Self::Report(name.to_owned())),
            _ => None,
        }
    }
}

impl fmt::Display for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, name) = self.key();
        write!(f, "{kind}-{name}")
    }
}

impl FromStr for Task {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (kind, name) = text.split_once('-').ok_or(())?;
        Self::of_key(kind, name).ok_or(())
    }
}

/// Whose work a page shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Whose {
    #[default]
    Anybody,
    /// What is assigned to the reader, and the reader's own drafts that are assigned to nobody.
    Mine,
    Nobody,
    /// The account with this number.
    Account(i64),
}

/// Until when work is due that a page shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DueBy {
    #[default]
    Any,
    Overdue,
    /// Within seven days, or overdue.
    Week,
}

impl DueBy {
    /// Whether work that is due on a day is shown.
    pub fn includes(self, due: Option<NaiveDate>, today: NaiveDate) -> bool {
        match self {
            Self::Any => true,
            Self::Overdue => due.is_some_and(|day| day < today),
            Self::Week => {
                let end = today.checked_add_days(Days::new(7)).unwrap_or(today);
                due.is_some_and(|day| day <= end)
            }
        }
    }
}

/// Which part of the queue an address asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueueFilter {
    pub whose: Whose,
    /// The slug of a member.
    pub member: Option<String>,
    pub kind: Option<WorkKind>,
    pub due: DueBy,
}

impl QueueFilter {
    /// Reads a filter; what it does not know is left out.
    pub fn read(fields: &Fields) -> Self {
        Self {
            whose: match fields.get("whose") {
                "me" => Whose::Mine,
                "nobody" => Whose::Nobody,
                other => other.parse().map_or(Whose::Anybody, Whose::Account),
            },
            member: fields.text("member"),
            kind: fields.get("kind").parse().ok(),
            due: match fields.get("due") {
                "overdue" => DueBy::Overdue,
                "week" => DueBy::Week,
                _ => DueBy::Any,
            },
        }
    }

    /// Reads a filter from what [`QueueFilter::encode`] writes.
    pub fn decode(text: &str) -> Self {
        Self::read(&Fields::parse(text.as_bytes()))
    }

    /// The fields that say it; without those that say nothing.
    pub fn fields(&self) -> Fields {
        let mut fields = Fields::default();
        match self.whose {
            Whose::Anybody => {}
            Whose::Mine => fields.push("whose", "me"),
            Whose::Nobody => fields.push("whose", "nobody"),
            Whose::Account(id) => fields.push("whose", id.to_string()),
        }
        if let Some(member) = &self.member {
            fields.push("member", member.clone());
        }
        if let Some(kind) = self.kind {
            fields.push("kind", kind.slug());
        }
        match self.due {
            DueBy::Any => {}
            DueBy::Overdue => fields.push("due", "overdue"),
            DueBy::Week => fields.push("due", "week"),
        }
        fields
    }

    /// As in an address, behind the `?`.
    pub fn encode(&self) -> String {
        self.fields().encode()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_read_as_it_is_written() {
        let whose = [
            Whose::Anybody,
            Whose::Mine,
            Whose::Nobody,
            Whose::Account(7),
        ];
        let dues = [DueBy::Any, DueBy::Overdue, DueBy::Week];
        for whose in whose {
            for due in dues {
                for kind in std::iter::once(None).chain(WorkKind::ALL.iter().copied().map(Some)) {
                    let filter = QueueFilter {
                        whose,
                        member: kind.map(|_| "spain".to_owned()),
                        kind,
                        due,
                    };
                    assert_eq!(QueueFilter::decode(&filter.encode()), filter);
                }
            }
        }
        let unknown = QueueFilter::decode("whose=x&kind=y&due=z");
        assert_eq!(unknown, QueueFilter::default());
    }

    #[test]
    fn a_task_is_read_as_it_is_written() {
        for task in [
            Task::Draft(12),
            Task::Report("cote-d-ivoire/2018-2020".to_owned()),
        ] {
            assert_eq!(task.to_string().parse(), Ok(task));
        }
        for wrong in ["", "draft", "draft-x", "report-spain", "other-1"] {
            assert_eq!(wrong.parse::<Task>(), Err(()), "{wrong}");
        }
    }

    #[test]
    fn what_is_due_today_is_not_overdue() {
        let day = |text: &str| text.parse::<NaiveDate>().ok();
        let today = day("2026-11-29").unwrap_or_default();
        for (due, overdue, week) in [
            ("2026-11-28", true, true),
            ("2026-11-29", false, true),
            ("2026-12-06", false, true),
            ("2026-12-07", false, false),
        ] {
            assert_eq!(DueBy::Overdue.includes(day(due), today), overdue, "{due}");
            assert_eq!(DueBy::Week.includes(day(due), today), week, "{due}");
        }
        assert!(!DueBy::Week.includes(None, today) && DueBy::Any.includes(None, today));
    }
}
