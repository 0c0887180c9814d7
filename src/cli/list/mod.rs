//! `corrob list`.

pub(super) mod duplicates;
pub(super) mod figures;
pub(super) mod imports;
pub(super) mod ledger;
pub(super) mod matrix;
pub(super) mod origins;
pub(super) mod records;
mod tables;
pub(super) mod timeline;

use crate::case::{Case, Extent, Filtered, SaidOf};
use crate::cli::completion;
use crate::cli::context::Global;
use crate::cli::outcome::{Exit, Failure, Result};
use crate::cli::output::out::{Out, remark};
use crate::cli::output::table::{Fit, Table};
use crate::cli::output::words;
use crate::domain::figures::grids;
use crate::domain::ledger::Ledger;
use crate::domain::matrix::Arrangement;
use crate::domain::query::Query;
use crate::domain::record_list::RecordOrder;
use crate::domain::report::Reporting;
use crate::domain::standing::Standing;
use crate::domain::words::UnknownWord;
use crate::domain::{ItemId, Kind, wording};
use crate::work::export::line;
use clap::{Args, ValueEnum};
use std::collections::HashSet;
use std::path::PathBuf;

/// List what a case holds, or what a query leaves of it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  corrob list my.corrob
  corrob list my.corrob evidence is:undecided stance:disputes
  corrob list my.corrob claims 'verdict:none \"tiered bounty\"'
  corrob list my.corrob origins claimant:dhs
  corrob list my.corrob duplicates
  corrob list my.corrob imports
  corrob list my.corrob comparisons
  corrob list my.corrob ledger is:stale
  corrob list my.corrob timeline claimant:dhs
  corrob list my.corrob matrix --order disagreement
  corrob list my.corrob sources --order undecided status:corrected
  corrob list my.corrob annotations --json | jq '.[] | select(.disputed) | .key'

A query is \"phrases\" and terms such as tag:withheld, stance:disputes, verdict:none, source:S-4, \
claimant:NAME, kind:intercept, by:REVIEWER, is:undecided, before:2025-10-16; a hyphen negates a term.

A ledger is of a claim as a whole, whichever of its evidence a query finds. A timeline is put in order \
first, so its dates are held in memory.")]
pub struct ListArgs {
    /// The case
    case: PathBuf,
    /// What to list
    #[arg(value_enum, default_value = "claims")]
    what: What,
    /// A query: words and terms
    #[arg(allow_hyphen_values = true, add = completion::terms())]
    query: Vec<String>,
    /// As a JSON array
    #[arg(long)]
    json: bool,
    /// The order of the matrix, of the sources or of the parties
    #[arg(long, value_name = "ORDER", add = completion::orders())]
    order: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    Claims,
    Sources,
    Evidence,
    Annotations,
    Parties,
    Figures,
    Requests,
    Gaps,
    Derivations,
    /// For each claim, the origins of its evidence
    Origins,
    /// Sources entered more than once: one page, or one document
    Duplicates,
    /// Figures of one quantity side by side, each pair set against each other
    Comparisons,
    /// For each claim, what is released, withheld, not shown, asked for and overdue, and for what no request is on record
    Ledger,
    /// Claims down, sources across: who supports and disputes what, and how it is tagged
    Matrix,
    /// Every date of the claims, their evidence, sources, figures and requests, in order
    Timeline,
    /// What was imported, when and by whom, with the numbers by which it can be taken out
    Imports,
}

impl What {
    const fn kind(self) -> Option<Kind> {
        match self {
            Self::Claims => Some(Kind::Claim),
            Self::Sources => Some(Kind::Source),
            Self::Evidence => Some(Kind::Evidence),
            Self::Annotations
            | Self::Origins
            | Self::Duplicates
            | Self::Comparisons
            | Self::Ledger
            | Self::Matrix
            | Self::Timeline
            | Self::Imports => None,
            Self::Parties => Some(Kind::Party),
            Self::Figures => Some(Kind::Figure),
            Self::Requests => Some(Kind::Request),
            Self::Gaps => Some(Kind::Gap),
            Self::Derivations => Some(Kind::Derivation),
        }
    }
}

/// How many ids of a query's result are looked up at once.
const AT_ONCE: usize = 1_000;

