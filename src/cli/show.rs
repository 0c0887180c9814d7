//! `corrob show`.

use crate::case::{Case, CaseError};
use crate::cli::completion::keys;
use crate::cli::context::{self, Global};
use crate::cli::list::{ledger, records};
use crate::cli::outcome::{Exit, Result};
use crate::cli::output::out::Out;
use crate::cli::output::words;
use crate::domain::ledger::answered;
use crate::domain::record_list::RecordRow;
use crate::domain::rows::{EvidenceRow, OtherOpinion, Side};
use crate::domain::shape::{FieldSpec, Takes};
use crate::domain::{Annotation, ItemId, Key, Kind, Record};
use crate::review::detail::part::DetailPart;
use crate::review::detail::{self, build};
use crate::review::state::detail::Role;
use crate::review::state::lines::{ClaimHead, EvidenceLine};
use clap::Args;
use serde_json::{Map, Value};
use std::path::PathBuf;

/// Show one record whole, with what stands around it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  corrob show my.corrob C-7
  corrob show my.corrob E-31 --json")]
pub struct ShowArgs {
    /// The case
    case: PathBuf,
    /// Its key
    #[arg(add = keys(Kind::ALL))]
    key: String,
    /// As a JSON object
    #[arg(long)]
    json: bool,
}

impl ShowArgs {
    pub(super) fn run(self, global: &Global) -> Result<Exit> {
        global.read(&self.case, |case| {
            let reviewer = global.reader(case)?;
            let (kind, item) = context::find(case, &self.key)?;
            let show = Show { case, reviewer: reviewer.id, name: reviewer.name };
            let mut out = Out::new();
            if self.json {
                show.json(&mut out, kind, item)?;
            } else {
                match kind {
                    Kind::Claim => show.claim(&mut out, item)?,
                    Kind::Evidence => show.evidence(&mut out, item)?,
                    Kind::Source | Kind::Party => show.record(&mut out, kind, item)?,
                    _ => show.other(&mut out, kind, item)?,
                }
            }
            out.finish()
        })?;
        Ok(Exit::Done)
    }
}

struct Show<'a> {
    case: &'a Case,
    reviewer: ItemId,
    name: String,
}

/// How many pieces of evidence are read at once.
const AT_ONCE: usize = 200;

