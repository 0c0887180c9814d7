//! The real binary in a real pseudo-terminal, and what its screen shows.
//!
//! Nothing here sleeps: [`Session::wait_for`] waits until the screen is as wanted, and fails,
//! showing the screen, when it does not become so within a generous time.
//!
//! One thing to know when writing tests: an `Esc` followed at once by another key is, as in any
//! terminal, `Alt` with that key. Wait for what `Esc` does before sending the next key.

#![allow(dead_code, missing_docs, clippy::unwrap_used, clippy::panic)]

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, SlavePty, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

/// How long a screen, or an end, is waited for before the test fails.
pub const DEADLINE: Duration = Duration::from_secs(20);

/// The prompt of [`Session::start_shell`].
pub const PROMPT: &str = "shell>";

/// What a terminal is told besides text and its attributes.
#[derive(Debug, Default, Clone)]
pub struct Reports {
    /// What was put on the clipboard by OSC 52, decoded.
    pub clipboard: Vec<String>,
    /// How often the bell rang.
    pub bells: usize,
    /// Titles set by OSC 0, 1, 2.
    pub titles: Vec<String>,
    /// Sequences that the terminal does not know, apart from synchronized output.
    pub unknown: Vec<String>,
    /// How often the background was asked for, by OSC 11.
    pub background_asked: usize,
    /// Frames between the marks of synchronized output, begun and ended.
    pub frames_begun: usize,
    pub frames_ended: usize,
}

impl vt100::Callbacks for Reports {
    fn audible_bell(&mut self, _: &mut vt100::Screen) {
        self.bells += 1;
    }
    fn visual_bell(&mut self, _: &mut vt100::Screen) {
        self.bells += 1;
    }
    fn set_window_title(&mut self, _: &mut vt100::Screen, title: &[u8]) {
        self.titles.push(String::from_utf8_lossy(title).into());
    }
    fn set_window_icon_name(&mut self, _: &mut vt100::Screen, title: &[u8]) {
        self.titles.push(String::from_utf8_lossy(title).into());
    }
    fn copy_to_clipboard(&mut self, _: &mut vt100::Screen, _: &[u8], data: &[u8]) {
        self.clipboard.push(base64(data));
    }
    fn unhandled_control(&mut self, _: &mut vt100::Screen, byte: u8) {
        self.unknown.push(format!("control {byte:#04x}"));
    }
    fn unhandled_char(&mut self, _: &mut vt100::Screen, character: char) {
        self.unknown.push(format!("character {character:?}"));
    }
    fn unhandled_escape(&mut self, _: &mut vt100::Screen, first: Option<u8>, _: Option<u8>, last: u8) {
        // The end of an OSC, which the parser has seen already.
        if (first, last) != (None, b'\\') {
            self.unknown.push(format!("ESC {first:?} {:?}", last as char));
        }
    }
    fn unhandled_csi(
        &mut self,
        _: &mut vt100::Screen,
        first: Option<u8>,
        _: Option<u8>,
        parameters: &[&[u16]],
        last: char,
    ) {
        match (first, parameters, last) {
            (Some(b'?'), [[2026]], 'h') => self.frames_begun += 1,
            (Some(b'?'), [[2026]], 'l') => self.frames_ended += 1,
            // rxvt's mouse reports, switched off along with the others.
            (Some(b'?'), [[1015]], 'l') => {}
            // The underline's colour, back to the text's.
            (None, [[59]], 'm') => {}
            _ => {
                let first = first.map(char::from);
                self.unknown.push(format!("CSI {first:?} {parameters:?} {last:?}"));
            }
        }
    }
    fn unhandled_osc(&mut self, _: &mut vt100::Screen, parameters: &[&[u8]]) {
        if parameters == [&b"11"[..], b"?"] {
            self.background_asked += 1;
            return;
        }
        let text: Vec<_> = parameters.iter().map(|part| String::from_utf8_lossy(part)).collect();
        self.unknown.push(format!("OSC {text:?}"));
    }
}

