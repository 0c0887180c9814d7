//! Invariant 6: text from outside is inert. Whatever comes in, nothing that comes out acts, hides or
//! reaches beyond its cells, and nothing goes missing without a sign.
//!
//! What is forbidden is listed here once more, apart from the code that removes it.

use std::path::{Path, PathBuf};

use corrob::text::{
    SafeText, csv_safe, for_terminal, is_safe, pad, pad_start, split, truncate, truncate_middle, width, wrap,
};
use proptest::prelude::*;
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;
use ratatui::widgets::Widget;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

/// What must never come out; `\n` is allowed where lines are.
fn acts_or_hides(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{202A}'..='\u{202E}' // bidi; what is let through of it, and where, is checked below
            | '\u{2028}' | '\u{2029}'
            | '\u{00AD}' | '\u{034F}' | '\u{180E}' | '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}'
            | '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{FFFE}' | '\u{FFFF}'
            | '\u{E000}'..='\u{F8FF}' | '\u{E0000}'..='\u{E007F}' | '\u{F0000}'..='\u{10FFFF}')
}

fn is_direction(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2066}'..='\u{2069}')
}

/// No mark of direction reaches beyond its line, and in a line of letters from left to right none changes their
/// order.
fn assert_confined(line: &str) {
    let mut open = 0;
    for c in line.chars() {
        match c {
            '\u{2066}'..='\u{2068}' => open += 1,
            '\u{2069}' => open -= 1,
            _ => {}
        }
        assert!((0..=4).contains(&open), "{open} isolates open in {line:?}");
    }
    assert_eq!(open, 0, "an isolate is left open in {line:?}");
    let right_to_left = |c: char| {
        c.is_alphabetic()
            && matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
    };
    if !line.contains(right_to_left) {
        assert!(!line.contains(['\u{200F}', '\u{061C}', '\u{2067}']), "{line:?}");
    }
    assert!(line.split(|c| !is_direction(c)).all(|run| run.chars().count() <= 8), "{line:?}");
}

fn assert_inert(text: &str, lines: bool) {
    text.split('\n').for_each(assert_confined);
    for c in text.chars() {
        assert!(!acts_or_hides(c) || (lines && c == '\n'), "{c:?} came out in {text:?}");
    }
    for cluster in clusters(text).into_iter().filter(|cluster| *cluster != "\n") {
        assert!((1..=8).contains(&cluster.cell_width()), "{cluster:?} takes {} cells", cluster.cell_width());
        assert!(cluster.chars().count() <= 32, "{cluster:?}");
        let chars: Vec<char> = cluster.chars().collect();
        let unseen = chars.split(|c| c.width() != Some(0)).map(<[char]>::len).max();
        assert!(unseen <= Some(8), "{unseen:?} marks on one base in {cluster:?}");
    }
    assert!(is_safe(text), "{text:?}");
}

/// All that comes of one string.
fn assert_all_inert(raw: &str) {
    let (line, block) = (SafeText::line(raw), SafeText::block(raw));
    assert_inert(line.as_str(), false);
    assert_inert(block.as_str(), true);
    assert_eq!(for_terminal(raw, false), line.as_str());
    assert_eq!(for_terminal(raw, true), block.as_str());
    assert_eq!(SafeText::line(line.as_str()), line);
    assert_eq!(SafeText::block(block.as_str()), block);
    for cells in [2, 7, 40] {
        assert_inert(truncate(&line, cells).as_str(), false);
        for wrapped in wrap(&block, cells) {
            assert_inert(wrapped.as_str(), false);
            assert!(wrapped.width() <= cells, "{wrapped:?} in {cells}");
        }
    }
}

/// The clusters that take cells.
fn clusters(text: &str) -> Vec<&str> {
    text.graphemes(true).filter(|cluster| !cluster.starts_with(is_direction)).collect()
}

fn visible(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, ' ' | '\n') && !is_direction(*c)).collect()
}

