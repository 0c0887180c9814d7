//! JSON Lines for scripts: each line a claim or a piece of evidence, with what reviewers say of it
//! and enough around it to be read alone. `assets/schema/corrob-lines.schema.json` describes it.
//!
//! A record goes out field by field as its table has it. A reference is what it leads to: a party by its
//! name, a source by key and title, another record by its key; one that leads out of what a line holds is
//! the other record's id.

use crate::domain::entry::Section;
use crate::domain::ids::item_id;
use crate::domain::records::ShareOf;
use crate::domain::report::{About, Opinion, Part};
use crate::domain::rows::{Asking, ClaimDetail, EvidenceRow, FigureRow, GapRow, Titled};
use crate::domain::shape::{Shape, Takes};
use crate::domain::tag::Tag;
use crate::domain::{Figure, ItemId, Key, Kind, Record};
use crate::formats::error::WriteError;
use crate::formats::report::Report;
use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::{Map, Value};
use std::io::Write;

/// Writes the lines.
#[derive(Debug)]
pub struct JsonLines<W> {
    out: W,
    line: Vec<u8>,
    /// The dataset of ids without one of their own.
    dataset: String,
    /// The claim at hand, as its evidence names it.
    claim: Members,
}

impl<W: Write> JsonLines<W> {
    /// Begins.
    pub const fn new(out: W) -> Self {
        Self { out, line: Vec::new(), dataset: String::new(), claim: Members(Vec::new()) }
    }

    fn line(&mut self, line: &Members) -> Result<(), WriteError> {
        self.line.clear();
        serde_json::to_writer(&mut self.line, line).map_err(failed)?;
        self.line.push(b'\n');
        Ok(self.out.write_all(&self.line)?)
    }
}

fn failed(reason: serde_json::Error) -> WriteError {
    WriteError::Json { section: Section::Evidence, reason }
}

impl<W: Write> Report for JsonLines<W> {
    fn begin(&mut self, about: &About) -> Result<(), WriteError> {
        self.dataset.clone_from(&about.info.dataset);
        Ok(())
    }

    fn part(&mut self, part: Part<'_>) -> Result<(), WriteError> {
        match part {
            Part::Claim(detail, said) => {
                let name = detail.claimant.as_ref().map(|party| Member::from(&party.name));
                self.claim = Members::of("", &detail.row.key, detail.row.id);
                self.claim.put("text", Some(Member::from(&detail.record.text)));
                self.claim.put("claimant", name);
                let line = claim_line(detail, said, &self.dataset).map_err(failed)?;
                self.line(&line)
            }
            Part::Evidence(row, said) => {
                let line = self.evidence_line(row, said).map_err(failed)?;
                self.line(&line)
            }
            _ => Ok(()),
        }
    }

    fn end(&mut self) -> Result<(), WriteError> {
        Ok(self.out.flush()?)
    }
}

/// The dataset that the references of a record belong to.
fn home<'a, R: Record>(record: &'a R, dataset: &'a str) -> &'a str {
    record.dataset().unwrap_or(dataset)
}

/// What a reference is written as: given its path, the id it leads to, and how many of its list went before.
type Leads<'a> = dyn Fn(&str, ItemId, usize) -> Option<Member> + 'a;

