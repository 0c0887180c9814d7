//! The ways in which people write the exemptions and exclusions of the Freedom of Information Act:
//! `b7C`, `b(7)(c)`, `(b) (6)`, `Exemption 7(C)`, `Ex. 6 and 7(C)`, `5 U.S.C. § 552(b)(6)`.

/// How the last code began, which decides what may stand in the next one's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Before {
    paragraph: char,
    number: char,
}

/// The codes that a text is made of, each as it is written here; `None` if it is anything else.
pub(super) fn codes(text: &str) -> Option<Vec<String>> {
    let mut rest = text.trim();
    let mut before: Option<Before> = None;
    let mut all = Vec::new();
    while !rest.is_empty() {
        let (code, now, after) = code(rest, before)?;
        all.push(code);
        before = Some(now);
        let after = after.trim_start();
        let next = separators(after);
        // Without anything between them, only what begins as a code does is another one.
        if next.len() == after.len() && !next.is_empty() && !next.starts_with(['(', 'b', 'B']) {
            return None;
        }
        rest = next;
    }
    (!all.is_empty()).then_some(all)
}

/// What stands behind the marks and words between two codes.
fn separators(mut text: &str) -> &str {
    loop {
        let trimmed = text.trim_start_matches(|c: char| c.is_whitespace() || ",;/&|+.".contains(c));
        let next = ["and ", "or "].iter().find_map(|word| strip(trimmed, word)).unwrap_or(trimmed);
        if next.len() == text.len() {
            return next;
        }
        text = next;
    }
}

/// The first code, and what stands behind it.
fn code(text: &str, before: Option<Before>) -> Option<(String, Before, &str)> {
    let (named, text) = named(text);
    let (paragraph, rest) = match paragraph(text) {
        Some(found) => found,
        None => (named.or(before.map(|before| before.paragraph))?, text),
    };
    if paragraph == 'c' && named != Some('c') && text.starts_with(['c', 'C']) && !text.contains('(') {
        // `c1` is anything.
        return None;
    }
    let Some((number, rest)) = number(rest) else {
        // `(7)(A), (C)`: another letter of the same number.
        let before = before.filter(|before| before.number == '7')?;
        let (letter, rest) = in_parentheses(text, 'A'..='F')?;
        return Some((format!("(b)(7)({letter})"), before, rest));
    };
    let now = Before { paragraph, number };
    let plain = format!("({paragraph})({number})");
    if paragraph == 'c' {
        return ('1'..='3').contains(&number).then_some((plain, now, rest));
    }
    match number {
        '7' => Some(match letter(rest) {
            Some((letter, rest)) => (format!("{plain}({letter})"), now, rest),
            None => (plain, now, rest),
        }),
        '3' | '5' => {
            let (tail, behind) = tail(rest);
            let known = if number == '3' { statute(tail) } else { privilege(tail).map(str::to_owned) };
            Some(match known {
                Some(known) => (format!("{plain} {known}"), now, behind),
                None => (plain, now, rest),
            })
        }
        _ => Some((plain, now, rest)),
    }
}

/// The paragraph that a word before a code names, and what stands behind that word.
fn named(text: &str) -> (Option<char>, &str) {
    let text =
        ["FOIA ", "5 U.S.C. § 552", "5 U.S.C. 552", "5 USC § 552", "5 USC 552", "§ 552", "§552", "552"]
            .iter()
            .find_map(|act| strip(text, act))
            .map_or(text, str::trim_start);
    const WORDS: [(&str, char); 8] = [
        ("exemptions", 'b'),
        ("exemption", 'b'),
        ("exclusions", 'c'),
        ("exclusion", 'c'),
        ("exs.", 'b'),
        ("ex.", 'b'),
        ("exs ", 'b'),
        ("ex ", 'b'),
    ];
    match WORDS.iter().find_map(|(word, paragraph)| Some((*paragraph, strip(text, word)?))) {
        Some((paragraph, rest)) => {
            let rest = rest.trim_start();
            (Some(paragraph), strip(rest, "no.").unwrap_or(rest).trim_start())
        }
        None => (None, text),
    }
}

