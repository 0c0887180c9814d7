//! Templates: what a profile makes of each record, checked as the profile is read.

use crate::domain::Kind;
use crate::domain::shape;
use crate::formats::profile::error::{ProfileError, listed};
use crate::formats::profile::language::expr::{Expr, Head, ProfileReader, is_expression};
use crate::formats::profile::language::path::{Aspect, Path};
use crate::formats::profile::language::steps::key;
use crate::formats::profile::language::toml::{Node, Table, get, join};
use crate::formats::profile::schema::complete::{all_count, complete, has};
use crate::formats::profile::schema::draft::given;
use crate::formats::profile::schema::fields::{Field, FieldTable, Makes, Takes};
use toml::de::DeValue;

/// One template.
#[derive(Debug, Clone)]
pub struct Template {
    /// What it makes.
    pub makes: Makes,
    /// What it is called in sentences.
    pub called: String,
    /// Its loops, outer ones first.
    pub loops: Vec<Loop>,
    /// What must hold.
    pub when: Vec<Condition>,
    /// Whether several records may bring its entry.
    pub shared: bool,
    /// Whether several records may each bring a part of one reviewer's note on one item.
    pub joined: bool,
    /// Its fields, in the order in which they are set.
    pub fields: Vec<(&'static Field, Expr)>,
    /// The fields it may have.
    pub table: &'static FieldTable,
    /// What fills lists of objects, each by the name of its list: the wordings of a claim.
    pub lists: Vec<(&'static str, Template)>,
}

/// One loop: a turn for each value at a path.
#[derive(Debug, Clone, PartialEq)]
pub struct Loop {
    /// The values: the elements of a list, or a single value.
    pub from: Path,
    /// Where text is cut, to go over its parts.
    pub split: Option<String>,
    /// What the value of a turn is called.
    pub name: String,
}

/// What must hold for a template to make an entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// The value that counts.
    pub of: Expr,
    /// What it must be.
    pub is: Is,
    /// Whether all this must not hold.
    pub not: bool,
}

/// What a value must be.
#[derive(Debug, Clone, PartialEq)]
pub enum Is {
    /// There, and not false.
    There,
    /// One of these folded words; of a list, one of its elements.
    In(Vec<String>),
    /// The name of a member of the object there.
    MemberOf(Path),
}

/// Loops within loops, at most.
const DEEPEST: usize = 8;
const RESERVED: [&str; 6] = ["as", "each", "if", "unless", "shared", "joined"];

/// A template that is known by name while the fields are being read.
#[derive(Debug, Clone)]
pub struct Outline<'n, 't> {
    /// What it makes.
    pub makes: Makes,
    /// Where it stands.
    pub node: &'n Node<'t>,
    /// Its table.
    pub table: &'n Table<'t>,
    /// Its loops.
    pub loops: Vec<Loop>,
}

impl<'t> ProfileReader<'_, 't> {
    /// Reads the loops of a template.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn loops(self, table: &Table<'t>, field: &str, outer: &[Loop]) -> Result<Vec<Loop>, ProfileError> {
        let mut loops = outer.to_vec();
        let Some(each) = get(table, "each") else { return Ok(loops) };
        let field = &join(field, "each");
        for node in self.text.each(each) {
            let one = self.one_loop(node, field)?;
            if one.name == "record" || loops.iter().any(|other| other.name == one.name) {
                let reason = format!("two things are called ${}", one.name);
                return Err(self.text.error(node, field, reason));
            }
            one.from.loops().try_for_each(|name| self.known_loop(node, field, name, &loops))?;
            loops.push(one);
            if loops.len() > DEEPEST {
                return Err(self.text.error(
                    node,
                    field,
                    format!("more than {DEEPEST} loops stand in each other"),
                ));
            }
        }
        Ok(loops)
    }

    fn one_loop(self, node: &Node<'t>, field: &str) -> Result<Loop, ProfileError> {
        let wrong = |reason: String| self.text.error(node, field, reason);
        let (from, name, split) = match node.get_ref() {
            DeValue::Table(table) => {
                self.text.only(table, &["from", "as", "split"], field)?;
                let text = |name: &str| -> Result<Option<&str>, ProfileError> {
                    get(table, name).map(|node| self.text.text(node, &join(field, name))).transpose()
                };
                let (Some(from), Some(name)) = (text("from")?, text("as")?) else {
                    return Err(wrong(
                        "it should have from and as: { from = \"tags\", split = \",\", as = \"tag\" }".into(),
                    ));
                };
                (from, name.trim_start_matches('$'), text("split")?)
            }
            _ => {
                let text = self.text.text(node, field)?;
                let (from, name) = text.rsplit_once(" as $").ok_or_else(|| {
                    wrong(format!("\"{text}\" should say what each is called: \"answers as $answer\""))
                })?;
                (from, name, None)
            }
        };
        let name = name.trim();
        if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || c == '_') {
            return Err(wrong(format!("\"${name}\" is not a name; letters, digits and _ make one")));
        }
        if split == Some("") {
            return Err(wrong("the separator is empty".into()));
        }
        let from = Path::parse(from.trim()).map_err(wrong)?;
        if from.aspect != Aspect::Value {
            return Err(wrong("there is nothing to go over in that".into()));
        }
        Ok(Loop { from, name: name.to_owned(), split: split.map(str::to_owned) })
    }

    fn known_loop(
        self,
        node: &Node<'t>,
        field: &str,
        name: &str,
        loops: &[Loop],
    ) -> Result<(), ProfileError> {
        if loops.iter().any(|one| one.name == *name) {
            return Ok(());
        }
        let known = match loops.is_empty() {
            true => "this template has no each".to_owned(),
            false => {
                format!("known: ${}", listed(loops.iter().map(|one| one.name.as_str())).replace(", ", ", $"))
            }
        };
        Err(self.text.error(node, field, format!("there is no ${name} here; {known}")))
    }

    /// Reads what must hold.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn conditions(
        self,
        table: &Table<'t>,
        field: &str,
        loops: &[Loop],
    ) -> Result<Vec<Condition>, ProfileError> {
        let mut all = Vec::new();
        for (word, not) in [("if", false), ("unless", true)] {
            let Some(node) = get(table, word) else { continue };
            let field = &join(field, word);
            let of =
                |node: &Node<'t>| matches!(node.get_ref(), DeValue::Table(table) if table.contains_key("of"));
            // A list of expressions is one expression: the first that is there. A list of
            // conditions is several.
            let list = self.text.each(node);
            let nodes = if list.iter().any(|node| of(node)) { list } else { vec![node] };
            for node in nodes {
                let condition = match node.get_ref() {
                    DeValue::Table(table) if table.contains_key("of") => {
                        self.text.only(table, &["of", "in", "member_of"], field)?;
                        let of = self.expr(get(table, "of").unwrap_or(node), field)?;
                        Condition { of, is: self.is(table, field, loops)?, not }
                    }
                    _ => Condition { of: self.expr(node, field)?, is: Is::There, not },
                };
                self.paths(node, field, &condition.of, loops)?;
                all.push(condition);
            }
        }
        Ok(all)
    }

    fn is(self, table: &Table<'t>, field: &str, loops: &[Loop]) -> Result<Is, ProfileError> {
        if let Some(node) = get(table, "in") {
            let words = self.text.texts(node, &join(field, "in"))?;
            return Ok(Is::In(words.into_iter().map(key).collect()));
        }
        let Some(node) = get(table, "member_of") else { return Ok(Is::There) };
        let field = &join(field, "member_of");
        let path = Path::parse(self.text.text(node, field)?);
        let path = path.map_err(|reason| self.text.error(node, field, reason))?;
        path.loops().try_for_each(|name| self.known_loop(node, field, name, loops))?;
        Ok(Is::MemberOf(path))
    }

    /// That every loop an expression names is there.
    fn paths(self, node: &Node<'t>, field: &str, expr: &Expr, loops: &[Loop]) -> Result<(), ProfileError> {
        let mut result = Ok(());
        expr.loops(&mut |name| {
            if result.is_ok() {
                result = self.known_loop(node, field, name, loops);
            }
        });
        result
    }

    /// Reads a template. `all` are the templates of the profile, of which this is the one at `place`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn template(self, all: &[Outline<'_, 't>], place: usize) -> Result<Template, ProfileError> {
        let Outline { makes, node, table, loops } = &all[place];
        let field = makes.word();
        let mut fields = Vec::new();
        let mut lists = Vec::new();
        let inside = makes.table();
        let walk = FieldReader { reader: self, all, place, known: &inside.fields, loops };
        for (name, value) in *table {
            let name = name.get_ref().as_ref();
            if let Some((name, inside)) = inside.lists.iter().find(|(list, _)| *list == name) {
                for node in self.text.each(value) {
                    lists.push((*name, self.item(all, place, name, inside, node)?));
                }
            } else if !RESERVED.contains(&name) {
                walk.field(&mut fields, field, "", name, value)?;
            }
        }
        self.defaults(all, place, &mut fields);
        let order = |name: &str| makes.fields().iter().position(|field| field.name == name);
        fields.sort_by_key(|(field, _)| order(&field.name));
        complete(*makes, &fields).map_err(|reason| self.text.error(node, field, reason))?;
        let shared = match get(table, "shared") {
            Some(node) => self.text.flag(node, &join(field, "shared"))?,
            None => matches!(makes, Makes::Record(Kind::Party | Kind::Source | Kind::Derivation)),
        };
        let joined = match get(table, "joined") {
            Some(node) if *makes != Makes::Annotation => {
                let reason = "only what one reviewer says of one item is joined";
                return Err(self.text.error(node, &join(field, "joined"), reason));
            }
            Some(node) => self.text.flag(node, &join(field, "joined"))?,
            None => false,
        };
        let when = self.conditions(table, field, loops)?;
        Ok(Template {
            makes: *makes,
            called: called(all, place, &self.labels[place]),
            loops: loops.clone(),
            when,
            shared,
            joined,
            fields,
            table: inside,
            lists,
        })
    }

    /// Reads what fills a list of objects.
    fn item(
        self,
        all: &[Outline<'_, 't>],
        place: usize,
        name: &str,
        inside: &'static FieldTable,
        node: &Node<'t>,
    ) -> Result<Template, ProfileError> {
        let makes = all[place].makes;
        let field = &join(makes.word(), name);
        let table = self.text.members(node, field)?;
        let loops = self.loops(table, field, &all[place].loops)?;
        let walk = FieldReader { reader: self, all, place, known: &inside.fields, loops: &loops };
        let mut fields = Vec::new();
        for (name, value) in table {
            if !["each", "if", "unless"].contains(&name.get_ref().as_ref()) {
                walk.field(&mut fields, field, "", name.get_ref(), value)?;
            }
        }
        if let Some(name) = inside.required.iter().find(|name| !has(&fields, name)) {
            return Err(self.text.error(node, field, format!("it says nothing of {name}, which it needs")));
        }
        let when = self.conditions(table, field, &loops)?;
        let (called, lists) = (field.clone(), Vec::new());
        Ok(Template {
            makes,
            called,
            loops,
            when,
            shared: false,
            joined: false,
            fields,
            table: inside,
            lists,
        })
    }

    /// A piece of evidence belongs to the one claim and the one source, where there is but one; so do a
    /// gap, and a figure that belongs to no piece of evidence, to the one claim.
    fn defaults(self, all: &[Outline<'_, 't>], place: usize, fields: &mut Vec<(&'static Field, Expr)>) {
        let here = &all[place];
        let kinds: &[Kind] = match here.makes {
            Makes::Record(Kind::Evidence) => &[Kind::Claim, Kind::Source],
            Makes::Record(Kind::Gap) => &[Kind::Claim],
            Makes::Record(Kind::Figure) if !has(fields, "evidence") => &[Kind::Claim],
            _ => return,
        };
        for kind in kinds {
            let mut of_kind = (0..all.len()).filter(|at| all[*at].makes == Makes::Record(*kind));
            let (Some(only), None) = (of_kind.next(), of_kind.next()) else { continue };
            let known = here.makes.fields().iter().find(|field| field.name == kind.word());
            if let Some(field) = known
                && !has(fields, &field.name)
                && here.loops.starts_with(&all[only].loops)
            {
                fields.push((field, Expr { head: Head::Entry(only), steps: None }));
            }
        }
    }
}

