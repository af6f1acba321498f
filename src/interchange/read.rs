//! Rows of the interchange format as commitments, with every problem named by row and column.

use std::collections::{BTreeMap, HashMap};
use std::io::Read;
use std::str::FromStr;
use std::sync::Arc;

use super::columns::REQUIRED;
use super::guard;
use crate::domain::record::{Batch, Entry, Texts};
use crate::domain::{
    ActionPlan, Answer, Commitment, CurrentRatings, Dimension, Finding, Member, PolicyArea, Rating,
    Report, Scheme, area, member, text,
};

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("row {row}, column {column}: {problem}")]
pub struct CellProblem {
    /// The line of the table, the header being 1.
    pub row: usize,
    /// The column's name.
    pub column: String,
    /// What was found and what was expected.
    pub problem: String,
}

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is not CSV.
    #[error("the file is not a readable CSV table: {0}")]
    NotCsv(#[from] csv::Error),
    /// A column without which a row has no meaning is not there.
    #[error("the file has no column \u{201c}{0}\u{201d}; it needs at least code, member and title")]
    MissingColumn(&'static str),
    /// Some rows could not be understood.
    #[error("{} cells could not be understood; the first: {}", .0.len(), .0.first().map(ToString::to_string).unwrap_or_default())]
    Rows(Vec<CellProblem>),
}

/// Reads a CSV table of the tracker's columns, in any order; columns it does not know are ignored.
///
/// Gives the commitments and the policy areas they use, those of OGP's list first. Refuses the
/// whole file when any cell cannot be understood.
pub fn read_csv(input: impl Read) -> Result<Batch, ReadError> {
    let mut reader = csv::Reader::from_reader(input);
    let header: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
    if let Some(missing) = REQUIRED
        .iter()
        .find(|name| !header.iter().any(|h| h == *name))
    {
        return Err(ReadError::MissingColumn(missing));
    }
    let mut context = Context::new();
    let mut entries = Vec::new();
    for (index, record) in reader.records().enumerate() {
        let record = record?;
        let cells = header
            .iter()
            .map(String::as_str)
            .zip(record.iter())
            .collect();
        entries.extend(
            Row {
                number: index + 2,
                cells,
            }
            .entry(&mut context),
        );
    }
    if context.problems.is_empty() {
        Ok(Batch {
            areas: context.areas,
            entries,
            ..Batch::default()
        })
    } else {
        Err(ReadError::Rows(context.problems))
    }
}

/// What all rows of a file share.
struct Context {
    areas: Vec<PolicyArea>,
    area_of_name: HashMap<String, Arc<str>>,
    members: BTreeMap<String, Arc<Member>>,
    plans: BTreeMap<ActionPlan, Arc<ActionPlan>>,
    problems: Vec<CellProblem>,
}

impl Context {
    fn new() -> Self {
        let areas = area::taxonomy();
        let area_of_name = areas
            .iter()
            .flat_map(|a| {
                let names = a.also.iter().map(|name| text::slugify(name));
                names
                    .chain([a.slug.to_string()])
                    .map(|name| (name, a.slug.clone()))
            })
            .collect();
        Self {
            areas,
            area_of_name,
            members: BTreeMap::new(),
            plans: BTreeMap::new(),
            problems: Vec::new(),
        }
    }

    /// The slug of the area with this name; an unknown name becomes an area of its own.
    fn area(&mut self, name: &str) -> Arc<str> {
        let slug = text::slugify(name);
        if let Some(known) = self.area_of_name.get(&slug) {
            return known.clone();
        }
        let unlisted = PolicyArea::unlisted(name);
        self.area_of_name.insert(slug, unlisted.slug.clone());
        self.areas.push(unlisted.clone());
        unlisted.slug
    }
}

struct Row<'a> {
    number: usize,
    cells: HashMap<&'a str, &'a str>,
}

