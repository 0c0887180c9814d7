//! Which characters act or hide, and the marks that show them.

use std::fmt::{self, Write};

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Stands for a line break where there is room for one line only.
pub(super) const LINE_BREAK: char = '↵';
/// Carries a combining mark that has nothing to combine with.
pub(super) const DOTTED_CIRCLE: char = '◌';

/// Writes the visible mark of a character: `␛` for the C0 controls and DEL, `⟨U+202E⟩` for others.
pub(super) fn show(out: &mut String, c: char) {
    match u32::from(c) {
        code @ 0..=0x1F => out.extend(char::from_u32(0x2400 + code)),
        0x7F => out.push('␡'),
        code => write_mark(out, format_args!("⟨U+{code:04X}⟩")),
    }
}

/// Writes the mark that stands for `count` characters left out.
pub(super) fn show_left_out(out: &mut String, count: usize) {
    write_mark(out, format_args!("⟨+{count}⟩"));
}

fn write_mark(out: &mut String, mark: fmt::Arguments<'_>) {
    let written = out.write_fmt(mark);
    debug_assert!(written.is_ok(), "writing to a String cannot fail");
}

/// Whether a character is shown as a mark, wherever it stands; but for marks of direction where a line needs
/// them ([`super::direction`]).
///
/// These are the controls, what Unicode calls default-ignorable (but for joiners and variation
/// selectors, which [`super::clean`] judges by what they stand on), what has no agreed meaning
/// (private use, noncharacters), and U+17D8, which is the one character three cells wide.
pub(super) fn is_hidden(c: char) -> bool {
    let code = u32::from(c);
    if code & 0xFFFE == 0xFFFE {
        return true; // the last two of every plane
    }
    matches!(code,
        0..=0x1F | 0x7F..=0x9F          // C0, DEL, C1
        | 0xAD                          // soft hyphen
        | 0x34F                         // combining grapheme joiner
        | 0x61C                         // Arabic letter mark (bidi)
        | 0x115F..=0x1160               // Hangul fillers
        | 0x17B4..=0x17B5               // Khmer inherent vowels
        | 0x17D8                        // Khmer beyyal
        | 0x180E                        // Mongolian vowel separator
        | 0x200B                        // zero-width space
        | 0x200E..=0x200F               // left-to-right, right-to-left mark
        | 0x2028..=0x202E               // separators; embeddings and overrides
        | 0x2060..=0x206F               // word joiner, operators, isolates, deprecated
        | 0x3164                        // Hangul filler
        | 0xE000..=0xF8FF               // private use
        | 0xFDD0..=0xFDEF               // noncharacters
        | 0xFEFF                        // byte order mark
        | 0xFFA0                        // halfwidth Hangul filler
        | 0xFFF0..=0xFFFB               // reserved; interlinear annotation
        | 0x13430..=0x1343F             // hieroglyph format controls
        | 0x1BCA0..=0x1BCA3             // shorthand format controls
        | 0x1D173..=0x1D17A             // musical format controls
        | 0xE0000..=0xE00FF             // tags
        | 0xE01F0..=0xE0FFF             // reserved, ignorable
        | 0xF0000..=0x10FFFF            // private use
    )
}

