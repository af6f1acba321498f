//! Tables as Parquet: the same columns and values as in JSON, with their types, packed column by column.

use std::io::Write;
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, Int32Type};
pub use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use serde_json::{Map, Value as Json};

use super::columns::{COLUMNS, ColumnKind};
use super::rating_rows::RATING_COLUMNS;

/// The media type of Parquet files.
pub const PARQUET: &str = "application/vnd.apache.parquet";
/// Rows that are packed together, and in memory at once.
const ROWS_PER_GROUP: usize = 2_000;

/// The columns of the table of commitments.
pub fn commitment_columns() -> Vec<(&'static str, ColumnKind)> {
    let columns = COLUMNS.iter();
    columns.map(|column| (column.name, column.kind)).collect()
}

/// The columns of the table of ratings.
pub fn rating_columns() -> Vec<(&'static str, ColumnKind)> {
    let columns = RATING_COLUMNS.iter();
    columns.map(|column| (column.name, column.kind)).collect()
}

/// A column of the rows that are not written yet.
///
/// Definition levels say which values are there, repetition levels which go on with the list before them.
#[derive(Debug, Clone)]
enum Values {
    Text {
        values: Vec<ByteArray>,
        defined: Vec<i16>,
    },
    Year {
        values: Vec<i32>,
        defined: Vec<i16>,
    },
    List {
        values: Vec<ByteArray>,
        defined: Vec<i16>,
        repeated: Vec<i16>,
    },
}

impl Values {
    fn of(kind: ColumnKind) -> Self {
        match kind {
            ColumnKind::Year => Self::Year {
                values: Vec::new(),
                defined: Vec::new(),
            },
            ColumnKind::List => Self::List {
                values: Vec::new(),
                defined: Vec::new(),
                repeated: Vec::new(),
            },
            ColumnKind::Text | ColumnKind::Date | ColumnKind::Word | ColumnKind::Computed => {
                Self::Text {
                    values: Vec::new(),
                    defined: Vec::new(),
                }
            }
        }
    }

    fn push(&mut self, cell: Option<&Json>) {
        match self {
            Self::Text { values, defined } => {
                let text = cell.and_then(Json::as_str);
                defined.push(i16::from(text.is_some()));
                values.extend(text.map(bytes));
            }
            Self::Year { values, defined } => {
                let year = cell.and_then(Json::as_i64);
                let year = year.and_then(|year| i32::try_from(year).ok());
                defined.push(i16::from(year.is_some()));
                values.extend(year);
            }
            Self::List {
                values,
                defined,
                repeated,
            } => {
                let items = cell.and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
                let texts = items.iter().filter_map(Json::as_str);
                let before = values.len();
                for (index, text) in texts.enumerate() {
                    defined.push(1);
                    repeated.push(i16::from(index > 0));
                    values.push(bytes(text));
                }
                if values.len() == before {
                    defined.push(0);
                    repeated.push(0);
                }
            }
        }
    }
}

fn bytes(text: &str) -> ByteArray {
    ByteArray::from(text.as_bytes().to_vec())
}

/// The schema of a table, as Parquet spells it: lists as its specification wants them.
fn schema(columns: &[(&str, ColumnKind)]) -> String {
    let fields = columns.iter().map(|(name, kind)| match kind {
        ColumnKind::Year => format!("optional int32 {name};"),
        ColumnKind::List => format!(
            "required group {name} (LIST) {{ repeated group list {{ required binary element (UTF8); }} }}"
        ),
        ColumnKind::Text | ColumnKind::Date | ColumnKind::Word | ColumnKind::Computed => {
            format!("optional binary {name} (UTF8);")
        }
    });
    let fields: Vec<String> = fields.collect();
    format!("message rows {{ {} }}", fields.join(" "))
}

/// A table that is written row by row.
pub struct ParquetFile<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    columns: Vec<(&'static str, ColumnKind)>,
    values: Vec<Values>,
    rows: usize,
}

impl<W: Write + Send> std::fmt::Debug for ParquetFile<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ParquetFile").finish_non_exhaustive()
    }
}

