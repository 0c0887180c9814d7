//! Makes entries of records, as a profile says.

use crate::formats::carrier::{Record, entities, graph, linked, opened};
use crate::formats::profile::language::path::{Path, within, write_steps};
use crate::formats::profile::language::value::Val;
use crate::formats::profile::run::annotations::SaidSoFar;
use crate::formats::profile::run::coverage::Sought;
use crate::formats::profile::run::coverage::Unread;
use crate::formats::profile::run::eval::{Made, Scope, Trouble};
use crate::formats::profile::run::make;
use crate::formats::profile::run::make::{Pass, turns_of};
use crate::formats::profile::run::noted::{Noted, NotedInFile, Remark};
use crate::formats::profile::run::remarks::Remarks;
use crate::formats::profile::schema::draft::Draft;
use crate::formats::profile::schema::profile::{Marks, Profile};
use crate::formats::profile::schema::template::Loop;
use crate::formats::{Found, Refusal, Warning};
use serde_json::Value;

/// The text of a refused record is kept if it has at most this many bytes.
const KEPT: usize = 1 << 20;

/// Makes entries of the records of one file.
#[derive(Debug)]
pub struct Mapper<'p> {
    profile: &'p Profile,
    said: SaidSoFar,
    unread: Unread,
    /// What a profile of one's own still looks for.
    sought: Option<Sought<'p>>,
    noted: NotedInFile,
    remarks: Remarks<'p>,
}

impl<'p> Mapper<'p> {
    /// For one file. `dataset` is the dataset its ids live in: that of the profile, or of the file.
    #[must_use]
    pub fn new(profile: &'p Profile, dataset: &str) -> Self {
        Self {
            profile,
            said: SaidSoFar::new(dataset),
            unread: Unread::new(profile),
            sought: profile.own.then(|| Sought::new(profile)),
            noted: NotedInFile::default(),
            remarks: Remarks::new(profile),
        }
    }

    /// Makes entries of one record, or of the records it wraps, and hands them to `sink`: what is
    /// referred to before what refers to it, and refusals last.
    ///
    /// # Errors
    /// The error of `sink`, which ends it.
    pub fn map<E>(
        &mut self,
        mut record: Record,
        sink: &mut dyn FnMut(Found) -> Result<(), E>,
    ) -> Result<(), E> {
        let profile = self.profile;
        if profile.linked {
            graph::join(vec![&mut record.value]);
            self.remarks.addressed(linked::addressed(&record.value), record.line);
            record.value = linked::plain(record.value);
        }
        if profile.entities {
            let (texts, place) = entities::read_all(&mut record.value);
            self.remarks.entities(texts, place, record.line);
        }
        if !profile.records.is_empty() && !is_for(profile, &record.value) {
            let within = within(&record.value, &profile.records);
            if within.is_empty() && profile.strict {
                let one = One { value: &record.value, at: "", name: None, line: record.line, noted: None };
                let places: Vec<String> = profile.records.iter().map(ToString::to_string).collect();
                let reason = "nothing stands there; the profile has its records there".to_owned();
                return sink(Found::Refused(one.refusal("records", Some(places.join(" or ")), reason)));
            }
            if !within.is_empty() {
                for (value, at, name) in within {
                    self.one(One { value, at: &at, name, line: record.line, noted: None }, sink)?;
                }
                return Ok(());
            }
        }
        let Record { line, name, value } = &record;
        self.one(One { value, at: "", name: name.as_deref(), line: *line, noted: None }, sink)
    }

    /// Says at the end of a file what was read past.
    ///
    /// # Errors
    /// The error of `sink`.
    pub fn finish<E>(mut self, sink: &mut dyn FnMut(Found) -> Result<(), E>) -> Result<(), E> {
        self.noted.finish(sink)?;
        let name = &self.profile.name;
        let held = self.said.joined();
        held.into_iter().try_for_each(|found| self.remarks.passes(found, sink))?;
        let mut warn = |line, what| sink(Found::Warned(Warning { line, what }));
        if let Some((line, keys)) = self.unread.warning() {
            warn(line, format!("the profile \"{name}\" read past these keys, here and further on: {keys}"))?;
        }
        if let Some((line, paths)) = self.sought.and_then(|sought| sought.warning()) {
            warn(
                line,
                format!("these paths of the profile \"{name}\" found nothing in any record: {paths}"),
            )?;
        }
        self.remarks.warnings().into_iter().try_for_each(|warning| sink(Found::Warned(warning)))
    }

