//! The columns of OGP's master sheet in any order, with some missing and some that nobody knows.

use interchange::message::Severity;
use interchange::ogp::OGP_2024;

use super::{applied, empty, planned};
use crate::sources::Sheet;

/// Rows of the real sheet, of several members and plans.
fn some_rows() -> Sheet {
    let mut sheet = Sheet::real();
    let mut number = 0;
    sheet.rows.retain(|_| {
        number += 1;
        number % 12 == 1
    });
    assert!(sheet.rows.len() >= 15);
    sheet
}

fn text(sheet: &Sheet) -> String {
    String::from_utf8(sheet.bytes()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_column_that_is_missing_changes_nothing_whichever_it_is() {
    let (app, _directory) = empty().await;
    let sheet = some_rows();
    applied(&app, &sheet.bytes()).await;
    let plan = planned(&app, &text(&sheet)).await;
    assert_eq!((plan.counts.new, plan.counts.changed), (0, 0));
    let settling = [OGP_2024.member, OGP_2024.title, OGP_2024.code.unwrap()];
    let mut tried = 0;
    for column in OGP_2024.stating() {
        if settling.contains(&column) || !sheet.header.iter().any(|name| name == column) {
            continue;
        }
        let mut without = sheet.clone();
        without.drop_column(column);
        let plan = planned(&app, &text(&without)).await;
        let counts = plan.counts;
        assert_eq!((counts.new, counts.rejected), (0, 0), "{column}");
        let changed: Vec<_> = plan.items.iter().flat_map(|i| &i.differences).collect();
        assert_eq!(counts.changed, 0, "{column}: {changed:?}");
        let told = plan.about_columns.iter().any(|message| {
            message.severity == Severity::Warning
                && message.column.split(", ").any(|name| name == column)
                && message.text.contains("not in this file")
        });
        assert!(told, "{column}: {:?}", plan.about_columns);
        tried += 1;
    }
    assert!(tried > 100, "{tried}");
    // All of them at once.
    let mut bare = sheet.clone();
    for column in sheet
        .header
        .iter()
        .filter(|name| !settling.contains(&&***name))
    {
        bare.drop_column(column);
    }
    assert_eq!(bare.header.len(), 3);
    let plan = planned(&app, &text(&bare)).await;
    assert_eq!((plan.counts.changed, plan.counts.rejected), (0, 0));
    // Without one of the three, it is no sheet of OGP's.
    for column in settling {
        let mut without = sheet.clone();
        without.drop_column(column);
        let read = interchange::file::CommitmentFile::read(&without.bytes(), None);
        assert!(read.is_err(), "{column}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_order_of_columns_says_nothing_and_unknown_ones_are_named() {
    let (app, _directory) = empty().await;
    let sheet = some_rows();
    applied(&app, &sheet.bytes()).await;
    let mut other = sheet.clone().turned();
    other.add_column("Mood");
    other.add_column("Lead Institutions");
    let plan = planned(&app, &text(&other)).await;
    assert_eq!(
        (plan.counts.new, plan.counts.changed, plan.counts.rejected),
        (0, 0, 0)
    );
    let of = |name: &str| {
        plan.about_columns
            .iter()
            .find(|m| m.column == name)
            .unwrap()
    };
    assert!(of("Mood").text.contains("not recognised"));
    assert_eq!(
        of("Lead Institutions").nearest.as_deref(),
        Some("Lead Institution")
    );
    // What stands in the columns that are there still counts, beside those that are not.
    let code = sheet.unrated()[0].clone();
    let mut fewer = sheet.clone();
    for column in [
        "Digital Governance",
        "Did It Open Government (Overall)",
        "Start Date",
    ] {
        fewer.drop_column(column);
    }
    fewer.set(&code, "Early Results", "Significant");
    fewer.set(&code, "Lead Institution", "A new ministry");
    let plan = planned(&app, &text(&fewer)).await;
    assert_eq!(plan.counts.changed, 1);
    let changed = plan.items.iter().flat_map(|item| &item.differences);
    let fields: Vec<&str> = changed.map(|d| d.field).collect();
    assert_eq!(fields, ["lead", "early_results"]);
}
