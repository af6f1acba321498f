//! Pieces of pages. They show what they are given and load nothing.

mod chart_figure;
mod chart_form;
mod chips;
mod commitment_row;
mod count_list;
mod data_table;
mod head;
mod layout;
mod rating;
mod sprite;

pub use chart_figure::ChartFigure;
pub use chart_form::chart_form;
pub use chips::chips;
pub use commitment_row::{CommitmentRows, Pieces, plan_in_words};
pub use count_list::count_list;
pub use data_table::{PROGRESS, TableHead, data_table, figures, words};
pub use head::{Head, cite, page_title, page_with_card};
pub use layout::{Crumbs, Present, SearchBox, bare, layout};
pub use rating::{Badge, Glyph, Ratings};
pub use sprite::Sprite;
