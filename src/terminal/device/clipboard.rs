//! The clipboard of the terminal, by OSC 52: works over ssh, starts no program.

use std::io;

use crossterm::clipboard::CopyToClipboard;
use crossterm::queue;

/// The longest text in bytes that terminals are known to take in one sequence.
pub const MAX_BYTES: usize = 74_994;

/// Why text was not sent to the clipboard.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// Longer than terminals take.
    #[error("too long for the terminal's clipboard: {0} bytes, at most {MAX_BYTES} are taken")]
    TooLong(usize),
    /// The terminal is gone.
    #[error("the terminal took nothing: {0}")]
    Io(#[from] io::Error),
}

/// The bytes that ask a terminal to put `text` on its clipboard. The text is encoded, so
/// nothing in it acts on the terminal.
///
/// # Errors
/// [`CopyError::TooLong`].
pub fn copy_sequence(text: &str) -> Result<Vec<u8>, CopyError> {
    if text.len() > MAX_BYTES {
        return Err(CopyError::TooLong(text.len()));
    }
    let mut bytes = Vec::new();
    queue!(bytes, CopyToClipboard::to_clipboard_from(text))?;
    Ok(bytes)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn text_is_encoded() {
        let bytes = copy_sequence("a\x1b]0;x\x07é").unwrap();
        assert_eq!(bytes, b"\x1b]52;c;YRtdMDt4B8Op\x1b\\");
        assert!(matches!(copy_sequence(&"x".repeat(MAX_BYTES + 1)), Err(CopyError::TooLong(_))));
    }
}
