//! Two to five members or areas, each with its peer group.

use super::split::{level_cells, level_series};
use super::{ChartScope, empty_chart, midterm_note, restricted_to};
use crate::model::{Chart, ChartItem, Group, Shape};
use crate::{LevelCounts, MIN_RELIABLE_GROUP, percent};
use catalogue::Bitset;
use domain::chart::{ChartName, WrongSubjects};
use domain::query::{Filter, Query};
use domain::text::lower_first;
use domain::{Dimension, Lang, Lens, Level, MemberKind};
use i18n::facets::filter_value;
use i18n::format::{self, all_of, number};
use i18n::query_words::all_commitments;
use i18n::{InLanguage, charts as words, charts_findings as findings, compare as say};

/// How many can be compared.
pub const SUBJECT_LIMITS: std::ops::RangeInclusive<usize> = 2..=5;

/// What is compared: members, or policy areas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subjects {
    /// `Member` or `Area`.
    pub filter: Filter,
    /// Slug and name of each.
    pub chosen: Vec<(String, String)>,
}

impl Subjects {
    /// The members that a query names, or its areas where it names fewer than two members.
    pub fn of(scope: &ChartScope<'_>) -> Result<Self, WrongSubjects> {
        let (members, areas) = (
            scope.query.values(Filter::Member),
            scope.query.values(Filter::Area),
        );
        let filter = if members.len() >= 2 || areas.len() < 2 {
            Filter::Member
        } else {
            Filter::Area
        };
        let slugs = scope.query.values(filter);
        if slugs.len() < *SUBJECT_LIMITS.start() {
            return Err(WrongSubjects::TooFew);
        }
        if slugs.len() > *SUBJECT_LIMITS.end() {
            return Err(WrongSubjects::TooMany {
                what: filter,
                given: slugs.len(),
            });
        }
        let named = |slug: &String| match scope.catalogue.facet(filter).value(slug) {
            Some(value) => {
                let name = filter_value(scope.lang, filter, slug, &value.label);
                Ok((slug.clone(), name))
            }
            None => Err(WrongSubjects::Unknown {
                what: filter,
                slug: slug.clone(),
            }),
        };
        let chosen = slugs.iter().map(named).collect::<Result<_, _>>()?;
        Ok(Self { filter, chosen })
    }
}

/// A row of the comparison before its numbers.
struct ComparisonRow {
    key: String,
    label: String,
    query: Query,
}

/// A peer group.
struct PeerGroup {
    key: String,
    names: Vec<String>,
    /// What they have in common.
    described: String,
    query: Query,
}

pub fn chart(scope: &ChartScope<'_>, subjects: &Subjects) -> Chart {
    let lang = scope.lang;
    let mut rows: Vec<ComparisonRow> = subjects
        .chosen
        .iter()
        .map(|(slug, name)| ComparisonRow {
            key: slug.clone(),
            label: name.clone(),
            query: scope.query.with_only(subjects.filter, slug),
        })
        .collect();
    let mut groups: Vec<PeerGroup> = Vec::new();
    for subject in &rows {
        let peers = peer_group(scope, subjects.filter, subject);
        match groups.iter_mut().find(|group| group.query == peers.query) {
            Some(same) => same.names.extend(peers.names),
            None => groups.push(peers),
        }
    }
    rows.extend(groups.into_iter().map(|group| ComparisonRow {
        label: match subjects.filter {
            Filter::Member => {
                say::like_members(lang, &together(lang, &group.names), &group.described)
            }
            _ => say::like_areas(lang, &group.names.join(", ")),
        },
        key: group.key,
        query: group.query,
    }));
    let names: Vec<String> = subjects
        .chosen
        .iter()
        .map(|(_, name)| name.clone())
        .collect();
    let dimensions: Vec<Group> = Dimension::ALL
        .iter()
        .map(|dimension| Group::new(dimension.in_language(lang), items(scope, &rows, *dimension)))
        .collect();
    let small = dimensions
        .iter()
        .flat_map(|g| &g.items)
        .any(|item| item.cells[0].is_small());
    let own = match subjects.filter {
        Filter::Member => [say::note_members(lang), say::note_members_differ(lang)],
        _ => [say::note_areas(lang), say::note_areas_differ(lang)],
    };
    let mut notes: Vec<String> = own.map(str::to_owned).into();
    let mut counted = Bitset::default();
    for row in &rows {
        counted.unite(&scope.rows_of(&row.query));
    }
    notes.extend(midterm_note(scope, &counted));
    notes.push(findings::not_low(lang).to_owned());
    if small {
        notes.push(super::split::few_ratings(lang));
    }
    Chart {
        title: listed(lang, &names),
        finding: finding(lang, &dimensions, subjects.chosen.len()),
        notes,
        item_heading: subjects.filter.in_language(lang),
        series: level_series(lang),
        groups: dimensions,
        ..empty_chart(
            lang,
            ChartName::Compare,
            Shape::Stacked,
            scope.rows().count(),
        )
    }
}

