//! What the records of a file have, and a first profile for a shape nobody knows yet.

use crate::domain::wording::counted;
use crate::formats::carrier::{Header, JsonShape, Record, Shape};
use crate::formats::profile::error::short;
use crate::formats::profile::language::path::{Reach, RecordsPath};
use crate::formats::profile::language::steps::key;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// At most this many keys are looked at, this deep, and this many values of each are kept.
const KEYS: usize = 300;
const DEEP: usize = 6;
const VALUES: usize = 12;
/// A key with a longer name, in bytes, is passed by, with what is below it.
const LONGEST: usize = 4 << 10;

/// A key of the records, and the values it has.
#[derive(Debug, Default)]
pub struct Key {
    /// Its path; `[]` where the path goes through a list.
    pub(crate) path: Vec<String>,
    pub(crate) types: BTreeSet<&'static str>,
    pub(crate) values: BTreeSet<String>,
    /// How many values it had, and how long they were together.
    pub(crate) times: usize,
    pub(crate) length: usize,
    pub(crate) more: bool,
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let types: Vec<&str> = self.types.iter().copied().collect();
        write!(f, "{}: {}", safe(&self.path.join(".")), types.join(" or "))?;
        let values: Vec<String> = self.values.iter().take(3).map(|value| safe(value)).collect();
        if values.is_empty() { Ok(()) } else { write!(f, ", such as {}", values.join(" | ")) }
    }
}

/// The keys of the first records of a file, and the values they have; those of `columns` in that order.
/// Bounded, and without recursion.
#[must_use]
pub fn inventory(sample: &[Record], columns: &[String]) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    for record in sample {
        let mut open: Vec<(Vec<&str>, &Value)> = vec![(Vec::new(), &record.value)];
        while let Some((path, value)) = open.pop() {
            if path.last().is_some_and(|last| *last != "[]") {
                note(&mut keys, &path, value);
            }
            if path.len() >= DEEP {
                continue;
            }
            fn below<'v>(path: &[&'v str], name: &'v str) -> Vec<&'v str> {
                path.iter().copied().chain([name]).collect()
            }
            match value {
                Value::Object(members) => {
                    let named = members.iter().take(KEYS).filter(|(name, _)| name.len() <= LONGEST);
                    open.extend(named.map(|(name, value)| (below(&path, name), value)));
                }
                Value::Array(items) => {
                    open.extend(items.iter().take(5).map(|item| (below(&path, "[]"), item)));
                }
                _ => {}
            }
        }
    }
    let place = |key: &Key| key.path.first().map(|name| columns.iter().position(|column| column == name));
    keys.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| a.path.cmp(&b.path)));
    keys
}

fn note(keys: &mut Vec<Key>, path: &[&str], value: &Value) {
    let at = match keys.iter().position(|key| key.path == path) {
        Some(at) => at,
        None if keys.len() < KEYS => {
            let path = path.iter().map(|&name| name.to_owned()).collect();
            keys.push(Key { path, ..Key::default() });
            keys.len() - 1
        }
        None => return,
    };
    let key = &mut keys[at];
    let text = match value {
        Value::Null => None,
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Array(_) | Value::Object(_) => None,
    };
    key.types.insert(match value {
        Value::Null => "nothing",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    });
    let Some(text) = text.filter(|text| !text.is_empty()) else { return };
    key.times += 1;
    key.length += text.len();
    if text.chars().count() > 60 || key.values.len() >= VALUES && !key.values.contains(&text) {
        key.more = true;
    } else {
        key.values.insert(text.clone());
    }
    if key.values.is_empty() {
        key.values.insert(short(&text));
    }
}

/// Text for a remark: one short line without control characters.
pub(crate) fn safe(text: &str) -> String {
    let text: String =
        text.chars().map(|c| if c.is_control() || is_hidden(c) { '\u{fffd}' } else { c }).take(60).collect();
    text
}

/// Marks that change how a line is shown without being seen.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Writes a first profile for records of an unknown shape. It names every key that the sample has,
/// with its type and examples, and makes claims of the records by its best guesses, so that it can
/// be tried at once and mended by hand.
#[must_use]
pub fn starter(sample: &[Record], name: &str) -> String {
    written(sample, &[], name, "", "")
}

