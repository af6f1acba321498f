//! Which commitment a row is: by its code, by what identifies it in its source, by title, or by what a
//! person answers where the title is only close.

use domain::{MatchAnswer, Role};
use ogp_tracker::service::import::{GivenFile, Importer, Outcome, Plan, RowAnswer};
use ogp_tracker::service::{App, Clock};
use store::{Store, UndoOutcome};

use super::browser::{settled, uploaded};
use super::{applied, empty, planned};
use crate::support::on_both;
use crate::support::site::Site;

const RECORD: &str = "code,member,member_kind,country_iso3,region,plan_year,title\n\
    ES0001,Spain,national,ESP,Europe,2012,Transparency portal for public contracts\n\
    ES0002,Spain,national,ESP,Europe,2012,Open budget data\n\
    ES0003,Spain,national,ESP,Europe,2014,Whistleblower protection\n";

/// A file of OGP's former Explorer, which has no codes.
fn explorer(rows: &[(&str, &str)]) -> String {
    let mut file = String::from(
        "Country,Action Plan Number,Year of submission,Comm No,Commitment Title,_Relevant,Potential impact,Completion (progress report),Completion (end of term),Did it open government (end of term only)\n",
    );
    for (number, title) in rows {
        let row = format!("Spain,1,2012,{number},{title},1,c. moderate,ND,NR,NA\n");
        file.push_str(&row);
    }
    file
}

/// The same commitments under titles that are equal, close, and others.
fn file() -> String {
    explorer(&[
        ("1", "1. Open Budget  Data"),
        ("2", "2. Transparency portal of public contracts"),
        ("3", "3. Register of lobbyists"),
    ])
}

fn told(answers: &[(&str, MatchAnswer)]) -> Importer {
    let answers = answers.iter().map(|(row, answer)| RowAnswer {
        row: (*row).to_owned(),
        answer: answer.clone(),
    });
    Importer {
        name: "Ana".to_owned(),
        answers: answers.collect(),
        ..Importer::command_line()
    }
}

async fn brought(app: &App, file: &str, importer: &Importer) -> Plan {
    let given = GivenFile {
        name: "test.csv",
        bytes: file.as_bytes(),
    };
    let options = interchange::options::ReadOptions::default();
    let progress = std::sync::Arc::new(|_, _| ());
    let done = app
        .import(given, &options, importer, "a test", progress)
        .await;
    let (plan, _) = done.unwrap();
    app.refresh().await.unwrap();
    plan
}

fn outcomes(plan: &Plan) -> Vec<Outcome> {
    plan.items.iter().map(|item| item.outcome).collect()
}

