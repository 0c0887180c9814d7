//! A text that is JSON in itself: a list or an object in the cell of a table.

use crate::formats::json::inspect::value;
use serde_json::Value;

/// What a text says in JSON. A list or a dictionary as Python prints it, which is what many scripts
/// write into a table, is read as the same in JSON.
///
/// # Errors
/// Why it is no JSON, as the end of a sentence.
pub(crate) fn opened(text: &str) -> Result<Value, String> {
    value(text.as_bytes()).or_else(|fault| {
        let json = of_python(text).and_then(|json| value(json.as_bytes()).ok());
        json.filter(|value| value.is_array() || value.is_object()).ok_or(fault.reason)
    })
}

/// The JSON for what Python prints; `None` where it is something else.
fn of_python(text: &str) -> Option<String> {
    let mut json = String::with_capacity(text.len());
    let mut rest = text.trim();
    while let Some(char) = rest.chars().next() {
        let after = &rest[char.len_utf8()..];
        match char {
            '\'' | '"' => {
                rest = string(char, after, &mut json)?;
                continue;
            }
            '(' => json.push('['),
            ')' | ']' | '}' => {
                // A comma behind the last is no sign of another one.
                json.truncate(json.trim_end().strip_suffix(',').map_or(json.len(), str::len));
                json.push(if char == ')' { ']' } else { char });
            }
            _ if char.is_alphabetic() => {
                let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
                let (word, after) = rest.split_at(end);
                json.push_str(match word {
                    "None" | "nan" => "null",
                    "True" => "true",
                    "False" => "false",
                    _ => return None,
                });
                rest = after;
                continue;
            }
            _ => json.push(char),
        }
        rest = after;
    }
    Some(json)
}

/// A string of Python as one of JSON; what is behind it.
fn string<'t>(mark: char, text: &'t str, json: &mut String) -> Option<&'t str> {
    let mut said = String::new();
    let mut chars = text.chars();
    loop {
        match chars.next()? {
            '\\' => said.push(match chars.next()? {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                same @ ('\\' | '\'' | '"') => same,
                'x' => code(&mut chars, 2)?,
                'u' => code(&mut chars, 4)?,
                'U' => code(&mut chars, 8)?,
                _ => return None,
            }),
            char if char == mark => break,
            char => said.push(char),
        }
    }
    json.push_str(&serde_json::to_string(&said).ok()?);
    Some(chars.as_str())
}

fn code(chars: &mut std::str::Chars<'_>, digits: usize) -> Option<char> {
    let number = chars.as_str().get(..digits)?;
    *chars = chars.as_str()[digits..].chars();
    char::from_u32(u32::from_str_radix(number, 16).ok()?)
}
