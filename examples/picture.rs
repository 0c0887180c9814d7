//! Draws the picture in the README: runs the program on the bundled case in a pseudo-terminal,
//! presses some keys, and writes what the terminal then shows as SVG.
//!
//! `cargo build --release && cargo run --release --example picture > assets/screen.svg`

#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../tests/support/pty.rs"]
mod pty;

use pty::Session;
use std::fmt::Write as _;
use std::path::Path;

const ROWS: u16 = 34;
const COLS: u16 = 132;
/// A cell, in SVG units.
const CELL: (f32, f32) = (8.4, 18.0);
const PAPER: &str = "#1d2021";
const INK: &str = "#d5d0c3";

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/release/corrob");
    let env = [("CORROB_REVIEWER", "r.lee"), ("COLORTERM", "truecolor")];
    let mut session = Session::start(folder, &[], &env, ROWS, COLS);
    session.wait_for_text("C-1 ");
    // The answer to what it asks of the background, as the terminal drawn here would give it.
    session.send(&format!("\x1b]11;{PAPER}\x07"));
    session.send_key("]");
    session.wait_for_text("Detail E-2");
    let case: serde_json::Value =
        serde_json::from_str(include_str!("../seeds/bounties-and-guns.json")).unwrap();
    let pieces = case["evidence"].as_array().unwrap().len();
    for (at, key) in ["w", "r", "e"].iter().enumerate() {
        session.send_key(key);
        session.wait_for_text(&format!("{}/{pieces}", at + 1));
    }
    for _ in 0..3 {
        session.send_key("k");
    }
    session.wait_for_text("Detail E-2 ");
    println!("{}", svg(&session.screen()));
    session.send_key("q");
    session.wait_exit();
}

fn svg(screen: &vt100::Screen) -> String {
    let (width, height) = (f32::from(COLS) * CELL.0 + 20.0, f32::from(ROWS) * CELL.1 + 20.0);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\">\n\
         <title>corrob reviewing the bundled case</title>\n\
         <rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"{PAPER}\"/>\n"
    );
    for row in 0..ROWS {
        let mut col = 0;
        while col < COLS {
            let start = col;
            let style = style_of(screen, row, col);
            let mut text = String::new();
            while col < COLS && style_of(screen, row, col) == style {
                if let Some(cell) = screen.cell(row, col)
                    && !cell.is_wide_continuation()
                {
                    text.push_str(if cell.has_contents() { cell.contents() } else { " " });
                }
                col += 1;
            }
            span(&mut out, row, start, col, &text, &style);
        }
    }
    out.push_str("</svg>");
    out
}

#[derive(PartialEq)]
struct Style {
    ink: String,
    paper: String,
    bold: bool,
    italic: bool,
    underline: bool,
}

fn style_of(screen: &vt100::Screen, row: u16, col: u16) -> Style {
    let Some(cell) = screen.cell(row, col) else {
        return Style { ink: INK.into(), paper: PAPER.into(), bold: false, italic: false, underline: false };
    };
    let (mut ink, mut paper) = (colour(cell.fgcolor(), INK), colour(cell.bgcolor(), PAPER));
    if cell.inverse() {
        std::mem::swap(&mut ink, &mut paper);
    }
    Style { ink, paper, bold: cell.bold(), italic: cell.italic(), underline: cell.underline() }
}

fn colour(colour: vt100::Color, default: &str) -> String {
    const ANSI: [&str; 16] = [
        "#1d2021", "#e06c5f", "#98b75a", "#d8a657", "#7a9fc4", "#c792c0", "#72b3a4", "#d5d0c3", "#7c7568",
        "#f08a7c", "#b4d273", "#e9c46a", "#9dbfe0", "#dfb0d8", "#93cfc1", "#f4efe2",
    ];
    match colour {
        vt100::Color::Default => default.to_owned(),
        vt100::Color::Idx(n) => ANSI.get(usize::from(n)).copied().unwrap_or(default).to_owned(),
        vt100::Color::Rgb(r, g, b) => format!("#{r:02x}{g:02x}{b:02x}"),
    }
}

fn span(out: &mut String, row: u16, start: u16, end: u16, text: &str, style: &Style) {
    let x = f32::from(start) * CELL.0 + 10.0;
    let y = f32::from(row) * CELL.1 + 10.0;
    let width = f32::from(end - start) * CELL.0;
    if style.paper != PAPER {
        let _ = writeln!(
            out,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{:.1}\" fill=\"{}\"/>",
            CELL.1, style.paper
        );
    }
    if text.trim().is_empty() {
        return;
    }
    let mut marks = String::new();
    for (on, mark) in [
        (style.bold, " font-weight=\"bold\""),
        (style.italic, " font-style=\"italic\""),
        (style.underline, " text-decoration=\"underline\""),
    ] {
        if on {
            marks.push_str(mark);
        }
    }
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let _ = writeln!(
        out,
        "<text x=\"{x:.1}\" y=\"{:.1}\" fill=\"{}\" textLength=\"{width:.1}\" lengthAdjust=\"spacingAndGlyphs\" \
         xml:space=\"preserve\"{marks}>{text}</text>",
        y + 13.5,
        style.ink
    );
}
