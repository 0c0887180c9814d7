//! The table of fields: what each record, and each object inside one, is made of. The options of the
//! command line, the profile language, schemas, exports and screens derive from it.

use super::dates::Dated;
use super::grounds;
use super::ids::Digest;
use super::kind::Kind;
use super::words::{Vocabulary, Word, shown};
use serde_json::{Map, Number, Value};
use std::borrow::Cow;

/// What a field takes.
#[derive(Debug, Clone, Copy)]
pub enum Takes {
    /// Text.
    Text,
    /// The code of a ground, or text.
    Ground,
    /// A word of a vocabulary.
    Word(&'static Vocabulary),
    /// A number, kept as it is written.
    Number,
    /// A whole number from 0.
    Count,
    /// A whole number of days.
    Days,
    /// A date, stated or inferred.
    Date,
    /// The SHA-256 of a document.
    Digest,
    /// Yes or no.
    Flag,
    /// The id of another record.
    Reference(Kind),
    /// The ids of other records.
    References(Kind),
    /// An object with fields of its own.
    Nested(&'static Shape),
    /// A list of such objects.
    List(&'static Shape),
}

impl Takes {
    /// A value in words, where it needs no other record to be understood.
    #[must_use]
    pub fn in_words(self, value: &Value) -> Option<String> {
        match (self, value) {
            (Self::Reference(_) | Self::References(_) | Self::Nested(_) | Self::List(_), _)
            | (_, Value::Null) => None,
            (Self::Date, Value::Object(dated)) => {
                let get = |name: &str| dated.get(name).and_then(Value::as_str).unwrap_or_default();
                Some(format!("{} (inferred: {})", get("date"), get("inferred")))
            }
            (_, Value::Bool(yes)) => Some(if *yes { "yes" } else { "no" }.to_owned()),
            (Self::Word(words), Value::String(text)) => {
                Some(words.find(text).map_or_else(|_| text.clone(), |word| shown(word).to_owned()))
            }
            (Self::Ground, Value::String(text)) => Some(grounds::shown(text)),
            (_, Value::String(text)) => Some(text.clone()),
            (_, other) => Some(other.to_string()),
        }
    }

    /// What a field of ids takes.
    pub(super) const fn referring(kind: Kind, many: bool) -> Self {
        if many { Self::References(kind) } else { Self::Reference(kind) }
    }
}

/// One field.
#[derive(Debug, Clone, Copy)]
pub struct FieldSpec {
    /// Its name, as native JSON has it.
    pub name: &'static str,
    /// What files that were written earlier call it.
    pub was: Option<&'static str>,
    /// What it takes.
    pub takes: Takes,
    /// Whether it must be there.
    pub required: bool,
    /// What it is called on screens and in reports.
    pub heading: &'static str,
    /// What it says, in a sentence.
    pub about: &'static str,
}

impl FieldSpec {
    /// Whether people enter it: what is recorded of documents comes with them.
    #[must_use]
    pub fn is_entered(&self) -> bool {
        self.name != "documents"
    }

    /// The words that its sentence names as examples of what may stand there: "..., official-release,
    /// court-record, ...".
    pub fn usual(&self) -> impl Iterator<Item = &'static str> + use<> {
        let open = self.about.strip_suffix(", ...").and_then(|about| about.split_once(": "));
        let words = open.map_or("", |(_, words)| words).split(',').map(|word| word.trim().trim_matches('"'));
        words.filter(|word| !word.is_empty())
    }
}

/// What becomes of a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It stays.
    Stay,
    /// It leads to another record.
    Lead(String),
    /// It goes.
    Go,
}

impl Fate {
    /// Does it to a reference. Returns whether there is still one.
    fn befalls(self, id: &mut String) -> bool {
        match self {
            Self::Stay => true,
            Self::Lead(other) => {
                *id = other;
                true
            }
            Self::Go => false,
        }
    }
}

/// The fields of a record, or of an object inside one.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// The name of its type.
    pub name: &'static str,
    /// What it is, in a sentence.
    pub about: &'static str,
    /// The field that must not be empty.
    pub essential: Option<&'static str>,
    /// Its fields, in the order of native JSON, without the id, the key and the dataset of a record.
    pub fields: &'static [FieldSpec],
}

