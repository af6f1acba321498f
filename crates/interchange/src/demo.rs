//! Synthetic commitments for demonstrations, tests and benchmarks: any number, always the same.
//!
//! They have the shapes of real ones (titles, plans, scales by plan year, gaps), belong to real
//! members so that maps and regions have something in them, and say in their titles what they are.

use std::sync::Arc;

use crate::record::RecordError;
use crate::seed;
use domain::record::{Batch, Entry, Texts};
use domain::{
    ActionPlan, Answer, ChallengeArea, Commitment, CommitmentCode, CurrentRatings, Dimension,
    Finding, Member, Milestone, OgpValue, PolicyArea, Rating, Report, Scheme, area,
};

/// The mark that every synthetic title carries.
pub const MARK: &str = "[demonstration]";

/// `count` synthetic commitments.
pub fn commitments(count: usize) -> Result<Batch, RecordError> {
    let members = members()?;
    let areas = area::taxonomy();
    let mut random = Random(0x0DD5_EED5);
    let entries = (0..count)
        .filter_map(|index| {
            let (member, prefix) = members.get(index % members.len())?;
            let code = format!("{prefix}{:04}", index / members.len() + 1)
                .parse()
                .ok()?;
            Some(entry(code, member.clone(), &areas, &mut random))
        })
        .collect();
    Ok(Batch {
        areas,
        entries,
        ..Batch::default()
    })
}

/// The bundled record's members, with the letters of their codes.
fn members() -> Result<Vec<(Arc<Member>, String)>, RecordError> {
    let mut members: Vec<(Arc<Member>, String)> = Vec::new();
    for entry in seed::commitments()?.entries {
        let prefix = entry.commitment.code.prefix().to_owned();
        if members
            .iter()
            .all(|(m, p)| *m != entry.commitment.member && *p != prefix)
        {
            members.push((entry.commitment.member, prefix));
        }
    }
    Ok(members)
}

fn entry(
    code: CommitmentCode,
    member: Arc<Member>,
    areas: &[PolicyArea],
    random: &mut Random,
) -> Entry {
    let year = 2012 + i32::try_from(random.below(14)).unwrap_or(0);
    let plan = Arc::new(ActionPlan {
        title: Some(format!("{} Action Plan {year}-{}", member.name, year + 2)),
        start_year: Some(year),
        end_year: Some(year + 2),
    });
    let title = format!(
        "{} {} {} {MARK}",
        random.pick(VERBS),
        random.pick(OBJECTS),
        random.pick(PURPOSES)
    );
    let ratings = ratings(year, &member.name, random);
    let description = (0..=random.below(6))
        .map(|_| *random.pick(SENTENCES))
        .collect::<Vec<_>>();
    let commitment = Commitment {
        code,
        plan,
        number: Some(format!("{}", random.below(20) + 1)),
        title,
        title_in: domain::TitleTranslations::default(),
        summary_in: domain::Summaries::default(),
        lead_institutions: vec![(*random.pick(INSTITUTIONS)).to_owned()],
        support_institutions: (0..random.below(4))
            .map(|_| (*random.pick(INSTITUTIONS)).to_owned())
            .collect(),
        policy_areas: policy_areas(areas, year, random),
        ogp_values: some_of(OgpValue::ALL, 40, random),
        start: format!("{year}-09").parse().ok(),
        end: format!("{}-08", year + 2).parse().ok(),
        verifiable: Some(if random.chance(92) {
            Answer::Yes
        } else {
            Answer::No
        }),
        relevant: Some(if random.chance(90) {
            Answer::Yes
        } else {
            Answer::No
        }),
        starred: (year <= 2016).then(|| random.chance(7)),
        reports: ratings.iter().filter_map(|r| r.report.clone()).collect(),
        challenge_area: (year >= 2023 && random.chance(30))
            .then(|| *random.pick(ChallengeArea::ALL)),
        source_url: None,
        status: None,
        ratings: CurrentRatings::choose(ratings.clone()),
        member,
    };
    let milestones = (1..=random.below(4))
        .map(|n| Milestone {
            text: format!("Step {n}: {}", random.pick(SENTENCES)),
            start: format!("{year}-09").parse().ok(),
            end: format!("{}-0{n}", year + 1).parse().ok(),
        })
        .collect();
    Entry {
        commitment,
        texts: Texts {
            description: Some(description.join(" ")),
            milestones,
        },
        ratings,
    }
}

