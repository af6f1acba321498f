//! Whole files, in and out: through the service, the command line and the browser's door.

pub mod browser;
mod cases;
mod columns;
mod command;
mod doors;
mod drafts;
mod every_field;
mod exports;
mod formats;
mod fuzz;
mod killed;
mod kinds;
mod matching;
mod ogp;
mod ogp_files;
mod ogp_rows;
mod rating_sources;
mod round_trip;
mod signs;
mod undo;
mod variations;
mod workbooks;

use std::sync::Arc;

use ogp_tracker::service::import::{GivenFile, Importer, Plan};
use ogp_tracker::service::{App, Clock};
use store::Store;

/// What a file would do for whoever runs the program.
pub async fn planned(app: &App, file: &str) -> Plan {
    let given = GivenFile {
        name: "test.csv",
        bytes: file.as_bytes(),
    };
    app.plan_import(
        given,
        &interchange::options::ReadOptions::default(),
        &Importer::command_line(),
        &|_, _| (),
    )
    .await
    .unwrap()
}

/// Applies a file, which must have nothing wrong; gives the change's number.
pub async fn applied(app: &App, bytes: &[u8]) -> i64 {
    let given = GivenFile {
        name: "test.csv",
        bytes,
    };
    let importer = Importer::command_line();
    let (plan, recorded) = app
        .import(
            given,
            &interchange::options::ReadOptions::default(),
            &importer,
            "a test",
            Arc::new(|_, _| ()),
        )
        .await
        .unwrap();
    app.refresh().await.unwrap();
    let wrong: Vec<_> = plan
        .items
        .iter()
        .filter(|i| !i.messages.is_empty())
        .collect();
    recorded
        .unwrap_or_else(|| panic!("{:?} {wrong:?}", plan.about_columns))
        .version
        .number
}

/// An application over an empty record of its own.
pub async fn empty() -> (App, tempfile::TempDir) {
    let directory = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", directory.path().join("tracker.db").display());
    (
        App::open(Store::open(&url).await.unwrap(), Clock::system())
            .await
            .unwrap(),
        directory,
    )
}

/// Everything as CSV, as a download gives it.
pub async fn exported(app: &App) -> String {
    let mut export = app.export(&domain::Query::default()).await.unwrap();
    let header = vec![interchange::rows::csv_header()];
    let mut file = ogp_tracker::service::csv_lines(header).unwrap();
    while let Some(lines) = export.next_csv().await.unwrap() {
        file.extend(ogp_tracker::service::csv_lines(lines).unwrap());
    }
    String::from_utf8(file).unwrap()
}
