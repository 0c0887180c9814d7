//! The report as one HTML page that stands alone: no script, nothing asked of the network.
//!
//! It is written as its parts come; what it keeps until later (keys, counts, the figures drawn at
//! the end) is bounded. The templates are in `assets/report/`, each part's data in a file of its
//! own, and every text enters through one door (`escape.rs`).

mod anchors;
mod claim;
mod date;
pub(crate) mod escape;
mod evidence;
mod figure;
mod grid;
mod ledger;
mod list;
mod matrix;
mod opinion;
mod page_part;
mod progress;
mod source;
mod standing;
mod table;
mod timeline;
mod uses;

use crate::domain::glossary::{GLOSSARY, Mark};
use crate::domain::report::{About, Opinion, Part, ReportSource, ReportStanding};
use crate::domain::rows::{ClaimDetail, EvidenceRow, Side};
use crate::domain::wording::counted;
use crate::domain::words::{Credibility, Reliability};
use crate::domain::{Key, Stance};
use crate::formats::error::WriteError;
use crate::formats::report::Report;
use crate::formats::report::grades;
use crate::formats::report::html::anchors::Anchors;
use crate::formats::report::html::date::When;
use crate::formats::report::html::list::List;
use crate::formats::report::html::page_part::{
    FIGURES, InClaim, LEFT, LOOSE, NO_DISPUTE, NO_SUPPORT, PIECES, PagePart, RIGHT,
};
use crate::formats::report::html::progress::Progress;
use crate::formats::report::html::uses::Uses;
use crate::formats::report::matrix::Matrix;
use crate::formats::report::table::Table;
use crate::formats::report::timeline::Timeline;
use crate::formats::report::words::Told;
use askama::Template;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Writes the page. Give it a buffered writer: each part is many small writes.
#[derive(Debug)]
pub struct HtmlReport<W> {
    out: W,
    place: PagePart,
    /// Whether the report holds the whole case, so that counts of the case are its own.
    whole: bool,
    /// Whether anyone has tagged anything.
    tagged: bool,
    claims: Anchors,
    sources: Anchors,
    figures: Anchors,
    requests: Anchors,
    uses: Uses,
    progress: Progress,
    list: List,
    matrix: Matrix,
    timeline: Timeline,
    table: Table,
    told: Told,
    /// How many quantities have been drawn, and whether there are figures at all.
    grids: usize,
    compared: bool,
}

#[derive(Template)]
#[template(path = "begin.html")]
struct Begin<'a> {
    about: &'a About,
    title: &'a str,
    as_of: Option<When<'a>>,
    /// How many days a source may stand unchecked.
    recheck: Option<String>,
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
            place: PagePart::Claims,
            whole: true,
            tagged: true,
            claims: Anchors::default(),
            sources: Anchors::default(),
            figures: Anchors::default(),
            requests: Anchors::default(),
            uses: Uses::default(),
            progress: Progress::default(),
            list: List::default(),
            matrix: Matrix::default(),
            timeline: Timeline::default(),
            table: Table::default(),
            told: Told::default(),
            grids: 0,
            compared: false,
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
        self.matrix.claim(key, claimant, detail.row.called());
        self.timeline.claim(detail, claimant);
        let head = claim::ClaimHead::new(detail, said, self.whole, &mut self.claims, &mut self.told);
        put(&mut self.out, &head)?;
        let foot = claim::ClaimFoot::new(detail, &mut self.sources, &mut self.figures).render();
        let foot = foot.map_err(io::Error::other)?;
        self.place = PagePart::Claim(Box::new(InClaim {
            key: key.clone(),
            claimant: claimant.to_owned(),
            stance: None,
            ended: false,
            pieces: BTreeMap::new(),
            requests: detail.requests.len(),
            foot,
        }));
        Ok(())
    }

    fn evidence(&mut self, row: &EvidenceRow, said: &[Opinion]) -> Result<(), WriteError> {
        let PagePart::Claim(claim) = &mut self.place else {
            return Err(out_of_order("a piece of evidence", "its claim"));
        };
        let grade = grades::both(row);
        if claim.pieces.len() < PIECES {
            claim.pieces.insert(row.key.clone(), grade.clone());
        }
        let before = claim.stance.replace(row.record.stance);
        self.uses.piece(&row.source_key, &claim.key);
        if before != Some(row.record.stance) {
            self.group(before, row.record.stance)?;
        }
        self.progress.evidence(row.record.stance, said);
        self.matrix.evidence(row, said);
        self.timeline.evidence(row);
        let view = evidence::EvidenceView::new(row, said, &grade, &mut self.sources, &mut self.requests);
        put(&mut self.out, &view)
    }

    fn standing(&mut self, standing: &ReportStanding) -> Result<(), WriteError> {
        self.end_evidence()?;
        let PagePart::Claim(claim) = &self.place else {
            return Err(out_of_order("what a claim stands on", "the claim"));
        };
        self.table.standing(&claim.key, &claim.claimant, standing);
        let view = standing::StandingView::new(
            standing,
            (self.whole, self.tagged),
            &claim.pieces,
            claim.requests,
            &mut self.sources,
            &mut self.requests,
        );
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
        let sign = stance.sign();
        let words = match stance {
            Stance::Supports => "Supports",
            Stance::Repeats => "Repeats, without adding to it",
            Stance::Disputes => "Disputes",
            Stance::Context => "Context, without taking a side",
        };
        self.html(&format!(
            "<section class=\"group\"><h4 class=\"stance {stance}\"><i aria-hidden=\"true\">{sign}</i> {words}</h4>\n"
        ))
    }

    /// Ends the evidence of the claim that is being written.
    fn end_evidence(&mut self) -> Result<(), WriteError> {
        let PagePart::Claim(claim) = &mut self.place else { return Ok(()) };
        if std::mem::replace(&mut claim.ended, true) {
            return Ok(());
        }
        match claim.stance.map(Side::of) {
            None if self.whole => {
                self.html("<p class=\"none\">No evidence is on record for this claim.</p>\n")
            }
            None => self.html("<p class=\"none\">The query leaves no evidence of this claim.</p>\n"),
            Some(Side::Supporting) => self.html(&format!("</section>\n{RIGHT}{NO_DISPUTE}</div></div>\n")),
            Some(Side::Disputing) => self.html("</section>\n</div></div>\n"),
        }
    }

    /// Ends the claim that is being written, if there is one.
    fn end_claim(&mut self) -> Result<(), WriteError> {
        self.end_evidence()?;
        if let PagePart::Claim(claim) = std::mem::replace(&mut self.place, PagePart::Claims) {
            self.html(&claim.foot)?;
            self.html("</article>\n")?;
        }
        Ok(())
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
        put(&mut self.out, &matrix::section(&self.matrix))?;
        self.html(FIGURES)?;
        self.place = PagePart::Figures { list: None };
        Ok(())
    }

    fn source(&mut self, part: &ReportSource) -> Result<(), WriteError> {
        if !matches!(self.place, PagePart::Sources { .. }) {
            self.end_figures()?;
        }
        if let PagePart::Sources { any } = &mut self.place
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
        if matches!(self.place, PagePart::Claims | PagePart::Claim(_) | PagePart::Figures { .. }) {
            self.end_figures()?;
        }
        if let PagePart::Sources { any } = self.place {
            self.html(if any { "</ul>\n" } else { "<p class=\"none\">No source.</p>\n" })?;
            let rows = self.sources.missing();
            if !rows.is_empty() {
                self.put(&Missing { rows, why: "no evidence of this report stands in them" })?;
            }
            self.html("</section>\n")?;
            self.place = PagePart::Loose { list: None };
        }
        Ok(())
    }

    /// Sees to it that the list of this title is the one being written.
    fn loose(&mut self, title: &'static str) -> Result<(), WriteError> {
        self.end_sources()?;
        if let PagePart::Loose { list } = &mut self.place {
            let before = list.replace(title);
            if before != Some(title) {
                let end = if before.is_some() { "</ul>\n" } else { LOOSE };
                self.html(&format!("{end}<h3>{title}</h3>\n<ul class=\"ledger\">\n"))?;
            }
        }
        Ok(())
    }
}