/// Ratings on the scales of the plan's year; the newest plans are mostly still pending.
fn ratings(year: i32, member: &str, random: &mut Random) -> Vec<Rating> {
    let schemes = [
        if year < 2020 {
            Scheme::PotentialImpact
        } else {
            Scheme::PotentialForResults
        },
        Scheme::Completion,
        if year < 2021 {
            Scheme::DidItOpenGovernment
        } else {
            Scheme::EarlyResults
        },
    ];
    Dimension::ALL
        .iter()
        .zip(schemes)
        .filter_map(|(dimension, scheme)| {
            let assessed = match (dimension, year) {
                (Dimension::Ambition, 2025) | (_, 2024..) => 5,
                (Dimension::Ambition, _) => 90,
                (_, 2022..) => 30,
                _ => 80,
            };
            let finding = if random.chance(assessed) {
                let label = random.pick(scheme.values()).label;
                Finding::Rated(scheme.value(label).ok()?)
            } else if year >= 2022 {
                Finding::Pending
            } else if random.chance(50) {
                Finding::NoData
            } else {
                return None;
            };
            let kind = if *dimension == Dimension::Ambition {
                "Design Report"
            } else {
                "Results Report"
            };
            let title = format!("{member} {kind} {year}-{} {MARK}", year + 2);
            Some(Rating {
                dimension: *dimension,
                finding,
                report: matches!(finding, Finding::Rated(_))
                    .then(|| Report::from_title(&title))
                    .flatten(),
                source_url: None,
                source_page: None,
                read_on: None,
            })
        })
        .collect()
}

fn policy_areas(areas: &[PolicyArea], year: i32, random: &mut Random) -> Vec<Arc<str>> {
    let mut chosen: Vec<Arc<str>> = Vec::new();
    for _ in 0..=random.below(4) {
        let area = random.pick(areas);
        if area.coded_since.is_some_and(|since| year < since) {
            continue;
        }
        for slug in area.parent.iter().chain([&area.slug]) {
            if !chosen.contains(slug) {
                chosen.push(slug.clone());
            }
        }
    }
    chosen
}

fn some_of<T: Copy>(all: &[T], percent: u64, random: &mut Random) -> Vec<T> {
    all.iter()
        .copied()
        .filter(|_| random.chance(percent))
        .collect()
}

/// The `SplitMix64` generator: tiny, fast, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `limit`, which is not 0.
    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of a list that is not empty.
    fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        let index = usize::try_from(self.below(list.len() as u64)).unwrap_or(0);
        &list[index]
    }
}

const VERBS: &[&str] = &[
    "Publish",
    "Build",
    "Open up",
    "Co-create",
    "Improve",
    "Extend",
    "Adopt",
    "Pilot",
    "Review",
    "Institutionalise",
    "Digitise",
    "Strengthen",
];
const OBJECTS: &[&str] = &[
    "a register of public algorithms",
    "the national open data portal",
    "a charter for automated decisions",
    "the beneficial ownership register",
    "participatory budgeting",
    "the public procurement portal",
    "an access to information law",
    "a digital identity framework",
    "the citizens\u{2019} petition platform",
    "impact assessments for artificial intelligence",
    "a data protection authority",
    "the school infrastructure map",
    "climate finance reporting",
    "court decisions as open data",
    "lobbying disclosures",
    "a strategy against disinformation",
    "the health waiting-time monitor",
    "online public consultations",
];
const PURPOSES: &[&str] = &[
    "for every ministry",
    "with civil society",
    "in all municipalities",
    "for people with disabilities",
    "to prevent corruption",
    "to rebuild trust",
    "for small businesses",
    "across government",
    "with independent oversight",
    "in machine-readable form",
    "for young people",
    "by law",
];
const INSTITUTIONS: &[&str] = &[
    "Ministry of the Interior",
    "Ministry of Finance",
    "Ministry of Justice",
    "Office of the Prime Minister",
    "National Statistics Office",
    "Agency for Digital Government",
    "Court of Audit",
    "Information Commissioner",
    "Ministry of Education",
    "Ministry of Health",
    "Transparency Council",
    "Association of Municipalities",
];
const SENTENCES: &[&str] = &[
    "This text is synthetic and describes no real commitment.",
    "The responsible institutions publish data sets in an open format and keep them current.",
    "Civil society takes part in the design, and its comments are answered in public.",
    "An independent body checks the results each year and reports to parliament.",
    "Officials are trained, and the training material is open to everyone.",
    "A public dashboard shows progress against the milestones.",
    "The rules become binding through a regulation at the end of the plan.",
];

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Level;

    #[test]
    fn the_same_number_always_gives_the_same_commitments() {
        let (first, again) = (commitments(300).unwrap(), commitments(300).unwrap());
        assert_eq!(first, again);
        assert_eq!(first.entries.len(), 300);
        assert!(
            first
                .entries
                .iter()
                .all(|e| e.commitment.title.ends_with(MARK))
        );
    }

    #[test]
    fn every_level_of_every_dimension_occurs() {
        let batch = commitments(3_000).unwrap();
        for dimension in Dimension::ALL {
            for level in Level::ALL.iter().filter(|l| **l != Level::NotReviewable) {
                assert!(
                    batch
                        .entries
                        .iter()
                        .any(|e| e.commitment.level(*dimension) == *level),
                    "{dimension}: {level}"
                );
            }
        }
        let mut codes: Vec<_> = batch
            .entries
            .iter()
            .map(|e| e.commitment.code.clone())
            .collect();
        codes.sort();
        codes.dedup();
        assert_eq!(codes.len(), 3_000);
    }
}
