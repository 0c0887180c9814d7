//! A command line from a variable, split into words as a shell would, and nothing more:
//! no variables, no patterns, no second command.

/// The words of `text`: blanks separate, quotes and backslashes protect. `None`: a quote is
/// not closed, or the text ends in a backslash.
#[must_use]
pub fn split(text: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            ' ' | '\t' | '\n' => words.extend(word.take()),
            '\'' => {
                let word = word.get_or_insert_default();
                loop {
                    match characters.next()? {
                        '\'' => break,
                        other => word.push(other),
                    }
                }
            }
            '"' => {
                let word = word.get_or_insert_default();
                loop {
                    match characters.next()? {
                        '"' => break,
                        '\\' => match characters.next()? {
                            escaped @ ('"' | '\\' | '$' | '`') => word.push(escaped),
                            other => word.extend(['\\', other]),
                        },
                        other => word.push(other),
                    }
                }
            }
            '\\' => word.get_or_insert_default().push(characters.next()?),
            other => word.get_or_insert_default().push(other),
        }
    }
    words.extend(word);
    Some(words)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::split;

    #[test]
    fn words_are_split_as_a_shell_would() {
        let words = |text| split(text).unwrap();
        assert_eq!(words("code --wait"), ["code", "--wait"]);
        assert_eq!(words("  vim\t-u  NONE "), ["vim", "-u", "NONE"]);
        assert_eq!(words("'/a b/c' \"d e\"f g\\ h"), ["/a b/c", "d ef", "g h"]);
        assert_eq!(words(r#"x '' "" "a\"b\n""#), ["x", "", "", r#"a"b\n"#]);
        assert_eq!(words("$HOME; rm *"), ["$HOME;", "rm", "*"]);
        assert_eq!(words("  "), [] as [&str; 0]);
        for open in ["'", "a \"b", "a\\", "\"a\\"] {
            assert_eq!(split(open), None, "{open}");
        }
    }
}
