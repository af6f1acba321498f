//! Taking the short texts of a state of the record apart into words.

use std::collections::{HashMap, HashSet};

use super::{Owner, Text, TextIndex};
use crate::Catalogue;
use domain::query::Query;
use domain::search::has_no_spaces;
use domain::text::fold;
use domain::{Member, PolicyArea};

impl TextIndex {
    /// The index of a state of the record, with every name by which somebody may look for a member or a
    /// policy area.
    pub fn build(
        catalogue: &Catalogue,
        member_names: impl Fn(&Member) -> Vec<String>,
        area_names: impl Fn(&PolicyArea) -> Vec<String>,
    ) -> Self {
        let mut texts: Vec<(Owner, Vec<String>)> = Vec::new();
        let mut member_numbers: HashMap<&str, u32> = HashMap::new();
        for (number, (_, member)) in (0..).zip(catalogue.members()) {
            member_numbers.insert(&member.name, number);
            let mut names = member_names(member);
            names.push(member.country.clone());
            texts.extend(
                names
                    .iter()
                    .map(|name| (Owner::Member(number), split(name))),
            );
        }
        let mut area_numbers: HashMap<&str, u32> = HashMap::new();
        for (number, area) in (0..).zip(catalogue.areas().iter()) {
            area_numbers.insert(&area.slug, number);
            let names = area_names(area);
            texts.extend(names.iter().map(|name| (Owner::Area(number), split(name))));
        }
        let rows = catalogue.rows();
        for (number, row) in (0..).zip(rows) {
            let c = &row.commitment;
            let titles = std::iter::once(&c.title).chain(c.title_in.iter().flatten());
            texts.extend(titles.map(|title| (Owner::Title(number), split(title))));
            let institutions = c.lead_institutions.iter().chain(&c.support_institutions);
            texts.extend(institutions.map(|name| (Owner::Institutions(number), split(name))));
        }
        let areas = rows.iter().map(|row| {
            let slugs = row.commitment.policy_areas.iter();
            slugs
                .filter_map(|slug| area_numbers.get(&**slug).copied())
                .collect()
        });
        let members = rows.iter().map(|row| {
            let name = row.commitment.member.name.as_str();
            member_numbers.get(name).copied().unwrap_or(u32::MAX)
        });
        let (words, texts) = numbered(texts);
        let mut texts_of: Vec<Vec<u32>> = vec![Vec::new(); words.len()];
        for (number, text) in (0..).zip(&texts) {
            for word in &text.words {
                let of_word = &mut texts_of[*word as usize];
                if of_word.last() != Some(&number) {
                    of_word.push(number);
                }
            }
        }
        let unspaced = (0..)
            .zip(&words)
            .filter(|(_, word)| word.chars().any(has_no_spaces))
            .map(|(number, _)| number)
            .collect();
        Self {
            unspaced,
            texts_of,
            texts,
            ids: rows.iter().map(|row| row.id).collect(),
            members: members.collect(),
            areas: areas.collect(),
            newest: newest(catalogue),
            row_of_code: (0..)
                .zip(rows)
                .map(|(number, row)| (row.commitment.code.to_string(), number))
                .collect(),
            words,
        }
    }
}

/// For each row, its place among the newest.
fn newest(catalogue: &Catalogue) -> Vec<u32> {
    let all = Query::default();
    let selection = catalogue.select(&all, None);
    let place_of: HashMap<i64, u32> = (0..)
        .zip(catalogue.ordered(&all, &selection))
        .map(|(place, row)| (row.id, place))
        .collect();
    let rows = catalogue.rows().iter();
    rows.map(|row| place_of.get(&row.id).copied().unwrap_or(u32::MAX))
        .collect()
}

/// The words of a text, folded.
fn split(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Every word once, sorted, and the texts with the numbers of their words.
fn numbered(texts: Vec<(Owner, Vec<String>)>) -> (Vec<Box<str>>, Vec<Text>) {
    let mut words: Vec<Box<str>> = texts
        .iter()
        .flat_map(|(_, words)| words)
        .map(String::as_str)
        .collect::<HashSet<_>>()
        .into_iter()
        .map(Box::from)
        .collect();
    words.sort_unstable();
    let numbers: HashMap<&str, u32> = (0..)
        .zip(&words)
        .map(|(number, word)| (&**word, number))
        .collect();
    let texts = texts
        .into_iter()
        .map(|(owner, words)| Text {
            owner,
            words: words
                .iter()
                .filter_map(|word| numbers.get(word.as_str()).copied())
                .collect(),
        })
        .collect();
    (words, texts)
}
