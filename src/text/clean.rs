//! Cleaning: what acts or hides becomes a visible mark.

use std::borrow::Cow;

use super::cluster;
use super::direction;
use super::hidden::{self, DOTTED_CIRCLE, LINE_BREAK};
use super::rewrite::Rewrite;

/// What line breaks and tabs become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// All on one line: a line break is shown as `↵`, a tab is a space.
    Line,
    /// Line breaks break lines (CR LF and the Unicode separators too), a tab is four spaces.
    Block,
    /// As a line, with tabs of four spaces; each cluster looks the same whatever stands beside it.
    Edited,
}

/// Text from outside, safe to print on a terminal: as [`super::SafeText`] would have it, on one line
/// or, when `multiline`, with its line breaks.
///
/// Nothing is copied when there is nothing to change.
#[must_use]
pub fn for_terminal(text: &str, multiline: bool) -> Cow<'_, str> {
    clean(text, if multiline { Shape::Block } else { Shape::Line })
}

/// A text as somebody typed it or another program saved it, as the case keeps it: its lines end in line feeds,
/// without byte order marks.
#[must_use]
pub fn typed(text: &str) -> String {
    text.replace('\u{feff}', "").replace("\r\n", "\n").replace('\r', "\n")
}

/// Whether a text could stand in a [`super::SafeText`] as it is.
#[must_use]
pub fn is_safe(text: &str) -> bool {
    matches!(clean(text, Shape::Block), Cow::Borrowed(_))
}

pub(super) fn clean(text: &str, shape: Shape) -> Cow<'_, str> {
    let plain = |byte: u8| matches!(byte, b' '..=b'~') || (byte == b'\n' && shape == Shape::Block);
    if text.bytes().all(plain) {
        return Cow::Borrowed(text);
    }
    let (shown, simple) = show_hidden(text, shape);
    if simple {
        return shown;
    }
    match shown {
        Cow::Borrowed(text) => cluster::bound(text),
        Cow::Owned(text) => Cow::Owned(cluster::bound(&text).into_owned()),
    }
}

/// Shows every hidden character, and gives a mark without a base a base. Also says whether all that
/// remains is simple, so that its clusters need no looking at.
///
/// Each decision but those on marks of direction rests on what is kept to the left of a character, never on
/// what follows: so it stands when the text is cut, and when it is cleaned again. What cuts a text sees to the
/// marks of direction ([`direction::Cutter`]).
fn show_hidden(text: &str, shape: Shape) -> (Cow<'_, str>, bool) {
    let mut rewrite = Rewrite::of(text);
    let mut simple = true;
    // What a combining mark here would combine with, and whether it stands right before.
    let mut base: Option<char> = None;
    let mut adjacent = false;
    let needed = if shape == Shape::Edited { Vec::new() } else { direction::needed(text) };
    let mut needed = needed.into_iter().peekable();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let len = c.len_utf8();
        match c {
            ' ' => base = None,
            '!'..='~' => (base, adjacent) = (Some(c), true),
            '\n' => {
                base = None;
                if shape != Shape::Block {
                    rewrite.replace(at, len, |out| out.push(LINE_BREAK));
                }
            }
            '\r' if chars.next_if(|(_, next)| *next == '\n').is_some() => {
                base = None;
                rewrite.replace(at, 2, |out| out.push(line_break(shape)));
            }
            '\u{2028}' | '\u{2029}' => {
                base = None;
                rewrite.replace(at, len, |out| out.push(line_break(shape)));
            }
            '\t' => {
                base = None;
                rewrite.replace(at, len, |out| out.push_str(if shape == Shape::Line { " " } else { "    " }));
            }
            _ if hidden::is_simple(c) => (base, adjacent) = (Some(c), true),
            _ if needed.next_if_eq(&at).is_some() => base = None,
            _ if hidden::is_hidden(c) => {
                base = None;
                rewrite.replace(at, len, |out| hidden::show(out, c));
            }
            _ if hidden::is_selector(c) => {
                if adjacent && base.is_some_and(|base| hidden::selects(base, c)) {
                    (simple, adjacent) = (false, false);
                } else {
                    base = None;
                    rewrite.replace(at, len, |out| hidden::show(out, c));
                }
            }
            _ if hidden::is_joiner(c) => {
                let mut run = vec![(at, c)];
                while let Some(joiner) = chars.next_if(|(_, next)| hidden::is_joiner(*next)) {
                    run.push(joiner);
                }
                if run.len() <= MAX_JOINERS && base.is_some_and(hidden::takes_joiner) {
                    (simple, adjacent) = (false, false);
                } else {
                    base = None;
                    for (at, joiner) in run {
                        rewrite.replace(at, joiner.len_utf8(), |out| hidden::show(out, joiner));
                    }
                }
            }
            _ => {
                simple = false;
                if !hidden::attaches(c) {
                    (base, adjacent) = (Some(c), true);
                    continue;
                }
                adjacent = false;
                if base.is_none() {
                    base = Some(DOTTED_CIRCLE);
                    rewrite.replace(at, 0, |out| out.push(DOTTED_CIRCLE));
                }
            }
        }
    }
    (rewrite.finish(), simple)
}

