//! A report in Markdown (CommonMark, with tables), for people: claim by claim with its claimant, what
//! reviewers say, the evidence on either side and what the claim stands on; then figures side by side,
//! the sources, and at the end matrix, timeline and ledger, of which no more is kept than has room. It
//! is written as its parts come, so it has no list of contents, which would have to know them
//! beforehand.

mod ending;
mod escape;
mod facts;
mod grid;
mod standing;
#[cfg(test)]
mod tests;
mod words;

use crate::domain::figures::Grid;
use crate::domain::report::{About, Opinion, Part, ReportSource, ReportStanding};
use crate::domain::rows::{ClaimDetail, EvidenceRow, WordingRow};
use crate::domain::wording::counted;
use crate::domain::words::{Credibility, Reliability};
use crate::domain::{Key, Stance, wording};
use crate::formats::error::WriteError;
use crate::formats::report::markdown::escape::{block, line};
use crate::formats::report::markdown::facts::{claimant, facts, source_facts};
use crate::formats::report::matrix::Matrix;
use crate::formats::report::table::Table;
use crate::formats::report::timeline::Timeline;
use crate::formats::report::words::Told;
use crate::formats::report::{Report, grades};
use std::collections::BTreeMap;
use std::io::Write;

/// At most this many pieces of a claim are remembered with their grades.
const PIECES: usize = 10_000;

/// What was written last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// The beginning.
    Head,
    /// A claim.
    Claim,
    /// Its evidence of a stance.
    Evidence(Stance),
    /// Figures side by side.
    Figures,
    /// The table of quantities with one figure.
    Alone,
    /// The sources.
    Sources,
    /// What belongs to no claim.
    Rest(&'static str),
}

/// Writes the report.
#[derive(Debug)]
pub struct Markdown<W> {
    out: W,
    at: At,
    /// Whether the report holds the whole case.
    whole: bool,
    /// Whether anyone has tagged anything.
    tagged: bool,
    /// The claim that is being written, its claimant, and the grades of its evidence.
    claim: Option<(Key, String)>,
    grades: BTreeMap<Key, String>,
    matrix: Matrix,
    timeline: Timeline,
    table: Table,
    told: Told,
}

impl<W: Write> Markdown<W> {
    /// Begins.
    pub fn new(out: W) -> Self {
        Self {
            out,
            at: At::Head,
            whole: true,
            tagged: true,
            claim: None,
            grades: BTreeMap::new(),
            matrix: Matrix::default(),
            timeline: Timeline::default(),
            table: Table::default(),
            told: Told::default(),
        }
    }

    fn head(&mut self, about: &About) -> Result<(), WriteError> {
        let info = &about.info;
        writeln!(self.out, "# {}\n", line(&info.title))?;
        if let Some(question) = &info.question {
            writeln!(self.out, "**Question:** {}\n", block(question, ""))?;
        }
        if let Some(summary) = &info.summary {
            writeln!(self.out, "{}\n", block(summary, ""))?;
        }
        writeln!(self.out, "- Made {}", about.made)?;
        if let Some(as_of) = &info.as_of {
            writeln!(self.out, "- As of {}", words::date(as_of))?;
        }
        if let Some(stale) = &info.stale {
            writeln!(self.out, "- **Out of date:** {}", block(stale, "  "))?;
        }
        match &about.query {
            Some(query) => writeln!(self.out, "- Holds what this query leaves of the case: {}", line(query))?,
            None => writeln!(self.out, "- Holds the whole case")?,
        }
        writeln!(self.out, "- Claims: {}; pieces of evidence: {}", about.claims, about.evidence)?;
        let names: Vec<String> = about.reviewers.iter().map(|name| line(name)).collect();
        let redacted = if about.redacted { " (names redacted)" } else { "" };
        match names.is_empty() {
            true => writeln!(self.out, "- Nobody has reviewed it")?,
            false => writeln!(self.out, "- Reviewers: {}{redacted}", names.join(", "))?,
        }
        if !about.tagged {
            writeln!(self.out, "- Nobody has tagged any evidence yet")?;
        }
        if let Some(days) = &about.info.recheck_days {
            let made = &about.made;
            writeln!(
                self.out,
                "- Sources that nobody has looked at for more than {}: as of {made}",
                counted(u64::from(*days), "day")
            )?;
        }
        let private = if about.with_private { "are in it" } else { "are left out" };
        writeln!(self.out, "- Private notes {private}")?;
        self.verdicts(about)?;
        writeln!(self.out, "\nTags and verdicts are the judgment of the reviewer named with them.")?;
        let sources: Vec<String> = Reliability::ALL.iter().map(|it| grades::reliability(*it)).collect();
        let said: Vec<String> = Credibility::ALL.iter().map(|it| grades::credibility(*it)).collect();
        writeln!(
            self.out,
            "\nGrades such as B2 follow the Admiralty code. Of a source: {}. Of what a piece of evidence says: {}.",
            sources.join("; "),
            said.join("; ")
        )?;
        Ok(())
    }