/// What a template is called: by what it makes, and where there are several by its label or its number.
fn called(all: &[Outline<'_, '_>], place: usize, label: &str) -> String {
    let makes = all[place].makes;
    let alike = |range: &[Outline<'_, '_>]| range.iter().filter(|other| other.makes == makes).count();
    match (alike(all), label) {
        (1, _) => makes.word().to_owned(),
        (_, "") => format!("{} {}", makes.word(), alike(&all[..=place])),
        _ => format!("{} \"{label}\"", makes.word()),
    }
}

/// The way through the fields of one template.
struct FieldReader<'w, 'n, 't> {
    reader: ProfileReader<'w, 't>,
    all: &'w [Outline<'n, 't>],
    place: usize,
    known: &'static [Field],
    loops: &'w [Loop],
}

impl<'t> FieldReader<'_, '_, 't> {
    fn field(
        &self,
        fields: &mut Vec<(&'static Field, Expr)>,
        of: &str,
        prefix: &str,
        name: &str,
        node: &Node<'t>,
    ) -> Result<(), ProfileError> {
        let text = self.reader.text;
        let name = join(prefix, name);
        let full = join(of, &name);
        let inner = format!("{name}.");
        let parts =
            || self.known.iter().map(|field| field.name.as_str()).filter(|known| known.starts_with(&inner));
        match node.get_ref() {
            DeValue::Table(table) if !is_expression(table) && parts().next().is_some() => {
                for (part, node) in table {
                    self.field(fields, of, &name, part.get_ref(), node)?;
                }
                return Ok(());
            }
            _ => {}
        }
        let Some(field) = self.known.iter().find(|field| field.name == name) else {
            let reason = match parts().next() {
                Some(_) => format!("it has parts: {}", listed(parts())),
                None => {
                    let extra: &[&str] = if prefix.is_empty() { &RESERVED } else { &[] };
                    let known =
                        self.known.iter().map(|field| field.name.as_str()).chain(extra.iter().copied());
                    format!("it is not known here; known: {}", listed(known))
                }
            };
            return Err(text.error(node, &full, reason));
        };
        let expr = self.reader.expr(node, &full)?;
        self.reader.paths(node, &full, &expr, self.loops)?;
        all_count(&expr, field.takes).map_err(|reason| text.error(node, &full, reason))?;
        let mut result = Ok(());
        expr.entries(&mut |entry| {
            if result.is_ok() {
                result = self.entry(entry, field.takes).map_err(|reason| text.error(node, &full, reason));
            }
        });
        result?;
        let mut result = Ok(());
        expr.fixed(&mut |fixed| {
            if result.is_ok() && !is_read_further(&expr) {
                let given = given(fixed.val(), field.takes);
                result = given.map(drop).map_err(|reason| text.error(node, &full, reason));
            }
        });
        result?;
        fields.push((field, expr));
        Ok(())
    }

    /// That an entry referred to is there by then, and is of the kind wanted.
    fn entry(&self, entry: usize, takes: Takes) -> Result<(), String> {
        let (there, label) = (&self.all[entry], &self.reader.labels[entry]);
        if let Some(kind) = takes.refers_to()
            && there.makes != Makes::Record(kind)
        {
            return Err(format!("\"{label}\" is a {}, and should be {}", there.makes.word(), kind.one()));
        }
        if there.makes == Makes::Annotation {
            return Err("an annotation has no id".into());
        }
        if entry >= self.place {
            return Err(format!(
                "\"{label}\" is made later; entries are made kind by kind ({}), and within a kind in the order \
                 of the profile",
                listed(Makes::ALL.iter().map(|makes| makes.word()))
            ));
        }
        let several = matches!(takes, Takes::Field(shape::Takes::References(_)));
        let outside = self.loops.starts_with(&there.loops);
        if !(outside || several && there.loops.starts_with(self.loops)) {
            return Err(format!(
                "\"{label}\" goes over other things; what refers to it has the same each, or begins with it"
            ));
        }
        Ok(())
    }
}

/// Whether what the profile says is only read once a record is there.
fn is_read_further(expr: &Expr) -> bool {
    match &expr.head {
        Head::First(list) | Head::All(list) if list.iter().any(is_read_further) => return true,
        _ => {}
    }
    expr.steps.as_ref().is_some_and(|steps| {
        !steps.date.is_empty() || steps.number.is_some() || steps.split.is_some() || steps.join.is_some()
    })
}
