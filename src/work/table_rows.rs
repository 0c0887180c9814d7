//! The rows of corrob's own table, compared with the case one by one.

use super::outcome::{ImportError, Summary};
use crate::case::{Case, CaseError, Imported, RecordEdits, TableEdits};
use crate::domain::entry::Reviewer;
use crate::domain::event::Counts;
use crate::domain::rows::{ClaimDetail, EvidenceRow};
use crate::domain::wording::counted;
use crate::domain::{Annotation, ItemId, Key, Kind, Target};
use crate::formats::own_csv::columns::{COLUMNS, Of};
use crate::formats::own_csv::compare::{self, Edit, Edits};
use crate::formats::own_csv::{Orders, Row, said};
use crate::formats::{Refusal, Warning};
use std::collections::{BTreeMap, HashMap, HashSet};

/// A row, or a cell of it, that is not taken in.
pub(super) fn refusal(line: u64, place: usize, reason: String, raw: Vec<u8>) -> Refusal {
    let (name, of) = COLUMNS.get(place).copied().unwrap_or(("", Of::Case));
    let section = match of {
        Of::Key(kind) | Of::Record(kind) => kind.plural(),
        Of::Said(_) | Of::Reviewer | Of::Changed => "annotations",
        Of::Case | Of::Exported => "records",
    };
    Refusal { line, section: section.to_owned(), field: Some(name.to_owned()), reason, raw }
}

/// A table compared with its case.
pub(super) struct Compared {
    pub(super) summary: Summary,
    pub(super) edits: TableEdits,
    /// Where each field of each of those records stands: line and column.
    pub(super) cells: Vec<Vec<(u64, usize)>>,
    pub(super) refused: Vec<Refusal>,
    pub(super) warned: Vec<Warning>,
    /// How many records of each kind the table has.
    pub(super) seen: Counts,
    /// Rows with edited cells, as they stand in the file.
    pub(super) raw: HashMap<u64, Vec<u8>>,
}

/// Edited cells of one record or item, by their columns, with their lines.
type Cells = BTreeMap<usize, (u64, Edit)>;

/// A table that is being compared with its case.
pub(super) struct Comparing<'a> {
    case: &'a Case,
    id: String,
    me: &'a Reviewer,
    reviewers: Vec<Reviewer>,
    is_said: bool,
    orders: Orders,
    /// The claim of the row before: the next one often has the same.
    claim: Option<ClaimDetail>,
    records: BTreeMap<(Kind, ItemId), Cells>,
    said: BTreeMap<(Kind, ItemId), (Annotation, Cells)>,
    seen: HashSet<(Kind, ItemId)>,
    /// Rows as they stand in the file, of cells that may be refused at the end.
    raw: HashMap<u64, Vec<u8>>,
    pub(super) refused: Vec<Refusal>,
    pub(super) warned: Vec<Warning>,
    pub(super) refusals: u64,
    pub(super) warnings: u64,
    /// Cells that are older than the case: how many, and the line of the first.
    older: (u64, u64),
    passed_over: HashSet<(Kind, ItemId, String)>,
    /// The line that was read last; none before the first row.
    line: Option<u64>,
}

/// Whose words a row has.
enum Whose {
    /// This reviewer's, as far as the row says; `copied`: in a row that was another's.
    Mine { copied: bool },
    /// Another's, who is called this.
    Another(String),
    /// Nobody's that the case knows.
    Unknown(String),
    /// One of several who have the same name.
    Unclear(String),
}

impl<'a> Comparing<'a> {
    pub(super) fn new(case: &'a Case, me: &'a Reviewer, is_said: bool) -> Result<Self, ImportError> {
        Ok(Self {
            case,
            id: case.info()?.id,
            me,
            reviewers: case.reviewers()?,
            is_said,
            orders: Orders::default(),
            claim: None,
            records: BTreeMap::new(),
            said: BTreeMap::new(),
            seen: HashSet::new(),
            raw: HashMap::new(),
            refused: Vec::new(),
            warned: Vec::new(),
            refusals: 0,
            warnings: 0,
            older: (0, 0),
            passed_over: HashSet::new(),
            line: None,
        })
    }

