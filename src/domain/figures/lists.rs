//! Words told apart by lists.

/// Words that begin a sentence and lead to a number. Behind any other word with a capital a number is a name: a
/// title, a form, a flight.
pub(super) const LEADS: &str = "a about all almost an and another approximately around at between but by during for from i in its just more nearly of on only or our over roughly some than that the their them these those to under we when with";

/// Whether a text begins with these words.
pub(super) fn starts_with_words(text: &str, words: &str) -> bool {
    let rest = text.get(..words.len()).filter(|begin| begin.eq_ignore_ascii_case(words));
    rest.is_some() && !text[words.len()..].starts_with(char::is_alphanumeric)
}

/// Whether a word is one of several.
pub(super) fn among(words: &str, word: &str) -> bool {
    words.split(' ').any(|one| one == word)
}