fn same(code: &str) -> MatchAnswer {
    MatchAnswer::Same(code.parse().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_close_title_is_a_question_whose_answer_is_remembered_and_can_be_taken_back() {
    on_both(async |place| {
        let app = App::open(place.store.clone(), Clock::system())
            .await
            .unwrap();
        applied(&app, RECORD.as_bytes()).await;

        let plan = planned(&app, &file()).await;
        assert_eq!(
            outcomes(&plan),
            [Outcome::Unchanged, Outcome::Question, Outcome::New]
        );
        let (item, question) = plan.questions().next().unwrap();
        assert_eq!(item.row, 3);
        assert_eq!(question.candidates[0].0.as_str(), "ES0001");

        // Unanswered, the row is left out; all else is imported.
        let plan = brought(&app, &file(), &told(&[])).await;
        assert_eq!((plan.counts.new, plan.counts.questions), (1, 1));
        assert_eq!(app.catalogue().len(), 4);

        // A dry run with an answer keeps nothing.
        let content = file();
        let given = GivenFile {
            name: "test.csv",
            bytes: content.as_bytes(),
        };
        let options = interchange::options::ReadOptions::default();
        let answer = told(&[("3", same("ES0001"))]);
        let plan = app
            .plan_import(given, &options, &answer, &|_, _| ())
            .await
            .unwrap();
        assert_eq!(plan.counts.questions, 0);
        assert_eq!(planned(&app, &content).await.counts.questions, 1);

        // An answer with an import does, and the next file does not ask.
        brought(&app, &file(), &answer).await;
        assert_eq!(app.catalogue().len(), 4);
        let plan = planned(&app, &file()).await;
        assert_eq!(plan.counts.questions, 0);
        let said = format!("{:?}", plan.items[1].messages);
        assert!(
            said.contains("the same as ES0001, as Ana answered on"),
            "{said}"
        );

        // Another name for the answer: who, when.
        let known = place.store.match_answers("ogp-2016").await.unwrap();
        assert_eq!(known.len(), 1);
        let known = known.values().next().unwrap();
        assert_eq!(
            (known.answered_by.as_str(), &known.answer),
            ("Ana", &same("ES0001"))
        );

        // Taken back, it is asked again; answered the other way, it becomes a commitment.
        brought(&app, &file(), &told(&[("3", MatchAnswer::Ask)])).await;
        assert_eq!(planned(&app, &file()).await.counts.questions, 1);
        brought(&app, &file(), &told(&[("3", MatchAnswer::New)])).await;
        assert_eq!(app.catalogue().len(), 5);
        let plan = planned(&app, &file()).await;
        assert_eq!(outcomes(&plan), [Outcome::Unchanged; 3]);
        // The import that brought it can be undone, and the answer mended after that.
        let batch = app.catalogue().version().number;
        let undone = app
            .take_back_import(batch, &told(&[]), "a mistake")
            .await
            .unwrap();
        assert_eq!(undone, UndoOutcome::Done);
        assert_eq!(app.catalogue().len(), 4);
        brought(&app, &file(), &told(&[("3", same("ES0001"))])).await;
        assert_eq!(app.catalogue().len(), 4);
        assert_eq!(planned(&app, &file()).await.counts.questions, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_becomes_known_later_finds_the_commitment_by_its_title() {
    on_both(async |place| {
        let app = App::open(place.store.clone(), Clock::system())
            .await
            .unwrap();
        applied(&app, RECORD.as_bytes()).await;
        applied(
            &app,
            explorer(&[("3", "3. Register of lobbyists")]).as_bytes(),
        )
        .await;
        let head = "code,member,plan_year,title,lead_institution\n";
        let exact = format!("{head}ES0009,Spain,2012,Register of lobbyists,Ministry\n");
        applied(&app, exact.as_bytes()).await;
        assert_eq!(app.catalogue().len(), 4, "no second one");
        let found = app.catalogue();
        let found = found.find(&"ZZESP0001".parse().unwrap()).unwrap();
        assert_eq!(&*found.commitment.lead_institutions[0], "Ministry");
        // Its address leads there.
        let site = Site::over(place.store.clone()).await;
        let there = site.get("/commitments/ES0009").await;
        assert_eq!(there.header("location"), "/commitments/ZZESP0001");
        assert_eq!(site.get("/commitments/ES0010").await.status, 404);
        // The next file does not need the title.
        let renamed = format!("{head}ES0009,Spain,2012,A register of those who lobby,Ministry\n");
        applied(&app, renamed.as_bytes()).await;
        assert_eq!(app.catalogue().len(), 4);

        // Of another plan, it is another commitment; close to one of this plan, a question.
        let other = format!("{head}ES0010,Spain,2014,Open budget data,\n");
        assert_eq!(outcomes(&planned(&app, &other).await), [Outcome::New]);
        let close = format!(
            "{head}ES0010,Spain,2012,Open budgets data,\nES0002,Spain,2012,Open budget data,\n"
        );
        // The file itself tells the two apart.
        assert_eq!(planned(&app, &close).await.counts.questions, 0);
        let close = format!("{head}ES0010,Spain,2012,Open budgets data,\n");
        assert_eq!(outcomes(&planned(&app, &close).await), [Outcome::Question]);
        let equal = format!("{head}ES0010,Spain,2012,Open budget data,\n");
        let plan = planned(&app, &equal).await;
        assert_eq!(
            outcomes(&plan),
            [Outcome::Question],
            "two codes of one title"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_fit_no_row_are_refused() {
    let (app, _directory) = empty().await;
    applied(&app, RECORD.as_bytes()).await;
    for (row, answer, why) in [
        ("99", MatchAnswer::New, "no such row"),
        ("3", same("ES0999"), "no commitment ES0999"),
    ] {
        let file = file();
        let given = GivenFile {
            name: "test.csv",
            bytes: file.as_bytes(),
        };
        let options = interchange::options::ReadOptions::default();
        let refused = app
            .plan_import(given, &options, &told(&[(row, answer)]), &|_, _| ())
            .await
            .unwrap_err()
            .to_string();
        assert!(refused.contains(why), "{refused}");
    }
    let all = brought(&app, &file(), &told(&[("all", MatchAnswer::New)])).await;
    assert_eq!((all.counts.new, all.counts.questions), (2, 0));
    assert_eq!(planned(&app, &file()).await.counts.questions, 0);
}

#[test]
fn the_command_says_what_it_leaves_out_and_takes_answers() {
    let directory = tempfile::tempdir().unwrap();
    let here = directory.path();
    crate::support::make_record(here);
    std::fs::write(here.join("record.csv"), RECORD).unwrap();
    std::fs::write(here.join("file.csv"), file()).unwrap();
    let run = |arguments: &[&str]| super::command::run(here, arguments);
    run(&["import", "record.csv"]);
    let (code, out, error) = run(&["import", "file.csv", "--dry-run"]);
    assert_eq!(code, Some(0), "{error}");
    assert!(out.contains("Questions: 1 rows"), "{out}");
    assert!(out.contains("--same 3=ES0001"), "{out}");
    let (code, out, error) = run(&["import", "file.csv"]);
    assert_eq!(code, Some(0), "{out}{error}");
    assert!(out.contains("Left out: 1 rows"), "{out}");
    let (code, out, error) = run(&["import", "file.csv", "--same", "3=ES0001", "--by", "Ana"]);
    assert_eq!(code, Some(0), "{out}{error}");
    assert!(!out.contains("Questions"), "{out}");
    let (_, out, _) = run(&["import", "file.csv", "--dry-run"]);
    assert!(out.contains("as Ana answered on"), "{out}");
    let (_, out, _) = run(&["import", "file.csv", "--dry-run", "--ask-again", "3"]);
    assert!(out.contains("Questions: 1 rows"), "{out}");
    let (code, _, error) = run(&["import", "file.csv", "--same", "three"]);
    assert_eq!(code, Some(2), "{error}");
    let (code, _, error) = run(&["import", "file.csv", "--new", "77"]);
    assert_eq!(code, Some(2), "{error}");
    assert!(error.contains("row 77"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_browser_asks_and_remembers() {
    let directory = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", directory.path().join("tracker.db").display());
    let site = Site::over(Store::open(&url).await.unwrap()).await;
    applied(&site.app, RECORD.as_bytes()).await;
    let editor = site.browser("ed@example.org", Role::Editor).await;
    let page = uploaded(&editor, &file()).await;
    let shown = settled(&editor, &page).await.body;
    for said in ["Questions (1)", "name=\"answer-3\"", "1 left out"] {
        assert!(shown.contains(said), "{said} in {shown}");
    }
    let none = editor.post(&page, &[("do", "answer")]).await;
    assert_eq!(none.status, 422, "{}", none.body);
    assert!(none.body.contains("Choose an answer"), "{}", none.body);
    let sent = [("do", "answer"), ("answer-3", "ES0001")];
    assert_eq!(editor.post(&page, &sent).await.status, 303);
    let shown = settled(&editor, &page).await.body;
    assert!(!shown.contains("Questions ("), "{shown}");
    assert!(shown.contains("the same as ES0001, as ed"), "{shown}");
    // A later upload does not ask, unless it is told to.
    let page = uploaded(&editor, &file()).await;
    let shown = settled(&editor, &page).await.body;
    assert!(!shown.contains("Questions ("), "{shown}");
    let sent = [("do", "ask-again"), ("row", "3")];
    assert_eq!(editor.post(&page, &sent).await.status, 303);
    let shown = settled(&editor, &page).await.body;
    assert!(shown.contains("Questions (1)"), "{shown}");
}
