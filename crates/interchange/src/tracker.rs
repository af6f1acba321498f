//! Rows of the tracker's own columns ([`super::columns`]).

use super::cells::Cells;
use super::columns::{COLUMNS, ColumnKind, REQUIRED};
use super::list;
use super::members;
use super::message::ImportMessage;
use super::odd_cells::is_word_for_nothing;
use super::patch::{Identity, Key, MemberCells, Patch, PlanCells, StatedSource, Update};
use domain::characters::{as_name, trimmed};
use domain::{
    Answer, Dimension, Finding, OgpValue, Rating, Report, ReportStage, Scheme, Summary,
    UnknownWord, summary, text,
};

pub fn is_header(names: &[String]) -> bool {
    REQUIRED
        .iter()
        .all(|required| names.iter().any(|name| name == required))
}

/// Whether a column of this name is read.
pub fn is_column(name: &str) -> bool {
    known(name) && !is_computed(name)
}

fn known(name: &str) -> bool {
    COLUMNS.iter().any(|c| c.name == name) || name == super::rows::CONTINUED
}

fn is_computed(name: &str) -> bool {
    let column = COLUMNS.iter().find(|c| c.name == name);
    column.is_some_and(|c| c.kind == ColumnKind::Computed)
}

pub fn column_messages(names: &[String]) -> Vec<ImportMessage> {
    let mut messages = Vec::new();
    for (index, name) in names.iter().enumerate() {
        if name.is_empty() || super::annotations::ANNOTATION_COLUMNS.contains(&name.as_str()) {
            continue;
        }
        if names[..index].contains(name) && known(name) {
            messages.push(ImportMessage::error(name, "", "two columns have this name"));
        } else if !known(name) {
            let message = ImportMessage::warning(name, "", "column not recognised; it was ignored");
            messages.push(message.with_nearest_of(name, COLUMNS.iter().map(|c| c.name)));
        }
    }
    let computed = COLUMNS.iter().filter(|c| c.kind == ColumnKind::Computed);
    for column in computed.filter(|c| names.iter().any(|name| name == c.name)) {
        let text = "computed column; the file\u{2019}s values were ignored";
        messages.push(ImportMessage::warning(column.name, "", text));
    }
    messages
}

/// What a row says; none where it has errors.
pub fn read_row(cells: &mut Cells<'_>) -> Option<Patch> {
    cells.check_texts("description", false, |name| {
        known(name) && !is_computed(name)
    });
    let code = cells.required("code").and_then(|_| cells.read("code"));
    let title = cells.required("title");
    let member = member(cells);
    // Everything is read before a row is rejected, so that all its errors are reported at once.
    let placeholder = Key::Identity(Identity::default());
    let mut patch = Patch::new(placeholder, MemberCells::default(), String::new());
    patch.plan = PlanCells {
        title: cells.set("action_plan", |c| c.maybe("action_plan")),
        start: cells.set("plan_year", |c| c.year("plan_year")),
        end: cells.set("plan_end_year", |c| c.year("plan_end_year")),
    };
    for (column, update) in ["title_en", "title_es", "title_fr"]
        .into_iter()
        .zip(&mut patch.title_in)
    {
        *update = cells.set(column, |c| c.maybe(column));
    }
    let summaries = [
        ("summary_en", "summary_en_source_url"),
        ("summary_es", "summary_es_source_url"),
        ("summary_fr", "summary_fr_source_url"),
    ];
    for ((column, source), update) in summaries.into_iter().zip(&mut patch.summary_in) {
        *update = cells.set(column, |c| summary(c, column, source));
    }
    patch.number = cells.set("commitment_number", |c| c.maybe("commitment_number"));
    patch.description = cells.set("description", description);
    patch.lead = cells.set("lead_institution", |c| items(c, "lead_institution"));
    patch.support = cells.set("support_institutions", |c| items(c, "support_institutions"));
    patch.areas = cells.set("policy_areas", |c| items(c, "policy_areas"));
    patch.values = cells.set("ogp_values", values);
    patch.start = cells.set("start", |c| c.date("start"));
    patch.end = cells.set("end", |c| c.date("end"));
    patch.verifiable = cells.set("verifiable", |c| c.word("verifiable"));
    patch.relevant = cells.set("relevant", |c| c.word("relevant"));
    patch.starred = cells.set("starred", starred);
    patch.reports = cells.set("irm_reports", |c| report_titles(&c.line("irm_reports")));
    patch.challenge = cells.set("challenge_area", |c| c.word("challenge_area"));
    patch.source_url = cells.set("source_url", |c| c.address("source_url"));
    patch.status = cells.set("status", |c| c.word("status"));
    for dimension in Dimension::ALL {
        patch.ratings[dimension.index()] = ratings(cells, *dimension);
        patch.sources[dimension.index()] = stated_source(cells, *dimension);
    }
    if cells.has_errors() {
        return None;
    }
    Some(Patch {
        key: Key::Code(code?),
        member: member?,
        title: title?,
        ..patch
    })
}

