//! Two to five members or areas, each beside those like it.

use super::split::{level_cells, level_series};
use super::{Scope, blank, held_to};
use crate::charts::LevelCounts;
use crate::charts::model::{Chart, Group, Item, Shape};
use crate::charts::request::ChartName;
use crate::domain::query::{Filter, Query};
use crate::domain::text::grouped;
use crate::domain::{Dimension, Level};

/// The fewest and the most that can be compared.
pub const LIMITS: std::ops::RangeInclusive<usize> = 2..=5;

/// What is compared: members, or policy areas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subjects {
    /// `Member` or `Area`.
    pub filter: Filter,
    /// Each one's name in addresses and its name.
    pub chosen: Vec<(String, String)>,
}

/// Why nothing can be compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WrongSubjects {
    /// None or one.
    #[error(
        "A comparison needs two to five different members, or two to five different policy areas."
    )]
    TooFew,
    /// Six or more.
    #[error("A comparison shows two to five {what}; {given} were given.")]
    TooMany {
        /// `members` or `policy areas`.
        what: &'static str,
        /// How many there were.
        given: usize,
    },
    /// One that the record does not have.
    #[error("There is no {what} \u{201c}{slug}\u{201d} in this record.")]
    Unknown {
        /// `member` or `policy area`.
        what: &'static str,
        /// What was asked for.
        slug: String,
    },
}

impl Subjects {
    /// The members that a query names, or its areas where it names fewer than two members.
    pub fn of(scope: &Scope<'_>) -> Result<Self, WrongSubjects> {
        let (members, areas) = (
            scope.query.values(Filter::Member),
            scope.query.values(Filter::Area),
        );
        let (filter, what, whats) = if members.len() >= 2 || areas.len() < 2 {
            (Filter::Member, "member", "members")
        } else {
            (Filter::Area, "policy area", "policy areas")
        };
        let slugs = scope.query.values(filter);
        if slugs.len() < *LIMITS.start() {
            return Err(WrongSubjects::TooFew);
        }
        if slugs.len() > *LIMITS.end() {
            return Err(WrongSubjects::TooMany {
                what: whats,
                given: slugs.len(),
            });
        }
        let named = |slug: &String| match scope.catalogue.facet(filter).value(slug) {
            Some(value) => Ok((slug.clone(), value.label.clone())),
            None => Err(WrongSubjects::Unknown {
                what,
                slug: slug.clone(),
            }),
        };
        let chosen = slugs.iter().map(named).collect::<Result<_, _>>()?;
        Ok(Self { filter, chosen })
    }
}

/// A row of the comparison before its numbers.
struct Compared {
    key: String,
    label: String,
    query: Query,
}

pub fn chart(scope: &Scope<'_>, subjects: &Subjects) -> Chart {
    let own: Vec<Compared> = subjects
        .chosen
        .iter()
        .map(|(slug, name)| Compared {
            key: slug.clone(),
            label: name.clone(),
            query: scope.query.with_only(subjects.filter, slug),
        })
        .collect();
    let mut rows = Vec::new();
    let mut groups: Vec<Compared> = Vec::new();
    for subject in own {
        let like = like_group(scope, subjects.filter, &subject);
        match groups.iter_mut().find(|group| group.query == like.query) {
            Some(same) => {
                same.label = match (subjects.filter, same.label.split_once(": ")) {
                    (Filter::Member, Some((names, like))) => {
                        format!("{names} and {}: {like}", subject.label)
                    }
                    _ => format!("{}, {}", same.label, subject.label),
                };
            }
            None => groups.push(like),
        }
        rows.push(subject);
    }
    rows.extend(groups);
    let names: Vec<&str> = subjects.chosen.iter().map(|(_, name)| &**name).collect();
    let dimensions: Vec<Group> = Dimension::ALL
        .iter()
        .map(|dimension| Group::new(dimension.label(), items(scope, &rows, *dimension)))
        .collect();
    let small = dimensions
        .iter()
        .flat_map(|g| &g.items)
        .any(|item| item.cells[0].is_small());
    let mut notes = vec![
        match subjects.filter {
            Filter::Member => "\u{201c}Like\u{201d} a member are all members of the same kind in the same region, itself included, in the years of its own plans.".to_owned(),
            _ => "Each area stands beside the commitments on all subjects, itself included, in the years of its own plans. A commitment may belong to several of the areas.".to_owned(),
        },
        match subjects.filter {
            Filter::Member => "Two members are seldom alike: plans, periods and scales differ. Shares are given beside the like group, not as a ranking.".to_owned(),
            _ => "Areas differ in kind, and plans, periods and scales with them. Shares are not a ranking.".to_owned(),
        },
    ];
    notes.push(super::levels::NOT_LOW.to_owned());
    if small {
        notes.push(super::split::few_ratings());
    }
    Chart {
        title: names.join(" \u{b7} "),
        finding: finding(&dimensions, subjects.chosen.len()),
        notes,
        items_are: subjects.filter.label(),
        series: level_series(),
        groups: dimensions,
        ..blank(ChartName::Compare, Shape::Stacked, scope.rows().count())
    }
}

