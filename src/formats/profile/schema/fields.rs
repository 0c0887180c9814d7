//! The fields a profile may fill: those of the native records, by the same names.

use crate::domain::shape::{self, Field as _, Shape};
use crate::domain::words::Being;
use crate::domain::{Access, Basis, Confidence, Kind, Stance, Verdict};
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

/// The members of an entry while they are being filled in.
pub type Members = Map<String, Value>;

/// What a template makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Makes {
    /// A record of the dossier.
    Record(Kind),
    /// What a reviewer says.
    Annotation,
}

impl Makes {
    /// Everything a template can make, in the order in which entries go into a case.
    pub const ALL: [Self; 9] = [
        Self::Record(Kind::Party),
        Self::Record(Kind::Source),
        Self::Record(Kind::Derivation),
        Self::Record(Kind::Claim),
        Self::Record(Kind::Evidence),
        Self::Record(Kind::Figure),
        Self::Record(Kind::Request),
        Self::Record(Kind::Gap),
        Self::Annotation,
    ];

    /// The word for one of them: the name of its template.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Record(kind) => kind.word(),
            Self::Annotation => "annotation",
        }
    }

    /// The section they stand in.
    pub const fn section(self) -> &'static str {
        match self {
            Self::Record(kind) => kind.plural(),
            Self::Annotation => "annotations",
        }
    }

    /// What it is made of.
    pub fn table(self) -> &'static FieldTable {
        static TABLES: LazyLock<[FieldTable; 9]> = LazyLock::new(|| Makes::ALL.map(FieldTable::new));
        &TABLES[Self::ALL.iter().position(|makes| *makes == self).unwrap_or_default()]
    }

    /// The fields it has.
    pub fn fields(self) -> &'static [Field] {
        &self.table().fields
    }
}

/// What a field takes.
#[derive(Debug, Clone, Copy)]
pub enum Takes {
    /// What the field of a record takes.
    Field(shape::Takes),
    /// An id or a name, without blanks around it.
    Id,
    /// Tags, one or several.
    Tags,
    /// A point in time, or a day.
    Time,
}

impl Takes {
    /// Whether it is a date, or a point in time.
    pub const fn is_date(self) -> bool {
        matches!(self, Self::Time | Self::Field(shape::Takes::Date))
    }

    /// The kind of the record it refers to.
    pub const fn refers_to(self) -> Option<Kind> {
        match self {
            Self::Field(shape::Takes::Reference(kind) | shape::Takes::References(kind)) => Some(kind),
            _ => None,
        }
    }
}

/// One field.
#[derive(Debug)]
pub struct Field {
    /// Its name, as native JSON has it: a path, where it is inside another.
    pub name: String,
    /// What it takes.
    pub takes: Takes,
    /// The path of what it sets, and whether it is only what a date was inferred from.
    sets: (String, bool),
}

impl Field {
    fn new(name: impl Into<String>, takes: Takes) -> Self {
        let name = name.into();
        Self { sets: (name.clone(), false), name, takes }
    }

    /// Sets it.
    pub fn set(&self, members: &mut Members, value: Value) {
        let (path, inferred) = &self.sets;
        if !inferred {
            return put(members, path, value);
        }
        if let Some(date) = members.get_mut(path) {
            *date = json!({ "date": date.take(), "inferred": value });
        }
    }
}

fn put(members: &mut Members, path: &str, value: Value) {
    match path.split_once('.') {
        None => drop(members.insert(path.to_owned(), value)),
        Some((outer, inner)) => {
            if let Value::Object(inside) = members.entry(outer).or_insert_with(|| Map::new().into()) {
                put(inside, inner, value);
            }
        }
    }
}

