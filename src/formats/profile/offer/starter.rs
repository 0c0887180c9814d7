//! A first profile for a shape nobody knows yet: what the records have, and the best guesses.

use crate::formats::carrier::{Header, JsonShape, Record, Shape};
use crate::formats::profile::language::records::{Reach, RecordsPath};
use crate::formats::profile::schema::keys::{Key, inventory, safe};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Writes a first profile for records of an unknown shape. It names every key that the sample has,
/// with its type and examples, and makes claims of the records by its best guesses, so that it can
/// be tried at once and mended by hand.
#[must_use]
pub fn starter(sample: &[Record], name: &str) -> String {
    written(sample, name, "", "")
}

/// The same, which also says where the records were found, and what a table does not show.
#[must_use]
pub fn starter_for(sample: &[Record], name: &str, shape: &Shape, told: Option<&RecordsPath>) -> String {
    let (mut top, mut csv) = (String::new(), String::new());
    let found = match (told, shape) {
        (Some(told), _) => match told.reach() {
            Some(Reach { names, every, rest: None }) => Some(way(&names, every)),
            _ => Some(quoted(&told.to_string())),
        },
        (None, Shape::Json(JsonShape::Array(names))) if !names.is_empty() => Some(way(names, false)),
        (None, Shape::Json(JsonShape::Members(names))) => Some(way(names, true)),
        _ => None,
    };
    if let Some(found) = found {
        let _ = writeln!(top, "records = {found}   # where they stand in the file");
    }
    if let (Shape::Csv { header: Header::Absent, .. }, Some(first)) = (shape, sample.first()) {
        let names = first.value.as_object().into_iter().flat_map(|members| members.keys());
        let names: Vec<String> = names.map(|name| quoted(name)).collect();
        let _ = writeln!(
            csv,
            "# The columns in their order, under whatever names; no row names them.\n[csv]\ncolumns = [{}]\n",
            names.join(", ")
        );
    }
    written(sample, name, &top, &csv)
}

fn written(sample: &[Record], name: &str, top: &str, csv: &str) -> String {
    let name = if name.trim().is_empty() { "my-profile" } else { name.trim() };
    let keys = inventory(sample);
    let mut out = String::new();
    let _ = writeln!(
        out,
        "# A first profile, made from {} records. Lines that begin with # are remarks.",
        sample.len()
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
    let label = like(flat, &["label", "verdict", "rating", "stance", "category", "status", "disposition"])
        .filter(|key| !key.more && !key.values.is_empty());
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
    if let Some(url) = url {
        let _ = writeln!(
            out,
            "\n# Where it comes from.\n[[source]]\nif = {0}\nurl = {0}\ntitle = {0}",
            expression(&url.path)
        );
        if let Some(date) = date {
            let _ = writeln!(
                out,
                "# Take the # away, and say how the dates are written: %d/%m/%Y, %B %d, %Y, or iso.\n# published = {{ from = {}, date = [\"iso\", \"%d/%m/%Y\"] }}",
                expression(&date.path)
            );
        }
        let _ = writeln!(
            out,
            "\n# How that bears on the claim: supports, disputes, context or repeats.\n[[evidence]]\nif = {0}\nstance = \"=context\"\nparaphrase = {0}",
            expression(&url.path)
        );
    }
    if let Some(label) = label {
        let path = expression(&label.path);
        let _ = writeln!(
            out,
            "\n# What a reviewer said: supported, refuted, conflicting or unproven; \"\" says nothing. These are the\n# values of the sample; \"*\" stands for any other.\n[maps.verdict]"
        );
        let mut met = BTreeSet::new();
        for value in &label.values {
            if value != "*" && met.insert(crate::formats::profile::language::steps::key(value)) {
                let _ = writeln!(out, "{} = \"\"", quoted(value));
            }
        }
        let _ = writeln!(
            out,
            "\"*\" = \"\"\n\n[annotation]\nclaim = \"&claim\"\nreviewer = \"=The dataset's annotators\"\nverdict = {{ from = {path}, map = \"verdict\" }}"
        );
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