impl Shape {
    /// The field with a name, or the one that a path such as `via.party` leads to.
    #[must_use]
    pub fn field(&self, path: &str) -> Option<&'static FieldSpec> {
        let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
        let field = self.fields.iter().find(|field| field.name == name)?;
        match (rest, field.takes) {
            (None, _) => Some(field),
            (Some(rest), Takes::Nested(inside)) => inside.field(rest),
            (Some(_), _) => None,
        }
    }

    /// Goes over what an object refers to, by kind and id, and does to each reference as `fate` says. Returns
    /// whether it still has all that it must have; without that, an object in a list leaves it.
    pub fn refer(&self, members: &mut Map<String, Value>, fate: &mut dyn FnMut(Kind, &str) -> Fate) -> bool {
        let mut stands = true;
        for field in self.fields {
            let Some(value) = members.get_mut(field.name) else { continue };
            let stays = match (field.takes, &mut *value) {
                (Takes::Reference(kind), Value::String(id)) => fate(kind, id).befalls(id),
                (Takes::References(kind), Value::Array(ids)) => {
                    let mut seen: Vec<Value> = Vec::new();
                    ids.retain_mut(|id| {
                        let Value::String(text) = id else { return true };
                        let stays = fate(kind, text).befalls(text) && !seen.contains(id);
                        seen.push(id.clone());
                        stays
                    });
                    !ids.is_empty()
                }
                (Takes::Nested(inside), Value::Object(members)) => {
                    inside.refer(members, fate) && !members.is_empty()
                }
                (Takes::List(inside), Value::Array(items)) => {
                    items.retain_mut(|item| {
                        item.as_object_mut().is_none_or(|members| inside.refer(members, fate))
                    });
                    !items.is_empty()
                }
                _ => true,
            };
            if !stays {
                members.remove(field.name);
                stands &= !field.required;
            }
        }
        stands
    }

    /// Whether an object may refer to records of a kind.
    #[must_use]
    pub fn may_refer_to(&self, kind: Kind) -> bool {
        self.fields.iter().any(|field| match field.takes {
            Takes::Reference(to) | Takes::References(to) => to == kind,
            Takes::Nested(inside) | Takes::List(inside) => inside.may_refer_to(kind),
            _ => false,
        })
    }

    /// Gives the members of an object that was written earlier the names that fields have now.
    pub fn rename(&self, members: &mut Map<String, Value>) {
        for field in self.fields {
            if let Some(value) = field.was.and_then(|was| members.remove(was)) {
                members.insert(field.name.to_owned(), value);
            }
            match (field.takes, members.get_mut(field.name)) {
                (Takes::Nested(inside), Some(Value::Object(members))) => inside.rename(members),
                (Takes::List(inside), Some(Value::Array(list))) => {
                    list.iter_mut()
                        .filter_map(Value::as_object_mut)
                        .for_each(|members| inside.rename(members));
                }
                _ => {}
            }
        }
    }

    /// Every field with its path: of an object inside, its fields rather than itself.
    #[must_use]
    pub fn leaves(&self) -> Vec<(String, &'static FieldSpec)> {
        let mut all = Vec::new();
        for field in self.fields {
            match field.takes {
                Takes::Nested(inside) => all.extend(
                    inside.leaves().into_iter().map(|(path, leaf)| (format!("{}.{path}", field.name), leaf)),
                ),
                _ => all.push((field.name.to_owned(), field)),
            }
        }
        all
    }
}

/// A reference: the path of the field, the kind of the other record, and its id.
pub type Reference<'a> = (Cow<'static, str>, Kind, &'a str);