fn items(scope: &ChartScope<'_>, rows: &[ComparisonRow], dimension: Dimension) -> Vec<ChartItem> {
    rows.iter()
        .map(|row| {
            let selected = scope.rows_of(&row.query);
            let counts = LevelCounts::of(scope.catalogue, &selected, dimension);
            ChartItem {
                label: row.label.clone(),
                key: format!("{}-{}", dimension.query_key(), row.key),
                class: "",
                definition: None,
                cells: level_cells(&counts, &row.query),
            }
        })
        .collect()
}

/// Names in a title. Those of cities hold commas, which would look like those of a list.
fn listed(lang: Lang, names: &[String]) -> String {
    if names.iter().any(|name| name.contains(',')) {
        names.join(" \u{b7} ")
    } else {
        all_of(lang, names)
    }
}

/// Names as a list; in English always with “and”, never with commas.
fn together(lang: Lang, names: &[String]) -> String {
    match lang {
        Lang::English => names.join(" and "),
        _ => all_of(lang, names),
    }
}

/// The peer group of a subject: same region, kind and plan years; for an area, the same plan years.
fn peer_group(scope: &ChartScope<'_>, filter: Filter, subject: &ComparisonRow) -> PeerGroup {
    let lang = scope.lang;
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
        query = restricted_to(&query, Filter::Region, &[member.region.slug()]);
        query = restricted_to(&query, Filter::Kind, &[member.kind.slug()]);
        let kind = match member.kind {
            MemberKind::National => say::like_national(lang),
            MemberKind::Local => say::like_local(lang),
            MemberKind::Other => say::like_other(lang),
        };
        described.push(kind.to_owned());
        described.push(member.region.in_language(lang).to_owned());
    }
    if !years.is_empty() {
        query = restricted_to(&query, Filter::Year, &years);
        described.push(say::like_years(lang).to_owned());
    }
    PeerGroup {
        key: format!("like-{}", subject.key),
        names: vec![subject.label.clone()],
        described: described.join(", "),
        query,
    }
}

/// How many commitments of one are rated high, and of how many.
struct Share<'a> {
    name: &'a str,
    high: usize,
    of: usize,
}

impl Share<'_> {
    fn percent(&self) -> usize {
        percent(self.high, self.of).unwrap_or_default()
    }

    fn in_words(&self, lang: Lang) -> String {
        let share = format::percent(lang, &number(lang, self.percent()));
        let [high, of] = [self.high, self.of].map(|count| number(lang, count));
        say::share(lang, self.name, &share, &high, &of)
    }
}

/// How far the first `subjects` items of a dimension are apart, with the highest and the lowest share.
pub fn difference(lang: Lang, dimension: &Group, subjects: usize) -> String {
    let shares = dimension.items.iter().take(subjects).filter_map(|item| {
        let high = item.cells.get(Level::High.index())?;
        Some(Share {
            name: &item.label,
            high: high.count,
            of: high.of_assessed.unwrap_or_default(),
        })
    });
    describe_gap(lang, &shares.collect::<Vec<_>>())
}

