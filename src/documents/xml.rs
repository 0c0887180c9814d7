//! The XML of Office documents as a walk: elements that begin and end, and texts.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

/// What a walk comes upon.
pub(super) enum Met<'a> {
    /// An element begins, by its local name and its attributes.
    Begin(&'a str, &'a Attributes),
    /// It ends.
    End(&'a str),
    /// A text.
    Text(&'a str),
}

/// The attributes of an element, by local name.
pub(super) struct Attributes(Vec<(String, String)>);

impl Attributes {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn of(tag: &BytesStart<'_>) -> Self {
        let mut attributes = tag.attributes();
        let all = attributes.with_checks(false).flatten().map(|attribute| {
            let name = local(attribute.key.as_ref());
            let raw = attribute.value.as_ref();
            let value =
                quick_xml::escape::unescape(raw).map_or_else(|_| raw.to_owned(), |text| text.into_owned());
            (name, value)
        });
        Self(all.collect())
    }
}

fn local(name: &str) -> String {
    name.rsplit_once(':').map_or(name, |(_, local)| local).to_owned()
}

/// Walks through a part. Returns whether it could be read to its end.
pub(super) fn walk(part: &str, each: &mut dyn FnMut(Met<'_>)) -> bool {
    let mut reader = Reader::from_str(part);
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                each(Met::Begin(&local(tag.name().as_ref()), &Attributes::of(&tag)));
            }
            Ok(Event::Empty(tag)) => {
                let name = local(tag.name().as_ref());
                each(Met::Begin(&name, &Attributes::of(&tag)));
                each(Met::End(&name));
            }
            Ok(Event::End(tag)) => each(Met::End(&local(tag.name().as_ref()))),
            Ok(Event::Text(text)) => each(Met::Text(&text)),
            Ok(Event::CData(text)) => each(Met::Text(&text)),
            Ok(Event::GeneralRef(reference)) => {
                let name: &str = &reference;
                let number = reference.resolve_char_ref().ok().flatten().map(String::from);
                let text = number.or_else(|| resolve_predefined_entity(name).map(str::to_owned));
                each(Met::Text(&text.unwrap_or_else(|| format!("&{name};"))));
            }
            Ok(Event::Eof) => return true,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}

/// The texts of some elements, by their local names.
pub(super) fn texts(part: &str) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    let mut open = false;
    walk(part, &mut |met| match met {
        Met::Begin(name, _) => {
            all.push((name.to_owned(), String::new()));
            open = true;
        }
        Met::Text(text) if open => all.last_mut().into_iter().for_each(|(_, known)| known.push_str(text)),
        Met::End(_) => open = false,
        Met::Text(_) => {}
    });
    all.retain(|(_, text)| !text.trim().is_empty());
    all
}
