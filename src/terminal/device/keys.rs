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

/// How long an `Esc` may still turn out to be the beginning of a longer key: on this machine nobody notices
/// so short a wait, and the rest of a key comes within a few of these milliseconds.
pub const ESCAPE_WAIT: Duration = Duration::from_millis(40);
/// The same where the keys come over a network, which may deliver a key in two packets. Vim waits for 100 ms
/// and zsh for 400; a person who goes on after `Esc` needs some 200.
pub const FAR_ESCAPE_WAIT: Duration = Duration::from_millis(150);
/// How long the rest of a sequence that has clearly begun is waited for, and what follows a Ctrl-c in a paste.
const SEQUENCE_WAIT: Duration = Duration::from_millis(1000);
/// Pasted text is handed on in pieces of about this size, so that memory stays bounded.
const PASTE_PIECE: usize = 1 << 20;

const PASTE_END: &[u8] = b"\x1b[201~";

/// The way out of a paste whose end got lost: Ctrl-c, and nothing after it.
const CTRL_C: u8 = 0x03;

/// Turns bytes into events, however they are cut into reads.
#[derive(Debug)]
pub struct Decoder {
    pending: Vec<u8>,
    paste: Option<Vec<u8>>,
    escape_wait: Duration,
    /// An `Esc` was handed on because nothing followed it in time. What comes next may be its rest.
    late: bool,
}

impl Decoder {
    /// An empty decoder that gives an `Esc` so long to be the beginning of a longer key.
    #[must_use]
    pub const fn new(escape_wait: Duration) -> Self {
        Self { pending: Vec::new(), paste: None, escape_wait, late: false }
    }

    /// Takes bytes, as many as there are, and hands on what is complete.
    pub fn feed(&mut self, bytes: &[u8], out: &mut impl FnMut(TermEvent)) {
        if self.paste.is_some() {
            self.feed_paste(bytes, out);
        } else {
            self.late &= !self.pending.is_empty() || is_rest_of_escape(bytes);
            if self.late && self.pending.is_empty() {
                self.pending.push(ESC);
            }
            self.pending.extend_from_slice(bytes);
        }
        self.decode(out);
    }

    /// For how long to wait for more bytes before [`Decoder::flush`]; `None`: nothing is open.
    #[must_use]
    pub fn wait(&self) -> Option<Duration> {
        if let Some(text) = &self.paste {
            return (text.last() == Some(&CTRL_C)).then_some(SEQUENCE_WAIT);
        }
        match (self.pending.as_slice(), step(&self.pending)) {
            // Half a character is no key, and the next byte shows whether it is worth anything.
            ([] | [0x80..=0xff, ..], _) => None,
            // A report begins so, and as keys its rest would act. Alt with these three can wait.
            ([ESC, b']' | b'P' | b'_'], _) => Some(SEQUENCE_WAIT),
            (_, Decoded::Ambiguous) => Some(self.escape_wait),
            _ => Some(SEQUENCE_WAIT),
        }
    }

