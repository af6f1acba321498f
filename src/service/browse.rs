//! Data for the public pages of commitments, members and policy areas.

use std::sync::Arc;

use super::changes::{Change, ChangedCommitment, ChangedRating};
use super::overview::{member_summary, overdue_plans};
use super::permanent::permanent;
use super::views::{AreaView, CommitmentRecord, CommitmentView, Featured, MemberView};
use super::{App, Missing, NotFound, Suggestion, shortened, spelling};
use crate::error::AppError;
use catalogue::{Catalogue, Row};
use charts::LevelCounts;
use domain::context::{ContextItem, ContextKind};
use domain::query::{Filter, Query};
use domain::record::Texts;
use domain::route;
use domain::similar::nearest;
use domain::text::slugify;
use domain::{CommitmentCode, Dimension, Lang, PolicyArea};
use interchange::seed::code_instead_of;
use store::History;

/// Number of related commitments shown, of each kind.
const RELATED: usize = 5;
/// Number of policy areas shown as often tagged together.
const RELATED_AREAS: usize = 12;
/// Number of changes shown on a commitment's page; the history of the record has the others.
const TIMELINE: usize = 20;
/// Number of commitments shown as newest.
pub(super) const NEWEST: usize = 6;

pub(super) fn levels_of(catalogue: &Catalogue, query: &Query) -> Vec<LevelCounts> {
    let rows = catalogue.select(query, None).rows;
    Dimension::ALL
        .iter()
        .map(|d| LevelCounts::of(catalogue, &rows, *d))
        .collect()
}

pub(super) fn first_rows(catalogue: &Catalogue, query: &Query, most: usize) -> Vec<Row> {
    let selection = catalogue.select(query, None);
    catalogue
        .ordered(query, &selection)
        .take(most)
        .cloned()
        .collect()
}

impl App {
    pub(super) fn snapshot(&self) -> Arc<Catalogue> {
        self.catalogue()
    }

    /// Everything that OGP highlights.
    pub fn all_featured(&self) -> Vec<(Featured, Option<Row>)> {
        featured(&self.catalogue(), None)
    }

    /// A commitment with everything that its page shows.
    pub async fn commitment(&self, spelling: &str, lang: Lang) -> Result<CommitmentView, AppError> {
        let CommitmentRecord {
            catalogue,
            row,
            texts,
            history,
        } = self.commitment_record(spelling).await?;
        Ok(CommitmentView {
            permanent: permanent(&Query::default(), catalogue.version(), self.now()),
            texts,
            timeline: self.timeline(&history, &row, lang).await?,
            same_member: same_member(&catalogue, &row),
            related: catalogue.related(&row, RELATED),
            catalogue,
            row,
            history,
        })
    }

    /// What is recorded about a commitment, without what its page shows around it.
    pub async fn commitment_record(&self, spelling: &str) -> Result<CommitmentRecord, AppError> {
        let catalogue = self.snapshot();
        let row = match find_commitment(&catalogue, spelling) {
            Ok(row) => row,
            Err(error) => return Err(self.known_as(&catalogue, spelling).await?.unwrap_or(error)),
        };
        Ok(CommitmentRecord {
            texts: self.texts(row.id).await?,
            history: self.history(&row.commitment.code).await?,
            catalogue,
            row,
        })
    }

    /// A redirect to the commitment that staff matched with this code, if the record has it under another
    /// one.
    async fn known_as(
        &self,
        catalogue: &Catalogue,
        spelling: &str,
    ) -> Result<Option<AppError>, AppError> {
        let Some(code) = CommitmentCode::meant(spelling) else {
            return Ok(None);
        };
        let other = self.inner.store.commitment_known_as(&code).await?;
        let other = other.filter(|other| catalogue.find(other).is_some());
        Ok(other.map(|other| AppError::Moved(route::Commitment::new(&other).to_string())))
    }

    /// Every published rating and change of a commitment.
    pub(super) async fn history(&self, code: &CommitmentCode) -> Result<History, AppError> {
        let history = self.inner.store.history(code, self.upto()).await?;
        Ok(history.unwrap_or_else(|| History {
            revisions: Vec::new(),
            ratings: Vec::new(),
        }))
    }

    async fn texts(&self, id: i64) -> Result<Texts, AppError> {
        let mut texts = self.inner.store.texts(&[id], self.upto()).await?;
        Ok(texts.remove(&id).unwrap_or_default())
    }

    /// The newest changes of a commitment, newest first.
    async fn timeline(
        &self,
        history: &History,
        row: &Row,
        lang: Lang,
    ) -> Result<Vec<Arc<Change>>, AppError> {
        if let Some(only) = only_change(row, history) {
            return Ok(vec![Arc::new(only)]);
        }
        let mut timeline = Vec::new();
        for revision in history.revisions.iter().rev().take(TIMELINE) {
            timeline.push(self.change_of(revision.number, row.id, lang).await?);
        }
        Ok(timeline)
    }

