//! Bytes from the terminal become keys and pasted text.
//!
//! crossterm has such a decoder, but it can be reached only through its own blocking reader.
//! That reader waits inside `read` for the rest of a sequence that may never come, so that
//! it cannot be parked; it takes the first byte of an arrow key for `Esc` when a slow line
//! delivers the rest later; and it spins when the terminal is gone. This one never waits: it
//! is given bytes, and says for how long the rest of a sequence is worth waiting for.
//! Its result is crossterm's own `KeyEvent`.

use std::time::Duration;

use crossterm::event::{KeyCode, KeyModifiers};

use super::events::TermEvent;
use super::sequences::{Decoded, ESC, char_key, key, step};

/// How long an `Esc` may still turn out to be the beginning of a longer key.
const ESCAPE_WAIT: Duration = Duration::from_millis(40);
/// How long the rest of a sequence that has clearly begun is waited for.
const SEQUENCE_WAIT: Duration = Duration::from_millis(1000);
/// Pasted text is handed on in pieces of about this size, so that memory stays bounded.
const PASTE_PIECE: usize = 1 << 20;

const PASTE_END: &[u8] = b"\x1b[201~";

/// Turns bytes into events, however they are cut into reads.
#[derive(Debug, Default)]
pub struct Decoder {
    pending: Vec<u8>,
    paste: Option<Vec<u8>>,
}

impl Decoder {
    /// An empty decoder.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes bytes, as many as there are, and hands on what is complete.
    pub fn feed(&mut self, bytes: &[u8], out: &mut impl FnMut(TermEvent)) {
        if self.paste.is_some() {
            self.feed_paste(bytes, out);
        } else {
            self.pending.extend_from_slice(bytes);
        }
        self.decode(out);
    }

    /// For how long to wait for more bytes before [`Decoder::flush`]; `None`: nothing is open.
    #[must_use]
    pub fn wait(&self) -> Option<Duration> {
        if self.paste.is_some() || self.pending.is_empty() {
            return None;
        }
        match step(&self.pending) {
            Decoded::Ambiguous => Some(ESCAPE_WAIT),
            _ => Some(SEQUENCE_WAIT),
        }
    }

    /// No more bytes came in time: what is open is a key as it stands, or nothing.
    pub fn flush(&mut self, out: &mut impl FnMut(TermEvent)) {
        while let Some(&first) = self.pending.first() {
            if first != ESC {
                // Half a character.
                self.pending.clear();
                return;
            }
            match self.pending.get(1) {
                None => {
                    out(TermEvent::Key(key(KeyCode::Esc, KeyModifiers::NONE)));
                    self.pending.clear();
                }
                Some(&ESC) => {
                    out(TermEvent::Key(key(KeyCode::Esc, KeyModifiers::NONE)));
                    self.pending.remove(0);
                }
                Some(&byte) => {
                    if self.pending.len() == 2 && byte.is_ascii_graphic() {
                        out(TermEvent::Key(char_key(byte as char, KeyModifiers::ALT)));
                    }
                    self.pending.clear();
                }
            }
        }
    }

    /// Forgets everything that is open.
    pub fn reset(&mut self) {
        self.pending.clear();
        self.paste = None;
    }

    fn decode(&mut self, out: &mut impl FnMut(TermEvent)) {
        let bytes = std::mem::take(&mut self.pending);
        let mut at = 0;
        while at < bytes.len() {
            match step(&bytes[at..]) {
                Decoded::Key(event, used) => {
                    out(TermEvent::Key(event));
                    at += used;
                }
                Decoded::Background(colour, used) => {
                    out(TermEvent::Background(colour));
                    at += used;
                }
                Decoded::Skip(used) => at += used.max(1),
                Decoded::PasteBegins(used) => {
                    at += used;
                    self.paste = Some(Vec::new());
                    self.feed_paste(&bytes[at..], out);
                    // What followed the paste is in `pending` now.
                    return self.decode(out);
                }
                Decoded::Ambiguous | Decoded::Incomplete => {
                    self.pending = bytes[at..].to_vec();
                    return;
                }
            }
        }
    }

    fn feed_paste(&mut self, bytes: &[u8], out: &mut impl FnMut(TermEvent)) {
        let Some(text) = self.paste.as_mut() else {
            return;
        };
        // A way out when the end of a paste got lost: Ctrl-c, arriving by itself.
        if bytes == [0x03] {
            let text = self.paste.take().unwrap_or_default();
            emit_paste(&text, out);
            return;
        }
        let searched = text.len().saturating_sub(PASTE_END.len() - 1);
        text.extend_from_slice(bytes);
        let end = text[searched..]
            .windows(PASTE_END.len())
            .position(|window| window == PASTE_END)
            .map(|at| searched + at);
        if let Some(end) = end {
            let mut text = self.paste.take().unwrap_or_default();
            self.pending.extend(text.drain(end + PASTE_END.len()..));
            text.truncate(end);
            emit_paste(&text, out);
        } else if text.len() > PASTE_PIECE + PASTE_END.len() {
            // Cut where neither a character, nor a line end, nor the end mark can be split.
            let mut cut = text.len() - PASTE_END.len();
            while cut > 0 && (text[cut] & 0xC0 == 0x80 || text[cut - 1] == b'\r') {
                cut -= 1;
            }
            if cut > 0 {
                let rest = text.split_off(cut);
                let piece = std::mem::replace(text, rest);
                emit_paste(&piece, out);
            }
        }
    }
}