/// Characters that have to do with each other: what acts, hides, joins, selects, combines, leads.
const HOSTILE: &str = "ab \n\t\r-=1#\u{1b}[\u{7}\u{9b}\u{7f}\u{85}\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{61c}\u{202b}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}\u{2069}\
    \u{2028}\u{ad}\u{34f}\u{301}\u{489}\u{20e3}\u{fe0e}\u{fe0f}\u{fe01}\u{e0100}\u{e0041}\u{180b}\u{180e}\u{1820}\
    \u{600}\u{6dd}\u{d4e}\u{111c2}\u{915}\u{94d}\u{937}\u{93e}\u{9be}\u{627}\u{644}\u{6a9}\u{5d0}\u{e33}\u{17d2}\u{1780}\u{17d8}\
    \u{1100}\u{1161}\u{11a8}\u{ac00}\u{115f}\u{3164}\u{ff76}\u{ff9e}\u{3042}\u{ff1d}日本葛、‘…⟨◌\u{a0}\u{3000}\u{a8fa}\u{2d7f}\u{2d31}\
    \u{1f468}\u{1f3fb}\u{1f600}\u{1f1f2}\u{1f1fd}❤Ⓜ\u{1f3f4}\u{e000}\u{fffe}\u{13430}\u{1d173}\u{10ffff}é©";

fn hostile() -> impl Strategy<Value = String> {
    let chars: Vec<char> = HOSTILE.chars().collect();
    let known = prop::sample::select(chars);
    let one = prop_oneof![
        8 => known.clone().prop_map(String::from),
        2 => any::<char>().prop_map(String::from),
        1 => (known, 2..40_usize).prop_map(|(c, times)| c.to_string().repeat(times)),
    ];
    prop::collection::vec(one, 0..24).prop_map(|pieces| pieces.concat())
}

