//! What a browser makes of a page, by the tokenizer of the HTML standard.

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};
use std::collections::{BTreeMap, BTreeSet};

/// An element's start: its name and attributes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
}

/// A piece of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Start(Start),
    End(String),
    Text(String),
}

/// A page, read.
pub struct Page {
    pub pieces: Vec<Piece>,
}

const VOID: [&str; 6] = ["meta", "br", "rect", "line", "path", "circle"];

/// Elements whose ends part words from words.
const PARTED: [&str; 6] = ["td", "th", "dt", "dd", "title", "text"];

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

impl Page {
    /// Reads a page; a fault of its grammar ends the test.
    pub fn read(html: &str) -> Self {
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        let mut pieces = Vec::new();
        for token in Tokenizer::new_with_emitter(html, emitter) {
            match token.unwrap() {
                Token::StartTag(tag) => {
                    let attributes = tag.attributes.iter().map(|(name, value)| (text(name), text(value)));
                    let start = Start { name: text(&tag.name), attributes: attributes.collect() };
                    assert!(!tag.self_closing || VOID.contains(&start.name.as_str()), "{start:?}");
                    pieces.push(Piece::Start(start));
                }
                Token::EndTag(tag) => pieces.push(Piece::End(text(&tag.name))),
                Token::String(string) => match pieces.last_mut() {
                    Some(Piece::Text(before)) => before.push_str(&text(&string)),
                    _ => pieces.push(Piece::Text(text(&string))),
                },
                Token::Doctype(_) => assert!(pieces.is_empty(), "a doctype in the page"),
                other => panic!("{other:?}"),
            }
        }
        Self { pieces }
    }

    pub fn starts(&self) -> impl Iterator<Item = &Start> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Start(start) => Some(start),
            _ => None,
        })
    }

    /// The elements alone, in order, without the texts.
    pub fn structure(&self) -> Vec<&Piece> {
        self.pieces.iter().filter(|piece| !matches!(piece, Piece::Text(_))).collect()
    }

    /// The texts alone, in order, those of the style sheet left out.
    pub fn texts(&self) -> Vec<&str> {
        let mut before: Option<&Piece> = None;
        let mut texts = Vec::new();
        for piece in &self.pieces {
            if let Piece::Text(text) = piece
                && !matches!(before, Some(Piece::Start(start)) if start.name == "style")
            {
                texts.push(text.as_str());
            }
            before = Some(piece);
        }
        texts
    }

    /// All texts as one, white space as single spaces.
    pub fn text(&self) -> String {
        self.texts().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The text within the element that has this id, from its start to its end.
    pub fn text_of(&self, id: &str) -> String {
        let from = self.pieces.iter().position(
            |piece| matches!(piece, Piece::Start(start) if start.attributes.get("id").is_some_and(|it| it == id)),
        );
        let mut depth = 0;
        let mut texts = Vec::new();
        for piece in &self.pieces[from.unwrap_or_else(|| panic!("no {id}"))..] {
            match piece {
                Piece::Start(start) if VOID.contains(&start.name.as_str()) => {}
                Piece::Start(_) => depth += 1,
                Piece::End(name) => {
                    depth -= 1;
                    texts.extend(PARTED.contains(&name.as_str()).then_some(" "));
                }
                Piece::Text(text) => texts.push(text.as_str()),
            }
            if depth == 0 {
                break;
            }
        }
        texts.concat().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// What every page holds to, whatever its texts.
    pub fn check(&self) {
        self.nested();
        let mut ids = BTreeSet::new();
        for start in self.starts() {
            assert!(ELEMENTS.contains(&start.name.as_str()), "{start:?}");
            for (name, value) in &start.attributes {
                assert!(ATTRIBUTES.contains(&name.as_str()), "{start:?}");
                if name == "id" {
                    assert!(ids.insert(value.as_str()), "{value} stands there twice");
                    assert!(!value.is_empty() && !value.contains(char::is_whitespace), "{value:?}");
                }
            }
        }
        for start in self.starts() {
            let named = ["aria-labelledby"].iter().filter_map(|name| start.attributes.get(*name));
            for id in named.flat_map(|ids| ids.split(' ')) {
                assert!(ids.contains(id), "{start:?} names {id}, which is not there");
            }
            let Some(href) = start.attributes.get("href") else { continue };
            assert_eq!(start.name, "a");
            if let Some(id) = href.strip_prefix('#') {
                assert!(ids.contains(id), "{href} leads nowhere");
            } else {
                assert!(href.starts_with("http://") || href.starts_with("https://"), "{href}");
                assert_eq!(start.attributes["rel"], "noopener noreferrer nofollow");
            }
        }
    }

    /// Every element is closed where it should be, and headings go down by one.
    fn nested(&self) {
        let mut open: Vec<&str> = Vec::new();
        let mut level = 0;
        for piece in &self.pieces {
            match piece {
                Piece::Start(start) if VOID.contains(&start.name.as_str()) => {}
                Piece::Start(start) => {
                    if let Some(next) = start.name.strip_prefix('h').and_then(|level| level.parse().ok()) {
                        assert!(next <= level + 1, "{} after h{level}", start.name);
                        level = next;
                    }
                    open.push(&start.name);
                }
                Piece::End(name) => assert_eq!(open.pop(), Some(name.as_str())),
                Piece::Text(_) => {}
            }
        }
        assert!(open.is_empty(), "{open:?}");
    }
}

/// The elements a report is made of: none runs, none loads.
const ELEMENTS: [&str; 53] = [
    "circle",
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "header",
    "main",
    "nav",
    "footer",
    "section",
    "article",
    "div",
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "a",
    "b",
    "strong",
    "i",
    "span",
    "bdi",
    "cite",
    "code",
    "time",
    "br",
    "blockquote",
    "details",
    "summary",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "svg",
    "g",
    "desc",
    "line",
    "rect",
    "path",
    "text",
    "tspan",
];

const ATTRIBUTES: [&str; 33] = [
    "r",
    "rowspan",
    "colspan",
    "id",
    "class",
    "lang",
    "dir",
    "href",
    "rel",
    "datetime",
    "charset",
    "name",
    "content",
    "http-equiv",
    "scope",
    "role",
    "tabindex",
    "aria-label",
    "aria-labelledby",
    "aria-hidden",
    "width",
    "height",
    "viewbox",
    "xmlns",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "rx",
    "d",
    "transform",
];