/// The same, which also says where the records were found, and what a table does not show.
#[must_use]
pub fn starter_for(
    sample: &[Record],
    columns: &[String],
    name: &str,
    shape: &Shape,
    records: Option<&RecordsPath>,
) -> String {
    let (mut top, mut csv) = (String::new(), String::new());
    let found = match (records, shape) {
        (Some(path), _) => match path.reach() {
            Some(Reach { names, every, rest: None }) => Some(way(&names, every)),
            _ => Some(quoted(&path.to_string())),
        },
        (None, Shape::Json(JsonShape::Array(names))) if !names.is_empty() => Some(way(names, false)),
        (None, Shape::Json(JsonShape::Members(names))) => Some(way(names, true)),
        _ => None,
    };
    if let Some(found) = found {
        let _ = writeln!(top, "records = {found}   # where they stand in the file");
    }
    if let Shape::Csv(table) = shape {
        let mut lines = String::new();
        if table.skip > 0 {
            let _ = writeln!(lines, "skip_lines = {}   # lines above the table", table.skip);
        }
        if table.header == Header::Absent && !columns.is_empty() {
            let names: Vec<String> = columns.iter().map(|name| quoted(name)).collect();
            let remark = "# The columns in their order, under whatever names; no row names them.";
            let _ = writeln!(lines, "{remark}\ncolumns = [{}]", names.join(", "));
        }
        if !lines.is_empty() {
            let _ = writeln!(csv, "[csv]\n{lines}");
        }
    }
    written(sample, columns, name, &top, &csv)
}

fn written(sample: &[Record], columns: &[String], name: &str, top: &str, csv: &str) -> String {
    let name = if name.trim().is_empty() { "my-profile" } else { name.trim() };
    let keys = inventory(sample, columns);
    let mut out = String::new();
    let _ = writeln!(
        out,
        "# A first profile, made from {}. Lines that begin with # are remarks.",
        counted(sample.len() as u64, "record")
    );
    let _ = writeln!(out, "# What the records have:");
    for key in &keys {
        let _ = writeln!(out, "#   {key}");
    }
    let _ = writeln!(out, "name = {}\nversion = 1\n{top}\n{csv}", quoted(&safe(name)));
    let flat: Vec<&Key> = keys.iter().filter(|key| is_plain(key)).collect();
    if let Some(marks) = marks(sample) {
        let _ = writeln!(
            out,
            "# A file is for this profile where its records have all these.\n[recognise]\nall = [{marks}]\n"
        );
    }
    claim(&mut out, &flat);
    out
}

/// The claim, and what else the keys look like.
fn claim(out: &mut String, flat: &[&Key]) {
    let text = like(
        flat,
        &[
            "claimreviewed",
            "claim",
            "statement",
            "text",
            "question",
            "sentence",
            "perspective",
            "title",
            "content",
            "body",
        ],
    )
    .filter(|key| key.types.contains("text"))
    .or_else(|| {
        flat.iter()
            .copied()
            .filter(|key| key.types.contains("text") && key.times > 0)
            .max_by_key(|key| key.length / key.times)
    });
    let id = like(flat, &["id", "uid", "uuid", "identifier", "key"]);
    let url = like(flat, &["url", "uri", "link", "href"]);
    let date = like(flat, &["date", "datepublished", "published", "created", "day"]);
    let label = like(flat, &["label", "verdict", "rating", "category", "status", "disposition"])
        .filter(|key| !key.more && !key.values.is_empty());
    let claimant = like(flat, &["claimant", "speaker", "saidby", "who"]);
    if let Some(claimant) = claimant {
        let path = expression(&claimant.path);
        let _ = writeln!(out, "# Who claims it.\n[[party]]\nas = \"claimant\"\nif = {path}\nname = {path}\n");
    }
    let _ =
        writeln!(out, "# What is claimed. More fields: topic, about, claimant, asserted_on, ...\n[claim]");
    if let Some(id) = id {
        let _ = writeln!(out, "id = {}", expression(&id.path));
        if !id.more && id.times > id.values.len() {
            let _ = writeln!(out, "shared = true   # it repeats: several records bring one claim");
        }
    }
    match text {
        Some(text) => drop(writeln!(out, "text = {}", expression(&text.path))),
        None => drop(writeln!(
            out,
            "text = \"Record on line {{$record:line}}\"   # no key looks like the text of a claim"
        )),
    }
    if claimant.is_some() {
        let _ = writeln!(out, "claimant = \"&claimant\"");
    }
    let named = like(flat, &["source", "sourcetitle", "sourcename", "outlet", "publication", "publisher"]);
    if let Some(source) = named.or(url) {
        bearing(out, flat, source, url, date);
    }
    if let Some(label) = label {
        let path = expression(&label.path);
        let _ = writeln!(
            out,
            "\n# What a reviewer said: supported, refuted, conflicting or unproven; \"\" says nothing. These are the\n# values of the sample; \"*\" stands for any other.\n[maps.verdict]"
        );
        let mut met = BTreeSet::new();
        for value in &label.values {
            if value != "*" && met.insert(key(value)) {
                let _ = writeln!(out, "{} = \"\"", quoted(value));
            }
        }
        let _ = writeln!(
            out,
            "\"*\" = \"\"\n\n[annotation]\nclaim = \"&claim\"\nreviewer = \"=The dataset's annotators\"\nverdict = {{ from = {path}, map = \"verdict\" }}"
        );
    }
}

