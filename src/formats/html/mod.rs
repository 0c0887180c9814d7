//! The report as one HTML page that stands alone: no script, nothing asked of the network.
//!
//! It is written as its parts come; what it keeps until later (keys, counts, the figures drawn at
//! the end) is bounded. The templates are in `assets/report/`, each part's data in a file of its
//! own, and every text enters through one door (`escape.rs`).

mod anchors;
mod claim;
mod date;
pub(in crate::formats) mod escape;
mod evidence;
mod figure;
mod ledger;
mod list;
mod matrix;
mod progress;
mod said;
mod source;
mod timeline;
mod uses;

use super::error::WriteError;
use super::report::Report;
use crate::domain::report::{About, Opinion, Part, ReportSource};
use crate::domain::rows::{ClaimDetail, EvidenceRow, Side};
use crate::domain::{Dated, Key, Stance};
use anchors::Anchors;
use askama::Template;
use date::When;
use list::List;
use matrix::Matrix;
use progress::Progress;
use std::io::{self, Write};
use timeline::Timeline;
use uses::Uses;

/// Writes the page. Give it a buffered writer: each part is many small writes.
#[derive(Debug)]
pub struct HtmlReport<W> {
    out: W,
    place: Place,
    as_of: Option<Dated>,
    /// Whether the report holds the whole case, so that counts of the case are its own.
    whole: bool,
    claims: Anchors,
    sources: Anchors,
    uses: Uses,
    progress: Progress,
    list: List,
    matrix: Matrix,
    timeline: Timeline,
}

/// Where in the page the writer is.
#[derive(Debug)]
enum Place {
    Claims,
    /// In a claim, in its evidence of this stance if any has come; with what stands behind it.
    Claim {
        key: Key,
        stance: Option<Stance>,
        foot: String,
    },
    Sources {
        any: bool,
    },
    Loose {
        list: Option<&'static str>,
    },
}

#[derive(Template)]
#[template(path = "begin.html")]
struct Begin<'a> {
    about: &'a About,
    title: &'a str,
    as_of: Option<When<'a>>,
    claims: String,
    evidence: String,
}

#[derive(Template)]
#[template(path = "missing.html")]
struct Missing {
    rows: Vec<(Key, String)>,
    why: &'static str,
}

impl<W: Write> HtmlReport<W> {
    /// A report to be written to `out`.
    pub fn new(out: W) -> Self {
        Self {
            out,
            place: Place::Claims,
            as_of: None,
            whole: true,
            claims: Anchors::default(),
            sources: Anchors::default(),
            uses: Uses::default(),
            progress: Progress::default(),
            list: List::default(),
            matrix: Matrix::default(),
            timeline: Timeline::default(),
        }
    }

    fn put(&mut self, part: &impl Template) -> Result<(), WriteError> {
        put(&mut self.out, part)
    }

    fn html(&mut self, html: &str) -> Result<(), WriteError> {
        Ok(self.out.write_all(html.as_bytes())?)
    }

    fn claim(&mut self, detail: &ClaimDetail, said: &[Opinion]) -> Result<(), WriteError> {
        self.end_claim()?;
        let key = &detail.row.key;
        self.claims.come(key);
        self.progress.claim(said);
        let claimant = claim::short_claimant(detail);
        self.list.claim(key, claimant, &detail.record.text);
        self.matrix.claim(key, claimant);
        self.timeline.claim(detail, claimant);
        let head = claim::ClaimHead::new(detail, said, self.whole, &mut self.claims);
        put(&mut self.out, &head)?;
        let foot = claim::ClaimFoot::new(detail, self.as_of.as_ref(), &mut self.sources).render();
        let foot = foot.map_err(io::Error::other)?;
        self.place = Place::Claim { key: key.clone(), stance: None, foot };
        Ok(())
    }