    /// No more bytes came in time: what is open is a key as it stands, or nothing.
    pub fn flush(&mut self, out: &mut impl FnMut(TermEvent)) {
        if let Some(mut text) = self.paste.take_if(|text| text.last() == Some(&CTRL_C)) {
            text.pop();
            return emit_paste(&text, out);
        }
        if std::mem::take(&mut self.late) {
            return self.pending.clear();
        }
        while let Some(&first) = self.pending.first() {
            if first != ESC {
                return;
            }
            match self.pending.get(1) {
                None => {
                    out(TermEvent::Key(key(KeyCode::Esc, KeyModifiers::NONE)));
                    self.pending.clear();
                    self.late = true;
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
        self.late = false;
    }

    fn decode(&mut self, out: &mut impl FnMut(TermEvent)) {
        let bytes = std::mem::take(&mut self.pending);
        let mut at = 0;
        while at < bytes.len() {
            match step(&bytes[at..]) {
                Decoded::Key(event, used) => {
                    if !std::mem::take(&mut self.late) {
                        out(TermEvent::Key(event));
                    }
                    at += used;
                }
                Decoded::Background(colour, used) => {
                    self.late = false;
                    out(TermEvent::Background(colour));
                    at += used;
                }
                Decoded::Skip(used) => {
                    self.late = false;
                    at += used.max(1);
                }
                Decoded::PasteBegins(used) => {
                    self.late = false;
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

/// Whether what arrives all at once is the rest of an arrow or of a report: nobody types two keys at once, and
/// as keys they would act.
fn is_rest_of_escape(bytes: &[u8]) -> bool {
    let mut whole = vec![ESC];
    whole.extend_from_slice(bytes);
    bytes.len() > 1 && bytes[0].is_ascii_graphic() && !matches!(step(&whole), Decoded::Key(_, 2))
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

    /// What comes of bytes that arrive so many milliseconds after those before, and of nothing after them.
    fn arriving(escape_wait: Duration, reads: &[(u64, &[u8])]) -> Vec<TermEvent> {
        let mut events = Vec::new();
        let mut decoder = Decoder::new(escape_wait);
        for (after, bytes) in reads {
            if decoder.wait().is_some_and(|wait| wait < Duration::from_millis(*after)) {
                decoder.flush(&mut |event| events.push(event));
            }
            decoder.feed(bytes, &mut |event| events.push(event));
        }
        if decoder.wait().is_some() {
            decoder.flush(&mut |event| events.push(event));
        }
        events
    }

    /// What the bytes mean, given all at once, one by one, and in any three parts.
    fn decode(bytes: &[u8]) -> Vec<TermEvent> {
        let whole = arriving(ESCAPE_WAIT, &[(0, bytes)]);
        let single: Vec<(u64, &[u8])> = bytes.chunks(1).map(|byte| (0, byte)).collect();
        assert_eq!(whole, arriving(ESCAPE_WAIT, &single), "cut into single bytes: {bytes:?}");
        for first in 0..bytes.len() {
            for second in first..bytes.len() {
                let parts = [(0, &bytes[..first]), (9, &bytes[first..second]), (9, &bytes[second..])];
                assert_eq!(whole, arriving(ESCAPE_WAIT, &parts), "cut at {first} and {second}: {bytes:?}");
            }
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
        let mut decoder = Decoder::new(ESCAPE_WAIT);
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
    fn over_a_network_the_rest_of_a_key_is_waited_for_longer() {
        let arrow = |code| vec![TermEvent::Key(KeyEvent::new(code, NONE))];
        for (tail, code) in [(&b"[A"[..], KeyCode::Up), (b"OB", KeyCode::Down), (b"[3~", KeyCode::Delete)] {
            for after in [1, 60, 140] {
                assert_eq!(arriving(FAR_ESCAPE_WAIT, &[(0, b"\x1b"), (after, tail)]), arrow(code));
            }
        }
        // Here nobody waits so long for an Esc.
        assert_eq!(arriving(ESCAPE_WAIT, &[(0, b"\x1b"), (60, b"j")])[0], arrow(KeyCode::Esc)[0]);
        assert!(ESCAPE_WAIT <= Duration::from_millis(50));
    }

    #[test]
    fn what_comes_too_late_for_its_escape_is_no_keys() {
        let escape = TermEvent::Key(KeyEvent::new(KeyCode::Esc, NONE));
        let typed = |c| TermEvent::Key(KeyEvent::new(KeyCode::Char(c), NONE));
        for tail in [&b"[A"[..], b"OD", b"[1;5C", b"]10;rgb:dd/dd/dd\x07", b"P>|term\x1b\\"] {
            let late = arriving(ESCAPE_WAIT, &[(0, b"\x1b"), (900, tail), (900, b"r")]);
            assert_eq!(late, [escape.clone(), typed('r')], "{tail:?}");
            for at in 2..tail.len() {
                let reads = [(0, &b"\x1b"[..]), (900, &tail[..at]), (900, &tail[at..]), (900, b"r")];
                assert_eq!(arriving(ESCAPE_WAIT, &reads), [escape.clone(), typed('r')], "{tail:?} at {at}");
            }
        }
        let background = arriving(ESCAPE_WAIT, &[(0, b"\x1b"), (900, b"]11;rgb:00/00/00\x07")]);
        assert_eq!(background, [escape.clone(), TermEvent::Background([0; 3])]);
        // Keys stay keys, and the beginning of a report is not the key Alt-].
        for (keys, first) in [(&b"jk"[..], 'j'), ("éa".as_bytes(), 'é'), (b"]k", ']'), (b"[", '[')] {
            assert_eq!(arriving(ESCAPE_WAIT, &[(0, b"\x1b"), (900, keys)])[1], typed(first));
        }
        let up = TermEvent::Key(KeyEvent::new(KeyCode::Up, NONE));
        assert_eq!(arriving(ESCAPE_WAIT, &[(0, b"\x1b"), (900, b"\x1b[A")]), [escape, up]);
        assert_eq!(arriving(ESCAPE_WAIT, &[(0, b"\x1b]"), (900, b"10;rgb:dd/dd/dd\x07")]), []);
    }

    #[test]
    fn half_a_character_waits_for_its_end() {
        let crab = "🦀".as_bytes();
        for at in 1..crab.len() {
            let reads = [(0, &crab[..at]), (60_000, &crab[at..])];
            assert_eq!(arriving(ESCAPE_WAIT, &reads), decode(crab));
        }
        assert_eq!(arriving(ESCAPE_WAIT, &[(0, &crab[..2]), (60_000, b"j")]), decode(b"j"));
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
        // A control character of the text, even where a read ends in it.
        assert_eq!(decode(b"\x1b[200~a\x03wd\x1b[201~"), [paste("a\x03wd")]);
    }

    #[test]
    fn a_paste_without_an_end_lets_go_at_ctrl_c() {
        let mut events = Vec::new();
        let mut decoder = Decoder::new(ESCAPE_WAIT);
        decoder.feed(b"\x1b[200~never ended", &mut |event| events.push(event));
        decoder.feed(b"\x03", &mut |event| events.push(event));
        assert_eq!(decoder.wait(), Some(SEQUENCE_WAIT));
        decoder.flush(&mut |event| events.push(event));
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
        let mut decoder = Decoder::new(ESCAPE_WAIT);
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
        let mut decoder = Decoder::new(ESCAPE_WAIT);
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
