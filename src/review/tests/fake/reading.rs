//! What the case in memory answers to a question.

use super::*;

impl Fake {
    pub fn read(&mut self, read: &Read) -> Result<Answer, String> {
        Ok(match read {
            Read::Claims { at, before, after } => {
                let all = self.shown();
                let found = match at {
                    ListAt::First => 0,
                    ListAt::Last => all.len(),
                    ListAt::Item(id) => {
                        let ord = self.claims.iter().find(|row| row.id == *id).map_or(0, |row| row.ord);
                        all.iter().position(|row| row.ord >= ord).unwrap_or(all.len())
                    }
                };
                let start = found.saturating_sub(*before);
                let rows = all[start..(found + after).min(all.len())].to_vec();
                let at = rows.get(found - start).or(rows.last()).map(|row| row.id);
                Answer::Claims(Slice { rows, start: start as u64, total: all.len() as u64 }, at)
            }
            Read::Claim { claim, focus, rows } => {
                let Some(row) = self.claims.iter().find(|row| row.id == *claim) else {
                    return Ok(Answer::Claim(None, None));
                };
                let slice = |side| {
                    let all = self.side(*claim, side);
                    let at = focus.and_then(|id| all.iter().position(|e| e.id == id)).unwrap_or(0);
                    cut(&all, at.saturating_sub(rows / 2), *rows)
                };
                let view = Some(Box::new(ClaimView {
                    claim: self.detail(row),
                    supporting: slice(Side::Supporting),
                    disputing: slice(Side::Disputing),
                }));
                let left = self.filtered.as_ref().and_then(|left| left.evidence.as_ref());
                let left = |row: &&EvidenceRow| {
                    row.claim == *claim && left.is_some_and(|left| left.contains(&row.id))
                };
                Answer::Claim(view, self.evidence.iter().find(left).map(|row| row.id))
            }
            Read::Evidence { claim, side, start, rows } => {
                Answer::Evidence(cut(&self.side(*claim, *side), *start as usize, *rows))
            }
            Read::Between { from, to } => {
                let at = |id: &ItemId| self.evidence.iter().position(|e| e.id == *id).ok_or("it is gone");
                let (from, to) = (at(from)?, at(to)?);
                let (one, other) = (from.min(to), from.max(to));
                Answer::Between(self.evidence[one..=other].iter().map(|e| e.id).collect())
            }
            Read::Undecided { from, forward, order } => {
                Answer::Undecided(self.undecided(*from, *forward, *order))
            }
            Read::OnSameMaterial { item } => Answer::OnSameMaterial(self.on_material(*item).len() as u64),
            Read::Search { text, only: None } => Answer::Search(self.search(text)),
            Read::Search { text, only: Some(kind) } => Answer::Search(self.search_records(*kind, text)),
            Read::Filter { query } => {
                self.filtered = if query.trim().is_empty() { None } else { Some(self.filter(query)?) };
                Answer::Filter(self.filtered.as_ref().map(|left| {
                    let all = self.evidence.iter().filter(|row| left.claims.contains(&row.claim)).count();
                    let evidence = left.evidence.as_ref().map_or(all, Vec::len);
                    let places = |ids: &Vec<ItemId>| {
                        self.evidence.iter().filter(|row| ids.contains(&row.id)).map(|row| row.pos).collect()
                    };
                    FilterLeaves {
                        claims: left.claims.len() as u64,
                        evidence: evidence as u64,
                        matching: left.evidence.as_ref().map(places),
                    }
                }))
            }
            Read::Standing { claim } => Answer::Standing(Box::new((self.views.standing)(self, *claim))),
            Read::Named { text, within: Some(source), .. } => {
                let of =
                    |row: &&EvidenceRow| row.source_key == *source && row.record.paraphrase.contains(text);
                let all = self.evidence.iter().filter(of);
                Answer::Named(all.map(|row| (row.key.clone(), row.record.paraphrase.clone())).collect())
            }
            Read::Named { kind: Kind::Claim, text, .. } => {
                let all = self.claims.iter().filter(|row| row.text.contains(text));
                Answer::Named(all.map(|row| (row.key.clone(), row.text.clone())).collect())
            }
            Read::Named { kind, text, .. } => {
                let all = (1..).zip(&self.sources).map(|(n, one)| (Key::new(*kind, n), one.title.clone()));
                let part = text.to_lowercase();
                let like = |(key, name): &(Key, String)| {
                    key.to_string() == *text || name.to_lowercase().contains(&part)
                };
                Answer::Named(all.filter(like).collect())
            }
            Read::Form { of, refers, place } => Answer::Form(Box::new(self.form(of, refers, *place)?)),
            Read::Others { of, text } => Answer::Others(Box::new(self.others(of, text)?)),
            Read::Combining { stays, goes } => Answer::Combining(Box::new(self.combining(stays, goes)?)),
            Read::Duplicates => Answer::Duplicates(self.duplicates.clone(), false),
            Read::Hanging { of } => Answer::Hanging(Box::new(self.taking_out(of)?)),
            Read::View { topic, of } => Answer::View(Box::new((self.views.viewed)(self, *topic, *of))),
            Read::ArrangeRecords { kind, order } => {
                self.arranged_records = Some((*kind, *order));
                Answer::Arranged
            }
            Read::Records { kind, order, at, before, after } => {
                let whole = *order == RecordOrder::Key && self.filtered.is_none();
                assert!(whole || self.arranged_records == Some((*kind, *order)));
                self.records_around(*kind, *order, *at, *before, *after)
            }
            Read::Document { source, .. } => Answer::Document(Box::new(self.document(source)?.clone())),
            Read::Find { source, words, .. } => {
                Answer::Passages(Searchable::new(&self.document(source)?.text.text).all(words))
            }
            Read::Arrange { arrangement } => {
                self.arranged = Some(*arrangement);
                Answer::Arranged
            }
            Read::Matrix { arrangement, at, before, after } => {
                assert!(!arrangement.takes_all_claims() || self.arranged == Some(*arrangement));
                self.matrix(*arrangement, *at, *before, *after)
            }
        })
    }