/// A type that fields have.
pub trait Field {
    /// What a field of this type takes, where it is no reference.
    const TAKES: Takes;
    /// Whether such a field must be there.
    const REQUIRED: bool = true;
    /// Whether it holds several.
    const MANY: bool = false;
    /// Whether nothing stands there: native JSON leaves it out.
    fn is_absent(&self) -> bool {
        false
    }
    /// Adds what it refers to; `kind` is what the ids in it are of, where they are any.
    fn references<'a>(&'a self, _name: &'static str, _kind: Option<Kind>, _all: &mut Vec<Reference<'a>>) {}
    /// Adds the texts that a search finds the record by.
    fn words<'a>(&'a self, _all: &mut Vec<&'a str>) {}
}

/// A type with a table of its fields.
pub trait Shaped {
    /// The table.
    const SHAPE: &'static Shape;
    /// Adds what its fields refer to.
    fn add_references<'a>(&'a self, all: &mut Vec<Reference<'a>>);
    /// Adds the texts of its fields that a search looks at.
    fn add_words<'a>(&'a self, all: &mut Vec<&'a str>);
}

impl<W: Word> Field for W {
    const TAKES: Takes = Takes::Word(W::VOCABULARY);
}

macro_rules! plain {
    ($($of:ty => $takes:ident),+) => {
        $(impl Field for $of { const TAKES: Takes = Takes::$takes; })+
    };
}
plain!(Number => Number, u64 => Count, u32 => Days, Dated => Date, Digest => Digest, bool => Flag);

impl Field for String {
    const TAKES: Takes = Takes::Text;
    fn references<'a>(&'a self, name: &'static str, kind: Option<Kind>, all: &mut Vec<Reference<'a>>) {
        all.extend(kind.map(|kind| (Cow::Borrowed(name), kind, self.as_str())));
    }
    fn words<'a>(&'a self, all: &mut Vec<&'a str>) {
        all.push(self);
    }
}

impl<T: Field> Field for Option<T> {
    const TAKES: Takes = T::TAKES;
    const REQUIRED: bool = false;
    fn is_absent(&self) -> bool {
        self.is_none()
    }
    fn references<'a>(&'a self, name: &'static str, kind: Option<Kind>, all: &mut Vec<Reference<'a>>) {
        self.iter().for_each(|one| one.references(name, kind, all));
    }
    fn words<'a>(&'a self, all: &mut Vec<&'a str>) {
        self.iter().for_each(|one| one.words(all));
    }
}

impl<T: Field> Field for Vec<T> {
    const TAKES: Takes = match T::TAKES {
        Takes::Nested(shape) => Takes::List(shape),
        takes => takes,
    };
    const REQUIRED: bool = false;
    const MANY: bool = true;
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
    fn references<'a>(&'a self, name: &'static str, kind: Option<Kind>, all: &mut Vec<Reference<'a>>) {
        self.iter().for_each(|one| one.references(name, kind, all));
    }
    fn words<'a>(&'a self, all: &mut Vec<&'a str>) {
        self.iter().for_each(|one| one.words(all));
    }
}