/// The text that a cell was made of.
fn restored(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|text| csv_safe(text) == cell).unwrap_or(cell)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_acts_or_hides(raw in hostile()) {
        assert_all_inert(&raw);
    }

    #[test]
    fn marks_of_direction_stay_within_their_line(raw in "[a1 .\u{5d0}\u{627}\n\u{2028}\u{200e}\u{200f}\u{61c}\u{2066}-\u{2069}\u{2069}\u{202a}-\u{202e}]{0,40}", cells in 2..12_usize) {
        let (line, block) = (SafeText::line(&raw), SafeText::block(&raw));
        // What stands beside it on a line keeps its place: the line closes what it opens, overrides nothing.
        assert_inert(line.as_str(), false);
        assert_inert(block.as_str(), true);
        assert_inert(SafeText::edited(&raw).as_str(), false);
        prop_assert!(!SafeText::edited(&raw).as_str().contains(is_direction));
        assert_inert(truncate(&line, cells).as_str(), false);
        assert_inert(truncate_middle(&line, cells).as_str(), false);
        let (first, rest) = split(&line, cells);
        assert_inert(first.as_str(), false);
        assert_inert(rest.as_str(), false);
        prop_assert_eq!([clusters(first.as_str()), clusters(rest.as_str())].concat(), clusters(line.as_str()));
        for row in wrap(&block, cells) {
            assert_inert(row.as_str(), false);
        }
    }

    #[test]
    fn cleaning_twice_is_cleaning_once(raw in hostile()) {
        let once = SafeText::line(&raw);
        prop_assert_eq!(SafeText::line(once.as_str()), once.clone());
        prop_assert_eq!(SafeText::block(once.as_str()), once);
        let once = SafeText::block(&raw);
        prop_assert_eq!(SafeText::block(once.as_str()), once);
    }

    #[test]
    fn clean_letters_stay(raw in "[ -~À-ɏА-я、あ-ん一-龥가-힣]{0,40}") {
        let cleaned = SafeText::line(&raw);
        prop_assert_eq!(cleaned.as_str(), raw);
    }

    #[test]
    fn the_width_is_what_ratatui_draws(raw in hostile()) {
        let text = SafeText::line(&raw);
        let area = Rect::new(0, 0, u16::try_from(text.width() + 2).unwrap_or(u16::MAX), 1);
        let mut buffer = Buffer::empty(area);
        let (end, _) = buffer.set_stringn(0, 0, text.as_str(), usize::from(area.width), Style::new());
        prop_assert_eq!(usize::from(end), text.width());
        // A span draws the same cells: no cluster without a cell is appended to another.
        let mut spanned = Buffer::empty(area);
        Span::from(&text).render(area, &mut spanned);
        for cell in &mut spanned.content {
            let symbol = cell.symbol().replace(is_direction, "");
            cell.set_symbol(if symbol.is_empty() { " " } else { &symbol });
        }
        prop_assert_eq!(&spanned, &buffer);
        // And nothing is left out.
        let drawn: usize = clusters(text.as_str()).iter().map(|cluster| usize::from(cluster.cell_width())).sum();
        prop_assert_eq!(drawn, text.width());
    }

    #[test]
    fn raw_text_is_measured_as_ratatui_draws_it(raw in hostile()) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 4000, 1));
        let (end, _) = buffer.set_stringn(0, 0, &raw, 4000, Style::new());
        prop_assert_eq!(usize::from(end), width(&raw));
    }

    #[test]
    fn truncated_text_fits_and_ends_at_a_cluster(raw in hostile(), cells in 0..50_usize) {
        let text = SafeText::line(&raw);
        let cut = truncate(&text, cells);
        assert_inert(cut.as_str(), false);
        prop_assert!(cut.width() <= cells);
        if text.width() <= cells {
            prop_assert_eq!(&cut, &text);
        } else if cells > 0 {
            let kept = cut.as_str().strip_suffix('…').expect("a cut shows");
            prop_assert!(clusters(text.as_str()).starts_with(&clusters(kept)));
            // As much is kept as fits.
            let next = clusters(text.as_str())[clusters(kept).len()];
            prop_assert!(width(kept) + width(next) >= cells);
        }
    }

    #[test]
    fn truncated_in_the_middle_fits_and_keeps_both_ends(raw in hostile(), cells in 0..50_usize) {
        let text = SafeText::line(&raw);
        let cut = truncate_middle(&text, cells);
        assert_inert(cut.as_str(), false);
        prop_assert!(cut.width() <= cells);
        if text.width() > cells && cells > 0 {
            let all = clusters(text.as_str());
            let cut = clusters(cut.as_str());
            let kept = |at: usize| cut[at] == "…" && all.starts_with(&cut[..at]) && all.ends_with(&cut[at + 1..]);
            prop_assert!((0..cut.len()).any(kept));
        }
    }

    #[test]
    fn padded_text_takes_exactly_its_cells(raw in hostile(), cells in 0..50_usize) {
        let text = SafeText::line(&raw);
        for padded in [pad(&text, cells), pad_start(&text, cells)] {
            assert_inert(padded.as_str(), false);
            prop_assert_eq!(padded.width(), cells);
        }
    }

    #[test]
    fn wrapped_text_fits_and_loses_nothing(raw in hostile(), cells in 2..50_usize) {
        let text = SafeText::block(&raw);
        let lines = wrap(&text, cells);
        for line in &lines {
            assert_inert(line.as_str(), false);
            prop_assert!(line.width() <= cells, "{:?} takes {} of {}", line, line.width(), cells);
        }
        let all: String = lines.iter().map(SafeText::as_str).collect();
        // A cluster wider than the whole line is spelled out; else the same characters come out.
        if clusters(text.as_str()).iter().all(|cluster| width(cluster) <= cells) {
            prop_assert_eq!(visible(&all), visible(text.as_str()));
        }
        prop_assert!(lines.len() > text.as_str().matches('\n').count());
        // Where the widest cluster has room, none is split.
        if cells >= 8 {
            let whole: Vec<_> = clusters(text.as_str()).into_iter().map(visible).filter(|c| !c.is_empty()).collect();
            let kept: Vec<_> = lines.iter().flat_map(|line| clusters(line.as_str())).map(visible).filter(|c| !c.is_empty()).collect();
            prop_assert_eq!(kept, whole);
        }
    }

    #[test]
    fn words_are_split_only_when_longer_than_the_line(words in prop::collection::vec("[a-zà-ÿ]{1,8}", 1..30), cells in 8..30_usize) {
        let lines = wrap(&SafeText::line(&words.join(" ")), cells);
        let kept: Vec<&str> = lines.iter().flat_map(|line| line.as_str().split(' ')).collect();
        prop_assert_eq!(kept, words);
    }

    #[test]
    fn a_cell_begins_no_formula_and_can_be_restored(start in "[\u{feff} \t\r'a]{0,3}", sign in "[=+@＝＋－＠-]?", rest in ".{0,8}") {
        let cell = format!("{start}{sign}{rest}");
        let safe = csv_safe(&cell);
        prop_assert_eq!(restored(&safe), &cell);
        let first = safe.trim_start_matches(['\u{feff}', ' ']).chars().next();
        let number = safe.starts_with('-') && safe[1..].parse::<f64>().is_ok();
        prop_assert!(number || !first.is_some_and(|c| "=+-@＝＋－＠\t\r".contains(c)), "{:?}", safe);
    }
}

