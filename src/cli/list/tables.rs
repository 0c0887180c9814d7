//! Records of each kind as a table.

use super::List;
use crate::cli::outcome::Result;
use crate::cli::output::out::Out;
use crate::cli::output::table::{Fit, Table};
use crate::cli::output::words;
use crate::domain::figures::{measured, said};
use crate::domain::words::shown;
use crate::domain::{Derivation, Figure, Gap, Kind, Record, Request};

impl List<'_> {
    /// As a table, the columns of the kind.
    pub(super) fn text(&self, kind: Kind, out: &mut Out) -> Result<()> {
        match kind {
            Kind::Claim => self.claims(out),
            Kind::Evidence => self.evidence(out),
            // These have lines of their own.
            Kind::Source | Kind::Party => Ok(()),
            Kind::Figure => self.figures(out),
            Kind::Request => self.requests(out),
            Kind::Gap => self.gaps(out),
            Kind::Derivation => self.derivations(out),
        }
    }

    fn claims(&self, out: &mut Out) -> Result<()> {
        let mut table = Table::new(
            out,
            &[
                ("KEY", Fit::Whole),
                ("+", Fit::Number),
                ("=", Fit::Number),
                ("-", Fit::Number),
                ("~", Fit::Number),
                ("DECIDED", Fit::Number),
                ("VERDICT", Fit::Whole),
                ("CLAIM (+ supports, = repeats, - disputes, ~ context)", Fit::Rest),
            ],
        );
        self.each(Kind::Claim, |id, _| {
            for row in self.case.claim_lines(self.reviewer, &[id])? {
                let indent = "  ".repeat(usize::from(row.depth.min(8)));
                let aside = if row.aside { "(aside) " } else { "" };
                let text = words::assertion(row.claimant.as_deref(), &row.text);
                table.row(&[
                    &row.key.to_string(),
                    &row.stances.supports.to_string(),
                    &row.stances.repeats.to_string(),
                    &row.stances.disputes.to_string(),
                    &row.stances.context.to_string(),
                    &format!("{}/{}", row.decided, row.stances.total()),
                    row.verdict.map_or("-", |verdict| verdict.word()),
                    &format!("{indent}{aside}{text}"),
                ])?;
            }
            Ok(())
        })?;
        table.finish()?;
        Ok(())
    }

    fn evidence(&self, out: &mut Out) -> Result<()> {
        let mut table = Table::new(
            out,
            &[
                ("KEY", Fit::Whole),
                ("CLAIM", Fit::Whole),
                ("STANCE", Fit::Whole),
                ("SOURCE", Fit::Whole),
                ("GRADE", Fit::Whole),
                ("YOUR TAG", Fit::UpTo(20)),
                ("WHO", Fit::UpTo(26)),
                ("SAYS", Fit::Rest),
            ],
        );
        self.each(Kind::Evidence, |id, _| {
            let row = self.case.evidence_line(self.reviewer, id)?;
            let who = row.via_party.as_ref().map_or(&row.source.title, |(_, name)| name);
            table.row(&[
                &row.key.to_string(),
                &row.claim_key.to_string(),
                row.record.stance.word(),
                &row.source_key.to_string(),
                &words::grade(row.source.reliability, row.record.credibility),
                &words::tags(&row.annotation),
                who,
                &row.record.paraphrase,
            ])
        })?;
        table.finish()?;
        Ok(())
    }

    /// Reads each record, with its key and the dataset its references belong to.
    fn each_read<R: Record>(&self, mut each: impl FnMut(&str, &str, R) -> Result<()>) -> Result<()> {
        let own = self.case.info()?.dataset;
        self.each(R::KIND, |id, record| {
            let record: R = serde_json::from_str(record)?;
            let home = record.dataset().unwrap_or(&own).to_owned();
            each(&self.case.key(R::KIND, id)?.to_string(), &home, record)
        })
    }

    fn name(&self, home: &str, kind: Kind, id: Option<&str>) -> Result<String> {
        Ok(words::name(self.case, home, kind, id)?.unwrap_or_else(|| "-".into()))
    }

    fn key(&self, home: &str, kind: Kind, id: Option<&str>) -> Result<String> {
        Ok(words::referred(self.case, home, kind, id)?.map_or_else(|| "-".into(), |(key, _)| key))
    }

    fn figures(&self, out: &mut Out) -> Result<()> {
        let mut table = Table::new(
            out,
            &[
                ("KEY", Fit::Whole),
                ("CLAIM", Fit::Whole),
                ("ASSERTED BY", Fit::UpTo(30)),
                ("FIGURE", Fit::UpTo(36)),
                ("MEASURES", Fit::Rest),
            ],
        );
        self.each_read(|key, home, figure: Figure| {
            let by = self.name(home, Kind::Party, figure.asserted_by.as_deref())?;
            let claim = self.key(home, Kind::Claim, figure.claim.as_deref())?;
            table.row(&[key, &claim, &by, &said(&figure), &measured(&figure)])
        })?;
        table.finish()?;
        Ok(())
    }

    fn requests(&self, out: &mut Out) -> Result<()> {
        let mut table = Table::new(
            out,
            &[
                ("KEY", Fit::Whole),
                ("CLAIM", Fit::Whole),
                ("BY", Fit::UpTo(28)),
                ("TO", Fit::UpTo(28)),
                ("OUTCOME", Fit::Whole),
                ("WHAT", Fit::Rest),
            ],
        );
        self.each_read(|key, home, request: Request| {
            let by = self.name(home, Kind::Party, request.by.as_deref())?;
            let to = self.name(home, Kind::Party, request.to.as_deref())?;
            let claim = self.key(home, Kind::Claim, request.claim.as_deref())?;
            let overdue = self.case.overdue(&request)?.is_some();
            let outcome = format!("{}{}", request.outcome, if overdue { ", overdue" } else { "" });
            table.row(&[key, &claim, &by, &to, &outcome, &request.what])
        })?;
        table.finish()?;
        Ok(())
    }

    fn gaps(&self, out: &mut Out) -> Result<()> {
        let mut table = Table::new(
            out,
            &[
                ("KEY", Fit::Whole),
                ("CLAIM", Fit::Whole),
                ("STATE", Fit::Whole),
                ("HOLDER", Fit::UpTo(30)),
                ("GROUND", Fit::UpTo(24)),
                ("ASKED IN", Fit::UpTo(12)),
                ("MATERIAL", Fit::Rest),
            ],
        );
        self.each_read(|key, home, gap: Gap| {
            let holder = self.name(home, Kind::Party, gap.holder.as_deref())?;
            let claim = self.key(home, Kind::Claim, gap.claim.as_deref())?;
            let ground = gap.ground.as_deref().unwrap_or("-");
            let mut asked = Vec::new();
            for request in &gap.requests {
                asked.push(self.key(home, Kind::Request, Some(request))?);
            }
            let asked = if asked.is_empty() { "-".to_owned() } else { asked.join(", ") };
            table.row(&[key, &claim, gap.state.word(), &holder, ground, &asked, &gap.material])
        })?;
        table.finish()?;
        Ok(())
    }

    fn derivations(&self, out: &mut Out) -> Result<()> {
        let mut table = Table::new(
            out,
            &[
                ("KEY", Fit::Whole),
                ("SOURCE", Fit::Whole),
                ("RELATION", Fit::Whole),
                ("FROM", Fit::Whole),
                ("TITLES", Fit::Rest),
            ],
        );
        self.each_read(|key, home, derivation: Derivation| {
            let of = |id: &str| -> Result<(String, String)> {
                let found = words::referred(self.case, home, Kind::Source, Some(id))?;
                Ok(found.unwrap_or_else(|| ("-".into(), "-".into())))
            };
            let (source, from) = (of(&derivation.source)?, of(&derivation.from)?);
            let relation = shown(derivation.relation.word());
            let titles = format!("{} {relation} {}", source.1, from.1);
            table.row(&[key, &source.0, relation, &from.0, &titles])
        })?;
        table.finish()?;
        Ok(())
    }
}