fn base64(data: &[u8]) -> String {
    let mut bits = 0_u32;
    let mut count = 0;
    let mut bytes = Vec::new();
    for &byte in data {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    String::from_utf8_lossy(&bytes).into()
}

struct State {
    parser: vt100::Parser<Reports>,
    raw: Vec<u8>,
    /// The other side is closed: nothing more will appear.
    eof: bool,
    /// The reader shall let go of the terminal.
    closing: bool,
    exit: Option<ExitStatus>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A program in a terminal. Dropping it kills the program.
pub struct Session {
    shared: Arc<Shared>,
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    reader: Option<JoinHandle<()>>,
    waiter: Option<JoinHandle<()>>,
    pid: Pid,
    home: PathBuf,
    _folder: Option<tempfile::TempDir>,
}

impl Session {
    /// Starts `bin` as the first process of a terminal of its own, in a folder of its own,
    /// with a known environment: `TERM=xterm-256color`, `LANG=C.UTF-8`, `PATH`, `HOME` and
    /// `CORROB_HOME` in that folder, and `env`.
    pub fn start(bin: impl AsRef<Path>, args: &[&str], env: &[(&str, &str)], rows: u16, cols: u16) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().to_path_buf();
        Self::start_in(Some(folder), home, bin.as_ref(), args, env, rows, cols)
    }

    /// As [`Session::start`], in a folder of the test's, which several sessions may share.
    pub fn start_at(
        home: &Path,
        bin: impl AsRef<Path>,
        args: &[&str],
        env: &[(&str, &str)],
        rows: u16,
        cols: u16,
    ) -> Self {
        Self::start_in(None, home.to_path_buf(), bin.as_ref(), args, env, rows, cols)
    }

    /// Starts an interactive `bash` with job control and the prompt [`PROMPT`], and waits for
    /// it. Type commands with [`Session::line`]; see [`Session::job`] for the program's pid.
    pub fn start_shell(env: &[(&str, &str)], rows: u16, cols: u16) -> Self {
        let mut all = vec![("PS1", "shell> "), ("HISTFILE", "")];
        all.extend_from_slice(env);
        // Without readline, which would set modes of its own at each prompt.
        let args = ["--norc", "--noprofile", "--noediting", "-i"];
        let session = Self::start("bash", &args, &all, rows, cols);
        session.wait_for_text(PROMPT);
        session
    }

    fn start_in(
        folder: Option<tempfile::TempDir>,
        home: PathBuf,
        bin: &Path,
        args: &[&str],
        env: &[(&str, &str)],
        rows: u16,
        cols: u16,
    ) -> Self {
        let mut command = CommandBuilder::new(bin);
        command.args(args);
        command.env_clear();
        command.cwd(&home);
        for name in ["PATH", "LLVM_PROFILE_FILE"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.env("HOME", &home);
        command.env("CORROB_HOME", &home);
        for (name, value) in env {
            command.env(name, value);
        }
        let pair = native_pty_system().openpty(size(rows, cols)).unwrap();
        let child = spawn(pair.slave.as_ref(), command);
        drop(pair.slave);
        let pid = Pid::from_raw(child.process_id().unwrap() as i32).unwrap();
        let shared = Arc::new(Shared {
            state: Mutex::new(State {
                parser: vt100::Parser::new_with_callbacks(cells(rows), cells(cols), 0, Reports::default()),
                raw: Vec::new(),
                eof: false,
                closing: false,
                exit: None,
            }),
            changed: Condvar::new(),
        });
        let reader = std::thread::spawn({
            let shared = Arc::clone(&shared);
            let source = pair.master.try_clone_reader().unwrap();
            move || read_screen(source, &shared)
        });
        let waiter = std::thread::spawn({
            let shared = Arc::clone(&shared);
            move || wait_for_end(child, &shared)
        });
        Self {
            writer: Some(pair.master.take_writer().unwrap()),
            master: Some(pair.master),
            reader: Some(reader),
            waiter: Some(waiter),
            shared,
            pid,
            home,
            _folder: folder,
        }
    }

    /// The folder that is `HOME` and `CORROB_HOME`.
    pub fn home(&self) -> &Path {
        &self.home
    }

    // ---- what goes in -----------------------------------------------------------------------

    /// Sends text as if typed, byte by byte as it is.
    pub fn send(&mut self, text: &str) {
        let writer = self.writer.as_mut().expect("the terminal is closed");
        writer.write_all(text.as_bytes()).unwrap();
        writer.flush().unwrap();
    }

    /// Sends a key by name: `a`, `C-z`, `M-x`, `Enter`, `Esc`, `S-Tab`, `C-Up`, `F1`, ...
    pub fn send_key(&mut self, name: &str) {
        let bytes = key_bytes(name);
        self.send(&bytes);
    }

    /// Sends keys by name, one after the other.
    pub fn send_keys(&mut self, names: &[&str]) {
        for name in names {
            self.send_key(name);
        }
    }

    /// Sends a line to a shell.
    pub fn line(&mut self, text: &str) {
        self.send(text);
        self.send("\r");
    }

    /// Pastes as a terminal does, between marks, line ends as carriage returns.
    pub fn paste(&mut self, text: &str) {
        let text = text.replace('\n', "\r");
        self.send(&format!("\x1b[200~{text}\x1b[201~"));
    }

    /// Gives the terminal another size. What it shows until the program has redrawn is the
    /// old screen, cut or filled up.
    pub fn resize(&mut self, rows: u16, cols: u16) {
        // Under the lock, so that no frame for the new size is parsed at the old one.
        let mut state = self.shared.lock();
        state.parser.set_size(cells(rows), cells(cols));
        let master = self.master.as_ref().expect("the terminal is closed");
        master.resize(size(rows, cols)).unwrap();
    }

    // ---- what comes out ---------------------------------------------------------------------

    /// Waits until the screen is as wanted.
    ///
    /// Panics when it does not become so in time, or can no longer become so.
    #[track_caller]
    pub fn wait_for(&self, wanted: impl Fn(&vt100::Screen) -> bool) {
        self.wait_until("the screen wanted", |state| wanted(state.parser.screen()));
    }

    /// Waits until `text` stands somewhere on the screen.
    #[track_caller]
    pub fn wait_for_text(&self, text: &str) {
        self.wait_until(&format!("{text:?}"), |state| state.parser.screen().contents().contains(text));
    }

    /// Waits until `text` stands nowhere on the screen.
    #[track_caller]
    pub fn wait_for_no_text(&self, text: &str) {
        self.wait_until(&format!("no {text:?}"), |state| !state.parser.screen().contents().contains(text));
    }

    #[track_caller]
    fn wait_until(&self, what: &str, wanted: impl Fn(&State) -> bool) {
        let until = Instant::now() + DEADLINE;
        let mut state = self.shared.lock();
        loop {
            if wanted(&state) {
                return;
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() || state.eof {
                let why = if state.eof { "the program has ended" } else { "the time is up" };
                let screen = picture(state.parser.screen());
                let exit = state.exit.clone();
                drop(state);
                panic!("waited for {what}, but {why} ({exit:?}); the screen:\n{screen}");
            }
            state = self.shared.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// A copy of the screen as it is now.
    pub fn screen(&self) -> vt100::Screen {
        self.shared.lock().parser.screen().clone()
    }

    /// The text on the screen, without styles; blanks at line ends are cut.
    pub fn screen_text(&self) -> String {
        self.shared.lock().parser.screen().contents()
    }

    /// One line of the screen, blanks at its end cut.
    pub fn row(&self, row: u16) -> String {
        let state = self.shared.lock();
        let screen = state.parser.screen();
        let (_, cols) = screen.size();
        screen.rows(0, cols.get()).nth(row.into()).map(|line| line.trim_end().to_owned()).unwrap_or_default()
    }

    /// One cell: its text and style.
    #[track_caller]
    pub fn cell(&self, row: u16, col: u16) -> vt100::Cell {
        let state = self.shared.lock();
        let cell = state.parser.screen().cell(row, col).cloned();
        cell.unwrap_or_else(|| panic!("no cell at row {row}, column {col}"))
    }

    /// Where `text` first stands, as row and column; the column counts cells.
    pub fn find(&self, text: &str) -> Option<(u16, u16)> {
        let state = self.shared.lock();
        let screen = state.parser.screen();
        let (_, cols) = screen.size();
        let rows = screen.rows(0, cols.get());
        rows.zip(0..).find_map(|(_, row)| {
            (0..cols.get()).find_map(|col| {
                let mut rest = text;
                for at in col..cols.get() {
                    let cell = screen.cell(row, at)?;
                    if cell.is_wide_continuation() {
                        continue;
                    }
                    let glyph = if cell.has_contents() { cell.contents() } else { " " };
                    rest = rest.strip_prefix(glyph)?;
                    if rest.is_empty() {
                        return Some((row, col));
                    }
                }
                None
            })
        })
    }

    /// All bytes the terminal was sent so far.
    pub fn raw_output(&self) -> Vec<u8> {
        self.shared.lock().raw.clone()
    }

    /// How many bytes the terminal was sent so far.
    pub fn raw_len(&self) -> usize {
        self.shared.lock().raw.len()
    }

    /// What the terminal was told besides text.
    pub fn reports(&self) -> Reports {
        self.shared.lock().parser.callbacks().clone()
    }

    /// Waits until `count` texts were put on the clipboard, and returns the last.
    #[track_caller]
    pub fn wait_for_clipboard(&self, count: usize) -> String {
        self.wait_until("the clipboard", |state| state.parser.callbacks().clipboard.len() >= count);
        self.reports().clipboard[count - 1].clone()
    }

    /// Fails unless the terminal is as a shell wants it: main screen, cursor shown, no paste
    /// marks, no mouse, no colours left on, every frame ended, nothing it did not understand.
    #[track_caller]
    pub fn assert_restored(&self) {
        let state = self.shared.lock();
        let screen = state.parser.screen();
        let mut wrong = String::new();
        let mut expect = |good: bool, what: &str| {
            if !good {
                let _ = writeln!(wrong, "- {what}");
            }
        };
        expect(!screen.alternate_screen(), "still on the alternate screen");
        expect(!screen.hide_cursor(), "the cursor is hidden");
        expect(!screen.bracketed_paste(), "bracketed paste is on");
        expect(screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None, "the mouse is captured");
        expect(
            screen.fgcolor() == vt100::Color::Default
                && screen.bgcolor() == vt100::Color::Default
                && !screen.bold()
                && !screen.inverse(),
            "colours or attributes are left on",
        );
        let reports = state.parser.callbacks();
        expect(reports.frames_ended >= reports.frames_begun, "a frame was not ended");
        if !reports.unknown.is_empty() {
            let _ = writeln!(wrong, "- not understood: {:?}", reports.unknown);
        }
        assert!(wrong.is_empty(), "the terminal is not restored:\n{wrong}");
    }

    // ---- the process ------------------------------------------------------------------------

    /// The process started: the program, or the shell.
    pub fn pid(&self) -> i32 {
        self.pid.as_raw_nonzero().get()
    }

    /// Waits for a child of the shell whose program's name is `name`, and returns its pid.
    #[track_caller]
    pub fn job(&self, name: &str) -> i32 {
        let until = Instant::now() + DEADLINE;
        while Instant::now() < until {
            let found = children(self.pid()).into_iter().find(|pid| {
                std::fs::read_to_string(format!("/proc/{pid}/comm")).is_ok_and(|comm| comm.trim_end() == name)
            });
            if let Some(pid) = found {
                return pid;
            }
            std::thread::yield_now();
        }
        panic!("the shell runs no {name}");
    }

    /// Sends a signal to the process started.
    pub fn kill(&self, signal: Signal) {
        kill(self.pid(), signal);
    }

    /// Closes the terminal, as closing its window does: the program sees a hang-up.
    pub fn hang_up(&mut self) {
        self.shared.lock().closing = true;
        // The reader sleeps in `read`; a byte from the other side lets it see the order.
        let name = self.master.as_ref().and_then(|master| master.tty_name());
        if let Some(name) = name {
            let flags = rustix::fs::OFlags::NOCTTY.bits() as i32;
            let side = std::fs::OpenOptions::new().write(true).custom_flags(flags).open(name);
            if let Ok(mut side) = side {
                let _ = side.write_all(b"\0");
            }
        }
        if let Some(reader) = self.reader.take() {
            let _ = reader.join();
        }
        self.writer = None;
        self.master = None;
    }

    /// Waits for the program's end.
    #[track_caller]
    pub fn wait_status(&self) -> ExitStatus {
        let until = Instant::now() + DEADLINE;
        let mut state = self.shared.lock();
        loop {
            // Everything it wrote has been read as well, unless the terminal was closed.
            if let (Some(exit), true) = (&state.exit, state.eof || state.closing) {
                return exit.clone();
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                let screen = picture(state.parser.screen());
                drop(state);
                panic!("the program does not end; the screen:\n{screen}");
            }
            state = self.shared.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Waits for the program's end and returns its exit code; fails if a signal ended it.
    #[track_caller]
    pub fn wait_exit(&self) -> u32 {
        let status = self.wait_status();
        assert!(status.signal().is_none(), "{status}");
        status.exit_code()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        if self.shared.lock().exit.is_none() {
            for child in children(self.pid()) {
                kill(child, Signal::KILL);
            }
            self.kill(Signal::KILL);
        }
        self.hang_up();
        if let Some(waiter) = self.waiter.take() {
            let _ = waiter.join();
        }
    }
}

/// Sends a signal to a process that this session started.
pub fn kill(pid: i32, signal: Signal) {
    if let Some(pid) = Pid::from_raw(pid) {
        let _ = kill_process(pid, signal);
    }
}

/// The processor time a process has used, in clock ticks.
pub fn cpu_ticks(pid: i32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let (_, rest) = stat.rsplit_once(')').unwrap();
    let mut fields = rest.split_whitespace().skip(11);
    let mut next = || fields.next().unwrap().parse::<u64>().unwrap();
    next() + next()
}

/// How often the process's threads have gone to sleep so far: the same number at two moments
/// means that none woke up in between.
pub fn wake_ups(pid: i32) -> u64 {
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).unwrap();
    tasks
        .map(|task| {
            let status = std::fs::read_to_string(task.unwrap().path().join("status"));
            let status = status.unwrap_or_default();
            let line = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
            line.map_or(0, |count| count.trim().parse().unwrap())
        })
        .sum()
}

/// The state of a process, as in `ps`: `S` asleep, `T` stopped, `R` running; `None`: gone.
pub fn process_state(pid: i32) -> Option<char> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, rest) = stat.rsplit_once(')')?;
    rest.trim_start().chars().next()
}

/// Waits for the end of a process that is not the one started, such as a shell's job.
#[track_caller]
pub fn wait_gone(pid: i32) {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::process::{PidfdFlags, pidfd_open};
    let Ok(process) = pidfd_open(Pid::from_raw(pid).unwrap(), PidfdFlags::empty()) else {
        return;
    };
    let deadline = Timespec { tv_sec: DEADLINE.as_secs() as i64, tv_nsec: 0 };
    let ended = poll(&mut [PollFd::new(&process, PollFlags::IN)], Some(&deadline));
    assert_eq!(ended, Ok(1), "process {pid} does not end");
}

fn children(pid: i32) -> Vec<i32> {
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    processes
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter(|child| {
            let stat = std::fs::read_to_string(format!("/proc/{child}/stat")).unwrap_or_default();
            stat.rsplit_once(')').and_then(|(_, rest)| rest.split_whitespace().nth(1)?.parse().ok())
                == Some(pid)
        })
        .collect()
}

fn spawn(slave: &dyn SlavePty, command: CommandBuilder) -> Box<dyn Child + Send + Sync> {
    match slave.spawn_command(command) {
        Ok(child) => child,
        Err(error) => panic!("the program cannot be started: {error}"),
    }
}

fn read_screen(mut source: Box<dyn Read + Send>, shared: &Shared) {
    let mut buffer = [0_u8; 65536];
    loop {
        let count = source.read(&mut buffer).unwrap_or(0);
        let mut state = shared.lock();
        if count == 0 || state.closing {
            state.eof = true;
            shared.changed.notify_all();
            return;
        }
        state.raw.extend_from_slice(&buffer[..count]);
        state.parser.process(&buffer[..count]);
        shared.changed.notify_all();
    }
}

fn wait_for_end(mut child: Box<dyn Child + Send + Sync>, shared: &Shared) {
    let status = child.wait().unwrap_or_else(|_| ExitStatus::with_exit_code(255));
    shared.lock().exit = Some(status);
    shared.changed.notify_all();
}

/// The screen with a frame around it, for messages.
fn picture(screen: &vt100::Screen) -> String {
    let (_, cols) = screen.size();
    let edge = "─".repeat(cols.get().into());
    let mut text = format!("┌{edge}┐\n");
    for row in screen.rows(0, cols.get()) {
        let _ = writeln!(text, "│{row}");
    }
    let _ = write!(text, "└{edge}┘");
    text
}

fn size(rows: u16, cols: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).expect("a terminal has at least one cell")
}

/// What xterm sends for a key.
fn key_bytes(name: &str) -> String {
    let (mut ctrl, mut alt, mut shift) = (false, false, false);
    let mut key = name;
    while key.len() > 2 {
        match &key[..2] {
            "C-" => ctrl = true,
            "M-" | "A-" => alt = true,
            "S-" => shift = true,
            _ => break,
        }
        key = &key[2..];
    }
    let modifiers = 1 + u8::from(shift) + 2 * u8::from(alt) + 4 * u8::from(ctrl);
    let csi = |number: &str, last: &str| match (modifiers, last) {
        (1, "~") => format!("\x1b[{number}~"),
        (1, _) => format!("\x1b[{last}"),
        _ => format!("\x1b[{number};{modifiers}{last}"),
    };
    let function = |number: usize| match number {
        1..=4 if modifiers == 1 => format!("\x1bO{}", ["P", "Q", "R", "S"][number - 1]),
        1..=4 => csi("1", ["P", "Q", "R", "S"][number - 1]),
        _ => {
            let codes = ["15", "17", "18", "19", "20", "21", "23", "24"];
            csi(codes[number - 5], "~")
        }
    };
    let plain = match key {
        "Up" => return csi("1", "A"),
        "Down" => return csi("1", "B"),
        "Right" => return csi("1", "C"),
        "Left" => return csi("1", "D"),
        "End" => return csi("1", "F"),
        "Home" => return csi("1", "H"),
        "Insert" => return csi("2", "~"),
        "Delete" => return csi("3", "~"),
        "PageUp" | "PgUp" => return csi("5", "~"),
        "PageDown" | "PgDn" => return csi("6", "~"),
        "Tab" if shift => return "\x1b[Z".into(),
        "BackTab" => return "\x1b[Z".into(),
        "Enter" => "\r",
        "Esc" => "\x1b",
        "Tab" => "\t",
        "Space" => " ",
        "Backspace" => "\x7f",
        _ => key,
    };
    if let Some(number) = key.strip_prefix('F').and_then(|rest| rest.parse().ok()) {
        assert!((1..=12).contains(&number), "no key {name:?}");
        return function(number);
    }
    let mut characters = plain.chars();
    let (Some(character), None) = (characters.next(), characters.next()) else {
        panic!("no key {name:?}");
    };
    let character = match character {
        ' ' if ctrl => '\0',
        'a'..='z' | '[' | '\\' | ']' | '^' | '_' if ctrl => char::from(character as u8 & 0x1f),
        _ if ctrl => panic!("no key {name:?}"),
        'a'..='z' if shift => character.to_ascii_uppercase(),
        other => other,
    };
    let prefix = if alt { "\x1b" } else { "" };
    format!("{prefix}{character}")
}
