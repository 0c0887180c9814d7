//! The table of fields: whatever a record has can be set, is exchanged, and is shown.

use crate::desk::Desk;
use crate::schema_of_fields;
use corrob::domain::shape::{FieldSpec, Shape, Shaped, Takes};
use corrob::domain::{CaseInfo, Field, Kind, Record};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// A case in which each reference of the table has a record of its own to lead to, and which has a
/// record of every kind with all its fields, key number 900.
struct Table {
    sections: Map<String, Value>,
    next: u32,
}

const KEY: u64 = 900;

/// Whether a field is left at what another record of the case needs.
fn id_of(kind: Kind, path: &str) -> String {
    format!("{kind} {path}")
}

impl Table {
    fn new() -> Self {
        let mut table = Self { sections: Map::new(), next: 0 };
        for kind in Kind::ALL {
            for (path, to) in references("", kind.shape()) {
                table.add(to, &id_of(*kind, &path));
            }
        }
        table
    }

    fn push(&mut self, kind: Kind, record: Value) {
        let section = self.sections.entry(kind.plural()).or_insert_with(|| json!([]));
        section.as_array_mut().unwrap().push(record);
    }

    /// A record with no more than it must have, called by its id.
    fn add(&mut self, kind: Kind, id: &str) {
        let mut record = json!({ "id": id });
        match kind {
            Kind::Party => record["naming"] = json!("named"),
            Kind::Evidence => {
                record["claim"] = json!("figure claim");
                record["source"] = json!("figure source");
                record["stance"] = json!("context");
            }
            Kind::Figure => {
                record["unit"] = json!("boats");
                record["qualifier"] = json!("exact");
                record["low"] = json!(1);
            }
            Kind::Request => {
                record["kind"] = json!("record");
                record["outcome"] = json!("refused");
            }
            _ => {}
        }
        record[kind.shape().essential.unwrap()] = json!(id);
        self.push(kind, record);
    }

    /// The value of a field that no other field has.
    fn value(&mut self, kind: Kind, path: &str, field: &FieldSpec) -> Value {
        self.next += 1;
        let n = self.next;
        match field.takes {
            Takes::Text | Takes::Ground => json!(format!("{kind} {path}")),
            Takes::Word(words) => json!(words.all().last()),
            Takes::Number => json!(1000 + n),
            Takes::Count | Takes::Days => json!(n),
            Takes::Date => json!(format!("20{:02}-{:02}", n % 50 + 10, n % 12 + 1)),
            Takes::Digest => json!(format!("{n:064x}")),
            Takes::Flag => json!(true),
            Takes::Reference(_) => json!(id_of(kind, path)),
            Takes::References(_) => json!([id_of(kind, path)]),
            Takes::Nested(inside) => self.object(kind, &format!("{path}."), inside),
            Takes::List(inside) => json!([self.object(kind, &format!("{path}."), inside)]),
        }
    }

    fn object(&mut self, kind: Kind, prefix: &str, shape: &Shape) -> Value {
        let mut object = Map::new();
        for field in shape.fields {
            let value = self.value(kind, &format!("{prefix}{}", field.name), field);
            object.insert(field.name.to_owned(), value);
        }
        Value::Object(object)
    }

    /// A record with every field it can have.
    fn whole(&mut self, kind: Kind) -> Value {
        self.object(kind, "", kind.shape())
    }

    fn text(&self) -> String {
        let mut case = json!({
            "format": "corrob-case", "version": 1, "case": {"dataset": "table", "title": "Every field"}
        });
        // The sections have an order.
        let sections = Kind::ALL.iter().filter_map(|kind| {
            let records = self.sections.get(kind.plural())?;
            Some(format!(",\n\"{}\":{records}", kind.plural()))
        });
        let head = case.as_object_mut().unwrap();
        let info = head.remove("case").unwrap();
        format!(
            "{{\"format\":\"corrob-case\",\"version\":1,\"case\":{info}{}\n}}",
            sections.collect::<String>()
        )
    }
}

/// Every reference with its path and what it is to.
fn references(prefix: &str, shape: &Shape) -> Vec<(String, Kind)> {
    let mut all = Vec::new();
    for field in shape.fields {
        let path = format!("{prefix}{}", field.name);
        match field.takes {
            Takes::Reference(to) | Takes::References(to) => all.push((path, to)),
            Takes::Nested(inside) | Takes::List(inside) => {
                all.extend(references(&format!("{path}."), inside));
            }
            _ => {}
        }
    }
    all
}