impl Show<'_> {
    /// The record itself, and beside its fields what reviewers say of it and, for a claim, its
    /// evidence, figures, requests and gaps.
    fn json(&self, out: &mut Out, kind: Kind, item: ItemId) -> Result<()> {
        let mut references = self.case.references();
        let record = serde_json::from_str(&self.case.record_text(kind, item)?)?;
        let mut record = references.in_keys(&self.case.key(kind, item)?, record)?;
        let Some(object) = record.as_object_mut() else { return out.json(&record) };
        let mut keyed = |key: &Key, record: serde_json::Result<Value>| Ok(references.in_keys(key, record?)?);
        let said = |annotation: &Annotation, others: &[OtherOpinion]| -> Result<Value> {
            let mut all = Vec::new();
            if !annotation.is_empty() {
                all.push(with_reviewer(&self.name, annotation)?);
            }
            for other in others {
                all.push(with_reviewer(&other.reviewer, &other.annotation)?);
            }
            Ok(Value::Array(all))
        };
        if kind == Kind::Evidence {
            let row = self.case.evidence_line(self.reviewer, item)?;
            object.insert("annotations".into(), said(&row.annotation, &row.others)?);
            let figures = self.case.figures_of(item)?;
            let figures = figures.iter().map(|row| keyed(&row.key, serde_json::to_value(&row.figure)));
            object.insert("figures".into(), Value::Array(figures.collect::<Result<_>>()?));
        }
        if kind == Kind::Claim {
            let detail = self.case.claim_detail(self.reviewer, item)?.ok_or(CaseError::NoSuchItem)?;
            object.insert("annotations".into(), said(&detail.annotation, &detail.others)?);
            let mut evidence = Vec::new();
            self.each_evidence(item, |row| {
                evidence.push(keyed(&row.key, serde_json::to_value(&row.record))?);
                Ok(())
            })?;
            object.insert("evidence".into(), Value::Array(evidence));
            let figures = detail.figures.iter().map(|row| keyed(&row.key, serde_json::to_value(&row.figure)));
            object.insert("figures".into(), Value::Array(figures.collect::<Result<_>>()?));
            let requests =
                detail.requests.iter().map(|row| keyed(&row.key, serde_json::to_value(&row.request)));
            object.insert("requests".into(), Value::Array(requests.collect::<Result<_>>()?));
            let gaps = detail.gaps.iter().map(|row| keyed(&row.key, serde_json::to_value(&row.gap)));
            object.insert("gaps".into(), Value::Array(gaps.collect::<Result<_>>()?));
            let standing = self.case.standing(self.reviewer, item)?;
            object.insert("standing".into(), ledger::standing_json(&standing));
        }
        if matches!(kind, Kind::Source | Kind::Party) {
            object.extend(self.row(kind, item)?.iter().flat_map(records::beside));
        }
        out.json(&record)
    }

    /// A source or a party as a list has it.
    fn row(&self, kind: Kind, item: ItemId) -> Result<Vec<RecordRow>> {
        Ok(self.case.record_row(self.reviewer, kind, item)?.into_iter().collect())
    }

    /// Every piece of a claim's evidence, in its order.
    fn each_evidence(&self, claim: ItemId, mut each: impl FnMut(EvidenceRow) -> Result<()>) -> Result<()> {
        for side in [Side::Supporting, Side::Disputing] {
            let mut start = 0;
            loop {
                let slice = self.case.evidence(self.reviewer, claim, side, start, AT_ONCE)?;
                if slice.rows.is_empty() {
                    break;
                }
                start += u64::try_from(slice.rows.len()).unwrap_or(u64::MAX);
                for row in slice.rows {
                    each(row)?;
                }
            }
        }
        Ok(())
    }

    /// What the reviewer's detail of a claim has, and then its evidence.
    fn claim(&self, out: &mut Out, item: ItemId) -> Result<()> {
        let detail = self.case.claim_detail(self.reviewer, item)?.ok_or(CaseError::NoSuchItem)?;
        let total = detail.row.stances.total();
        let mut head = ClaimHead::from(detail);
        head.stand(self.case.standing(self.reviewer, item)?);
        let ClaimHead { detail, .. } = &head;
        out.line(&detail.row.key.to_string())?;
        out.paragraph(&words::assertion(detail.row.claimant.as_deref(), &detail.record.text), 0)?;
        out.line("")?;
        parts(out, &build::beyond_assertion(&head))?;
        self.led_to(out, &detail.record, &["claimant", "concerns", "parent"])?;
        if total > 0 {
            out.line("")?;
            out.line(&format!("Evidence ({total})"))?;
        }
        self.each_evidence(item, |row| {
            let who = row.via_party.as_ref().map_or(&row.source.title, |(_, name)| name);
            let tags = words::tags(&row.annotation);
            let (source, stance, says) = (&row.source_key, row.record.stance, &row.record.paraphrase);
            let (who, says) = (words::alone(who), words::alone(says));
            out.field(&row.key.to_string(), &format!("[{tags}] {source} {stance}: {who}: {says}"))
        })
    }

    /// What the reviewer's detail of a piece of evidence has.
    fn evidence(&self, out: &mut Out, item: ItemId) -> Result<()> {
        let mut row = self.case.evidence_line(self.reviewer, item)?;
        row.requests = self.case.requests_for(&row)?;
        let record = row.record.clone();
        out.line(&format!("{} {} {}", row.key, record.stance, row.claim_key))?;
        for claim in self.case.claim_lines(self.reviewer, &[row.claim])? {
            out.paragraph(&words::assertion(claim.claimant.as_deref(), &claim.text), 2)?;
        }
        out.line("")?;
        parts(out, &detail::evidence::evidence(&EvidenceLine::from(row), &self.case.figures_of(item)?))?;
        // The detail says it where no origin is named.
        if let Some(via) = record.via.as_ref().filter(|via| via.origin.is_some()) {
            out.field("untraced", via.untraced.as_deref().unwrap_or_default())?;
        }
        self.led_to(out, &record, &["claim", "source", "requests"])
    }

    /// What the reviewer's detail of a source or a party has.
    fn record(&self, out: &mut Out, kind: Kind, item: ItemId) -> Result<()> {
        let detail = self.case.record_detail(self.reviewer, kind, item)?.ok_or(CaseError::NoSuchItem)?;
        out.line(&format!("{} {kind}", detail.key))?;
        for (heading, words) in &detail.fields {
            out.field(heading, words)?;
        }
        out.field("origin", detail.origin.as_deref().unwrap_or_default())?;
        out.field("stale", &detail.stale.as_ref().map(ToString::to_string).unwrap_or_default())?;
        for related in &detail.related {
            out.field(related.how, &format!("{} {}", related.key, related.name))?;
        }
        if !detail.bearings.is_empty() {
            out.line("")?;
            out.line(if kind == Kind::Source { "Evidence" } else { "Claims" })?;
        }
        for bearing in &detail.bearings {
            let says = match &bearing.evidence {
                None => bearing.claim.clone(),
                Some(evidence) => {
                    let (tags, stance) = (words::tags(&evidence.said), evidence.stance);
                    let (claim_key, claim) = (&bearing.claim_key, &bearing.claim);
                    let (claim, text) = (words::alone(claim), words::alone(&evidence.text));
                    format!("[{tags}] {stance} {claim_key} {claim}: {text}")
                }
            };
            out.field(&bearing.key.to_string(), &says)?;
        }
        if detail.more {
            out.line("")?;
            out.line("There is more than is shown here; corrob list has all of it.")?;
        }
        Ok(())
    }

    /// A record of another kind: its fields, with the records they refer to by name.
    fn other(&self, out: &mut Out, kind: Kind, item: ItemId) -> Result<()> {
        let record: Map<String, Value> = serde_json::from_str(&self.case.record_text(kind, item)?)?;
        out.line(&format!("{} {kind}", self.case.key(kind, item)?))?;
        let Some(asking) = self.case.asking(item)?.filter(|_| kind == Kind::Request) else {
            return self.fields(out, kind, &record, |_| true);
        };
        self.fields(out, kind, &record, |field| field.name != "answered")?;
        out.field("came back", &asking.came_back())?;
        let on = asking.request.answered.as_ref().map(ToString::to_string);
        out.field(answered(&asking.request), &on.unwrap_or_default())
    }

    /// The fields of a claim or a piece of evidence that lead to other records and are not `shown` before.
    fn led_to<R: Record>(&self, out: &mut Out, record: &R, shown: &[&str]) -> Result<()> {
        let Value::Object(members) = serde_json::to_value(record)? else { return Ok(()) };
        self.fields(out, R::KIND, &members, |field| {
            matches!(field.takes, Takes::Reference(_) | Takes::References(_)) && !shown.contains(&field.name)
        })
    }

    /// Some fields of a record, with the records they refer to by key and name.
    fn fields(
        &self,
        out: &mut Out,
        kind: Kind,
        record: &Map<String, Value>,
        which: impl Fn(&FieldSpec) -> bool,
    ) -> Result<()> {
        for (heading, words) in self.case.references().fields(kind, record, which)? {
            out.field(&heading, &words)?;
        }
        Ok(())
    }
}

/// The parts of a detail as text.
fn parts(out: &mut Out, parts: &[DetailPart]) -> Result<()> {
    parts.iter().try_for_each(|part| match part.role {
        Role::Blank | Role::Heading => out.line(&part.text),
        _ if part.label.is_empty() => out.paragraph(&part.text, 0),
        _ => out.field(&part.label, &part.text),
    })
}

fn with_reviewer(name: &str, said: &Annotation) -> Result<Value> {
    let mut object = Map::new();
    object.insert("reviewer".into(), name.into());
    if let Value::Object(members) = serde_json::to_value(said)? {
        object.extend(members);
    }
    Ok(Value::Object(object))
}
