//! The data as one thing that catalogues list: its files, years and places.

use std::collections::BTreeSet;

use catalogue::Catalogue;
use domain::route;
use interchange::parquet_file::PARQUET;

/// A file of everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DataFile {
    /// Its name for readers of catalogues.
    pub title: &'static str,
    /// Its address on the site.
    pub path: &'static str,
    /// Its media type.
    pub media: &'static str,
    /// Its format, by its name in the EU's table of file types.
    pub format: &'static str,
    /// Whether it has a row for each rating, not for each commitment.
    pub is_of_ratings: bool,
}

const fn file(
    title: &'static str,
    path: &'static str,
    media: &'static str,
    format: &'static str,
) -> DataFile {
    DataFile {
        title,
        path,
        media,
        format,
        is_of_ratings: false,
    }
}

const fn of_ratings(file: DataFile) -> DataFile {
    DataFile {
        is_of_ratings: true,
        ..file
    }
}

/// Every file of everything.
pub const FILES: &[DataFile] = &[
    file(
        "Commitments, CSV",
        route::CommitmentsCsv::PATH,
        "text/csv",
        "CSV",
    ),
    file(
        "Commitments, JSON",
        route::CommitmentsJson::PATH,
        "application/json",
        "JSON",
    ),
    file(
        "Commitments, JSON array of records",
        route::CommitmentsRecords::PATH,
        "application/json",
        "JSON",
    ),
    file(
        "Commitments, NDJSON",
        route::CommitmentsNdjson::PATH,
        "application/x-ndjson",
        "JSON",
    ),
    file(
        "Commitments, Parquet",
        route::CommitmentsParquet::PATH,
        PARQUET,
        "PARQUET",
    ),
    file(
        "Commitments, XLSX",
        route::CommitmentsXlsx::PATH,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "XLSX",
    ),
    file(
        "Commitments and ratings, CSV with a description of their columns",
        route::CommitmentsZip::PATH,
        "application/zip",
        "ZIP",
    ),
    of_ratings(file(
        "Ratings, CSV",
        route::RatingsCsv::PATH,
        "text/csv",
        "CSV",
    )),
    of_ratings(file(
        "Ratings, JSON array of records",
        route::RatingsJson::PATH,
        "application/json",
        "JSON",
    )),
    of_ratings(file(
        "Ratings, NDJSON",
        route::RatingsNdjson::PATH,
        "application/x-ndjson",
        "JSON",
    )),
    of_ratings(file(
        "Ratings, Parquet",
        route::RatingsParquet::PATH,
        PARQUET,
        "PARQUET",
    )),
];

/// The first and the last year of all plans.
pub fn years(catalogue: &Catalogue) -> Option<(i32, i32)> {
    let plans = catalogue.rows().map(|row| &row.commitment.plan);
    let years = plans.flat_map(|plan| [plan.start_year, plan.end_year].into_iter().flatten());
    years.fold(None, |span, year| match span {
        None => Some((year, year)),
        Some((first, last)) => Some((first.min(year), last.max(year))),
    })
}

/// The countries of all members, by name, each with its ISO 3166-1 code of three letters.
pub fn countries(catalogue: &Catalogue) -> BTreeSet<(&str, &str)> {
    let members = catalogue.members().iter();
    let country = members.map(|(_, member)| (&*member.country, &*member.country_iso3));
    country.collect()
}