    fn evidence(&mut self, row: &EvidenceRow, said: &[Opinion]) -> Result<(), WriteError> {
        let Place::Claim { key, stance, .. } = &mut self.place else {
            return Err(out_of_order("a piece of evidence", "its claim"));
        };
        let before = stance.replace(row.record.stance);
        self.uses.piece(&row.source_key, key);
        if before != Some(row.record.stance) {
            self.group(before, row.record.stance)?;
        }
        self.progress.evidence(said);
        self.matrix.evidence(row, said);
        self.timeline.evidence(row);
        let view = evidence::EvidenceView::new(row, said, &mut self.sources);
        put(&mut self.out, &view)
    }

    /// Goes from the pieces of one stance to those of the next, and from side to side.
    fn group(&mut self, before: Option<Stance>, stance: Stance) -> Result<(), WriteError> {
        match (before.map(Side::of), Side::of(stance)) {
            (None, Side::Supporting) => self.html(LEFT)?,
            (None, Side::Disputing) => self.html(&format!("{LEFT}{NO_SUPPORT}{RIGHT}"))?,
            (Some(Side::Supporting), Side::Disputing) => self.html(&format!("</section>\n{RIGHT}"))?,
            _ => self.html("</section>\n")?,
        }
        let letter = matrix::letter(stance);
        let words = match stance {
            Stance::Supports => "Supports",
            Stance::Repeats => "Repeats, without adding to it",
            Stance::Disputes => "Disputes",
            Stance::Context => "Context, without taking a side",
        };
        self.html(&format!(
            "<section class=\"group\"><h4 class=\"stance {stance}\"><i aria-hidden=\"true\">{letter}</i> {words}</h4>\n"
        ))
    }

    /// Ends the claim that is being written, if there is one.
    fn end_claim(&mut self) -> Result<(), WriteError> {
        let Place::Claim { stance, foot, .. } = std::mem::replace(&mut self.place, Place::Claims) else {
            return Ok(());
        };
        match stance.map(Side::of) {
            None if self.whole => {
                self.html("<p class=\"none\">No evidence is on record for this claim.</p>\n")?
            }
            None => self.html("<p class=\"none\">The query leaves no evidence of this claim.</p>\n")?,
            Some(Side::Supporting) => self.html(&format!("</section>\n{RIGHT}{NO_DISPUTE}</div></div>\n"))?,
            Some(Side::Disputing) => self.html("</section>\n</div></div>\n")?,
        }
        self.html(&foot)?;
        self.html("</article>\n")
    }

    fn end_claims(&mut self) -> Result<(), WriteError> {
        self.end_claim()?;
        if self.progress.claims() == 0 {
            self.html("<p class=\"none\">There is no claim to report.</p>\n")?;
        }
        let rows = self.claims.missing();
        if !rows.is_empty() {
            self.put(&Missing { rows, why: "outside what this report covers" })?;
        }
        put(&mut self.out, &self.progress.section())?;
        put(&mut self.out, &self.matrix.section())?;
        put(&mut self.out, &self.timeline.section())?;
        self.html(SOURCES)?;
        self.place = Place::Sources { any: false };
        Ok(())
    }

    fn source(&mut self, part: &ReportSource) -> Result<(), WriteError> {
        if !matches!(self.place, Place::Sources { .. }) {
            self.end_claims()?;
        }
        if let Place::Sources { any } = &mut self.place
            && !std::mem::replace(any, true)
        {
            self.html("<ul class=\"sources\">\n")?;
        }
        self.sources.come(&part.key);
        let (claims, more) = self.uses.of(&part.key);
        let view = source::SourceView::new(part, claims, more, &mut self.sources);
        put(&mut self.out, &view)
    }

    fn end_sources(&mut self) -> Result<(), WriteError> {
        if matches!(self.place, Place::Claims | Place::Claim { .. }) {
            self.end_claims()?;
        }
        if let Place::Sources { any } = self.place {
            self.html(if any { "</ul>\n" } else { "<p class=\"none\">No source.</p>\n" })?;
            let rows = self.sources.missing();
            if !rows.is_empty() {
                self.put(&Missing { rows, why: "no evidence of this report stands in them" })?;
            }
            self.html(LOOSE)?;
            self.place = Place::Loose { list: None };
        }
        Ok(())
    }