fn member(cells: &mut Cells<'_>) -> Option<MemberCells> {
    let name = cells.required("member");
    let kind = cells.word("member_kind");
    let region = cells.word("region");
    let iso3 = cells.maybe("country_iso3");
    if iso3.as_deref().is_some_and(|code| !members::is_iso3(code)) {
        cells.error(
            "country_iso3",
            "use the three capital letters of ISO 3166-1, such as ESP",
        );
    }
    Some(MemberCells {
        name: name?,
        kind,
        country: cells.maybe("country"),
        iso3,
        region,
    })
}

/// The items of a list, each on one line, without words for nothing.
fn items(cells: &mut Cells<'_>, column: &str) -> Vec<String> {
    let items = list::split(&cells.line(column));
    let mut items: Vec<String> = items.iter().map(|item| as_name(item)).collect();
    if items.iter().any(|item| is_word_for_nothing(item)) {
        cells.warning(
            column,
            "programs write NaN, None or NULL for an empty cell; it was left out of the list",
        );
        items.retain(|item| !is_word_for_nothing(item));
    }
    items
}

/// A summary with the page that supports it: neither says anything without the other.
fn summary(cells: &mut Cells<'_>, column: &str, source_column: &str) -> Option<Box<Summary>> {
    let has_source = !cells.text(source_column).is_empty();
    let Some(text) = cells.maybe(column) else {
        if has_source {
            cells.error(
                source_column,
                format!("a source of what? {column} is empty"),
            );
        }
        return None;
    };
    if let Err(error) = summary::check(&text) {
        cells.error(column, error.to_string());
    }
    if !has_source {
        let text = format!("a summary needs the address of its source in {source_column}");
        cells.error(column, text);
    }
    let source_url = cells.address(source_column)?;
    Some(Box::new(Summary { text, source_url }))
}

