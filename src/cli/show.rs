//! `corrob show`.

use crate::case::{Case, CaseError};
use crate::cli::completion::keys;
use crate::cli::context::{self, Global};
use crate::cli::list::ledger;
use crate::cli::outcome::{Exit, Result};
use crate::cli::output::out::Out;
use crate::cli::output::words;
use crate::domain::figures::{measured, said};
use crate::domain::ledger::{gap as not_public, request as asked_for};
use crate::domain::rows::{EvidenceRow, FigureRow, OtherOpinion, Side, WordingRow};
use crate::domain::{Annotation, ItemId, Key, Kind, Record, origins, wording};
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
        out.json(&record)
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

    fn claim(&self, out: &mut Out, item: ItemId) -> Result<()> {
        let detail = self.case.claim_detail(self.reviewer, item)?.ok_or(CaseError::NoSuchItem)?;
        let record = &detail.record;
        out.line(&detail.row.key.to_string())?;
        out.paragraph(&wording::assertion(detail.row.claimant.as_deref(), &record.text), 0)?;
        out.line("")?;
        if let Some(party) = &detail.claimant {
            let role = party.role.as_deref().map(|role| format!(", {role}")).unwrap_or_default();
            out.field("claimant", &format!("{}{role} ({})", party.name, party.naming))?;
        }
        if let Some((key, text)) = &detail.parent {
            out.field("part of", &format!("{key} {text}"))?;
        }
        self.rest(out, record, &["text", "claimant", "parent", "wordings"])?;
        self.judgements(out, &detail.annotation, &detail.others)?;
        self.standing(out, item)?;
        heading(out, "Wordings", record.wordings.len())?;
        for WordingRow { wording, source: (key, title), .. } in &detail.wordings {
            let place = wording.place.map(|place| format!(", {place}")).unwrap_or_default();
            let locator = wording.locator.as_deref().map(|at| format!(", {at}")).unwrap_or_default();
            out.field(&key.to_string(), &format!("{} ({title}{place}{locator})", wording.text))?;
        }
        let total = usize::try_from(detail.row.stances.total()).unwrap_or(usize::MAX);
        heading(out, "Evidence", total)?;
        self.each_evidence(item, |row| {
            let who = row.via_party.as_ref().map_or(&row.source.title, |(_, name)| name);
            let tags = words::tags(&row.annotation);
            out.field(
                &row.key.to_string(),
                &format!(
                    "[{tags}] {} {}: {who}: {}",
                    row.source_key, row.record.stance, row.record.paraphrase
                ),
            )
        })?;
        figures(out, &detail.figures)?;
        heading(out, "Not public", detail.gaps.len())?;
        for row in &detail.gaps {
            out.field(&row.key.to_string(), &not_public(row))?;
        }
        heading(out, "Requests", detail.requests.len())?;
        for row in &detail.requests {
            out.field(&row.key.to_string(), &asked_for(row))?;
        }
        Ok(())
    }

    /// What a claim stands on: the origins of each side, what is left on released evidence alone, and what
    /// should be looked at again.
    fn standing(&self, out: &mut Out, item: ItemId) -> Result<()> {
        let standing = self.case.standing(self.reviewer, item)?;
        out.line("")?;
        for (name, side) in
            [("supporting", origins::Side::Supporting), ("disputing", origins::Side::Disputing)]
        {
            out.field(name, &standing.origins.sentence(side))?;
        }
        out.paragraph(&ledger::released(&standing), 0)?;
        ledger::stale(out, &standing, 0)
    }

    fn evidence(&self, out: &mut Out, item: ItemId) -> Result<()> {
        let row = self.case.evidence_line(self.reviewer, item)?;
        let record = &row.record;
        let claims = self.case.claim_lines(self.reviewer, &[row.claim])?;
        out.line(&format!("{} {} {}", row.key, record.stance, row.claim_key))?;
        if let Some(claim) = claims.first() {
            out.paragraph(&wording::assertion(claim.claimant.as_deref(), &claim.text), 2)?;
        }
        out.line("")?;
        if let Some(quote) = &record.quote {
            let mut text = format!("\u{201c}{}\u{201d}", quote.text);
            if let Some(language) = &quote.language {
                text.push_str(&format!(" ({language})"));
            }
            if let Some(translator) = &quote.translator {
                text.push_str(&format!(" (translated by {translator})"));
            }
            out.field("quote", &text)?;
        }
        out.field("says", &record.paraphrase)?;
        let source = &row.source;
        let published = source.published.as_ref().map(ToString::to_string);
        let facts = [source.publisher.clone(), source.author.clone(), published];
        let facts: String = facts.into_iter().flatten().map(|fact| format!(", {fact}")).collect();
        out.field("source", &format!("{} {}{facts}", row.source_key, source.title))?;
        const SHOWN: [&str; 8] =
            ["claim", "source", "stance", "paraphrase", "quote", "credibility", "availability", "via"];
        self.rest(out, record, &SHOWN)?;
        out.field("status", source.status.map_or("", |status| status.word()))?;
        let grade = source.reliability.map(|grade| format!("{grade}: {}", grade.meaning()));
        out.field("reliability", &grade.unwrap_or_default())?;
        let grade = record.credibility.map(|grade| format!("{grade}: {}", grade.meaning()));
        out.field("credibility", &grade.unwrap_or_default())?;
        out.field("speaks", row.via_party.as_ref().map(|(_, name)| name.as_str()).unwrap_or_default())?;
        if let Some((key, title)) = &row.via_origin {
            out.field("rests on", &format!("{key} {title}"))?;
        }
        let unresolved = record.via.as_ref().and_then(|via| via.unresolved.as_deref());
        out.field("unresolved", unresolved.unwrap_or_default())?;
        let says =
            record.availability.as_ref().map(|says| wording::availability(says, row.holder.as_deref()));
        out.field("availability", &says.unwrap_or_default())?;
        out.field("url", source.url.as_deref().unwrap_or_default())?;
        out.field("archive url", source.archive_url.as_deref().unwrap_or_default())?;
        self.judgements(out, &row.annotation, &row.others)?;
        figures(out, &self.case.figures_of(item)?)
    }

    fn judgements(&self, out: &mut Out, own: &Annotation, others: &[OtherOpinion]) -> Result<()> {
        let mut one = |name: &str, said: &Annotation| -> Result<()> {
            if said.is_empty() {
                return Ok(());
            }
            let judgement = wording::judgement(said);
            if !judgement.is_empty() {
                out.field("review", &format!("{name}: {judgement}"))?;
            }
            match &said.note {
                Some(note) => {
                    let private = if note.private { " (private)" } else { "" };
                    out.field("note", &format!("{name}{private}: {}", note.text))
                }
                None => Ok(()),
            }
        };
        one(&self.name, own)?;
        others.iter().try_for_each(|other| one(&other.reviewer, &other.annotation))
    }

    /// A record of another kind: its fields, with the records they refer to by name.
    fn other(&self, out: &mut Out, kind: Kind, item: ItemId) -> Result<()> {
        let record: Map<String, Value> = serde_json::from_str(&self.case.record_text(kind, item)?)?;
        out.line(&format!("{} {kind}", self.case.key(kind, item)?))?;
        self.fields(out, kind, &record, &[])
    }

    /// The fields of a claim or a piece of evidence that have no line of their own.
    fn rest<R: Record>(&self, out: &mut Out, record: &R, shown: &[&str]) -> Result<()> {
        let Value::Object(members) = serde_json::to_value(record)? else { return Ok(()) };
        self.fields(out, R::KIND, &members, shown)
    }

    /// The fields of a record that are not `shown` in a line of another kind.
    fn fields(&self, out: &mut Out, kind: Kind, record: &Map<String, Value>, shown: &[&str]) -> Result<()> {
        let mut references = self.case.references();
        let home = record.get("dataset").and_then(Value::as_str);
        for field in kind.shape().fields.iter().filter(|field| !shown.contains(&field.name)) {
            if let Some(value) = record.get(field.name) {
                out.field(&field.name.replace('_', " "), &references.in_words(home, field.takes, value)?)?;
            }
        }
        Ok(())
    }
}

fn with_reviewer(name: &str, said: &Annotation) -> Result<Value> {
    let mut object = Map::new();
    object.insert("reviewer".into(), name.into());
    if let Value::Object(members) = serde_json::to_value(said)? {
        object.extend(members);
    }
    Ok(Value::Object(object))
}

fn figures(out: &mut Out, rows: &[FigureRow]) -> Result<()> {
    heading(out, "Figures", rows.len())?;
    for FigureRow { key, figure, asserted_by, .. } in rows {
        let text = format!("{}: {}", said(figure), measured(figure));
        out.field(&key.to_string(), &wording::assertion(asserted_by.as_deref(), &text))?;
    }
    Ok(())
}

fn heading(out: &mut Out, name: &str, count: usize) -> Result<()> {
    if count == 0 {
        return Ok(());
    }
    out.line("")?;
    out.line(&format!("{name} ({count})"))
}
