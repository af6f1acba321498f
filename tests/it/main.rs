//! Integration tests, one binary: each module tests one room through its public face.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on should stop at once and say where"
)]

mod addresses;
mod agreement;
mod api;
mod architecture;
mod assistants;
mod base_path;
mod changes;
mod charts;
mod cite;
mod clients;
mod commitment;
mod connections;
mod context;
mod contrib;
mod coverage;
mod directions;
mod doctor;
mod faults;
mod feeds;
mod fields;
mod heavy;
mod import;
mod instances;
mod keeping;
mod languages;
mod lists;
mod machines;
mod mail;
mod member;
mod other_sources;
mod packages;
mod past;
mod programs;
mod provenance;
mod proxies;
mod queries;
mod recipes;
mod reports;
mod reviews;
mod search;
mod site;
mod sockets;
mod sources;
mod spelling;
mod staff;
mod start;
mod start_file;
mod store;
mod suggestions;
mod summaries;
mod support;
mod traces;
mod webhooks;
