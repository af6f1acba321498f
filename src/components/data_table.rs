//! Tables of figures and definitions, which scroll in a frame of their own where it is narrow.

use leptos::prelude::*;

use domain::Lang;
use i18n::rows as say;

/// What stands above a table's rows.
#[derive(Debug, Clone)]
pub struct TableHead {
    /// The id of the caption, by which the frame is named.
    pub id: String,
    /// What the table shows.
    pub caption: String,
    /// Whether the caption is seen, not only read out.
    pub caption_visible: bool,
    /// Whether the table explains words rather than counting.
    pub definitions: bool,
    /// The columns' names; those of figures are told by [`figures`].
    pub columns: Vec<(&'static str, bool)>,
}

/// A column of text.
pub const fn words(name: &'static str) -> (&'static str, bool) {
    (name, false)
}

/// A column of figures.
pub const fn figures(name: &'static str) -> (&'static str, bool) {
    (name, true)
}

/// The columns in which members, plans and areas are told how far their commitments got.
pub const fn progress(t: Lang) -> [(&'static str, bool); 4] {
    [
        figures(say::commitments(t)),
        figures(say::ambitious(t)),
        figures(say::completed(t)),
        figures(say::strong_results(t)),
    ]
}

/// Columns of figures of a table whose rows a phone shows in two lines: the name with the first figure, and
/// the other figures below. More than these do not fit beside each other.
const STACKED: std::ops::RangeInclusive<usize> = 4..=5;

fn is_stacked(head: &TableHead) -> bool {
    let of_figures = head.columns.iter().filter(|(_, numeric)| *numeric);
    STACKED.contains(&of_figures.count())
}

/// A table with a head; `rows` are its `<tr>` elements.
pub fn data_table(head: TableHead, rows: impl IntoView + 'static) -> AnyView {
    let names = head.columns.iter().map(|(name, numeric)| {
        view! { <th scope="col" class=numeric.then_some("n")>{*name}</th> }
    });
    let class = match (head.definitions, is_stacked(&head)) {
        (true, true) => "data defs stacked",
        (true, false) => "data defs",
        (false, true) => "data stacked",
        (false, false) => "data",
    };
    let caption_class = (!head.caption_visible).then_some("vh");
    let frame = head.id.clone();
    view! {
        <div class="table-scroll" role="region" tabindex="0" aria-labelledby=frame>
            <table class=class>
                <caption id=head.id class=caption_class>
                    {head.caption}
                </caption>
                <thead>
                    <tr>{names.collect_view()}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