/// What an entry, or an object in a list of one, is made of.
#[derive(Debug)]
pub struct FieldTable {
    /// Its fields, in the order in which they are set.
    pub fields: Vec<Field>,
    /// The fields that must be there.
    pub required: Vec<&'static str>,
    /// The lists of objects, each filled by templates of its own: `[[claim.wordings]]`.
    pub lists: Vec<(&'static str, Self)>,
    /// Objects inside, each with the field without which it says nothing.
    pub heads: Vec<(&'static str, &'static str)>,
    /// What holds where nothing else is given.
    pub defaults: Members,
}

impl FieldTable {
    fn new(makes: Makes) -> Self {
        let mut table = match makes {
            Makes::Record(kind) => Self::of(kind.shape()),
            Makes::Annotation => Self::annotation(),
        };
        let defaults = match makes {
            Makes::Record(Kind::Party) => json!({"naming": "named"}),
            Makes::Record(Kind::Figure) => json!({"qualifier": "exact"}),
            Makes::Record(Kind::Request) => json!({"kind": "record", "outcome": "no-response"}),
            Makes::Annotation => json!({"ground": {"basis": "inferred"}}),
            Makes::Record(_) => json!({}),
        };
        if let Value::Object(defaults) = defaults {
            table.required.retain(|name| !defaults.contains_key(*name));
            table.defaults = defaults;
        }
        if let Makes::Record(_) = makes {
            table.fields.splice(0..0, ["id", "dataset"].map(|name| Field::new(name, Takes::Id)));
        }
        table
    }

    fn of(shape: &'static Shape) -> Self {
        let mut fields = Vec::new();
        let mut lists = Vec::new();
        for (path, leaf) in shape.leaves() {
            match leaf.takes {
                shape::Takes::List(inside) => lists.push((leaf.name, Self::of(inside))),
                takes => fields.push(Field::new(path.clone(), Takes::Field(takes))),
            }
            if let shape::Takes::Date = leaf.takes {
                let part = |part: &str, takes, inferred| {
                    let sets = (path.clone(), inferred);
                    Field { sets, ..Field::new(format!("{path}.{part}"), Takes::Field(takes)) }
                };
                fields.push(part("date", leaf.takes, false));
                fields.push(part("inferred", shape::Takes::Text, true));
            }
        }
        let heads = shape.fields.iter().filter_map(|field| match field.takes {
            shape::Takes::Nested(inside) => {
                Some((field.name, inside.fields.iter().find(|it| it.required)?.name))
            }
            _ => None,
        });
        let required = shape.fields.iter().filter(|field| field.required).map(|field| field.name).collect();
        Self { fields, required, lists, heads: heads.collect(), defaults: Members::new() }
    }

    fn annotation() -> Self {
        use shape::Takes::{Date, Flag, Ground, Reference, Text};
        let of = [
            ("access", Access::TAKES),
            ("part", Flag),
            ("disputed", Flag),
            ("examined", Flag),
            ("reading", Stance::TAKES),
            ("ground.code", Ground),
            ("ground.basis", Basis::TAKES),
            ("ground.by", Text),
            ("ground.on", Date),
            ("ground.harm", Text),
            ("confidence", Confidence::TAKES),
            ("note.text", Text),
            ("note.private", Flag),
            ("verdict", Verdict::TAKES),
            ("reason", Text),
            ("aside", Text),
        ];
        let mut fields = vec![
            Field::new("reviewer", Takes::Id),
            Field::new("account", Takes::Id),
            Field::new("is", Takes::Field(Being::TAKES)),
            Field::new("claim", Takes::Field(Reference(Kind::Claim))),
            Field::new("evidence", Takes::Field(Reference(Kind::Evidence))),
            Field::new("dataset", Takes::Id),
            Field::new("tag", Takes::Tags),
        ];
        fields.extend(of.map(|(name, takes)| Field::new(name, Takes::Field(takes))));
        fields.push(Field::new("changed", Takes::Time));
        let heads = vec![("ground", "code"), ("note", "text")];
        Self { fields, required: vec!["reviewer"], lists: Vec::new(), heads, defaults: Members::new() }
    }

    /// Takes out the objects that say nothing without the field they lack.
    pub fn prune(&self, members: &mut Members) {
        for (outer, head) in &self.heads {
            if members.get(*outer).is_some_and(|inside| inside.get(head).is_none()) {
                members.remove(*outer);
            }
        }
    }
}
