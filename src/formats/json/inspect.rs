//! What serde leaves out when it reads a record: members that come twice, numbers that
//! would change, members nobody keeps, and where in the record an error is.

use crate::formats::json::tokens::{Token, tokens};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::Write as _;

/// What is wrong with a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where, as a path such as `quote.text`; `None` if it is the whole record.
    pub field: Option<String>,
    /// What, as the end of a sentence.
    pub reason: String,
}

impl Fault {
    /// A fault of the record as a whole.
    pub fn whole(reason: impl Into<String>) -> Self {
        Self { field: None, reason: reason.into() }
    }

    /// A fault of one field.
    pub fn field(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { field: Some(field.into()), reason: reason.into() }
    }
}

/// With more members than this, the names of an object are looked up, not compared one by one.
const FEW: usize = 24;
/// How much of a name or a reason is shown.
const SHOWN: usize = 200;

/// An open object or array.
struct Frame<'a> {
    object: bool,
    /// Where its names begin among all names.
    names: usize,
    index: usize,
    seen: Option<HashSet<Cow<'a, str>>>,
}

/// Walks well-formed JSON, without recursion; stays in bounds on any other.
struct Walker<'a> {
    json: &'a str,
    frames: Vec<Frame<'a>>,
    names: Vec<Cow<'a, str>>,
}

impl<'a> Walker<'a> {
    fn new(json: &'a str) -> Self {
        Self { json, frames: Vec::new(), names: Vec::new() }
    }

    /// Walks up to a byte and counts the members met; ends early at a fault.
    fn run(&mut self, until: usize) -> Result<u64, Fault> {
        let mut members = 0;
        let mut name_next = false;
        let json = self.json;
        for (token, place) in tokens(&json.as_bytes()[..until.min(json.len())]) {
            match token {
                Token::Mark(byte @ (b'{' | b'[')) => {
                    let object = byte == b'{';
                    self.frames.push(Frame { object, names: self.names.len(), index: 0, seen: None });
                    name_next = object;
                }
                Token::Mark(b'}' | b']') => {
                    if let Some(frame) = self.frames.pop() {
                        self.names.truncate(frame.names);
                    }
                    name_next = false;
                }
                Token::Mark(b',') => {
                    if let Some(frame) = self.frames.last_mut() {
                        frame.index += 1;
                        name_next = frame.object;
                    }
                }
                Token::Text if name_next => {
                    self.name(&json[place])?;
                    members += 1;
                    name_next = false;
                }
                Token::Word => self.number(&json[place])?,
                Token::Text | Token::Mark(_) => {}
            }
        }
        Ok(members)
    }

    /// Takes the name of a member, in its quotation marks.
    fn name(&mut self, quoted: &'a str) -> Result<(), Fault> {
        let raw = &quoted[1..quoted.len() - 1];
        let name = if raw.contains('\\') {
            Cow::Owned(serde_json::from_str(quoted).unwrap_or_else(|_| raw.to_owned()))
        } else {
            Cow::Borrowed(raw)
        };
        let Some(frame) = self.frames.last_mut() else { return Ok(()) };
        let here = &self.names[frame.names..];
        let twice = if here.len() < FEW {
            here.contains(&name)
        } else {
            !frame.seen.get_or_insert_with(|| here.iter().cloned().collect()).insert(name.clone())
        };
        self.names.push(name);
        if twice {
            return Err(Fault { field: self.path(), reason: "it appears twice".into() });
        }
        Ok(())
    }

    fn number(&self, token: &str) -> Result<(), Fault> {
        let whole = token.len() > 18 && !token.contains(['.', 'e', 'E']);
        if whole && token.parse::<i64>().is_err() && token.parse::<u64>().is_err() {
            let reason = "the number has more digits than can be kept; write it as text";
            return Err(Fault { field: self.path(), reason: reason.into() });
        }
        Ok(())
    }

