//! Institutions: found, renamed, merged and split, in every commitment that names them.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::App;
use super::auth::Staff;
use super::staff::{Refusal, needed_reason};
use crate::error::AppError;
use catalogue::Catalogue;
use domain::forms::{Fields, Problems};
use domain::query::Query;
use domain::route;
use domain::text::slugify;
use domain::{Action, CommitmentCode};

/// Institutions of a page.
const PER_PAGE: usize = 100;
/// The longest name, in characters.
const MAX_NAME: usize = 500;
/// The most institutions that one is split into.
const MAX_PARTS: usize = 50;

/// An institution that commitments name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Institution {
    pub name: String,
    /// The commitments that name it.
    pub codes: Vec<CommitmentCode>,
    /// Its name as it is searched.
    folded: String,
}

/// A page of the institutions whose names have some words.
#[derive(Debug, Clone)]
pub struct InstitutionList {
    pub shown: Vec<Institution>,
    /// Those on all pages.
    pub total: usize,
    /// Which page, from 0, and how many.
    pub at: usize,
    pub pages: usize,
}

impl App {
    /// Every institution, by name: found once for each state of the record.
    async fn all_institutions(&self) -> Result<Arc<Vec<Institution>>, AppError> {
        let catalogue = self.catalogue();
        let version = catalogue.version().number;
        let find = async { Ok(institutions(&catalogue)) };
        self.inner
            .desk
            .institutions
            .get_or_make(version, find)
            .await
    }

    /// A page, from 0, of the institutions whose names have all words of `typed`.
    pub async fn institutions(
        &self,
        staff: &Staff,
        typed: &str,
        page: usize,
    ) -> Result<InstitutionList, AppError> {
        self.require(staff, Action::ManageInstitutions).await?;
        let all = self.all_institutions().await?;
        let folded = slugify(typed);
        let words: Vec<&str> = folded.split('-').filter(|word| !word.is_empty()).collect();
        let found = all
            .iter()
            .filter(|one| words.iter().all(|word| one.folded.contains(word)));
        let total = found.clone().count();
        let pages = total.div_ceil(PER_PAGE).max(1);
        let at = page.min(pages - 1);
        Ok(InstitutionList {
            shown: found.skip(at * PER_PAGE).take(PER_PAGE).cloned().collect(),
            total,
            at,
            pages,
        })
    }

    /// An institution by its name.
    pub async fn institution(&self, name: &str) -> Result<Option<Institution>, AppError> {
        let all = self.all_institutions().await?;
        let found = all.binary_search_by(|one| one.name.as_str().cmp(name));
        Ok(found.ok().and_then(|at| all.get(at).cloned()))
    }

    /// Gives an institution another name everywhere (`to`); under a name in use the two become one. Or
    /// replaces it by several (`part`, each a name).
    pub async fn change_institution(
        &self,
        staff: &Staff,
        fields: &Fields,
    ) -> Result<String, Refusal> {
        self.require(staff, Action::ManageInstitutions).await?;
        let reason = needed_reason(fields)?;
        let from = fields.get("from");
        let names = new_names(fields)?;
        let Some(found) = self.institution(from).await? else {
            let version = self.catalogue().version().number;
            if fields.number("base").is_some_and(|seen| seen < version) {
                // Others may have given it another name since the form was opened.
                return Err(self.changed_since(&[], None).await?);
            }
            return Err(Problems::one("from", "No commitments name this institution.").into());
        };
        let catalogue = self.catalogue();
        let ids: Vec<i64> = found
            .codes
            .iter()
            .filter_map(|code| Some(catalogue.find(code)?.id))
            .collect();
        let location = route::staff::Institutions.with("done", ids.len());
        self.change_many(staff, fields, &reason, location, &ids, Vec::new(), |c| {
            replace(&mut c.lead_institutions, from, &names);
            replace(&mut c.support_institutions, from, &names);
        })
        .await
    }
}

/// The names that a form asks to split an institution into: lines of `parts`, and each `part`.
pub fn parts_of(fields: &Fields) -> Vec<String> {
    let mut parts = fields.lines("parts");
    let more = fields
        .all("part")
        .into_iter()
        .filter(|part| !part.is_empty());
    parts.extend(more.map(str::to_owned));
    let mut seen = HashSet::new();
    parts.retain(|part| seen.insert(part.clone()));
    parts
}

/// What is wrong with the names that an institution is to be split into.
pub fn problem_of_parts(parts: &[String]) -> Option<&'static str> {
    if parts.len() < 2 {
        Some("Enter at least two names, one on each line.")
    } else if parts.len() > MAX_PARTS {
        Some("Enter at most 50 names.")
    } else if parts.iter().any(|part| part.chars().count() > MAX_NAME) {
        Some("One of the names is too long.")
    } else {
        None
    }
}

/// The names that take the place of one.
fn new_names(fields: &Fields) -> Result<Vec<String>, Problems> {
    if fields.get("do") == "split" {
        let parts = parts_of(fields);
        return match problem_of_parts(&parts) {
            Some(problem) => Err(Problems::one("parts", problem)),
            None => Ok(parts),
        };
    }
    let to = fields.get("to");
    if to.is_empty() || to.contains('\n') || to.chars().count() > MAX_NAME {
        return Err(Problems::one("to", "Enter a name on one line."));
    }
    Ok(vec![to.to_owned()])
}

/// Puts other names in the place of one; each is there once.
fn replace(names: &mut Vec<String>, from: &str, by: &[String]) {
    let replaced = names.drain(..).flat_map(|name| {
        if name == from {
            by.to_vec()
        } else {
            vec![name]
        }
    });
    let mut seen = HashSet::new();
    let kept: Vec<String> = replaced.filter(|name| seen.insert(name.clone())).collect();
    *names = kept;
}

fn institutions(catalogue: &Catalogue) -> Vec<Institution> {
    let mut named: BTreeMap<String, Vec<CommitmentCode>> = BTreeMap::new();
    let all = Query::default();
    let selection = catalogue.select(&all, None);
    for row in catalogue.ordered(&all, &selection) {
        let c = &row.commitment;
        for name in c.lead_institutions.iter().chain(&c.support_institutions) {
            let codes = named.entry(name.clone()).or_default();
            if codes.last() != Some(&c.code) {
                codes.push(c.code.clone());
            }
        }
    }
    let all = named.into_iter().map(|(name, codes)| Institution {
        folded: slugify(&name),
        name,
        codes,
    });
    all.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_replaced_where_it_stands_and_each_is_there_once() {
        let names = |all: &[&str]| all.iter().map(|n| (*n).to_owned()).collect::<Vec<String>>();
        for (before, by, after) in [
            (
                vec!["A", "B", "C"],
                vec!["X", "Y"],
                vec!["A", "X", "Y", "C"],
            ),
            (vec!["B", "X"], vec!["X", "Y"], vec!["X", "Y"]),
            (vec!["A"], vec!["X"], vec!["A"]),
            (vec!["B"], vec!["B", "X"], vec!["B", "X"]),
        ] {
            let mut list = names(&before);
            replace(&mut list, "B", &names(&by));
            assert_eq!(list, names(&after), "{before:?} {by:?}");
        }
    }
}
