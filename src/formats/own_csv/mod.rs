//! corrob's own table for spreadsheets: a row for each piece of evidence and each reviewer who says
//! something of it or of its claim. It leaves by [`crate::formats::report::csv`]; when it comes back, this
//! finds out what was edited in it meanwhile.
//!
//! A spreadsheet writes much of a table otherwise than it was, and nobody has edited anything: dates, yes and
//! no, numbers, line ends. And the case may have changed since the table left it. So each row carries what its
//! cells said when they left (`exported`): edited is a cell that says neither that nor what the case says now.

mod cells;
pub(crate) mod columns;
pub(crate) mod compare;
mod days;
pub(crate) mod exported;
mod read;
pub(crate) mod said;

pub(crate) use crate::formats::own_csv::days::Orders;
pub(crate) use crate::formats::own_csv::read::{FoundRow, Row, read, recognise};