    fn one<E>(&mut self, one: One<'_>, sink: &mut dyn FnMut(Found) -> Result<(), E>) -> Result<(), E> {
        if self.profile.linked && one.value.is_string() {
            // The address of a thing that stands elsewhere.
            self.remarks.passed_over.add(one.line);
            return Ok(());
        }
        let noted = Noted::default();
        let opened = (!self.profile.json.is_empty()).then(|| open(one.value, &self.profile.json, &noted));
        let value = opened.as_ref().unwrap_or(one.value);
        self.noting(One { value, noted: Some(&noted), ..one }, sink)?;
        self.noted.take(noted, one.line, sink)
    }

    fn noting<E>(&mut self, one: One<'_>, sink: &mut dyn FnMut(Found) -> Result<(), E>) -> Result<(), E> {
        if !one.value.is_object() && !one.value.is_array() {
            let what = Val::of(one.value).map_or_else(|| "empty".to_owned(), |val| val.what());
            let reason = format!("it is {what}, and should be an object");
            return sink(Found::Refused(one.refusal(
                "records",
                (!one.at.is_empty()).then(|| one.at.to_owned()),
                reason,
            )));
        }
        match one.scope(&[], &[]).holds(&self.profile.when) {
            Ok(true) => {}
            Ok(false) => {
                self.remarks.passed_over.add(one.line);
                return Ok(());
            }
            Err(trouble) => {
                let (place, reason) = place_and_reason(trouble);
                return sink(Found::Refused(one.refusal("records", place, reason)));
            }
        }
        self.remarks.own(one.line);
        self.unread.look(one.value, one.line);
        if let Some(sought) = &mut self.sought {
            sought.look(one.value, one.line);
        }
        let mut pass = Pass { made: Vec::with_capacity(self.profile.templates.len()), ..Pass::default() };
        let mut found = false;
        for (place, template) in self.profile.templates.iter().enumerate() {
            let mut made: Vec<Made> = Vec::new();
            let scope = one.scope(&pass.made, &template.loops);
            let turns = turns_of(&scope, &template.loops, &mut pass.budget);
            let Some(turns) = turns else {
                let reason = "it makes more entries than one record may";
                return sink(Found::Refused(one.refusal("records", None, reason.to_owned())));
            };
            for turns in turns {
                let scope = Scope { turns, ..one.scope(&pass.made, &template.loops) };
                let numbers = || scope.turns.iter().map(|turn| turn.number).collect();
                let mut nameless = Vec::new();
                let before = scope.noted();
                let entry = make::entry(&scope, template, &mut pass.budget, &mut nameless);
                if entry.is_err() {
                    scope.forget(before, scope.noted());
                }
                let says = !nameless.is_empty() || !matches!(entry, Ok(None));
                for one_word in nameless {
                    self.remarks.nameless(template, one_word, one.line);
                }
                if says {
                    self.remarks.made(place);
                    found = true;
                }
                match entry {
                    Ok(None) => {}
                    Ok(Some(Draft::Annotation(saying))) if template.joined => {
                        if let Err(reason) = self.said.hold(*saying, one.line) {
                            pass.refused.push(make::Refused::new(template, scope.in_turn(None), reason));
                        }
                    }
                    Ok(Some(Draft::Annotation(saying))) => {
                        let tracked = make::is_spoken_of_elsewhere(template, &self.profile.templates);
                        match self.said.entries(*saying, tracked, one.line) {
                            Ok(entries) => {
                                entries.into_iter().try_for_each(|found| self.remarks.passes(found, sink))?
                            }
                            Err(reason) => {
                                let place = scope.in_turn(None);
                                pass.refused.push(make::Refused::new(template, place, reason));
                            }
                        }
                    }
                    Ok(Some(Draft::Record(mut entry))) => {
                        let id = make::identify(&mut entry, template, &mut pass.given);
                        self.remarks.passes(make::found(*entry, template.shared, one.line), sink)?;
                        made.push(Made { turns: numbers(), outcome: Ok(id) });
                    }
                    Err(Trouble::Rests(refusal)) => {
                        pass.refused[refusal].resting += 1;
                        made.push(Made { turns: numbers(), outcome: Err(refusal) });
                    }
                    Err(Trouble::Fault { place, reason }) => {
                        let place = scope.in_turn(place);
                        made.push(Made { turns: numbers(), outcome: Err(pass.refused.len()) });
                        pass.refused.push(make::Refused::new(template, place, reason));
                    }
                }
            }
            pass.made.push(made);
        }
        if !found {
            self.remarks.nothing.add(one.line);
        }
        // The record goes with what is refused of it; not with all of that, where it is long.
        let raw = if pass.refused.is_empty() { Vec::new() } else { one.raw() };
        let mut left = KEPT;
        for refused in pass.refused {
            let (line, reason) = (one.line, refused.reason());
            let raw = if raw.len() <= left { raw.clone() } else { Vec::new() };
            left -= raw.len();
            let (section, field) = (refused.section.to_owned(), refused.place);
            sink(Found::Refused(Refusal { line, section, field, reason, raw }))?;
        }
        Ok(())
    }
}