    fn path(&self) -> Option<String> {
        let mut path = String::new();
        for (depth, frame) in self.frames.iter().enumerate() {
            let end = self.frames.get(depth + 1).map_or(self.names.len(), |inner| inner.names);
            if !frame.object {
                let _ = write!(path, "[{}]", frame.index);
            } else if end > frame.names {
                if !path.is_empty() {
                    path.push('.');
                }
                path.extend(self.names[end - 1].chars().take(SHOWN));
            }
        }
        (!path.is_empty()).then(|| shorten(&path))
    }
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Reads one record of well-formed JSON, strictly: nothing twice, no number that would change.
/// Names besides the members that its type does not keep. `scratch` is room to work in.
///
/// # Errors
/// What is wrong with it, and where.
pub fn strict<T: Serialize + DeserializeOwned>(
    json: &[u8],
    scratch: &mut Vec<u8>,
) -> Result<(T, Vec<String>), Fault> {
    let json = std::str::from_utf8(json).map_err(|error| {
        Fault::whole(format!("it is not UTF-8: its byte {} belongs to no character", error.valid_up_to() + 1))
    })?;
    not_heavy(json)?;
    let item: T = serde_json::from_str(json).map_err(|error| explain(json, &error))?;
    // What comes out as it went in is whole. That is every record corrob itself has written.
    scratch.clear();
    serde_json::to_writer(&mut *scratch, &item).map_err(|error| Fault::whole(error.to_string()))?;
    if scratch == json.as_bytes() {
        return Ok((item, Vec::new()));
    }
    let members = Walker::new(json).run(json.len())?;
    let kept = std::str::from_utf8(scratch).ok().and_then(|kept| Walker::new(kept).run(kept.len()).ok());
    let left = if kept == Some(members) { Vec::new() } else { left_out(json, &item) };
    Ok((item, left))
}

/// Reads one record of well-formed JSON, whatever its shape, as strictly.
///
/// # Errors
/// What is wrong with it, and where.
pub fn value(json: &[u8]) -> Result<Value, Fault> {
    let json = std::str::from_utf8(json).map_err(|error| {
        Fault::whole(format!("it is not UTF-8: its byte {} belongs to no character", error.valid_up_to() + 1))
    })?;
    not_heavy(json)?;
    let value = serde_json::from_str(json).map_err(|error| explain(json, &error))?;
    Walker::new(json).run(json.len())?;
    Ok(value)
}

/// Refuses a record that would take far more memory as a value than it does as text: an object of
/// seven bytes takes hundreds.
fn not_heavy(json: &str) -> Result<(), Fault> {
    /// Records of fewer bytes cannot.
    const LIGHT: usize = 1 << 18;
    /// Bytes of memory, at most, and what an object and any other value take of them.
    const MOST: usize = 256 << 20;
    const OBJECT: usize = 640;
    const VALUE: usize = 64;
    if json.len() < LIGHT {
        return Ok(());
    }
    let mut weight = 0;
    for (token, _) in tokens(json.as_bytes()) {
        weight += match token {
            Token::Mark(b'{') => OBJECT,
            Token::Mark(b',' | b'[') => VALUE,
            _ => 0,
        };
        if weight > MOST {
            let reason = "it has more members than one record may; make several records of it";
            return Err(Fault::whole(reason));
        }
    }
    Ok(())
}

/// Puts what serde says into the words of this program, with the path of the field.
fn explain(json: &str, error: &serde_json::Error) -> Fault {
    let text = error.to_string();
    let text = text.rsplit_once(" at line ").map_or(text.as_str(), |(text, _)| text);
    let line: usize = json.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let mut walker = Walker::new(json);
    let fault = walker.run(line + error.column().saturating_sub(1)).err();
    let path = walker.path();
    let ticked = |prefix: &str| text.strip_prefix(prefix)?.split_once('`');
    if let Some((name, _)) = ticked("missing field `") {
        return Fault {
            field: Some(sibling(path.as_deref(), &walker, name)),
            reason: "it is missing".into(),
        };
    }
    if let Some((name, _)) = ticked("duplicate field `") {
        let reason = "it appears twice".into();
        return Fault { field: Some(sibling(path.as_deref(), &walker, name)), reason };
    }
    if let Some(fault) = fault {
        return fault;
    }
    let reason = if let Some((word, known)) = ticked("unknown variant `") {
        let known: Vec<&str> = known.split('`').skip(1).step_by(2).collect();
        format!("\"{}\" is not known here; known: {}", shorten(word), known.join(", "))
    } else if text.ends_with("untagged enum Dated") {
        "it is not a date; write 2025, 2025-10, 2025-10-14 or 2025-10-14T09:30Z, or where it is inferred \
         {\"date\": ..., \"inferred\": from what}"
            .to_owned()
    } else if text.contains("surrogate") || text.starts_with("unexpected end of hex escape") {
        "it has half a character: a \\ud800 to \\udfff without its other half".to_owned()
    } else if text.starts_with("number out of range") {
        "the number is too large to be kept; write it as text".to_owned()
    } else if let Some((got, wanted)) =
        text.strip_prefix("invalid type: ").and_then(|t| t.rsplit_once(", expected "))
    {
        let wanted = if wanted.starts_with("struct ") { "an object" } else { wanted };
        format!("it is {}, and should be {wanted}", shorten(got))
    } else {
        shorten(text)
    };
    Fault { field: path, reason }
}

/// The path of another member of the innermost open object.
fn sibling(path: Option<&str>, walker: &Walker, name: &str) -> String {
    let named = walker.frames.last().is_some_and(|frame| frame.object && walker.names.len() > frame.names);
    match path {
        Some(path) if !named => format!("{path}.{name}"),
        Some(path) => match path.rsplit_once('.') {
            Some((parent, _)) => format!("{parent}.{name}"),
            None => name.to_owned(),
        },
        None => name.to_owned(),
    }
}

/// The members of a record that reading it did not keep: those its type does not know.
fn left_out<T: Serialize + DeserializeOwned>(json: &str, item: &T) -> Vec<String> {
    let (Ok(mut raw), Ok(kept)) = (serde_json::from_str::<Value>(json), serde_json::to_value(item)) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    compare(&raw, &kept, &Place::default(), &mut found);
    found.retain(|place| !known(&mut raw, &place.pointer, |changed| T::deserialize(changed).is_err()));
    found.iter().map(|place| shorten(&place.shown)).collect()
}

/// Where in a record a value stands: as a JSON pointer, and as it is named to people.
#[derive(Debug, Default)]
struct Place {
    pointer: String,
    shown: String,
}

impl Place {
    fn member(&self, name: &str) -> Self {
        let dot = if self.shown.is_empty() { "" } else { "." };
        Self {
            pointer: format!("{}/{}", self.pointer, name.replace('~', "~0").replace('/', "~1")),
            shown: format!("{}{dot}{name}", self.shown),
        }
    }

