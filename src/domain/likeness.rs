//! Whether two records may be one that was entered twice, by what they are called.

use std::collections::BTreeSet;

/// The words that tell a name, a title or a sentence from others: in lower case, without those that any text has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Telling(BTreeSet<String>);

/// Words that tell nothing apart.
const COMMON: &[&str] = &[
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "is", "it", "its", "of", "on", "or", "says",
    "that", "the", "to", "was", "with",
];

impl Telling {
    /// Of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let lower = text.to_lowercase();
        // A number is one word, with what stands between its digits.
        let words =
            lower.split(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | ',' | '\'' | '\u{2019}'));
        let words = words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
        Self(words.filter(|word| !word.is_empty() && !COMMON.contains(word)).map(str::to_owned).collect())
    }

    fn numbers(&self) -> impl Iterator<Item = &String> {
        self.0.iter().filter(|word| word.contains(|c: char| c.is_numeric()))
    }

    /// How much two have in common, in hundredths of all their words; none where they name other numbers, which is
    /// another thing however much is alike.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> Option<usize> {
        let all = self.0.union(&other.0).count();
        if all == 0 || !self.numbers().eq(other.numbers()) {
            return None;
        }
        Some(self.0.intersection(&other.0).count() * 100 / all)
    }
}

#[cfg(test)]
mod tests {
    use super::Telling;

    #[test]
    fn what_is_put_a_little_otherwise_is_alike_and_another_number_is_another_thing() {
        let like = |one: &str, other: &str| Telling::of(one).likeness(&Telling::of(other));
        assert_eq!(like("The Harbour Authority", "Harbour authority."), Some(100));
        assert_eq!(like("Kristi Noem", "Secretary Kristi Noem"), Some(66));
        assert_eq!(like("Up to $50,000 is paid.", "Up to $2,000 is paid."), None);
        assert_eq!(like("The gate was open.", "The price rose."), Some(0));
        assert_eq!(like("", "of the"), None);
    }
}