/// Whether a character selects a variant of the one before it.
pub(super) fn is_selector(c: char) -> bool {
    matches!(c, '\u{180B}'..='\u{180D}' | '\u{180F}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Whether a variation selector has something to select on this base. Anywhere else it is
/// invisible, and a way to hide data in plain sight.
pub(super) fn selects(base: char, selector: char) -> bool {
    match selector {
        // Text or emoji: bases that unicode-width knows to widen, and those wide already.
        '\u{FE0E}' | '\u{FE0F}' => {
            let mut emoji = String::from(base);
            emoji.push('\u{FE0F}');
            emoji.width() == 2 && (own_width(base) == 1 || !base.is_alphabetic())
        }
        '\u{FE00}'..='\u{FE02}' | '\u{E0100}'..='\u{E01EF}' => {
            matches!(u32::from(base), 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
        }
        '\u{180B}'..='\u{180F}' => matches!(base, '\u{1820}'..='\u{18AA}'),
        _ => false,
    }
}

/// Whether a character joins or parts its neighbours without being seen.
pub(super) fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

/// Whether a joiner after this base does something to be seen: in Arabic, in the scripts of India,
/// between emoji. In Latin, Greek and Cyrillic it only parts words that look whole.
pub(super) fn takes_joiner(base: char) -> bool {
    base >= '\u{530}'
}

/// Whether a character attaches to whatever stands before it.
pub(super) fn attaches(c: char) -> bool {
    are_one_cluster('x', c)
}

/// Whether a character draws whatever follows into its cluster: a sign of an Indic or Arabic script
/// that is written before its base.
pub(super) fn leads(c: char) -> bool {
    are_one_cluster(c, 'x')
}

fn are_one_cluster(first: char, second: char) -> bool {
    let mut bytes = [0; 8];
    let middle = first.encode_utf8(&mut bytes).len();
    let end = middle + second.encode_utf8(&mut bytes[middle..]).len();
    str::from_utf8(&bytes[..end]).is_ok_and(|pair| pair.graphemes(true).count() == 1)
}

/// The cells a character takes by itself.
pub(super) fn own_width(c: char) -> usize {
    c.width().unwrap_or(0)
}

/// Whether a character is surely harmless and surely a cluster of its own, whatever stands beside
/// it, unless one that is not simple joins it. Only spares work: most text is simple all through.
pub(super) fn is_simple(c: char) -> bool {
    matches!(u32::from(c),
        0x20..=0x7E | 0xA0..=0xAC | 0xAE..=0x2FF    // Latin
        | 0x400..=0x481                             // Cyrillic
        | 0x5D0..=0x5EA | 0x620..=0x64A | 0x671..=0x6D3 // Hebrew, Arabic
        | 0x904..=0x939 | 0xE01..=0xE30             // Devanagari, Thai
        | 0x2010..=0x2027 | 0x2030..=0x205E         // punctuation
        | 0x20A0..=0x20BF                           // currencies
        | 0x3001..=0x3029 | 0x3041..=0x3096 | 0x30A0..=0x30FF // kana
        | 0x4E00..=0x9FFF                           // Han
        | 0xAC00..=0xD7A3                           // Hangul
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_read_as_what_they_stand_for() {
        let shown = |c| {
            let mut out = String::new();
            show(&mut out, c);
            out
        };
        assert_eq!(shown('\u{1b}'), "␛");
        assert_eq!(shown('\0'), "␀");
        assert_eq!(shown('\u{7f}'), "␡");
        assert_eq!(shown('\u{9b}'), "⟨U+009B⟩");
        assert_eq!(shown('\u{202e}'), "⟨U+202E⟩");
        assert_eq!(shown('\u{e0041}'), "⟨U+E0041⟩");
    }

    #[test]
    fn simple_characters_are_harmless_and_stand_alone() {
        for c in ('\0'..=char::MAX).filter(|c| is_simple(*c)) {
            assert!(!is_hidden(c) && !is_selector(c) && !is_joiner(c), "{c:?}");
            assert!(!attaches(c), "{c:?}");
            assert!(matches!(own_width(c), 1 | 2), "{c:?}");
            let pair: String = [c, 'x'].iter().collect();
            assert_eq!(pair.graphemes(true).count(), 2, "{c:?}");
        }
    }

    /// Else a mark after it would lose its base.
    #[test]
    fn whatever_is_not_hidden_carries_a_mark() {
        for c in ('\0'..=char::MAX).filter(|c| !is_hidden(*c)) {
            let marked: String = [c, '\u{301}'].iter().collect();
            assert_eq!(marked.graphemes(true).count(), 1, "{c:?}");
            assert!(own_width(c) <= 2, "{c:?}");
        }
    }

    #[test]
    fn selectors_stay_where_they_select() {
        for (base, selector) in [
            ('❤', '\u{FE0F}'),
            ('1', '\u{FE0F}'),
            ('Ⓜ', '\u{FE0F}'),
            ('ℹ', '\u{FE0F}'),
            ('😀', '\u{FE0E}'),
            ('葛', '\u{E0100}'),
            ('葛', '\u{FE00}'),
            ('\u{1820}', '\u{180B}'),
        ] {
            assert!(selects(base, selector), "{base} {selector:?}");
        }
        for (base, selector) in [
            ('a', '\u{FE0F}'),
            ('a', '\u{E0100}'),
            ('中', '\u{FE0F}'),
            ('∩', '\u{FE05}'),
            ('◌', '\u{FE0F}'),
            ('⟩', '\u{FE0F}'),
        ] {
            assert!(!selects(base, selector), "{base} {selector:?}");
        }
    }
}
