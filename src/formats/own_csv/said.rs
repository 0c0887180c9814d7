//! What a reviewer says, with the cells in it that they edited.

use crate::domain::annotation::{Annotation, Ground, Note};
use crate::domain::tag::Tag;
use crate::domain::words::UnknownWord;
use crate::domain::{Access, Basis, Dated, Kind, grounds};
use crate::formats::own_csv::cells;
use crate::formats::own_csv::columns::{COLUMNS, path};
use crate::formats::own_csv::compare::{Edit, date, text};
use crate::formats::own_csv::days::Orders;
use std::str::FromStr;

/// What stands after these edits of one item's cells, and those that cannot be taken: each by its number, with why.
pub fn after(before: &Annotation, edits: &[Edit], orders: Orders) -> (Annotation, Vec<(usize, String)>) {
    let mut after = before.clone();
    let mut refused = Vec::new();
    // In the order of the columns: a tag before its details, a text before what it is.
    let mut order: Vec<usize> = (0..edits.len()).collect();
    order.sort_by_key(|at| edits.get(*at).map(|edit| edit.place));
    // A ground with who invoked it was invoked, where nothing else is said of that.
    let fills = |name: &str| {
        edits
            .iter()
            .any(|edit| !edit.text.is_empty() && COLUMNS.get(edit.place).is_some_and(|(it, _)| *it == name))
    };
    let basis = if fills("ground.by") { Basis::Invoked } else { Basis::Inferred };
    for at in order {
        let Some(edit) = edits.get(at) else { continue };
        match set(&after, edit, basis, orders) {
            Ok(set) => after = set,
            Err(why) => refused.push((at, why)),
        }
    }
    (after, refused)
}

fn set(before: &Annotation, edit: &Edit, basis: Basis, orders: Orders) -> Result<Annotation, String> {
    let mut after = before.clone();
    let Some((column, of)) = COLUMNS.get(edit.place) else { return Ok(after) };
    let path = path(column, *of);
    let words = Some(text(edit)).filter(|text| !text.is_empty());
    match path {
        "access" => match word::<Access>(&edit.text)? {
            Some(Access::Released) => return Ok(before.with(Tag::Released)),
            Some(Access::Withheld) => return Ok(before.with(Tag::Withheld)),
            None => return Ok(before.without(Tag::Released).without(Tag::Withheld)),
        },
        "part" => {
            after.part = flag(path, &edit.text)?;
            if after.part && after.access.is_none() {
                return Err("access says neither released nor withheld, so nothing is so in part".into());
            }
        }
        "disputed" if flag(path, &edit.text)? => return Ok(before.with(Tag::Disputed)),
        "disputed" => return Ok(before.without(Tag::Disputed)),
        "examined" => {
            after.examined = flag(path, &edit.text)?;
            if after.examined && after.is_tagged() {
                return Err("examined says that no tag applies, and the row has one".into());
            }
        }
        "ground.code" | "ground.basis" | "ground.by" | "ground.on" | "ground.harm" => {
            after.ground = ground(before, path, edit, (words, basis), orders)?;
        }
        "reading" => after.reading = word(&edit.text)?,
        "verdict" => {
            after.verdict = word(&edit.text)?;
            if after.verdict.is_none() {
                (after.confidence, after.reason) = (None, None);
            }
        }
        "confidence" => {
            after.confidence = word(&edit.text)?;
            let (judged, what) = match edit.of {
                Kind::Claim => (after.verdict.is_some(), "verdict"),
                _ => (after.is_tagged(), "tag"),
            };
            if after.confidence.is_some() && !judged {
                return Err(format!("a confidence says how sure a {what} is, and there is none"));
            }
        }
        "reason" => {
            after.reason = words;
            if after.reason.is_some() && after.verdict.is_none() {
                return Err("a reason is why there is a verdict, and there is none".into());
            }
        }
        "note" => {
            let private = before.note.as_ref().is_some_and(|note| note.private);
            after.note = words.map(|text| Note { text, private });
        }
        "note.private" => {
            let private = flag(path, &edit.text)?;
            match &mut after.note {
                Some(note) => note.private = private,
                None if private => return Err("there is no note to be private".into()),
                None => {}
            }
        }
        "aside" => after.aside = words,
        _ => {}
    }
    Ok(after)
}

fn ground(
    before: &Annotation,
    path: &str,
    edit: &Edit,
    (words, basis): (Option<String>, Basis),
    orders: Orders,
) -> Result<Option<Ground>, String> {
    let mut ground = match (&before.ground, path, &words) {
        (_, "ground.code", None) | (None, _, None) => return Ok(None),
        (None, "ground.code", Some(code)) => {
            if !before.has(Tag::Withheld) {
                return Err(
                    "a ground says why something is withheld, and access does not say that it is".into()
                );
            }
            let code = grounds::canonical(code);
            Ground { code, basis, by: None, on: None, harm: None }
        }
        (None, ..) => return Err("ground.code is empty, so there is no ground to say this of".into()),
        (Some(ground), ..) => ground.clone(),
    };
    match path {
        "ground.code" => ground.code = grounds::canonical(&words.unwrap_or_default()),
        "ground.basis" => {
            ground.basis = word(&edit.text)?.ok_or("it is empty, and a ground is invoked or inferred")?;
        }
        "ground.by" => ground.by = words,
        "ground.on" => {
            let date = words.map(|_| date(edit, orders)).transpose()?;
            let read = date.map(serde_json::from_value::<Dated>).transpose();
            ground.on = read.map_err(|error| error.to_string())?;
        }
        _ => ground.harm = words,
    }
    Ok(Some(ground))
}

/// A word of a vocabulary; none where nothing stands there.
fn word<W: FromStr<Err = UnknownWord>>(text: &str) -> Result<Option<W>, String> {
    (!text.is_empty()).then(|| text.parse::<W>().map_err(|error| error.to_string())).transpose()
}

fn flag(path: &str, text: &str) -> Result<bool, String> {
    cells::flag(text).ok_or_else(|| format!("{path} takes yes or nothing, and \"{text}\" is neither"))
}
