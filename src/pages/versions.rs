//! `/data/versions`: every version of the data; `/data/versions/{number}`: one, with what it holds, its files
//! and how to cite it.

use leptos::prelude::*;

use super::{Page, Visit};
use crate::components::{
    Crumbs, TableHead, cite, data_table, figures, lang, layout, link_to, link_to_present, moment,
    page_title, quoting, structured_data_of_version, words,
};
use crate::service::{VERSIONS_PER_PAGE, VersionView, VersionsView};
use crate::words::citation_of;
use domain::{Lang, route};
use i18n::format::{day_of, number};
use i18n::layout::n_commitments;
use i18n::{changes, data, versions as say};

/// Every version.
pub async fn versions_page(visit: Visit) -> Page {
    let page = i64::try_from(visit.params().page()?).unwrap_or_default();
    Ok(show_all(visit.app.versions(page).await?))
}

/// One version.
pub async fn version_page(visit: Visit, at: route::Version) -> Page {
    let shown = visit.app.version(at.number).await?;
    Ok(show(&visit, &shown))
}

fn at_page(page: i64) -> String {
    if page == 0 {
        route::Versions.to_string()
    } else {
        route::Versions.with("page", page + 1)
    }
}

fn show_all(shown: VersionsView) -> AnyView {
    let t = lang();
    page_title(say::heading(t), say::lead(t), &at_page(shown.page));
    let rows = shown.versions.iter().map(|version| {
        let r = &version.past.revision;
        let href = route::Version::new(version.past.number).to_string();
        let reason = changes::localized_reason(t, &r.reason);
        view! {
            <tr>
                <th scope="row"><a href=link_to_present(href)>{version.past.number.to_string()}</a></th>
                <td>{moment(r.made_at)}</td>
                <td class="wide">{quoting(t, [reason], |[reason]| reason.to_owned())}</td>
                <td class="n">{number(t, version.commitments)}</td>
                <td class="n">{number(t, version.ratings)}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let head = TableHead {
        id: "versions-table".to_owned(),
        caption: say::caption(t).to_owned(),
        caption_visible: false,
        definitions: false,
        columns: vec![
            words(say::version(t)),
            words(say::published(t)),
            words(say::reason(t)),
            figures(say::commitments(t)),
            figures(say::ratings(t)),
        ],
    };
    let count = (shown.total - 1).max(0) / VERSIONS_PER_PAGE + 1;
    let pager = (count > 1).then(|| {
        let newer = (shown.page > 0).then(|| {
            view! { <li><a rel="prev" href=link_to(at_page(shown.page - 1))>{changes::newer(t)}</a></li> }
        });
        let older = (shown.page + 1 < count).then(|| {
            view! { <li><a rel="next" href=link_to(at_page(shown.page + 1))>{changes::older(t)}</a></li> }
        });
        view! { <nav aria-label=changes::pages(t)><ul class="pager">{newer}{older}</ul></nav> }
    });
    layout(
        route::Data::PATH,
        Some(&shown.catalogue),
        true,
        view! {
            <Crumbs trail=vec![(route::Data::PATH.to_owned(), data::heading(t).to_owned())]/>
            <div class="page-head"><h1>{say::heading(t)}</h1><p class="lead">{say::lead(t)}</p></div>
            {data_table(head, rows)}
            {pager}
            <p class="prose">
                <a href=link_to_present(route::Checksums)>{say::checksums(t)}</a>
            </p>
        },
    )
    .into_any()
}

/// Files of a version, by the names of their formats.
fn files(t: Lang, shown: &VersionView) -> AnyView {
    let all = &shown.permanent;
    let files = [
        ("CSV", all.link(route::CommitmentsCsv)),
        ("XLSX", all.link(route::CommitmentsXlsx)),
        ("ZIP", all.link(route::CommitmentsZip)),
        ("JSON", all.link(route::CommitmentsJson)),
        ("NDJSON", all.link(route::CommitmentsNdjson)),
        ("Parquet", all.link(route::CommitmentsParquet)),
        (data::ratings_as_csv(t), all.link(route::RatingsCsv)),
    ];
    let files = files.map(|(name, href)| {
        view! { <li><a href=link_to(href) download>{name}</a></li> }
    });
    view! { <ul>{files.into_iter().collect_view()}</ul> }.into_any()
}

fn show(visit: &Visit, shown: &VersionView) -> AnyView {
    let t = visit.lang();
    let catalogue = visit.app.catalogue();
    let r = &shown.past.revision;
    let here = route::Version::new(shown.past.number).to_string();
    let named = say::one(t, &shown.past.number.to_string());
    let count = n_commitments(t, shown.commitments);
    let day = day_of(t, r.made_at);
    let description = say::description(t, &shown.past.number.to_string(), &day, &count);
    let reason = changes::localized_reason(t, &r.reason);
    let list = shown.permanent.link(route::Commitments);
    let history = format!("{}#r{}", route::Changes, shown.past.number);
    // On the first page of the history, or by its day.
    let is_recent = catalogue.version().number - shown.past.number < VERSIONS_PER_PAGE;
    let history = if is_recent {
        history
    } else {
        let day = r.made_at.format("%Y-%m-%d").to_string();
        let of_day = route::Changes.with("from", &day);
        format!("{of_day}&to={day}#r{}", shown.past.number)
    };
    page_title(&named, &description, &here);
    structured_data_of_version(&catalogue, shown);
    let files_id = "files";
    layout(
        route::Data::PATH,
        Some(&catalogue),
        true,
        view! {
            <Crumbs trail=vec![
                (route::Data::PATH.to_owned(), data::heading(t).to_owned()),
                (route::Versions::PATH.to_owned(), say::heading(t).to_owned()),
            ]/>
            <div class="page-head"><h1>{named}</h1><p class="lead">{description}</p></div>
            <dl class="facts">
                <div><dt>{say::published(t)}</dt><dd>{changes::minute(t, r.made_at)}</dd></div>
                <div><dt>{say::reason(t)}</dt><dd>{quoting(t, [reason], |[reason]| reason.to_owned())}</dd></div>
                <div><dt>{say::commitments(t)}</dt><dd>{number(t, shown.commitments)}</dd></div>
                <div><dt>{say::ratings(t)}</dt><dd>{number(t, shown.ratings)}</dd></div>
            </dl>
            <p>
                <a href=link_to(list)>{say::view_commitments(t)}</a>
                " \u{b7} "
                <a href=link_to_present(history)>{say::what_changed(t)}</a>
            </p>
            <section class="section" aria-labelledby=files_id>
                <h2 id=files_id>{say::files(t)}</h2>
                {files(t, shown)}
                <p class="prose muted">{say::files_note(t)}</p>
            </section>
            {cite(|origin| {
                let what = i18n::query_words::all_commitments(t);
                citation_of(t, what, &shown.version, &format!("{origin}{here}"))
            })}
        },
    )
    .into_any()
}