/// The case with targets alone.
fn targets(desk: &Desk) -> Table {
    let table = Table::new();
    desk.write("table.json", &table.text());
    let said = desk.run(&["import", "table.corrob", "table.json"]).done();
    assert!(said.err.contains(" 0 refused"), "{said:?}");
    table
}

/// The case with a record of each kind that has every field.
fn full(desk: &Desk) -> Vec<(Kind, Value)> {
    let mut table = Table::new();
    let mut all = Vec::new();
    for kind in Kind::ALL {
        let mut record = table.whole(*kind);
        record["id"] = json!(format!("whole {kind}"));
        record["key"] = json!(KEY);
        all.push((*kind, record.clone()));
        table.push(*kind, record);
    }
    // What is shown beside a claim or a piece of evidence only.
    table.push(Kind::Claim, json!({"id": "beside", "text": "beside", "claimant": "whole party"}));
    table.push(
        Kind::Evidence,
        json!({"id": "beside", "claim": "beside", "source": "whole source", "stance": "context", "paraphrase": "beside"}),
    );
    desk.write("full.json", &table.text());
    let said = desk.run(&["import", "full.corrob", "full.json"]).done();
    assert!(said.err.contains(" 0 refused"), "{said:?}");
    all
}

#[track_caller]
fn assert_holds(there: &Value, given: &Value, what: &str) {
    for (name, value) in given.as_object().unwrap() {
        assert_eq!(there.get(name), Some(value), "{what}: {name} in {there}");
    }
}

/// Puts ids in the place of keys.
fn put_ids(shown: &mut Value, by_key: &BTreeMap<String, String>) {
    match shown {
        Value::String(text) => *text = by_key.get(text).cloned().unwrap_or_else(|| std::mem::take(text)),
        Value::Array(items) => items.iter_mut().for_each(|item| put_ids(item, by_key)),
        Value::Object(members) => members.values_mut().for_each(|member| put_ids(member, by_key)),
        _ => {}
    }
}

/// The options that set all fields of an object.
fn options(path: &str, shape: &Shape, object: &Value, out: &mut Vec<String>) {
    for field in shape.fields.iter().filter(|field| !object[field.name].is_null()) {
        let (path, value) = (format!("{path}{}", field.name), &object[field.name]);
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Array(ids) if matches!(field.takes, Takes::References(_)) => {
                ids.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(",")
            }
            other => other.to_string(),
        };
        match field.takes {
            Takes::Nested(inside) => options(&format!("{path}."), inside, value, out),
            Takes::List(_) => out.extend(["--set".into(), format!("{path}:={text}")]),
            _ if path.matches('.').count() > 1 => out.extend(["--set".into(), format!("{path}={text}")]),
            // The one field that an object must have is set by the object's own name.
            _ if field.required && shape.fields.iter().filter(|it| it.required).count() == 1 => {
                out.extend([format!("--{}", path.split('.').next().unwrap().replace('_', "-")), text]);
            }
            _ => out.extend([format!("--{}", path.replace(['_', '.'], "-")), text]),
        }
    }
}

#[test]
fn add_and_edit_set_each_field() {
    let desk = Desk::new();
    let mut table = targets(&desk);
    for kind in Kind::ALL {
        let mut whole = table.whole(*kind);
        // What is recorded of a document comes with it.
        whole.as_object_mut().unwrap().remove("documents");
        let mut set = Vec::new();
        options("", kind.shape(), &whole, &mut set);
        let run = |mut args: Vec<String>, set: &[String]| {
            args.extend_from_slice(set);
            desk.run(&args.iter().map(String::as_str).collect::<Vec<_>>()).done().out
        };
        // What is shown refers to others by key, and what was given by id.
        let case = desk.run(&["export", "table.corrob"]).done().json();
        let by_key: BTreeMap<String, String> = Kind::ALL
            .iter()
            .flat_map(|kind| case[kind.plural()].as_array().into_iter().flatten().map(move |it| (kind, it)))
            .map(|(kind, it)| {
                (format!("{}-{}", kind.letter(), it["key"]), it["id"].as_str().unwrap().to_owned())
            })
            .collect();
        let show = |key: &str| {
            let mut shown = desk.run(&["show", "table.corrob", key, "--json"]).done().json();
            put_ids(&mut shown, &by_key);
            shown
        };
        let add = vec!["add".to_owned(), "table.corrob".into(), kind.word().into()];
        let key = run(add.clone(), &set).trim().to_owned();
        assert_holds(&show(&key), &whole, "add");

        let mut least = Vec::new();
        for field in kind.shape().fields.iter().filter(|field| field.required) {
            let text = whole[field.name].as_str().unwrap().to_owned();
            least.extend([format!("--{}", field.name.replace('_', "-")), text]);
        }
        let key = run(add, &least).trim().to_owned();
        run(vec!["edit".into(), "table.corrob".into(), key.clone()], &set);
        assert_holds(&show(&key), &whole, "edit");
    }
    let mut info = Vec::new();
    let whole = table.object(Kind::Claim, "", CaseInfo::SHAPE);
    options("", CaseInfo::SHAPE, &whole, &mut info);
    let mut args = vec!["edit", "table.corrob", "case"];
    args.extend(info.iter().map(String::as_str));
    desk.run(&args).done();
    assert_holds(&desk.run(&["export", "table.corrob"]).done().json()["case"], &whole, "edit case");
}

