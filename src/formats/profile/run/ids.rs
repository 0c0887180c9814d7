//! Ids of entries whose record has none: a name for what they say, the same on every import.

use crate::domain::entry::Entry;
use crate::domain::ids::Digester;
use crate::formats::profile::language::value::Val;
use crate::text::composed;

/// A name made of several parts, each told apart from the next.
#[derive(Debug, Default)]
pub struct Name(Digester);

impl Name {
    /// Adds a part; none is a part as well.
    pub fn add(&mut self, part: Option<&str>) {
        match part {
            Some(part) => {
                self.0.add(&(part.len() as u64 + 1).to_be_bytes());
                self.0.add(part.as_bytes());
            }
            None => self.0.add(&0_u64.to_be_bytes()),
        }
    }

    /// Adds a value.
    pub fn add_val(&mut self, val: Option<&Val<'_>>) {
        match val {
            Some(Val::Text(text)) => self.add(Some(text)),
            Some(Val::List(items)) => {
                for item in items {
                    self.add_val(Some(item));
                }
                self.add(None);
            }
            Some(other) => self.add(Some(&other.what())),
            None => self.add(None),
        }
    }

    /// The name: 32 hexadecimal digits.
    pub fn finish(self) -> String {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let digest = self.0.finish();
        let digit = |byte: u8| char::from(DIGITS[usize::from(byte)]);
        digest.0[..16].iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
    }
}

/// The id of an entry by what makes it what it is. What is left out of it can change from one
/// import to the next while the entry stays the same one: a stance, a date, a remark.
pub fn of(entry: &Entry) -> String {
    let mut name = Name::default();
    let mut add = |parts: &[Option<&str>]| {
        for part in parts {
            name.add(*part);
        }
    };
    match entry {
        Entry::Party(it) => add(&[Some(&composed(&it.name))]),
        Entry::Source(it) => match it.url.as_deref() {
            Some(url) => add(&[Some(url)]),
            None => add(&[
                Some(&it.title),
                it.publisher.as_deref(),
                it.published.as_ref().map(|dated| dated.date().as_str()),
            ]),
        },
        Entry::Derivation(it) => add(&[Some(&it.source), Some(&it.from), Some(it.relation.word())]),
        Entry::Claim(it) => add(&[Some(&it.text), it.claimant.as_deref()]),
        Entry::Evidence(it) => add(&[
            Some(&it.claim),
            Some(&it.source),
            Some(&it.paraphrase),
            it.quote.as_ref().map(|quote| quote.text.as_str()),
            it.locator.as_deref(),
        ]),
        Entry::Figure(it) => add(&[
            it.claim.as_deref(),
            it.evidence.as_deref(),
            Some(&it.measures),
            it.population.as_deref(),
            it.area.as_deref(),
            it.period.as_deref(),
            Some(&it.unit),
        ]),
        Entry::Request(it) => match it.tracking.as_deref() {
            Some(tracking) => add(&[Some(tracking), it.to.as_deref()]),
            None => add(&[
                None,
                it.to.as_deref(),
                it.by.as_deref(),
                Some(&it.what),
                it.made.as_ref().map(|dated| dated.date().as_str()),
            ]),
        },
        Entry::Gap(it) => add(&[it.claim.as_deref(), Some(&it.material), it.holder.as_deref()]),
        _ => {}
    }
    name.finish()
}
