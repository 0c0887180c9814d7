//! What comes in and goes out: carriers, profiles, the native format, reports.

#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../support/carried.rs"]
mod carried;
#[path = "../support/desk.rs"]
mod desk;
#[path = "../../examples/made_up_case/generator/mod.rs"]
mod generator;
#[path = "../support/page.rs"]
mod page;
#[path = "../support/parts.rs"]
mod parts;
#[path = "../support/tables.rs"]
mod tables;

mod as_found;
mod carrier_any;
mod carrier_csv;
mod carrier_decode;
mod carrier_html;
mod carrier_json;
mod carrier_sniff;
mod column_maps;
mod exchange;
mod fields;
mod html_report;
mod import;
mod made_up_cases;
mod native_format;
mod own_table;
mod profile_properties;
mod profiles;
mod real_data;
mod reports;
mod schema_of_fields;
mod tables_as_found;
