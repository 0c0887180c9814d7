//! In which encodings a text could be that is not UTF-8, and how it would read in each.
//!
//! No guess is taken for the truth: a wrong one would change names and words without a trace. Whoever
//! knows the language sees at once which of a few readings is right.

use encoding_rs::Encoding;

/// The encodings that are tried, the commoner first.
const TRIED: [&str; 19] = [
    "windows-1252",
    "macintosh",
    "windows-1251",
    "koi8-r",
    "windows-1250",
    "ibm866",
    "x-mac-cyrillic",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-1258",
    "windows-874",
    "shift_jis",
    "euc-jp",
    "gbk",
    "big5",
    "euc-kr",
];
/// How many are named.
const NAMED: usize = 5;
/// How much of the text is weighed, in bytes, and how much of a line is shown, in characters.
const WEIGHED: usize = 64 << 10;
const SHOWN: usize = 48;

/// An encoding, and a piece of the file as it reads in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its label, for `--encoding`.
    pub label: &'static str,
    /// The first words that need one.
    pub reads: String,
}

/// Whether a text is in another encoding than UTF-8: it has bytes that are none, and at least as many of
/// them as characters that UTF-8 writes with several bytes. `whole`: it is not cut off at its end.
pub fn is_foreign(text: &[u8], whole: bool) -> bool {
    let (mut wide, mut wrong) = (0, 0);
    let mut chunks = text.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        wide += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        let cut_off = !whole && chunks.peek().is_none() && chunk.invalid().len() < 4;
        if !chunk.invalid().is_empty() && !cut_off {
            wrong += 1;
        }
    }
    wrong > 0 && wrong >= wide
}

/// The encodings in which a text reads best, each with a piece of it.
pub fn candidates(text: &[u8]) -> Vec<Candidate> {
    let Some(first) = text.iter().position(|byte| !byte.is_ascii()) else { return Vec::new() };
    let line = text[..first].iter().rposition(|byte| matches!(byte, b'\n' | b'\r')).map_or(0, |at| at + 1);
    let begin = line.max(first.saturating_sub(SHOWN / 2));
    let text = &text[begin..text.len().min(begin + WEIGHED)];
    // What is cut off amid a character is no fault of the encoding.
    let end = text.iter().rposition(u8::is_ascii).map_or(text.len(), |at| at + 1);
    let mut best: Vec<(i64, Candidate)> = Vec::new();
    for label in TRIED {
        let Some(encoding) = Encoding::for_label(label.as_bytes()) else { continue };
        let (read, malformed) = encoding.decode_without_bom_handling(&text[..end]);
        if malformed || read.chars().any(|c| c.is_control() && !c.is_whitespace()) {
            continue;
        }
        let shown = read.lines().next().unwrap_or_default().trim();
        let candidate = Candidate { label, reads: shown.chars().take(SHOWN).collect() };
        if best.iter().all(|(_, other)| other.reads != candidate.reads) {
            best.push((weight(&read), candidate));
        }
    }
    best.sort_by_key(|(weight, _)| -weight);
    best.into_iter().map(|(_, candidate)| candidate).take(NAMED).collect()
}

/// How much a text looks like one that people write.
fn weight(text: &str) -> i64 {
    let chars: Vec<char> = text.chars().collect();
    let near = |at: usize| chars.get(at).copied().filter(|c| c.is_alphabetic());
    let mut weight = 0;
    for (at, c) in chars.iter().copied().enumerate().filter(|(_, c)| !c.is_ascii()) {
        let (before, after) = (at.checked_sub(1).and_then(near), near(at + 1));
        if !c.is_alphabetic() {
            weight +=
                if "’‘“”„«»–—…¿¡°§€£·\u{a0}ªº،؟".contains(c) { 1 } else { -3 };
            continue;
        }
        if [before, after].into_iter().flatten().any(|other| script(other) != script(c)) {
            weight -= 4;
        } else if c.is_uppercase() && before.is_some_and(char::is_lowercase) {
            weight -= 3;
        } else if script(c) == 0 && [before, after].into_iter().flatten().any(|other| !other.is_ascii()) {
            // Accented letters seldom stand side by side.
            weight -= 1;
        } else {
            weight += 2;
        }
    }
    weight
}

/// Letters that stand together in a word have one script.
fn script(c: char) -> u32 {
    match u32::from(c) {
        0..=0x24f | 0x1e00..=0x1eff => 0,
        0x370..=0x3ff => 1,
        0x400..=0x52f => 2,
        0x590..=0x5ff => 3,
        0x600..=0x6ff => 4,
        0xe00..=0xe7f => 5,
        0xac00..=0xd7af => 6,
        _ => 7,
    }
}
