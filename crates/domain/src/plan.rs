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

    /// The years in its title, which may be others than its own: a plan can be extended after it was named.
    pub fn title_years(&self) -> Option<(i32, i32)> {
        title_years(self.title.as_deref()?)
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

/// The two years of a title such as `Action Plan 2018-2020`, `2015 \u{2013} 2017` or `2014-16`.
pub fn title_years(title: &str) -> Option<(i32, i32)> {
    let is_digit = |c: char| c.is_ascii_digit();
    let mut rest = title;
    while let Some(at) = rest.find(is_digit) {
        let (start, after) = leading_number(&rest[at..]);
        rest = after;
        let Some(second) = after
            .trim_start()
            .strip_prefix(['-', '\u{2013}'])
            .map(str::trim_start)
        else {
            continue;
        };
        let (end, _) = leading_number(second);
        let Some(first) = start.parse().ok().filter(|_| start.len() == 4) else {
            continue;
        };
        let last = match end.len() {
            4 => end.parse().ok(),
            2 => end.parse().ok().map(|short: i32| first / 100 * 100 + short),
            _ => None,
        };
        if let Some(last) = last.filter(|last| *last >= first) {
            return Some((first, last));
        }
    }
    None
}

/// The digits at the beginning of a text, and what is behind them.
fn leading_number(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit());
    text.split_at(end.unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_tells_its_years() {
        for (title, years) in [
            ("Canada Action Plan 2018-2020", Some((2018, 2020))),
            (
                "Philippines National Action Plan 2015 \u{2013} 2017",
                Some((2015, 2017)),
            ),
            ("Finland, Second Action Plan, 2015-17", Some((2015, 2017))),
            ("Plan 2 of 2013, 2014-2016", Some((2014, 2016))),
            ("Plan 10-12", None),
            ("Indonesia Action Plan 2013", None),
            ("Plan 2018-1", None),
            ("", None),
        ] {
            assert_eq!(title_years(title), years, "{title}");
        }
    }
}
