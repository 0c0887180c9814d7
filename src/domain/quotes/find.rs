//! Finding a quote again in a document. It is *found* only where each of its words, numbers and signs stands
//! as it did; whatever is merely like it has *changed*.

use super::align::{Alignment, align};
use super::context::{Sought, Surroundings, surroundings};
use super::difference::Difference;
use super::letters::Letters;
use crate::domain::records::Quote;
use memchr::memmem;
use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

/// What became of a quote in a document. Places are bytes of the document's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// It stands there, between what it stood between.
    Found(Range<usize>),
    /// It stands there, away from what stood around it, which stands elsewhere.
    Moved(Range<usize>),
    /// Something like it stands there in its place.
    Changed(Range<usize>, Difference),
    /// Nothing like it stands in the document.
    Gone,
}

impl Finding {
    /// Where it stands, in bytes of the text.
    #[must_use]
    pub fn place(&self) -> Option<Range<usize>> {
        match self {
            Self::Found(place) | Self::Moved(place) | Self::Changed(place, _) => Some(place.clone()),
            Self::Gone => None,
        }
    }

    /// What became of a quote, behind its name: "does not stand in the document".
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Found(_) => "stands in the document".to_owned(),
            Self::Moved(_) => "stands in the document, away from what stood around it".to_owned(),
            Self::Changed(_, difference) => format!("differs from the document: {}", difference.words()),
            Self::Gone => "does not stand in the document".to_owned(),
        }
    }
}

/// A document's text made ready for many quotes to be looked for in it.
pub struct Searchable<'t> {
    text: &'t str,
    letters: Letters,
    /// Where each word stands; made when something is first looked for that is not found.
    places: OnceCell<HashMap<String, Vec<usize>>>,
}

/// No more places than these are weighed for one quote.
const MOST_PLACES: usize = 2_000;
/// No more of the places where its surroundings stand.
const MOST_HOMES: usize = 64;
/// How far, in letters, a quote may stand from what stood beside it before it counts as moved.
const NEAR: usize = 2_000;
/// A quote of so few words is known again by what stands around it alone.
const FEW: usize = 3;
/// How like the quote a passage has to be between what stood around it, beside one side of it, and where
/// nothing of that is left in the document.
const BETWEEN_BOTH: f64 = 0.25;
const BESIDE_ONE: f64 = 0.45;
const ALONE: f64 = 0.7;

/// A passage that may be what has become of a quote.
struct Candidate {
    passage: Range<usize>,
    alignment: Alignment,
    likeness: f64,
    around: Surroundings,
}

/// Where the surroundings of a quote stand now: behind what stood before it, and where what stood after it
/// begins.
struct Homes {
    behind: Vec<usize>,
    ahead: Vec<usize>,
    /// Whether so many words stand there, on each side, that they can hardly be others'.
    sure: (bool, bool),
}

/// By so many words at most surroundings are looked for.
const SURE: usize = 6;

