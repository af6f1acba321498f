//! Files like those that failed once, but not the same: what a reader of files has to take or to name in
//! whatever form it comes.

use std::fmt::Write as _;

use interchange::options::ReadOptions;
use ogp_tracker::service::App;
use ogp_tracker::service::import::{GivenFile, Importer, Item, Outcome, Plan};

use super::kinds::{rows, workbook};
use super::{applied, empty, planned};

async fn of_bytes(app: &App, bytes: &[u8]) -> Result<Plan, String> {
    let given = GivenFile {
        name: "test",
        bytes,
    };
    let (options, importer) = (ReadOptions::default(), Importer::command_line());
    let plan = app
        .plan_import(given, &options, &importer, &|_, _| ())
        .await;
    plan.map_err(|refused| refused.to_string())
}

fn said(item: &Item) -> String {
    let lines: Vec<String> = item
        .messages
        .iter()
        .map(|m| m.in_words() + &m.quoted())
        .collect();
    lines.join(" | ")
}

/// A record with one national member of each of these.
async fn record(members: &[(&str, &str, &str)]) -> (App, tempfile::TempDir) {
    let (app, directory) = empty().await;
    let mut file = String::from("code,member,member_kind,country_iso3,region,title\n");
    for (at, (name, iso3, region)) in members.iter().enumerate() {
        let _ = writeln!(
            file,
            "XX{:04},\"{name}\",national,{iso3},{region},T",
            at + 1
        );
    }
    applied(&app, file.as_bytes()).await;
    (app, directory)
}

