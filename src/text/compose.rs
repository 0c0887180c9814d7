//! One way of writing an accented letter, for names that are compared.

use std::borrow::Cow;
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

/// A name in Unicode's composed form (NFC). A Mac writes `é` as `e` and an accent, others as one sign;
/// as the name of a column, a reviewer or a party both are the same. What people say, a claim or a
/// quote, is never rewritten so.
#[must_use]
pub fn composed(name: &str) -> Cow<'_, str> {
    if name.is_ascii() || is_nfc_quick(name.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(name);
    }
    Cow::Owned(name.nfc().collect())
}
