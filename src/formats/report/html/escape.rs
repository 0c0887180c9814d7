//! The one door through which text enters a page: nothing that comes through it acts.

use crate::text::{for_terminal, is_direction};
use askama::filters::Escaper;
use std::fmt::{self, Write};

/// Escapes for HTML, in text and in quoted attributes, and shows control, bidirectional and
/// invisible characters as visible marks. Line breaks stay. The templates' escaper (`askama.toml`).
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Door;

impl Escaper for Door {
    fn write_escaped_str<W: Write>(&self, mut dest: W, text: &str) -> fmt::Result {
        let safe = for_terminal(text, true);
        let mut rest = safe.as_ref();
        while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
            dest.write_str(&rest[..at])?;
            dest.write_str(match rest.as_bytes()[at] {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                _ => "&#39;",
            })?;
            rest = &rest[at + 1..];
        }
        dest.write_str(rest)
    }
}

/// A URL that may become a link: http or https, with a host, and nothing in it that acts or hides.
pub(super) fn link(url: Option<&str>) -> Option<&str> {
    let url = url?;
    let (scheme, rest) = url.split_once("://")?;
    let http = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let plain = !url.contains(|c: char| c.is_whitespace() || c.is_control() || "\"<>\\^`{|}".contains(c))
        && !url.contains(is_direction)
        && for_terminal(url, false) == url;
    let host = !rest.is_empty() && !rest.starts_with(['/', '?', '#', '@', ':']);
    (http && plain && host).then_some(url)
}

/// The host of a link, as its text.
pub(super) fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    host.rsplit('@').next().unwrap_or(host)
}

/// A language tag (BCP 47) that may stand in a `lang` attribute.
pub(super) fn language(tag: Option<&str>) -> Option<&str> {
    tag.filter(|tag| {
        tag.len() <= 35
            && tag.starts_with(|c: char| c.is_ascii_alphabetic())
            && tag.split('-').all(|part| {
                (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
            })
            && (2..=3).contains(&tag.split('-').next().unwrap_or("").len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn through(text: &str) -> String {
        let mut out = String::new();
        Door.write_escaped_str(&mut out, text).unwrap();
        out
    }

    #[test]
    fn nothing_comes_through_that_acts() {
        assert_eq!(through("\"><script>'&"), "&quot;&gt;&lt;script&gt;&#39;&amp;");
        assert_eq!(through("a\0b\u{202e}c\u{1b}[1m\nd"), "a␀b⟨U+202E⟩c␛[1m\nd");
        assert_eq!(through("שלום!\u{200f}\nא\u{2067}ב"), "שלום!\u{200f}\nא⟨U+2067⟩ב");
    }

    #[test]
    fn links_are_http_alone() {
        for good in ["https://a.example/x?y=1&z#w", "HTTP://a.example", "https://a.example/naïve"] {
            assert_eq!(link(Some(good)), Some(good));
        }
        for bad in [
            "javascript:alert(1)",
            "javascript://a.example/%0aalert(1)",
            "data:text/html,x",
            "//a.example",
            "https://",
            "https:///x",
            " https://a.example",
            "https://a.example/\u{202e}gpj",
            "https://a.example/שלום\u{200f}/",
            "https://a.example/\n",
            "https://a.example/\"onclick=",
            "ftp://a.example",
            "",
        ] {
            assert_eq!(link(Some(bad)), None, "{bad}");
        }
        assert_eq!(host("https://user@a.example:80/x"), "a.example:80");
    }

    #[test]
    fn language_tags() {
        assert_eq!(language(Some("es-MX")), Some("es-MX"));
        for bad in ["", "e", "es_MX", "es\" onx=", "x-private", "español", "en-"] {
            assert_eq!(language(Some(bad)), None, "{bad}");
        }
    }
}