    /// What reviewers conclude of each claim.
    fn verdicts(&mut self, about: &About) -> Result<(), WriteError> {
        if !about.has_verdicts() {
            return Ok(writeln!(
                self.out,
                "- No reviewer has given a verdict yet on a claim in this report"
            )?);
        }
        writeln!(
            self.out,
            "\n## Verdicts\n\n| Claim | Verdict | Confidence | Reviewer | Reason |\n|---|---|---|---|---|"
        )?;
        for claim in &about.verdicts {
            let text = line(&wording::assertion(claim.claimant.as_deref(), &claim.text));
            if claim.verdicts.is_empty() {
                writeln!(self.out, "| {} {text} | no verdict yet | | | |", claim.key)?;
            }
            for said in &claim.verdicts {
                let confidence = said.confidence.map_or("not stated", |confidence| confidence.word());
                let reason = line(&said.reason_in_short());
                let (key, verdict, who) = (&claim.key, said.verdict, line(&said.reviewer));
                writeln!(self.out, "| {key} {text} | **{verdict}** | {confidence} | {who} | {reason} |")?;
            }
        }
        match about.unlisted().as_str() {
            "" => Ok(()),
            more => Ok(writeln!(self.out, "\n{more}")?),
        }
    }

    fn claim(&mut self, detail: &ClaimDetail, said: &[Opinion]) -> Result<(), WriteError> {
        if self.at == At::Head {
            writeln!(self.out, "\n## Claims")?;
        }
        self.at = At::Claim;
        let claimant_name = detail.row.claimant.as_deref();
        let claimant_name = claimant_name.unwrap_or("claimant not recorded");
        self.matrix.claim(&detail.row.key, claimant_name, detail.row.called());
        self.timeline.claim(detail, claimant_name);
        self.claim = Some((detail.row.key.clone(), claimant_name.to_owned()));
        self.grades.clear();
        let record = &detail.record;
        writeln!(self.out, "\n### {}. {}: {}\n", detail.row.key, line(claimant_name), line(&record.text))?;
        match &detail.claimant {
            Some(party) => {
                writeln!(self.out, "**Claimant:** {}\n", claimant(party))?;
                if let Some(about) = self.told.first(party) {
                    writeln!(self.out, "{}\n", block(about, ""))?;
                }
            }
            None => writeln!(self.out, "**Claimant:** not recorded\n")?,
        }
        let mut facts = Vec::new();
        facts.extend(record.nature.map(|nature| format!("put forward as: {nature}")));
        facts.extend(record.asserted_on.as_ref().map(|on| format!("asserted on {}", words::date(on))));
        facts.extend(record.event_date.as_ref().map(|on| format!("of {}", words::date(on))));
        facts.extend(record.topic.as_ref().map(|topic| format!("topic: {}", line(topic))));
        let concerns: Vec<String> = detail.concerns.iter().map(|(_, name)| line(name)).collect();
        facts.extend((!concerns.is_empty()).then(|| format!("concerns {}", concerns.join("; "))));
        facts.extend(detail.parent.as_ref().map(|(key, text)| {
            let claimant = detail.parent_claimant.as_deref().map_or("not recorded".into(), line);
            format!("part of {key} (claimant: {claimant}): {}", line(text))
        }));
        if !facts.is_empty() {
            writeln!(self.out, "{}\n", facts.join("; "))?;
        }
        if let Some(about) = &record.about {
            writeln!(self.out, "{}\n", block(about, ""))?;
        }
        if said.is_empty() {
            writeln!(self.out, "No verdict and no note.")?;
        }
        for opinion in said {
            writeln!(self.out, "- {}", words::opinion(opinion, "  "))?;
        }
        self.of_claim(detail)
    }

    /// How sources put it, and its figures.
    fn of_claim(&mut self, detail: &ClaimDetail) -> Result<(), WriteError> {
        self.list(
            "How it is put",
            detail.wordings.iter().map(|WordingRow { wording, source: (key, _), .. }| {
                let place = wording::place(wording);
                let place = if place.is_empty() { place } else { format!(", {}", line(&place)) };
                format!("{key}{place}: {}", line(&wording.text))
            }),
        )?;
        self.list("Figures", detail.figures.iter().map(words::figure))
    }

    fn list(&mut self, name: &str, lines: impl Iterator<Item = String>) -> Result<(), WriteError> {
        Ok(standing::list(&mut self.out, name, lines)?)
    }

