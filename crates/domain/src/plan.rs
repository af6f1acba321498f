//! Action plans: what a member's commitments are bundled into, for two or four years as a rule.

use super::text;

/// A plan of a member. A source may name the plan, or state its years only.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ActionPlan {
    /// As published; `None` where the source gives only a year.
    pub title: Option<String>,
    /// The year of submission, which OGP calls the action plan cycle.
    pub start_year: Option<i32>,
    pub end_year: Option<i32>,
}

impl ActionPlan {
    /// Whether the source says anything about the plan at all.
    pub fn is_stated(&self) -> bool {
        *self != Self::default()
    }

    /// Whether this and another plan of one member, submitted in the same year, can be one plan: what both
    /// sources say is the same.
    pub fn may_be(&self, other: &Self) -> bool {
        fn agree<T: PartialEq>(one: Option<T>, other: Option<T>) -> bool {
            one.is_none() || other.is_none() || one == other
        }
        self.start_year == other.start_year
            && agree(self.end_year, other.end_year)
            && agree(self.title.as_ref(), other.title.as_ref())
    }

    /// The plan within the address of a page about it: its years and its title. Empty where nothing is
    /// stated.
    pub fn slug(&self) -> String {
        let year = |year: Option<i32>| year.map_or(String::new(), |year| year.to_string());
        let title = self.title.as_deref().unwrap_or_default();
        text::slugify(&format!(
            "{} {} {title}",
            year(self.start_year),
            year(self.end_year)
        ))
    }

    /// The plan as a reader names it: its title, or its years.
    pub fn label(&self) -> String {
        match (&self.title, self.start_year, self.end_year) {
            (Some(title), ..) => title.clone(),
            (None, Some(start), Some(end)) => format!("Action plan {start}\u{2013}{end}"),
            (None, Some(start), None) => format!("Action plan of {start}"),
            (None, None, Some(end)) => format!("Action plan until {end}"),
            (None, None, None) => "Action plan not stated".to_owned(),
        }
    }
}