    fn element(&self, index: usize) -> Self {
        Self { pointer: format!("{}/{index}", self.pointer), shown: self.shown.clone() }
    }
}

/// At most this many members are looked into for one record.
const LEFT_OUT: usize = 100;

fn compare(raw: &Value, kept: &Value, at: &Place, found: &mut Vec<Place>) {
    match (raw, kept) {
        (Value::Object(raw), Value::Object(kept)) => {
            for (name, value) in raw {
                if found.len() >= LEFT_OUT {
                    return;
                }
                match kept.get(name) {
                    Some(there) => compare(value, there, &at.member(name), found),
                    None => found.push(at.member(name)),
                }
            }
        }
        (Value::Array(raw), Value::Array(kept)) => {
            for (index, (value, there)) in raw.iter().zip(kept).enumerate() {
                compare(value, there, &at.element(index), found);
            }
        }
        _ => {}
    }
}

/// Whether the type knows a member that it did not write again: null, false and empty values are
/// left out of what is written. Then a value that fits nothing is refused in its place.
fn known(raw: &mut Value, pointer: &str, refuses: impl Fn(&Value) -> bool) -> bool {
    let Some(place) = raw.pointer_mut(pointer) else { return false };
    let blank = match place {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    };
    if !blank {
        return false;
    }
    let before = std::mem::replace(place, Value::from(-1.5));
    let known = refuses(raw);
    if let Some(place) = raw.pointer_mut(pointer) {
        *place = before;
    }
    known
}
