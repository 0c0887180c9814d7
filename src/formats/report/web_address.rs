//! Addresses of the web as other programs take them.

use std::fmt::Write as _;

/// An address of the web as the URL Standard writes it: what an address cannot hold, a blank or `ü`, is
/// percent-encoded in its path, query and fragment, and reads as the same address. A host in other letters
/// stays as it is. None for what is no address of the web.
pub(super) fn written(url: &str) -> Option<String> {
    let url: String = url.trim().chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let (scheme, rest) = url.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    let (host, rest) = rest.split_at(rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len()));
    if !matches!(scheme.as_str(), "http" | "https") || host.is_empty() || host.chars().any(is_unfit) {
        return None;
    }
    let mut out = format!("{scheme}://{host}");
    let mut in_path = true;
    for c in rest.chars() {
        in_path &= !matches!(c, '?' | '#');
        match c {
            '\\' if in_path => out.push('/'),
            c if c.is_ascii() && !is_unfit(c) => out.push(c),
            c => {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    let _ = write!(out, "%{byte:02X}");
                }
            }
        }
    }
    Some(out)
}

/// What no address holds as it is.
fn is_unfit(c: char) -> bool {
    c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_address_cannot_hold_is_encoded_and_the_rest_stays() {
        for (url, is) in [
            ("https://a.example/plain?x=1&y=%20#part", Some("https://a.example/plain?x=1&y=%20#part")),
            ("https://a.example/two words", Some("https://a.example/two%20words")),
            ("https://a.example/Übergänge.pdf", Some("https://a.example/%C3%9Cberg%C3%A4nge.pdf")),
            ("HTTPS://a.example\\b\\c?d=\\", Some("https://a.example/b/c?d=%5C")),
            ("http://müller.example/ä?ö#ü", Some("http://müller.example/%C3%A4?%C3%B6#%C3%BC")),
            (" https://a.example/{x}|\"y\" ", Some("https://a.example/%7Bx%7D%7C%22y%22")),
            ("https://a.example/東京", Some("https://a.example/%E6%9D%B1%E4%BA%AC")),
            ("https://a.example", Some("https://a.example")),
            ("https:///path", None),
            ("https://a b.example/", None),
            ("javascript:alert(1)", None),
            ("ftp://a.example/", None),
            ("a note", None),
        ] {
            assert_eq!(written(url).as_deref(), is, "{url}");
        }
    }
}
