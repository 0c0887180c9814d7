//! The text of an open note: lines, a selection, steps that can be taken back.

use std::ops::Range;

use crate::review::keys::chars::{inert, types};
use crate::review::prompt::editing::{Edited, chord, line_at};
use crate::review::prompt::laid_lines::LaidLines;
use crate::text::SafeText;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use unicode_segmentation::UnicodeSegmentation as _;

/// The longest note taken, in bytes.
const MAX: usize = 1 << 20;
/// How many steps can be taken back.
const STEPS: usize = 50;
/// What the Tab key fills up to.
const TAB: usize = 4;

/// A text of several lines, as it is being written.
#[derive(Debug, Default)]
pub struct NoteText {
    edited: Edited,
    /// Where the selection began.
    anchor: Option<usize>,
    /// The cell that going up and down keeps to.
    cell: Option<usize>,
    /// What was last cut or copied here.
    clip: String,
    done: Vec<Step>,
    undone: Vec<Step>,
    laid: LaidLines,
}

/// One change of the text: what stood at a place, what stands there since, and where the cursor was.
#[derive(Debug)]
struct Step {
    at: usize,
    old: String,
    new: String,
    cursor: usize,
}

/// The part of a note that is on the screen: its rows, and the row and cell of the cursor.
#[derive(Debug)]
pub struct Page {
    /// Each row's place in the text.
    pub rows: Vec<Range<usize>>,
    /// The row and the cell of the cursor.
    pub cursor: (usize, usize),
}

impl NoteText {
    /// With the cursor behind the text.
    pub fn new(text: &str) -> Self {
        Self { edited: Edited::new(inert(text)), ..Self::default() }
    }

    pub fn text(&self) -> &str {
        self.edited.text()
    }

    /// What is selected.
    pub fn selection(&self) -> Range<usize> {
        let (cursor, anchor) = (self.edited.cursor(), self.anchor.unwrap_or(self.edited.cursor()));
        cursor.min(anchor)..cursor.max(anchor)
    }

    /// Inserts a text in place of what is selected, where the note has room for it.
    pub fn insert(&mut self, text: &str) {
        if self.text().len() + text.len() <= MAX {
            self.replace(self.selection(), &inert(text));
        }
    }

    /// Takes a key, in a box of so many cells and rows.
    pub fn key(&mut self, key: &KeyEvent, (cells, rows): (usize, usize)) {
        if let KeyCode::Char(c) = key.code
            && types(key)
        {
            return self.insert(c.encode_utf8(&mut [0; 4]));
        }
        let up_down = match chord(key) {
            (KeyCode::Up, false, false) => Some(-1),
            (KeyCode::Down, false, false) | (KeyCode::Char('n'), true, false) => Some(1),
            (KeyCode::PageUp, ..) | (KeyCode::Char('v'), false, true) => Some(-rows.cast_signed()),
            (KeyCode::PageDown, ..) | (KeyCode::Char('v'), true, false) => Some(rows.cast_signed()),
            _ => None,
        };
        let place = match up_down {
            Some(by) => Some(self.up_or_down(by, cells)),
            None => self.paragraph(key).or_else(|| self.edited.goes_to(key)),
        };
        if let Some(place) = place {
            let selects = key.modifiers.contains(KeyModifiers::SHIFT);
            self.anchor = if selects { self.anchor.or(Some(self.edited.cursor())) } else { None };
            self.cell = self.cell.filter(|_| up_down.is_some());
            return self.edited.place(place);
        }
        match chord(key) {
            // A terminal that brackets no paste sends its line ends as Ctrl-j.
            (KeyCode::Enter, ..) | (KeyCode::Char('j'), true, false) => self.insert("\n"),
            (KeyCode::Tab, false, false) => {
                let at =
                    SafeText::edited(&self.text()[self.edited.line().start..self.edited.cursor()]).width();
                self.insert(&" ".repeat(TAB - at % TAB));
            }
            (KeyCode::Char('u'), true, false) => self.undo(),
            (KeyCode::Char('r'), true, false) => self.redo(),
            (KeyCode::Char('y'), true, false) => self.insert(&self.clip.clone()),
            _ => {
                if let Some(stretch) = self.edited.deletes(key) {
                    self.delete(key, stretch);
                }
            }
        }
    }

    /// Deletes what is selected, or else a stretch; more than a character of it can be put in again.
    fn delete(&mut self, key: &KeyEvent, stretch: Range<usize>) {
        let one = matches!(chord(key), (KeyCode::Backspace | KeyCode::Delete, false, false));
        let stretch = Some(self.selection()).filter(|selected| !selected.is_empty()).unwrap_or(stretch);
        if !one {
            self.clip = self.text()[stretch.clone()].to_owned();
        }
        self.replace(stretch, "");
    }