/// The description, with the rest that was too long for one cell of a workbook.
fn description(cells: &mut Cells<'_>) -> Option<String> {
    // Trimmed only once it is whole: it may have been cut at a space.
    let text = cells.untrimmed("description").to_owned() + cells.untrimmed(super::rows::CONTINUED);
    let text = trimmed(&text);
    let length = text::length(text);
    if length > text::MAX_TEXT {
        let limit = text::MAX_TEXT;
        let too_long = format!("the whole text has {length} characters; the limit is {limit}");
        cells.error("description", too_long);
    }
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

fn values(cells: &mut Cells<'_>) -> Vec<OgpValue> {
    let mut values = Vec::new();
    for item in items(cells, "ogp_values") {
        let read = item.parse().or_else(|error| {
            let english = cells.english("ogp_values", &item);
            english.map_or(Err(error), str::parse)
        });
        match read {
            Ok(value) if values.contains(&value) => {}
            Ok(value) => values.push(value),
            Err(error) => cells.unknown("ogp_values", &item, &error),
        }
    }
    values
}

fn starred(cells: &mut Cells<'_>) -> Option<bool> {
    match cells.word::<Answer>("starred")? {
        Answer::Yes => Some(true),
        Answer::No => Some(false),
        _ => {
            cells.error("starred", "use Yes or No, or leave the cell empty");
            None
        }
    }
}

/// Titles of reports. The titles of local plans contain the separator (`Action plan – Scotland;
/// United Kingdom; 2021 – 2025`): there, a piece that names no report belongs to the one before it,
/// until the years of the plan end it.
fn report_titles(cell: &str) -> Vec<String> {
    let mut titles: Vec<String> = Vec::new();
    for piece in list::split(cell) {
        let slug = text::slugify(&piece);
        let is_title = slug.contains("report") || slug.contains("review");
        match titles.last_mut() {
            Some(title) if !is_title && is_unfinished(title) => {
                title.push_str(", ");
                title.push_str(&piece);
            }
            _ => titles.push(piece),
        }
    }
    titles
}

/// Whether a title names a local plan whose years have not come yet.
fn is_unfinished(title: &str) -> bool {
    let plan = title.split_once("Action plan \u{2013}");
    plan.is_some_and(|(_, rest)| {
        let last = rest.rsplit(' ').next().unwrap_or_default();
        !(last.len() == 4 && last.bytes().all(|b| b.is_ascii_digit()))
    })
}

/// The report that a rating comes from: the one that the row names for it; in a file without a column
/// for that, the only one of the commitment's reports in which the IRM gives such ratings.
fn report_of(cells: &mut Cells<'_>, dimension: Dimension, finding: Finding) -> Option<Report> {
    let column = dimension.slug();
    if let Some(title) = cells.maybe(&format!("{column}_report")) {
        let stage: Option<ReportStage> = cells.word(&format!("{column}_report_stage"));
        let report = Report::from_title(&title)?;
        return Some(Report {
            stage: stage.unwrap_or(report.stage),
            ..report
        });
    }
    // A file with a column for it says that there is none.
    if cells.has(&format!("{column}_report")) {
        return None;
    }
    let scheme = finding.scheme()?;
    let titles = report_titles(cells.text("irm_reports"));
    let mut fitting = titles
        .iter()
        .filter_map(|title| Report::from_title(title))
        .filter(|report| {
            report
                .kind
                .is_some_and(|kind| kind.rates(dimension, scheme))
        });
    let only = fitting.next()?;
    fitting.next().is_none().then_some(only)
}

/// What a row says of the rating in a dimension. An empty cell clears it, unless a scheme stands beside
/// it: pandas takes the value None for an empty cell. None may also be such a program's word for nothing,
/// where no scheme has that value.
fn ratings(cells: &mut Cells<'_>, dimension: Dimension) -> Update<Vec<Rating>> {
    let column = dimension.slug();
    let scheme_column = format!("{column}_scheme");
    let is_value = |cells: &Cells<'_>| {
        let (scheme, cell) = (cells.text(&scheme_column), cells.text(column));
        let english = || cells.english(&scheme_column, scheme)?.parse().ok();
        let scheme: Option<Scheme> = scheme.parse().ok().or_else(english);
        let list = scheme.map_or("completion", Scheme::slug);
        Finding::read(scheme, cell).is_ok() || cells.english_value(list, cell).is_some()
    };
    let has_column = cells.has(column);
    if has_column && !is_value(cells) && cells.says_nothing(column) {
        return Update::Keep;
    }
    if has_column && cells.text(column).is_empty() && !cells.text(&scheme_column).is_empty() {
        let text = "empty, but its scheme is filled in; the rating was left as it is. Programs such as pandas lose the value None. To clear the rating, clear both";
        cells.warning(column, text);
        return Update::Keep;
    }
    if has_column {
        Update::Set(rating(cells, dimension))
    } else {
        Update::Keep
    }
}

