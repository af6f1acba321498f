//! A whole record in one file: the tracker's columns, without errors, merged with nothing.

use super::file::{CommitmentFile, FileError, FileFormat};
use super::merge::merge;
use super::message::{ImportMessage, Severity};
use super::patch::Key;
use super::permissions::Permissions;
use super::reference::ReferenceData;
use domain::area;
use domain::record::Batch;

#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error("the file is not a readable CSV table: {0}")]
    NotCsv(#[from] csv::Error),
    #[error("row {row}, {}", .message.in_words())]
    Cell { row: usize, message: ImportMessage },
}

/// Reads a whole record: the commitments and their policy areas, those of OGP's list first. Any error
/// refuses the file.
pub fn read_record(bytes: &[u8]) -> Result<Batch, RecordError> {
    let file = CommitmentFile::read(bytes, Some(FileFormat::Tracker))?;
    let mut areas = area::taxonomy();
    let mut known = ReferenceData::new(&[], areas.iter());
    let mut entries = Vec::with_capacity(file.rows.len());
    for (row, read) in file.table.rows.iter().zip(file.rows) {
        let mut messages = read.messages;
        let merged = read.patch.and_then(|patch| match &patch.key {
            Key::Code(code) => merge(
                &patch,
                code,
                None,
                &mut known,
                Permissions::ALL,
                &mut messages,
            ),
            Key::Identity(_) => None,
        });
        match (
            merged,
            messages.into_iter().find(|m| m.severity == Severity::Error),
        ) {
            (Some(merged), None) => {
                let mut entry = merged.entry;
                entry.ratings = merged.correction.map_or(Vec::new(), |c| c.added);
                entries.push(entry);
            }
            (_, message) => {
                let none = || ImportMessage::error("", "", "the row is empty");
                return Err(RecordError::Cell {
                    row: row.number,
                    message: message.unwrap_or_else(none),
                });
            }
        }
    }
    areas.append(&mut known.new_areas);
    Ok(Batch {
        areas,
        entries,
        ..Batch::default()
    })
}

#[cfg(test)]
mod tests {
    use super::super::rows;
    use super::*;
    use domain::AreaTree;

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
        let mut file = csv::Writer::from_writer(Vec::new());
        file.write_record(rows::csv_header()).unwrap();
        for entry in &batch.entries {
            file.write_record(rows::csv_record(&entry.commitment, &entry.texts, &areas))
                .unwrap();
        }
        let again = read_record(&file.into_inner().unwrap()).unwrap();
        assert_eq!(again.entries, batch.entries);
    }
}
