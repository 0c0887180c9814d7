//! Text without the differences that do not count when it is looked for.

/// Latin letters with marks, by the letter they are a form of.
const MARKED: [(char, &str); 24] = [
    ('a', "àáâãäåāăąǎạảấầẩẫậắằẳẵặ"),
    ('c', "çćĉċč"),
    ('d', "ďḍ"),
    ('e', "èéêëēĕėęěẹẻẽếềểễệ"),
    ('g', "ĝğġģ"),
    ('h', "ĥḥ"),
    ('i', "ìíîïĩīĭįǐỉị"),
    ('j', "ĵ"),
    ('k', "ķ"),
    ('l', "ĺļľ"),
    ('m', "ṃ"),
    ('n', "ñńņňṇ"),
    ('o', "òóôõöōŏőǒọỏốồổỗộớờởỡợơ"),
    ('r', "ŕŗřṛ"),
    ('s', "śŝşšșṣ"),
    ('t', "ţťțṭ"),
    ('u', "ùúûüũūŭůűųǔụủứừửữựư"),
    ('w', "ŵẁẃẅ"),
    ('y', "ýÿŷỳỵỷỹ"),
    ('z', "źżžẓ"),
    ('α', "άἀἁὰᾶ"),
    ('ε', "έἐἑὲ"),
    ('ο', "όὀὁὸ"),
    ('ι', "ίϊΐ"),
];

/// The text in lower case and without the marks on its letters.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let lower = text.chars().flat_map(char::to_lowercase);
    lower.filter(|c| !('\u{300}'..='\u{36f}').contains(c)).map(unmarked).collect()
}

fn unmarked(letter: char) -> char {
    if letter.is_ascii() || letter > '\u{1fff}' {
        return letter;
    }
    MARKED.iter().find(|(_, forms)| forms.contains(letter)).map_or(letter, |(plain, _)| *plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_marks_do_not_count() {
        assert_eq!(fold("Peña NIETO Cu\u{301}cuta ÇA"), "pena nieto cucuta ca");
        assert_eq!(fold("港口 Straße"), "港口 straße");
    }
}
