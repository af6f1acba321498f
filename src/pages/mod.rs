//! One file for each address. Server-only: pages reach the browser as HTML.

mod area;
pub mod changes;
mod chart;
mod commitment;
mod commitments;
mod compare;
mod data;
mod document;
mod error;
mod home;
mod load;
mod member;
mod method;
mod rating_card;
mod staff;

pub use document::{Document, routes};
pub use error::AppErrorAtDoor;
pub use staff::FormState;