fn items(scope: &Scope<'_>, rows: &[Compared], dimension: Dimension) -> Vec<Item> {
    rows.iter()
        .map(|row| {
            let selected = scope.rows_of(&row.query);
            let counts = LevelCounts::of(scope.catalogue, &selected, dimension);
            Item {
                label: row.label.clone(),
                key: format!("{}-{}", dimension.query_key(), row.key),
                class: "",
                definition: None,
                cells: level_cells(&counts, &row.query),
            }
        })
        .collect()
}

/// Those like a subject: same region, kind and plan years; for an area, the same plan years.
fn like_group(scope: &Scope<'_>, filter: Filter, subject: &Compared) -> Compared {
    let rows = scope.rows_of(&subject.query);
    let years: Vec<&str> = scope
        .catalogue
        .facet(Filter::Year)
        .values
        .iter()
        .filter(|year| rows.count_with(&year.rows) > 0)
        .map(|year| &*year.slug)
        .collect();
    let mut query = scope.query.without_filter(filter);
    let mut described = Vec::new();
    if let Some(member) = scope
        .catalogue
        .member(&subject.key)
        .filter(|_| filter == Filter::Member)
    {
        query = held_to(&query, Filter::Region, &[member.region.slug()]);
        query = held_to(&query, Filter::Kind, &[member.kind.slug()]);
        described.push(format!("{} members", member.kind.label().to_lowercase()));
        described.push(member.region.label().to_owned());
    }
    if !years.is_empty() {
        query = held_to(&query, Filter::Year, &years);
        described.push("same plan years".to_owned());
    }
    Compared {
        key: format!("like-{}", subject.key),
        label: match filter {
            Filter::Member => format!("Like {}: {}", subject.label, described.join(", ")),
            _ => format!("All areas in the plan years of: {}", subject.label),
        },
        query,
    }
}

/// For each dimension, high of assessed of each subject.
fn finding(dimensions: &[Group], subjects: usize) -> String {
    let told: Vec<String> = dimensions
        .iter()
        .map(|group| {
            let each: Vec<String> = group
                .items
                .iter()
                .take(subjects)
                .map(|item| {
                    let high = &item.cells[Level::High.index()];
                    match high.of_assessed {
                        Some(assessed) => format!(
                            "{} {} of {} assessed",
                            item.label,
                            grouped(high.count),
                            grouped(assessed)
                        ),
                        None => format!("{} none assessed", item.label),
                    }
                })
                .collect();
            format!("{}, high: {}.", group.heading, each.join("; "))
        })
        .collect();
    told.join(" ")
}

/// A part beside all commitments, for one dimension.
///
/// Both come with the query that selects what they count.
pub fn beside_all(
    name: &str,
    (part, query): (&LevelCounts, &Query),
    (whole, all): (&LevelCounts, &Query),
) -> Chart {
    let dimension = part.dimension;
    let item = |label: &str, counts: &LevelCounts, query: &Query| Item {
        label: label.to_owned(),
        key: crate::domain::text::slugify(label),
        class: "",
        definition: None,
        cells: level_cells(counts, &query.selection()),
    };
    let items = vec![item(name, part, query), item("All commitments", whole, all)];
    Chart {
        title: dimension.label().to_owned(),
        finding: part.in_words(),
        items_are: "Whose",
        series: level_series(),
        groups: vec![Group::new("", items)],
        ..blank(ChartName::of(dimension), Shape::Stacked, part.total())
    }
}
