//! `--map COLUMN=FIELD`: a profile from pairs of a column and what its cells are. `FIELD="VALUE"` is a
//! constant: the field has this value in every row.

use crate::domain::{Kind, shape};
use crate::formats::profile::error::{ProfileError, listed, short};
use crate::formats::profile::offer::cells::Cells;
use crate::formats::profile::schema::fields::{Makes, Takes};
use crate::formats::profile::schema::profile::Profile;
use std::collections::{BTreeMap, BTreeSet};
use toml::{Table, Value};

/// What a reviewer's column may say: the word of the pair, and the field of the annotation.
const SAYS: [(&str, &str); 5] = [
    ("tag", "tag"),
    ("note", "note.text"),
    ("verdict", "verdict"),
    ("confidence", "confidence"),
    ("ground", "ground.code"),
];

/// A pair, taken apart.
struct Pair<'p> {
    /// Where its value is from.
    value: Value,
    field: &'p str,
    /// Whose judgement it is, where it is one.
    by: Option<&'p str>,
    /// What the cells are read with.
    how: Option<&'p str>,
}

impl Profile {
    /// The profile for `--map COLUMN=FIELD`: pairs of a column and what its cells are. `columns`
    /// are those of the file, to check the first of each pair against; `None`: they are not checked.
    ///
    /// # Errors
    /// A column or a field that is not known, with those that are.
    pub fn from_map(pairs: &[(String, String)], columns: &[String]) -> Result<Self, ProfileError> {
        Self::parse(&toml(pairs, columns)?)
    }
}

/// The profile the pairs make, as TOML.
///
/// # Errors
/// A column or a field that is not known, with those that are.
fn toml(pairs: &[(String, String)], columns: &[String]) -> Result<String, ProfileError> {
    let mut made = Templates::default();
    let mut over: Option<Cells> = None;
    for (column, field) in pairs {
        if let Some(constant) = field.strip_prefix('"').and_then(|field| field.strip_suffix('"')) {
            made.pair(&apart(Value::String(format!("={constant}")), column))?;
            continue;
        }
        let cells = Cells::of(column, columns)?;
        made.json.extend(cells.json.clone());
        if made.each.is_none() {
            made.each = cells.each();
            over = made.each.is_some().then(|| cells.clone());
        }
        let own = over.as_ref().is_some_and(|over| *over == cells);
        made.pair(&apart(cells.expression(own), field))?;
    }
    made.finish()
}

fn wrong(what: &str, reason: impl Into<String>) -> ProfileError {
    ProfileError::new(None, short(what), reason)
}

/// `tag@Reviewer 1:S=examined` apart: field, reviewer, and how the cells are read.
fn apart(value: Value, field: &str) -> Pair<'_> {
    let (field, how) = match field.split_once(':') {
        Some((field, how)) => (field.trim(), Some(how)),
        None => (field.trim(), None),
    };
    let (field, by) = match field.split_once('@') {
        Some((field, by)) => (field.trim(), Some(by.trim())),
        None => (field, None),
    };
    Pair { value, field, by, how }
}

/// The expression for a column's cells.
fn expression(pair: &Pair<'_>) -> Result<Value, ProfileError> {
    let Some(how) = pair.how.map(str::trim) else { return Ok(pair.value.clone()) };
    let mut table = match &pair.value {
        Value::Table(steps) => steps.clone(),
        from => Table::from_iter([("from".to_owned(), from.clone())]),
    };
    if how.starts_with('{') {
        let steps: Table = toml::from_str(&format!("steps = {how}"))
            .map_err(|error| wrong(pair.field, format!("{how} is not TOML: {}", error.message())))?;
        if let Some(Value::Table(steps)) = steps.get("steps") {
            table.extend(steps.clone());
        }
        return Ok(Value::Table(table));
    }
    if how.contains('%') {
        table.insert("date".into(), Value::String(how.to_owned()));
        return Ok(Value::Table(table));
    }
    let mut map = Table::new();
    for part in how.split(',') {
        let (value, becomes) = part.split_once('=').ok_or_else(|| {
            wrong(
                pair.field,
                format!("\"{}\" should say what a value becomes: S=examined,N=disputed", short(part)),
            )
        })?;
        map.insert(value.trim().to_owned(), Value::String(becomes.trim().to_owned()));
    }
    table.insert("map".into(), Value::Table(map));
    Ok(Value::Table(table))
}