/// The members of an object, in the order in which they are written.
#[derive(Debug, Clone, Default)]
struct Members(Vec<(&'static str, Member)>);

#[derive(Debug, Clone)]
enum Member {
    Value(Value),
    Object(Members),
    List(Vec<Self>),
}

impl<T: ToString + ?Sized> From<&T> for Member {
    fn from(text: &T) -> Self {
        Self::Value(text.to_string().into())
    }
}

impl Serialize for Members {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl Serialize for Member {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => value.serialize(serializer),
            Self::Object(members) => members.serialize(serializer),
            Self::List(items) => items.serialize(serializer),
        }
    }
}

impl Members {
    /// A record's key and id, behind the word for what the line holds, where it begins one.
    fn of(record: &'static str, key: &Key, id: ItemId) -> Self {
        let mut members = Self::default();
        members.put("record", (!record.is_empty()).then(|| Member::from(record)));
        members.put("key", Some(Member::from(key)));
        members.put("id", Some(Member::from(&id)));
        members
    }

    fn keyed(key: &Key) -> Self {
        Self(vec![("key", Member::from(key))])
    }

    fn put(&mut self, name: &'static str, value: Option<Member>) {
        self.0.extend(value.map(|value| (name, value)));
    }

    /// Adds the fields of a record. A reference that `leads` has nothing for is the other record's id.
    fn fields<R: Record>(mut self, record: &R, dataset: &str, leads: &Leads<'_>) -> serde_json::Result<Self> {
        let home = home(record, dataset);
        if let Value::Object(given) = serde_json::to_value(record)? {
            self.add(R::KIND.shape(), given, "", 0, &|path, kind, id, at| {
                let id = item_id(home, kind, id);
                leads(path, id, at).unwrap_or_else(|| Member::from(&id))
            });
        }
        Ok(self)
    }

    fn add(
        &mut self,
        shape: &Shape,
        mut given: Map<String, Value>,
        before: &str,
        at: usize,
        leads: &dyn Fn(&str, Kind, &str, usize) -> Member,
    ) {
        for field in shape.fields {
            let path = format!("{before}{}", field.name);
            let inside = |given, shape: &Shape, at| {
                let mut members = Self::default();
                members.add(shape, given, &format!("{path}."), at, leads);
                Member::Object(members)
            };
            let value = match (field.takes, given.remove(field.name)) {
                (Takes::List(shape), Some(Value::Array(items))) => {
                    let items = items.into_iter().enumerate().filter_map(|(at, item)| match item {
                        Value::Object(item) => Some(inside(item, shape, at)),
                        _ => None,
                    });
                    Some(Member::List(items.collect()))
                }
                (Takes::Reference(kind), Some(Value::String(id))) => Some(leads(&path, kind, &id, at)),
                (Takes::References(kind), Some(Value::Array(ids))) => {
                    let ids = ids.iter().filter_map(Value::as_str).enumerate();
                    Some(Member::List(ids.map(|(at, id)| leads(&path, kind, id, at)).collect()))
                }
                (Takes::Nested(shape), Some(Value::Object(given))) => Some(inside(given, shape, at)),
                (_, value) => value.map(Member::Value),
            };
            self.put(field.name, value);
        }
    }
}

/// A source that is only referred to.
fn titled((key, title): &Titled) -> Member {
    let mut source = Members::keyed(key);
    source.put("title", Some(Member::from(title)));
    Member::Object(source)
}

fn claim_line(detail: &ClaimDetail, said: &[Opinion], dataset: &str) -> serde_json::Result<Members> {
    let none: &Leads<'_> = &|_, _, _| None;
    let claimant = detail.claimant.as_ref().map(|party| Members::default().fields(party, dataset, none));
    let claimant = claimant.transpose()?.map(Member::Object);
    // One that leads nowhere has no name, and then no place tells which is which.
    let all_named = detail.concerns.len() == detail.record.concerns.len();
    let concerns = if all_named { detail.concerns.as_slice() } else { &[] };
    let mut line = Members::of("claim", &detail.row.key, detail.row.id);
    line = line.fields(&detail.record, dataset, &|path, _, at| match path {
        "claimant" => claimant.clone(),
        "concerns" => concerns.get(at).map(|(_, name)| Member::from(name)),
        "parent" => detail.parent.as_ref().map(|(key, text)| {
            let mut parent = Members::keyed(key);
            parent.put("text", Some(Member::from(text)));
            Member::Object(parent)
        }),
        "wordings.source" => detail.wordings.get(at).map(|wording| titled(&wording.source)),
        _ => None,
    })?;
    if detail.record.wordings.is_empty() {
        line.put("wordings", Some(Member::List(Vec::new())));
    }
    let figures = detail.figures.iter().map(|FigureRow { key, figure, asserted_by, stands_in, .. }| {
        let members = Members::keyed(key).fields(figure, dataset, &|path, _, share| match path {
            "asserted_by" => asserted_by.as_ref().map(Member::from),
            "source" => stands_in.as_ref().map(titled),
            "share_of.part" => figure_key(detail, figure, share, |share| &share.part),
            "share_of.whole" => figure_key(detail, figure, share, |share| &share.whole),
            _ => None,
        });
        members.map(Member::Object)
    });
    line.put("figures", Some(Member::List(figures.collect::<Result<_, _>>()?)));
    let requests = detail.requests.iter().map(|Asking { key, request, by, to, source, .. }| {
        let members = Members::keyed(key).fields(request, dataset, &|path, _, _| match path {
            "by" => by.as_ref().map(Member::from),
            "to" => to.as_ref().map(Member::from),
            "source" => source.as_ref().map(titled),
            _ => None,
        });
        members.map(Member::Object)
    });
    line.put("requests", Some(Member::List(requests.collect::<Result<_, _>>()?)));
    let gaps = detail.gaps.iter().map(|GapRow { key, gap, holder, source, asked, .. }| {
        let members = Members::keyed(key).fields(gap, dataset, &|path, id, _| match path {
            "holder" => holder.as_ref().map(Member::from),
            "requests" => asked.iter().find(|asking| asking.id == id).map(|asking| Member::from(&asking.key)),
            "source" => source.as_ref().map(titled),
            _ => None,
        });
        members.map(Member::Object)
    });
    line.put("gaps", Some(Member::List(gaps.collect::<Result<_, _>>()?)));
    line.put("annotations", Some(judgements(said)?));
    Ok(line)
}

/// The key of the figure that another one of its claim is a share of, or has for a part.
fn figure_key(
    detail: &ClaimDetail,
    figure: &Figure,
    share: usize,
    which: fn(&ShareOf) -> &String,
) -> Option<Member> {
    let id = which(figure.share_of.get(share)?);
    let mut others = detail.figures.iter();
    let row = others.find(|row| row.figure.id == *id && row.figure.dataset == figure.dataset)?;
    Some(Member::from(&row.key))
}

impl<W> JsonLines<W> {
    fn evidence_line(&self, row: &EvidenceRow, said: &[Opinion]) -> serde_json::Result<Members> {
        let source = Members::keyed(&row.source_key).fields(&row.source, &self.dataset, &|_, _, _| None)?;
        let mut line = Members::of("evidence", &row.key, row.id);
        line = line.fields(&row.record, &self.dataset, &|path, id, _| match path {
            "claim" => Some(Member::Object(self.claim.clone())),
            "source" => Some(Member::Object(source.clone())),
            "requests" => {
                row.requests.iter().find(|asking| asking.id == id).map(|asking| Member::from(&asking.key))
            }
            "availability.holder" => row.holder.as_ref().map(Member::from),
            "via.party" => row.via_party.as_ref().map(|(_, name)| Member::from(name)),
            "via.origin" => row.via_origin.as_ref().map(titled),
            _ => None,
        })?;
        line.put("annotations", Some(judgements(said)?));
        Ok(line)
    }
}

fn judgements(said: &[Opinion]) -> serde_json::Result<Member> {
    Ok(Member::List(said.iter().map(judgement).collect::<Result<_, _>>()?))
}

fn judgement(opinion: &Opinion) -> serde_json::Result<Member> {
    let said = &opinion.annotation;
    let mut reviewer = Members::default();
    reviewer.put("id", Some(Member::from(&opinion.id)));
    reviewer.put("name", Some(Member::from(&opinion.reviewer)));
    let tags = [Tag::Released, Tag::Withheld, Tag::Disputed, Tag::Examined];
    let tags: Vec<Member> = tags.iter().filter(|tag| said.has(**tag)).map(Member::from).collect();
    let yes = |is: bool| is.then(|| Member::Value(true.into()));
    let mut all = Members::default();
    all.put("reviewer", Some(Member::Object(reviewer)));
    all.put("tags", (!tags.is_empty()).then_some(Member::List(tags)));
    all.put("part", yes(said.part));
    all.put("reading", said.reading.as_ref().map(Member::from));
    all.put("ground", said.ground.as_ref().map(serde_json::to_value).transpose()?.map(Member::Value));
    all.put("verdict", said.verdict.as_ref().map(Member::from));
    all.put("reason", said.reason.as_ref().map(Member::from));
    all.put("confidence", said.confidence.as_ref().map(Member::from));
    all.put("note", said.note.as_ref().map(|note| Member::from(&note.text)));
    all.put("private", yes(said.note.as_ref().is_some_and(|note| note.private)));
    all.put("aside", said.aside.as_ref().map(Member::from));
    all.put("changed", Some(Member::from(opinion.changed.as_str())));
    Ok(Member::Object(all))
}