    /// The page of a member. Redirects from another spelling of the slug; refuses an unknown one and
    /// suggests similar members.
    pub fn member(&self, slug: &str, query: &Query) -> Result<MemberView, AppError> {
        let catalogue = self.snapshot();
        let Some(member) = catalogue.member(slug) else {
            if let Some(slug) = spelling::meant(&catalogue, Filter::Member, slug) {
                return Err(AppError::Moved(route::Member::new(slug).to_string()));
            }
            let known = catalogue.members().iter().map(|(slug, m)| (&**slug, m));
            let near = nearest(&slugify(slug), known, 5).into_iter();
            let near = near.map(|member| Suggestion::Member(Arc::clone(member)));
            let missing = NotFound {
                what: Missing::Member(shortened(slug)),
                instead: near.chain([Suggestion::Members]).collect(),
            };
            return Err(missing.into());
        };
        let (lens, through) = lens_alone(query).through_lens();
        let all = Query::default().with(Filter::Member, slug);
        let query = through.with(Filter::Member, slug);
        let like = through
            .with(Filter::Region, member.region.slug())
            .with(Filter::Kind, member.kind.slug());
        let mut areas: Vec<_> = area_counts(&catalogue, &all)
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .collect();
        areas.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        Ok(MemberView {
            summary: member_summary(&catalogue, slug, member),
            rows: first_rows(&catalogue, &query, usize::MAX),
            all_rows: first_rows(&catalogue, &all, usize::MAX),
            levels: levels_of(&catalogue, &query),
            levels_of_like: levels_of(&catalogue, &like),
            overdue: overdue_plans(&catalogue, &query).1,
            lens,
            query,
            areas,
            catalogue,
        })
    }

    /// Every policy area with its number of commitments, in the order of the tree.
    pub fn areas(&self) -> (Arc<Catalogue>, Vec<(PolicyArea, usize)>) {
        let catalogue = self.snapshot();
        let counts = area_counts(&catalogue, &Query::default());
        (catalogue, counts)
    }

    /// The page of a policy area. Redirects from another spelling of the slug; refuses an unknown one and
    /// suggests similar areas.
    pub fn area(&self, slug: &str) -> Result<AreaView, AppError> {
        let catalogue = self.snapshot();
        let Some(area) = catalogue.areas().find(slug).cloned() else {
            if let Some(slug) = spelling::meant(&catalogue, Filter::Area, slug) {
                return Err(AppError::Moved(route::Area::new(slug).to_string()));
            }
            let known = catalogue.areas().iter().map(|a| (&*a.slug, a));
            let near = nearest(&slugify(slug), known, 5).into_iter();
            let near = near.map(|area| Suggestion::Area(area.clone()));
            let missing = NotFound {
                what: Missing::Area(shortened(slug)),
                instead: near.chain([Suggestion::Areas]).collect(),
            };
            return Err(missing.into());
        };
        if *area.slug != *slug {
            return Err(AppError::Moved(route::Area::new(&area.slug).to_string()));
        }
        let query = Query::default().with(Filter::Area, slug);
        let counts = area_counts(&catalogue, &query);
        let is_child = |a: &PolicyArea| a.parent.as_deref() == Some(slug);
        let children = counts
            .iter()
            .filter(|(a, _)| is_child(a))
            .cloned()
            .collect();
        let selection = catalogue.select(&query, None);
        let members = catalogue.count_facet(Filter::Member, &query, &selection);
        let mut members: Vec<_> = members
            .values
            .into_iter()
            .filter(|m| m.count > 0)
            .map(|m| (m.slug, m.label, m.count))
            .collect();
        members.sort_by_key(|(.., count)| std::cmp::Reverse(*count));
        Ok(AreaView {
            parent: area
                .parent
                .as_ref()
                .and_then(|p| catalogue.areas().find(p).cloned()),
            children,
            related: related_areas(&area, &counts),
            total: selection.rows.count(),
            members,
            newest: first_rows(&catalogue, &query, NEWEST),
            featured: featured(&catalogue, Some(slug)),
            area,
            catalogue,
        })
    }
}

/// A query with the lens of another query and nothing else.
pub(super) fn lens_alone(query: &Query) -> Query {
    let asked = query.values(Filter::Lens).first();
    asked.map_or_else(Query::default, |lens| {
        Query::default().with(Filter::Lens, lens)
    })
}

