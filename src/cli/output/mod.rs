//! What commands print: safe text, JSON, tables, progress, files.

pub(super) mod out;
pub(super) mod output_file;
pub(super) mod progress;
pub(super) mod table;
pub(super) mod words;
