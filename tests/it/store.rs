//! The record on both engines: what goes in comes out, nothing is lost, and every change says so.

mod backup;
mod copy;
mod history;
mod open;
mod record;
mod replica;
mod round_trip;
mod schema;
mod search;
mod size;
mod staff;
mod together;