const SPAIN: &[(&str, &str, &str)] = &[("Spain", "ESP", "Europe")];

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_cut_anywhere_is_never_taken_for_a_whole_one() {
    let (app, _directory) = record(SPAIN).await;
    let whole = "code,member,title,lead_institution\nES9001,Spain,Participaci\u{f3}n ciudadana,Ministerio\nES9002,Spain,\"Educaci\u{f3}n, a distancia\",Secretar\u{ed}a de Educaci\u{f3}n\n";
    let last_line = whole[..whole.len() - 1].rfind('\n').unwrap() + 1;
    let last_cell = whole.rfind(',').unwrap() + 1;
    for end in last_line + 1..whole.len() - 1 {
        let plan = of_bytes(&app, &whole.as_bytes()[..end]).await;
        // From here on the last cell may be all that there is to it.
        if end > last_cell && whole.is_char_boundary(end) {
            continue;
        }
        match plan {
            Err(told) => assert!(
                told.contains("cut off") || told.contains("never closed"),
                "{end}: {told}"
            ),
            Ok(plan) => {
                let told = said(&plan.items[1]);
                let is_whole = end == last_cell;
                assert_eq!(
                    plan.items[1].outcome == Outcome::Rejected,
                    !is_whole,
                    "{end}: {told}"
                );
                assert!(told.contains("cut off"), "{end}: {told}");
            }
        }
    }
    // What the record has in place of the last, empty cell stays.
    let full = "code,member,title,description\nXX0001,Spain,T,Text\n";
    applied(&app, full.as_bytes()).await;
    let plan = planned(&app, "code,member,title,description\nXX0001,Spain,T,").await;
    assert_eq!((plan.counts.unchanged, plan.cleared()), (1, 0));
    // Where nothing else in the file says how it was saved, it is said at least.
    let alone = b"code,member,title\nES9001,Spain,Participaci\xc3".to_vec();
    let plan = of_bytes(&app, &alone).await.unwrap();
    assert!(
        plan.about_file.iter().any(|m| m.text.contains("cut off")),
        "{:?}",
        plan.about_file
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn members_are_known_by_their_names_in_three_languages_and_by_usual_ones() {
    let members = [
        ("United Kingdom", "GBR", "Europe"),
        ("Republic of Korea", "KOR", "Asia and the Pacific"),
        ("Czech Republic", "CZE", "Europe"),
        ("Gambia", "GMB", "Africa and the Middle East"),
        (
            "C\u{f4}te d\u{2019}Ivoire",
            "CIV",
            "Africa and the Middle East",
        ),
        ("Germany", "DEU", "Europe"),
        ("Netherlands", "NLD", "Europe"),
        ("United States", "USA", "Americas"),
        ("Kyrgyz Republic", "KGZ", "Asia and the Pacific"),
        ("Spain", "ESP", "Europe"),
    ];
    let (app, _directory) = record(&members).await;
    for (iso3, names) in [
        (
            "GBR",
            &[
                "UK",
                "U.K.",
                "Great Britain",
                "Reino Unido",
                "Royaume-Uni",
                "united kingdom",
            ][..],
        ),
        (
            "KOR",
            &[
                "South Korea",
                "Korea, Republic of",
                "Corea del Sur",
                "Cor\u{e9}e du Sud",
                "KOREA",
            ],
        ),
        (
            "CZE",
            &[
                "Czechia",
                "Chequia",
                "Tch\u{e9}quie",
                "R\u{e9}publique tch\u{e8}que",
            ],
        ),
        ("GMB", &["The Gambia", "the gambia", "Gambie", "Gambia"]),
        ("CIV", &["Ivory Coast", "Cote d'Ivoire", "Costa de Marfil"]),
        ("DEU", &["Alemania", "Allemagne"]),
        (
            "NLD",
            &[
                "The Netherlands",
                "Holland",
                "Pa\u{ed}ses Bajos",
                "Pays-Bas",
            ],
        ),
        (
            "USA",
            &[
                "US",
                "United States of America",
                "Estados Unidos",
                "\u{c9}tats-Unis",
            ],
        ),
        ("KGZ", &["Kyrgyzstan", "Kirguist\u{e1}n", "Kirghizistan"]),
        ("ESP", &["Espa\u{f1}a", "Espagne", "Sp\u{ad}ain\u{200b}"]),
    ] {
        let code = members
            .iter()
            .position(|(_, code, _)| *code == iso3)
            .unwrap()
            + 1;
        for name in names.iter().chain([&iso3]) {
            let plan = planned(
                &app,
                &format!("code,member,title\nXX{code:04},\"{name}\",T\n"),
            )
            .await;
            let item = &plan.items[0];
            assert_eq!(item.outcome, Outcome::Unchanged, "{name}: {}", said(item));
        }
    }
    // A column of countries says which member it is, where no other does.
    for head in [
        "Code;Country;Title",
        "C\u{f3}digo;Pa\u{ed}s;T\u{ed}tulo",
        "Code;Pays;Titre",
        "Commitment code;Country name;Commitment title",
    ] {
        let plan = planned(&app, &format!("{head}\nXX0010;Spain;T\n")).await;
        assert_eq!(
            plan.items[0].outcome,
            Outcome::Unchanged,
            "{head}: {}",
            said(&plan.items[0])
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn words_for_nothing_are_known_in_three_languages_and_values_are_not_taken_for_them() {
    let (app, _directory) = record(SPAIN).await;
    let full = "code,member,title,lead_institution,description,policy_areas,source_url,ambition_scheme,ambition\nXX0001,Spain,T,Ministry,Text,Health,https://example.org/,potential_impact,None\n";
    applied(&app, full.as_bytes()).await;
    for nothing in [
        "NaN",
        "None",
        "null",
        "N/A",
        "<NA>",
        "NaT",
        "Ninguno",
        "ninguna",
        "aucun",
        "AUCUNE",
        "n\u{e9}ant",
        "vac\u{ed}o",
        "vide",
        "s/d",
        "sin datos",
        "no aplica",
        "sans objet",
        "\u{2014}",
        "?",
        "(blank)",
    ] {
        let row = format!(
            "code,member,title,lead_institution,description,policy_areas,source_url\nXX0001,Spain,T,{nothing},{nothing},{nothing},{nothing}\n"
        );
        let plan = planned(&app, &row).await;
        let item = &plan.items[0];
        assert_eq!(
            item.outcome,
            Outcome::Unchanged,
            "{nothing}: {} {:?}",
            said(item),
            item.differences
        );
        assert!(item.messages.len() >= 4, "{nothing}: {}", said(item));
        let untitled = planned(
            &app,
            &format!("code,member,title\nXX0001,Spain,{nothing}\n"),
        )
        .await;
        assert_eq!(untitled.counts.rejected, 1, "{nothing}");
    }
    // The lowest value of a scale is called so, too.
    for (scheme, value) in [
        ("potential_impact", "None"),
        ("Impacto potencial", "Ninguno"),
        ("Impact potentiel", "Aucun"),
    ] {
        let plan = planned(
            &app,
            &format!(
                "code,member,title,ambition_scheme,ambition\nXX0001,Spain,T,{scheme},{value}\n"
            ),
        )
        .await;
        let item = &plan.items[0];
        assert_eq!(
            item.outcome,
            Outcome::Unchanged,
            "{scheme} {value}: {}",
            said(item)
        );
        assert!(item.messages.is_empty(), "{scheme} {value}: {}", said(item));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_is_told_with_what_is_meant() {
    let (app, _directory) = record(SPAIN).await;
    for (cell, words) in [
        ("45000", "write 2023-03-15"),
        ("44348.0", "write 2021-06-01"),
        ("1.6.2021", "write 2021-06-01 or 2021-01-06"),
        ("2021-13-01", "no such day"),
        ("99999", "expected YYYY"),
    ] {
        let plan = planned(
            &app,
            &format!("code,member,title,start\nXX0001,Spain,T,{cell}\n"),
        )
        .await;
        let told = said(&plan.items[0]);
        assert_eq!(plan.counts.rejected, 1, "{cell}: {told}");
        assert!(
            told.contains(words) && told.contains("start"),
            "{cell}: {told}"
        );
    }
    for (file, words) in [
        (
            "[{\"code\":\"ES9001\",\"member\":\"Spain\",\"title\":\"A\",\"plan_year\":NaN}]",
            "write null",
        ),
        (
            "[{\"code\":\"ES9001\",\"member\":\"Spain\",\"title\":\"A\",\"plan_year\":-Infinity}]",
            "write null",
        ),
        (
            "[{\"code\":\"ES9001\",\"member\":\"Spain\",\"title\":\"A\",}]",
            "does not allow",
        ),
        (
            "Commitment reference,Land,Name\nES9001,Spain,A\n",
            "Row 1 holds: Commitment reference",
        ),
        ("code,member,title\nES9001,Spain,\"A \"b\" c\"\n", "line 2"),
    ] {
        let refused = of_bytes(&app, file.as_bytes()).await.unwrap_err();
        assert!(refused.contains(words), "{words}: {refused}");
    }
    let nowhere = "x,,\n".repeat(40) + "code,member,title\nES9001,Spain,A\n";
    let refused = of_bytes(&app, nowhere.as_bytes()).await.unwrap_err();
    assert!(refused.contains("name its row"), "{refused}");
    // Errors that only newer spreadsheets know.
    let sheet = rows(&[
        &["code", "member", "title", "description"],
        &["XX0001", "Spain", "T", "<v>#SPILL!</v>"],
    ]);
    let sheet = sheet.replace("<c r=\"D2\">", "<c r=\"D2\" t=\"e\">");
    let refused = of_bytes(&app, &workbook(&[("A", "visible", &sheet)]))
        .await
        .unwrap_err();
    assert!(
        refused.contains("#SPILL!") && refused.contains("row 2"),
        "{refused}"
    );
}
