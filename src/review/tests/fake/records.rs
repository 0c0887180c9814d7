//! The sources and the one party of the case in memory, as lists have them.

use super::*;

impl Fake {
    fn pieces_in(&self, source: &Key) -> Vec<&EvidenceRow> {
        self.evidence.iter().filter(|row| row.source_key == *source).collect()
    }

    fn source_row(&self, n: u64, record: &Source) -> SourceRow {
        let key = Key::new(Kind::Source, n);
        let mut row = SourceRow {
            id: source_id(n),
            party: None,
            record: record.clone(),
            stances: Stances::default(),
            decided: 0,
            more: false,
            origin: (self.views.in_short)(&key),
            stale: None,
            key,
        };
        for piece in self.pieces_in(&row.key) {
            *match piece.record.stance {
                Stance::Supports => &mut row.stances.supports,
                Stance::Repeats => &mut row.stances.repeats,
                Stance::Disputes => &mut row.stances.disputes,
                Stance::Context => &mut row.stances.context,
            } += 1;
            row.decided += u64::from(self.annotation(Target::evidence(piece.id)).is_decided());
        }
        row
    }

    /// The party that claims everything, where there are claims.
    /// The claims of the one party there is.
    fn asserted(&self) -> impl Iterator<Item = &ClaimRow> {
        self.claims.iter().filter(|claim| claim.claimant.is_some())
    }

    pub(super) fn party_row(&self) -> PartyRow {
        PartyRow {
            id: party_id(),
            key: Key::new(Kind::Party, 1),
            record: serde_json::from_value(serde_json::json!({ "name": "DHS", "naming": "named" })).unwrap(),
            of: None,
            claims: self.asserted().count() as u64,
            more: false,
        }
    }

    fn record_rows(&self, kind: Kind, order: RecordOrder) -> Vec<RecordRow> {
        if kind == Kind::Party {
            let left = self.filtered.as_ref();
            let asserts = |left: &Left| self.asserted().any(|claim| left.claims.contains(&claim.id));
            let is_left = left.is_none_or(|left| left.party || asserts(left));
            return is_left.then(|| RecordRow::Party(Box::new(self.party_row()))).into_iter().collect();
        }
        let leaves = |row: &SourceRow| {
            self.filtered.as_ref().is_none_or(|left| {
                self.pieces_in(&row.key).iter().any(|piece| match &left.evidence {
                    Some(evidence) => evidence.contains(&piece.id),
                    None => left.claims.contains(&piece.claim),
                })
            })
        };
        let rows = (1..).zip(&self.sources).map(|(n, source)| self.source_row(n, source));
        let mut rows: Vec<SourceRow> = rows.filter(leaves).collect();
        let day = |row: &SourceRow| row.record.day().map(|day| day.date().as_str().to_owned());
        match order {
            RecordOrder::Key => {}
            RecordOrder::Name => rows.sort_by_key(|row| row.record.called().to_lowercase()),
            RecordOrder::Publisher => rows.sort_by_key(|row| {
                let publisher = row.record.publisher.as_ref().map(|name| name.to_lowercase());
                (publisher.is_none(), publisher)
            }),
            RecordOrder::Date => rows.sort_by_key(|row| (day(row).is_none(), day(row))),
            RecordOrder::Evidence => rows.sort_by_key(|row| std::cmp::Reverse(row.stances.total())),
            RecordOrder::Undecided => {
                rows.sort_by_key(|row| std::cmp::Reverse(row.stances.total() - row.decided));
            }
        }
        rows.into_iter().map(|row| RecordRow::Source(Box::new(row))).collect()
    }

    pub(super) fn records_around(
        &self,
        kind: Kind,
        order: RecordOrder,
        at: ListAt,
        before: usize,
        after: usize,
    ) -> Answer {
        let all = self.record_rows(kind, order);
        let whole = order == RecordOrder::Key && self.filtered.is_none();
        let found = match at {
            ListAt::First => 0,
            // Past the end, where nothing is put in order first.
            ListAt::Last if whole => all.len(),
            ListAt::Last => all.len().saturating_sub(1),
            ListAt::Item(id) => all.iter().position(|row| row.id() == id).unwrap_or(0),
        };
        let start = found.saturating_sub(before);
        let rows = all[start..(found + after).min(all.len())].to_vec();
        let at = all.get(found).or(rows.last()).map(RecordRow::id);
        Answer::Records(Slice { rows, start: start as u64, total: all.len() as u64 }, at)
    }

