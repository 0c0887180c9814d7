//! Where the records of a JSON file may be, by its start, which may be cut off anywhere.

use crate::formats::carrier::JsonShape;
use crate::formats::json::tokens::{Token, tokens};
use std::collections::HashSet;
use std::ops::Range;

/// How far in records are looked for: `a.b.c`.
const DEPTH: usize = 3;
/// Members of an object whose names are remembered, to compare it with the one beside it.
const NAMES: usize = 64;
/// At most this many places are offered.
const PLACES: usize = 7;
/// With this many members that look alike, what is within them is a part of a record.
const ALIKE: u32 = 5;

/// An open object or array that may hold records.
struct Container {
    object: bool,
    /// Where it begins.
    begin: usize,
    /// The member being read.
    member: String,
    /// The names of its members, the first few.
    names: HashSet<String>,
    /// Its children: how many in all, how many objects; the names of the first, and how many of the
    /// others have half of them.
    children: u32,
    objects: u32,
    first: Option<HashSet<String>>,
    alike: u32,
}

/// Where records may be, and how many bytes they are.
struct Candidate {
    shape: JsonShape,
    /// How many of them look like the first.
    alike: u32,
    bytes: usize,
}

impl Candidate {
    fn path(&self) -> &[String] {
        match &self.shape {
            JsonShape::Lines => &[],
            JsonShape::Array(path) | JsonShape::Members(path) => path,
        }
    }
}

/// The ways to read JSON, the likeliest first.
pub(super) fn shapes(text: &[u8]) -> Vec<JsonShape> {
    let (look, several) = ShapeSniffer::at(text);
    if several {
        return vec![JsonShape::Lines];
    }
    if text.first() == Some(&b'[') {
        return vec![JsonShape::Array(Vec::new())];
    }
    let mut places = look.places;
    // The place with most that look alike, arrays before objects, which may be anything.
    places.sort_by_key(|place| {
        let members = matches!(place.shape, JsonShape::Members(_));
        (members, u32::MAX - place.alike, usize::MAX - place.bytes)
    });
    let mut shapes: Vec<JsonShape> = places.into_iter().map(|place| place.shape).collect();
    let linked = look.top.contains("@type") || look.top.contains("@context");
    let whole = shapes.iter().position(|shape| *shape == JsonShape::Members(Vec::new()));
    if let Some(at) = whole {
        let shape = shapes.remove(at);
        shapes.insert(0, shape);
    }
    shapes.truncate(PLACES);
    if linked && !look.top.contains("@graph") {
        shapes.insert(0, JsonShape::Lines);
    } else {
        shapes.push(JsonShape::Lines);
    }
    shapes
}

/// Whether something stands behind the first value.
pub(super) fn has_several(text: &[u8]) -> bool {
    ShapeSniffer::at(text).1
}

struct ShapeSniffer<'a> {
    text: &'a [u8],
    frames: Vec<Container>,
    /// How many more are open within the innermost frame.
    deeper: u64,
    places: Vec<Candidate>,
    /// The names of the members of the outermost object.
    top: HashSet<String>,
}

impl<'a> ShapeSniffer<'a> {
    /// Walks the first value; whether something stands behind it.
    fn at(text: &'a [u8]) -> (Self, bool) {
        let mut look = Self { text, frames: Vec::new(), deeper: 0, places: Vec::new(), top: HashSet::new() };
        let end = look.run();
        (look, end.is_some_and(|end| !text[end..].trim_ascii().is_empty()))
    }

    /// Walks the first value; says where it ends, if it does.
    fn run(&mut self) -> Option<usize> {
        for (token, place) in tokens(self.text) {
            match token {
                Token::Text => self.string(place),
                Token::Mark(byte @ (b'{' | b'[')) => self.open(byte == b'{', place.start),
                Token::Mark(b'}' | b']') if self.deeper > 0 => self.deeper -= 1,
                Token::Mark(b'}' | b']') => {
                    self.close(place.end);
                    if self.frames.is_empty() {
                        return Some(place.end);
                    }
                }
                Token::Word if self.deeper == 0 => self.child(),
                Token::Word | Token::Mark(_) => {}
            }
        }
        // What is cut off is judged by what there is of it.
        while !self.frames.is_empty() {
            self.close(self.text.len());
        }
        None
    }

    /// A string: the name of a member where a colon follows in an object, else a value.
    fn string(&mut self, place: Range<usize>) {
        if self.deeper > 0 {
            return;
        }
        let name = self.text[place.end..].trim_ascii_start().first() == Some(&b':');
        let outermost = self.frames.len() == 1;
        match self.frames.last_mut() {
            Some(frame) if frame.object && name => {
                frame.member = serde_json::from_slice(&self.text[place]).unwrap_or_default();
                if frame.names.len() < NAMES {
                    frame.names.insert(frame.member.clone());
                    if outermost {
                        self.top.insert(frame.member.clone());
                    }
                }
            }
            _ => self.child(),
        }
    }

    /// A value that is not an object.
    fn child(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.children += 1;
        }
    }

    fn open(&mut self, object: bool, begin: usize) {
        // Within an array of records nothing is looked for, but the names of its first.
        let arrays = self.frames.iter().filter(|frame| !frame.object).count();
        if self.deeper > 0 || self.frames.len() > DEPTH + 1 || arrays > 0 && !object || arrays > 1 {
            if self.deeper == 0 {
                self.child();
            }
            self.deeper += 1;
            return;
        }
        self.frames.push(Container {
            object,
            begin,
            member: String::new(),
            names: HashSet::new(),
            children: 0,
            objects: 0,
            first: None,
            alike: 0,
        });
    }

    fn close(&mut self, end: usize) {
        self.deeper = 0;
        let Some(frame) = self.frames.pop() else { return };
        let names_only = self.frames.iter().all(|outer| outer.object);
        let path: Vec<String> = self.frames.iter().map(|outer| outer.member.clone()).collect();
        if names_only && path.len() <= DEPTH && frame.objects > 0 {
            let bytes = end - frame.begin;
            let all = frame.objects == frame.children;
            let alike = frame.alike + 1;
            if !frame.object && !path.is_empty() {
                self.places.push(Candidate { shape: JsonShape::Array(path), alike, bytes });
            } else if frame.object && all && frame.objects > 1 && alike >= frame.objects.div_ceil(2) {
                if frame.objects >= ALIKE {
                    self.places.retain(|place| !place.path().starts_with(&path));
                }
                self.places.push(Candidate { shape: JsonShape::Members(path), alike, bytes });
            }
        }
        if let Some(outer) = self.frames.last_mut() {
            outer.children += 1;
            if frame.object {
                outer.objects += 1;
                match &outer.first {
                    None => outer.first = Some(frame.names),
                    Some(first) => {
                        let shared = first.intersection(&frame.names).count();
                        let enough = shared * 2 >= first.len().min(frame.names.len()).max(1);
                        outer.alike += u32::from(enough);
                    }
                }
            }
        }
    }
}