/// What the only change of a commitment changed: with it, the commitment came as it is. None where there are
/// others, or where people wrote of its ratings, which only the database knows.
///
/// Most commitments came with a file and stayed as they were; to ask the database what that changed costs
/// more than the rest of their page.
fn only_change(row: &Row, history: &History) -> Option<Change> {
    let [_] = history.revisions.as_slice() else {
        return None;
    };
    let mut ratings = history.ratings.iter();
    if ratings.any(|past| past.origin.is_some() || past.reply.is_some() || !past.in_force) {
        return None;
    }
    let commitment = &row.commitment;
    let ratings = Dimension::ALL.iter().filter_map(|dimension| {
        Some(ChangedRating {
            dimension: *dimension,
            before: None,
            after: Some(commitment.ratings.of(*dimension)?.clone()),
        })
    });
    let item = ChangedCommitment {
        code: commitment.code.clone(),
        title: commitment.title.clone(),
        is_new: true,
        is_gone: false,
        facts: Vec::new(),
        ratings: ratings.collect(),
    };
    Some(Change {
        items: vec![item],
        total: 1,
        other_changes: Vec::new(),
        other_changes_total: 0,
        drafted_by: Vec::new(),
    })
}

/// What OGP highlights, in one policy area or in all.
pub(super) fn featured(catalogue: &Catalogue, area: Option<&str>) -> Vec<(Featured, Option<Row>)> {
    let in_area =
        |item: &&Arc<ContextItem>| area.is_none_or(|area| item.list("areas").any(|a| a == area));
    catalogue
        .context()
        .of(ContextKind::Featured)
        .filter(in_area)
        .map(|item| {
            let member = catalogue.member(item.get("member"));
            let featured = Featured {
                item: Arc::clone(item),
                member: member.cloned(),
            };
            let row = item
                .codes("code")
                .first()
                .and_then(|code| catalogue.find(code));
            (featured, row.cloned())
        })
        .collect()
}

/// A commitment by its code, as people write it.
///
/// Redirects to the canonical spelling, and from a local code to the code of OGP that was found later.
/// Refuses an unknown code and suggests similar ones.
pub(super) fn find_commitment(catalogue: &Catalogue, spelling: &str) -> Result<Row, AppError> {
    let code = CommitmentCode::meant(spelling);
    let row = code.as_ref().and_then(|code| {
        let instead = || catalogue.find(code_instead_of(code)?);
        catalogue.find(code).or_else(instead)
    });
    let Some(row) = row else {
        return Err(unknown_commitment(catalogue, spelling).into());
    };
    let code = &row.commitment.code;
    if code.as_str() != spelling {
        return Err(AppError::Moved(route::Commitment::new(code).to_string()));
    }
    Ok(row.clone())
}

/// The policy area at the heart of the record; what OGP features belongs to it.
const DIGITAL: &str = "digital-governance";

pub(super) fn area_counts(catalogue: &Catalogue, query: &Query) -> Vec<(PolicyArea, usize)> {
    let rows = catalogue.select(query, None).rows;
    let facet = catalogue.facet(Filter::Area);
    catalogue
        .areas()
        .iter()
        .map(|area| {
            (
                area.clone(),
                facet
                    .value(&area.slug)
                    .map_or(0, |v| rows.count_with(&v.rows)),
            )
        })
        .collect()
}

/// The areas that share most commitments with this one, without its parent, siblings and children. Those of
/// digital governance always include the adjacent tags that its readers look for.
fn related_areas(area: &PolicyArea, counts: &[(PolicyArea, usize)]) -> Vec<(PolicyArea, usize)> {
    let adjacent = |other: &PolicyArea| {
        *area.slug == *DIGITAL
            && domain::area::RELATED_TO_DIGITAL_GOVERNANCE.contains(&&*other.slug)
    };
    let family = |other: &PolicyArea| {
        other.slug == area.slug
            || other.parent.as_ref() == Some(&area.slug)
            || area
                .parent
                .as_ref()
                .is_some_and(|p| *p == other.slug || other.parent.as_ref() == Some(p))
    };
    let mut related: Vec<_> = counts
        .iter()
        .filter(|(other, count)| !family(other) && *count > 0)
        .cloned()
        .collect();
    related.sort_by_key(|(other, count)| std::cmp::Reverse((adjacent(other), *count)));
    related.truncate(RELATED_AREAS);
    related.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    related
}

/// Other commitments of the same member, newest first.
fn same_member(catalogue: &Catalogue, row: &Row) -> Vec<Row> {
    let of_member = Query::default().with(Filter::Member, &row.commitment.member.slug());
    first_rows(catalogue, &of_member, RELATED + 1)
        .into_iter()
        .filter(|other| other.id != row.id)
        .take(RELATED)
        .collect()
}

fn unknown_commitment(catalogue: &Catalogue, spelling: &str) -> NotFound {
    let wanted = spelling.trim().to_ascii_uppercase();
    let codes = catalogue
        .rows()
        .map(|row| (row.commitment.code.as_str(), row));
    let near = nearest(&wanted, codes, 5).into_iter().map(|row| {
        let c = &row.commitment;
        Suggestion::Commitment {
            code: c.code.to_string(),
            title: c.title.clone(),
            member: Arc::clone(&c.member),
        }
    });
    NotFound {
        what: Missing::Commitment(shortened(spelling)),
        instead: near.chain([Suggestion::Commitments]).collect(),
    }
}