/// The current rating; none for an empty cell.
fn rating(cells: &mut Cells<'_>, dimension: Dimension) -> Vec<Rating> {
    let column = dimension.slug();
    let cell = cells.text(column);
    if cell.is_empty() {
        return Vec::new();
    }
    let scheme_column = format!("{column}_scheme");
    let scheme: Option<Scheme> = cells.word(&scheme_column);
    let other = scheme
        .and_then(Scheme::dimension)
        .filter(|d| *d != dimension);
    if let Some(other) = other {
        let text = format!(
            "this scheme rates {}, not {}",
            other.label(),
            dimension.label()
        );
        cells.error(&scheme_column, text);
        return Vec::new();
    }
    let list = scheme.map_or("completion", Scheme::slug);
    let read = Finding::read(scheme, cell).or_else(|error| {
        let english = cells.english_value(list, cell);
        english.map_or(Err(error), |english| Finding::read(scheme, english))
    });
    match read {
        Ok(finding) => vec![Rating {
            dimension,
            finding,
            report: report_of(cells, dimension, finding),
            source_url: cells.address(&format!("{column}_source_url")),
            source_page: cells.maybe(&format!("{column}_source_page")),
            read_on: cells.date(&format!("{column}_read_on")),
        }],
        Err(error) => {
            unknown_value(cells, column, cell, scheme, &error);
            Vec::new()
        }
    }
}

/// Which facts about the source of a rating a row states. A row that names no source states none: the
/// record keeps the one that it has.
fn stated_source(cells: &Cells<'_>, dimension: Dimension) -> StatedSource {
    let column = dimension.slug();
    let of_column = |name: &str| format!("{column}_{name}");
    let names = ["report", "source_url", "source_page", "read_on"];
    if names
        .iter()
        .all(|name| cells.maybe(&of_column(name)).is_none())
    {
        return StatedSource::default();
    }
    let [report, url, page, read_on] = names.map(|name| cells.has(&of_column(name)));
    StatedSource {
        report,
        url,
        page,
        read_on,
    }
}

/// Suggests the nearest value, and names another scheme that has this one.
fn unknown_value(
    cells: &mut Cells<'_>,
    column: &str,
    cell: &str,
    scheme: Option<Scheme>,
    error: &UnknownWord,
) {
    let elsewhere = Scheme::ALL
        .iter()
        .find(|s| Some(**s) != scheme && s.value(cell).is_ok());
    let hint = elsewhere.map_or(String::new(), |s| {
        format!("; \u{201c}{cell}\u{201d} is a value of {}", s.slug())
    });
    let message = ImportMessage::error(column, cell, format!("{error}{hint}"));
    cells
        .messages
        .push(message.with_nearest(error.expected.split(", ")));
}

#[cfg(test)]
mod tests {
    use super::super::cells::Columns;
    use super::super::options::ReadOptions;
    use super::super::patch::Update;
    use super::super::table;
    use super::*;

    fn read(file: &str) -> (Option<Patch>, Vec<ImportMessage>) {
        let names = |names: &[String]| is_header(names).then(|| names.to_vec());
        let table = table::read(file.as_bytes(), &ReadOptions::default(), &names).unwrap();
        let columns = Columns::of(&table);
        let mut cells = Cells::new(&columns, &table.rows[0]);
        (read_row(&mut cells), cells.messages)
    }

    #[test]
    fn a_missing_column_keeps_a_fact_and_an_empty_cell_clears_it() {
        let (patch, _) = read("code,member,title,start,policy_areas\nES0001,Spain,T,,\n");
        let patch = patch.unwrap();
        assert_eq!(patch.start, Update::Set(None));
        assert_eq!(patch.areas, Update::Set(vec![]));
        assert_eq!(patch.end, Update::Keep);
        assert_eq!(patch.ratings[0], Update::Keep);
    }

