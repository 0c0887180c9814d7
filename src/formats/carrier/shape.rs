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

impl Shape {
    /// Whether its records are those of a graph or a page, which may refer to each other.
    #[must_use]
    pub fn is_graph(&self) -> bool {
        match self {
            Self::Html => true,
            Self::Json(JsonShape::Array(path)) => path.last().is_some_and(|name| name == "@graph"),
            Self::Json(_) | Self::Csv(_) => false,
        }
    }
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
    /// What a backslash does in it.
    pub escapes: Escapes,
}

/// What a backslash does in a table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Escapes {
    /// Nothing: a quotation mark within a field is doubled.
    #[default]
    None,
    /// Within fields in quotation marks it stands before those, and before line breaks; so MySQL, Spark and R write it.
    Quoted,
    /// It stands before delimiters and line breaks in fields without quotation marks, too, and letters behind it
    /// stand for what has none; so MySQL and PostgreSQL write it.
    Everywhere,
}

impl Escapes {
    /// Whether it does anything.
    #[must_use]
    pub const fn any(self) -> bool {
        !matches!(self, Self::None)
    }
}

impl Table {
    /// A table that begins with the file, and doubles quotation marks.
    #[must_use]
    pub const fn new(delimiter: u8, header: Header) -> Self {
        Self { delimiter, header, skip: 0, escapes: Escapes::None }
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
            Self::Csv(Table { delimiter, header, skip, escapes }) => {
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
                f.write_str(match escapes {
                    Escapes::None => "",
                    Escapes::Quoted => "; its quotation marks stand behind backslashes",
                    Escapes::Everywhere => "; what would end its fields stands behind backslashes",
                })
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
