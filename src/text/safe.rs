//! The one kind of text the screen accepts.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::clean::{Shape, clean, is_safe};

/// Text that is safe to draw: nothing in it acts, and nothing in it hides.
///
/// It is made from outside text by cleaning, and in no other way, so there is no `From<String>`.
/// Nor does it dereference to `str`: a slice of safe text need not be safe, and its length in bytes
/// is not its width. Cloning copies no text.
#[derive(Clone)]
pub struct SafeText(Text);

#[derive(Clone)]
enum Text {
    Ours(&'static str),
    Shared(Arc<str>),
}

impl SafeText {
    /// Outside text on one line: a line break becomes `↵`, a tab one space.
    ///
    /// ```
    /// # use corrob::text::SafeText;
    /// assert_eq!(SafeText::line("a\n\u{1b}[31mb").as_str(), "a↵␛[31mb");
    /// ```
    #[must_use]
    pub fn line(text: &str) -> Self {
        Self::trusted(&clean(text, Shape::Line))
    }

    /// Outside text with its line breaks, all of them as `\n`; a tab becomes four spaces.
    ///
    /// ```
    /// # use corrob::text::SafeText;
    /// assert_eq!(SafeText::block("a\r\n\tb\u{202e}").as_str(), "a\n    b⟨U+202E⟩");
    /// ```
    #[must_use]
    pub fn block(text: &str) -> Self {
        Self::trusted(&clean(text, Shape::Block))
    }

    /// A stretch of a text that is being edited, on one line; a tab becomes four spaces. Every cluster, which
    /// is one step of the cursor, takes cells of its own and the same ones wherever the stretch is cut.
    ///
    /// ```
    /// # use corrob::text::SafeText;
    /// assert_eq!(SafeText::edited("\ta\u{200f}").as_str(), "    a⟨U+200F⟩");
    /// ```
    #[must_use]
    pub fn edited(text: &str) -> Self {
        Self::trusted(&clean(text, Shape::Edited))
    }

    /// One of our own constant strings: a label, a border, a hint. It is not copied, and it is
    /// checked in debug builds only.
    #[must_use]
    pub fn chrome(text: &'static str) -> Self {
        debug_assert!(is_safe(text), "not safe to draw: {text:?}");
        Self(Text::Ours(text))
    }

    /// What the layout functions made out of safe text.
    pub(super) fn trusted(text: &str) -> Self {
        debug_assert!(is_safe(text), "not safe to draw: {text:?}");
        if text.is_empty() {
            return Self::default();
        }
        Self(Text::Shared(Arc::from(text)))
    }

    /// The text itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Text::Ours(text) => text,
            Text::Shared(text) => text,
        }
    }

    /// Whether there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.as_str().is_empty()
    }

    /// The cells it takes on one line; see [`width()`](super::width()).
    #[must_use]
    pub fn width(&self) -> usize {
        super::width(self.as_str())
    }
}

impl Default for SafeText {
    fn default() -> Self {
        Self(Text::Ours(""))
    }
}

impl AsRef<str> for SafeText {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

/// What ratatui's `Span::from` and `Text::from` take.
impl<'a> From<&'a SafeText> for Cow<'a, str> {
    fn from(text: &'a SafeText) -> Self {
        Cow::Borrowed(text.as_str())
    }
}

impl fmt::Display for SafeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for SafeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl PartialEq for SafeText {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for SafeText {}

impl PartialOrd for SafeText {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for SafeText {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl Hash for SafeText {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_however_it_was_made() {
        assert_eq!(SafeText::chrome("all saved"), SafeText::line("all saved"));
        assert_eq!(SafeText::default(), SafeText::block(""));
        assert!(SafeText::default().is_empty());
        assert!(SafeText::line("a") < SafeText::line("b"));
    }

    #[test]
    fn cloning_shares_the_text() {
        let text = SafeText::line("claim");
        assert!(std::ptr::eq(text.as_str(), text.clone().as_str()));
    }

    #[test]
    fn shown_as_it_is() {
        let text = SafeText::line("q\u{1b}");
        assert_eq!(format!("{text}"), "q␛");
        assert_eq!(format!("{text:?}"), "\"q␛\"");
        assert_eq!(text.width(), 2);
        assert!(matches!(Cow::from(&text), Cow::Borrowed("q␛")));
    }

    #[cfg(debug_assertions)]
    #[test]
    #[should_panic(expected = "not safe to draw")]
    fn our_own_strings_are_checked_while_developing() {
        let _ = SafeText::chrome("\u{1b}[0m");
    }
}