    #[test]
    fn every_error_names_its_column_its_cell_and_the_nearest_value() {
        let (patch, messages) = read(
            "code,member,title,member_kind,plan_year,ambition_scheme,ambition,completion_scheme,completion,start,source_url,verifiable\n\
             ES1,Spain,,regional,20x,completion,High,completion,Substntial,2018-13,javascript:x,Maybe\n",
        );
        assert!(patch.is_none());
        for (column, found) in [
            ("code", "ES1"),
            ("title", ""),
            ("member_kind", "regional"),
            ("plan_year", "20x"),
            ("ambition_scheme", "completion"),
            ("completion", "Substntial"),
            ("start", "2018-13"),
            ("source_url", "javascript:x"),
            ("verifiable", "Maybe"),
        ] {
            let message = messages.iter().find(|m| m.column == column);
            let message = message.unwrap_or_else(|| panic!("{column} in {messages:?}"));
            assert_eq!(message.found, found);
        }
        let near = messages.iter().find(|m| m.column == "completion").unwrap();
        assert_eq!(near.nearest.as_deref(), Some("Substantial"));
    }

    #[test]
    fn no_text_is_read_that_a_workbook_could_not_hold() {
        let row = |title: &str, text: &str, rest: &str| {
            read(&format!(
                "code,member,title,description,description_continued\nES0001,Spain,{title},{text},{rest}\n"
            ))
        };
        let (limit, cell) = (text::MAX_TEXT, super::super::workbook::MAX_IN_CELL);
        let fits = [
            ("a".repeat(cell), "b".repeat(limit), String::new()),
            ("T".into(), "b".repeat(cell), "c".repeat(limit - cell)),
            // Of two units each, as spreadsheets count.
            ("\u{1f30d}".repeat(cell / 2), String::new(), String::new()),
        ];
        for (title, text, rest) in &fits {
            let (patch, messages) = row(title, text, rest);
            assert!(patch.is_some(), "{messages:?}");
        }
        let too_long = [
            ("title", "a".repeat(cell + 1), "b".to_owned(), String::new()),
            (
                "title",
                "\u{1f30d}".repeat(cell / 2 + 1),
                "b".into(),
                String::new(),
            ),
            (
                "description",
                "T".into(),
                "b".repeat(limit + 1),
                String::new(),
            ),
            ("description", "T".into(), "b".repeat(limit), "c".into()),
        ];
        for (column, title, text, rest) in &too_long {
            let (patch, messages) = row(title, text, rest);
            assert!(patch.is_none());
            assert_eq!(messages[0].column, *column);
            assert!(messages[0].text.contains("the limit is"), "{messages:?}");
        }
    }

    #[test]
    fn a_value_of_another_scheme_names_that_scheme() {
        let (_, messages) = read(
            "code,member,title,completion_scheme,completion\nES0001,Spain,T,completion,Marginal\n",
        );
        assert!(
            messages[0].text.contains("did_it_open_government"),
            "{messages:?}"
        );
    }

    #[test]
    fn an_unknown_column_suggests_the_nearest() {
        let names = ["code", "member", "title", "titel", "ambition_level"].map(str::to_owned);
        let messages = column_messages(&names);
        assert_eq!(messages[0].nearest.as_deref(), Some("title"));
        assert!(messages[1].text.contains("computed"));
        let twice = ["code", "member", "title", "title"].map(str::to_owned);
        assert_eq!(
            column_messages(&twice)[0].severity,
            super::super::message::Severity::Error
        );
    }

    #[test]
    fn a_title_of_a_report_may_hold_the_separator() {
        assert_eq!(
            report_titles(
                "Inception Report \u{2013} Action plan \u{2013} Scotland;United Kingdom;2021 \u{2013} 2025;Design assessment"
            ),
            [
                "Inception Report \u{2013} Action plan \u{2013} Scotland, United Kingdom, 2021 \u{2013} 2025",
                "Design assessment"
            ]
        );
        assert_eq!(report_titles("Results Report;Design assessment").len(), 2);
        // As it is exported, it is read again, whatever comes next.
        let exported =
            "Action plan \u{2013} Scotland, United Kingdom, 2021 \u{2013} 2025;A closing note";
        assert_eq!(report_titles(exported).len(), 2);
    }
}
