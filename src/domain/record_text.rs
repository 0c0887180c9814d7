//! A record as a text to be edited as a whole: TOML, with what each field says as a remark.

use super::as_written;
use super::shape::{FieldSpec, Shape, Takes};
use super::words::shown;
use serde_json::{Map, Value};
use std::fmt::Write as _;
use std::ops::Range;
use thiserror::Error;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Why a text is no record.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}: {why}")]
pub struct BadText {
    /// The line, from 1.
    pub line: usize,
    /// Why, in a sentence.
    pub why: String,
}

/// The record as a text. `heading` stands above it, and `named` says what a reference leads to, as a remark behind
/// it.
#[must_use]
pub fn write(
    shape: &Shape,
    heading: &str,
    fields: &Map<String, Value>,
    named: &dyn Fn(&str) -> Option<String>,
) -> String {
    let mut text = format!(
        "# {heading}\n#\n# A line that begins with # is a remark. What is left away, or empty, is not in the record.\n"
    );
    // A list is a table of its own in TOML, and those come last.
    let (lists, plain): (Vec<_>, Vec<_>) = shape
        .leaves()
        .into_iter()
        .filter(|(_, field)| field.is_entered())
        .partition(|(_, field)| matches!(field.takes, Takes::List(_)));
    for (path, field) in plain {
        let value = at(fields, &path);
        write_field(&mut text, &path, field, value, named);
    }
    for (path, field) in lists {
        let Takes::List(inside) = field.takes else { continue };
        let _ = write!(text, "\n# {}\n", remark(field));
        let items = at(fields, &path).and_then(Value::as_array).cloned().unwrap_or_default();
        if items.is_empty() {
            let _ = writeln!(text, "#[[{path}]]");
            for (inner, leaf) in inside.leaves() {
                let _ = writeln!(text, "#{inner} = \"\"  # {}", remark(leaf));
            }
        }
        for item in items {
            let _ = writeln!(text, "[[{path}]]");
            for (inner, leaf) in inside.leaves() {
                let value = item.as_object().and_then(|item| at(item, &inner));
                write_field(&mut text, &inner, leaf, value, named);
            }
        }
    }
    text
}

fn write_field(
    text: &mut String,
    path: &str,
    field: &FieldSpec,
    value: Option<&Value>,
    named: &dyn Fn(&str) -> Option<String>,
) {
    let _ = write!(text, "\n# {}\n", remark(field));
    let Some(value) = value else {
        let _ = writeln!(
            text,
            "#{path} = {}",
            if matches!(field.takes, Takes::References(_)) { "[]" } else { "\"\"" }
        );
        return;
    };
    let ids: Vec<&str> = match value {
        Value::Array(ids) => ids.iter().filter_map(Value::as_str).collect(),
        value => value.as_str().into_iter().collect(),
    };
    let names = match field.takes {
        Takes::Reference(_) | Takes::References(_) => ids.iter().filter_map(|id| named(id)).collect(),
        _ => Vec::new(),
    };
    let behind = match names.as_slice() {
        [] => String::new(),
        names => format!("  # {}", one_line(&names.join("; "))),
    };
    let _ = writeln!(text, "{path} = {}{behind}", in_toml(field.takes, value));
}

/// What a field says, and what can stand there.
fn remark(field: &FieldSpec) -> String {
    let must = if field.required { " (must be there)" } else { "" };
    let takes = match field.takes {
        Takes::Word(words) => {
            format!(" One of: {}.", words.all().map(shown).collect::<Vec<_>>().join(", "))
        }
        Takes::Reference(kind) => format!(" The key or the name of {}.", kind.one()),
        Takes::References(kind) => format!(" Keys or names of {}.", kind.plural()),
        Takes::Date => " As precise as it is known: 2025, October 2025, 14 Oct 2025.".to_owned(),
        Takes::Flag => " true or false.".to_owned(),
        _ => String::new(),
    };
    one_line(&format!("{}{takes}{must}", field.about))
}

/// A text in a remark: no character in it acts on what shows the text, and none ends the line.
fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn in_toml(takes: Takes, value: &Value) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| in_toml(takes, item)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        _ => quoted(&takes.in_words(value).unwrap_or_else(|| value.as_str().unwrap_or_default().to_owned())),
    }
}

/// A text between quotation marks, over several lines where it has some.
fn quoted(text: &str) -> String {
    let mut inside = String::with_capacity(text.len());
    let lines = text.contains('\n');
    for c in text.chars() {
        match c {
            '\\' => inside.push_str("\\\\"),
            '"' => inside.push_str("\\\""),
            '\n' if lines => inside.push('\n'),
            '\t' => inside.push('\t'),
            c if c.is_control() => {
                let _ = write!(inside, "\\u{:04X}", u32::from(c));
            }
            c => inside.push(c),
        }
    }
    if lines { format!("\"\"\"\n{inside}\"\"\"") } else { format!("\"{inside}\"") }
}

/// The value that a path leads to.
fn at<'v>(fields: &'v Map<String, Value>, path: &str) -> Option<&'v Value> {
    let mut names = path.split('.');
    let mut value = fields.get(names.next()?)?;
    for name in names {
        value = value.get(name)?;
    }
    Some(value).filter(|value| !value.is_null())
}

