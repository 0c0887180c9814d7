//! A claim, whole: with what belongs to it, and the names of what that refers to.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::log::projection;
use crate::case::tables::{columns, keys};
use crate::domain::ids::{ItemId, item_id};
use crate::domain::rows::{ClaimDetail, StandsIn};
use crate::domain::{Claim, Figure, Gap, Key, Kind, Party, Request, Source};
use rusqlite::OptionalExtension;

impl Case {
    /// A claim, whole; none where there is no such claim.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn claim_detail(&self, reviewer: ItemId, claim: ItemId) -> Result<Option<ClaimDetail>, CaseError> {
        let me = self.reviewer_row(reviewer)?;
        let Some(line) = self.claim_lines(reviewer, &[claim])?.into_iter().next() else { return Ok(None) };
        let at = keys::must(&self.conn, Kind::Claim, claim)?;
        let record: Claim = self
            .conn
            .prepare_cached("SELECT body FROM claim WHERE id = ?1")?
            .query_row([at], |r| columns::json(r, 0))?;
        let home = record.dataset.clone().unwrap_or_else(|| self.dataset.clone());
        let claimant: Option<Party> = match &record.claimant {
            Some(id) => self.record(Kind::Party, item_id(&home, Kind::Party, id))?,
            None => None,
        };
        let parent = self.named(Kind::Claim, &home, record.parent.as_deref())?;
        let parent_claimant = match &record.parent {
            Some(id) => self.claimant_of(item_id(&home, Kind::Claim, id))?,
            None => None,
        };
        let mut stands_in = StandsIn::default();
        let (mut wording_sources, mut wording_urls) = (Vec::new(), Vec::new());
        for wording in &record.wordings {
            let named = self.named(Kind::Source, &home, Some(&wording.source))?;
            wording_sources.push(named.ok_or(CaseError::NoSuchItem)?);
            let source: Option<Source> =
                self.record(Kind::Source, item_id(&home, Kind::Source, &wording.source))?;
            wording_urls.push(source.and_then(|source| source.url));
        }
        let mut requests = Vec::new();
        for (key, request) in self.about::<Request>(Kind::Request, at)? {
            let home = request.dataset.clone().unwrap_or_else(|| self.dataset.clone());
            let by = self.named(Kind::Party, &home, request.by.as_deref())?.map(|(_, name)| name);
            let to = self.named(Kind::Party, &home, request.to.as_deref())?.map(|(_, name)| name);
            stands_in.requests.push(self.named(Kind::Source, &home, request.source.as_deref())?);
            requests.push((key, request, by, to));
        }
        let (mut gaps, mut gap_requests) = (Vec::new(), Vec::new());
        for (key, gap) in self.about::<Gap>(Kind::Gap, at)? {
            let home = gap.dataset.clone().unwrap_or_else(|| self.dataset.clone());
            let holder = self.named(Kind::Party, &home, gap.holder.as_deref())?.map(|(_, name)| name);
            stands_in.gaps.push(self.named(Kind::Source, &home, gap.source.as_deref())?);
            gap_requests.push(self.keys_of(Kind::Request, &home, &gap.requests)?);
            gaps.push((key, gap, holder));
        }
        let figures = self.about::<Figure>(Kind::Figure, at)?;
        let mut figure_parties = Vec::new();
        for (_, figure) in &figures {
            let home = figure.dataset.as_deref().unwrap_or(&self.dataset);
            let by = self.named(Kind::Party, home, figure.asserted_by.as_deref())?;
            figure_parties.push(by.map(|(_, name)| name));
            stands_in.figures.push(self.named(Kind::Source, home, figure.source.as_deref())?);
        }
        Ok(Some(ClaimDetail {
            row: line,
            claimant,
            parent,
            parent_claimant,
            wording_sources,
            wording_urls,
            figures,
            figure_parties,
            requests,
            gaps,
            gap_requests,
            stands_in,
            annotation: projection::read(&self.conn, me, Kind::Claim, at)?
                .map(|(said, _)| said)
                .unwrap_or_default(),
            others: self.others(me, Kind::Claim, at)?,
            record,
        }))
    }

    /// The records of a kind that are about a claim.
    fn about<R: serde::de::DeserializeOwned>(
        &self,
        kind: Kind,
        claim: i64,
    ) -> Result<Vec<(Key, R)>, CaseError> {
        let mut found = self.conn.prepare_cached(&format!(
            "SELECT key, uuid, body FROM {} WHERE claim = ?1 ORDER BY id LIMIT 1000",
            keys::table(kind)
        ))?;
        let rows = found.query_map([claim], |r| {
            let key = keys::shown(&self.conn, kind, columns::count(r, 0)?, columns::uuid(r, 1)?)?;
            Ok((key, columns::json(r, 2)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The keys of the records that another one of a dataset refers to.
    fn keys_of(&self, kind: Kind, home: &str, ids: &[String]) -> Result<Vec<Key>, CaseError> {
        let key = |id: &String| Ok(self.named(kind, home, Some(id))?.map(|(key, _)| key));
        ids.iter().filter_map(|id| key(id).transpose()).collect()
    }

    /// The name of a claim's claimant.
    fn claimant_of(&self, claim: ItemId) -> Result<Option<String>, CaseError> {
        Ok(self
            .conn
            .prepare_cached(&format!("SELECT {} FROM claim c WHERE c.uuid = ?1", keys::CLAIMANT))?
            .query_row([claim.as_bytes()], |r| r.get(0))
            .optional()?
            .flatten())
    }
}
