//! A text with some stretches replaced, copied only if there are any.

use std::borrow::Cow;

/// Collects replacements from left to right; without one, the text itself comes back.
pub(super) struct Rewrite<'a> {
    text: &'a str,
    out: String,
    copied: usize,
}

impl<'a> Rewrite<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { text, out: String::new(), copied: 0 }
    }

    /// Puts what `write` writes where `len` bytes from `at` on stood. `at` must not go back.
    pub(super) fn replace(&mut self, at: usize, len: usize, write: impl FnOnce(&mut String)) {
        if self.out.capacity() == 0 {
            self.out.reserve(self.text.len() + 16);
        }
        self.out.push_str(&self.text[self.copied..at]);
        self.copied = at + len;
        write(&mut self.out);
    }

    pub(super) fn finish(mut self) -> Cow<'a, str> {
        if self.out.capacity() == 0 {
            return Cow::Borrowed(self.text);
        }
        self.out.push_str(&self.text[self.copied..]);
        Cow::Owned(self.out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_replaced_copies_nothing() {
        assert!(matches!(Rewrite::of("abc").finish(), Cow::Borrowed("abc")));
    }

    #[test]
    fn replaces_inserts_and_removes() {
        let mut rewrite = Rewrite::of("abcd");
        rewrite.replace(0, 0, |out| out.push('>'));
        rewrite.replace(1, 1, |out| out.push_str("--"));
        rewrite.replace(3, 1, |_| {});
        assert_eq!(rewrite.finish(), ">a--c");
    }
}
