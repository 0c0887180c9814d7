//! What was edited in a row.

use crate::domain::annotation::Annotation;
use crate::domain::rows::{ClaimDetail, EvidenceRow};
use crate::domain::{Dated, Kind, as_written};
use crate::formats::own_csv::cells::{INFERRED, plain, readings, same, without_inferred};
use crate::formats::own_csv::columns::{self, COLUMNS, DOSSIER, Holds, Of, SAID, holds, path};
use crate::formats::own_csv::days::Orders;
use crate::formats::own_csv::read::Row;
use crate::text::{for_spreadsheet, from_spreadsheet};
use serde_json::{Value, json};
use std::borrow::Cow;

/// A cell that was edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The record or the item that it changes.
    pub of: Kind,
    /// The column, by its place.
    pub place: usize,
    /// What stands in it.
    pub text: String,
    /// What the case says there.
    pub before: String,
    /// From what the date that the case has there was inferred.
    pub inferred: Option<String>,
}

/// What became of a row's cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edits {
    /// Those that were edited.
    pub edits: Vec<Edit>,
    /// Those that cannot be taken: the column, and why.
    pub refused: Vec<(&'static str, String)>,
    /// How many say what the case said when they left it, and no longer says.
    pub older: u64,
}

/// What a cell is to what the case says.
enum Is {
    Same,
    Edited,
    Older,
    /// Edited here, and changed in the case.
    Both,
}

/// The name of a column, by its place.
pub fn name(place: usize) -> &'static str {
    COLUMNS.get(place).map_or("", |(name, _)| name)
}

fn of(place: usize) -> Of {
    COLUMNS.get(place).map_or(Of::Exported, |(_, of)| *of)
}

fn holds_at(place: usize) -> Holds {
    holds(name(place), of(place))
}

/// What the cell at a place is to what stands in the case; `None` where the table has no such column.
fn is(row: &Row, place: usize, stands: &str, orders: &mut Orders) -> Option<Is> {
    let (cell, holds) = (row.at(place)?, holds_at(place));
    let stands = for_spreadsheet(stands);
    if same(holds, cell, &stands, orders) {
        return Some(Is::Same);
    }
    let Some(exported) = &row.exported else { return Some(Is::Edited) };
    Some(if readings(holds, cell).iter().any(|reading| exported.was(place, reading)) {
        Is::Older
    } else if exported.was(place, &stands) {
        Is::Edited
    } else {
        Is::Both
    })
}

impl Edits {
    /// Compares the cell at a place.
    fn compare(
        &mut self,
        row: &Row,
        (kind, place): (Kind, usize),
        stands: &str,
        inferred: Option<&String>,
        orders: &mut Orders,
    ) {
        match is(row, place, stands, orders) {
            None | Some(Is::Same) => {}
            Some(Is::Older) => self.older += 1,
            Some(Is::Edited) => self.edits.push(Edit {
                of: kind,
                place,
                text: plain(row.at(place).unwrap_or_default()),
                before: stands.to_owned(),
                inferred: inferred.cloned(),
            }),
            Some(Is::Both) => {
                let says: String = for_spreadsheet(stands).chars().take(60).collect();
                let says = if says.is_empty() { "nothing there".to_owned() } else { format!("\"{says}\"") };
                self.refused.push((
                    name(place),
                    format!(
                        "it was edited here, and since this table was exported it was changed in the case, too, \
                         which says {says}; that stands"
                    ),
                ));
            }
        }
    }
}

/// What was edited of the records that a row is about: its claim, its piece of evidence, and that one's source.
pub fn dossier(row: &Row, claim: &ClaimDetail, evidence: Option<&EvidenceRow>, orders: &mut Orders) -> Edits {
    let mut edits = Edits::default();
    let of_claim = columns::claim(claim);
    let mut cells: Vec<Cow<'_, str>> = of_claim.to_vec();
    if let Some(evidence) = evidence {
        cells.extend(columns::evidence(evidence));
    }
    // Another claim or source in a row is where its evidence goes; then what the row says beside it is of either.
    let mut moved = Vec::new();
    for (place, cell) in cells.iter().enumerate() {
        let Of::Key(kind @ (Kind::Claim | Kind::Source)) = of(place) else { continue };
        if evidence.is_some() && !row.at(place).unwrap_or_default().trim().is_empty() {
            let before = edits.edits.len();
            edits.compare(row, (Kind::Evidence, place), cell, None, orders);
            if edits.edits.len() > before {
                moved.push(kind);
            }
        }
    }
    for (place, cell) in cells.iter().enumerate() {
        let Of::Record(kind) = of(place) else { continue };
        if !moved.contains(&kind) {
            let inferred = inferred(kind, path(name(place), of(place)), claim, evidence);
            edits.compare(row, (kind, place), cell, inferred, orders);
        } else if matches!(is(row, place, cell, orders), Some(Is::Edited | Is::Both)) {
            let why =
                format!("the row gives the evidence another {kind}; edit that {kind} in a row of its own");
            edits.refused.push((name(place), why));
        }
    }
    if evidence.is_none() {
        let strange = row.filled(|of| matches!(of, Of::Record(Kind::Evidence | Kind::Source)));
        edits.refused.extend(strange.map(|(column, _)| {
            (column, "the row names no piece of evidence; corrob add makes one".to_owned())
        }));
    }
    edits
}