impl ListArgs {
    pub(super) fn run(mut self, global: &Global) -> Result<Exit> {
        // The flag may stand behind the query, whose terms may begin with a hyphen.
        let before = self.query.len();
        self.query.retain(|word| word != "--json");
        self.json |= self.query.len() < before;
        if let Some(option) = self.query.iter().find(|word| word.starts_with("--")) {
            return Err(Failure::said(format!(
                "{option} stands behind the query, which takes it for a word to look for; options other than \
                 --json come before it"
            )));
        }
        let text = self.query.join(" ");
        let query: Query = text.parse().map_err(|error| Failure::said(format!("{error}")))?;
        if self.what == What::Duplicates && !query.is_empty() {
            return Err(Failure::said(
                "duplicates are looked for among all sources of the case; leave the query out",
            ));
        }
        if self.what == What::Imports && !query.is_empty() {
            return Err(Failure::said("imports are listed all; leave the query out"));
        }
        let order = Order::read(self.what, self.order.as_deref())?;
        global.read(&self.case, |case| {
            let reviewer = global.reader(case)?.id;
            let mut out = Out::new();
            let list = List { case, reviewer, query: &query };
            match (self.what, self.what.kind(), self.json) {
                (What::Sources | What::Parties, Some(kind), json) => {
                    list.records(kind, order.records, json, &mut out)?;
                }
                (_, Some(kind), true) => list.json(kind, &mut out)?,
                (_, Some(kind), false) => list.text(kind, &mut out)?,
                (What::Comparisons, _, json) => list.comparisons(json, &mut out)?,
                (What::Imports, _, json) => imports::list(case, json, &mut out)?,
                (What::Duplicates, _, json) => duplicates::list(case, json, &mut out)?,
                (What::Matrix, _, json) => list.matrix(order.matrix, json, &mut out)?,
                (What::Ledger, _, json) => list.ledgers(json, &mut out)?,
                (What::Timeline, _, json) => list.timeline(json, &mut out)?,
                (What::Origins, _, json) => list.origins(json, &mut out)?,
                (_, None, json) => list.annotations(json, &mut out)?,
            }
            if out.is_empty() && !self.json {
                remark(&self.nothing(&text));
            }
            out.finish()
        })?;
        Ok(Exit::Done)
    }
}

impl ListArgs {
    /// That there is nothing to list.
    fn nothing(&self, query: &str) -> String {
        let what = match self.what {
            What::Claims | What::Matrix => "claim",
            What::Sources => "source",
            What::Evidence => "piece of evidence",
            What::Annotations => "annotation",
            What::Parties => "party",
            What::Figures => "figure",
            What::Requests => "request",
            What::Gaps => "gap",
            What::Derivations => "derivation",
            What::Origins => "claim with evidence",
            What::Duplicates => "source that was entered more than once",
            What::Comparisons => "figure that can be set beside another",
            What::Ledger => "claim with anything in its ledger",
            What::Timeline => "date",
            What::Imports => "import",
        };
        if query.is_empty() {
            format!("there is no {what} in this case")
        } else {
            format!("no {what} matches {query}")
        }
    }
}

/// The order asked for, of what is listed.
#[derive(Debug, Default)]
struct Order {
    matrix: Option<Arrangement>,
    records: RecordOrder,
}

impl Order {
    fn read(what: What, order: Option<&str>) -> Result<Self> {
        let Some(order) = order else { return Ok(Self::default()) };
        let said = |error: UnknownWord| Failure::said(error.to_string());
        match what {
            What::Matrix => Ok(Self { matrix: Some(order.parse().map_err(said)?), ..Self::default() }),
            What::Sources | What::Parties => {
                let records: RecordOrder = order.parse().map_err(said)?;
                let known = RecordOrder::of(what.kind().unwrap_or(Kind::Source));
                if !known.contains(&records) {
                    let known: Vec<&str> = known.iter().map(|order| order.word()).collect();
                    return Err(Failure::said(format!(
                        "parties are not put in order by {records}; known: {}",
                        known.join(", ")
                    )));
                }
                Ok(Self { records, ..Self::default() })
            }
            _ => Err(Failure::said("--order goes with the matrix, the sources and the parties")),
        }
    }
}

struct List<'a> {
    case: &'a Case,
    reviewer: ItemId,
    query: &'a Query,
}