/// Declares a type with its table: a row is the sentence, the field, its type, and its heading.
/// `=> Kind` says of what kind the records are that it refers to, `as Ground` what else it takes than
/// its type would tell, `words` that a search looks at it; `[default]` stands for lists, which may be
/// left out; `| "name"` for what files written earlier call the field.
macro_rules! shaped {
    (
        $(#[doc = $doc:literal])+
        $name:ident $([$derive:ident])? $(essential $essential:ident)? {
            { $($first:tt)* }
            $(
                $(#[doc = $about:literal])+
                $field:ident : $ty:ty $(| $was:literal)? $([$default:ident])? $(=> $kind:ident)? $(as $takes:ident)?,
                $heading:literal $(, $words:ident)?;
            )+
            { $($last:tt)* }
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize $(, $derive)?)]
        pub struct $name {
            $($first)*
            $(
                $(#[doc = $about])+
                $(#[serde($default)])?
                $(#[serde(alias = $was)])?
                #[serde(skip_serializing_if = "crate::domain::shape::Field::is_absent")]
                pub $field: $ty,
            )+
            $($last)*
        }

        impl $crate::domain::shape::Shaped for $name {
            const SHAPE: &'static $crate::domain::shape::Shape = &$crate::domain::shape::Shape {
                name: stringify!($name),
                about: concat!($($doc),+).trim_ascii_start(),
                essential: $crate::domain::shape::shaped!(@essential $($essential)?),
                fields: &[$($crate::domain::shape::FieldSpec {
                    name: stringify!($field),
                    was: $crate::domain::shape::shaped!(@was $($was)?),
                    takes: $crate::domain::shape::shaped!(@takes $ty $(=> $kind)? $(as $takes)?),
                    required: <$ty as $crate::domain::shape::Field>::REQUIRED,
                    heading: $heading,
                    about: concat!($($about),+).trim_ascii_start(),
                }),+],
            };
            fn add_references<'a>(&'a self, all: &mut Vec<$crate::domain::shape::Reference<'a>>) {
                use $crate::domain::shape::Field as _;
                $(self.$field.references(
                    stringify!($field),
                    $crate::domain::shape::shaped!(@kind $($kind)?),
                    all,
                );)+
            }
            fn add_words<'a>(&'a self, all: &mut Vec<&'a str>) {
                $($($crate::domain::shape::Field::$words(&self.$field, all);)?)+
                let _ = all;
            }
        }
    };
    (@essential) => { None };
    (@essential $field:ident) => { Some(stringify!($field)) };
    (@was) => { None };
    (@was $was:literal) => { Some($was) };
    (@kind) => { None };
    (@kind $kind:ident) => { Some($crate::domain::kind::Kind::$kind) };
    (@takes $ty:ty) => { <$ty as $crate::domain::shape::Field>::TAKES };
    (@takes $ty:ty => $kind:ident) => {
        $crate::domain::shape::Takes::referring(
            $crate::domain::kind::Kind::$kind,
            <$ty as $crate::domain::shape::Field>::MANY,
        )
    };
    (@takes $ty:ty as $takes:ident) => { $crate::domain::shape::Takes::$takes };
}
pub(super) use shaped;

/// The same for an object inside a record.
macro_rules! inside {
    ($(#[doc = $doc:literal])+ $name:ident $([$derive:ident])? { $($rows:tt)+ }) => {
        $crate::domain::shape::shaped! {
            $(#[doc = $doc])+ $name $([$derive])? { {} $($rows)+ {} }
        }
        impl $crate::domain::shape::Field for $name {
            const TAKES: $crate::domain::shape::Takes =
                $crate::domain::shape::Takes::Nested(<Self as $crate::domain::shape::Shaped>::SHAPE);
            fn references<'a>(
                &'a self,
                name: &'static str,
                _kind: Option<$crate::domain::kind::Kind>,
                all: &mut Vec<$crate::domain::shape::Reference<'a>>,
            ) {
                let before = all.len();
                $crate::domain::shape::Shaped::add_references(self, all);
                for (path, ..) in &mut all[before..] {
                    *path = format!("{name}.{path}").into();
                }
            }
            fn words<'a>(&'a self, all: &mut Vec<&'a str>) {
                $crate::domain::shape::Shaped::add_words(self, all);
            }
        }
    };
}
pub(super) use inside;

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const fn spec(name: &'static str, was: Option<&'static str>, takes: Takes) -> FieldSpec {
        FieldSpec { name, was, takes, required: false, heading: "", about: "" }
    }

    static PART: Shape =
        Shape { name: "Part", about: "", essential: None, fields: &[spec("now", Some("then"), Takes::Text)] };
    static WHOLE: Shape = Shape {
        name: "Whole",
        about: "",
        essential: None,
        fields: &[
            spec("one", None, Takes::Nested(&PART)),
            spec("several", Some("many"), Takes::List(&PART)),
            spec("text", None, Takes::Text),
        ],
    };

    #[test]
    fn a_field_gets_its_new_name_wherever_it_stands() {
        let mut members =
            json!({"one": {"then": 1}, "many": [{"then": 2}, {"now": 3}, 4], "text": {"then": 5}});
        WHOLE.rename(members.as_object_mut().unwrap());
        assert_eq!(
            members,
            json!({"one": {"now": 1}, "several": [{"now": 2}, {"now": 3}, 4], "text": {"then": 5}})
        );
    }
}