#[test]
fn a_profile_sets_each_field() {
    fn fields(profile: &mut String, of: &str, path: &str, shape: &Shape, object: &Value) {
        let mut lists = String::new();
        for field in shape.fields {
            let (path, value) = (format!("{path}{}", field.name), &object[field.name]);
            match (field.takes, value) {
                (Takes::Nested(inside), _) => fields(profile, of, &format!("{path}."), inside, value),
                (Takes::List(inside), Value::Array(items)) => {
                    let of = format!("{of}.{path}");
                    lists.push_str(&format!("[[{of}]]\n"));
                    fields(&mut lists, &of, "", inside, &items[0]);
                }
                (_, Value::String(text)) => {
                    profile.push_str(&format!("{path} = {}\n", json!(format!("={text}"))))
                }
                (Takes::References(_), Value::Array(ids)) => {
                    let id = ids[0].as_str().unwrap();
                    profile.push_str(&format!("{path} = {}\n", json!(format!("={id}"))));
                }
                (_, other) => profile.push_str(&format!("{path} = {other}\n")),
            }
        }
        profile.push_str(&lists);
    }
    let desk = Desk::new();
    let mut table = targets(&desk);
    desk.write("records.jsonl", "{\"any\":\"thing\"}\n");
    for kind in Kind::ALL {
        let whole = table.whole(*kind);
        let mut profile = format!("name = \"all\"\ndataset = \"table\"\n[{kind}]\nid = \"=by profile\"\n");
        fields(&mut profile, kind.word(), "", kind.shape(), &whole);
        desk.write("all.toml", &profile);
        let said = desk.run(&["import", "table.corrob", "records.jsonl", "--profile", "all.toml"]);
        assert!(said.err.contains("1 record added"), "{said:?}\n{profile}");
        let case = desk.run(&["export", "table.corrob"]).done().json();
        let made = case[kind.plural()].as_array().unwrap().iter().find(|it| it["id"] == "by profile");
        assert_holds(made.unwrap(), &whole, "profile");
    }
}

/// Fields that `show` has no line for, and why.
const NOT_SHOWN: [(&str, &str); 7] = [
    ("source documents.text_sha256", "what is kept is checked by it; it says nothing by itself"),
    ("source documents.structure_sha256", "the same"),
    ("source documents.text_only", "in other words: only its text was kept"),
    ("evidence quote.anchor.prefix", "it marks a place in a document, and says nothing by itself"),
    ("evidence quote.anchor.suffix", "the same"),
    ("evidence quote.anchor.start", "the same"),
    ("evidence quote.anchor.end", "the same"),
];

#[test]
fn show_has_each_field() {
    let desk = Desk::new();
    for (kind, record) in full(&desk) {
        let key = format!("{}-{KEY}", kind.letter());
        let shown = desk.run(&["show", "full.corrob", &key]).done().out;
        let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        each_value("", kind.shape(), &record, &mut |path, value| {
            let excepted = NOT_SHOWN.iter().any(|(field, _)| *field == id_of(kind, path));
            let text = match value {
                Value::Bool(_) => path.replace('_', " "),
                Value::String(text) => text.to_lowercase(),
                other => other.to_string(),
            };
            // Words of a vocabulary stand as people read them.
            let shown = shown.to_lowercase();
            let spoken = text.replace('-', " ").replace("summarises", "summarizes");
            let said = shown.contains(&text) || shown.contains(&spoken);
            assert_ne!(said, excepted, "{kind} {path}, {text}: {shown}");
        });
    }
}