    fn document(&self, source: &Key) -> Result<&OpenDocument, String> {
        let why =
            format!("{source} has no document in this case; corrob attach CASE {source} FILE attaches one");
        self.documents.get(source).ok_or(why)
    }

    /// Claims, then evidence, that hold this text.
    fn search(&self, text: &str) -> Hits {
        let part = text.to_lowercase();
        let claims = self.claims.iter().map(|row| Hit {
            id: row.id,
            key: row.key.clone(),
            place: Some(Place { claim: row.id, evidence: None }),
            text: row.text.clone(),
        });
        let evidence = self.evidence.iter().map(|row| Hit {
            id: row.id,
            key: row.key.clone(),
            place: Some(Place { claim: row.claim, evidence: Some(row.id) }),
            text: row.record.paraphrase.clone(),
        });
        let hits: Vec<Hit> =
            claims.chain(evidence).filter(|hit| hit.text.to_lowercase().contains(&part)).collect();
        Hits { count: hits.len() as u64, hits, more: false }
    }

    /// What a query leaves. It may ask for claims, tags and text.
    fn filter(&self, query: &str) -> Result<Left, String> {
        let query: Query = query.parse().map_err(|error| format!("{error}"))?;
        let of_evidence =
            query.clauses.iter().any(|clause| matches!(clause.term, Term::Tag(_) | Term::Text(_)));
        let holds = |claim: &ClaimRow, piece: Option<&EvidenceRow>| {
            query.clauses.iter().all(|clause| {
                let holds = match &clause.term {
                    Term::Claim(key) => claim.key == *key,
                    Term::Tag(tag) => piece.is_some_and(|row| self.is_tagged(row, *tag)),
                    Term::Text(text) => {
                        let part = text.text.to_lowercase();
                        let within = |text: &str| text.to_lowercase().contains(&part);
                        within(&claim.text) || piece.is_some_and(|row| within(&row.record.paraphrase))
                    }
                    _ => true,
                };
                holds != clause.negated
            })
        };
        let (mut claims, mut evidence) = (Vec::new(), Vec::new());
        for claim in &self.claims {
            let before = evidence.len();
            let of = self.evidence.iter().filter(|row| row.claim == claim.id);
            evidence.extend(of.filter(|row| holds(claim, Some(row))).map(|row| row.id));
            if evidence.len() > before || holds(claim, None) {
                claims.push(claim.id);
            }
        }
        let party = query.clauses.iter().all(|clause| match &clause.term {
            Term::Text(text) => text.text.eq_ignore_ascii_case("dhs") != clause.negated,
            _ => false,
        });
        Ok(Left { claims, evidence: of_evidence.then_some(evidence), party })
    }

    fn is_tagged(&self, row: &EvidenceRow, tag: TagIs) -> bool {
        let said = self.annotation(Target::evidence(row.id));
        match tag {
            TagIs::Released => said.has(Tag::Released),
            TagIs::Withheld => said.has(Tag::Withheld),
            TagIs::Disputed => said.has(Tag::Disputed),
            TagIs::Examined => said.has(Tag::Examined),
            TagIs::None => !said.is_decided(),
        }
    }

    /// A date for each claim, or one for the claim the view is of; nothing else.
    pub(super) fn dates(&self, topic: Topic, of: ViewOf) -> Viewed {
        let moment = |row: &ClaimRow| Moment {
            dated: Dated::Stated(format!("20{:02}", row.key.number).parse().unwrap()),
            of: DateOf::Asserted,
            key: row.key.clone(),
            what: row.text.clone(),
            place: Some(Place { claim: row.id, evidence: None }),
        };
        let within = |row: &&ClaimRow| match of {
            ViewOf::Item(target) => row.id == target.item,
            ViewOf::Case(_) => true,
        };
        match topic {
            Topic::Timeline => {
                Viewed::Timeline(self.claims.iter().filter(within).map(moment).collect(), false)
            }
            Topic::Figures => Viewed::Figures(Vec::new(), false),
            Topic::Origins => Viewed::Origins(Vec::new(), false),
            Topic::Ledger => Viewed::Ledger(Vec::new(), false),
            Topic::History => Viewed::History(Vec::new()),
            Topic::Record => self.record(of),
        }
    }