impl<W: Write> Report for HtmlReport<W> {
    fn is_deep(&self) -> bool {
        true
    }

    fn begin(&mut self, about: &About) -> Result<(), WriteError> {
        self.tagged = about.tagged;
        self.whole = about.query.is_none();
        self.progress = Progress::new(&about.reviewers);
        self.list = List::new(about.claims);
        let title = about.info.title.trim();
        self.put(&Begin {
            about,
            title: if title.is_empty() { "A case without a title" } else { title },
            as_of: about.info.as_of.as_ref().map(When::of),
            recheck: about.info.recheck_days.map(|days| counted(days.into(), "day")),
            claims: counted(about.claims, "claim"),
            evidence: format!("{} of evidence", counted(about.evidence, "piece")),
        })
    }

    fn part(&mut self, part: Part<'_>) -> Result<(), WriteError> {
        match part {
            Part::Claim(detail, said) => self.claim(detail, said),
            Part::Evidence(row, said) => self.evidence(row, said),
            Part::Standing(standing) => self.standing(standing),
            Part::Grid(grid) => self.grid(grid),
            Part::MoreFigures => {
                self.figures(None)?;
                self.html(
                    "<p class=\"small\">There are more figures: they stand with their claims alone.</p>\n",
                )
            }
            Part::Source(source) => self.source(source),
            Part::Figure(figure) => {
                self.loose("Figures")?;
                self.figures.come(&figure.key);
                self.timeline.figure(figure);
                let f = figure::FigureView::new(figure, &mut self.sources);
                put(&mut self.out, &figure::LooseFigure { f })
            }
            Part::Request(asking) => {
                self.loose("Asked for")?;
                self.timeline.request(asking);
                let request = ledger::RequestView::new(asking, &mut self.sources, &mut self.requests);
                put(&mut self.out, &ledger::LooseRequest { request })
            }
            Part::Gap(entry, asked) => {
                self.loose("Withheld and not shown")?;
                self.table.gap(entry, asked);
                let gap = ledger::EntryView::new(entry, asked, &mut self.sources, &mut self.requests);
                put(&mut self.out, &ledger::LooseGap { gap })
            }
        }
    }

    fn end(&mut self) -> Result<(), WriteError> {
        self.end_sources()?;
        let begun = matches!(self.place, PagePart::Loose { list: Some(_) });
        if begun {
            self.html("</ul>\n")?;
        }
        let mut rows = self.figures.missing();
        rows.extend(self.requests.missing());
        if !rows.is_empty() {
            self.put(&Missing { rows, why: "outside what this report covers" })?;
        }
        if begun {
            self.html("</section>\n")?;
        }
        put(&mut self.out, &timeline::Drawn::of(&mut self.timeline).section())?;
        put(&mut self.out, &table::TableView::new(&self.table, &mut self.requests))?;
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