/// None of these may take more than time in proportion: a quadratic step here would not end.
#[test]
fn a_megabyte_of_anything_is_cleaned_and_laid_out() {
    let size = if cfg!(debug_assertions) { 1 << 17 } else { 1 << 20 };
    let of = |piece: &str| piece.repeat(size / piece.len());
    for piece in [
        "a",
        "word ",
        " ",
        "\n",
        "日",
        "a-",
        "e\u{301}",
        "\u{301}",
        "\u{1b}[31m",
        "\u{200d}",
        "\u{1f1f2}",
        "\u{915}\u{94d}",
        "\u{d4e}",
        "\u{600}",
        "\u{1161}",
        "😀\u{200d}",
        "\u{202e}\u{301}",
        "\u{1100}",
        "\u{200f}",
        "א\u{200f}",
        "א\u{2067}",
        "א\u{2068}b\u{2069} ",
    ] {
        let raw = of(piece);
        let line = SafeText::line(&raw);
        assert!(truncate(&line, 80).width() <= 80);
        assert!(truncate_middle(&line, 80).width() <= 80);
        let lines = wrap(&SafeText::block(&raw), 80);
        assert!(lines.iter().all(|line| line.width() <= 80), "{piece:?}");
    }
    assert_eq!(wrap(&SafeText::block(&"\n".repeat(100_000)), 80).len(), 100_001);
}

/// The folder of hostile samples, if there is one on this machine.
fn samples(name: &str) -> Option<PathBuf> {
    let found = std::env::var_os("CORROB_DATA").map(|data| Path::new(&data).join("hostile").join(name));
    let found = found.filter(|path| path.exists());
    if found.is_none() {
        eprintln!("skipped: no hostile/{name} in the folder CORROB_DATA names");
    }
    found
}

fn files_under(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() { files_under(&path, found) } else { found.push(path) }
    }
}

#[test]
fn naughty_strings_are_inert() {
    let Some(folder) = samples("blns") else { return };
    let json = std::fs::read(folder.join("blns.json")).expect("blns.json");
    let strings: Vec<String> = serde_json::from_slice(&json).expect("an array of strings");
    assert!(strings.len() > 400);
    for raw in &strings {
        assert_all_inert(raw);
        assert_eq!(restored(&csv_safe(raw)), raw);
    }
}

#[test]
fn trojan_sources_and_terminal_recordings_are_inert() {
    for name in ["trojan-source", "terminal-recordings"] {
        let Some(folder) = samples(name) else { continue };
        let mut files = Vec::new();
        files_under(&folder, &mut files);
        assert!(files.len() > 10, "{name}");
        for file in files {
            assert_all_inert(&String::from_utf8_lossy(&std::fs::read(&file).expect("a readable file")));
        }
    }
}
