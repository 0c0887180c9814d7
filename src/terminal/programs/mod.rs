//! Programs that the reviewer starts: the editor and the browser.

pub(super) mod browser;
pub(super) mod editor;