impl List<'_> {
    /// Every record of the kind that the query leaves, in the order of the case.
    fn each(&self, kind: Kind, mut each: impl FnMut(ItemId, &str) -> Result<()>) -> Result<()> {
        if self.query.is_empty() {
            return self.case.records(kind, each);
        }
        let listing = self.case.list(kind, self.reviewer, self.query)?;
        let mut start = 0;
        while start < listing.len() {
            for id in self.case.listed(&listing, start, AT_ONCE)? {
                each(id, &self.case.record_text(kind, id)?)?;
            }
            start += AT_ONCE;
        }
        Ok(())
    }

    fn json(&self, kind: Kind, out: &mut Out) -> Result<()> {
        let mut references = self.case.references();
        let mut array = out.array()?;
        self.each(kind, |id, record| {
            let key = self.case.key(kind, id)?;
            array.push(&references.in_keys(&key, serde_json::from_str(record)?)?)
        })?;
        array.finish()
    }

    /// The origins of each claim that has evidence.
    fn origins(&self, json: bool, out: &mut Out) -> Result<()> {
        if json {
            let mut array = out.array()?;
            self.each(Kind::Claim, |id, _| {
                let claim = self.case.key(Kind::Claim, id)?.to_string();
                array.push(&origins::json(&claim, &self.case.origins(self.reviewer, id)?.0))
            })?;
            return array.finish();
        }
        self.each(Kind::Claim, |id, _| {
            let (found, _) = self.case.origins(self.reviewer, id)?;
            if found.pieces.is_empty() {
                return Ok(());
            }
            for row in self.case.claim_lines(self.reviewer, &[id])? {
                out.paragraph(
                    &format!("{} {}", row.key, words::assertion(row.claimant.as_deref(), &row.text)),
                    0,
                )?;
            }
            origins::tree(out, &found)?;
            out.line("")
        })?;
        if self.query.is_empty() {
            duplicates::point_to(self.case, out)?;
        }
        Ok(())
    }

    /// Claims down, sources across.
    fn matrix(&self, order: Option<Arrangement>, json: bool, out: &mut Out) -> Result<()> {
        let filter = match self.query.is_empty() {
            true => None,
            false => Some(self.case.filter(self.reviewer, self.query)?),
        };
        let by = order.unwrap_or(Arrangement::Case);
        matrix::list(self.case, self.reviewer, by, filter.as_ref(), json, out)
    }

    /// Figures of one quantity side by side.
    fn comparisons(&self, json: bool, out: &mut Out) -> Result<()> {
        let mut entered = Vec::new();
        self.each(Kind::Figure, |id, _| {
            entered.push(self.case.figure_entered(id)?);
            Ok(())
        })?;
        let grids = grids(entered);
        if json {
            let mut references = self.case.references();
            let mut array = out.array()?;
            for grid in &grids {
                array.push(&figures::json(grid, &mut references)?)?;
            }
            return array.finish();
        }
        grids.iter().try_for_each(|grid| figures::grid(out, grid))
    }

    /// The ledger of each claim that has something in it; then of what belongs to no claim, which no
    /// query finds.
    fn ledgers(&self, json: bool, out: &mut Out) -> Result<()> {
        let each = |put: &mut dyn FnMut(&Ledger, Option<&Standing>) -> Result<()>| {
            self.each(Kind::Claim, |id, _| {
                let ledger = self.case.ledger(self.reviewer, id, Extent::Whole)?;
                if ledger.is_empty() {
                    return Ok(());
                }
                put(&ledger, Some(&self.case.standing(self.reviewer, id)?))
            })?;
            let loose = self.query.is_empty().then(|| self.case.loose_ledger(Extent::Whole)).transpose()?;
            loose.filter(|loose| !loose.is_empty()).map_or(Ok(()), |loose| put(&loose, None))
        };
        if json {
            let mut array = out.array()?;
            each(&mut |ledger, standing| array.push(&ledger::json(ledger, standing)))?;
            return array.finish();
        }
        each(&mut |ledger, standing| ledger::text(out, ledger, standing))
    }

    /// Every date of what the query leaves.
    fn timeline(&self, json: bool, out: &mut Out) -> Result<()> {
        let left = match self.query.is_empty() {
            true => None,
            false => Some(self.case.filter(self.reviewer, self.query)?),
        };
        let (moments, _) = self.case.timeline_of(left.as_ref().map(Filtered::scope), usize::MAX)?;
        if json { timeline::json(out, self.case, &moments) } else { timeline::text(out, &moments) }
    }

    /// What reviewers say, claims first. Of private notes, only the reviewer's own.
    fn annotations(&self, json: bool, out: &mut Out) -> Result<()> {
        let left: Option<HashSet<ItemId>> = if self.query.is_empty() {
            None
        } else {
            let mut left = HashSet::new();
            for kind in [Kind::Claim, Kind::Evidence] {
                let listing = self.case.list(kind, self.reviewer, self.query)?;
                left.extend(self.case.listed(&listing, 0, listing.len())?);
            }
            Some(left)
        };
        let own = |mut said: SaidOf| -> Option<SaidOf> {
            if left.as_ref().is_some_and(|left| !left.contains(&said.item)) {
                return None;
            }
            if said.reviewer.id != self.reviewer {
                said.annotation.note = said.annotation.note.filter(|note| !note.private);
            }
            (!said.annotation.is_empty()).then_some(said)
        };
        let all = Reporting { with_private: true, ..Reporting::default() };
        if json {
            let mut array = out.array()?;
            self.case.export_annotations::<Failure>(&all, |said| match own(said) {
                Some(said) => array.push(&line(said)),
                None => Ok(()),
            })?;
            return array.finish();
        }
        let mut table = Table::new(
            out,
            &[
                ("KEY", Fit::Whole),
                ("REVIEWER", Fit::UpTo(20)),
                ("SAYS", Fit::UpTo(40)),
                ("NOTE", Fit::UpTo(40)),
                ("ON", Fit::Rest),
            ],
        );
        self.case.export_annotations::<Failure>(&all, |said| {
            let Some(said) = own(said) else { return Ok(()) };
            let says = wording::judgement(&said.annotation);
            let note = said.annotation.note.as_ref();
            let note =
                note.map(|note| format!("{}{}", if note.private { "(private) " } else { "" }, note.text));
            let claim = words::assertion(said.claimant.as_deref(), &said.claim_text);
            let on = match (&said.source, said.stance) {
                (Some((source, _)), Some(stance)) => format!("{source} {stance} {}: {claim}", said.claim),
                _ => claim,
            };
            table.row(&[
                &said.key.to_string(),
                &said.reviewer.name,
                if says.is_empty() { "-" } else { &says },
                note.as_deref().unwrap_or("-"),
                &on,
            ])
        })?;
        table.finish()?;
        Ok(())
    }
}
