//! The parts of the JSON Schemas that follow from the table of fields, as text in the layout of their
//! files. `CORROB_UPDATE=1 cargo test --test formats schema` writes what is behind.

use corrob::domain::shape::{FieldSpec, Shape, Shaped, Takes};
use corrob::domain::words::Vocabulary;
use corrob::domain::{CaseInfo, Kind};
use serde_json::{Value, json};

/// JSON whose members keep their order.
pub enum Json {
    Value(Value),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
}

macro_rules! object {
    ($($name:expr => $value:expr),* $(,)?) => { Json::Object(vec![$(($name.to_string(), $value)),*]) };
}

fn value(value: impl Into<Value>) -> Json {
    Json::Value(value.into())
}

fn reference(def: &str) -> Json {
    object!("$ref" => value(format!("#/$defs/{def}")))
}

impl Json {
    fn line(&self) -> String {
        match self {
            Self::Value(value) => match value {
                Value::Array(items) => {
                    let items: Vec<String> = items.iter().map(Value::to_string).collect();
                    format!("[{}]", items.join(", "))
                }
                other => other.to_string(),
            },
            Self::List(items) => format!("[{}]", items.iter().map(Self::line).collect::<Vec<_>>().join(", ")),
            Self::Object(members) => {
                let members = members.iter().map(|(name, value)| format!("\"{name}\": {}", value.line()));
                format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// As text: on one line where it has room behind what stands before it.
    fn write(&self, indent: usize, before: usize, out: &mut String) {
        const WIDTH: usize = 110;
        let line = self.line();
        let parts: Vec<(String, &Self)> = match self {
            Self::Object(members) => members.iter().map(|(name, it)| (format!("\"{name}\": "), it)).collect(),
            Self::List(items) => items.iter().map(|it| (String::new(), it)).collect(),
            Self::Value(_) => Vec::new(),
        };
        if parts.is_empty() || indent + before + line.chars().count() < WIDTH {
            return out.push_str(&line);
        }
        let (open, close) = if matches!(self, Self::List(_)) { ('[', ']') } else { ('{', '}') };
        out.push(open);
        let last = parts.len() - 1;
        for (at, (name, part)) in parts.into_iter().enumerate() {
            out.push_str(&format!("\n{}{name}", " ".repeat(indent + 2)));
            part.write(indent + 2, name.len(), out);
            if at < last {
                out.push(',');
            }
        }
        out.push_str(&format!("\n{}{close}", " ".repeat(indent)));
    }
}

/// `ShareOf` as the schema has it.
pub fn def(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    out
}

fn plain(text: &str) -> String {
    text.replace('`', "")
}

fn vocabulary(words: &Vocabulary) -> Json {
    let mut about = plain(words.about);
    for (word, means) in words.words {
        let means = plain(means);
        let mut letters = means.chars();
        let first: String = letters.next().into_iter().flat_map(char::to_lowercase).collect();
        about.push_str(&format!(" {word}: {first}{}", letters.as_str()));
    }
    object!("description" => value(about), "enum" => value(words.all().collect::<Vec<_>>()))
}

fn or_null(schema: Json) -> Json {
    object!("anyOf" => Json::List(vec![schema, object!("type" => value("null"))]))
}

fn field(field: &FieldSpec, essential: bool) -> Json {
    let one = |schema: Json| if field.required { schema } else { or_null(schema) };
    let typed = |name: &str| match field.required {
        true => object!("type" => value(name)),
        false => object!("type" => value(json!([name, "null"]))),
    };
    let list = |item: Json| object!("type" => value("array"), "items" => item);
    let schema = match field.takes {
        _ if essential => object!("type" => value("string"), "pattern" => value("\\S")),
        Takes::Text | Takes::Ground => typed("string"),
        Takes::Number => typed("number"),
        Takes::Flag => typed("boolean"),
        Takes::Days => match typed("integer") {
            Json::Object(mut members) => {
                members.push(("minimum".into(), value(0)));
                members.push(("maximum".into(), value(u32::MAX)));
                Json::Object(members)
            }
            other => other,
        },
        Takes::Count => one(reference("index")),
        Takes::Word(words) => one(reference(&def(words.name))),
        Takes::Date => one(reference("dated")),
        Takes::Digest => one(reference("digest")),
        Takes::Reference(_) => one(reference("id")),
        Takes::Nested(inside) => one(reference(&def(inside.name))),
        Takes::References(_) => list(reference("id")),
        Takes::List(inside) => list(reference(&def(inside.name))),
    };
    let empty = if essential { " Not empty." } else { "" };
    match schema {
        Json::Object(mut members) => {
            members.push(("description".into(), value(format!("{}{empty}", plain(field.about)))));
            Json::Object(members)
        }
        other => other,
    }
}

fn shape(shape: &Shape, first: Vec<(String, Json)>, required: &[&str], open: bool) -> Json {
    let mut properties = first;
    properties.extend(
        shape.fields.iter().map(|it| (it.name.to_owned(), field(it, shape.essential == Some(it.name)))),
    );
    let mut about = plain(shape.about);
    if open {
        about.push_str(" Members not listed here are kept as they are.");
    }
    let needed = shape.fields.iter().filter(|field| field.required).map(|field| field.name);
    let required: Vec<&str> = required.iter().copied().chain(needed).collect();
    object!(
        "type" => value("object"),
        "description" => value(about),
        "required" => value(required),
        "properties" => Json::Object(properties),
        "additionalProperties" => value(open),
    )
}

/// The words and objects that fields of a shape lead to, those inside before what holds them.
fn within(of: &'static Shape, out: &mut Vec<(String, Json)>) {
    let add = |name: String, schema: Json, out: &mut Vec<(String, Json)>| {
        if !out.iter().any(|(known, _)| *known == name) {
            out.push((name, schema));
        }
    };
    for field in of.fields {
        match field.takes {
            Takes::Word(words) => add(def(words.name), vocabulary(words), out),
            Takes::Nested(inside) | Takes::List(inside) => {
                within(inside, out);
                add(def(inside.name), shape(inside, Vec::new(), &[], false), out);
            }
            _ => {}
        }
    }
}

/// Holds the schema of a case to the table.
pub fn case() {
    let id = "Its id: unique among the records of its kind in its dataset. Where it is left out, the content \
              stands for it.";
    let key =
        "The number of its key, e.g. 103 for E-103; given on import where missing, and never changed after.";
    let dataset = "The dataset it came from, where that is not the file's own.";
    let mut defs = Vec::new();
    for kind in Kind::ALL {
        within(kind.shape(), &mut defs);
        let first = vec![
            ("id".to_owned(), object!("type" => value("string"), "description" => value(id))),
            (
                "key".to_owned(),
                object!(
                    "type" => value(json!(["integer", "null"])),
                    "minimum" => value(1),
                    "maximum" => value(i64::MAX),
                    "description" => value(key),
                ),
            ),
            (
                "dataset".to_owned(),
                object!("type" => value(json!(["string", "null"])), "description" => value(dataset)),
            ),
        ];
        defs.push((kind.word().to_owned(), shape(kind.shape(), first, &[], true)));
    }
    let id = "The case's own id (UUID); given when it is made.";
    let dataset = "The dataset that ids without one of their own belong to. Not empty.";
    let first = vec![
        ("id".to_owned(), object!("type" => value("string"), "description" => value(id))),
        (
            "dataset".to_owned(),
            object!(
                "type" => value("string"), "pattern" => value("\\S"), "description" => value(dataset)
            ),
        ),
    ];
    defs.push(("case_info".to_owned(), shape(CaseInfo::SHAPE, first, &["dataset"], true)));
    holds("corrob-case.schema.json", &defs);
}

/// What stands for a reference in JSON Lines.
fn leads(path: &str) -> Json {
    let key = || reference("key");
    let string = || object!("type" => value("string"));
    match path {
        "claim claimant" => reference("party"),
        "claim parent" => object!(
            "type" => value("object"),
            "required" => value(json!(["key", "text"])),
            "properties" => object!("key" => key(), "text" => string()),
            "additionalProperties" => value(false),
        ),
        "evidence claim" => object!(
            "type" => value("object"),
            "required" => value(json!(["key", "id", "text"])),
            "properties" =>
                object!("key" => key(), "id" => reference("uuid"), "text" => string(), "claimant" => string()),
            "additionalProperties" => value(false),
        ),
        "claim wordings.source"
        | "evidence source"
        | "evidence via.origin"
        | "figure source"
        | "request source"
        | "gap source" => reference("source"),
        "evidence availability.holder"
        | "evidence via.party"
        | "figure asserted_by"
        | "request by"
        | "request to"
        | "claim concerns"
        | "gap holder" => string(),
        "evidence requests" | "gap requests" => key(),
        "figure share_of.part" | "figure share_of.whole" => {
            object!("anyOf" => Json::List(vec![key(), reference("uuid")]))
        }
        _ => reference("uuid"),
    }
}

fn line_field(of: &str, path: &str, field: &FieldSpec) -> Json {
    let list = |item: Json| object!("type" => value("array"), "items" => item);
    let path = format!("{of} {path}");
    let schema = match field.takes {
        Takes::Text | Takes::Ground => object!("type" => value("string")),
        Takes::Number => object!("type" => value("number")),
        Takes::Flag => object!("type" => value("boolean")),
        Takes::Days | Takes::Count => object!("type" => value("integer"), "minimum" => value(0)),
        Takes::Word(words) => reference(&def(words.name)),
        Takes::Date => reference("dated"),
        Takes::Digest => object!("type" => value("string"), "pattern" => value("^[0-9a-f]{64}$")),
        Takes::Reference(_) => leads(&path),
        Takes::References(_) => list(leads(&path)),
        Takes::Nested(inside) => reference(&def(inside.name)),
        Takes::List(inside) => list(reference(&def(inside.name))),
    };
    match schema {
        Json::Object(mut members) => {
            members.push(("description".into(), value(plain(field.about))));
            Json::Object(members)
        }
        other => other,
    }
}

/// An object of JSON Lines: what stands before the fields of a shape, these, and what stands behind.
fn line_object(of: &str, before: &str, shape: &Shape, around: [Vec<(&str, Json)>; 2]) -> Json {
    let fields = shape.fields.iter();
    let needed: Vec<&str> = fields.clone().filter(|field| field.required).map(|field| field.name).collect();
    let [first, last] = around;
    let mut required: Vec<&str> = first.iter().map(|(name, _)| *name).chain(needed).collect();
    required.extend(last.iter().map(|(name, _)| *name));
    let own = fields.map(|it| (it.name, line_field(of, &format!("{before}{}", it.name), it)));
    let properties = first.into_iter().chain(own).chain(last);
    object!(
        "type" => value("object"),
        "description" => value(plain(shape.about)),
        "required" => value(required),
        "properties" => Json::Object(properties.map(|(name, schema)| (name.to_owned(), schema)).collect()),
        "additionalProperties" => value(false),
    )
}

/// The words and objects inside the fields of a shape.
fn line_parts(of: &str, before: &str, shape: &Shape, out: &mut Vec<(String, Json)>) {
    for field in shape.fields {
        let path = format!("{before}{}.", field.name);
        let part = match field.takes {
            Takes::Word(words) => (def(words.name), vocabulary(words)),
            Takes::Nested(inside) | Takes::List(inside) => {
                line_parts(of, &path, inside, out);
                (def(inside.name), line_object(of, &path, inside, [Vec::new(), Vec::new()]))
            }
            _ => continue,
        };
        if !out.iter().any(|(known, _)| *known == part.0) {
            out.push(part);
        }
    }
}

/// Holds the schema of JSON Lines to the table.
pub fn lines() {
    let key = || ("key", reference("key"));
    let list = |of: &str| object!("type" => value("array"), "items" => reference(of));
    let begin =
        |record: &str| vec![("record", object!("const" => value(record))), key(), ("id", reference("uuid"))];
    let mut defs = Vec::new();
    let kinds = Kind::ALL.iter().filter(|kind| **kind != Kind::Derivation);
    for kind in kinds {
        let of = kind.word();
        line_parts(of, "", kind.shape(), &mut defs);
        let around = match kind {
            Kind::Party => [Vec::new(), Vec::new()],
            Kind::Claim => [
                begin(of),
                vec![
                    ("figures", list("figure")),
                    ("requests", list("request")),
                    ("gaps", list("gap")),
                    ("annotations", list("annotation")),
                ],
            ],
            Kind::Evidence => [begin(of), vec![("annotations", list("annotation"))]],
            _ => [vec![key()], Vec::new()],
        };
        let mut object = line_object(of, "", kind.shape(), around);
        if let (Kind::Claim, Json::Object(members)) = (kind, &mut object) {
            // Stands there also where a claim has none.
            for (_, required) in members.iter_mut().filter(|(name, _)| name == "required") {
                if let Json::Value(Value::Array(names)) = required {
                    names.push(json!("wordings"));
                }
            }
        }
        defs.push((of.to_owned(), object));
    }
    holds("corrob-lines.schema.json", &defs);
}

/// Holds the definitions of a file to these, or writes them where that is asked for.
pub fn holds(file: &str, defs: &[(String, Json)]) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/schema").join(file);
    let before = std::fs::read_to_string(&path).unwrap();
    let mut lines: Vec<String> = before.lines().map(str::to_owned).collect();
    for (name, schema) in defs {
        let mut text = format!("    \"{name}\": ");
        schema.write(4, text.len() - 4, &mut text);
        let start = format!("    \"{name}\": {{");
        let defs = lines.iter().position(|line| line.starts_with("  \"$defs\"")).unwrap();
        let from = lines.iter().enumerate().skip(defs).find(|(_, line)| line.starts_with(&start));
        let (from, to) = match from.map(|(at, _)| at) {
            Some(from) if lines[from].trim_end_matches(',').ends_with('}') => (from, from + 1),
            Some(from) => {
                let end = lines[from..].iter().position(|line| line == "    }" || line == "    },").unwrap();
                (from, from + end + 1)
            }
            None => (defs + 1, defs + 1),
        };
        if from == to || lines[to - 1].ends_with(',') {
            text.push(',');
        }
        lines.splice(from..to, text.lines().map(str::to_owned));
    }
    let after = lines.join("\n") + "\n";
    if before != after {
        assert!(
            std::env::var_os("CORROB_UPDATE").is_some(),
            "{file} is behind the table of fields; CORROB_UPDATE=1 cargo test --test formats schema writes it"
        );
        std::fs::write(&path, after).unwrap();
    }
}