/// The templates so far, by kind; fields by their dotted names.
#[derive(Default)]
struct Templates {
    of: BTreeMap<Makes, BTreeMap<String, Value>>,
    parties: Vec<Value>,
    /// The fields of each reviewer named in a pair.
    said: BTreeMap<String, BTreeMap<String, Value>>,
    /// The fields of the reviewer whom a column names.
    spoken: BTreeMap<String, Value>,
    reviewer: Option<Value>,
    /// The loop over a list in a row.
    each: Option<Value>,
    /// The columns whose cells may be JSON.
    json: BTreeSet<String>,
}

impl Templates {
    fn pair(&mut self, pair: &Pair<'_>) -> Result<(), ProfileError> {
        let value = expression(pair)?;
        let twice = || wrong(pair.field, "two columns are mapped to it");
        if let Some((_, field)) = SAYS.iter().find(|(word, _)| *word == pair.field) {
            let said = match pair.by {
                Some("") => {
                    return Err(wrong(pair.field, "the name of the reviewer is missing after the @"));
                }
                Some(by) => self.said.entry(by.to_owned()).or_default(),
                None => &mut self.spoken,
            };
            return said.insert((*field).to_owned(), value).map_or(Ok(()), |_| Err(twice()));
        }
        if pair.by.is_some() {
            let known = listed(SAYS.iter().map(|(word, _)| *word));
            return Err(wrong(pair.field, format!("a reviewer has no such field; known: {known}")));
        }
        if pair.field == "reviewer" {
            return self.reviewer.replace(value).map_or(Ok(()), |_| Err(twice()));
        }
        let (makes, name) = known(pair.field).ok_or_else(|| {
            wrong(
                pair.field,
                format!("there is no such field; known: {}", listed(all().iter().map(String::as_str))),
            )
        })?;
        let (name, value) = match name.strip_suffix(".name") {
            Some(name) if makes != Makes::Record(Kind::Party) => (name.to_owned(), self.party(value)),
            _ => (name, value),
        };
        self.of.entry(makes).or_default().insert(name, value).map_or(Ok(()), |_| Err(twice()))
    }

    /// A party by its name; what refers to it.
    fn party(&mut self, name: Value) -> Value {
        let label = format!("party_{}", self.parties.len() + 1);
        let mut party = Table::new();
        party.insert("as".into(), Value::String(label.clone()));
        party.insert("if".into(), name.clone());
        party.insert("name".into(), name);
        self.parties.push(Value::Table(party));
        Value::String(format!("&{label}"))
    }

