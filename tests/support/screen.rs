//! Screens as text, with their styles: what a terminal would show, row by row, and under it each
//! run of cells that is not plain.

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr as _;

/// Only what is read: one line per row, a bar after the last column.
pub fn glyphs(buffer: &Buffer) -> Vec<String> {
    let width = usize::from(buffer.area.width.max(1));
    buffer
        .content
        .chunks(width)
        .map(|row| {
            let mut line = String::new();
            let mut skip = 0;
            for cell in row {
                if skip > 0 {
                    skip -= 1;
                    continue;
                }
                line.push_str(cell.symbol());
                skip = cell.symbol().width().saturating_sub(1);
            }
            line
        })
        .collect()
}

/// What is read, then each style and where it stands: `row: column+cells`.
pub fn styled(buffer: &Buffer) -> String {
    let mut out = String::new();
    for line in glyphs(buffer) {
        let _ = writeln!(out, "{line}|");
    }
    let mut styles: BTreeMap<String, Vec<(usize, usize, usize)>> = BTreeMap::new();
    let width = usize::from(buffer.area.width.max(1));
    for (y, row) in buffer.content.chunks(width).enumerate() {
        let mut x = 0;
        while x < row.len() {
            let style = row[x].style();
            let from = x;
            while x < row.len() && row[x].style() == style {
                x += 1;
            }
            let name = describe(style);
            if !name.is_empty() {
                styles.entry(name).or_default().push((y, from, x - from));
            }
        }
    }
    for (name, runs) in styles {
        let mut by_row: BTreeMap<usize, String> = BTreeMap::new();
        for (y, from, len) in runs {
            let _ = write!(by_row.entry(y).or_default(), " {from}+{len}");
        }
        let _ = write!(out, "{name}:");
        let mut rows = by_row.into_iter().peekable();
        while let Some((first, runs)) = rows.next() {
            let mut last = first;
            while let Some((y, _)) = rows.next_if(|(y, next)| *y == last + 1 && *next == runs) {
                last = y;
            }
            let _ = if first == last {
                write!(out, " [{first}]{runs}")
            } else {
                write!(out, " [{first}-{last}]{runs}")
            };
        }
        out.push('\n');
    }
    out
}

fn describe(style: Style) -> String {
    let mut words = Vec::new();
    if let Some(fg) = style.fg.filter(|fg| *fg != Color::Reset) {
        words.push(fg.to_string().to_lowercase());
    }
    if let Some(bg) = style.bg.filter(|bg| *bg != Color::Reset) {
        words.push(format!("on {}", bg.to_string().to_lowercase()));
    }
    for (modifier, word) in [
        (Modifier::BOLD, "bold"),
        (Modifier::ITALIC, "italic"),
        (Modifier::UNDERLINED, "underline"),
        (Modifier::REVERSED, "reverse"),
        (Modifier::DIM, "dim"),
    ] {
        if style.add_modifier.contains(modifier) {
            words.push(word.to_owned());
        }
    }
    words.join(" ")
}
