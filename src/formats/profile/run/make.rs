//! One entry from one template in one turn of its loops.

use crate::domain::entry::Entry;
use crate::domain::nobody::names_nobody;
use crate::domain::words::Naming;
use crate::domain::{Kind, Record};
use crate::formats::profile::error::short;
use crate::formats::profile::language::expr::Head;
use crate::formats::profile::run::eval::{Made, Scope, Trouble, Turn, turns};
use crate::formats::profile::run::ids;
use crate::formats::profile::schema::draft::{Draft, given};
use crate::formats::profile::schema::fields::{Makes, Members};
use crate::formats::profile::schema::template::{Loop, Template};
use crate::formats::{Found, Located};
use serde_json::{Number, Value};
use std::collections::HashMap;

/// What one pass through a record has come to.
#[derive(Debug, Default)]
pub struct Pass {
    /// What each template made.
    pub made: Vec<Vec<Made>>,
    /// What was refused.
    pub refused: Vec<Refused>,
    /// How often each id was given to a piece of content.
    pub given: HashMap<String, u32>,
    /// How many turns have been taken.
    pub budget: usize,
}

/// Turns of loops within one record, at most, those around each counted with it; beyond, two lists of
/// it multiply each other.
const TURNS: usize = 1_000_000;

/// An entry that was refused.
#[derive(Debug)]
pub struct Refused {
    /// Its section.
    pub section: &'static str,
    /// What is wrong, in the words of the file.
    pub place: Option<String>,
    reason: String,
    /// How many entries rest on it.
    pub resting: usize,
}

impl Refused {
    /// Nothing rests on it yet.
    pub fn new(template: &Template, place: Option<String>, reason: String) -> Self {
        Self { section: template.makes.section(), place, reason, resting: 0 }
    }

    /// Why, and what went with it.
    pub fn reason(&self) -> String {
        match self.resting {
            0 => self.reason.clone(),
            1 => format!("{}; 1 entry that rests on it was left out with it", self.reason),
            many => format!("{}; {many} entries that rest on it were left out with it", self.reason),
        }
    }
}

/// Every turn of the loops within each other that go on from the present turn; `None` if there are
/// too many.
pub fn turns_of<'a>(scope: &Scope<'a>, loops: &'a [Loop], budget: &mut usize) -> Option<Vec<Vec<Turn<'a>>>> {
    let mut all = vec![scope.turns.clone()];
    for one in &loops[scope.turns.len()..] {
        let mut next = Vec::new();
        for outer in all {
            let scope = Scope { turns: outer, ..scope.clone() };
            for turn in turns(&scope, one) {
                *budget += scope.turns.len() + 1;
                if *budget > TURNS {
                    return None;
                }
                let mut inner = scope.turns.clone();
                inner.push(turn);
                next.push(inner);
            }
        }
        all = next;
    }
    Some(all)
}

/// A word in the place of a name, which names nobody.
#[derive(Debug)]
pub struct Nameless {
    /// The field it would have been.
    pub field: &'static str,
    /// Where it stands.
    pub place: String,
    /// The word.
    pub word: String,
}

/// Fields that hold a name, where that is not what the whole record is about.
const NAMES: [(Makes, &str); 4] = [
    (Makes::Record(Kind::Party), "name"),
    (Makes::Record(Kind::Source), "publisher"),
    (Makes::Record(Kind::Source), "author"),
    (Makes::Annotation, "reviewer"),
];

/// Takes out what stands in the place of a name and names nobody. What the profile itself says stays, and
/// so does a party of which it says how it is known.
fn without_nobody(scope: &Scope<'_>, template: &Template, members: &mut Members) -> Vec<Nameless> {
    let named = members.get("naming").is_none_or(|naming| naming == Naming::Named.word());
    let mut found = Vec::new();
    for (_, field) in NAMES.iter().filter(|(makes, _)| *makes == template.makes && named) {
        let Some(word) = members.get(*field).and_then(Value::as_str).filter(|word| names_nobody(word)) else {
            continue;
        };
        let expr = template.fields.iter().find(|(known, _)| known.name == *field).map(|(_, expr)| expr);
        let Some(place) = expr.and_then(|expr| scope.found_at(expr)) else { continue };
        found.push(Nameless { field, place, word: word.to_owned() });
        members.remove(*field);
    }
    found
}

