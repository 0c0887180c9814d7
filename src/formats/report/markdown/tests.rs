//! What a Markdown reader makes of outside text.

use crate::formats::report::markdown::escape::{block, is_link, line, url};
use crate::text::for_terminal;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Everything a reader may know, but for typography: that is no markup, and changes the text.
fn all() -> Options {
    Options::all() - Options::ENABLE_SMART_PUNCTUATION
}

/// The text a reader sees, with its line breaks; nothing but paragraphs may be made of it.
fn read(markdown: &str) -> String {
    let mut text = String::new();
    for event in Parser::new_ext(markdown, all()) {
        match event {
            Event::Text(part) => text.push_str(&part),
            Event::HardBreak | Event::End(TagEnd::Paragraph) => text.push('\n'),
            Event::Start(Tag::Paragraph) => {}
            other => panic!("{other:?} out of {markdown:?}"),
        }
    }
    text
}

/// What is to be seen: the safe text, without the blanks at the ends of lines and without empty lines.
fn expected(text: &str, multiline: bool) -> String {
    let safe = for_terminal(text, multiline);
    let lines = safe.lines().map(|line| line.trim_matches(' ')).filter(|line| !line.is_empty());
    lines.map(|line| format!("{line}\n")).collect()
}

fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "a",
        "Z9",
        " ",
        "  ",
        "    ",
        "\n",
        "\n\n",
        "\t",
        "*",
        "_",
        "`",
        "~~~",
        "#",
        "# ",
        "- ",
        "+ ",
        "1. ",
        "2) ",
        "===",
        "---",
        "> ",
        "<b>",
        "</b>",
        "<!--",
        "&amp;",
        "&#60;",
        "[x](javascript:alert(1))",
        "![i](http://x)",
        "<http://x>",
        "http://x.y",
        "www.x.y",
        "a@b.c",
        ":tada:",
        "[^1]",
        "[^1]: x",
        "|a|b|\n|-|-|",
        "$x$",
        "\\",
        "\u{202e}",
        "\0",
        "\u{1b}[31m",
        "é",
        "日本",
        "שלום",
        "{#id}",
        "^s^",
        "~s~",
        "==m==",
        "\"q\"",
        "--",
        "...",
        ": d",
        "=1+1",
        "[ ] ",
        "[x] ",
        "!",
        "'",
        "(",
        "\\\n",
        "++a++",
        "[!NOTE]",
        "[[wiki]]",
    ]);
    prop::collection::vec(prop_oneof![4 => pieces.prop_map(str::to_owned), 1 => ".{0,3}"], 0..24)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn outside_text_reads_as_itself(text in hostile()) {
        prop_assert_eq!(read(&line(&text)), expected(&text, false), "{:?}", line(&text));
        prop_assert_eq!(read(&block(&text, "")), expected(&text, true), "{:?}", block(&text, ""));
    }

    #[test]
    fn a_link_leads_where_it_says(text in hostile(), start in prop::sample::select(vec!["http://", "https://", "javascript:", "HTTPS://"])) {
        let address = format!("{start}{text}");
        let links: Vec<String> = Parser::new_ext(&url(&address), all())
            .filter_map(|event| match event {
                Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.into_string()),
                _ => None,
            })
            .collect();
        prop_assert_eq!(links, if is_link(&address) { vec![address] } else { Vec::new() });
    }
}

#[test]
fn only_the_web_is_linked() {
    assert!(is_link("https://example.org/a?b=1&c=2#d") && is_link("http://example.org"));
    for bad in
        ["javascript:alert(1)", "ftp://x", "https://a b", "https://a>b", "https://a\u{202e}b", "//x", "", "é"]
    {
        assert!(!is_link(bad), "{bad}");
    }
}