/// Each value inside a record, with its path.
fn each_value(path: &str, shape: &Shape, object: &Value, each: &mut dyn FnMut(&str, &Value)) {
    for field in shape.fields {
        let (path, value) = (format!("{path}{}", field.name), &object[field.name]);
        match (field.takes, value) {
            (Takes::Nested(inside), _) => each_value(&format!("{path}."), inside, value, each),
            (Takes::List(inside), Value::Array(items)) => {
                items.iter().for_each(|item| each_value(&format!("{path}."), inside, item, each));
            }
            (Takes::References(_), Value::Array(ids)) => ids.iter().for_each(|id| each(&path, id)),
            _ => each(&path, value),
        }
    }
}

#[test]
fn the_schema_of_a_case_follows_the_table() {
    schema_of_fields::case();
}

#[test]
fn the_schema_of_json_lines_follows_the_table() {
    schema_of_fields::lines();
}

#[test]
fn json_lines_have_each_field() {
    let desk = Desk::new();
    let whole = full(&desk);
    let out = desk.run(&["export", "full.corrob", "--format", "jsonl"]).done().out;
    let lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let schema = desk.run(&["schema", "lines"]).done().json();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for line in &lines {
        validator.validate(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    }
    let find = |kind: Kind, key: &str| -> Value {
        let inside = |line: &Value| match kind {
            Kind::Claim | Kind::Evidence => vec![line.clone()],
            Kind::Party => vec![line["claimant"].clone()],
            Kind::Source => vec![line["source"].clone()],
            _ => line[kind.plural()].as_array().cloned().unwrap_or_default(),
        };
        let mut all = lines.iter().flat_map(inside);
        // A claimant is told without a key.
        let is = |it: &Value| it["key"] == key || kind == Kind::Party && it["name"] == "party name";
        all.find(is).unwrap_or_else(|| panic!("{kind} {key} is in no line"))
    };
    // A line is of a claim or a piece of evidence; what its source draws on is in neither.
    for (kind, record) in whole.iter().filter(|(kind, _)| *kind != Kind::Derivation) {
        let line = find(*kind, &format!("{}-{KEY}", kind.letter()));
        each_value("", kind.shape(), record, &mut |path, value| {
            let at = path.split('.').fold(&line, |at, name| match &at[name] {
                Value::Array(items) => &items[0],
                other => other,
            });
            let reference = matches!(value, Value::String(id) if *id == id_of(*kind, path))
                && references("", kind.shape()).iter().any(|(known, _)| known == path);
            match reference {
                true => assert!(!at.is_null(), "{kind} {path} in {line}"),
                false => assert_eq!(at, value, "{kind} {path} in {line}"),
            }
        });
    }
}

/// Fields that the reports leave out or put otherwise, and why.
const NOT_IN_REPORTS: [(&str, &str); 14] = [
    ("party of", "the origins say who is interested, by whom a party belongs to or speaks for"),
    ("source sha256", "the page has the digests of the documents themselves, where there are any"),
    ("source documents.text_sha256", "of the text that was read, for check alone"),
    ("source documents.structure_sha256", "of how that is divided, for check alone"),
    ("source documents.text_only", "in words: only its text was kept"),
    ("derivation relation", "in words, from either side: relays, relayed by"),
    ("evidence quote.anchor.prefix", "where a quote stands is its locator"),
    ("evidence quote.anchor.suffix", "where a quote stands is its locator"),
    ("figure months", "for what is worked out from it"),
    ("figure low", "with its unit and qualifier, as it is read"),
    ("figure high", "with its unit and qualifier, as it is read"),
    ("evidence quote.anchor.start", "where a quote stands is its locator"),
    ("evidence quote.anchor.end", "where a quote stands is its locator"),
    ("request outcome", "in words: refused, part of it came"),
];

#[test]
fn the_reports_have_each_field_or_a_reason() {
    let desk = Desk::new();
    let whole = full(&desk);
    let mut left_out = Vec::new();
    for format in ["html", "markdown"] {
        let out = desk.run(&["export", "full.corrob", "--format", format]).done().out;
        let out = out.split_whitespace().collect::<Vec<_>>().join(" ").replace('\\', "").to_lowercase();
        for (kind, record) in &whole {
            each_value("", kind.shape(), record, &mut |path, value| {
                let text = match value {
                    Value::Bool(_) => path.replace('_', " "),
                    Value::String(text) => text.to_lowercase(),
                    other => other.to_string(),
                };
                // Words of a vocabulary stand as people read them.
                let field = id_of(*kind, path);
                if !out.contains(&text)
                    && !out.contains(&text.replace('-', " "))
                    && !left_out.contains(&field)
                {
                    left_out.push(field);
                }
            });
        }
    }
    let known: Vec<&str> = NOT_IN_REPORTS.iter().map(|(field, _)| *field).collect();
    assert_eq!(left_out, known);
}

/// Fields that CSV has no column for, and why.
const NOT_IN_CSV: [(&str, &str); 16] = [
    ("claim.label", "a name for lists; the text stands beside it"),
    ("claim.concerns", "several in one cell"),
    ("claim.wordings", "several in one cell"),
    ("claim.about", "a remark as long as the claim"),
    ("quote.anchor.prefix", "it marks a place in a document, and says nothing by itself"),
    ("quote.anchor.suffix", "the same"),
    ("quote.anchor.start", "the same"),
    ("quote.anchor.end", "the same"),
    ("requests", "several in one cell"),
    ("availability.basis", "the reviewer's own is in ground.basis"),
    ("source.short", "a name for lists; the title stands beside it"),
    ("source.dated", "the row has the day of the evidence, and when the source was published"),
    ("source.language", "that of the words is in quote.language"),
    ("source.party", "who speaks is in via.party"),
    ("source.documents", "several in one cell; the SHA-256 of the latest is in source.sha256"),
    ("source.about", "a remark as long as the source"),
];

#[test]
fn csv_has_a_column_for_each_field_or_a_reason() {
    let desk = Desk::new();
    desk.harbour("a.corrob");
    let csv = desk.run(&["export", "a.corrob", "--format", "csv"]).done().out;
    let header = csv.trim_start_matches('\u{feff}').lines().next().unwrap();
    let columns: Vec<&str> = header.trim().split(',').collect();
    for (kind, before) in [(Kind::Claim, "claim."), (Kind::Evidence, ""), (Kind::Source, "source.")] {
        for (path, _) in kind.shape().leaves() {
            let column = format!("{before}{path}");
            let excepted = NOT_IN_CSV.iter().any(|(field, _)| *field == column);
            assert_ne!(columns.contains(&column.as_str()), excepted, "{column}");
        }
    }
}

#[test]
fn references_are_those_of_the_table() {
    fn of<R: Record>(table: &mut Table) {
        let record: R = serde_json::from_value(table.whole(R::KIND)).unwrap();
        let found: Vec<(String, Kind, String)> = record
            .references()
            .into_iter()
            .map(|(path, kind, id)| (path.into_owned(), kind, id.to_owned()))
            .collect();
        let known: Vec<(String, Kind, String)> = references("", R::KIND.shape())
            .into_iter()
            .map(|(path, to)| (path.clone(), to, id_of(R::KIND, &path)))
            .collect();
        assert_eq!(found, known);
    }
    let table = &mut Table::new();
    of::<corrob::domain::Party>(table);
    of::<corrob::domain::Source>(table);
    of::<corrob::domain::Derivation>(table);
    of::<corrob::domain::Claim>(table);
    of::<corrob::domain::Evidence>(table);
    of::<corrob::domain::Figure>(table);
    of::<corrob::domain::Request>(table);
    of::<corrob::domain::Gap>(table);
}

/// The README of the profile language names each field.
#[test]
fn the_profile_language_is_described_with_each_field() {
    let readme = include_str!("../../assets/profiles/README.md");
    let fields = readme.split("\n## Fields").nth(1).unwrap();
    for kind in Kind::ALL {
        let row = fields.lines().find(|line| line.starts_with(&format!("| `{kind}` |"))).unwrap();
        let row = row.split('|').nth(2).unwrap().replace('*', "");
        let named: Vec<&str> = row.split([',', ';', ' ']).map(str::trim).collect();
        for field in kind.shape().fields {
            let found = named.iter().any(|word| {
                word.trim_matches(['`', '[', ']']).trim_start_matches(&format!("{kind}.")).split('.').next()
                    == Some(field.name)
            });
            assert!(found, "{kind}.{} is not in the README: {row}", field.name);
        }
    }
}

#[test]
fn the_schemas_have_every_field_of_an_annotation() {
    // What a line says in the list of tags has no field of its own there.
    let tags = [Field::Access, Field::Disputed, Field::Examined];
    for (file, defs, but) in [
        ("case", &["annotation", "said"][..], &[][..]),
        ("annotations", &["annotation"], &[]),
        ("lines", &["annotation"], &tags),
    ] {
        let path = format!("{}/assets/schema/corrob-{file}.schema.json", env!("CARGO_MANIFEST_DIR"));
        let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        for def in defs {
            let known = schema["$defs"][def]["properties"].as_object().unwrap();
            let missing =
                Field::ALL.iter().find(|field| !but.contains(field) && !known.contains_key(field.word()));
            assert_eq!(missing, None, "{file} {def}");
        }
    }
}