    fn replace(&mut self, stretch: Range<usize>, new: &str) {
        (self.anchor, self.cell) = (None, None);
        let old = self.text()[stretch.clone()].to_owned();
        if old.is_empty() && new.is_empty() {
            return;
        }
        self.undone.clear();
        // What is typed in one go is one step.
        match self.done.last_mut() {
            Some(last) if old.is_empty() && last.goes_on(stretch.start, new) => last.new.push_str(new),
            _ => self.done.push(Step {
                at: stretch.start,
                old,
                new: new.to_owned(),
                cursor: self.edited.cursor(),
            }),
        }
        if self.done.len() > STEPS {
            self.done.remove(0);
        }
        self.put(stretch, new);
    }

    fn put(&mut self, stretch: Range<usize>, new: &str) {
        self.laid.change(&stretch, new);
        self.edited.replace(stretch, new);
    }

    fn undo(&mut self) {
        if let Some(step) = self.done.pop() {
            (self.anchor, self.cell) = (None, None);
            self.put(step.at..step.at + step.new.len(), &step.old);
            self.edited.place(step.cursor);
            self.undone.push(step);
        }
    }

    fn redo(&mut self) {
        if let Some(step) = self.undone.pop() {
            (self.anchor, self.cell) = (None, None);
            self.put(step.at..step.at + step.old.len(), &step.new);
            self.done.push(step);
        }
    }

    /// The blank line before or after the cursor.
    fn paragraph(&self, key: &KeyEvent) -> Option<usize> {
        let (text, at) = (self.text(), self.edited.cursor());
        match chord(key) {
            (KeyCode::Up, ..) => {
                Some(text[..at].trim_end_matches('\n').rfind("\n\n").map_or(0, |before| before + 2))
            }
            (KeyCode::Down, ..) => {
                let blank = text[at..].find("\n\n").map_or(text.len(), |after| at + after);
                Some(blank + (text.len() - blank - text[blank..].trim_start_matches('\n').len()))
            }
            _ => None,
        }
    }

    /// The place so many rows below, or above, in the same cell.
    fn up_or_down(&mut self, by: isize, cells: usize) -> usize {
        let page = self.page(cells, 2 * by.unsigned_abs() + 1);
        let (row, cell) = page.cursor;
        let cell = *self.cell.get_or_insert(cell);
        let to = row.saturating_add_signed(by).min(page.rows.len() - 1);
        let row = page.rows[to].clone();
        let wraps = page.rows.get(to + 1).is_some_and(|next| next.start == row.end);
        let (mut at, mut used) = (row.start, 0);
        for cluster in self.text()[row.clone()].graphemes(true) {
            used += SafeText::edited(cluster).width();
            let next = at + cluster.len();
            if used > cell || (wraps && next == row.end) {
                break;
            }
            at = next;
        }
        at
    }

    /// The rows around the cursor, at most so many of so many cells: it stands in their middle, or nearer to
    /// an end of the text.
    pub fn page(&self, cells: usize, height: usize) -> Page {
        let text = self.text();
        let line = self.edited.line();
        let at = self.edited.cursor();
        let mut shown = self.laid.rows(text, line.clone(), cells, (at, height));
        let mut row = shown.iter().rposition(|row| row.start <= at).unwrap_or(0);
        let cell = SafeText::edited(&text[shown[row].start..at]).width();
        let mut above = line.start;
        while above > 0 && row < height {
            let line = line_at(text, above - 1);
            above = line.start;
            let before = shown.len();
            let end = line.end;
            shown.splice(0..0, self.laid.rows(text, line, cells, (end, 0)));
            row += shown.len() - before;
        }
        let mut below = line.end;
        while below < text.len() && shown.len() - row < height {
            let line = line_at(text, below + 1);
            below = line.end;
            let start = line.start;
            shown.extend(self.laid.rows(text, line, cells, (start, height)));
        }
        let top = row.saturating_sub(height / 2).min(shown.len().saturating_sub(height));
        shown.truncate(top + height);
        Page { rows: shown.split_off(top), cursor: (row - top, cell) }
    }
}