    /// All sources have a column; a claim has a cell for each that gives evidence on it.
    fn matrix(&self, by: Arrangement, at: ListAt, before: usize, after: usize) -> Answer {
        let place = match at {
            ListAt::First => 0,
            ListAt::Last => self.claims.len().saturating_sub(1),
            ListAt::Item(id) => self.claims.iter().position(|row| row.id == id).unwrap_or(0),
        };
        let (from, to) = (place.saturating_sub(before), (place + after).min(self.claims.len()));
        let columns = (1..).zip(&self.sources).map(|(n, source)| {
            let key = Key::new(Kind::Source, n);
            Column {
                id: source_id(n),
                title: source.title.clone(),
                called: source.called().to_owned(),
                published: source.published.clone(),
                reliability: source.reliability,
                origin: (self.views.origin)(&key),
                key,
                pieces: 0,
                disputes: 0,
            }
        });
        let columns: Vec<Column> = columns.collect();
        let rows = self.claims[from..to].iter().map(|claim| MatrixRow {
            claim: self.row(claim),
            cells: (0..columns.len())
                .filter_map(|column| {
                    let of = |e: &&EvidenceRow| e.claim == claim.id && e.source_key == columns[column].key;
                    let pieces: Vec<CellEvidence> =
                        self.evidence.iter().filter(of).map(|e| self.in_cell(e)).collect();
                    (!pieces.is_empty()).then_some(Cell { column, pieces })
                })
                .collect(),
            cut: false,
        });
        let rows = Slice { rows: rows.collect(), start: from as u64, total: self.claims.len() as u64 };
        let mut matrix = Matrix { columns, complete: true, rows };
        matrix.arrange(by);
        Answer::Matrix(Box::new(matrix), self.claims.get(place).map(|claim| claim.id))
    }

    fn in_cell(&self, row: &EvidenceRow) -> CellEvidence {
        let said = self.annotation(Target::evidence(row.id));
        CellEvidence {
            id: row.id,
            key: row.key.clone(),
            stance: row.record.stance,
            conflict: row.others.iter().any(|other| other.annotation.contradicts(&said, row.record.stance)),
            said,
        }
    }

    fn undecided(&self, from: Option<ItemId>, forward: bool, order: SeekOrder) -> Option<(Place, bool)> {
        let mut all: Vec<&EvidenceRow> = self.evidence.iter().collect();
        if order == SeekOrder::BySource {
            all.sort_by_key(|e| (e.source_key.clone(), e.pos));
        }
        if !forward {
            all.reverse();
        }
        let within = |row: &EvidenceRow| {
            self.filtered.as_ref().is_none_or(|left| match &left.evidence {
                Some(evidence) => evidence.contains(&row.id),
                None => left.claims.contains(&row.claim),
            })
        };
        let waits = |e: &&&EvidenceRow| {
            let said = self.annotation(Target::evidence(e.id));
            !said.is_decided() && said.aside.is_none() && within(e)
        };
        let piece = from.and_then(|id| all.iter().position(|e| e.id == id)).map(|at| at + 1);
        // From a claim: from before its first piece, whichever way.
        let claim = from.and_then(|id| self.claims.iter().find(|row| row.id == id)).map(|claim| {
            if order == SeekOrder::BySource {
                let first = self.evidence.iter().find(|row| row.claim == claim.id);
                let at = first.and_then(|first| all.iter().position(|row| row.id == first.id));
                return at.map_or(0, |at| at + usize::from(!forward));
            }
            let before = |e: &&EvidenceRow| {
                let ord = self.claims.iter().find(|row| row.id == e.claim).map_or(0, |row| row.ord);
                if forward { ord < claim.ord } else { ord >= claim.ord }
            };
            all.iter().take_while(|e| before(e)).count()
        });
        let at = piece.or(claim).unwrap_or(0);
        let place = |e: &&EvidenceRow| Place { claim: e.claim, evidence: Some(e.id) };
        let on = all[at..].iter().find(waits).map(|e| (place(e), false));
        on.or_else(|| all[..at].iter().find(waits).map(|e| (place(e), true)))
    }

    pub(super) fn on_material(&self, item: ItemId) -> Vec<ItemId> {
        let of = |id| self.evidence.iter().find(|e| e.id == id).and_then(|e| e.record.material.clone());
        let material = of(item);
        self.evidence
            .iter()
            .filter(|e| e.id != item && material.is_some() && e.record.material == material)
            .filter(|e| !self.annotation(Target::evidence(e.id)).is_decided())
            .map(|e| e.id)
            .collect()
    }
}

fn cut(all: &[EvidenceRow], start: usize, rows: usize) -> Slice<EvidenceRow> {
    let rows = all.iter().skip(start).take(rows).cloned().collect();
    Slice { rows, start: start as u64, total: all.len() as u64 }
}