/// Joiners in a row that are left as they are.
const MAX_JOINERS: usize = 2;

fn line_break(shape: Shape) -> char {
    match shape {
        Shape::Line | Shape::Edited => LINE_BREAK,
        Shape::Block => '\n',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Cow<'_, str> {
        clean(text, Shape::Line)
    }

    fn block(text: &str) -> Cow<'_, str> {
        clean(text, Shape::Block)
    }

    #[test]
    fn ordinary_text_is_untouched_and_not_copied() {
        for text in [
            "",
            "plain",
            "naïve café – “quoted”",
            "чужой текст",
            "שלום עולם",
            "مرحبا بالعالم",
            "می‌خواهم",
            "हिन्दी में लिखा",
            "क्‍ष",
            "日本語のテキスト",
            "葛󠄀城",
            "한국어",
            "ไทย ภาษา",
            "👩🏻‍❤️‍💋‍👨🏻 👍🏽 1️⃣ 🇲🇽",
            "e\u{301}te\u{301}",
            "ｶﾞｷﾞ",
            "5\u{a0}000 €",
            "a\u{3000}b",
        ] {
            assert!(matches!(line(text), Cow::Borrowed(_)), "{text:?} became {:?}", line(text));
        }
    }

    #[test]
    fn escape_sequences_are_shown() {
        assert_eq!(line("\u{1b}[31mRED\u{1b}]0;t\u{7}"), "␛[31mRED␛]0;t␇");
        assert_eq!(line("\u{9b}2J\u{7f}\0"), "⟨U+009B⟩2J␡␀");
        assert_eq!(line("a\u{85}b"), "a⟨U+0085⟩b");
    }

    #[test]
    fn what_is_typed_has_line_feeds_and_no_byte_order_mark() {
        assert_eq!(typed("\u{feff}a\r\nb\rc\n\r\n\u{feff}d\t"), "a\nb\nc\n\nd\t");
    }

    #[test]
    fn line_breaks_and_tabs() {
        assert_eq!(line("a\nb\r\nc\td\re"), "a↵b↵c d␍e");
        assert_eq!(block("a\nb\r\nc\td\re\r"), "a\nb\nc    d␍e␍");
        assert_eq!(line("a\u{2028}b\u{2029}c"), "a↵b↵c");
        assert_eq!(block("a\u{2028}b\u{2029}c"), "a\nb\nc");
        assert_eq!(block("\n\n"), "\n\n");
        assert_eq!(block("a\u{b}b\u{c}c"), "a␋b␌c");
    }

    #[test]
    fn bidirectional_controls_are_shown_where_nobody_needs_them() {
        for c in
            "\u{61C}\u{200E}\u{200F}\u{202A}\u{202B}\u{202C}\u{202D}\u{202E}\u{2066}\u{2067}\u{2068}\u{2069}"
                .chars()
        {
            assert_eq!(line(&format!("a{c}b")), format!("a⟨U+{:04X}⟩b", u32::from(c)));
            let edited = clean(&format!("שלום{c}")[..], Shape::Edited).into_owned();
            assert_eq!(edited, format!("שלום⟨U+{:04X}⟩", u32::from(c)));
        }
    }

    #[test]
    fn marks_of_direction_stay_where_a_line_needs_them() {
        for text in [
            "שלום!\u{200f}",
            "\u{200f}שלום (2024) \u{200e}+972-3-555",
            "قال\u{61c} 12-3",
            "קרא \u{2066}https://a.example/b\u{2069} היום",
            "الاسم \u{2068}Ana\u{2069} و\u{2068}علي\u{2069}",
            "שלום \u{2067}א \u{2066}b\u{2069} ג\u{2069}",
            "\u{200e}[1/2/24, 10:00] Desk: \u{200e}image omitted",
            "signed \u{2068}Ana\u{2069}, \u{2066}Bo\u{2069}",
        ] {
            assert!(matches!(line(text), Cow::Borrowed(_)), "{text:?} became {:?}", line(text));
            assert!(matches!(block(text), Cow::Borrowed(_)), "{text:?}");
        }
    }

    #[test]
    fn marks_of_direction_reach_no_further_than_their_line() {
        for (text, shown) in [
            ("שלום \u{2067}א", "שלום ⟨U+2067⟩א"),
            ("שלום\u{2069} א", "שלום⟨U+2069⟩ א"),
            ("א\u{2067}ב\nג\u{2069}ד", "א⟨U+2067⟩ב\nג⟨U+2069⟩ד"),
            ("א\u{2067}ב\u{2028}ג\u{2069}ד", "א⟨U+2067⟩ב\nג⟨U+2069⟩ד"),
            ("א \u{2066}\u{2067}b\u{2069}", "א ⟨U+2066⟩\u{2067}b\u{2069}"),
            ("א \u{202e}b\u{202c}", "א ⟨U+202E⟩b⟨U+202C⟩"),
            ("א \u{202b}b\u{202c}", "א ⟨U+202B⟩b⟨U+202C⟩"),
            ("100\u{200f} 200", "100⟨U+200F⟩ 200"),
            ("re\u{200e}leased", "re⟨U+200E⟩leased"),
            ("pay \u{2067}100 - 200\u{2069}", "pay ⟨U+2067⟩100 - 200⟨U+2069⟩"),
            ("\u{2066}\u{2067}a\u{2069}b\u{2069}", "\u{2066}⟨U+2067⟩a⟨U+2069⟩b\u{2069}"),
        ] {
            assert_eq!(block(text), shown, "{text:?}");
        }
        let many = format!("א{}", "\u{200f}".repeat(9));
        assert_eq!(line(&many), format!("א{}", "⟨U+200F⟩".repeat(9)));
        let deep = format!("א {}b{}", "\u{2068}".repeat(5), "\u{2069}".repeat(5));
        let shown = format!("א {}⟨U+2068⟩b⟨U+2069⟩{}", "\u{2068}".repeat(4), "\u{2069}".repeat(4));
        assert_eq!(line(&deep), shown);
    }

    #[test]
    fn invisible_characters_are_shown() {
        for c in "\u{AD}\u{34F}\u{115F}\u{1160}\u{3164}\u{FFA0}\u{200B}\u{2060}\u{2061}\u{2064}\u{FEFF}\u{FFF9}\u{FFFB}\u{E0001}\u{E0067}\u{E000}\u{FFFE}\u{10FFFF}\u{180E}".chars() {
            assert_eq!(line(&format!("a{c}b")), format!("a⟨U+{:04X}⟩b", u32::from(c)));
        }
    }

    #[test]
    fn joiners_are_shown_where_they_join_nothing() {
        assert_eq!(line("a\u{200d}b"), "a⟨U+200D⟩b");
        assert_eq!(line("\u{200c}ab"), "⟨U+200C⟩ab");
        assert_eq!(line("ك \u{200d}"), "ك ⟨U+200D⟩");
        assert_eq!(line("ك\u{200d}\u{200c}"), "ك\u{200d}\u{200c}");
        assert_eq!(line("ك\u{200d}\u{200c}\u{200d}"), "ك⟨U+200D⟩⟨U+200C⟩⟨U+200D⟩");
    }

    #[test]
    fn selectors_are_shown_where_they_select_nothing() {
        assert_eq!(line("a\u{fe01}b"), "a⟨U+FE01⟩b");
        assert_eq!(line("❤\u{fe0f}\u{fe0f}"), "❤\u{fe0f}⟨U+FE0F⟩");
        assert_eq!(line("\u{fe0f}"), "⟨U+FE0F⟩");
        assert_eq!(line("葛\u{e0100}\u{e0101}"), "葛\u{e0100}⟨U+E0101⟩");
    }

    #[test]
    fn a_mark_without_a_base_gets_one() {
        assert_eq!(line("\u{301}a"), "◌\u{301}a");
        assert_eq!(line("a \u{301}"), "a ◌\u{301}");
        assert_eq!(line("\u{202e}\u{301}"), "⟨U+202E⟩◌\u{301}");
        assert_eq!(block("a\n\u{301}\u{302}"), "a\n◌\u{301}\u{302}");
        assert_eq!(line("\u{a0}\u{301}"), "\u{a0}\u{301}");
    }

    /// But for those that are simple, which `hidden` tests, and the unassigned planes.
    #[test]
    fn every_character_comes_out_safe_and_stays_as_it_came_out() {
        let planes = ('\0'..='\u{323FF}').chain('\u{E0000}'..='\u{E0FFF}').chain(['\u{F0000}', char::MAX]);
        for c in planes.filter(|c| !hidden::is_simple(*c)) {
            let text = format!("{c}a{c}{c}\n{c}\u{301} {c} \u{915}\u{94d}{c}");
            let cleaned = line(&text);
            assert!(is_safe(&cleaned), "{text:?} became {cleaned:?}");
        }
    }
}