    fn evidence(&mut self, row: &EvidenceRow, said: &[Opinion]) -> Result<(), WriteError> {
        let record = &row.record;
        if self.at != At::Evidence(record.stance) {
            self.at = At::Evidence(record.stance);
            let name = match record.stance {
                Stance::Supports => "Supporting",
                Stance::Repeats => "Repeating, without adding to it",
                Stance::Disputes => "Disputing",
                Stance::Context => "Context",
            };
            writeln!(self.out, "\n#### {name}\n")?;
        }
        let place = record.locator.as_deref().map(|at| format!(", {}", line(at))).unwrap_or_default();
        let grade = grades::both(row);
        let graded = if grade.is_empty() { String::new() } else { format!(" ({grade})") };
        let (key, source) = (&row.key, &row.source_key);
        writeln!(self.out, "- **{key}** in {source} {}{place}{graded}", line(&row.source.title))?;
        if !graded.is_empty() && self.grades.len() < PIECES {
            self.grades.insert(row.key.clone(), graded);
        }
        self.matrix.evidence(row, said);
        self.timeline.evidence(row);
        if let Some(quote) = &record.quote {
            writeln!(self.out, "\n  > {}", block(&wording::quoted(&quote.text), "  > "))?;
            let mut of_it = Vec::new();
            of_it.extend(quote.language.as_deref().map(|language| format!("language: {}", line(language))));
            of_it.extend(quote.translator.as_deref().map(|who| format!("translated by {}", line(who))));
            if !of_it.is_empty() {
                writeln!(self.out, "\n  {}", of_it.join("; "))?;
            }
        }
        writeln!(self.out, "\n  {}", block(&record.paraphrase, "  "))?;
        let facts = facts(row);
        if !facts.is_empty() {
            writeln!(self.out)?;
        }
        for fact in facts {
            writeln!(self.out, "  - {fact}")?;
        }
        if said.is_empty() {
            writeln!(self.out, "\n  Undecided.")?;
        } else {
            writeln!(self.out, "\n  Review:\n")?;
        }
        for opinion in said {
            writeln!(self.out, "  - {}", words::opinion(opinion, "    "))?;
        }
        Ok(())
    }

    fn standing(&mut self, it: &ReportStanding) -> Result<(), WriteError> {
        if let Some((key, claimant)) = &self.claim {
            self.table.standing(key, claimant, it);
        }
        let grade = |key: &Key| self.grades.get(key).cloned().unwrap_or_default();
        Ok(standing::write(&mut self.out, it, self.whole, self.tagged, &grade)?)
    }

    fn figures(&mut self, at: At) -> Result<(), WriteError> {
        if !matches!(self.at, At::Figures | At::Alone) {
            writeln!(self.out, "\n## Figures side by side")?;
        }
        if at == At::Alone && self.at != At::Alone {
            grid::alone(&mut self.out)?;
        }
        self.at = at;
        Ok(())
    }

    fn grid(&mut self, it: &Grid) -> Result<(), WriteError> {
        match it.figures.as_slice() {
            [entered] if it.is_alone() => {
                self.figures(At::Alone)?;
                Ok(grid::one(&mut self.out, entered)?)
            }
            _ => {
                self.figures(At::Figures)?;
                Ok(grid::write(&mut self.out, it)?)
            }
        }
    }

    fn source(&mut self, listed: &ReportSource) -> Result<(), WriteError> {
        if self.at != At::Sources {
            self.at = At::Sources;
            writeln!(self.out, "\n## Sources\n")?;
        }
        let source = &listed.source;
        writeln!(self.out, "- **{}** {}", listed.key, line(&source.title))?;
        for fact in source_facts(source, listed) {
            writeln!(self.out, "  - {fact}")?;
        }
        Ok(())
    }

    fn rest(&mut self, heading: &'static str, line: &str) -> Result<(), WriteError> {
        if self.at != At::Rest(heading) {
            self.at = At::Rest(heading);
            writeln!(self.out, "\n## {heading}\n")?;
        }
        Ok(writeln!(self.out, "- {line}")?)
    }
}

impl<W: Write> Report for Markdown<W> {
    fn is_deep(&self) -> bool {
        true
    }

    fn begin(&mut self, about: &About) -> Result<(), WriteError> {
        (self.whole, self.tagged) = (about.query.is_none(), about.tagged);
        self.head(about)
    }

    fn part(&mut self, part: Part<'_>) -> Result<(), WriteError> {
        match part {
            Part::Claim(detail, said) => self.claim(detail, said),
            Part::Evidence(row, said) => self.evidence(row, said),
            Part::Standing(standing) => self.standing(standing),
            Part::Grid(grid) => self.grid(grid),
            Part::MoreFigures => {
                self.figures(At::Figures)?;
                Ok(writeln!(self.out, "\nThere are more figures: they stand with their claims alone.")?)
            }
            Part::Source(listed) => self.source(listed),
            Part::Figure(figure) => {
                self.timeline.figure(figure);
                self.rest("Figures tied to no claim", &words::figure(figure))
            }
            Part::Request(asking) => {
                self.timeline.request(asking);
                self.rest("Asked for, tied to no claim", &words::request(asking))
            }
            Part::Gap(entry, asked) => {
                self.table.gap(entry, asked);
                self.rest("Not public, tied to no claim", &words::entry(entry, asked))
            }
        }
    }

    fn end(&mut self) -> Result<(), WriteError> {
        ending::matrix(&mut self.out, &self.matrix)?;
        ending::timeline(&mut self.out, &mut self.timeline)?;
        ending::ledger(&mut self.out, &self.table)?;
        ending::words(&mut self.out)?;
        Ok(self.out.flush()?)
    }
}