    /// Compares a row.
    pub(super) fn row(&mut self, row: &Row) -> Result<(), ImportError> {
        if !self.is_of_this_case(row)? {
            return Ok(());
        }
        let Some((claim, evidence)) = self.items(row)? else { return Ok(()) };
        self.see(Kind::Claim, claim.row.id);
        if let Some(evidence) = &evidence {
            self.see(Kind::Evidence, evidence.id);
            let source = self.case.find(&evidence.source_key)?;
            self.see(Kind::Source, source);
        }
        let edits = compare::dossier(row, &claim, evidence.as_ref(), &mut self.orders);
        self.keep(row, &edits);
        for edit in edits.edits {
            let item = match (edit.of, &evidence) {
                (Kind::Source, Some(evidence)) => self.case.find(&evidence.source_key)?,
                (Kind::Evidence, Some(evidence)) => evidence.id,
                _ => claim.row.id,
            };
            let cells = self.records.entry((edit.of, item)).or_default();
            self.refused.extend(put(cells, row, edit));
        }
        self.words(row, &claim, evidence.as_ref());
        self.claim = Some(claim);
        Ok(())
    }

    fn see(&mut self, kind: Kind, item: ItemId) {
        self.seen.insert((kind, item));
    }

    /// What of a row's cells is refused, is older than the case, or may be refused yet.
    fn keep(&mut self, row: &Row, edits: &Edits) {
        for (column, reason) in &edits.refused {
            self.refuse(row, column, reason.clone());
        }
        if self.older.0 == 0 {
            self.older.1 = row.line;
        }
        self.older.0 += edits.older;
        if !edits.edits.is_empty() && !row.raw.is_empty() {
            self.raw.insert(row.line, row.raw.clone());
        }
    }

    fn refuse(&mut self, row: &Row, column: &str, reason: String) {
        let place = COLUMNS.iter().position(|(name, _)| *name == column).unwrap_or(COLUMNS.len());
        self.refused.push(refusal(row.line, place, reason, row.raw.clone()));
    }

    fn warn(&mut self, row: &Row, what: String) {
        self.warned.push(Warning { line: row.line, what });
    }

    /// Whether the row is of this case. What the first row says of that goes for the table.
    fn is_of_this_case(&mut self, row: &Row) -> Result<bool, ImportError> {
        let first = self.line.is_none();
        self.line = Some(row.line);
        let named = row.cell("case.id");
        if first {
            match named {
                "" if !self.is_said => return Err(ImportError::NoCaseNamed),
                "" => {}
                other if other != self.id => {
                    return Err(ImportError::OtherCase(other.to_owned(), self.id.clone()));
                }
                _ => {}
            }
            if row.exported.is_none() {
                self.warn(
                    row,
                    "the row does not say what stood in it when it was exported (the column exported), so each cell \
                     that differs from the case counts as edited"
                        .to_owned(),
                );
            }
        } else if !named.is_empty() && named != self.id {
            let reason = format!("the row is from another case; this case's is {}", self.id);
            self.refuse(row, "case.id", reason);
            return Ok(false);
        }
        Ok(true)
    }

    /// The claim and the piece of evidence that a row is about.
    fn items(&mut self, row: &Row) -> Result<Option<(ClaimDetail, Option<EvidenceRow>)>, ImportError> {
        let (claim, evidence) = (row.cell("claim"), row.cell("evidence"));
        if claim.is_empty() && evidence.is_empty() {
            let reason = "the row names no record: claim and evidence are empty; corrob add makes new ones";
            self.refuse(row, "claim", reason.to_owned());
            return Ok(None);
        }
        let mut line = None;
        if !evidence.is_empty() {
            let Some(item) = self.find(row, "evidence", Kind::Evidence)? else { return Ok(None) };
            line = Some(self.case.evidence_line(self.me.id, item)?);
        }
        let item = match &line {
            Some(line) => line.claim,
            None => match self.find(row, "claim", Kind::Claim)? {
                Some(item) => item,
                None => return Ok(None),
            },
        };
        let known = self.claim.take().filter(|claim| claim.row.id == item);
        let detail = match known {
            Some(detail) => detail,
            None => self.case.claim_detail(self.me.id, item)?.ok_or(CaseError::NoSuchItem)?,
        };
        Ok(Some((detail, line)))
    }