impl Row<'_> {
    fn cell(&self, column: &str) -> &str {
        self.cells
            .get(column)
            .map_or("", |cell| guard::unprotect(cell.trim_matches(' ')))
    }

    fn text(&self, column: &str) -> Option<String> {
        Some(self.cell(column))
            .filter(|c| !c.is_empty())
            .map(str::to_owned)
    }

    fn list(&self, column: &str) -> Vec<String> {
        let items = self.cell(column).split(';').map(str::trim);
        items
            .filter(|item| !item.is_empty())
            .map(str::to_owned)
            .collect()
    }

    /// Reads a cell that may be empty, noting a problem where it cannot be understood.
    fn read<T: FromStr<Err: std::fmt::Display>>(
        &self,
        column: &str,
        context: &mut Context,
    ) -> Option<T> {
        let cell = self.cell(column);
        if cell.is_empty() {
            return None;
        }
        match cell.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                self.problem(column, &error, context);
                None
            }
        }
    }

    fn problem(&self, column: &str, problem: &dyn std::fmt::Display, context: &mut Context) {
        context.problems.push(CellProblem {
            row: self.number,
            column: column.to_owned(),
            problem: problem.to_string(),
        });
    }

    fn required(&self, column: &str, context: &mut Context) -> Option<String> {
        let text = self.text(column);
        if text.is_none() {
            self.problem(
                column,
                &"it is empty, but every commitment needs one",
                context,
            );
        }
        text
    }

    fn entry(&self, context: &mut Context) -> Option<Entry> {
        let before = context.problems.len();
        let title = self.required("title", context);
        let code = self
            .required("code", context)
            .and_then(|_| self.read("code", context));
        let member = self.member(context);
        let plan = self.plan(context);
        let ratings: Vec<Rating> = Dimension::ALL
            .iter()
            .filter_map(|d| self.rating(*d, context))
            .collect();
        let verifiable = self.read::<Answer>("verifiable", context);
        let relevant = self.read::<Answer>("relevant", context);
        let starred = self
            .read::<Answer>("starred", context)
            .map(|a| a == Answer::Yes);
        let ogp_values = self.words("ogp_values", context);
        let (start, end) = (self.read("start", context), self.read("end", context));
        let challenge_area = self.read("challenge_area", context);
        let status = self.read("status", context);
        let policy_areas = self.areas(context);
        if context.problems.len() > before {
            return None;
        }
        let commitment = Commitment {
            code: code?,
            member: member?,
            plan,
            number: self.text("commitment_number"),
            title: title?,
            lead_institutions: self.list("lead_institution"),
            support_institutions: self.list("support_institutions"),
            policy_areas,
            ogp_values,
            start,
            end,
            verifiable,
            relevant,
            starred,
            reports: self.reports(),
            challenge_area,
            source_url: self.text("source_url"),
            status,
            ratings: CurrentRatings::choose(ratings.clone()),
        };
        let description = self.text("description");
        Some(Entry {
            commitment,
            texts: Texts {
                description,
                milestones: Vec::new(),
            },
            ratings,
        })
    }

    fn member(&self, context: &mut Context) -> Option<Arc<Member>> {
        let name = self.required("member", context)?;
        if let Some(known) = context.members.get(&name) {
            return Some(known.clone());
        }
        let country = self.text("country").unwrap_or_else(|| name.clone());
        let kind = self
            .required("member_kind", context)
            .and_then(|_| self.read("member_kind", context));
        let region = self
            .required("region", context)
            .and_then(|_| self.read("region", context));
        let member = Arc::new(Member {
            statuses: member::known_statuses(&name),
            name: name.clone(),
            kind: kind?,
            country,
            country_iso3: self.required("country_iso3", context)?,
            region: region?,
        });
        context.members.insert(name, member.clone());
        Some(member)
    }

    fn plan(&self, context: &mut Context) -> Arc<ActionPlan> {
        let plan = ActionPlan {
            title: self.text("action_plan"),
            start_year: self.read("plan_year", context),
            end_year: self.read("plan_end_year", context),
        };
        context
            .plans
            .entry(plan.clone())
            .or_insert_with(|| Arc::new(plan))
            .clone()
    }

    /// Areas in the file's order; two names of one area are that area once.
    fn areas(&self, context: &mut Context) -> Vec<Arc<str>> {
        let mut areas = Vec::new();
        for name in self.list("policy_areas") {
            let area = context.area(&name);
            if !areas.contains(&area) {
                areas.push(area);
            }
        }
        areas
    }

    fn rating(&self, dimension: Dimension, context: &mut Context) -> Option<Rating> {
        let column = dimension.slug();
        let cell = self.cell(column);
        if cell.is_empty() {
            return None;
        }
        let scheme_column = format!("{column}_scheme");
        let scheme = self.read::<Scheme>(&scheme_column, context);
        if let Some(other) = scheme
            .and_then(Scheme::dimension)
            .filter(|d| *d != dimension)
        {
            let problem = format!(
                "this scheme rates {}, not {}",
                other.label(),
                dimension.label()
            );
            self.problem(&scheme_column, &problem, context);
        }
        match Finding::read(scheme, cell) {
            Ok(finding) => Some(Rating {
                dimension,
                finding,
                report: None,
                source_url: self.text("source_url"),
            }),
            Err(error) => {
                self.problem(column, &error, context);
                None
            }
        }
    }

    fn words<T: FromStr<Err: std::fmt::Display>>(
        &self,
        column: &str,
        context: &mut Context,
    ) -> Vec<T> {
        let mut words = Vec::new();
        for item in self.list(column) {
            match item.parse() {
                Ok(word) => words.push(word),
                Err(error) => self.problem(column, &error, context),
            }
        }
        words
    }

    /// Titles of reports. Some titles hold the separator themselves (`Action plan – Scotland;
    /// United Kingdom; 2021 – 2025`): a piece that names no report belongs to the one before it.
    fn reports(&self) -> Vec<Report> {
        let mut titles: Vec<String> = Vec::new();
        for piece in self.list("irm_reports") {
            let slug = text::slugify(&piece);
            let is_title = slug.contains("report") || slug.contains("review");
            match titles.last_mut() {
                Some(title) if !is_title => {
                    title.push_str(", ");
                    title.push_str(&piece);
                }
                _ => titles.push(piece),
            }
        }
        titles
            .iter()
            .filter_map(|title| Report::from_title(title))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::write;
    use super::*;
    use crate::catalogue::AreaTree;

    const HEADER: &str = "code,member,member_kind,country,country_iso3,region,title,policy_areas,\
        ambition_scheme,ambition,verifiable,start,irm_reports,plan_year";

    fn read(row: &str) -> Result<Batch, ReadError> {
        read_csv(format!("{HEADER}\n{row}\n").as_bytes())
    }

    #[test]
    fn other_names_of_an_area_are_that_area_and_unknown_ones_are_kept() {
        let batch = read(
            "ES0001,Spain,national,Spain,ESP,Europe,T,Formaciones;Capacity Building;Moon Travel,,,,,,",
        )
        .unwrap();
        let areas: Vec<&str> = batch.entries[0]
            .commitment
            .policy_areas
            .iter()
            .map(|a| &**a)
            .collect();
        assert_eq!(areas, ["capacity-building", "moon-travel"]);
        assert_eq!(batch.areas.last().unwrap().name, "Moon Travel");
    }

    #[test]
    fn every_problem_is_named_by_row_and_column() {
        let Err(ReadError::Rows(problems)) =
            read("ES1,Spain,regional,Spain,ESP,Europe,,,completion,High,Maybe,2018-13,,20x")
        else {
            panic!("read");
        };
        let columns: Vec<_> = problems
            .iter()
            .map(|p| (p.row, p.column.as_str()))
            .collect();
        for column in [
            "title",
            "code",
            "member_kind",
            "plan_year",
            "ambition_scheme",
            "verifiable",
            "start",
        ] {
            assert!(columns.contains(&(2, column)), "{column} in {problems:?}");
        }
    }

    #[test]
    fn a_file_without_codes_is_refused() {
        let error = read_csv("member,title\nSpain,T\n".as_bytes()).unwrap_err();
        assert!(error.to_string().contains("code"), "{error}");
    }

    #[test]
    fn a_title_of_a_report_may_hold_the_separator() {
        let batch = read(
            "GBSC0003,Scotland,local,United Kingdom,GBR,Europe,T,,,,,,\
             Inception Report – Action plan – Scotland;United Kingdom;2021 – 2025,",
        )
        .unwrap();
        let titles: Vec<_> = batch.entries[0]
            .commitment
            .reports
            .iter()
            .map(|r| r.title.as_str())
            .collect();
        assert_eq!(
            titles,
            ["Inception Report – Action plan – Scotland, United Kingdom, 2021 – 2025"]
        );
    }

    #[test]
    fn what_is_written_reads_back_the_same() {
        let seed = include_bytes!("../../data/seed/commitments.csv").as_slice();
        let batch = read_csv(seed).unwrap();
        assert_eq!(batch.entries.len(), 656);
        let areas = AreaTree::new(batch.areas.clone());
        let mut file = csv::Writer::from_writer(Vec::new());
        file.write_record(write::csv_header()).unwrap();
        for entry in &batch.entries {
            file.write_record(write::csv_record(&entry.commitment, &entry.texts, &areas))
                .unwrap();
        }
        let again = read_csv(file.into_inner().unwrap().as_slice()).unwrap();
        assert_eq!(again.entries, batch.entries);
    }
}
