//! Builders: `an_entry("NL0031").member("Netherlands").area("open-data")`.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::area::taxonomy;
use domain::rating::Finding;
use domain::record::{Batch, Entry, Revision, Texts};
use domain::{
    ActionPlan, Commitment, CurrentRatings, Dimension, Member, MemberKind, Rating, Region, Report,
    Scheme,
};
use interchange::rows::RowContext;
use store::{Recorded, Store};

#[derive(Clone)]
pub struct EntryBuilder(Entry);

/// A commitment with the required facts only.
pub fn an_entry(code: &str) -> EntryBuilder {
    let member = Arc::new(member_named("Netherlands"));
    let mut commitment = Commitment::blank(code.parse().unwrap(), member);
    commitment.title = format!("Commitment {code}");
    EntryBuilder(Entry {
        commitment,
        texts: Texts::default(),
        ratings: Vec::new(),
    })
}

fn member_named(name: &str) -> Member {
    Member {
        kept_slug: None,
        name: name.to_owned(),
        kind: MemberKind::National,
        country: name.to_owned(),
        country_iso3: "NLD".to_owned(),
        region: Region::Europe,
        statuses: Vec::new(),
    }
}

/// The context of rows on a day after every plan.
pub fn on_a_day(areas: &domain::AreaTree) -> RowContext<'_> {
    let today = chrono::NaiveDate::from_ymd_opt(2035, 1, 1).unwrap();
    RowContext {
        today,
        ..RowContext::timeless(areas)
    }
}

impl EntryBuilder {
    /// A national member in Europe.
    pub fn member(mut self, name: &str) -> Self {
        self.0.commitment.member = Arc::new(member_named(name));
        self
    }

    /// A plan known by its years.
    pub fn plan(mut self, start: i32, end: i32) -> Self {
        self.0.commitment.plan = Arc::new(ActionPlan {
            title: None,
            start_year: Some(start),
            end_year: Some(end),
        });
        self
    }

    pub fn title(mut self, title: &str) -> Self {
        title.clone_into(&mut self.0.commitment.title);
        self
    }

    /// Adds a policy area by its slug.
    pub fn area(mut self, slug: &str) -> Self {
        self.0.commitment.policy_areas.push(slug.into());
        self
    }

    /// Adds an institution in charge.
    pub fn lead(mut self, institution: &str) -> Self {
        self.0
            .commitment
            .lead_institutions
            .push(institution.to_owned());
        self
    }

    pub fn description(mut self, description: &str) -> Self {
        self.0.texts.description = Some(description.to_owned());
        self
    }

    /// Adds a published value.
    pub fn rated(mut self, dimension: Dimension, scheme: Scheme, value: &str) -> Self {
        let finding = Finding::Rated(scheme.value(value).unwrap());
        self.0.ratings.push(Rating {
            dimension,
            finding,
            report: Report::from_title("Netherlands Results Report 2023-2025"),
            source_url: None,
            source_page: None,
            read_on: None,
        });
        self
    }

    /// Changes anything else.
    pub fn with(mut self, change: impl FnOnce(&mut Entry)) -> Self {
        change(&mut self.0);
        self
    }

    /// The entry, with its current ratings chosen.
    pub fn done(mut self) -> Entry {
        self.0.commitment.ratings = CurrentRatings::choose(self.0.ratings.clone());
        self.0
    }
}

/// These commitments and OGP's policy areas.
pub fn a_batch(entries: impl IntoIterator<Item = EntryBuilder>) -> Batch {
    Batch {
        areas: taxonomy(),
        entries: entries.into_iter().map(EntryBuilder::done).collect(),
        ..Batch::default()
    }
}

/// A moment, from its RFC 3339 form.
pub fn a_time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub fn a_revision() -> Revision {
    Revision {
        made_by: "A test".to_owned(),
        made_at: a_time("2026-03-01T12:00:00.123456Z"),
        reason: "to see what happens".to_owned(),
        source: None,
    }
}

/// Records entries and OGP's policy areas.
pub async fn record(store: &Store, entries: impl IntoIterator<Item = EntryBuilder>) -> Recorded {
    store
        .record(&a_revision(), &a_batch(entries), false, &mut |_| {})
        .await
        .unwrap()
}