    /// Sees to it that the list of this title is the one being written.
    fn loose(&mut self, title: &'static str) -> Result<(), WriteError> {
        self.end_sources()?;
        if let Place::Loose { list } = &mut self.place {
            let before = list.replace(title);
            if before != Some(title) {
                let end = if before.is_some() { "</ul>\n" } else { "" };
                self.html(&format!("{end}<h3>{title}</h3>\n<ul class=\"ledger\">\n"))?;
            }
        }
        Ok(())
    }
}

const LEFT: &str = "<div class=\"sides\"><div class=\"side\">\n";
const RIGHT: &str = "</div>\n<div class=\"side\">\n";
const NO_SUPPORT: &str = "<p class=\"none\">Nothing here supports or repeats it.</p>\n";
const NO_DISPUTE: &str = "<p class=\"none\">Nothing here disputes it or sets it in context.</p>\n";
const SOURCES: &str = "<section class=\"part\" id=\"sources\" aria-labelledby=\"sources-title\">\n\
                       <h2 id=\"sources-title\">Sources</h2>\n";
const LOOSE: &str = "</section>\n<section class=\"part\" id=\"loose\" aria-labelledby=\"loose-title\">\n\
                     <h2 id=\"loose-title\">Figures, requests and gaps about no claim in particular</h2>\n";

impl<W: Write> Report for HtmlReport<W> {
    fn begin(&mut self, about: &About) -> Result<(), WriteError> {
        self.as_of.clone_from(&about.info.as_of);
        self.whole = about.query.is_none();
        self.progress = Progress::new(&about.reviewers);
        self.list = List::new(about.claims);
        let title = about.info.title.trim();
        self.put(&Begin {
            about,
            title: if title.is_empty() { "A case without a title" } else { title },
            as_of: about.info.as_of.as_ref().map(When::of),
            claims: count(about.claims, "claim"),
            evidence: format!("{} of evidence", count(about.evidence, "piece")),
        })
    }

    fn part(&mut self, part: Part<'_>) -> Result<(), WriteError> {
        match part {
            Part::Claim(detail, said) => self.claim(detail, said),
            Part::Evidence(row, said) => self.evidence(row, said),
            Part::Source(source) => self.source(source),
            Part::Figure(key, figure, by, source) => {
                self.loose("Figures")?;
                let f = figure::FigureView::new(key, figure, by, source, &mut self.sources);
                put(&mut self.out, &figure::LooseFigure { f })
            }
            Part::Request(key, request, by, to, source) => {
                self.loose("Asked for")?;
                let (as_of, sources) = (self.as_of.as_ref(), &mut self.sources);
                let request = ledger::RequestView::new((key, request), (by, to), as_of, source, sources);
                put(&mut self.out, &ledger::LooseRequest { request })
            }
            Part::Gap(key, gap, holder, source) => {
                self.loose("Withheld and not shown")?;
                let gap = ledger::GapView::new(key, gap, holder, source, &mut self.sources);
                put(&mut self.out, &ledger::LooseGap { gap })
            }
        }
    }

    fn end(&mut self) -> Result<(), WriteError> {
        self.end_sources()?;
        if let Place::Loose { list } = self.place {
            self.html(if list.is_some() { "</ul>\n" } else { "<p class=\"none\">None on record.</p>\n" })?;
        }
        self.html("</section>\n")?;
        put(&mut self.out, &self.list.end())?;
        Ok(self.out.flush()?)
    }
}

fn put(out: &mut impl Write, part: &impl Template) -> Result<(), WriteError> {
    Ok(Template::write_into(part, out)?)
}

fn out_of_order(what: &str, before: &str) -> WriteError {
    io::Error::new(io::ErrorKind::InvalidInput, format!("{what} came before {before}")).into()
}

/// So many of something, in words: `1 claim`, `12,000 claims`.
fn count(n: u64, what: &str) -> String {
    format!("{} {what}{}", grouped(n), if n == 1 { "" } else { "s" })
}

/// A number with its thousands set apart.
fn grouped(n: u64) -> String {
    crate::domain::figures::written(&n.into())
}