    /// A column that says who claims, asks or holds has names, unless another has the ids of parties.
    fn parties_by_name(&self) -> Result<(), ProfileError> {
        const PARTY: Makes = Makes::Record(Kind::Party);
        if self.of.get(&PARTY).is_some_and(|fields| fields.contains_key("id")) {
            return Ok(());
        }
        for (makes, fields) in &self.of {
            for (name, value) in fields {
                let party = makes.fields().iter().any(|field| field.name == *name && is_party(field.takes));
                if party && !value.as_str().is_some_and(|value| value.starts_with('&')) {
                    let field = format!("{}.{name}", makes.word());
                    let reason = format!("it is a party, which a column names: {field}.name");
                    return Err(wrong(&field, reason));
                }
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Result<String, ProfileError> {
        const CLAIM: Makes = Makes::Record(Kind::Claim);
        const SOURCE: Makes = Makes::Record(Kind::Source);
        const EVIDENCE: Makes = Makes::Record(Kind::Evidence);
        self.parties_by_name()?;
        self.alone();
        let has = |made: &Self, makes| made.of.contains_key(&makes);
        if has(&self, CLAIM) && has(&self, SOURCE) || has(&self, EVIDENCE) {
            self.link()?;
        }
        let on = match (has(&self, EVIDENCE), has(&self, CLAIM)) {
            (true, _) => "evidence",
            (false, true) => "claim",
            _ if self.said.is_empty() && self.spoken.is_empty() => "",
            _ => return Err(wrong("", "a reviewer's judgment needs a claim: map a column to claim.text")),
        };
        let mut profile = Table::new();
        profile.insert("name".into(), Value::String("map".into()));
        let annotations = self.annotations(on)?;
        if !annotations.is_empty() {
            profile.insert("annotation".into(), Value::Array(annotations));
        }
        if !self.json.is_empty() {
            let json = self.json.into_iter().map(Value::String).collect();
            profile.insert("json".into(), Value::Array(json));
        }
        let mut parties = self.parties;
        if let Some(each) = &self.each {
            for party in parties.iter_mut().filter_map(Value::as_table_mut) {
                party.insert("each".into(), each.clone());
            }
        }
        for (makes, fields) in self.of {
            let mut table = nested(fields);
            table.extend(self.each.clone().map(|each| ("each".to_owned(), each)));
            if matches!(makes, CLAIM | SOURCE) {
                // Rows with the same claim or source speak of one.
                table.insert("shared".into(), Value::Boolean(true));
            }
            match makes {
                Makes::Record(Kind::Party) => parties.push(Value::Table(table)),
                makes => drop(profile.insert(makes.word().into(), Value::Table(table))),
            }
        }
        if !parties.is_empty() {
            profile.insert("party".into(), Value::Array(parties));
        }
        toml::to_string(&profile).map_err(|error| wrong("", error.to_string()))
    }

    /// What stands for itself: `party.name` beside a claim is who claims it, and a remark of nobody
    /// in particular belongs to the evidence, or else to the claim.
    fn alone(&mut self) {
        const PARTY: Makes = Makes::Record(Kind::Party);
        const CLAIM: Makes = Makes::Record(Kind::Claim);
        let claim = self.of.contains_key(&CLAIM);
        if let Some(fields) = self.of.get_mut(&PARTY)
            && let Some(name) = fields.get("name").cloned()
            && claim
        {
            fields.insert("if".into(), name);
            let claims = self.of.entry(CLAIM).or_default();
            claims.entry("claimant".into()).or_insert_with(|| Value::String("&party".into()));
        }
        if self.reviewer.is_none()
            && let Some(note) = self.spoken.remove("note.text")
        {
            let evidence = Makes::Record(Kind::Evidence);
            let links = self.of.contains_key(&evidence) || self.of.contains_key(&Makes::Record(Kind::Source));
            let makes = if links && claim { evidence } else { CLAIM };
            self.of.entry(makes).or_default().entry("about".into()).or_insert(note);
        }
    }

    /// What a link between a claim and a source must have, where no column says it.
    fn link(&mut self) -> Result<(), ProfileError> {
        let (claim, source) = (Makes::Record(Kind::Claim), Makes::Record(Kind::Source));
        if !self.of.contains_key(&claim) {
            return Err(wrong("evidence", "it needs a claim: map a column to claim.text"));
        }
        let sources = self.of.entry(source).or_default();
        if !sources.contains_key("title") {
            let title = ["url", "id"].iter().find_map(|name| sources.get(*name).cloned());
            let title =
                title.ok_or_else(|| wrong("evidence", "it needs a source: map a column to source.title"))?;
            sources.insert("title".into(), title);
        }
        let title = sources.get("title").cloned();
        let evidence = self.of.entry(Makes::Record(Kind::Evidence)).or_default();
        evidence.entry("stance".into()).or_insert_with(|| Value::String("=context".into()));
        if !evidence.contains_key("paraphrase") && !evidence.contains_key("quote.text") {
            evidence.extend(title.map(|title| ("paraphrase".to_owned(), title)));
        }
        Ok(())
    }

    fn annotations(&mut self, on: &str) -> Result<Vec<Value>, ProfileError> {
        let mut all = Vec::new();
        let spoken = std::mem::take(&mut self.spoken);
        let mut said: Vec<(Value, BTreeMap<String, Value>)> = std::mem::take(&mut self.said)
            .into_iter()
            .map(|(name, fields)| (Value::String(format!("={name}")), fields))
            .collect();
        match (&self.reviewer, spoken.is_empty()) {
            (Some(reviewer), false) => said.push((reviewer.clone(), spoken)),
            (Some(_), true) => {
                return Err(wrong(
                    "reviewer",
                    "it says nothing: map columns to verdict, tag or note as well",
                ));
            }
            (None, false) => {
                let reason = "whose is it? write verdict@NAME, or map a column to reviewer";
                return Err(wrong(spoken.keys().next().map_or("", String::as_str), reason));
            }
            (None, true) => {}
        }
        for (reviewer, fields) in said {
            if on == "claim"
                && let Some(name) = fields.keys().find(|name| matches!(name.as_str(), "tag" | "ground.code"))
            {
                let what = if name == "tag" { "a tag" } else { "a ground" };
                return Err(wrong(
                    name.trim_end_matches(".code"),
                    format!(
                        "{what} is about evidence, and a row makes none: map a column to source.title or \
                         source.url as well; of a claim a reviewer says a verdict"
                    ),
                ));
            }
            // A verdict is on the claim, whatever else a row makes.
            let (verdicts, others): (BTreeMap<_, _>, BTreeMap<_, _>) =
                fields.into_iter().partition(|(name, _)| name == "verdict");
            for (fields, on) in [(verdicts, "claim"), (others, on)] {
                if fields.is_empty() {
                    continue;
                }
                let mut table = nested(fields);
                table.extend(self.each.clone().map(|each| ("each".to_owned(), each)));
                table.insert("reviewer".into(), reviewer.clone());
                table.insert(on.into(), Value::String(format!("&{on}")));
                all.push(Value::Table(table));
            }
        }
        Ok(all)
    }
}

/// Fields by dotted names as tables in tables.
fn nested(fields: BTreeMap<String, Value>) -> Table {
    let mut table = Table::new();
    for (name, value) in fields {
        insert(&mut table, &name, value);
    }
    table
}

/// As deep as the field's name has dots.
fn insert(table: &mut Table, name: &str, value: Value) {
    match name.split_once('.') {
        None => drop(table.insert(name.to_owned(), value)),
        Some((first, rest)) => {
            if let Value::Table(inner) = table.entry(first).or_insert_with(|| Value::Table(Table::new())) {
                insert(inner, rest, value);
            }
        }
    }
}

/// Whether a field refers to one party, which a column may name.
const fn is_party(takes: Takes) -> bool {
    matches!(takes, Takes::Field(shape::Takes::Reference(Kind::Party)))
}

/// The template and the field of it that a name means.
fn known(name: &str) -> Option<(Makes, String)> {
    let (word, field) = name.split_once('.')?;
    let makes = Makes::ALL.into_iter().find(|makes| makes.word() == word && *makes != Makes::Annotation)?;
    let is = |field: &str| makes.fields().iter().find(|known| known.name == field);
    if is(field).is_some() {
        return Some((makes, field.to_owned()));
    }
    let of = is(field.strip_suffix(".name")?)?;
    is_party(of.takes).then(|| (makes, field.to_owned()))
}

/// Every field a column can be mapped to.
fn all() -> BTreeSet<String> {
    let mut all: BTreeSet<String> = BTreeSet::from(["reviewer".to_owned()]);
    for makes in [Kind::Claim, Kind::Source, Kind::Evidence, Kind::Party, Kind::Request].map(Makes::Record) {
        for field in makes.fields() {
            match field.takes.refers_to() {
                Some(_) if is_party(field.takes) => {
                    all.insert(format!("{}.{}.name", makes.word(), field.name))
                }
                Some(_) => false,
                None => all.insert(format!("{}.{}", makes.word(), field.name)),
            };
        }
    }
    for (word, _) in SAYS {
        all.insert(format!("{word}@REVIEWER"));
    }
    all
}