/// `(b)`, `b`, `(c)` or `c`.
fn paragraph(text: &str) -> Option<(char, &str)> {
    let (letter, rest) = match in_parentheses(text, 'B'..='C') {
        Some(found) => found,
        None => bare(text, 'B'..='C')?,
    };
    Some((letter.to_ascii_lowercase(), rest.trim_start().trim_start_matches('-').trim_start()))
}

/// `(6)` or `6`.
fn number(text: &str) -> Option<(char, &str)> {
    let (digit, rest) = match in_parentheses(text, '1'..='9') {
        Some(found) => found,
        None => bare(text, '1'..='9')?,
    };
    let goes_on = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    // 12 is no number of the Act, and 1.4 one of another.
    (!goes_on(rest) && !rest.strip_prefix('.').is_some_and(goes_on)).then_some((digit, rest))
}

/// `(C)`, or `C` where nothing else is joined to it.
fn letter(text: &str) -> Option<(char, &str)> {
    in_parentheses(text.trim_start(), 'A'..='F').or_else(|| {
        let (letter, rest) = bare(text.strip_prefix('-').unwrap_or(text), 'A'..='F')?;
        (!rest.starts_with(|c: char| c.is_alphanumeric())).then_some((letter, rest))
    })
}

fn bare(text: &str, among: std::ops::RangeInclusive<char>) -> Option<(char, &str)> {
    let first = text.chars().next()?.to_ascii_uppercase();
    among.contains(&first).then(|| (first, &text[1..]))
}

fn in_parentheses(text: &str, among: std::ops::RangeInclusive<char>) -> Option<(char, &str)> {
    let (found, rest) = bare(text.strip_prefix('(')?.trim_start(), among)?;
    Some((found, rest.trim_start().strip_prefix(')')?))
}

/// The words right behind a code, up to what would divide it from the next.
fn tail(text: &str) -> (&str, &str) {
    let marks = text.find([',', ';', '/', '|', '&', '\n']);
    let word = text.to_ascii_lowercase().find(" and ");
    let end = marks.into_iter().chain(word).min().unwrap_or(text.len());
    let mut tail = &text[..end];
    loop {
        let inner = tail.trim_matches(|c: char| c.is_whitespace() || ":-\u{2013}\u{2014}".contains(c));
        let inside = inner.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
        let inner = inside.filter(|inner| !inner.contains(['(', ')'])).unwrap_or(inner);
        if inner.len() == tail.len() {
            return (tail, &text[end..]);
        }
        tail = inner;
    }
}

/// A statute, as it is written.
fn statute(tail: &str) -> Option<String> {
    const SIGNS: [&str; 9] = ["u.s.c", "usc", "stat.", "pub.", "p.l.", "act", "rule", "rules", "c.f.r"];
    let lower = tail.to_ascii_lowercase();
    let is = lower
        .split_whitespace()
        .any(|word| SIGNS.contains(&word.trim_end_matches('.')) || SIGNS.contains(&word));
    is.then(|| tail.to_owned())
}

/// A privilege under exemption 5, in the words of the known grounds.
fn privilege(tail: &str) -> Option<&'static str> {
    let lower = tail.to_ascii_lowercase().replace('-', " ");
    let words: Vec<&str> = lower.split_whitespace().filter(|word| *word != "privilege").collect();
    Some(match words.join(" ").as_str() {
        "deliberative process" | "deliberative" | "dp" | "dpp" => "deliberative process",
        "attorney client" | "ac" | "acp" => "attorney-client",
        "attorney work product" | "work product" | "awp" | "wp" => "attorney work product",
        "presidential communications" | "presidential communication" | "pc" | "pcp" => {
            "presidential communications"
        }
        _ => return None,
    })
}

/// What stands behind a beginning, in whatever case that is written.
fn strip<'a>(text: &'a str, beginning: &str) -> Option<&'a str> {
    let head = text.get(..beginning.len())?;
    head.eq_ignore_ascii_case(beginning).then(|| &text[beginning.len()..])
}