    /// All there is to a source or to the party.
    pub fn record(&self, of: ViewOf) -> Viewed {
        let ViewOf::Item(target) = of else { return Viewed::Record(None) };
        let mut sources = (1..).zip(&self.sources).map(|(n, source)| self.source_row(n, source));
        let source = sources.find(|row| row.id == target.item).map(|row| RecordRow::Source(Box::new(row)));
        let party = || (target.item == party_id()).then(|| RecordRow::Party(Box::new(self.party_row())));
        let Some(row) = source.or_else(party) else { return Viewed::Record(None) };
        let record = match &row {
            RecordRow::Source(row) => serde_json::to_value(&row.record).unwrap(),
            RecordRow::Party(row) => serde_json::to_value(&row.record).unwrap(),
        };
        let fields = target.kind.shape().fields.iter().filter_map(|field| {
            let words = field.takes.in_words(record.get(field.name)?)?;
            Some((field.heading.to_lowercase(), words))
        });
        let in_short = (self.views.in_short)(row.key());
        let sort = if in_short.starts_with("traced") { "traced" } else { "untraced" };
        let of_claim = |claim: &ClaimRow, evidence: Option<&EvidenceRow>| Bearing {
            place: Place { claim: claim.id, evidence: evidence.map(|row| row.id) },
            key: evidence.map_or(&claim.key, |row| &row.key).clone(),
            claim_key: claim.key.clone(),
            claim: wording::assertion(claim.claimant.as_deref(), claim.called()),
            evidence: evidence.map(|row| BearingEvidence {
                stance: row.record.stance,
                said: self.annotation(Target::evidence(row.id)),
                text: row.record.paraphrase.clone(),
                origin: sort,
            }),
        };
        let bearings = match &row {
            RecordRow::Source(row) => {
                let claim = |piece: &EvidenceRow| self.claims.iter().find(|claim| claim.id == piece.claim);
                let pieces = self.pieces_in(&row.key);
                pieces.iter().filter_map(|piece| Some(of_claim(claim(piece)?, Some(piece)))).collect()
            }
            RecordRow::Party(_) => self.asserted().map(|claim| of_claim(claim, None)).collect(),
        };
        let origin = match &row {
            RecordRow::Source(_) if sort == "traced" => Some(in_short),
            RecordRow::Source(row) => {
                Some(format!("untraced: what {} {} rests on is not recorded", row.key, row.record.title))
            }
            RecordRow::Party(_) => None,
        };
        Viewed::Record(Some(Box::new(RecordDetail {
            id: row.id(),
            key: row.key().clone(),
            fields: fields.collect(),
            origin,
            stale: None,
            related: Vec::new(),
            bearings,
            more: false,
        })))
    }

    /// The sources, or the party, whose title or name holds this text.
    pub(super) fn search_records(&self, kind: Kind, text: &str) -> Hits {
        let part = text.to_lowercase();
        let rows = self.record_rows(kind, RecordOrder::Key).into_iter();
        let hits = rows.filter_map(|row| {
            let (name, place) = match &row {
                RecordRow::Source(row) => {
                    let first = self.pieces_in(&row.key).first().map(|piece| (piece.claim, Some(piece.id)));
                    (row.record.title.clone(), first)
                }
                RecordRow::Party(row) => {
                    (row.record.name.clone(), self.asserted().next().map(|claim| (claim.id, None)))
                }
            };
            let place = place.map(|(claim, evidence)| Place { claim, evidence });
            let hit = Hit { id: row.id(), key: row.key().clone(), place, text: name };
            hit.text.to_lowercase().contains(&part).then_some(hit)
        });
        let hits: Vec<Hit> = hits.collect();
        Hits { count: hits.len() as u64, hits, more: false }
    }
}
