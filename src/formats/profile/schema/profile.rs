//! A profile, and how it is read from its TOML.

use crate::formats::profile::error::{ProfileError, short};
use crate::formats::profile::language::expr::{Maps, ProfileReader};
use crate::formats::profile::language::path::{Aspect, Path, RecordsPath};
use crate::formats::profile::language::steps::key;
use crate::formats::profile::language::toml::{Node, Table, Text, get, join};
use crate::formats::profile::language::value::Val;
use crate::formats::profile::schema::fields::Makes;
use crate::formats::profile::schema::template::{Condition, Outline, Template};
use crate::text::encoding;
use serde_json::Value;

/// What the records of a file mean.
#[derive(Debug, Clone)]
pub struct Profile {
    pub(crate) name: String,
    title: String,
    dataset: Option<String>,
    encoding: Option<String>,
    pub(crate) records: Vec<RecordsPath>,
    /// Whether it is the user's own: what it looks for and never finds is named.
    pub(crate) own: bool,
    /// Whether its records are JSON-LD, which may write one thing in several ways.
    pub(crate) linked: bool,
    /// Whether its texts come from web pages, and may hold HTML character references.
    pub(crate) entities: bool,
    /// Whether records are where they are said to be, and nowhere else.
    pub(crate) strict: bool,
    csv: Option<CsvShape>,
    pub(crate) marks: Option<Marks>,
    pub(crate) ignore: Vec<Path>,
    /// Where texts are JSON, and are opened.
    pub(crate) json: Vec<Path>,
    pub(crate) when: Vec<Condition>,
    pub(crate) templates: Vec<Template>,
}

/// How a file of columns is written, where that does not show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CsvShape {
    /// What stands between the columns; `None`: whatever the file shows.
    pub delimiter: Option<u8>,
    /// The names of the columns, where the file has no header.
    pub columns: Vec<String>,
    /// How many lines at the beginning are none of the table; `None`: as many as show that they are.
    pub skip_lines: Option<u64>,
}

/// What shows that a record is for a profile.
#[derive(Debug, Clone, Default)]
pub(crate) struct Marks {
    /// One of each of these must be there.
    pub(crate) all: Vec<Vec<Path>>,
    /// None of these may.
    none: Vec<Path>,
    /// These must have one of these values.
    pub(crate) is: Vec<(Path, Vec<String>)>,
}

impl Profile {
    /// Reads a profile.
    ///
    /// # Errors
    /// The first thing that is wrong with it: the line, the field, and what would do.
    pub fn parse(toml: &str) -> Result<Self, ProfileError> {
        profile(toml)
    }

    /// Its name, for `--profile`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is for, in a few words.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The dataset that the ids of its records live in; `None`: that of the file.
    #[must_use]
    pub fn dataset(&self) -> Option<&str> {
        self.dataset.as_deref()
    }

    /// Where in a file its records stand, or may stand where it is one that ships: paths to be tried
    /// in turn. What a carrier hands out whole, the mapper unwraps.
    #[must_use]
    pub fn records(&self) -> &[RecordsPath] {
        &self.records
    }

    /// Whether the records are where [`Profile::records`] says, and nowhere else.
    #[must_use]
    pub const fn is_strict(&self) -> bool {
        self.strict
    }

    /// The same, for records that are at these paths and nowhere else; `None`: they are handed out as
    /// such already.
    #[must_use]
    pub fn with_records(&self, records: Vec<RecordsPath>) -> Self {
        Self { records, strict: true, ..self.clone() }
    }

    /// The same, as one that ships: tried on files of which nothing is known.
    pub(crate) fn shipped(self) -> Self {
        Self { own: false, strict: false, ..self }
    }

    /// Whether its records are JSON-LD.
    #[must_use]
    pub const fn is_linked(&self) -> bool {
        self.linked
    }

    /// The encoding of its files, by a label that is known.
    #[must_use]
    pub fn encoding(&self) -> Option<&str> {
        self.encoding.as_deref()
    }

    /// How its files of columns are written, where that does not show.
    #[must_use]
    pub const fn csv(&self) -> Option<&CsvShape> {
        self.csv.as_ref()
    }
}

/// Whether something stands at a path.
fn there(path: &Path, record: &Value) -> bool {
    let mut there = false;
    path.every(record, &mut |value, _| there |= !value.is_null());
    there
}

impl Marks {
    /// How much is asked for.
    pub(crate) fn weight(&self) -> usize {
        self.all.len() + self.none.len() + 2 * self.is.len()
    }

    /// Whether a record has what is asked for.
    pub(crate) fn fit(&self, record: &Value) -> bool {
        self.fit_where(record, &|path| there(path, record))
    }

    /// Whether a record has all of it but for what would stand in lists that it has, in which nothing stands.
    pub(crate) fn fit_but_for_lists(&self, record: &Value) -> bool {
        self.fit_where(record, &|path| there(path, record) || path.leads_into_nothing(record))
    }

