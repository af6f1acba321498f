//! One answer is of one version, also on an instance that is behind.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::context::ContextKind;
use domain::record::{Batch, Party, RevisedArea};
use domain::{Dimension, Scheme};
use store::{NEWEST, Store};

use super::{Instance, version_of};
use crate::addresses::{EVERYWHERE, steady};
use crate::support::site::Site;
use crate::support::{a_revision, an_entry, on_both};

/// Addresses whose answers are read from the database beside the snapshot.
const ALSO: &[&str] = &[
    "/commitments?q=algorithm",
    "/commitments?q=participation",
    "/commitments?q=zanzibar",
    "/changes?member=netherlands",
    "/changes?member=spain",
    "/changes?what=ratings",
    "/changes?what=facts&page=2",
    "/changes?code=NL0031",
    "/commitments/NL0036",
    "/api/v1/commitments/NL0031",
    "/api/v1/commitments?q=algorithm&member=netherlands",
    "/api/v1/facets",
    "/api/v1/members",
    "/commitments.csv?member=netherlands",
    "/commitments.json?member=spain",
    "/commitments.csv?q=algorithm",
    "/coverage",
    "/sitemap.xml",
];

/// Numbers that look random and are the same in each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

/// A change of any kind, of commitments that the addresses show and of others.
async fn edit(store: &Store, dice: &mut Dice, turn: usize) {
    let published = store.published().await.unwrap();
    let shown = |code: &str| code.starts_with("NL003");
    let mut ids: Vec<i64> = published
        .commitments
        .iter()
        .filter(|(_, c)| shown(c.code.as_str()) || c.code.as_str().starts_with("ES"))
        .map(|(id, _)| *id)
        .collect();
    ids.rotate_left(dice.below(3));
    ids.truncate(4);
    let mut entries: Vec<_> = store.entries(&ids, NEWEST).await.unwrap();
    let mut batch = Batch::default();
    let other = published.commitments[dice.below(published.commitments.len())]
        .1
        .clone();
    for (at, (_, entry)) in entries.iter_mut().enumerate() {
        match (turn + at) % 5 {
            0 => entry.commitment.title = format!("Zanzibar {turn} algorithm"),
            1 => entry.texts.description = Some(format!("A text of participation {turn}")),
            2 => entry.commitment.policy_areas = vec!["open-data".into()],
            3 => {
                entry.commitment.member = Arc::clone(&other.member);
                entry.commitment.plan = Arc::clone(&other.plan);
            }
            _ => entry.commitment.lead_institutions = vec![format!("Ministry {turn}")],
        }
    }
    batch.entries = entries.into_iter().map(|(_, entry)| entry).collect();
    match turn % 4 {
        0 => batch.entries.push(
            an_entry(&format!("NL9{turn:03}"))
                .title("Zanzibar anew")
                .description("algorithm")
                .rated(Dimension::Ambition, Scheme::PotentialForResults, "Modest")
                .done(),
        ),
        1 => {
            let mut member = (*other.member).clone();
            member.country = format!("Elsewhere {turn}");
            batch.parties.push(Party {
                member: Arc::new(member),
                plan: None,
            });
        }
        2 => {
            let mut area = published.areas[dice.below(published.areas.len())].clone();
            area.name = format!("Area {turn}");
            batch.revised_areas.push(RevisedArea {
                area,
                merged_into: None,
            });
        }
        _ => {
            let items = published.context.iter();
            let mut item = items
                .filter(|item| item.kind == ContextKind::Resource)
                .nth(dice.below(5))
                .unwrap()
                .clone();
            item.set("title", &format!("Zanzibar text {turn}"));
            batch.context.push(item);
        }
    }
    if let Some(party) = batch.parties.first() {
        // What is said of a member is said once in a batch.
        let slug = party.member.slug();
        for entry in &mut batch.entries {
            if entry.commitment.member.slug() == slug {
                entry.commitment.member = Arc::clone(&party.member);
            }
        }
    }
    let revision = a_revision();
    let done = store.record(&revision, &batch, false, &mut |_| ()).await;
    done.unwrap();
}

async fn answers(site: &Site) -> BTreeMap<&'static str, (i64, String)> {
    let mut all = BTreeMap::new();
    for address in EVERYWHERE.iter().chain(ALSO) {
        let answer = site.get(address).await;
        // A page of all addresses states no version.
        let version = match answer.header("data-version") {
            "" => 0,
            _ => version_of(&answer),
        };
        let body = format!("{}\n{}", answer.status, steady(&answer.body));
        all.insert(*address, (version, body));
    }
    all
}

/// Two instances start at the same version. What one answers before the record is edited, the other
/// answers after it was, byte for byte: nothing that was written since is in it.
#[tokio::test(flavor = "multi_thread")]
async fn an_instance_that_is_behind_answers_as_before_the_edits_that_it_does_not_know() {
    on_both(async |place| {
        let filling = Site::bundled_over(place.store.clone()).await;
        let mut dice = Dice(7);
        for turn in 0..4 {
            edit(&place.store, &mut dice, turn).await;
        }
        let (before, behind) = (
            Instance::behind(&place.url).await,
            Instance::behind(&place.url).await,
        );
        for instance in [&before, &behind] {
            instance.site.clock.set(filling.clock.now());
        }
        let expected = answers(&before.site).await;
        assert!(
            expected
                .values()
                .filter(|(version, _)| *version == 5)
                .count()
                > 50
        );
        for turn in 4..20 {
            edit(&place.store, &mut dice, turn).await;
        }
        let found = answers(&behind.site).await;
        let mut differing = Vec::new();
        for (address, was) in &expected {
            if found[address] != *was {
                differing.push(format!(
                    "{address}: {}",
                    difference(&was.1, &found[address].1)
                ));
            }
        }
        assert!(differing.is_empty(), "{differing:#?}");
        // The edits do make a difference once they are known.
        behind.site.app.refresh().await.unwrap();
        let now = answers(&behind.site).await;
        let changed = ALSO
            .iter()
            .filter(|address| now[*address] != expected[*address]);
        assert!(changed.count() > 10);
        for instance in [before, behind] {
            instance.end().await;
        }
        drop(filling);
    })
    .await;
}

/// Where two texts begin to differ.
fn difference(one: &str, other: &str) -> String {
    let same = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b);
    let at = same.count().saturating_sub(60);
    let shown = |text: &str| {
        let bytes: Vec<u8> = text.bytes().skip(at).take(160).collect();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    format!(
        "\u{ab}{}\u{bb} became \u{ab}{}\u{bb}",
        shown(one),
        shown(other)
    )
}