/// From what a date of a record was inferred.
fn inferred<'a>(
    kind: Kind,
    path: &str,
    claim: &'a ClaimDetail,
    evidence: Option<&'a EvidenceRow>,
) -> Option<&'a String> {
    let dated = match (kind, path) {
        (Kind::Claim, "asserted_on") => claim.record.asserted_on.as_ref(),
        (Kind::Claim, "event_date") => claim.record.event_date.as_ref(),
        (Kind::Evidence, "dated") => evidence?.record.dated.as_ref(),
        (Kind::Source, "published") => evidence?.source.published.as_ref(),
        (Kind::Source, "accessed") => evidence?.source.accessed.as_ref(),
        _ => None,
    };
    match dated? {
        Dated::Inferred { inferred, .. } => Some(inferred),
        Dated::Stated(_) => None,
    }
}

/// What was edited of what a reviewer says of an item, who now says this.
pub fn said(row: &Row, kind: Kind, stands: &Annotation, orders: &mut Orders) -> Edits {
    let mut edits = Edits::default();
    let first = if kind == Kind::Claim { DOSSIER + 1 + SAID } else { DOSSIER + 1 };
    let (cells, note) = match kind {
        Kind::Claim => (columns::said_of_claim(stands).to_vec(), "claim.note"),
        _ => (columns::said(stands).to_vec(), "note"),
    };
    let note = columns::place(note).unwrap_or_default();
    let hidden = stands.note.as_ref().is_some_and(|note| note.private) && !shows_private(row, note);
    for (at, cell) in cells.iter().enumerate() {
        let place = first + at;
        if hidden && (place == note || place == note + 1) {
            if place == note && !row.at(place).unwrap_or_default().trim().is_empty() {
                let why = "you have a private note there, which this table does not show; that stands";
                edits.refused.push((name(place), why.to_owned()));
            }
            continue;
        }
        let inferred = match stands.ground.as_ref().and_then(|ground| ground.on.as_ref()) {
            Some(Dated::Inferred { inferred, .. }) if holds_at(place) == Holds::Date => Some(inferred),
            _ => None,
        };
        edits.compare(row, (kind, place), cell, inferred, orders);
    }
    edits
}

/// Whether a row shows private notes: this one is from a table of an export that was asked for them.
fn shows_private(row: &Row, note: usize) -> bool {
    match &row.exported {
        Some(exported) => exported.was(note + 1, "yes"),
        None => readings(Holds::Flag, row.at(note + 1).unwrap_or_default()).contains(&"yes".to_owned()),
    }
}

/// The columns of another reviewer's words that were edited, as far as the row itself tells.
pub fn edited_for_another(row: &Row, kind: Kind) -> Vec<&'static str> {
    let Some(exported) = &row.exported else { return Vec::new() };
    let cells = COLUMNS.iter().enumerate().filter(|(_, (_, of))| *of == Of::Said(kind));
    cells
        .filter(|(place, (column, of))| {
            let was = |cell: &str| {
                readings(holds(column, *of), cell).iter().any(|reading| exported.was(*place, reading))
            };
            row.at(*place).is_some_and(|cell| !was(cell))
        })
        .map(|(_, (column, _))| *column)
        .collect()
}

/// The path and the value that an edited cell gives a field of a record; null takes it away.
///
/// # Errors
/// Why it is none, in a sentence.
pub fn value(edit: &Edit, orders: Orders) -> Result<(String, Value), String> {
    let (column, of) = (name(edit.place), of(edit.place));
    let path = path(column, of);
    let shape = edit.of.shape();
    if edit.text.is_empty() {
        let required = shape.field(path).is_some_and(|field| field.required);
        return match path.split_once('.') {
            Some((outer, _)) if required => Ok((outer.to_owned(), Value::Null)),
            None if required => Err(format!("it is empty, and {} needs one", edit.of.one())),
            _ => Ok((path.to_owned(), Value::Null)),
        };
    }
    let value = match holds(column, of) {
        Holds::Date => date(edit, orders)?,
        _ => as_written::value(shape, edit.of.word(), path, &text(edit))?,
    };
    Ok((path.to_owned(), value))
}

/// The text of an edited cell, as the case keeps it.
pub fn text(edit: &Edit) -> String {
    from_spreadsheet(&edit.text, &edit.before)
}

/// The date of an edited cell, as native JSON has it. One that was inferred and still says so stays inferred from
/// the same.
///
/// # Errors
/// That it is none, or why it cannot be taken.
pub fn date(edit: &Edit, orders: Orders) -> Result<Value, String> {
    let (date, inferred) = without_inferred(&edit.text);
    let date = orders.choose(date)?;
    match (&edit.inferred, inferred) {
        (_, "") => Ok(date.into()),
        (Some(reason), _) => Ok(json!({"date": date, "inferred": reason})),
        (None, _) => Err(format!(
            "\"{}\" does not say from what it was inferred; leave{INFERRED} away, or edit it with corrob edit",
            edit.text
        )),
    }
}
