//! The HTML report stands alone, says who says what, and lets no text act.

#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "support/parts.rs"]
mod parts;

use corrob::formats::html::HtmlReport;
use parts::{Records, bundled};

fn page(records: &Records) -> String {
    let mut out = Vec::new();
    records.tell(&mut HtmlReport::new(&mut out), &mut |_| {});
    String::from_utf8(out).unwrap()
}

/// Writes the page of the bundled case to the path in `CORROB_HTML_OUT`, to be looked at.
#[test]
#[ignore = "writes a file to look at"]
fn write_a_page_to_look_at() {
    if let Ok(path) = std::env::var("CORROB_HTML_OUT") {
        std::fs::write(path, page(&bundled())).unwrap();
    }
}
