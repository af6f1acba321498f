//! No place that lists the fields of a commitment by hand forgets one: differences, the form, the
//! columns of files, and the store's comparison of facts.

use std::sync::Arc;

use domain::area::taxonomy;
use domain::difference::differences;
use domain::forms::commitment::{apply, fill};
use domain::rating::Finding;
use domain::record::{Batch, Entry, Texts};
use domain::{
    ActionPlan, Answer, AreaTree, ChallengeArea, Commitment, CommitmentStatus, CurrentRatings,
    Dimension, Member, MemberKind, Milestone, OgpValue, Rating, Region, Report, Summary,
};
use interchange::file::{CommitmentFile, FileFormat};
use interchange::merge::merge;
use interchange::patch::Key;
use interchange::permissions::Permissions;
use interchange::reference::ReferenceData;
use interchange::rows;
use ogp_tracker::service::csv_lines;
use store::Store;

use crate::support::{a_revision, on_a_day};

/// The code is the key: a commitment with another code is another commitment.
const KEY: &str = "code";
/// Published on their own, each with its source and reason.
const RATINGS: &str = "ratings";
/// Fixed once a commitment exists, so the form of an existing one does not ask for it.
const MEMBER: &str = "member";
/// No column of the interchange format has them.
const MILESTONES: &str = "milestones";

/// For each field, its name and the first value with that field of the second. A field that is not
/// named does not compile.
macro_rules! change_each_field {
    ($type:ident, $before:expr, $after:expr; $($field:ident),+ $(,)?) => {{
        let (before, after): ($type, $type) = ($before, $after);
        let $type { $($field: _),+ } = &before;
        $(assert_ne!(before.$field, after.$field, "give {} another value", stringify!($field));)+
        vec![$((
            stringify!($field),
            $type { $field: after.$field.clone(), ..before.clone() },
        )),+]
    }};
}

fn before() -> Entry {
    let member = member("Atlantis", "ATL");
    Entry {
        commitment: Commitment {
            title: "Before".to_owned(),
            ..Commitment::blank("AA0001".parse().unwrap(), member)
        },
        texts: Texts::default(),
        ratings: Vec::new(),
    }
}

fn member(name: &str, iso3: &str) -> Arc<Member> {
    Arc::new(Member {
        kept_slug: None,
        name: name.to_owned(),
        kind: MemberKind::National,
        country: name.to_owned(),
        country_iso3: iso3.to_owned(),
        region: Region::Europe,
        statuses: Vec::new(),
    })
}

fn summary(text: &str) -> Summary {
    Summary {
        text: text.to_owned(),
        source_url: "https://example.org/summary".to_owned(),
    }
}

/// A commitment of which every field has another value than that of [`before`].
fn other_commitment() -> Commitment {
    let rating = Rating {
        dimension: Dimension::Completion,
        finding: Finding::Pending,
        report: None,
        source_url: None,
        source_page: None,
        read_on: None,
    };
    Commitment {
        code: "LE0001".parse().unwrap(),
        member: member("Lemuria", "LEM"),
        plan: Arc::new(ActionPlan {
            title: Some("Plan".to_owned()),
            start_year: Some(2020),
            end_year: Some(2022),
        }),
        number: Some("3.2.5".to_owned()),
        title: "After".to_owned(),
        title_in: [Some("In English".to_owned()), None, None],
        summary_in: [None, None, Some(Box::new(summary("En bref")))],
        lead_institutions: vec!["Lead".to_owned()],
        support_institutions: vec!["Support".to_owned()],
        policy_areas: vec!["open-data".into()],
        ogp_values: vec![OgpValue::CivicParticipation],
        start: "2020-01".parse().ok(),
        end: "2021".parse().ok(),
        verifiable: Some(Answer::Yes),
        relevant: Some(Answer::No),
        starred: Some(true),
        reports: vec![Report::from_title("Atlantis Results Report 2020-2022").unwrap()],
        challenge_area: ChallengeArea::ALL.first().copied(),
        source_url: Some("https://example.org/commitment".to_owned()),
        status: Some(CommitmentStatus::Active),
        ratings: CurrentRatings::choose(vec![rating]),
    }
}