/// Reads the record again: every field that is there, as native JSON has it, with references as they are written.
///
/// # Errors
/// The first thing that is wrong with it, with its line.
pub fn read(shape: &Shape, owner: &str, text: &str) -> Result<Map<String, Value>, BadText> {
    let line = |at: usize| text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
    let table = DeTable::parse(text).map_err(|error| BadText {
        line: line(error.span().unwrap_or(0..0).start),
        why: error.message().to_owned(),
    })?;
    let wrong = |span: Range<usize>, why: String| BadText { line: line(span.start), why };
    read_table(shape, owner, "", table.get_ref(), &wrong)
}

type Wrong<'a> = &'a dyn Fn(Range<usize>, String) -> BadText;

fn read_table(
    shape: &Shape,
    owner: &str,
    prefix: &str,
    table: &DeTable<'_>,
    wrong: Wrong<'_>,
) -> Result<Map<String, Value>, BadText> {
    let mut fields = Map::new();
    for (name, value) in table {
        let path = format!("{prefix}{}", name.get_ref());
        let Some(field) = shape.field(name.get_ref()) else {
            let known: Vec<&str> = shape.fields.iter().map(|field| field.name).collect();
            let why = format!("{owner} has no field \"{path}\"; known: {}", known.join(", "));
            return Err(wrong(name.span(), why));
        };
        let read = match (field.takes, value.get_ref()) {
            (Takes::Nested(inside), DeValue::Table(members)) => {
                let members = read_table(inside, owner, &format!("{path}."), members, wrong)?;
                if members.is_empty() { Value::Null } else { Value::Object(members) }
            }
            (Takes::List(inside), DeValue::Array(items)) => {
                let mut all = Vec::new();
                for item in items {
                    let DeValue::Table(members) = item.get_ref() else {
                        return Err(wrong(
                            item.span(),
                            format!("{path} is a list of tables, each [[{path}]]"),
                        ));
                    };
                    let members = read_table(inside, owner, &format!("{path}."), members, wrong)?;
                    if !members.is_empty() {
                        all.push(Value::Object(members));
                    }
                }
                if all.is_empty() { Value::Null } else { Value::Array(all) }
            }
            (Takes::References(_), DeValue::Array(items)) => {
                let texts = items.iter().map(|item| plain(item, &path, wrong));
                let texts = texts.collect::<Result<Vec<_>, _>>()?;
                if texts.is_empty() { Value::Null } else { texts.into() }
            }
            _ => {
                let text = plain(value, &path, wrong)?;
                as_written::value(shape, owner, name.get_ref(), text.trim())
                    .map_err(|why| wrong(value.span(), why))?
            }
        };
        if !read.is_null() {
            fields.insert(name.get_ref().to_string(), read);
        }
    }
    Ok(fields)
}

/// The text of a plain value.
fn plain(value: &Spanned<DeValue<'_>>, path: &str, wrong: Wrong<'_>) -> Result<String, BadText> {
    Ok(match value.get_ref() {
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(yes) => yes.to_string(),
        DeValue::Datetime(date) => date.to_string(),
        DeValue::Array(_) | DeValue::Table(_) => {
            return Err(wrong(value.span(), format!("{path} takes one value, in quotation marks")));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Kind;
    use serde_json::json;

    #[test]
    fn a_record_is_read_again_as_it_was_written() {
        let record = json!({
            "claim": "C-1", "source": "S-2", "stance": "supports",
            "paraphrase": "It says \"shut\",\nand \\ more.\u{1b}", "requests": ["R-1", "R-2"],
            "quote": {"text": "shut", "anchor": {"start": 4}}, "via": {"party": "P-1"},
            "dated": {"date": "2025-10", "inferred": "from the letterhead"},
        });
        let Value::Object(fields) = record else { panic!() };
        let shape = Kind::Evidence.shape();
        let text = write(shape, "E-1", &fields, &|id| (id == "P-1").then(|| "Dana\nPrice".to_owned()));
        assert!(text.contains("via.party = \"P-1\"  # Dana Price\n"), "{text}");
        assert!(
            text.contains("# How it bears on the claim. One of: supports, repeats, disputes, context."),
            "{text}"
        );
        assert_eq!(read(shape, "evidence", &text).unwrap(), fields);
        let Value::Object(claim) = json!({
            "text": "A", "wordings": [{"source": "S-1", "text": "B"}, {"source": "S-2", "text": "C", "place": "lead"}],
        }) else {
            panic!()
        };
        let text = write(Kind::Claim.shape(), "C-1", &claim, &|_| None);
        assert_eq!(read(Kind::Claim.shape(), "claim", &text).unwrap(), claim);
        // A new one is all remarks.
        let text = write(Kind::Figure.shape(), "New figure", &Map::new(), &|_| None);
        assert!(text.lines().all(|line| line.is_empty() || line.starts_with('#')), "{text}");
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        let said = |text: &str| read(Kind::Figure.shape(), "figure", text).unwrap_err().to_string();
        assert!(
            said("measures = \"a\"\nunits = \"USD\"\n")
                .starts_with("line 2: figure has no field \"units\"; known: claim")
        );
        assert!(said("low = \"soon\"\n").starts_with("line 1: low takes a number"));
        assert!(said("\nlow = [1]\n").starts_with("line 2: low takes one value"));
        assert!(said("low = \n").starts_with("line 1: "));
        let fields =
            read(Kind::Figure.shape(), "figure", "low = 1_200\nas_of = 2025-10-14\nunit = \"\"\n").unwrap();
        assert_eq!(Value::Object(fields), json!({"low": 1200, "as_of": "2025-10-14"}));
    }
}