impl<'t> Searchable<'t> {
    /// Makes a text ready.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self { text, letters: Letters::of(text), places: OnceCell::new() }
    }

    /// Looks for a quote.
    #[must_use]
    pub fn find(&self, quote: &Quote) -> Finding {
        let own = self.became(&Sought::new(quote));
        if matches!(own, Finding::Found(_) | Finding::Moved(_)) {
            return own;
        }
        match Sought::completed(quote).map(|whole| self.became(&whole)) {
            None | Some(Finding::Gone) => own,
            Some(whole) => whole,
        }
    }

    /// What became of what is sought.
    fn became(&self, sought: &Sought) -> Finding {
        if sought.words.len() == 0 {
            return Finding::Gone;
        }
        let hits = self.hits(&sought.words);
        let hit = self.best(&hits, sought);
        if let Some((around, passage)) = &hit
            && around.sides == sought.sides()
        {
            return Finding::Found(self.place(passage, sought));
        }
        let homes = self.homes(sought);
        match (hit, self.candidate(sought, &homes)) {
            (Some(_), Some(other)) if other.around.letters >= sought.most_around() => {
                // Where the quote was taken from stand other words now, or these, with more around them.
                match hits.iter().find(|hit| overlap(hit, &other.passage)) {
                    Some(there) => Finding::Found(self.place(there, sought)),
                    None => self.changed(&other, sought),
                }
            }
            (Some((around, passage)), _) if around.sides > 0 || self.is_near(&passage, &homes) => {
                Finding::Found(self.place(&passage, sought))
            }
            (Some((_, passage)), _) => Finding::Moved(self.place(&passage, sought)),
            (None, Some(candidate)) => self.changed(&candidate, sought),
            (None, None) => Finding::Gone,
        }
    }

    /// Where words stand whole, with the marks that they have at their ends.
    pub(super) fn places(&self, words: &str) -> Vec<Range<usize>> {
        let quote = Quote { text: words.to_owned(), language: None, translator: None, anchor: None };
        let sought = Sought::new(&quote);
        if sought.words.len() == 0 {
            return Vec::new();
        }
        self.hits(&sought.words).iter().map(|passage| self.place(passage, &sought)).collect()
    }

    /// Where words stand: whole ones, of which the last may go on.
    #[must_use]
    pub fn all(&self, words: &str) -> Vec<Range<usize>> {
        let words = Letters::of(words);
        if words.len() == 0 {
            return Vec::new();
        }
        let found = memmem::find_iter(self.letters.letters.as_bytes(), &words.letters);
        let place = |at: usize| {
            let first = self.letters.begins(at)?;
            let end = at + words.letters.len();
            let last = self.letters.pieces.partition_point(|piece| piece.at < end);
            self.letters.is_divided_as(first..last, &words).then(|| self.letters.bytes(first..last))
        };
        found.filter_map(place).collect()
    }

    fn changed(&self, candidate: &Candidate, sought: &Sought) -> Finding {
        let Candidate { passage, alignment, .. } = candidate;
        let difference =
            alignment.difference((&sought.words, &sought.text), (&self.letters, self.text), passage);
        Finding::Changed(self.letters.bytes(passage.clone()), difference)
    }

    /// Where all words stand as they did, one after another.
    fn hits(&self, words: &Letters) -> Vec<Range<usize>> {
        let mut hits = Vec::new();
        let mut from = 0;
        let finder = memmem::Finder::new(&words.letters);
        while let Some(at) = finder.find(&self.letters.letters.as_bytes()[from..]).map(|at| at + from) {
            from = at + 1;
            let end = at + words.letters.len();
            if let (Some(first), Some(last)) = (self.letters.begins(at), self.letters.begins(end))
                && self.letters.is_divided_as(first..last, words)
            {
                hits.push(first..last);
                if hits.len() == MOST_PLACES {
                    break;
                }
            }
        }
        hits
    }

    /// The one of several places that is meant: by what stands around it, then by how near it is.
    fn best(&self, hits: &[Range<usize>], sought: &Sought) -> Option<(Surroundings, Range<usize>)> {
        let was = match sought.start {
            Some(start) if hits.len() > 1 => {
                let nth = usize::try_from(start).unwrap_or(usize::MAX);
                self.text.char_indices().nth(nth).map_or(self.text.len(), |(at, _)| at)
            }
            _ => 0,
        };
        let distance = |passage: &Range<usize>| self.letters.bytes(passage.clone()).start.abs_diff(was);
        let all = hits.iter().map(|passage| (surroundings(&self.letters, passage, sought), passage.clone()));
        all.max_by_key(|(around, passage)| (*around, Reverse(distance(passage))))
    }

    /// The bytes of a passage, with the marks at its ends that the quote has there, too.
    fn place(&self, passage: &Range<usize>, sought: &Sought) -> Range<usize> {
        let mut bytes = self.letters.bytes(passage.clone());
        let words = sought.words.bytes(0..sought.words.len());
        let (lead, trail) = (&sought.text[..words.start], &sought.text[words.end..]);
        for (c, wanted) in self.text[..bytes.start].chars().rev().zip(lead.chars().rev()) {
            if !alike(c, wanted) {
                break;
            }
            bytes.start -= c.len_utf8();
        }
        for (c, wanted) in self.text[bytes.end..].chars().zip(trail.chars()) {
            if !alike(c, wanted) {
                break;
            }
            bytes.end += c.len_utf8();
        }
        bytes
    }

    /// Where what stood around the quote stands now: as many words of it as are found at all.
    fn homes(&self, sought: &Sought) -> Homes {
        let places = |letters: &Letters, at_end: bool| -> (usize, Vec<usize>) {
            let lengths = [SURE, 3, 2].into_iter().filter(|length| *length <= letters.len());
            let lengths = lengths.chain((letters.len() == 1).then_some(1));
            let found = lengths.map(|length| {
                let pieces = if at_end { letters.len() - length..letters.len() } else { 0..length };
                let part = letters.letters_of(pieces);
                let all = memmem::find_iter(self.letters.letters.as_bytes(), part);
                let ends = all.map(|at| if at_end { at + part.len() } else { at });
                (length, ends.filter_map(|at| self.letters.begins(at)).take(MOST_HOMES).collect::<Vec<_>>())
            });
            found.into_iter().find(|(_, places)| !places.is_empty()).unwrap_or_default()
        };
        let ((before, behind), (after, ahead)) = (places(&sought.before, true), places(&sought.after, false));
        Homes { behind, ahead, sure: (before == SURE, after == SURE) }
    }

    /// Whether a passage stands where one would look for it, by its surroundings; also where too little of them is left to tell.
    fn is_near(&self, passage: &Range<usize>, homes: &Homes) -> bool {
        let (start, end) = (self.letters.at(passage.start), self.letters.at(passage.end));
        let within = |from: usize, to: usize| from <= to && to - from <= NEAR;
        let behind = || homes.behind.iter().any(|home| within(self.letters.at(*home), start));
        let ahead = || homes.ahead.iter().any(|home| within(end, self.letters.at(*home)));
        match homes.sure {
            (false, false) => true,
            (of_behind, of_ahead) => of_behind && behind() || of_ahead && ahead(),
        }
    }

    /// The passage that has most likely become of the quote, where there is one.
    fn candidate(&self, sought: &Sought, homes: &Homes) -> Option<Candidate> {
        let (words, all) = (sought.words.len(), self.letters.len());
        let reach = 2 * words + 24;
        let mut between = Vec::new();
        for behind in &homes.behind {
            let ends = homes.ahead.iter().filter(|ahead| (*behind..=behind + reach).contains(*ahead));
            between.extend(ends.min().map(|ahead| *behind..*ahead));
        }
        let few = |passage: &Range<usize>| words <= FEW && passage.len() <= 2 * words + 2;
        let likely = between.iter().filter(|passage| !passage.is_empty()).filter_map(|passage| {
            let alignment = align(&sought.words, &self.letters, passage.clone());
            let candidate = self.weighed(alignment, passage.clone(), sought);
            (candidate.likeness >= BETWEEN_BOTH || few(passage)).then_some(candidate)
        });
        let closed = homes.sure == (true, true) && between.iter().any(Range::is_empty);
        if !closed && let Some(candidate) = likeliest(likely) {
            return Some(candidate);
        }
        if !between.is_empty() {
            // What stood around it stands there, and it does not.
            return None;
        }
        let windows = homes.behind.iter().map(|behind| *behind..all.min(behind + reach));
        let windows = windows.chain(homes.ahead.iter().map(|ahead| ahead.saturating_sub(reach)..*ahead));
        let beside = windows.filter_map(|window| self.fitted(window, sought));
        let beside =
            beside.filter(|candidate| candidate.around.sides > 0 && candidate.likeness >= BESIDE_ONE);
        if let Some(candidate) = likeliest(beside) {
            return Some(candidate);
        }
        if words <= FEW || homes.sure.0 || homes.sure.1 {
            return None;
        }
        let alone = self.windows(&sought.words).into_iter().filter_map(|window| self.fitted(window, sought));
        likeliest(alone.filter(|candidate| candidate.likeness >= ALONE))
    }

    /// The part of a window that is most like the quote.
    fn fitted(&self, window: Range<usize>, sought: &Sought) -> Option<Candidate> {
        let alignment = align(&sought.words, &self.letters, window.clone());
        let span = alignment.span()?;
        // Words at the ends that are others now belong to it, as far as the sentence or the window goes.
        let lead = alignment.pairs.first().map_or(0, |(row, _)| *row);
        let trail = alignment.pairs.last().map_or(0, |(row, _)| sought.words.len() - 1 - row);
        let goes_on = |piece: usize| {
            let gap = &self.text[self.letters.bytes(piece..piece + 1).end..];
            let next = self.letters.pieces.get(piece + 1).map_or(0, |next| next.start);
            let gap = &gap[..next.saturating_sub(self.letters.bytes(piece..piece + 1).end)];
            !gap.contains(['.', '!', '?', '\n'])
        };
        let mut passage = span;
        for _ in 0..lead {
            if passage.start > window.start && goes_on(passage.start - 1) {
                passage.start -= 1;
            }
        }
        for _ in 0..trail {
            if passage.end < window.end && goes_on(passage.end - 1) {
                passage.end += 1;
            }
        }
        Some(self.weighed(alignment, passage, sought))
    }

    fn weighed(&self, alignment: Alignment, passage: Range<usize>, sought: &Sought) -> Candidate {
        let likeness = alignment.likeness(&sought.words, &self.letters, &passage);
        let around = surroundings(&self.letters, &passage, sought);
        Candidate { passage, alignment, likeness, around }
    }

    /// The parts of the document that have most of the quote's rarer words about where the quote has them.
    fn windows(&self, words: &Letters) -> Vec<Range<usize>> {
        let places = self.places.get_or_init(|| {
            let mut places: HashMap<String, Vec<usize>> = HashMap::new();
            for n in 0..self.letters.len() {
                let word = self.letters.piece(n);
                match places.get_mut(word) {
                    Some(places) => places.push(n),
                    None => drop(places.insert(word.to_owned(), vec![n])),
                }
            }
            places
        });
        let mut rare: Vec<(usize, &Vec<usize>)> =
            (0..words.len()).filter_map(|n| Some((n, places.get(words.piece(n))?))).collect();
        rare.sort_by_key(|(_, places)| places.len());
        let step = 8.max(words.len() / 2);
        let mut votes: HashMap<usize, usize> = HashMap::new();
        for (n, places) in rare.into_iter().take(16) {
            for place in places.iter().take(MOST_PLACES) {
                *votes.entry((place + words.len() - n) / step).or_default() += 10_000 / places.len();
            }
        }
        let mut best: Vec<(usize, usize)> =
            votes.into_iter().map(|(bucket, votes)| (votes, bucket)).collect();
        best.sort_unstable_by(|one, other| other.cmp(one));
        let window = |(_, bucket): (usize, usize)| {
            let from = (bucket * step).saturating_sub(words.len() + step);
            from..self.letters.len().min(bucket * step + words.len() + 2 * step)
        };
        best.into_iter().take(5).map(window).collect()
    }
}

impl Sought {
    /// How many sides there are that something stood on.
    fn sides(&self) -> u8 {
        u8::from(self.before.len() > 0) + u8::from(self.after.len() > 0)
    }

    /// So many letters of what stood around it have to be the same for there to be no doubt of the place.
    fn most_around(&self) -> usize {
        (self.before.letters.len() + self.after.letters.len()) * 9 / 10
    }
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

fn likeliest(all: impl Iterator<Item = Candidate>) -> Option<Candidate> {
    let more = |one: &Candidate, other: &Candidate| {
        one.around.sides.cmp(&other.around.sides).then(one.likeness.total_cmp(&other.likeness))
    };
    all.max_by(|one, other| more(one, other))
}

/// Whether two marks stand for the same: quotation marks do, and dashes.
fn alike(one: char, other: char) -> bool {
    let quotation = |c: char| "\"'`“”„‟‘’‚‛«»‹›".contains(c);
    let dash = |c: char| matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}');
    one == other || quotation(one) && quotation(other) || dash(one) && dash(other)
}
