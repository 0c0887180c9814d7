//! How the records of a file lie in it.

use std::fmt;

/// How the records of a file lie in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// JSON.
    Json(JsonShape),
    /// A table: CSV, TSV and their like.
    Csv(Table),
    /// A web page with JSON-LD in it.
    Html,
}

/// How a table is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What stands between two fields: any byte but a quotation mark or a line break.
    pub delimiter: u8,
    /// What names the columns.
    pub header: Header,
    /// How many lines at the beginning are none of the table: a title, or what a spreadsheet says of
    /// the delimiter.
    pub skip: u64,
    /// Whether a quotation mark within a field stands behind a backslash, not doubled; so MySQL, Spark
    /// and R write it.
    pub escaped: bool,
}

impl Table {
    /// A table that begins with the file, and doubles quotation marks.
    #[must_use]
    pub const fn new(delimiter: u8, header: Header) -> Self {
        Self { delimiter, header, skip: 0, escaped: false }
    }
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
            Self::Csv(Table { delimiter, header, skip, escaped }) => {
                match delimiter {
                    b'\t' => f.write_str("a table, tabs between its fields")?,
                    byte => write!(f, "a table, \"{}\" between its fields", byte.escape_ascii())?,
                }
                match header {
                    Header::Row => f.write_str(", the first row names the columns"),
                    Header::Absent => f.write_str(", without names for its columns"),
                    Header::Columns(names) => write!(f, ", with {} columns as told", names.len()),
                }?;
                if *skip > 0 {
                    write!(f, "; it begins on line {}", skip + 1)?;
                }
                f.write_str(if *escaped { "; its quotation marks stand behind backslashes" } else { "" })
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
