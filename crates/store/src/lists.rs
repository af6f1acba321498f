//! What commitments have several of: institutions, areas, reports and the like.

use std::collections::HashMap;
use std::sync::Arc;

use super::StoreError;
use super::db::{Connection, dispatch};
use super::error::ErrorContext;
use super::parties::Parties;
use super::read::{Which, current_rows};
use super::rows::{CommitmentRow, Interner, ItemRow, date, grouped, parsed, report, word};
use domain::rating::Answer;
use domain::{
    ChallengeArea, Commitment, CommitmentStatus, CurrentRatings, Lang, OgpValue, Report, Summaries,
    Summary, TitleTranslations,
};

/// The lists of commitments, by commitment.
pub(super) struct Lists {
    institutions: HashMap<i64, Vec<(String, String)>>,
    areas: HashMap<i64, Vec<Arc<str>>>,
    values: HashMap<i64, Vec<OgpValue>>,
    reports: HashMap<i64, Vec<Report>>,
    titles: HashMap<i64, TitleTranslations>,
    summaries: HashMap<i64, Summaries>,
}

/// Reads them as of a revision.
pub(super) async fn lists(
    connection: &mut Connection<'_>,
    as_of: i64,
    which: Which<'_>,
) -> Result<Lists, StoreError> {
    let institutions = list_items(
        connection,
        "SELECT l.commitment_id, l.name AS item, l.role AS detail FROM commitment_institution l",
        "l.role, l.position",
        as_of,
        which,
    )
    .await
    .context("reading the institutions")?;
    let areas = list_items(
        connection,
        "SELECT l.commitment_id, l.area AS item, '' AS detail FROM commitment_area l",
        "l.position",
        as_of,
        which,
    )
    .await
    .context("reading the commitments\u{2019} policy areas")?;
    let values = list_items(
        connection,
        "SELECT l.commitment_id, l.ogp_value AS item, '' AS detail FROM commitment_value l",
        "l.position",
        as_of,
        which,
    )
    .await
    .context("reading the OGP values")?;
    let reports = list_items(
        connection,
        "SELECT l.commitment_id, l.title AS item, l.stage AS detail FROM commitment_report l",
        "l.position",
        as_of,
        which,
    )
    .await
    .context("reading the reports")?;

    let translated = list_items(
        connection,
        "SELECT l.commitment_id, l.title AS item, l.lang AS detail FROM commitment_title l",
        "l.lang",
        as_of,
        which,
    )
    .await
    .context("reading the translations of titles")?;
    let mut titles: HashMap<i64, TitleTranslations> = HashMap::new();
    for row in translated {
        let lang = word(Lang::ALL, Lang::slug, "a language", &row.detail)?;
        titles.entry(row.commitment_id).or_default()[lang.index()] = Some(row.item);
    }

    let summaries = summaries(connection, as_of, which).await?;
    let mut texts = Interner::default();
    Ok(Lists {
        titles,
        summaries,
        institutions: grouped(
            institutions
                .into_iter()
                .map(|row| (row.commitment_id, (row.detail, row.item))),
        ),
        areas: grouped(
            areas
                .into_iter()
                .map(|row| (row.commitment_id, texts.get(row.item))),
        ),
        values: grouped(
            values
                .into_iter()
                .map(|row| {
                    let value = word(OgpValue::ALL, OgpValue::slug, "an OGP value", &row.item)?;
                    Ok((row.commitment_id, value))
                })
                .collect::<Result<Vec<_>, StoreError>>()?,
        ),
        reports: grouped(
            reports
                .into_iter()
                .map(|row| Ok((row.commitment_id, report(texts.get(row.item), &row.detail)?)))
                .collect::<Result<Vec<_>, StoreError>>()?,
        ),
    })
}