    fn find(&mut self, row: &Row, column: &str, kind: Kind) -> Result<Option<ItemId>, ImportError> {
        let cell = row.cell(column);
        let found = match cell.parse::<Key>() {
            Ok(key) if key.kind == kind => self.case.find(&key),
            Ok(key) => Err(CaseError::Refused(format!("{key} is {}", key.kind.one()))),
            Err(error) => Err(CaseError::Refused(error.to_string())),
        };
        match found {
            Ok(item) => Ok(Some(item)),
            Err(error) if error.is_of_the_request() => {
                self.refuse(row, column, error.to_string());
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// What the row has as a reviewer's words.
    fn words(&mut self, row: &Row, claim: &ClaimDetail, evidence: Option<&EvidenceRow>) {
        let of_claim = (Kind::Claim, claim.row.id, claim.row.key.to_string());
        let of_it = evidence.map(|evidence| (Kind::Evidence, evidence.id, evidence.key.to_string()));
        for (kind, item, key) in [Some(of_claim), of_it].into_iter().flatten() {
            let (mine, others) = match evidence.filter(|_| kind == Kind::Evidence) {
                Some(evidence) => (&evidence.annotation, &evidence.others),
                None => (&claim.annotation, &claim.others),
            };
            match self.whose(row) {
                Whose::Mine { copied } => {
                    let unmarked = copied.then(|| row.unmarked());
                    let row = unmarked.as_ref().unwrap_or(row);
                    let edits = compare::said(row, kind, mine, &mut self.orders);
                    if copied && !mine.is_empty() {
                        if let Some(first) = edits.edits.first() {
                            let reason = format!(
                                "the row was another reviewer's; what you say of {key} is edited in your own"
                            );
                            self.refuse(row, compare::name(first.place), reason);
                        }
                        continue;
                    }
                    self.keep(row, &edits);
                    for edit in edits.edits {
                        let (_, cells) =
                            self.said.entry((kind, item)).or_insert_with(|| (mine.clone(), Cells::new()));
                        self.refused.extend(put(cells, row, edit));
                    }
                }
                Whose::Another(name) => {
                    let edited: Vec<&str> =
                        match (&row.exported, others.iter().find(|it| it.reviewer == name)) {
                            (None, Some(other)) => {
                                let edits = compare::said(row, kind, &other.annotation, &mut self.orders);
                                edits.edits.iter().map(|edit| compare::name(edit.place)).collect()
                            }
                            (None, None) => {
                                row.filled(|of| of == Of::Said(kind)).map(|(column, _)| column).collect()
                            }
                            _ => compare::edited_for_another(row, kind),
                        };
                    if !edited.is_empty() && self.passed_over.insert((kind, item, name.clone())) {
                        let columns = edited.join(", ");
                        self.warn(
                            row,
                            format!("{columns}: what {name} says of {key} is {name}'s to change; it was left as it is"),
                        );
                    }
                }
                Whose::Unknown(name) => {
                    let edited = match row.exported {
                        Some(_) => !compare::edited_for_another(row, kind).is_empty(),
                        None => row.filled(|of| of == Of::Said(kind)).next().is_some(),
                    };
                    if edited && self.passed_over.insert((kind, item, name.clone())) {
                        let what = format!(
                            "reviewer: the case knows nobody called \"{name}\"; what the row has as theirs of {key} was \
                             left out"
                        );
                        self.warn(row, what);
                    }
                }
                Whose::Unclear(name) => {
                    if !compare::said(row, kind, mine, &mut self.orders).edits.is_empty() {
                        let reason =
                            format!("several reviewers of the case are called {name}, and the row is one's");
                        self.refuse(row, "reviewer", reason);
                        return;
                    }
                }
            }
        }
    }

    /// Whose words a row has: by the reviewer it was exported for, else by the name that stands there.
    fn whose(&self, row: &Row) -> Whose {
        let name = row.cell("reviewer");
        let was = row
            .exported
            .as_ref()
            .and_then(|exported| self.reviewers.iter().find(|reviewer| exported.is_of(reviewer.id)));
        let bear = |name: &str| self.reviewers.iter().filter(|it| it.name == name).collect::<Vec<_>>();
        let by_name = bear(name);
        if let Some(was) = was.filter(|was| was.name == name || by_name.is_empty() && name != self.me.name) {
            return if was.id == self.me.id {
                Whose::Mine { copied: false }
            } else {
                Whose::Another(was.name.clone())
            };
        }
        let copied = was.is_some_and(|was| was.id != self.me.id);
        match by_name.as_slice() {
            _ if name.is_empty() => Whose::Mine { copied },
            [] if name == self.me.name => Whose::Mine { copied },
            [one] if one.id == self.me.id => Whose::Mine { copied },
            [one] if name == self.me.name && was.is_none() => Whose::Unclear(one.name.clone()),
            [one] => Whose::Another(one.name.clone()),
            [] => Whose::Unknown(name.to_owned()),
            _ => Whose::Unclear(name.to_owned()),
        }
    }

    /// What all of it comes to.
    pub(super) fn finish(mut self) -> Result<Compared, ImportError> {
        let mut edits = TableEdits::default();
        let mut cells = Vec::new();
        let mut records: Vec<_> = std::mem::take(&mut self.records).into_iter().collect();
        records.sort_by_key(|(_, cells)| cells.values().map(|(line, _)| *line).min());
        for ((kind, item), edited) in records {
            let (mut fields, mut places) = (Vec::new(), Vec::new());
            for (place, (line, edit)) in edited {
                match compare::value(&edit, self.orders) {
                    Ok(field) => {
                        fields.push(field);
                        places.push((line, place));
                    }
                    Err(reason) => self.refused.push(refusal(line, place, reason, self.raw_of(line))),
                }
            }
            if !fields.is_empty() {
                edits.records.push(RecordEdits { kind, item, fields });
                cells.push(places);
            }
        }
        let mut words: Vec<_> = std::mem::take(&mut self.said).into_iter().collect();
        words.sort_by_key(|(_, (_, cells))| cells.values().map(|(line, _)| *line).min());
        for ((kind, item), (before, edited)) in words {
            let (lines, edited): (Vec<u64>, Vec<Edit>) = edited.into_values().unzip();
            let (after, refused) = said::after(&before, &edited, self.orders);
            for (at, reason) in refused {
                if let (Some(line), Some(edit)) = (lines.get(at), edited.get(at)) {
                    self.refused.push(refusal(*line, edit.place, reason, self.raw_of(*line)));
                }
            }
            if after != before {
                edits.said.push((Target { kind, item }, after));
            }
        }
        self.refused.sort_by_key(|refusal| refusal.line);
        self.say_what_stays()?;
        let mut seen = Counts::new();
        for (kind, _) in &self.seen {
            *seen.entry(*kind).or_default() += 1;
        }
        let imported = Imported { passed_over: self.passed_over.len() as u64, ..Imported::default() };
        let summary = Summary { imported, refused: self.refusals, warnings: self.warnings };
        Ok(Compared {
            summary,
            edits,
            cells,
            refused: self.refused,
            warned: self.warned,
            seen,
            raw: self.raw,
        })
    }

    fn raw_of(&self, line: u64) -> Vec<u8> {
        self.raw.get(&line).cloned().unwrap_or_default()
    }

    /// Names what the table leaves as it is: cells that the case has outrun, and records that are not in it.
    fn say_what_stays(&mut self) -> Result<(), ImportError> {
        let (older, line) = self.older;
        if older > 0 {
            let cells = if older == 1 { "1 cell was" } else { &format!("{} were", counted(older, "cell")) };
            let what = format!(
                "{cells} not edited, and the case has changed there since the table was exported; what the case says \
                 stands"
            );
            self.warned.push(Warning { line, what });
        }
        let missing = |kind: Kind| -> Result<u64, ImportError> {
            let seen = self.seen.iter().filter(|(it, _)| *it == kind).count() as u64;
            Ok(self.case.count(kind)?.saturating_sub(seen))
        };
        let claims = missing(Kind::Claim)?;
        let pieces = missing(Kind::Evidence)?;
        let named: Vec<String> = [
            (claims > 0).then(|| counted(claims, "claim")),
            (pieces == 1).then(|| "1 piece of evidence".to_owned()),
            (pieces > 1).then(|| format!("{} of evidence", counted(pieces, "piece"))),
        ]
        .into_iter()
        .flatten()
        .collect();
        if let (Some(line), false) = (self.line, named.is_empty()) {
            let one = claims + pieces == 1;
            let (are, stay) = if one { ("is", "stays as it is") } else { ("are", "stay as they are") };
            let what = format!(
                "the table ends here; {} of the case {are} not in it and {stay}",
                named.join(" and ")
            );
            self.warned.push(Warning { line, what });
        }
        Ok(())
    }
}

/// Adds an edited cell; refused where an earlier row says otherwise.
fn put(cells: &mut Cells, row: &Row, edit: Edit) -> Option<Refusal> {
    match cells.get(&edit.place) {
        Some((_, earlier)) if earlier.text == edit.text => None,
        Some((line, _)) => {
            let reason = format!("line {line} says otherwise of the same record, and that stands");
            Some(refusal(row.line, edit.place, reason, row.raw.clone()))
        }
        None => {
            cells.insert(edit.place, (row.line, edit));
            None
        }
    }
}
