//! HTML character references (`&amp;`, `&#8217;`) that stayed behind in texts taken from web pages.

use html5gum::{Token, Tokenizer};
use serde_json::Value;

/// The longest reference there is, with its `&` and its `;`.
const LONGEST: usize = 33;

/// The text with its character references read, once; `None` where it has none. Only what is written
/// out, with its semicolon, counts: `R&D` and `?a=1&copy=2` stay as they are.
fn read(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    let mut found = false;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(LONGEST).position(|byte| byte == b';');
        let named = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#');
        let reference = end.map(|end| &rest[..=end]).filter(|it| named(&it[1..it.len() - 1]));
        let character = reference.and_then(|reference| Some((reference.len(), stands_for(reference)?)));
        match character {
            Some((length, character)) => {
                found = true;
                out.push_str(&character);
                rest = &rest[length..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    found.then_some(out)
}

/// What one reference stands for; `None` for one that is not known.
fn stands_for(reference: &str) -> Option<String> {
    let Token::String(text) = Tokenizer::new(reference).flatten().next()? else { return None };
    let text = String::from_utf8_lossy(&text).into_owned();
    (text != reference && !text.ends_with(';')).then_some(text)
}

/// Reads the references in every text of a record: how many texts had some, and where the first of them is.
pub(crate) fn read_all(record: &mut Value) -> (u64, String) {
    let (mut texts, mut first) = (0, String::new());
    walk(record, &mut String::new(), &mut |place, text| {
        if let Some(characters) = read(text) {
            *text = characters;
            if texts == 0 {
                place.clone_into(&mut first);
            }
            texts += 1;
        }
    });
    (texts, first)
}

/// Hands out every text with its place. A record is not nested deeply: its carrier saw to that.
fn walk(value: &mut Value, place: &mut String, each: &mut dyn FnMut(&str, &mut String)) {
    let length = place.len();
    match value {
        Value::String(text) => each(place, text),
        Value::Array(items) => {
            for (at, item) in items.iter_mut().enumerate() {
                place.push_str(&format!("[{at}]"));
                walk(item, place, each);
                place.truncate(length);
            }
        }
        Value::Object(members) => {
            for (name, value) in members {
                if length > 0 {
                    place.push('.');
                }
                place.extend(name.chars().take(40));
                walk(value, place, each);
                place.truncate(length);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_references_are_read_and_only_once() {
        for (text, is) in [
            ("Bread &amp; water", Some("Bread & water")),
            ("It&#8217;s &quot;open&quot;&nbsp;now", Some("It\u{2019}s \"open\"\u{a0}now")),
            ("&#x27;&euro;&hellip;", Some("'\u{20ac}\u{2026}")),
            ("?a=1&amp;b=2", Some("?a=1&b=2")),
            ("&amp;lt; is how < is written", Some("&lt; is how < is written")),
            ("R&D, A&B; ?x=1&copy=2 &nosuch; & ; &;&#;", None),
            ("no reference", None),
            ("&notit; &amper;", None),
        ] {
            assert_eq!(read(text).as_deref(), is, "{text}");
        }
    }
}
