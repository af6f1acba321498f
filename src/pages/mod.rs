//! One file for each address. Server-only: pages reach the browser as HTML.

mod area;
mod area_context;
pub mod challenge;
pub mod changes;
mod chart;
mod commitment;
mod commitments;
mod compare;
mod data;
mod document;
mod error;
mod guide;
mod home;
mod load;
mod member;
mod method;
mod network;
mod rating_card;
mod resources;
mod staff;

pub use document::{Document, routes};
pub use error::AppErrorAtDoor;
pub use staff::FormState;
