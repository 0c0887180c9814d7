//! One line to type in.

use crate::review::keys::chars;
use crate::review::prompt::editing::{Edited, chord};
use crate::text::SafeText;
use crossterm::event::{KeyCode, KeyEvent};
use unicode_segmentation::UnicodeSegmentation as _;

/// A line of text with a cursor. What cannot be shown does not get in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Input {
    edited: Edited,
}

impl Input {
    /// The longest text taken, in bytes.
    pub const MAX: usize = 4096;

    /// With a text, the cursor behind it.
    pub fn new(text: &str) -> Self {
        let mut input = Self::default();
        input.insert(text);
        input
    }

    pub fn text(&self) -> &str {
        self.edited.text()
    }

    /// The text before and from the cursor on, to be shown.
    pub fn shown(&self) -> (SafeText, SafeText) {
        let (before, after) = self.text().split_at(self.edited.cursor());
        (SafeText::edited(before), SafeText::edited(after))
    }

    /// Inserts a text, as much of it as there is room for: line breaks and tabs become spaces, other control
    /// characters stay out.
    pub fn insert(&mut self, text: &str) {
        let text = chars::inert(text).replace(['\n', '\t'], " ");
        let room = Self::MAX.saturating_sub(self.text().len());
        let ends = text.grapheme_indices(true).map(|(at, cluster)| at + cluster.len());
        let taken = ends.take_while(|end| *end <= room).last().unwrap_or(0);
        let at = self.edited.cursor();
        self.edited.replace(at..at, &text[..taken]);
    }

    /// Takes a key; says whether the text changed.
    pub fn key(&mut self, key: &KeyEvent) -> bool {
        let before = self.text().len();
        if let KeyCode::Char(c) = key.code
            && chars::types(key)
        {
            self.insert(c.encode_utf8(&mut [0; 4]));
        } else if chord(key) == (KeyCode::Char('u'), true, false) {
            self.edited.replace(0..self.edited.cursor(), "");
        } else if let Some(stretch) = self.edited.deletes(key) {
            self.edited.replace(stretch, "");
        } else if let Some(place) = self.edited.goes_to(key) {
            self.edited.place(place);
        }
        before != self.text().len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{step, width};
    use crossterm::event::KeyModifiers;
    use proptest::prelude::*;

    fn press(input: &mut Input, code: KeyCode, held: KeyModifiers) -> bool {
        input.key(&KeyEvent::new(code, held))
    }

    fn plain(input: &mut Input, codes: &[KeyCode]) {
        codes.iter().for_each(|code| {
            press(input, *code, KeyModifiers::NONE);
        });
    }

    use KeyCode::{Backspace, Char, Delete, Home, Left, Right};

    #[test]
    fn a_character_goes_and_comes_whole() {
        for cluster in ["🇩🇪", "👩‍👩‍👧", "e\u{301}", "\u{1112}\u{1161}\u{11ab}", "क्षि", "שׁ"]
        {
            let mut input = Input::new(&format!("a{cluster}"));
            plain(&mut input, &[Left, Char('X'), Right, Char('Y')]);
            assert_eq!(input.text(), format!("aX{cluster}Y"));
            plain(&mut input, &[Left, Backspace]);
            assert_eq!(input.text(), "aXY");
            input.insert(cluster);
            plain(&mut input, &[Left, Delete]);
            assert_eq!(input.text(), "aXY");
        }
    }

    #[test]
    fn words_go_as_in_a_note() {
        let mut input = Input::new("tag:withheld naïve-test 🇩🇪 ok");
        assert!(press(&mut input, Char('w'), KeyModifiers::CONTROL));
        press(&mut input, Left, KeyModifiers::CONTROL);
        plain(&mut input, &[Char('x')]);
        assert_eq!(input.text(), "tag:withheld naïve-test x🇩🇪 ");
        press(&mut input, Backspace, KeyModifiers::ALT);
        press(&mut input, Char('a'), KeyModifiers::CONTROL);
        press(&mut input, Char('d'), KeyModifiers::ALT);
        assert!(!input.text().starts_with("tag") && input.text().ends_with("naïve-test 🇩🇪 "));
        press(&mut input, Char('k'), KeyModifiers::CONTROL);
        assert_eq!(input.text(), "");
    }

    #[test]
    fn what_is_pasted_is_one_line_and_ends_at_a_character() {
        let input = Input::new("\u{feff}one\r\ntwo\tthree\u{1b}\u{202e}\r");
        assert_eq!(input.text(), "one two three ");
        let input = Input::new(&format!("{}🇩🇪", "x".repeat(Input::MAX - 4)));
        assert_eq!(input.text(), "x".repeat(Input::MAX - 4));
    }

    proptest! {
        #[test]
        fn the_cursor_never_stands_within_a_character(
            keys in prop::collection::vec(prop_oneof![
                prop::sample::select(vec![Left, Right, Home, Backspace, Delete]),
                prop::sample::select("a \u{301}🇩🇪\u{200d}👩क\u{94d}\u{200f}".chars().collect::<Vec<_>>()).prop_map(Char),
            ], 0..40),
        ) {
            let mut input = Input::new("e\u{301}🇩🇪 👩‍👩‍👧");
            for key in keys {
                plain(&mut input, &[key]);
                let at = input.edited.cursor();
                prop_assert_eq!(step::outside(input.text(), at), at);
                // Cut at the cursor or not, it looks the same, and every character has cells.
                let (before, after) = input.shown();
                let whole = SafeText::edited(input.text());
                prop_assert_eq!(format!("{before}{after}"), whole.as_str());
                prop_assert_eq!(width(before.as_str()) + width(after.as_str()), whole.width());
            }
        }
    }
}
