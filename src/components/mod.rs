//! Pieces of pages. They show what they are given and load nothing.

mod chart_figure;
mod chart_form;
mod chips;
mod commitment_row;
mod contents;
mod count_list;
mod data_table;
mod embed_frame;
mod follow;
mod head;
mod layout;
mod left_out;
mod lens;
mod links;
mod markdown;
mod moment;
mod pager;
mod rating;
mod select;
mod shortlist;
mod source_text;
mod sources;
mod sprite;
mod structured;
mod understood;

use leptos::prelude::use_context;

use domain::Lang;

pub use chart_figure::{ChartFigure, ChartIntro, Tally};
pub use chart_form::{change, chart_form, values_to_choose};
pub use chips::chips;
pub use commitment_row::{CommitmentRows, inside, marked};
pub use contents::{contents, folded, jump_list};
pub use count_list::count_list;
pub use data_table::{TableHead, data_table, figures, progress, words};
pub use embed_frame::{FrameTexts, MaxSize, frame};
pub use follow::{follow_links, follow_query, mail_form};
pub use head::{Card, Head, NAME, cite, offer_oembed, page_title, page_with_card};
pub use layout::{ABOUT, Crumbs, SearchBox, bare, layout};
pub use left_out::{LeftOutValues, left_out_notice};
pub use lens::{counted_line, coverage_line, lens_choice, other_set, part_line};
pub use links::{Links, kept_fields, link_to, link_to_present};
pub use markdown::Markdown;
pub use moment::{moment, moment_of_day};
pub use pager::pager;
pub use rating::{Badge, LevelKey, Ratings, glyph, mark_badge};
pub use select::select;
pub use shortlist::{pick, shortlist_bar, shortlist_of};
pub use source_text::{quoting, source_text};
pub use sources::{source_link, sources};
pub use sprite::Sprite;
pub use structured::{
    structured_data_of_commitment, structured_data_of_record, structured_data_of_version,
};
pub use understood::understood_notice;

/// The language that the page speaks.
pub fn lang() -> Lang {
    use_context::<Lang>().unwrap_or_default()
}
