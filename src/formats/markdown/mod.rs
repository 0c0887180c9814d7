//! A report in Markdown (CommonMark), for people: claim by claim with its claimant, what reviewers
//! say, the evidence on either side, and at the end the sources. It is written as its parts come, so
//! it has no list of contents, which would have to know them beforehand.

mod escape;
#[cfg(test)]
mod tests;
mod words;

use super::error::WriteError;
use super::report::Report;
use crate::domain::report::{About, Opinion, Part, ReportSource};
use crate::domain::rows::{ClaimDetail, EvidenceRow};
use crate::domain::{Party, Source, Stance};
use escape::{block, line, url};
use std::io::Write;

/// What was written last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// The beginning.
    Head,
    /// A claim.
    Claim,
    /// Its evidence of a stance.
    Evidence(Stance),
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
}

impl<W: Write> Markdown<W> {
    /// Begins.
    pub const fn new(out: W) -> Self {
        Self { out, at: At::Head }
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
        let private = if about.with_private { "are in it" } else { "are left out" };
        writeln!(self.out, "- Private notes {private}")?;
        writeln!(self.out, "\nTags and verdicts are the judgement of the reviewer named with them.")?;
        Ok(())
    }

    fn claim(&mut self, detail: &ClaimDetail, said: &[Opinion]) -> Result<(), WriteError> {
        if self.at == At::Head {
            writeln!(self.out, "\n## Claims")?;
        }
        self.at = At::Claim;
        let record = &detail.record;
        writeln!(self.out, "\n### {}. {}\n", detail.row.key, line(&record.text))?;
        match &detail.claimant {
            Some(party) => writeln!(self.out, "**Claimant:** {}\n", claimant(party))?,
            None => writeln!(self.out, "**Claimant:** not recorded\n")?,
        }
        let mut facts = Vec::new();
        facts.extend(record.nature.map(|nature| nature.word().to_owned()));
        facts.extend(record.asserted_on.as_ref().map(|on| format!("asserted on {}", words::date(on))));
        facts.extend(record.event_date.as_ref().map(|on| format!("of {}", words::date(on))));
        facts.extend(record.topic.as_ref().map(|topic| format!("topic: {}", line(topic))));
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

    /// How sources put it, its figures, what is not public, what was asked for.
    fn of_claim(&mut self, detail: &ClaimDetail) -> Result<(), WriteError> {
        let wordings = detail.record.wordings.iter().zip(&detail.wording_sources);
        self.list(
            "How it is put",
            wordings.map(|(wording, (key, _))| {
                let place = wording.place.map(|place| format!(", {place}")).unwrap_or_default();
                let locator =
                    wording.locator.as_deref().map(|at| format!(", {}", line(at))).unwrap_or_default();
                format!("{key}{place}{locator}: {}", line(&wording.text))
            }),
        )?;
        let stands_in = &detail.stands_in;
        let figures = detail.figures.iter().zip(&detail.figure_parties).zip(&stands_in.figures);
        self.list(
            "Figures",
            figures.map(|(((key, it), by), source)| words::figure(key, it, by.as_deref(), source.as_ref())),
        )?;
        let gaps = detail.gaps.iter().zip(&stands_in.gaps);
        self.list(
            "Not public",
            gaps.map(|((key, it, holder), source)| words::gap(key, it, holder.as_deref(), source.as_ref())),
        )?;
        let requests = detail.requests.iter().zip(&stands_in.requests);
        self.list(
            "Asked for",
            requests.map(|((key, it, by, to), source)| {
                words::request(key, it, (by.as_deref(), to.as_deref()), source.as_ref())
            }),
        )
    }

    fn list(&mut self, name: &str, lines: impl Iterator<Item = String>) -> Result<(), WriteError> {
        for (at, line) in lines.enumerate() {
            if at == 0 {
                writeln!(self.out, "\n#### {name}\n")?;
            }
            writeln!(self.out, "- {line}")?;
        }
        Ok(())
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
        writeln!(self.out, "- **{}** in {} {}{place}", row.key, row.source_key, line(&row.source.title))?;
        if let Some(quote) = &record.quote {
            writeln!(self.out, "\n  > {}", block(&quote.text, "  > "))?;
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
    fn begin(&mut self, about: &About) -> Result<(), WriteError> {
        self.head(about)
    }

    fn part(&mut self, part: Part<'_>) -> Result<(), WriteError> {
        match part {
            Part::Claim(detail, said) => self.claim(detail, said),
            Part::Evidence(row, said) => self.evidence(row, said),
            Part::Source(listed) => self.source(listed),
            Part::Figure(key, figure, by, source) => {
                self.rest("Figures of no claim", &words::figure(key, figure, by, source))
            }
            Part::Request(key, request, by, to, source) => {
                self.rest("Asked for, of no claim", &words::request(key, request, (by, to), source))
            }
            Part::Gap(key, gap, holder, source) => {
                self.rest("Not public, of no claim", &words::gap(key, gap, holder, source))
            }
        }
    }

    fn end(&mut self) -> Result<(), WriteError> {
        Ok(self.out.flush()?)
    }
}

fn claimant(party: &Party) -> String {
    let role = party.role.as_deref().map(|role| format!(", {}", line(role))).unwrap_or_default();
    let naming = match party.naming {
        crate::domain::words::Naming::Named => String::new(),
        other => format!(" ({})", other.word().replace('-', " ")),
    };
    format!("{}{role}{naming}", line(&party.name))
}

/// What else is known of a piece of evidence.
fn facts(row: &EvidenceRow) -> Vec<String> {
    let record = &row.record;
    let mut facts = Vec::new();
    facts.extend(row.via_party.as_ref().map(|(_, party)| format!("speaks: {}", line(party))));
    facts.extend(row.via_origin.as_ref().map(|(key, title)| format!("rests on {key} {}", line(title))));
    let unresolved = record.via.as_ref().and_then(|via| via.unresolved.as_deref());
    facts.extend(unresolved.map(|why| format!("origin unresolved: {}", line(why))));
    facts.extend(record.kind.as_deref().map(|kind| format!("kind: {}", line(kind))));
    facts.extend(record.dated.as_ref().map(|on| format!("dated {}", words::date(on))));
    facts.extend(record.material.as_deref().map(|material| format!("material: {}", line(material))));
    let says = record.availability.as_ref();
    facts.extend(
        says.map(|says| {
            format!("the source says it is {}", words::availability(says, row.holder.as_deref()))
        }),
    );
    facts.extend(record.credibility.map(|grade| format!("credibility {}", words::credibility(grade))));
    facts.extend(record.about.as_deref().map(|about| block(about, "    ")));
    facts
}

fn source_facts(source: &Source, listed: &ReportSource) -> Vec<String> {
    let mut facts = Vec::new();
    let mut fact = |name: &str, text: Option<String>| facts.extend(text.map(|text| format!("{name}{text}")));
    fact("", source.kind.as_deref().map(line));
    fact("published by ", source.publisher.as_deref().map(line));
    fact("written by ", source.author.as_deref().map(line));
    fact("the word of ", listed.party.as_deref().map(line));
    fact("published ", source.published.as_ref().map(words::date));
    fact("accessed ", source.accessed.as_ref().map(words::date));
    fact("status: ", source.status.map(|status| format!("**{status}**")));
    fact("reliability ", source.reliability.map(|grade| words::reliability(grade).to_owned()));
    fact("", source.url.as_deref().map(url));
    fact("archived: ", source.archive_url.as_deref().map(url));
    for (relation, key, title) in &listed.derives_from {
        fact("", Some(format!("{relation} {key} {}", line(title))));
    }
    fact("", source.about.as_deref().map(|about| block(about, "    ")));
    fact("pieces of evidence in it: ", Some(listed.evidence.to_string()));
    facts
}
