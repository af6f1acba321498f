//! A state of the record that is made from another one says what one says that is read whole.

use std::path::Path;

use catalogue::Catalogue;
use chrono::NaiveDate;
use domain::query::Filter;
use ogp_tracker::service::{App, Clock};
use store::Store;

/// All that a catalogue holds, as lines.
fn lines(catalogue: &Catalogue) -> Vec<String> {
    let mut lines = vec![format!("{:?}", catalogue.version())];
    lines.extend(catalogue.rows().map(|row| format!("{row:?}")));
    lines.extend(catalogue.members().iter().map(|m| format!("{m:?}")));
    lines.extend(catalogue.areas().iter().map(|area| format!("{area:?}")));
    lines.push(format!("{:?}", catalogue.context()));
    for filter in Filter::ALL {
        for value in catalogue.facet(*filter).values.iter() {
            let rows = value.rows.iter().map(|number| catalogue.row(number));
            let mut ids: Vec<i64> = rows.map(|row| row.unwrap().id).collect();
            ids.sort_unstable();
            lines.push(format!("{filter:?} {} {} {ids:?}", value.slug, value.label));
        }
    }
    lines
}

/// What a start from a file shows, as lines, and the revision that the file held; what the same start without a
/// file shows.
pub async fn started(store: &Store, file: &Path) -> (Vec<String>, Option<i64>, Vec<String>) {
    let open = async |file| {
        let opened = App::open_from(store.clone(), Clock::system(), file).await;
        opened.unwrap()
    };
    let kept = open(Some(file.to_owned())).await;
    let whole = open(None).await;
    (
        lines(&kept.catalogue()),
        kept.started_from(),
        lines(&whole.catalogue()),
    )
}

/// Keeps a record in a file, where that can be done, and gives its revision.
pub async fn keep(store: &Store, file: &Path) -> i64 {
    let file = Some(file.to_owned());
    let app = App::open_from(store.clone(), Clock::system(), file);
    let app = app.await.unwrap();
    let _ = app.keep_for_next_start().await;
    app.catalogue().version().number
}

/// Goes from some states of a record to others, forward and back, and compares each with the same
/// state read whole.
pub async fn any_state_is_made_from_any_other(store: &Store) {
    let today = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
    let newest = store.version().await.unwrap().number;
    let built = async |revision| {
        let published = store.published_as_of(revision).await.unwrap();
        Catalogue::build(published, today)
    };
    let states: Vec<i64> = (0..=4).map(|part| 1 + (newest - 1) * part / 4).collect();
    for from in &states {
        let base = built(*from).await;
        for to in &states {
            let changes = store.published_changes(*from, *to).await.unwrap();
            let made = lines(&base.apply_changes(changes, today));
            let expected = lines(&built(*to).await);
            let differs = made.iter().zip(&expected).find(|(a, b)| a != b);
            assert_eq!(differs, None, "from revision {from} to {to}");
            assert_eq!(made.len(), expected.len(), "from revision {from} to {to}");
        }
    }
}
