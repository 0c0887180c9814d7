//! Text out of documents: what a source says, as paragraphs that can be read, quoted and cited, and what its
//! document says of itself. One small file for each kind, behind `read`.
//!
//! What reads a stranger's file may panic, loop, or eat memory: it is called in a process of its own,
//! which `work/attach.rs` starts, bounds and ends.

mod confine;
mod docx;
mod email;
mod extracted;
mod flow;
mod html;
mod html_redactions;
mod html_says;
mod kind;
mod markdown;
mod odt;
mod office;
mod packed;
mod pdf;
mod pdf_columns;
mod pdf_headers;
mod pdf_lines;
mod pdf_paragraphs;
mod pdf_runs;
mod pdf_widths;
mod plain;
mod read;
mod serve;
mod xml;

pub use extracted::{Extracted, Hint, Unreadable};
pub use kind::MOST;
pub use serve::{Answer, serve};
