//! What somebody may be about to search for: short lists for the search box, from memory alone.

use std::sync::Arc;

use super::App;
use super::overview::member_summary;
use super::search::Correction;
use super::search_view::areas_of;
use super::shortcut::{Shortcut, list_asked_for};
use crate::error::AppError;
use catalogue::{Catalogue, Fit, Row};
use domain::context::ContextItem;
use domain::{Member, PolicyArea};

/// Entries of each group at most.
const MAX_ENTRIES: usize = 4;
/// From so many letters on something is suggested; a sign of a script without spaces is enough.
const MIN_LETTERS: usize = 2;

/// What the search box offers for what was typed so far.
#[derive(Debug, Clone)]
pub struct Suggestions {
    /// The state they were found in.
    pub catalogue: Arc<Catalogue>,
    /// Commitments whose code begins so.
    pub codes: Vec<Row>,
    /// The list that is asked for.
    pub shortcut: Option<Shortcut>,
    /// Members by name, with how many commitments each has.
    pub members: Vec<(Arc<str>, Arc<Member>, usize)>,
    /// Policy areas, with how many commitments each has.
    pub areas: Vec<(PolicyArea, usize)>,
    /// Actions of the guide.
    pub actions: Vec<Arc<ContextItem>>,
    /// Commitments that fit best by their titles, members, institutions, areas and summaries.
    pub commitments: Vec<Row>,
}

impl App {
    /// Suggestions for what was typed so far. Long texts are not searched: a search may find more.
    pub async fn suggestions(&self, typed: &str) -> Result<Suggestions, AppError> {
        let catalogue = self.snapshot();
        let mut suggestions = Suggestions {
            codes: Vec::new(),
            shortcut: None,
            members: Vec::new(),
            areas: Vec::new(),
            actions: Vec::new(),
            commitments: Vec::new(),
            catalogue: Arc::clone(&catalogue),
        };
        let letters = typed.chars().filter(|c| c.is_alphanumeric());
        if letters.count() < MIN_LETTERS && !typed.chars().any(domain::search::has_no_spaces) {
            return Ok(suggestions);
        }
        suggestions.codes = codes_like(&catalogue, typed);
        let index = self.text_index(&catalogue).await?;
        let mut search = index.read(&catalogue, typed);
        let mut ids = index.rank_short(&catalogue, &search).find(Fit::All);
        if ids.is_empty()
            && let Correction::Confident(meant) = Correction::of(&index, &search)
        {
            search = index.read(&catalogue, &meant);
            ids = index.rank_short(&catalogue, &search).find(Fit::All);
        }
        let names = index.names_found(&search);
        let beginning = index.members_beginning(typed);
        let beginning = beginning
            .iter()
            .filter(|slug| !names.members.contains(slug));
        let members = names.members.iter().chain(beginning).filter_map(|slug| {
            let member = Arc::clone(catalogue.member(slug)?);
            let total = member_summary(&catalogue, slug, &member).total;
            Some((Arc::clone(slug), member, total))
        });
        suggestions.members = members.take(MAX_ENTRIES).collect();
        suggestions.areas = areas_of(&catalogue, &names);
        suggestions.areas.truncate(MAX_ENTRIES);
        suggestions.actions = index.actions_found(&search);
        suggestions.actions.truncate(MAX_ENTRIES);
        let asked = list_asked_for(&index, &search);
        suggestions.shortcut = asked.map(|query| Shortcut::counted(&catalogue, query));
        let is_code = |row: &&Row| suggestions.codes.iter().all(|code| code.id != row.id);
        let rows = ids.iter().filter_map(|id| catalogue.row_of(*id));
        let rows = rows.filter(is_code).take(MAX_ENTRIES).cloned();
        suggestions.commitments = rows.collect();
        Ok(suggestions)
    }
}

/// Commitments whose code begins as typed: `UK 9` as `UK0098`.
fn codes_like(catalogue: &Catalogue, typed: &str) -> Vec<Row> {
    let apart = |text: &str| -> Option<(String, String)> {
        let text: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
        let digits = text.find(|c: char| c.is_ascii_digit())?;
        let (letters, number) = text.split_at(digits);
        let is_code = !letters.is_empty() && number.chars().all(|c| c.is_ascii_digit());
        let number = number.trim_start_matches('0').to_owned();
        is_code.then(|| (letters.to_ascii_uppercase(), number))
    };
    let is_plain = |c: char| c.is_ascii_alphanumeric() || " -_.".contains(c);
    let Some((letters, number)) = apart(typed).filter(|_| typed.trim().chars().all(is_plain))
    else {
        return Vec::new();
    };
    let rows = catalogue.rows().filter(|row| {
        let code = row.commitment.code.as_str();
        code.starts_with(letters.as_str())
            && apart(code).is_some_and(|(own, of)| own == letters && of.starts_with(&number))
    });
    let mut found: Vec<Row> = rows.cloned().collect();
    // The one that is typed whole comes first.
    found.sort_by_key(|row| {
        (
            row.commitment.code.as_str().len(),
            row.commitment.code.to_string(),
        )
    });
    let is_whole =
        |row: &Row| apart(row.commitment.code.as_str()).is_some_and(|(_, of)| of == number);
    found.sort_by_key(|row| !is_whole(row));
    found.truncate(MAX_ENTRIES);
    found
}