/// Makes an entry, all but its id; `None` if its conditions do not hold, or it says nothing. What stands
/// in the place of a name and names nobody is left out and goes to `nameless`.
///
/// # Errors
/// Why it is refused.
pub fn entry<'a>(
    scope: &Scope<'a>,
    template: &'a Template,
    budget: &mut usize,
    nameless: &mut Vec<Nameless>,
) -> Result<Option<Draft>, Trouble> {
    if !scope.holds(&template.when)? {
        return Ok(None);
    }
    let (mut members, mut missing) = fill(scope, template)?;
    if missing.is_none() {
        let found = without_nobody(scope, template, &mut members);
        match (template.makes, found.first()) {
            (Makes::Record(Kind::Party), Some(_)) => {
                nameless.extend(found);
                return Ok(None);
            }
            (Makes::Annotation, Some(Nameless { place, word, .. })) => {
                let reason = format!("\"{}\" names nobody, and someone must have said it", short(word));
                missing = Some(Trouble::Fault { place: Some(place.clone()), reason });
            }
            _ => nameless.extend(found),
        }
    }
    let unfit = |reason| Trouble::Fault { place: None, reason };
    if template.makes == Makes::Annotation {
        let draft = Draft::new(template.makes, members).map_err(unfit)?;
        // A reviewer without a word has said nothing, about whatever it may be.
        return match (&draft, missing) {
            (Draft::Annotation(saying), _) if saying.said.is_empty() => Ok(None),
            (_, Some(trouble)) => Err(trouble),
            (_, None) => Ok(Some(draft)),
        };
    }
    if let Some(trouble) = missing {
        return Err(trouble);
    }
    for (name, template) in &template.lists {
        let inner = Scope { loops: &template.loops, ..scope.clone() };
        let too_many = || unfit(format!("it has more {name} than one record may"));
        for turns in turns_of(&inner, &template.loops, budget).ok_or_else(too_many)? {
            let inner = Scope { turns, ..inner.clone() };
            if !inner.holds(&template.when)? {
                continue;
            }
            let item = match fill(&inner, template)? {
                (_, Some(trouble)) => return Err(trouble),
                (item, None) => Value::Object(item),
            };
            if let Value::Array(items) = members.entry(*name).or_insert_with(|| Vec::<Value>::new().into()) {
                items.push(item);
            }
        }
    }
    match template.makes {
        Makes::Record(Kind::Evidence) => words(scope, template, &mut members)?,
        Makes::Record(Kind::Figure) => numbers(scope, template, &members)?,
        _ => {}
    }
    Draft::new(template.makes, members).map(Some).map_err(unfit)
}

/// Sets the fields. What comes back is wrong only where the entry says something.
fn fill<'a>(scope: &Scope<'a>, template: &'a Template) -> Result<(Members, Option<Trouble>), Trouble> {
    let mut members = template.table.defaults.clone();
    let mut missing = None;
    for (field, expr) in &template.fields {
        let required = is_required(template, &field.name);
        let value = scope.eval(expr).and_then(|val| {
            let value = val.map(|val| given(val, field.takes)).transpose();
            value.map_err(|reason| match scope.fault(expr, reason) {
                Trouble::Fault { place: None, reason } => {
                    Trouble::Fault { place: Some(field.name.clone()), reason }
                }
                fault => fault,
            })
        });
        match value {
            Ok(Some(value)) => {
                if field.takes.is_date()
                    && let Some(date) = value.as_str().filter(|date| *date < "1000")
                {
                    let what = format!("{date} is before the year 1000; look whether it is meant");
                    scope.remark(template, &field.name, scope.looked_at(expr), what);
                }
                field.set(&mut members, value);
            }
            Err(Trouble::Fault { place, reason }) if !required && field.takes.is_date() => {
                scope.remark(template, &field.name, place, format!("{reason}; the date was left out"));
            }
            Ok(None) if required => {
                missing.get_or_insert_with(|| match scope.looked_at(expr) {
                    Some(place) => Trouble::Fault { place: Some(place), reason: "it is missing".into() },
                    None => Trouble::Fault {
                        place: Some(field.name.clone()),
                        reason: match field.takes.refers_to() {
                            Some(kind) => format!("this record has no {kind} for it"),
                            None => "the profile says nothing of it".to_owned(),
                        },
                    },
                });
            }
            Ok(None) => {}
            Err(rests @ Trouble::Rests(_)) => {
                if required {
                    missing = Some(rests);
                }
            }
            Err(fault) => return Err(worst(missing, fault)),
        }
    }
    template.table.prune(&mut members);
    Ok((members, missing))
}

/// What rests on a refused entry has nothing more to say for itself.
fn worst(missing: Option<Trouble>, fault: Trouble) -> Trouble {
    missing.filter(|missing| matches!(missing, Trouble::Rests(_))).unwrap_or(fault)
}

fn is_required(template: &Template, name: &str) -> bool {
    match (template.makes, name) {
        (Makes::Annotation, "claim" | "evidence") => true,
        (Makes::Record(Kind::Evidence), "paraphrase") => false,
        _ => template.table.required.contains(&name),
    }
}