fn emit_paste(bytes: &[u8], out: &mut impl FnMut(TermEvent)) {
    let text = String::from_utf8_lossy(bytes);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    out(TermEvent::Paste(text));
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::super::sequences::SEQUENCE_MAX;
    use super::*;
    use crossterm::event::KeyEvent;

    /// What the bytes mean, given all at once and then cut at every place; `true`: wait after.
    fn decode(bytes: &[u8]) -> Vec<TermEvent> {
        let mut whole = Vec::new();
        let mut decoder = Decoder::new();
        decoder.feed(bytes, &mut |event| whole.push(event));
        decoder.flush(&mut |event| whole.push(event));
        let mut single = Vec::new();
        let mut decoder = Decoder::new();
        for byte in bytes {
            decoder.feed(&[*byte], &mut |event| single.push(event));
        }
        decoder.flush(&mut |event| single.push(event));
        if !bytes.contains(&3) {
            assert_eq!(whole, single, "cut into single bytes: {bytes:?}");
        }
        whole
    }

    fn one(bytes: &[u8], code: KeyCode, modifiers: KeyModifiers) {
        assert_eq!(
            decode(bytes),
            [TermEvent::Key(KeyEvent::new(code, modifiers))],
            "{:?}",
            String::from_utf8_lossy(bytes)
        );
    }

    const NONE: KeyModifiers = KeyModifiers::NONE;
    const SHIFT: KeyModifiers = KeyModifiers::SHIFT;
    const ALT: KeyModifiers = KeyModifiers::ALT;
    const CONTROL: KeyModifiers = KeyModifiers::CONTROL;

    #[test]
    fn the_keys_terminals_send() {
        use KeyCode::*;
        one(b"r", Char('r'), NONE);
        one(b"A", Char('A'), SHIFT);
        one("é".as_bytes(), Char('é'), NONE);
        one("文".as_bytes(), Char('文'), NONE);
        one("🦀".as_bytes(), Char('🦀'), NONE);
        one(b"\r", Enter, NONE);
        one(b"\n", Char('j'), CONTROL);
        one(b"\t", Tab, NONE);
        one(b"\x7f", Backspace, NONE);
        one(b"\x1a", Char('z'), CONTROL);
        one(b"\x03", Char('c'), CONTROL);
        one(b"\x00", Char(' '), CONTROL);
        one(b"\x1f", Char('7'), CONTROL);
        one(b"\x1b", Esc, NONE);
        one(b"\x1bx", Char('x'), ALT);
        one(b"\x1bX", Char('X'), ALT | SHIFT);
        one("\x1bé".as_bytes(), Char('é'), ALT);
        one(b"\x1b\r", Enter, ALT);
        one(b"\x1b\x7f", Backspace, ALT);
        one(b"\x1b[", Char('['), ALT);
        one(b"\x1bO", Char('O'), ALT | SHIFT);
        one(b"\x1b]", Char(']'), ALT);
        one(b"\x1bP", Char('P'), ALT | SHIFT);
        one(b"\x1b[A", Up, NONE);
        one(b"\x1b[1;5A", Up, CONTROL);
        one(b"\x1b[1;2B", Down, SHIFT);
        one(b"\x1bOA", Up, NONE);
        one(b"\x1bOP", F(1), NONE);
        one(b"\x1b[15~", F(5), NONE);
        one(b"\x1b[24;5~", F(12), CONTROL);
        one(b"\x1b[[C", F(3), NONE);
        one(b"\x1b[5~", PageUp, NONE);
        one(b"\x1b[6~", PageDown, NONE);
        one(b"\x1b[6^", PageDown, CONTROL);
        one(b"\x1b[3~", Delete, NONE);
        one(b"\x1b[H", Home, NONE);
        one(b"\x1b[4~", End, NONE);
        one(b"\x1b[Z", BackTab, SHIFT);
        one(b"\x1b\x1b[A", Up, ALT);
        one(b"\x1bOM", Enter, NONE);
        one(b"\x1bOk", Char('+'), NONE);
        one(b"\x1b[97;5u", Char('a'), CONTROL);
        one(b"\x1b[13;2u", Enter, SHIFT);
        one(b"\x1b[27;5;105~", Char('i'), CONTROL);
    }

    #[test]
    fn two_escapes_are_two_keys() {
        assert_eq!(decode(b"\x1b\x1b").len(), 2);
        assert_eq!(decode(b"\x1b\x1b\x1b").len(), 3);
    }

    #[test]
    fn an_arrow_cut_by_a_slow_line_is_still_an_arrow() {
        let mut events = Vec::new();
        let mut decoder = Decoder::new();
        decoder.feed(b"\x1b", &mut |event| events.push(event));
        assert!(events.is_empty());
        assert_eq!(decoder.wait(), Some(ESCAPE_WAIT));
        decoder.feed(b"[1;", &mut |event| events.push(event));
        assert_eq!(decoder.wait(), Some(SEQUENCE_WAIT));
        decoder.feed(b"5C", &mut |event| events.push(event));
        assert_eq!(decoder.wait(), None);
        assert_eq!(events, [TermEvent::Key(KeyEvent::new(KeyCode::Right, CONTROL))]);
    }

    #[test]
    fn what_terminals_report_is_no_key() {
        for bytes in [
            &b"\x1b[I"[..],
            b"\x1b[O",
            b"\x1b[<0;12;7M",
            b"\x1b[<0;12;7m",
            b"\x1b[M !r",
            b"\x1b[12;40R",
            b"\x1b[?62;4c",
            b"\x1b[?2026;2$y",
            b"\x1b]10;rgb:1e1e/1e1e/1e1e\x1b\\",
            b"\x1b]11;?\x07",
            b"\x1bP>|kitty(0.39)\x1b\\",
            b"\x1b[97;1:3u",
            b"\x1b[99999999999999999999A",
            b"\x1b[1;5",
            b"\xc3",
            b"\xff\xfe",
            b"\xc2\x9b",
        ] {
            assert_eq!(decode(bytes), [], "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn the_background_is_reported() {
        for bytes in [
            &b"\x1b]11;rgb:1e1e/8080/ffff\x1b\\"[..],
            b"\x1b]11;rgb:1e/80/ff\x07",
            b"\x1b]11;rgba:1e1e/8080/ffff/0000\x07",
            b"\x1b]11;#1e80ff\x07",
        ] {
            assert_eq!(decode(bytes), [TermEvent::Background([0x1e, 0x80, 0xff])], "{bytes:?}");
        }
        for bytes in
            [&b"\x1b]11;rgb:1e/80\x07"[..], b"\x1b]11;rgb:xx/80/00\x07", b"\x1b]11;rgb:1e1e1/80/00\x07"]
        {
            assert_eq!(decode(bytes), [], "{bytes:?}");
        }
    }

    #[test]
    fn a_paste_is_one_event_and_never_a_key() {
        let paste = |text: &str| TermEvent::Paste(text.into());
        assert_eq!(decode(b"\x1b[200~rwd\x1b[201~"), [paste("rwd")]);
        assert_eq!(
            decode(b"\x1b[200~a\r\nb\rc\x1b[Ad\x1b[201~q"),
            [paste("a\nb\nc\x1b[Ad"), TermEvent::Key(KeyEvent::new(KeyCode::Char('q'), NONE))]
        );
        assert_eq!(
            decode("x\x1b[200~é文\x1b[201~\x1b[200~2\x1b[201~".as_bytes()),
            [TermEvent::Key(KeyEvent::new(KeyCode::Char('x'), NONE)), paste("é文"), paste("2")]
        );
    }

    #[test]
    fn a_paste_without_an_end_lets_go_at_ctrl_c() {
        let mut events = Vec::new();
        let mut decoder = Decoder::new();
        decoder.feed(b"\x1b[200~never ended", &mut |event| events.push(event));
        decoder.feed(b"\x03", &mut |event| events.push(event));
        decoder.feed(b"q", &mut |event| events.push(event));
        assert_eq!(
            events,
            [TermEvent::Paste("never ended".into()), TermEvent::Key(KeyEvent::new(KeyCode::Char('q'), NONE))]
        );
    }

    #[test]
    fn a_huge_paste_comes_in_pieces_and_loses_nothing() {
        let text = "é文🦀 line\r\n".repeat(300_000);
        let bytes = format!("\x1b[200~{text}\x1b[201~");
        let mut got = String::new();
        let mut pieces = 0;
        let mut decoder = Decoder::new();
        for chunk in bytes.as_bytes().chunks(1021) {
            decoder.feed(chunk, &mut |event| match event {
                TermEvent::Paste(piece) => {
                    assert!(piece.len() < 2 * PASTE_PIECE);
                    pieces += 1;
                    got.push_str(&piece);
                }
                other => panic!("{other:?}"),
            });
        }
        assert!(pieces > 1);
        assert_eq!(got, text.replace("\r\n", "\n"));
        assert_eq!(decoder.wait(), None);
    }

    #[test]
    fn random_bytes_neither_panic_nor_stay_open() {
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        let mut decoder = Decoder::new();
        for _ in 0..200_000 {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            let bytes = match state % 5 {
                0 => vec![ESC],
                1 => b"\x1b[".to_vec(),
                2 => b"\x1b[200~".to_vec(),
                3 => PASTE_END.to_vec(),
                _ => state.to_le_bytes().to_vec(),
            };
            decoder.feed(&bytes, &mut |_| {});
            assert!(decoder.pending.len() < 2 * SEQUENCE_MAX);
        }
        decoder.feed(PASTE_END, &mut |_| {});
        decoder.flush(&mut |_| {});
        assert_eq!(decoder.wait(), None);
    }
}
