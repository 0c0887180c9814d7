//! Finding words in a text the way the search index finds them, and where it cannot, anyhow.

use super::fold::fold;

/// A word or phrase to be found in texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needle {
    raw: String,
    folded: String,
    words: Vec<String>,
    prefix: bool,
    scanned: bool,
}

impl Needle {
    /// What finds a word or phrase; with `prefix`, its last word may go on.
    #[must_use]
    pub fn new(text: &str, prefix: bool) -> Self {
        let folded = fold(text);
        let words: Vec<String> = words(&folded).map(str::to_owned).collect();
        let scanned = words.is_empty() || folded.contains(runs_on);
        Self { raw: text.to_owned(), folded, words, prefix, scanned }
    }

    /// Whether the index of words does not find it: it has no words, or stands in a script that is
    /// written without spaces, where a sentence is one word to the index.
    #[must_use]
    pub const fn is_scanned(&self) -> bool {
        self.scanned
    }

    /// The text as it was given.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.raw
    }

    /// Whether its last word may go on.
    #[must_use]
    pub const fn is_prefix(&self) -> bool {
        self.prefix
    }

    /// Whether a text holds it: as words where it has words, else anywhere.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        self.find(text).is_some()
    }

    /// Where a text holds it: a byte offset into [`fold`] of the text.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<usize> {
        let folded = fold(text);
        if self.scanned {
            // A mark alone folds to nothing.
            if self.folded.is_empty() {
                return (!self.raw.is_empty() && text.contains(&self.raw)).then_some(0);
            }
            return folded.find(&self.folded);
        }
        let (last, before) = self.words.split_last()?;
        let mut rest = words(&folded);
        loop {
            let mut there = rest.clone();
            let start = rest.next()?;
            let fits = before.iter().all(|wanted| there.next() == Some(wanted))
                && there.next().is_some_and(|word| {
                    if self.prefix { word.starts_with(last.as_str()) } else { word == last }
                });
            if fits {
                return Some(start.as_ptr() as usize - folded.as_ptr() as usize);
            }
        }
    }

    /// A part of it that stands as it is in every JSON text that holds it: quick to look for before
    /// the text is read. May be empty.
    #[must_use]
    pub fn sure_part(&self) -> &str {
        let sure = |c: char| {
            runs_on(c)
                || c.is_ascii() && !c.is_ascii_alphabetic() && !c.is_ascii_control() && c != '"' && c != '\\'
        };
        if !self.scanned {
            return "";
        }
        self.raw.split(|c: char| !sure(c)).max_by_key(|part| part.len()).unwrap_or_default()
    }
}

fn words(folded: &str) -> impl Iterator<Item = &str> + Clone {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Letters of scripts written without spaces between words.
pub(in crate::domain) const fn runs_on(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0eff}'     // Thai, Lao
        | '\u{0f00}'..='\u{0fff}'   // Tibetan
        | '\u{1000}'..='\u{109f}'   // Myanmar
        | '\u{1780}'..='\u{17ff}'   // Khmer
        | '\u{1950}'..='\u{19df}'   // Tai Le, New Tai Lue
        | '\u{1a20}'..='\u{1aaf}'   // Tai Tham
        | '\u{2e80}'..='\u{2fdf}'   // radicals
        | '\u{3005}'..='\u{3007}'   // iteration mark, zero
        | '\u{3040}'..='\u{312f}'   // Kana, Bopomofo
        | '\u{31a0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}'   // Han
        | '\u{4e00}'..='\u{9fff}'
        | '\u{a000}'..='\u{a4cf}'   // Yi
        | '\u{a980}'..='\u{a9df}'   // Javanese
        | '\u{aa60}'..='\u{aadf}'   // Myanmar, Tai Viet
        | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ff9f}'
        | '\u{1b000}'..='\u{1b16f}'
        | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_whole_and_in_order() {
        let found = |needle: &str, prefix, text: &str| Needle::new(needle, prefix).is_in(text);
        assert!(
            found("quay wall", false, "The QUAY-wall cracked") && !found("wall quay", false, "quay wall")
        );
        assert!(
            !found("qua", false, "quay") && found("qua", true, "the quay") && !found("uay", true, "quay")
        );
        assert!(found("cúcuta", false, "Cucuta") && found("$50,000", false, "paid $50,000"));
        assert!(
            found("港", false, "三号港口的合同")
                && found("%", false, "5 % more")
                && !found("\u{301}", false, "a")
        );
        assert!(found("Ärger", false, "ärger") && !found("", false, "ab c d "));
    }

    #[test]
    fn the_sure_part_stands_in_the_json() {
        for (needle, text) in
            [("A港口\"合", "x a港口\"合y"), ("\"", "say \"no\""), ("50 %", "at 50 %"), ("\\", "\\")]
        {
            let needle = Needle::new(needle, false);
            assert!(needle.is_in(text), "{needle:?}");
            assert!(serde_json::to_string(text).unwrap().contains(needle.sure_part()));
        }
    }
}