async fn summaries(
    connection: &mut Connection<'_>,
    as_of: i64,
    which: Which<'_>,
) -> Result<HashMap<i64, Summaries>, StoreError> {
    let rows = dispatch!(connection, DB, c => current_rows::<DB>(
        [
            "SELECT l.commitment_id, l.lang, l.summary, l.source_url FROM commitment_summary l",
            "commitment_version",
            "ON current.commitment_id = l.commitment_id AND current.revision_id = l.revision_id",
        ],
        as_of,
        which,
    ).build_query_as::<(i64, String, String, String)>().fetch_all(&mut **c).await)
    .context("reading the summaries")?;
    let mut summaries: HashMap<i64, Summaries> = HashMap::new();
    for (id, lang, text, source_url) in rows {
        let lang = word(Lang::ALL, Lang::slug, "a language", &lang)?;
        let summary = Some(Box::new(Summary { text, source_url }));
        summaries.entry(id).or_default()[lang.index()] = summary;
    }
    Ok(summaries)
}

/// The items of one list of the commitments; `select` names its table `l`.
async fn list_items(
    connection: &mut Connection<'_>,
    select: &str,
    order: &str,
    as_of: i64,
    which: Which<'_>,
) -> Result<Vec<ItemRow>, sqlx::Error> {
    let tail = format!(
        "ON current.commitment_id = l.commitment_id AND current.revision_id = l.revision_id
         ORDER BY l.commitment_id, {order}"
    );
    dispatch!(connection, DB, c => {
        current_rows::<DB>([select, "commitment_version", &tail], as_of, which)
            .build_query_as()
            .fetch_all(&mut **c)
            .await
    })
}

impl Lists {
    /// Assembles a commitment from its row, its lists, its member and its plan.
    pub(super) fn complete(
        &mut self,
        row: CommitmentRow,
        parties: &Parties,
    ) -> Result<Commitment, StoreError> {
        let answer = |found: Option<String>| {
            found
                .map(|f| word(Answer::ALL, Answer::slug, "an answer", &f))
                .transpose()
        };
        let missing = |what, id: i64| StoreError::NotUnderstood {
            what,
            found: id.to_string(),
        };
        let (member_id, plan) = parties
            .plans
            .get(&row.plan_id)
            .ok_or_else(|| missing("the number of an action plan", row.plan_id))?;
        let member = parties
            .members
            .get(member_id)
            .ok_or_else(|| missing("the number of a member", *member_id))?;
        let (lead, support): (Vec<_>, Vec<_>) = self
            .institutions
            .remove(&row.id)
            .unwrap_or_default()
            .into_iter()
            .partition(|(role, _)| role == "lead");
        let names = |list: Vec<(String, String)>| list.into_iter().map(|(_, name)| name).collect();
        Ok(Commitment {
            code: parsed("a commitment\u{2019}s code", &row.code)?,
            member: member.clone(),
            plan: plan.clone(),
            number: row.number,
            title: row.title,
            title_in: self.titles.remove(&row.id).unwrap_or_default(),
            summary_in: self.summaries.remove(&row.id).unwrap_or_default(),
            lead_institutions: names(lead),
            support_institutions: names(support),
            policy_areas: self.areas.remove(&row.id).unwrap_or_default(),
            ogp_values: self.values.remove(&row.id).unwrap_or_default(),
            start: date(row.start_date.as_deref())?,
            end: date(row.end_date.as_deref())?,
            verifiable: answer(row.verifiable)?,
            relevant: answer(row.relevant)?,
            starred: row.starred,
            reports: self.reports.remove(&row.id).unwrap_or_default(),
            challenge_area: row
                .challenge_area
                .map(|f| {
                    word(
                        ChallengeArea::ALL,
                        ChallengeArea::slug,
                        "a challenge area",
                        &f,
                    )
                })
                .transpose()?,
            source_url: row.source_url,
            status: row
                .status
                .map(|f| {
                    word(
                        CommitmentStatus::ALL,
                        CommitmentStatus::slug,
                        "a status",
                        &f,
                    )
                })
                .transpose()?,
            ratings: CurrentRatings::default(),
        })
    }
}