/// Where a claim comes from, and how that bears on it.
fn bearing(out: &mut String, flat: &[&Key], source: &Key, url: Option<&Key>, date: Option<&Key>) {
    let path = expression(&source.path);
    let _ = writeln!(out, "\n# Where it comes from.\n[[source]]\nif = {path}\ntitle = {path}");
    if let Some(url) = url {
        let _ = writeln!(out, "url = {}", expression(&url.path));
    }
    if let Some(date) = date {
        let _ = writeln!(
            out,
            "# Take the # away, and say how the dates are written: %d/%m/%Y, %B %d, %Y, or iso.\n# published = {{ from = {}, date = [\"iso\", \"%d/%m/%Y\"] }}",
            expression(&date.path)
        );
    }
    let stance = like(flat, &["stance"]).filter(|key| !key.more && !key.values.is_empty());
    let words = "supports, disputes, context or repeats";
    if let Some(stance) = stance {
        let _ = writeln!(
            out,
            "\n# How the values of {} bear on the claim: {words}.\n[maps.stance]",
            expression(&stance.path)
        );
        let mut met = BTreeSet::new();
        for value in &stance.values {
            if value != "*" && met.insert(key(value)) {
                let _ = writeln!(out, "{} = \"{}\"", quoted(value), stance_like(value));
            }
        }
        let _ = writeln!(out, "\"*\" = \"context\"");
    }
    let stance = match stance {
        Some(stance) => format!("{{ from = {}, map = \"stance\" }}", expression(&stance.path)),
        None => "\"=context\"".to_owned(),
    };
    let quote = like(flat, &["quote", "quotation", "excerpt"]);
    let says = like(flat, &["summary", "paraphrase", "evidence", "description"]).or(quote).unwrap_or(source);
    let _ = writeln!(
        out,
        "\n# How that bears on the claim: {words}.\n[[evidence]]\nif = {path}\nstance = {stance}\nparaphrase = {}",
        expression(&says.path)
    );
    if let Some(quote) = quote {
        let _ = writeln!(out, "quote.text = {}", expression(&quote.path));
    }
}

/// The stance that a word of somebody's most likely means.
fn stance_like(word: &str) -> &'static str {
    let word = word.to_lowercase();
    let begins = |with: &[&str]| with.iter().any(|with| word.starts_with(with));
    match () {
        () if begins(&["support", "confirm", "for", "pro", "agree", "+"]) => "supports",
        () if begins(&[
            "disput",
            "refut",
            "contradict",
            "against",
            "con",
            "disagree",
            "deny",
            "denies",
            "-",
        ]) =>
        {
            "disputes"
        }
        () if begins(&["repeat", "relay"]) => "repeats",
        () => "context",
    }
}

/// The first key that is called one of these, or ends so.
fn like<'k>(keys: &[&'k Key], names: &[&str]) -> Option<&'k Key> {
    let called = |key: &Key| {
        key.path.last().map(|name| name.to_lowercase().replace([' ', '_', '-'], "")).unwrap_or_default()
    };
    let exact =
        names.iter().find_map(|name| keys.iter().find(|key| key.path.len() == 1 && called(key) == *name));
    let ending = || names.iter().find_map(|name| keys.iter().find(|key| called(key).ends_with(name)));
    exact.or_else(ending).copied()
}

/// Whether a key leads to one value: text or a number, through no list.
fn is_plain(key: &Key) -> bool {
    let plain = key.types.iter().all(|kind| ["text", "number", "nothing"].contains(kind));
    plain && key.times > 0 && !key.path.iter().any(|step| step == "[]")
}

/// The keys that all records of the sample have.
fn marks(sample: &[Record]) -> Option<String> {
    let first = sample.first()?.value.as_object()?;
    let everywhere = |name: &&String| {
        sample.iter().all(|record| record.value.get(name.as_str()).is_some_and(|value| !value.is_null()))
    };
    let marks: Vec<String> =
        first.keys().filter(everywhere).take(8).map(|name| expression(std::slice::from_ref(name))).collect();
    (!marks.is_empty()).then(|| marks.join(", "))
}

/// The path to the records, as TOML text.
fn way(names: &[String], every: bool) -> String {
    let steps = names.iter().map(|name| match name.chars().all(|c| c.is_alphanumeric() || c == '_') {
        true => name.clone(),
        false => format!("\"{}\"", name.replace('"', "\"\"")),
    });
    let steps: Vec<String> = steps.chain(every.then(|| "*".to_owned())).collect();
    quoted(&steps.join("."))
}

/// A path, as TOML text. Where a name is not plain, all of them stand in quotation marks.
fn expression(path: &[String]) -> String {
    let plain = |name: &String| {
        name.chars().all(|c| c.is_alphanumeric() || "_- ".contains(c)) && !name.trim().is_empty()
    };
    if path.iter().all(plain) {
        return quoted(&path.join("."));
    }
    let steps: Vec<String> = path.iter().map(|name| format!("\"{}\"", name.replace('"', "\"\""))).collect();
    quoted(&steps.join("."))
}

/// Text in TOML's quotation marks, on one line: as JSON writes it, and without the one character
/// that JSON lets stand and TOML does not.
fn quoted(text: &str) -> String {
    Value::String(text.to_owned()).to_string().replace('\u{7f}', "\\u007f")
}
