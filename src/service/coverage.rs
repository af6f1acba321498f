//! What the record holds of each member and plan: how much is assessed or overdue, and where it was
//! read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::App;
use catalogue::{Catalogue, FacetValue, Row};
use domain::query::{Filter, Query};
use domain::{ActionPlan, Dimension, KnownSource, Review};

/// Where a commitment or a rating was read, known sources first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CoverageSource {
    Known(KnownSource),
    /// At an address that is no known source's.
    Other,
}

impl CoverageSource {
    fn at(address: &str) -> Self {
        KnownSource::at(address).map_or(Self::Other, Self::Known)
    }
}

/// What the record holds of one plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanCoverage {
    /// The member's slug.
    pub member: Arc<str>,
    /// The member's name, as files have it.
    pub member_name: String,
    pub plan: Arc<ActionPlan>,
    pub commitments: usize,
    /// How many are assessed, in the order of [`Dimension::ALL`].
    pub assessed: [usize; Dimension::ALL.len()],
    /// How many are assessed in no dimension.
    pub without_any_rating: usize,
    /// How many wait for a review that is overdue.
    pub overdue: usize,
    /// Where they and their current ratings were read.
    pub sources: BTreeSet<CoverageSource>,
}

impl PlanCoverage {
    fn empty(member: &FacetValue, plan: &Arc<ActionPlan>) -> Self {
        Self {
            member: Arc::clone(&member.slug),
            member_name: member.label.to_string(),
            plan: Arc::clone(plan),
            commitments: 0,
            assessed: [0; Dimension::ALL.len()],
            without_any_rating: 0,
            overdue: 0,
            sources: BTreeSet::new(),
        }
    }

    fn count(&mut self, row: &Row, today: NaiveDate) {
        let commitment = &*row.commitment;
        let assessed: Vec<_> = Dimension::ALL
            .iter()
            .filter(|dimension| commitment.level(**dimension).is_assessed())
            .collect();
        let is_overdue = row.review(today) == Some(Review::Overdue);
        self.commitments += 1;
        self.without_any_rating += usize::from(assessed.is_empty());
        self.overdue += usize::from(is_overdue);
        for dimension in assessed {
            self.assessed[dimension.index()] += 1;
        }
        let ratings = commitment.ratings.iter();
        let addresses = ratings
            .filter_map(|rating| rating.source_url.as_deref())
            .chain(commitment.source_url.as_deref());
        self.sources.extend(addresses.map(CoverageSource::at));
    }

    /// The commitments of the member's plans of this year; none where the year is not known.
    pub fn query(&self) -> Option<Query> {
        let year = self.plan.start_year?.to_string();
        let of_member = Query::default().with(Filter::Member, &self.member);
        Some(of_member.with(Filter::Year, &year))
    }
}

/// Every plan with a commitment: members by name, and the plans of each by year and title.
fn coverage(catalogue: &Catalogue) -> Vec<PlanCoverage> {
    let members = catalogue.facet(Filter::Member).values.iter();
    members
        .flat_map(|member| plans_of(catalogue, member))
        .collect()
}

/// Plans sort by year, those without one last.
type ByYear<'a> = (bool, Option<i32>, &'a Arc<ActionPlan>);

fn plans_of(catalogue: &Catalogue, member: &FacetValue) -> Vec<PlanCoverage> {
    let mut plans: BTreeMap<ByYear<'_>, PlanCoverage> = BTreeMap::new();
    for row in member
        .rows
        .iter()
        .filter_map(|number| catalogue.row(number))
    {
        let plan = &row.commitment.plan;
        plans
            .entry((plan.start_year.is_none(), plan.start_year, plan))
            .or_insert_with(|| PlanCoverage::empty(member, plan))
            .count(row, catalogue.today());
    }
    plans.into_values().collect()
}

impl App {
    /// What is known of each member and plan, members by name and their plans by year.
    pub fn coverage(&self) -> (Arc<Catalogue>, Vec<PlanCoverage>) {
        let catalogue = self.catalogue();
        let plans = coverage(&catalogue);
        (catalogue, plans)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::record::{DataVersion, Published};
    use domain::{CurrentRatings, Finding, Rating};

    fn demonstration() -> Catalogue {
        let batch = interchange::demo::commitments(400).unwrap();
        let commitments = batch.entries.into_iter().map(|e| e.commitment);
        let published = Published {
            version: DataVersion {
                number: 1,
                made_at: None,
                demonstration: true,
            },
            areas: batch.areas,
            commitments: (1..).zip(commitments).collect(),
            context: Vec::new(),
            last_changes: std::collections::HashMap::new(),
        };
        Catalogue::build(published, NaiveDate::from_ymd_opt(2026, 11, 28).unwrap())
    }

    #[test]
    fn every_commitment_is_counted_in_its_plan() {
        let catalogue = demonstration();
        let plans = coverage(&catalogue);
        for plan in &plans {
            let is_of_plan = |row: &&Row| {
                let c = &row.commitment;
                c.plan == plan.plan && c.member.slug() == *plan.member
            };
            let own: Vec<&Row> = catalogue.rows().filter(is_of_plan).collect();
            assert_eq!(plan.commitments, own.len());
            let assessed = Dimension::ALL.iter().map(|dimension| {
                let is_assessed = |row: &&&Row| row.commitment.level(*dimension).is_assessed();
                own.iter().filter(is_assessed).count()
            });
            assert!(assessed.eq(plan.assessed));
            let overdue = |row: &&&Row| row.review(catalogue.today()) == Some(Review::Overdue);
            assert_eq!(plan.overdue, own.iter().filter(overdue).count());
        }
        let total: usize = plans.iter().map(|plan| plan.commitments).sum();
        assert_eq!(total, catalogue.len());
        let of_members = plans.chunk_by(|a, b| a.member == b.member);
        let of_members: Vec<_> = of_members.collect();
        assert_eq!(of_members.len(), catalogue.members().len());
        for plans in of_members {
            assert!(plans.is_sorted_by_key(|plan| plan.plan.start_year));
        }
    }

    #[test]
    fn a_source_is_told_once_and_known_ones_come_first() {
        let catalogue = demonstration();
        let member = &catalogue.facet(Filter::Member).values[0];
        let row = catalogue.rows().next().unwrap();
        let mut commitment = (*row.commitment).clone();
        commitment.source_url = Some("https://example.org/".to_owned());
        let pending = |dimension, source: KnownSource| Rating {
            dimension,
            finding: Finding::Pending,
            report: None,
            source_url: Some(source.address().to_owned()),
            source_page: None,
            read_on: None,
        };
        commitment.ratings = CurrentRatings::choose(vec![
            pending(Dimension::Ambition, KnownSource::Explorer2016),
            pending(Dimension::Completion, KnownSource::MasterSheet2024),
        ]);
        let mut plan = PlanCoverage::empty(member, &commitment.plan);
        let row = Row {
            commitment: Arc::new(commitment),
            ..row.clone()
        };
        plan.count(&row, catalogue.today());
        plan.count(&row, catalogue.today());
        assert_eq!((plan.commitments, plan.without_any_rating), (2, 2));
        let expected = [
            CoverageSource::Known(KnownSource::MasterSheet2024),
            CoverageSource::Known(KnownSource::Explorer2016),
            CoverageSource::Other,
        ];
        assert!(plan.sources.iter().eq(&expected));
    }
}
