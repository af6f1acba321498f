//! Whole files without errors, merged with nothing.

use super::cells::{Cells, Columns};
use super::file::{CommitmentFile, FileError, FileFormat};
use super::merge::merge;
use super::message::{ImportMessage, Severity};
use super::patch::{Key, Patch};
use super::permissions::Permissions;
use super::reference::ReferenceData;
use domain::CommitmentCode;
use domain::record::Entry;

#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error("the file is not a readable CSV table: {0}")]
    NotCsv(#[from] csv::Error),
    #[error("row {row}, {}", .message.in_words())]
    Cell { row: usize, message: ImportMessage },
}

/// Reads the commitments of a whole file. `code_of` gives the code of a row, or a message why it has
/// none. Any error refuses the file.
pub(crate) fn read_entries(
    bytes: &[u8],
    format: FileFormat,
    known: &mut ReferenceData,
    mut code_of: impl FnMut(&Patch, &Cells<'_>, &mut Vec<ImportMessage>) -> Option<CommitmentCode>,
) -> Result<Vec<Entry>, RecordError> {
    let file = CommitmentFile::read(bytes, Some(format))?;
    let columns = Columns::of(&file.table);
    let mut entries = Vec::with_capacity(file.rows.len());
    for (row, read) in file.table.rows.iter().zip(file.rows) {
        let mut messages = read.messages;
        let merged = read.patch.and_then(|patch| {
            let cells = Cells::new(&columns, row);
            let code = code_of(&patch, &cells, &mut messages)?;
            merge(&patch, &code, None, known, Permissions::ALL, &mut messages)
        });
        let error = messages.into_iter().find(|m| m.severity == Severity::Error);
        match (merged, error) {
            (Some(merged), None) => {
                let mut entry = merged.entry;
                entry.ratings = merged.correction.map_or(Vec::new(), |c| c.added);
                entries.push(entry);
            }
            (_, error) => {
                let none = || ImportMessage::error("", "", "the row is empty");
                let (row, message) = (row.number, error.unwrap_or_else(none));
                return Err(RecordError::Cell { row, message });
            }
        }
    }
    Ok(entries)
}

/// The code that a row names.
pub(crate) fn named_code(patch: &Patch) -> Option<CommitmentCode> {
    match &patch.key {
        Key::Code(code) => Some(code.clone()),
        Key::Identity(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::rows;
    use super::*;
    use domain::record::Batch;
    use domain::{AreaTree, area};

    /// The commitments of a file of the tracker's columns and their policy areas, those of OGP's list
    /// first.
    fn read_record(bytes: &[u8]) -> Result<Batch, RecordError> {
        let mut areas = area::taxonomy();
        let mut known = ReferenceData::new(&[], areas.iter());
        let format = FileFormat::Tracker;
        let entries = read_entries(bytes, format, &mut known, |patch, _, _| named_code(patch))?;
        areas.append(&mut known.new_areas);
        Ok(Batch {
            areas,
            entries,
            ..Batch::default()
        })
    }

    const HEADER: &str = "code,member,member_kind,country,country_iso3,region,title,policy_areas,\
        ambition_scheme,ambition,verifiable,start,irm_reports,plan_year";

    #[test]
    fn other_names_of_an_area_are_resolved_and_unknown_ones_added() {
        let row = "ES0001,Spain,national,Spain,ESP,Europe,T,Formaciones;Capacity Building;Moon Travel,,,,,,";
        let batch = read_record(format!("{HEADER}\n{row}\n").as_bytes()).unwrap();
        let areas = &batch.entries[0].commitment.policy_areas;
        let areas: Vec<&str> = areas.iter().map(|a| &**a).collect();
        assert_eq!(areas, ["capacity-building", "moon-travel"]);
        assert_eq!(batch.areas.last().unwrap().name, "Moon Travel");
    }

    #[test]
    fn a_wrong_cell_is_named_by_row_and_column() {
        let row = "ES0001,Spain,national,Spain,ESP,Europe,T,,,,Maybe,,,";
        let error = read_record(format!("{HEADER}\n{row}\n").as_bytes()).unwrap_err();
        let text = error.to_string();
        assert!(
            text.contains("row 2, verifiable") && text.contains("Maybe"),
            "{text}"
        );
    }

    #[test]
    fn what_is_written_reads_back_the_same() {
        let batch = read_record(include_bytes!("../../../data/seed/commitments.csv")).unwrap();
        assert_eq!(batch.entries.len(), 979);
        let areas = AreaTree::new(batch.areas.clone());
        let today = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        let context = rows::RowContext {
            today,
            ..rows::RowContext::timeless(&areas)
        };
        let mut file = csv::Writer::from_writer(Vec::new());
        file.write_record(rows::csv_header()).unwrap();
        for entry in &batch.entries {
            file.write_record(rows::csv_record(&entry.commitment, &entry.texts, context))
                .unwrap();
        }
        let again = read_record(&file.into_inner().unwrap()).unwrap();
        assert_eq!(again.entries, batch.entries);
    }
}