/// One record.
#[derive(Debug, Clone, Copy)]
struct One<'r> {
    value: &'r Value,
    at: &'r str,
    name: Option<&'r str>,
    line: u64,
    noted: Option<&'r Noted>,
}

impl<'r> One<'r> {
    fn scope<'a>(self, made: &'a [Vec<Made>], loops: &'a [Loop]) -> Scope<'a>
    where
        'r: 'a,
    {
        Scope {
            record: self.value,
            at: self.at,
            name: self.name,
            line: self.line,
            made,
            loops,
            turns: Vec::new(),
            noted: self.noted,
        }
    }

    fn refusal(self, section: &str, field: Option<String>, reason: String) -> Refusal {
        Refusal { line: self.line, section: section.to_owned(), field, reason, raw: self.raw() }
    }

    /// Its text, unless it is long.
    fn raw(self) -> Vec<u8> {
        serde_json::to_vec(self.value).ok().filter(|raw| raw.len() <= KEPT).unwrap_or_default()
    }
}

/// Whether a record is one of the profile's own, not one that wraps them.
fn is_for(profile: &Profile, record: &Value) -> bool {
    if profile.strict {
        // Records whose place is given are there and nowhere else, but for one that shows itself to be one.
        return profile.marks.as_ref().is_some_and(|marks| marks.fit(record));
    }
    if !profile.when.is_empty() {
        let one = One { value: record, at: "", name: None, line: 0, noted: None };
        return one.scope(&[], &[]).holds(&profile.when) == Ok(true);
    }
    profile.marks.as_ref().is_none_or(|marks: &Marks| marks.fit(record))
}

/// A record in which the texts at some paths that are JSON are what they say. Others stay text.
fn open(record: &Value, paths: &[Path], noted: &Noted) -> Value {
    let mut record = record.clone();
    for path in paths {
        path.change(&mut record, &mut |value| {
            let Some(text) = value.as_str().filter(|text| !text.trim().is_empty()) else { return };
            match opened(text) {
                Ok(inside) => *value = inside,
                Err(reason) => {
                    let mut kind = "records, ".to_owned();
                    write_steps(&mut kind, &path.steps);
                    noted
                        .add(Remark::Of { kind, what: format!("it is not JSON ({reason}), and stays text") });
                }
            }
        });
    }
    record
}

fn place_and_reason(trouble: Trouble) -> (Option<String>, String) {
    match trouble {
        Trouble::Fault { place, reason } => (place, reason),
        Trouble::Rests(_) => (None, "it rests on what was refused".to_owned()),
    }
}