impl Step {
    /// Whether typing went on here, without beginning a word or a line.
    fn goes_on(&self, at: usize, new: &str) -> bool {
        let begins = new.contains('\n')
            || (self.new.ends_with(char::is_whitespace) && !new.starts_with(char::is_whitespace));
        self.old.is_empty() && at == self.at + self.new.len() && new.chars().count() == 1 && !begins
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{rows, width};
    use proptest::prelude::*;

    const BOX: (usize, usize) = (12, 8);

    fn press(note: &mut NoteText, code: KeyCode, modifiers: KeyModifiers) {
        note.key(&KeyEvent::new(code, modifiers), BOX);
    }

    fn plain(note: &mut NoteText, codes: &[KeyCode]) {
        codes.iter().for_each(|code| press(note, *code, KeyModifiers::NONE));
    }

    fn ctrl(note: &mut NoteText, c: char) {
        press(note, KeyCode::Char(c), KeyModifiers::CONTROL);
    }

    /// The text with a bar where the cursor stands.
    fn shown(note: &NoteText) -> String {
        let (before, after) = note.text().split_at(note.edited.cursor());
        format!("{before}|{after}")
    }

    use KeyCode::{Backspace, Char, Delete, Down, Enter, Home, Left, Right, Tab, Up};

    #[test]
    fn a_character_goes_and_comes_whole() {
        for cluster in ["🇩🇪", "👩‍👩‍👧", "e\u{301}", "\u{1112}\u{1161}\u{11ab}", "क्षि", "שׁ"]
        {
            let mut note = NoteText::new(&format!("a{cluster}"));
            plain(&mut note, &[Left, Char('X')]);
            assert_eq!(shown(&note), format!("aX|{cluster}"));
            plain(&mut note, &[Right, Backspace]);
            assert_eq!(shown(&note), "aX|");
            ctrl(&mut note, 'u');
            assert_eq!(shown(&note), format!("aX{cluster}|"));
            plain(&mut note, &[Left, Delete]);
            assert_eq!(shown(&note), "aX|");
        }
        // Half of a flag typed before another flag makes no cursor stand within one.
        let mut note = NoteText::new("🇪🇫🇷");
        plain(&mut note, &[Home, Char('🇩')]);
        assert_eq!(shown(&note), "🇩🇪|🇫🇷");
    }

    #[test]
    fn what_is_selected_is_replaced_and_comes_back() {
        let mut note = NoteText::new("one 🇩🇪 three");
        press(&mut note, Left, KeyModifiers::CONTROL);
        press(&mut note, Left, KeyModifiers::SHIFT);
        press(&mut note, Left, KeyModifiers::SHIFT);
        assert_eq!(&note.text()[note.selection()], "🇩🇪 ");
        plain(&mut note, &[Char('x')]);
        assert_eq!(shown(&note), "one x|three");
        ctrl(&mut note, 'u');
        assert_eq!(shown(&note), "one |🇩🇪 three");
        ctrl(&mut note, 'r');
        assert_eq!(shown(&note), "one x|three");
        ctrl(&mut note, 'w');
        ctrl(&mut note, 'k');
        assert_eq!(shown(&note), "one |");
        ctrl(&mut note, 'y');
        assert_eq!(shown(&note), "one three|");
    }

    #[test]
    fn up_and_down_keep_to_a_cell() {
        let mut note = NoteText::new("日本語日本\n👩‍👩‍👧b\nabcdefgh");
        plain(&mut note, &[Up, Up]);
        assert_eq!(shown(&note), "日本語日|本\n👩‍👩‍👧b\nabcdefgh");
        plain(&mut note, &[Left, Left, Left, Down]);
        assert_eq!(shown(&note), "日本語日本\n👩‍👩‍👧|b\nabcdefgh");
        // Through the rows of a line that wraps.
        let mut note = NoteText::new("one two three four five");
        plain(&mut note, &[Up, Up, Up]);
        assert_eq!(note.page(BOX.0, BOX.1).rows.len(), 3);
        assert_eq!(shown(&note), "one |two three four five");
        plain(&mut note, &[Down, Enter, Tab]);
        assert_eq!(shown(&note), "one two thre\n    |e four five");
    }

    #[test]
    fn of_a_long_line_only_what_changed_is_laid_out_anew() {
        let long: String = (0..60_000).map(|n| format!("word{} ", n % 977)).collect();
        let mut note = NoteText::new(&format!("above\n{long}\nbelow"));
        let rows_at = |note: &NoteText| {
            note.page(40, 9).rows.iter().map(|row| note.text()[row.clone()].to_owned()).collect::<Vec<_>>()
        };
        let check = |note: &NoteText| {
            let fresh = NoteText { edited: note.edited.clone(), ..NoteText::default() };
            let (page, known) = (note.page(40, 9), fresh.page(40, 9));
            assert_eq!((page.rows, page.cursor), (known.rows, known.cursor));
        };
        check(&note);
        plain(&mut note, &[Up]);
        check(&note);
        let laid = |note: &NoteText| note.laid.last();
        let all = laid(&note);
        assert!(all > 9_000, "{all}");
        for key in [Char('x'), Backspace, Char('y')] {
            note.key(&KeyEvent::new(key, KeyModifiers::NONE), (40, 9));
            assert!(laid(&note) + 4 > all, "what stands before it stays laid out");
            check(&note);
        }
        // In the middle no more than what is seen is laid out.
        note.edited.place(long.len() / 2);
        note.key(&KeyEvent::new(Char('z'), KeyModifiers::NONE), (40, 9));
        check(&note);
        assert!(laid(&note) < all * 6 / 10);
        ctrl(&mut note, 'u');
        check(&note);
        assert!(rows_at(&note).iter().all(|row| row.starts_with("word")));
        plain(&mut note, &[Enter]);
        check(&note);
    }

    #[test]
    fn the_cursor_is_where_the_text_before_it_ends() {
        for text in ["👍🏽❤\u{fe0f}🇩🇪|x", "日本e\u{301}|", "\u{200f}a|", "क्षि|ab", "\t|x"]
        {
            let (before, after) = text.split_once('|').expect("a bar");
            let mut note = NoteText::new(before);
            let end = note.edited.cursor();
            note.insert(after);
            note.edited.place(end);
            let page = note.page(80, 5);
            assert_eq!(page.cursor, (0, width(SafeText::edited(&note.text()[..end]).as_str())), "{text}");
        }
    }

    #[test]
    fn the_page_is_around_the_cursor() {
        let lines: Vec<String> = (0..100).map(|n| n.to_string()).collect();
        let mut note = NoteText::new(&lines.join("\n"));
        let first = |note: &NoteText| note.text()[note.page(10, 5).rows[0].clone()].to_owned();
        assert_eq!((first(&note), note.page(10, 5).cursor), ("95".to_owned(), (4, 2)));
        (0..10).for_each(|_| plain(&mut note, &[Up]));
        assert_eq!((first(&note), note.page(10, 5).cursor), ("87".to_owned(), (2, 2)));
        press(&mut note, Home, KeyModifiers::CONTROL);
        assert_eq!((first(&note), note.page(10, 5).cursor), ("0".to_owned(), (0, 0)));
        assert_eq!(NoteText::new("").page(10, 5).rows.as_slice(), std::slice::from_ref(&(0..0)));
    }

    fn any_key() -> impl Strategy<Value = KeyEvent> {
        let codes =
            [Left, Right, Up, Down, Home, KeyCode::End, Backspace, Delete, Enter, Tab, KeyCode::PageUp];
        let chars =
            ['a', ' ', '\u{301}', '🇩', '🇪', '\u{200d}', '👩', 'क', '\u{94d}', 'u', 'r', 'w', 'k', 'y', 'd'];
        let code = prop_oneof![
            prop::sample::select(codes.to_vec()),
            prop::sample::select(chars.to_vec()).prop_map(KeyCode::Char)
        ];
        let held = prop_oneof![
            6 => Just(KeyModifiers::NONE),
            1 => Just(KeyModifiers::SHIFT),
            1 => Just(KeyModifiers::CONTROL),
            1 => Just(KeyModifiers::ALT)
        ];
        (code, held).prop_map(|(code, held)| KeyEvent::new(code, held))
    }

    proptest! {
        #[test]
        fn no_key_parts_a_character_and_all_can_be_taken_back(keys in prop::collection::vec(any_key(), 0..40)) {
            let begun = "e\u{301} 🇩🇪\n👩‍👩‍👧 क्षि abc def ghi jkl\n";
            let mut note = NoteText::new(begun);
            for key in &keys {
                note.key(key, BOX);
                let at = note.edited.cursor();
                prop_assert_eq!(crate::text::step::outside(note.text(), at), at);
                let page = note.page(BOX.0, BOX.1);
                prop_assert!(page.rows.len() <= BOX.1 && page.cursor.0 < page.rows.len());
            }
            let last = note.text().to_owned();
            let steps = note.done.len();
            (0..STEPS).for_each(|_| ctrl(&mut note, 'u'));
            prop_assert_eq!(note.text(), begun);
            (0..steps).for_each(|_| ctrl(&mut note, 'r'));
            prop_assert_eq!(note.text(), last);
        }

        #[test]
        fn the_rows_of_a_line_are_all_of_it(line in "[a-c 日e\u{301}👍🏽\u{200f}-]{0,60}", cells in 8..20_usize) {
            let rows = rows(&line, cells);
            prop_assert_eq!(rows.iter().map(|row| &line[row.clone()]).collect::<String>(), &*line);
            for row in rows.into_iter().map(|row| line[row].trim_end_matches(' ')) {
                // A cluster wider than a row has one for itself.
                let fits = SafeText::edited(row).width() <= cells || row.graphemes(true).count() == 1;
                prop_assert!(fits, "{:?} in {}", row, cells);
            }
        }
    }
}