/// The entry of [`before`] with one field changed, for each field.
fn changed_entries() -> Vec<(&'static str, Entry)> {
    let commitments = change_each_field!(
        Commitment, before().commitment, other_commitment();
        code, member, plan, number, title, title_in, summary_in, lead_institutions, support_institutions, policy_areas,
        ogp_values, start, end, verifiable, relevant, starred, reports, challenge_area, source_url,
        status, ratings,
    );
    let other_texts = Texts {
        description: Some("What is promised".to_owned()),
        milestones: vec![Milestone {
            text: "A step".to_owned(),
            start: None,
            end: "2021".parse().ok(),
        }],
    };
    let texts = change_each_field!(Texts, before().texts, other_texts; description, milestones);
    let commitments = commitments.into_iter().map(|(field, commitment)| {
        let entry = Entry {
            commitment,
            ..before()
        };
        (field, entry)
    });
    let texts = texts.into_iter().map(|(field, texts)| {
        let entry = Entry { texts, ..before() };
        (field, entry)
    });
    commitments.chain(texts).collect()
}

#[test]
fn differences_name_every_field() {
    for (field, after) in changed_entries() {
        let found = differences(&before(), &after, str::to_owned);
        let expected = usize::from(![KEY, RATINGS].contains(&field));
        assert_eq!(found.len(), expected, "{field}: {found:?}");
    }
}

#[test]
fn the_form_holds_every_field() {
    for (field, after) in changed_entries() {
        if [KEY, RATINGS, MEMBER].contains(&field) {
            continue;
        }
        let mut form = fill(&after, true);
        form.set("reason", ["a test".to_owned()]);
        let mut entry = before();
        let plans = [(*after.commitment.plan).clone()];
        apply(&form, &mut entry, &plans, &["open-data"], true).unwrap();
        assert_eq!(entry, after, "{field}");
    }
}

#[test]
fn a_file_holds_every_field() {
    let areas = AreaTree::new(taxonomy());
    for (field, after) in changed_entries() {
        if field == MILESTONES {
            continue;
        }
        let row = rows::csv_record(&after.commitment, &after.texts, on_a_day(&areas));
        let header = rows::csv_header().into_iter().map(str::to_owned).collect();
        let file = csv_lines(vec![header, row]).unwrap();
        let file = CommitmentFile::read(&file, Some(FileFormat::Tracker)).unwrap();
        let patch = file.rows[0].patch.as_ref();
        let patch = patch.unwrap_or_else(|| panic!("{field}: {:?}", file.rows[0].messages));
        let Key::Code(code) = &patch.key else {
            panic!("a code")
        };
        let mut reference = ReferenceData::new(&[], taxonomy().iter());
        let merged = merge(
            patch,
            code,
            None,
            &mut reference,
            Permissions::ALL,
            &mut Vec::new(),
        );
        assert_eq!(merged.unwrap().entry, after, "{field}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_store_writes_a_change_of_every_field() {
    for (field, after) in changed_entries() {
        if [KEY, RATINGS].contains(&field) {
            continue;
        }
        let directory = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", directory.path().join("tracker.db").display());
        let store = Store::open(&url).await.unwrap();
        let record = async |entry: &Entry| {
            let batch = Batch {
                areas: taxonomy(),
                entries: vec![entry.clone()],
                ..Batch::default()
            };
            let recorded = store
                .record(&a_revision(), &batch, false, &mut |_| ())
                .await;
            recorded.unwrap()
        };
        record(&before()).await;
        assert_eq!(record(&after).await.changed, 1, "{field}");
        assert_eq!(record(&after).await.unchanged, 1, "{field}");
    }
}
