//! Text from outside, made safe to show, and laid out in cells.
//!
//! What a claim, a note or a file name says is somebody else's text. Drawn as it comes, it could
//! move the cursor, reverse the reading order, hide a word or smuggle one in. So the screen takes
//! [`SafeText`] alone, and there are few ways to make one, all of which clean:
//!
//! * [`SafeText::line`] and [`SafeText::block`] for text from outside, [`SafeText::chrome`] for our
//!   own constant strings;
//! * [`SafeText::edited`] for a text that is being edited, through which [`step`] says how a cursor goes
//!   and [`rows`] how it breaks into rows;
//! * [`truncate`], [`truncate_middle`], [`pad`], [`pad_start`] and [`wrap()`], which lay safe text out
//!   and give safe text back.
//!
//! Cleaning hides nothing: what would act or vanish is shown, as `␛`, `⟨U+202E⟩` or `⟨+12⟩`. The
//! case keeps the raw text; only what is shown is changed. Cleaning clean text changes nothing, so
//! `SafeText::line(&format!("{a} {b}"))` is how two pieces are joined.
//!
//! [`typed`] is what the case keeps of a text that comes from a keyboard or an editor.
//!
//! [`grouped`], [`size`] and [`duration`] say amounts; [`begins_word`] and [`found_words`] find words.
//!
//! [`composed`] makes names that look the same be the same.
//!
//! [`for_terminal`] is the same for what the command line prints, [`csv_safe`] for what a
//! spreadsheet will open.
//!
//! **What every `SafeText` holds to** (`tests/untrusted_text.rs`): no control but, in a block, `\n`;
//! no bidirectional override or embedding, and each isolate closed in its line; nothing default-ignorable
//! except marks of direction where a line needs them, and joiners and variation selectors where they join or
//! select; and each other grapheme cluster takes 1 to 8 cells, so that none is invisible and none reaches
//! across a border.

mod amount;
mod candidates;
mod clean;
mod cluster;
mod compose;
mod direction;
pub mod encoding;
mod fit;
mod hidden;
mod json;
mod rewrite;
mod safe;
mod spreadsheet;
pub mod step;
mod width;
mod words;
mod wrap;

pub use amount::{duration, grouped, size};
pub use clean::{for_terminal, is_safe, typed};
pub use compose::composed;
pub use direction::is_direction;
pub use fit::{pad, pad_start, split, truncate, truncate_middle};
pub use json::InertJson;
pub use safe::SafeText;
pub use spreadsheet::{csv_safe, for_spreadsheet, from_spreadsheet};
pub use width::width;
pub use words::{begins_word, found_words};
pub use wrap::{rows, wrap};
