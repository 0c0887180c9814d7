//! What a profile leaves out, or finds nothing of, counted until the end of a file and then said once.

use crate::domain::Kind;
use crate::domain::entry::Entry;
use crate::domain::wording::counted;
use crate::formats::profile::error::short;
use crate::formats::profile::run::make::Nameless;
use crate::formats::profile::schema::fields::Makes;
use crate::formats::profile::schema::profile::Profile;
use crate::formats::profile::schema::template::Template;
use crate::formats::{Found, Located, Warning};
use std::collections::BTreeMap;

/// At most this many words that name nobody are shown for each field.
const WORDS: usize = 5;

/// How many, and the line of the first.
#[derive(Debug, Default)]
pub struct Count {
    times: u64,
    line: u64,
}

impl Count {
    /// One more, on this line.
    pub fn add(&mut self, line: u64) {
        self.add_all(1, line);
    }

    fn add_all(&mut self, times: u64, line: u64) {
        if self.times == 0 {
            self.line = line;
        }
        self.times += times;
    }
}

/// Words in the place of a name.
#[derive(Debug, Default)]
struct Words {
    count: Count,
    /// Where the first stands.
    place: String,
    words: Vec<String>,
    more: bool,
}

/// All of it.
#[derive(Debug)]
pub struct Remarks<'p> {
    profile: &'p Profile,
    /// Records of another kind than the profile's.
    pub passed_over: Count,
    /// Records in which it found nothing.
    pub nothing: Count,
    /// The first record that is its own.
    first: Option<u64>,
    /// Which of its templates have found something.
    made: Vec<bool>,
    nameless: BTreeMap<(Makes, &'static str), Words>,
    entities: Count,
    entity_at: String,
    /// Names that are addresses.
    addressed: Count,
    /// Annotations without a time of their own.
    undated: Count,
    /// Gaps and figures that belong to nothing, though the profile makes claims.
    loose: BTreeMap<Kind, Count>,
}

impl<'p> Remarks<'p> {
    /// Nothing yet.
    pub fn new(profile: &'p Profile) -> Self {
        Self {
            profile,
            passed_over: Count::default(),
            nothing: Count::default(),
            first: None,
            made: vec![false; profile.templates.len()],
            nameless: BTreeMap::new(),
            entities: Count::default(),
            entity_at: String::new(),
            addressed: Count::default(),
            undated: Count::default(),
            loose: BTreeMap::new(),
        }
    }

    /// A record of the profile's own is looked at.
    pub fn own(&mut self, line: u64) {
        self.first.get_or_insert(line);
    }

    /// The template at this place found something.
    pub fn made(&mut self, template: usize) {
        self.made[template] = true;
    }

    /// Something stood in the place of a name.
    pub fn nameless(&mut self, template: &Template, found: Nameless, line: u64) {
        let Nameless { field, place, word } = found;
        let words = self.nameless.entry((template.makes, field)).or_default();
        if words.place.is_empty() {
            words.place = place;
        }
        words.count.add(line);
        let word = short(word.trim());
        if !words.words.contains(&word) {
            if words.words.len() < WORDS {
                words.words.push(word);
            } else {
                words.more = true;
            }
        }
    }

    /// So many texts of a record had character references, the first of them here.
    pub fn entities(&mut self, texts: u64, place: String, line: u64) {
        if texts > 0 {
            if self.entities.times == 0 {
                self.entity_at = place;
            }
            self.entities.add_all(texts, line);
        }
    }

    /// So many in a record are known by an address alone.
    pub fn addressed(&mut self, times: u64, line: u64) {
        if times > 0 {
            self.addressed.add_all(times, line);
        }
    }

    /// Hands on what was found.
    ///
    /// # Errors
    /// The error of `sink`.
    pub fn passes<E>(&mut self, found: Found, sink: &mut dyn FnMut(Found) -> Result<(), E>) -> Result<(), E> {
        if let Found::Entry(Located { line, item }) = &found {
            self.goes_in(item, *line);
        }
        sink(found)
    }

    fn goes_in(&mut self, entry: &Entry, line: u64) {
        let kind = match entry {
            Entry::Said(said) if said.changed.is_none() => return self.undated.add(line),
            Entry::Gap(gap) if gap.claim.is_none() => Kind::Gap,
            Entry::Figure(figure) if figure.claim.is_none() && figure.evidence.is_none() => Kind::Figure,
            _ => return,
        };
        if self.profile.templates.iter().any(|one| one.makes == Makes::Record(Kind::Claim)) {
            self.loose.entry(kind).or_default().add(line);
        }
    }

    /// All of it in sentences.
    pub fn warnings(&self) -> Vec<Warning> {
        let name = &self.profile.name;
        let mut all = Vec::new();
        let mut warn = |line, what| all.push(Warning { line, what });
        let unmade = self.profile.templates.iter().zip(&self.made).filter(|(_, made)| !**made);
        let unmade: Vec<&str> = unmade.map(|(template, _)| template.called.as_str()).collect();
        if let (Some(line), false) = (self.first, unmade.is_empty()) {
            let parts = if unmade.len() == 1 { "this part" } else { "these parts" };
            warn(
                line,
                format!(
                    "nothing came of {parts} of the profile \"{name}\" in any record: {}",
                    unmade.join(", ")
                ),
            );
        }
        for ((makes, field), Words { count, place, words, more }) in &self.nameless {
            let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
            let more = if *more { " and the like" } else { "" };
            let (verb, out) = match (makes, words.len() == 1 && more.is_empty()) {
                (Makes::Record(Kind::Party), true) => ("names", "no party was made of it".to_owned()),
                (Makes::Record(Kind::Party), false) => ("name", "no parties were made of them".to_owned()),
                (_, true) => ("names", format!("it was left out as {field}")),
                (_, false) => ("name", format!("they were left out as {field}")),
            };
            warn(
                count.line,
                format!(
                    "{}{more} {verb} nobody: {out}, {}; this is the first ({place})",
                    quoted.join(", "),
                    counted(count.times, "time"),
                ),
            );
        }
        if self.entities.times > 0 {
            warn(
                self.entities.line,
                format!(
                    "character references of HTML, such as &amp;, were read as the characters they stand for in {}; \
                     this is the first ({})",
                    counted(self.entities.times, "text"),
                    self.entity_at
                ),
            );
        }
        if self.addressed.times > 0 {
            let (one, names) = (self.addressed.times == 1, counted(self.addressed.times, "name"));
            let (is, stands) = if one { ("is an address", "it") } else { ("are addresses", "them") };
            warn(
                self.addressed.line,
                format!(
                    "{names} {is} (@id), and the file does not have what stands there, so that the address was taken \
                     for {stands}; this is the first"
                ),
            );
        }
        if self.undated.times > 0 {
            let (what, them) = (
                counted(self.undated.times, "annotation"),
                if self.undated.times == 1 { "it has" } else { "they have" },
            );
            let what = format!("{what} without a date; {them} that of the import; this is the first");
            warn(self.undated.line, what);
        }
        for (kind, count) in &self.loose {
            let what = counted(count.times, kind.word());
            warn(count.line, format!("{what} went in without a claim; this is the first"));
        }
        for (count, what) in [
            (&self.passed_over, "of another kind than its own"),
            (&self.nothing, "in which it found nothing to bring in"),
        ] {
            if count.times > 0 {
                let records = counted(count.times, "record");
                warn(
                    count.line,
                    format!("the profile \"{name}\" passed over {records} {what}; this is the first"),
                );
            }
        }
        all
    }
}
