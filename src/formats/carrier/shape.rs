//! How the records of a file lie in it.

use std::fmt;

/// How the records of a file lie in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// JSON.
    Json(JsonShape),
    /// A table: CSV, TSV and their like.
    Csv {
        /// What stands between two fields: any byte but a quotation mark or a line break.
        delimiter: u8,
        /// What names the columns.
        header: Header,
    },
    /// A web page with JSON-LD in it.
    Html,
}

/// Where the records of a JSON file are. A path names members of objects, each within the one
/// before it; an empty one is the whole file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JsonShape {
    /// One record after another, or a single one.
    Lines,
    /// An array of records. A single object in its place is one record.
    Array(Vec<String>),
    /// An object whose members are the records.
    Members(Vec<String>),
}

/// What names the columns of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Header {
    /// The first row.
    Row,
    /// Nothing: they are `column_1`, `column_2` and so on, as many as the first row has.
    Absent,
    /// These names are given; the first row is a record.
    Columns(Vec<String>),
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(shape) => write!(f, "{shape}"),
            Self::Html => f.write_str("a web page with JSON-LD"),
            Self::Csv { delimiter, header } => {
                match delimiter {
                    b'\t' => f.write_str("a table, tabs between its fields")?,
                    byte => write!(f, "a table, \"{}\" between its fields", byte.escape_ascii())?,
                }
                match header {
                    Header::Row => f.write_str(", the first row names the columns"),
                    Header::Absent => f.write_str(", without names for its columns"),
                    Header::Columns(names) => write!(f, ", with {} columns as told", names.len()),
                }
            }
        }
    }
}

impl fmt::Display for JsonShape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lines => f.write_str("JSON, one record after another"),
            Self::Array(path) if path.is_empty() => f.write_str("JSON, an array of records"),
            Self::Array(path) => write!(f, "JSON, an array of records at {}", path.join(".")),
            Self::Members(path) if path.is_empty() => {
                f.write_str("JSON, an object whose members are records")
            }
            Self::Members(path) => {
                write!(f, "JSON, an object whose members are records at {}", path.join("."))
            }
        }
    }
}