/// A piece of evidence that has its source's words and no others says what they say.
fn words(scope: &Scope<'_>, template: &Template, evidence: &mut Members) -> Result<(), Trouble> {
    let of = |name: &str| template.fields.iter().find(|(field, _)| field.name == name);
    if !evidence.contains_key("paraphrase") {
        match evidence.get("quote").and_then(|quote| quote.get("text")).cloned() {
            Some(words) => drop(evidence.insert("paraphrase".into(), words)),
            None => {
                let expr = of("paraphrase").or_else(|| of("quote.text"));
                let place = expr.and_then(|(_, expr)| scope.looked_at(expr));
                return Err(Trouble::Fault { place, reason: "it is missing".into() });
            }
        }
    }
    let anchor = evidence.get("quote").and_then(|quote| quote.get("anchor"));
    let at = |name| anchor.and_then(|anchor| anchor.get(name)).and_then(Value::as_u64);
    if let Some((start, end)) = at("start").zip(at("end"))
        && start > end
    {
        let place = of("quote.anchor.end").and_then(|(_, expr)| scope.looked_at(expr));
        return Err(Trouble::Fault {
            place,
            reason: format!("the passage ends at {end}, before it begins at {start}"),
        });
    }
    Ok(())
}

/// A figure has a number, and a range does not end below its beginning.
fn numbers(scope: &Scope<'_>, template: &Template, figure: &Members) -> Result<(), Trouble> {
    let bound = |name| match figure.get(name) {
        Some(Value::Number(number)) => Some(number),
        _ => None,
    };
    let place = |names: &[&str]| {
        let of = |name: &&str| template.fields.iter().find(|(field, _)| field.name == *name);
        let places: Vec<String> =
            names.iter().filter_map(of).filter_map(|(_, expr)| scope.looked_at(expr)).collect();
        (!places.is_empty()).then(|| places.join(" or "))
    };
    match (bound("low"), bound("high")) {
        (None, None) => {
            Err(Trouble::Fault { place: place(&["low", "high"]), reason: "it is missing".into() })
        }
        (Some(low), Some(high)) if is_above(low, high) => Err(Trouble::Fault {
            place: place(&["high"]),
            reason: format!("the figure ends at {high}, below {low}, where it begins"),
        }),
        _ => Ok(()),
    }
}

fn is_above(one: &Number, other: &Number) -> bool {
    let whole = |number: &Number| number.as_i64().map(i128::from).or(number.as_u64().map(i128::from));
    match (whole(one), whole(other)) {
        (Some(one), Some(other)) => one > other,
        _ => one.as_f64() > other.as_f64(),
    }
}

/// Gives an entry its id: its own, or one by its content, with a number where one record says the
/// same more than once.
pub fn identify(entry: &mut Entry, template: &Template, given: &mut HashMap<String, u32>) -> String {
    fn own<R: Record>(record: &mut R, id: impl FnOnce() -> String) -> String {
        if record.id().is_empty() {
            record.set_id(id());
        }
        record.id().to_owned()
    }
    let by_content = ids::of(entry);
    let shared = template.shared;
    let id = || {
        if shared {
            return by_content;
        }
        let times = given.entry(format!("{}:{by_content}", template.makes.word())).or_default();
        *times += 1;
        if *times == 1 { by_content } else { format!("{by_content}-{times}") }
    };
    match entry {
        Entry::Party(it) => own(it, id),
        Entry::Source(it) => own(it, id),
        Entry::Derivation(it) => own(it, id),
        Entry::Claim(it) => own(it, id),
        Entry::Evidence(it) => own(it, id),
        Entry::Figure(it) => own(it, id),
        Entry::Request(it) => own(it, id),
        Entry::Gap(it) => own(it, id),
        _ => String::new(),
    }
}

/// A finished record on its way out.
pub fn found(item: Entry, shared: bool, line: u64) -> Found {
    let located = Located { line, item };
    if shared { Found::Shared(located) } else { Found::Entry(located) }
}

/// Whether other records may speak of the same item as an annotation does.
pub fn is_spoken_of_elsewhere(template: &Template, all: &[Template]) -> bool {
    let on = |template: &Template| {
        let on =
            template.fields.iter().find(|(field, _)| matches!(field.name.as_str(), "claim" | "evidence"));
        on.map(|(field, expr)| (field.name.as_str(), expr.head.clone()))
    };
    let own = |head: &Head| match head {
        Head::Entry(entry) => all.get(*entry).is_some_and(|entry| !entry.shared),
        _ => false,
    };
    let Some((kind, _)) = on(template) else { return false };
    let others = all.iter().filter(|template| template.makes == Makes::Annotation).filter_map(on);
    others.filter(|(other, _)| *other == kind).any(|(_, head)| !own(&head))
}
