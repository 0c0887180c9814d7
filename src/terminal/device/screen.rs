//! The screen as ratatui sees it: frames are composed in memory and sent in one piece.
//!
//! What differs from ratatui's own crossterm backend: nothing is written until the frame is
//! whole; a frame that changes nothing writes nothing; the size comes from the open terminal
//! (crossterm opens `/dev/tty` for it each time and, failing that, starts `tput`); and the
//! cursor's position is never asked for, since the answer would arrive among the keys.

use std::io;
use std::os::fd::AsFd;

use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

/// Larger terminals are used up to here, so that a nonsensical size cannot take all memory.
const MAX: Size = Size { width: 2048, height: 512 };

/// The size of the terminal at `terminal`, in cells; 80 × 24 when it does not know.
#[must_use]
pub fn size_of(terminal: impl AsFd) -> Size {
    let (cols, rows) =
        rustix::termios::tcgetwinsize(terminal).map(|size| (size.ws_col, size.ws_row)).unwrap_or((0, 0));
    Size {
        width: if cols == 0 { 80 } else { cols.min(MAX.width) },
        height: if rows == 0 { 24 } else { rows.min(MAX.height) },
    }
}

/// A [`Backend`] that collects one frame's bytes.
#[derive(Debug, Default)]
pub struct Screen {
    bytes: Vec<u8>,
    /// Where the cursor stands and whether it shows, as far as we know.
    cursor: Option<Position>,
    shown: Option<bool>,
}

impl Screen {
    /// An empty frame; nothing is known of the cursor.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Forgets what is known of the cursor: another program had the terminal.
    pub fn forget(&mut self) {
        self.bytes.clear();
        self.cursor = None;
        self.shown = None;
    }

    /// The frame, between the marks that make it appear at once; `None`: nothing changed.
    ///
    /// # Errors
    /// None in practice: the bytes go to memory.
    pub fn take_frame(&mut self) -> io::Result<Option<Vec<u8>>> {
        if self.bytes.is_empty() {
            return Ok(None);
        }
        let mut frame = Vec::with_capacity(self.bytes.len() + 16);
        queue!(frame, BeginSynchronizedUpdate)?;
        frame.append(&mut self.bytes);
        queue!(frame, EndSynchronizedUpdate)?;
        Ok(Some(frame))
    }

    fn inner(&mut self) -> CrosstermBackend<&mut Vec<u8>> {
        CrosstermBackend::new(&mut self.bytes)
    }
}

impl Backend for Screen {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut content = content.peekable();
        if content.peek().is_none() {
            return Ok(());
        }
        self.cursor = None;
        self.inner().draw(content)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.shown != Some(false) {
            self.shown = Some(false);
            self.inner().hide_cursor()?;
        }
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.shown != Some(true) {
            self.shown = Some(true);
            self.inner().show_cursor()?;
        }
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor.unwrap_or(Position::ORIGIN))
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let position = position.into();
        if self.cursor != Some(position) {
            self.cursor = Some(position);
            self.inner().set_cursor_position(position)?;
        }
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, region: ClearType) -> io::Result<()> {
        self.inner().clear_region(region)
    }

    fn size(&self) -> io::Result<Size> {
        Ok(size_of(rustix::stdio::stdout()))
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.size()?, pixels: Size::ZERO })
    }

    /// Nothing yet: [`Screen::take_frame`] ends the frame.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;
    use ratatui::Terminal;
    use ratatui::text::Line;

    fn frame(terminal: &mut Terminal<Screen>, text: &str, cursor: Option<(u16, u16)>) -> String {
        terminal
            .draw(|frame| {
                frame.render_widget(Line::raw(text), frame.area());
                if let Some(at) = cursor {
                    frame.set_cursor_position(at);
                }
            })
            .unwrap();
        let bytes = terminal.backend_mut().take_frame().unwrap();
        String::from_utf8(bytes.unwrap_or_default()).unwrap()
    }

    #[test]
    fn a_frame_that_changes_nothing_writes_nothing() {
        let mut terminal = Terminal::new(Screen::new()).unwrap();
        let first = frame(&mut terminal, "hello", None);
        assert!(first.starts_with("\x1b[?2026h") && first.ends_with("\x1b[?2026l"));
        assert_eq!(first.matches("\x1b[?25l").count(), 1);
        assert_eq!(frame(&mut terminal, "hello", None), "");
        let change = frame(&mut terminal, "hallo", None);
        assert!(change.contains('a') && change.len() < 64, "{change:?}");
        assert!(frame(&mut terminal, "hallo", Some((3, 0))).contains("\x1b[?25h"));
        assert_eq!(frame(&mut terminal, "hallo", Some((3, 0))), "");
        assert!(!frame(&mut terminal, "hello", Some((3, 0))).is_empty());
    }
}
