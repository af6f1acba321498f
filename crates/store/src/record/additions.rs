//! Writing new commitments and versions, in few statements.

use super::parties::KnownParties;
use super::search_index;
use crate::StoreError;
use crate::db::Connection;
use crate::error::ErrorContext;
use crate::query::insert_rows;
use crate::rows::FindingColumns;
use domain::rating::Answer;
use domain::record::Entry;
use domain::{ChallengeArea, CommitmentStatus, Lang, Rating, Report, Summary};

/// What is to be written about some commitments, with their ids.
#[derive(Default)]
pub(super) struct Additions<'a> {
    pub new: Vec<(i64, &'a Entry)>,
    pub facts: Vec<(i64, &'a Entry)>,
    pub texts: Vec<(i64, &'a Entry)>,
    pub ratings: Vec<(i64, i64, &'a Rating)>,
    /// New entries of the search index, and the commitments whose present entries they replace.
    pub words: Vec<(i64, String)>,
    pub outdated: Vec<i64>,
}

impl Additions<'_> {
    pub(super) async fn write(
        &self,
        connection: &mut Connection<'_>,
        revision: i64,
        known: &KnownParties,
    ) -> Result<(), StoreError> {
        insert_rows!(
            connection,
            "INSERT INTO commitment (id, revision_id, code)",
            self.new,
            |(id, entry)| [*id, revision, entry.commitment.code.as_str()]
        )
        .context("adding commitments")?;
        self.write_facts(connection, revision, known).await?;
        self.write_lists(connection, revision).await?;
        self.write_texts(connection, revision).await?;
        self.write_ratings(connection, revision).await?;
        search_index::write(connection, &self.words, &self.outdated).await
    }

    async fn write_facts(
        &self,
        connection: &mut Connection<'_>,
        revision: i64,
        known: &KnownParties,
    ) -> Result<(), StoreError> {
        insert_rows!(
            connection,
            "INSERT INTO commitment_version
                (commitment_id, revision_id, plan_id, number, title, start_date, end_date,
                 verifiable, relevant, starred, challenge_area, source_url, status)",
            self.facts,
            |(id, entry)| [
                *id,
                revision,
                known.plan_of(entry),
                &entry.commitment.number,
                &entry.commitment.title,
                entry.commitment.start.map(|date| date.to_string()),
                entry.commitment.end.map(|date| date.to_string()),
                entry.commitment.verifiable.map(Answer::slug),
                entry.commitment.relevant.map(Answer::slug),
                entry.commitment.starred,
                entry.commitment.challenge_area.map(ChallengeArea::slug),
                &entry.commitment.source_url,
                entry.commitment.status.map(CommitmentStatus::slug),
            ]
        )
        .context("writing the facts of commitments")
    }

    async fn write_lists(
        &self,
        connection: &mut Connection<'_>,
        revision: i64,
    ) -> Result<(), StoreError> {
        let mut institutions: Vec<(i64, &'static str, i32, &String)> = Vec::new();
        let mut areas: Vec<(i64, i32, &str)> = Vec::new();
        let mut values: Vec<(i64, i32, &'static str)> = Vec::new();
        let mut reports: Vec<(i64, i32, &Report)> = Vec::new();
        let mut titles: Vec<(i64, &'static str, &String)> = Vec::new();
        let mut summaries: Vec<(i64, &'static str, &Summary)> = Vec::new();
        for (id, entry) in &self.facts {
            let facts = &entry.commitment;
            for (role, names) in [
                ("lead", &facts.lead_institutions),
                ("support", &facts.support_institutions),
            ] {
                institutions.extend((0..).zip(names).map(|(at, name)| (*id, role, at, name)));
            }
            areas.extend(
                (0..)
                    .zip(&facts.policy_areas)
                    .map(|(at, area)| (*id, at, &**area)),
            );
            values.extend(
                (0..)
                    .zip(&facts.ogp_values)
                    .map(|(at, v)| (*id, at, v.slug())),
            );
            let langs = Lang::ALL.iter().zip(&facts.title_in);
            titles.extend(langs.filter_map(|(lang, t)| Some((*id, lang.slug(), t.as_ref()?))));
            let langs = Lang::ALL.iter().zip(&facts.summary_in);
            summaries.extend(langs.filter_map(|(lang, s)| Some((*id, lang.slug(), s.as_deref()?))));
            reports.extend(
                (0..)
                    .zip(&facts.reports)
                    .map(|(at, report)| (*id, at, report)),
            );
        }
        insert_rows!(
            connection,
            "INSERT INTO commitment_institution (commitment_id, revision_id, role, position, name)",
            institutions,
            |(id, role, position, name)| [*id, revision, *role, *position, *name]
        )
        .context("writing the institutions")?;
        insert_rows!(
            connection,
            "INSERT INTO commitment_area (commitment_id, revision_id, position, area)",
            areas,
            |(id, position, area)| [*id, revision, *position, *area]
        )
        .context("writing the commitments\u{2019} policy areas")?;
        insert_rows!(
            connection,
            "INSERT INTO commitment_value (commitment_id, revision_id, position, ogp_value)",
            values,
            |(id, position, value)| [*id, revision, *position, *value]
        )
        .context("writing the OGP values")?;
        insert_rows!(
            connection,
            "INSERT INTO commitment_report (commitment_id, revision_id, position, title, stage)",
            reports,
            |(id, position, report)| [
                *id,
                revision,
                *position,
                &*report.title,
                report.stage.slug(),
            ]
        )
        .context("writing the reports")?;
        insert_rows!(
            connection,
            "INSERT INTO commitment_title (commitment_id, revision_id, lang, title)",
            titles,
            |(id, lang, title)| [*id, revision, *lang, *title]
        )
        .context("writing the translations of titles")?;
        insert_rows!(
            connection,
            "INSERT INTO commitment_summary (commitment_id, revision_id, lang, summary, source_url)",
            summaries,
            |(id, lang, summary)| [
                *id,
                revision,
                *lang,
                &summary.text,
                &summary.source_url
            ]
        )
        .context("writing the summaries")
    }

    async fn write_texts(
        &self,
        connection: &mut Connection<'_>,
        revision: i64,
    ) -> Result<(), StoreError> {
        insert_rows!(
            connection,
            "INSERT INTO commitment_text (commitment_id, revision_id, description)",
            self.texts,
            |(id, entry)| [*id, revision, &entry.texts.description]
        )
        .context("writing the descriptions")?;
        let milestones: Vec<_> = self
            .texts
            .iter()
            .flat_map(|(id, entry)| {
                (0_i32..)
                    .zip(&entry.texts.milestones)
                    .map(|(at, milestone)| (*id, at, milestone))
            })
            .collect();
        insert_rows!(
            connection,
            "INSERT INTO milestone
                (commitment_id, revision_id, position, content, start_date, end_date)",
            milestones,
            |(id, position, milestone)| [
                *id,
                revision,
                *position,
                &milestone.text,
                milestone.start.map(|date| date.to_string()),
                milestone.end.map(|date| date.to_string()),
            ]
        )
        .context("writing the milestones")
    }

    pub(super) async fn write_ratings(
        &self,
        connection: &mut Connection<'_>,
        revision: i64,
    ) -> Result<(), StoreError> {
        let rows: Vec<_> = self
            .ratings
            .iter()
            .map(|(id, commitment, rating)| {
                (
                    *id,
                    *commitment,
                    *rating,
                    FindingColumns::from(rating.finding),
                )
            })
            .collect();
        insert_rows!(
            connection,
            "INSERT INTO rating
                (id, commitment_id, revision_id, dimension, finding, scheme, value,
                 report_title, report_stage, source_url, source_page, read_on)",
            rows,
            |(id, commitment, rating, found)| [
                *id,
                *commitment,
                revision,
                rating.dimension.slug(),
                found.finding,
                found.scheme,
                &found.value,
                rating.report.as_ref().map(|report| &*report.title),
                rating.report.as_ref().map(|report| report.stage.slug()),
                &rating.source_url,
                &rating.source_page,
                rating.read_on.map(|day| day.to_string()),
            ]
        )
        .context("writing the ratings")
    }
}