    fn fit_where(&self, record: &Value, may_be: &dyn Fn(&Path) -> bool) -> bool {
        let there = |path: &Path| there(path, record);
        self.all.iter().all(|any| any.iter().any(may_be))
            && !self.none.iter().any(there)
            && self.is.iter().all(|(path, words)| {
                let mut is = false;
                path.every(record, &mut |value, _| {
                    is |= match value {
                        Value::Array(items) => items.iter().any(|item| is_one(item, words)),
                        value => is_one(value, words),
                    };
                });
                is
            })
    }
}

fn is_one(value: &Value, words: &[String]) -> bool {
    let val = Val::of(value);
    val.is_some_and(|val| val.word().is_some_and(|word| words.iter().any(|one| *one == word)))
}

const KNOWN: [&str; 16] = [
    "name",
    "title",
    "about",
    "version",
    "dataset",
    "encoding",
    "linked",
    "entities",
    "records",
    "csv",
    "recognise",
    "if",
    "unless",
    "ignore",
    "json",
    "maps",
];

fn profile(source: &str) -> Result<Profile, ProfileError> {
    let text = Text(source);
    let table = text.table()?;
    let words = Makes::ALL.map(Makes::word);
    let known: Vec<&str> = KNOWN.into_iter().chain(words).collect();
    text.only(&table, &known, "")?;
    let string = |name: &str| -> Result<Option<String>, ProfileError> {
        get(&table, name).map(|node| text.text(node, name).map(str::to_owned)).transpose()
    };
    let flag = |name: &str| get(&table, name).map_or(Ok(false), |node| text.flag(node, name));
    // Both are for whoever reads the profile; here they only have to be what they should.
    string("about")?;
    version(text, &table)?;
    let missing = |name: &str| ProfileError::new(None, name, "it is missing");
    let name = string("name")?.filter(|name| !name.trim().is_empty()).ok_or_else(|| missing("name"))?;
    let maps = maps(text, &table)?;
    let reader = ProfileReader { text, maps: &maps, labels: &[] };
    let outlines = outlines(reader, &table)?;
    let labels = labels(text, &outlines)?;
    let reader = ProfileReader { labels: &labels, ..reader };
    let templates: Result<Vec<_>, _> = (0..outlines.len()).map(|at| reader.template(&outlines, at)).collect();
    let templates = templates?;
    if templates.is_empty() {
        return Err(ProfileError::new(
            None,
            "",
            "it makes nothing; a [claim] with text = \"...\" is a beginning",
        ));
    }
    let when = ProfileReader { labels: &[], ..reader }.conditions(&table, "", &[])?;
    Ok(Profile {
        title: string("title")?.unwrap_or_else(|| name.clone()),
        name,
        dataset: string("dataset")?.filter(|dataset| !dataset.trim().is_empty()),
        encoding: encoding(text, &table)?,
        linked: flag("linked")?,
        entities: flag("entities")?,
        records: records(text, &table)?,
        own: true,
        strict: true,
        csv: get(&table, "csv").map(|node| csv(text, node)).transpose()?,
        marks: get(&table, "recognise").map(|node| marks(text, node)).transpose()?,
        ignore: paths(text, &table, "ignore", "")?,
        json: paths(text, &table, "json", "")?,
        when,
        templates,
    })
}

fn version(text: Text<'_>, table: &Table<'_>) -> Result<(), ProfileError> {
    let Some(node) = get(table, "version") else { return Ok(()) };
    let number = node.get_ref().as_integer().and_then(|integer| integer.as_str().parse::<u64>().ok());
    number.map(drop).ok_or_else(|| text.error(node, "version", "it should be a whole number"))
}

fn records(text: Text<'_>, table: &Table<'_>) -> Result<Vec<RecordsPath>, ProfileError> {
    let Some(node) = get(table, "records") else { return Ok(Vec::new()) };
    let path = |path| RecordsPath::parse(path).map_err(|reason| text.error(node, "records", reason));
    text.texts(node, "records")?.into_iter().map(path).collect()
}

fn encoding(text: Text<'_>, table: &Table<'_>) -> Result<Option<String>, ProfileError> {
    let Some(node) = get(table, "encoding") else { return Ok(None) };
    let label = text.text(node, "encoding")?;
    if !encoding::is_encoding(label) {
        let reason = format!("there is no encoding \"{}\"; {}", short(label), encoding::ENCODINGS);
        return Err(text.error(node, "encoding", reason));
    }
    Ok(Some(label.to_owned()))
}

/// Paths into the record: one, or a list of them.
fn paths<'t>(text: Text<'t>, table: &Table<'t>, name: &str, of: &str) -> Result<Vec<Path>, ProfileError> {
    let Some(node) = get(table, name) else { return Ok(Vec::new()) };
    let field = join(of, name);
    text.texts(node, &field)?.into_iter().map(|path| plain(text, node, &field, path)).collect()
}