/// The highest and the lowest share, and the gap between them. Groups with few ratings are left out.
fn describe_gap(lang: Lang, shares: &[Share<'_>]) -> String {
    let enough = || shares.iter().filter(|share| share.of >= MIN_RELIABLE_GROUP);
    let highest = enough().max_by_key(|share| share.percent());
    let lowest = enough().min_by_key(|share| share.percent());
    let (Some(highest), Some(lowest)) = (highest, lowest) else {
        return say::too_few(lang).to_owned();
    };
    if enough().count() < 2 {
        return say::too_few(lang).to_owned();
    }
    match highest.percent() - lowest.percent() {
        0 => {
            let each = format::percent(lang, &number(lang, highest.percent()));
            say::no_difference(lang, &each)
        }
        points => say::apart(
            lang,
            points,
            &highest.in_words(lang),
            &lowest.in_words(lang),
        ),
    }
}

/// With more subjects than this, the finding names only the highest and the lowest.
const MAX_LISTED: usize = 2;

/// For each dimension, high of assessed of each subject; of many, how far they are apart.
fn finding(lang: Lang, dimensions: &[Group], subjects: usize) -> String {
    let sentences: Vec<String> = dimensions
        .iter()
        .map(|group| {
            let dimension = lower_first(&group.heading);
            if subjects > MAX_LISTED {
                let gap = lower_first(&difference(lang, group, subjects));
                return say::finding(lang, &dimension, gap.trim_end_matches('.'));
            }
            let each: Vec<String> = group
                .items
                .iter()
                .take(subjects)
                .map(|item| {
                    let high = &item.cells[Level::High.index()];
                    match high.of_assessed {
                        Some(assessed) => {
                            say::finding_one(lang, assessed, &item.label, &number(lang, high.count))
                        }
                        None => say::finding_none(lang, &item.label),
                    }
                })
                .collect();
            say::finding(lang, &dimension, &each.join(words::separator(lang)))
        })
        .collect();
    sentences.join(" ")
}

/// Compares one group with all commitments. `key` and `name` identify the group. Each `LevelCounts` comes
/// with the query that selects what it counts.
pub fn compare_with_all(
    lang: Lang,
    (key, name): (&str, &str),
    (part, query): (&LevelCounts, &Query),
    (whole, all): (&LevelCounts, &Query),
) -> Chart {
    let dimension = part.dimension;
    let item = |key: &str, label: &str, counts: &LevelCounts, query: &Query| ChartItem {
        label: label.to_owned(),
        key: key.to_owned(),
        class: "",
        definition: None,
        cells: level_cells(counts, &query.selection()),
    };
    let lens = all.values(Filter::Lens).first();
    let lens = lens.and_then(|slug| slug.parse::<Lens>().ok());
    let everything = lens.map_or(all_commitments(lang), |lens| lens.in_language(lang));
    let items = vec![
        item(key, name, part, query),
        item("all-commitments", everything, whole, all),
    ];
    Chart {
        title: dimension.in_language(lang).to_owned(),
        finding: part.in_words(lang),
        item_heading: say::whose(lang),
        series: level_series(lang),
        groups: vec![Group::new("", items)],
        ..empty_chart(lang, ChartName::of(dimension), Shape::Stacked, part.total())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_told_of_enough_ratings_only() {
        let share = |name, high, of| Share { name, high, of };
        let told = |shares: &[Share<'_>]| describe_gap(Lang::English, shares);
        let [spain, italy] = [share("Spain", 5, 20), share("Italy", 9, 12)];
        assert_eq!(
            told(&[spain, italy, share("Malta", 3, 3)]),
            "50 percentage points apart. Italy 75% (9 of 12), Spain 25% (5 of 20)."
        );
        assert_eq!(
            told(&[share("Spain", 5, 20), share("Italy", 3, 12)]),
            "No difference (25% each)."
        );
        let few = say::too_few(Lang::English);
        assert_eq!(told(&[share("Spain", 5, 20), share("Malta", 3, 3)]), few);
        assert_eq!(told(&[]), few);
    }
}