impl<W: Write + Send> ParquetFile<W> {
    /// Begins a table with these columns. `about` is kept with it, as names and values.
    pub fn begin(
        out: W,
        columns: Vec<(&'static str, ColumnKind)>,
        about: &[(&str, String)],
    ) -> Result<Self, ParquetError> {
        let about = about.iter();
        let about = about.map(|(key, value)| KeyValue::new((*key).to_owned(), value.clone()));
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_key_value_metadata(Some(about.collect()))
            .build();
        let schema = Arc::new(parse_message_type(&schema(&columns))?);
        Ok(Self {
            writer: SerializedFileWriter::new(out, schema, Arc::new(properties))?,
            values: columns.iter().map(|(_, kind)| Values::of(*kind)).collect(),
            columns,
            rows: 0,
        })
    }

    /// Adds a row, given as its JSON record.
    pub fn push(&mut self, row: &Map<String, Json>) -> Result<(), ParquetError> {
        for ((name, _), values) in self.columns.iter().zip(&mut self.values) {
            values.push(row.get(*name));
        }
        self.rows += 1;
        if self.rows == ROWS_PER_GROUP {
            self.write_group()?;
        }
        Ok(())
    }

    fn write_group(&mut self) -> Result<(), ParquetError> {
        let empty = self.columns.iter().map(|(_, kind)| Values::of(*kind));
        let values = std::mem::replace(&mut self.values, empty.collect());
        self.rows = 0;
        let mut group = self.writer.next_row_group()?;
        for column in values {
            let Some(mut out) = group.next_column()? else {
                break;
            };
            match column {
                Values::Text { values, defined } => {
                    let out = out.typed::<ByteArrayType>();
                    out.write_batch(&values, Some(&defined), None)?;
                }
                Values::Year { values, defined } => {
                    let out = out.typed::<Int32Type>();
                    out.write_batch(&values, Some(&defined), None)?;
                }
                Values::List {
                    values,
                    defined,
                    repeated,
                } => {
                    let out = out.typed::<ByteArrayType>();
                    out.write_batch(&values, Some(&defined), Some(&repeated))?;
                }
            }
            out.close()?;
        }
        group.close()?;
        Ok(())
    }

    /// Writes what is left, and what a file ends with.
    pub fn finish(mut self) -> Result<(), ParquetError> {
        if self.rows > 0 {
            self.write_group()?;
        }
        self.writer.close()?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;
    use proptest::prelude::*;
    use serde_json::json;

    const TABLE: [(&str, ColumnKind); 3] = [
        ("code", ColumnKind::Text),
        ("plan_year", ColumnKind::Year),
        ("policy_areas", ColumnKind::List),
    ];

    fn written(rows: &[Map<String, Json>]) -> Vec<u8> {
        let mut file = Vec::new();
        let about = [("source", "a test".to_owned())];
        let mut table = ParquetFile::begin(&mut file, TABLE.to_vec(), &about).unwrap();
        for row in rows {
            table.push(row).unwrap();
        }
        table.finish().unwrap();
        file
    }

    fn in_json(field: &Field) -> Json {
        match field {
            Field::Null => Json::Null,
            Field::Int(number) => json!(number),
            Field::Str(text) => json!(text),
            Field::ListInternal(list) => list.elements().iter().map(in_json).collect(),
            other => panic!("{other:?}"),
        }
    }

    fn read(file: Vec<u8>) -> Vec<Map<String, Json>> {
        let reader = SerializedFileReader::new(bytes::Bytes::from(file)).unwrap();
        let about = reader.metadata().file_metadata().key_value_metadata();
        assert_eq!(about.unwrap()[0].value.as_deref(), Some("a test"));
        let rows = reader.get_row_iter(None).unwrap();
        let rows = rows.map(Result::unwrap).map(|row| {
            let cells = row.get_column_iter();
            cells
                .map(|(name, cell)| (name.clone(), in_json(cell)))
                .collect()
        });
        rows.collect()
    }

    fn row(code: Option<String>, year: Option<i32>, areas: Vec<String>) -> Map<String, Json> {
        let row = json!({ "code": code, "plan_year": year, "policy_areas": areas });
        row.as_object().unwrap().clone()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn what_is_written_is_read_again(
            rows in prop::collection::vec(
                (any::<Option<String>>(), any::<Option<i32>>(), prop::collection::vec(any::<String>(), 0..4)),
                0..30,
            )
        ) {
            let rows: Vec<_> = rows.into_iter().map(|(a, b, c)| row(a, b, c)).collect();
            prop_assert_eq!(read(written(&rows)), rows);
        }
    }

    #[test]
    fn a_long_table_is_written_in_groups() {
        let areas = [Vec::new(), vec!["a".to_owned()], vec!["a".to_owned(); 2]];
        let areas = areas.iter().cycle();
        let rows: Vec<_> = (0..4_500)
            .zip(areas)
            .map(|(n, areas)| row(Some(format!("XX{n:04}")), Some(n), areas.clone()))
            .collect();
        let file = written(&rows);
        let reader = SerializedFileReader::new(bytes::Bytes::from(file.clone())).unwrap();
        assert_eq!(reader.num_row_groups(), 3);
        assert_eq!(read(file), rows);
    }

    #[test]
    fn every_column_has_a_place_in_the_schema() {
        for columns in [commitment_columns(), rating_columns()] {
            let parsed = parse_message_type(&schema(&columns)).unwrap();
            assert_eq!(parsed.get_fields().len(), columns.len());
        }
    }
}