/// A path into the record, from its beginning.
fn plain(text: Text<'_>, node: &Node<'_>, field: &str, path: &str) -> Result<Path, ProfileError> {
    let path = Path::parse(path).map_err(|reason| text.error(node, field, reason))?;
    if path.loops().next().is_some() || path.aspect != Aspect::Value {
        return Err(text.error(node, field, "it should be a path from the beginning of the record"));
    }
    Ok(path)
}

fn maps(text: Text<'_>, table: &Table<'_>) -> Result<Maps, ProfileError> {
    let mut maps = Maps::new();
    let Some(node) = get(table, "maps") else { return Ok(maps) };
    for (name, node) in text.members(node, "maps")? {
        let name = name.get_ref();
        let field = join("maps", name);
        let values = text.members(node, &field)?;
        let reader = ProfileReader { text, maps: &Maps::new(), labels: &[] };
        maps.insert(name.to_string(), reader.values(name, values, &field)?);
    }
    Ok(maps)
}

/// Every template with its loops, in the order in which they are made.
fn outlines<'n, 't>(
    reader: ProfileReader<'_, 't>,
    table: &'n Table<'t>,
) -> Result<Vec<Outline<'n, 't>>, ProfileError> {
    let mut outlines = Vec::new();
    for makes in Makes::ALL {
        let Some(node) = get(table, makes.word()) else { continue };
        for node in reader.text.each(node) {
            let table = reader.text.members(node, makes.word())?;
            let loops = reader.loops(table, makes.word(), &[])?;
            outlines.push(Outline { makes, node, table, loops });
        }
    }
    Ok(outlines)
}

/// What each template is called.
fn labels(text: Text<'_>, outlines: &[Outline<'_, '_>]) -> Result<Vec<String>, ProfileError> {
    let mut labels: Vec<String> = Vec::new();
    for Outline { makes, table, .. } in outlines {
        let label = match get(table, "as") {
            Some(node) => {
                let field = join(makes.word(), "as");
                let label = text.text(node, &field)?.trim_start_matches('&').to_owned();
                if labels.contains(&label) {
                    let reason = format!("two templates are called \"{label}\"");
                    return Err(text.error(node, &field, reason));
                }
                label
            }
            // The only one of its kind is called by its kind. Others have no name until they
            // are given one.
            None if outlines.iter().filter(|other| other.makes == *makes).count() == 1 => {
                makes.word().to_owned()
            }
            None => String::new(),
        };
        labels.push(label);
    }
    Ok(labels)
}

fn csv(text: Text<'_>, node: &Node<'_>) -> Result<CsvShape, ProfileError> {
    let mut shape = CsvShape::default();
    let table = text.members(node, "csv")?;
    text.only(table, &["delimiter", "columns", "skip_lines"], "csv")?;
    if let Some(node) = get(table, "skip_lines") {
        let lines = node.get_ref().as_integer().and_then(|integer| integer.as_str().parse().ok());
        let wrong = || text.error(node, "csv.skip_lines", "it should be a whole number");
        shape.skip_lines = Some(lines.ok_or_else(wrong)?);
    }
    if let Some(node) = get(table, "delimiter") {
        let delimiter = text.text(node, "csv.delimiter")?;
        let [byte] = delimiter.as_bytes() else {
            return Err(text.error(
                node,
                "csv.delimiter",
                "it should be one character, such as \";\" or \"\\t\"",
            ));
        };
        shape.delimiter = Some(*byte);
    }
    if let Some(node) = get(table, "columns") {
        let columns = text.texts(node, "csv.columns")?;
        shape.columns = columns.into_iter().map(str::to_owned).collect();
    }
    Ok(shape)
}

fn marks<'t>(text: Text<'t>, node: &Node<'t>) -> Result<Marks, ProfileError> {
    let field = "recognise";
    let table = text.members(node, field)?;
    text.only(table, &["all", "none", "is"], field)?;
    let mut marks = Marks { none: paths(text, table, "none", field)?, ..Marks::default() };
    if let Some(node) = get(table, "all") {
        let field = "recognise.all";
        for node in text.each(node) {
            let any: Result<_, _> =
                text.texts(node, field)?.into_iter().map(|path| plain(text, node, field, path)).collect();
            marks.all.push(any?);
        }
    }
    if let Some(node) = get(table, "is") {
        for (path, node) in text.members(node, "recognise.is")? {
            let field = join("recognise.is", path.get_ref());
            let path = plain(text, node, &field, path.get_ref())?;
            let values = text.texts(node, &field)?.into_iter().map(key).collect();
            marks.is.push((path, values));
        }
    }
    if marks.all.is_empty() && marks.is.is_empty() {
        return Err(text.error(node, field, "it names nothing that must be there; all or is does"));
    }
    Ok(marks)
}
